"""Ask for all that a member owes in one charge, and let what comes pay it, the oldest first.

A bill is what was owed at a moment: of periods, and of whatever else stands in the book. While it is being paid
nothing of it is charged by itself.

Locks: the member's deals, then their periods, each in order of id, then a bill, the member's turn of credit, and
the causes' turns in payments.
"""

from uuid import UUID

import structlog
from sqlmodel import col, select

from fitkit.core import clock
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.billing.actions import _owed, collecting, crediting, settling
from fitkit.features.billing.actions.crediting import Debts
from fitkit.features.billing.queries import periods as due
from fitkit.features.billing.queries.bills import CAUSE
from fitkit.features.billing.queries.credit import owed_in_all
from fitkit.features.billing.rules.taking import Part
from fitkit.features.billing.rules.words import BillState
from fitkit.features.billing.tables import Bill, Deal
from fitkit.features.members.tables import Member
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
from fitkit.ports.payments import PaidLine, PayWay
from fitkit.texts import renewals as texts

log = structlog.get_logger(__name__)


@internal
def open_page_bill(w: Work, *, member_id: UUID) -> UUID:
    """Open a charge on a page for all that a member owes, or return the one that is open; two tabs have one page.

    The card it is paid with is kept for the renewals after. Where all of it is one period, the charge is that
    period's own; else pages that were open for a part of it are given up.

    Raises:
        NotFound: no such member.
        Refusal: nothing is owed, or a card is being charged for some of it right now.
    """
    debts = crediting.hold_debts(w, member_id=member_id)
    open_ = _open_of(w, member_id)
    if open_ is None and not _parts_of(w, member_id) and _is_one_period(w, debts):
        return collecting.open_page_charge(w, member_id=member_id, period_id=debts.unpaid[0].id)
    owed = free_to_ask(w, debts)
    if open_ is not None:
        charge = charges.state_of_cause(w, kind=CAUSE, id=open_.id)
        is_same = owed == Money(open_.amount_agorot) and charge.state in OPEN
        if is_same and charge.charge_id is not None:
            return charge.charge_id
    row = _new_bill(w, debts, owed)
    return _open_charge(w, row, ChargeMode.PAGE, None)


@requires(Permission.EDIT_MONEY)
def charge_all(w: Work, *, member_id: UUID) -> UUID:
    """Open a charge of the kept card for all that a member owes; return it, told to nobody yet.

    Raises:
        NotFound: no such member.
        Refusal: nothing is owed, there is no card, or a card is being charged for some of it right now.
    """
    w.get(Member, member_id)
    debts = crediting.hold_debts(w, member_id=member_id)
    card_id = due.card_id_for_all(w, member_id=member_id, deal_ids=deals_of_all(w, debts))
    if card_id is None:
        raise Refusal(texts.NO_CARD_TO_CHARGE)
    owed = free_to_ask(w, debts)
    return _open_charge(w, _new_bill(w, debts, owed), ChargeMode.CARD, card_id)


@requires(Permission.EDIT_MONEY)
def take_all(
    w: Work, *, member_id: UUID, way: PayWay, note: str, part: Part | None = None
) -> Money:
    """Record that a member paid what they owe in cash, by transfer or by cheque; return how much.

    Payments settle it at once; what it pays, the oldest first, is marked by a job, as with any payment. Of a plan,
    an amount of less than all counts for its next parts.

    Args:
        w: of who took it.
        member_id: who paid.
        way: cash, transfer or cheque.
        note: a cheque's number, who brought it; at most 200 characters.
        part: how much of it was paid; None: all.

    Raises:
        NotFound: no such member.
        Refusal: nothing is owed, a card is being charged for some of it, another way, too long a note; the debt is
            not what ``part`` was taken of; at ``amount``: nothing, or more than is owed.
    """
    w.get(Member, member_id)
    debts = crediting.hold_debts(w, member_id=member_id)
    owed = free_to_ask(w, debts)
    amount = owed if part is None else part.of(owed)
    row = _new_bill(w, debts, amount, is_all=amount == owed)
    if amount < owed:
        _count_for_parts(w, _parts_of(w, member_id), amount)
    payments.take_by_hand(
        w,
        member_id=member_id,
        cause_kind=CAUSE,
        cause_id=row.id,
        amount=amount,
        lines=_lines(row),
        words=texts.BILL_WORDS if amount == owed else texts.SOME_WORDS,
        way=way,
        note=note,
        paid_on=clock.day_of(w.now, w.actor.zone),
    )
    return amount


def _count_for_parts(w: Work, parts: list[Bill], amount: Money) -> None:
    """What was paid at the desk is of the next parts of a plan: whole ones are paid, and one costs less."""
    left = amount.agorot
    for row in parts:
        if left < row.amount_agorot:
            row.amount_agorot -= left
            row.lines = [[row.lines[0][0], row.amount_agorot, 1]]
            break
        left -= row.amount_agorot
        row.state, row.next_try_at = BillState.OVER, None
    w.session.flush()


@internal
def settle_bill(w: Work, e: ChargeSettled) -> bool:
    """Bring a bill in step with what became of its charge; told twice, nothing changes.

    Paid: it pays what is owed, the oldest first; where nothing is owed any more it goes back by itself, and what is
    more than is owed stands to the member's credit. Not paid: each period's turn is as it would be without it.
    Publishes PeriodPaid for each that is paid whole.

    Returns:
        Whether a card's turn is now.
    """
    bill = w.get(Bill, e.cause_id)
    debts = crediting.hold_debts(w, member_id=bill.member_id)
    bill = w.hold(Bill, bill.id)
    if bill.state is BillState.PAID or e.is_double:
        return False
    if e.state is ChargeState.PAID:
        _pay(w, bill, debts, e)
    elif bill.plan_id is None:  # of a part, whoever keeps plans sees to it
        bill.state = BillState.OVER
        w.session.flush()
    left = [row for row in debts.unpaid if row.state in due.UNPAID]
    for row in left:
        settling.turn_again(w, row)
    return any(row.next_try_at is not None and row.next_try_at <= w.now for row in left)


def _pay(w: Work, bill: Bill, debts: Debts, e: ChargeSettled) -> None:
    # What has arrived is off it already.
    owed = owed_in_all(w, member_id=bill.member_id) + Money(e.amount_agorot)
    bill.state, bill.paid_at = BillState.PAID, w.now
    w.session.flush()
    if owed <= ZERO:  # a page that was left open, and paid after all was
        log.warning("bill_paid_in_vain", bill_id=str(bill.id))
        payments.give_back_surplus(
            w,
            charge_id=e.charge_id,
            why=texts.WHY_SURPLUS.to(Lang.HE),
            cause_kind=CAUSE,
            cause_id=bill.id,
        )
        return
    for period in debts.unpaid:
        if str(period.id) in bill.period_ids:
            _owed.take_over(w, w.hold(Deal, period.deal_id), e.charge_id)
    crediting.use_for_debts(w, debts)


@internal
def deals_of_all(w: Work, debts: Debts) -> frozenset[UUID]:
    """The deals of all that is owed; none where some of it is owed for anything else."""
    owed = owed_in_all(w, member_id=debts.member_id)
    rest = owed - sum((_owed.left(row) for row in debts.unpaid), ZERO)
    return frozenset(row.deal_id for row in debts.unpaid) if rest <= ZERO else frozenset()


def _is_one_period(w: Work, debts: Debts) -> bool:
    owed = owed_in_all(w, member_id=debts.member_id)
    return len(debts.unpaid) == 1 and _owed.left(debts.unpaid[0]) == owed


@internal
def free_to_ask(w: Work, debts: Debts) -> Money:
    """What is owed in all, with nothing of it under way: pages for some of it are given up.

    Raises:
        Refusal: nothing is owed, or a card is being charged for some of it.
    """
    for row in debts.unpaid:
        give_up(w, due.CAUSE, row.id)
    for part in _parts_of(w, debts.member_id):
        give_up(w, CAUSE, part.id)
    crediting.use_for_debts(w, debts)
    owed = owed_in_all(w, member_id=debts.member_id)
    if owed <= ZERO:
        raise Refusal(texts.PAID_ALREADY)
    return owed


@internal
def give_up(w: Work, kind: str, cause_id: UUID) -> None:
    """Nobody pays for a cause on a page of its own any more.

    Raises:
        Refusal: a card is being charged for it.
    """
    found = charges.state_of_cause(w, kind=kind, id=cause_id)
    if found.charge_id is None or found.state not in OPEN:
        return
    open_ = charges.charge(w, charge_id=found.charge_id)
    is_told = open_.mode is ChargeMode.CARD or open_.state is ChargeState.UNKNOWN
    if is_told or not payments.abandon(w, charge_id=open_.id):
        raise Refusal(texts.BEING_CHARGED)


def _new_bill(w: Work, debts: Debts, owed: Money, *, is_all: bool = True) -> Bill:
    before = _open_of(w, debts.member_id)
    if before is not None:
        give_up(w, CAUSE, before.id)
        before.state = BillState.OVER
        w.session.flush()
    row = Bill(
        member_id=debts.member_id,
        amount_agorot=owed.agorot,
        lines=_kept_lines(debts, owed)
        if is_all
        else [[texts.SOME_WORDS.to(Lang.HE), owed.agorot, 1]],
        period_ids=[str(period.id) for period in debts.unpaid],
    )
    w.add(row)
    for period in debts.unpaid:
        if period.held_until is None:
            period.next_try_at = None
    w.session.flush()
    return row


def _kept_lines(debts: Debts, owed: Money) -> list[list[str | int]]:
    """A line for each period, and one for whatever else is owed; they sum to it."""
    rest = owed - sum((_owed.left(row) for row in debts.unpaid), ZERO)
    if rest < ZERO:  # money for some of it has arrived, and is not written to it yet
        return [[texts.BILL_WORDS.to(Lang.HE), owed.agorot, 1]]
    lines: list[list[str | int]] = [
        [_owed.line(row), _owed.left(row).agorot, 1] for row in debts.unpaid
    ]
    return [*lines, [texts.OTHER_LINE.to(Lang.HE), rest.agorot, 1]] if rest else lines


def _open_charge(w: Work, row: Bill, mode: ChargeMode, card_id: UUID | None) -> UUID:
    try:
        return payments.open_charge(
            w,
            member_id=row.member_id,
            cause_kind=CAUSE,
            cause_id=row.id,
            amount=Money(row.amount_agorot),
            lines=_lines(row),
            words=texts.BILL_WORDS,
            mode=mode,
            keeps_card=mode is ChargeMode.PAGE,
            card_id=card_id,
        )
    except (AlreadyOpenError, AlreadyPaidError):
        raise Refusal(texts.BEING_CHARGED) from None


def _open_of(w: Work, member_id: UUID) -> Bill | None:
    found = select(Bill).where(
        col(Bill.member_id) == member_id,
        col(Bill.state) == BillState.OPEN,
        col(Bill.plan_id).is_(None),
    )
    return w.session.scalars(found.with_for_update()).one_or_none()


def _parts_of(w: Work, member_id: UUID) -> list[Bill]:
    """The parts of a plan that are not paid yet."""
    found = select(Bill).where(
        col(Bill.member_id) == member_id,
        col(Bill.state) == BillState.OPEN,
        col(Bill.plan_id).is_not(None),
    )
    return list(w.session.scalars(found.order_by(col(Bill.due_on)).with_for_update()))


def _lines(row: Bill) -> tuple[PaidLine, ...]:
    return tuple(PaidLine(words, Money(agorot), n) for words, agorot, n in row.lines)
