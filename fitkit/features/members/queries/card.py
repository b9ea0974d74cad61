"""One member: the card, the staff's notes, forms on file."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.permissions import Permission, requires
from fitkit.core.work import Work
from fitkit.features.members import rules
from fitkit.features.members.queries._lines import TagView, tags_of
from fitkit.features.members.rules import FormKind, Gender, MemberSource, MemberStatus
from fitkit.features.members.tables import Member, MemberForm, MemberNote


@dataclass(frozen=True, slots=True)
class MemberCard:
    """All that is known of a member but the ID number, notes and health answers."""

    id: UUID
    first_name: str
    last_name: str
    name: str
    phone: str
    email: str
    birth_date: date | None
    has_national_id: bool
    gender: Gender
    address: str
    emergency_name: str
    emergency_phone: str
    source: MemberSource
    status: MemberStatus
    joined_on: date
    coach_id: UUID | None
    guardian_id: UUID | None
    archived_at: datetime | None
    tags: tuple[TagView, ...]  # empty for the member: they are the staff's words
    is_seen_by_members: bool  # named to others who have a place in the same class


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note of the staff."""

    id: UUID
    text: str
    author_user_id: UUID | None
    author_staff_id: UUID | None
    written_at: datetime


@dataclass(frozen=True, slots=True)
class FormView:
    """A form on file."""

    id: UUID
    kind: FormKind
    signed_on: date
    good_until: date | None  # the last day; None: for good
    is_good: bool  # today


@requires(Permission.SEE_MEMBERS, own=Permission.SEE_OWN)
def card(w: Work, *, member_id: UUID) -> MemberCard:
    """A member's page; for themself without the staff's tags.

    Raises:
        NotFound: no such member in this gym.
    """
    row = w.get(Member, member_id)
    for_staff = w.actor.may(Permission.SEE_MEMBERS)
    return MemberCard(
        id=row.id,
        first_name=row.first_name,
        last_name=row.last_name,
        name=rules.full_name(row.first_name, row.last_name),
        phone=row.phone,
        email=row.email,
        birth_date=row.birth_date,
        has_national_id=row.national_id_sealed is not None,
        gender=row.gender,
        address=row.address,
        emergency_name=row.emergency_name,
        emergency_phone=row.emergency_phone,
        source=row.source,
        status=row.status,
        joined_on=row.joined_on,
        coach_id=row.coach_id,
        guardian_id=row.guardian_id,
        archived_at=row.archived_at,
        tags=tags_of(w, [row.id])[row.id] if for_staff else (),
        is_seen_by_members=row.is_seen_by_members,
    )


@requires(Permission.SEE_MEMBERS, own=Permission.SEE_OWN)
def forms(w: Work, *, member_id: UUID) -> tuple[FormView, ...]:
    """Forms on file, the newest of a kind first, what ran out too; withdrawn ones are gone."""
    w.get(Member, member_id)
    today = day_of(w.now, w.actor.zone)
    found = (
        select(MemberForm)
        .where(col(MemberForm.member_id) == member_id, col(MemberForm.withdrawn_at).is_(None))
        .order_by(col(MemberForm.kind), col(MemberForm.signed_on).desc(), col(MemberForm.id).desc())
    )
    return tuple(
        FormView(f.id, f.kind, f.signed_on, f.good_until, rules.is_on_file(f.good_until, day=today))
        for f in w.session.scalars(found)
    )


@requires(Permission.SEE_ROSTER)
def forms_on_file(
    w: Work, *, member_ids: Collection[UUID], day: date
) -> dict[UUID, frozenset[FormKind]]:
    """Which kinds of forms of each member are good on a day; who has none is missing. One statement."""
    found = (
        select(col(MemberForm.member_id), sa.func.array_agg(sa.distinct(col(MemberForm.kind))))
        .where(
            col(MemberForm.member_id).in_(member_ids),
            col(MemberForm.withdrawn_at).is_(None),
            sa.or_(col(MemberForm.good_until).is_(None), col(MemberForm.good_until) >= day),
        )
        .group_by(col(MemberForm.member_id))
    )
    return {m: frozenset(map(FormKind, kinds)) for m, kinds in w.session.execute(found)}


@requires(Permission.NOTE_MEMBERS)
def notes(w: Work, *, member_id: UUID) -> tuple[NoteView, ...]:
    """The staff's notes about a member, newest first."""
    w.get(Member, member_id)
    rows = w.session.scalars(
        select(MemberNote)
        .where(col(MemberNote.member_id) == member_id)
        .order_by(col(MemberNote.id).desc())
    )
    return tuple(
        NoteView(n.id, n.text, n.author_user_id, n.author_staff_id, n.created_at) for n in rows
    )
