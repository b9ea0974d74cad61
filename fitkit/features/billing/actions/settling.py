"""Bring a period in step with what became of a charge of it: paid, declined, or to be tried again.

Locks: a deal, then its period, then the cause's turn in payments; a member's row and their turn in the book last.
"""

from datetime import datetime, timedelta
from typing import Final

import structlog

from fitkit.core import clock
from fitkit.core.i18n import Lang
from fitkit.core.money import Money
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.billing.actions import _owed, endings
from fitkit.features.billing.events.renewals import RenewalStuck
from fitkit.features.billing.queries import periods as queries
from fitkit.features.billing.rules import dunning
from fitkit.features.billing.rules.words import DealState, PeriodState
from fitkit.features.billing.tables import Deal, Period
from fitkit.features.payments import actions as payments
from fitkit.features.payments import queries as charges
from fitkit.features.payments.events import ChargeSettled
from fitkit.features.payments.rules import (
    ChargeMode,
    ChargeState,
)
from fitkit.ports.payments import DeclineKind
from fitkit.texts import renewals as texts

log = structlog.get_logger(__name__)
STUCK: Final = timedelta(hours=1)  # until an account that was refused is tried again


@internal
def settle(w: Work, e: ChargeSettled) -> bool:
    """Bring a period in step with what became of a charge of it; told twice, nothing changes.

    Paid: the period is, the deal knows how much came, and the member may book again; of a deal that has
    ended it goes back as far as it was not owed. Declined: dunning. A page that came to nothing: the kept card's turn
    is as it would be without it. A card's charge that the company never heard of: its turn is now. One that
    could not be tried at all: in an hour, and the owner is told.
    Holds the deal's row and the period's. Publishes PeriodPaid, RenewalFailed or RenewalStuck.

    Returns:
        Whether the card's turn is now.
    """
    deal = w.hold(Deal, w.get(Period, e.cause_id).deal_id)
    row = w.hold(Period, e.cause_id)
    match e.state:
        case ChargeState.PAID:
            if not e.is_double and _pay(w, deal, row, e):
                _give_back(w, deal, e)
        case _ if row.state not in queries.UNPAID:
            pass
        case ChargeState.DECLINED if charges.charge(w, charge_id=e.charge_id).mode is (
            ChargeMode.CARD
        ):
            _fail(w, row, is_hard=e.decline is DeclineKind.HARD)
        case ChargeState.DECLINED if charges.charge(w, charge_id=e.charge_id).mode is (
            ChargeMode.DEBIT
        ):
            _fail(w, row, is_hard=False)  # whatever is wrong with the account, a card may do
        case ChargeState.FAILED if _was_refused(w, e):
            _wait_for_account(w, row)
        case _:
            turn_again(w, row)
    return row.next_try_at is not None and row.next_try_at <= w.now


def _pay(w: Work, deal: Deal, row: Period, e: ChargeSettled) -> bool:
    """Whether it came for the deal; what came beyond it goes back, or is credit, whatever becomes of the deal."""
    if row.state is PeriodState.PAID:
        is_surplus = row.credit_agorot == row.amount_agorot  # meanwhile, with all that was open
        if is_surplus:
            _give_back_surplus(w, e)
        return not is_surplus
    if row.state is PeriodState.VOID:  # what came for it stands to the member's credit
        log.warning("void_period_paid", period_id=str(row.id))
        return True
    deal.paid_agorot += e.amount_agorot
    _owed.take_over(w, deal, e.charge_id)
    _owed.mark_paid(w, deal, row)
    return True


def _give_back_surplus(w: Work, e: ChargeSettled) -> None:
    """A page that was left open, or a debit at the bank, paid after the period was; once, however often it is told."""
    payments.give_back_surplus(
        w,
        charge_id=e.charge_id,
        why=texts.WHY_SURPLUS.to(Lang.HE),
        cause_kind=queries.CAUSE,
        cause_id=e.cause_id,
    )


def _was_refused(w: Work, e: ChargeSettled) -> bool:
    """Whether the company answered that the account is not to be used: nobody asked it what became of it."""
    charge = charges.charge(w, charge_id=e.charge_id)
    return charge.mode is ChargeMode.CARD and charge.asked_at is None


def _give_back(w: Work, deal: Deal, e: ChargeSettled) -> None:
    """What was taken for a deal after its notice."""
    if deal.state is not DealState.RUNNING:
        endings.give_back_later(
            w,
            kind=e.cause_kind,
            cause_id=e.cause_id,
            charge_id=e.charge_id,
            amount=Money(e.amount_agorot),
        )


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
    _owed.publish_failed(w, row, is_first=is_first)


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


@internal
def turn_again(w: Work, row: Period) -> None:
    """Let the card's turn of a held period be as it would be without a page that came to nothing."""
    if row.next_try_at is not None or row.held_until is not None or row.debt_plan_id is not None:
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
