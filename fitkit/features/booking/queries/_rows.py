"""A member's places and lines around a class, in one round trip."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from fitkit.core.i18n import Text
from fitkit.core.money import Money
from fitkit.core.tables import JSON, columns, json_object
from fitkit.core.work import Work
from fitkit.features.booking.rules import (
    BookingStatus,
    Me,
    MyPlace,
    MyWait,
    MyWeek,
    TrialOffer,
    WaitState,
)
from fitkit.features.booking.tables import Booking, GuestPlace, WaitlistEntry
from fitkit.features.class_types.rules import Policy
from fitkit.features.class_types.tables import ClassType
from fitkit.features.members.rules import FormKind, MemberStatus
from fitkit.features.members.tables import Member, MemberForm
from fitkit.features.penalties import queries as penalties
from fitkit.features.plans.rules import PlanKind
from fitkit.features.plans.tables import Plan, PlanClassType
from fitkit.features.scheduling.tables import ClassSession
from fitkit.features.subscriptions.tables import Subscription

PLACES = columns(Booking)
ENTRIES = columns(WaitlistEntry).alias("e")
_G = columns(GuestPlace).alias("g")
# Short names: psycopg keeps the translation of a statement of up to 4,096 characters.
SESSIONS = columns(ClassSession).alias("s")
TYPES = columns(ClassType).alias("t")
_M = columns(Member).alias("m")
_F = columns(MemberForm).alias("f")
_P = columns(Plan).alias("p")
_T = columns(PlanClassType).alias("pt")
_U = columns(Subscription).alias("u")
_AROUND: Final = timedelta(days=1)  # a class of the night before may still be on
MEMBER = sa.bindparam("member", type_=PLACES.c.member_id.type)
_IN_SPAN = (
    SESSIONS.c.starts_at >= sa.bindparam("begins", type_=SESSIONS.c.starts_at.type),
    SESSIONS.c.starts_at < sa.bindparam("ends", type_=SESSIONS.c.starts_at.type),
)
_AHEAD = columns(WaitlistEntry).alias("ahead")
_RANK = (
    sa.select(sa.func.count())
    .where(
        _AHEAD.c.session_id == ENTRIES.c.session_id,
        _AHEAD.c.state == WaitState.WAITING,
        _AHEAD.c.number <= ENTRIES.c.number,
    )
    .scalar_subquery()
)
_GUESTS = (
    sa.select(sa.func.count())
    .where(
        _G.c.member_id == PLACES.c.member_id,
        _G.c.session_id == PLACES.c.session_id,
        _G.c.status == BookingStatus.BOOKED,
    )
    .correlate(PLACES)
)
PLACE_COLUMNS = (
    PLACES.c.id,
    PLACES.c.session_id,
    TYPES.c.name_he,
    TYPES.c.name_en,
    SESSIONS.c.starts_at,
    SESSIONS.c.ends_at,
    SESSIONS.c.status.label("session_status"),
    PLACES.c.subscription_id,
    PLACES.c.entry_taken,
    PLACES.c.status,
    PLACES.c.via,
    PLACES.c.booked_at,
    PLACES.c.cancelled_by,
    PLACES.c.attendance,
    SESSIONS.c.class_type_id,
    TYPES.c.policy,
    PLACES.c.swapped_from_id,
    _GUESTS.where(_G.c.entry_taken).scalar_subquery().label("guest_entries"),
    _GUESTS.scalar_subquery().label("guests"),
    SESSIONS.c.moved_at,
)
_WAIT_COLUMNS = (ENTRIES.c.notice_minutes, ENTRIES.c.offer_until, ENTRIES.c.passed_over_at)
_NO_WAIT = (
    sa.cast(sa.null(), sa.Integer).label("position"),
    *(sa.cast(sa.null(), c.type).label(c.name) for c in _WAIT_COLUMNS),
)
_NO_ME: sa.ColumnElement[Any] = sa.literal_column("null").label("me")
_MY_PLACES = (
    sa.select(*PLACE_COLUMNS, *_NO_WAIT, sa.cast(sa.null(), JSON).label("me"))
    .join(SESSIONS, SESSIONS.c.id == PLACES.c.session_id)
    .join(TYPES, TYPES.c.id == SESSIONS.c.class_type_id)
    .where(
        PLACES.c.member_id == MEMBER,
        sa.or_(
            sa.and_(*_IN_SPAN),
            sa.and_(
                PLACES.c.status == BookingStatus.BOOKED,
                SESSIONS.c.starts_at > sa.bindparam("now", type_=SESSIONS.c.starts_at.type),
            ),
        ),
    )
)
_NULL: sa.ColumnElement[Any] = sa.literal_column("null")  # Any: of the type of the first part
_NULLS = [_NULL] * len(PLACE_COLUMNS[2:])
_MY_WAITS = (
    sa.select(
        ENTRIES.c.id,
        ENTRIES.c.session_id,
        *_NULLS,
        _RANK.label("position"),
        *_WAIT_COLUMNS,
        _NO_ME,
    )
    .join(SESSIONS, SESSIONS.c.id == ENTRIES.c.session_id)
    .where(ENTRIES.c.member_id == MEMBER, ENTRIES.c.state == WaitState.WAITING, *_IN_SPAN)
)
# What the gym sells as a trial; looked for only where it may be theirs.
_TRIAL = (
    sa.select(
        json_object(
            plan_id=_P.c.id,
            agorot=_P.c.price_agorot,
            days=_P.c.valid_days,
            types=sa.select(sa.func.jsonb_agg(_T.c.class_type_id))
            .where(_T.c.plan_id == _P.c.id)
            .scalar_subquery(),
            places=_P.c.location_ids,
        )
    )
    .where(_P.c.kind == PlanKind.TRIAL, _P.c.retired_at.is_(None), _P.c.is_private.is_(False))
    .order_by(_P.c.position, _P.c.id)
    .limit(1)
    .scalar_subquery()
)
_EVER_HELD_ONE = sa.exists().where(_U.c.member_id == MEMBER)
_ME = sa.select(
    _M.c.id,
    _NULL,
    *_NULLS,
    *([_NULL] * len(_NO_WAIT)),
    json_object(
        born_on=_M.c.birth_date,
        forms=sa.select(sa.func.jsonb_agg(sa.func.jsonb_build_array(_F.c.kind, _F.c.good_until)))
        .where(_F.c.member_id == MEMBER, _F.c.withdrawn_at.is_(None))
        .scalar_subquery(),
        record=penalties.RECORD_JSON,
        status=_M.c.status,
        trial=sa.case((_EVER_HELD_ONE, sa.null()), else_=_TRIAL),
    ).label("me"),
).where(_M.c.id == MEMBER)
# Binds: member, begins, ends, now, and those of the record. A member, their places and lines of a few days, and the places
# ahead, in one round trip: half of every booking's desk.
_MINE: Final = sa.union_all(_MY_PLACES, _MY_WAITS, _ME)


def my_week(w: Work, member_id: UUID, begins: datetime, ends: datetime) -> MyWeek:
    """A member, with their places and lines of a span and a day on either side, and all ahead."""
    binds = {
        "member": member_id,
        "begins": begins - _AROUND,
        "ends": ends + _AROUND,
        "now": w.now,
        **penalties.record_binds(w, member_id),
    }
    rows = w.hot(_MINE, binds).all()
    mine = next((row for row in rows if row.me is not None), None)
    return MyWeek(
        _marked((row for row in rows if row.position is None and row.me is None), w.now),
        tuple(
            MyWait(
                row.id,
                row.session_id,
                row.position,
                row.notice_minutes,
                row.offer_until,
                was_passed_over=row.passed_over_at is not None,
            )
            for row in rows
            if row.position is not None
        ),
        Me() if mine is None else _me(mine.me, w.now),
    )


def _marked(
    rows: Iterable[Any], now: datetime
) -> tuple[MyPlace, ...]:  # Any: rows of PLACE_COLUMNS
    """Places with what only the others and the clock say of them."""
    seen: set[UUID] = set()
    places = []
    for row in sorted(rows, key=lambda r: (r.booked_at, r.id)):
        again = row.session_id in seen
        seen.add(row.session_id)
        places.append(replace(place_of(row), is_ahead=row.starts_at > now, is_again=again))
    return tuple(places)


def _me(kept: Mapping[str, Any], now: datetime) -> Me:  # Any: what the statement built
    record = penalties.record(kept["record"])
    until = record.blocked_until
    return Me(
        born_on=_date(kept["born_on"]),
        forms=_best(kept["forms"] or ()),
        blocked_until=until if until is not None and until > now else None,
        trial=_trial(kept["trial"]) if kept["trial"] else None,
        is_past_due=kept["status"] == MemberStatus.PAST_DUE,
        record=record,
    )


def _best(forms: Iterable[tuple[str, str | None]]) -> dict[FormKind, date | None]:
    """Each kind with the last day of the best of its forms; None: for good."""
    best: dict[FormKind, date | None] = {}
    for kind, until in forms:
        key = FormKind(kind)
        best[key] = _later(best.get(key, date.min), _date(until))
    return best


def _later(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else max(one, other)


def _trial(kept: Mapping[str, Any]) -> TrialOffer:  # Any: what the statement built
    return TrialOffer(
        UUID(kept["plan_id"]),
        Money(kept["agorot"]),
        kept["days"],
        tuple(UUID(each) for each in kept["types"] or ()),
        tuple(UUID(each) for each in kept["places"] or ()),
    )


def _date(kept: str | None) -> date | None:
    return None if kept is None else date.fromisoformat(kept)


def place_of(row: Any) -> MyPlace:  # Any: a row of PLACE_COLUMNS
    return MyPlace(
        row.id,
        row.session_id,
        Text(row.name_he, row.name_en),
        row.starts_at,
        row.ends_at,
        row.session_status,
        row.subscription_id,
        row.entry_taken,
        row.status,
        row.via,
        row.booked_at,
        row.cancelled_by,
        row.attendance,
        row.class_type_id,
        Policy.of(row.policy),
        is_swap=row.swapped_from_id is not None,
        guest_entries=row.guest_entries,
        guests=row.guests,
        moved_at=row.moved_at,
    )
