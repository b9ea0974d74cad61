"""./run shots [words]: every screen as its persona, in both languages, light and dark, as pictures.

Hebrew on a phone, English on a desktop; ``--all`` takes the other two pairs as well. A picture is
``.fitkit/shots/<persona>-<route>-<language>-<device>-<scheme>.png``. What a screen throws, fails to
fetch or lets stick out sideways is printed beside it.
"""

import argparse
import os
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from fitkit.core import clock
from fitkit.core.settings import BadSetting, settings
from fitkit.dev import chromium
from fitkit.dev.processes import Crew, serving_environment, web_command, worker_command

PHONE: Final = ("phone", 390, 844)
DESKTOP: Final = ("desktop", 1440, 900)
USUAL: Final = (("he", PHONE), ("en", DESKTOP))
OTHERS: Final = (("en", PHONE), ("he", DESKTOP))
PATIENCE_MS: Final = 15_000
# Screens of one thing: on which list it is chosen, and which of the list's links lead to it.
LISTS: Final = {
    "/dashboard/roster/[session]": ("/dashboard/today/?day={day}", ".cls a"),  # the coach's own
    "/dashboard/members/[id]": ("/dashboard/members/", "main a"),
    "/dashboard/payments/[id]": ("/dashboard/payments/", "table a"),
    "/dashboard/cash/[id]": ("/dashboard/cash/", "main a.item"),
    "/platform/payments/[id]": ("/platform/payments/", "table a"),
    "/session/[session]": ("/schedule/?day={day}", "main a"),
}
NEAR: Final = sorted(range(-7, 8), key=lambda days: (abs(days), days))  # 0 -1 1 -2 2 …
# Ready: the socket has answered and nothing says that it is still loading.
_READY: Final = """() => location.pathname.includes("/platform/gallery")  // it shows loading on purpose
  || !document.querySelector('[aria-busy=true], [data-loading=true]')"""


@dataclass(frozen=True, slots=True)
class Screen:
    """A registered page."""

    route: str  # below the language: /schedule
    persona: str  # public, member, coach, owner, platform

    @property
    def is_dynamic(self) -> bool:
        """Whether an id belongs into its address."""
        return "[" in self.route

    @property
    def pattern(self) -> "re.Pattern[str]":
        """Addresses that show it."""
        parts = [
            "[^/?#]+" if part.startswith("[") else re.escape(part) for part in self.route.split("/")
        ]
        return re.compile(r"/(?:he|en)(" + "/".join(parts) + r")/?$")


@dataclass
class Album:
    """Pictures taken, addresses seen on the way, and what went wrong."""

    folder: Path
    taken: list[Path] = field(default_factory=list)
    seen: dict[str, set[str]] = field(default_factory=dict)  # persona to addresses
    chosen: dict[str, str] = field(default_factory=dict)  # route to the address of its thing
    troubles: list[str] = field(default_factory=list)


def screens() -> list[Screen]:
    """Every registered screen, static ones first: dynamic ones live on links seen there."""
    import_module("fitkit.core.discover").pages()
    pages = import_module("fitkit.web.frames").PAGES
    found = [Screen(p.route, _persona_of(p)) for p in pages]
    return sorted(found, key=lambda s: (s.is_dynamic, s.persona, s.route))


def _persona_of(page: Any) -> str:  # Any: frames' Page
    persona = getattr(page, "persona", None)
    if persona:
        return str(getattr(persona, "value", persona)).lower()
    parts: list[str] = page.build.__module__.split(".")
    return parts[2] if len(parts) > 3 else "public"


def person_for(persona: str) -> Any | None:  # Any: a persona of the seed
    """Whoever of the demo's people has these screens; None for a visitor."""
    people = import_module("fitkit.seeds.demo").personas()
    persona = "member" if persona == "account" else persona  # everybody has one
    for p in people:
        words = f"{getattr(p, 'key', '')} {getattr(p, 'persona', '')} {p.label.en}".lower()
        if persona in words:
            return p
    return None


def take(base: str, words: list[str], *, every_pair: bool = False, full: bool = False) -> Album:
    """Take the pictures of a running demo.

    Args:
        base: its address, without a slash at the end.
        words: only screens whose route or persona holds one of these; all when empty.
        every_pair: also English on a phone and Hebrew on a desktop.
        full: the whole page instead of what a screen shows.

    Returns:
        The pictures, and the troubles in sentences.
    """
    from playwright.sync_api import sync_playwright

    album = Album(settings().home / "shots")
    album.folder.mkdir(parents=True, exist_ok=True)
    chosen = [
        s for s in screens() if not words or any(w in f"{s.persona} {s.route}" for w in words)
    ]
    pairs = USUAL + OTHERS if every_pair else USUAL
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium.launch_options())
        for persona in dict.fromkeys(s.persona for s in chosen):
            for lang, device in pairs:
                for scheme in ("light", "dark"):
                    context = _context(browser, base, persona, lang, device, scheme)
                    for screen in (s for s in chosen if s.persona == persona):
                        _shoot(context, base, screen, f"{lang}-{device[0]}-{scheme}", album, full)
                    context.close()
        browser.close()
    return album


def _context(
    browser: Any, base: str, persona: str, lang: str, device: tuple[str, int, int], scheme: str
) -> Any:
    kind, width, height = device
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        locale="he-IL" if lang == "he" else "en-GB",
        timezone_id="Asia/Jerusalem",
        is_mobile=kind == "phone",
        has_touch=kind == "phone",
        reduced_motion="reduce",
        service_workers="block",
    )
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(f"localStorage.setItem('theme', '{scheme}')")
    person = person_for(persona)
    if person is not None:
        answer = context.request.post(
            f"{base}/auth/sign-in",
            form={"email": person.sign_in, "password": person.password, "next": f"/{lang}/"},
            headers={"origin": base},
            max_redirects=0,
        )
        if answer.status >= 400 or not context.cookies():
            sys.exit(f"{person.sign_in} could not sign in: the server answered {answer.status}.")
    return context


def _shoot(
    context: Any,
    base: str,
    screen: Screen,
    suffix: str,
    album: Album,
    full: bool,  # noqa: FBT001
) -> None:
    lang = suffix[:2]
    name = re.sub(r"[^a-z0-9]+", "-", f"{screen.persona}{screen.route}".lower()).strip("-")
    file = album.folder / f"{name}-{suffix}.png"
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda e: said.append(f"throws: {str(e)[:200]}"))
    page.on(
        "console", lambda m: said.append(f"console: {m.text[:200]}") if m.type == "error" else None
    )
    page.on(
        "response",
        lambda r: said.append(f"{r.status} {r.url}") if r.status >= 500 else None,
    )
    try:
        _open(page, f"{base}/{lang}{_address(context, base, screen, lang, album)}/")
        page.screenshot(path=str(file), full_page=full, animations="disabled")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 1:
            said.append(f"sticks out sideways by {wide} pixels")
        album.seen.setdefault(screen.persona, set()).update(_links(page))
        album.taken.append(file)
    except Exception as error:  # noqa: BLE001  # one broken screen must not hide the others
        said.append(f"no picture: {str(error).splitlines()[0]}")
    finally:
        page.close()
    album.troubles += [f"{file.stem}: {line}" for line in dict.fromkeys(said)]


def _open(page: Any, address: str) -> None:
    page.goto(address, wait_until="load")
    page.wait_for_timeout(600)
    page.wait_for_function(_READY)


def _links(page: Any, where: str = "a") -> list[str]:
    """Addresses that a screen leads to, as they stand on it."""
    found: list[str] = page.eval_on_selector_all(
        f"{where}[href]", "all => all.map(a => new URL(a.href).pathname)"
    )
    return found


def _address(context: Any, base: str, screen: Screen, lang: str, album: Album) -> str:
    if not screen.is_dynamic:
        return screen.route.rstrip("/")
    if screen.route in LISTS and screen.route not in album.chosen:
        album.chosen[screen.route] = _nearest(context, base, screen, lang)
    links = [album.chosen.get(screen.route, ""), *sorted(album.seen.get(screen.persona, ()))]
    found = (m[1] for link in links if (m := screen.pattern.search(link)))
    return next(found, re.sub(r"\[[^\]]+\]", "unknown", screen.route))


def _nearest(context: Any, base: str, screen: Screen, lang: str) -> str:
    """The first link to a screen on its list of today, else of the nearest day that has one; or nothing."""
    path, where = LISTS[screen.route]
    today = clock.day_of(clock.now(), clock.ISRAEL)
    lists = [path.format(day=today + timedelta(days=days)) for days in NEAR]
    page = context.new_page()
    try:
        for address in dict.fromkeys(lists):
            _open(page, f"{base}/{lang}{address}")
            links = (link for link in _links(page, where) if screen.pattern.search(link))
            if first := next(links, ""):
                return first
        return ""
    finally:
        page.close()


@contextmanager
def running_demo() -> Iterator[str]:
    """The address of a demo: the one in FITKIT_SHOTS_URL, else one started for this purpose."""
    if given := settings().shots_url:
        yield given.rstrip("/")
        return
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    os.environ |= {"FITKIT_ENV": "demo", "FITKIT_PORT": str(port)}
    os.environ.pop("FITKIT_PUBLIC_URL", None)
    settings.cache_clear()
    from fitkit.dev import demo

    demo.prepare()
    base = f"http://localhost:{port}"
    commands = {"web": web_command("127.0.0.1", port), "worker": worker_command()}
    with Crew(commands, serving_environment()) as crew:
        crew.await_answer(f"{base}/ping", seconds=120)
        yield base


def main(words: list[str] | None = None) -> None:
    """Take pictures, print where they are and what went wrong."""
    parser = argparse.ArgumentParser(prog="./run shots")
    parser.add_argument(
        "words", nargs="*", help="parts of routes or personas; all when none is given"
    )
    parser.add_argument("--all", action="store_true", help="both languages on both devices")
    parser.add_argument("--full", action="store_true", help="whole pages")
    given = parser.parse_args(words)
    chromium.find()
    with running_demo() as base:
        album = take(base, given.words, every_pair=given.all, full=given.full)
    for trouble in album.troubles:
        print(trouble)
    print(f"{len(album.taken)} pictures in {album.folder}, {len(album.troubles)} troubles")


if __name__ == "__main__":
    try:
        main()
    except (BadSetting, chromium.NoChromium) as wrong:
        sys.exit(str(wrong))
