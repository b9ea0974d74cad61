"""Orders as their page and the shop show them; whose page an address opens."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from sqlmodel import col, select

from fitkit.core import clock, crypto
from fitkit.core.actor import Actor, system
from fitkit.core.errors import NotFound
from fitkit.core.i18n import Lang, Text
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.billing.queries import deals
from fitkit.features.billing.rules.checkout import Offer, as_agreed
from fitkit.features.billing.rules.disclosure import (
    disclosure,
    gift_card_terms,
    goods_terms,
    visit_terms,
)
from fitkit.features.billing.rules.orders import CAUSE, WAITING, OrderStanding, standing
from fitkit.features.billing.rules.words import OrderChannel, OrderKind, OrderState
from fitkit.features.billing.tables import Deal, Order, OrderKey
from fitkit.features.class_types import queries as class_types
from fitkit.features.documents.tables import DocumentAccount
from fitkit.features.identity import queries as identity
from fitkit.features.identity.tables import Invitation
from fitkit.features.ledger.rules import vat
from fitkit.features.members.rules import full_name
from fitkit.features.members.tables import Member
from fitkit.features.offers.queries import coupons as offers
from fitkit.features.offers.queries import settings
from fitkit.features.offers.queries.coupons import CouponView
from fitkit.features.offers.rules.coupons import Discount
from fitkit.features.offers.rules.gift_cards import Bounds
from fitkit.features.offers.rules.products import Goods
from fitkit.features.offers.rules.referrals import Rewards
from fitkit.features.orgs.tables import Org
from fitkit.features.payments import queries as payments
from fitkit.features.payments.rules import ChargeState
from fitkit.features.plans import queries as plans
from fitkit.features.plans.queries import PlanView
from fitkit.features.plans.rules import PlanKind
from fitkit.features.subscriptions.tables import Subscription
from fitkit.ports.payments import DeclineReason, Payer
from fitkit.texts import gift_cards, products


@dataclass(frozen=True, slots=True)
class OpenedOrder:
    """What the address of an order's page opens."""

    order_id: UUID
    actor: Actor  # FitKit itself, in its gym


@dataclass(frozen=True, slots=True)
class ShopView:
    """What a gym sells to whoever comes."""

    gym_id: UUID
    gym: str
    slug: str
    brand: str
    phone: str
    email: str
    zone: str
    takes_cards: bool  # an account is in use
    has_vat: bool
    plans: tuple[PlanView, ...]  # in the gym's order; may be empty
    class_types: dict[UUID, Text]  # names
    gifts: Bounds | None  # what a gift card may be worth; None: none is sold here
    rewards: Rewards  # for bringing somebody


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order, for its page."""

    id: UUID
    kind: OrderKind
    plan: Text  # or what else it is of
    starts_on: date
    lines: tuple[tuple[str, Money], ...]  # they sum to the amount
    amount: Money  # left to pay
    credit: Money  # what the buyer's credit pays
    standing: OrderStanding
    channel: OrderChannel
    reason: DeclineReason | None  # when it was declined
    is_consented: bool
    disclosed: str  # what was agreed to; empty: nothing yet
    terms: dict[Lang, tuple[str, ...]]  # as it is sold now, before they are agreed to
    expires_at: datetime
    charge_id: UUID | None  # the newest, or the one that paid
    is_open_at_company: bool  # something may still be asked about it
    card_last4: str
    way: str  # of paying; empty: not paid
    instalments: int  # in which the card company takes it
    next_on: date | None  # when it is charged next
    next_amount: Money | None
    gym: str
    slug: str
    brand: str
    phone: str
    email: str
    zone: str
    join_path: str  # of who is new here and has paid; empty: of nobody new


@dataclass(frozen=True, slots=True)
class PickupView:
    """Goods that wait for whoever bought them."""

    order_id: UUID
    member_id: UUID
    member: str
    goods: tuple[tuple[str, int], ...]  # words, how many
    paid_at: datetime


@internal
def opened_by(w: Work, *, token: str) -> OpenedOrder | None:
    """The order behind the address of a page; None: there is none. Needs no gym."""
    found = (
        select(OrderKey.order_id, OrderKey.gym_id, Org.zone)
        .join(Org, col(Org.id) == col(OrderKey.gym_id))
        .where(col(OrderKey.token_hash) == crypto.digest(token), col(Org.closed_at).is_(None))
    )
    row = w.session.execute(found).one_or_none()
    return None if row is None else OpenedOrder(row.order_id, system(row.gym_id, row.zone))


@internal
def shop(w: Work) -> ShopView:
    """What the gym sells to whoever comes, and how to reach it."""
    org, decided = _gym(w), settings.chosen(w)
    offered = plans.offered(w)
    covered = {i for plan in offered for i in plan.terms.class_type_ids}
    found = class_types.by_id(w, ids=covered)
    return ShopView(
        gym_id=org.id,
        gym=org.name,
        slug=org.slug,
        brand=org.brand,
        phone=org.phone,
        email=org.email,
        zone=org.zone,
        takes_cards=payments.account(w) is not None,
        has_vat=has_vat(w),
        plans=offered,
        class_types={i: one.name for i, one in found.items()},
        gifts=decided.gifts if decided.sells_gift_cards else None,
        rewards=decided.rewards,
    )


@requires(Permission.USE_ACCOUNT)
def own_shop(w: Work) -> ShopView:
    """The same, for who is signed in to the gym."""
    return shop(w)


@requires(Permission.GIVE_PLANS, own=Permission.EDIT_OWN)
def coupon_for(w: Work, *, member_id: UUID, plan_id: UUID, coupon: str) -> CouponView:
    """A coupon that a member typed, or somebody for them, where it counts for a plan today.

    Raises:
        Refusal: at ``coupon``: it does not count, and why.
    """
    return offers.usable(w, code=coupon, plan_id=plan_id, member_id=member_id)


@requires(Permission.SEE_PLANS)
def sells_with_vat(w: Work) -> bool:
    """Whether the gym's prices contain VAT, for who sells."""
    return has_vat(w)


@internal
def order(w: Work, *, order_id: UUID) -> OrderView:
    """One order.

    Raises:
        NotFound: no such order in this gym.
    """
    row = w.get(Order, order_id)
    org = _gym(w)
    cause = payments.state_of_cause(w, kind=CAUSE, id=row.id)
    charge = payments.charge(w, charge_id=cause.charge_id) if cause.charge_id else None
    deal = _deal_of(w, row)
    told = standing(row.state, cause.state, expires_at=row.expires_at, now=w.now)
    return OrderView(
        id=row.id,
        kind=row.kind,
        plan=name_of(w, row),
        starts_on=row.starts_on,
        lines=tuple((words, Money(agorot)) for words, agorot, _ in row.lines),
        amount=Money(row.amount_agorot),
        credit=Money(row.credit_agorot),
        standing=told,
        channel=row.channel,
        reason=charge.reason if charge and told is OrderStanding.DECLINED else None,
        is_consented=row.consented_at is not None,
        disclosed=row.disclosed,
        terms={lang: terms_of(w, row, lang) for lang in Lang},
        expires_at=row.expires_at,
        charge_id=cause.charge_id,
        is_open_at_company=charge is not None
        and charge.told_at is not None
        and charge.state is not ChargeState.PAID,
        card_last4=charge.last4 if charge else "",
        way=str(charge.way or "") if charge else "",
        instalments=charge.instalments if charge and charge.state is ChargeState.PAID else 1,
        next_on=deal.next_on if deal else None,
        next_amount=deals.price_of(deal) if deal and deal.next_on else None,
        gym=org.name,
        slug=org.slug,
        brand=org.brand,
        phone=org.phone,
        email=org.email,
        zone=org.zone,
        join_path=_join_path(w, row),
    )


@requires(Permission.EDIT_MONEY)
def order_path(w: Work, *, order_id: UUID, lang: Lang) -> str:
    """The address of an order's page without its origin, to be sent: ``/he/pay/…/``.

    Raises:
        NotFound: no such order in this gym.
    """
    return path_of(w.get(Order, order_id), lang)


@internal
def path_of(row: Order, lang: Lang) -> str:
    """The address of an order's page without its origin."""
    token = crypto.unseal(row.token_sealed, sealed_to(row.id))
    return f"/{lang}/pay/{token}/"


@internal
def sealed_to(order_id: UUID) -> str:
    """Where an order's token is sealed to."""
    return f"{Order.__tablename__}:{order_id}:token"


@internal
def has_vat(w: Work) -> bool:
    """Whether the gym's prices contain VAT: not an exempt dealer's."""
    # An account that is not in use any more says what the gym was.
    found = select(DocumentAccount.is_exempt).where(col(DocumentAccount.is_in_use))
    return not w.session.scalars(found).first()


@internal
def vat_rate(w: Work, *, day: date) -> Fraction:
    """The rate of what the gym sells on a day; nothing of an exempt dealer."""
    return vat.rate_on(day) if has_vat(w) else Fraction(0)


@internal
def offer_of(
    w: Work,
    plan: PlanView,
    *,
    starts_on: date,
    is_remote: bool,
    discount: Discount | None = None,
) -> Offer:
    """A plan as this gym sells it from a day on."""
    return Offer(
        name=plan.name,
        terms=plan.terms,
        price=plan.price,
        every=plan.every,
        commitment_months=plan.commitment_months,
        open_price=plan.open_price,
        billing_day=plan.billing_day,
        most_instalments=plan.most_instalments,
        starts_on=starts_on,
        has_vat=has_vat(w),
        is_remote=is_remote,
        discount=discount,
    )


@internal
def offer(w: Work, row: Order) -> Offer | None:
    """What an order is of, at what it was placed at, with its coupon; None: no plan."""
    if row.plan_id is None:
        return None
    sold_now = offer_of(
        w,
        plans.plan(w, plan_id=row.plan_id),
        starts_on=row.starts_on,
        is_remote=is_remote(row.channel),
        discount=coupon_of(w, row).discount if row.coupon_id else None,
    )
    return as_agreed(sold_now, row.agreed)


@internal
def payer_of(w: Work, *, order_id: UUID) -> Payer:
    """Who pays an order, as the company hears of them: a visitor as they called themself, else the member.

    Raises:
        NotFound: no such order in this gym.
    """
    row = w.get(Order, order_id)
    if row.is_visitors:
        return Payer(*row.what["payer"])
    return payments.payer_of(w, member_id=row.member_id)


@internal
def names_another(w: Work, row: Order) -> bool:  # noqa: ARG001  # the shape of a query
    """Whether a visitor ordered in the name of somebody whom the gym knew before: it is their word alone."""
    return row.is_visitors and row.invitation_id is None


@internal
def card_left(w: Work, row: Order) -> UUID | None:
    """The card that a visitor left for what an order is of, and for nothing else; None: there is none."""
    if not row.is_visitors:
        return None
    cause = payments.state_of_cause(w, kind=CAUSE, id=row.id)
    if cause.state is not ChargeState.PAID or cause.charge_id is None:
        return None
    charge = payments.charge(w, charge_id=cause.charge_id)
    return charge.card_id if charge.keeps_apart else None


@internal
def coupon_of(w: Work, row: Order) -> CouponView:
    """The coupon on an order.

    Raises:
        NotFound: there is none.
    """
    if row.coupon_id is None:
        raise NotFound
    return offers.coupon(w, coupon_id=row.coupon_id)


@internal
def name_of(w: Work, row: Order) -> Text:
    """What an order is of, in short."""
    if row.plan_id is not None:
        return plans.plan(w, plan_id=row.plan_id).name
    if row.kind is OrderKind.GIFT_CARD:
        return gift_cards.GIFT_CARD
    if row.kind is OrderKind.VISIT:
        return Text(str(row.what["he"]), str(row.what["en"]))
    words, _, count = row.lines[0]
    goods = sum(n for _, n in goods_of(row))
    if goods == count:  # of one kind
        return Text(str(words), str(words))
    return Text(products.GOODS.to(Lang.HE, goods), products.GOODS.to(Lang.EN, goods))


@internal
def goods_of(row: Order) -> Goods:
    """The goods of an order; nothing of any other."""
    return tuple((UUID(product_id), int(n)) for product_id, n in row.what.get("goods", ()))


@internal
def is_first(w: Work, row: Order) -> bool:
    """Whether an order of a plan is the first that its buyer pays for."""
    found = select(Order.id).where(
        col(Order.member_id) == row.member_id,
        col(Order.id) != row.id,
        col(Order.kind) == OrderKind.PLAN,
        col(Order.state) == OrderState.PAID,
        col(Order.amount_agorot) + col(Order.credit_agorot) > 0,
    )
    held = select(Subscription.id).where(
        col(Subscription.member_id) == row.member_id,
        col(Subscription.id) != row.subscription_id,
        col(Subscription.kind) != PlanKind.TRIAL,
    )
    return all(w.session.scalars(each.limit(1)).first() is None for each in (found, held))


@internal
def holding_credit(w: Work, *, member_id: UUID) -> tuple[UUID, ...]:
    """A member's own unpaid orders that hold some of their credit, in order of id."""
    found = select(Order.id).where(
        col(Order.member_id) == member_id,
        col(Order.channel) == OrderChannel.SITE,
        col(Order.state).in_(WAITING),
        col(Order.credit_agorot) > 0,
    )
    return tuple(w.session.scalars(found.order_by(col(Order.id))))


@requires(Permission.SEE_MONEY)
def waiting_for_pickup(w: Work) -> tuple[PickupView, ...]:
    """Goods bought in the app that were not handed over yet, the oldest first."""
    found = (
        select(Order, Member)
        .join(Member, col(Member.id) == col(Order.member_id))
        .where(
            col(Order.kind) == OrderKind.GOODS,
            col(Order.state) == OrderState.PAID,
            col(Order.handed_at).is_(None),
        )
        .order_by(col(Order.id))
    )
    return tuple(
        PickupView(
            row.id,
            member.id,
            full_name(member.first_name, member.last_name),
            tuple((str(words), int(n)) for words, agorot, n in row.lines if agorot > 0),
            row.paid_at or row.created_at,
        )
        for row, member in w.session.execute(found)
    )


@internal
def terms_of(w: Work, row: Order, lang: Lang) -> tuple[str, ...]:
    """What whoever agrees to an order agrees to, in words."""
    sold = offer(w, row)
    if sold is not None:
        return disclosure(sold, lang)
    amount = Money(row.amount_agorot + row.credit_agorot)
    if row.kind is OrderKind.GIFT_CARD:
        return gift_card_terms(amount, day_in_gym(w), lang)
    if row.kind is OrderKind.VISIT:
        return visit_terms(amount, lang, has_vat=has_vat(w))
    return goods_terms(amount, lang, has_vat=has_vat(w))


@internal
def is_remote(channel: OrderChannel) -> bool:
    """Whether the law takes it for a sale from afar."""
    return channel is not OrderChannel.DESK


@internal
def was_bought(w: Work, *, subscription_id: UUID) -> bool:
    """Whether a plan came by an order."""
    found = select(Order.id).where(col(Order.subscription_id) == subscription_id)
    return w.session.scalars(found).first() is not None


@internal
def over_by(w: Work, *, at: datetime) -> tuple[UUID, ...]:
    """Orders that were not paid in time, in order of id; those on a company's page are waited for."""
    waiting = (OrderState.OPEN, OrderState.FAILED, OrderState.ABANDONED)
    found = select(Order.id).where(col(Order.expires_at) <= at, col(Order.state).in_(waiting))
    return tuple(w.session.scalars(found.order_by(col(Order.id))))


@internal
def unpaid_of_plan(w: Work, *, plan_id: UUID) -> tuple[UUID, ...]:
    """Orders of a plan that nobody is paying now, in order of id."""
    waiting = (OrderState.OPEN, OrderState.FAILED, OrderState.ABANDONED)
    found = select(Order.id).where(col(Order.plan_id) == plan_id, col(Order.state).in_(waiting))
    return tuple(w.session.scalars(found.order_by(col(Order.id))))


@internal
def gym_id(w: Work) -> UUID:
    """Whose work it is."""
    return _gym(w).id


@internal
def gym_lang(w: Work) -> Lang:
    """The language of the gym's own papers."""
    return _gym(w).lang


@internal
def day_in_gym(w: Work) -> date:
    """Today in the gym's zone."""
    return clock.day_of(w.now, w.actor.zone)


def _gym(w: Work) -> Org:
    if w.actor.org_id is None:
        raise ValueError("a shop is a gym's")
    return w.get(Org, w.actor.org_id)


def _deal_of(w: Work, row: Order) -> Deal | None:
    if row.subscription_id is None:
        return None
    found = select(Deal).where(col(Deal.subscription_id) == row.subscription_id)
    return w.session.scalars(found).one_or_none()


def _join_path(w: Work, row: Order) -> str:
    """Only of somebody whom the order itself wrote down: never a way into the account of another.

    Only once they have paid: else whoever asks would learn for nothing whom the gym knows. What costs
    nothing leads there by its letter.
    """
    if row.invitation_id is None or row.state is not OrderState.PAID or not row.amount_agorot:
        return ""
    found = w.session.get(Invitation, row.invitation_id)
    is_open = found is not None and not found.accepted_at and not found.revoked_at
    return identity.invitation_path(w, invitation_id=row.invitation_id) if is_open else ""
