"""Card payments: a provider's hosted page, charges of a kept card, refunds, and the provider's own list.

A gateway is opened with one gym's credentials. Amounts are ``Money``; adapters turn them into the
provider's form at their own edge. No gateway raises for what a provider answers: each answer is one
of the outcomes here. An answer that did not come, or that cannot be read, is ``Unknown``: it is never
taken for a refusal, and is looked up before anything else is tried.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, TypeAlias

from fitkit.core.i18n import Lang
from fitkit.core.money import Money
from fitkit.ports.invoices import IssuedDocument

CHARGE_TIMEOUT_S = 60.0
ASK_TIMEOUT_S = 30.0


class Provider(StrEnum):
    """Whose page a member pays on."""

    DEMO = "demo"  # our own, with test cards only
    CARDCOM = "cardcom"
    MORNING = "morning"
    ICREDIT = "icredit"


class PayWay(StrEnum):
    """How money came."""

    CARD = "card"
    BIT = "bit"
    APPLE_PAY = "apple_pay"
    GOOGLE_PAY = "google_pay"
    CASH = "cash"
    TRANSFER = "transfer"
    CHEQUE = "cheque"
    BANK_DEBIT = "bank_debit"  # a standing order, by Masav
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays, as far as the page asks."""

    name: str
    email: str = ""
    phone: str = ""  # +972…
    national_id: str = ""


@dataclass(frozen=True, slots=True)
class PaidLine:
    """One line of what is paid for; VAT included. Lines sum to the amount."""

    words: str
    total: Money
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class CardToken:
    """A card kept by the provider for later charges; the token is a secret."""

    token: str
    last4: str
    expires_year: int  # four digits
    expires_month: int
    brand: str = ""
    holder_id: str = ""  # the holder's national id, where the provider wants it again


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A hosted page on which a person pays, or only leaves a card."""

    key: str  # ours, once for ever; comes back with the outcome
    amount: Money  # nothing: the card is only kept
    lines: tuple[PaidLine, ...]
    payer: Payer
    words: str  # what it is for, at most 50 characters
    lang: Lang
    success_url: str
    failure_url: str
    cancel_url: str
    callback_url: str
    keep_card: bool = False
    most_instalments: int = 1


@dataclass(frozen=True, slots=True)
class HostedPage:
    """Where to send the payer."""

    reference: str  # the provider's own; kept before the payer is sent there
    url: str
    bit_url: str = ""  # straight to Bit, where the gym has it


@dataclass(frozen=True, slots=True)
class ChargeRequest:
    """A charge of a kept card without its holder."""

    key: str  # the same key never charges twice
    amount: Money
    lines: tuple[PaidLine, ...]
    card: CardToken
    payer: Payer
    words: str
    lang: Lang
    instalments: int = 1


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """Money back to the means by which a transaction was paid."""

    key: str  # the same key never refunds twice, where the provider knows keys
    transaction_id: str
    amount: Money
    paid: Money  # the whole of the transaction
    before: Money  # refunded of it earlier
    card: CardToken | None = None


@dataclass(frozen=True, slots=True)
class Transaction:
    """Money that moved, as the provider tells it."""

    id: str  # the provider's
    key: str  # ours; empty where the provider's list does not carry it
    amount: Money  # positive, of refunds too
    at: datetime  # aware UTC
    way: PayWay = PayWay.CARD
    is_refund: bool = False
    approval: str = ""
    last4: str = ""
    instalments: int = 1
    token: CardToken | None = None
    document: IssuedDocument | None = None  # which the provider issued by itself


class DeclineKind(StrEnum):
    """Whether trying again can help."""

    SOFT = "soft"  # later perhaps
    HARD = "hard"  # never with this card


class DeclineReason(StrEnum):
    """Why, as far as the payer can be told."""

    REFUSED = "refused"
    FUNDS = "funds"
    EXPIRED = "expired"
    BLOCKED = "blocked"
    WRONG_DETAILS = "wrong_details"
    CALL_BANK = "call_bank"
    NOT_SUPPORTED = "not_supported"
    AUTHENTICATION = "authentication"  # 3-D Secure was not passed
    TEMPORARY = "temporary"


@dataclass(frozen=True, slots=True)
class Paid:
    """It went through."""

    transaction: Transaction


@dataclass(frozen=True, slots=True)
class CardKept:
    """Nothing was charged; the card may be from now on."""

    token: CardToken


@dataclass(frozen=True, slots=True)
class Declined:
    """Nothing was taken."""

    kind: DeclineKind
    reason: DeclineReason
    code: str = ""  # the provider's
    words: str = ""  # the provider's, for staff


@dataclass(frozen=True, slots=True)
class Waiting:
    """The payer has not finished on the page."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Whether money moved cannot be said now: look it up."""

    why: str  # for staff and the log; no secrets


@dataclass(frozen=True, slots=True)
class NeverHappened:
    """The provider knows no such key or page: nothing was taken, and it may be tried again."""


@dataclass(frozen=True, slots=True)
class Misconfigured:
    """The provider refuses the gym's credentials or settings."""

    problem: "Problem"
    words: str = ""  # the provider's, for staff


class Problem(StrEnum):
    """What is wrong with a connection."""

    CREDENTIALS = "credentials"
    NO_TOKENS = "no_tokens"  # cards may not be kept at this terminal
    NO_REFUNDS = "no_refunds"  # the password for refunds and documents is missing or wrong
    UNREACHABLE = "unreachable"
    OTHER = "other"


PageOutcome: TypeAlias = (
    Paid | CardKept | Declined | Waiting | Unknown | NeverHappened | Misconfigured
)
ChargeOutcome: TypeAlias = Paid | Declined | Unknown | Misconfigured
LookUp: TypeAlias = Paid | Declined | NeverHappened | Unknown | Misconfigured


@dataclass(frozen=True, slots=True)
class RefundRefused:
    """Nothing went back; staff read why."""

    words: str
    code: str = ""


RefundOutcome: TypeAlias = Paid | RefundRefused | Unknown | Misconfigured


@dataclass(frozen=True, slots=True)
class Connected:
    """The credentials work."""

    account: str = ""  # how the provider calls it: a terminal, a business


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a provider can do for us, whatever a gym has switched on."""

    keeps_cards: bool
    refunds: bool
    partial_refunds: bool
    instalments: bool
    looks_up_by_key: bool  # a charge whose answer was lost is found by our key
    lists: bool  # has a list to reconcile with
    issues_on_page: bool  # a page that was paid brings a tax document by itself
    keeps_cards_alone: bool = True  # a card may be left without paying; else only with a payment
    charges_by_key: bool = False  # the same key never charges twice, however late it arrives
    refunds_by_key: bool = False  # the same key never refunds twice
    pays_out: bool = False  # tells what it paid to the gym's bank


@dataclass(frozen=True, slots=True)
class PaidOut:
    """Money that the provider paid to the gym's bank."""

    id: str  # the provider's
    amount: Money  # as it arrived, fees taken off
    on: date


@dataclass(frozen=True, slots=True)
class Hint:
    """What a callback says: nothing of it is believed, it only tells where to ask."""

    reference: str  # of a page, or the provider's transaction
    key: str = ""  # ours, if it says so


class PaymentGateway(Protocol):
    """One gym's account at a provider. Every call ends within its timeout; none raises for an answer."""

    @property
    def provider(self) -> Provider:
        """Which one it is."""
        ...

    @property
    def abilities(self) -> Abilities:
        """What it can do."""
        ...

    def check(self) -> Connected | Misconfigured:
        """Try the credentials without moving money."""
        ...

    def open_page(self, request: PageRequest) -> HostedPage | Unknown | Misconfigured:
        """Make a hosted page. After ``Unknown`` another may be made: a page nobody saw takes nothing."""
        ...

    def page_outcome(self, reference: str, *, key: str, amount: Money) -> PageOutcome:
        """What became of a page; ``Paid`` only when key and amount are those of the request."""
        ...

    def charge(self, request: ChargeRequest) -> ChargeOutcome:
        """Charge a kept card once for the key."""
        ...

    def look_up(self, key: str) -> LookUp:
        """What became of a charge whose answer was lost."""
        ...

    def refund(self, request: RefundRequest) -> RefundOutcome:
        """Give back all or a part, to the original means; the transaction of it is ``is_refund``."""
        ...

    def transactions(self, first: date, last: date) -> Iterable[Transaction]:
        """The provider's list of some days (Israel's), in no order, declined ones left out.

        Raises:
            OutsideFailure: the provider did not answer.
        """
        ...

    def payouts(self, first: date, last: date) -> Iterable[PaidOut]:
        """What the provider paid to the gym's bank on some days, in no order; nothing where it does not tell.

        Raises:
            OutsideFailure: the provider did not answer.
        """
        ...

    def read_hint(self, body: bytes, content_type: str, query: Mapping[str, str]) -> Hint | None:
        """Where a callback points; None when it cannot be read. Must not talk to anybody."""
        ...


class PaymentGateways(Protocol):
    """Opens gateways."""

    def open(self, provider: Provider, credentials: Mapping[str, str]) -> PaymentGateway:
        """A gym's gateway.

        Raises:
            ValueError: the provider may not be used here (the demo's in production), or a
                credential it cannot do without is missing.
        """
        ...
