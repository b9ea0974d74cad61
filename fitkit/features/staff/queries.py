"""Reads of staff: the team, the coaches, whose members are whose."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from fitkit.core.errors import NotFound
from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.members import queries as members
from fitkit.features.members.rules import full_name
from fitkit.features.members.tables import Member
from fitkit.features.staff.tables import CoachMember, StaffProfile


@dataclass(frozen=True, slots=True)
class CoachView:
    """A coach to choose or to show on a timetable."""

    id: UUID
    name: str
    title: Text  # may be empty
    tint: int


@dataclass(frozen=True, slots=True)
class StaffView:
    """Somebody on the staff."""

    id: UUID
    name: str
    email: str
    phone: str  # E.164
    title: Text  # may be empty
    tint: int
    is_coach: bool
    bio: str
    is_archived: bool
    members: int  # assigned now, archived ones left out


@dataclass(frozen=True, slots=True)
class CoachCard:
    """Who a coach is, as members may know."""

    id: UUID
    name: str
    title: Text  # may be empty
    bio: str
    tint: int


@dataclass(frozen=True, slots=True)
class StaffFacts:
    """What other features decide on."""

    id: UUID
    name: str
    is_coach: bool  # and works here
    is_archived: bool


@dataclass(frozen=True, slots=True)
class CoachedMember:
    """A member of a coach."""

    member_id: UUID
    name: str
    since: date


@dataclass(frozen=True, slots=True)
class CoachTime:
    """When a coach had a member; ``until`` is the first day it was over, empty: still."""

    coach_id: UUID
    coach: str
    since: date
    until: date | None


@requires(Permission.SEE_TIMETABLE)
def coaches(w: Work) -> tuple[CoachView, ...]:
    """Coaches who work here, by name."""
    rows = w.session.scalars(
        select(StaffProfile)
        .where(col(StaffProfile.is_coach), col(StaffProfile.archived_at).is_(None))
        .order_by(col(StaffProfile.name), col(StaffProfile.id))
    )
    return tuple(CoachView(s.id, s.name, _title(s), s.tint) for s in rows)


@requires(Permission.USE_ACCOUNT)
def coach(w: Work, *, staff_id: UUID) -> CoachCard:
    """Who a coach is: for everybody in the gym; also after they left, for classes they gave.

    Raises:
        NotFound: nobody of this gym who gives or gave classes.
    """
    row = w.get(StaffProfile, staff_id)
    if not row.is_coach:
        raise NotFound
    return CoachCard(row.id, row.name, _title(row), row.bio, row.tint)


@requires(Permission.SEE_STAFF)
def team(w: Work, *, archived: bool = False) -> tuple[StaffView, ...]:
    """Everybody on the staff by name; or everybody who left."""
    at = col(StaffProfile.archived_at)
    rows = w.session.scalars(
        select(StaffProfile)
        .where(at.is_not(None) if archived else at.is_(None))
        .order_by(col(StaffProfile.name), col(StaffProfile.id))
    )
    load = members.counts_by_coach(w)
    return tuple(_view(s, load.get(s.id, 0)) for s in rows)


@requires(Permission.SEE_STAFF)
def card(w: Work, *, staff_id: UUID) -> StaffView:
    """One of the staff.

    Raises:
        NotFound: nobody of this gym.
    """
    return _view(w.get(StaffProfile, staff_id), members.counts_by_coach(w).get(staff_id, 0))


@requires(Permission.SEE_MEMBERS)
def members_of(w: Work, *, staff_id: UUID) -> tuple[CoachedMember, ...]:
    """A coach's members now, by name; archived ones left out."""
    found = (
        select(
            col(Member.id), col(Member.first_name), col(Member.last_name), col(CoachMember.since)
        )
        .join(CoachMember, col(CoachMember.member_id) == col(Member.id))
        .where(
            col(CoachMember.coach_id) == staff_id,
            col(CoachMember.until).is_(None),
            col(Member.archived_at).is_(None),
        )
        .order_by(col(Member.folded), col(Member.id))
    )
    return tuple(
        CoachedMember(i, full_name(first, last), since)
        for i, first, last, since in w.session.execute(found)
    )


@requires(Permission.SEE_MEMBERS)
def coaches_of(w: Work, *, member_id: UUID) -> tuple[CoachTime, ...]:
    """Who coached a member and when, the present one first."""
    found = (
        select(CoachMember, col(StaffProfile.name))
        .join(StaffProfile, col(StaffProfile.id) == col(CoachMember.coach_id))
        .where(col(CoachMember.member_id) == member_id)
        .order_by(col(CoachMember.id).desc())
    )
    return tuple(
        CoachTime(c.coach_id, name, c.since, c.until) for c, name in w.session.execute(found)
    )


@requires(Permission.SEE_AUDIT)
def names(w: Work, *, ids: Collection[UUID]) -> dict[UUID, str]:
    """Names by id; ids of others are left out."""
    found = select(col(StaffProfile.id), col(StaffProfile.name)).where(
        col(StaffProfile.id).in_(ids)
    )
    return {i: name for i, name in w.session.execute(found)}  # noqa: C416  # rows, not pairs


@internal
def facts(w: Work, *, staff_id: UUID) -> StaffFacts:
    """What other features decide on.

    Raises:
        NotFound: nobody of this gym.
    """
    row = w.get(StaffProfile, staff_id)
    gone = row.archived_at is not None
    return StaffFacts(row.id, row.name, row.is_coach and not gone, gone)


def _title(row: StaffProfile) -> Text:
    return Text(row.title_he or row.title_en, row.title_en or row.title_he)


def _view(row: StaffProfile, load: int) -> StaffView:
    return StaffView(
        row.id,
        row.name,
        row.email,
        row.phone,
        _title(row),
        row.tint,
        row.is_coach,
        row.bio,
        row.archived_at is not None,
        load,
    )
