"""What may be written of a product, and what somebody may take of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from fitkit.core.errors import Refusal
from fitkit.core.money import ZERO, Money
from fitkit.features.members.rules import Fields
from fitkit.features.plans.rules import PRICE_MOST
from fitkit.texts import products as texts

NAME_MOST: Final = 60
STOCK_MOST: Final = 100_000
EACH_MOST: Final = 50  # of one product in one sale
KINDS_MOST: Final = 20  # of products in one sale

Goods = tuple[tuple[UUID, int], ...]  # product, how many; each product once, by id


@dataclass(frozen=True, slots=True)
class ProductDetails:
    """What is known of a product, as typed or as checked by ``checked``."""

    name_he: str
    name_en: str
    price: Money  # VAT included, at the gym's rate of the day of the sale
    stock: int | None = None  # on the shelf; None: not counted
    in_shop: bool = True  # members see it, and pick it up; else staff sell it


def checked(details: ProductDetails) -> ProductDetails:
    """Bring a typed product to the form in which it is kept.

    Raises:
        Invalid: every field at fault with its own sentence.
    """
    fields = Fields()
    name_he = details.name_he.strip() or details.name_en
    name_en = details.name_en.strip() or details.name_he
    clean = ProductDetails(
        fields.line("name_he", name_he, NAME_MOST, needed=True),
        fields.line("name_en", name_en, NAME_MOST, needed=True),
        details.price,
        fields.perhaps("stock", details.stock, 0, STOCK_MOST),
        details.in_shop,
    )
    if not ZERO < details.price <= PRICE_MOST:
        fields.problems["price"] = texts.PRICE_NEEDED
    fields.settle()
    return clean


def gathered(wanted: Iterable[tuple[UUID, int]]) -> Goods:
    """What somebody wants, each product once and in order of id: the order in which rows are held.

    Raises:
        Refusal: at ``goods``: nothing, or absurdly many.
    """
    counts: dict[UUID, int] = {}
    for product_id, count in wanted:
        if count > 0:
            counts[product_id] = counts.get(product_id, 0) + count
    if not counts:
        raise Refusal(texts.NOTHING_CHOSEN, field="goods")
    if len(counts) > KINDS_MOST or max(counts.values()) > EACH_MOST:
        raise Refusal(texts.TOO_MANY, field="goods", most=EACH_MOST)
    return tuple(sorted(counts.items()))
