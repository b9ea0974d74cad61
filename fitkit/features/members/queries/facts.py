"""What other features decide on and count."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.search import fold
from fitkit.core.work import Work
from fitkit.features.members import rules
from fitkit.features.members.queries._lines import archived_or_not
from fitkit.features.members.rules import Gender, MemberStatus
from fitkit.features.members.tables import Member


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
        select(Member).where(col(Member.id).in_(ids), archived_or_not(archived=False))
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
def named_at(w: Work, *, name: str, contact: str) -> tuple[UUID, ...]:
    """Members of a phone number (E.164) or an e-mail (lower case) who are called so; by id.

    Every word of ``name`` is one of theirs, however it is spelt. Those in the archive are among them.
    """
    wanted = set(fold(name).split())
    if not wanted or not contact:
        return ()
    rows = w.session.scalars(
        select(Member)
        .where(sa.or_(col(Member.phone) == contact, col(Member.email) == contact))
        .order_by(col(Member.id))
    )
    return tuple(m.id for m in rows if wanted <= set(fold(f"{m.first_name} {m.last_name}").split()))


@internal
def reached_at(w: Work, *, member_id: UUID) -> str:
    """The e-mail of a member, else of their guardian; empty without any."""
    row = w.get(Member, member_id)
    if row.email or row.guardian_id is None:
        return row.email
    return w.get(Member, row.guardian_id).email


@internal
def known(w: Work, *, ids: Collection[UUID]) -> frozenset[UUID]:
    """Which of the ids are members of this gym."""
    return frozenset(w.session.scalars(select(col(Member.id)).where(col(Member.id).in_(ids))))


@internal
def counts_by_coach(w: Work) -> dict[UUID, int]:
    """How many members, archived ones left out, each coach has; coaches without any are missing."""
    grouped = (
        select(col(Member.coach_id), sa.func.count(col(Member.id)))
        .where(col(Member.coach_id).is_not(None), archived_or_not(archived=False))
        .group_by(col(Member.coach_id))
    )
    return {coach_id: n for coach_id, n in w.session.execute(grouped) if coach_id is not None}
