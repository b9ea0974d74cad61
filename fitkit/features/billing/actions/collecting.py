"""Charge what is due: by the kept card, held by one worker at a time, or on a page.

Locks: a deal, then its period, then the cause's turn in payments; a member's row and their turn in the book last.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.errors import NotFound, Refusal
from fitkit.core.money import Money
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.billing.actions import _owed
from fitkit.features.billing.queries import bills
from fitkit.features.billing.queries import periods as queries
from fitkit.features.billing.rules.words import DealState, PeriodState
from fitkit.features.billing.tables import Deal, Period
from fitkit.features.debits import queries as debits
from fitkit.features.payments import actions as payments
from fitkit.features.payments import queries as charges
from fitkit.features.payments.rules import (
    AlreadyOpenError,
    AlreadyPaidError,
    ChargeMode,
    ChargeState,
)
from fitkit.ports.payments import CHARGE_TIMEOUT_S
from fitkit.texts import renewals as texts
from fitkit.texts import shop as shop_texts

HOLD: Final = timedelta(
    seconds=CHARGE_TIMEOUT_S + 15
)  # of one charge; a dead worker's is free after it
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
def claim_try(w: Work, *, done: UUID | None = None) -> Try | None:
    """Take the period that has waited longest to be charged, and open its charge; None: none may be now.

    At most as many are held at a time as the gym's account takes at once, whatever processes ask. What is
    held is let go as the ``done`` of the next claim, or by time when its worker died. Where there is no card any
    more the period is in dunning at once. Holds the gym's turn and the period's row, and the row of ``done``.
    """
    if done is not None:
        _release(w, done)
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
def try_new_card(w: Work, *, member_id: UUID) -> bool:
    """Charge at once what a member owes, now that there is another card; whether there is anything.

    Not what a deal leaves that a notice ended: nothing of that is charged by itself. Nor what is paid in parts.
    Holds the periods in order of id.
    """
    rows = [w.hold(Period, each) for each in sorted(queries.unpaid_ids(w, member_id=member_id))]
    free = [row for row in rows if _may_be_tried(w, row)]
    for row in free:
        row.needs_card, row.next_try_at = False, w.now
    w.session.flush()
    return bool(free)


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
            amount=_owed.left(row),
            lines=_owed.lines(row),
            words=_owed.words(row),
            mode=ChargeMode.PAGE,
            keeps_card=True,
        )
    except AlreadyPaidError:
        raise Refusal(texts.PAID_ALREADY) from None
    except AlreadyOpenError as busy:
        open_ = charges.charge(w, charge_id=busy.charge_id)
        if open_.mode is not ChargeMode.PAGE:
            raise Refusal(texts.BEING_CHARGED) from None
        if open_.state is ChargeState.UNKNOWN:
            raise Refusal(shop_texts.STILL_CHECKING) from None
        return open_.id


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
            words=texts.CARD_WORDS,
            mode=ChargeMode.PAGE,
            keeps_card=True,
        )
    except AlreadyOpenError as busy:
        return busy.charge_id


def _may_be_tried(w: Work, row: Period) -> bool:
    is_free = row.held_until is None and row.state in queries.UNPAID and row.debt_plan_id is None
    return is_free and w.get(Deal, row.deal_id).state is not DealState.CANCELLED


def _release(w: Work, period_id: UUID) -> None:
    """Let a period go that was charged: what became of it is told by payments."""
    row = w.hold(Period, period_id)
    if row.held_until is not None:
        row.held_until = row.next_try_at = None
        w.session.flush()


def _charge_by_card(w: Work, row: Period) -> UUID | None:
    """The charge to tell the company of; None: nothing to tell, and the row says what comes next."""
    deal = w.get(Deal, row.deal_id)
    is_told_later = queries.declined_by_card(w, period_id=row.id) > row.tries
    is_others = (
        is_told_later or bills.is_being_paid(w, member_id=row.member_id) or _is_debited(w, deal)
    )
    if is_others:
        row.next_try_at = (
            None  # with what becomes of that its turn comes again, or a file of debits takes it
        )
        return None
    card_id = queries.card_id_for(w, deal=deal)
    if card_id is None:
        _miss_card(w, row)
        return None
    try:
        return payments.open_charge(
            w,
            member_id=row.member_id,
            cause_kind=queries.CAUSE,
            cause_id=row.id,
            amount=_owed.left(row),
            lines=_owed.lines(row),
            words=_owed.words(row),
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


def _is_debited(w: Work, deal: Deal) -> bool:
    """Whether the member's bank pays it: not where a card was left for the deal alone."""
    if queries.has_card_apart(w, deal=deal):
        return False
    return debits.active_of(w, member_id=deal.member_id) is not None


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
        _owed.publish_failed(w, row, is_first=True)
