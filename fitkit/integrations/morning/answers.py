"""What Morning's documents, saved cards and notices say of payments."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import parse_qsl

from fitkit.core.money import Money
from fitkit.integrations.exchange import is_digits, money_of, text_of, whole_of
from fitkit.integrations.morning.documents import Document
from fitkit.ports.invoices import DocumentKind
from fitkit.ports.payments import CardToken, PayWay, Transaction

CARD_PAYMENT: Final = 3
APP_PAYMENT: Final = 10
BIT_APP: Final = 1
SAVED_WITHIN_S: Final = 600
BRANDS: Final = {1: "Isracard", 2: "Visa", 3: "Mastercard", 4: "American Express", 5: "Diners"}


def transaction(document: Document, token: CardToken | None) -> Transaction:
    """Read a payment from the document that it made."""
    row: Mapping[str, Any] = document.payments[0] if document.payments else {}
    return Transaction(
        id=document.id,
        key=document.key,
        amount=document.amount,
        at=document.at,
        way=_way(row),
        approval=text_of(row.get("transactionId")),
        last4=_last4(document) or (token.last4 if token else ""),
        instalments=max(1, whole_of(row.get("numPayments")) or 1),
        token=token,
        document=document.issued(DocumentKind.INVOICE_RECEIPT),
    )


def listed(document: Document) -> Transaction:
    """A document in the list: of one paid in several ways, only what came by card or application."""
    rows = [r for r in document.payments if whole_of(r.get("type")) in (CARD_PAYMENT, APP_PAYMENT)]
    prices = [money_of(r.get("price")) for r in rows]
    parts = [p.agorot for p in prices if p is not None]
    if len(document.payments) < 2 or len(parts) != len(rows):
        return transaction(document, None)
    whole = transaction(replace(document, payments=tuple(rows)), None)
    return replace(whole, amount=Money(sum(parts)))


def _way(row: Mapping[str, Any]) -> PayWay:
    if whole_of(row.get("type")) == APP_PAYMENT:
        return PayWay.BIT if whole_of(row.get("appType")) == BIT_APP else PayWay.OTHER
    return PayWay.CARD


def _last4(document: Document) -> str:
    rows = document.payments
    digits = text_of(rows[0].get("cardNum"))[-4:] if rows else ""
    return digits if len(digits) == 4 and is_digits(digits) else ""


def rows_of(body: object) -> list[object]:
    """Saved cards: a list, a list under ``items``, or one alone, as the reference shows it."""
    if isinstance(body, list):
        return body
    if isinstance(body, dict):
        items = body.get("items")
        return items if isinstance(items, list) else [body]
    return []


def card_of(document: Document, rows: list[object]) -> CardToken | None:
    """The card that a document was paid with, among those of its client; the newest of it.

    Clients of one name may be one client there, so a card is taken only when its last digits are
    the payment's. Where the payment tells none, when it alone was saved with the payment.
    """
    last4 = _last4(document)
    cards = [(_saved_at(row), card) for row in rows if (card := _card(row)) is not None]
    if last4:
        cards = [(at, card) for at, card in cards if card.last4 == last4]
    else:
        paid_at = document.at.timestamp()
        cards = [(at, card) for at, card in cards if abs(at - paid_at) <= SAVED_WITHIN_S]
        if len(cards) > 1:
            return None
    return max(cards, key=lambda c: c[0])[1] if cards else None


def _saved_at(row: object) -> float:
    return float(whole_of(row.get("creationDate")) or 0) if isinstance(row, dict) else 0.0


def _card(said: object) -> CardToken | None:
    if not isinstance(said, dict):
        return None
    token, expires = text_of(said.get("id")), text_of(said.get("expires")).rjust(4, "0")
    if not token or not is_digits(expires) or not 1 <= int(expires[:2]) <= 12:
        return None
    return CardToken(
        token=token,
        last4=text_of(said.get("number"))[-4:],
        expires_year=2000 + int(expires[2:4]),
        expires_month=int(expires[:2]),
        brand=BRANDS.get(whole_of(said.get("cardType")) or 0, ""),
    )


def notice(body: bytes, content_type: str) -> Mapping[str, Any]:
    """Read a notice, a form or JSON; empty when it is neither."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return {}
    if "json" in content_type or text.lstrip().startswith(("{", "[")):
        try:
            said = json.loads(text)
        except (ValueError, RecursionError):
            return {}
        return said if isinstance(said, dict) else {}
    try:
        return dict(parse_qsl(text, max_num_fields=200))
    except ValueError:
        return {}
