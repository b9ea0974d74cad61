"""Refunds: opened by staff or by the law, told to the company once, settled.

Locks: the charge, then the refund, then the book's turn of the member.
"""

from datetime import date, datetime, time
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core import clock
from fitkit.core.errors import Refusal
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.payments import rules
from fitkit.features.payments.actions import _giving_back
from fitkit.features.payments.actions.accounts import note_problem
from fitkit.features.payments.events import RefundStaysUnknown
from fitkit.features.payments.queries.charges import RefundView, is_number_taken, view_of_refund
from fitkit.features.payments.rules import ChargeState, RefundState
from fitkit.features.payments.tables import Charge, Refund
from fitkit.ports.payments import (
    Misconfigured,
    Paid,
    PayWay,
    Problem,
    RefundOutcome,
    RefundRefused,
    Unknown,
)
from fitkit.texts import payments as texts


@requires(Permission.REFUND)
def open_refund(
    w: Work,
    *,
    charge_id: UUID,
    amount: Money,
    why: str,
    way: PayWay | None = None,
    cause_kind: str = "",
    cause_id: UUID | None = None,
) -> UUID:
    """Give back a charge or a part of it, and return the refund. Publishes RefundOpened.

    Cash and transfers are done at once (publishes RefundSettled, posts it); the original means by its
    company, some moments later. A cause that has a refund of this charge gets that one again.

    Args:
        w: of somebody who may give money back.
        charge_id: what was paid.
        amount: more than nothing, and no more than is left of it.
        why: in somebody's words.
        way: by which it goes back, one of ``rules.back_ways``; none: the original means.
        cause_kind: what decided it; empty: whoever acts.
        cause_id: the row that decided it.

    Raises:
        Refusal: not paid, more than is left, a way that it cannot go back by, no reason.
        NotFound: no such charge.
    """
    return _open(
        w, charge_id, amount=amount, why=why, way=way, cause_kind=cause_kind, cause_id=cause_id
    )


@requires(Permission.REFUND)
def note_refund(
    w: Work, *, charge_id: UUID, amount: Money, why: str, number: str, made_on: date
) -> UUID:
    """Write down that a payment went back on the company's own screen, and return the refund.

    The company is told nothing. What follows is as of any refund: it is posted, credited and documented; one that
    the company had refused us is settled by it. Publishes RefundSettled.

    Args:
        w: of somebody who may give money back.
        charge_id: what was paid through a company.
        amount: more than nothing, and no more than is left of it.
        why: in somebody's words.
        number: the company's, of the refund.
        made_on: the day it was made, in the gym's zone; not before the payment's.

    Raises:
        Refusal: no company took it, not paid, more than is left, no reason, a number that is missing or stands at
            another refund, a day that is wrong; or a refund of this amount is under way, and is settled first.
        NotFound: no such charge.
    """
    words = rules.checked_words(why, field="why", most=rules.WHY_MOST, is_needed=True)
    theirs = rules.checked_words(number, field="number", most=rules.NUMBER_MOST)
    if not theirs:
        raise Refusal(texts.NUMBER_NEEDED, field="number")
    row = w.hold(Charge, charge_id)
    left = Money(row.amount_agorot - row.refunded_agorot)
    if row.state is not ChargeState.PAID or row.way is None or row.account_id is None or not left:
        raise Refusal(texts.NOTHING_TO_REFUND)
    if is_number_taken(w, row.account_id, theirs):
        raise Refusal(texts.NUMBER_IS_ANOTHER_REFUNDS, field="number")
    rules.checked_amount(amount, most=left)
    at = _made_at(w, row, made_on)
    if _is_under_way(w, row, amount):
        raise Refusal(texts.REFUND_UNDER_WAY)
    return _giving_back.note_refund(
        w,
        row,
        amount=amount,
        way=row.way,
        why=words,
        cause=_giving_back.refused_cause(w, row.id, amount),
        number=theirs,
        at=at,
    )


@internal
def open_refund_by_itself(
    w: Work,
    *,
    charge_id: UUID,
    amount: Money,
    why: str,
    way: PayWay | None = None,
    cause_kind: str = "",
    cause_id: UUID | None = None,
) -> UUID:
    """The same because a law or a rule of ours says so, whoever acts.

    Raises:
        Refusal, NotFound: as for ``open_refund``.
    """
    return _open(
        w, charge_id, amount=amount, why=why, way=way, cause_kind=cause_kind, cause_id=cause_id
    )


@internal
def give_back_surplus(
    w: Work, *, charge_id: UUID, why: str, cause_kind: str, cause_id: UUID
) -> UUID | None:
    """Give back all of a payment that nothing was owed for, and return the refund; told again, the same one.

    None of a bank debit: no refund says that somebody gave it back. It stands to the member's credit, and
    staff may give it back as any payment. Publishes RefundOpened, or SurplusKept.

    Raises:
        Refusal: not paid.
        NotFound: no such charge.
    """
    row = w.hold(Charge, charge_id)
    if row.state is not ChargeState.PAID or row.way is None or not row.amount_agorot:
        raise Refusal(texts.NOTHING_TO_REFUND)
    return _giving_back.give_back_whole(w, row, why=why, cause=(cause_kind, cause_id))


@internal
def begin_giving_back(w: Work, *, refund_id: UUID) -> RefundView | None:
    """The refund to tell or to ask about now, as it was; None: there is nothing to do, or not yet.

    One of a charge at a time: who is told False waits. What was not told is unknown from here on, until an
    answer is written down. What is unknown comes again only when an answer cannot come any more.

    Raises:
        NotFound: no such refund.
    """
    row = w.get(Refund, refund_id)
    charge = w.hold(Charge, row.charge_id)
    row = w.hold(Refund, refund_id)
    before = view_of_refund(row)
    match row.state:
        case RefundState.DONE | RefundState.REFUSED:
            return None
        case RefundState.CREATED:
            if _is_another_unknown(w, row):
                row.next_look_at = w.now + rules.ANSWERED
                return None
            row.state, row.told_at = RefundState.UNKNOWN, w.now
        case RefundState.UNKNOWN:
            told_at = row.told_at or w.now
            last = max(told_at, row.asked_at or told_at)
            if w.now - last < rules.ANSWERED:
                return None
            if rules.begins_to_stay_unknown(told_at, row.asked_at, w.now):
                _say_unknown(w, row)
            row.asked_at = w.now
    row.next_look_at = rules.next_try(row.told_at or w.now, w.now)
    del charge  # held, so that two refunds of it are told one after the other
    return before


@internal
def settle_refund(w: Work, *, refund_id: UUID, outcome: RefundOutcome) -> RefundView:
    """Write down what the company answered to a refund, and return it. Publishes RefundSettled.

    Where the company was not reached, nothing went back: it is told again later. A transaction that is another
    refund's says nothing of this one.

    Raises:
        NotFound: no such refund.
    """
    row, charge = _held(w, refund_id)
    if row.state is not RefundState.UNKNOWN:
        return view_of_refund(row)
    match _unclaimed(w, row, outcome):
        case Paid(transaction):
            row.transaction_id = transaction.id[: rules.NUMBER_MOST] or None
            _giving_back.done(w, row, charge)
        case RefundRefused(words, code):
            row.said = rules.shortened(f"{words} {code}", rules.SAID_MOST)
            _giving_back.refuse(w, row, charge)
        case Misconfigured(Problem.UNREACHABLE, words) if row.tries < rules.TRIES_MOST:
            row.said = rules.shortened(words, rules.SAID_MOST)
            row.state, row.tries = RefundState.CREATED, row.tries + 1
            row.next_look_at = w.now + rules.pause(row.tries)
        case Misconfigured(problem, words):
            if charge.account_id is not None:
                note_problem(w, account_id=charge.account_id, problem=problem)
            row.said = rules.shortened(words or problem, rules.SAID_MOST)
            _giving_back.refuse(w, row, charge)
        case Unknown(why):
            row.said = rules.shortened(why, rules.SAID_MOST)
    return view_of_refund(row)


@internal
def put_off_refund(w: Work, *, refund_id: UUID, until: datetime) -> None:
    """Look at a refund later, as when it could not be looked at."""
    w.hold(Refund, refund_id).next_look_at = until


@requires(Permission.REFUND)
def decide_refund(w: Work, *, refund_id: UUID, went_back: bool) -> None:
    """Say what became of a refund that stays unknown, as the company's own list shows it.

    Publishes RefundSettled.

    Raises:
        Refusal: it has been cleared up meanwhile.
        NotFound: no such refund.
    """
    row, charge = _held(w, refund_id)
    if row.state is not RefundState.UNKNOWN:
        raise Refusal(texts.NOT_UNKNOWN)
    if went_back:
        row.said = texts.TAKEN_BY_STAFF.en
        _giving_back.done(w, row, charge)
    else:
        row.said = texts.NOT_TAKEN_BY_STAFF.en
        _giving_back.refuse(w, row, charge)


def _open(  # what a refund consists of
    w: Work,
    charge_id: UUID,
    *,
    amount: Money,
    why: str,
    way: PayWay | None,
    cause_kind: str,
    cause_id: UUID | None,
) -> UUID:
    words = rules.checked_words(why, field="why", most=rules.WHY_MOST, is_needed=True)
    row = w.hold(Charge, charge_id)
    cause = (cause_kind, cause_id) if cause_id is not None else None
    if row.state is not ChargeState.PAID or row.way is None or not row.amount_agorot:
        raise Refusal(texts.NOTHING_TO_REFUND)
    ways = rules.back_ways(row.way)
    chosen = way or PayWay(ways[0])
    if cause and (before := _giving_back.of_cause(w, row.id, cause, way=chosen)) is not None:
        return before
    if chosen not in ways:
        raise Refusal(texts.WAY_IS_WRONG, field="way")
    left = Money(row.amount_agorot - row.refunded_agorot)
    if not left:
        raise Refusal(texts.NOTHING_TO_REFUND)
    rules.checked_amount(amount, most=left)
    if cause is None and chosen in rules.BACK_BY_HAND:
        cause = _giving_back.refused_cause(w, row.id, amount)
    return _giving_back.open_refund(w, row, amount=amount, way=chosen, why=words, cause=cause)


def _made_at(w: Work, row: Charge, made_on: date) -> datetime:
    """When a refund went back that was made on a day: now, or at noon of that day; not before it was paid."""
    today = clock.day_of(w.now, w.actor.zone)
    first = max(row.paid_on or made_on, today - rules.BACKDATED_MOST)
    if not first <= made_on <= today:
        raise Refusal(texts.MADE_ON_WRONG, field="made_on")
    noon = w.now if made_on == today else clock.wall(made_on, time(12), w.actor.zone)
    return max(noon, row.settled_at or noon)


def _is_under_way(w: Work, row: Charge, amount: Money) -> bool:
    """Whether a refund of the charge of this amount may be what somebody sees at the company."""
    found = select(sa.func.count()).where(
        col(Refund.charge_id) == row.id,
        col(Refund.amount_agorot) == amount.agorot,
        col(Refund.state).in_((RefundState.CREATED, RefundState.UNKNOWN)),
    )
    return bool(w.session.execute(found).scalar_one())


def _unclaimed(w: Work, row: Refund, outcome: RefundOutcome) -> RefundOutcome:
    """What was answered, but for a transaction that is another's."""
    match outcome:
        case Paid(transaction) if is_number_taken(w, row.account_id, transaction.id):
            return Unknown(f"{transaction.id} is another refund's")
    return outcome


def _held(w: Work, refund_id: UUID) -> tuple[Refund, Charge]:
    charge = w.hold(Charge, w.get(Refund, refund_id).charge_id)
    return w.hold(Refund, refund_id), charge


def _is_another_unknown(w: Work, row: Refund) -> bool:
    found = select(sa.func.count()).where(
        col(Refund.charge_id) == row.charge_id,
        col(Refund.id) != row.id,
        col(Refund.state) == RefundState.UNKNOWN,
    )
    return bool(w.session.execute(found).scalar_one())


def _say_unknown(w: Work, row: Refund) -> None:
    w.publish(
        RefundStaysUnknown(
            about=row.id,
            charge_id=row.charge_id,
            member_id=row.member_id,
            amount_agorot=row.amount_agorot,
        )
    )
