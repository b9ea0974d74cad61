"""Products on the shelf."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from fitkit.core.i18n import Text
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.offers.tables import Product


@dataclass(frozen=True, slots=True)
class ProductView:
    """A product."""

    id: UUID
    name: Text
    price: Money
    stock: int | None  # None: not counted
    in_shop: bool
    is_retired: bool

    @property
    def is_out(self) -> bool:
        """Whether there is none left."""
        return self.stock == 0


@requires(Permission.SEE_PLANS)
def products_of(w: Work) -> tuple[ProductView, ...]:
    """All products, those that are sold first, in order of adding; may be empty."""
    found = select(Product).order_by(col(Product.retired_at).is_not(None), col(Product.id))
    return tuple(view_of(row) for row in w.session.scalars(found))


@requires(Permission.USE_ACCOUNT)
def shelf(w: Work) -> tuple[ProductView, ...]:
    """What members may buy and pick up, in order of adding; what is out too."""
    found = (
        select(Product)
        .where(col(Product.retired_at).is_(None), col(Product.in_shop))
        .order_by(col(Product.id))
    )
    return tuple(view_of(row) for row in w.session.scalars(found))


@internal
def view_of(row: Product) -> ProductView:
    """A row as facts."""
    return ProductView(
        id=row.id,
        name=Text(row.name_he, row.name_en),
        price=Money(row.price_agorot),
        stock=row.stock,
        in_shop=row.in_shop,
        is_retired=row.retired_at is not None,
    )
