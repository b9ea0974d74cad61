"""Locations and rooms, made through the actions."""

from uuid import UUID

from fitkit.core.work import Work
from fitkit.features.locations import actions
from fitkit.features.locations.rules import LocationDetails, RoomDetails


def make_location(w: Work, name: str = "נמל תל אביב") -> UUID:
    return actions.add(
        w,
        details=LocationDetails(
            name=name, address="האנגר 12", hours={0: (("06:00", "14:00"), ("16:00", "22:00"))}
        ),
    )


def make_room(w: Work, location_id: UUID, name: str = "אולם גדול", capacity: int = 16) -> UUID:
    return actions.add_room(
        w, location_id=location_id, details=RoomDetails(name=name, capacity=capacity)
    )
