"""Two hundred members want the twenty places of one class in the same moment."""

import asyncio
import itertools
import time
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from fitkit.core import clock
from fitkit.core.tables import columns
from fitkit.core.work import open_work
from fitkit.dev.bench import _ground
from fitkit.dev.bench._ground import Ground, Person
from fitkit.dev.wire import Wire, browser, state_name
from fitkit.features.booking.tables import Booking, WaitlistEntry
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.scheduling import queries as timetable
from fitkit.features.scheduling.rules import SessionDetails

BOOK = state_name("fitkit.web.member.schedule.state", "ScheduleState") + ".book"
CLIENTS, SEATS = 200, 20


async def _wants(
    base: str, person: Person, session_id: UUID, ready: list[int], go: asyncio.Event
) -> float | None:
    async with browser() as http, Wire(http, base, "/he/schedule/", person.cookie) as tab:
        ready.append(1)
        await go.wait()
        began = time.perf_counter()
        try:
            await tab.call(BOOK, {"session_id": str(session_id)}, within_s=60)
            while not tab.events:  # the answer ends with words: booked, in line, or why not
                await tab.next(60)
        except TimeoutError:
            return None
        return time.perf_counter() - began


async def _storm(base: str, ground: Ground, session_id: UUID) -> list[float | None]:
    ready: list[int] = []
    go = asyncio.Event()
    tabs = [
        asyncio.create_task(_wants(base, p, session_id, ready, go)) for p in ground.people[:CLIENTS]
    ]
    while len(ready) < CLIENTS and not any(t.done() for t in tabs):  # noqa: ASYNC110
        await asyncio.sleep(0.1)
    go.set()
    return await asyncio.gather(*tabs)


def a_class(ground: Ground, seats: int) -> UUID:
    """A class in a few days with so many places."""
    now = clock.now()
    with open_work(ground.owner) as w:
        scheduling.publish(
            w,
            details=SessionDetails(
                class_type_id=ground.class_type_id,
                location_id=ground.location_id,
                day=clock.day_of(now, clock.ISRAEL) + timedelta(days=3),
                at=now.replace(hour=12, minute=0).time(),
                capacity=seats,
            ),
        )
        return timetable.week(w, day=clock.day_of(now, clock.ISRAEL) + timedelta(days=3))[-1].id


def main() -> Mapping[str, object]:
    """Who got a place, who waits, who was refused, and how long the answer took."""
    _ground.own_database("storm")
    ground = _ground.gym(CLIENTS)
    session_id = a_class(ground, SEATS)
    with _ground.served("fitkit.dev.asgi:application") as (base, _pid):
        took = asyncio.run(_storm(base, ground, session_id))
    answered = [t for t in took if t is not None]
    booking, line = columns(Booking), columns(WaitlistEntry)
    with open_work(ground.owner) as w:
        booked = w.hot(
            sa.select(sa.func.count()).where(
                booking.c.session_id == session_id, booking.c.status == "booked"
            )
        ).scalar_one()
        numbers = [
            row.number
            for row in w.hot(
                # ids are drawn under the class's lock and sort by time: the order of arrival there
                sa.select(line.c.number)
                .where(line.c.session_id == session_id, line.c.state == "waiting")
                .order_by(line.c.id)
            )
        ]
    return {
        "clients": CLIENTS,
        "seats": SEATS,
        "booked": booked,
        "waiting": len(numbers),
        "refused": CLIENTS - booked - len(numbers),
        "unanswered": CLIENTS - len(answered),
        "out_of_order": sum(n > m for n, m in itertools.pairwise(numbers)),
        "p50_ms": _ground.in_ms(_ground.percentile(answered, 0.5)),
        "p95_ms": _ground.in_ms(_ground.percentile(answered, 0.95)),
    }
