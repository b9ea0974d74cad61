"""What an issuer is asked with: a document as a request, and who took the money."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.i18n import Lang
from fitkit.core.money import Money
from fitkit.core.permissions import internal
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.documents import rules
from fitkit.features.documents.queries.accounts import (
    OpenAccount,
    credentials_of,
    open_account,
)
from fitkit.features.documents.rules import DocumentState
from fitkit.features.documents.tables import BusinessBuyer, DocumentAccount, TaxDocument
from fitkit.features.identity.tables import RoleGrant, User
from fitkit.features.members.rules import full_name
from fitkit.features.members.tables import Member
from fitkit.features.orgs.tables import Org
from fitkit.features.payments.rules import what_for
from fitkit.features.payments.tables import Charge, PayAccount, Refund
from fitkit.ports.invoices import (
    Customer,
    DocumentKind,
    DocumentRequest,
    IssuedDocument,
    Issuer,
    PaidBy,
)
from fitkit.ports.payments import Provider
from fitkit.texts import documents as texts

_D = columns(TaxDocument)
_I = columns(DocumentAccount)


@dataclass(frozen=True, slots=True)
class Taken:
    """Who took the money that a document is about, and whether anybody may issue it now."""

    state: DocumentState
    is_refund: bool  # what is issued takes another back
    issuer: Issuer | None  # who would be asked; None: nobody numbers documents here
    provider: Provider | None  # None: staff took it
    credentials: Mapping[str, str]  # of that provider's account; to be told to nobody


@internal
def gyms_due(w: Work) -> frozenset[UUID]:
    """Gyms, of all, where a document's next try has come."""
    found = sa.select(_D.c.org_id).where(_D.c.next_try_at <= w.now)
    return frozenset(w.hot(found.distinct()).scalars())


@internal
def due(w: Work, *, limit: int) -> tuple[UUID, ...]:
    """Documents whose next try has come, of the gym of this Work; the longest waiting first."""
    found = sa.select(_D.c.id).where(_D.c.org_id == w.actor.org_id, _D.c.next_try_at <= w.now)
    query = found.order_by(_D.c.next_try_at, _D.c.id).limit(limit)
    return tuple(w.hot(query).scalars())


@internal
def taken(w: Work, *, document_id: UUID) -> Taken:
    """Who took the money of a document.

    Raises:
        NotFound: no such document.
    """
    row = w.get(TaxDocument, document_id)
    account = _account_of(w, row)
    charge = charge_of(w, row)
    paid_to = w.get(PayAccount, charge.account_id) if charge and charge.account_id else None
    return Taken(
        row.state,
        row.credits_id is not None,
        account.issuer if account else None,
        paid_to.provider if paid_to else None,
        credentials_of(paid_to) if paid_to else {},
    )


@internal
def kept_at(w: Work, *, document_id: UUID) -> tuple[OpenAccount, IssuedDocument] | None:
    """Where the file of an issued document is, and how it is asked for; None where nobody was asked."""
    row = w.get(TaxDocument, document_id)
    if row.account_id is None:
        return None
    return open_account(w, account_id=row.account_id), as_issued(row)


@internal
def as_issued(row: TaxDocument) -> IssuedDocument:
    """A document as its issuer has it."""
    amount = Money(row.amount_agorot)
    return IssuedDocument(
        row.reference, row.number, row.kind, row.url, row.allocation_number, amount
    )


@internal
def charge_of(w: Work, row: TaxDocument) -> Charge | None:
    """The charge that a document is about, or is of a refund of; None of what a gift card paid."""
    if row.cause_kind == rules.GIFT:
        return None
    is_charge = row.cause_kind == "charge"
    return w.get(Charge, row.cause_id if is_charge else w.get(Refund, row.cause_id).charge_id)


@internal
def waits_for_original(w: Work, row: TaxDocument) -> bool:
    """Whether what a document takes back has no number yet."""
    if row.credits_id is None:
        return False
    return w.get(TaxDocument, row.credits_id).state is not DocumentState.ISSUED


@internal
def paid_on(w: Work, row: TaxDocument) -> date:
    """The day of the payment that a document is about, or is of a refund of; of a gift card's part, of the sale."""
    charge = charge_of(w, row)
    # A gift card's part is owed in the transaction of the sale; its day moves when it is asked for.
    return (charge.paid_on if charge else None) or day_of(row.created_at, w.actor.zone)


@internal
def is_number_taken(w: Work, row: TaxDocument, number: str) -> bool:
    """Whether a number that is typed for a document is another's of its kind, however many zeros lead it.

    One that was typed as well; or one that the company of this payment issued for us, as long as we asked it.
    """
    charge = charge_of(w, row)
    paid_to = w.get(PayAccount, charge.account_id) if charge and charge.account_id else None
    theirs = sa.select(_I.c.id).where(_I.c.issuer == (paid_to.provider.value if paid_to else ""))
    found = sa.select(_D.c.id).where(
        _D.c.kind == row.kind,
        _D.c.id != row.id,
        sa.func.ltrim(_D.c.number, "0") == number.lstrip("0"),
        _D.c.state == DocumentState.ISSUED,
        sa.or_(_D.c.noted_at.is_not(None), _D.c.account_id.in_(theirs)),
    )
    return w.hot(found.limit(1)).first() is not None


@internal
def request(w: Work, row: TaxDocument, *, account: DocumentAccount) -> DocumentRequest:
    """What the issuer of an account is asked with."""
    charge = charge_of(w, row)
    original = w.get(TaxDocument, row.credits_id) if row.credits_id else None
    # A document of another house is named in words: no issuer can tie one to it.
    is_linked = original is not None and original.account_id in (None, account.id)
    reference = original.reference if original and is_linked else ""
    customer, lang = _customer(w, row.member_id)
    amount = Money(row.amount_agorot)
    return DocumentRequest(
        key=row.id.hex,
        kind=row.kind,
        on=row.on,
        customer=customer,
        lines=rules.lines_of(row.lines, amount=amount, words=_words(row, charge, lang)),
        amount=amount,
        vat_rate=Fraction(row.vat_per_mille, 1000),
        lang=lang,
        # A credit note takes an invoice back; what moved stands on receipts.
        paid=()
        if charge is None or row.kind is DocumentKind.CREDIT_NOTE
        else (_paid(w, row, charge, account.issuer),),
        credits=reference,
        credits_number=original.number if original else "",
        credits_kind=original.kind if original else None,
        remarks=_named(original, lang) if original and not reference else "",
        mails_it=account.mails_them and bool(customer.email),
    )


@internal
def kind_now(w: Work, row: TaxDocument, *, is_exempt: bool) -> tuple[DocumentKind, Fraction]:
    """Which document a cause is owed, as the gym is for the tax now, and at which rate."""
    if row.credits_id is None and row.cause_kind == rules.GIFT:  # of an exempt one it is forgotten
        return row.kind, Fraction(row.vat_per_mille, 1000)
    if row.credits_id is None:
        charge = w.get(Charge, row.cause_id)
        is_advance, paid_on = charge.is_advance, charge.paid_on or row.on
        kind = rules.kind_of_payment(is_exempt=is_exempt, is_advance=is_advance)
        return kind, rules.rate_of(paid_on, is_exempt=is_exempt, is_advance=is_advance)
    original = w.get(TaxDocument, row.credits_id)
    return rules.kind_of_refund(original.kind), Fraction(original.vat_per_mille, 1000)


def _named(original: TaxDocument, lang: Lang) -> str:
    kind, on = texts.KINDS[original.kind].to(lang), f"{original.on:%d/%m/%Y}"
    return texts.TAKES_BACK_ANOTHERS.to(lang, kind=kind, number=original.number, on=on)


def _account_of(w: Work, row: TaxDocument) -> DocumentAccount | None:
    """Who was asked for it; before anybody was, the account in use."""
    if row.account_id is not None:
        return w.get(DocumentAccount, row.account_id)
    query = select(DocumentAccount).where(col(DocumentAccount.is_in_use))
    return w.session.execute(query).scalars().first()


def _customer(w: Work, member_id: UUID) -> tuple[Customer, Lang]:
    """To whom it is made out, and in which language; a child's goes to the guardian's address."""
    member = w.get(Member, member_id)
    guardian = w.get(Member, member.guardian_id) if member.guardian_id else None
    reader = guardian or member
    query = (
        select(User.lang)
        .join(RoleGrant, col(RoleGrant.user_id) == col(User.id))
        .where(col(RoleGrant.member_id) == reader.id, col(RoleGrant.org_id) == member.org_id)
        .limit(1)
    )
    lang = w.session.execute(query).scalars().first()
    org = w.get(Org, member.org_id)
    business = w.session.scalars(
        select(BusinessBuyer).where(col(BusinessBuyer.member_id) == member_id)
    ).first()
    customer = Customer(
        name=business.name if business else full_name(member.first_name, member.last_name),
        tax_id=business.tax_id if business else "",
        is_business=business is not None,
        email=member.email or reader.email,
        address=member.address,
        phone=member.phone or reader.phone,
    )
    return customer, Lang(lang or org.lang)


def _words(row: TaxDocument, charge: Charge | None, lang: Lang) -> str:
    """What it is for, in one line."""
    if charge is None:
        return str(row.lines[0][0])
    return what_for(charge.words, charge.words_en).to(lang)


def _paid(w: Work, row: TaxDocument, charge: Charge, issuer: Issuer) -> PaidBy:
    """How the money came, or went back. A transaction is named to the company whose it is."""
    refund = w.get(Refund, row.cause_id) if row.cause_kind == "refund" else None
    paid_to = w.get(PayAccount, charge.account_id) if charge.account_id else None
    is_theirs = paid_to is not None and paid_to.provider.value == issuer.value
    moved = refund.transaction_id if refund else charge.transaction_id
    return PaidBy(
        way=(refund.way if refund else charge.way) or "other",
        amount=Money(row.amount_agorot),
        on=_moved_on(w.actor.zone, refund, charge, row.on),
        last4=charge.last4,
        transaction_id=(moved or "") if is_theirs else "",
        instalments=1 if refund else max(1, charge.instalments),
    )


def _moved_on(zone: ZoneInfo, refund: Refund | None, charge: Charge, otherwise: date) -> date:
    if refund is None:
        return charge.paid_on or otherwise
    return day_of(refund.settled_at, zone) if refund.settled_at else otherwise
