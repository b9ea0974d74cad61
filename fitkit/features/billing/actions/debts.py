"""What staff do about a debt: a promise noted, money taken, a part of it given up."""

from datetime import date
from uuid import UUID

from fitkit.core import clock
from fitkit.core.errors import Refusal
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, requires
from fitkit.core.work import Work
from fitkit.features.billing.actions import _owed, bills
from fitkit.features.billing.events.renewals import (
    DebtForgiven,
    PaymentPromised,
)
from fitkit.features.billing.queries import periods as queries
from fitkit.features.billing.queries.credit import owed_in_all
from fitkit.features.billing.rules import dunning, renewing
from fitkit.features.billing.rules.taking import Part
from fitkit.features.billing.rules.words import PeriodState
from fitkit.features.billing.tables import Deal, Period
from fitkit.features.ledger import actions as ledger
from fitkit.features.ledger.rules import postings
from fitkit.features.ledger.rules.accounts import Cause
from fitkit.features.payments import actions as payments
from fitkit.ports.payments import PayWay
from fitkit.texts import renewals as texts


@requires(Permission.EDIT_MONEY)
def promise(w: Work, *, period_id: UUID, day: date) -> None:
    """Note by which day a member promised to pay.

    Until it is over nothing is told and booking is not blocked; on that day the card is tried again, though its
    tries were over, but for one that will never do. Holds the period's row. Publishes PaymentPromised.

    Raises:
        NotFound: no such period in this gym.
        Refusal: nothing is owed for it; at ``day``: it is over, or too far.
    """
    row = w.hold(Period, period_id)
    _owed.must_be_owed(row)
    renewing.check_promise(day, today=clock.day_of(w.now, w.actor.zone))
    row.promised_on = day
    if row.held_until is None and not row.needs_card and row.debt_plan_id is None:
        on_day = clock.wall(day, dunning.AT, w.actor.zone)
        row.next_try_at = max(row.next_try_at or on_day, on_day)
    w.session.flush()
    w.publish(PaymentPromised(about=row.id, member_id=row.member_id, day=day))
    _owed.open_or_block(w, row.member_id)


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
    _owed.must_be_owed(row)
    if _owed.is_open(w, row):
        raise Refusal(texts.BEING_CHARGED)
    clean = postings.checked_reason(reason)
    row.state, row.next_try_at, row.held_until = PeriodState.FORGIVEN, None, None
    w.session.flush()
    w.publish(
        DebtForgiven(about=row.id, member_id=row.member_id, amount_agorot=_owed.left(row).agorot)
    )
    _owed.open_or_block(w, row.member_id)
    ledger.post(
        w,
        draft=postings.write_off(row.member_id, _owed.left(row)),
        cause=Cause(queries.CAUSE, row.id),
        at=w.now,
        note=clean,
    )


@requires(Permission.EDIT_MONEY)
def take_now(
    w: Work, *, period_id: UUID, way: PayWay, note: str, part: Part | None = None
) -> Money:
    """Record that a member paid for a period in cash, by transfer or by cheque; return how much.

    Holds the period's row. Payments settle it at once. A ``part`` of less than all of it pays what the member owes,
    the oldest first, as ``take_all`` says.

    Raises:
        NotFound: no such period in this gym.
        Refusal: nothing is owed for it, a card is being charged for it, another way, too long a note; of a part as
            ``take_all``, and at ``amount``: more than is owed for the period.
    """
    if part is not None:
        before = w.get(Period, period_id)
        _owed.must_be_owed(before)
        if part.amount > _owed.left(before):
            raise Refusal(texts.MORE_THAN_OWED, field="amount", amount=_owed.left(before))
        if part.amount < _owed.left(before):
            return bills.take_all(w, member_id=before.member_id, way=way, note=note, part=part)
    row = w.hold(Period, period_id)
    _owed.must_be_owed(row)
    if part is not None:
        part.of(owed_in_all(w, member_id=row.member_id))
    payments.take_by_hand(
        w,
        member_id=row.member_id,
        cause_kind=queries.CAUSE,
        cause_id=row.id,
        amount=_owed.left(row),
        lines=_owed.lines(row),
        words=_owed.words(row),
        way=way,
        note=note,
        paid_on=clock.day_of(w.now, w.actor.zone),
    )
    return _owed.left(row)
