"""Gift cards and goods as strings, for who buys them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from fitkit.core.i18n import Lang, money
from fitkit.core.money import ZERO, Money
from fitkit.features.billing.rules.disclosure import gift_card_terms, goods_terms
from fitkit.features.offers.queries import ProductView
from fitkit.features.offers.rules.gift_cards import Bounds
from fitkit.features.offers.rules.referrals import Rewards
from fitkit.texts import gift_cards, products, referrals
from fitkit.texts import shop as texts


@dataclass
class GiftRow:
    """A gift card that is being bought."""

    help: str = ""  # the bounds; empty: none is sold here
    amount: str = ""  # as typed
    send: str = ""
    terms: list[str] = field(default_factory=list)


@dataclass
class GoodRow:
    """A product on the shelf, and how many of it are in the basket."""

    id: str
    name: str
    price: str
    count: int
    left: str  # how few there are; empty: enough
    is_out: bool
    more: str  # the name of the button that adds one
    less: str


@dataclass
class BasketRow:
    """What is in the basket."""

    count: int = 0
    send: str = ""
    terms: list[str] = field(default_factory=list)


FEW = 5


def gift_row(
    bounds: Bounds | None, *, amount: str, worth: Money, today: date, lang: Lang
) -> GiftRow:
    """A gift card as far as it was typed."""
    if bounds is None:
        return GiftRow()
    return GiftRow(
        help=gift_cards.AMOUNT_HELP.to(lang, least=bounds.least, most=bounds.most),
        amount=amount,
        send=texts.TO_PAYMENT.to(lang, amount=worth),
        terms=list(gift_card_terms(worth, today, lang)),
    )


def good_row(view: ProductView, count: int, lang: Lang) -> GoodRow:
    """A product as a member sees it."""
    name = view.name.to(lang)
    is_few = view.stock is not None and 0 < view.stock <= FEW
    return GoodRow(
        id=str(view.id),
        name=name,
        price=money(view.price, lang),
        count=count,
        left=products.FEW_LEFT.to(lang, n=view.stock) if is_few else "",
        is_out=view.is_out,
        more=products.ADD_ONE.to(lang, product=name),
        less=products.ONE_LESS.to(lang, product=name),
    )


def basket_row(
    shelf: Mapping[str, ProductView], counts: Mapping[str, int], *, has_vat: bool, lang: Lang
) -> BasketRow:
    """What is in the basket, and what it costs."""
    chosen = [(shelf[i], n) for i, n in counts.items() if i in shelf and n > 0]
    total = sum((view.price.times(n) for view, n in chosen), ZERO)
    if not total:
        return BasketRow()
    return BasketRow(
        count=sum(n for _, n in chosen),
        send=products.TO_PAY.to(lang, amount=total),
        terms=list(goods_terms(total, lang, has_vat=has_vat)),
    )


def referral_words(rewards: Rewards, lang: Lang) -> str:
    """What a member's link brings; empty: nothing."""
    if not rewards.is_on:
        return ""
    both = rewards.referrer and rewards.friend
    one = referrals.WHY_REFERRER if rewards.referrer else referrals.WHY_FRIEND
    words = referrals.WHY_BOTH if both else one
    return words.to(lang, referrer=rewards.referrer, friend=rewards.friend)
