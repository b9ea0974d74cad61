"""The trail of a gym, of the platform, and what it can be filtered by."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.errors import Refusal
from fitkit.core.events import EventLog, PlatformLog
from fitkit.core.paging import BAD_CURSOR, PAGE, Page, cursor, keys
from fitkit.core.permissions import Permission, requires
from fitkit.core.scan import distinct_values
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.audit import rules
from fitkit.features.identity.tables import User

Log = type[EventLog] | type[PlatformLog]


@dataclass(frozen=True, slots=True)
class TrailView:
    """One event, as it may be shown."""

    id: UUID
    at: datetime  # UTC
    name: str  # booking.made
    about: UUID
    actor_user_id: UUID | None  # None: FitKit itself
    actor_name: str  # empty: FitKit itself, or a user who was removed
    ip: str | None
    reason: str | None  # why the platform acted here
    facts: dict[str, Any]  # Any: JSON values; redacted


@dataclass(frozen=True, slots=True)
class ActorView:
    """Somebody who stands in the trail."""

    user_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class KindView:
    """A kind of event that has happened here."""

    name: str
    group: str


@requires(Permission.SEE_AUDIT)
def trail(
    w: Work,
    *,
    actor_user_id: UUID | None = None,
    about: UUID | None = None,
    kind: str = "",
    from_day: date | None = None,
    to_day: date | None = None,
    after: str | None = None,
    limit: int = PAGE,
) -> Page[TrailView]:
    """The gym's events, newest first.

    Args:
        w: the transaction.
        actor_user_id: only what this user did.
        about: only what is about this row, or names it among its facts.
        kind: only this kind (``booking.made``) or this group (``booking``); empty for all.
        from_day: first day, in the gym's zone.
        to_day: last day, included.
        after: the cursor of the page before.
        limit: rows of a page, 1 to 200.

    Raises:
        Refusal: days reversed, no such kind, or a cursor that is none.
    """
    return _trail(
        w,
        EventLog,
        actor_user_id=actor_user_id,
        about=about,
        kind=kind,
        days=(from_day, to_day),
        after=after,
        limit=limit,
    )


@requires(Permission.RUN_PLATFORM)
def platform_trail(
    w: Work,
    *,
    actor_user_id: UUID | None = None,
    about: UUID | None = None,
    kind: str = "",
    from_day: date | None = None,
    to_day: date | None = None,
    after: str | None = None,
    limit: int = PAGE,
) -> Page[TrailView]:
    """Events outside any gym (sign-ins, the platform's own work), newest first; as ``trail``."""
    return _trail(
        w,
        PlatformLog,
        actor_user_id=actor_user_id,
        about=about,
        kind=kind,
        days=(from_day, to_day),
        after=after,
        limit=limit,
    )


_LOG: Final = columns(EventLog)
_KINDS: Final = distinct_values("event_log", "name", of_gym=True)
_ACTORS: Final = distinct_values("event_log", "actor_user_id", of_gym=True)
_PLATFORM_KINDS: Final = distinct_values("platform_log", "name", of_gym=False)


@requires(Permission.SEE_AUDIT)
def kinds(w: Work) -> tuple[KindView, ...]:
    """Kinds of events that have happened in the gym, by name."""
    return tuple(KindView(name, rules.group_of(name)) for name in _kinds(w, EventLog))


@requires(Permission.RUN_PLATFORM)
def platform_kinds(w: Work) -> tuple[KindView, ...]:
    """Kinds of events that have happened outside any gym, by name."""
    return tuple(KindView(name, rules.group_of(name)) for name in _kinds(w, PlatformLog))


@requires(Permission.SEE_AUDIT)
def actors(w: Work) -> tuple[ActorView, ...]:
    """Users who stand in the gym's trail, by name; those who were removed have none and come first."""
    ids = list(w.hot(_ACTORS, {"org_id": w.actor.org_id}).scalars())
    named = _names(w, set(ids))
    found = [ActorView(user_id, named.get(user_id, "")) for user_id in ids]
    return tuple(sorted(found, key=lambda a: (a.name, str(a.user_id))))


@requires(Permission.SEE_OVERVIEW)
def done_by_people(w: Work, *, names: Collection[str]) -> frozenset[str]:
    """Which kinds of events somebody, and not FitKit by itself, has ever made here."""
    log = _LOG
    found = [
        sa.select(sa.literal(name).label("name")).where(
            sa.exists().where(
                log.c.org_id == w.actor.org_id,
                log.c.name == name,
                log.c.actor_user_id.is_not(None),
            )
        )
        for name in names
    ]
    return frozenset(w.hot(sa.union_all(*found)).scalars()) if found else frozenset()


def _trail(
    w: Work,
    log: Log,
    *,
    actor_user_id: UUID | None,
    about: UUID | None,
    kind: str,
    days: tuple[date | None, date | None],
    after: str | None,
    limit: int,
) -> Page[TrailView]:
    limit = min(max(limit, 1), rules.PAGE_MOST)
    query = select(log).order_by(col(log.id).desc()).limit(limit + 1)
    for condition in _conditions(w, log, actor_user_id, about, kind, days):
        query = query.where(condition)
    if after is not None:
        query = query.where(col(log.id) < _place(after))
    rows: list[Any] = list(w.session.execute(query).scalars())  # Any: of one of two logs
    named = _names(w, {r.actor_user_id for r in rows if r.actor_user_id})
    page = rows[:limit]
    more = cursor(str(page[-1].id)) if len(rows) > limit else None
    return Page(tuple(_view(r, named) for r in page), more)


def _conditions(
    w: Work,
    log: Log,
    actor_user_id: UUID | None,
    about: UUID | None,
    kind: str,
    days: tuple[date | None, date | None],
) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    begin, end = rules.period(*days, w.actor.zone)
    if begin is not None:
        found.append(col(log.created_at) >= begin)
    if end is not None:
        found.append(col(log.created_at) < end)
    if actor_user_id is not None:
        found.append(col(log.actor_user_id) == actor_user_id)
    if about is not None:
        found.append(_concerns(log, about))
    if kind:
        found.append(col(log.name).in_(_of_kind(w, log, rules.checked_kind(kind))))
    return found


def _of_kind(w: Work, log: Log, kind: str) -> list[str]:
    """The kind itself, or those of its group that have happened: each is one range of the index."""
    if "." in kind:
        return [kind]
    return [name for name in _kinds(w, log) if rules.group_of(name) == kind]


def _kinds(w: Work, log: Log) -> list[str]:
    if log is PlatformLog:
        return list(w.hot(_PLATFORM_KINDS).scalars())
    return list(w.hot(_KINDS, {"org_id": w.actor.org_id}).scalars())


def _concerns(log: Log, about: UUID) -> sa.ColumnElement[bool]:
    facts = col(log.facts)
    named = [
        facts.contains({key: str(about)})
        for key in ("member_id", "session_id", "staff_id", "user_id", "plan_id")
    ]
    return sa.or_(col(log.about) == about, *named)


def _place(after: str) -> UUID:
    try:
        return UUID(keys(after, 1)[0])
    except ValueError:
        raise Refusal(BAD_CURSOR) from None


def _names(w: Work, user_ids: set[UUID]) -> dict[UUID, str]:
    if not user_ids:
        return {}
    query = select(User.id, User.name).where(col(User.id).in_(user_ids))
    return {row.id: row.name for row in w.session.execute(query)}


def _view(row: EventLog | PlatformLog, named: dict[UUID, str]) -> TrailView:
    return TrailView(
        id=row.id,
        at=row.created_at,
        name=row.name,
        about=row.about,
        actor_user_id=row.actor_user_id,
        actor_name=named.get(row.actor_user_id, "") if row.actor_user_id else "",
        ip=row.ip,
        reason=row.reason,
        facts=rules.redacted(row.facts),
    )
