"""Who is told."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from fitkit.core.permissions import Permission, Role, internal
from fitkit.core.work import Work
from fitkit.features.booking.rules import BookingStatus, WaitState
from fitkit.features.booking.tables import Booking, WaitlistEntry
from fitkit.features.identity import queries as identity
from fitkit.features.identity.tables import Invitation, RoleGrant
from fitkit.features.members import queries as members
from fitkit.features.notifications.rules import Receiver


@dataclass(frozen=True, slots=True)
class Guardian:
    """Who else hears of what happens to a child."""

    receiver: Receiver
    ward_id: UUID
    ward: str  # the child's first name
    shares_address: bool  # one letter to it is enough


@internal
def owners(w: Work) -> tuple[Receiver, ...]:
    """The owner of the gym; nobody while it has none."""
    found = select(RoleGrant.user_id).where(
        col(RoleGrant.org_id) == w.actor.org_id, col(RoleGrant.role) == Role.OWNER
    )
    return tuple(Receiver(user_id=u) for u in w.session.execute(found).scalars())


@internal
def inviters(w: Work, *, invitation_id: UUID, joined: UUID) -> tuple[Receiver, ...]:
    """The owner of the gym and whoever invited, the one who came in left out."""
    owner = select(RoleGrant.user_id).where(
        col(RoleGrant.org_id) == w.actor.org_id, col(RoleGrant.role) == Role.OWNER
    )
    inviter = select(Invitation.invited_by).where(
        col(Invitation.id) == invitation_id, col(Invitation.org_id) == w.actor.org_id
    )
    found = {*w.session.execute(owner).scalars(), *w.session.execute(inviter).scalars()}
    return tuple(Receiver(user_id=u) for u in sorted(found - {None, joined}, key=str) if u)


@internal
def concerned_by_substitute(w: Work, *, staff_ids: Collection[UUID]) -> tuple[Receiver, ...]:
    """The users of these coaches, and the gym's owner; each once."""
    owner = select(RoleGrant.user_id).where(
        col(RoleGrant.org_id) == w.actor.org_id, col(RoleGrant.role) == Role.OWNER
    )
    owners = [Receiver(user_id=user_id) for user_id in w.session.execute(owner).scalars()]
    return tuple(dict.fromkeys([*users_of(w, staff_ids), *owners]))


@internal
def who_may_excuse(w: Work) -> tuple[Receiver, ...]:
    """Staff who decide disputes."""
    found = identity.users_who_may(w, permission=Permission.EXCUSE)
    return tuple(Receiver(user_id=user_id) for user_id in sorted(found, key=str))


@internal
def guardian_of(w: Work, receiver: Receiver) -> Guardian | None:
    """The guardian of a receiver who is a child; None for everybody else."""
    if receiver.member_id is None or w.actor.org_id is None:
        return None
    guardian_id = members.guardian_of(w, member_id=receiver.member_id)
    if guardian_id is None:
        return None
    both = members.contacts(w, ids=[receiver.member_id, guardian_id])
    ward, guardian = both[receiver.member_id], both[guardian_id]
    return Guardian(
        Receiver(member_id=guardian_id),
        receiver.member_id,
        ward.first_name,
        shares_address=bool(ward.email) and ward.email == guardian.email,
    )


@internal
def in_class(w: Work, *, session_id: UUID) -> tuple[Receiver, ...]:
    """Members who have a place in a class or wait for one, in no order."""
    placed = select(Booking.member_id).where(
        col(Booking.session_id) == session_id, col(Booking.status) == BookingStatus.BOOKED
    )
    waiting = select(WaitlistEntry.member_id).where(
        col(WaitlistEntry.session_id) == session_id,
        col(WaitlistEntry.state) == WaitState.WAITING,
    )
    found = {*w.session.execute(placed).scalars(), *w.session.execute(waiting).scalars()}
    return tuple(Receiver(member_id=member_id) for member_id in found)


@internal
def users_of(w: Work, staff_ids: Collection[UUID]) -> tuple[Receiver, ...]:
    """Coaches as users, in the order given; who has no account is left out."""
    persons = identity.users_of_staff(w, staff_ids=staff_ids)
    return tuple(Receiver(user_id=persons[i].user_id) for i in staff_ids if i in persons)
