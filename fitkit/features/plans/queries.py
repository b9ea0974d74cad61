"""Reads of plans."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from fitkit.core.i18n import Text
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.class_types.rules import PolicyOverride
from fitkit.features.plans.rules import Terms
from fitkit.features.plans.tables import Plan, PlanClassType


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan, for screens and for decisions of other features."""

    id: UUID
    name: Text
    terms: Terms
    price: Money  # VAT included
    is_private: bool
    is_retired: bool
    overrides: Mapping[str, PolicyOverride]  # by class type id, or rules.ALL_TYPES


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
    )
    return PlanView(
        row.id,
        Text(row.name_he, row.name_en),
        terms,
        Money(row.price_agorot),
        row.is_private,
        row.retired_at is not None,
        {key: PolicyOverride.of(facts) for key, facts in row.overrides.items()},
    )
