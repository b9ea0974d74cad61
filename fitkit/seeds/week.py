"""The week of the demo's studio: where it trains, its classes, and the rules of the house."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from fitkit.core.actor import Actor
from fitkit.core.work import Work, open_work
from fitkit.features.class_types import actions as class_type_actions
from fitkit.features.class_types import queries as class_types
from fitkit.features.class_types.queries import ClassTypeView
from fitkit.features.class_types.rules import ClassTypeDetails
from fitkit.features.locations import actions as locations
from fitkit.features.locations import queries as places
from fitkit.features.locations.rules import LocationDetails, RoomDetails
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.scheduling.rules import SlotDetails
from fitkit.seeds.history import Slot

_HOURS: Final = {
    **dict.fromkeys(range(5), (("06:00", "22:00"),)),
    5: (("07:00", "14:00"),),
    6: (("09:00", "13:00"),),
}
# weekday (0 is Sunday), time, class type by its place in the template, room, coach
_WEEK: Final = (
    *((d, time(6, 30), 0, "אולם גדול", 0) for d in range(5)),
    *((d, time(8), 0, "אולם גדול", 3) for d in range(5)),
    *((d, time(9, 15), 3, "סטודיו", 1) for d in (0, 2, 4)),
    *((d, time(12), 2, "אולם גדול", 0) for d in (1, 3)),
    *((d, time(17, 30), 0, "אולם גדול", 0) for d in range(5)),
    *((d, time(18, 30), 1, "רחבת הרמות", 2) for d in (0, 1, 2, 3)),
    *((d, time(19), 0, "אולם גדול", 3) for d in range(5)),
    *((d, time(18), 0, "סטודיו", 1) for d in (0, 2, 4)),
    *((d, time(19, 15), 3, "סטודיו", 1) for d in (1, 3)),
    *((d, time(20, 15), 2, "אולם גדול", 2) for d in (0, 2, 4)),
    (5, time(8), 0, "אולם גדול", 0),
    (5, time(9, 30), 0, "אולם גדול", 3),
    (5, time(11), 4, "סטודיו", 1),
    (6, time(10), 2, "אולם גדול", 2),
)


def lay_out(owner: Actor) -> dict[str, tuple[UUID, UUID]]:
    """Two locations and their rooms: room name to (location, room)."""
    with open_work(owner) as w:
        first = places.locations(w)[0].id
        locations.change(
            w,
            location_id=first,
            details=LocationDetails(
                "נמל תל אביב", "הנגר 14, נמל תל אביב", "03-5440011", hours=_HOURS
            ),
        )
        second = locations.add(
            w,
            details=LocationDetails("פלורנטין", "פלורנטין 22, תל אביב", "03-5440012", hours=_HOURS),
        )
        found = {}
        for location_id, name, capacity in (
            (first, "אולם גדול", 30),
            (first, "רחבת הרמות", 12),
            (second, "סטודיו", 18),
        ):
            room = locations.add_room(
                w, location_id=location_id, details=RoomDetails(name, capacity)
            )
            found[name] = (location_id, room)
        return found


def plan_week(
    owner: Actor, rooms: dict[str, tuple[UUID, UUID]], coaches: list[UUID], today: date
) -> tuple[datetime, list[Slot]]:
    """The week as its owner planned it: each row a class of every week, eight weeks ahead.

    Returns also when that was: the classes that began before are not ahead.
    """
    _house_rules(owner)
    with open_work(owner) as w:
        kinds = class_types.class_types(w)
        return w.now, [
            _slot(w, today, weekday, at, kinds[kind], rooms[room], coaches[coach])
            for weekday, at, kind, room, coach in _WEEK
        ]


def _house_rules(owner: Actor) -> None:
    """One class of the day's kind a day, so that another is a swap; a guest may come to the open gym."""
    with open_work(owner) as w:
        daily, _, open_gym, *_ = class_types.class_types(w)
        for kind, policy in (
            (daily, replace(daily.policy, day_limit=1)),
            (open_gym, replace(open_gym.policy, guests_most=1)),
        ):
            details = ClassTypeDetails(
                kind.name.he,
                kind.name.en,
                kind.description,
                kind.colour,
                kind.minutes,
                kind.capacity,
                kind.min_attendance,
                kind.coach_id,
                policy,
                kind.required_forms,
                kind.drop_in,
            )
            class_type_actions.change(w, class_type_id=kind.id, details=details)


def _slot(
    w: Work,
    today: date,
    weekday: int,
    at: time,
    kind: ClassTypeView,
    where: tuple[UUID, UUID],
    coach_id: UUID,
) -> Slot:
    made = scheduling.add_slot(
        w,
        details=SlotDetails(
            class_type_id=kind.id,
            location_id=where[0],
            first_on=today,
            weekday=weekday,
            at=at,
            room_id=where[1],
            coach_id=coach_id,
        ),
    )
    return Slot(weekday, at, kind.id, kind.minutes, kind.capacity, *where, coach_id, made.slot_id)
