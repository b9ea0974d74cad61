"""What users are in a gym: granted, narrowed, taken, handed over."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core import crypto
from fitkit.core.errors import Denied, Refusal
from fitkit.core.permissions import (
    PLATFORM_ROLES,
    STAFF_ROLES,
    Permission,
    Role,
    internal,
    requires,
)
from fitkit.core.work import Work
from fitkit.features.identity import events
from fitkit.features.identity.actions._grants import (
    check_giving,
    grants_here,
    hold_grant,
    may_manage,
    must_be_here,
)
from fitkit.features.identity.actions._users import own_id
from fitkit.features.identity.tables import RoleGrant, User
from fitkit.texts import identity as texts


@requires(Permission.INVITE_MEMBERS)
def grant_role(w: Work, *, user_id: UUID, role: Role, without: Collection[Permission] = ()) -> None:
    """Make a user of this gym something more; publishes RoleGranted.

    Raises:
        Refusal: NOT_YOUR_OWN_ROLE, ROLE_TOO_HIGH, CANNOT_NARROW, NOT_HERE, HAS_ROLE.
    """
    check_giving(w, role, without)
    if user_id == w.actor.user_id:
        raise Refusal(texts.NOT_YOUR_OWN_ROLE)
    here = grants_here(w, user_id)
    if not here:
        raise Refusal(texts.NOT_HERE)
    if any(g.role is role for g in here):
        raise Refusal(texts.HAS_ROLE)
    staff_id = next((g.staff_id for g in here if g.staff_id), None)
    give_role(
        w,
        user_id=user_id,
        role=role,
        without=without,
        staff_id=staff_id if role in STAFF_ROLES else None,
    )


@requires(Permission.INVITE_MEMBERS)
def narrow_role(w: Work, *, user_id: UUID, role: Role, without: Collection[Permission]) -> None:
    """Set what a grant does not hold of its role; publishes RoleNarrowed when that changed.

    Raises:
        Refusal: NOT_YOUR_OWN_ROLE, ROLE_TOO_HIGH, CANNOT_NARROW, NOT_HERE.
    """
    check_giving(w, role, without)
    grant = _manageable(w, user_id, role)
    words = sorted(str(p) for p in without)
    if grant.without != words:
        grant.without = words
        w.publish(
            events.RoleNarrowed(about=user_id, user_id=user_id, role=role, without=tuple(words))
        )


@requires(Permission.INVITE_MEMBERS)
def revoke_role(w: Work, *, user_id: UUID, role: Role) -> None:
    """Take a role of this gym; it is gone from the user's next event on.

    Raises:
        Refusal: NOT_YOUR_OWN_ROLE, ROLE_TOO_HIGH, NOT_HERE.
    """
    if not may_manage(w, role):
        raise Refusal(texts.ROLE_TOO_HIGH)
    grant = _manageable(w, user_id, role)
    w.session.delete(grant)
    w.session.flush()
    w.publish(
        events.RoleRevoked(
            about=user_id,
            user_id=user_id,
            role=role,
            member_id=grant.member_id,
            staff_id=grant.staff_id,
        )
    )


@requires(Permission.HAND_OVER)
def hand_over(w: Work, *, to_user_id: UUID, password: str) -> None:
    """Make an admin or a coach the owner; who was, is an admin from now on.

    Screens call the flow, which limits tries. Publishes OwnershipHandedOver.

    Raises:
        Refusal: PASSWORD_NEEDED or PASSWORD_WRONG at ``password``; HAND_OVER_TO_STAFF.
    """
    me = w.get(User, own_id(w))
    if me.password_hash is None:
        raise Refusal(texts.PASSWORD_NEEDED, field="password")
    if not crypto.password_matches(me.password_hash, password):
        raise Refusal(texts.PASSWORD_WRONG, field="password")
    mine = hold_grant(w, me.id, Role.OWNER)
    theirs = [g for g in grants_here(w, to_user_id) if g.role in (Role.ADMIN, Role.COACH)]
    if mine is None or to_user_id == me.id or not theirs:
        raise Refusal(texts.HAND_OVER_TO_STAFF)
    if any(g.role is Role.ADMIN for g in grants_here(w, me.id)):
        w.session.delete(mine)
    else:
        mine.role = Role.ADMIN
    w.session.flush()  # the gym has one owner at any moment, the database's own check included
    heir = next((g for g in theirs if g.role is Role.ADMIN), None)
    if heir is None:
        heir = RoleGrant(user_id=to_user_id, org_id=w.actor.org_id, role=Role.OWNER)
        w.add(heir)
    heir.role, heir.without, heir.granted_by = Role.OWNER, [], me.id
    heir.staff_id = heir.staff_id or next((g.staff_id for g in theirs if g.staff_id), None)
    w.publish(events.OwnershipHandedOver(about=to_user_id, user_id=to_user_id, from_user_id=me.id))


@internal
def give_role(
    w: Work,
    *,
    user_id: UUID,
    role: Role,
    without: Collection[Permission] = (),
    member_id: UUID | None = None,
    staff_id: UUID | None = None,
) -> None:
    """Write a grant in the gym of this Work (of the platform in none) and publish RoleGranted."""
    if (role in PLATFORM_ROLES) is not (w.actor.org_id is None):
        raise Denied
    w.add(
        RoleGrant(
            user_id=user_id,
            org_id=w.actor.org_id,
            role=role,
            member_id=member_id,
            staff_id=staff_id,
            without=sorted(str(p) for p in without),
            granted_by=w.actor.user_id,
        )
    )
    w.session.flush()  # hot statements of the same Work see it
    w.publish(
        events.RoleGranted(
            about=user_id, user_id=user_id, role=role, member_id=member_id, staff_id=staff_id
        )
    )


@internal
def link_staff(w: Work, *, user_id: UUID, staff_id: UUID) -> None:
    """Say which staff profile a user is here, on every staff role that has none."""
    must_be_here(w, "staff_profile", staff_id)
    for grant in grants_here(w, user_id):
        if grant.role in STAFF_ROLES and grant.staff_id is None:
            grant.staff_id = staff_id
    w.session.flush()


@internal
def set_wards(w: Work, *, member_id: UUID, ward_ids: Collection[UUID]) -> None:
    """Say for whom else a member acts, on every role of theirs here; in force at their next event."""
    w.session.execute(
        sa.update(RoleGrant)
        .where(col(RoleGrant.org_id) == w.actor.org_id, col(RoleGrant.member_id) == member_id)
        .values(ward_ids=sorted(str(ward) for ward in ward_ids), updated_at=w.now)
        .execution_options(synchronize_session=False)
    )


@internal
def gyms_opened_since(w: Work, *, user_id: UUID, since: datetime) -> int:
    """How many gyms a user came to own since a moment."""
    return w.session.execute(
        select(sa.func.count())
        .select_from(RoleGrant)
        .where(
            RoleGrant.user_id == user_id,
            RoleGrant.role == Role.OWNER,
            RoleGrant.created_at >= since,
        )
    ).scalar_one()


def _manageable(w: Work, user_id: UUID, role: Role) -> RoleGrant:
    if user_id == w.actor.user_id:
        raise Refusal(texts.NOT_YOUR_OWN_ROLE)
    grant = hold_grant(w, user_id, role)
    if grant is None:
        raise Refusal(texts.NOT_HERE)
    return grant
