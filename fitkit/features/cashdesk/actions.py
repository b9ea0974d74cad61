"""Count and open the drawer, count and close it, open a closed day again, bring money to the bank."""

from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, requires
from fitkit.core.work import Work
from fitkit.features.cashdesk import queries, rules
from fitkit.features.cashdesk.events import DayClosed, DayOpened, DayReopened, Deposited
from fitkit.features.cashdesk.rules import ACCOUNT_OF, CountKind, Kept
from fitkit.features.cashdesk.tables import CashCount, CashDay, CashDeposit
from fitkit.features.ledger import actions as ledger
from fitkit.features.ledger.rules import postings
from fitkit.features.ledger.rules.accounts import Account, Cause
from fitkit.texts import cashdesk as texts

_TURN: Final = sa.select(
    sa.func.pg_advisory_xact_lock(
        sa.func.hashtext("cash desk"), sa.func.hashtext(sa.bindparam("whose", type_=sa.Text))
    )
)


@requires(Permission.EDIT_MONEY)
def open_day(w: Work, *, counted: Money, seen: Money, why: str = "") -> UUID:
    """Count the drawer and open its next day, and return the day.

    A difference goes into the book. Publishes DayOpened.

    Args:
        w: of whoever works the desk.
        counted: the cash that was found.
        seen: what should be there, as their screen said.
        why: of a difference.

    Raises:
        Refusal: a day is open; a count that cannot be, or a difference without words.
        DrawerMovedError: money came or went since they looked.
    """
    _take_turn(w)
    if _open_one(w) is not None:
        raise Refusal(texts.OPEN_ALREADY)
    last = _last(w)
    row = CashDay(
        number=last.number + 1 if last else 1,
        begins_at=last.closed_at if last else None,
        opened_at=w.now,
        opened_by=w.actor.user_id,
    )
    w.add(row)
    w.session.flush()
    difference = _count(w, row, CountKind.OPENING, counted=counted, seen=seen, why=why)
    w.publish(
        DayOpened(about=row.id, counted_agorot=counted.agorot, difference_agorot=difference.agorot)
    )
    return row.id


@requires(Permission.EDIT_MONEY)
def close_day(w: Work, *, cash_day_id: UUID, counted: Money, seen: Money, why: str = "") -> None:
    """Count the drawer and close its day; a difference goes into the book. Publishes DayClosed.

    Args:
        w: of whoever works the desk.
        cash_day_id: the day that is open.
        counted: the cash that was found.
        seen: what should be there, as their screen said.
        why: of a difference.

    Raises:
        NotFound: no such day.
        Refusal: it is closed; a count that cannot be, or a difference without words.
        DrawerMovedError: money came or went since they looked.
    """
    _take_turn(w)
    row = w.hold(CashDay, cash_day_id)
    if row.closed_at is not None:
        raise Refusal(texts.CLOSED_ALREADY)
    difference = _count(w, row, CountKind.CLOSING, counted=counted, seen=seen, why=why)
    row.closed_at, row.closed_by = w.now, w.actor.user_id
    w.session.flush()
    w.publish(
        DayClosed(about=row.id, counted_agorot=counted.agorot, difference_agorot=difference.agorot)
    )


@requires(Permission.REOPEN_CASH)
def reopen_day(w: Work, *, cash_day_id: UUID, reason: str) -> None:
    """Open the day that was closed last again; its counts and what they posted stay. Publishes DayReopened.

    Raises:
        NotFound: no such day.
        Refusal: no reason; it is open, or not the newest.
    """
    words = rules.checked_words(reason, field="reason", most=rules.WORDS_MOST, is_needed=True)
    _take_turn(w)
    row = w.hold(CashDay, cash_day_id)
    last = _last(w)
    if row.closed_at is None or last is None or last.id != row.id:
        raise Refusal(texts.NOT_THE_LAST)
    row.closed_at = row.closed_by = None
    row.reopened_at, row.reopened_by, row.reopen_reason = w.now, w.actor.user_id, words
    w.session.flush()
    w.publish(DayReopened(about=row.id))


@requires(Permission.EDIT_MONEY)
def deposit(w: Work, *, what: Kept, amount: Money, on: date, note: str = "") -> UUID:
    """Write down what was brought to the bank, post it, and return the deposit. Publishes Deposited.

    Args:
        w: of whoever brought it.
        what: cash, or cheques.
        amount: of it.
        on: the day, in the gym's zone.
        note: the slip's number; at most 200 characters.

    Raises:
        Refusal: nothing, more than the book says is there, a day that is ahead or long ago.
    """
    words = rules.checked_words(note, field="note", most=rules.NOTE_MOST)
    _take_turn(w)
    there = queries.kept(w, what=what)
    rules.checked_deposit(amount, there=there, on=on, today=day_of(w.now, w.actor.zone))
    row = CashDeposit(
        what=what, amount_agorot=amount.agorot, on=on, note=words, brought_by=w.actor.user_id
    )
    w.add(row)
    w.session.flush()
    draft = postings.deposit(amount, out_of=ACCOUNT_OF[what])
    ledger.post(w, draft=draft, cause=Cause("cash_deposit", row.id), at=w.now, note=words)
    w.publish(Deposited(about=row.id, what=what, amount_agorot=amount.agorot))
    return row.id


def _take_turn(w: Work) -> None:
    """Wait until nobody else counts this gym's drawer, or takes out of it."""
    w.hot(_TURN, {"whose": str(w.actor.org_id)})


def _open_one(w: Work) -> CashDay | None:
    return w.session.scalars(select(CashDay).where(col(CashDay.closed_at).is_(None))).first()


def _last(w: Work) -> CashDay | None:
    return w.session.scalars(select(CashDay).order_by(col(CashDay.number).desc()).limit(1)).first()


def _count(
    w: Work, day: CashDay, kind: CountKind, *, counted: Money, seen: Money, why: str
) -> Money:
    """Keep a count and put its difference into the book; returns the difference."""
    expected = queries.kept(w, what=Kept.CASH)
    words = rules.checked_count(counted, expected=expected, seen=seen, why=why)
    row = CashCount(
        day_id=day.id,
        kind=kind,
        expected_agorot=expected.agorot,
        counted_agorot=counted.agorot,
        why=words,
        counted_by=w.actor.user_id,
    )
    w.add(row)
    w.session.flush()
    difference = counted - expected
    if difference:
        draft = postings.account_correction(Account.CASH, difference)
        ledger.post(w, draft=draft, cause=Cause("cash_count", row.id), at=w.now, note=words)
    return difference
