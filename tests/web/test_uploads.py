"""POST /_upload brings a tab's token only: who may, how much, and to which handler."""

from types import SimpleNamespace
from typing import Any, ClassVar
from unittest import mock

import pytest
import reflex as rx
from reflex_base.registry import RegistrationContext
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from fitkit.core.permissions import Permission, Role
from fitkit.web import guard, session
from fitkit.web.guard import UploadGuard
from fitkit.web.screen import Needs, Screen
from tests.endpoints.client import TestClient
from tests.web.driver import TOKEN, Tab, acting


class UploadState(Screen, rx.State):
    """A screen that takes a picture."""

    needs: ClassVar[Needs] = Permission.EDIT_SETTINGS
    got: str = ""

    @rx.event
    async def receive(self, files: list[rx.UploadFile]) -> None:
        self.got = str(len(files))

    @rx.event
    async def words(self, said: str) -> None:
        self.got = said


async def _reached(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"reached {len(await request.body())}")


def _head(tab: Tab, handler: str = "receive", **more: str) -> dict[str, str]:
    return {
        "reflex-client-token": TOKEN,
        "reflex-event-handler": f"{UploadState.get_full_name()}.{handler}",
        "cookie": f"{session.COOKIE}={tab.cookie}",
    } | more


async def _post(
    tab: Tab,
    head: dict[str, str],
    body: bytes = b"abc",
    method: str = "POST",
    path: str = "/_upload",
) -> Any:
    """Through the guard alone; behind it stands a page that says it was reached."""
    inner = Starlette(routes=[Route("/{p:path}", _reached, methods=["GET", "POST"])])
    answers: list[Any] = []

    async def send(message: Any) -> None:
        answers.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    given = {"content-length": str(len(body))} | head
    scope = {
        "type": "http", "method": method, "path": path, "query_string": b"", "http_version": "1.1",
        "headers": [(k.encode(), v.encode()) for k, v in given.items()],
    }  # fmt: skip
    app = SimpleNamespace(modify_state=tab.manager.modify_state)
    known = SimpleNamespace(app=app, event_handlers=RegistrationContext.get().event_handlers)
    stand_in = SimpleNamespace(get=lambda: known)
    with mock.patch.object(guard, "RegistrationContext", stand_in):
        await UploadGuard(inner)(scope, receive, send)
    return next(a["status"] for a in answers if a["type"] == "http.response.start")


async def test_the_tabs_own_person_uploads_to_an_upload_handler():
    async with Tab(acting(Role.OWNER), "/he/x/") as tab:
        await tab.fire(UploadState, "words", said="hello")
        assert await _post(tab, _head(tab)) == 200


@pytest.mark.parametrize(
    "change",
    [
        {"cookie": ""},
        {"cookie": "fitkit_session=another"},
        {"reflex-client-token": "00000000-0000-4000-8000-0000000000ff"},
        {"reflex-client-token": ""},
        {"reflex-client-token": "../../etc"},
        {"reflex-event-handler": ""},
        {"reflex-event-handler": "reflex___state____state.hydrate"},
        {"reflex-event-handler": "reflex___state____state.setvar"},
    ],
)
async def test_anything_else_is_forbidden(change):
    async with Tab(acting(Role.OWNER), "/he/x/") as tab:
        await tab.fire(UploadState, "words", said="hello")
        assert await _post(tab, _head(tab) | change) == 403


async def test_a_handler_that_takes_no_files_is_forbidden():
    async with Tab(acting(Role.OWNER), "/he/x/") as tab:
        await tab.fire(UploadState, "words", said="hello")
        assert await _post(tab, _head(tab, "words")) == 403


async def test_who_may_not_use_the_screen_may_not_upload_to_it():
    async with Tab(acting(Role.MEMBER), "/he/x/") as tab:
        await tab.fire(UploadState, "words", said="hello")
        assert await _post(tab, _head(tab)) == 403


async def test_a_revoked_session_uploads_nothing():
    async with Tab(acting(Role.OWNER), "/he/x/") as tab:
        await tab.fire(UploadState, "words", said="hello")
        tab.actor = None
        assert await _post(tab, _head(tab)) == 403


@pytest.mark.parametrize("size", [str(UploadGuard.MOST_BYTES + 1), "", "-1", "many"])
async def test_a_size_that_is_too_much_or_unknown_is_refused(size):
    async with Tab(acting(Role.OWNER), "/he/x/") as tab:
        await tab.fire(UploadState, "words", said="hello")
        assert await _post(tab, _head(tab, **{"content-length": size})) == 413


async def test_nothing_is_ever_served_from_there():
    async with Tab(acting(Role.OWNER), "/he/x/") as tab:
        assert await _post(tab, {}, method="GET", path="/_upload/picture.png") == 404


async def test_files_do_not_come_by_the_socket():
    async with Tab(acting(Role.OWNER), "/he/x/") as tab:
        await tab.fire(UploadState, "receive", files=[{"path": "/etc/passwd"}])
        assert (await tab.state(UploadState)).got == ""


def test_other_addresses_pass():
    inner = Starlette(routes=[Route("/{p:path}", _reached)])
    assert TestClient(UploadGuard(inner)).get("/he/").text == "reached 0"
