"""The roster page by page, its counts and tags, and who a name at the door could mean."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core import paging
from fitkit.core.errors import Refusal
from fitkit.core.paging import PAGE, Page
from fitkit.core.permissions import Permission, requires
from fitkit.core.work import Work
from fitkit.features.members import rules
from fitkit.features.members.queries._lines import (
    MemberLine,
    RosterFilter,
    TagView,
    archived_or_not,
    in_order,
    lines,
    matching,
)
from fitkit.features.members.rules import MemberStatus, RosterOrder
from fitkit.features.members.tables import Member, MemberTag, Tag

CHECK_IN_MOST = 8
PAGE_MOST = 200


@dataclass(frozen=True, slots=True)
class RosterCounts:
    """How many members each filter would show."""

    everyone: int  # not archived
    archived: int
    by_status: dict[MemberStatus, int] = field(default_factory=dict)  # every status, not archived


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
    chosen = select(Member).where(*matching(only), archived_or_not(archived=only.archived))
    if only.status is not None:
        chosen = chosen.where(col(Member.status) == only.status)
    if after is not None:
        chosen = chosen.where(_beyond(only.order, after))
    rows = w.session.scalars(chosen.order_by(*in_order(only.order)).limit(limit + 1)).all()
    page = rows[:limit]
    more = _cursor(only.order, page[-1]) if len(rows) > limit else None
    return Page(lines(w, page), more)


@requires(Permission.SEE_MEMBERS)
def counts(w: Work, *, only: RosterFilter | None = None) -> RosterCounts:
    """How many members there are by status, under the same search, tag and coach."""
    put_away = col(Member.archived_at).is_not(None)
    grouped = (
        select(put_away, col(Member.status), sa.func.count(col(Member.id)))
        .where(*matching(only or RosterFilter()))
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
        .where(*matching(RosterFilter(search=search)), archived_or_not(archived=False))
        .order_by(*in_order(RosterOrder.NAME))
        .limit(CHECK_IN_MOST)
    )
    return lines(w, w.session.scalars(found).all())


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
