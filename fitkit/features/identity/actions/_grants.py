"""Grants of the gym of a Work, and who may give them."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.errors import NotFound, Refusal
from fitkit.core.permissions import Permission, Role
from fitkit.core.work import Work
from fitkit.features.identity import rules
from fitkit.features.identity.tables import Invitation, RoleGrant
from fitkit.texts import identity as texts


def may_manage(w: Work, role: Role) -> bool:
    """Whether the acting one may give and take a role."""
    return w.actor.is_system or rules.may_manage(w.actor.permissions, role)


def check_giving(w: Work, role: Role, without: Collection[Permission]) -> None:
    """Refuse to give a role, or what is left of it, that is not the acting one's to give."""
    if not may_manage(w, role):
        raise Refusal(texts.ROLE_TOO_HIGH, field="role")
    if not rules.may_be_narrowed(role, without):
        raise Refusal(texts.CANNOT_NARROW, field="without")
    if not w.actor.is_system and rules.gives_too_much(w.actor.permissions, role, without):
        raise Refusal(texts.ROLE_TOO_HIGH, field="role")


def grants_here(w: Work, user_id: UUID) -> list[RoleGrant]:
    """A user's roles in this gym, the oldest first."""
    rows = w.session.execute(
        select(RoleGrant)
        .where(RoleGrant.user_id == user_id, RoleGrant.org_id == w.actor.org_id)
        .order_by(col(RoleGrant.id))
    )
    return list(rows.scalars())


def hold_grant(w: Work, user_id: UUID, role: Role) -> RoleGrant | None:
    """One role of a user in this gym, held."""
    return w.session.execute(
        select(RoleGrant)
        .where(
            RoleGrant.user_id == user_id,
            RoleGrant.org_id == w.actor.org_id,
            RoleGrant.role == role,
        )
        .with_for_update()
    ).scalar_one_or_none()


def must_be_here(w: Work, table: str, row_id: UUID) -> None:
    """Raise NotFound unless a row of a higher feature's table is of this gym and not archived."""
    # Members and staff are higher features, known here by their tables' names only.
    w.session.flush()  # the row may be of this very Work
    found = w.hot(
        sa.select(sa.column("id", sa.Uuid()))
        .select_from(sa.table(table))
        .where(
            sa.column("id", sa.Uuid()) == row_id,
            sa.column("org_id", sa.Uuid()) == w.actor.org_id,
            sa.column("archived_at").is_(None),
        )
    )
    if found.first() is None:
        raise NotFound


def same_person(
    table: type[RoleGrant] | type[Invitation], row: Invitation
) -> sa.ColumnElement[bool]:
    """Rows about the member, or the staff profile, of an invitation."""
    if row.member_id is not None:
        return col(table.member_id) == row.member_id
    return col(table.staff_id) == row.staff_id
