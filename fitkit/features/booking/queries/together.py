"""Who comes to a class, as far as other members may know."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from fitkit.core.permissions import Permission, requires
from fitkit.core.work import Work
from fitkit.features.booking.rules import BookingStatus
from fitkit.features.booking.tables import Booking
from fitkit.features.members.rules import name_among_members
from fitkit.features.members.tables import Member
from fitkit.features.scheduling import queries as scheduling


@dataclass(frozen=True, slots=True)
class Companions:
    """Who else has a place in a class."""

    names: tuple[str, ...]  # first names with an initial, by name; only of who consented
    others: int  # how many more have a place, the asking member left out


@requires(Permission.BOOK_OTHERS, own=Permission.BOOK_SELF)
def companions(w: Work, *, session_id: UUID, member_id: UUID) -> Companions:
    """Who comes to a class beside a member: named only with their own consent.

    Raises:
        NotFound: no such class in this gym.
    """
    scheduling.one(w, session_id=session_id)
    found = (
        sa.select(col(Member.first_name), col(Member.last_name), col(Member.is_seen_by_members))
        .join(Booking, col(Booking.member_id) == col(Member.id))
        .where(
            col(Booking.session_id) == session_id,
            col(Booking.status) == BookingStatus.BOOKED,
            col(Member.id) != member_id,
        )
        .order_by(col(Member.folded), col(Member.id))
    )
    rows = w.session.execute(found).all()
    named = tuple(name_among_members(first, last) for first, last, is_seen in rows if is_seen)
    return Companions(named, len(rows) - len(named))
