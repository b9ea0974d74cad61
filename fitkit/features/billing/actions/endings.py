"""End a deal by a member's notice: at once where the law says how, by the gym's decision where it does not."""

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid5

from fitkit.core.errors import Refusal
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.billing.actions import _owed, gifts
from fitkit.features.billing.events.endings import (
    CancellationWithdrawn,
    DealCancelled,
    LaterEndWished,
)
from fitkit.features.billing.queries import ended_money
from fitkit.features.billing.queries import endings as queries
from fitkit.features.billing.queries import orders as selling
from fitkit.features.billing.rules import endings as rules
from fitkit.features.billing.rules.endings import Ending, Said, Typed
from fitkit.features.billing.rules.words import CancellationState, DealState, PeriodState
from fitkit.features.billing.tables import Cancellation, Deal, Period
from fitkit.features.ledger import actions as ledger
from fitkit.features.ledger import queries as book
from fitkit.features.ledger.rules import postings
from fitkit.features.ledger.rules.accounts import Cause
from fitkit.features.payments import actions as payments
from fitkit.features.payments import queries as charges
from fitkit.features.payments.rules import BACK_BY_HAND, INTO, ChargeState
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.ports.payments import PayWay
from fitkit.texts import endings as texts

CAUSE = "cancellation"


@requires(Permission.EDIT_MONEY, own=Permission.EDIT_OWN)
def cancel(
    w: Work,
    *,
    member_id: UUID,
    deal_id: UUID,
    notice: Typed,
    reason: str = "",
    as_shown: str = "",
) -> UUID:
    """End a member's deal by their notice, once; return the notice's id, told again the same one.

    What ``queries.preview`` showed is done in this transaction: the subscription gets its last day,
    nothing is charged any more, what was sold and not had is credited in the book, and what comes back
    is on its way to the means it came from. Where the law leaves the gym a choice nothing is changed
    but that it waits for ``decide``. Holds the deal's row. Publishes DealCancelled, and LaterEndWished for a
    later last day than the earliest.

    Args:
        w: the transaction.
        member_id: whose deal it is.
        deal_id: the deal.
        notice: when, how and with which statements.
        reason: in their words, if they say one.
        as_shown: ``mark`` of the preview that they agreed to; empty: none was shown.

    Raises:
        NotFound: no such deal of this member.
        Refusal: it is over already; another sum than was shown; at ``noticed_on``, ``wants_until`` or ``reason``.
    """
    queries.deal_of(w, member_id=member_id, deal_id=deal_id)
    deal = w.hold(Deal, deal_id)
    standing = queries.standing_notice(w, deal_id=deal_id)
    if standing is not None:
        return standing
    if deal.state is not DealState.RUNNING:
        raise Refusal(texts.OVER_ALREADY)
    words = rules.checked_words(reason)
    said = queries.said_by(w, deal=deal, notice=notice)
    facts = queries.facts_of(w, deal=deal, on=said.on)
    ending = rules.ending(facts, said)
    if as_shown and as_shown != queries.view_of(ending, said).mark:
        raise Refusal(texts.CHANGED_MEANWHILE)
    row = _written(w, deal, said, ending, words)
    if row.state is CancellationState.SETTLED:
        _settle(w, deal, row, ending)
    _publish(w, row)
    if said.wants_until is not None:
        earliest = rules.ending(facts, replace(said, wants_until=None)).settlement.last_day
        _publish_wish(w, row, earliest)
    return row.id


@requires(Permission.REFUND)
def decide(w: Work, *, cancellation_id: UUID, refund: Money) -> None:
    """End a deal of which the law leaves the gym a choice, today, and give back what the gym decides.

    Told again it changes nothing. Holds the deal's row. Publishes DealCancelled.

    Raises:
        NotFound: no such notice in this gym.
        Refusal: the notice was withdrawn; at ``refund``: below zero or more than was paid.
    """
    deal, row = _held(w, cancellation_id)
    if row.state is CancellationState.SETTLED:
        return
    if row.state is CancellationState.WITHDRAWN:
        raise Refusal(texts.WITHDRAWN_ALREADY)
    said = Said(row.noticed_on, row.by_registered_post, row.is_protected, row.spoke_before)
    paid = rules.ending(queries.facts_of(w, deal=deal, on=said.on), said).paid
    ending = rules.decided(paid, refund, today=w.now.astimezone(w.actor.zone).date())
    _write_down(row, ending)
    row.state = CancellationState.SETTLED
    _settle(w, deal, row, ending)
    _publish(w, row)


@requires(Permission.REFUND)
def hand_back(w: Work, *, cancellation_id: UUID, way: PayWay) -> None:
    """Note that staff gave back, in cash or by transfer, what no company can: all that is left of it, once.

    What they gave back of its charges since the notice, on the payment's own screen, is no longer left.
    Holds the deal's row.

    Raises:
        NotFound: no such notice in this gym.
        Refusal: a way that needs a company; what was taken by hand, was paid by their credit, or a company
            refused to give back, is less than what is left.
    """
    deal, row = _held(w, cancellation_id)
    view = queries.cancellation(w, member_id=row.member_id, cancellation_id=row.id)
    if not view.by_hand:
        return
    number = row.before.get("from", 0)
    causes = (
        *ended_money.causes_of(w, deal=deal, from_number=number),
        *ended_money.carried_of(w, deal=deal, from_number=number),
    )
    has = (
        *ended_money.taken_by_hand(w, causes=causes),
        *ended_money.refused(w, cancellation_id=row.id),
    )
    parts, left = rules.from_charges(view.by_hand, has)
    if left > ended_money.paid_by_credit(w, causes=causes) or (left and way not in BACK_BY_HAND):
        raise Refusal(texts.NOT_BY_HAND)
    for charge_id, part in parts:
        _open_refund(w, row, charge_id, part, way=way)
    if left:
        _hand_credit(w, row, left, way)


def _hand_credit(w: Work, row: Cancellation, amount: Money, way: PayWay) -> None:
    """What was paid by credit came by no charge of the deal: it goes out of the desk or the bank."""
    row.before = row.before | {"handed": amount.agorot}
    w.session.flush()
    draft = postings.refund(row.member_id, amount, out_of=INTO[way])
    ledger.post(w, draft=draft, cause=Cause(CAUSE, row.id), at=w.now)


@requires(Permission.EDIT_MONEY)
def withdraw(w: Work, *, cancellation_id: UUID, reason: str) -> None:
    """Take a notice back, by the member's word, and let everything stand as before it.

    Told again it changes nothing. Places that were given back stay so. Holds the deal's row. Publishes
    CancellationWithdrawn.

    Raises:
        NotFound: no such notice in this gym.
        Refusal: money has gone back for it, or the last day is over; at ``reason``: none.
    """
    deal, row = _held(w, cancellation_id)
    if row.state is CancellationState.WITHDRAWN:
        return
    words = rules.checked_words(reason, needed=True)
    if row.state is CancellationState.SETTLED:
        _refuse_if_money_went(w, row)
        _restore(w, deal, row, words)
    row.state, row.withdrawn_at, row.withdrawn_why = CancellationState.WITHDRAWN, w.now, words
    w.publish(CancellationWithdrawn(about=row.id, deal_id=deal.id, member_id=row.member_id))


@internal
def give_back_later(w: Work, *, kind: str, cause_id: UUID, charge_id: UUID, amount: Money) -> None:
    """Give back what was paid for a deal after a notice had ended it, as far as it was not owed; once.

    §13d1: money that is taken after the notice goes back.
    """
    deal_id = ended_money.deal_of_cause(w, kind=kind, cause_id=cause_id)
    standing = None if deal_id is None else queries.standing_notice(w, deal_id=deal_id)
    if standing is None:
        return
    deal, row = _held(w, standing)
    in_scope = ended_money.causes_of(w, deal=deal, from_number=row.before.get("from", 0))
    is_known = str(charge_id) in row.before.get("charges", [])
    if row.state is not CancellationState.SETTLED or is_known or (kind, cause_id) not in in_scope:
        return
    covered = min(amount, Money(row.owed_agorot))
    row.owed_agorot -= covered.agorot
    row.refund_agorot += (amount - covered).agorot
    row.refund_by = row.refund_by or rules.refund_day(w.now.astimezone(w.actor.zone).date())
    row.before = row.before | {"charges": [*row.before.get("charges", []), str(charge_id)]}
    # What staff took themselves they give back themselves: see ``hand_back``.
    if amount > covered and charges.charge(w, charge_id=charge_id).account_id is not None:
        _open_refunds(w, row, amount - covered, ((charge_id, amount),))


def _written(w: Work, deal: Deal, said: Said, ending: Ending, words: str) -> Cancellation:
    waits = ending.settlement.needs_review
    row = Cancellation(
        deal_id=deal.id,
        member_id=deal.member_id,
        noticed_on=said.on,
        by_registered_post=said.by_registered_post,
        state=CancellationState.REVIEW if waits else CancellationState.SETTLED,
        ground=ending.settlement.ground,
        last_day=ending.settlement.last_day,
        used_agorot=0,
        fee_agorot=0,
        refund_agorot=0,
        owed_agorot=0,
        reason=words,
        actor_user_id=w.actor.user_id,
        is_protected=said.is_protected,
        spoke_before=said.spoke_before,
    )
    _write_down(row, ending)
    w.add(row)
    w.session.flush()
    return row


def _write_down(row: Cancellation, ending: Ending) -> None:
    done = ending.settlement
    row.last_day, row.refund_by = done.last_day, done.refund_by
    row.used_agorot, row.fee_agorot = done.used.agorot, done.fee.agorot
    row.refund_agorot, row.owed_agorot = done.refund.agorot, done.owed.agorot
    row.lines = rules.kept_lines(done.lines)


def _held(w: Work, cancellation_id: UUID) -> tuple[Deal, Cancellation]:
    """The deal first, as everybody who ends one holds it."""
    deal_id = w.get(Cancellation, cancellation_id).deal_id
    return w.hold(Deal, deal_id), w.hold(Cancellation, cancellation_id)


def _settle(w: Work, deal: Deal, row: Cancellation, ending: Ending) -> None:
    """All that an ending does; the book last, which keeps a member's turn."""
    causes = ended_money.causes_of(w, deal=deal, from_number=ending.from_number)
    carried = ended_money.carried_of(w, deal=deal, from_number=ending.from_number)
    sold = ended_money.sold(w, causes=causes)
    has = ended_money.refundable(w, causes=(*causes, *carried))
    before: dict[str, Any] = {  # Any: JSON
        "deal": [deal.state, deal.next_on.isoformat() if deal.next_on else None],
        "periods": _stop_periods(w, deal, ending),
        "from": ending.from_number,
        "charges": [str(charge_id) for charge_id, _ in has],
        # By staff until now: what they give back of it later is part of what comes back.
        "given": sum(ended_money.given_by_staff(w, causes=causes), ZERO).agorot,
    }
    deal.state, deal.next_on = DealState.CANCELLED, None
    was_until = subscriptions.end_by_notice(
        w, subscription_id=deal.subscription_id, day=ending.settlement.last_day
    )
    before["ends_on"] = was_until.isoformat() if was_until else None
    _owed.open_or_block(w, row.member_id)
    deal.paid_agorot = max(0, deal.paid_agorot - ending.settlement.refund.agorot)
    _open_refunds(w, row, ending.settlement.refund, has)
    gifts_back = _take_gifts_back(w, row, (*causes, *carried), has)
    before["posted"] = _post(w, row, sold, ending.kept, gifts_back)
    row.before = before
    w.session.flush()


def _stop_periods(w: Work, deal: Deal, ending: Ending) -> list[list[Any]]:
    """Nothing of them is charged by itself any more; how each stood."""
    facts = queries.facts_of(w, deal=deal, on=ending.settlement.last_day)
    stood = []
    for left in rules.left_unpaid(ending, facts.spans):
        row = w.hold(Period, left.span_id)
        stood.append([str(row.id), *_stand(row)])
        row.state = PeriodState.GIVEN_UP if left.owed else PeriodState.VOID
        if left.owed:
            # One line of what is left: whoever pays it pays lines that sum to it.
            row.lines = [[_what_for(row), left.owed.agorot, 1]]
            # What was used of their credit counts as paid: it is no part of what is left.
            row.amount_agorot, row.credit_agorot = left.owed.agorot, 0
        row.next_try_at = None
        row.failed_at = row.failed_at or (w.now if left.owed else None)
        _close_charge(w, row.id)
    return stood


def _what_for(row: Period) -> str:
    return str(row.lines[0][0]) if row.lines else ""


def _close_charge(w: Work, period_id: UUID) -> None:
    """Nobody is told any more of what was opened before the notice; a page that is paid yet goes back."""
    open_ = charges.state_of_cause(w, kind=ended_money.PERIOD, id=period_id)
    if open_.charge_id is not None and open_.state in (ChargeState.CREATED, ChargeState.ON_PAGE):
        payments.abandon(w, charge_id=open_.charge_id)


def _stand(row: Period) -> list[Any]:  # Any: JSON
    moments = (row.next_try_at, row.failed_at)
    stood = [row.state, row.amount_agorot, *(at.isoformat() if at else None for at in moments)]
    return [*stood, row.lines, row.credit_agorot]


def _open_refunds(
    w: Work, row: Cancellation, wanted: Money, has: tuple[tuple[UUID, Money], ...]
) -> None:
    """To the means it came from, the newest charge first; what none can give is for staff to give."""
    for charge_id, part in rules.from_charges(wanted, has)[0]:
        _open_refund(w, row, charge_id, part, way=None)


def _open_refund(
    w: Work, row: Cancellation, charge_id: UUID, amount: Money, *, way: PayWay | None
) -> None:
    payments.open_refund_by_itself(
        w,
        charge_id=charge_id,
        amount=amount,
        why=texts.WHY_REFUND.to(w.actor.lang, day=row.noticed_on),
        way=way,
        cause_kind=CAUSE,
        cause_id=row.id,
    )


def _take_gifts_back(
    w: Work,
    row: Cancellation,
    causes: tuple[tuple[str, UUID], ...],
    has: tuple[tuple[UUID, Money], ...],
) -> Money:
    """What comes back and no charge gives was paid by credit: gift cards' money of it, first, with its documents."""
    _, left = rules.from_charges(Money(row.refund_agorot), has)
    _, left = rules.from_charges(left, ended_money.taken_by_hand(w, causes=causes))
    return gifts.take_back(w, sold=causes, most=left, cause=(CAUSE, row.id))


def _post(
    w: Work, row: Cancellation, sold: dict[int, Money], kept: Money, gifts_back: Money
) -> list[str]:
    """Make what was sold what is kept; the ids of the causes, one for a rate of VAT."""
    rate = next(iter(sold), int(selling.vat_rate(w, day=row.noticed_on) * 1000))
    changes = rules.change_of_sales(sold, kept, rate=rate)
    causes = []
    for n, (per_mille, change) in enumerate(changes.items()):
        cause_id = row.id if n == 0 else uuid5(row.id, str(per_mille))
        make = postings.sale if change > ZERO else postings.credit_note
        apart = min(gifts_back, max(-change, ZERO))
        gifts_back -= apart
        amount, at = max(change, -change), Fraction(per_mille, 1000)
        draft = make(row.member_id, amount, rate=at, apart=apart)
        ledger.post(w, draft=draft, cause=Cause(CAUSE, cause_id), at=w.now)
        causes.append(str(cause_id))
    return causes


def _refuse_if_money_went(w: Work, row: Cancellation) -> None:
    view = queries.cancellation(w, member_id=row.member_id, cancellation_id=row.id)
    if view.refunded or view.on_its_way:
        raise Refusal(texts.MONEY_WENT)


def _restore(w: Work, deal: Deal, row: Cancellation, words: str) -> None:
    """Exactly as it stood."""
    stood = row.before
    subscriptions.lift_notice(
        w, subscription_id=deal.subscription_id, ends_on=_day(stood["ends_on"])
    )
    deal.state, deal.next_on = DealState(stood["deal"][0]), _day(stood["deal"][1])
    for period_id, state, agorot, next_try, failed, lines, credit in stood["periods"]:
        period = w.hold(Period, UUID(period_id))
        period.state, period.amount_agorot, period.lines = PeriodState(state), agorot, lines
        period.credit_agorot = credit
        period.next_try_at, period.failed_at = _moment(next_try), _moment(failed)
    _owed.open_or_block(w, row.member_id)
    for cause_id in stood["posted"]:
        for posting in book.of_cause(w, cause=Cause(CAUSE, UUID(cause_id))):
            if posting.reversed_by_id is None:
                ledger.reverse(w, posting_id=posting.id, reason=words)
    gifts.use_again(w, cause=(CAUSE, row.id))


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None


def _moment(kept: str | None) -> datetime | None:
    return datetime.fromisoformat(kept) if kept else None


def _publish_wish(w: Work, row: Cancellation, earliest: date) -> None:
    """Nothing where the day they wished is the earliest."""
    if row.last_day > earliest:
        w.publish(
            LaterEndWished(
                about=row.id,
                deal_id=row.deal_id,
                member_id=row.member_id,
                earliest=earliest,
                last_day=row.last_day,
            )
        )


def _publish(w: Work, row: Cancellation) -> None:
    w.publish(
        DealCancelled(
            about=row.id,
            deal_id=row.deal_id,
            member_id=row.member_id,
            state=row.state,
            last_day=row.last_day,
            refund_agorot=row.refund_agorot,
            owed_agorot=row.owed_agorot,
        )
    )
