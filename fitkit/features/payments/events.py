"""What has happened to money that moves. Amounts in agorot."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from fitkit.core.events import Event
from fitkit.features.payments.rules import ChargeMode, ChargeState, RefundState
from fitkit.ports.payments import DeclineKind, PayWay, Problem, Provider


@dataclass(frozen=True, kw_only=True)
class ChargeOpened(Event):
    """An amount is to be taken for a cause; about the charge."""

    name: ClassVar[str] = "payments.charge_opened"
    member_id: UUID
    cause_kind: str
    cause_id: UUID
    mode: ChargeMode
    amount_agorot: int


@dataclass(frozen=True, kw_only=True)
class PageOpened(Event):
    """The company made a page for a charge, and the payer may be sent there; about the charge."""

    name: ClassVar[str] = "payments.page_opened"
    member_id: UUID
    provider: Provider


@dataclass(frozen=True, kw_only=True)
class CardAsked(Event):
    """The company is told to charge a kept card; about the charge."""

    name: ClassVar[str] = "payments.card_asked"
    member_id: UUID
    provider: Provider


@dataclass(frozen=True, kw_only=True)
class ChargeUnclear(Event):
    """What the company answered does not say whether money moved; about the charge."""

    name: ClassVar[str] = "payments.charge_unclear"
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class ChargeStaysUnknown(Event):
    """Half an hour has passed, and nobody knows whether money moved; about the charge."""

    name: ClassVar[str] = "payments.charge_stays_unknown"
    member_id: UUID
    amount_agorot: int


@dataclass(frozen=True, kw_only=True)
class ChargeSettled(Event):
    """A charge came to something: PAID, DECLINED, ABANDONED or FAILED; about the charge.

    One that was declined, abandoned or failed may still be paid: then it is told again, as PAID. When
    ``is_double`` its cause had been paid before: it goes back by itself, or is credit where it cannot; nothing is
    owed for it twice.
    """

    name: ClassVar[str] = "payments.charge_settled"
    charge_id: UUID
    member_id: UUID
    cause_kind: str
    cause_id: UUID
    state: ChargeState
    amount_agorot: int
    way: PayWay | None = None  # when paid
    decline: DeclineKind | None = None
    card_id: UUID | None = None  # charged, or kept by it
    is_double: bool = False


@dataclass(frozen=True, kw_only=True)
class PaidTwice(Event):
    """A cause was paid a second time, and that is being given back; about the second charge."""

    name: ClassVar[str] = "payments.paid_twice"
    member_id: UUID
    first_charge_id: UUID
    refund_id: UUID
    amount_agorot: int


@dataclass(frozen=True, kw_only=True)
class SurplusKept(Event):
    """A bank debit was collected for what had been paid before; nothing gives it back by itself.

    It stands to the member's credit, for what is due next, until staff give it back. About the charge.
    """

    name: ClassVar[str] = "payments.surplus_kept"
    member_id: UUID
    amount_agorot: int


@dataclass(frozen=True, kw_only=True)
class RefundOpened(Event):
    """Money is to go back; about the refund."""

    name: ClassVar[str] = "payments.refund_opened"
    charge_id: UUID
    member_id: UUID
    way: PayWay
    amount_agorot: int


@dataclass(frozen=True, kw_only=True)
class RefundStaysUnknown(Event):
    """Half an hour has passed, and nobody knows whether money went back; about the refund."""

    name: ClassVar[str] = "payments.refund_stays_unknown"
    charge_id: UUID
    member_id: UUID
    amount_agorot: int


@dataclass(frozen=True, kw_only=True)
class RefundSettled(Event):
    """A refund came to something: DONE or REFUSED; about the refund. The cause is what decided it."""

    name: ClassVar[str] = "payments.refund_settled"
    refund_id: UUID
    charge_id: UUID
    member_id: UUID
    cause_kind: str  # empty: staff by hand
    cause_id: UUID | None
    state: RefundState
    amount_agorot: int


@dataclass(frozen=True, kw_only=True)
class CardKept(Event):
    """The company keeps a member's card, in place of another if there was one; about the card."""

    name: ClassVar[str] = "payments.card_kept"
    card_id: UUID
    member_id: UUID
    is_apart: bool = False  # for one thing alone: in place of none


@dataclass(frozen=True, kw_only=True)
class CardRemoved(Event):
    """A kept card will not be charged any more; about the card."""

    name: ClassVar[str] = "payments.card_removed"
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class AccountConnected(Event):
    """The gym's account at a company was connected; about the account."""

    name: ClassVar[str] = "payments.account_connected"
    provider: Provider


@dataclass(frozen=True, kw_only=True)
class CredentialsChanged(Event):
    """An account is opened with other credentials from now on; about the account."""

    name: ClassVar[str] = "payments.credentials_changed"
    provider: Provider


@dataclass(frozen=True, kw_only=True)
class PaceChanged(Event):
    """More or fewer kept cards are charged at the same time from now on; about the account."""

    name: ClassVar[str] = "payments.pace_changed"
    provider: Provider
    at_once: int


@dataclass(frozen=True, kw_only=True)
class AccountChosen(Event):
    """New charges are taken through an account from now on; about the account."""

    name: ClassVar[str] = "payments.account_chosen"
    provider: Provider


@dataclass(frozen=True, kw_only=True)
class ConnectionChecked(Event):
    """Somebody tried the connection; about the account."""

    name: ClassVar[str] = "payments.connection_checked"
    provider: Provider
    problem: Problem | None


@dataclass(frozen=True, kw_only=True)
class CallbackCame(Event):
    """Something was told to an account's callback address; about what was told."""

    name: ClassVar[str] = "payments.callback_came"
    account_id: UUID
