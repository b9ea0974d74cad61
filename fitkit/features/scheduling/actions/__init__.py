"""Changes of the timetable: single classes, and the slots that yield them."""

from fitkit.features.scheduling.actions.sessions import (
    NUMBER_TAKEN,
    PLACE_TAKEN,
    PastSession,
    Published,
    cancel_session,
    change_session,
    give_back,
    give_to_coach,
    mark_attendance_taken,
    publish,
    publish_past,
    publish_weekly,
    restore_session,
    set_note,
    withdraw,
)

__all__ = [
    "NUMBER_TAKEN",
    "PLACE_TAKEN",
    "PastSession",
    "Published",
    "cancel_session",
    "change_session",
    "give_back",
    "give_to_coach",
    "mark_attendance_taken",
    "publish",
    "publish_past",
    "publish_weekly",
    "restore_session",
    "set_note",
    "withdraw",
]
