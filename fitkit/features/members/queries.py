"""Reads of members: the roster page by page, one card, notes, tags, likely duplicates."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core import paging
from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.paging import PAGE, Page
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.search import fold, needles
from fitkit.core.work import Work
from fitkit.features.members import rules
from fitkit.features.members.rules import (
    FormKind,
    Gender,
    MemberDetails,
    MemberSource,
    MemberStatus,
    RosterOrder,
    SameBy,
)
from fitkit.features.members.tables import Member, MemberForm, MemberNote, MemberTag, Tag

CHECK_IN_MOST = 8
PAGE_MOST = 200
SEARCH_MOST = 200


@dataclass(frozen=True, slots=True)
class TagView:
    """A tag and how many members (archived ones left out) wear it."""

    id: UUID
    name: str
    members: int = 0


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member on a list."""

    id: UUID
    first_name: str
    last_name: str
    name: str
    phone: str  # E.164, or empty
    email: str
    status: MemberStatus
    joined_on: date
    coach_id: UUID | None
    is_archived: bool
    tags: tuple[TagView, ...] = ()


@dataclass(frozen=True, slots=True)
class RosterFilter:
    """Which members, in which order. ``status`` None: all of them."""

    search: str = ""
    status: MemberStatus | None = None
    tag_id: UUID | None = None
    coach_id: UUID | None = None
    archived: bool = False
    order: RosterOrder = RosterOrder.NAME


@dataclass(frozen=True, slots=True)
class RosterCounts:
    """How many members each filter would show."""

    everyone: int  # not archived
    archived: int
    by_status: dict[MemberStatus, int] = field(default_factory=dict)  # every status, not archived


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
class WardView:
    """A child somebody acts for."""

    member_id: UUID
    first_name: str
    name: str
    birth_date: date | None


@dataclass(frozen=True, slots=True)
class FormView:
    """A form on file."""

    id: UUID
    kind: FormKind
    signed_on: date
    good_until: date | None  # the last day; None: for good
    is_good: bool  # today


@dataclass(frozen=True, slots=True)
class DuplicateView:
    """A member who may be the same person, and by what."""

    line: MemberLine
    same_by: tuple[SameBy, ...]


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """What other features decide on."""

    id: UUID
    name: str
    status: MemberStatus
    coach_id: UUID | None
    is_archived: bool


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach and address a member."""

    member_id: UUID
    first_name: str
    name: str
    phone: str
    email: str
    gender: Gender


@requires(Permission.SEE_MEMBERS)
def roster(
    w: Work, *, only: RosterFilter | None = None, after: str | None = None, limit: int = PAGE
) -> Page[MemberLine]:
    """One page of members; ``after`` is the cursor of the page before.

    Search takes words in any order; each must occur in the name, e-mail or phone.

    Raises:
        Refusal: a cursor that is none of ours.
    """
    only = only or RosterFilter()
    limit = max(1, min(limit, PAGE_MOST))
    chosen = select(Member).where(*_matching(only), _archived(archived=only.archived))
    if only.status is not None:
        chosen = chosen.where(col(Member.status) == only.status)
    if after is not None:
        chosen = chosen.where(_beyond(only.order, after))
    rows = w.session.scalars(chosen.order_by(*_order(only.order)).limit(limit + 1)).all()
    page = rows[:limit]
    more = _cursor(only.order, page[-1]) if len(rows) > limit else None
    return Page(_lines(w, page), more)


@requires(Permission.SEE_MEMBERS)
def counts(w: Work, *, only: RosterFilter | None = None) -> RosterCounts:
    """How many members there are by status, under the same search, tag and coach."""
    put_away = col(Member.archived_at).is_not(None)
    grouped = (
        select(put_away, col(Member.status), sa.func.count(col(Member.id)))
        .where(*_matching(only or RosterFilter()))
        .group_by(put_away, col(Member.status))
    )
    here = dict.fromkeys(MemberStatus, 0)
    archived = 0
    for is_archived, status, n in w.session.execute(grouped):
        if is_archived:
            archived += n
        else:
            here[status] = n
    return RosterCounts(sum(here.values()), archived, here)


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
        tags=_tags_of(w, [row.id])[row.id] if for_staff else (),
        is_seen_by_members=row.is_seen_by_members,
    )


@requires(Permission.SEE_MEMBERS, own=Permission.SEE_OWN)
def wards(w: Work, *, member_id: UUID) -> tuple[WardView, ...]:
    """The children a member acts for today, the oldest first; who is 18 or in the archive is not among them."""
    return tuple(
        WardView(m.id, m.first_name, rules.full_name(m.first_name, m.last_name), m.birth_date)
        for m in _wards(w, member_id)
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


@requires(Permission.SEE_MEMBERS)
def tags(w: Work) -> tuple[TagView, ...]:
    """The gym's tags by name, with how many members wear each."""
    wearing = sa.func.count(col(Member.id))
    found = (
        select(col(Tag.id), col(Tag.name), wearing)
        .join(MemberTag, col(MemberTag.tag_id) == col(Tag.id), isouter=True)
        .join(
            Member,
            sa.and_(col(Member.id) == col(MemberTag.member_id), col(Member.archived_at).is_(None)),
            isouter=True,
        )
        .group_by(col(Tag.id))
        .order_by(col(Tag.folded))
    )
    return tuple(TagView(tag_id, name, n) for tag_id, name, n in w.session.execute(found))


@requires(Permission.CHECK_IN)
def find_for_check_in(w: Work, *, search: str) -> tuple[MemberLine, ...]:
    """The first few members a name or a phone could mean; none while nothing is typed."""
    if not search.strip():
        return ()
    found = (
        select(Member)
        .where(*_matching(RosterFilter(search=search)), _archived(archived=False))
        .order_by(*_order(RosterOrder.NAME))
        .limit(CHECK_IN_MOST)
    )
    return _lines(w, w.session.scalars(found).all())


@requires(Permission.EDIT_MEMBERS)
def duplicates_of(
    w: Work, *, details: MemberDetails, except_id: UUID | None = None
) -> tuple[DuplicateView, ...]:
    """Members, archived ones too, with the same phone, e-mail or full name; surest first.

    Raises:
        Invalid: details that could not be kept.
    """
    clean = rules.checked(details, today=w.now.astimezone(w.actor.zone).date())
    name = fold(rules.full_name(clean.first_name, clean.last_name))
    alike: list[sa.ColumnElement[bool]] = [_by_name(name)] if clean.last_name else []
    if clean.phone:
        alike.append(col(Member.phone) == clean.phone)
    if clean.email:
        alike.append(col(Member.email) == clean.email)
    if not alike:
        return ()
    found = select(Member).where(sa.or_(*alike)).order_by(*_order(RosterOrder.NAME)).limit(20)
    if except_id is not None:
        found = found.where(col(Member.id) != except_id)
    rows = w.session.scalars(found).all()
    views = [DuplicateView(line, _same_by(line, clean, name)) for line in _lines(w, rows)]
    return tuple(sorted((v for v in views if v.same_by), key=lambda v: -len(v.same_by)))


@requires(Permission.SEE_OVERVIEW)
def joined_in(w: Work, *, spans: Sequence[tuple[date, date]]) -> tuple[int, ...]:
    """How many members joined in each span of days, ends included; leads left out. One statement."""
    if not spans:
        return ()
    joined, n = col(Member.joined_on), sa.func.count(col(Member.id))
    within = [n.filter(joined >= first, joined <= last) for first, last in spans]
    found = sa.select(*within).where(col(Member.status) != MemberStatus.LEAD)
    return tuple(w.session.execute(found).one())


@requires(Permission.SEE_AUDIT)
def names(w: Work, *, ids: Collection[UUID]) -> dict[UUID, str]:
    """Full names by id; ids of others are left out."""
    found = select(col(Member.id), col(Member.first_name), col(Member.last_name)).where(
        col(Member.id).in_(ids)
    )
    return {i: rules.full_name(first, last) for i, first, last in w.session.execute(found)}


@internal
def facts(w: Work, *, member_id: UUID) -> MemberFacts:
    """What other features decide on.

    Raises:
        NotFound: no such member in this gym.
    """
    row = w.get(Member, member_id)
    return MemberFacts(
        row.id,
        rules.full_name(row.first_name, row.last_name),
        row.status,
        row.coach_id,
        row.archived_at is not None,
    )


@internal
def contacts(w: Work, *, ids: Collection[UUID]) -> dict[UUID, Contact]:
    """How to reach members; archived ones are left out."""
    rows = w.session.scalars(
        select(Member).where(col(Member.id).in_(ids), _archived(archived=False))
    )
    return {
        m.id: Contact(
            m.id,
            m.first_name,
            rules.full_name(m.first_name, m.last_name),
            m.phone,
            m.email,
            m.gender,
        )
        for m in rows
    }


@internal
def known(w: Work, *, ids: Collection[UUID]) -> frozenset[UUID]:
    """Which of the ids are members of this gym."""
    return frozenset(w.session.scalars(select(col(Member.id)).where(col(Member.id).in_(ids))))


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


@internal
def counts_by_coach(w: Work) -> dict[UUID, int]:
    """How many members, archived ones left out, each coach has; coaches without any are missing."""
    grouped = (
        select(col(Member.coach_id), sa.func.count(col(Member.id)))
        .where(col(Member.coach_id).is_not(None), _archived(archived=False))
        .group_by(col(Member.coach_id))
    )
    return {coach_id: n for coach_id, n in w.session.execute(grouped) if coach_id is not None}


def _wards(w: Work, guardian_id: UUID) -> Sequence[Member]:
    today = day_of(w.now, w.actor.zone)
    found = (
        select(Member)
        .where(col(Member.guardian_id) == guardian_id, col(Member.archived_at).is_(None))
        .order_by(col(Member.birth_date).nulls_last(), col(Member.id))
    )
    return [m for m in w.session.scalars(found) if rules.is_ward(m.birth_date, today=today)]


def _matching(only: RosterFilter) -> list[sa.ColumnElement[bool]]:
    words = needles(only.search) if _could_be_found(only.search) else []
    wanted: list[sa.ColumnElement[bool]] = [
        col(Member.folded).contains(word, autoescape=True) for word in words
    ]
    if only.search.strip() and not wanted:
        wanted.append(sa.false())  # only marks were typed: they are in nobody's name
    if only.coach_id is not None:
        wanted.append(col(Member.coach_id) == only.coach_id)
    if only.tag_id is not None:
        wearing = select(col(MemberTag.member_id)).where(col(MemberTag.tag_id) == only.tag_id)
        wanted.append(col(Member.id).in_(wearing))
    return wanted


def _could_be_found(search: str) -> bool:
    return len(search) <= SEARCH_MOST and rules.is_printable(" ".join(search.split()))


def _archived(*, archived: bool) -> sa.ColumnElement[bool]:
    at = col(Member.archived_at)
    return at.is_not(None) if archived else at.is_(None)


def _order(order: RosterOrder) -> tuple[Any, ...]:  # Any: SQLAlchemy's many kinds of column
    if order is RosterOrder.NEWEST:
        return col(Member.joined_on).desc(), col(Member.id).desc()
    return col(Member.folded), col(Member.id)


def _cursor(order: RosterOrder, last: Member) -> str:
    key = last.joined_on.isoformat() if order is RosterOrder.NEWEST else last.folded
    return paging.cursor(key, str(last.id))


def _beyond(order: RosterOrder, after: str) -> sa.ColumnElement[bool]:
    key, last_id = paging.keys(after, 2)
    if not rules.is_printable(key):
        raise Refusal(paging.BAD_CURSOR)
    try:
        if order is RosterOrder.NEWEST:
            place = sa.tuple_(sa.literal(date.fromisoformat(key)), sa.literal(UUID(last_id)))
            return sa.tuple_(col(Member.joined_on), col(Member.id)) < place
        place = sa.tuple_(sa.literal(key), sa.literal(UUID(last_id)))
        return sa.tuple_(col(Member.folded), col(Member.id)) > place
    except ValueError:
        raise Refusal(paging.BAD_CURSOR) from None


def _lines(w: Work, rows: Collection[Member]) -> tuple[MemberLine, ...]:
    worn = _tags_of(w, [m.id for m in rows])
    return tuple(
        MemberLine(
            m.id,
            m.first_name,
            m.last_name,
            rules.full_name(m.first_name, m.last_name),
            m.phone,
            m.email,
            m.status,
            m.joined_on,
            m.coach_id,
            m.archived_at is not None,
            worn[m.id],
        )
        for m in rows
    )


def _tags_of(w: Work, ids: Collection[UUID]) -> dict[UUID, tuple[TagView, ...]]:
    worn: dict[UUID, tuple[TagView, ...]] = defaultdict(tuple)
    if not ids:
        return worn
    found = (
        select(col(MemberTag.member_id), col(Tag.id), col(Tag.name))
        .join(Tag, col(Tag.id) == col(MemberTag.tag_id))
        .where(col(MemberTag.member_id).in_(ids))
        .order_by(col(Tag.folded))
    )
    for member_id, tag_id, name in w.session.execute(found):
        worn[member_id] += (TagView(tag_id, name),)
    return worn


def _by_name(folded_name: str) -> sa.ColumnElement[bool]:
    begins = col(Member.folded).startswith(folded_name + " ", autoescape=True)
    return sa.or_(begins, col(Member.folded) == folded_name)


def _same_by(line: MemberLine, clean: MemberDetails, folded_name: str) -> tuple[SameBy, ...]:
    alike = {
        SameBy.PHONE: bool(clean.phone) and line.phone == clean.phone,
        SameBy.EMAIL: bool(clean.email) and line.email == clean.email,
        SameBy.NAME: bool(clean.last_name) and fold(line.name) == folded_name,
    }
    return tuple(by for by, is_same in alike.items() if is_same)
