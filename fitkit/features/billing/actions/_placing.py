"""An order written down: what it is of, at a price that is fixed from then on."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from fitkit.core import crypto
from fitkit.core.i18n import Lang, Text, day_in_record
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.core.work import Work
from fitkit.features.billing.actions import _giving, crediting
from fitkit.features.billing.events.orders import OrderPlaced
from fitkit.features.billing.queries import orders as queries
from fitkit.features.billing.queries.credit import free_credit
from fitkit.features.billing.rules import orders as rules
from fitkit.features.billing.rules.checkout import (
    FirstPayment,
    Offer,
    as_kept,
    first_payment,
    needs_card,
)
from fitkit.features.billing.rules.disclosure import disclosure
from fitkit.features.billing.rules.words import OrderChannel, OrderKind, OrderState
from fitkit.features.billing.tables import Order, OrderKey
from fitkit.features.members.rules import MemberDetails, checked, full_name
from fitkit.features.offers import actions as offers
from fitkit.features.offers.queries import referrals
from fitkit.features.plans.queries import PlanView
from fitkit.ports.payments import Payer
from fitkit.texts import coupons, gift_cards
from fitkit.texts import shop as texts

Line = tuple[str, Money, int]  # words, amount, how many


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    """An order that waits for its payment, or needed none."""

    order_id: UUID
    path: str  # of its page, without the origin
    is_paid: bool


@dataclass(frozen=True, slots=True)
class Codes:
    """What a buyer typed, or came by; each may be empty."""

    coupon: str = ""
    gift_code: str = ""  # of a gift card
    brought_by: str = ""  # of a member's link


NO_CODES: Final = Codes()


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants, and how they came to it."""

    member_id: UUID
    channel: OrderChannel
    lang: Lang
    has_consent: bool  # they have agreed to the terms
    codes: Codes = NO_CODES
    uses_credit: bool = False  # of the member: they themself ask, or staff for them
    invitation_id: UUID | None = None
    visitor: Payer | None = None  # who is not signed in, as they called themself
    spares_others: bool = False  # nobody chose it: what waits with credit keeps it


@dataclass(frozen=True, slots=True)
class Basket:
    """What an order is of, priced by us."""

    kind: OrderKind
    lines: tuple[Line, ...]  # they sum to what is paid
    starts_on: date
    plan_id: UUID | None = None
    coupon_id: UUID | None = None
    agreed: dict[str, Any] = field(default_factory=dict)  # of a plan: ``as_kept``  # Any: JSON
    what: dict[str, Any] = field(default_factory=dict)  # of goods and gift cards
    terms: tuple[str, ...] = ()  # in words, for whoever agrees to them
    is_given_free: bool = True  # where nothing is paid it is given at once: no card is needed
    place_id: UUID | None = None  # of a visit
    good_until: datetime | None = None  # of a visit; of all else a day from now
    amount: Money = field(init=False)

    def __post_init__(self) -> None:
        """Sum the lines."""
        object.__setattr__(self, "amount", sum((one[1] for one in self.lines), ZERO))


def visitor_of(w: Work, details: MemberDetails) -> Payer:
    """Somebody who is not signed in, as they called themself.

    Raises:
        Invalid: fields at fault.
    """
    clean = checked(details, today=queries.day_in_gym(w))
    return Payer(full_name(clean.first_name, clean.last_name), clean.email, clean.phone)


def place_plan(w: Work, plan: PlanView, starts_on: date, wish: Wish) -> PlacedOrder:
    """Order a plan.

    Raises:
        Refusal: at ``coupon``: the code does not count.
    """
    order_id, discount, code, coupon_id = new_id(), None, "", None
    if wish.codes.coupon.strip():
        used = offers.use_coupon(
            w, code=wish.codes.coupon, plan_id=plan.id, member_id=wish.member_id, order_id=order_id
        )
        discount, code, coupon_id = used.discount, used.code, used.id
    is_remote = queries.is_remote(wish.channel)
    offer = queries.offer_of(w, plan, starts_on=starts_on, is_remote=is_remote, discount=discount)
    first = first_payment(offer)
    offers.note_off(w, order_id=order_id, off=first.off)
    basket = Basket(
        OrderKind.PLAN,
        _plan_lines(offer, first, code, queries.gym_lang(w)),
        starts_on,
        plan_id=plan.id,
        coupon_id=coupon_id,
        agreed=as_kept(offer),
        terms=disclosure(offer, wish.lang),
        is_given_free=wish.channel is OrderChannel.DESK or not needs_card(offer),
    )
    return place(w, order_id, basket, wish)


def place(w: Work, order_id: UUID, basket: Basket, wish: Wish) -> PlacedOrder:
    """Write an order down; what costs nothing and is agreed to is given at once. Publishes OrderPlaced."""
    token = crypto.new_token()
    credit, gift_use_id = _credit(w, order_id, basket.amount, wish)
    row = Order(
        id=order_id,
        member_id=wish.member_id,
        kind=basket.kind,
        plan_id=basket.plan_id,
        starts_on=basket.starts_on,
        coupon_id=basket.coupon_id,
        what=basket.what | _payer(wish),
        lines=_kept(basket.lines, credit, _credit_line(wish, gift_use_id).to(queries.gym_lang(w))),
        amount_agorot=(basket.amount - credit).agorot,
        credit_agorot=credit.agorot,
        gift_use_id=gift_use_id,
        referrer_id=referrals.member_of(w, code=wish.codes.brought_by)
        if wish.codes.brought_by
        else None,
        agreed=basket.agreed,
        vat_per_mille=int(queries.vat_rate(w, day=queries.day_in_gym(w)) * 1000),
        channel=wish.channel,
        token_sealed=crypto.seal(token, queries.sealed_to(order_id)),
        consented_at=w.now if wish.has_consent else None,
        disclosed="\n".join(basket.terms) if wish.has_consent else "",
        expires_at=max(basket.good_until or w.now, w.now + rules.LIFE),
        place_id=basket.place_id,
        invitation_id=wish.invitation_id,
        by_user_id=w.actor.user_id if wish.channel is not OrderChannel.SITE else None,
        is_visitors=wish.visitor is not None,
    )
    w.add(row)
    w.session.flush()
    w.add(OrderKey(token_hash=crypto.digest(token), order_id=order_id, gym_id=queries.gym_id(w)))
    w.publish(
        OrderPlaced(
            about=order_id,
            member_id=row.member_id,
            plan_id=row.plan_id,
            channel=row.channel,
            amount_agorot=row.amount_agorot,
        )
    )
    if not row.amount_agorot and wish.has_consent and basket.is_given_free:
        _giving.give(w, row)
    return PlacedOrder(order_id, queries.path_of(row, wish.lang), row.state is OrderState.PAID)


def _payer(wish: Wish) -> dict[str, Any]:  # Any: JSON
    """A visitor as the company is to hear of them: what is known of whoever they named is not theirs to see."""
    one = wish.visitor
    return {} if one is None else {"payer": [one.name, one.email, one.phone]}


def _credit_line(wish: Wish, gift_use_id: UUID | None) -> Text:
    """What pays is called: of somebody who is not signed in it is the gift card alone."""
    is_card = gift_use_id is not None and not wish.uses_credit
    return gift_cards.GIFT_LINE if is_card else gift_cards.CREDIT_LINE


def _kept(lines: tuple[Line, ...], credit: Money, by: str) -> list[list[str | int]]:
    """The lines as they are kept, with what the buyer's credit pays; they sum to what is left to pay."""
    kept: list[list[str | int]] = [[words, amount.agorot, n] for words, amount, n in lines]
    if credit:
        kept.append([by, -credit.agorot, 1])
    return kept


def _credit(w: Work, order_id: UUID, price: Money, wish: Wish) -> tuple[Money, UUID | None]:
    """What credit and a gift card pay of a price, set aside for the order; and the use of the card, if any.

    Of somebody who is not signed in only what their gift card brings is used, never what is theirs already.
    """
    if not price or not (wish.uses_credit or wish.codes.gift_code.strip()):
        return ZERO, None
    if wish.uses_credit and not wish.spares_others:
        _let_others_go(w, wish.member_id)
    crediting.take_turn(w, wish.member_id)
    own = free_credit(w, member_id=wish.member_id) if wish.uses_credit else ZERO
    gift_use_id, missing = None, price - min(own, price)
    most = min(own, price)
    if wish.codes.gift_code.strip() and missing:
        found = offers.redeem(
            w, member_id=wish.member_id, gift_code=wish.codes.gift_code, most=missing
        )
        gift_use_id, most = found.use_id, most + found.amount
    if not most:
        return ZERO, None
    used = crediting.use_credit(
        w, member_id=wish.member_id, cause_kind=rules.CAUSE, cause_id=order_id, most=most
    )
    return used, gift_use_id


def _let_others_go(w: Work, member_id: UUID) -> None:
    """Orders of a member's own that hold credit and that nobody is paying are over: it goes to the newest."""
    for order_id in queries.holding_credit(w, member_id=member_id):
        row = w.hold(Order, order_id)
        if row.state in rules.WAITING:
            _giving.expire(w, row)


def _plan_lines(offer: Offer, first: FirstPayment, code: str, lang: Lang) -> tuple[Line, ...]:
    """What is paid for, as the receipt says it, and what a coupon takes off."""
    whole: Line = (_words(offer, first, lang), first.amount + first.off, 1)
    if not code:
        return (whole,)
    return whole, (coupons.LINE.to(lang, code=code), -first.off, 1)


def _words(offer: Offer, first: FirstPayment, lang: Lang) -> str:
    name = offer.name.to(lang)
    if first.last_on is None:
        return name
    span = (day_in_record(first.first_on), day_in_record(first.last_on))
    return texts.LINE.to(lang, plan=name, first=span[0], last=span[1])
