"""A member's places and lines around a class, in one round trip."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from fitkit.core.i18n import Text
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.booking.rules import (
    MyPlace,
    MyWait,
    MyWeek,
    WaitState,
)
from fitkit.features.booking.tables import Booking, WaitlistEntry
from fitkit.features.class_types.tables import ClassType
from fitkit.features.scheduling.tables import ClassSession

PLACES = columns(Booking)
ENTRIES = columns(WaitlistEntry)
SESSIONS = columns(ClassSession)
TYPES = columns(ClassType)
_AROUND: Final = timedelta(days=1)  # a class of the night before may still be on
MEMBER = sa.bindparam("member", type_=PLACES.c.member_id.type)
_IN_SPAN = (
    SESSIONS.c.starts_at >= sa.bindparam("begins", type_=SESSIONS.c.starts_at.type),
    SESSIONS.c.starts_at < sa.bindparam("ends", type_=SESSIONS.c.starts_at.type),
)
_AHEAD = ENTRIES.alias("ahead")
_RANK = (
    sa.select(sa.func.count())
    .where(
        _AHEAD.c.session_id == ENTRIES.c.session_id,
        _AHEAD.c.state == WaitState.WAITING,
        _AHEAD.c.number <= ENTRIES.c.number,
    )
    .scalar_subquery()
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
)
_WAIT_COLUMNS = (ENTRIES.c.notice_minutes, ENTRIES.c.offer_until, ENTRIES.c.passed_over_at)
_MY_PLACES = (
    sa.select(
        *PLACE_COLUMNS,
        sa.cast(sa.null(), sa.Integer).label("position"),
        *(sa.cast(sa.null(), c.type).label(c.name) for c in _WAIT_COLUMNS),
    )
    .join(SESSIONS, SESSIONS.c.id == PLACES.c.session_id)
    .join(TYPES, TYPES.c.id == SESSIONS.c.class_type_id)
    .where(PLACES.c.member_id == MEMBER, *_IN_SPAN)
)
_NULLS = [sa.cast(sa.null(), c.type) for c in PLACE_COLUMNS[2:]]
_MY_WAITS = (
    sa.select(ENTRIES.c.id, ENTRIES.c.session_id, *_NULLS, _RANK.label("position"), *_WAIT_COLUMNS)
    .join(SESSIONS, SESSIONS.c.id == ENTRIES.c.session_id)
    .where(ENTRIES.c.member_id == MEMBER, ENTRIES.c.state == WaitState.WAITING, *_IN_SPAN)
)
# Binds: member, begins, ends. A member's places and lines of a few days, in one round trip: half
# of every booking's desk.
_MINE: Final = sa.union_all(_MY_PLACES, _MY_WAITS)


def my_week(w: Work, member_id: UUID, begins: datetime, ends: datetime) -> MyWeek:
    rows = w.hot(
        _MINE, {"member": member_id, "begins": begins - _AROUND, "ends": ends + _AROUND}
    ).all()
    return MyWeek(
        tuple(place_of(row) for row in rows if row.position is None),
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
    )


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
    )
