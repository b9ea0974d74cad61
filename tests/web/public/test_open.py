"""Opening a gym: typed words survive, each problem stands at its step, visitors get no further than the first."""

import json
from urllib.parse import quote

import pytest

from fitkit.core.i18n import Lang
from fitkit.core.permissions import Role
from fitkit.features.orgs.rules import VERSIONS
from fitkit.texts import common, getting_in
from fitkit.texts import identity as identity_texts
from fitkit.texts import orgs as texts
from fitkit.web import session
from fitkit.web.public.open.state import OpenState
from tests.factories.identity import make_actor
from tests.web.driver import Tab, signed_in

WHO, GYM, LOOK, ACCEPT = 1, 2, 3, 4
NO_MORE = {"location_name": "", "address": "", "phone": ""}


@pytest.fixture
def noa(gym):
    return make_actor(gym.org_id, Role.MEMBER, "noa@example.com")


@pytest.fixture
def tab(noa):
    return Tab(noa, "/he/open-a-gym/")


async def name_it(tab, name="סטודיו גלים"):
    await tab.fire(OpenState, "load")
    await tab.fire(OpenState, "rename", name=name)


async def test_a_visitor_stands_at_the_first_step(gym):
    async with Tab(None, "/he/open-a-gym/") as tab:
        await tab.fire(OpenState, "load")
        assert (await tab.state(OpenState)).step == WHO


@pytest.mark.parametrize(
    ("handler", "given"),
    [
        ("rename", {"name": "x"}),
        ("readdress", {"slug": "namal"}),
        ("choose_kind", {"kind": "pilates"}),
        ("go_on", {"form": {}}),
        ("colour_it", {"colour": "#112233"}),
        ("keep_colour", {}),
        ("back_to", {"step": 4}),
        ("accept", {"document": "terms", "is_on": True}),
    ],
)
async def test_a_visitor_cannot_go_further(gym, handler, given):
    async with Tab(None, "/he/open-a-gym/") as tab:
        await tab.fire(OpenState, "load")
        await tab.fire(OpenState, handler, **given)
        state = await tab.state(OpenState)
        assert (state.step, state.name, state.slug, state.accepted) == (WHO, "", "", [])
        assert tab.went_to == ["/he/sign-in/?next=%2Fhe%2Fopen-a-gym%2F"]


async def test_a_wrong_code_is_told_at_the_code(gym):
    cookie = quote(json.dumps({"email": "new@example.com", "name": "נועה"}))
    async with Tab(
        None, "/he/open-a-gym/?step=code&problem=code", cookie=f"x; fitkit_form={cookie}"
    ) as tab:
        await tab.fire(OpenState, "load")
        state = await tab.state(OpenState)
        assert state.is_sent
        assert state.email == "new@example.com"
        assert state.person == "נועה"
        assert state.problems == {"code": identity_texts.CODE_WRONG.he}


async def test_an_address_is_suggested_from_the_hebrew_name(tab):
    async with tab:
        await name_it(tab)
        state = await tab.state(OpenState)
        assert state.step == GYM
        assert state.slug
        assert state.slug.isascii()
        assert state.slug_note == getting_in.SLUG_FREE.he


async def test_a_typed_address_is_not_overwritten_by_the_name(tab):
    async with tab:
        await name_it(tab)
        await tab.fire(OpenState, "readdress", slug="My-Gym")
        await tab.fire(OpenState, "rename", name="שם אחר")
        assert (await tab.state(OpenState)).slug == "my-gym"


async def test_a_taken_address_is_told_at_once_and_holds_the_step(tab):
    async with tab:
        await name_it(tab)
        await tab.fire(OpenState, "readdress", slug="namal")
        assert (await tab.state(OpenState)).problems == {"slug": texts.SLUG_TAKEN.he}
        await tab.fire(OpenState, "go_on", form=NO_MORE)
        state = await tab.state(OpenState)
        assert state.step == GYM
        assert state.problems == {"slug": texts.SLUG_TAKEN.he}


async def test_an_empty_form_names_every_field_of_its_step_only(tab):
    async with tab:
        await tab.fire(OpenState, "load")
        await tab.fire(OpenState, "colour_it", colour="blue")
        await tab.fire(OpenState, "go_on", form=NO_MORE | {"phone": "12"})
        state = await tab.state(OpenState)
        assert set(state.problems) == {"name", "slug", "phone"}
        assert state.problems["name"] == common.REQUIRED.he
        assert state.phone == "12", "what was typed stays"


async def test_all_steps_and_back_lose_nothing_and_a_reload_neither(tab):
    async with tab:
        await name_it(tab)
        await tab.fire(OpenState, "choose_kind", kind="pilates")
        await tab.fire(
            OpenState,
            "go_on",
            form={"location_name": "הנמל", "address": "הרצל 1", "phone": "03-5551234"},
        )
        await tab.fire(OpenState, "colour_it", colour="#ffd400")
        await tab.fire(OpenState, "keep_colour")
        await tab.fire(OpenState, "accept", document="terms", is_on=True)
        await tab.fire(OpenState, "back_to", step=GYM)
        await tab.fire(OpenState, "load")
        state = await tab.state(OpenState)
        assert (state.name, state.kind, state.colour) == ("סטודיו גלים", "pilates", "#FFD400")
        assert (state.location_name, state.address, state.phone) == ("הנמל", "הרצל 1", "03-5551234")
        assert state.accepted == ["terms"]


@pytest.mark.parametrize("lang", Lang)
async def test_a_colour_shows_at_once_and_says_what_becomes_of_it(noa, lang):
    async with Tab(noa, f"/{lang}/open-a-gym/") as tab:
        await name_it(tab)
        await tab.fire(OpenState, "go_on", form=NO_MORE)
        await tab.fire(OpenState, "colour_it", colour="#0b6e7a")
        plain = (await tab.state(OpenState)).brand_css
        await tab.fire(OpenState, "colour_it", colour="#e5482d")
        state = await tab.state(OpenState)
        assert state.colour_note != getting_in.COLOUR_FINE.to(lang)
        assert state.brand_css
        assert state.brand_css != plain


async def test_a_colour_that_is_none_holds_the_step(tab):
    async with tab:
        await name_it(tab)
        await tab.fire(OpenState, "go_on", form=NO_MORE)
        await tab.fire(OpenState, "colour_it", colour="}body{")
        await tab.fire(OpenState, "keep_colour")
        state = await tab.state(OpenState)
        assert state.step == LOOK
        assert state.brand_css == ""
        assert state.problems == {"brand": texts.NOT_A_COLOUR.he}


async def test_only_known_documents_are_ticked_each_once(tab):
    async with tab:
        await tab.fire(OpenState, "load")
        for document in (*VERSIONS, "terms", "everything"):
            await tab.fire(OpenState, "accept", document=document, is_on=True)
        await tab.fire(OpenState, "accept", document="privacy", is_on=False)
        assert (await tab.state(OpenState)).accepted == ["terms", "processing"]


async def test_nobody_jumps_ahead_by_going_back(tab):
    async with tab:
        await tab.fire(OpenState, "load")
        await tab.fire(OpenState, "back_to", step=ACCEPT)
        assert (await tab.state(OpenState)).step == GYM


@pytest.mark.parametrize(
    ("query", "step", "field"),
    [
        ("slug=slug-taken", GYM, "slug"),
        ("brand=colour", LOOK, "brand"),
        ("accepted=accept", ACCEPT, "accepted"),
    ],
)
async def test_what_the_opening_refused_is_told_at_its_step(tab, query, step, field):
    async with tab:
        await name_it(tab)
        tab.path = f"/he/open-a-gym/?{query}"
        await tab.fire(OpenState, "load")
        state = await tab.state(OpenState)
        assert state.step == step
        assert set(state.problems) == {field}


async def test_a_tab_that_was_emptied_gets_its_words_back_from_the_form(noa, monkeypatch):
    typed = quote(
        json.dumps({"name": "גלים", "slug": "galim", "kind": "trainer", "brand": "#112233"})
    )
    async with Tab(noa, "/he/open-a-gym/?slug=slug-taken") as tab:
        monkeypatch.setattr(session, "_look_up", lambda _hash: signed_in(noa))
        tab.cookie += f"; fitkit_form={typed}"
        await tab.fire(OpenState, "load")
        state = await tab.state(OpenState)
        assert (state.name, state.slug, state.kind, state.colour) == (
            "גלים",
            "galim",
            "trainer",
            "#112233",
        )
        assert state.step == GYM
