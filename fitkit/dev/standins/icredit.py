"""iCredit's and Rivhit's stand-in: payment pages, sales, tokens, notices; documents and receipts.

``python -m fitkit.dev.standins.icredit [port]`` serves it for development, for the page
``80d75f51-1ca1-41a8-a698-8183d68499c6`` and the API token ``api-token``.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID, uuid4

from stdnum.il import idnr

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

PAGES: Final = "/API/PaymentPageRequest.svc/"
BOOKS: Final = "/online/RivhitOnlineAPI.svc/"
PDF: Final = b"%PDF-1.4\n% a document of a stand-in\n%%EOF\n"
NOT_A_REQUEST: Final = Reply(400, b"<html>Request Error</html>", "text/html")
# By the card, none for an unknown token: iCredit's own number, and those of the card companies.
REFUSED_CARDS: Final = {
    "": (33, "Token was not found"),
    PageCard.SOFT: (1004, "Credit card declined"),
    PageCard.HARD: (15, "Card expired"),
}


def guid(v: object) -> bool:
    """A GUID, which the layer below checks before anything else."""
    try:
        UUID(v if isinstance(v, str) else "")
    except ValueError:
        return False
    return True


ITEM: Final[Fields] = {
    "Id": whole(),
    "CatalogNumber": text(),
    "*Quantity": number,
    "*UnitPrice": number,
    "*Description": text(100),
}
SALE: Final[Fields] = {
    "*GroupPrivateToken": guid,
    "*Items": [ITEM],
    "ExemptVAT": flag,
    "PriceIncludeVAT": flag,
    "SaleType": whole(1, 2, 3),
    "Currency": whole(1, 2, 3, 4, 5, 6),
    "DocumentLanguage": one_of("he", "en"),
    "Discount": number,
    "SendMail": flag,
    "EmailAddress": text(),
    "CustomerFirstName": text(20),
    "CustomerLastName": text(30),
    "PhoneNumber": text(15),
    "IdNumber": text(9),
    "Comments": text(400),
    **{f"Custom{n}": text() for n in range(1, 10)},
    "RequestReference": text(),
    "PreventDuplicates": flag,
    "NumberOfPayments": whole(),
}
GET_URL: Final[Fields] = {
    **SALE,
    "RedirectURL": text(),
    "FailRedirectURL": text(),
    "MaxFailedAttempts": whole(),
    "IPNURL": text(),
    "IPNFailureURL": text(),
    "IPNMethod": whole(1, 2),
    "MaxPayments": whole(),
    "MinPayments": whole(),
    "CreditFromPayment": whole(),
    "CreateToken": flag,
    "HideItemList": flag,
}
CHARGE: Final[Fields] = {**SALE, "*CreditcardToken": guid, "IPNURL": text()}
VERIFY: Final[Fields] = {"*GroupPrivateToken": guid, "*SaleId": guid, "*TotalAmount": number}
ONE_SALE: Final[Fields] = {"SaleId": guid, "SalePrivateToken": guid}

ROW: Final[Fields] = {
    "item_id": whole(),
    "catalog_number": text(15),
    "*quantity": number,
    "*price_nis": number,
    "*description": text(100),
    "exempt_vat": flag,
}
PAYMENT: Final[Fields] = {
    "*payment_type": whole(),
    "*amount_nis": number,
    "due_date": text(10),
    "description": text(30),
    "bank_code": whole(),
    "branch_number": whole(),
    "bank_account_number": text(),
    "check_number": text(),
    "number_of_payments": whole(),
}
PAPER: Final[Fields] = {
    "*api_token": text(),
    "*customer_id": whole(),
    "last_name": text(30),
    "first_name": text(20),
    "address": text(30),
    "city": text(20),
    "phone": text(15),
    "id_number": whole(),
    "create_customer": flag,
    "find_by_id": flag,
    "find_by_mail": flag,
    "issue_date": text(10),
    "language": one_of("he", "en"),
    "send_mail": flag,
    "email_to": text(50),
    "comments": text(400),
    "request_reference": text(),
    "prevent_duplicates": flag,
    "check_only": flag,
    "payments": [PAYMENT],
}
DOCUMENT: Final[Fields] = {
    **PAPER,
    "*document_type": whole(),
    "*items": [ROW],
    "price_include_vat": flag,
    "sort_code": whole(100, 150),
}
RECEIPT: Final[Fields] = {**PAPER, "*receipt_type": whole()}
ASKED: Final[Fields] = {"*api_token": text()}
REMEMBERED: Final[Fields] = {**ASKED, "*request_reference": text()}


def cancel(what: str) -> Fields:
    """Of a taking back."""
    return {
        **ASKED,
        f"*{what}_type": whole(),
        f"*{what}_number": whole(),
        "cancellation_date": text(10),
        "language": one_of("he", "en"),
        "comments": text(400),
        "send_mail": flag,
        "request_reference": text(),
        "prevent_duplicates": flag,
    }


def details(what: str) -> Fields:
    """Of a look at one."""
    return {**ASKED, f"*{what}_type": whole(), f"*{what}_number": whole()}


@dataclass
class Sale:
    """A page that was opened, or a charge."""

    asked: dict[str, Any]
    private: str
    public: str
    id: str = ""  # once there is a sale
    at: str = ""  # and when, on Israel's walls
    amount: int = 0  # agorot that moved
    card: str = ""
    payments: int = 1
    token: str = ""
    is_cancelled: bool = False
    challenged: dict[str, str] | None = None


@dataclass
class Paper:
    """A document or a receipt."""

    what: str  # document or receipt
    series: int
    number: int
    amount: int  # agorot
    identity: str
    fields: dict[str, Any]
    of: str = ""  # number of what it takes back
    confirmation: str | None = None
    is_cancelled: bool = False


@dataclass
class ICreditStandIn(StandIn):
    """One payment page and one business."""

    group: str = "80d75f51-1ca1-41a8-a698-8183d68499c6"
    api_token: str = "api-token"  # noqa: S105  # of a stand-in
    replays: bool = True  # a repeated charge gets the first answer; else it is refused
    sales: dict[str, Sale] = field(default_factory=dict)  # by private token
    cards: dict[str, str] = field(default_factory=dict)  # token to card
    charged: dict[str, dict[str, Any]] = field(default_factory=dict)  # by RequestReference
    moved: list[int] = field(default_factory=list)  # agorot, refunds negative
    papers: list[Paper] = field(default_factory=list)
    memory: dict[str, list[dict[str, Any]]] = field(default_factory=dict)  # by request_reference
    allocation: str | None = None

    def call_of(self, ask: Ask) -> str:
        """A call's name, without the format at its end."""
        return StandIn.call_of(self, Ask(ask.method, ask.path.removesuffix("/JSON"), {}, b""))

    def refusal(self) -> Reply:
        """A document that Rivhit will not make."""
        return said(_error(-28, "תעודת זהות שגויה"))

    def answer(self, ask: Ask) -> Reply:
        """Payment pages, their sales, and the books."""
        if ask.path.startswith("/payment/"):
            return self._page(ask)
        if ask.path.startswith("/pdf/"):
            return Reply(200, PDF, "application/pdf")
        given = ask.json()
        if not isinstance(given, dict):
            return NOT_A_REQUEST
        if ask.path.startswith(PAGES):
            return self._sales(ask.path.removeprefix(PAGES), given)
        if ask.path.startswith(BOOKS):
            return self._books(ask.path.removeprefix(BOOKS).removesuffix("/JSON"), given)
        return Reply(404)

    # --- pages and sales

    def _sales(self, method: str, given: dict[str, Any]) -> Reply:
        calls: dict[str, tuple[Fields, Callable[[dict[str, Any]], dict[str, Any]]]] = {
            "GetUrl": (GET_URL, self._get_url),
            "Verify": (VERIFY, self._verify),
            "SaleDetails": (ONE_SALE, self._details),
            "SaleChargeToken": (CHARGE, self._charge),
            "CancelSale": (ONE_SALE, self._cancel_sale),
        }
        if method not in calls:
            return Reply(404)
        fields, answer = calls[method]
        if problems(given, fields):
            return NOT_A_REQUEST
        return said(answer(given))

    def _get_url(self, given: dict[str, Any]) -> dict[str, Any]:
        if refused := self._sale_problem(given):
            return {**refused, "URL": None, "PublicSaleToken": None, "PrivateSaleToken": None}
        sale = Sale(given, str(uuid4()), str(uuid4()))
        self.sales[sale.private] = sale
        return {
            "Status": 0,
            "URL": f"{self.base}/payment/{sale.public}",
            "PublicSaleToken": sale.public,
            "PrivateSaleToken": sale.private,
            "DebugMessage": None,
        }

    def _sale_problem(self, given: dict[str, Any]) -> dict[str, Any] | None:
        if given["GroupPrivateToken"] != self.group:
            return {"Status": 1001, "DebugMessage": "GroupPrivateToken was not found"}
        if _total(given) <= 0:
            return {"Status": 1002, "DebugMessage": "Amount must be positive"}
        return None

    def _verify(self, given: dict[str, Any]) -> dict[str, Any]:
        found = self._sale(given)
        right = (
            found is not None
            and given["GroupPrivateToken"] == self.group
            and round(given["TotalAmount"] * 100) == found.amount
        )
        return {"Status": "VERIFIED" if right else "NOTVERIFIED"}

    def _sale(self, given: dict[str, Any]) -> Sale | None:
        for sale in self.sales.values():
            if sale.id and sale.id == given.get("SaleId"):
                return sale
            if sale.private == given.get("SalePrivateToken"):
                return sale
        return None

    def _details(self, given: dict[str, Any]) -> dict[str, Any]:
        sale = self._sale(given)
        if sale is None:
            return {"Status": 1003, "DebugMessage": "Sale was not found", "SaleId": None}
        if not sale.id:
            return {"Status": 0, "DebugMessage": None, "SaleId": None, "Amount": 0}
        return {"Status": 0, "DebugMessage": None, **_facts(sale), "SalePrivateToken": sale.private}

    def _charge(self, given: dict[str, Any]) -> dict[str, Any]:
        if refused := self._sale_problem(given):
            return refused
        key = given.get("RequestReference", "") if given.get("PreventDuplicates") else ""
        if key in self.charged:
            if self.replays:
                return self.charged[key]
            return {"Status": 1010, "DebugMessage": "Duplicate request"}
        card = self.cards.get(given["CreditcardToken"], "")
        if card in REFUSED_CARDS:
            status, words = REFUSED_CARDS[card]
            return {"Status": status, "DebugMessage": words}
        sale = Sale(given, str(uuid4()), str(uuid4()), payments=given.get("NumberOfPayments", 1))
        self.sales[sale.private] = sale
        self._take(sale, card, _total(given))
        reply = {
            "Status": 0,
            "SalePrivateToken": sale.private,
            "CustomerTransactionId": str(uuid4()),
            "TotalAmount": sale.amount / 100,
            "DebugMessage": None,
        }
        if key:
            self.charged[key] = reply
        return reply

    def _take(self, sale: Sale, card: str, agorot: int) -> None:
        sale.id, sale.card, sale.amount = str(uuid4()), card, agorot
        sale.at = clock.now().astimezone(clock.ISRAEL).strftime("%d.%m.%Y %H:%M:%S")
        if agorot:
            self.moved.append(agorot)

    def _cancel_sale(self, given: dict[str, Any]) -> dict[str, Any]:
        sale = self._sale(given)
        if sale is None or not sale.amount:
            return {"Status": 1003, "DebugMessage": "Sale was not found"}
        if sale.is_cancelled:
            return {"Status": 1006, "DebugMessage": "Sale was cancelled already"}
        sale.is_cancelled = True
        self.moved.append(-sale.amount)
        return {"Status": 0, "DebugMessage": None}

    # --- the page

    def _page(self, ask: Ask) -> Reply:
        public = ask.path.removeprefix("/payment/")
        sale = next((s for s in self.sales.values() if s.public == public), None)
        if sale is None or sale.id:
            return Reply(404, b"", "text/html")
        given = ask.form() if ask.method == "POST" else {}
        if sale.challenged is not None and given:
            card, sale.challenged = sale.challenged, None
            return self._pay(sale, card) if given.get("do") == "pass" else self._fail(sale)
        is_kept = sale.asked.get("SaleType") == 3
        match given.get("card"):
            case PageCard.GOOD:
                return self._pay(sale, given)
            case PageCard.SOFT | PageCard.HARD:
                return self._pay(sale, given) if is_kept else self._fail(sale)
            case PageCard.CHALLENGED:
                sale.challenged = given
                return challenge_form()
        words = sale.asked["Items"][0]["Description"]
        most = sale.asked.get("MaxPayments", 1)
        return card_form(words, str(_total(sale.asked) / 100), most, "כרטיס שגוי" if given else "")

    def _fail(self, sale: Sale) -> Reply:
        notice = {"Custom1": sale.asked.get("Custom1", ""), "TransactionStatus": "4"}
        self.tell_form(sale.asked.get("IPNFailureURL") or sale.asked.get("IPNURL", ""), notice)
        return moved_on(sale.asked.get("FailRedirectURL", ""))

    def _pay(self, sale: Sale, given: dict[str, str]) -> Reply:
        is_kept = sale.asked.get("SaleType") == 3
        sale.payments = int(given.get("payments", 1))
        if sale.asked.get("CreateToken"):
            sale.token = str(uuid4())
            self.cards[sale.token] = given["card"]
        self._take(sale, given["card"], 0 if is_kept else _total(sale.asked))
        self.tell_form(sale.asked.get("IPNURL", ""), self._notice(sale))
        return moved_on(sale.asked.get("RedirectURL", ""))

    def _notice(self, sale: Sale) -> dict[str, object]:
        """Of a sale; names come in whatever case they please."""
        return {
            "saleid": sale.id,
            "GroupPrivateToken": self.group,
            "NumberOfItems": len(sale.asked["Items"]),
            "Custom1": sale.asked.get("Custom1", ""),
            "SaleTime": sale.at,
            "TransactionAmount": f"{sale.amount / 100:.2f}",
            "TransactionAuthNum": "0012345",
            "TransactionCardNum": f"458000XXXXXX{sale.card[-4:]}",
            "TransactionCardDueDateMMYY": "1230",
            "TransactionNumOfPayment": sale.payments,
            "TransactionStatus": 0,
            "TransactionParamJ": 0,
            "TransactionToken": sale.token,
        }

    # --- books

    def _books(self, method: str, given: dict[str, Any]) -> Reply:
        calls: dict[str, tuple[Fields, Callable[[dict[str, Any]], dict[str, Any]]]] = {
            "Document.New": (DOCUMENT, self._document),
            "Receipt.New": (RECEIPT, self._receipt),
            "Document.Cancel": (cancel("document"), lambda g: self._take_back("document", g)),
            "Receipt.Cancel": (cancel("receipt"), lambda g: self._take_back("receipt", g)),
            "Document.Details": (details("document"), lambda g: self._look("document", g)),
            "Receipt.Details": (details("receipt"), lambda g: self._look("receipt", g)),
            "Document.TypeList": (ASKED, _document_types),
            "Receipt.TypeList": (ASKED, _receipt_types),
            "Payment.TypeList": (ASKED, _payment_types),
            "Status.LastRequest": (REMEMBERED, self._last),
            "Status.AllRequests": (REMEMBERED, self._every),
        }
        if method not in calls:
            return Reply(404)
        fields, answer = calls[method]
        if problems(given, fields):
            return NOT_A_REQUEST
        if given["api_token"] != self.api_token:
            return said(_error(-3, "אין הרשאה"))
        found = answer(given)
        key = given.get("request_reference")
        if key and not method.startswith("Status."):
            self.memory.setdefault(key, []).append(found)
        # An error comes with 500 as well as with 200.
        return said(found, 500 if found["error_code"] == -29 else 200)

    def _is_again(self, given: dict[str, Any]) -> bool:
        kept = self.memory.get(given.get("request_reference", ""), [])
        return bool(given.get("prevent_duplicates")) and any(e["error_code"] == 0 for e in kept)

    def _document(self, given: dict[str, Any]) -> dict[str, Any]:
        kinds = {row["document_type"]: row for row in _document_types(given)["data"]}
        total = sum(round(r["price_nis"] * r["quantity"] * 100) for r in given["items"])
        paid = sum(round(p["amount_nis"] * 100) for p in given.get("payments", []))
        if self._is_again(given):
            return _error(-100, "פעולה כפולה")
        if given.get("id_number") and not idnr.is_valid(str(given["id_number"])):
            return _error(-28, "תעודת זהות שגויה")
        if given["document_type"] not in kinds:
            return _error(-23, "סוג מסמך לא קיים")
        if kinds[given["document_type"]]["is_invoice_receipt"] and paid != total:
            return _error(-29, "סכום התקבולים שונה מסכום המסמך")
        return self._paper("document", given["document_type"], total, given)

    def _receipt(self, given: dict[str, Any]) -> dict[str, Any]:
        paid = sum(round(p["amount_nis"] * 100) for p in given.get("payments", []))
        if self._is_again(given):
            return _error(-100, "פעולה כפולה")
        if not given.get("payments"):
            return _error(-29, "חסרים תקבולים")
        return self._paper("receipt", given["receipt_type"], paid, given)

    def _paper(self, what: str, series: int, agorot: int, given: dict[str, Any]) -> dict[str, Any]:
        paper = Paper(
            what, series, 50_000 + len(self.papers), agorot, str(uuid4()), given,
            confirmation=self.allocation,
        )  # fmt: skip
        self.allocation = None
        self.papers.append(paper)
        return _fine(
            {
                f"{what}_type": series,
                f"{what}_number": paper.number,
                f"{what}_identity": paper.identity,
                f"{what}_link": f"{self.base}/pdf/{paper.identity}",
                "customer_id": 77,
                "print_status": 0,
                "amount": agorot / 100,
                "confirmation_number": paper.confirmation,
            }
        )

    def _named(self, what: str, given: dict[str, Any]) -> Paper | None:
        named = (given[f"{what}_type"], given[f"{what}_number"])
        return next(
            (p for p in self.papers if (p.series, p.number) == named and _has(p, what)), None
        )

    def _take_back(self, what: str, given: dict[str, Any]) -> dict[str, Any]:
        if self._is_again(given):
            return _error(-100, "פעולה כפולה")
        original = self._named(what, given)
        if original is None:
            return _error(-76, "מסמך לא קיים")
        is_inner = what != original.what  # the receipt inside an invoice-receipt
        if original.is_cancelled and not is_inner:
            return _error(-78, "מסמך כבר מבוטל")
        original.is_cancelled = True
        note = Paper(
            what, 3, 60_000 + len(self.papers), -original.amount, str(uuid4()), given,
            of=str(original.number),
        )  # fmt: skip
        self.papers.append(note)
        named = "cancel_document" if what == "document" else "cancel_receipt"
        return _fine(
            {
                f"{named}_type": 3,
                f"{named}_number": note.number,
                f"{named}_identity": note.identity,
                f"{named}_link": f"{self.base}/pdf/{note.identity}",
                "amount": note.amount / 100,
            }
        )

    def _look(self, what: str, given: dict[str, Any]) -> dict[str, Any]:
        found = self._named(what, given)
        if found is None:
            return _error(-76, "מסמך לא קיים")
        return _fine(
            {
                f"{what}_type": found.series,
                f"{what}_number": found.number,
                f"{what}_total": found.amount / 100,
                "is_cancelled": found.is_cancelled,
                "confirmation_number": found.confirmation,
            }
        )

    def _last(self, given: dict[str, Any]) -> dict[str, Any]:
        kept = self.memory.get(given["request_reference"], [])
        return _fine(json.dumps(kept[-1])) if kept else _error(-2, "לא נמצאו נתונים")

    def _every(self, given: dict[str, Any]) -> dict[str, Any]:
        kept = self.memory.get(given["request_reference"], [])
        return _fine([json.dumps(e) for e in kept]) if kept else _error(-2, "לא נמצאו נתונים")


def _total(given: dict[str, Any]) -> int:
    return sum(round(item["UnitPrice"] * item["Quantity"] * 100) for item in given["Items"])


def _facts(sale: Sale) -> dict[str, Any]:
    return {
        "SaleId": sale.id,
        "Amount": sale.amount / 100,
        "Custom1": sale.asked.get("Custom1"),
        "SaleTime": sale.at,
        "AuthNum": "0012345",
        "CardNum": f"458000XXXXXX{sale.card[-4:]}",
        "CardDueDate": "1230",
        "CardName": "(ויזה) Cal",
        "NumberOfPayments": sale.payments,
        "Token": sale.token or "00000000-0000-0000-0000-000000000000",
        "DocumentNum": None,
        "DocumentType": None,
        "PaymentMethod": None,
    }


def _has(paper: Paper, what: str) -> bool:
    """Whether it is one, or has one inside."""
    return paper.what == what or (what == "receipt" and paper.series == 2)


def _fine(data: object) -> dict[str, Any]:
    return {"error_code": 0, "client_message": "", "debug_message": "", "data": data}


def _error(code: int, words: str) -> dict[str, Any]:
    return {"error_code": code, "client_message": words, "debug_message": "", "data": None}


def _document_types(_given: object) -> dict[str, Any]:
    names = {1: "חשבונית מס", 2: "חשבונית מס קבלה", 3: "חשבונית מס זיכוי", 4: "תעודת משלוח"}
    return _fine(
        [
            {"document_type": n, "document_name": name, "is_invoice_receipt": n == 2}
            for n, name in names.items()
        ]
    )


def _receipt_types(_given: object) -> dict[str, Any]:
    names = {2: "קבלה מתוך חשבונית", 1: "קבלה"}
    return _fine(
        [
            {"receipt_type": n, "receipt_name": name, "is_invoice_receipt": n == 2}
            for n, name in names.items()
        ]
    )


def _payment_types(_given: object) -> dict[str, Any]:
    names = {
        1: "המחאה",
        2: "מזומן",
        4: "ישראכרט",
        5: "ויזה",
        9: "העברה בנקאית",
        12: "ביט",
        13: "אחר",
    }
    return _fine([{"payment_type": n, "payment_name": name} for n, name in names.items()])


if __name__ == "__main__":
    serve_for_ever(ICreditStandIn(), int(sys.argv[1]) if len(sys.argv) > 1 else 8412)
