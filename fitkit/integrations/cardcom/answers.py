"""What Cardcom's answers say, in the words of the port; strict where money depends on it."""

from datetime import UTC, datetime
from typing import Final

from fitkit.core import clock
from fitkit.core.money import ZERO, Money
from fitkit.integrations.cardcom import codes
from fitkit.integrations.cardcom.client import Said
from fitkit.integrations.exchange import on_israels_wall
from fitkit.ports.payments import CardToken, Declined, PaidOut, PayWay, Transaction, Unknown

_SHEKEL: Final = 1
_REFUNDS: Final = frozenset({"refund", "cancel"})
_VECTORS: Final = {
    "11": PayWay.APPLE_PAY,
    "applepay": PayWay.APPLE_PAY,
    "15": PayWay.GOOGLE_PAY,
    "googlepay": PayWay.GOOGLE_PAY,
    "12": PayWay.BIT,
    "upaybit": PayWay.BIT,
    "14": PayWay.BIT,
    "paymebit": PayWay.BIT,
    "104": PayWay.BIT,
    "bit": PayWay.BIT,
    "cardcombit": PayWay.BIT,
}


def charged(
    said: Said, *, key: str, terminal: int, amount: Money | None, token: CardToken | None = None
) -> Transaction | Declined | Unknown:
    """A TransactionInfo of a charge.

    Args:
        said: the object.
        key: ours, which it does not repeat.
        terminal: ours; another one's money is none of ours.
        amount: what was asked for; None: whatever it says.
        token: the kept card that was charged.
    """
    if said.code != codes.OK:
        return codes.declined(said) or Unknown(f"code {said.code}")
    if said.whole("TerminalNumber") not in (None, terminal):
        return Unknown("another terminal")
    found, coin = said.money("Amount"), said.whole("CoinId")
    if found is None or (amount is not None and found != amount):
        return Unknown("another amount, or none")
    if coin not in (None, _SHEKEL):
        return Unknown("another currency")
    transaction = transaction_of(said, key=key, token=token)
    if transaction is None or transaction.is_refund:
        return Unknown("no transaction")
    return transaction


def transaction_of(
    said: Said, *, key: str, way: PayWay = PayWay.CARD, token: CardToken | None = None
) -> Transaction | None:
    """A TransactionInfo as money that moved; None: it lacks its id or amount."""
    id_, amount = said.whole("TranzactionId"), said.money("Amount")
    if not id_ or amount is None:
        return None
    is_refund = said.flag("IsRefund") or said.text("DealType").lower() in _REFUNDS
    return Transaction(
        id=str(id_),
        key=key,
        amount=Money(abs(amount.agorot)),
        at=moment(said.text("CreateDate")),
        way=way,
        is_refund=is_refund or amount.agorot < 0,
        approval=said.text("ApprovalNumber"),
        last4=last4(said),
        instalments=max(1, said.whole("NumberOfPayments") or 1),
        token=token,
    )


def kept_card(said: Said) -> CardToken | None:
    """The card that a page's result keeps; None: it keeps none."""
    token, entered, paid = (
        said.object("TokenInfo"),
        said.object("UIValues"),
        said.object("TranzactionInfo"),
    )
    year = token.whole("CardYear") or entered.whole("CardYear") or paid.whole("CardYear")
    month = token.whole("CardMonth") or entered.whole("CardMonth") or paid.whole("CardMonth")
    if not token.text("Token") or not year or not month or month > 12:
        return None
    return CardToken(
        token=token.text("Token"),
        last4=last4(paid),
        expires_year=year if year > 99 else 2000 + year,
        expires_month=month,
        brand=paid.text("Brand"),
        holder_id=token.text("CardOwnerIdentityNumber") or entered.text("CardOwnerIdentityNumber"),
    )


def last4(said: Said) -> str:
    """The card's last digits; the number alone has lost its leading zeros."""
    words = said.text("Last4CardDigitsString")
    number = said.whole("Last4CardDigits")
    return words or ("" if number is None else f"{number:04d}")


def way_of(said: Said) -> PayWay:
    """By what a page was paid; the vector comes as a number or as a name."""
    return _VECTORS.get(said.text("ExternalPaymentVector").lower(), PayWay.CARD)


def paid_out_of(row: Said) -> PaidOut | None:
    """A deposit to the gym's bank; None: in another currency, or it cannot be read."""
    id_, amount = row.whole("Id"), row.money("Amount")
    if not id_ or amount is None or amount <= ZERO or row.whole("Currency") != _SHEKEL:
        return None
    on = clock.day_of(moment(row.text("DepositeAt")), clock.ISRAEL)
    return PaidOut(str(id_), amount, on)


def moment(words: str) -> datetime:
    """Cardcom's wall clock in Israel as UTC; now, where it says nothing that can be read."""
    try:
        at = datetime.fromisoformat(words)
    except ValueError:
        return clock.now()
    return at.astimezone(UTC) if at.tzinfo else on_israels_wall(at)
