"""Charges that stand in a file of bank debits: nobody is asked about them, the bank tells days later."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from fitkit.core import clock
from fitkit.core.i18n import Text
from fitkit.core.money import Money
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.ledger.rules.accounts import Account
from fitkit.features.payments import rules
from fitkit.features.payments.actions import _ending
from fitkit.features.payments.actions.charges import (
    kept_lines,
    next_attempt,
    publish_opened,
)
from fitkit.features.payments.rules import ChargeMode, ChargeState
from fitkit.features.payments.tables import Charge
from fitkit.ports.payments import Declined, PaidLine, PayWay

_NOON: Final = time(12)


@internal
def open_debit(  # what a charge consists of
    w: Work,
    *,
    member_id: UUID,
    cause_kind: str,
    cause_id: UUID,
    amount: Money,
    lines: Sequence[PaidLine],
    words: Text,
    told_at: datetime,
) -> UUID:
    """Open the next charge of a cause as SENT in a file, and return it. Publishes ChargeOpened.

    Holds the cause's turn until the end of the Work.

    Args:
        w: of whoever makes the file.
        member_id: who pays.
        cause_kind: the table of the row it is for.
        cause_id: that row.
        amount: more than nothing.
        lines: what it is for; they sum to the amount.
        words: what it is for in short.
        told_at: when accounts are debited.

    Raises:
        AlreadyOpenError: a charge of the cause is open.
        AlreadyPaidError: the cause is paid.
        ValueError: amount or lines are wrong.
    """
    if not amount:
        raise ValueError("nothing to debit")
    rules.checked_lines([(line.words, line.total, line.quantity) for line in lines], amount)
    _ending.take_turn(w, cause_kind, cause_id)
    attempt = next_attempt(w, cause_kind, cause_id, amount)
    row = Charge(
        member_id=member_id,
        cause_kind=cause_kind,
        cause_id=cause_id,
        attempt=attempt,
        amount_agorot=amount.agorot,
        lines=kept_lines(lines),
        words=rules.shortened(words.he),
        words_en=rules.shortened(words.en),
        mode=ChargeMode.DEBIT,
        state=ChargeState.SENT,
        told_at=told_at,
        actor_user_id=w.actor.user_id,
    )
    w.add(row)
    w.session.flush()
    publish_opened(w, row)
    return row.id


@internal
def settle_debit_paid(w: Work, *, charge_id: UUID, paid_on: date) -> None:
    """The bank did not send it back: it is paid, into what Masav owes. Publishes ChargeSettled; posts the payment.

    Raises:
        NotFound: no such charge.
    """
    row = _ending.hold(w, charge_id)
    if row.state is not ChargeState.SENT:
        return
    at = min(clock.wall(paid_on, _NOON, w.actor.zone), w.now)
    _ending.pay(w, row, way=PayWay.BANK_DEBIT, paid_on=paid_on, at=at, into=Account.CLEARING_MASAV)


@internal
def settle_debit_returned(w: Work, *, charge_id: UUID, declined: Declined) -> None:
    """The bank sent it back. Publishes ChargeSettled, as of any charge that was declined.

    Raises:
        NotFound: no such charge.
    """
    row = _ending.hold(w, charge_id)
    if row.state is ChargeState.SENT:
        _ending.end(w, row, ChargeState.DECLINED, declined=declined)


@internal
def withdraw_debit(w: Work, *, charge_id: UUID) -> None:
    """Its file never went to the bank: nothing was tried. Publishes ChargeSettled.

    Raises:
        NotFound: no such charge.
    """
    row = _ending.hold(w, charge_id)
    if row.state is ChargeState.SENT:
        _ending.end(w, row, ChargeState.FAILED)
