"""One's own settings: details, secrets that are forgotten, devices, notifications, push."""

import base64
from datetime import UTC, datetime

import pyotp
import pytest

from fitkit.core.i18n import Lang
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.identity import queries as identity_queries
from fitkit.features.identity.rules import EntryWay
from fitkit.features.members import queries as members
from fitkit.features.notifications import actions as notifications
from fitkit.features.notifications import queries as notification_queries
from fitkit.features.notifications.rules import Channel, NoticeGroup
from fitkit.texts import account as texts
from fitkit.texts import common
from fitkit.texts import identity as identity_texts
from fitkit.web.account.settings.safety.state import SafetyState
from fitkit.web.account.settings.state import SettingsState
from fitkit.web.account.settings.telling.state import TellingState
from tests.factories.identity import PASSWORD, behind, enter, make_actor, signed_in
from tests.factories.members import make_member
from tests.web.driver import Tab

ENDPOINT = "http://localhost/push/1"
KEYS = {
    "p256dh": base64.urlsafe_b64encode(b"\x04" + bytes(64)).decode(),
    "auth": base64.urlsafe_b64encode(bytes(16)).decode(),
}
NEW = "a-calmer-harbour"


@pytest.fixture
def noa(gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w, phone="0501234567", email="noa@example.com")
    return make_actor(gym.org_id, Role.MEMBER, "noa@example.com", member_id=member_id)


@pytest.fixture
def tab(noa):
    return Tab(noa, "/he/me/settings/")


@pytest.fixture
def coach(gym):
    return make_actor(gym.org_id, Role.COACH, "ido@example.com")


async def test_visitors_are_sent_to_sign_in(gym):
    async with Tab(None, "/he/me/settings/") as tab:
        await tab.fire(SettingsState, "load")
        assert tab.went_to == ["/he/sign-in/?next=%2Fhe%2Fme%2Fsettings%2F"]
        assert (await tab.state(SettingsState)).email == ""


class TestDetails:
    @pytest.mark.parametrize("lang", Lang)
    async def test_the_account_is_shown_in_the_readers_language(self, noa, lang):
        async with Tab(noa, f"/{lang}/me/settings/") as tab:
            await tab.fire(SettingsState, "load")
            state = await tab.state(SettingsState)
            assert (state.name, state.email, state.chosen_lang) == ("noa", "noa@example.com", "he")
            assert [(g.name, g.is_in_use) for g in state.gyms] == [("נמל", True)]
            assert state.gyms[0].roles == identity_texts.ROLES["member"].to(lang)

    async def test_a_name_is_saved(self, tab, noa):
        async with tab:
            await tab.fire(SettingsState, "load")
            await tab.fire(SettingsState, "save", form={"name": "  נועה  לוי "})
            assert (await tab.state(SettingsState)).name == "נועה לוי"
            assert texts.SAVED.he in tab.said

    async def test_an_empty_name_is_told_at_the_name(self, tab):
        async with tab:
            await tab.fire(SettingsState, "load")
            await tab.fire(SettingsState, "save", form={"name": " "})
            state = await tab.state(SettingsState)
            assert state.problems == {"name": common.REQUIRED.he}
            assert state.name == "noa"

    async def test_another_language_is_kept_and_leads_there(self, tab, noa):
        async with tab:
            await tab.fire(SettingsState, "load")
            await tab.fire(SettingsState, "speak", lang="en")
            assert tab.went_to == ["/en/me/settings/"]
            assert texts.SAVED.en in tab.said
        with open_work(noa) as w:
            assert identity_queries.account(w).lang is Lang.EN

    async def test_a_member_changes_how_they_are_reached(self, tab, noa):
        form = {
            "phone": "052-7654321",
            "contact_email": "",
            "emergency_name": "אמא",
            "emergency_phone": "03-5551234",
        }
        async with tab:
            await tab.fire(SettingsState, "load")
            assert (await tab.state(SettingsState)).phone == "050-123-4567"
            await tab.fire(SettingsState, "save_own", form=form)
            assert (await tab.state(SettingsState)).own_problems == {}
        with open_work(noa) as w:
            card = members.card(w, member_id=noa.member_id)
        assert (card.phone, card.email, card.emergency_name) == ("+972527654321", "", "אמא")

    async def test_a_wrong_number_is_told_at_its_field(self, tab):
        form = {"phone": "12", "contact_email": "x", "emergency_name": "", "emergency_phone": ""}
        async with tab:
            await tab.fire(SettingsState, "load")
            await tab.fire(SettingsState, "save_own", form=form)
            assert set((await tab.state(SettingsState)).own_problems) == {"phone", "contact_email"}

    async def test_who_is_no_member_has_no_such_details(self, coach):
        async with Tab(coach, "/he/me/settings/") as tab:
            await tab.fire(SettingsState, "load")
            assert not (await tab.state(SettingsState)).is_member
            await tab.fire(SettingsState, "save_own", form={"phone": "0501111111"})
            assert "אין הרשאה" in tab.said


class TestPassword:
    async def test_it_is_changed_with_the_present_one(self, tab):
        async with tab:
            await tab.fire(SafetyState, "load")
            await tab.fire(SafetyState, "ask", what="password")
            await tab.fire(SafetyState, "change_password", form={"current": PASSWORD, "new": NEW})
            assert (await tab.state(SafetyState)).dialog == ""
            assert texts.PASSWORD_DONE.he in tab.said
        assert enter("noa@example.com", NEW)

    async def test_a_wrong_present_one_and_a_short_new_one_are_told_at_their_fields(self, tab):
        async with tab:
            await tab.fire(SafetyState, "load")
            await tab.fire(SafetyState, "ask", what="password")
            await tab.fire(SafetyState, "change_password", form={"current": "x", "new": "short"})
            state = await tab.state(SafetyState)
            assert state.problems == {
                "current": identity_texts.PASSWORD_WRONG.he,
                "new": identity_texts.PASSWORD_SHORT.he,
            }
            assert state.dialog == "password"

    async def test_passwords_are_never_kept_in_the_state(self, tab):
        async with tab:
            await tab.fire(SafetyState, "change_password", form={"current": "secret-x", "new": NEW})
            assert "secret-x" not in str(tab.sent)
            assert NEW not in str(tab.sent)

    async def test_nobody_opens_a_dialog_that_shows_secrets(self, tab):
        async with tab:
            for what in ("codes", "scan", "x"):
                await tab.fire(SafetyState, "ask", what=what)
                assert (await tab.state(SafetyState)).dialog == ""


class TestSecondFactor:
    async def turn_on(self, tab) -> tuple[str, list[str]]:
        await tab.fire(SafetyState, "load")
        await tab.fire(SafetyState, "start_factor")
        state = await tab.state(SafetyState)
        secret = state.secret.replace(" ", "")
        assert state.qr.startswith("<svg")
        code = pyotp.TOTP(secret).at(datetime.now(UTC))
        await tab.fire(SafetyState, "confirm_factor", form={"code": code})
        state = await tab.state(SafetyState)
        return secret, list(state.codes)

    async def test_it_is_scanned_confirmed_and_its_codes_are_shown_once(self, tab):
        async with tab:
            _, codes = await self.turn_on(tab)
            state = await tab.state(SafetyState)
            assert len(codes) == 10
            assert (state.dialog, state.qr, state.secret) == ("codes", "", "")
            assert state.has_factor
            await tab.fire(SafetyState, "close")
            state = await tab.state(SafetyState)
            assert (state.dialog, state.codes) == ("", [])

    async def test_leaving_the_scan_forgets_the_secret(self, tab):
        async with tab:
            await tab.fire(SafetyState, "load")
            await tab.fire(SafetyState, "start_factor")
            await tab.fire(SafetyState, "close")
            state = await tab.state(SafetyState)
            assert (state.qr, state.secret) == ("", "")

    async def test_coming_back_to_the_screen_forgets_everything(self, tab):
        async with tab:
            await self.turn_on(tab)
            await tab.fire(SafetyState, "load")
            assert (await tab.state(SafetyState)).codes == []

    async def test_a_wrong_code_is_told_and_the_scan_stays(self, tab):
        async with tab:
            await tab.fire(SafetyState, "load")
            await tab.fire(SafetyState, "start_factor")
            await tab.fire(SafetyState, "confirm_factor", form={"code": "12"})
            state = await tab.state(SafetyState)
            assert state.problems == {"code": identity_texts.FACTOR_WRONG.he}
            assert state.dialog == "scan"
            assert state.qr

    async def test_it_is_turned_off_by_a_recovery_code(self, tab):
        async with tab:
            _, codes = await self.turn_on(tab)
            await tab.fire(SafetyState, "ask", what="off")
            await tab.fire(SafetyState, "turn_off", form={"code": codes[0]})
            state = await tab.state(SafetyState)
            assert not state.has_factor
            assert state.dialog == ""

    async def test_new_codes_replace_the_old_ones(self, tab):
        async with tab:
            _, codes = await self.turn_on(tab)
            await tab.fire(SafetyState, "ask", what="renew")
            await tab.fire(SafetyState, "renew", form={"code": codes[0]})
            fresh = (await tab.state(SafetyState)).codes
            assert len(fresh) == 10
            assert not set(fresh) & set(codes)


class TestDevices:
    async def test_others_are_listed_and_signed_out(self, tab, noa):
        other = enter("noa@example.com", device="Safari, iPhone")
        async with tab:
            await tab.fire(SafetyState, "load")
            rows = (await tab.state(SafetyState)).sign_ins
            assert [(r.is_this, r.is_phone, r.device) for r in rows] == [
                (True, True, "Chrome, Android"),
                (False, True, "Safari, iPhone"),
            ]
            await tab.fire(SafetyState, "revoke", sign_in_id=rows[1].id)
            assert len((await tab.state(SafetyState)).sign_ins) == 1
        assert behind(other) is None

    async def test_all_others_go_at_once(self, tab):
        tokens = [enter("noa@example.com") for _ in range(2)]
        async with tab:
            await tab.fire(SafetyState, "load")
            await tab.fire(SafetyState, "revoke_others")
            assert texts.REVOKED_OTHERS.to(Lang.HE, 2) in tab.said
            assert not (await tab.state(SafetyState)).has_others
        assert [behind(t) for t in tokens] == [None, None]

    @pytest.mark.parametrize("junk", ["", "x", "../1", "1"])
    async def test_junk_ids_are_not_found(self, tab, junk):
        async with tab:
            await tab.fire(SafetyState, "revoke", sign_in_id=junk)
            assert "לא נמצא" in tab.said
            assert tab.faults == []

    async def test_anothers_device_is_not_found(self, tab, coach):
        async with tab:
            await tab.fire(SafetyState, "revoke", sign_in_id=str(coach.sign_in_id))
            assert "לא נמצא" in tab.said
        with open_work(coach) as w:
            assert len(identity_queries.sign_ins(w)) == 1


class TestTelling:
    async def test_groups_of_a_member_in_their_order(self, tab):
        async with tab:
            await tab.fire(TellingState, "load")
            state = await tab.state(TellingState)
            assert [g.group for g in state.groups][:2] == ["bookings", "waitlist"]
            security = next(g for g in state.groups if g.group == "security")
            assert security.is_email_fixed
            assert state.is_member
            assert "22:00" in state.quiet

    async def test_a_switch_is_kept(self, tab, noa):
        async with tab:
            await tab.fire(TellingState, "load")
            await tab.fire(TellingState, "toggle", group="bookings", channel="email", is_on=True)
            groups = (await tab.state(TellingState)).groups
            assert next(g for g in groups if g.group == "bookings").email
        with open_work(noa) as w:
            switches = notification_queries.preferences(w).switches
        on = {(s.group, s.channel) for s in switches if s.is_on}
        assert (NoticeGroup.BOOKINGS, Channel.EMAIL) in on

    async def test_what_keeps_the_account_safe_cannot_be_turned_off(self, tab):
        async with tab:
            await tab.fire(TellingState, "load")
            await tab.fire(TellingState, "toggle", group="security", channel="email", is_on=False)
            groups = (await tab.state(TellingState)).groups
            assert next(g for g in groups if g.group == "security").email

    @pytest.mark.parametrize(("group", "channel"), [("x", "email"), ("bookings", "sms"), ("", "")])
    async def test_unknown_switches_are_not_found(self, tab, group, channel):
        async with tab:
            await tab.fire(TellingState, "toggle", group=group, channel=channel, is_on=True)
            assert "לא נמצא" in tab.said

    async def test_a_reminder_is_chosen_from_the_list_only(self, tab):
        async with tab:
            await tab.fire(TellingState, "load")
            await tab.fire(TellingState, "remind", hours="12")
            assert (await tab.state(TellingState)).reminder == "12"
            for junk in ("5", "-1", "x", "99999"):
                await tab.fire(TellingState, "remind", hours=junk)
                assert (await tab.state(TellingState)).reminder == "12"
            assert tab.faults == []


class TestPush:
    async def test_a_browser_that_agreed_is_kept_and_is_on(self, tab, noa):
        async with tab:
            await tab.fire(TellingState, "load")
            await tab.fire(TellingState, "looked", found={"state": "off", "endpoint": ""})
            assert (await tab.state(TellingState)).push == "off"
            found = {"state": "on", "endpoint": ENDPOINT, **KEYS}
            await tab.fire(TellingState, "subscribed", found=found)
            state = await tab.state(TellingState)
            assert (state.push, state.browsers) == ("on", [])
            assert texts.PUSH_DONE.he in tab.said
            await tab.fire(
                TellingState, "unsubscribed", found={"state": "off", "endpoint": ENDPOINT}
            )
            assert (await tab.state(TellingState)).push == "off"
        with open_work(noa) as w:
            assert notification_queries.preferences(w).browsers == ()

    async def test_another_browser_is_listed_and_can_be_removed(self, tab, noa):
        with open_work(noa) as w:
            notifications.subscribe_push(w, endpoint=ENDPOINT, device="Firefox, Linux", **KEYS)
        async with tab:
            await tab.fire(TellingState, "load")
            rows = (await tab.state(TellingState)).browsers
            assert [r.device for r in rows] == ["Firefox, Linux"]
            await tab.fire(TellingState, "remove", browser_id=rows[0].id)
            assert (await tab.state(TellingState)).browsers == []

    async def test_a_browser_that_belongs_to_somebody_else_is_off_here(self, tab, coach):
        with open_work(coach) as w:
            notifications.subscribe_push(w, endpoint=ENDPOINT, device="Firefox", **KEYS)
        async with tab:
            await tab.fire(TellingState, "load")
            await tab.fire(TellingState, "looked", found={"state": "on", "endpoint": ENDPOINT})
            assert (await tab.state(TellingState)).push == "off"

    @pytest.mark.parametrize("standing", ["blocked", "unsupported", "failed"])
    async def test_what_the_browser_cannot_do_is_said(self, tab, standing):
        async with tab:
            await tab.fire(TellingState, "load")
            await tab.fire(TellingState, "subscribed", found={"state": standing})
            assert (await tab.state(TellingState)).push == standing

    @pytest.mark.parametrize(
        "found",
        [
            {},
            {"state": "on", "endpoint": "http://10.0.0.1/x", **KEYS},
            {"state": "on", "endpoint": ENDPOINT, "p256dh": "x", "auth": "y"},
            {"state": {"a": 1}},
        ],
    )
    async def test_what_is_no_subscription_is_not_kept(self, tab, noa, found):
        async with tab:
            await tab.fire(TellingState, "load")
            await tab.fire(TellingState, "subscribed", found=found)
            assert tab.faults == []
            assert (await tab.state(TellingState)).push != "on"
        with open_work(noa) as w:
            assert notification_queries.preferences(w).browsers == ()


async def test_a_gym_less_account_has_its_settings_and_no_switches(rolled_back):
    from tests.factories.identity import make_user

    make_user("lone@example.com", "לי")
    actor = signed_in(enter("lone@example.com")).actor
    async with Tab(actor, "/he/me/settings/") as tab:
        await tab.fire(SettingsState, "load")
        state = await tab.state(SettingsState)
        assert (state.problem, state.gyms, state.is_member) == ("", [], False)
        assert not (await tab.state(TellingState)).has_gym
        assert tab.faults == []


def test_every_group_says_when_it_is_used():
    assert set(texts.GROUPS_WHY) == {str(g) for g in NoticeGroup}
    assert set(texts.WAYS) == {str(w) for w in EntryWay}


async def test_a_member_chooses_to_be_seen_by_others(tab, noa):
    async with tab:
        await tab.fire(SettingsState, "load")
        assert not (await tab.state(SettingsState)).is_seen
        await tab.fire(SettingsState, "show_me", is_seen=True)
        assert (await tab.state(SettingsState)).is_seen
        assert texts.SEEN_NOW.he in tab.said
    with open_work(noa) as w:
        assert members.card(w, member_id=noa.member_id).is_seen_by_members
