"""How documents are written to Morning and read back, for payments and for the issuer alike."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from fitkit.core import clock
from fitkit.core.money import ZERO, Money
from fitkit.integrations.exchange import (
    Answer,
    Lost,
    allocation_of,
    money_of,
    shekels,
    text_of,
    whole_of,
)
from fitkit.integrations.morning.client import MOST_SECONDS, MorningClient, error_of
from fitkit.ports.invoices import DocumentKind, IssuedDocument

TAX_INVOICE: Final = 305
INVOICE_RECEIPT: Final = 320
CREDIT_INVOICE: Final = 330
RECEIPT: Final = 400
EXEMPT_DEALER: Final = 3  # businessType
KINDS: Final = {
    TAX_INVOICE: DocumentKind.INVOICE,
    INVOICE_RECEIPT: DocumentKind.INVOICE_RECEIPT,
    CREDIT_INVOICE: DocumentKind.CREDIT_NOTE,
    RECEIPT: DocumentKind.RECEIPT,
}
DEFAULT_VAT: Final = 0  # of a document: the business's own
EXEMPT_DOCUMENT: Final = 1
PRICE_WITH_VAT: Final = 1  # of a row
EXEMPT_ROW: Final = 2
_BETWEEN: Final = " · "  # between what a document is for and our key
MOST_MILLISECONDS: Final = 10**14
PAGE_SIZE: Final = 100  # the most it gives
MOST_PAGES: Final = 200


def tagged(words: str, key: str) -> str:
    """A description that ends with our key."""
    return f"{' '.join(words.split())}{_BETWEEN}{key}"


def key_of(description: object) -> str:
    """Our key at the end of a description; empty when it has none."""
    return text_of(description).rpartition(_BETWEEN)[2] if _BETWEEN in text_of(description) else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a document, VAT included."""

    words: str
    total: Money
    quantity: int


def income(rows: list[Row], *, is_exempt: bool) -> list[dict[str, object]]:
    """Rows as Morning takes them: a price of one. What does not divide is one of the whole."""
    return [_income(row, EXEMPT_ROW if is_exempt else PRICE_WITH_VAT) for row in rows]


def _income(row: Row, vat_type: int) -> dict[str, object]:
    quantity, words = row.quantity, row.words
    if quantity < 1 or row.total.agorot % quantity:
        quantity, words = 1, f"{row.words} ({row.quantity})"
    return {
        "description": words,
        "quantity": quantity,
        "price": shekels(Money(row.total.agorot // quantity)),
        "currency": "ILS",
        "vatType": vat_type,
    }


@dataclass(frozen=True, slots=True)
class Document:
    """A document as Morning has it."""

    id: str
    key: str  # ours; empty of one that is not
    kind: DocumentKind | None
    number: str
    amount: Money  # VAT included
    currency: str
    at: datetime
    client_id: str
    url: str
    allocation_number: str
    payments: tuple[Mapping[str, Any], ...]  # raw rows

    def issued(self, kind: DocumentKind) -> IssuedDocument:
        """It as the port tells it."""
        return IssuedDocument(
            reference=self.id,
            number=self.number,
            kind=self.kind or kind,
            url=self.url,
            allocation_number=self.allocation_number,
            amount=self.amount if self.currency == "ILS" else None,
        )


def read_document(said: object) -> Document | None:
    """A document from a search, a look or a charge; None when it is none."""
    if not isinstance(said, dict) or not text_of(said.get("id")):
        return None
    data, client = _object(said.get("data")), _object(said.get("client"))
    payments = said.get("payment")
    return Document(
        id=text_of(said.get("id")),
        key=key_of(said.get("description")),
        kind=KINDS.get(whole_of(said.get("type")) or 0),
        number=text_of(said.get("number")),
        amount=money_of(said.get("amount")) or ZERO,
        currency=text_of(said.get("currency")) or "ILS",
        at=_moment(said),
        client_id=text_of(client.get("id")),
        url=_url(said.get("url")),
        allocation_number=allocation_of(data.get("taxAuthorityConfirmationNumber")),
        payments=tuple(p for p in payments if isinstance(p, dict))
        if isinstance(payments, list)
        else (),
    )


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _url(value: object) -> str:
    links = _object(value)
    return text_of(links.get("origin") or links.get("he") or links.get("en"))


def _moment(said: Mapping[str, Any]) -> datetime:
    created = whole_of(said.get("creationDate")) or 0
    if 0 < created < MOST_MILLISECONDS:
        seconds = created / 1000 if created > MOST_SECONDS else created
        return datetime.fromtimestamp(seconds, UTC)
    try:
        day = date.fromisoformat(text_of(said.get("documentDate")))
    except ValueError:
        return clock.now()
    return clock.wall(day, time(12), clock.ISRAEL)


def search(client: MorningClient, asked: Mapping[str, object], *, path: str) -> Iterator[Document]:
    """All documents of a search, page by page.

    Raises:
        Unsent: Morning was not reached.
        Lost: it answered something else.
        LoginRefused: the log-in is refused.
    """
    for page in range(1, MOST_PAGES + 1):
        answer = client.post(
            path, {**asked, "page": page, "pageSize": PAGE_SIZE}, call="documents_search"
        )
        items = _items(answer)
        yield from (d for d in map(read_document, items) if d is not None)
        if page >= (whole_of(answer.fields.get("pages")) or 0) or not items:
            return


def _items(answer: Answer) -> list[object]:
    items = answer.fields.get("items")
    if answer.status != 200 or not isinstance(items, list):
        raise Lost(f"search {answer.status} {error_of(answer).code}")
    return items


def by_key(
    client: MorningClient, key: str, *, first: date, last: date, types: list[int]
) -> list[Document]:
    """Documents of ours with a key, of some days; oldest first.

    Raises:
        Unsent, Lost, LoginRefused: as ``search``.
    """
    asked = {
        "description": key,
        "type": types,
        "fromDate": first.isoformat(),
        "toDate": last.isoformat(),
    }
    found = [d for d in search(client, asked, path="/documents/search") if d.key == key]
    return sorted(found, key=lambda d: d.at)


def today() -> date:
    """The day in Israel."""
    return clock.day_of(clock.now(), clock.ISRAEL)


def lately(days: int) -> tuple[date, date]:
    """From some days ago until tomorrow."""
    return today() - timedelta(days=days), today() + timedelta(days=1)
