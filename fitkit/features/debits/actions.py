"""Mandates asked for, signed, begun and cancelled; files made, withdrawn, and their debits settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core import clock, crypto
from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Text
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.debits import queries, rules
from fitkit.features.debits.events import (
    DebitReturned,
    FileMade,
    FileSettled,
    FileTaken,
    FileWithdrawn,
    InstitutionSet,
    MandateActivated,
    MandateAsked,
    MandateCancelled,
    MandateSigned,
)
from fitkit.features.debits.rules import ENDS, FileState, MandateState, ReturnReason
from fitkit.features.debits.tables import BankMandate, DebitInstitution, DebitLine, DebitRun
from fitkit.features.members.tables import Member
from fitkit.features.payments import actions as payments
from fitkit.ports.debits import Letters
from fitkit.ports.payments import Declined, DeclineKind, DeclineReason, PaidLine
from fitkit.texts import debits as texts

_TURN: Final = sa.select(
    sa.func.pg_advisory_xact_lock(
        sa.func.hashtext("bank debits"), sa.func.hashtext(sa.bindparam("whose", type_=sa.Text))
    )
)
_DECLINES: Final = {
    ReturnReason.NO_COVER: DeclineReason.FUNDS,
    ReturnReason.LIMIT: DeclineReason.REFUSED,
    ReturnReason.REFUSED: DeclineReason.REFUSED,
    ReturnReason.NO_MANDATE: DeclineReason.BLOCKED,
    ReturnReason.CLOSED: DeclineReason.BLOCKED,
    ReturnReason.WRONG: DeclineReason.WRONG_DETAILS,
    ReturnReason.OTHER: DeclineReason.REFUSED,
}


@dataclass(frozen=True, slots=True)
class NewDebit:
    """Something that is owed, to be debited."""

    mandate_id: UUID
    member_id: UUID
    cause_kind: str
    cause_id: UUID
    amount: Money
    lines: tuple[PaidLine, ...]
    words: Text


@requires(Permission.EDIT_SETTINGS)
def set_institution(
    w: Work, *, code: str, sender: str, name: str, letters: Letters, return_days: int | None
) -> None:
    """Write down how the bank knows the gym. Publishes InstitutionSet.

    Raises:
        Invalid: a code or the name cannot be right; by its name.
        Refusal: return days out of bounds.
    """
    found = rules.checked_institution(code=code, sender=sender, name=name)
    days = rules.checked_return_days(return_days)
    _take_turn(w)
    row = w.session.scalars(select(DebitInstitution)).one_or_none()
    if row is None:
        row = DebitInstitution(code="", sender="", name="")
        w.add(row)
    row.code, row.sender, row.name = found
    row.letters, row.return_days = letters, days
    w.session.flush()
    w.publish(InstitutionSet(about=row.id))


@requires(Permission.EDIT_MONEY)
def ask_mandate(  # what the form holds
    w: Work,
    *,
    member_id: UUID,
    bank: str,
    branch: str,
    account: str,
    payer_name: str,
    payer_id: str,
) -> UUID:
    """Keep what a member wrote on the form, and return the mandate; it debits nobody yet.

    The account number and the payer's id are sealed. Publishes MandateAsked.

    Raises:
        NotFound: no such member.
        Invalid: something on the form cannot be right; by its name.
        Refusal: the member has one that is not cancelled.
    """
    w.get(Member, member_id)
    bank, branch, account, payer_name, payer_id = rules.checked_account(
        bank=bank, branch=branch, account=account, payer_name=payer_name, payer_id=payer_id
    )
    _take_turn(w)
    living = select(BankMandate.id).where(
        col(BankMandate.member_id) == member_id, col(BankMandate.state) != MandateState.CANCELLED
    )
    if w.session.scalars(living).first() is not None:
        raise Refusal(texts.HAS_ONE, field="member_id")
    last = w.session.scalar(select(sa.func.coalesce(sa.func.max(BankMandate.number), 0)))
    row = BankMandate(
        member_id=member_id,
        number=int(last or 0) + 1,
        bank=bank,
        branch=branch,
        account_sealed="",
        account_end=account[-3:],
        payer_name=payer_name,
        payer_id_sealed="",
    )
    row.account_sealed = crypto.seal(account, queries.sealed_to(row.id, "account"))
    row.payer_id_sealed = crypto.seal(payer_id, queries.sealed_to(row.id, "payer_id"))
    w.add(row)
    w.session.flush()
    w.publish(MandateAsked(about=row.id, member_id=member_id))
    return row.id


@requires(Permission.EDIT_MONEY)
def sign_mandate(w: Work, *, mandate_id: UUID, signed_on: date) -> None:
    """The form came back signed. Publishes MandateSigned.

    Raises:
        NotFound: no such mandate.
        Refusal: it does not wait for that, or the day is ahead.
    """
    row = _hold(w, mandate_id, MandateState.SIGNED)
    if signed_on > day_of(w.now, w.actor.zone):
        raise Refusal(texts.SIGNED_AHEAD, field="signed_on")
    row.state, row.signed_on = MandateState.SIGNED, signed_on
    w.session.flush()
    w.publish(MandateSigned(about=row.id, member_id=row.member_id))


@requires(Permission.EDIT_MONEY)
def activate_mandate(w: Work, *, mandate_id: UUID) -> None:
    """The bank confirmed it. Publishes MandateActivated.

    Raises:
        NotFound: no such mandate.
        Refusal: it is not signed.
    """
    row = _hold(w, mandate_id, MandateState.ACTIVE)
    row.state, row.active_at = MandateState.ACTIVE, w.now
    w.session.flush()
    w.publish(MandateActivated(about=row.id, member_id=row.member_id))


@requires(Permission.EDIT_MONEY)
def cancel_mandate(w: Work, *, mandate_id: UUID, why: str) -> None:
    """Debit nobody by it any more; what stands in a file already goes on. Publishes MandateCancelled.

    Raises:
        NotFound: no such mandate.
        Refusal: it is cancelled; no reason.
    """
    words = rules.checked_words(why, field="why", most=rules.WHY_MOST, is_needed=True)
    _cancel(w, _hold(w, mandate_id, MandateState.CANCELLED), words)


@internal
def take_turn(w: Work) -> None:
    """Wait until nobody else gathers debits of this gym."""
    _take_turn(w)


@internal
def make_file(w: Work, *, charge_on: date, debits: Sequence[NewDebit]) -> UUID:
    """Gather debits into a file of a day, open a charge for each, and return the file. Publishes FileMade.

    Holds the gym's turn, so that two that make one at once make it of different debits.

    Raises:
        Refusal: no institution, no debits, or a day on which banks debit nobody.
        AlreadyOpenError, AlreadyPaidError: one of them is being charged, or is paid.
    """
    known = queries.institution(w)
    if known is None:
        raise Refusal(texts.NO_INSTITUTION)
    today = day_of(w.now, w.actor.zone)
    rules.checked_day(charge_on, today=today)
    if not debits:
        raise Refusal(texts.NOTHING_WAITS)
    row = DebitRun(
        charge_on=charge_on,
        serial=queries.next_serial(w, charge_on=charge_on),
        made_on=today,
        settles_on=rules.settles_on(charge_on, return_days=known.return_days),
        count=len(debits),
        total_agorot=sum(d.amount.agorot for d in debits),
        made_by=w.actor.user_id,
    )
    if row.serial > rules.SERIAL_MOST:
        raise Refusal(texts.TOO_MANY_FILES, field="charge_on")
    w.add(row)
    w.session.flush()
    for position, one in enumerate(debits):
        w.add(_line(w, row, position, one))
    w.session.flush()
    w.publish(
        FileMade(about=row.id, charge_on=charge_on, count=row.count, total_agorot=row.total_agorot)
    )
    return row.id


@internal
def note_taken(w: Work, *, run_id: UUID) -> None:
    """A file was downloaded. Publishes FileTaken."""
    row = w.hold(DebitRun, run_id)
    row.taken_at = row.taken_at or w.now
    w.publish(FileTaken(about=row.id))


@requires(Permission.EDIT_MONEY)
def withdraw_file(w: Work, *, run_id: UUID) -> None:
    """Say that a file never went to the bank: what stood in it waits again. Publishes FileWithdrawn.

    Raises:
        NotFound: no such file.
        Refusal: it is over, or a debit of it came back, so that it went.
    """
    row = w.hold(DebitRun, run_id)
    lines = _lines(w, run_id)
    if row.state is not FileState.MADE or any(line.returned_at for line in lines):
        raise Refusal(texts.NOT_WITHDRAWN)
    row.state, row.ended_at = FileState.WITHDRAWN, w.now
    for line in lines:
        payments.withdraw_debit(w, charge_id=line.charge_id)
    w.publish(FileWithdrawn(about=row.id))


@requires(Permission.EDIT_MONEY)
def mark_returned(w: Work, *, line_id: UUID, reason: ReturnReason, code: str = "") -> None:
    """Say that the bank sent a debit back: its charge is declined, and dunning goes on from there.

    After a reason that ends a mandate the mandate is cancelled. Publishes DebitReturned.

    Raises:
        NotFound: no such line.
        Refusal: it came back before, or its days are over and it counts as paid.
    """
    words = rules.checked_words(code, field="code", most=rules.CODE_MOST)
    run = w.hold(DebitRun, w.get(DebitLine, line_id).run_id)
    line = w.hold(DebitLine, line_id)
    if run.state is not FileState.MADE or line.returned_at is not None:
        raise Refusal(texts.LINE_IS_OVER)
    line.returned_at, line.reason, line.code = w.now, reason, words
    w.session.flush()
    kind = DeclineKind.HARD if reason in ENDS else DeclineKind.SOFT
    mandate = w.hold(BankMandate, line.mandate_id)
    if reason in ENDS and mandate.state is MandateState.ACTIVE:
        _cancel(w, mandate, texts.CANCELLED_BY_RETURN[reason].he)
    payments.settle_debit_returned(
        w, charge_id=line.charge_id, declined=Declined(kind, _DECLINES[reason], words)
    )
    w.publish(
        DebitReturned(
            about=line.id,
            member_id=line.member_id,
            charge_id=line.charge_id,
            amount_agorot=line.amount_agorot,
            returned_for=reason,
        )
    )


@internal
def settle_file(w: Work, *, run_id: UUID) -> None:
    """The days of a file are over: what did not come back is paid, on its value day. Publishes FileSettled."""
    row = w.hold(DebitRun, run_id)
    if row.state is not FileState.MADE:
        return
    lines = _lines(w, run_id)
    row.state, row.ended_at = FileState.SETTLED, w.now
    for line in lines:
        if line.returned_at is None:
            payments.settle_debit_paid(w, charge_id=line.charge_id, paid_on=row.charge_on)
    w.publish(
        FileSettled(about=row.id, returned=sum(line.returned_at is not None for line in lines))
    )


def _line(w: Work, run: DebitRun, position: int, one: NewDebit) -> DebitLine:
    charge_id = payments.open_debit(
        w,
        member_id=one.member_id,
        cause_kind=one.cause_kind,
        cause_id=one.cause_id,
        amount=one.amount,
        lines=one.lines,
        words=one.words,
        told_at=clock.day_span(run.charge_on, w.actor.zone)[0],
    )
    return DebitLine(
        run_id=run.id,
        position=position,
        mandate_id=one.mandate_id,
        member_id=one.member_id,
        charge_id=charge_id,
        amount_agorot=one.amount.agorot,
    )


def _lines(w: Work, run_id: UUID) -> list[DebitLine]:
    found = select(DebitLine).where(col(DebitLine.run_id) == run_id)
    return list(w.session.scalars(found.order_by(col(DebitLine.position))))


def _cancel(w: Work, row: BankMandate, why: str) -> None:
    row.state, row.cancelled_at, row.why = MandateState.CANCELLED, w.now, why
    w.session.flush()
    w.publish(MandateCancelled(about=row.id, member_id=row.member_id))


def _hold(w: Work, mandate_id: UUID, to: MandateState) -> BankMandate:
    """The mandate, locked, which may go on to a state."""
    row = w.hold(BankMandate, mandate_id)
    if not rules.may_go(row.state, to):
        raise Refusal(texts.NOT_NOW)
    return row


def _take_turn(w: Work) -> None:
    w.hot(_TURN, {"whose": str(w.actor.org_id)})
