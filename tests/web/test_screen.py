"""What States inherit: loading, forms, undo, ids; and what a browser is shown of who is signed in."""

import asyncio
from typing import Any, ClassVar
from uuid import uuid4

import pytest
import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import Denied, Invalid, NotFound, OutsideFailure, Refusal
from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission, Role, internal, requires
from fitkit.core.work import Work
from fitkit.texts import common
from fitkit.web.frames.state import FrameState
from fitkit.web.screen import Needs, Screen, text, ticked
from fitkit.web.session import SessionState, cookie_hash, initials, lang_of
from tests.web.driver import Tab, acting

FULL = Text("השיעור מלא", "The class is full")
DONE = Text("נשמר", "Saved")


@requires(Permission.BOOK_SELF)
def _org(w: Work) -> str:
    return str(w.actor.org_id)


@requires(Permission.SEE_AUDIT)
def _not_for_members(_w: Work) -> str:
    return "audit"


@internal
def _inside(_w: Work) -> str:
    return "inside"


def _unmarked(_w: Work) -> str:
    return "unmarked"


class IdiomState(Screen, rx.State):
    """One handler for each part of the idiom."""

    needs: ClassVar[Needs] = Permission.BOOK_SELF
    words: str = ""
    is_loading: bool = True
    problem: str = ""
    problems: dict[str, str] = {}

    @rx.event
    async def load(self, way: str = "") -> None:
        async with self.loading():
            if way == "refused":
                raise NotFound
            if way == "fault":
                raise ValueError("maya@example.com")
            if way == "outside":
                raise OutsideFailure("smtp 421")
            self.words = await self.do(_org)

    @rx.event
    async def save(self, way: str) -> EventSpec | None:
        async with self.attempt() as deed:
            if way == "field":
                raise Refusal(common.TOO_LONG, field="name", most=5)
            if way == "several":
                raise Invalid({"name": common.REQUIRED, "email": common.NOT_AN_EMAIL})
            if way == "whole":
                raise Refusal(FULL)
        return self.say(DONE) if deed.done else deed.toast

    @rx.event
    async def cancel(self, booking_id: str) -> EventSpec:
        return self.offer_undo(DONE, IdiomState.save("back"))

    @rx.event
    async def parse(self, given: str) -> None:
        self.words = str(self.uuid(given))

    @rx.event
    async def call(self, which: str) -> None:
        fn: Any = {"inside": _inside, "unmarked": _unmarked, "audit": _not_for_members}[which]
        self.words = await self.do(fn)

    @rx.event
    async def here(self) -> None:
        self.words = f"{self.lang()} {self.id_in_path()}"


@pytest.fixture
def member():
    return acting(Role.MEMBER)


async def test_loading_that_was_cut_off_does_not_look_empty():
    state = IdiomState()
    with pytest.raises(asyncio.CancelledError):
        async with state.loading():
            raise asyncio.CancelledError
    assert (state.is_loading, state.problem) == (True, "")


async def test_loading_ends_with_what_was_read(member, rolled_back):
    async with Tab(member, "/he/x/") as tab:
        await tab.fire(IdiomState, "load")
        state = await tab.state(IdiomState)
        assert (state.words, state.is_loading, state.problem) == (str(member.org_id), False, "")


@pytest.mark.parametrize(
    ("way", "words"),
    [("refused", "Not found"), ("fault", "Something broke"), ("outside", "outside service")],
)
async def test_what_goes_wrong_in_loading_stands_in_the_page(way, words, member):
    async with Tab(member, "/en/x/") as tab:
        await tab.fire(IdiomState, "load", way=way)
        state = await tab.state(IdiomState)
        assert words in state.problem
        assert "example.com" not in state.problem
        assert not state.is_loading
        assert tab.said == "[]"


async def test_a_refusal_stands_at_its_field(member):
    async with Tab(member, "/he/x/") as tab:
        await tab.fire(IdiomState, "save", way="field")
        assert (await tab.state(IdiomState)).problems == {"name": "ארוך מדי: עד 5 תווים"}
        assert tab.said == "[]"


async def test_several_problems_stand_each_at_its_field(member):
    async with Tab(member, "/en/x/") as tab:
        await tab.fire(IdiomState, "save", way="several")
        assert set((await tab.state(IdiomState)).problems) == {"name", "email"}


async def test_the_next_try_clears_the_problems(member):
    async with Tab(member, "/en/x/") as tab:
        await tab.fire(IdiomState, "save", way="several")
        await tab.fire(IdiomState, "save", way="fine")
        assert (await tab.state(IdiomState)).problems == {}
        assert "Saved" in tab.said


async def test_a_refusal_of_the_whole_deed_is_a_toast(member):
    async with Tab(member, "/en/x/") as tab:
        await tab.fire(IdiomState, "save", way="whole")
        assert (await tab.state(IdiomState)).problems == {}
        assert "The class is full" in tab.said


async def test_undo_offers_its_handler_for_eight_seconds(member):
    async with Tab(member, "/en/x/") as tab:
        await tab.fire(IdiomState, "cancel", booking_id=str(uuid4()))
        assert "Undo" in tab.said
        assert "idiom_state.save" in tab.said
        assert "8000" in tab.said


@pytest.mark.parametrize(
    "junk", ["", "7", "../..", "x" * 36, "01a20a52-da14-7607-b57e-05620e2cf8950"]
)
async def test_a_junk_id_is_not_found(junk, member):
    async with Tab(member, "/en/x/") as tab:
        await tab.fire(IdiomState, "parse", given=junk)
        assert isinstance(tab.refusals[-1], NotFound)
        assert "Not found" in tab.said


async def test_the_id_of_a_dynamic_route_comes_from_the_address(member):
    some = uuid4()
    async with Tab(member, f"/en/dashboard/members/{some}/") as tab:
        await tab.fire(IdiomState, "here")
        assert (await tab.state(IdiomState)).words == f"en {some}"


@pytest.mark.parametrize("which", ["inside", "unmarked", "audit"])
async def test_do_refuses_what_is_not_for_edges_or_not_for_them(which, member, rolled_back):
    async with Tab(member, "/en/x/") as tab:
        await tab.fire(IdiomState, "call", which=which)
        assert isinstance(tab.refusals[-1], Denied)
        assert (await tab.state(IdiomState)).words == ""


async def test_the_frame_knows_who_is_signed_in(member):
    async with Tab(member, "/en/x/") as tab:
        await tab.fire(IdiomState, "save", way="fine")
        session = await tab.state(SessionState)
        assert (session.is_signed_in, session.user_name, session.user_initials) == (
            True,
            "Maya Levi",
            "ML",
        )
        assert (session.role, session.gym_name, session.gym_initial) == ("member", "Namal", "N")
        assert session.powers == sorted(str(p) for p in member.permissions)


def test_the_session_state_answers_nothing_from_the_wire():
    assert set(SessionState.event_handlers) <= {"setvar"}
    assert FrameState.needs is Permission.USE_ACCOUNT


def test_nothing_private_of_the_session_reaches_the_browser():
    assert "_actor" not in SessionState.base_vars
    assert "_bound" not in SessionState.base_vars


@pytest.mark.parametrize(
    "header", ["", "a=b", "fitkit_session=", "\x00;;;=", "fitkit_session=a=b; ;"]
)
def test_a_header_without_a_token_is_nobody(header):
    assert cookie_hash(header) == "" or len(cookie_hash(header)) == 64


def test_languages_of_addresses():
    assert [lang_of(p) for p in ("/en", "/en/x", "/enough", "/he/en/", "")] == [
        "en",
        "en",
        "he",
        "he",
        "he",
    ]


def test_form_values_are_read_as_words():
    form = {"a": "  b ", "n": None, "on": "on", "off": "false"}
    assert (text(form, "a"), text(form, "n"), text(form, "none")) == ("b", "", "")
    assert (ticked(form, "on"), ticked(form, "off"), ticked(form, "none")) == (True, False, False)


def test_initials():
    assert [initials(n) for n in ("Maya Levi", "מאיה", "", "a b c")] == ["ML", "מ", "", "AC"]
