"""Inbox, preferences, browsers; and what a sender needs to know of a delivery."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core import clock
from fitkit.core.errors import NotFound, Refusal
from fitkit.core.i18n import Lang, Text, clock_time, near_day, weekday
from fitkit.core.paging import BAD_CURSOR, PAGE, Page, cursor, keys
from fitkit.core.permissions import Permission, Role, internal, requires
from fitkit.core.work import Work
from fitkit.features.booking.rules import BookingStatus, Reason, WaitState, when
from fitkit.features.booking.tables import Booking, WaitlistEntry
from fitkit.features.class_types.tables import ClassType
from fitkit.features.identity import queries as identity
from fitkit.features.identity.tables import Invitation, RoleGrant, SignInSession, User
from fitkit.features.locations.tables import Location
from fitkit.features.members import queries as members
from fitkit.features.members.tables import Member
from fitkit.features.notifications import rules
from fitkit.features.notifications.rules import (
    Channel,
    DeliveryState,
    Happening,
    NoticeGroup,
    NoticeKind,
    Receiver,
    ReminderWish,
)
from fitkit.features.notifications.tables import (
    ChannelPreference,
    Delivery,
    Notice,
    PushSubscription,
    ReminderChoice,
)
from fitkit.features.orgs.rules import QuietHours
from fitkit.features.orgs.tables import Org, OrgSettings
from fitkit.features.penalties import queries as penalties
from fitkit.features.plans.rules import PlanKind
from fitkit.features.plans.tables import Plan
from fitkit.features.scheduling.rules import SessionStatus
from fitkit.features.scheduling.tables import ClassSession
from fitkit.features.staff.tables import StaffProfile
from fitkit.features.subscriptions.rules import SubscriptionStatus
from fitkit.features.subscriptions.tables import Subscription
from fitkit.features.substitutes import queries as substitutes
from fitkit.texts import notices as texts
from fitkit.texts import penalties as penalty_texts
from fitkit.texts import standing as standing_texts
from fitkit.texts.identity import ROLES as role_texts  # noqa: N811

Chosen = dict[tuple[NoticeGroup, Channel], bool]


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice in the inbox, said in the language of the page."""

    id: UUID
    at: datetime  # UTC
    kind: NoticeKind
    group: NoticeGroup
    title: str
    body: str
    path: str  # without the language; empty: nothing to open
    is_read: bool


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


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """How a notice fared on one channel."""

    channel: Channel
    state: DeliveryState
    attempts: int
    not_before: datetime
    sent_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class TroubleView:
    """A delivery that did not arrive, and whom it was for."""

    delivery_id: UUID
    at: datetime
    channel: Channel
    state: DeliveryState
    reason: str
    kind: NoticeKind
    member_id: UUID | None
    user_id: UUID | None


@dataclass(frozen=True, slots=True)
class Reach:
    """How a receiver can be reached; for sending only."""

    email: str
    lang: Lang
    user_id: UUID | None  # whose browsers to write to
    chosen: Chosen


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder to come."""

    at: datetime
    receiver: Receiver
    happening: Happening


@dataclass(frozen=True, slots=True)
class Guardian:
    """Who else hears of what happens to a child."""

    receiver: Receiver
    ward_id: UUID
    ward: str  # the child's first name
    shares_address: bool  # one letter to it is enough


@dataclass(frozen=True, slots=True)
class GymFacts:
    """What letters say about the gym they come from, and when it is quiet."""

    org_id: UUID
    name: str
    brand: str
    email: str
    lang: Lang
    zone: ZoneInfo
    quiet: QuietHours


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


@requires(Permission.USE_ACCOUNT)
def inbox(w: Work, *, lang: Lang, after: str | None = None, limit: int = PAGE) -> Page[NoticeView]:
    """The reader's notices in this gym, newest first, said in ``lang``.

    Raises:
        Refusal: a cursor that is none.
    """
    limit = min(max(limit, 1), PAGE)
    query = select(Notice).where(mine(w)).order_by(col(Notice.id).desc()).limit(limit + 1)
    if after is not None:
        query = query.where(col(Notice.id) < _place(after))
    rows = list(w.session.execute(query).scalars())
    page = rows[:limit]
    more = cursor(str(page[-1].id)) if len(rows) > limit else None
    return Page(tuple(_notice_view(r, lang, w.actor.zone) for r in page), more)


@requires(Permission.USE_ACCOUNT)
def unread_count(w: Work) -> int:
    """How many notices of this gym the reader has not read."""
    query = (
        select(sa.func.count()).select_from(Notice).where(mine(w), col(Notice.read_at).is_(None))
    )
    return int(w.session.execute(query).scalar_one())


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


@requires(Permission.USE_ACCOUNT)
def deliveries(w: Work, *, notice_id: UUID) -> tuple[DeliveryView, ...]:
    """How a notice fared, a view a channel; one's own, or for who may see members.

    Raises:
        NotFound: no such notice for this reader.
    """
    query = select(Notice.id).where(col(Notice.id) == notice_id)
    if not w.actor.may(Permission.SEE_MEMBERS):
        query = query.where(mine(w))
    if w.session.execute(query).first() is None:
        raise NotFound
    rows = w.session.execute(
        select(Delivery).where(col(Delivery.notice_id) == notice_id).order_by(col(Delivery.id))
    ).scalars()
    return tuple(
        DeliveryView(r.channel, r.state, r.attempts, r.not_before, r.sent_at, r.reason)
        for r in rows
    )


@requires(Permission.SEE_MEMBERS)
def troubles(
    w: Work, *, member_id: UUID | None = None, limit: int = PAGE
) -> tuple[TroubleView, ...]:
    """Deliveries whose address is dead or that ran out of tries, newest first; of one member or all."""
    query = (
        select(Delivery, Notice)
        .join(Notice, col(Notice.id) == col(Delivery.notice_id))
        .where(col(Delivery.state).in_([DeliveryState.FAILED, DeliveryState.GONE]))
        .order_by(col(Delivery.id).desc())
        .limit(min(max(limit, 1), PAGE))
    )
    if member_id is not None:
        query = query.where(col(Notice.member_id) == member_id)
    return tuple(
        TroubleView(
            d.id, d.updated_at, d.channel, d.state, d.reason, n.kind, n.member_id, n.user_id
        )
        for d, n in w.session.execute(query)
    )


@internal
def mine(w: Work) -> sa.ColumnElement[bool]:
    """The condition of a notice that is the actor's own; never true for nobody."""
    ours: list[sa.ColumnElement[bool]] = [sa.false()]
    if w.actor.member_id is not None:
        ours.append(col(Notice.member_id) == w.actor.member_id)
    if w.actor.user_id is not None:
        ours.append(col(Notice.user_id) == w.actor.user_id)
    return sa.or_(*ours)


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


@internal
def gym_facts(w: Work, org_id: UUID | None = None) -> GymFacts:
    """The gym of this Work, or of a Work over all gyms the one asked for.

    Raises:
        NotFound: no such gym.
    """
    org = w.session.get(Org, org_id or w.actor.org_id)
    if org is None:
        raise NotFound
    s = OrgSettings
    query = sa.select(col(s.quiet_from), col(s.quiet_to), col(s.observes_sabbath)).where(
        col(s.org_id) == org.id
    )
    row = w.session.execute(query).first()
    return GymFacts(
        org_id=org.id,
        name=org.name,
        brand=org.brand,
        email=org.email,
        lang=org.lang,
        zone=ZoneInfo(org.zone),
        quiet=QuietHours(*row) if row else QuietHours(),
    )


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
def owners(w: Work) -> tuple[Receiver, ...]:
    """The owner of the gym; nobody while it has none."""
    found = select(RoleGrant.user_id).where(
        col(RoleGrant.org_id) == w.actor.org_id, col(RoleGrant.role) == Role.OWNER
    )
    return tuple(Receiver(user_id=u) for u in w.session.execute(found).scalars())


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
def substitute_asked(w: Work, *, request_id: UUID) -> tuple[tuple[Receiver, Happening], ...]:
    """The coaches a request is put to, and what they are told; nobody when it is settled by now."""
    request = substitutes.one(w, request_id=request_id)
    if request is None:
        return ()
    told = of_class(
        w,
        kind=NoticeKind.SUBSTITUTE_ASKED,
        about=request_id,
        session_id=request.session.id,
    )
    facts = {**told.facts, "name": request.asked_by_name, "note": request.note}
    facts["where"] = request.session.location
    happening = replace(told, facts=facts, path="/dashboard/today")
    asked = substitutes.asked_coaches(w, request=request)
    return tuple((receiver, happening) for receiver in _users_of(w, asked))


@internal
def substitute_found(w: Work, *, request_id: UUID, session_id: UUID, staff_id: UUID) -> Happening:
    """What those concerned are told when a class has found a substitute."""
    told = of_class(w, kind=NoticeKind.SUBSTITUTE_FOUND, about=request_id, session_id=session_id)
    facts = {**told.facts, "name": substitutes.name_of(w, staff_id=staff_id)}
    return replace(told, facts=facts, path="/dashboard/schedule")


@internal
def concerned_by_substitute(w: Work, *, staff_ids: Collection[UUID]) -> tuple[Receiver, ...]:
    """The users of these coaches, and the gym's owner; each once."""
    owner = select(RoleGrant.user_id).where(
        col(RoleGrant.org_id) == w.actor.org_id, col(RoleGrant.role) == Role.OWNER
    )
    owners = [Receiver(user_id=user_id) for user_id in w.session.execute(owner).scalars()]
    return tuple(dict.fromkeys([*_users_of(w, staff_ids), *owners]))


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


@internal
def of_class(
    w: Work,
    *,
    kind: NoticeKind,
    about: UUID,
    session_id: UUID,
    occasion: str = "",
    outcome: Text | None = None,
    until: datetime | None = None,
) -> Happening:
    """What a member is told of a class: which, when, where, with whom; until when a place is kept.

    Raises:
        NotFound: no such class in this gym.
    """
    query: Any = (  # Any: a row of four tables
        sa.select(
            col(ClassSession.starts_at),
            col(ClassType.name_he),
            col(ClassType.name_en),
            col(Location.name).label("location"),
            col(StaffProfile.name).label("coach"),
        )
        .select_from(ClassSession)
        .join(ClassType, col(ClassType.id) == col(ClassSession.class_type_id))
        .join(Location, col(Location.id) == col(ClassSession.location_id))
        .outerjoin(StaffProfile, col(StaffProfile.id) == col(ClassSession.coach_id))
        .where(col(ClassSession.id) == session_id)
    )
    row = w.session.execute(query).first()
    if row is None:
        raise NotFound
    facts: dict[str, str | int | dict[str, str]] = {
        "session": {Lang.HE.value: row.name_he, Lang.EN.value: row.name_en},
        "starts_at": row.starts_at.isoformat(),
        "where": " · ".join(words for words in (row.location, row.coach) if words),
    }
    if outcome is not None:
        facts["outcome"] = words_of(outcome)
    if until is not None:
        facts["until"] = words_of(when(until, now=w.now, zone=w.actor.zone))
    return Happening(kind, about, facts, f"{rules.CLASS_PATH}{session_id}", row.starts_at, occasion)


@internal
def penalty_given(w: Work, *, penalty_id: UUID) -> Happening:
    """What a member is told of a penalty: what for, what it led to, and until when it can be disputed."""
    found = penalties.one(w, penalty_id=penalty_id)
    happening = of_class(w, kind=NoticeKind.PENALTY, about=found.id, session_id=found.session_id)
    zone = w.actor.zone
    until = _moment(found.blocks_until, zone) if found.blocks_until else {}
    outcome = penalty_texts.OUTCOMES[found.step]
    facts = {
        **happening.facts,
        "what": words_of(penalty_texts.OFFENCES[found.offence]),
        "outcome": {lang.value: outcome.to(lang, until=until.get(lang.value, "")) for lang in Lang},
        "until": _moment(found.dispute_until, zone),
    }
    return replace(happening, facts=facts, path="/me/settings", starts_at=None)


@internal
def penalty_decided(w: Work, *, penalty_id: UUID) -> Happening:
    """What a member is told when a penalty was upheld or excused."""
    found = penalties.one(w, penalty_id=penalty_id)
    happening = of_class(
        w, kind=NoticeKind.PENALTY_DECIDED, about=found.id, session_id=found.session_id
    )
    facts = {
        **happening.facts,
        "what": words_of(penalty_texts.DECIDED_WHAT[found.state]),
        "outcome": words_of(penalty_texts.DECISIONS[found.state]),
    }
    return replace(
        happening, facts=facts, path="/me/settings", starts_at=None, occasion=found.state
    )


@internal
def standing_missed(w: Work, *, standing_id: UUID, session_id: UUID, because: str) -> Happening:
    """What a regular is told when their fixed place was not booked in one class."""
    happening = of_class(
        w,
        kind=NoticeKind.STANDING_MISSED,
        about=standing_id,
        session_id=session_id,
        occasion=str(session_id),
    )
    why = words_of(standing_texts.WHY.get(because, standing_texts.WHY_OTHER))
    return replace(happening, facts={**happening.facts, "why": why})


@internal
def not_retaken(w: Work, *, about: UUID, session_id: UUID, because: Reason) -> Happening:
    """What a member is told when a class takes place after all and their place is not theirs again."""
    why = texts.NOT_RETAKEN_WHY.get(because, texts.NOT_RETAKEN_OTHER)
    return of_class(
        w,
        kind=NoticeKind.CLASS_RESTORED,
        about=about,
        session_id=session_id,
        occasion=w.now.isoformat(),
        outcome=Text(
            texts.NOT_RETAKEN.to(Lang.HE, why=why), texts.NOT_RETAKEN.to(Lang.EN, why=why)
        ),
    )


@internal
def dispute_opened(w: Work, *, penalty_id: UUID) -> Happening:
    """What staff are told of a dispute."""
    found = penalties.one(w, penalty_id=penalty_id)
    happening = of_class(
        w, kind=NoticeKind.DISPUTE_OPENED, about=found.id, session_id=found.session_id
    )
    facts = {**happening.facts, "name": found.member, "note": found.dispute}
    return replace(happening, facts=facts, path="/dashboard/disputes", starts_at=None)


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
def reminders(w: Work, *, booking_id: UUID) -> tuple[Reminder, ...]:
    """When and of what to remind of a booking, by moment; empty when it is over, or none is wanted."""
    query: Any = (  # Any: a row of two tables
        sa.select(
            col(Booking.member_id),
            col(ClassSession.id).label("session_id"),
            col(ClassSession.starts_at),
        )
        .select_from(Booking)
        .join(ClassSession, col(ClassSession.id) == col(Booking.session_id))
        .where(
            col(Booking.id) == booking_id,
            col(Booking.status) == BookingStatus.BOOKED,
            col(ClassSession.status) == SessionStatus.SCHEDULED,
            col(ClassSession.starts_at) > w.now,
        )
    )
    row = w.session.execute(query).first()
    if row is None:
        return ()
    gym, wish = gym_facts(w), reminder_wish(w, row.member_id)
    moments = rules.reminder_moments(row.starts_at, wish, quiet=gym.quiet, zone=gym.zone)
    return tuple(
        Reminder(
            at,
            Receiver(member_id=row.member_id),
            of_class(
                w,
                kind=NoticeKind.REMINDER,
                about=row.session_id,
                session_id=row.session_id,
                occasion=row.starts_at.isoformat() + which,
            ),
        )
        for which, at in moments
    )


@internal
def places_ahead(
    w: Work, *, member_id: UUID | None = None, session_id: UUID | None = None
) -> tuple[UUID, ...]:
    """Bookings of a member, or in a class, whose class is still to come."""
    query = (
        select(Booking.id)
        .join(ClassSession, col(ClassSession.id) == col(Booking.session_id))
        .where(col(Booking.status) == BookingStatus.BOOKED, col(ClassSession.starts_at) > w.now)
    )
    if member_id is not None:
        query = query.where(col(Booking.member_id) == member_id)
    if session_id is not None:
        query = query.where(col(Booking.session_id) == session_id)
    return tuple(w.session.execute(query).scalars())


@internal
def words_of(text: Text) -> dict[str, str]:
    """A text in both languages, as a fact of a notice."""
    return {Lang.HE.value: text.he, Lang.EN.value: text.en}


def _moment(at: datetime, zone: ZoneInfo) -> dict[str, str]:
    day = clock.day_of(at, zone)
    return {
        lang.value: texts.AT.to(
            lang, day=f"{weekday(day, lang)} {near_day(day)}", at=clock_time(at, zone)
        )
        for lang in Lang
    }


def _users_of(w: Work, staff_ids: Collection[UUID]) -> tuple[Receiver, ...]:
    persons = identity.users_of_staff(w, staff_ids=staff_ids)
    return tuple(Receiver(user_id=persons[i].user_id) for i in staff_ids if i in persons)


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


def _notice_view(row: Notice, lang: Lang, zone: ZoneInfo) -> NoticeView:
    said = rules.wording(row.kind, row.facts, lang=lang, zone=zone)
    return NoticeView(
        id=row.id,
        at=row.created_at,
        kind=row.kind,
        group=rules.GROUP[row.kind],
        title=said.title,
        body=said.body,
        path=row.path,
        is_read=row.read_at is not None,
    )


def _place(after: str) -> UUID:
    try:
        return UUID(keys(after, 1)[0])
    except ValueError:
        raise Refusal(BAD_CURSOR) from None
