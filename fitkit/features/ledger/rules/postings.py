"""Balanced drafts from facts: one function for each thing that happens to money."""

from collections.abc import Sequence
from fractions import Fraction
from uuid import UUID

from fitkit.core.errors import Refusal
from fitkit.core.money import ZERO, Money
from fitkit.features.ledger.rules import vat
from fitkit.features.ledger.rules.accounts import (
    CLEARING,
    MEANS,
    MOST,
    NOTE_MOST,
    Account,
    Draft,
    Line,
    PostingKind,
)
from fitkit.features.members.rules import is_printable
from fitkit.texts import common
from fitkit.texts import ledger as texts


class BalanceMovedError(Refusal):
    """A correction was decided on a balance that is another by now."""

    text = texts.BALANCE_MOVED


def sale(member_id: UUID, total: Money, *, rate: Fraction, apart: Money = ZERO) -> Draft:
    """Something was sold to a member; ``total`` includes VAT at ``rate`` (0 for an exempt dealer).

    Args:
        member_id: who bought it.
        total: its price.
        rate: of VAT.
        apart: what of the price has a document of its own: the VAT is that of two documents, to the agora.

    Raises:
        Refusal: zero, negative or absurd.
        ValueError: a rate below 0, of 1 or more, or finer than a thousandth; more apart than in all.
    """
    _checked(total)
    if not ZERO <= apart <= total:
        raise ValueError("what is apart is a part of the price")
    earned = _earned(-total, rate, -apart)
    return Draft(PostingKind.SALE, (Line(Account.MEMBER, total, member_id), *earned))


def parted(rest: Money, part: Money, *, rate: Fraction, apart: Money = ZERO) -> Draft | None:
    """A part of a sale that is in the book has a document of its own after all: its VAT is that of both documents.

    Nobody owes more or less: what was earned and its VAT differ by an agora. None: they are as they were.

    Args:
        rest: what of the sale was to have one document, VAT included.
        part: of it, with a document of its own.
        rate: of VAT, of the sale.
        apart: what of it the sale was posted apart for.

    Raises:
        ValueError: a part, or what is apart, that is more than the rest.
    """
    if not (ZERO <= part <= rest and ZERO <= apart <= rest):
        raise ValueError("what has a document of its own is a part of the rest")
    more = _tax(rest, rate, part) - _tax(rest, rate, apart)
    if not more:
        return None
    lines = (
        Line(Account.REVENUE, more, vat_per_mille=int(rate * 1000)),
        Line(Account.VAT, -more),
    )
    return Draft(PostingKind.SALE, lines)


def credit_note(member_id: UUID, total: Money, *, rate: Fraction, apart: Money = ZERO) -> Draft:
    """A sale, or a part of one, is taken off a member's account; at the rate of the sale, ``apart`` as there.

    Raises:
        Refusal, ValueError: as for sale.
    """
    _checked(total)
    if not ZERO <= apart <= total:
        raise ValueError("what is apart is a part of the amount")
    earned = _earned(total, rate, apart)
    return Draft(PostingKind.CREDIT_NOTE, (Line(Account.MEMBER, -total, member_id), *earned))


def credit_note_of(member_id: UUID, total: Money, *, tax: Money, rate: Fraction) -> Draft:
    """The same, with the VAT of it that a document says: what comes off a sale that was charged together with it.

    Raises:
        Refusal: zero, negative or absurd.
        ValueError: as for sale; VAT that is more than the amount.
    """
    _checked(total)
    if not ZERO <= tax <= total:
        raise ValueError("VAT is a part of the amount")
    per_mille = int(rate * 1000)
    lines = [
        Line(Account.MEMBER, -total, member_id),
        Line(Account.REVENUE, total - tax, vat_per_mille=per_mille),
    ]
    if tax:
        lines.append(Line(Account.VAT, tax))
    return Draft(PostingKind.CREDIT_NOTE, tuple(lines))


def payment(member_id: UUID, amount: Money, *, into: Account) -> Draft:
    """A member paid: through a provider, in cash, by transfer to the bank, or by cheque.

    Raises:
        Refusal: zero, negative or absurd.
        ValueError: money does not arrive on that account.
    """
    _one_of(into, MEANS)
    return _moved(PostingKind.PAYMENT, _checked(amount), into, Account.MEMBER, member_id)


def refund(member_id: UUID, amount: Money, *, out_of: Account) -> Draft:
    """Money went back to a member at once.

    Raises:
        Refusal, ValueError: as for payment.
    """
    _one_of(out_of, MEANS - {Account.CHEQUES})
    return _moved(PostingKind.REFUND, _checked(amount), Account.MEMBER, out_of, member_id)


def refund_due(member_id: UUID, amount: Money) -> Draft:
    """A refund is decided, and is not on its way yet.

    Raises:
        Refusal: zero, negative or absurd.
    """
    kind = PostingKind.REFUND_DUE
    return _moved(kind, _checked(amount), Account.MEMBER, Account.REFUNDS_PAYABLE, member_id)


def refund_paid(member_id: UUID, amount: Money, *, out_of: Account) -> Draft:
    """A refund that was decided went to the member.

    Raises:
        Refusal, ValueError: as for refund.
    """
    _one_of(out_of, MEANS - {Account.CHEQUES})
    kind = PostingKind.REFUND_PAID
    return _moved(kind, _checked(amount), Account.REFUNDS_PAYABLE, out_of, member_id)


def write_off(member_id: UUID, amount: Money) -> Draft:
    """A debt, or a part of one, will not be collected.

    Raises:
        Refusal: zero, negative or absurd.
    """
    kind = PostingKind.WRITE_OFF
    return _moved(kind, _checked(amount), Account.WRITE_OFFS, Account.MEMBER, member_id)


def gift_card_sold(member_id: UUID, amount: Money) -> Draft:
    """A member bought a gift card, and owes its price; its VAT arises when it is used.

    Raises:
        Refusal: zero, negative or absurd.
    """
    kind = PostingKind.GIFT_CARD_SOLD
    return _moved(kind, _checked(amount), Account.MEMBER, Account.GIFT_CARDS, member_id)


def gift_card_sold_to_visitor(amount: Money, *, into: Account) -> Draft:
    """Somebody who is no member bought a gift card and paid for it.

    Raises:
        Refusal, ValueError: as for payment.
    """
    _one_of(into, MEANS)
    return _moved(PostingKind.GIFT_CARD_SOLD, _checked(amount), into, Account.GIFT_CARDS)


def gift_card_used(member_id: UUID, amount: Money) -> Draft:
    """A member paid with a gift card.

    Raises:
        Refusal: zero, negative or absurd.
    """
    kind = PostingKind.GIFT_CARD_USED
    return _moved(kind, _checked(amount), Account.GIFT_CARDS, Account.MEMBER, member_id)


def reward(member_id: UUID, amount: Money) -> Draft:
    """Credit is given away to a member, as for bringing somebody.

    Raises:
        Refusal: zero, negative or absurd.
    """
    kind = PostingKind.REWARD
    return _moved(kind, _checked(amount), Account.REWARDS, Account.MEMBER, member_id)


def deposit(amount: Money, *, out_of: Account) -> Draft:
    """Cash or cheques were brought to the bank.

    Raises:
        Refusal: zero, negative or absurd.
        ValueError: neither the cash desk nor the cheques.
    """
    _one_of(out_of, {Account.CASH, Account.CHEQUES})
    return _moved(PostingKind.DEPOSIT, _checked(amount), Account.BANK, out_of)


def payout(gross: Money, *, fee: Money, out_of: Account) -> Draft:
    """A provider paid out to the bank what it had taken, and kept its fee (which may be nothing).

    Raises:
        Refusal: zero, negative or absurd; a fee that is negative or eats it all.
        ValueError: no provider's account.
    """
    _one_of(out_of, CLEARING)
    _checked(gross)
    if not ZERO <= fee < gross:
        raise Refusal(texts.FEE_IS_WRONG, field="fee")
    lines = [Line(Account.BANK, gross - fee), Line(out_of, -gross)]
    if fee:
        lines.append(Line(Account.FEES, fee))
    return Draft(PostingKind.PAYOUT, tuple(lines))


def opening_balance(member_id: UUID, owed: Money) -> Draft:
    """What a member owes (positive) or has to their credit (negative) from another system.

    Raises:
        Refusal: zero or absurd.
    """
    lines = (Line(Account.MEMBER, owed, member_id), Line(Account.OPENING, -owed))
    return Draft(PostingKind.OPENING, lines)


def correction(member_id: UUID, change: Money) -> Draft:
    """Move what a member owes: up (positive) or down (negative).

    Raises:
        Refusal: zero or absurd.
    """
    lines = (Line(Account.MEMBER, change, member_id), Line(Account.CORRECTIONS, -change))
    return Draft(PostingKind.CORRECTION, lines)


def account_correction(account: Account, change: Money) -> Draft:
    """Move an account of the gym's own, as when the cash desk was counted.

    Raises:
        Refusal: zero or absurd.
        ValueError: an account that belongs to members, to sales, or to corrections themselves.
    """
    _one_of(account, CORRECTABLE)
    lines = (Line(account, change), Line(Account.CORRECTIONS, -change))
    return Draft(PostingKind.CORRECTION, lines)


def reversal(lines: Sequence[Line]) -> Draft:
    """The same lines with the other sign."""
    turned = (Line(one.account, -one.amount, one.member_id, one.vat_per_mille) for one in lines)
    return Draft(PostingKind.REVERSAL, tuple(turned))


def may_be_reversed_by_hand(kind: PostingKind, lines: Sequence[Line]) -> bool:
    """Whether staff may reverse a posting: not what a provider moved, and no reversal."""
    return kind is not PostingKind.REVERSAL and not any(one.account in CLEARING for one in lines)


def checked_reason(words: str) -> str:
    """Why somebody changed the book, without stray blanks.

    Raises:
        Refusal: empty, too long, or not printable; at ``reason``.
    """
    one = " ".join(words.split())
    if not one:
        raise Refusal(texts.SAY_WHY, field="reason")
    if len(one) > NOTE_MOST:
        raise Refusal(common.TOO_LONG, field="reason", most=NOTE_MOST)
    if not is_printable(one):
        raise Refusal(common.SOMETHING_WRONG, field="reason")
    return one


# What staff may count and find otherwise; sales and VAT are changed by documents only.
CORRECTABLE = (MEANS - CLEARING) | {Account.GIFT_CARDS, Account.FEES}


def _checked(amount: Money) -> Money:
    if not ZERO < amount <= MOST:
        raise Refusal(texts.NOT_AN_AMOUNT, field="amount", most=MOST)
    return amount


def _one_of(account: Account, able: set[Account] | frozenset[Account]) -> None:
    if account not in able:
        raise ValueError(f"not on the account {account}")


def _earned(total: Money, rate: Fraction, apart: Money = ZERO) -> tuple[Line, ...]:
    """Revenue and VAT of an amount that includes it, a part of it apart; no line of what is nothing."""
    per_mille = rate * 1000
    if not 0 <= rate < 1 or per_mille.denominator != 1:
        raise ValueError("a rate of VAT is between 0 and 1, in whole thousandths")
    tax = _tax(total, rate, apart)
    before = total - tax
    lines = (Line(Account.REVENUE, before, vat_per_mille=int(per_mille)),)
    return (*lines, Line(Account.VAT, tax)) if tax else lines


def _tax(total: Money, rate: Fraction, apart: Money) -> Money:
    """The VAT of two documents, of what is apart and of what is left."""
    return vat.split(total - apart, rate)[1] + vat.split(apart, rate)[1]


def _moved(
    kind: PostingKind, amount: Money, to: Account, out_of: Account, member_id: UUID | None = None
) -> Draft:
    """An amount from one account to another; whose it is stands where accounts are people's."""
    return Draft(kind, (_line(to, amount, member_id), _line(out_of, -amount, member_id)))


def _line(account: Account, amount: Money, member_id: UUID | None) -> Line:
    is_a_persons = account in (Account.MEMBER, Account.REFUNDS_PAYABLE)
    return Line(account, amount, member_id if is_a_persons else None)
