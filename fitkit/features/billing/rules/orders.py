"""Where an order stands, for who looks at it, and where it goes when a charge of it comes to something."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from fitkit.core.errors import Refusal
from fitkit.features.billing.rules.words import OrderState
from fitkit.features.members.rules import MemberDetails
from fitkit.features.payments.rules import ChargeState
from fitkit.texts import shop as texts

CAUSE: Final = "sales_order"  # of charges and postings: the table of orders
LIFE: Final = timedelta(hours=24)
VISIT_LIFE: Final = timedelta(
    days=365
)  # after the class: what is owed for it is not forgotten soon
JUST_NOW: Final = timedelta(minutes=10)  # the same again is most likely the same purchase
AHEAD_MOST: Final = timedelta(days=60)  # a first day, when one buys by oneself
PAYABLE: Final = frozenset(
    {OrderState.OPEN, OrderState.PAYING, OrderState.FAILED, OrderState.ABANDONED}
)

WAITING: Final = frozenset(
    {OrderState.OPEN, OrderState.FAILED, OrderState.ABANDONED}
)  # nobody pays


class Buyer(Protocol):
    """Whoever orders, as they are called."""

    @property
    def name(self) -> str:
        """First name and last name."""

    @property
    def email(self) -> str:
        """May be empty."""

    @property
    def phone(self) -> str:
        """As +972…; may be empty."""


class OrderStanding(StrEnum):
    """What somebody who looks at an order is told."""

    OPEN = "open"  # nothing is being paid
    ON_PAGE = "on_page"  # the company's page is open somewhere
    CHECKING = "checking"  # nobody knows yet whether money moved
    PAID = "paid"
    DECLINED = "declined"  # the card was refused
    FAILED = "failed"  # it could not be tried: nothing of the payer's doing
    ABANDONED = "abandoned"  # the page was left
    EXPIRED = "expired"
    GIVEN_BACK = "given_back"  # paid, but it could not be given: the money goes back


# Of an order that is not over; what may be tried again is over with the order's time.
_UNDER_WAY: Final = {
    ChargeState.PAID: OrderStanding.CHECKING,  # and the plan is being given
    ChargeState.UNKNOWN: OrderStanding.CHECKING,
    ChargeState.SENT: OrderStanding.CHECKING,
    ChargeState.CREATED: OrderStanding.ON_PAGE,
    ChargeState.ON_PAGE: OrderStanding.ON_PAGE,
}
_TO_TRY: Final = {
    None: OrderStanding.OPEN,
    ChargeState.DECLINED: OrderStanding.DECLINED,
    ChargeState.FAILED: OrderStanding.FAILED,
    ChargeState.ABANDONED: OrderStanding.ABANDONED,
}


def standing(
    state: OrderState, charge: ChargeState | None, *, expires_at: datetime, now: datetime
) -> OrderStanding:
    """What is told of an order.

    Args:
        state: the order's own.
        charge: of what was tried for it, PAID before all; None: nothing was.
        expires_at: until when it may be paid.
        now: aware.
    """
    if state is OrderState.PAID:
        return OrderStanding.PAID
    if state is OrderState.EXPIRED and charge is ChargeState.PAID:
        return OrderStanding.GIVEN_BACK
    if state is not OrderState.EXPIRED and charge in _UNDER_WAY:
        return _UNDER_WAY[charge]
    if state is OrderState.EXPIRED or expires_at <= now:
        return OrderStanding.EXPIRED
    return _TO_TRY[charge]


def after(state: OrderState, charge: ChargeState | None) -> OrderState:
    """Where an order goes by what became of its charges, PAID apart: that is for giving the plan."""
    if state not in PAYABLE:
        return state
    match charge:
        case ChargeState.DECLINED | ChargeState.FAILED:
            return OrderState.FAILED
        case ChargeState.ABANDONED:
            return OrderState.ABANDONED
        case None:
            return OrderState.OPEN
    return OrderState.PAYING


def check_payable(state: OrderState, *, expires_at: datetime, now: datetime) -> None:
    """Refuse to take money for what was paid or is over.

    Raises:
        Refusal: ORDER_PAID, ORDER_EXPIRED.
    """
    if state is OrderState.PAID:
        raise Refusal(texts.ORDER_PAID)
    if state not in PAYABLE or expires_at <= now:
        raise Refusal(texts.ORDER_EXPIRED)


def check_first_day(starts_on: date, *, today: date) -> None:
    """Refuse a first day in the past or far ahead.

    Raises:
        Refusal: at ``starts_on``.
    """
    if not today <= starts_on <= today + AHEAD_MOST:
        raise Refusal(texts.START_OUT_OF_RANGE, field="starts_on", most=AHEAD_MOST.days)


def check_reachable(buyer: MemberDetails) -> None:
    """Refuse a visitor to whom no receipt can go.

    Raises:
        Refusal: at ``phone`` or ``email``: it is missing.
    """
    if not buyer.email.strip() or not buyer.phone.strip():
        field = "phone" if buyer.email.strip() else "email"
        raise Refusal(texts.CONTACT_NEEDED, field=field)


def is_same_buyer(one: Buyer, other: Buyer) -> bool:
    """Whether two orders are by the same person, by their name together with phone or e-mail."""
    by_mail = one.email and one.email.casefold() == other.email.casefold()
    by_phone = one.phone and one.phone == other.phone
    return one.name.casefold() == other.name.casefold() and bool(by_mail or by_phone)
