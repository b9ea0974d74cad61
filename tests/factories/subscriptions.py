"""Plans in members' hands, made through the actions."""

from datetime import date
from uuid import UUID

from fitkit.core.work import Work
from fitkit.features.subscriptions import actions
from tests.factories.plans import make_pack, make_weekly


def give(w: Work, member_id: UUID, plan_id: UUID, starts_on: date | None = None) -> UUID:
    given = actions.give(w, member_id=member_id, plan_id=plan_id, starts_on=starts_on)
    return given.subscription_id


def give_pack(w: Work, member_id: UUID, entries: int = 10, *, days: int = 175) -> UUID:
    """A pack of its own plan."""
    return give(w, member_id, make_pack(w, entries, days=days))


def give_weekly(w: Work, member_id: UUID, limit: int = 3) -> UUID:
    """A weekly plan of its own."""
    return give(w, member_id, make_weekly(w, limit))
