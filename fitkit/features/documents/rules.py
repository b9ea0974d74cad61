"""Words of documents; which one a cause is owed, at what rate, and when it is tried again."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from fitkit.core import national_id
from fitkit.core.clock import month_start
from fitkit.core.errors import Invalid, Refusal
from fitkit.core.i18n import Text
from fitkit.core.money import ZERO, Money
from fitkit.features.ledger.rules import vat
from fitkit.features.members.rules import is_printable
from fitkit.features.payments.rules import CREDENTIAL_MOST, Credential
from fitkit.ports.invoices import DocumentKind, DocumentLine
from fitkit.texts import common
from fitkit.texts import documents as texts

NUMBER_MOST: Final = 20  # of a document's number that is typed
_NUMBER: Final = re.compile(r"[0-9A-Z](?:[0-9A-Z/-]*[0-9A-Z])?")
_BEFORE: Final = timedelta(days=1)  # a company's day may end before ours
GIFT: Final = "gift_part"  # the cause of what a gift card paid, and of what takes it back
PDF_MOST: Final = 5 * 1024 * 1024  # bytes
BUYER_MOST: Final = 100
ALERT_AFTER: Final = timedelta(days=1)
# How long whoever asks an issuer may take: longer than its slowest answers together.
CLAIM: Final = timedelta(minutes=15)
_GAPS: Final = (1, 5, 30, 120, 720)  # minutes after the first, second… try; then once a day
FILE_TRIES: Final = 40  # of fetching a file by itself; after them it is fetched when it is opened

# What each issuer's account is opened with, in the order it is asked for.
CREDENTIALS: Final[Mapping[str, tuple[Credential, ...]]] = {
    "demo": (),  # the demo's is named by us
    "cardcom": (
        Credential("terminal", is_secret=False),
        Credential("api_name"),
        Credential("api_password"),
    ),
    "morning": (
        Credential("id", is_secret=False),
        Credential("secret"),
        Credential("login", is_secret=False, is_needed=False),  # as for payments
    ),
    "icredit": (Credential("api_token"),),
}
# Companies whose credentials of payments open their issuer, too.
AS_PAYMENTS: Final = frozenset({"cardcom", "morning"})


class DocumentState(StrEnum):
    """Where a document stands."""

    DUE = "due"
    UNKNOWN = (
        "unknown"  # asked for, and no answer: looked for by its key before it is asked for again
    )
    ISSUED = "issued"
    REFUSED = "refused"  # a person must look


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month."""

    first: date

    @property
    def last(self) -> date:
        """Its last day."""
        return month_start(self.first + timedelta(days=31)) - timedelta(days=1)

    @property
    def before(self) -> "Month":
        """The one before."""
        return Month(month_start(self.first - timedelta(days=1)))

    @property
    def after(self) -> "Month":
        """The one after."""
        return Month(self.last + timedelta(days=1))

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"


def month_of(words: str, *, today: date) -> Month:
    """Read ``2026-11``; anything else, and a month that cannot be, is the present one."""
    try:
        first = date.fromisoformat(f"{words}-01")
    except ValueError:
        return Month(month_start(today))
    return Month(first if 2000 <= first.year <= today.year + 1 else month_start(today))


def kind_of_payment(*, is_exempt: bool, is_advance: bool = False) -> DocumentKind:
    """What somebody gets who paid: an exempt dealer gives receipts only, and so does who is paid ahead of a sale.

    Of a gift card see ``kind_of_gift``.
    """
    is_receipt = is_exempt or is_advance
    return DocumentKind.RECEIPT if is_receipt else DocumentKind.INVOICE_RECEIPT


def kind_of_gift(*, is_exempt: bool) -> DocumentKind | None:
    """What somebody gets for what a gift card paid of a sale; None: nothing.

    OUR READING, CONFIRMED BY NOBODY: what a gift card will pay for, and when, is not known when it is bought.
    So its purchase is no supply and has no VAT: its buyer gets a receipt. The supply is when it is used, and
    so is the VAT and the tax invoice of it (305), to whoever uses it; an invoice without a payment, because
    the money came when the card was bought and stands on that receipt. An exempt dealer's sale has no VAT, and
    the receipt was given: nothing more is owed. reference/israel.md §6.3 names the kinds of documents
    and does not speak of gift cards; this goes by the VAT Law 1975 and by how vouchers for more than one
    thing are commonly dealt with. An accountant's word may make another of it, here.
    """
    return None if is_exempt else DocumentKind.INVOICE


def is_owed_no_more(
    cause_kind: str, state: DocumentState, *, is_exempt: bool, takes_back: bool
) -> bool:
    """Whether a document that nobody was asked for is owed by nobody: the gym turned out to be exempt."""
    return (
        cause_kind == GIFT
        and not takes_back  # what was issued must be taken back, whatever the gym is by then
        and state is DocumentState.DUE
        and kind_of_gift(is_exempt=is_exempt) is None
    )


def kind_of_refund(of: DocumentKind) -> DocumentKind:
    """What takes a document back: a refund receipt a receipt, a credit note an invoice."""
    is_receipt = of in (DocumentKind.RECEIPT, DocumentKind.REFUND_RECEIPT)
    return DocumentKind.REFUND_RECEIPT if is_receipt else DocumentKind.CREDIT_NOTE


def takes_back(kind: DocumentKind) -> bool:
    """Whether a document takes another back, so that its amount counts against the month."""
    return kind in (DocumentKind.CREDIT_NOTE, DocumentKind.REFUND_RECEIPT)


def rate_of(on: date, *, is_exempt: bool, is_advance: bool = False) -> Fraction:
    """The rate of VAT of what was paid on a day; nothing of what is paid ahead of a sale."""
    return Fraction(0) if is_exempt or is_advance else vat.rate_on(on)


def per_mille(rate: Fraction) -> int:
    """A rate as it is kept: 180 for 18 %."""
    return int(rate * 1000)


def lines_of(
    kept: Collection[Sequence[Any]], *, amount: Money, words: str
) -> tuple[DocumentLine, ...]:
    """The lines of a document, which sum to its amount.

    What was given off stands in a charge as a line below zero, which issuers do not take: then, and
    wherever lines and amount differ, the document has the one line of what it is for.
    """
    lines = tuple(DocumentLine(str(w), Money(int(a)), max(1, int(n))) for w, a, n in kept)
    total = sum((line.total for line in lines), ZERO)
    if not lines or total != amount or any(line.total <= ZERO for line in lines):
        return (DocumentLine(words, amount),)
    return lines


def next_try(tries: int, now: datetime) -> datetime:
    """When to try again after so many tries, 1 or more: later each time, then once a day, for ever."""
    minutes = _GAPS[tries - 1] if tries <= len(_GAPS) else 24 * 60
    return now + timedelta(minutes=minutes)


def next_fetch(tries: int, now: datetime) -> datetime | None:
    """When to try again for the file of what was issued; None when it is enough by itself."""
    return None if tries >= FILE_TRIES else next_try(tries, now)


def may_be_noted(state: DocumentState, *, waits: bool, has_issuer: bool) -> bool:
    """Whether staff may type the number of a document: nobody is being asked for it, nor will be by itself.

    Args:
        state: of the document.
        waits: what it takes back has no number yet.
        has_issuer: somebody numbers the gym's documents.
    """
    if state is DocumentState.DUE:
        return waits or not has_issuer
    return state is DocumentState.REFUSED


def checked_number(number: str) -> str:
    """A document's number as a company prints it: letters, digits, hyphens and slashes, 1 to 20 of them.

    Raises:
        Refusal: empty; too long, of other characters, or nothing but zeros.
    """
    found = "".join(c for c in number if c.isprintable() and not c.isspace()).upper()
    if not found:
        raise Refusal(common.REQUIRED, field="number")
    has_digit = any(c in "123456789" for c in found)
    if len(found) > NUMBER_MOST or not _NUMBER.fullmatch(found) or not has_digit:
        raise Refusal(texts.NUMBER_IS_WRONG, field="number", most=NUMBER_MOST)
    return found


def checked_made_on(made_on: date, *, paid_on: date, today: date) -> date:
    """The day of a document that is noted: not before the payment, and not ahead.

    Raises:
        Refusal: it is.
    """
    if not paid_on - _BEFORE <= made_on <= today:
        raise Refusal(texts.MADE_ON_IS_WRONG, field="made_on")
    return made_on


def is_pdf(found: bytes | None) -> bool:
    """Whether what an issuer sent is a PDF of a size that is kept."""
    return found is not None and found.startswith(b"%PDF") and len(found) <= PDF_MOST


def issued_by_another(charged_by: str | None, *, by_itself: bool, issuer: str) -> bool:
    """Whether a payment company made the document by itself that another issuer would make again.

    Exactly one party issues for a payment: two documents would be income declared twice.

    Args:
        charged_by: the company that took the payment; None when staff did.
        by_itself: that company issues a document with every payment.
        issuer: who numbers the gym's documents.
    """
    return charged_by is not None and by_itself and charged_by != issuer


def checked_credentials(issuer: str, given: Mapping[str, str]) -> dict[str, str]:
    """What an issuer's account is opened with: only what it knows, and all that it needs.

    Raises:
        Invalid: one is missing, too long, or not printable; by its name.
    """
    problems: dict[str, Text | Refusal] = {}
    found = {}
    for one in CREDENTIALS[issuer]:
        value = given.get(one.name, "").strip()
        if not value and one.is_needed:
            problems[one.name] = common.REQUIRED
        elif len(value) > CREDENTIAL_MOST or not value.isascii() or not value.isprintable():
            problems[one.name] = texts.CREDENTIAL_IS_WRONG
        elif value:
            found[one.name] = value
    if problems:
        raise Invalid(problems)
    return found


# From a day on, an invoice to a business of more than so much before VAT needs an allocation number; the
# newest first. Source: reference/israel.md section 6.3.
_ALLOCATED: Final = (
    (date(2026, 6, 1), Money.shekels(5_000)),
    (date(2026, 1, 1), Money.shekels(10_000)),
    (date(2025, 1, 1), Money.shekels(20_000)),
    (date(2024, 5, 5), Money.shekels(25_000)),
)


def needs_allocation(kind: DocumentKind, *, on: date, before_vat: Money, buyer: str) -> bool:
    """Whether a document must have an allocation number, so that its buyer may deduct the VAT in it.

    Args:
        kind: what it is; receipts and what takes back need none.
        on: its day.
        before_vat: its amount without VAT.
        buyer: the business's number it is made out to; empty: a private customer, who deducts nothing.
    """
    if kind not in (DocumentKind.INVOICE, DocumentKind.INVOICE_RECEIPT) or not buyer:
        return False
    limit = next((most for since, most in _ALLOCATED if on >= since), None)
    return limit is not None and before_vat > limit


def checked_buyer(tax_id: str, name: str) -> tuple[str, str]:
    """A business that documents are made out to, cleaned.

    Raises:
        Invalid: its number or its name cannot be right; by its name.
    """
    problems: dict[str, Text | Refusal] = {}
    number, one = "", " ".join(name.split())
    try:
        number = national_id.parse(tax_id, field="tax_id")
    except Refusal as refusal:
        problems["tax_id"] = refusal
    if not one or len(one) > BUYER_MOST or not is_printable(one):
        problems["name"] = common.REQUIRED if not one else common.SOMETHING_WRONG
    if problems:
        raise Invalid(problems)
    return number, one
