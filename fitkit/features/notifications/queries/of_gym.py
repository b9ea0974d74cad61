"""What is told of plans, holidays, invitations and accounts."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core import clock
from fitkit.core.i18n import Lang, Text
from fitkit.core.permissions import Role, internal
from fitkit.core.work import Work
from fitkit.features.identity.tables import SignInSession, User
from fitkit.features.notifications import rules
from fitkit.features.notifications.queries._words import words_of
from fitkit.features.notifications.rules import Happening, NoticeKind, Receiver
from fitkit.features.plans.rules import PlanKind
from fitkit.features.plans.tables import Plan
from fitkit.features.subscriptions.rules import SubscriptionStatus
from fitkit.features.subscriptions.tables import Subscription
from fitkit.texts.identity import ROLES as role_texts  # noqa: N811


@internal
def plan_given(
    w: Work, *, subscription_id: UUID, plan_id: UUID, starts_on: date
) -> Happening | None:
    """What a member is told of a new plan; None when it is old news."""
    if starts_on < clock.day_of(w.now, w.actor.zone) - timedelta(days=rules.ENDING_DAYS):
        return None
    facts: rules.Facts = {"plan": _plan_name(w, plan_id), "starts_on": starts_on.isoformat()}
    return Happening(NoticeKind.PLAN_GIVEN, subscription_id, facts, "/home")


@internal
def plans_running_out(w: Work) -> tuple[tuple[Receiver, Happening], ...]:
    """Holders of plans whose last day is near, or whose entries are nearly used up, and what to say.

    Whoever already holds what follows is not told.
    """
    today = clock.day_of(w.now, w.actor.zone)
    s = Subscription
    last_days = col(s.ends_on).between(today, today + timedelta(days=rules.ENDING_DAYS))
    few = sa.and_(col(s.kind) == PlanKind.PACK, col(s.entries_left).between(1, rules.ENTRIES_LOW))
    query = (
        select(s)
        .where(col(s.status) == SubscriptionStatus.ACTIVE, sa.or_(last_days, few))
        .order_by(col(s.id))
    )
    rows = list(w.session.execute(query).scalars())
    followed = _with_more(w, rows, today)
    return tuple(
        (Receiver(member_id=r.member_id), _running_out(w, r, today))
        for r in rows
        if r.member_id not in followed
    )


@internal
def closures_proposed(org_id: UUID, *, year: int) -> Happening:
    """What the owner is told when a year's holidays wait."""
    facts: rules.Facts = {"year": year}
    path = f"/dashboard/holidays?year={year}"
    return Happening(NoticeKind.CLOSURES_PROPOSED, org_id, facts, path, occasion=str(year))


@internal
def invitation_accepted(
    w: Work, *, invitation_id: UUID, user_id: UUID, role: Role, staff: bool
) -> Happening:
    """What the owner and the inviter are told of somebody who came in."""
    user = w.get(User, user_id)
    facts: rules.Facts = {"name": user.name, "role": words_of(role_texts[role])}
    path = "/dashboard/staff" if staff else "/dashboard/members"
    return Happening(NoticeKind.INVITATION_ACCEPTED, invitation_id, facts, path)


@internal
def signed_in_anew(w: Work, *, sign_in_id: UUID) -> Happening | None:
    """What a user is told of a sign-in from a new device; None when it is gone."""
    row = w.session.get(SignInSession, sign_in_id)
    if row is None:
        return None
    facts: rules.Facts = {"seen_at": row.created_at.isoformat(), "device": row.device}
    return Happening(NoticeKind.NEW_SIGN_IN, row.id, facts, "/me/settings")


@internal
def security_changed(w: Work, *, user_id: UUID, what: Text) -> Happening:
    """What a user is told of a change to how their account is guarded."""
    facts: rules.Facts = {"what": words_of(what), "seen_at": w.now.isoformat()}
    occasion = f"{what.en[:40]}:{w.now:%Y%m%d%H%M%S}"
    return Happening(NoticeKind.SECURITY_CHANGED, user_id, facts, "/me/settings", occasion=occasion)


def _plan_name(w: Work, plan_id: UUID) -> dict[str, str]:
    plan = w.get(Plan, plan_id)
    return {Lang.HE.value: plan.name_he, Lang.EN.value: plan.name_en}


def _running_out(w: Work, row: Subscription, today: date) -> Happening:
    facts: dict[str, str | int | dict[str, str]] = {"plan": _plan_name(w, row.plan_id)}
    if row.ends_on is not None and row.ends_on <= today + timedelta(days=rules.ENDING_DAYS):
        facts["ends_on"] = row.ends_on.isoformat()
        return Happening(
            NoticeKind.PLAN_ENDING, row.id, facts, "/home", occasion=row.ends_on.isoformat()
        )
    facts["entries"] = row.entries_left or 0
    return Happening(NoticeKind.ENTRIES_LOW, row.id, facts, "/home")


def _with_more(w: Work, rows: Collection[Subscription], today: date) -> frozenset[UUID]:
    """Members among the holders who hold another plan that goes on."""
    s = Subscription
    ids = [r.id for r in rows]
    last = today + timedelta(days=rules.ENDING_DAYS)
    query = select(s.member_id).where(
        col(s.member_id).in_([r.member_id for r in rows]),
        col(s.id).not_in(ids),
        col(s.status) == SubscriptionStatus.ACTIVE,
        sa.or_(col(s.ends_on).is_(None), col(s.ends_on) > last),
        sa.or_(col(s.entries_left).is_(None), col(s.entries_left) > rules.ENTRIES_LOW),
    )
    return frozenset(w.session.execute(query).scalars())
