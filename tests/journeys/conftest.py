"""One gym house for all journeys: a database of its own, a built frontend, a web process, a worker, a browser."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from fitkit.core import clock
from fitkit.core.i18n import Lang, Text
from fitkit.core.settings import settings
from fitkit.dev import build, chromium
from fitkit.dev.processes import ROOT, environment
from fitkit.integrations.sandbox.outbox import FileOutbox
from fitkit.ports.outbox import SentItem
from fitkit.seeds.people import PASSWORD as DEMO_PASSWORD
from tests.conftest import WORKER
from tests.factories.identity import PASSWORD
from tests.served import Serving, served

PATIENCE_MS = 15_000
LETTER_S = 30.0
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
expect.set_options(timeout=PATIENCE_MS)
# Said by the browser about itself, or when a server goes down on purpose.
_HARMLESS = re.compile(
    r"ERR_CONNECTION|WebSocket|favicon|net::ERR|Failed to load resource.*40[134]"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(str(item.path)).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.xdist_group("journeys"))
            item.add_marker(pytest.mark.timeout(900))  # the first builds the house


@dataclass
class Stage:
    """What journeys walk through."""

    serving: Serving
    facts: dict[str, str]
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    kept: dict[str, list[Any]] = field(default_factory=dict)  # cookies of who came in before
    began: datetime = field(default_factory=clock.now)  # older letters are of other runs

    @property
    def base(self) -> str:
        return self.serving.base

    def screen(
        self,
        lang: Lang,
        *,
        phone: bool = False,
        scheme: str = "light",
        width: int = 0,
        reduced: bool = True,
    ) -> "Screen":
        """A fresh browser of nobody's."""
        size = dict(PHONE if phone else DESK)
        size["width"] = width or size["width"]
        context = self.browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            locale="he-IL" if lang is Lang.HE else "en-GB",
            timezone_id="Asia/Jerusalem",
            color_scheme=scheme,  # type: ignore[arg-type]
            reduced_motion="reduce" if reduced else None,
            is_mobile=phone,
            has_touch=phone,
            service_workers="block",
            base_url=self.base,
        )
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(  # a letter's frame has no storage
            f"try {{ localStorage.setItem('theme', '{scheme}') }} catch {{}}"
        )
        self.contexts.append(context)
        return Screen(self, context, context.new_page(), lang)

    def letters(self, to: str) -> list[SentItem]:
        """What was mailed to an address, the newest first."""
        sent = FileOutbox(Path(self.serving.env["FITKIT_HOME"]) / "outbox").recent(500)
        return [item for item in sent if item.to == to and item.at >= self.began]

    def letter(self, to: str, matches: Callable[[SentItem], Any]) -> SentItem:
        """The newest letter to an address that fits, waited for."""
        deadline = time.monotonic() + LETTER_S
        while time.monotonic() < deadline:
            for item in self.letters(to):
                if matches(item):
                    return item
            time.sleep(0.2)
        seen = [item.subject for item in self.letters(to)]
        pytest.fail(
            f"no such letter to {to}; there are {seen}\n{self.serving.log('worker')[-1500:]}"
        )

    def code(self, to: str) -> str:
        """The newest six digits mailed to an address."""
        found = self.letter(to, lambda item: re.search(r"\b\d{3} ?\d{3}\b", item.text))
        digits = re.search(r"\b\d{3} ?\d{3}\b", found.text)
        assert digits
        return digits[0].replace(" ", "")

    def link(self, to: str, part: str) -> str:
        """The path of a link in a letter."""
        found = self.letter(to, lambda item: re.search(part, item.text + item.link))
        link = re.search(rf"https?://[^/\s]+({part}\S*)", found.text)
        assert link, found.text
        return link[1]


class Screen:
    """One person's browser: what they see and do, in their language."""

    def __init__(self, stage: Stage, context: BrowserContext, page: Page, lang: Lang) -> None:
        self.stage, self.context, self.page, self.lang = stage, context, page, lang
        self.said: list[str] = []
        page.on("pageerror", lambda e: self.said.append(f"throws: {str(e)[:300]}"))
        page.on("console", self._hear)

    def _hear(self, message: Any) -> None:
        if message.type == "error" and not _HARMLESS.search(message.text):
            self.said.append(f"console: {message.text[:300]}")

    def sign_in(self, email: str, password: str = "", to: str = "/home/") -> "Screen":
        """By the form's own post; the journeys that are about signing in type it."""
        given = password or (DEMO_PASSWORD if email.endswith(".demo") else PASSWORD)
        answer = self.context.request.post(
            f"{self.stage.base}/auth/sign-in",
            form={"email": email, "account": email, "password": given, "lang": str(self.lang)},
            headers={"origin": self.stage.base},
            max_redirects=0,
        )
        assert answer.status == 303, answer.status
        assert any(c["httpOnly"] for c in self.context.cookies()), f"{email} was not signed in"
        return self.go(to)

    def sign_in_once(self, email: str, to: str) -> "Screen":
        """With the sign-in of an earlier screen: only so many an hour are let in at one account."""
        if email in self.stage.kept:
            self.context.add_cookies(self.stage.kept[email])
            self.go(to)
            if "/sign-in/" not in self.page.url:
                return self
        self.sign_in(email, to=to)
        self.stage.kept[email] = [c for c in self.context.cookies() if c["httpOnly"]]
        return self

    def go(self, path: str) -> "Screen":
        """To a screen, until it has loaded."""
        address = path if path.startswith(f"/{self.lang}/") else f"/{self.lang}{path}"
        self.page.goto(address)
        return self.ready()

    def ready(self) -> "Screen":
        """Until nothing on the screen is still loading."""
        self.page.wait_for_load_state("load")
        expect(self.page.locator("h1").first).to_be_visible()
        if "/platform/gallery/" not in self.page.url:  # shows for ever what loading looks like
            self.page.wait_for_function(
                "() => !document.querySelector('main [aria-busy=true], [data-loading=true]')"
            )
        self.page.wait_for_timeout(250)
        return self

    def at(self, path: str) -> "Screen":
        """Until the address is another one."""
        self.page.wait_for_url(re.compile(re.escape(f"/{self.lang}{path}")))
        return self.ready()

    def words(self, text: Text | str, **params: object) -> str:
        return text.to(self.lang, **params) if isinstance(text, Text) else text

    def button(self, text: Text | str | re.Pattern[str], **params: object) -> Locator:
        name = text if isinstance(text, re.Pattern) else self.words(text, **params)
        return self.page.get_by_role("button", name=name, exact=isinstance(name, str) or None)

    def link(self, text: Text | str) -> Locator:
        return self.page.get_by_role("link", name=self.words(text), exact=True)

    def label(self, text: Text | str) -> Locator:
        """A control by the words of its label, which may say that it is optional."""
        starts = re.compile("^" + re.escape(self.words(text)))
        return self.page.get_by_label(starts).locator("visible=true").first

    def sees(self, text: Text | str | re.Pattern[str], **params: object) -> "Screen":
        wanted = text if isinstance(text, re.Pattern) else self.words(text, **params)
        expect(self.page.get_by_text(wanted).locator("visible=true").first).to_be_visible()
        return self

    def keeps_looking(self, path: str, wanted: str | Locator) -> "Screen":
        """Opens a screen again until it says what another process is about to do."""
        found = self.page.get_by_text(wanted) if isinstance(wanted, str) else wanted
        deadline = time.monotonic() + LETTER_S
        while time.monotonic() < deadline:
            self.go(path)
            if found.count():
                return self
            self.page.wait_for_timeout(700)
        pytest.fail(f"{wanted} never came up at {path}\n{self.stage.serving.log('worker')[-1500:]}")

    def is_quiet(self) -> None:
        """The browser had nothing to complain of."""
        assert self.said == []


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    try:
        options = chromium.launch_options()
    except chromium.NoChromium as none:
        pytest.fail(str(none), pytrace=False)
    build.build(quiet=True)
    database = f"journey_{WORKER}"
    own = {"FITKIT_DATABASE": database, "FITKIT_HOME": str(settings().home)}
    own["FITKIT_PLATFORM_TOTP"] = (
        "false"  # else the platform's screens stay shut to its demo person
    )
    prepared = subprocess.run(
        [sys.executable, "-m", "tests.journeys.prepare", database],
        cwd=ROOT,
        env=environment(**own),
        capture_output=True,
        text=True,
        check=False,
    )
    assert prepared.returncode == 0, prepared.stderr[-4000:]
    facts = json.loads(prepared.stdout.strip().splitlines()[-1])
    folder = tmp_path_factory.mktemp("journeys")
    with served(folder, frontend=True, worker=True, **own) as serving, sync_playwright() as p:
        browser = p.chromium.launch(**options)
        yield Stage(serving, facts, browser)
        browser.close()


@pytest.fixture
def house(stage: Stage, request: pytest.FixtureRequest) -> Iterator[Stage]:
    """The stage; every browser a test opened is closed, after a picture if it went wrong."""
    stage.contexts.clear()
    yield stage
    failed = getattr(request.node, "went_wrong", False)
    if failed and (folder := os.environ.get("FITKIT_JOURNEY_SHOTS")):
        for n, context in enumerate(stage.contexts):
            for page in context.pages:
                page.screenshot(path=f"{folder}/{request.node.name}-{n}.png")
    for context in stage.contexts:
        context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    report = yield
    if report.when == "call":
        item.went_wrong = report.failed  # type: ignore[attr-defined]  # read by the fixture above
        house = getattr(item, "funcargs", {}).get("house")
        if report.failed and house is not None:
            for process in ("web", "worker"):
                report.sections.append((f"{process} said", house.serving.log(process)[-2000:]))
    return report
