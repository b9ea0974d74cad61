"""Round trip of an event through the guard and one query, over real sockets, beside a bare Reflex handler."""

import asyncio
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass

from fitkit.dev.bench import _ground
from fitkit.dev.wire import Wire, browser, state_name

QUERY = state_name("fitkit.dev.bench._probe", "ProbeState") + ".query"
BARE = state_name("fitkit.dev.bench._bare", "BareState") + ".inc"
SECONDS = 6


@dataclass(frozen=True, slots=True)
class Load:
    """How many tabs, how long each thinks between two taps."""

    clients: int
    think_s: float


async def _tab(
    base: str, cookie: str, name: str, load: Load, go: asyncio.Event, until: list[float]
) -> list[float]:
    took: list[float] = []
    async with browser() as http, Wire(http, base, "/he/home/", cookie) as tab:
        await go.wait()
        await asyncio.sleep(random.random() * load.think_s)  # spread, not secret
        while time.perf_counter() < until[0]:
            began = time.perf_counter()
            update = await tab.call(name, within_s=30)
            while not any("n_rx_state_" in d for d in (update.get("delta") or {}).values()):
                update = await tab.next(30)
            took.append(time.perf_counter() - began)
            await asyncio.sleep(load.think_s)
    return took


async def _measured(base: str, cookies: list[str], name: str, load: Load) -> list[float]:
    go, until = asyncio.Event(), [0.0]
    tabs = [
        asyncio.create_task(_tab(base, cookies[n % len(cookies)], name, load, go, until))
        for n in range(load.clients)
    ]
    await asyncio.sleep(1 + load.clients / 40)  # all connected and hydrated
    until[0] = time.perf_counter() + SECONDS
    go.set()
    return [t for one in await asyncio.gather(*tabs) for t in one]


def main() -> Mapping[str, object]:
    """p50 and p95 with 1, 50 and 200 tabs at 1 s think time, full speed, and the same for a bare handler."""
    _ground.own_database("events")
    ground = _ground.gym(200)
    cookies = [p.cookie for p in ground.people]
    figures: dict[str, object] = {}
    speeds = {}
    for what, target, name, given in (
        ("", "fitkit.dev.bench._probe:application", QUERY, cookies),
        ("bare_", "fitkit.dev.bench._bare:application", BARE, [""]),
    ):
        with _ground.served(target) as (base, _pid):
            for clients in (1, 50, 200):
                took = asyncio.run(_measured(base, given, name, Load(clients, 1.0)))
                figures |= {
                    f"{what}c{clients}_p50_ms": _ground.in_ms(_ground.percentile(took, 0.5)),
                    f"{what}c{clients}_p95_ms": _ground.in_ms(_ground.percentile(took, 0.95)),
                }
                _ground.say(f"{what or 'kernel '}{clients} tabs: {figures}")
            for clients in (1, 50):
                took = asyncio.run(_measured(base, given, name, Load(clients, 0)))
                speeds[what, clients] = len(took) / SECONDS
                figures[f"{what}c{clients}_full_per_s"] = round(speeds[what, clients])
    with_kernel = figures["c200_p50_ms"]
    bare = figures["bare_c200_p50_ms"]
    if isinstance(with_kernel, float) and isinstance(bare, float):
        figures["kernel_ratio"] = round(with_kernel / bare, 2)
    figures["full_speed_ratio"] = round(speeds["bare_", 50] / speeds["", 50], 2)
    return figures
