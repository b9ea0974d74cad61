"""A secret address for one's own calendar: made, replaced, revoked."""

from uuid import UUID

import sqlalchemy as sa

from fitkit.core import crypto
from fitkit.core.errors import Denied, Refusal
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.calendars import queries
from fitkit.features.calendars.events import FeedOpened, FeedRevoked
from fitkit.features.calendars.rules import FeedOf
from fitkit.features.calendars.tables import CalendarFeed, CalendarKey
from fitkit.texts import calendars as texts

_K = columns(CalendarKey)
_END_KEYS = (
    sa.update(_K)
    .where(_K.c.feed_id == sa.bindparam("feed"), _K.c.revoked_at.is_(None))
    .values(
        revoked_at=sa.bindparam("at", type_=_K.c.revoked_at.type),
        updated_at=sa.bindparam("at", type_=_K.c.updated_at.type),
    )
)


@requires(Permission.USE_ACCOUNT)
def open_feed(w: Work, *, of: FeedOf) -> str:
    """Make an address for the actor's own classes and return its secret. Publishes FeedOpened.

    Raises:
        Refusal: there is one already.
        Denied: the actor is no such person in this gym.
    """
    who = _own(w, of)
    if queries.live(w, of, who) is not None:
        raise Refusal(texts.HAS_ONE)
    return _open(w, of, who)


@requires(Permission.USE_ACCOUNT)
def renew(w: Work, *, of: FeedOf) -> str:
    """Replace the address by another and return its secret. Publishes FeedRevoked and FeedOpened.

    Raises:
        Refusal: there is none.
        Denied: the actor is no such person in this gym.
    """
    who = _own(w, of)
    _revoke(w, of, who)
    return _open(w, of, who)


@requires(Permission.USE_ACCOUNT)
def revoke(w: Work, *, of: FeedOf) -> None:
    """End the address at once. Publishes FeedRevoked.

    Raises:
        Refusal: there is none.
        Denied: the actor is no such person in this gym.
    """
    _revoke(w, of, _own(w, of))


@internal
def note_reading(w: Work, *, feed_id: UUID) -> None:
    """Keep when a calendar came last."""
    w.get(CalendarFeed, feed_id).last_read_at = w.now


def _own(w: Work, of: FeedOf) -> UUID:
    who = queries.person(w, of)
    if who is None:
        raise Denied
    return who


def _open(w: Work, of: FeedOf, who: UUID) -> str:
    token = crypto.new_token()
    is_member = of is FeedOf.MEMBER
    feed = CalendarFeed(
        member_id=who if is_member else None, staff_id=None if is_member else who, token_sealed=""
    )
    feed.token_sealed = crypto.seal(token, queries.sealed_to(feed.id))
    w.add(feed)
    w.session.flush()
    if w.actor.org_id is None:
        raise Denied
    w.add(CalendarKey(token_hash=crypto.digest(token), feed_id=feed.id, gym_id=w.actor.org_id))
    w.publish(FeedOpened(about=feed.id, member_id=feed.member_id, staff_id=feed.staff_id))
    return token


def _revoke(w: Work, of: FeedOf, who: UUID) -> None:
    feed = queries.live(w, of, who)
    if feed is None:
        raise Refusal(texts.HAS_NONE)
    feed.revoked_at = w.now
    w.hot(_END_KEYS, {"feed": feed.id, "at": w.now})
    w.publish(FeedRevoked(about=feed.id, member_id=feed.member_id, staff_id=feed.staff_id))
