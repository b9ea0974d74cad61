"""Morning's stand-in: both log-ins, the payment form and its page, saved cards, documents, search.

``python -m fitkit.dev.standins.morning [port]`` serves it for development, for the account
``id`` / ``secret``.
"""

import secrets
import sys
import time
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import uuid4

from fitkit.core import clock
from fitkit.dev.standins.serving import (
    Ask,
    Fields,
    PageCard,
    Reply,
    StandIn,
    card_form,
    challenge_form,
    flag,
    moved_on,
    number,
    one_of,
    problems,
    said,
    serve_for_ever,
    text,
    whole,
)

LIVES_S: Final = 3600
PDF: Final = b"%PDF-1.4\n% a document of a stand-in\n%%EOF\n"
TYPES: Final = (10, 20, 100, 200, 210, 300, 305, 320, 330, 400, 405, 500)
PAID: Final = (320, 400, 405)
NOT_FOR_EXEMPT: Final = (305, 320, 330)
EXEMPT_BUSINESS: Final = 3

OAUTH: Final[Fields] = {
    "*grant_type": one_of("client_credentials"),
    "*client_id": text(),
    "*client_secret": text(),
}
CLIENT: Final[Fields] = {
    "id": text(),
    "name": text(),
    "emails": [text()],
    "taxId": text(),
    "address": text(),
    "city": text(),
    "zip": text(),
    "country": text(2),
    "phone": text(),
    "mobile": text(),
    "fax": text(),
    "add": flag,
    "self": flag,
}
INCOME: Final[Fields] = {
    "catalogNum": text(),
    "*description": text(),
    "*quantity": number,
    "*price": number,
    "currency": one_of("ILS"),
    "currencyRate": number,
    "itemId": text(),
    "vatType": whole(0, 1, 2),
}
PAYMENT: Final[Fields] = {
    "*date": text(10),
    "*type": whole(-1, 0, 1, 2, 3, 4, 5, 10, 11),
    "*price": number,
    "currency": one_of("ILS"),
    "currencyRate": number,
    "bankName": text(),
    "bankBranch": text(),
    "bankAccount": text(),
    "chequeNum": text(),
    "accountId": text(),
    "transactionId": text(),
    "appType": whole(1, 2, 3),
    "subType": whole(1, 2, 3),
    "cardType": whole(0, 1, 2, 3, 4, 5),
    "cardNum": text(4),
    "dealType": whole(1, 2, 3, 4, 5),
    "numPayments": whole(),
    "firstPayment": number,
}
SALE: Final[Fields] = {
    "*description": text(),
    "*type": whole(*TYPES),
    "*lang": one_of("he", "en"),
    "*currency": one_of("ILS"),
    "*vatType": whole(0, 1, 2),
    "*income": [INCOME],
    "remarks": text(),
}
FORM: Final[Fields] = {
    **SALE,
    "*amount": number,
    "maxPayments": whole(),
    "pluginId": text(),
    "group": whole(100, 110, 120, 150, 160),
    "*client": CLIENT,
    "successUrl": text(),
    "failureUrl": text(),
    "notifyUrl": text(),
    "custom": text(),
}
CHARGE: Final[Fields] = {**SALE, "*amount": number, "maxPayments": whole(), "notifyUrl": text()}
DOCUMENT: Final[Fields] = {
    **SALE,
    "footer": text(),
    "emailContent": text(),
    "date": text(10),
    "dueDate": text(10),
    "discount": {"amount": number, "type": one_of("sum", "percentage")},
    "rounding": flag,
    "signed": flag,
    "attachment": flag,
    "maxPayments": whole(),
    "*client": CLIENT,
    "payment": [PAYMENT],
    "linkedDocumentIds": [text()],
    "linkedPaymentId": text(),
    "linkType": one_of("link", "cancel", "copy"),
}
SEARCH: Final[Fields] = {
    "page": whole(),
    "pageSize": whole(),
    "number": whole(),
    "type": [whole(*TYPES)],
    "status": [whole(0, 1, 2, 3, 4)],
    "paymentTypes": [whole(-1, 0, 1, 2, 3, 4, 5, 10, 11)],
    "fromDate": text(10),
    "toDate": text(10),
    "clientId": text(),
    "clientName": text(),
    "description": text(),
    "download": flag,
    "sort": text(),
    "paymentId": text(),
}
TOKENS: Final[Fields] = {"paymentNumber": text(), "cardHolder": text(), "externalKey": text()}


@dataclass
class Form:
    """A payment form that was opened."""

    asked: dict[str, Any]
    challenged: dict[str, str] | None = None  # the card that waits for its holder's yes
    document: str = ""  # once it is paid


@dataclass
class MorningStandIn(StandIn):
    """One account at Morning."""

    id: str = "id"
    secret: str = "secret"  # noqa: S105  # of a stand-in
    business_type: int = 2
    keeps_cards: bool = True
    tokens: dict[str, float] = field(default_factory=dict)  # token to the second it ends
    logins: int = 0
    login_takes_s: float = 0.0
    forms: dict[str, Form] = field(default_factory=dict)
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    cards: dict[str, dict[str, Any]] = field(default_factory=dict)  # saved, with the number kept
    clients: dict[str, str] = field(default_factory=dict)  # name to id
    asked_before: set[str] = field(default_factory=set)
    allocation: str = ""  # which the next document gets
    refuses_with: int = 2410

    def call_of(self, ask: Ask) -> str:
        """A call's name, without the ids in it."""
        if ask.method == "GET" and "/documents/" in ask.path:
            return "document"
        return StandIn.call_of(self, ask)

    def refusal(self) -> Reply:
        """A document that Morning will not make."""
        return _error(self.refuses_with, "לא ניתן להפיק")

    def answer(self, ask: Ask) -> Reply:
        """Log-ins and pages are for everybody, the rest for who has a token."""
        if ask.path == "/idp/v1/oauth/token":
            return self._oauth(ask)
        if ask.path == "/api/v1/account/token":
            return self._account(ask)
        if ask.path.startswith("/pay/"):
            return self._page(ask)
        if ask.path.startswith("/api/v1/files/"):
            return Reply(200, PDF, "application/pdf")
        bearer = (ask.headers.get("Authorization") or "").removeprefix("Bearer ")
        if self.tokens.get(bearer, 0) <= time.time():
            return _error(401, "לא מורשה", 401)
        return self._resource(ask, ask.path.removeprefix("/api/v1"))

    # --- log-in

    def _oauth(self, ask: Ask) -> Reply:
        given = ask.json()
        if wrong := problems(given, OAUTH):
            return said({"error": "invalid_request", "error_description": wrong[0]}, 400)
        if (given["client_id"], given["client_secret"]) != (self.id, self.secret):
            return said({"error": "invalid_client", "error_description": "unknown client"}, 401)
        token, until = self._token()
        return said({"accessToken": token, "tokenType": "Bearer", "expiresAt": until})

    def _account(self, ask: Ask) -> Reply:
        given = ask.json()
        if problems(given, {"*id": text(), "*secret": text()}):
            return _error(1003, "בקשה לא תקינה")
        if (given["id"], given["secret"]) != (self.id, self.secret):
            return _error(2014, "מפתח שגוי", 401)
        token, until = self._token()
        return said({"token": token, "expires": until})

    def _token(self) -> tuple[str, int]:
        time.sleep(self.login_takes_s)
        self.logins += 1
        token, until = secrets.token_urlsafe(24), int(time.time()) + LIVES_S
        self.tokens[token] = until
        return token, until

    # --- resources

    def _resource(self, ask: Ask, path: str) -> Reply:  # noqa: PLR0911  # a route a line
        match (ask.method, *path.strip("/").split("/")):
            case ("GET", "businesses", "me"):
                return said({"id": "b1", "type": self.business_type, "name": "Studio"})
            case ("POST", "payments", "form"):
                return self._open(ask)
            case ("POST", "payments", "tokens", "search"):
                return self._saved(ask)
            case ("POST", "payments", "tokens", card, "charge"):
                return self._charge(ask, card)
            case ("POST", "documents"):
                return self._issue(ask)
            case ("POST", "documents", "search") | ("POST", "documents", "payments", "search"):
                return self._search(ask)
            case ("GET", "documents", found, *rest) if found in self.documents:
                return said(self._links(found) if rest else self.documents[found])
        return _error(404, "לא נמצא", 404)

    def _links(self, found: str) -> dict[str, str]:
        return dict.fromkeys(("he", "en", "origin"), f"{self.base}/api/v1/files/{found}")

    def _open(self, ask: Ask) -> Reply:
        given = ask.json()
        if wrong := problems(given, FORM):
            return _error(1003, wrong[0])
        if refused := self._sale_problem(given):
            return refused
        found = secrets.token_urlsafe(12)
        self.forms[found] = Form(given)
        return said({"errorCode": 0, "url": f"{self.base}/pay/{found}"})

    def _sale_problem(self, given: dict[str, Any]) -> Reply | None:
        if self.business_type == EXEMPT_BUSINESS and given["type"] in NOT_FOR_EXEMPT:
            return _error(2403, "סוג המסמך אינו מותר לסוג העסק")
        if given["amount"] <= 0 or _income(given) != round(given["amount"] * 100):
            return _error(2416, "סכום לא תקין")
        if not 1 <= given.get("maxPayments", 1) <= 36:
            return _error(2425, "מספר תשלומים לא תקין")
        return None

    def _saved(self, ask: Ask) -> Reply:
        given = ask.json()
        if wrong := problems(given, TOKENS):
            return _error(1003, wrong[0])
        found = [
            {name: value for name, value in card.items() if name != "card"}
            for card in self.cards.values()
            if given.get("externalKey") in (None, card["externalKey"])
        ]
        return said({"total": len(found), "page": 1, "pages": 1, "items": found})

    def _charge(self, ask: Ask, card: str) -> Reply:
        given = ask.json()
        if wrong := problems(given, CHARGE):
            return _error(1003, wrong[0])
        if card not in self.cards:
            return _error(2627, "הכרטיס השמור לא נמצא")
        if refused := self._sale_problem(given):
            return refused
        same = f"{card} {ask.body!r}"
        if same in self.asked_before:
            return _error(1010, "בקשה זהה כבר קיימת")
        kept = self.cards[card]
        if kept["card"] in (PageCard.SOFT, PageCard.HARD):
            return _error(2603, "החיוב נכשל")
        self.asked_before.add(same)
        client = {"id": kept["externalKey"], "name": kept["holderName"], "emails": []}
        row = {"type": 3, "cardNum": kept["number"], "numPayments": given.get("maxPayments", 1)}
        return said(_made(self._make(given, client, [row])))

    def _issue(self, ask: Ask) -> Reply:
        given = ask.json()
        if wrong := problems(given, DOCUMENT):
            return _error(1003, wrong[0])
        if refused := self._document_problem(given):
            return refused
        client = dict(given["client"])
        client.setdefault("id", self._client(client["name"]))
        return said(_made(self._make(given, client, given.get("payment", []))))

    def _document_problem(self, given: dict[str, Any]) -> Reply | None:
        payments, is_paid = given.get("payment", []), given["type"] in PAID
        is_exempt = self.business_type == EXEMPT_BUSINESS
        linked = given.get("linkedDocumentIds", [])
        reasons = (
            (is_exempt and given["type"] in NOT_FOR_EXEMPT, 2403, "סוג המסמך אינו מותר לסוג העסק"),
            (not given["client"].get("name", "").strip(), 2201, "חסר שם לקוח"),
            (not given["income"], 2413, "חסרות שורות"),
            (is_paid and not payments, 2419, "חסר תקבול"),
            (bool(payments) and _paid(payments) != _income(given), 2422, "סכום התקבולים שונה"),
            (any(p["date"] > _today().isoformat() for p in payments), 2426, "תאריך תשלום לא תקין"),
            (not all(d in self.documents for d in linked), 2429, "מסמך מקושר לא נמצא"),
        )
        return next((_error(code, words) for holds, code, words in reasons if holds), None)

    def _make(
        self, given: dict[str, Any], client: dict[str, Any], payments: list[dict[str, Any]]
    ) -> dict[str, Any]:
        found = str(uuid4())
        amount = _income(given) / 100
        document = {
            "id": found,
            "description": given["description"],
            "remarks": given.get("remarks", ""),
            "type": given["type"],
            "number": str(50_000 + len(self.documents)),
            "documentDate": given.get("date", _today().isoformat()),
            "creationDate": int(time.time()),
            "status": 0,
            "lang": given["lang"],
            "amount": amount,
            "vat": round(amount - amount / 1.18, 2),
            "currency": given["currency"],
            "data": {"taxAuthorityConfirmationInitiated": bool(self.allocation)},
            "income": given["income"],
            "payment": payments,
            "client": client,
            "linkedDocumentIds": given.get("linkedDocumentIds", []),
            "url": self._links(found),
        }
        if self.allocation:
            document["data"]["taxAuthorityConfirmationNumber"] = self.allocation
            self.allocation = ""
        self.documents[found] = document
        return document

    def _client(self, name: str) -> str:
        return self.clients.setdefault(name, str(uuid4()))

    def _search(self, ask: Ask) -> Reply:
        given = ask.json()
        if wrong := problems(given, SEARCH):
            return _error(1003, wrong[0])
        size, at = given.get("pageSize", 20), given.get("page", 1)
        if size > 100:
            return _error(1119, "pageSize")
        found = [d for d in self.documents.values() if _matches(d, given)]
        rows = found[(at - 1) * size : at * size]
        pages = -(-len(found) // size)
        return said(
            {"total": len(found), "page": at, "pageSize": size, "pages": pages, "items": rows}
        )

    # --- the page

    def _page(self, ask: Ask) -> Reply:
        form = self.forms.get(ask.path.removeprefix("/pay/"))
        if form is None or form.document:
            return Reply(404, b"", "text/html")
        given = ask.form() if ask.method == "POST" else {}
        if form.challenged is not None and given:
            card, form.challenged = form.challenged, None
            return self._pay(form, card) if given.get("do") == "pass" else self._fail(form)
        match given.get("card"):
            case PageCard.GOOD:
                return self._pay(form, given)
            case PageCard.CHALLENGED:
                form.challenged = given
                return challenge_form()
            case PageCard.SOFT | PageCard.HARD:
                return self._fail(form)
        asked, problem = form.asked, "כרטיס שגוי" if given else ""
        most = asked.get("maxPayments", 1)
        return card_form(asked["description"], str(asked["amount"]), most, problem)

    def _fail(self, form: Form) -> Reply:
        return moved_on(form.asked.get("failureUrl", ""))

    def _pay(self, form: Form, given: dict[str, str]) -> Reply:
        asked = form.asked
        client = dict(asked["client"])
        client["id"] = self._client(client["name"])
        payments = int(given.get("payments", 1))
        row = {"type": 3, "cardNum": given["card"][-4:], "numPayments": payments}
        form.document = self._make(asked, client, [row])["id"]
        if self.keeps_cards:
            self.save_card(given["card"], client["id"], client["name"], given.get("expiry", "1230"))
        notice = {"transaction_id": form.document, "custom": asked.get("custom", "")}
        self.tell_form(asked.get("notifyUrl", ""), notice)
        return moved_on(asked.get("successUrl", ""))

    def save_card(self, card: str, client: str, holder: str, expiry: str = "1230") -> str:
        """Keep a card for later charges, as Morning's own screen does; its id."""
        found = str(uuid4())
        self.cards[found] = {
            "id": found,
            "externalKey": client,
            "holderName": holder,
            "creationDate": int(time.time()),
            "lastUpdateDate": int(time.time()),
            "number": card[-4:],
            "expires": expiry,
            "currencies": [],
            "cardType": 2,
            "card": card,
        }
        return found


def _error(code: int, words: str, status: int = 400) -> Reply:
    return said({"errorCode": code, "errorMessage": words}, status)


def _made(document: dict[str, Any]) -> dict[str, Any]:
    """What Morning answers to a document: less than it knows."""
    return {name: document[name] for name in ("id", "number", "lang", "url")} | {"signed": True}


def _income(given: dict[str, Any]) -> int:
    return sum(round(row["price"] * row["quantity"] * 100) for row in given["income"])


def _paid(payments: list[dict[str, Any]]) -> int:
    return sum(round(row["price"] * 100) for row in payments)


def _today() -> date:
    return clock.day_of(clock.now(), clock.ISRAEL)


def _matches(document: dict[str, Any], asked: dict[str, Any]) -> bool:
    kinds = {row["type"] for row in document["payment"]}
    return (
        (not asked.get("type") or document["type"] in asked["type"])
        and asked.get("fromDate", "") <= document["documentDate"]
        and document["documentDate"] <= asked.get("toDate", "9")
        and asked.get("description", "") in document["description"]
        and (not asked.get("paymentTypes") or bool(kinds & set(asked["paymentTypes"])))
    )


if __name__ == "__main__":
    serve_for_ever(MorningStandIn(), int(sys.argv[1]) if len(sys.argv) > 1 else 8411)
