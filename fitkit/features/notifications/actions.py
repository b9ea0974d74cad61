"""Tell somebody; read, choose, subscribe; take deliveries on and record how they fared."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.ids import new_id
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.settings import Environment, settings
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.notifications import queries, rules
from fitkit.features.notifications.events import (
    AddressDied,
    BrowserAdded,
    BrowserRemoved,
    PreferenceChanged,
    ReminderChanged,
    Unsubscribed,
)
from fitkit.features.notifications.rules import (
    Channel,
    DeliveryState,
    Happening,
    NoticeGroup,
    Planned,
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
from fitkit.ports.push import is_push_service
from fitkit.texts import notices as texts

_N, _D = columns(Notice), columns(Delivery)
_C, _R, _P = columns(ChannelPreference), columns(ReminderChoice), columns(PushSubscription)
_OPEN: Final = (DeliveryState.WAITING.value, DeliveryState.HELD.value)


@dataclass(frozen=True, slots=True)
class Told:
    """A notice that was given."""

    notice_id: UUID
    soonest: datetime | None  # when the first of its deliveries is due; None: inbox only


@internal
def notify(
    w: Work,
    receiver: Receiver,
    happening: Happening,
    *,
    only: frozenset[Channel] = frozenset(Channel),
    org_id: UUID | None = None,
) -> Told | None:
    """Tell one receiver of one happening, once; None when they were told, or are not here any more.

    ``only`` narrows the channels that are thought of at all; ``org_id`` is the gym, for a Work
    over all of them. What has begun already is not told: nobody can act on it.
    """
    if happening.starts_at is not None and happening.starts_at <= w.now:
        return None
    gym = queries.gym_facts(w, org_id)
    found = queries.reach(w, receiver, gym)
    if found is None:
        return None
    key = f"{happening.words}:{receiver.words}"
    notice_id = _new_notice(w, receiver, happening, key=key, org_id=gym.org_id)
    if notice_id is None:
        return None
    planned = [
        p
        for p in rules.channels_for(
            happening.kind,
            found.chosen,
            quiet=gym.quiet,
            zone=gym.zone,
            now=w.now,
            starts_at=happening.starts_at,
        )
        if p.channel in only and _leads_anywhere(w, p, found)
    ]
    _new_deliveries(w, gym.org_id, notice_id, key, planned)
    due = [p.not_before for p in planned if p.channel is not Channel.INBOX]
    return Told(notice_id, min(due, default=None))


@requires(Permission.USE_ACCOUNT)
def mark_read(w: Work, *, notice_id: UUID) -> int:
    """Mark one of the reader's notices as read; how many are left unread.

    Raises:
        NotFound: not the reader's.
    """
    row = w.session.execute(
        select(Notice).where(col(Notice.id) == notice_id, queries.mine(w))
    ).scalar()
    if row is None:
        raise NotFound
    row.read_at = row.read_at or w.now
    w.session.flush()
    return queries.unread_count(w)


@requires(Permission.USE_ACCOUNT)
def mark_all_read(w: Work) -> None:
    """Mark every notice of the reader in this gym as read."""
    w.session.execute(
        sa.update(Notice)
        .where(queries.mine(w), col(Notice.read_at).is_(None))
        .values(read_at=w.now, updated_at=w.now)
        .execution_options(synchronize_session=False)
    )


@requires(Permission.USE_ACCOUNT)
def set_preference(w: Work, *, group: NoticeGroup, channel: Channel, is_on: bool) -> None:
    """Turn a channel of a group on or off for the reader in this gym, as member and as user.

    Raises:
        Refusal: it cannot be turned off.
    """
    if rules.is_fixed(group, channel):
        raise Refusal(texts.ALWAYS_ON, field="is_on")
    for receiver in queries.readers(w):
        _choose(w, receiver, group, channel, is_on=is_on)
        w.publish(
            PreferenceChanged(about=_id_of(receiver), group=group, channel=channel, is_on=is_on)
        )


@requires(Permission.SEE_OWN)
def set_reminder(w: Work, *, wish: ReminderWish) -> None:
    """Choose when before a class the reader is reminded.

    Raises:
        Refusal: not one of the choices.
        Denied: not a member.
    """
    if w.actor.member_id is None:
        raise Denied
    values = _born(w) | {
        "org_id": w.actor.org_id,
        "member_id": w.actor.member_id,
        "hours": rules.checked_reminder(wish.hours),
        "evening_before": wish.evening_before,
    }
    w.hot(
        insert(_R)
        .values(values)
        .on_conflict_do_update(
            index_elements=["member_id"],
            set_={
                "hours": wish.hours,
                "evening_before": wish.evening_before,
                "updated_at": w.now,
            },
        )
    )
    w.publish(
        ReminderChanged(
            about=w.actor.member_id, hours=wish.hours, evening_before=wish.evening_before
        )
    )


@requires(Permission.USE_ACCOUNT)
def subscribe_push(w: Work, *, endpoint: str, p256dh: str, auth: str, device: str = "") -> UUID:
    """Let a browser of the reader take push notes; asking again renews it.

    A browser that was another user's is the reader's now: whoever sits at it.

    Raises:
        Refusal: no known push service, keys that are none, or too many browsers.
        Denied: nobody is signed in.
    """
    user_id = w.actor.user_id
    if user_id is None:
        raise Denied
    rehearsal = settings().environment is Environment.TEST
    if not is_push_service(endpoint, rehearsal=rehearsal) or not rules.are_keys(p256dh, auth):
        raise Refusal(texts.NOT_A_PUSH_SERVICE)
    count = select(sa.func.count()).select_from(PushSubscription)
    others = count.where(
        col(PushSubscription.user_id) == user_id, col(PushSubscription.endpoint) != endpoint
    )
    if int(w.session.execute(others).scalar_one()) >= rules.BROWSERS_MOST:
        raise Refusal(texts.TOO_MANY_BROWSERS)
    fresh = {
        "user_id": user_id,
        "p256dh": p256dh,
        "auth": auth,
        "device": rules.device_words(device),
        "lang": w.actor.lang.value,
        "failures": 0,
    }
    added = w.hot(
        insert(_P)
        .values(_born(w) | fresh | {"endpoint": endpoint})
        .on_conflict_do_update(index_elements=["endpoint"], set_=fresh | {"updated_at": w.now})
        .returning(_P.c.id, _P.c.created_at)
    ).one()
    if added.created_at == w.now:
        w.publish(BrowserAdded(about=added.id))
    return UUID(str(added.id))


@requires(Permission.USE_ACCOUNT)
def unsubscribe_push(w: Work, *, endpoint: str) -> bool:
    """Let a browser of the reader take no more push notes; False when it was none of theirs."""
    gone = w.hot(
        sa.delete(_P)
        .where(_P.c.endpoint == endpoint, _P.c.user_id == w.actor.user_id)
        .returning(_P.c.id)
    ).scalar()
    if gone is not None:
        w.publish(BrowserRemoved(about=gone))
    return gone is not None


@requires(Permission.USE_ACCOUNT)
def remove_browser(w: Work, *, browser_id: UUID) -> None:
    """Let another browser of the reader take no more push notes.

    Raises:
        NotFound: none of theirs.
    """
    mine = w.hot(
        sa.delete(_P)
        .where(_P.c.id == browser_id, _P.c.user_id == w.actor.user_id)
        .returning(_P.c.id)
    )
    if mine.first() is None:
        raise NotFound
    w.publish(BrowserRemoved(about=browser_id))


@internal
def stop_letters(w: Work, receiver: Receiver, *, group: NoticeGroup) -> None:
    """Turn letters of a group off for whoever held the link; what waits is not sent either.

    Raises:
        Refusal: they cannot be turned off.
    """
    if rules.is_fixed(group, Channel.EMAIL):
        raise Refusal(texts.ALWAYS_ON)
    _choose(w, receiver, group, Channel.EMAIL, is_on=False)
    kinds = [kind for kind, its in rules.GROUP.items() if its is group]
    whose = (
        _N.c.member_id == receiver.member_id
        if receiver.member_id
        else _N.c.user_id == receiver.user_id
    )
    notices = sa.select(_N.c.id).where(whose, _N.c.kind.in_(kinds))
    w.hot(
        sa.update(_D)
        .where(_D.c.notice_id.in_(notices), _D.c.channel == Channel.EMAIL, _D.c.state.in_(_OPEN))
        .values(state=DeliveryState.FAILED, reason="unsubscribed", updated_at=w.now)
    )
    w.publish(Unsubscribed(about=_id_of(receiver), group=group))


@internal
def take_on(w: Work, *, limit: int) -> tuple[UUID, ...]:
    """Claim deliveries that are due, the longest waiting first; of all gyms in a Work over all.

    A claim ends by itself: who dies with one leaves it to the next after some minutes.
    """
    due = (
        sa.select(_D.c.id)
        .where(_D.c.state.in_(_OPEN), _D.c.not_before <= w.now)
        .order_by(_D.c.not_before)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = w.hot(
        sa.update(_D)
        .where(_D.c.id.in_(due.scalar_subquery()))
        .values(attempts=_D.c.attempts + 1, not_before=w.now + rules.CLAIM, updated_at=w.now)
        .returning(_D.c.id)
    )
    return tuple(taken.scalars())


@internal
def record_sent(w: Work, *, delivery_id: UUID, attempt: int) -> None:
    """The delivery arrived at the next server."""
    _settle(
        w,
        delivery_id,
        attempt,
        {"state": DeliveryState.SENT, "sent_at": w.now, "reason": ""},
    )


@internal
def record_later(
    w: Work, *, delivery_id: UUID, attempt: int, again_at: datetime | None, reason: str
) -> None:
    """The delivery failed for now: try again at a moment, or lay it to rest."""
    values: dict[str, Any] = {"reason": reason, "state": DeliveryState.FAILED}
    if again_at is not None:
        values = {"reason": reason, "not_before": again_at, "state": DeliveryState.WAITING}
    _settle(w, delivery_id, attempt, values)


@internal
def record_gone(
    w: Work, *, delivery_id: UUID, attempt: int, receiver: Receiver | None, reason: str
) -> None:
    """The address is dead; publishes AddressDied, so that the desk can ask for a new one."""
    values = {"state": DeliveryState.GONE, "reason": reason}
    row = _settle(w, delivery_id, attempt, values)
    if row is None or receiver is None or row.channel is not Channel.EMAIL or not w.actor.org_id:
        return
    w.publish(
        AddressDied(
            about=row.notice_id,
            channel=Channel.EMAIL,
            member_id=receiver.member_id,
            user_id=receiver.user_id,
        )
    )


@internal
def record_browser(w: Work, *, browser_id: UUID, is_ok: bool | None) -> None:
    """How a browser took a note: well, not now, or never again (None), when it is forgotten."""
    mine = _P.c.id == browser_id
    if is_ok is None:
        w.hot(sa.delete(_P).where(mine))
    elif is_ok:
        w.hot(sa.update(_P).where(mine).values(last_ok_at=w.now, failures=0, updated_at=w.now))
    else:
        w.hot(sa.update(_P).where(mine).values(failures=_P.c.failures + 1, updated_at=w.now))


def _born(w: Work) -> dict[str, Any]:
    return {"id": new_id(), "created_at": w.now, "updated_at": w.now}


def _id_of(receiver: Receiver) -> UUID:
    found = receiver.member_id or receiver.user_id
    assert found is not None  # noqa: S101  # a receiver is one of the two
    return found


def _new_notice(
    w: Work, receiver: Receiver, happening: Happening, *, key: str, org_id: UUID
) -> UUID | None:
    values = _born(w) | {
        "org_id": org_id,
        "member_id": receiver.member_id,
        "user_id": receiver.user_id,
        "kind": happening.kind,
        "about": happening.about,
        "facts": dict(happening.facts),
        "path": happening.path,
        "starts_at": happening.starts_at,
        "key": key,
    }
    made = w.hot(insert(_N).values(values).on_conflict_do_nothing().returning(_N.c.id)).scalar()
    return None if made is None else UUID(str(made))


def _leads_anywhere(w: Work, planned: Planned, found: queries.Reach) -> bool:
    match planned.channel:
        case Channel.EMAIL:
            return bool(found.email)
        case Channel.PUSH:
            return bool(queries.browsers_of(w, found.user_id))
    return True


def _new_deliveries(
    w: Work, org_id: UUID, notice_id: UUID, key: str, planned: list[Planned]
) -> None:
    rows = []
    for p in planned:
        at_once = p.channel is Channel.INBOX
        state = DeliveryState.HELD if p.is_held else DeliveryState.WAITING
        rows.append(
            _born(w)
            | {
                "org_id": org_id,
                "notice_id": notice_id,
                "channel": p.channel,
                "state": DeliveryState.SENT if at_once else state,
                "not_before": p.not_before,
                "attempts": 0,
                "key": f"{key}:{p.channel}",
                "sent_at": w.now if at_once else None,
                "reason": "",
            }
        )
    if rows:
        w.hot(sa.insert(_D), rows)


def _choose(
    w: Work, receiver: Receiver, group: NoticeGroup, channel: Channel, *, is_on: bool
) -> None:
    values = _born(w) | {
        "org_id": w.actor.org_id,
        "member_id": receiver.member_id,
        "user_id": receiver.user_id,
        "group": group,
        "channel": channel,
        "is_on": is_on,
    }
    w.hot(
        insert(_C)
        .values(values)
        .on_conflict_do_update(
            index_elements=["org_id", "member_id", "user_id", "group", "channel"],
            set_={"is_on": is_on, "updated_at": w.now},
        )
    )


def _settle(w: Work, delivery_id: UUID, attempt: int, values: dict[str, Any]) -> Delivery | None:
    """Write an outcome, unless the claim has passed to somebody else meanwhile."""
    settled = w.hot(
        sa.update(_D)
        .where(_D.c.id == delivery_id, _D.c.attempts == attempt, _D.c.state.in_(_OPEN))
        .values(values | {"updated_at": w.now})
        .returning(_D.c.id)
    ).first()
    return None if settled is None else w.get(Delivery, delivery_id)
