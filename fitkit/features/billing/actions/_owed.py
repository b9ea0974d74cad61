"""What several changes of what is owed for a period share."""

from uuid import UUID

from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang, Text, day_in_record
from fitkit.core.money import Money
from fitkit.core.work import Work
from fitkit.features.billing.events.renewals import PeriodPaid, RenewalFailed
from fitkit.features.billing.queries import periods as queries
from fitkit.features.billing.rules import dunning
from fitkit.features.billing.rules.words import PeriodState
from fitkit.features.billing.tables import Deal, Period
from fitkit.features.ledger import actions as ledger
from fitkit.features.ledger import queries as book
from fitkit.features.ledger.rules.accounts import Cause, PostingKind
from fitkit.features.payments import actions as payments
from fitkit.features.payments import queries as charges
from fitkit.features.payments.rules import (
    OPEN,
    ChargeMode,
)
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.ports.payments import PaidLine
from fitkit.texts import renewals as texts


def open_or_block(w: Work, member_id: UUID) -> None:
    """Let a member book again, unless a period has been unpaid for too long and nothing is promised."""
    w.session.flush()
    zone = w.actor.zone
    since = queries.failing_since(w, member_id=member_id)
    if any(dunning.blocks_from(at, zone) <= w.now for at in since):
        subscriptions.block_for_debt(w, member_id=member_id)
    else:
        subscriptions.settle_debt(w, member_id=member_id)


def take_over(w: Work, deal: Deal, charge_id: UUID) -> None:
    """The card that a member paid a deal with, on a page that keeps it as theirs, is charged for it from now on."""
    charge = charges.charge(w, charge_id=charge_id)
    is_own = (
        charge.mode is ChargeMode.PAGE and charge.card_id is not None and not charge.keeps_apart
    )
    if not is_own or deal.card_id is None:
        return
    payments.drop_card_apart(w, card_id=deal.card_id)
    deal.card_id = None
    w.session.flush()


def is_open(w: Work, row: Period) -> bool:
    """Whether a charge of a period is under way."""
    found = charges.state_of_cause(w, kind=queries.CAUSE, id=row.id).state
    return found in OPEN


def must_be_owed(row: Period) -> None:
    """Refuse a period for which nothing is owed."""
    if row.state not in queries.UNPAID:
        raise Refusal(texts.NOTHING_OWED)


def publish_failed(w: Work, row: Period, *, is_first: bool) -> None:
    """Say that a charge of a period failed, or that there is no card."""
    w.session.flush()
    w.publish(
        RenewalFailed(
            about=row.id,
            deal_id=row.deal_id,
            member_id=row.member_id,
            amount_agorot=left(row).agorot,
            failures=row.tries,
            needs_card=row.needs_card,
            is_first=is_first,
        )
    )


def left(row: Period) -> Money:
    """What of a period is to be charged: all but what credit paid."""
    return Money(row.amount_agorot - row.credit_agorot)


def lines(row: Period) -> tuple[PaidLine, ...]:
    """What a charge of a period is for, and what credit took off it; they sum to what is left."""
    found = [PaidLine(words, Money(total), n) for words, total, n in row.lines]
    if row.amount_agorot != sum(line.total.agorot for line in found):  # a notice left less of it
        found = [PaidLine(found[0].words, Money(row.amount_agorot), 1)]
    if row.credit_agorot:
        found.append(PaidLine(texts.CREDIT_LINE.to(Lang.HE), -Money(row.credit_agorot), 1))
    return tuple(found)


def line(row: Period) -> str:
    """What a period is called on one line."""
    return str(row.lines[0][0]) if row.lines else words(row).he


def mark_paid(w: Work, deal: Deal, row: Period) -> None:
    """Say that nothing is left of a held period: its member may book again. Publishes PeriodPaid."""
    was_forgiven = row.state is PeriodState.FORGIVEN
    row.state, row.paid_at = PeriodState.PAID, w.now
    row.next_try_at = row.held_until = None
    w.session.flush()
    w.publish(
        PeriodPaid(
            about=row.id,
            deal_id=deal.id,
            member_id=row.member_id,
            number=row.number,
            amount_agorot=row.amount_agorot,
            was_failed=row.failed_at is not None,
        )
    )
    if row.failed_at is not None:
        open_or_block(w, row.member_id)
    if was_forgiven:
        _take_back_write_off(w, row)


def _take_back_write_off(w: Work, row: Period) -> None:
    """It was paid after all, on a page that was open somewhere."""
    for posting in book.of_cause(w, cause=Cause(queries.CAUSE, row.id)):
        if posting.kind is PostingKind.WRITE_OFF:
            ledger.take_back(w, posting_id=posting.id, at=w.now, note="")


def words(row: Period) -> Text:
    """The same in short, as companies take it."""
    first = day_in_record(row.first_on)
    return Text(
        texts.PERIOD_WORDS.to(Lang.HE, first=first), texts.PERIOD_WORDS.to(Lang.EN, first=first)
    )
