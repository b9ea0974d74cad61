"""Choose who numbers the documents; owe one, ask for one, and write down what became of it."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from fitkit.core import crypto
from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Text
from fitkit.core.ids import new_id
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.documents import queries, rules
from fitkit.features.documents.events import (
    BuyerSet,
    DocumentIssued,
    DocumentNoted,
    DocumentOwed,
    DocumentRefused,
    DocumentsMissing,
    DocumentTriedAgain,
    IssuerChosen,
)
from fitkit.features.documents.rules import DocumentState
from fitkit.features.documents.tables import BusinessBuyer, DocumentAccount, TaxDocument
from fitkit.features.members.tables import Member
from fitkit.features.payments.rules import ChargeState, RefundState, what_for
from fitkit.features.payments.tables import Charge, Refund
from fitkit.ports.invoices import DocumentRequest, IssuedDocument, Issuer
from fitkit.texts import documents as texts

log = structlog.get_logger(__name__)
_D: Final = columns(TaxDocument)
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


@requires(Permission.EDIT_SETTINGS)
def choose_issuer(
    w: Work,
    *,
    issuer: Issuer,
    credentials: Mapping[str, str] | None,
    is_exempt: bool,
    mails_them: bool,
) -> UUID:
    """Set who numbers the gym's documents from now on, and have what is owed asked for; the account's id.

    Another issuer than before is another account; the older one stays for what was asked of it. What is
    owed and was asked of nobody yet, or was refused, goes to the new one. Publishes IssuerChosen.

    Args:
        w: of somebody who may change settings.
        issuer: the company.
        credentials: of its account; what is left out stays as it was kept for the same company. None:
            those of payments at the same company.
        is_exempt: the gym is an exempt dealer.
        mails_them: the issuer sends the documents to the customers.

    Raises:
        Invalid: a credential is missing or malformed.
        Refusal: payments keep nothing of that company; or the company has no one account for both.
    """
    row = queries.in_use(w)
    before = row if row is not None and row.issuer is issuer else None
    kept = _credentials(w, issuer, credentials, before)
    if row is not None and before is None:
        row.is_in_use = False
        w.session.flush()
    account = before or DocumentAccount(id=new_id(), issuer=issuer, credentials_sealed="")
    place = f"{DocumentAccount.__tablename__}:{account.id}:credentials"
    account.credentials_sealed = crypto.seal(json.dumps(kept), place)
    account.is_exempt, account.mails_them = is_exempt, mails_them
    w.add(account)
    w.session.flush()
    # What was refused is made out anew: most often the credentials were wrong. Not what is there already.
    owed = sa.update(_D).where(
        _D.c.state.in_([DocumentState.DUE, DocumentState.REFUSED]), _D.c.reference == ""
    )
    anew = {"state": DocumentState.DUE, "account_id": None, "problem": ""}
    w.hot(owed.values(**anew, next_try_at=w.now, updated_at=w.now))
    w.publish(IssuerChosen(about=account.id, issuer=issuer, is_exempt=is_exempt))
    return account.id


@internal
def owe_for_charge(w: Work, *, charge_id: UUID) -> UUID | None:
    """Owe the document of a charge that was paid, once; its id, or None where nothing was paid.

    Publishes DocumentOwed when it is new.
    """
    charge = w.get(Charge, charge_id)
    if charge.state is not ChargeState.PAID or not charge.amount_agorot or charge.paid_on is None:
        return None
    account = queries.in_use(w)
    is_exempt = account is not None and account.is_exempt
    row = {
        "id": charge.id,
        "kind": rules.kind_of_payment(is_exempt=is_exempt, is_advance=charge.is_advance),
        "cause_kind": "charge",
        "member_id": charge.member_id,
        "on": charge.paid_on,
        "amount_agorot": charge.amount_agorot,
        "vat_per_mille": rules.per_mille(
            rules.rate_of(charge.paid_on, is_exempt=is_exempt, is_advance=charge.is_advance)
        ),
        "lines": charge.lines,
        "credits_id": None,
    }
    return _owe(w, row, has_issuer=account is not None)


@internal
def owe_for_refund(w: Work, *, refund_id: UUID) -> UUID | None:
    """Owe what takes back the document of a refund's charge, once; its id, or None before it is done.

    Publishes DocumentOwed when it is new.
    """
    refund = w.get(Refund, refund_id)
    if refund.state is not RefundState.DONE or refund.settled_at is None:
        return None
    # The events of a charge and its refund may come in any order.
    credits_id = owe_for_charge(w, charge_id=refund.charge_id)
    if credits_id is None:
        return None
    original = w.get(TaxDocument, credits_id)
    charge = w.get(Charge, refund.charge_id)
    words = what_for(charge.words, charge.words_en)
    lang = queries.gym(w).lang
    row = {
        "id": refund.id,
        "kind": rules.kind_of_refund(original.kind),
        "cause_kind": "refund",
        "member_id": refund.member_id,
        "on": day_of(refund.settled_at, w.actor.zone),
        "amount_agorot": refund.amount_agorot,
        "vat_per_mille": original.vat_per_mille,
        "lines": [[texts.REFUND_LINE.to(lang, what=words), refund.amount_agorot, 1]],
        "credits_id": credits_id,
    }
    return _owe(w, row, has_issuer=queries.in_use(w) is not None)


@internal
def owe_for_gift(
    w: Work, *, part_id: UUID, member_id: UUID, amount: Money, rate: Fraction, words: Text
) -> UUID | None:
    """Owe the document of what gift cards paid of a sale, once; its id, or None of a sale without VAT.

    Publishes DocumentOwed when it is new.

    Args:
        w: of the sale.
        part_id: of the part of the sale; the document's id.
        member_id: who bought.
        amount: of the part, VAT included.
        rate: of VAT, of the sale.
        words: what was sold, in short.
    """
    kind = rules.kind_of_gift(is_exempt=not rate)
    if kind is None:
        return None
    row = {
        "id": part_id,
        "kind": kind,
        "cause_kind": rules.GIFT,
        "member_id": member_id,
        "on": _today(w),
        "amount_agorot": amount.agorot,
        "vat_per_mille": rules.per_mille(rate),
        "lines": [[texts.GIFT_LINE.to(queries.gym(w).lang, what=words), amount.agorot, 1]],
        "credits_id": None,
    }
    return _owe(w, row, has_issuer=queries.in_use(w) is not None)


@internal
def owe_for_gift_back(w: Work, *, part_id: UUID, of_id: UUID, amount: Money) -> UUID | None:
    """Owe what takes back the document of what gift cards paid, or a part of it, once; None where there is none.

    Publishes DocumentOwed when it is new.
    """
    original = w.session.get(TaxDocument, of_id)
    if original is None:
        return None
    what = texts.REFUND_LINE.to(queries.gym(w).lang, what=str(original.lines[0][0]))
    return _owe_as(w, original, part_id, amount, what, takes_back=True)


@internal
def owe_for_gift_again(w: Work, *, part_id: UUID, of_id: UUID, amount: Money) -> UUID | None:
    """Owe the document of what gift cards paid anew, after it was taken back in error; None where there was none.

    Publishes DocumentOwed when it is new.
    """
    original = w.session.get(TaxDocument, of_id)
    if original is None:
        return None
    return _owe_as(w, original, part_id, amount, str(original.lines[0][0]), takes_back=False)


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
    row.on = rules.checked_made_on(made_on, paid_on=paid_on, today=_today(w))
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


@internal
def owe_past(w: Work, *, charge_ids: Collection[UUID]) -> tuple[Ask, ...]:
    """Owe the documents of payments that were brought in, without events; what to ask for, in their order.

    They are UNKNOWN from here on, for some minutes: whoever is killed meanwhile leaves them to be looked for.
    Empty where nobody numbers documents, or a document of all of them is there.
    """
    account = queries.in_use(w)
    if account is None:
        return ()
    known = set(
        w.session.scalars(select(TaxDocument.id).where(col(TaxDocument.id).in_(charge_ids)))
    )
    paid = select(Charge).where(
        col(Charge.id).in_(set(charge_ids) - known), col(Charge.state) == ChargeState.PAID
    )
    charges = w.session.scalars(paid.order_by(col(Charge.settled_at), col(Charge.id))).all()
    rows = [_past_row(w, each, account) for each in charges if each.amount_agorot]
    w.add(*rows)
    w.session.flush()
    requests = [queries.request(w, row, account=account) for row in rows]
    return tuple(Ask(account.id, one, tries=1, looks_first=False) for one in requests)


@internal
def write_past(w: Work, *, found: Mapping[UUID, IssuedDocument]) -> None:
    """Write down what the issuer made of ``owe_past``; each file is fetched when somebody opens it."""
    rows = w.session.scalars(select(TaxDocument).where(col(TaxDocument.id).in_(list(found)))).all()
    for row in rows:
        made = found[row.id]
        row.state, row.number, row.kind = DocumentState.ISSUED, made.number[:60], made.kind
        row.reference, row.url = made.reference[:200], made.url[:2000]
        row.issued_at, row.tries, row.next_try_at = row.created_at, 0, None


@internal
def alert(w: Work) -> None:
    """Say that documents have been owed for longer than a day. Publishes DocumentsMissing if so."""
    count, oldest = queries.overdue(w, before=w.now - rules.ALERT_AFTER)
    if count and oldest is not None and w.actor.org_id is not None:
        has_issuer = queries.in_use(w) is not None
        w.publish(
            DocumentsMissing(
                about=w.actor.org_id, count=count, oldest_on=oldest, has_issuer=has_issuer
            )
        )


def _credentials(
    w: Work,
    issuer: Issuer,
    given: Mapping[str, str] | None,
    before: DocumentAccount | None,
) -> dict[str, str]:
    if issuer is Issuer.DEMO:
        gym = queries.gym(w)
        return {"account": gym.id.hex, "business": gym.name}
    if given is not None:
        kept = queries.own_credentials(before) if before else {}
        filled = {name: value for name, value in given.items() if value.strip()}
        return rules.checked_credentials(issuer, kept | filled)
    if issuer not in rules.AS_PAYMENTS or not queries.payments_credentials(w, issuer=issuer):
        raise Refusal(texts.NOT_AS_PAYMENTS, field="issuer")
    return {}


def _owe_as(
    w: Work, original: TaxDocument, id_: UUID, amount: Money, words: str, *, takes_back: bool
) -> UUID:
    """A document at the rate of another of what gift cards paid: it takes that one back, or stands beside it."""
    row = {
        "id": id_,
        "kind": rules.kind_of_refund(original.kind) if takes_back else original.kind,
        "cause_kind": rules.GIFT,
        "member_id": original.member_id,
        "on": _today(w),
        "amount_agorot": amount.agorot,
        "vat_per_mille": original.vat_per_mille,
        "lines": [[words, amount.agorot, 1]],
        "credits_id": original.id if takes_back else None,
    }
    return _owe(w, row, has_issuer=queries.in_use(w) is not None)


def _owe(w: Work, row: dict[str, Any], *, has_issuer: bool) -> UUID:
    id_: UUID = row["id"]
    whole = row | {
        "org_id": w.actor.org_id,
        "created_at": w.now,
        "updated_at": w.now,
        "cause_id": id_,
        "state": DocumentState.DUE,
        "tries": 0,
        "next_try_at": w.now,
        "reference": "",
        "number": "",
        "url": "",
        "allocation_number": "",
        "problem": "",
    }
    made = w.hot(insert(_D).values(whole).on_conflict_do_nothing().returning(_D.c.id)).first()
    if made is not None:
        w.publish(
            DocumentOwed(
                about=id_,
                document=row["kind"],
                member_id=row["member_id"],
                amount_agorot=row["amount_agorot"],
                has_issuer=has_issuer,
            )
        )
    return id_


def _past_row(w: Work, charge: Charge, account: DocumentAccount) -> TaxDocument:
    at = charge.settled_at or charge.created_at
    on = charge.paid_on or day_of(at, w.actor.zone)
    rate = rules.rate_of(on, is_exempt=account.is_exempt)
    return TaxDocument(
        id=charge.id,
        created_at=at,
        updated_at=at,
        kind=rules.kind_of_payment(is_exempt=account.is_exempt),
        cause_kind="charge",
        cause_id=charge.id,
        member_id=charge.member_id,
        on=on,
        amount_agorot=charge.amount_agorot,
        vat_per_mille=rules.per_mille(rate),
        lines=charge.lines,
        account_id=account.id,
        state=DocumentState.UNKNOWN,
        tries=1,
        next_try_at=w.now + rules.CLAIM,
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
        row.on = _today(w)
    return True


def _forget(w: Work, row: TaxDocument) -> None:
    """A document of which nobody was asked, and what would take it back, are owed by nobody."""
    backs = select(TaxDocument).where(col(TaxDocument.credits_id) == row.id)
    for back in w.session.scalars(backs):
        w.session.delete(back)
    w.session.flush()
    w.session.delete(row)
    w.session.flush()


def _today(w: Work) -> date:
    return day_of(w.now, w.actor.zone)


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


@requires(Permission.EDIT_MONEY)
def set_buyer(w: Work, *, member_id: UUID, tax_id: str, name: str) -> None:
    """Make a member's documents out to a business from now on. Publishes BuyerSet.

    Raises:
        NotFound: no such member.
        Invalid: its number or its name cannot be right; by its name.
    """
    w.get(Member, member_id)
    number, called = rules.checked_buyer(tax_id, name)
    row = w.session.scalars(
        select(BusinessBuyer).where(col(BusinessBuyer.member_id) == member_id)
    ).first()
    if row is None:
        row = BusinessBuyer(member_id=member_id, tax_id=number, name=called)
        w.add(row)
    row.tax_id, row.name = number, called
    w.session.flush()
    w.publish(BuyerSet(about=member_id, member_id=member_id, is_business=True))


@requires(Permission.EDIT_MONEY)
def clear_buyer(w: Work, *, member_id: UUID) -> None:
    """Make a member's documents out to themself again. Publishes BuyerSet.

    Raises:
        NotFound: no such member.
    """
    w.get(Member, member_id)
    row = w.session.scalars(
        select(BusinessBuyer).where(col(BusinessBuyer.member_id) == member_id)
    ).first()
    if row is not None:
        w.session.delete(row)
        w.session.flush()
        w.publish(BuyerSet(about=member_id, member_id=member_id, is_business=False))
