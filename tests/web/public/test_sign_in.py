"""The sign-in screen: what comes back from its forms stands where it belongs, in the reader's language."""

import json
from types import SimpleNamespace
from urllib.parse import quote

import pytest

from fitkit.core.i18n import Lang, Text
from fitkit.core.permissions import Role
from fitkit.core.settings import Environment
from fitkit.texts import common
from fitkit.texts import identity as texts
from fitkit.web.public.arrival import inside
from fitkit.web.public.signin import personas
from fitkit.web.public.signin.personas import Persona
from fitkit.web.public.signin.state import SignInState
from tests.web.driver import Tab, acting


async def arrive(path: str, typed: dict[str, str] | None = None):
    cookie = f"x; fitkit_form={quote(json.dumps(typed))}" if typed else ""
    async with Tab(None, path, cookie=cookie) as tab:
        await tab.fire(SignInState, "load")
        return await tab.state(SignInState)


@pytest.mark.parametrize("lang", Lang)
async def test_a_wrong_password_is_told_at_the_password(lang):
    state = await arrive(f"/{lang}/sign-in/?problem=wrong", {"account": "noa@example.com"})
    assert state.problems == {"password": texts.WRONG.to(lang)}
    assert state.warning == ""
    assert state.account == "noa@example.com"
    assert state.step == "password"


async def test_a_pause_is_told_above_the_form_with_its_minutes():
    state = await arrive("/en/sign-in/?problem=locked&minutes=7")
    assert "7" in state.warning
    assert state.problems == {}


@pytest.mark.parametrize("minutes", ["{lang}", "-1", "99999", "<b>"])
async def test_minutes_from_an_address_are_digits_or_one(minutes):
    state = await arrive(f"/en/sign-in/?problem=locked&minutes={quote(minutes)}")
    assert state.warning == texts.LOCKED.to(Lang.EN, minutes="1")


@pytest.mark.parametrize("query", ["problem=<script>", "account=evil", "other=wrong", "problem="])
async def test_words_that_no_form_sends_say_nothing(query):
    state = await arrive(f"/en/sign-in/?{query}")
    assert state.problems == {}
    assert state.warning == ""


async def test_the_code_is_asked_for_where_it_was_sent():
    state = await arrive("/he/sign-in/?step=code&problem=code", {"account": "noa@example.com"})
    assert state.step == "code"
    assert state.problems == {"code": texts.CODE_WRONG.he}


async def test_without_an_address_the_code_step_asks_for_one():
    state = await arrive("/he/sign-in/?step=code")
    assert state.step == "password"
    assert state.problems == {"account": common.REQUIRED.he}


async def test_a_second_factor_can_be_a_recovery_code():
    async with Tab(None, "/en/sign-in/?step=second-factor&problem=factor") as tab:
        await tab.fire(SignInState, "load")
        state = await tab.state(SignInState)
        assert state.step == "second-factor"
        assert state.problems == {"code": texts.FACTOR_WRONG.en}
        await tab.fire(SignInState, "use", way="recovery")
        state = await tab.state(SignInState)
        assert state.by_recovery
        assert state.problems == {}
        await tab.fire(SignInState, "use", way="app")
        assert not (await tab.state(SignInState)).by_recovery


async def test_a_half_sign_in_that_is_over_begins_again():
    state = await arrive("/en/sign-in/?problem=code")
    assert state.step == "password"
    assert state.warning == texts.CODE_WRONG.en


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "https://evil.example",
        "/he//evil.example",
        "/he/\\evil",
        "javascript:1",
        "/fr/x",
        "/he/\nx",
    ],
)
def test_only_our_own_pages_are_led_to(path):
    assert inside(path) == ""


def test_a_page_of_ours_with_its_query_is_led_to():
    assert inside("/he/join/abc_-/?a=1&b=%20") == "/he/join/abc_-/?a=1&b=%20"


@pytest.mark.parametrize("cookie", ["[1]", "null", "{", '{"account": 5}', "[" * 3000])
async def test_a_broken_cookie_is_no_cookie(cookie):
    async with Tab(None, "/en/sign-in/", cookie=f"x; fitkit_form={quote(cookie)}") as tab:
        await tab.fire(SignInState, "load")
        assert (await tab.state(SignInState)).account == ""
        assert tab.faults == []


async def test_the_screen_opens_for_whoever_is_signed_in_too():
    async with Tab(acting(Role.COACH), "/en/sign-in/?next=/en/dashboard/today/") as tab:
        await tab.fire(SignInState, "load")
        assert (await tab.state(SignInState)).onward == "/en/dashboard/today/"


class TestPersonas:
    PEOPLE = [Persona(Text("מאיה", "Maya"), "maya@namal.demo", "a-password", "/home")]

    @pytest.fixture(autouse=True)
    def offers(self, monkeypatch):
        monkeypatch.setattr(personas, "_offers", [lambda: self.PEOPLE])

    async def test_nobody_is_offered_outside_of_the_demo(self):
        assert (await arrive("/en/sign-in/")).personas == []

    async def test_the_demo_offers_its_people_in_the_readers_language(self, monkeypatch):
        demo = SimpleNamespace(environment=Environment.DEMO)
        monkeypatch.setattr(personas, "settings", lambda: demo)
        row = (await arrive("/he/sign-in/")).personas[0]
        assert (row.label, row.account, row.path) == ("מאיה", "maya@namal.demo", "/he/home/")
