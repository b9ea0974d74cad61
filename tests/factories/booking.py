"""Members who may book, and places, made through the actions."""

from dataclasses import replace
from uuid import UUID

from fitkit.core.actor import Actor
from fitkit.core.permissions import ROLES, Role
from fitkit.core.work import Work
from fitkit.features.booking import actions
from fitkit.features.subscriptions import actions as subscriptions
from tests.factories.members import make_member
from tests.factories.subscriptions import give_pack, give_weekly


def as_member(w: Work, member_id: UUID) -> Work:
    """The same transaction and moment, with the member at the screen."""
    who: Actor = replace(
        w.actor, member_id=member_id, staff_id=None, permissions=ROLES[Role.MEMBER], is_system=False
    )
    return replace(w, actor=who)


def weekly_member(w: Work, name: str = "נועה", limit: int = 3) -> UUID:
    member_id = make_member(w, name)
    give_weekly(w, member_id, limit)
    return member_id


def pack_member(w: Work, name: str = "נועה", entries: int = 10) -> UUID:
    member_id = make_member(w, name)
    give_pack(w, member_id, entries)
    return member_id


def members_with_plan(w: Work, plan_id: UUID, count: int, *, prefix: str = "מתאמן") -> list[UUID]:
    """Several members with one plan each, in order."""
    ids = [make_member(w, f"{prefix} {n}", "") for n in range(count)]
    for member_id in ids:
        subscriptions.give(w, member_id=member_id, plan_id=plan_id)
    return ids


def book(w: Work, session_id: UUID, member_id: UUID) -> actions.BookingReceipt:
    return actions.book(as_member(w, member_id), session_id=session_id, member_id=member_id)
