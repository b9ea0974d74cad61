"""Orders of other things than plans: goods from the shelf, and gift cards. What becomes of them is in ``paying``."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from fitkit.core.errors import Invalid, NotFound, Refusal
from fitkit.core.i18n import Lang, Text
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.billing.actions import crediting, paying
from fitkit.features.billing.actions._placing import Basket, PlacedOrder, Wish, place, visitor_of
from fitkit.features.billing.events.orders import GoodsHanded
from fitkit.features.billing.queries import orders as queries
from fitkit.features.billing.rules import orders as rules
from fitkit.features.billing.rules.disclosure import gift_card_terms, goods_terms
from fitkit.features.billing.rules.words import OrderChannel, OrderKind, OrderState
from fitkit.features.billing.tables import Order
from fitkit.features.members import actions as members
from fitkit.features.members import queries as people
from fitkit.features.members.rules import MemberDetails, SameBy
from fitkit.features.offers import actions as offers
from fitkit.features.offers.queries import settings
from fitkit.features.offers.rules import gift_cards, products
from fitkit.features.offers.rules.gift_cards import GiftDetails
from fitkit.ports.payments import PayWay
from fitkit.texts import gift_cards as gift_texts
from fitkit.texts import products as texts
from fitkit.texts import shop

Wanted = Iterable[tuple[UUID, int]]  # product, how many


@dataclass(frozen=True, slots=True)
class ByHand:
    """Money that staff take at the desk."""

    way: PayWay
    note: str
    paid_on: date


@requires(Permission.GIVE_PLANS, own=Permission.EDIT_OWN)
def buy_goods(
    w: Work, *, member_id: UUID, goods: Wanted, lang: Lang, consents: bool
) -> PlacedOrder:
    """Order goods in the app, to be picked up at the gym.

    They are off the shelf for this order until it is paid or its time is over.

    Raises:
        Refusal: at ``goods`` or ``consents``: nothing chosen, not so many left, no consent.
        NotFound: no such member; a product that is not in this gym's shop.
    """
    people.facts(w, member_id=member_id)
    _must_consent(consents=consents)
    wish = Wish(member_id, OrderChannel.SITE, lang, has_consent=True, uses_credit=True)
    return _place_goods(w, goods, wish)


@requires(Permission.EDIT_MONEY)
def sell_goods(
    w: Work, *, member_id: UUID, goods: Wanted, by_hand: ByHand | None, lang: Lang
) -> PlacedOrder:
    """Sell goods to a member: paid at the desk and handed over at once; or by a link, which is not paid yet.

    Raises:
        Refusal: at ``goods``; a way, day or note that payments refuse.
        NotFound: no such member or product in this gym.
    """
    people.facts(w, member_id=member_id)
    channel = OrderChannel.LINK if by_hand is None else OrderChannel.DESK
    is_here = by_hand is not None
    wish = Wish(member_id, channel, lang, has_consent=is_here, uses_credit=True)
    placed = _place_goods(w, goods, wish)
    return _take(w, placed, by_hand)


@requires(Permission.EDIT_MONEY)
def place_goods(w: Work, *, member_id: UUID, goods: Wanted, lang: Lang) -> PlacedOrder:
    """Order goods for a member at the desk whose kept card is charged next: ``flows.charge_kept_card``.

    Raises:
        Refusal: at ``goods``.
        NotFound: no such member or product in this gym.
    """
    people.facts(w, member_id=member_id)
    wish = Wish(member_id, OrderChannel.DESK, lang, has_consent=True, uses_credit=True)
    return _place_goods(w, goods, wish)


@requires(Permission.EDIT_MONEY)
def hand_over(w: Work, *, order_id: UUID) -> None:
    """Write down that goods bought in the app were handed over. Told again, nothing. Publishes GoodsHanded.

    Raises:
        NotFound: no such order of goods that is paid.
    """
    row = w.hold(Order, order_id)
    if row.kind is not OrderKind.GOODS or row.state is not OrderState.PAID:
        raise NotFound
    if row.handed_at is None:
        row.handed_at = w.now
        w.publish(GoodsHanded(about=row.id, member_id=row.member_id))


@requires(Permission.GIVE_PLANS, own=Permission.EDIT_OWN)
def buy_gift_card(
    w: Work,
    *,
    member_id: UUID,
    details: GiftDetails,
    lang: Lang,
    consents: bool,
    wants_another: bool = False,
) -> PlacedOrder:
    """Order a gift card for somebody else; its letter goes out when it is paid.

    The same card asked for again within ten minutes, from another tab as well, is the same order until it is
    paid, and then a question: whoever wants one more says so. Holds the member's turn of credit.

    Args:
        w: of the member, or of who acts for them.
        member_id: who buys.
        details: how much, and for whom.
        lang: of the letter.
        consents: they agree to the terms.
        wants_another: they know that they have just bought the same.

    Raises:
        Invalid: fields at fault, the gym's bounds of the amount among them.
        Refusal: the gym sells none in its shop; no consent; at ``another``: the same was bought just now.
        NotFound: no such member in this gym.
    """
    people.facts(w, member_id=member_id)
    _must_sell(w)
    _must_consent(consents=consents)
    crediting.take_turn(w, member_id)
    before = _same_just_now(w, member_id, details)
    if before is not None and before.state is not OrderState.PAID:
        return PlacedOrder(before.id, queries.path_of(before, lang), is_paid=False)
    if before is not None and not wants_another:
        raise Refusal(gift_texts.SAME_JUST_NOW, field="another")
    return _place_gift(w, details, Wish(member_id, OrderChannel.SITE, lang, has_consent=True))


@internal
def buy_gift_card_as_visitor(
    w: Work, *, buyer: MemberDetails, details: GiftDetails, lang: Lang, consents: bool
) -> PlacedOrder:
    """The same for somebody who is not signed in, by name, phone and e-mail: found as for plans, or a lead.

    All that is wrong is said at once.

    Raises:
        Invalid, Refusal: as for ``buy_gift_card``; no way to reach the buyer, at ``phone`` or ``email``.
    """
    _must_sell(w)
    _must_be_whole(w, buyer, details, consents=consents)
    member_id = next(
        (
            view.line.id
            for view in people.duplicates_of(w, details=buyer)
            if SameBy.NAME in view.same_by and len(view.same_by) > 1 and not view.line.is_archived
        ),
        None,
    ) or members.add_despite_duplicate(w, details=buyer)
    w.session.flush()
    visitor = visitor_of(w, buyer)
    wish = Wish(member_id, OrderChannel.SITE, lang, has_consent=True, visitor=visitor)
    return _place_gift(w, details, wish)


@requires(Permission.EDIT_MONEY)
def sell_gift_card(
    w: Work, *, member_id: UUID, details: GiftDetails, by_hand: ByHand | None, lang: Lang
) -> PlacedOrder:
    """Sell a gift card to a member: paid at the desk, or by a link, which is not paid yet.

    Raises:
        Invalid: fields at fault, the gym's bounds of the amount among them.
        Refusal: a way, day or note that payments refuse.
        NotFound: no such member in this gym.
    """
    people.facts(w, member_id=member_id)
    channel = OrderChannel.LINK if by_hand is None else OrderChannel.DESK
    wish = Wish(member_id, channel, lang, has_consent=by_hand is not None)
    return _take(w, _place_gift(w, details, wish), by_hand)


@requires(Permission.EDIT_MONEY)
def place_gift_card(w: Work, *, member_id: UUID, details: GiftDetails, lang: Lang) -> PlacedOrder:
    """Order a gift card for a member at the desk whose kept card is charged next: ``flows.charge_kept_card``.

    Raises:
        Invalid: fields at fault, the gym's bounds of the amount among them.
        NotFound: no such member in this gym.
    """
    people.facts(w, member_id=member_id)
    return _place_gift(w, details, Wish(member_id, OrderChannel.DESK, lang, has_consent=True))


def _place_goods(w: Work, goods: Wanted, wish: Wish) -> PlacedOrder:
    wanted = products.gathered(goods)
    taken = offers.take_goods(w, goods=wanted, in_shop=wish.channel is OrderChannel.SITE)
    own = queries.gym_lang(w)
    lines = tuple(
        (
            texts.COUNTED.to(own, product=view.name, n=n) if n > 1 else view.name.to(own),
            view.price.times(n),
            n,
        )
        for view, n in taken
    )
    basket = Basket(
        OrderKind.GOODS,
        lines,
        queries.day_in_gym(w),
        what={"goods": [[str(product_id), n] for product_id, n in wanted]},
        terms=goods_terms(
            sum((amount for _, amount, _ in lines), ZERO), wish.lang, has_vat=queries.has_vat(w)
        ),
    )
    return place(w, new_id(), basket, wish)


def _same_just_now(w: Work, member_id: UUID, details: GiftDetails) -> Order | None:
    """The newest order of the very same card that the member placed themself a moment ago; it may be paid still."""
    clean = gift_cards.checked(details, bounds=settings.chosen(w).gifts)
    found = (
        select(Order)
        .where(
            col(Order.member_id) == member_id,
            col(Order.kind) == OrderKind.GIFT_CARD,
            col(Order.channel) == OrderChannel.SITE,
            col(Order.state) != OrderState.EXPIRED,
            col(Order.is_visitors).is_(False),
            col(Order.created_at) > w.now - rules.JUST_NOW,
        )
        .order_by(col(Order.id).desc())
    )
    same = (clean.amount.agorot, clean.receiver, clean.email, clean.message)
    return next((row for row in w.session.scalars(found) if _gift_of(row) == same), None)


def _gift_of(row: Order) -> tuple[int, str, str, str]:
    what = row.what
    amount = row.amount_agorot + row.credit_agorot
    return amount, what.get("receiver", ""), what.get("email", ""), what.get("message", "")


def _place_gift(w: Work, details: GiftDetails, wish: Wish) -> PlacedOrder:
    clean = gift_cards.checked(details, bounds=settings.chosen(w).gifts)
    words = gift_texts.LINE.to(queries.gym_lang(w), receiver=clean.receiver)
    basket = Basket(
        OrderKind.GIFT_CARD,
        ((words, clean.amount, 1),),
        queries.day_in_gym(w),
        what={
            "receiver": clean.receiver,
            "email": clean.email,
            "message": clean.message,
            "lang": str(wish.lang),
        },
        terms=gift_card_terms(clean.amount, queries.day_in_gym(w), wish.lang),
    )
    return place(w, new_id(), basket, wish)


def _take(w: Work, placed: PlacedOrder, by_hand: ByHand | None) -> PlacedOrder:
    """The money of what was sold at the desk; nothing of what is paid by a link, or was paid by credit."""
    if by_hand is None or placed.is_paid:
        return placed
    paying.take_by_hand(
        w,
        order_id=placed.order_id,
        way=by_hand.way,
        note=by_hand.note,
        paid_on=by_hand.paid_on,
    )
    return PlacedOrder(placed.order_id, placed.path, is_paid=True)


def _must_be_whole(w: Work, buyer: MemberDetails, details: GiftDetails, *, consents: bool) -> None:
    problems: dict[str, Text | Refusal] = {}
    for look in (
        lambda: gift_cards.checked(details, bounds=settings.chosen(w).gifts),
        lambda: visitor_of(w, buyer),
        lambda: rules.check_reachable(buyer),
        lambda: _must_consent(consents=consents),
    ):
        try:
            look()
        except Invalid as found:
            problems = found.problems | problems
        except Refusal as found:
            problems.setdefault(found.field, found)
    if problems:
        only = next(iter(problems.values()))
        raise only if len(problems) == 1 and isinstance(only, Refusal) else Invalid(problems)


def _must_consent(*, consents: bool) -> None:
    if not consents:
        raise Refusal(shop.CONSENT_NEEDED, field="consents")


def _must_sell(w: Work) -> None:
    if not settings.chosen(w).sells_gift_cards:
        raise Refusal(gift_texts.NOT_SOLD_HERE)
