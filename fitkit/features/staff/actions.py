"""Changes of staff: add, change, archive, and whose members are whose."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.errors import NotFound, Refusal
from fitkit.core.i18n import Counted, Text
from fitkit.core.permissions import STAFF_ROLES, Permission, Role, internal, requires
from fitkit.core.work import Work
from fitkit.features.identity import actions as identity
from fitkit.features.identity import queries as people
from fitkit.features.members import actions as members
from fitkit.features.members import queries as member_queries
from fitkit.features.members.rules import changed_fields, checked_choice
from fitkit.features.orgs.tables import Org
from fitkit.features.staff import queries, rules
from fitkit.features.staff.events import (
    CoachAssigned,
    CoachUnassigned,
    MembersHandedOver,
    StaffAdded,
    StaffArchived,
    StaffChanged,
    StaffRestored,
)
from fitkit.features.staff.rules import StaffDetails
from fitkit.features.staff.tables import CoachMember, StaffProfile
from fitkit.texts import members as texts

_KEPT = ("name", "email", "phone", "title_he", "title_en", "tint", "is_coach", "bio")


@dataclass(frozen=True, slots=True)
class Assigned:
    """What an assignment came to."""

    coach_id: UUID | None
    count: int  # members for whom something changed


@requires(Permission.EDIT_STAFF)
def add(w: Work, *, details: StaffDetails) -> UUID:
    """Write somebody down as staff and return their id; inviting them is identity's affair.

    Raises:
        Invalid: fields at fault.
        Refusal: somebody who works here has this e-mail; at ``email``.
    """
    clean = rules.checked(details)
    _refuse_same_email(w, clean, except_id=None)
    row = StaffProfile(**{name: getattr(clean, name) for name in _KEPT})
    w.add(row)
    w.session.flush()
    w.publish(StaffAdded(about=row.id, staff_id=row.id, is_coach=row.is_coach))
    return row.id


@requires(Permission.EDIT_STAFF)
def change(w: Work, *, staff_id: UUID, details: StaffDetails) -> None:
    """Replace what is known of somebody on the staff.

    Raises:
        Invalid: fields at fault.
        Refusal: another's e-mail; a coach with members would be none; at the field.
    """
    row = w.hold(StaffProfile, staff_id)
    clean = rules.checked(details)
    _refuse_same_email(w, clean, except_id=staff_id)
    if row.is_coach and not clean.is_coach:
        _refuse_with_members(w, row, texts.COACH_FIRST, field="is_coach")
    after = {name: getattr(clean, name) for name in _KEPT}
    changed = changed_fields({name: getattr(row, name) for name in _KEPT}, after)
    for name in changed:
        setattr(row, name, after[name])
    if changed:
        w.publish(StaffChanged(about=staff_id, staff_id=staff_id, fields=changed))


@requires(Permission.EDIT_STAFF)
def archive(w: Work, *, staff_id: UUID) -> None:
    """Say that somebody works here no more: staff roles and open invitations end at once.

    Classes that name them stay as they are. Publishes StaffArchived.

    Raises:
        Refusal: archived already; members are still theirs; they own the gym; it is oneself,
            or somebody whose role one may not take.
    """
    row = w.hold(StaffProfile, staff_id)
    if row.archived_at is not None:
        raise Refusal(texts.STAFF_ALREADY_ARCHIVED)
    _refuse_with_members(w, row, texts.STAFF_HAS_MEMBERS, field="")
    _close(w, _open_rows(w, coach_id=staff_id))  # of members in the archive
    _end_access(w, row)
    identity.close_invitations(w, staff_id=staff_id)
    row.archived_at = w.now
    w.publish(StaffArchived(about=staff_id, staff_id=staff_id))


@requires(Permission.EDIT_STAFF)
def restore(w: Work, *, staff_id: UUID) -> None:
    """Say that somebody works here again; to sign in as staff they are invited anew.

    Raises:
        Refusal: not archived, or somebody else has their e-mail by now.
    """
    row = w.hold(StaffProfile, staff_id)
    if row.archived_at is None:
        raise Refusal(texts.STAFF_NOT_ARCHIVED)
    _refuse_same_email(w, StaffDetails(name=row.name, email=row.email), except_id=staff_id)
    row.archived_at = None
    w.publish(StaffRestored(about=staff_id, staff_id=staff_id))


@requires(Permission.EDIT_STAFF)
def assign(w: Work, *, staff_id: UUID, member_ids: Collection[UUID]) -> Assigned:
    """Give members to a coach; whoever had them has them no more. Holds the members' rows.

    Raises:
        Refusal: not a coach who works here, or nobody chosen.
        NotFound: somebody is not of this gym.
    """
    _require_coach(w, staff_id)
    moved = _move(w, _chosen(w, member_ids), to=staff_id)
    if moved:
        w.publish(
            CoachAssigned(about=staff_id, staff_id=staff_id, member_ids=moved, count=len(moved))
        )
    return Assigned(staff_id, len(moved))


@requires(Permission.EDIT_STAFF)
def unassign(w: Work, *, member_ids: Collection[UUID]) -> Assigned:
    """Leave members without a coach.

    Raises:
        Refusal: nobody chosen.
        NotFound: somebody is not of this gym.
    """
    chosen = _chosen(w, member_ids)
    members.set_coach(w, member_ids=chosen, coach_id=None)
    rows = _open_rows(w, member_ids=chosen)
    _close(w, rows)
    for coach_id in sorted({row.coach_id for row in rows}):
        theirs = tuple(sorted(row.member_id for row in rows if row.coach_id == coach_id))
        w.publish(
            CoachUnassigned(about=coach_id, staff_id=coach_id, member_ids=theirs, count=len(theirs))
        )
    return Assigned(None, len(rows))


@requires(Permission.EDIT_STAFF)
def hand_over(w: Work, *, staff_id: UUID, to_staff_id: UUID) -> Assigned:
    """Give all members of a coach to another, archived members too.

    Raises:
        Refusal: the same coach; the other is no coach who works here; there are no members.
    """
    giving = w.get(StaffProfile, staff_id)
    if staff_id == to_staff_id:
        raise Refusal(texts.SAME_COACH, field="to_staff_id")
    _require_coach(w, to_staff_id, field="to_staff_id")
    theirs = frozenset(row.member_id for row in _open_rows(w, coach_id=staff_id))
    if not theirs:
        raise Refusal(texts.NOTHING_TO_HAND_OVER, name=giving.name)
    moved = _move(w, theirs, to=to_staff_id)
    w.publish(
        MembersHandedOver(
            about=staff_id,
            staff_id=staff_id,
            to_staff_id=to_staff_id,
            member_ids=moved,
            count=len(moved),
        )
    )
    return Assigned(to_staff_id, len(moved))


@internal
def add_owner(w: Work, *, org_id: UUID, user_id: UUID) -> None:
    """Write the owner of a new gym down as its first coach; nothing when there is staff."""
    w.hold(Org, org_id)  # so that two tellings do not both find nobody
    if w.session.scalars(select(col(StaffProfile.id)).limit(1)).first() is not None:
        return
    owner = people.people(w, user_ids=[user_id]).get(user_id)
    if owner is None:
        return
    row = StaffProfile(
        name=owner.name[: rules.NAME_MOST], email=owner.email, phone=owner.phone, is_coach=True
    )
    w.add(row)
    w.session.flush()
    identity.link_staff(w, user_id=user_id, staff_id=row.id)
    w.publish(StaffAdded(about=row.id, staff_id=row.id, is_coach=True))


def _end_access(w: Work, row: StaffProfile) -> None:
    person = people.users_of_staff(w, staff_ids=[row.id]).get(row.id)
    if person is None:
        return
    held = [
        g.role
        for g in people.staff_grants(w)
        if g.user_id == person.user_id and g.role in STAFF_ROLES
    ]
    if Role.OWNER in held:
        raise Refusal(texts.OWNER_STAYS, name=row.name)
    for role in held:
        identity.revoke_role(w, user_id=person.user_id, role=role)


def _move(w: Work, chosen: frozenset[UUID], *, to: UUID) -> tuple[UUID, ...]:
    members.set_coach(w, member_ids=chosen, coach_id=to)  # first: it holds the members' rows
    rows = _open_rows(w, member_ids=chosen)
    staying = {row.member_id for row in rows if row.coach_id == to}
    _close(w, [row for row in rows if row.coach_id != to], clear=False)
    w.session.flush()  # the old rows are closed before the new ones open
    moved = tuple(sorted(chosen - staying))
    today = day_of(w.now, w.actor.zone)
    w.add(*(CoachMember(coach_id=to, member_id=m, since=today) for m in moved))
    return moved


def _open_rows(
    w: Work, *, member_ids: Collection[UUID] | None = None, coach_id: UUID | None = None
) -> list[CoachMember]:
    found = select(CoachMember).where(col(CoachMember.until).is_(None))
    if member_ids is not None:
        found = found.where(col(CoachMember.member_id).in_(member_ids))
    if coach_id is not None:
        found = found.where(col(CoachMember.coach_id) == coach_id)
    return list(w.session.scalars(found))


def _close(w: Work, rows: Collection[CoachMember], *, clear: bool = True) -> None:
    today = day_of(w.now, w.actor.zone)
    for row in rows:
        row.until = max(today, row.since)
    if clear and rows:
        members.set_coach(w, member_ids=[row.member_id for row in rows], coach_id=None)


def _require_coach(w: Work, staff_id: UUID, *, field: str = "staff_id") -> None:
    found = queries.facts(w, staff_id=staff_id)
    if not found.is_coach:
        raise Refusal(texts.NOT_A_COACH, field=field, name=found.name)


def _refuse_with_members(w: Work, row: StaffProfile, text: Text, *, field: str) -> None:
    n = member_queries.counts_by_coach(w).get(row.id, 0)
    if n:
        raise Refusal(text, field=field, name=row.name, count=Counted(texts.COUNT, n))


def _refuse_same_email(w: Work, clean: StaffDetails, *, except_id: UUID | None) -> None:
    if not clean.email:
        return
    same = select(StaffProfile).where(
        col(StaffProfile.email) == clean.email, col(StaffProfile.archived_at).is_(None)
    )
    found = next((s for s in w.session.scalars(same) if s.id != except_id), None)
    if found is not None:
        raise Refusal(texts.STAFF_EMAIL_TAKEN, field="email", name=found.name)


def _chosen(w: Work, member_ids: Collection[UUID]) -> frozenset[UUID]:
    chosen = checked_choice(member_ids)
    if member_queries.known(w, ids=chosen) != chosen:
        raise NotFound
    return chosen
