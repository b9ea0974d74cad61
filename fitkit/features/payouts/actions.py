"""Keep what a company tells, and book what arrived."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.ids import new_id
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.ledger import actions as ledger
from fitkit.features.ledger.rules import postings
from fitkit.features.ledger.rules.accounts import Account, Cause
from fitkit.features.payouts import queries, rules
from fitkit.features.payouts.events import PayoutBooked
from fitkit.features.payouts.rules import PayoutState
from fitkit.features.payouts.tables import Payout
from fitkit.ports.payments import PaidOut, Provider
from fitkit.texts import payouts as texts

_P: Final = columns(Payout)
_TURN: Final = sa.select(
    sa.func.pg_advisory_xact_lock(
        sa.func.hashtext("payouts"), sa.func.hashtext(sa.bindparam("whose", type_=sa.Text))
    )
)


@internal
def keep_told(w: Work, *, account_id: UUID, provider: Provider, told: Sequence[PaidOut]) -> int:
    """Keep what a company says it paid out, each once by its number; how many are new."""
    rows = [
        {
            "id": new_id(),
            "org_id": w.actor.org_id,
            "created_at": w.now,
            "updated_at": w.now,
            "account": queries.account_of(provider),
            "pay_account_id": account_id,
            "number": one.id[:60],
            "state": PayoutState.TOLD,
            "on": one.on,
            "arrived_agorot": one.amount.agorot,
            "fee_agorot": 0,
            "note": "",
        }
        for one in told
        if one.id and one.amount > Money(0)
    ]
    if not rows:
        return 0
    return len(w.hot(insert(_P).values(rows).on_conflict_do_nothing().returning(_P.c.id)).all())


@requires(Permission.EDIT_MONEY)
def record(  # what a payout consists of
    w: Work,
    *,
    account: Account,
    on: date,
    arrived: Money,
    fee: Money,
    until: date,
    note: str = "",
) -> UUID:
    """Book what stands on the bank's statement, and return the payout. Publishes PayoutBooked.

    Args:
        w: of somebody who may write money down.
        account: the company's clearing account.
        on: the day it arrived, in the gym's zone.
        arrived: at the bank.
        fee: that the company kept.
        until: the last day of the charges that are in it.
        note: of a difference to what was expected.

    Raises:
        Refusal: it cannot be a payout, or a difference has no words; at its field.
    """
    row = Payout(account=account, on=on, arrived_agorot=arrived.agorot)
    return _book(w, row, fee=fee, until=until, note=note)


@requires(Permission.EDIT_MONEY)
def book(w: Work, *, payout_id: UUID, fee: Money, until: date, note: str = "") -> None:
    """Book what a company told. Publishes PayoutBooked.

    Raises:
        NotFound: no such payout.
        Refusal: it is booked, or as for ``record``.
    """
    row = w.hold(Payout, payout_id)
    if row.state is not PayoutState.TOLD:
        raise Refusal(texts.BOOKED_ALREADY)
    _book(w, row, fee=fee, until=until, note=note)


def _book(w: Work, row: Payout, *, fee: Money, until: date, note: str) -> UUID:
    arrived = Money(row.arrived_agorot)
    rules.checked_payout(
        account=row.account,
        arrived=arrived,
        fee=fee,
        on=row.on,
        until=until,
        today=day_of(w.now, w.actor.zone),
    )
    w.hot(_TURN, {"whose": f"{w.actor.org_id} {row.account}"})
    due = queries.expected(w, account=row.account, until=until)
    difference = due - arrived - fee
    row.note = rules.checked_note(note, difference=difference)
    row.state, row.booked_at, row.booked_by = PayoutState.BOOKED, w.now, w.actor.user_id
    row.fee_agorot, row.until, row.expected_agorot = fee.agorot, until, due.agorot
    w.add(row)
    w.session.flush()
    draft = postings.payout(arrived + fee, fee=fee, out_of=row.account)
    ledger.post(w, draft=draft, cause=Cause("payout", row.id), at=w.now, note=row.note)
    w.publish(
        PayoutBooked(
            about=row.id,
            account=row.account,
            arrived_agorot=row.arrived_agorot,
            fee_agorot=row.fee_agorot,
            difference_agorot=difference.agorot,
        )
    )
    return row.id
