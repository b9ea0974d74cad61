"""Places change hands: book, cancel, wait, promote, check in."""

from fitkit.features.booking.actions.attendance import (
    AttendanceReceipt,
    check_in,
    check_in_guest,
    clear_attendance,
    clear_guest,
    close_attendance,
    excuse_no_show,
    mark_no_show,
    reopen_attendance,
)
from fitkit.features.booking.actions.excuses import excuse
from fitkit.features.booking.actions.guests import (
    GuestCancellationReceipt,
    GuestReceipt,
    bring_guest,
    cancel_guest,
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
from fitkit.features.booking.actions.moving import move_places
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
    release_frozen,
    release_places,
    release_standing,
    release_uncovered,
    release_unpaid,
)
from fitkit.features.booking.actions.retake import RetakeReceipt, retake_places
from fitkit.features.booking.actions.ways import (
    WalkInReceipt,
    book_standing,
    book_trial,
    swap,
    undo_walk_in,
    walk_in,
)

__all__ = [
    "AttendanceReceipt",
    "BookingReceipt",
    "CancellationReceipt",
    "GuestCancellationReceipt",
    "GuestReceipt",
    "PastPlace",
    "RetakeReceipt",
    "WalkInReceipt",
    "accept_offer",
    "book",
    "book_standing",
    "book_trial",
    "bring_guest",
    "cancel",
    "cancel_guest",
    "check_in",
    "check_in_guest",
    "classes_to_release",
    "clear_attendance",
    "clear_guest",
    "close_attendance",
    "decline_offer",
    "excuse",
    "excuse_no_show",
    "expire_offers",
    "fill_places",
    "leave_waitlist",
    "mark_no_show",
    "move_places",
    "places_added",
    "record_past",
    "release_archived",
    "release_frozen",
    "release_places",
    "release_standing",
    "release_uncovered",
    "release_unpaid",
    "reopen_attendance",
    "retake_places",
    "set_notice",
    "swap",
    "undo_cancel",
    "undo_walk_in",
    "walk_in",
]
