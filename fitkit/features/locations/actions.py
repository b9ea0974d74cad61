"""Changes of locations and rooms."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.errors import Refusal
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.search import fold
from fitkit.core.work import Work
from fitkit.features.locations import rules
from fitkit.features.locations.events import (
    LocationAdded,
    LocationChanged,
    LocationClosed,
    LocationReopened,
    RoomAdded,
    RoomChanged,
    RoomClosed,
    RoomReopened,
)
from fitkit.features.locations.rules import LocationDetails, RoomDetails
from fitkit.features.locations.tables import Location, Room
from fitkit.features.members.rules import changed_fields
from fitkit.features.orgs.tables import Org
from fitkit.texts import catalogue as texts


@requires(Permission.EDIT_CATALOGUE)
def add(w: Work, *, details: LocationDetails) -> UUID:
    """Open a branch and return its id.

    Raises:
        Invalid: fields at fault.
        Refusal: an open location has this name; at ``name``.
    """
    return _add(w, rules.checked(details))


@requires(Permission.EDIT_CATALOGUE)
def change(w: Work, *, location_id: UUID, details: LocationDetails) -> None:
    """Replace what is known of a location.

    Raises:
        Invalid: fields at fault.
        Refusal: another open location has this name; at ``name``.
    """
    row = w.hold(Location, location_id)
    clean = rules.checked(details)
    _refuse_same_name(w, clean.name, except_id=location_id)
    after = _kept(clean)
    changed = changed_fields({name: getattr(row, name) for name in after}, after)
    for name in changed:
        setattr(row, name, after[name])
    if changed:
        w.publish(LocationChanged(about=location_id, location_id=location_id, fields=changed))


@requires(Permission.EDIT_CATALOGUE)
def close(w: Work, *, location_id: UUID) -> None:
    """Take a location out of use; classes that stand there are given.

    Raises:
        Refusal: closed already, or the last one open.
    """
    # All open ones are held, in one order, so that two people cannot close the last two.
    held = (
        select(Location)
        .where(col(Location.closed_at).is_(None))
        .order_by(col(Location.id))
        .with_for_update()
    )
    still_open = w.session.scalars(held).all()
    row = w.get(Location, location_id)
    if row not in still_open:
        raise Refusal(texts.LOCATION_CLOSED)
    if len(still_open) == 1:
        raise Refusal(texts.LAST_LOCATION)
    row.closed_at = w.now
    w.publish(LocationClosed(about=location_id, location_id=location_id))


@requires(Permission.EDIT_CATALOGUE)
def reopen(w: Work, *, location_id: UUID) -> None:
    """Take a closed location into use again.

    Raises:
        Refusal: open already, or its name is another's by now.
    """
    row = w.hold(Location, location_id)
    if row.closed_at is None:
        raise Refusal(texts.LOCATION_OPEN)
    _refuse_same_name(w, row.name, except_id=location_id)
    row.closed_at = None
    w.publish(LocationReopened(about=location_id, location_id=location_id))


@requires(Permission.EDIT_CATALOGUE)
def add_room(w: Work, *, location_id: UUID, details: RoomDetails) -> UUID:
    """Add a room to an open location and return its id. Holds the location's row.

    Raises:
        Invalid: fields at fault.
        Refusal: the location is closed, or has an open room of this name; at ``name``.
    """
    location = w.hold(Location, location_id)
    if location.closed_at is not None:
        raise Refusal(texts.LOCATION_IS_CLOSED)
    clean = rules.checked_room(details)
    _refuse_same_room(w, location_id, clean.name, except_id=None)
    row = Room(
        location_id=location_id,
        name=clean.name,
        capacity=clean.capacity,
        position=_next_position(w, Room),
    )
    w.add(row)
    w.session.flush()
    w.publish(RoomAdded(about=row.id, location_id=location_id, room_id=row.id))
    return row.id


@requires(Permission.EDIT_CATALOGUE)
def change_room(w: Work, *, room_id: UUID, details: RoomDetails) -> None:
    """Rename or resize a room; classes that stand keep their places.

    Raises:
        Invalid: fields at fault.
        Refusal: another open room of the location has this name; at ``name``.
    """
    row = w.hold(Room, room_id)
    clean = rules.checked_room(details)
    _refuse_same_room(w, row.location_id, clean.name, except_id=room_id)
    if (row.name, row.capacity) == (clean.name, clean.capacity):
        return
    row.name, row.capacity = clean.name, clean.capacity
    w.publish(
        RoomChanged(
            about=room_id, location_id=row.location_id, room_id=room_id, capacity=clean.capacity
        )
    )


@requires(Permission.EDIT_CATALOGUE)
def close_room(w: Work, *, room_id: UUID) -> None:
    """Take a room out of use.

    Raises:
        Refusal: closed already.
    """
    row = w.hold(Room, room_id)
    if row.closed_at is not None:
        raise Refusal(texts.ROOM_CLOSED)
    row.closed_at = w.now
    w.publish(RoomClosed(about=room_id, location_id=row.location_id, room_id=room_id))


@requires(Permission.EDIT_CATALOGUE)
def reopen_room(w: Work, *, room_id: UUID) -> None:
    """Take a closed room into use again.

    Raises:
        Refusal: open already, or its name is another's by now.
    """
    row = w.hold(Room, room_id)
    if row.closed_at is None:
        raise Refusal(texts.ROOM_OPEN)
    _refuse_same_room(w, row.location_id, row.name, except_id=room_id)
    row.closed_at = None
    w.publish(RoomReopened(about=room_id, location_id=row.location_id, room_id=room_id))


@internal
def open_first(w: Work, *, org_id: UUID) -> None:
    """Give a new gym its first location, named and placed as the gym; nothing when it has one."""
    org = w.hold(Org, org_id)  # so that two tellings do not both find none
    if w.session.scalars(select(col(Location.id)).limit(1)).first() is not None:
        return
    _add(w, LocationDetails(name=org.name[: rules.NAME_MOST], address=org.address, phone=org.phone))


def _add(w: Work, clean: LocationDetails) -> UUID:
    _refuse_same_name(w, clean.name, except_id=None)
    row = Location(**_kept(clean), position=_next_position(w, Location))
    w.add(row)
    w.session.flush()
    w.publish(LocationAdded(about=row.id, location_id=row.id))
    return row.id


def _kept(clean: LocationDetails) -> dict[str, Any]:  # Any: values of columns of many types
    return {
        "name": clean.name,
        "address": clean.address,
        "phone": clean.phone,
        "zone": clean.zone,
        "hours": {str(day): [list(pair) for pair in spans] for day, spans in clean.hours.items()},
    }


def _next_position(w: Work, table: type[Location] | type[Room]) -> int:
    last = w.session.scalar(select(sa.func.max(col(table.position))))
    return 0 if last is None else last + 1


def _refuse_same_name(w: Work, name: str, *, except_id: UUID | None) -> None:
    here = select(Location).where(col(Location.closed_at).is_(None))
    if any(fold(r.name) == fold(name) for r in w.session.scalars(here) if r.id != except_id):
        raise Refusal(texts.NAME_TAKEN, field="name")


def _refuse_same_room(w: Work, location_id: UUID, name: str, *, except_id: UUID | None) -> None:
    here = select(Room).where(col(Room.location_id) == location_id, col(Room.closed_at).is_(None))
    if any(fold(r.name) == fold(name) for r in w.session.scalars(here) if r.id != except_id):
        raise Refusal(texts.NAME_TAKEN, field="name")
