"""Periods of members who pay from their bank: gathered for a file, and sent in it.

Locks: the turn of the gym's debits, then periods in order of id, then the causes' turns in payments.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fitkit.core.errors import Refusal
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.billing.actions import _owed
from fitkit.features.billing.queries import debits as queries
from fitkit.features.billing.queries.periods import CAUSE
from fitkit.features.billing.tables import Period
from fitkit.features.debits import actions as debits
from fitkit.features.debits.actions import NewDebit
from fitkit.texts import debits as texts


@dataclass(frozen=True, slots=True)
class Waiting:
    """A debit that waits, and whose it is."""

    debit: NewDebit
    member: str  # name


@internal
def gather(w: Work) -> tuple[Waiting, ...]:
    """Hold the periods that wait for a file, the oldest first; never empty.

    Holds the turn of the gym's debits until the end of the Work, and the periods' rows.

    Raises:
        Refusal: nothing waits.
    """
    debits.take_turn(w)
    waits = {one.period_id: one for one in queries.to_debit(w)}
    rows = {each: w.hold(Period, each) for each in sorted(waits)}
    again = {
        one.period_id for one in queries.to_debit(w)
    }  # some were paid while they were waited for
    found = [
        Waiting(
            NewDebit(
                mandate_id=one.mandate_id,
                member_id=rows[one.period_id].member_id,
                cause_kind=CAUSE,
                cause_id=one.period_id,
                amount=_owed.left(rows[one.period_id]),
                lines=_owed.lines(rows[one.period_id]),
                words=_owed.words(rows[one.period_id]),
            ),
            one.member,
        )
        for one in waits.values()
        if one.period_id in again
    ]
    if not found:
        raise Refusal(texts.NOTHING_WAITS)
    return tuple(found)


@internal
def make_file(w: Work, *, charge_on: date, waiting: Sequence[Waiting]) -> UUID:
    """Send what was gathered in a file, and return it: until the bank tells, nothing else tries it.

    Raises:
        Refusal: as ``debits.make_file``.
    """
    run_id = debits.make_file(w, charge_on=charge_on, debits=[one.debit for one in waiting])
    for one in waiting:
        row = w.get(Period, one.debit.cause_id)
        row.next_try_at = row.held_until = None
    w.session.flush()
    return run_id
