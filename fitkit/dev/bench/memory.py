"""What a web process weighs, and what each connected tab adds."""

import asyncio
from collections.abc import Mapping

import psutil

from fitkit.dev.bench import _ground
from fitkit.dev.wire import Wire, browser

TABS = 150


def _resident_kb(pid: int) -> int:
    """Resident memory of a process and its children."""
    top = psutil.Process(pid)
    return sum(int(p.memory_info().rss) for p in (top, *top.children(recursive=True))) // 1024


async def _sit(base: str, cookie: str, path: str, ready: list[int], leave: asyncio.Event) -> None:
    async with browser() as http, Wire(http, base, path, cookie):
        ready.append(1)
        await leave.wait()


async def _filled(base: str, cookies: list[str], pid: int) -> int:
    ready: list[int] = []
    leave = asyncio.Event()
    tabs = []
    for n in range(0, TABS, 10):
        tabs += [
            asyncio.create_task(_sit(base, c, "/he/schedule/", ready, leave))
            for c in cookies[n : n + 10]
        ]
        while len(ready) < len(tabs) and not any(t.done() for t in tabs):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    weight = _resident_kb(pid)
    leave.set()
    await asyncio.gather(*tabs)
    return weight


def main() -> Mapping[str, object]:
    """Idle, with one tab, with many; the difference is what a tab costs."""
    _ground.own_database("memory")
    cookies = [p.cookie for p in _ground.gym(TABS).people]
    with _ground.served("fitkit.dev.asgi:application") as (base, pid):
        idle = _resident_kb(pid)
        full = asyncio.run(_filled(base, cookies, pid))
    return {
        "process_kb": idle,
        "process_full_kb": full,
        "tabs": TABS,
        "per_tab_kb": round((full - idle) / TABS, 1),
    }
