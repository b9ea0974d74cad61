"""``assets/sw.js`` in a real browser, over a web server of this test's own."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright

from fitkit.dev import chromium

ASSETS = Path(__file__).parents[2] / "assets"
TYPES = {".js": "text/javascript", ".html": "text/html; charset=utf-8", ".png": "image/png"}
PAGES = {
    "/he/schedule": "<!doctype html><title>schedule</title>",
    "/en/schedule": "<!doctype html><title>schedule</title>",
    "/assets/app-AbCd1234.js": "1",
    "/assets/app.js": "1",
    "/auth/me": "1",
}

pytestmark = pytest.mark.journey


class Site:
    """A web server that can be taken down, and what was asked of it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.is_down = False

    def answer(self, path: str) -> tuple[int, str, bytes]:
        bare = path.partition("?")[0]
        self.asked.append(bare)
        if bare in PAGES:
            kind = ".html" if bare.endswith("schedule") else ".js"
            return 200, TYPES[kind], PAGES[bare].encode()
        file = ASSETS / bare.lstrip("/")
        if bare.startswith(("/sw.js", "/offline/", "/icons/")) and file.is_file():
            return 200, TYPES.get(file.suffix, "text/plain"), file.read_bytes()
        return 404, "text/plain", b""


@contextmanager
def served() -> Iterator[tuple[Site, str]]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if site.is_down:
                self.close_connection = True
                self.connection.close()
                return
            status, kind, body = site.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            pass  # a connection that was cut on purpose

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield site, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=str(chromium.find()), args=["--no-sandbox"])
        yield browser.new_context()
        browser.close()


@pytest.fixture
def house(context: BrowserContext) -> Iterator[tuple[Site, str, Page]]:
    with served() as (site, origin):
        context.grant_permissions(["notifications"], origin=origin)
        page = context.new_page()
        page.goto(f"{origin}/he/schedule")
        page.evaluate(
            "navigator.serviceWorker.register('/sw.js?v=1').then(() => navigator.serviceWorker.ready)"
        )
        page.wait_for_function("navigator.serviceWorker.controller !== null")
        yield site, origin, page
        page.close()


def until(page: Page, truth: str) -> None:
    """Wait for a promise that becomes true; the browser's own waiting takes a promise for truth."""
    for _ in range(100):
        if page.evaluate(truth):
            return
        page.wait_for_timeout(30)
    raise AssertionError(truth)


def kept(page: Page) -> list[str]:
    return page.evaluate(  # type: ignore[no-any-return]
        "caches.keys().then(n => Promise.all(n.map(k => caches.open(k).then(c => c.keys()))))"
        ".then(all => all.flat().map(r => new URL(r.url).pathname).sort())"
    )


def test_without_network_a_page_says_so_in_its_language(house) -> None:
    site, origin, page = house
    site.is_down = True
    for lang, direction in (("he", "rtl"), ("en", "ltr")):
        page.goto(f"{origin}/{lang}/schedule")
        assert page.locator("html").get_attribute("dir") == direction
        assert page.title() != "schedule"
    site.is_down = False
    page.goto(f"{origin}/he/schedule")
    assert page.title() == "schedule"


def test_only_files_that_never_change_are_kept(house) -> None:
    site, _, page = house
    for path in ("/assets/app-AbCd1234.js", "/assets/app.js", "/auth/me", "/he/schedule"):
        for _ in range(2):
            assert page.evaluate("path => fetch(path).then(r => r.status)", path) == 200
    page.goto(page.url)
    assert kept(page) == ["/assets/app-AbCd1234.js", "/offline/en.html", "/offline/he.html"]
    assert site.asked.count("/assets/app-AbCd1234.js") == 1


def test_a_new_version_forgets_what_the_old_one_kept(house) -> None:
    _, _, page = house
    page.evaluate("fetch('/assets/app-AbCd1234.js').then(r => r.status)")
    page.evaluate("navigator.serviceWorker.register('/sw.js?v=2')")
    page.wait_for_function(
        "navigator.serviceWorker.controller && navigator.serviceWorker.controller.scriptURL.endsWith('v=2')"
    )
    until(page, "caches.keys().then(n => n.length === 1 && n[0] === 'fitkit-2')")
    assert kept(page) == ["/offline/en.html", "/offline/he.html"]


def push(page: Page, origin: str, data: str) -> dict[str, object]:
    """Deliver a push as the browser's service would, and see the newest notification."""
    cdp = page.context.new_cdp_session(page)
    found: list[str] = []
    cdp.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda e: found.extend(
            r["registrationId"] for r in e["registrations"] if r["scopeURL"].startswith(origin)
        ),
    )
    cdp.send("ServiceWorker.enable")
    for _ in range(50):
        if found:
            break
        page.wait_for_timeout(20)
    cdp.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": origin, "registrationId": found[-1], "data": data},
    )
    shown = "navigator.serviceWorker.ready.then(r => r.getNotifications())"
    until(page, f"{shown}.then(n => n.length > 0)")
    facts = page.evaluate(
        f"{shown}.then(n => n.map(x => ({{title: x.title, body: x.body, dir: x.dir, lang: x.lang, tag: x.tag, path: x.data.path}})))"
    )
    page.evaluate(f"{shown}.then(n => n.forEach(x => x.close()))")
    return facts[-1]  # type: ignore[no-any-return]


NOTE = {
    "key": "promoted:1",
    "title": "התפנה מקום",
    "body": "יום ג׳ 18:30",
    "path": "/he/schedule",
    "lang": "he",
    "unread": 2,
}


def test_a_push_is_shown_in_its_language_and_direction(house) -> None:
    _, origin, page = house
    assert push(page, origin, json.dumps(NOTE)) == {
        "title": "התפנה מקום",
        "body": "יום ג׳ 18:30",
        "dir": "rtl",
        "lang": "he",
        "tag": "promoted:1",
        "path": "/he/schedule",
    }


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/",
        "//evil.example/",
        "/he//evil.example",
        "javascript:x",
        "/auth/out",
        None,
    ],
)
def test_a_push_leads_nowhere_but_to_our_own_pages(house, path) -> None:
    _, origin, page = house
    assert push(page, origin, json.dumps(NOTE | {"path": path}))["path"] == "/"


def test_a_push_without_sense_is_still_shown(house) -> None:
    _, origin, page = house
    assert push(page, origin, "not json")["title"] == "FitKit"
