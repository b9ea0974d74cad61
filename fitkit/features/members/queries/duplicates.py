"""Who may be the same person."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.permissions import Permission, requires
from fitkit.core.search import fold
from fitkit.core.work import Work
from fitkit.features.members import rules
from fitkit.features.members.queries._lines import MemberLine, in_order, lines
from fitkit.features.members.rules import MemberDetails, RosterOrder, SameBy
from fitkit.features.members.tables import Member


@dataclass(frozen=True, slots=True)
class DuplicateView:
    """A member who may be the same person, and by what."""

    line: MemberLine
    same_by: tuple[SameBy, ...]


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
    found = select(Member).where(sa.or_(*alike)).order_by(*in_order(RosterOrder.NAME)).limit(20)
    if except_id is not None:
        found = found.where(col(Member.id) != except_id)
    rows = w.session.scalars(found).all()
    views = [DuplicateView(line, _same_by(line, clean, name)) for line in lines(w, rows)]
    return tuple(sorted((v for v in views if v.same_by), key=lambda v: -len(v.same_by)))


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
