"""Places change hands: book, cancel, wait, promote, check in."""

from fitkit.features.booking.actions.attendance import (
    AttendanceReceipt,
    check_in,
    clear_attendance,
    close_attendance,
    mark_no_show,
)
from fitkit.features.booking.actions.line import (
    accept_offer,
    decline_offer,
    expire_offers,
    fill_places,
    leave_waitlist,
    places_added,
    set_notice,
)
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
    "accept_offer",
    "book",
    "cancel",
    "check_in",
    "classes_to_release",
    "clear_attendance",
    "close_attendance",
    "decline_offer",
    "expire_offers",
    "fill_places",
    "leave_waitlist",
    "mark_no_show",
    "places_added",
    "record_past",
    "release_archived",
    "release_places",
    "release_unpaid",
    "set_notice",
    "undo_cancel",
]
