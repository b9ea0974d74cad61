"""Products and gift cards as strings, for the owner."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from fitkit.core.i18n import Lang, ltr, moment, money
from fitkit.features.billing.queries import PickupView
from fitkit.features.offers.queries import GiftState, GiftUseView, GiftView, ProductView
from fitkit.texts import gift_cards, products


@dataclass
class ProductRow:
    """A product on the owner's list."""

    id: str = ""
    name: str = ""
    price: str = ""
    stock: str = ""
    is_low: bool = False
    where: str = ""
    is_retired: bool = False
    edit: str = ""  # read out


@dataclass
class PickupRow:
    """Goods that wait for whoever bought them."""

    id: str
    member: str
    href: str
    goods: str
    at: str


@dataclass
class GiftCardRow:
    """A gift card on the owner's list."""

    id: str = ""
    ending: str = ""
    receiver: str = ""
    email: str = ""
    buyer: str = ""
    buyer_href: str = ""
    left: str = ""
    sold: str = ""
    until: str = ""
    state: str = ""  # in words
    look: str = "neutral"  # of its chip


@dataclass
class GiftUseRow:
    """What of a card was used."""

    member: str
    href: str
    at: str
    amount: str


LOW = 3  # left of a product, from which on its stock is marked
_LOOKS = {
    GiftState.OPEN: "positive",
    GiftState.PARTLY: "info",
    GiftState.USED: "neutral",
    GiftState.OVER: "warning",
}


def product_row(view: ProductView, lang: Lang) -> ProductRow:
    """A product as the owner sees it."""
    where = products.IN_APP if view.in_shop else products.AT_DESK_ONLY
    return ProductRow(
        id=str(view.id),
        name=view.name.to(lang),
        price=money(view.price, lang),
        stock=products.NOT_COUNTED.to(lang) if view.stock is None else f"{view.stock:,}",
        is_low=view.stock is not None and view.stock <= LOW,
        where=(products.IS_RETIRED if view.is_retired else where).to(lang),
        is_retired=view.is_retired,
        edit=products.EDIT_OF.to(lang, product=view.name),
    )


def pickup_row(view: PickupView, *, zone: ZoneInfo, lang: Lang) -> PickupRow:
    """Goods that wait."""
    return PickupRow(
        id=str(view.order_id),
        member=view.member,
        href=_member(view.member_id, lang),
        goods=", ".join(words for words, _ in view.goods),
        at=moment(view.paid_at, zone, lang),
    )


def gift_card_row(view: GiftView, *, zone: ZoneInfo, lang: Lang) -> GiftCardRow:
    """A gift card; never its code."""
    left, amount = money(view.left, lang), money(view.amount, lang)
    return GiftCardRow(
        id=str(view.id),
        ending=ltr(f"•••• {view.ending}"),
        receiver=view.receiver,
        email=view.email,
        buyer=view.buyer,
        buyer_href=_member(view.buyer_id, lang),
        left=gift_cards.LEFT_OF.to(lang, left=left, amount=amount),
        sold=moment(view.sold_at, zone, lang),
        until=_until(view.good_until, lang),
        state=gift_cards.STATES[view.state].to(lang),
        look=_LOOKS[view.state],
    )


def gift_use_row(view: GiftUseView, *, zone: ZoneInfo, lang: Lang) -> GiftUseRow:
    """One use of a card."""
    at = moment(view.at, zone, lang)
    return GiftUseRow(
        view.member,
        _member(view.member_id, lang),
        gift_cards.GIVEN_BACK.to(lang, at=at) if view.is_given_back else at,
        money(view.amount, lang),
    )


def _until(day: date, lang: Lang) -> str:
    return gift_cards.UNTIL.to(lang, day=day)


def _member(member_id: object, lang: Lang) -> str:
    return f"/{lang}/dashboard/members/{member_id}/"
