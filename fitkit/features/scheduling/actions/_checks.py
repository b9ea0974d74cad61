"""Whether what a class needs is in use."""

from uuid import UUID

from fitkit.core.errors import Refusal
from fitkit.core.work import Work
from fitkit.features.locations import queries as locations
from fitkit.features.staff import queries as staff
from fitkit.texts import schedule as texts


def check_place(w: Work, location_id: UUID, room_id: UUID | None) -> None:
    """Refuse a location that is closed, or a room that is not one of its open ones."""
    location = locations.location(w, location_id=location_id)
    if location.is_closed:
        raise Refusal(texts.LOCATION_SHUT, field="location_id")
    if room_id is not None and all(room.id != room_id for room in location.rooms):
        raise Refusal(texts.ROOM_ELSEWHERE, field="room_id")


def check_coach(w: Work, coach_id: UUID | None) -> None:
    """Refuse who does not coach here."""
    if coach_id is not None and not staff.facts(w, staff_id=coach_id).is_coach:
        raise Refusal(texts.COACH_GONE, field="coach_id")
