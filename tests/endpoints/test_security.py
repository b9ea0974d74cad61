"""The outermost layer: what is refused before anything runs, and what every answer says."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from fitkit.core.settings import settings
from fitkit.endpoints import api, routes, security
from fitkit.endpoints.language import preferred
from fitkit.endpoints.security import BODY, Security, caching
from tests.endpoints.client import TestClient


async def _echo(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


async def _socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("open")
    await socket.close()


def _client(base_url: str | None = None) -> TestClient:
    inner = Starlette(
        routes=[
            Route("/{path:path}", _echo, methods=["GET", "POST", "DELETE"]),
            WebSocketRoute("/_event", _socket),
        ]
    )
    return TestClient(Security(inner), base_url=base_url or settings().public_url)


@pytest.fixture
def ours() -> dict[str, str]:
    return {"origin": settings().public_url}


@pytest.fixture
def production(monkeypatch):
    monkeypatch.setenv("FITKIT_ENV", "production")
    monkeypatch.setenv("FITKIT_PUBLIC_URL", "https://gym.example.com")
    settings.cache_clear()
    yield "https://gym.example.com"
    monkeypatch.undo()
    settings.cache_clear()


def test_every_answer_is_fenced():
    said = _client().get("/he/").headers
    csp = dict(
        part.strip().partition(" ")[::2] for part in said["content-security-policy"].split(";")
    )
    assert csp["default-src"] == "'self'"
    assert csp["frame-ancestors"] == csp["object-src"] == csp["base-uri"] == "'none'"
    assert csp["form-action"] == "'self'"
    assert "http:" not in csp["script-src"]
    assert "*" not in said["content-security-policy"]
    assert said["x-content-type-options"] == "nosniff"
    assert said["cross-origin-opener-policy"] == "same-origin"
    assert said["referrer-policy"]
    assert "geolocation=()" in said["permissions-policy"]
    assert len(said["x-request-id"]) == 36


def test_hsts_only_where_people_come_by_https(production):
    assert (
        "max-age=31536000" in _client(production).get("/he/").headers["strict-transport-security"]
    )


def test_no_hsts_over_http():
    assert "strict-transport-security" not in _client().get("/he/").headers


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/assets/entry-1a2b.js", "public, max-age=31536000, immutable"),
        ("/fonts/heebo.woff2", "public, max-age=604800"),
        ("/he/home/", "no-cache"),
        ("/sw.js", "no-cache"),
        ("/manifest.webmanifest", "no-cache"),
        ("/auth/sign-in", "no-store"),
    ],
)
def test_what_a_browser_may_keep(path, said):
    assert caching(path) == said
    assert _client().get(path).headers["cache-control"] == said


def test_a_write_from_our_own_page_passes(ours):
    assert _client().post("/auth/sign-in", content=b"abc", headers=ours).text == "3"


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost.evil.example", ""]
)
def test_a_write_from_a_foreign_page_is_refused(origin):
    assert _client().post("/auth/sign-in", headers={"origin": origin}).status_code == 403


def test_a_write_without_an_origin_but_with_a_cookie_is_refused():
    assert (
        _client().post("/auth/sign-in", headers={"cookie": "fitkit_session=x"}).status_code == 403
    )


def test_a_browser_that_says_cross_site_is_refused():
    assert _client().delete("/x", headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_reading_needs_no_origin():
    assert _client().get("/he/", headers={"cookie": "fitkit_session=x"}).status_code == 200


def test_a_socket_from_our_own_page_opens(ours):
    with _client().websocket_connect("/_event", headers=ours) as socket:
        assert socket.receive_text() == "open"


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_a_socket_from_a_foreign_page_is_closed(origin):
    with (
        pytest.raises(WebSocketDisconnect),
        _client().websocket_connect("/_event", headers={"origin": origin}),
    ):
        pass


def test_a_body_that_is_too_long_is_refused_before_it_is_read(ours):
    answer = _client().post("/auth/sign-in", content=b"x" * (BODY + 1), headers=ours)
    assert answer.status_code == 413
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_foreign_host_is_refused_in_production(production):
    assert _client(production).get("/he/").status_code == 200
    assert _client("https://other.example").get("/he/").status_code == 421
    assert _client("https://10.0.0.1").get("/health/live").status_code == 200


def test_the_local_origin_is_not_ours_in_production(production):
    local = {"origin": "http://localhost:8000"}
    assert _client(production).post("/auth/sign-in", headers=local).status_code == 403


def test_the_policy_names_our_sockets():
    assert "ws://localhost" in security.headers()["content-security-policy"]


@pytest.mark.parametrize(
    ("asked", "lang"),
    [
        ("", "he"),
        ("en-US,en;q=0.9", "en"),
        ("he-IL,he;q=0.9,en;q=0.8", "he"),
        ("fr,en;q=0.5,he;q=0.4", "en"),
        ("iw", "he"),
        ("fr", "he"),
        ("en;q=0", "he"),
        (";;;=,,", "he"),
        ("en" * 5000, "he"),
    ],
)
def test_the_bare_address_follows_the_browser(asked, lang):
    assert preferred(asked) == lang
    answer = TestClient(api()).get("/", headers={"accept-language": asked}, follow_redirects=False)
    assert answer.headers["location"] == f"/{lang}/"
    assert answer.headers["vary"] == "Accept-Language"


def test_the_process_says_that_it_lives():
    assert TestClient(api()).get("/health/live").json() == {"status": "alive"}


def test_a_database_without_its_schema_is_not_ready(monkeypatch):
    from fitkit.core import db

    monkeypatch.setattr(db, "is_served_schema", lambda: False)
    answer = TestClient(api()).get("/health/ready")
    assert (answer.status_code, answer.json()["why"]) == (503, "migrations are missing")


def test_a_database_that_does_not_answer_is_not_ready(monkeypatch):
    from fitkit.core import db

    def broken() -> bool:
        raise ConnectionError("password=secret")

    monkeypatch.setattr(db, "is_served_schema", broken)
    answer = TestClient(api()).get("/health/ready")
    assert answer.status_code == 503
    assert "secret" not in answer.text


def test_no_two_endpoints_share_an_address():
    addresses = [
        (r.path, m) for r in routes() if isinstance(r, Route) for m in (r.methods or set())
    ]
    assert len(addresses) == len(set(addresses))
