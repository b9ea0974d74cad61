"""Products: added, changed, retired; taken off the shelf and put back.

Locks: rows of products in order of id, so that two sales never wait for one another in a circle.
"""

from uuid import UUID

from fitkit.core.errors import Refusal
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.offers.events import ProductAdded, ProductChanged, ProductRetired
from fitkit.features.offers.queries.products import ProductView, view_of
from fitkit.features.offers.rules import products as rules
from fitkit.features.offers.rules.products import Goods, ProductDetails
from fitkit.features.offers.tables import Product
from fitkit.texts import products as texts


@requires(Permission.EDIT_PLANS)
def add_product(w: Work, *, details: ProductDetails) -> UUID:
    """Put a product on the shelf and return its id. Publishes ProductAdded.

    Raises:
        Invalid: fields at fault.
    """
    clean = rules.checked(details)
    row = Product(
        name_he=clean.name_he,
        name_en=clean.name_en,
        price_agorot=clean.price.agorot,
        stock=clean.stock,
        in_shop=clean.in_shop,
    )
    w.add(row)
    w.session.flush()
    w.publish(ProductAdded(about=row.id))
    return row.id


@requires(Permission.EDIT_PLANS)
def change_product(w: Work, *, product_id: UUID, details: ProductDetails) -> None:
    """Replace what is known of a product; orders that are placed keep their price. Publishes ProductChanged.

    Raises:
        Invalid: fields at fault.
        NotFound: no such product in this gym.
    """
    clean = rules.checked(details)
    row = w.hold(Product, product_id)
    row.name_he, row.name_en = clean.name_he, clean.name_en
    row.price_agorot, row.stock, row.in_shop = clean.price.agorot, clean.stock, clean.in_shop
    w.publish(ProductChanged(about=row.id))


@requires(Permission.EDIT_PLANS)
def retire_product(w: Work, *, product_id: UUID) -> None:
    """Sell a product no more. Told again, nothing. Publishes ProductRetired.

    Raises:
        NotFound: no such product in this gym.
    """
    row = w.hold(Product, product_id)
    if row.retired_at is None:
        row.retired_at = w.now
        w.publish(ProductRetired(about=row.id))


@requires(Permission.EDIT_PLANS)
def restore_product(w: Work, *, product_id: UUID) -> None:
    """Sell a product again. Told again, nothing. Publishes ProductChanged.

    Raises:
        NotFound: no such product in this gym.
    """
    row = w.hold(Product, product_id)
    if row.retired_at is not None:
        row.retired_at = None
        w.publish(ProductChanged(about=row.id))


@internal
def take_goods(w: Work, *, goods: Goods, in_shop: bool) -> tuple[tuple[ProductView, int], ...]:
    """Take goods off the shelf for an order, and return them with how many; all or nothing.

    Holds their rows.

    Args:
        w: of whoever orders.
        goods: from ``rules.gathered``.
        in_shop: a member buys, who sees only what is in the shop.

    Raises:
        Refusal: at ``goods``: not sold any more, or not so many are left.
        NotFound: no such product in this gym, or not in the shop.
    """
    return tuple((_take(w, product_id, n, in_shop=in_shop), n) for product_id, n in goods)


@internal
def put_goods_back(w: Work, *, goods: Goods) -> None:
    """Put goods of an order that ended unpaid back on the shelf; holds their rows."""
    for product_id, n in goods:
        row = w.hold(Product, product_id)
        if row.stock is not None:
            row.stock += n
    w.session.flush()


def _take(w: Work, product_id: UUID, n: int, *, in_shop: bool) -> ProductView:
    row = w.hold(Product, product_id)
    view = view_of(row)
    if row.retired_at is not None or (in_shop and not row.in_shop):
        raise Refusal(texts.NOT_SOLD, field="goods", product=view.name)
    if row.stock is not None:
        if row.stock < n:
            why = texts.SOLD_OUT if not row.stock else texts.NOT_SO_MANY
            raise Refusal(why, field="goods", product=view.name, left=row.stock)
        row.stock -= n
    w.session.flush()
    return view
