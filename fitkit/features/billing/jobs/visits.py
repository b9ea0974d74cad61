"""What is owed for visits follows their places."""

from fitkit.core.jobs import on
from fitkit.core.money import Money
from fitkit.core.work import Work
from fitkit.features.billing.actions import visits
from fitkit.features.booking.events import (
    BookingCancelled,
    CancellationUndone,
    GuestCancelled,
    PlaceReleased,
    PlaceRetaken,
    VisitSold,
    WalkInUndone,
)
from fitkit.features.booking.rules import Release
from fitkit.features.scheduling.events import SessionCancelled, SessionRestored


@on(VisitSold)
def place_visit(w: Work, e: VisitSold) -> None:
    """A place has a price: it is ordered."""
    visits.place_visit(
        w,
        place_id=e.about,
        session_id=e.session_id,
        member_id=e.member_id,
        price=None if e.price_agorot is None else Money(e.price_agorot),
        trial_id=e.trial_id,
    )


@on(BookingCancelled)
def settle_cancelled(w: Work, e: BookingCancelled) -> None:
    """A place was given back, its guests' too."""
    visits.settle_session(w, session_id=e.session_id, member_id=e.member_id)


@on(CancellationUndone)
def settle_undone(w: Work, e: CancellationUndone) -> None:
    """It is theirs again."""
    visits.settle_session(w, session_id=e.session_id, member_id=e.member_id)


@on(GuestCancelled)
def settle_guest(w: Work, e: GuestCancelled) -> None:
    """A guest does not come."""
    visits.settle_place(w, place_id=e.about)


@on(WalkInUndone)
def settle_walk_in(w: Work, e: WalkInUndone) -> None:
    """It was a slip; guests go with it."""
    visits.settle_session(w, session_id=e.session_id, member_id=e.member_id)


@on(PlaceReleased, when=lambda e: not e.was_waiting and e.because is not Release.CLASS_OFF)
def settle_released(w: Work, e: PlaceReleased) -> None:
    """The gym took it back; of a class that is off all places are settled at once, below."""
    visits.settle_session(w, session_id=e.session_id, member_id=e.member_id)


@on(PlaceRetaken, when=lambda e: not e.was_waiting)
def settle_retaken(w: Work, e: PlaceRetaken) -> None:
    """The gym gave it again."""
    visits.settle_session(w, session_id=e.session_id, member_id=e.member_id)


@on(SessionCancelled)
def settle_off(w: Work, e: SessionCancelled) -> None:
    """A class is off: nothing is owed for it, by whoever cancelled late either."""
    visits.settle_session(w, session_id=e.session_id)


@on(SessionRestored)
def settle_on_again(w: Work, e: SessionRestored) -> None:
    """It takes place after all."""
    visits.settle_session(w, session_id=e.session_id)
