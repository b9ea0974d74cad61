"""Changes of class types."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.errors import NotFound, Refusal
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.search import fold
from fitkit.core.work import Work
from fitkit.features.class_types import rules
from fitkit.features.class_types.events import (
    ClassTypeAdded,
    ClassTypeChanged,
    ClassTypeRestored,
    ClassTypeRetired,
)
from fitkit.features.class_types.rules import ClassTypeDetails, Policy
from fitkit.features.class_types.tables import ClassType
from fitkit.features.members.rules import changed_fields
from fitkit.features.orgs.rules import GymKind
from fitkit.features.orgs.tables import Org
from fitkit.features.staff import queries as staff
from fitkit.texts import catalogue as texts


@requires(Permission.EDIT_CATALOGUE)
def add(w: Work, *, details: ClassTypeDetails) -> UUID:
    """Add a kind of class and return its id.

    Raises:
        Invalid: fields at fault.
        Refusal: another in use has this name, or the coach does not work here; at the field.
    """
    clean = rules.checked(details)
    _check(w, clean, except_id=None)
    return _add(w, clean)


@requires(Permission.EDIT_CATALOGUE)
def change(w: Work, *, class_type_id: UUID, details: ClassTypeDetails) -> None:
    """Replace what is known of a class type; classes that stand keep their length and places.

    Raises:
        Invalid: fields at fault.
        Refusal: as for add.
    """
    row = w.hold(ClassType, class_type_id)
    clean = rules.checked(details)
    _check(w, clean, except_id=class_type_id, coach_before=row.coach_id)
    after = _kept(clean)
    before = {name: getattr(row, name) for name in after}
    changed = changed_fields(before, after)
    for name in changed:
        setattr(row, name, after[name])
    if changed:
        told = changed_fields(_one_by_one(before), _one_by_one(after))
        w.publish(ClassTypeChanged(about=class_type_id, class_type_id=class_type_id, fields=told))


@requires(Permission.EDIT_CATALOGUE)
def retire(w: Work, *, class_type_id: UUID) -> None:
    """Give no new classes of this kind; those that stand are given.

    Raises:
        Refusal: retired already.
    """
    row = w.hold(ClassType, class_type_id)
    if row.retired_at is not None:
        raise Refusal(texts.CLASS_TYPE_RETIRED)
    row.retired_at = w.now
    w.publish(ClassTypeRetired(about=class_type_id, class_type_id=class_type_id))


@requires(Permission.EDIT_CATALOGUE)
def restore(w: Work, *, class_type_id: UUID) -> None:
    """Give classes of this kind again.

    Raises:
        Refusal: in use already, or its name is another's by now.
    """
    row = w.hold(ClassType, class_type_id)
    if row.retired_at is None:
        raise Refusal(texts.CLASS_TYPE_IN_USE)
    _refuse_same_name(w, he=row.name_he, en=row.name_en, except_id=class_type_id)
    row.retired_at = None
    w.publish(ClassTypeRestored(about=class_type_id, class_type_id=class_type_id))


@internal
def add_template(w: Work, *, org_id: UUID, kind: GymKind) -> None:
    """Give a new gym its first class types; nothing when it has any."""
    w.hold(Org, org_id)  # so that two tellings do not both find none
    if w.session.scalars(select(col(ClassType.id)).limit(1)).first() is not None:
        return
    for details in rules.template(kind):
        _add(w, details)


def _add(w: Work, clean: ClassTypeDetails) -> UUID:
    last = w.session.scalar(select(sa.func.max(col(ClassType.position))))
    row = ClassType(**_kept(clean), position=0 if last is None else last + 1)
    w.add(row)
    w.session.flush()
    w.publish(ClassTypeAdded(about=row.id, class_type_id=row.id))
    return row.id


def _kept(clean: ClassTypeDetails) -> dict[str, Any]:  # Any: values of columns of many types
    return {
        "name_he": clean.name_he,
        "name_en": clean.name_en,
        "description": clean.description,
        "colour": clean.colour,
        "minutes": clean.minutes,
        "capacity": clean.capacity,
        "min_attendance": clean.min_attendance,
        "coach_id": clean.coach_id,
        "policy": clean.policy.facts(),
        "required_forms": [str(kind) for kind in clean.required_forms],
        "drop_in_agorot": None if clean.drop_in is None else clean.drop_in.agorot,
    }


def _one_by_one(kept: dict[str, Any]) -> dict[str, Any]:  # Any: as _kept
    """With each rule of booking by its own name, for the record."""
    return {k: v for k, v in kept.items() if k != "policy"} | asdict(Policy.of(kept["policy"]))


def _check(
    w: Work, clean: ClassTypeDetails, *, except_id: UUID | None, coach_before: UUID | None = None
) -> None:
    _refuse_same_name(w, he=clean.name_he, en=clean.name_en, except_id=except_id)
    # A coach who left meanwhile does not stand in the way of changing something else.
    if clean.coach_id is None or clean.coach_id == coach_before:
        return
    try:
        works_here = staff.facts(w, staff_id=clean.coach_id).is_coach
    except NotFound:
        works_here = False
    if not works_here:
        raise Refusal(texts.COACH_NOT_HERE, field="coach_id")


def _refuse_same_name(w: Work, *, he: str, en: str, except_id: UUID | None) -> None:
    used = select(ClassType).where(col(ClassType.retired_at).is_(None))
    others = [row for row in w.session.scalars(used) if row.id != except_id]
    if any(fold(row.name_he) == fold(he) for row in others):
        raise Refusal(texts.NAME_TAKEN, field="name_he")
    if any(fold(row.name_en) == fold(en) for row in others):
        raise Refusal(texts.NAME_TAKEN, field="name_en")
