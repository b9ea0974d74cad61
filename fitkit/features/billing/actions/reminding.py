"""See a failure through: notices, a task for staff, no more bookings, until it is paid or a person has it."""

from uuid import UUID

from fitkit.core import clock
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.billing.actions import _owed
from fitkit.features.billing.events.renewals import (
    BookingBlocked,
    DebtReminded,
    DebtTaskDue,
    RenewalGivenUp,
)
from fitkit.features.billing.rules import dunning
from fitkit.features.billing.rules.dunning import Step, StepKind
from fitkit.features.billing.rules.words import PeriodState
from fitkit.features.billing.tables import Period
from fitkit.features.subscriptions import actions as subscriptions


@internal
def remind(w: Work, *, period_id: UUID) -> None:
    """Do what dunning has due for a period by now: a notice, a task for staff, no more bookings; or give up.

    Nothing before the day of a promise is over. Of notices that are due at once only the last is told. Holds
    the period's row. Publishes DebtReminded, DebtTaskDue, BookingBlocked, RenewalGivenUp.
    """
    row = w.hold(Period, period_id)
    if row.state is not PeriodState.DUNNING or row.failed_at is None or row.debt_plan_id:
        return
    today = clock.day_of(w.now, w.actor.zone)
    if row.promised_on is not None and today <= row.promised_on:
        return
    if row.promised_on is not None:
        row.promised_on = None
        _owed.open_or_block(w, row.member_id)
    steps = _told_steps(row, w)
    due = [n for n, step in enumerate(steps) if n >= row.told_step and step.at <= w.now]
    told = [n for n in due if steps[n].kind is StepKind.TELL]
    for n in due:
        if steps[n].kind is not StepKind.TELL or n == told[-1]:
            _do_step(w, row, steps[n].kind, n, is_last=n == len(steps) - 1)
    row.told_step += len(due)
    if row.told_step >= len(steps) and row.next_try_at is None and not _owed.is_open(w, row):
        row.state = PeriodState.GIVEN_UP
        w.publish(
            RenewalGivenUp(
                about=row.id, member_id=row.member_id, amount_agorot=_owed.left(row).agorot
            )
        )
    w.session.flush()


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
            w.publish(DebtTaskDue(**who, amount_agorot=_owed.left(row).agorot))
        case StepKind.BLOCK:
            subscriptions.block_for_debt(w, member_id=row.member_id)
            w.publish(BookingBlocked(**who))
        case StepKind.RETRY:
            pass  # by the row's own clock
