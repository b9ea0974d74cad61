"""First paint, ready, and bytes of the pages people see first; cold, plain and with a slowed-down processor."""

import gzip
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Page, sync_playwright

from fitkit.dev import build, chromium
from fitkit.dev.bench import _ground

PAGES = {
    "signin": ("/he/sign-in/", "form"),
    "home": ("/he/home/", "main h1"),
    "schedule": ("/he/schedule/", "main"),
}
ROUNDS = 3
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1"


def _visit(page: Page, address: str, ready: str) -> tuple[float, float, int, int]:
    """(first paint ms, ready ms, bytes of JavaScript gz, bytes in all gz) of one cold visit."""
    weights: dict[str, tuple[str, int]] = {}

    def note(answer: Any) -> None:  # Any: playwright's Response
        if answer.request.method == "GET" and answer.status == 200:
            try:
                body = answer.body()
            except Exception:  # noqa: BLE001  # a redirect or a cancelled preload has no body
                return
            packed = body if answer.url.endswith(".woff2") else gzip.compress(body, 6)
            weights[answer.url] = (answer.request.resource_type, len(packed))

    page.on("response", note)
    page.goto(address, wait_until="domcontentloaded")
    page.wait_for_selector(ready)
    page.wait_for_function(
        "document.readyState === 'complete' && !document.querySelector('[aria-busy=true]')"
    )
    ready_ms = page.evaluate("performance.now()")
    paint_ms = page.evaluate(_PAINT)
    script = sum(size for kind, size in weights.values() if kind == "script")
    return paint_ms, ready_ms, script, sum(size for _, size in weights.values())


def _rounds(browser: Any, base: str, cookie: str, what: str, slow: int) -> dict[str, object]:
    path, ready = PAGES[what]
    name, _, value = cookie.partition("=")
    results = []
    for _ in range(ROUNDS):
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, service_workers="block"
        )
        if what != "signin":
            context.add_cookies([{"name": name, "value": value, "url": base}])
        page = context.new_page()
        if slow > 1:
            devtools = context.new_cdp_session(page)
            devtools.send("Emulation.setCPUThrottlingRate", {"rate": slow})
        results.append(_visit(page, base + path, ready))
        context.close()
    middle = [sorted(column)[ROUNDS // 2] for column in zip(*results, strict=True)]
    suffix = f"_{slow}x" if slow > 1 else ""
    figures: dict[str, object] = {
        f"{what}{suffix}_paint_ms": round(middle[0]),
        f"{what}{suffix}_ready_ms": round(middle[1]),
    }
    if slow == 1:
        figures |= {
            f"{what}_js_kb": round(middle[2] / 1000, 1),
            f"{what}_total_kb": round(middle[3] / 1000, 1),
        }
    return figures


def main() -> Mapping[str, object]:
    """The middle of three cold visits each."""
    build.build()
    _ground.own_database("page")
    cookie = _ground.gym(3).people[0].cookie
    figures: dict[str, object] = {}
    with (
        _ground.served("fitkit.dev.asgi:application", frontend=True) as (base, _pid),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**chromium.launch_options())
        for slow in (1, 4):
            for what in PAGES:
                figures |= _rounds(browser, base, cookie, what, slow)
        browser.close()
    return figures
