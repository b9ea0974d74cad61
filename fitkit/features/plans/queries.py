"""Reads of plans."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from fitkit.core.clock import day_of
from fitkit.core.events import EventLog
from fitkit.core.i18n import Text
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.class_types.rules import PolicyOverride
from fitkit.features.plans.events import PlanAdded, PlanChanged
from fitkit.features.plans.rules import RENEWABLE, Every, Terms, is_in_window
from fitkit.features.plans.tables import Plan, PlanClassType


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan, for screens and for decisions of other features."""

    id: UUID
    name: Text
    terms: Terms
    price: Money  # VAT included; of a period when it renews
    every: Every | None  # None: paid once
    commitment_months: int | None
    open_price: Money | None  # a month without the commitment
    billing_day: int | None  # of the month, 1 to 28; None: the day each began
    is_private: bool
    is_kept: bool  # not handed over to another member
    is_retired: bool
    overrides: Mapping[str, PolicyOverride]  # by class type id, or rules.ALL_TYPES
    most_instalments: int
    sold_from: date | None = None  # the sign-up window; None: open at this side
    sold_until: date | None = None  # its last day

    @property
    def is_whole(self) -> bool:
        """Whether it can be sold by itself: what is paid once must end one day."""
        ends = self.terms.valid_days is not None
        return self.every is not None or ends or self.terms.kind not in RENEWABLE


@dataclass(frozen=True, slots=True)
class PriceView:
    """A price that a plan had, from a moment on."""

    since: datetime
    price: Money


@requires(Permission.SEE_PLANS)
def plans(w: Work) -> tuple[PlanView, ...]:
    """Plans on sale, private ones too, in the gym's order."""
    found = select(Plan).where(col(Plan.retired_at).is_(None))
    return _views(w, found.order_by(col(Plan.position), col(Plan.id)))


@requires(Permission.SEE_PLANS)
def retired_plans(w: Work) -> tuple[PlanView, ...]:
    """Plans no longer sold, the newest among them first."""
    found = select(Plan).where(col(Plan.retired_at).is_not(None))
    return _views(w, found.order_by(col(Plan.retired_at).desc()))


@internal
def offered(w: Work) -> tuple[PlanView, ...]:
    """What anybody may buy by themself, in the gym's order: in its sign-up window, not private, and whole."""
    found = select(Plan).where(col(Plan.retired_at).is_(None), col(Plan.is_private).is_(False))
    views = _views(w, found.order_by(col(Plan.position), col(Plan.id)))
    today = day_of(w.now, w.actor.zone)
    return tuple(
        view
        for view in views
        if view.is_whole and is_in_window(view.sold_from, view.sold_until, today)
    )


@requires(Permission.SEE_PLANS)
def price_history(w: Work, *, plan_id: UUID) -> tuple[PriceView, ...]:
    """Every price a plan had, the newest first; never empty.

    Raises:
        NotFound: no such plan in this gym.
    """
    w.get(Plan, plan_id)
    found = w.session.execute(
        select(col(EventLog.created_at), col(EventLog.facts))
        .where(col(EventLog.about) == plan_id)
        .where(col(EventLog.name).in_([PlanAdded.name, PlanChanged.name]))
        .order_by(col(EventLog.id))
    )
    told: list[PriceView] = []
    for at, facts in found:
        price = Money(facts["price_agorot"])
        if not told or told[-1].price != price:
            told.append(PriceView(at, price))
    return tuple(reversed(told))


@requires(Permission.SEE_AUDIT)
def names(w: Work, *, ids: Collection[UUID]) -> dict[UUID, Text]:
    """Names by id; ids of others are left out."""
    found = select(col(Plan.id), col(Plan.name_he), col(Plan.name_en)).where(col(Plan.id).in_(ids))
    return {i: Text(he, en) for i, he, en in w.session.execute(found)}


@internal
def plan(w: Work, *, plan_id: UUID) -> PlanView:
    """One plan, retired or not.

    Raises:
        NotFound: no such plan in this gym.
    """
    row = w.get(Plan, plan_id)
    return _view(row, _covered(w, [row.id])[row.id])


def _views(w: Work, found: SelectOfScalar[Plan]) -> tuple[PlanView, ...]:
    rows = w.session.scalars(found).all()
    covered = _covered(w, [row.id for row in rows])
    return tuple(_view(row, covered[row.id]) for row in rows)


def _covered(w: Work, plan_ids: Collection[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    covered: dict[UUID, tuple[UUID, ...]] = defaultdict(tuple)
    found = (
        select(col(PlanClassType.plan_id), col(PlanClassType.class_type_id))
        .where(col(PlanClassType.plan_id).in_(plan_ids))
        .order_by(col(PlanClassType.class_type_id))
    )
    for plan_id, class_type_id in w.session.execute(found):
        covered[plan_id] += (class_type_id,)
    return covered


def _view(row: Plan, class_type_ids: tuple[UUID, ...]) -> PlanView:
    terms = Terms(
        row.kind,
        row.weekly_limit,
        row.entries,
        row.valid_days,
        class_type_ids,
        tuple(UUID(each) for each in row.location_ids),
        row.day_limit,
        row.open_limit,
        row.class_from,
        row.class_until,
        row.begin_within,
    )
    return PlanView(
        row.id,
        Text(row.name_he, row.name_en),
        terms,
        Money(row.price_agorot),
        row.every,
        row.commitment_months,
        None if row.open_price_agorot is None else Money(row.open_price_agorot),
        row.billing_day,
        row.is_private,
        row.is_kept,
        row.retired_at is not None,
        {key: PolicyOverride.of(facts) for key, facts in row.overrides.items()},
        row.most_instalments,
        row.sold_from,
        row.sold_until,
    )
