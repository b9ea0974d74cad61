"""The settings: what their State holds and does."""

from datetime import time
from typing import Any

import pytest
from reflex import BaseStateToken

from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.orgs import actions as org_actions
from fitkit.features.orgs import queries as orgs
from fitkit.features.orgs import rules
from fitkit.features.orgs.rules import VERSIONS, LegalDocument
from fitkit.web.frames.state import FrameState
from fitkit.web.owner.settings.state import SettingsState
from tests.conftest import Gym
from tests.factories.identity import make_actor
from tests.web.driver import TOKEN, Tab

HERE = "/he/dashboard/settings/"
THERE = "/en/dashboard/settings/"
FORM = {
    "name": "נמל, כוח ותנועה",
    "phone": "03-544-0011",
    "email": "hello@namal.co.il",
    "address": "הנגר 14",
    "zone": "Asia/Jerusalem",
    "lang": "he",
}
RULES = {"quiet_from": "23:00", "quiet_to": "06:30", "observes_sabbath": "on"}


@pytest.fixture
def owner(gym: Gym) -> Any:
    """A real user: an account with its own second factor to be asked about."""
    return make_actor(gym.org_id, Role.OWNER, "ronit@example.com")


async def test_what_is_set_is_what_the_forms_begin_with(owner: Any) -> None:
    async with Tab(owner, HERE) as tab:
        await tab.fire(SettingsState, "load")
        state = await tab.state(SettingsState)
        assert (state.start["name"], state.start["quiet_from"]) == ("נמל", "22:00")
        assert (state.colour, state.is_loading, state.problem) == ("#0B6E7A", False, "")
        assert "[data-try=dark]" in state.trial_css
        assert state.has_own_totp is False


async def test_details_are_kept_in_their_true_form(owner: Any) -> None:
    async with Tab(owner, HERE) as tab:
        await tab.fire(SettingsState, "load")
        await tab.fire(SettingsState, "save_gym", form=FORM | {"email": "Hello@Namal.co.il"})
        state = await tab.state(SettingsState)
        assert (state.problems, state.start["email"]) == ({}, "hello@namal.co.il")
        assert "פרטי המכון נשמרו" in tab.said
    with open_work(owner) as w:
        assert (orgs.card(w).name, orgs.card(w).phone) == ("נמל, כוח ותנועה", "+97235440011")


async def test_every_detail_at_fault_is_told_and_none_is_kept(owner: Any) -> None:
    async with Tab(owner, HERE) as tab:
        await tab.fire(SettingsState, "load")
        bad = FORM | {"name": " ", "phone": "12", "email": "x", "zone": "Mars/Base"}
        await tab.fire(SettingsState, "save_gym", form=bad)
        state = await tab.state(SettingsState)
        assert set(state.problems) == {"name", "phone", "email", "zone"}
        assert state.start["name"] == "נמל"
        await tab.fire(SettingsState, "save_gym", form=FORM | {"lang": "fr"})
        assert set((await tab.state(SettingsState)).problems) == {"lang"}


async def test_a_colour_is_tried_on_before_it_is_kept(owner: Any) -> None:
    async with Tab(owner, HERE) as tab:
        await tab.fire(SettingsState, "load")
        await tab.fire(SettingsState, "try_colour", colour="#ffd400")
        state = await tab.state(SettingsState)
        assert (state.colour, state.saved_colour) == ("#FFD400", "#0B6E7A")
        assert "הטקסט עליו כהה" in state.note
        assert "#FFD400" in state.trial_css.upper()
        await tab.fire(SettingsState, "untry_colour")
        assert (await tab.state(SettingsState)).colour == "#0B6E7A"
    with open_work(owner) as w:
        assert orgs.card(w).brand == "#0B6E7A"


async def test_a_kept_colour_shows_in_the_bars_at_once(owner: Any) -> None:
    async with Tab(owner, THERE) as tab:
        await tab.fire(SettingsState, "load")
        await tab.fire(SettingsState, "try_colour", colour="#8C3B5E")
        async with tab.manager.modify_state(BaseStateToken(ident=TOKEN, cls=FrameState)) as root:
            (await root.get_state(FrameState)).brand_css = "what the bars wore before"
        await tab.fire(SettingsState, "save_colour")
        assert (await tab.state(SettingsState)).saved_colour == "#8C3B5E"
        assert "The colour was saved" in tab.said
        assert (
            await tab.state(FrameState)
        ).brand_css == ""  # read again: the test's session has none
    with open_work(owner) as w:
        assert orgs.card(w).brand == "#8C3B5E"


@pytest.mark.parametrize("junk", ["", "red", "#12", "#0B6E7A}body{", "<script>"])
async def test_what_is_no_colour_changes_nothing(owner: Any, junk: str) -> None:
    async with Tab(owner, HERE) as tab:
        await tab.fire(SettingsState, "load")
        await tab.fire(SettingsState, "try_colour", colour=junk)
        state = await tab.state(SettingsState)
        assert state.problems["brand"] or state.colour == "#0B6E7A"
        assert "script" not in state.trial_css
        assert "body{" not in state.trial_css
        await tab.fire(SettingsState, "save_colour")
    with open_work(owner) as w:
        assert orgs.card(w).brand == "#0B6E7A"


async def test_quiet_hours_and_the_second_factor_are_kept(owner: Any) -> None:
    async with Tab(owner, HERE) as tab:
        await tab.fire(SettingsState, "load")
        await tab.fire(SettingsState, "save_rules", form=RULES | {"totp_required": "on"})
        state = await tab.state(SettingsState)
        assert (state.observes_sabbath, state.totp_required) == (True, True)
        await tab.fire(SettingsState, "save_rules", form=RULES | {"quiet_to": "בערך"})
        assert set((await tab.state(SettingsState)).problems) == {"quiet_to"}
    with open_work(owner) as w:
        kept = orgs.settings(w)
        assert (kept.quiet.since, kept.quiet.until) == (time(23), time(6, 30))
        assert kept.totp_required


async def test_documents_stand_with_their_version_day_and_name(owner: Any) -> None:
    with open_work(owner) as w:
        org_actions.accept_documents(w, accepted=dict(VERSIONS))
    async with Tab(owner, THERE) as tab:
        await tab.fire(SettingsState, "load")
        state = await tab.state(SettingsState)
        assert not state.must_accept
        assert {d.standing for d in state.documents} == {"In force"}
        assert all("ronit" in d.line and d.href.startswith("/en/legal/") for d in state.documents)


async def test_a_new_version_waits_until_it_was_read_and_ticked(
    owner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_work(owner) as w:
        org_actions.accept_documents(w, accepted=dict(VERSIONS))
    monkeypatch.setitem(rules.VERSIONS, LegalDocument.TERMS, "2027-01")
    async with Tab(owner, HERE) as tab:
        await tab.fire(SettingsState, "load")
        state = await tab.state(SettingsState)
        assert (state.must_accept, state.documents[0].standing) == (True, "מחכה לאישור")
        await tab.fire(SettingsState, "accept", form={})
        assert (await tab.state(SettingsState)).problems["accepted"]
        await tab.fire(SettingsState, "accept", form={"accepted": "on"})
        state = await tab.state(SettingsState)
        assert (state.must_accept, state.problems) == (False, {})
        assert [d.standing for d in state.documents].count("גרסה קודמת") == 1


@pytest.mark.parametrize("role", [Role.COACH, Role.MEMBER, None])
async def test_others_neither_see_nor_change_anything(gym: Gym, role: Role | None) -> None:
    async with Tab(gym.acting(role) if role else None, HERE) as tab:
        await tab.fire(SettingsState, "load")
        await tab.fire(SettingsState, "save_gym", form=FORM)
        await tab.fire(SettingsState, "save_rules", form=RULES)
        await tab.fire(SettingsState, "try_colour", colour="#8C3B5E")
        await tab.fire(SettingsState, "save_colour")
        await tab.fire(SettingsState, "accept", form={"accepted": "on"})
        assert (await tab.state(SettingsState)).start == {}
    with open_work(gym.acting(Role.OWNER)) as w:
        assert (orgs.card(w).name, orgs.card(w).brand) == ("נמל", "#0B6E7A")
        assert orgs.settings(w).quiet.since == time(22)


async def test_saving_here_leaves_the_other_gym_alone(owner: Any, other_gym: Gym) -> None:
    async with Tab(owner, HERE) as tab:
        await tab.fire(SettingsState, "load")
        await tab.fire(SettingsState, "save_gym", form=FORM | {"org_id": str(other_gym.org_id)})
    with open_work(other_gym.acting(Role.OWNER)) as w:
        assert orgs.card(w).name == "ים"


async def test_junk_arguments_are_refused_before_they_arrive(owner: Any) -> None:
    async with Tab(owner, HERE) as tab:
        await tab.fire(SettingsState, "load")
        await tab.fire(SettingsState, "save_gym", form="x")
        await tab.fire(SettingsState, "try_colour", colour={"a": 1})
        await tab.fire(SettingsState, "save_colour", brand="#8C3B5E")
        assert tab.faults == []
    with open_work(owner) as w:
        assert orgs.card(w).brand == "#0B6E7A"
