"""Changes of the timetable: single classes, the slots that yield them, many at once."""

from fitkit.features.scheduling.actions._apply import (
    Applied,
)
from fitkit.features.scheduling.actions.batches import (
    Undone,
    apply,
    confirm_closures,
    undo_batch,
)
from fitkit.features.scheduling.actions.generation import (
    generate,
    make_up_for,
)
from fitkit.features.scheduling.actions.sessions import (
    NUMBER_TAKEN,
    PLACE_TAKEN,
    Changed,
    PastSession,
    Published,
    cancel_session,
    change_session,
    give_back,
    give_to_coach,
    mark_attendance_open,
    mark_attendance_taken,
    publish,
    publish_past,
    publish_weekly,
    restore_session,
    set_note,
    withdraw,
)
from fitkit.features.scheduling.actions.slots import (
    Added,
    add_slot,
    change_slot,
    end_slot,
)

__all__ = [
    "NUMBER_TAKEN",
    "PLACE_TAKEN",
    "Added",
    "Applied",
    "Changed",
    "PastSession",
    "Published",
    "Undone",
    "add_slot",
    "apply",
    "cancel_session",
    "change_session",
    "change_slot",
    "confirm_closures",
    "end_slot",
    "generate",
    "give_back",
    "give_to_coach",
    "make_up_for",
    "mark_attendance_open",
    "mark_attendance_taken",
    "publish",
    "publish_past",
    "publish_weekly",
    "restore_session",
    "set_note",
    "undo_batch",
    "withdraw",
]
