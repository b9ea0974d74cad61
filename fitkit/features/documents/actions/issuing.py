"""A document is asked for, and what became of it is written down; by staff too, where it was made without us."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.documents import queries, rules
from fitkit.features.documents.events import (
    DocumentIssued,
    DocumentNoted,
    DocumentRefused,
    DocumentTriedAgain,
)
from fitkit.features.documents.rules import DocumentState
from fitkit.features.documents.tables import DocumentAccount, TaxDocument
from fitkit.ports.invoices import DocumentRequest, IssuedDocument
from fitkit.texts import documents as texts

_D: Final = columns(TaxDocument)
log = structlog.get_logger(__name__)
# How long a document waits before it is looked at again, where nobody can be asked for it yet.
_NO_ISSUER: Final = timedelta(hours=1)
_NO_ORIGINAL: Final = timedelta(minutes=10)
PROBLEM_MOST: Final = 300


@dataclass(frozen=True, slots=True)
class Ask:
    """An issuer is to be asked for a document."""

    account_id: UUID
    request: DocumentRequest
    tries: int  # with this one
    looks_first: bool  # it may be there already


@dataclass(frozen=True, slots=True)
class Fetch:
    """The file of an issued document is to be fetched."""

    account_id: UUID
    document: IssuedDocument


@internal
def claim(w: Work, *, document_id: UUID, keeps_day: bool) -> Ask | Fetch | None:
    """Take a document on whose try has come, for some minutes; None when there is nothing to do now.

    Holds the document's row. From then on it is UNKNOWN until an answer is written down: whoever is killed
    meanwhile leaves it to be looked for.

    Args:
        w: of FitKit itself.
        document_id: which.
        keeps_day: it may be there already, made by the company on the day of the payment.
    """
    row = w.hold(TaxDocument, document_id)
    if row.next_try_at is None or row.next_try_at > w.now or row.state is DocumentState.REFUSED:
        return None
    if row.state is DocumentState.ISSUED:
        return _fetch(w, row)
    account = w.get(DocumentAccount, row.account_id) if row.account_id else queries.in_use(w)
    if account is None:
        row.next_try_at = w.now + _NO_ISSUER
        return None
    if rules.is_owed_no_more(
        row.cause_kind,
        row.state,
        is_exempt=account.is_exempt,
        takes_back=row.credits_id is not None,
    ):
        _forget(w, row)
        return None
    if row.state is DocumentState.DUE and not _made_out(w, row, account, keeps_day=keeps_day):
        row.next_try_at = w.now + _NO_ORIGINAL
        return None
    looks_first = row.tries > 0
    row.account_id, row.state, row.tries = account.id, DocumentState.UNKNOWN, row.tries + 1
    row.next_try_at = w.now + rules.CLAIM
    w.session.flush()
    request = queries.request(w, row, account=account)
    row.buyer_tax_id = request.customer.tax_id if request.customer.is_business else ""
    return Ask(account.id, request, row.tries, looks_first)


@internal
def write_issued(w: Work, *, document_id: UUID, found: IssuedDocument) -> None:
    """Write down what the issuer made; its file is to be fetched. Publishes DocumentIssued.

    One of another amount than was asked for waits for a person: it is not ours to change.
    """
    row = w.hold(TaxDocument, document_id)
    if row.state is DocumentState.ISSUED:
        if row.number != found.number:
            log.error("document_issued_twice", document_id=str(row.id))
        return
    if found.amount is not None and abs(found.amount.agorot) != row.amount_agorot:
        words = texts.OTHER_AMOUNT.to(queries.gym(w).lang, number=found.number, amount=found.amount)
        row.reference = found.reference[:200]  # it is there: nobody else may make it
        _refuse(w, row, words)
        return
    row.state, row.number, row.kind = DocumentState.ISSUED, found.number[:60], found.kind
    row.reference, row.url = found.reference[:200], found.url[:2000]
    row.allocation_number = found.allocation_number[:20]
    row.issued_at, row.problem = w.now, ""
    row.tries, row.next_try_at = 0, w.now  # of its file, from now on
    w.publish(
        DocumentIssued(
            about=row.id,
            document=row.kind,
            member_id=row.member_id,
            amount_agorot=row.amount_agorot,
            number=row.number,
        )
    )


@internal
def write_refused(w: Work, *, document_id: UUID, words: str) -> None:
    """Write down that a person must look, with the issuer's words. Publishes DocumentRefused."""
    row = w.hold(TaxDocument, document_id)
    if row.state is not DocumentState.ISSUED:
        _refuse(w, row, words)


@internal
def write_unknown(w: Work, *, document_id: UUID, tries: int, why: str) -> None:
    """Write down that no answer came to a try, and when the next is; nothing when another has begun."""
    row = w.hold(TaxDocument, document_id)
    if row.state is DocumentState.UNKNOWN and row.tries == tries:
        row.next_try_at, row.problem = rules.next_try(tries, w.now), why[:PROBLEM_MOST]


@internal
def write_unasked(w: Work, *, document_id: UUID, words: str) -> None:
    """Write down that nobody could be asked, and look again later."""
    row = w.hold(TaxDocument, document_id)
    if row.state in (DocumentState.DUE, DocumentState.UNKNOWN):
        row.next_try_at, row.problem = w.now + _NO_ISSUER, words[:PROBLEM_MOST]


@internal
def write_file(w: Work, *, document_id: UUID, body: bytes | None) -> None:
    """Keep the file of an issued document, or try again later where it is not to be had."""
    row = w.hold(TaxDocument, document_id)
    if row.state is not DocumentState.ISSUED or row.pdf is not None:
        return
    if body is not None and rules.is_pdf(body):
        row.pdf, row.next_try_at = body, None


@requires(Permission.EDIT_MONEY)
def try_again(w: Work, *, document_id: UUID) -> None:
    """Have a missing document tried now; one that was refused is made out anew.

    Publishes DocumentTriedAgain.

    Raises:
        NotFound: no such document.
        Refusal: it is issued; the gym has no issuer.
    """
    row = w.hold(TaxDocument, document_id)
    if row.state is DocumentState.ISSUED:
        raise Refusal(texts.ALREADY_ISSUED)
    if row.account_id is None and queries.in_use(w) is None:
        raise Refusal(texts.NO_ISSUER)
    if row.state is DocumentState.REFUSED:
        # Where nothing was made of it, whoever numbers the documents now is asked.
        row.state = DocumentState.DUE
        row.account_id = row.account_id if row.reference else None
    row.next_try_at, row.problem = w.now, ""
    w.publish(DocumentTriedAgain(about=row.id, member_id=row.member_id))


@requires(Permission.EDIT_MONEY)
def note_number(w: Work, *, document_id: UUID, number: str, made_on: date) -> None:
    """Write down the number and day of a document that was made without us: nobody is asked for it any more.

    Made by the payment company itself with a payment, or by somebody's hand on a company's screen. What waits
    to take it back is asked for now, of whoever numbers the gym's documents: none of them can tie a document to
    another house's (Cardcom crosses its own by kind and number, Morning links its own by id, Rivhit cancels
    its own by series and number), so each makes a credit note of its own that names this number, kind and
    day in its remarks; the demo prints the number on it. Where the company made the credit note as well, staff
    type that one's number first, and none is asked for: so it is done for Morning, which gives money back
    on its own screen alone.
    Holds the document's row. Publishes DocumentNoted.

    Args:
        w: of somebody who may change the gym's money.
        document_id: what is missing.
        number: as it is printed; kept in capitals.
        made_on: its day, in the gym's zone; not before the payment's.

    Raises:
        NotFound: no such document.
        Refusal: it has a number; it is being asked for, or will be by itself; the number or the day cannot be
            right; or the number is that of another document of the kind.
    """
    row = w.hold(TaxDocument, document_id)
    if row.state is DocumentState.ISSUED:
        raise Refusal(texts.ALREADY_ISSUED)
    waits = queries.waits_for_original(w, row)
    if not rules.may_be_noted(row.state, waits=waits, has_issuer=queries.in_use(w) is not None):
        raise Refusal(texts.ISSUED_BY_ITSELF)
    theirs = rules.checked_number(number)
    paid_on = queries.paid_on(w, row)
    row.on = rules.checked_made_on(made_on, paid_on=paid_on, today=day_of(w.now, w.actor.zone))
    if queries.is_number_taken(w, row, theirs):
        raise Refusal(texts.NUMBER_IS_ANOTHERS, field="number")
    row.state, row.number, row.noted_at, row.issued_at = DocumentState.ISSUED, theirs, w.now, w.now
    row.account_id, row.reference, row.url, row.problem = None, "", "", ""
    row.tries, row.next_try_at = 0, None
    try:
        w.session.flush()
    except IntegrityError:  # two people typed it at one moment; the database decides
        raise Refusal(texts.NUMBER_IS_ANOTHERS, field="number") from None
    waiting = sa.update(_D).where(_D.c.credits_id == row.id, _D.c.state == DocumentState.DUE)
    w.hot(waiting.values(next_try_at=w.now, updated_at=w.now))
    w.publish(
        DocumentNoted(
            about=row.id,
            document=row.kind,
            member_id=row.member_id,
            amount_agorot=row.amount_agorot,
            number=theirs,
            on=row.on,
        )
    )


def _fetch(w: Work, row: TaxDocument) -> Fetch | None:
    if row.account_id is None or row.pdf is not None:
        row.next_try_at = None
        return None
    row.tries += 1
    row.next_try_at = rules.next_fetch(row.tries, w.now)
    return Fetch(row.account_id, queries.as_issued(row))


def _made_out(w: Work, row: TaxDocument, account: DocumentAccount, *, keeps_day: bool) -> bool:
    """Make out a document that nobody was asked for yet, as things are now; False while what it takes back is not issued."""
    if row.credits_id is not None:
        original = w.get(TaxDocument, row.credits_id)
        if original.state is not DocumentState.ISSUED:
            return False
    row.kind, rate = queries.kind_now(w, row, is_exempt=account.is_exempt)
    row.vat_per_mille = rules.per_mille(rate)
    if not keeps_day:
        row.on = day_of(w.now, w.actor.zone)
    return True


def _forget(w: Work, row: TaxDocument) -> None:
    """A document of which nobody was asked, and what would take it back, are owed by nobody."""
    backs = select(TaxDocument).where(col(TaxDocument.credits_id) == row.id)
    for back in w.session.scalars(backs):
        w.session.delete(back)
    w.session.flush()
    w.session.delete(row)
    w.session.flush()


def _refuse(w: Work, row: TaxDocument, words: str) -> None:
    row.state, row.problem, row.next_try_at = DocumentState.REFUSED, words[:PROBLEM_MOST], None
    w.publish(
        DocumentRefused(
            about=row.id,
            document=row.kind,
            member_id=row.member_id,
            amount_agorot=row.amount_agorot,
        )
    )
