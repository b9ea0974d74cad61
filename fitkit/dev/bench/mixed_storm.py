"""Three hundred members book, cancel, swap, leave, answer offers and tap first for half a minute, and a class is taken off."""

import asyncio
import contextlib
import datetime as dt
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from fitkit.core import clock
from fitkit.core.actor import system
from fitkit.core.clock import day_of, wall
from fitkit.core.settings import settings
from fitkit.core.work import open_work
from fitkit.dev.bench import _ground
from fitkit.dev.bench._ground import Ground, Person
from fitkit.dev.processes import Crew, serving_environment, worker_command
from fitkit.dev.wire import Wire, browser, state_name
from fitkit.features.orgs.rules import DEFAULT_ZONE
from fitkit.features.orgs.tables import OrgSettings
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.scheduling.actions import PastSession

ZONE: Final = ZoneInfo(DEFAULT_ZONE)
STATE: Final = state_name("fitkit.web.member.schedule.state", "ScheduleState")
CLIENTS, SECONDS, SEATS, ENTRIES = 300, 30, 24, 50
# Before the class, of each: the line moves by offers, by the first tap. Before those, on one day
# ahead whose clock hours these are, the line moves by itself, and one class has seats to swap to.
AHEAD: Final = (timedelta(hours=3), timedelta(hours=5), timedelta(minutes=55))
HOURS, ROOMY, DAYS_AHEAD = (8, 10, 12, 14), 14, 3
TAKEN_OFF: Final = 2  # which of that day's, in the middle
DEEDS: Final = (
    *("book", "book", "book", "cancel", "cancel", "leave"),
    *("accept", "accept", "decline"),
    *("swap", "swap"),
)
GIVES_PLACE: Final = frozenset(("book", "swap"))
OF_MINE: Final = frozenset(("cancel", "leave", "accept", "decline"))
WITHIN_S: Final = 60

# Kept for offers too; counters that are not their rows count as overbooked.
_OVERBOOKED: Final = """
    select count(*) from class_session s where s.org_id = :org and (
      s.booked + s.held > s.capacity
      or s.booked <> (select count(*) from booking b
                      where b.session_id = s.id and b.status = 'booked')
      or s.waiting <> (select count(*) from waitlist_entry e
                       where e.session_id = s.id and e.state = 'waiting')
      or s.held <> (select count(*) from waitlist_entry e where e.session_id = s.id
                    and e.state = 'waiting' and e.offer_until is not null))"""
_LOST: Final = """
    select coalesce(sum(abs(:entries - u.entries_left - (select count(*) from booking b
                                  where b.subscription_id = u.id and b.entry_taken))
         + abs(u.entries_left - (select coalesce(sum(m.delta), 0) from credit_move m
                                  where m.subscription_id = u.id))), 0)
    from subscription u where u.org_id = :org"""
# Called by the line although somebody before them waited, was never called and never passed over.
_OUT_OF_ORDER: Final = """
    select count(*) from event_log v
    join waitlist_entry e on e.session_id = (v.facts->>'session_id')::uuid
      and e.member_id = (v.facts->>'member_id')::uuid
      and (e.id = v.about or (e.state = 'promoted' and e.left_at = v.created_at))
    join waitlist_entry a on a.session_id = e.session_id and a.number < e.number
      and a.joined_at < v.created_at and (a.left_at is null or a.left_at > v.created_at)
    where v.org_id = :org and v.name in ('booking.waitlist_promoted', 'booking.offer_made')
      and not exists (select 1 from event_log w where w.about = a.id and w.id < v.id
        and w.name in ('booking.offer_made', 'booking.waitlist_passed_over'))"""


@dataclass
class _Told:
    """What clients saw."""

    took: list[float] = field(default_factory=list)
    unanswered: int = 0


def main() -> Mapping[str, object]:
    """What was broken (nothing), what nobody answered, and how long answers took."""
    simple = _simple_storm()
    _ground.own_database("mixed_storm")
    ground = _ground.gym(CLIENTS, entries=ENTRIES)
    sessions = _classes(ground)
    with _ground.served("fitkit.dev.asgi:application") as (base, _pid):
        env = serving_environment()
        with Crew({"worker": worker_command()}, env):
            told = asyncio.run(_storm(base, ground, sessions))
            _until_quiet(ground)
    with open_work(system(ground.org_id)) as w:
        given = {"org": ground.org_id, "entries": ENTRIES}
        broken = {
            name: int(w.hot(sa.text(statement), given).scalar_one())
            for name, statement in (
                ("overbooked", _OVERBOOKED),
                ("lost_credits", _LOST),
                ("out_of_order", _OUT_OF_ORDER),
            )
        }
        happened = w.hot(
            sa.text(
                "select name, count(*) as n from event_log where name like 'booking.%' group by 1"
            )
        )
        deeds = {row.name.partition(".")[2]: row.n for row in happened}
        swaps = sa.text("select count(*) from booking where swapped_from_id is not null")
        deeds["swapped"] = w.hot(swaps).scalar_one()
    return {
        "clients": CLIENTS,
        "seconds": SECONDS,
        **broken,
        "unanswered": told.unanswered,
        "answered": len(told.took),
        "p50_ms": _ground.in_ms(_ground.percentile(told.took, 0.5)),
        "p95_ms": _ground.in_ms(_ground.percentile(told.took, 0.95)),
        "simple_storm_p95_ms": simple["p95_ms"],
        "happened": deeds,
    }


def _simple_storm() -> dict[str, Any]:
    """The figures of ``storm``, from a process and a database server of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "fitkit.dev.bench", "storm"],
        env=os.environ | {"FITKIT_HOME": str(settings().home / "beside")},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _classes(ground: Ground) -> list[UUID]:
    """Classes in each way of the line, in a gym that is awake whatever the hour is."""
    with open_work(system(ground.org_id)) as w:
        w.add(OrgSettings(quiet_from=dt.time(0), quiet_to=dt.time(0)))
        ahead = [(wall(_far_day(), dt.time(h), ZONE), h == ROOMY) for h in HOURS]
        starts = [*ahead, *((w.now + before, False) for before in AHEAD)]
        return list(
            scheduling.publish_past(
                w,
                sessions=[
                    PastSession(
                        class_type_id=ground.class_type_id,
                        location_id=ground.location_id,
                        starts_at=at,
                        ends_at=at + timedelta(minutes=50),
                        capacity=CLIENTS if is_roomy else SEATS,
                        attendance_taken=False,
                    )
                    for at, is_roomy in starts
                ],
            )
        )


def _far_day() -> dt.date:
    """The day whose line moves by itself: its first class is more than two days ahead."""
    return day_of(clock.now(), ZONE) + timedelta(days=DAYS_AHEAD)


async def _storm(base: str, ground: Ground, sessions: Sequence[UUID]) -> _Told:
    told, ready, go = _Told(), [0], asyncio.Event()
    tabs = [
        asyncio.create_task(_client(base, person, n, sessions, ready, go, told))
        for n, person in enumerate(ground.people[:CLIENTS])
    ]
    while ready[0] < CLIENTS and not any(t.done() for t in tabs):  # noqa: ASYNC110
        await asyncio.sleep(0.1)
    go.set()
    await asyncio.sleep(SECONDS / 2)
    await asyncio.to_thread(_take_off, ground, sessions[TAKEN_OFF])
    await asyncio.gather(*tabs)
    return told


async def _client(
    base: str,
    person: Person,
    n: int,
    sessions: Sequence[UUID],
    ready: list[int],
    go: asyncio.Event,
    told: _Told,
) -> None:
    dice = random.Random(n)
    # Most look at the day ahead, the others at today: a card offers a swap within its day.
    page = "/he/schedule/" if n % 3 == 0 else f"/he/schedule/?day={_far_day().isoformat()}"
    async with browser() as http, Wire(http, base, page, person.cookie) as tab:
        ready[0] += 1
        await go.wait()
        until = time.perf_counter() + SECONDS
        await asyncio.sleep(dice.random() * 2)
        last, booked = None, list[UUID]()
        while time.perf_counter() < until:
            deed = dice.choice(DEEDS)
            # Two taps in a row on one card are one: another card each time. Who gives back or
            # answers an offer mostly does it where they asked for a place.
            known = [s for s in booked if s != last] if deed in OF_MINE else []
            session_id = dice.choice(known or [s for s in sessions if s != last])
            payload: dict[str, object] | None = {"session_id": str(session_id)}
            if deed == "swap":
                payload = _offered(tab, dice, last)
            if payload is None:
                await asyncio.sleep(0.1)
                continue  # no card offers one: nothing to tap
            last = UUID(str(payload["session_id"]))
            if deed in GIVES_PLACE:
                booked.append(last)
            took = await _deed(tab, deed, payload)
            if took is None:
                told.unanswered += 1
            else:
                told.took.append(took)
            await asyncio.sleep(0.5 + dice.random() * 2)


def _offered(tab: Wire, dice: random.Random, last: UUID | None) -> dict[str, object] | None:
    """The swap of another card of the open day that offers one, with all that its button sends."""
    rows = [r for r in tab.state.get(STATE, {}).get("rows", []) if r["id"] != str(last)]
    cards = [r for r in rows if r["gives_up"] and (r["swap_label"] or r["action"] == "swap")]
    if not cards:
        return None
    card = dice.choice(cards)
    return {
        "session_id": card["id"],
        "gives_up": card["gives_up"],
        "takes": card["swap_takes"] if card["swap_label"] else card["takes"],
        "leaves": card["leaves"],
    }


async def _deed(tab: Wire, deed: str, payload: dict[str, object]) -> float | None:
    """Seconds until the answer, which ends with words; None when none came."""
    began = time.perf_counter()
    try:
        await _say(tab, deed, payload)
        if tab.state.get(STATE, {}).get("ask_id"):  # it costs, and is confirmed
            await _say(tab, "confirm_cancel", {})
    except (TimeoutError, ConnectionError):
        return None
    return time.perf_counter() - began


async def _say(tab: Wire, deed: str, payload: dict[str, object]) -> None:
    tab.events.clear()
    await tab.fire(f"{STATE}.{deed}", payload)
    while not tab.events:
        await tab.next(WITHIN_S)
    with contextlib.suppress(TimeoutError):
        while True:
            await tab.next(0.02)


def _take_off(ground: Ground, session_id: UUID) -> None:
    with open_work(ground.owner) as w:
        scheduling.cancel_session(w, session_id=session_id, reason="Bench")


def _until_quiet(ground: Ground) -> None:
    """Until the worker has done what the storm left, and lines have moved once more."""
    waits = sa.text(
        "select count(*) from job where state in ('queued', 'running') and run_after <= now()"
        " and name like 'booking.%'"
    )
    end = time.monotonic() + 120
    while time.monotonic() < end:
        with open_work(system(ground.org_id)) as w:
            if not w.hot(waits).scalar_one():
                return
        time.sleep(0.3)
    raise TimeoutError("the worker is not done")
