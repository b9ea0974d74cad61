"""The invitation screen: who may see what of it, and what stays of it."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from fitkit.core.clock import now
from fitkit.core.i18n import Lang
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.identity import actions
from fitkit.features.identity.tables import Invitation
from fitkit.texts import getting_in
from fitkit.texts import identity as texts
from fitkit.web.public.join.state import JoinState
from tests.factories.identity import make_actor
from tests.factories.members import make_member
from tests.web.driver import Tab, acting

NOBODYS = "a" * 43


@pytest.fixture
def owner(gym):
    return make_actor(gym.org_id, Role.OWNER, "ronit@example.com")


def invite(owner, email="guest@example.com", phone=""):
    with open_work(owner) as w:
        member_id = make_member(w)
        return actions.invite_member(
            w, member_id=member_id, name="נועה", email=email, phone=phone, lang=Lang.HE
        )


async def arrive(path, actor=None):
    async with Tab(actor, path) as tab:
        await tab.fire(JoinState, "load")
        assert tab.faults == []
        return await tab.state(JoinState)


@pytest.mark.parametrize("lang", Lang)
async def test_the_holder_sees_whose_invitation_it_is(owner, lang):
    path = invite(owner).path.replace("/he/", f"/{lang}/")
    state = await arrive(path)
    assert state.gym == "נמל"
    assert state.problem == ""
    assert state.role == getting_in.JOIN_AS["member"].to(lang)
    assert state.invited_by == getting_in.INVITED_BY.to(lang, name="ronit")
    assert (state.name, state.email, state.is_open) == ("נועה", "guest@example.com", False)
    assert "--brand-9" in state.brand_css


async def test_the_token_is_in_no_variable(owner):
    path = invite(owner).path
    token = path.strip("/").split("/")[-1]
    async with Tab(None, path) as tab:
        await tab.fire(JoinState, "load")
        state = await tab.state(JoinState)
        own = [name for name in JoinState.__annotations__ if name != "needs"]
        assert token not in str([getattr(state, name) for name in own])


@pytest.mark.parametrize("token", [NOBODYS, "x", "%2e%2e", "'; drop table", "א" * 30])
async def test_a_link_of_nobody_says_that_it_is_gone(gym, token):
    state = await arrive(f"/en/join/{token}/")
    assert state.problem == texts.INVITATION_GONE.en
    assert state.is_gone
    assert state.gym == ""
    assert not state.is_loading


async def test_a_revoked_link_is_gone(owner):
    receipt = invite(owner)
    with open_work(owner) as w:
        actions.revoke_invitation(w, invitation_id=receipt.invitation_id)
    assert (await arrive(receipt.path)).problem == texts.INVITATION_GONE.he


async def test_an_expired_link_is_gone(owner):
    receipt = invite(owner)
    with open_work(owner) as w:
        w.session.execute(update(Invitation).values(expires_at=now() - timedelta(minutes=1)))
    assert (await arrive(receipt.path)).problem == texts.INVITATION_GONE.he


async def test_nothing_of_one_invitation_stays_for_the_next(owner):
    path = invite(owner).path
    async with Tab(None, path) as tab:
        await tab.fire(JoinState, "load")
        tab.path = f"/he/join/{NOBODYS}/"
        await tab.fire(JoinState, "load")
        state = await tab.state(JoinState)
        assert (state.gym, state.name, state.email, state.brand_css) == ("", "", "", "")


async def test_an_address_that_has_an_account_is_asked_to_sign_in(owner):
    state = await arrive(invite(owner).path + "?problem=sign-in-first")
    assert state.must_sign_in
    assert state.warning == texts.SIGN_IN_FIRST.he


async def test_what_is_wrong_with_a_password_is_told_at_the_password(owner):
    state = await arrive(invite(owner).path + "?password=short&name=required")
    assert state.problems["password"] == texts.PASSWORD_SHORT.he
    assert set(state.problems) == {"password", "name"}


async def test_without_an_address_of_its_own_a_code_proves_one(owner):
    state = await arrive(invite(owner, email="", phone="0501234567").path)
    assert state.is_open
    assert state.email == ""
    assert state.step == ""


async def test_the_screen_opens_for_whoever_is_signed_in_elsewhere(owner, other_gym):
    state = await arrive(invite(owner).path, acting(Role.MEMBER))
    assert state.gym == "נמל"
