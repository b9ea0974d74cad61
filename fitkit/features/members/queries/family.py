"""Guardians and the children they act for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.members import rules
from fitkit.features.members.tables import Member


@dataclass(frozen=True, slots=True)
class WardView:
    """A child somebody acts for."""

    member_id: UUID
    first_name: str
    name: str
    birth_date: date | None


@requires(Permission.SEE_MEMBERS, own=Permission.SEE_OWN)
def wards(w: Work, *, member_id: UUID) -> tuple[WardView, ...]:
    """The children a member acts for today, the oldest first; who is 18 or in the archive is not among them."""
    return tuple(
        WardView(m.id, m.first_name, rules.full_name(m.first_name, m.last_name), m.birth_date)
        for m in _wards(w, member_id)
    )


@internal
def ward_ids(w: Work, *, guardian_id: UUID) -> frozenset[UUID]:
    """For whom a member acts today; nobody for who is in the archive."""
    if w.get(Member, guardian_id).archived_at is not None:
        return frozenset()
    return frozenset(m.id for m in _wards(w, guardian_id))


@internal
def guardian_of(w: Work, *, member_id: UUID) -> UUID | None:
    """Who acts for a member today; None for adults, and where the guardian is in the archive."""
    child = w.session.get(Member, member_id)
    if child is None or child.guardian_id is None:
        return None
    if not rules.is_ward(child.birth_date, today=day_of(w.now, w.actor.zone)):
        return None
    guardian = w.session.get(Member, child.guardian_id)
    return None if guardian is None or guardian.archived_at is not None else guardian.id


@internal
def guardians(w: Work) -> tuple[UUID, ...]:
    """Everybody who is somebody's guardian, in no order."""
    found = select(col(Member.guardian_id)).where(col(Member.guardian_id).is_not(None)).distinct()
    return tuple(w.session.scalars(found))


def _wards(w: Work, guardian_id: UUID) -> Sequence[Member]:
    today = day_of(w.now, w.actor.zone)
    found = (
        select(Member)
        .where(col(Member.guardian_id) == guardian_id, col(Member.archived_at).is_(None))
        .order_by(col(Member.birth_date).nulls_last(), col(Member.id))
    )
    return [m for m in w.session.scalars(found) if rules.is_ward(m.birth_date, today=today)]
