"""Round trip of an event over real sockets: ours, the same without our kernel, and one that does nothing.

Three web processes stand side by side and are measured in turn, so that a busy machine moves all of them:

* ours (no prefix): the whole app; ``ProbeState.query`` behind the guard, which looks the session up, and
  one query (``members.card``) in one transaction of one gym;
* ``plain_``: the same event without our kernel: a Reflex app that reads the same row through SQLAlchemy, one
  session and one transaction a call, in a worker thread, with as many threads and connections (``_plain``);
* ``bare_``: a Reflex handler that counts, and asks no database anything (``_bare``).

``kernel_ratio`` is ours to plain, ``empty_ratio`` ours to bare, both of the middle round trip with 200 tabs;
``full_speed_ratio`` and ``empty_full_speed_ratio`` are their events a second to ours, with 50 tabs that
do not think. Of each figure the rounds' middle one is told.
"""

import asyncio
import random
import statistics
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Final

from fitkit.dev.bench import _ground
from fitkit.dev.bench._ground import Person
from fitkit.dev.wire import Wire, browser, state_name

SECONDS: Final = 6
ROUNDS: Final = 3
PATH: Final = "/he/bench/"  # no page of anybody: what loads there is not what is measured


@dataclass(frozen=True, slots=True)
class Side:
    """One of the apps that are compared."""

    prefix: str
    module: str
    handler: str
    signs_in: bool = False
    names_member: bool = False  # nobody else knows whose row to read

    @property
    def event(self) -> str:
        """The handler's name on the wire."""
        state, _, handler = self.handler.partition(".")
        return f"{state_name(f'fitkit.dev.bench.{self.module}', state)}.{handler}"

    def payload(self, person: Person) -> dict[str, object]:
        """What the event brings."""
        return {"member_id": str(person.member_id)} if self.names_member else {}


SIDES: Final = (
    Side("", "_probe", "ProbeState.query", signs_in=True),
    Side("plain_", "_plain", "PlainState.query", names_member=True),
    Side("bare_", "_bare", "BareState.inc"),
)


@dataclass(frozen=True, slots=True)
class Load:
    """How many tabs, how long each thinks between two taps."""

    clients: int
    think_s: float


LOADS: Final = (Load(1, 1.0), Load(50, 1.0), Load(200, 1.0), Load(1, 0), Load(50, 0))


@dataclass(slots=True)
class Start:
    """How all tabs begin together, and when they end."""

    tabs: int
    ready: int = 0
    until: float = 0.0
    gun: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait(self) -> None:
        """Until the last tab is connected."""
        self.ready += 1
        if self.ready == self.tabs:
            self.until = time.perf_counter() + SECONDS
            self.gun.set()
        await self.gun.wait()


async def _tab(base: str, side: Side, person: Person, load: Load, start: Start) -> list[float]:
    took: list[float] = []
    cookie = person.cookie if side.signs_in else ""
    async with browser() as http, Wire(http, base, PATH, cookie) as tab:
        await start.wait()
        await asyncio.sleep(random.random() * load.think_s)  # spread, not secret
        while time.perf_counter() < start.until:
            began = time.perf_counter()
            update = await tab.call(side.event, side.payload(person), within_s=30)
            while not any("n_rx_state_" in d for d in (update.get("delta") or {}).values()):
                update = await tab.next(30)
            took.append(time.perf_counter() - began)
            await asyncio.sleep(load.think_s)
    return took


async def _measured(base: str, side: Side, people: list[Person], load: Load) -> list[float]:
    start = Start(load.clients)
    async with asyncio.TaskGroup() as group:
        tabs = [
            group.create_task(_tab(base, side, person, load, start))
            for person in people[: load.clients]
        ]
    return [t for tab in tabs for t in tab.result()]


def _figures_of(side: Side, load: Load, took: list[float]) -> dict[str, float]:
    name = f"{side.prefix}c{load.clients}"
    if not load.think_s:
        return {f"{name}_full_per_s": round(len(took) / SECONDS)}
    return {
        f"{name}_p50_ms": _ground.in_ms(_ground.percentile(took, 0.5)),
        f"{name}_p95_ms": _ground.in_ms(_ground.percentile(took, 0.95)),
    }


def _ratios(figures: Mapping[str, float]) -> dict[str, float]:
    middle, full = "c200_p50_ms", "c50_full_per_s"
    return {
        "kernel_ratio": round(figures[middle] / figures[f"plain_{middle}"], 2),
        "empty_ratio": round(figures[middle] / figures[f"bare_{middle}"], 2),
        "full_speed_ratio": round(figures[f"plain_{full}"] / figures[full], 2),
        "empty_full_speed_ratio": round(figures[f"bare_{full}"] / figures[full], 2),
    }


def main() -> Mapping[str, object]:
    """1, 50 and 200 tabs that think for a second, and 1 and 50 that do not; the middle of the rounds."""
    _ground.own_database("events")
    people = _ground.gym(200).people
    rounds: list[dict[str, float]] = []
    with ExitStack() as stack:
        bases = {
            side: stack.enter_context(
                _ground.served(f"fitkit.dev.bench.{side.module}:application")
            )[0]
            for side in SIDES
        }
        for n in range(ROUNDS):
            figures: dict[str, float] = {}
            for load in LOADS:
                for side in SIDES:
                    took = asyncio.run(_measured(bases[side], side, people, load))
                    figures |= _figures_of(side, load, took)
            rounds.append(figures | _ratios(figures))
            _ground.say(f"round {n + 1} of {ROUNDS}: {rounds[-1]}")
    return {key: statistics.median(r[key] for r in rounds) for key in rounds[0]}
