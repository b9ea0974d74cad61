"""What becomes of a charge, written once: its state, the book, the events, and a second payment that goes back."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
import structlog

from fitkit.core.i18n import Lang
from fitkit.core.money import Money
from fitkit.core.work import Work
from fitkit.features.ledger import actions as ledger
from fitkit.features.ledger.rules import postings
from fitkit.features.ledger.rules.accounts import Account, Cause
from fitkit.features.payments import rules
from fitkit.features.payments.actions import _giving_back
from fitkit.features.payments.events import ChargeSettled, PaidTwice
from fitkit.features.payments.queries import charges as queries
from fitkit.features.payments.rules import ChargeState
from fitkit.features.payments.tables import Charge
from fitkit.ports.payments import Declined, PayWay
from fitkit.texts import payments as texts

log = structlog.get_logger(__name__)
_TURN: Final = sa.select(
    sa.func.pg_advisory_xact_lock(
        sa.func.hashtext("charge cause"), sa.func.hashtext(sa.bindparam("whose", type_=sa.Text))
    )
)


def take_turn(w: Work, cause_kind: str, cause_id: UUID) -> None:
    """Wait until nobody else opens or settles a charge of a cause."""
    w.hot(_TURN, {"whose": f"{cause_kind} {cause_id}"})


def hold(w: Work, charge_id: UUID) -> Charge:
    """The charge, locked, in its cause's turn.

    Raises:
        NotFound: no such charge.
    """
    row = w.get(Charge, charge_id)
    take_turn(w, row.cause_kind, row.cause_id)
    return w.hold(Charge, charge_id)


def pay(  # what is known of a payment
    w: Work, row: Charge, *, way: PayWay, paid_on: date, at: datetime, into: Account
) -> None:
    """Settle as paid: posts the payment and publishes ChargeSettled. In the cause's turn only.

    Where the cause was paid before, it goes back by itself: publishes PaidTwice and RefundOpened. A bank debit
    cannot: it stands to the member's credit, and SurplusKept is published.
    """
    first = queries.paid_of(w, kind=row.cause_kind, id=row.cause_id) if row.amount_agorot else None
    row.way, row.paid_on = way, paid_on
    row.decline = row.reason = None
    _settle(w, row, ChargeState.PAID)
    if row.amount_agorot:
        draft = postings.payment(row.member_id, Money(row.amount_agorot), into=into)
        ledger.post(w, draft=draft, cause=Cause("charge", row.id), at=min(at, w.now))
    _publish(w, row, is_double=first is not None)
    if first is not None:
        _give_back_double(w, row, first)


def end(w: Work, row: Charge, state: ChargeState, *, declined: Declined | None = None) -> None:
    """Settle as anything but paid; nothing where it stands so already. Publishes ChargeSettled."""
    is_same = row.state is state
    if not is_same and not rules.may_go(row.state, state):
        return
    if declined is not None:
        row.decline, row.reason = declined.kind, declined.reason
        row.said = rules.shortened(f"{declined.code} {declined.words}", rules.SAID_MOST)
    if is_same:
        return
    _settle(w, row, state)
    _publish(w, row, is_double=False)


def _settle(w: Work, row: Charge, state: ChargeState) -> None:
    if not rules.may_go(row.state, state):
        raise ValueError(f"a charge does not go from {row.state} to {state}")
    row.state, row.settled_at = state, w.now
    row.next_look_at = (
        rules.next_look(state, row.mode, told_at=row.told_at, now=w.now) if row.told_at else None
    )
    w.session.flush()


def _publish(w: Work, row: Charge, *, is_double: bool) -> None:
    w.publish(
        ChargeSettled(
            about=row.id,
            charge_id=row.id,
            member_id=row.member_id,
            cause_kind=row.cause_kind,
            cause_id=row.cause_id,
            state=row.state,
            amount_agorot=row.amount_agorot,
            way=row.way,
            decline=row.decline,
            card_id=row.card_id,
            is_double=is_double,
        )
    )


def _give_back_double(w: Work, row: Charge, first: Charge) -> None:
    log.warning("paid_twice", charge_id=str(row.id), first=str(first.id), cause=row.cause_kind)
    why = texts.WHY_DOUBLE.to(Lang.HE)
    refund = _giving_back.give_back_whole(w, row, why=why, cause=("charge", first.id))
    if refund is None:
        return
    w.publish(
        PaidTwice(
            about=row.id,
            member_id=row.member_id,
            first_charge_id=first.id,
            refund_id=refund,
            amount_agorot=row.amount_agorot,
        )
    )
