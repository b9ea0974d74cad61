"""Let a member pay a debt in parts: agreed by staff, charged on its days, and over when a part is not paid.

While it is kept nothing of what it is for is charged or told by itself, and the member may book. Locks: as for bills.
"""

from datetime import date
from uuid import UUID

from sqlmodel import col, select

from fitkit.core import clock
from fitkit.core.errors import NotFound, Refusal
from fitkit.core.i18n import Lang, Text
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.billing.actions import _owed, bills, crediting, settling
from fitkit.features.billing.actions.crediting import Debts
from fitkit.features.billing.events.renewals import (
    DebtPartUnpaid,
    DebtPlanAgreed,
    DebtPlanBroken,
    DebtPlanKept,
)
from fitkit.features.billing.queries import periods as due
from fitkit.features.billing.queries.bills import CAUSE
from fitkit.features.billing.queries.credit import owed_in_all
from fitkit.features.billing.rules import debt_plans as rules
from fitkit.features.billing.rules.words import BillState, DebtPlanState, PeriodState
from fitkit.features.billing.tables import Bill, DebtPlan
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
from fitkit.ports.payments import PaidLine
from fitkit.texts import debts as texts
from fitkit.texts import renewals


@requires(Permission.EDIT_MONEY)
def split_debt(w: Work, *, member_id: UUID, count: int, first_on: date) -> UUID:
    """Let a member pay all they owe in equal parts, a month apart, and return the plan.

    Each part is charged to the kept card on its day, or paid by the link. Publishes DebtPlanAgreed.

    Raises:
        NotFound: no such member.
        Refusal: nothing is owed, some of it is being charged, there is a plan already; at ``count``, at ``first_on``.
    """
    w.get(Member, member_id)
    debts = crediting.hold_debts(w, member_id=member_id)
    if kept_of(w, member_id=member_id) is not None:
        raise Refusal(texts.PLAN_ALREADY)
    owed = bills.free_to_ask(w, debts)
    today = clock.day_of(w.now, w.actor.zone)
    parts = rules.parts_of(owed, count=count, first_on=first_on, today=today)
    plan = DebtPlan(member_id=member_id, amount_agorot=owed.agorot, by_user_id=w.actor.user_id)
    w.add(plan)
    w.session.flush()
    for n, part in enumerate(parts):
        words = texts.PART_LINE.to(Lang.HE, n=n + 1, count=count)
        w.add(
            Bill(
                member_id=member_id,
                amount_agorot=part.amount.agorot,
                lines=[[words, part.amount.agorot, 1]],
                period_ids=[str(row.id) for row in debts.unpaid],
                plan_id=plan.id,
                due_on=part.due_on,
                next_try_at=rules.first_try(part.due_on, w.actor.zone),
            )
        )
    for row in debts.unpaid:
        row.debt_plan_id, row.next_try_at, row.promised_on = plan.id, None, None
    w.session.flush()
    w.publish(
        DebtPlanAgreed(
            about=plan.id,
            member_id=member_id,
            amount_agorot=owed.agorot,
            parts=count,
            first_on=first_on,
        )
    )
    _owed.open_or_block(w, member_id)
    return plan.id


@requires(Permission.EDIT_MONEY)
def end_debt_plan(w: Work, *, member_id: UUID) -> None:
    """End a member's plan of parts: what is left is collected as before it. Publishes DebtPlanBroken.

    Raises:
        NotFound: there is none.
        Refusal: a part is being charged right now.
    """
    debts = crediting.hold_debts(w, member_id=member_id)
    plan = kept_of(w, member_id=member_id)
    if plan is None:
        raise NotFound
    _break(w, plan, debts)


@internal
def open_part(w: Work, *, bill_id: UUID) -> UUID | None:
    """Open the charge of a part whose day has come; None: nothing is owed any more, or the member is told to pay.

    Publishes DebtPartUnpaid where no card is kept.

    Raises:
        NotFound: no such part.
    """
    debts = crediting.hold_debts(w, member_id=w.get(Bill, bill_id).member_id)
    row = w.hold(Bill, bill_id)
    if row.state is not BillState.OPEN or row.next_try_at is None or row.next_try_at > w.now:
        return None
    row.next_try_at = None
    if not _still_owed(w, row, debts):
        return None
    card_id = due.card_id_for_all(w, member_id=row.member_id, deal_ids=bills.deals_of_all(w, debts))
    if card_id is None:
        _say_unpaid(w, row)
        return None
    return _open_charge(w, row, ChargeMode.CARD, card_id)


@internal
def open_page_part(w: Work, *, member_id: UUID) -> UUID:
    """Open a charge on a page for the next part of a member's plan, or return the one that is open.

    Raises:
        Refusal: there is no part to pay, or a card is being charged for it.
    """
    debts = crediting.hold_debts(w, member_id=member_id)
    row = next_part(w, member_id=member_id)
    if row is None or not _still_owed(w, row, debts):
        raise Refusal(renewals.PAID_ALREADY)
    open_ = charges.state_of_cause(w, kind=CAUSE, id=row.id)
    if open_.charge_id is not None and open_.state in OPEN:
        if charges.charge(w, charge_id=open_.charge_id).mode is ChargeMode.PAGE:
            return open_.charge_id
        raise Refusal(renewals.BEING_CHARGED)
    found = _open_charge(w, row, ChargeMode.PAGE, None)
    if found is None:
        raise Refusal(renewals.BEING_CHARGED)
    return found


@internal
def follow_bill(w: Work, e: ChargeSettled) -> None:
    """See to a plan after a charge of a part, or of all that is owed, came to something; told twice, nothing changes.

    All paid: the plan is done. A part that the card refused is tried again twice, and the member is told.
    Publishes DebtPlanKept or DebtPartUnpaid.
    """
    row = w.get(Bill, e.cause_id)
    debts = crediting.hold_debts(w, member_id=row.member_id)
    if e.state is ChargeState.PAID:
        _end_when_paid(w, debts)
        return
    row = w.hold(Bill, e.cause_id)
    if row.state is not BillState.OPEN or row.due_on is None:
        return
    charge = charges.charge(w, charge_id=e.charge_id)
    if charge.mode is not ChargeMode.CARD:
        return
    if e.state is ChargeState.DECLINED:
        row.tries = charge.attempt
        row.next_try_at = rules.next_try(row.due_on, row.tries, w.actor.zone)
        _say_unpaid(w, row)
    else:
        row.next_try_at = w.now + settling.STUCK
    w.session.flush()


def _end_when_paid(w: Work, debts: Debts) -> None:
    plan = kept_of(w, member_id=debts.member_id)
    if plan is None:
        return
    if owed_in_all(w, member_id=debts.member_id) > ZERO and _open_parts(w, plan):
        return
    _end(w, plan, DebtPlanState.DONE)
    for row in debts.unpaid:
        row.debt_plan_id = None
        settling.turn_again(w, row)
    w.publish(DebtPlanKept(about=plan.id, member_id=plan.member_id))


@internal
def break_if_overdue(w: Work, *, plan_id: UUID) -> bool:
    """Break a plan with a part that is not paid a week after its day; whether it was. Publishes DebtPlanBroken.

    Raises:
        NotFound: no such plan.
    """
    member_id = w.get(DebtPlan, plan_id).member_id
    debts = crediting.hold_debts(w, member_id=member_id)
    plan = w.hold(DebtPlan, plan_id)
    today = clock.day_of(w.now, w.actor.zone)
    late = [
        row
        for row in _open_parts(w, plan)
        if row.due_on is not None and rules.is_broken(row.due_on, today=today)
    ]
    if plan.state is not DebtPlanState.KEPT or not late:
        return False
    if any(_is_under_way(w, row) for row in late):
        return False
    _break(w, plan, debts)
    return True


@internal
def kept_of(w: Work, *, member_id: UUID) -> DebtPlan | None:
    """The plan that a member keeps, held."""
    found = select(DebtPlan).where(
        col(DebtPlan.member_id) == member_id, col(DebtPlan.state) == DebtPlanState.KEPT
    )
    return w.session.scalars(found.with_for_update()).one_or_none()


@internal
def next_part(w: Work, *, member_id: UUID) -> Bill | None:
    """The part that is to be paid next, held."""
    plan = kept_of(w, member_id=member_id)
    return next(iter(_open_parts(w, plan)), None) if plan else None


def _open_parts(w: Work, plan: DebtPlan) -> list[Bill]:
    found = select(Bill).where(col(Bill.plan_id) == plan.id, col(Bill.state) == BillState.OPEN)
    return list(w.session.scalars(found.order_by(col(Bill.due_on)).with_for_update()))


def _still_owed(w: Work, row: Bill, debts: Debts) -> bool:
    """A part is no more than what is owed by now; nothing owed: the plan is done."""
    crediting.use_for_debts(w, debts)
    owed = owed_in_all(w, member_id=row.member_id)
    if owed <= ZERO:
        _end_when_paid(w, debts)
        return False
    if owed < Money(row.amount_agorot):
        row.amount_agorot = owed.agorot
        row.lines = [[row.lines[0][0], owed.agorot, 1]]
    w.session.flush()
    return True


def _open_charge(w: Work, row: Bill, mode: ChargeMode, card_id: UUID | None) -> UUID | None:
    try:
        return payments.open_charge(
            w,
            member_id=row.member_id,
            cause_kind=CAUSE,
            cause_id=row.id,
            amount=Money(row.amount_agorot),
            lines=tuple(PaidLine(words, Money(agorot), n) for words, agorot, n in row.lines),
            words=_part_words(w, row),
            mode=mode,
            keeps_card=mode is ChargeMode.PAGE,
            card_id=card_id,
        )
    except (AlreadyOpenError, AlreadyPaidError):
        return None


def _part_words(w: Work, row: Bill) -> Text:
    found = select(Bill.id).where(col(Bill.plan_id) == row.plan_id)
    parts = w.session.scalars(found.order_by(col(Bill.due_on), col(Bill.id))).all()
    at = {"n": parts.index(row.id) + 1, "count": len(parts)}
    return Text(texts.PART_LINE.to(Lang.HE, **at), texts.PART_LINE.to(Lang.EN, **at))


def _say_unpaid(w: Work, row: Bill) -> None:
    w.publish(
        DebtPartUnpaid(about=row.id, member_id=row.member_id, amount_agorot=row.amount_agorot)
    )


def _is_under_way(w: Work, row: Bill) -> bool:
    return charges.state_of_cause(w, kind=CAUSE, id=row.id).state in OPEN


def _break(w: Work, plan: DebtPlan, debts: Debts) -> None:
    for row in _open_parts(w, plan):
        bills.give_up(w, CAUSE, row.id)
    _end(w, plan, DebtPlanState.BROKEN)
    for period in debts.unpaid:
        period.debt_plan_id = None
        if period.state is PeriodState.GIVEN_UP:
            period.state = PeriodState.DUNNING
        settling.turn_again(w, period)
    w.session.flush()
    w.publish(DebtPlanBroken(about=plan.id, member_id=plan.member_id))
    _owed.open_or_block(w, plan.member_id)


def _end(w: Work, plan: DebtPlan, state: DebtPlanState) -> None:
    for row in _open_parts(w, plan):
        row.state, row.next_try_at = BillState.OVER, None
    plan.state = state
    w.session.flush()
