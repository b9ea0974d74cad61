"""Classes on the timetable, made through the actions."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from fitkit.core.clock import day_of
from fitkit.core.work import Work
from fitkit.features.class_types.rules import Policy
from fitkit.features.scheduling import actions
from fitkit.features.scheduling.actions import PastSession, Published
from fitkit.features.scheduling.rules import SessionDetails
from tests.factories.class_types import make_class_type
from tests.factories.locations import make_location, make_room
from tests.factories.staff import make_coach


@dataclass(frozen=True)
class Place:
    """What classes need to stand on."""

    location_id: UUID
    room_id: UUID
    coach_id: UUID
    class_type_id: UUID


def make_place(w: Work, *, policy: Policy | None = None, capacity: int = 12) -> Place:
    location_id = make_location(w)
    return Place(
        location_id,
        make_room(w, location_id),
        make_coach(w),
        make_class_type(w, "אימון היום", name_en="WOD", policy=policy, capacity=capacity),
    )


def details(place: Place, day: date, at: time = time(18, 30), **more: object) -> SessionDetails:
    """A class with the place's coach in its room, unless said otherwise."""
    given: dict[str, object] = {
        "class_type_id": place.class_type_id,
        "location_id": place.location_id,
        "room_id": place.room_id,
        "coach_id": place.coach_id,
    }
    return SessionDetails(day=day, at=at, **(given | more))  # type: ignore[arg-type]


def tomorrow(w: Work) -> date:
    return day_of(w.now, w.actor.zone) + timedelta(days=1)


def publish(w: Work, place: Place, day: date | None = None, **more: object) -> Published:
    return actions.publish(w, details=details(place, day or tomorrow(w), **more))  # type: ignore[arg-type]


def session_at(
    w: Work,
    place: Place,
    starts_at: datetime,
    *,
    capacity: int = 12,
    length: timedelta = timedelta(hours=1),
) -> UUID:
    """A class at any moment, the past too, with nobody in charge: it clashes with none."""
    past = PastSession(
        place.class_type_id,
        place.location_id,
        starts_at,
        starts_at + length,
        capacity,
        attendance_taken=False,
    )
    return actions.publish_past(w, sessions=[past])[0]
