"""Reads of the timetable: classes, and the slots that yield them."""

from fitkit.features.scheduling.queries.sessions import (
    SessionView,
    between,
    by_id,
    day_of_coach,
    day_of_gym,
    hold_session,
    is_begun,
    names,
    not_over,
    one,
    series,
    session,
    standing_at,
    week,
)
from fitkit.features.scheduling.queries.slots import SlotSession, sessions_of_slot

__all__ = [
    "SessionView",
    "SlotSession",
    "between",
    "by_id",
    "day_of_coach",
    "day_of_gym",
    "hold_session",
    "is_begun",
    "names",
    "not_over",
    "one",
    "series",
    "session",
    "sessions_of_slot",
    "standing_at",
    "week",
]
