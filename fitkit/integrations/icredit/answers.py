"""What iCredit's answers say of sales, cards and refusals."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from fitkit.core import clock
from fitkit.core.money import Money
from fitkit.integrations.exchange import is_digits, on_israels_wall, words_of
from fitkit.integrations.icredit.client import (
    INVOICE_RECEIPT_SERIES,
    INVOICE_SERIES,
    Said,
    guid_of,
    reference_of,
)
from fitkit.ports.invoices import DocumentKind, IssuedDocument
from fitkit.ports.payments import (
    CardToken,
    Declined,
    DeclineKind,
    DeclineReason,
    Misconfigured,
    PayWay,
    Problem,
    Transaction,
    Unknown,
)

DECLINED: Final = 1004
# What the card companies answer, where it is passed on.
SHVA: Final[Mapping[int, tuple[DeclineKind, DeclineReason]]] = {
    1: (DeclineKind.HARD, DeclineReason.BLOCKED),
    2: (DeclineKind.HARD, DeclineReason.BLOCKED),
    3: (DeclineKind.SOFT, DeclineReason.CALL_BANK),
    4: (DeclineKind.SOFT, DeclineReason.REFUSED),
    5: (DeclineKind.HARD, DeclineReason.BLOCKED),
    6: (DeclineKind.SOFT, DeclineReason.WRONG_DETAILS),
    7: (DeclineKind.SOFT, DeclineReason.AUTHENTICATION),
    9: (DeclineKind.SOFT, DeclineReason.TEMPORARY),
    12: (DeclineKind.HARD, DeclineReason.NOT_SUPPORTED),
    15: (DeclineKind.HARD, DeclineReason.EXPIRED),
    33: (DeclineKind.HARD, DeclineReason.WRONG_DETAILS),
    36: (DeclineKind.HARD, DeclineReason.EXPIRED),
}


def misconfigured(found: Said) -> Misconfigured:
    """Tell credentials from the rest; there is no list of codes, so a word about the token decides."""
    words = words_of(found.get("DebugMessage"))
    problem = Problem.CREDENTIALS if "grouppriv" in words.lower() else Problem.OTHER
    return Misconfigured(problem, f"{found.text('Status')} {words}".strip())


def not_charged(found: Said, status: int) -> Declined | Unknown | Misconfigured:
    """Read why a token was not charged; a duplicate says that it was, earlier."""
    words = words_of(found.get("DebugMessage"))
    if "duplicat" in words.lower():
        return Unknown("iCredit says that the same was charged before")
    if "grouppriv" in words.lower():
        return Misconfigured(Problem.CREDENTIALS, words)
    if status == DECLINED:
        return Declined(DeclineKind.SOFT, DeclineReason.REFUSED, str(status), words)
    kind, reason = SHVA.get(status, (DeclineKind.SOFT, DeclineReason.REFUSED))
    return Declined(kind, reason, str(status), words)


def transaction(
    found: Said, *, reference: str, key: str, amount: Money, token: CardToken | None
) -> Transaction:
    """Read a sale whose key and amount are known to be ours."""
    return Transaction(
        id=reference,
        key=key,
        amount=amount,
        at=_moment(found.text("SaleTime", "TransactionDateTime")),
        way=_way(found.text("PaymentMethod")),
        approval=found.text("TransactionAuthNum", "AuthNum"),
        last4=_last4(found),
        instalments=max(1, found.whole("NumberOfPayments", "TransactionNumOfPayment") or 1),
        token=token,
        document=document_of(found),
    )


def _way(said: str) -> PayWay:
    ways = {"bit": PayWay.BIT, "apple": PayWay.APPLE_PAY, "google": PayWay.GOOGLE_PAY}
    return next((way for word, way in ways.items() if word in said.lower()), PayWay.CARD)


def _moment(said: str) -> datetime:
    """``DD.MM.YYYY HH:MM:SS`` on Israel's walls; of an hour that comes twice, the last that was."""
    for written in ("%d.%m.%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S"):
        try:
            wall = datetime.strptime(said, written)  # noqa: DTZ007  # the zone follows
        except ValueError:
            continue
        return on_israels_wall(wall)
    return clock.now()


def _last4(found: Said) -> str:
    digits = found.text("CardNum", "TransactionCardNum")[-4:]
    return digits if len(digits) == 4 and is_digits(digits) else ""


def token_of(found: Said) -> CardToken | None:
    """Read the card that a sale left; None when it left none."""
    token = guid_of(found.get("Token", "TransactionToken"))
    expiry = found.text("CardDueDate", "TransactionCardDueDateMMYY").rjust(4, "0")
    if not token or not (is_digits(expiry) and 1 <= int(expiry[:2]) <= 12):
        return None
    return CardToken(
        token=token,
        last4=_last4(found),
        expires_year=2000 + int(expiry[2:4]),
        expires_month=int(expiry[:2]),
        brand=found.text("CardName", "TransactionCardName"),
        holder_id=found.text("CardHolderId", "TransactionCardHolderId"),
    )


def document_of(found: Said) -> IssuedDocument | None:
    """Read the document that the page issued by itself; None when it issued none."""
    number, series = found.text("DocumentNum", "DocumentNumber"), found.whole("DocumentType")
    if not number or number == "0" or series is None:
        return None
    kinds = {
        INVOICE_SERIES: DocumentKind.INVOICE,
        INVOICE_RECEIPT_SERIES: DocumentKind.INVOICE_RECEIPT,
    }
    return IssuedDocument(
        reference=reference_of(series, number, ""),
        number=number,
        kind=kinds.get(series, DocumentKind.RECEIPT),
        url=found.text("DocumentURL"),
    )
