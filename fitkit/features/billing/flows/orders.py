"""The shop and an order's page, for who is signed in to nothing: an address looked up at every step.

What a browser says is a wish: which plan, from when, who. What is paid, and whether it was, are ours.
"""

from datetime import date
from typing import Final
from uuid import UUID

from fitkit.core import clock, ratelimit
from fitkit.core.actor import VISITOR, Actor, system
from fitkit.core.errors import NotFound
from fitkit.core.i18n import Lang
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, flow_requires, public
from fitkit.core.ratelimit import Allowance
from fitkit.core.settings import settings
from fitkit.core.work import caller_ip, open_work
from fitkit.features.billing.actions import NO_CODES, Codes, PlacedOrder, paying, retail
from fitkit.features.billing.actions import orders as actions
from fitkit.features.billing.queries import gifts
from fitkit.features.billing.queries import orders as queries
from fitkit.features.billing.queries.orders import OpenedOrder, OrderView, ShopView
from fitkit.features.billing.rules import orders as rules
from fitkit.features.billing.rules.orders import OrderStanding
from fitkit.features.members.rules import MemberDetails
from fitkit.features.offers.queries import coupons as offers
from fitkit.features.offers.queries.coupons import CouponView
from fitkit.features.offers.rules.gift_cards import GiftDetails
from fitkit.features.orgs import queries as orgs
from fitkit.features.payments import flows as payments
from fitkit.features.payments import queries as cards
from fitkit.features.payments.flows import PageView
from fitkit.features.payments.rules import NoCardError
from fitkit.ports import Ports

ORDERS: Final = Allowance(10, 3600)  # that one address places
CODES: Final = Allowance(20, 3600)  # of coupons, and of gift cards, that one address tries
BY_CARD: Final = Allowance(5, 3600)  # gift cards that one member has charged to the kept card
PAGES: Final = Allowance(12, 600)  # that are opened for one order


@public
def see_shop(_ports: Ports, _actor: Actor, *, slug: str) -> ShopView:
    """What a gym sells to whoever comes.

    Raises:
        NotFound: no such gym, or a closed one.
    """
    with open_work(_in_gym(slug)) as w:
        return queries.shop(w)


@public
def buy(  # what a visitor says
    _ports: Ports,
    _actor: Actor,
    *,
    slug: str,
    plan_id: UUID,
    details: MemberDetails,
    starts_on: date,
    lang: Lang,
    consents: bool,
    codes: Codes = NO_CODES,
) -> PlacedOrder:
    """Order a plan as a visitor; see ``actions.buy_as_visitor``.

    Raises:
        Invalid: fields at fault.
        Refusal: TOO_MANY; no way to reach them, at ``phone``; a first day, no consent.
        NotFound: no such gym, or a plan that it does not offer.
    """
    gym = _in_gym(slug)
    rules.check_reachable(details)
    ratelimit.take(f"shop:{caller_ip.get() or slug}", ORDERS, now=clock.now())
    if codes.gift_code.strip():
        ratelimit.take(f"gift:{caller_ip.get() or slug}", CODES, now=clock.now())
    with open_work(gym) as w:
        return actions.buy_as_visitor(
            w,
            details=details,
            plan_id=plan_id,
            starts_on=starts_on,
            lang=lang,
            consents=consents,
            codes=codes,
        )


@public
def buy_gift_card(  # what a visitor says
    _ports: Ports,
    _actor: Actor,
    *,
    slug: str,
    buyer: MemberDetails,
    details: GiftDetails,
    lang: Lang,
    consents: bool,
) -> PlacedOrder:
    """Order a gift card as a visitor; see ``retail.buy_gift_card_as_visitor``.

    Raises:
        Invalid: fields at fault.
        Refusal: TOO_MANY; no way to reach the buyer; no consent; the gym sells none.
        NotFound: no such gym.
    """
    gym = _in_gym(slug)
    ratelimit.take(f"shop:{caller_ip.get() or slug}", ORDERS, now=clock.now())
    with open_work(gym) as w:
        return retail.buy_gift_card_as_visitor(
            w, buyer=buyer, details=details, lang=lang, consents=consents
        )


@public
def see_coupon(_ports: Ports, _actor: Actor, *, slug: str, plan_id: UUID, code: str) -> CouponView:
    """A coupon that a visitor typed, where it counts for a plan today.

    Raises:
        Refusal: at ``coupon``: it does not count, and why; too many codes were tried.
        NotFound: no such gym.
    """
    gym = _in_gym(slug)
    ratelimit.take(f"coupon:{caller_ip.get() or slug}", CODES, now=clock.now())
    with open_work(gym) as w:
        return offers.usable(w, code=code, plan_id=plan_id, member_id=None)


@public
def see_gift_card(_ports: Ports, _actor: Actor, *, slug: str, gift_code: str) -> Money:
    """What the gift card of a code that a visitor typed would pay of what they order now.

    Raises:
        Refusal: at ``gift_code``: it cannot be used, and why; too many codes were tried.
        NotFound: no such gym.
    """
    gym = _in_gym(slug)
    ratelimit.take(f"gift:{caller_ip.get() or slug}", CODES, now=clock.now())
    with open_work(gym) as w:
        return gifts.to_pay_with(w, gift_code=gift_code)


@public
def see_order(_ports: Ports, _actor: Actor, *, token: str) -> OrderView:
    """An order by the address of its page, as we know it.

    Raises:
        NotFound: no such page.
    """
    at = _opened(token)
    with open_work(at.actor) as w:
        return queries.order(w, order_id=at.order_id)


@public
def look_at_order(ports: Ports, _actor: Actor, *, token: str) -> OrderView:
    """The same, after asking the company about a payment that is under way.

    Raises:
        NotFound: no such page.
    """
    at = _opened(token)
    with open_work(at.actor) as w:
        view = queries.order(w, order_id=at.order_id)
    if view.charge_id is None or not view.is_open_at_company:
        return view
    payments.ask(ports, at.actor, charge_id=view.charge_id)
    with open_work(at.actor) as w:
        paying.settle(w, order_id=at.order_id)
    with open_work(at.actor) as w:
        return queries.order(w, order_id=at.order_id)


@flow_requires(Permission.EDIT_MONEY)
def charge_kept_card(ports: Ports, actor: Actor, *, order_id: UUID) -> OrderView:
    """Charge an order that was placed at the desk to the member's kept card; what became of it.

    What is declined is taken back: what the order held is free again.

    Raises:
        Refusal: paid, expired, being paid; the member has no kept card.
        NotFound: no such order in this gym.
    """
    with open_work(actor) as w:
        charge_id = paying.begin_by_card(w, order_id=order_id)
    payments.collect(ports, actor, charge_id=charge_id)
    with open_work(actor) as w:
        paying.settle(w, order_id=order_id)
    with open_work(actor) as w:
        view = queries.order(w, order_id=order_id)
        if view.standing in (OrderStanding.DECLINED, OrderStanding.FAILED):
            paying.take_back(w, order_id=order_id)
        return view


@flow_requires(Permission.USE_ACCOUNT)
def buy_gift_card_by_kept_card(
    ports: Ports,
    actor: Actor,
    *,
    member_id: UUID,
    details: GiftDetails,
    lang: Lang,
    consents: bool,
    wants_another: bool = False,
) -> PlacedOrder:
    """Order a gift card and charge it to the member's kept card; its page says what became of it.

    What is declined may be paid there by another card. Without a kept card nothing is ordered.

    Raises:
        Invalid, Refusal: as for ``retail.buy_gift_card``; TOO_MANY; the member has no kept card.
        Denied: the member is neither the actor nor theirs to act for.
        NotFound: no such member in this gym.
    """
    with open_work(actor) as w:
        if cards.card_of(w, member_id=member_id) is None:
            raise NoCardError
        placed = retail.buy_gift_card(
            w,
            member_id=member_id,
            details=details,
            lang=lang,
            consents=consents,
            wants_another=wants_another,
        )
        ratelimit.take(f"gift-by-card:{actor.org_id}:{member_id}", BY_CARD, now=clock.now())
    with open_work(actor) as w:
        charge_id = paying.begin_by_own_card(w, member_id=member_id, order_id=placed.order_id)
    gym = system(actor.org_id, actor.zone_name)
    payments.collect(ports, gym, charge_id=charge_id)
    with open_work(gym) as w:
        paying.settle(w, order_id=placed.order_id)
    return placed


@public
def pay(ports: Ports, _actor: Actor, *, token: str, lang: Lang, consents: bool) -> PageView:
    """The company's page on which an order is paid; two who ask get the same.

    Raises:
        NotFound: no such page.
        Refusal: TOO_MANY; paid, expired, no consent, nobody knows yet what became of the last try,
            the gym takes no cards, the company does not answer.
    """
    at = _opened(token)
    ratelimit.take(f"pay:{at.order_id}", PAGES, now=clock.now())
    with open_work(at.actor) as w:
        charge_id = paying.begin_paying(w, order_id=at.order_id, lang=lang, consents=consents)
    with open_work(at.actor) as w:
        payer = queries.payer_of(w, order_id=at.order_id)
    back = f"{settings().public_url}/{lang}/pay/{token}/"
    return payments.open_page(
        ports,
        at.actor,
        charge_id=charge_id,
        lang=lang,
        payer=payer,
        success_url=f"{back}?back=1",
        failure_url=f"{back}?back=1",
        cancel_url=back,
    )


def _in_gym(slug: str) -> Actor:
    """FitKit itself, in the gym of an address."""
    with open_work(VISITOR) as w:
        gym = orgs.by_slug(w, slug=slug)
    return system(gym.id, gym.zone)


def _opened(token: str) -> OpenedOrder:
    with open_work(VISITOR) as w:
        found = queries.opened_by(w, token=token)
    if found is None:
        raise NotFound
    return found
