"""Reads of class types."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from fitkit.core.i18n import Text
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.class_types.rules import Colour, Policy
from fitkit.features.class_types.tables import ClassType
from fitkit.features.members.rules import FormKind


@dataclass(frozen=True, slots=True)
class ClassTypeView:
    """A class type, for screens and for decisions of other features."""

    id: UUID
    name: Text
    description: str
    colour: Colour
    minutes: int
    capacity: int
    min_attendance: int
    coach_id: UUID | None
    policy: Policy
    required_forms: tuple[FormKind, ...]  # on file before a member may book
    drop_in: Money | None  # of one visit, VAT included; None: not sold
    is_retired: bool


@requires(Permission.USE_ACCOUNT)
def class_types(w: Work) -> tuple[ClassTypeView, ...]:
    """Class types in use, in the gym's order."""
    found = select(ClassType).where(col(ClassType.retired_at).is_(None))
    return _views(w, found.order_by(col(ClassType.position), col(ClassType.id)))


@requires(Permission.USE_ACCOUNT)
def about(w: Work, *, class_type_id: UUID) -> str:
    """What a class type is, in the gym's words; may be empty. Retired ones too.

    Raises:
        NotFound: no such class type in this gym.
    """
    return w.get(ClassType, class_type_id).description


@requires(Permission.EDIT_CATALOGUE)
def retired_class_types(w: Work) -> tuple[ClassTypeView, ...]:
    """Class types no longer in use, the newest among them first."""
    found = select(ClassType).where(col(ClassType.retired_at).is_not(None))
    return _views(w, found.order_by(col(ClassType.retired_at).desc()))


@requires(Permission.SEE_AUDIT)
def names(w: Work, *, ids: Collection[UUID]) -> dict[UUID, Text]:
    """Names by id; ids of others are left out."""
    found = select(col(ClassType.id), col(ClassType.name_he), col(ClassType.name_en)).where(
        col(ClassType.id).in_(ids)
    )
    return {i: Text(he, en) for i, he, en in w.session.execute(found)}


@internal
def class_type(w: Work, *, class_type_id: UUID) -> ClassTypeView:
    """One class type, retired or not.

    Raises:
        NotFound: no such class type in this gym.
    """
    return _view(w.get(ClassType, class_type_id))


@internal
def by_id(w: Work, *, ids: Collection[UUID]) -> dict[UUID, ClassTypeView]:
    """Several class types, retired or not; ids of others are left out."""
    rows = w.session.scalars(select(ClassType).where(col(ClassType.id).in_(ids)))
    return {row.id: _view(row) for row in rows}


def _views(w: Work, found: SelectOfScalar[ClassType]) -> tuple[ClassTypeView, ...]:
    return tuple(_view(row) for row in w.session.scalars(found))


def _view(row: ClassType) -> ClassTypeView:
    return ClassTypeView(
        id=row.id,
        name=Text(row.name_he, row.name_en),
        description=row.description,
        colour=row.colour,
        minutes=row.minutes,
        capacity=row.capacity,
        min_attendance=row.min_attendance,
        coach_id=row.coach_id,
        policy=Policy.of(row.policy),
        required_forms=tuple(FormKind(kind) for kind in row.required_forms),
        drop_in=None if row.drop_in_agorot is None else Money(row.drop_in_agorot),
        is_retired=row.retired_at is not None,
    )
