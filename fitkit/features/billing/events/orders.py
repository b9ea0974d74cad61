"""What has happened to orders. Amounts in agorot."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from fitkit.core.events import Event
from fitkit.features.billing.rules.words import OrderChannel


@dataclass(frozen=True, kw_only=True)
class OrderPlaced(Event):
    """Somebody wants a plan; about the order."""

    name: ClassVar[str] = "billing.order_placed"
    member_id: UUID
    plan_id: UUID | None
    channel: OrderChannel
    amount_agorot: int


@dataclass(frozen=True, kw_only=True)
class OrderPaid(Event):
    """An order was paid, and the plan given; about the order."""

    name: ClassVar[str] = "billing.order_paid"
    member_id: UUID
    plan_id: UUID
    subscription_id: UUID
    channel: OrderChannel
    amount_agorot: int
    starts_on: date
    next_on: date | None  # when it is charged next; None: never
    price_agorot: int  # of each charge after this one


@dataclass(frozen=True, kw_only=True)
class GoodsSold(Event):
    """Goods were paid for; about the order."""

    name: ClassVar[str] = "billing.goods_sold"
    member_id: UUID
    channel: OrderChannel
    amount_agorot: int


@dataclass(frozen=True, kw_only=True)
class VisitPaid(Event):
    """One visit was paid for; about the order."""

    name: ClassVar[str] = "billing.visit_paid"
    member_id: UUID
    amount_agorot: int


@dataclass(frozen=True, kw_only=True)
class VisitCredited(Event):
    """A visit that was paid for was called off: it stands to the member's credit; about the order."""

    name: ClassVar[str] = "billing.visit_credited"
    member_id: UUID
    amount_agorot: int


@dataclass(frozen=True, kw_only=True)
class GoodsHanded(Event):
    """Goods bought in the app were handed over; about the order."""

    name: ClassVar[str] = "billing.goods_handed"
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class OrderExpired(Event):
    """An order's time is over, or it was taken back; about the order."""

    name: ClassVar[str] = "billing.order_expired"
    member_id: UUID
    plan_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class OrderGivenBack(Event):
    """An order was paid, but its plan could not be given any more: the money goes back; about the order."""

    name: ClassVar[str] = "billing.order_given_back"
    member_id: UUID
    plan_id: UUID | None
    amount_agorot: int
