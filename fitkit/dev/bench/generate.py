"""Eight weeks of classes for fifty gyms beside a bare INSERT of the same rows, and a preview of 500 places."""

import time as clock_time
from collections.abc import Mapping
from datetime import date, time, timedelta
from statistics import median
from uuid import UUID

import sqlalchemy as sa

from fitkit.core import clock, db
from fitkit.core.actor import VISITOR, system
from fitkit.core.ids import new_id
from fitkit.core.tables import columns
from fitkit.core.work import open_work
from fitkit.dev.bench import _ground

GYMS, SLOTS, WEEKS = 50, 40, 8
CLASSES, PLACES = 25, 20  # 500 bookings
ROUNDS = 21


def _gym(today: date) -> UUID:
    """A gym with forty weekly classes and three coaches who are never in two at once."""
    from fitkit.features.class_types import actions as class_types
    from fitkit.features.class_types.rules import ClassTypeDetails
    from fitkit.features.locations import actions as locations
    from fitkit.features.locations.rules import LocationDetails
    from fitkit.features.orgs.rules import GymKind
    from fitkit.features.orgs.tables import Org
    from fitkit.features.scheduling.tables import TimetableSlot

    org_id = new_id()
    with open_work(VISITOR.as_platform("bench")) as w:
        w.add(Org(id=org_id, slug=f"bench-{org_id.hex[-8:]}", name="Bench", kind=GymKind.CROSSFIT))
    with open_work(system(org_id)) as w:
        kind = class_types.add(w, details=ClassTypeDetails("WOD", "WOD"))
        location = locations.add(w, details=LocationDetails("Bench"))
        w.add(
            *(
                TimetableSlot(
                    class_type_id=kind,
                    location_id=location,
                    weekday=n % 7,
                    starts=time(6 + n // 7 * 2),
                    minutes=60,
                    capacity=14,
                    first_on=today,
                )
                for n in range(SLOTS)
            )
        )
    return org_id


def _generated(gyms: list[UUID]) -> tuple[float, int]:
    from fitkit.features.scheduling import actions

    made, began = 0, clock_time.perf_counter()
    for org_id in gyms:
        with open_work(system(org_id)) as w:
            made += actions.generate(w)
    return clock_time.perf_counter() - began, made


def _bare(gyms: list[UUID]) -> float:
    """The same rows once more, by the driver's fastest INSERT, a transaction a gym."""
    from fitkit.features.scheduling.tables import ClassSession, TimetableSlot

    sessions = columns(ClassSession)
    table = columns(TimetableSlot)
    with open_work(VISITOR.as_platform("bench")) as w:
        rows = [dict(r) for r in w.hot(sa.select(sessions)).mappings()]
        w.hot(sa.delete(sessions))
        w.hot(sa.select(table.c.id).limit(1))
    by_gym: dict[UUID, list[dict[str, object]]] = {org_id: [] for org_id in gyms}
    for row in rows:
        by_gym[row["org_id"]].append(row)
    began = clock_time.perf_counter()
    for org_id in gyms:
        with open_work(system(org_id)) as w:
            w.hot(sa.insert(sessions), by_gym[org_id])
    return clock_time.perf_counter() - began


def _preview() -> float:
    """The affected members of a range with 500 places, by name: the median of several asks, in ms."""
    from fitkit.features.booking import actions as booking
    from fitkit.features.booking import queries as bookings
    from fitkit.features.scheduling import actions as scheduling
    from fitkit.features.scheduling.actions import PastSession
    from fitkit.features.scheduling.rules import Chosen, MoveBy

    ground = _ground.gym(200)
    today = clock.day_of(clock.now(), clock.ISRAEL)
    sessions = [
        PastSession(
            ground.class_type_id,
            ground.location_id,
            clock.wall(today + timedelta(days=1 + n), time(18), clock.ISRAEL),
            clock.wall(today + timedelta(days=1 + n), time(19), clock.ISRAEL),
            PLACES,
        )
        for n in range(CLASSES)
    ]
    with open_work(system(ground.org_id)) as w:
        ids = scheduling.publish_past(w, sessions=sessions)
        places = [
            booking.PastPlace(one, ground.people[(n * PLACES + m) % 200].member_id, w.now)
            for n, one in enumerate(ids)
            for m in range(PLACES)
        ]
        booking.record_past(w, places=places)
    chosen = Chosen(first_on=today, last_on=today + timedelta(days=60))
    took = []
    for _ in range(ROUNDS):
        with open_work(ground.owner) as w:
            began = clock_time.perf_counter()
            seen = bookings.effect_of(w, chosen=chosen, deed=MoveBy(30))
            took.append(clock_time.perf_counter() - began)
        if sum(len(p.classes) for p in seen.people) != CLASSES * PLACES:
            raise RuntimeError("the preview does not name everybody")
    return median(took)


def main() -> Mapping[str, object]:
    """Seconds and classes of all gyms, the ratio to a bare INSERT, and ms of the preview."""
    _ground.own_database("generate")
    today = clock.day_of(clock.now(), clock.ISRAEL)
    gyms = [_gym(today) for _ in range(GYMS)]
    seconds, made = _generated(gyms)
    _ground.say(f"{made} classes in {seconds:.2f} s")
    bare = _bare(gyms)
    preview = _preview()
    db.engine().dispose()
    return {
        "seconds": round(seconds, 2),
        "sessions": made,
        "bare_ratio": round(seconds / bare, 2),
        "preview_ms": _ground.in_ms(preview),
    }
