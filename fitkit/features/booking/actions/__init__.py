"""Places change hands: book, cancel, wait, promote, check in."""

from fitkit.features.booking.actions.attendance import (
    AttendanceReceipt,
    check_in,
    clear_attendance,
    close_attendance,
    mark_no_show,
)
from fitkit.features.booking.actions.line import fill_places, leave_waitlist
from fitkit.features.booking.actions.past import PastPlace, record_past
from fitkit.features.booking.actions.places import (
    BookingReceipt,
    CancellationReceipt,
    book,
    cancel,
    undo_cancel,
)
from fitkit.features.booking.actions.release import (
    classes_to_release,
    release_archived,
    release_places,
    release_unpaid,
)

__all__ = [
    "AttendanceReceipt",
    "BookingReceipt",
    "CancellationReceipt",
    "PastPlace",
    "book",
    "cancel",
    "check_in",
    "classes_to_release",
    "clear_attendance",
    "close_attendance",
    "fill_places",
    "leave_waitlist",
    "mark_no_show",
    "record_past",
    "release_archived",
    "release_places",
    "release_unpaid",
    "undo_cancel",
]
