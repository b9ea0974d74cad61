"""Charge what is due, follow what became of it, and see a failure through until it is paid or a person has it.

Locks: a deal, then its period, then the cause's turn in payments; a member's row and their turn in the book last.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlmodel import col, select

from fitkit.core import clock
from fitkit.core.errors import NotFound, Refusal
from fitkit.core.i18n import Lang, day_in_record
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.billing.events.renewals import (
    BookingBlocked,
    DebtForgiven,
    DebtReminded,
    DebtTaskDue,
    PaymentPromised,
    PeriodPaid,
    RenewalFailed,
    RenewalGivenUp,
    RenewalStuck,
)
from fitkit.features.billing.queries import periods as queries
from fitkit.features.billing.rules import dunning, renewing
from fitkit.features.billing.rules.dunning import Step, StepKind
from fitkit.features.billing.rules.words import PeriodState
from fitkit.features.billing.tables import Deal, Period
from fitkit.features.ledger import actions as ledger
from fitkit.features.ledger import queries as book
from fitkit.features.ledger.rules import postings
from fitkit.features.ledger.rules.accounts import Cause, PostingKind
from fitkit.features.payments import actions as payments
from fitkit.features.payments import queries as charges
from fitkit.features.payments.events import ChargeSettled
from fitkit.features.payments.rules import (
    OPEN,
    AlreadyOpenError,
    AlreadyPaidError,
    ChargeMode,
    ChargeState,
)
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.ports.payments import CHARGE_TIMEOUT_S, DeclineKind, PaidLine, PayWay
from fitkit.texts import renewals as texts

log = structlog.get_logger(__name__)
HOLD: Final = timedelta(
    seconds=CHARGE_TIMEOUT_S + 15
)  # of one charge; a dead worker's is free after it
STUCK: Final = timedelta(hours=1)  # until an account that was refused is tried again
_TURN: Final = sa.select(
    sa.func.pg_advisory_xact_lock(
        sa.func.hashtext("renewals"), sa.func.hashtext(sa.bindparam("whose", type_=sa.Text))
    )
)


@dataclass(frozen=True, slots=True)
class Try:
    """A period whose charge is to be told to the company."""

    period_id: UUID
    charge_id: UUID | None  # None: nothing to tell, look for the next one


@internal
def claim_try(w: Work) -> Try | None:
    """Take the period that has waited longest to be charged, and open its charge; None: none may be now.

    At most as many are held at a time as the gym's account takes at once, whatever processes ask. What is
    held is let go by ``release``, or by time when its worker died. Where there is no card any more the period
    is in dunning at once. Holds the gym's turn and the period's row.
    """
    account = charges.account(w)
    if account is None:
        return None
    w.hot(_TURN, {"whose": str(w.actor.org_id)})
    held = select(sa.func.count()).where(col(Period.held_until) > w.now)
    if int(w.session.scalar(held) or 0) >= account.at_once:
        return None
    found = (
        select(Period)
        .where(col(Period.next_try_at) <= w.now, col(Period.state).in_(queries.UNPAID))
        .order_by(col(Period.next_try_at), col(Period.id))
        .limit(1)
        .with_for_update(skip_locked=True, key_share=True)
    )
    row = w.session.scalars(found).first()
    if row is None:
        return None
    row.held_until = row.next_try_at = w.now + HOLD
    w.session.flush()
    charge_id = _charge_by_card(w, row)
    if charge_id is None:
        row.held_until = None
        w.session.flush()
    return Try(row.id, charge_id)


@internal
def release(w: Work, *, period_id: UUID) -> None:
    """Let a period go that was charged: what became of it is told by payments. Holds its row."""
    row = w.hold(Period, period_id)
    if row.held_until is not None:
        row.held_until = row.next_try_at = None
        w.session.flush()


@internal
def settle(w: Work, e: ChargeSettled) -> None:
    """Bring a period in step with what became of a charge of it; told twice, nothing changes.

    Paid: the period is, the deal knows how much came, and the member may book again. Declined: dunning.
    Abandoned: the kept card's turn comes again. Not tried at all: in an hour, and the owner is told.
    Holds the deal's row and the period's. Publishes PeriodPaid, RenewalFailed or RenewalStuck.
    """
    deal = w.hold(Deal, w.get(Period, e.cause_id).deal_id)
    row = w.hold(Period, e.cause_id)
    match e.state:
        case ChargeState.PAID:
            if not e.is_double:
                _pay(w, deal, row, Money(e.amount_agorot))
        case _ if row.state not in queries.UNPAID:
            pass
        case ChargeState.DECLINED:
            if queries.mode_of(w, charge_id=e.charge_id) is ChargeMode.CARD:
                _fail(w, row, is_hard=e.decline is DeclineKind.HARD)
            else:
                _again(w, row)
        case ChargeState.FAILED:
            _wait_for_account(w, row)
        case _:
            _again(w, row)


@internal
def remind(w: Work, *, period_id: UUID) -> None:
    """Do what dunning has due for a period by now: a notice, a task for staff, no more bookings; or give up.

    Nothing before the day of a promise is over. Of notices that are due at once only the last is told. Holds
    the period's row. Publishes DebtReminded, DebtTaskDue, BookingBlocked, RenewalGivenUp.
    """
    row = w.hold(Period, period_id)
    if row.state is not PeriodState.DUNNING or row.failed_at is None:
        return
    today = clock.day_of(w.now, w.actor.zone)
    if row.promised_on is not None and today <= row.promised_on:
        return
    if row.promised_on is not None:
        row.promised_on = None
        _open_or_block(w, row.member_id)
    steps = _told_steps(row, w)
    due = [n for n, step in enumerate(steps) if n >= row.told_step and step.at <= w.now]
    told = [n for n in due if steps[n].kind is StepKind.TELL]
    for n in due:
        if steps[n].kind is not StepKind.TELL or n == told[-1]:
            _do_step(w, row, steps[n].kind, n, is_last=n == len(steps) - 1)
    row.told_step += len(due)
    if row.told_step >= len(steps) and row.next_try_at is None and not _is_open(w, row):
        row.state = PeriodState.GIVEN_UP
        w.publish(
            RenewalGivenUp(about=row.id, member_id=row.member_id, amount_agorot=row.amount_agorot)
        )
    w.session.flush()


@internal
def try_new_card(w: Work, *, member_id: UUID) -> bool:
    """Charge at once what a member owes, now that there is another card; whether there is anything.

    Holds the periods in order of id.
    """
    rows = [w.hold(Period, each) for each in sorted(queries.unpaid_ids(w, member_id=member_id))]
    free = [row for row in rows if row.held_until is None and row.state in queries.UNPAID]
    for row in free:
        row.needs_card, row.next_try_at = False, w.now
    w.session.flush()
    return bool(free)


@requires(Permission.EDIT_MONEY)
def promise(w: Work, *, period_id: UUID, day: date) -> None:
    """Note by which day a member promised to pay.

    Until it is over nothing is told and booking is not blocked; on that day the card is tried again. Holds the
    period's row. Publishes PaymentPromised.

    Raises:
        NotFound: no such period in this gym.
        Refusal: nothing is owed for it; at ``day``: it is over, or too far.
    """
    row = w.hold(Period, period_id)
    _must_be_owed(row)
    renewing.check_promise(day, today=clock.day_of(w.now, w.actor.zone))
    row.promised_on = day
    if row.next_try_at is not None and row.held_until is None:
        on_day = clock.wall(day, dunning.AT, w.actor.zone)
        row.next_try_at = max(row.next_try_at, on_day)
    w.session.flush()
    w.publish(PaymentPromised(about=row.id, member_id=row.member_id, day=day))
    _open_or_block(w, row.member_id)


@requires(Permission.REFUND)
def write_off(w: Work, *, period_id: UUID, reason: str) -> None:
    """Give up what is owed for a period; the member may book again. Holds the deal's row and the period's.

    The write-off stands in the book with its reason. Publishes DebtForgiven.

    Raises:
        NotFound: no such period in this gym.
        Refusal: nothing is owed for it, a charge of it is under way, no reason.
    """
    w.hold(Deal, w.get(Period, period_id).deal_id)
    row = w.hold(Period, period_id)
    _must_be_owed(row)
    if _is_open(w, row):
        raise Refusal(texts.BEING_CHARGED)
    clean = postings.checked_reason(reason)
    row.state, row.next_try_at, row.held_until = PeriodState.FORGIVEN, None, None
    w.session.flush()
    w.publish(DebtForgiven(about=row.id, member_id=row.member_id, amount_agorot=row.amount_agorot))
    _open_or_block(w, row.member_id)
    ledger.post(
        w,
        draft=postings.write_off(row.member_id, Money(row.amount_agorot)),
        cause=Cause(queries.CAUSE, row.id),
        at=w.now,
        note=clean,
    )


@requires(Permission.EDIT_MONEY)
def take_now(w: Work, *, period_id: UUID, way: PayWay, note: str) -> Money:
    """Record that a member paid for a period in cash, by transfer or by cheque; return how much.

    Holds the period's row. Payments settle it at once.

    Raises:
        NotFound: no such period in this gym.
        Refusal: nothing is owed for it, a card is being charged for it, another way, too long a note.
    """
    row = w.hold(Period, period_id)
    _must_be_owed(row)
    payments.take_by_hand(
        w,
        member_id=row.member_id,
        cause_kind=queries.CAUSE,
        cause_id=row.id,
        amount=Money(row.amount_agorot),
        lines=_lines(row),
        words=_words(row),
        way=way,
        note=note,
        paid_on=clock.day_of(w.now, w.actor.zone),
    )
    return Money(row.amount_agorot)


@internal
def open_page_charge(w: Work, *, member_id: UUID, period_id: UUID) -> UUID:
    """Open a charge on a page for a member's period, or return the one that is open; two tabs have one page.

    The card it is paid with is kept for the renewals after. Holds the period's row.

    Raises:
        NotFound: no such period of this member.
        Refusal: it is paid, or is being charged by card right now.
    """
    row = w.hold(Period, period_id)
    if row.member_id != member_id:
        raise NotFound
    if row.state in (PeriodState.PAID, PeriodState.FORGIVEN, PeriodState.VOID):
        raise Refusal(texts.PAID_ALREADY)
    try:
        return payments.open_charge(
            w,
            member_id=member_id,
            cause_kind=queries.CAUSE,
            cause_id=row.id,
            amount=Money(row.amount_agorot),
            lines=_lines(row),
            words=_words(row),
            mode=ChargeMode.PAGE,
            keeps_card=True,
        )
    except AlreadyPaidError:
        raise Refusal(texts.PAID_ALREADY) from None
    except AlreadyOpenError as busy:
        if queries.mode_of(w, charge_id=busy.charge_id) is ChargeMode.PAGE:
            return busy.charge_id
        raise Refusal(texts.BEING_CHARGED) from None


@internal
def open_card_charge(w: Work, *, member_id: UUID) -> UUID:
    """Open a page on which a member leaves another card, or return the one that is open."""
    try:
        return payments.open_charge(
            w,
            member_id=member_id,
            cause_kind="member",
            cause_id=member_id,
            amount=Money(0),
            lines=(),
            words=texts.CARD_WORDS.to(Lang.HE),
            mode=ChargeMode.PAGE,
            keeps_card=True,
        )
    except AlreadyOpenError as busy:
        return busy.charge_id


def _charge_by_card(w: Work, row: Period) -> UUID | None:
    """The charge to tell the company of; None: nothing to tell, and the row says what comes next."""
    if queries.declined_by_card(w, period_id=row.id) > row.tries:
        row.next_try_at = None  # what became of the last one is not written here yet: it will be
        return None
    card_id = queries.card_id_of(w, member_id=row.member_id)
    if card_id is None:
        _miss_card(w, row)
        return None
    try:
        return payments.open_charge(
            w,
            member_id=row.member_id,
            cause_kind=queries.CAUSE,
            cause_id=row.id,
            amount=Money(row.amount_agorot),
            lines=_lines(row),
            words=_words(row),
            mode=ChargeMode.CARD,
            card_id=card_id,
        )
    except AlreadyOpenError as busy:
        if _is_untold(w, busy.charge_id):  # somebody died before they told it
            return busy.charge_id
        row.next_try_at = None  # payments look it up, and tell
        return None
    except AlreadyPaidError:
        row.next_try_at = None
        return None


def _is_untold(w: Work, charge_id: UUID) -> bool:
    found = charges.charge(w, charge_id=charge_id)
    return found.state is ChargeState.CREATED and found.mode is ChargeMode.CARD


def _miss_card(w: Work, row: Period) -> None:
    is_first = row.failed_at is None
    row.next_try_at = None
    row.needs_card = True
    if row.state is PeriodState.DUE:
        row.state = PeriodState.DUNNING
    if is_first:
        row.failed_at, row.told_step = w.now, 1
        _publish_failed(w, row, is_first=True)


def _pay(w: Work, deal: Deal, row: Period, amount: Money) -> None:
    if row.state is PeriodState.PAID:
        return
    if row.state is PeriodState.VOID:  # what came for it stands to the member's credit
        log.warning("void_period_paid", period_id=str(row.id))
        return
    was_forgiven = row.state is PeriodState.FORGIVEN
    row.state, row.paid_at = PeriodState.PAID, w.now
    row.next_try_at = row.held_until = None
    deal.paid_agorot += amount.agorot
    w.session.flush()
    w.publish(
        PeriodPaid(
            about=row.id,
            deal_id=deal.id,
            member_id=row.member_id,
            number=row.number,
            amount_agorot=amount.agorot,
            was_failed=row.failed_at is not None,
        )
    )
    if row.failed_at is not None:
        _open_or_block(w, row.member_id)
    if was_forgiven:
        _take_back_write_off(w, row)


def _take_back_write_off(w: Work, row: Period) -> None:
    """It was paid after all, on a page that was open somewhere."""
    for posting in book.of_cause(w, cause=Cause(queries.CAUSE, row.id)):
        if posting.kind is PostingKind.WRITE_OFF:
            ledger.take_back(w, posting_id=posting.id, at=w.now, note="")


def _fail(w: Work, row: Period, *, is_hard: bool) -> None:
    is_first = row.failed_at is None
    row.tries += 1
    row.held_until = None
    row.failed_at = row.failed_at or w.now
    row.needs_card = is_hard
    if row.state is PeriodState.DUE:
        row.state = PeriodState.DUNNING
    row.told_step = max(row.told_step, 1)
    row.next_try_at = _next_try(w, row)
    w.session.flush()
    _publish_failed(w, row, is_first=is_first)


def _publish_failed(w: Work, row: Period, *, is_first: bool) -> None:
    w.session.flush()
    w.publish(
        RenewalFailed(
            about=row.id,
            deal_id=row.deal_id,
            member_id=row.member_id,
            amount_agorot=row.amount_agorot,
            failures=row.tries,
            needs_card=row.needs_card,
            is_first=is_first,
        )
    )


def _next_try(w: Work, row: Period) -> datetime | None:
    """When the card is tried again, never before tomorrow and not before a promise is due; None: no more."""
    if row.failed_at is None:
        return None
    zone = w.actor.zone
    planned = dunning.next_retry(row.failed_at, row.tries, zone, may_retry=not row.needs_card)
    if planned is None:
        return None
    tomorrow = clock.day_of(w.now, zone) + timedelta(days=1)
    earliest = max(tomorrow, row.promised_on or tomorrow)
    return (
        max(planned, clock.wall(earliest, dunning.AT, zone))
        if planned <= w.now or row.promised_on
        else planned
    )


def _again(w: Work, row: Period) -> None:
    """A page came to nothing: the card's turn is as it would be without it."""
    if row.next_try_at is not None or row.held_until is not None:
        return
    if row.failed_at is None:
        row.next_try_at = w.now
    elif row.state is PeriodState.DUNNING:
        row.next_try_at = _next_try(w, row)
    w.session.flush()


def _wait_for_account(w: Work, row: Period) -> None:
    row.held_until = None
    row.next_try_at = w.now + STUCK
    w.session.flush()
    today = clock.day_of(w.now, w.actor.zone)
    w.publish(RenewalStuck(about=row.id, member_id=row.member_id, on=today))


def _told_steps(row: Period, w: Work) -> list[Step]:
    if row.failed_at is None:
        return []
    found = dunning.steps(row.failed_at, w.actor.zone, may_retry=not row.needs_card)
    return [step for step in found if step.kind is not StepKind.RETRY]


def _do_step(w: Work, row: Period, kind: StepKind, n: int, *, is_last: bool) -> None:
    who = {"about": row.id, "member_id": row.member_id}
    match kind:
        case StepKind.TELL | StepKind.ASK_CARD:
            w.publish(DebtReminded(**who, step=n, is_last=is_last))
        case StepKind.TASK:
            w.publish(DebtTaskDue(**who, amount_agorot=row.amount_agorot))
        case StepKind.BLOCK:
            subscriptions.block_for_debt(w, member_id=row.member_id)
            w.publish(BookingBlocked(**who))
        case StepKind.RETRY:
            pass  # by the row's own clock


def _open_or_block(w: Work, member_id: UUID) -> None:
    """Let a member book again, unless a period has been unpaid for too long and nothing is promised."""
    w.session.flush()
    zone = w.actor.zone
    since = queries.failing_since(w, member_id=member_id)
    if any(dunning.blocks_from(at, zone) <= w.now for at in since):
        subscriptions.block_for_debt(w, member_id=member_id)
    else:
        subscriptions.settle_debt(w, member_id=member_id)


def _is_open(w: Work, row: Period) -> bool:
    found = charges.state_of_cause(w, kind=queries.CAUSE, id=row.id).state
    return found in OPEN


def _must_be_owed(row: Period) -> None:
    if row.state not in queries.UNPAID:
        raise Refusal(texts.NOTHING_OWED)


def _lines(row: Period) -> tuple[PaidLine, ...]:
    return tuple(PaidLine(words, Money(total), n) for words, total, n in row.lines)


def _words(row: Period) -> str:
    return texts.PERIOD_WORDS.to(Lang.HE, first=day_in_record(row.first_on))
