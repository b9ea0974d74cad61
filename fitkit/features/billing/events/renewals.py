"""What has happened to what is due for the periods of deals. Amounts in agorot; about the period, or the deal."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from fitkit.core.events import Event


@dataclass(frozen=True, kw_only=True)
class PeriodDue(Event):
    """A period of a deal began, and is owed."""

    name: ClassVar[str] = "billing.period_due"
    deal_id: UUID
    member_id: UUID
    number: int
    first_on: date
    last_on: date
    amount_agorot: int


@dataclass(frozen=True, kw_only=True)
class PeriodPaid(Event):
    """A period was paid, whoever did it and however."""

    name: ClassVar[str] = "billing.period_paid"
    deal_id: UUID
    member_id: UUID
    number: int
    amount_agorot: int
    was_failed: bool  # it had gone through dunning


@dataclass(frozen=True, kw_only=True)
class RenewalFailed(Event):
    """A charge of a period was declined, or there is no card to charge."""

    name: ClassVar[str] = "billing.renewal_failed"
    deal_id: UUID
    member_id: UUID
    amount_agorot: int
    failures: int  # 0: there is no card
    needs_card: bool
    is_first: bool


@dataclass(frozen=True, kw_only=True)
class PayLinksRevoked(Event):
    """The links by which a member pays without signing in work no more; about the member."""

    name: ClassVar[str] = "billing.pay_links_revoked"
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class RenewalStuck(Event):
    """A charge could not be tried: the gym's account at the payment company refused it."""

    name: ClassVar[str] = "billing.renewal_stuck"
    member_id: UUID
    on: date


@dataclass(frozen=True, kw_only=True)
class DebtReminded(Event):
    """A member is to be told again what they owe."""

    name: ClassVar[str] = "billing.debt_reminded"
    member_id: UUID
    step: int  # of dunning's notices and tasks, from 0
    is_last: bool


@dataclass(frozen=True, kw_only=True)
class DebtTaskDue(Event):
    """Staff are to speak with a member who owes."""

    name: ClassVar[str] = "billing.debt_task_due"
    member_id: UUID
    amount_agorot: int


@dataclass(frozen=True, kw_only=True)
class BookingBlocked(Event):
    """A member who owes books nothing new from now on."""

    name: ClassVar[str] = "billing.booking_blocked"
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class RenewalGivenUp(Event):
    """Nothing more is tried by itself; the debt stays, and a person takes over."""

    name: ClassVar[str] = "billing.renewal_given_up"
    member_id: UUID
    amount_agorot: int


@dataclass(frozen=True, kw_only=True)
class PaymentPromised(Event):
    """A member promised to pay by a day."""

    name: ClassVar[str] = "billing.payment_promised"
    member_id: UUID
    day: date


@dataclass(frozen=True, kw_only=True)
class DebtForgiven(Event):
    """What was due for a period was written off; why stands in the book."""

    name: ClassVar[str] = "billing.debt_forgiven"
    member_id: UUID
    amount_agorot: int


@dataclass(frozen=True, kw_only=True)
class DebtPlanAgreed(Event):
    """A debt is paid in parts from now on."""

    name: ClassVar[str] = "billing.debt_plan_agreed"
    member_id: UUID
    amount_agorot: int
    parts: int
    first_on: date


@dataclass(frozen=True, kw_only=True)
class DebtPlanKept(Event):
    """All parts of a debt were paid."""

    name: ClassVar[str] = "billing.debt_plan_kept"
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class DebtPlanBroken(Event):
    """A part was not paid, or staff ended the plan: what is left is collected as before it."""

    name: ClassVar[str] = "billing.debt_plan_broken"
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class DebtPartUnpaid(Event):
    """A part's day came, and the card was refused or there is none; about the bill."""

    name: ClassVar[str] = "billing.debt_part_unpaid"
    member_id: UUID
    amount_agorot: int


@dataclass(frozen=True, kw_only=True)
class PriceChangeTold(Event):
    """A deal costs otherwise from a day on."""

    name: ClassVar[str] = "billing.price_change_told"
    member_id: UUID
    plan_id: UUID
    before_agorot: int
    after_agorot: int
    since: date
    instead_agorot: int | None = None  # told before, and not to come any more
    instead_since: date | None = None


@dataclass(frozen=True, kw_only=True)
class CommitmentEnding(Event):
    """What was agreed for some months is nearly over; it does not go on by itself."""

    name: ClassVar[str] = "billing.commitment_ending"
    member_id: UUID
    plan_id: UUID
    ends_on: date
    days_before: int


@dataclass(frozen=True, kw_only=True)
class DealGoesOn(Event):
    """A member said that their plan goes on after what was agreed."""

    name: ClassVar[str] = "billing.deal_goes_on"
    member_id: UUID
    plan_id: UUID


@dataclass(frozen=True, kw_only=True)
class CardEnding(Event):
    """A kept card ends soon, and something is charged to it; about the card."""

    name: ClassVar[str] = "billing.card_ending"
    member_id: UUID
    good_until: date
    days_before: int
