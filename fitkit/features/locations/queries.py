"""Reads of locations and rooms."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.locations import rules
from fitkit.features.locations.rules import Hours
from fitkit.features.locations.tables import Location, Room


@dataclass(frozen=True, slots=True)
class RoomView:
    """A room of a location."""

    id: UUID
    location_id: UUID
    name: str
    capacity: int
    is_closed: bool


@dataclass(frozen=True, slots=True)
class LocationView:
    """A location with its rooms, in their order."""

    id: UUID
    name: str
    address: str
    phone: str  # E.164
    zone: str  # IANA name; empty: the gym's
    hours: Hours
    is_closed: bool
    rooms: tuple[RoomView, ...]


@requires(Permission.USE_ACCOUNT)
def locations(w: Work) -> tuple[LocationView, ...]:
    """Open locations with their open rooms, in the gym's order."""
    return tuple(_views(w, closed_too=False))


@requires(Permission.EDIT_CATALOGUE)
def locations_with_closed(w: Work) -> tuple[LocationView, ...]:
    """All locations with all rooms, open ones first."""
    return tuple(sorted(_views(w, closed_too=True), key=lambda v: v.is_closed))


@requires(Permission.SEE_AUDIT)
def names(w: Work, *, ids: Collection[UUID]) -> dict[UUID, str]:
    """Names of locations and of rooms by id; ids of others are left out."""
    found: dict[UUID, str] = {}
    for table in (Location, Room):
        named = select(col(table.id), col(table.name)).where(col(table.id).in_(ids))
        found |= {i: name for i, name in w.session.execute(named)}  # noqa: C416  # rows
    return found


@internal
def location(w: Work, *, location_id: UUID) -> LocationView:
    """One location with its open rooms.

    Raises:
        NotFound: no such location in this gym.
    """
    row = w.get(Location, location_id)
    return _view(row, _rooms(w, [row.id], closed_too=False))


@internal
def are_ours(w: Work, *, ids: Collection[UUID]) -> bool:
    """Whether all of these are locations of this gym, closed ones too."""
    found = select(col(Location.id)).where(col(Location.id).in_(ids))
    return not ids or len(set(w.session.scalars(found))) == len(set(ids))


@internal
def room(w: Work, *, room_id: UUID) -> RoomView:
    """One room.

    Raises:
        NotFound: no such room in this gym.
    """
    return _room_view(w.get(Room, room_id))


def _views(w: Work, *, closed_too: bool) -> list[LocationView]:
    found = select(Location).order_by(col(Location.position), col(Location.id))
    if not closed_too:
        found = found.where(col(Location.closed_at).is_(None))
    rows = w.session.scalars(found).all()
    rooms = _rooms(w, [row.id for row in rows], closed_too=closed_too)
    return [_view(row, [r for r in rooms if r.location_id == row.id]) for row in rows]


def _rooms(w: Work, location_ids: Collection[UUID], *, closed_too: bool) -> list[RoomView]:
    found = (
        select(Room)
        .where(col(Room.location_id).in_(location_ids))
        .order_by(col(Room.position), col(Room.id))
    )
    if not closed_too:
        found = found.where(col(Room.closed_at).is_(None))
    return [_room_view(row) for row in w.session.scalars(found)]


def _view(row: Location, rooms: Collection[RoomView]) -> LocationView:
    hours = rules.parsed_hours(
        {int(day): tuple((a, b) for a, b in spans) for day, spans in row.hours.items()}
    )
    return LocationView(
        row.id,
        row.name,
        row.address,
        row.phone,
        row.zone,
        hours,
        row.closed_at is not None,
        tuple(rooms),
    )


def _room_view(row: Room) -> RoomView:
    return RoomView(row.id, row.location_id, row.name, row.capacity, row.closed_at is not None)
