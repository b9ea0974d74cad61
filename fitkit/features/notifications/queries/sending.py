"""What a sender needs to know: how a receiver is reached, and all of one delivery."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.i18n import Lang
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.identity.tables import RoleGrant, User
from fitkit.features.members.tables import Member
from fitkit.features.notifications.queries.letterhead import GymFacts, gym_facts
from fitkit.features.notifications.queries.preferences import Chosen, chosen_by
from fitkit.features.notifications.rules import Channel, NoticeKind, Receiver
from fitkit.features.notifications.tables import Delivery, Notice, PushSubscription


@dataclass(frozen=True, slots=True)
class Reach:
    """How a receiver can be reached; for sending only."""

    email: str
    lang: Lang
    user_id: UUID | None  # whose browsers to write to
    chosen: Chosen


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a push note goes."""

    id: UUID
    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A delivery somebody has taken on, with all that its sending needs."""

    delivery_id: UUID
    attempt: int  # 1 or more: the fence of the claim
    channel: Channel
    key: str
    gym: GymFacts
    kind: NoticeKind
    facts: dict[str, Any]  # Any: JSON values
    path: str
    starts_at: datetime | None
    receiver: Receiver
    email: str
    lang: Lang
    browsers: tuple[Browser, ...]
    unread: int


@internal
def reach(w: Work, receiver: Receiver, gym: GymFacts) -> Reach | None:
    """How a receiver can be reached; None when there is no such person in the gym any more."""
    chosen = chosen_by(w, receiver, org_id=gym.org_id)
    if receiver.user_id is not None:
        user = w.session.get(User, receiver.user_id)
        return Reach(user.email, user.lang, user.id, chosen) if user else None
    return _reach_member(w, receiver.member_id, gym, chosen)


@internal
def reach_user(w: Work, user_id: UUID) -> Reach | None:
    """How a user can be reached about their own account, whatever gym they are in."""
    user = w.session.get(User, user_id)
    return Reach(user.email, user.lang, user.id, {}) if user else None


def _reach_member(w: Work, member_id: UUID | None, gym: GymFacts, chosen: Chosen) -> Reach | None:
    query: Any = (  # Any: a row of two tables
        sa.select(
            col(Member.email),
            col(Member.archived_at),
            col(User.id).label("user_id"),
            col(User.email).label("own_email"),
            col(User.lang),
        )
        .select_from(Member)
        .outerjoin(
            RoleGrant,
            sa.and_(
                col(RoleGrant.member_id) == col(Member.id), col(RoleGrant.org_id) == gym.org_id
            ),
        )
        .outerjoin(User, col(User.id) == col(RoleGrant.user_id))
        .where(col(Member.id) == member_id, col(Member.org_id) == gym.org_id)
        .limit(1)
    )
    row = w.session.execute(query).first()
    if row is None or row.archived_at is not None:
        return None
    # The gym's own record first: it is what the desk corrects.
    return Reach(row.email or row.own_email or "", row.lang or gym.lang, row.user_id, chosen)


@internal
def browsers_of(w: Work, user_id: UUID | None) -> tuple[Browser, ...]:
    """Where push notes to a user go."""
    if user_id is None:
        return ()
    p = PushSubscription
    query = select(p).where(col(p.user_id) == user_id).order_by(col(p.id).desc())
    return tuple(
        Browser(r.id, r.endpoint, r.p256dh, r.auth) for r in w.session.execute(query).scalars()
    )


@internal
def gyms_of(w: Work, user_id: UUID) -> tuple[UUID, ...]:
    """The gyms in which a user is anything, in no order."""
    query = select(RoleGrant.org_id).where(
        col(RoleGrant.user_id) == user_id, col(RoleGrant.org_id).is_not(None)
    )
    return tuple({org_id for org_id in w.session.execute(query).scalars() if org_id})


@internal
def outgoing(w: Work, delivery_id: UUID) -> Outgoing | None:
    """All that the sending of a delivery needs; None when its receiver is gone."""
    delivery = w.get(Delivery, delivery_id)
    notice = w.get(Notice, delivery.notice_id)
    gym = gym_facts(w, delivery.org_id)
    receiver = Receiver(member_id=notice.member_id, user_id=notice.user_id)
    found = reach(w, receiver, gym)
    if found is None:
        return None
    is_push = delivery.channel is Channel.PUSH
    return Outgoing(
        delivery_id=delivery.id,
        attempt=delivery.attempts,
        channel=delivery.channel,
        key=delivery.key,
        gym=gym,
        kind=notice.kind,
        facts=notice.facts,
        path=notice.path,
        starts_at=notice.starts_at,
        receiver=receiver,
        email=found.email,
        lang=found.lang,
        browsers=browsers_of(w, found.user_id) if is_push else (),
        unread=_unread_of(w, receiver, gym.org_id) if is_push else 0,
    )


@internal
def attempt_of(w: Work, delivery_id: UUID) -> int:
    """The claim a delivery is at."""
    return w.get(Delivery, delivery_id).attempts


def _unread_of(w: Work, receiver: Receiver, org_id: UUID) -> int:
    whose = (
        col(Notice.member_id) == receiver.member_id
        if receiver.member_id
        else col(Notice.user_id) == receiver.user_id
    )
    query = (
        select(sa.func.count())
        .select_from(Notice)
        .where(whose, col(Notice.org_id) == org_id, col(Notice.read_at).is_(None))
    )
    return int(w.session.execute(query).scalar_one())
