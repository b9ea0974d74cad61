"""What a receiver chose about being told, and the browsers that take push notes."""

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.notifications import rules
from fitkit.features.notifications.queries.letterhead import gym_facts
from fitkit.features.notifications.rules import Channel, NoticeGroup, Receiver, ReminderWish
from fitkit.features.notifications.tables import ChannelPreference, PushSubscription, ReminderChoice
from fitkit.features.orgs.rules import QuietHours

Chosen = dict[tuple[NoticeGroup, Channel], bool]


@dataclass(frozen=True, slots=True)
class PreferenceView:
    """One switch."""

    group: NoticeGroup
    channel: Channel
    is_on: bool
    is_fixed: bool  # cannot be turned off


@dataclass(frozen=True, slots=True)
class BrowserView:
    """A browser of the reader that takes push notes."""

    id: UUID
    device: str
    since: datetime
    last_ok_at: datetime | None
    endpoint: str  # so that a page can tell which one it runs in


@dataclass(frozen=True, slots=True)
class PreferencesView:
    """Everything the reader may choose about being told."""

    switches: tuple[PreferenceView, ...]  # groups in their order, within each the channels
    reminder: ReminderWish | None  # None: not a member
    quiet_from: time
    quiet_to: time
    browsers: tuple[BrowserView, ...]  # newest first


@requires(Permission.USE_ACCOUNT)
def preferences(w: Work) -> PreferencesView:
    """What the reader chose, everything else as by default."""
    who = readers(w)
    groups = _groups(w)
    chosen = chosen_by(w, who[0], org_id=w.actor.org_id) if who and w.actor.org_id else {}
    quiet = gym_facts(w).quiet if w.actor.org_id else QuietHours()
    return PreferencesView(
        switches=tuple(
            PreferenceView(
                group, channel, rules.is_on(group, channel, chosen), rules.is_fixed(group, channel)
            )
            for group in groups
            for channel in Channel
        ),
        reminder=reminder_wish(w, w.actor.member_id) if w.actor.member_id else None,
        quiet_from=quiet.since,
        quiet_to=quiet.until,
        browsers=_browser_views(w, w.actor.user_id) if w.actor.user_id else (),
    )


@internal
def readers(w: Work) -> tuple[Receiver, ...]:
    """What the actor is told as: the member first, then the user; empty for nobody."""
    found = []
    if w.actor.member_id is not None:
        found.append(Receiver(member_id=w.actor.member_id))
    if w.actor.user_id is not None:
        found.append(Receiver(user_id=w.actor.user_id))
    return tuple(found)


@internal
def chosen_by(w: Work, receiver: Receiver, *, org_id: UUID) -> Chosen:
    """What a receiver turned on or off in a gym."""
    p = ChannelPreference
    query = sa.select(col(p.group), col(p.channel), col(p.is_on)).where(
        col(p.org_id) == org_id,
        col(p.member_id) == receiver.member_id
        if receiver.member_id
        else col(p.user_id) == receiver.user_id,
    )
    return {(group, channel): is_on for group, channel, is_on in w.session.execute(query)}


@internal
def reminder_wish(w: Work, member_id: UUID) -> ReminderWish:
    """When before a class a member wants to be reminded."""
    query = select(ReminderChoice.hours, ReminderChoice.evening_before).where(
        col(ReminderChoice.member_id) == member_id
    )
    found = w.session.execute(query).first()
    return ReminderWish() if found is None else ReminderWish(*found)


def _groups(w: Work) -> tuple[NoticeGroup, ...]:
    member = rules.MEMBER_GROUPS if w.actor.member_id else ()
    staff = rules.STAFF_GROUPS if w.actor.staff_id or w.actor.may(Permission.SEE_OVERVIEW) else ()
    security = (NoticeGroup.SECURITY,) if w.actor.user_id and not staff else ()
    return (*member, *staff, *security)


def _browser_views(w: Work, user_id: UUID) -> tuple[BrowserView, ...]:
    p = PushSubscription
    query = select(p).where(col(p.user_id) == user_id).order_by(col(p.id).desc())
    return tuple(
        BrowserView(r.id, r.device, r.created_at, r.last_ok_at, r.endpoint)
        for r in w.session.execute(query).scalars()
    )
