"""Members on a list: which, in which order, and their lines."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.search import needles
from fitkit.core.work import Work
from fitkit.features.members import rules
from fitkit.features.members.rules import MemberStatus, RosterOrder
from fitkit.features.members.tables import Member, MemberTag, Tag

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


def matching(only: RosterFilter) -> list[sa.ColumnElement[bool]]:
    """Conditions of the search, the coach and the tag; the status is left to the caller."""
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


def archived_or_not(*, archived: bool) -> sa.ColumnElement[bool]:
    """The condition of a member who is, or is not, in the archive."""
    at = col(Member.archived_at)
    return at.is_not(None) if archived else at.is_(None)


def in_order(order: RosterOrder) -> tuple[Any, ...]:  # Any: SQLAlchemy's many kinds of column
    """What to order by; never equal for two members."""
    if order is RosterOrder.NEWEST:
        return col(Member.joined_on).desc(), col(Member.id).desc()
    return col(Member.folded), col(Member.id)


def lines(w: Work, rows: Collection[Member]) -> tuple[MemberLine, ...]:
    """Members as lines, in the order given."""
    worn = tags_of(w, [m.id for m in rows])
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


def tags_of(w: Work, ids: Collection[UUID]) -> dict[UUID, tuple[TagView, ...]]:
    """The tags of members, by name; empty for who wears none."""
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
