"""The accounts of the book, the kinds of postings, and the draft of one that always balances."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from fitkit.core.errors import Refusal
from fitkit.core.money import ZERO, Money
from fitkit.texts import ledger as texts

MOST: Final = Money.shekels(10_000_000)  # of one entry: more is a slip of the hand
NOTE_MOST: Final = 500


class Account(StrEnum):
    """Where money stands; what the gym has or is owed is positive."""

    MEMBER = "member"  # positive: a member owes; always with the member
    REVENUE = "revenue"  # before VAT
    VAT = "vat"  # to be paid to the state
    # taken by a provider, not yet at the bank
    CLEARING_DEMO = "clearing_demo"
    CLEARING_CARDCOM = "clearing_cardcom"
    CLEARING_MORNING = "clearing_morning"
    CLEARING_ICREDIT = "clearing_icredit"
    CLEARING_MASAV = "clearing_masav"
    BANK = "bank"
    CASH = "cash"
    CHEQUES = "cheques"  # in hand
    GIFT_CARDS = "gift_cards"  # sold, not yet used
    REFUNDS_PAYABLE = "refunds_payable"  # decided, not yet on its way
    FEES = "fees"  # kept by providers
    WRITE_OFFS = "write_offs"
    REWARDS = "rewards"  # given away as credit, for bringing somebody
    CORRECTIONS = "corrections"
    OPENING = "opening"  # brought along from another system


class PostingKind(StrEnum):
    """What happened."""

    SALE = "sale"
    PAYMENT = "payment"
    DEPOSIT = "deposit"
    PAYOUT = "payout"
    REFUND = "refund"
    REFUND_DUE = "refund_due"
    REFUND_PAID = "refund_paid"
    CREDIT_NOTE = "credit_note"
    WRITE_OFF = "write_off"
    GIFT_CARD_SOLD = "gift_card_sold"
    GIFT_CARD_USED = "gift_card_used"
    REWARD = "reward"
    OPENING = "opening"
    CORRECTION = "correction"
    REVERSAL = "reversal"


CLEARING: Final = frozenset(a for a in Account if a.value.startswith("clearing_"))
# Where money arrives from a member, and goes back to one.
MEANS: Final = CLEARING | {Account.BANK, Account.CASH, Account.CHEQUES}


@dataclass(frozen=True, slots=True)
class Line:
    """What a posting puts on one account."""

    account: Account
    amount: Money  # positive: a debit
    member_id: UUID | None = None  # whose; always with the member's account
    vat_per_mille: int | None = None  # of revenue: the rate it was sold at, 180 for 18 %

    def __post_init__(self) -> None:
        """Refuse what cannot be an entry.

        Raises:
            ValueError: a member's account without the member, or a rate where nothing was earned.
            Refusal: nothing, or more than anybody ever pays.
        """
        if self.account is Account.MEMBER and self.member_id is None:
            raise ValueError("a member's account belongs to a member")
        if (self.vat_per_mille is not None) != (self.account is Account.REVENUE):
            raise ValueError("revenue, and nothing else, has a rate of VAT")
        if not self.amount:
            raise Refusal(texts.NOTHING, field="amount")
        if abs(self.amount.agorot) > MOST.agorot:
            raise Refusal(texts.TOO_MUCH, field="amount", most=MOST)


@dataclass(frozen=True, slots=True)
class Draft:
    """A posting before it is in the book: its kind and its lines, which sum to nothing."""

    kind: PostingKind
    lines: tuple[Line, ...]  # one an account and member, two or more

    def __post_init__(self) -> None:
        """Refuse what does not balance.

        Raises:
            ValueError: the lines do not sum to zero, or an account stands in them twice.
        """
        if sum(line.amount.agorot for line in self.lines) or len(self.lines) < 2:
            raise ValueError("a posting balances")
        if len({(line.account, line.member_id) for line in self.lines}) < len(self.lines):
            raise ValueError("an account stands in a posting once")

    @property
    def owed(self) -> Money:
        """What it adds to what members owe; negative when they owe less."""
        lines = (line.amount for line in self.lines if line.account is Account.MEMBER)
        return sum(lines, ZERO)

    @property
    def total(self) -> Money:
        """How much it moves: the sum of its positive lines."""
        return sum((line.amount for line in self.lines if line.amount > ZERO), ZERO)

    @property
    def member_id(self) -> UUID | None:
        """The one member it is about; None where there is none, or several."""
        members = {line.member_id for line in self.lines} - {None}
        return next(iter(members)) if len(members) == 1 else None


@dataclass(frozen=True, slots=True)
class Cause:
    """What a posting is tied to: a row of another feature, by the name of its table."""

    kind: str  # charge, refund, payout …
    id: UUID

    def __post_init__(self) -> None:
        """Refuse a kind that is no table's name."""
        if not (0 < len(self.kind) <= 40 and self.kind.replace("_", "").isalpha()):
            raise ValueError("a cause is named after a table")


def clearing(provider: str) -> Account:
    """The account of a provider (``cardcom``), or of bank debits (``masav``).

    Raises:
        ValueError: no such provider.
    """
    return Account(f"clearing_{provider}")
