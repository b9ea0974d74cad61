"""The money settings: companies connected and tried, credentials kept and never shown, who issues documents."""

import json

import pytest

from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.documents import queries as issuing
from fitkit.features.payments import actions as payments
from fitkit.features.payments import queries as paying
from fitkit.ports.invoices import Issuer
from fitkit.ports.payments import Provider
from fitkit.texts import money as texts
from fitkit.web.owner.money.state import MoneyState
from tests.conftest import Gym
from tests.factories.payments import make_till
from tests.web.driver import Tab

HERE = "/he/dashboard/settings/money/"
SECRET = "very-secret-name"


def connect(gym: Gym, provider: Provider, **credentials: str):
    with open_work(gym.acting(Role.OWNER)) as w:
        return payments.connect_account(w, provider=provider, credentials=credentials)


def accounts(gym: Gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        return paying.accounts(w)


async def test_the_demo_company_is_connected_and_found_to_work(gym: Gym) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(MoneyState, "load")
        await tab.fire(MoneyState, "begin")
        await tab.fire(MoneyState, "choose_company", company="demo")
        await tab.fire(MoneyState, "save", form={})
        state = await tab.state(MoneyState)
        [row] = state.accounts
        assert (row.company, row.is_in_use, row.look, state.panel) == (
            "demo",
            True,
            "positive",
            "",
        )


async def test_a_missing_credential_is_said_at_its_field(gym: Gym) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(MoneyState, "load")
        await tab.fire(MoneyState, "begin")
        await tab.fire(MoneyState, "choose_company", company="cardcom")
        await tab.fire(MoneyState, "save", form={"terminal": "1000"})
        state = await tab.state(MoneyState)
        assert set(state.problems) == {"api_name"}
        assert state.panel == "pay"
    assert accounts(gym) == ()


async def test_a_secret_is_kept_and_never_comes_back(gym: Gym) -> None:
    account = str(connect(gym, Provider.CARDCOM, terminal="1000", api_name=SECRET))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(MoneyState, "load")
        await tab.fire(MoneyState, "edit", account_id=account)
        state = await tab.state(MoneyState)
        assert state.known == {"terminal": "1000"}
        assert set(state.kept) == {"terminal", "api_name"}
        assert SECRET not in json.dumps(tab.sent, default=str)


async def test_another_company_is_chosen_and_the_old_one_stays_for_refunds(gym: Gym) -> None:
    connect(gym, Provider.DEMO)
    other = str(connect(gym, Provider.CARDCOM, terminal="1000", api_name=SECRET))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(MoneyState, "load")
        await tab.fire(MoneyState, "ask_choose", account_id=other)
        assert (await tab.state(MoneyState)).panel == "choose"
        await tab.fire(MoneyState, "choose")
        state = await tab.state(MoneyState)
        assert {r.company: r.is_in_use for r in state.accounts} == {"cardcom": True, "demo": False}


async def test_a_company_is_for_refunds_once_something_was_paid_through_it(gym: Gym) -> None:
    till = make_till(gym.system)
    connect(gym, Provider.CARDCOM, terminal="1000", api_name="x", api_password="y")
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(MoneyState, "load")
        used = {row.company: row.use for row in (await tab.state(MoneyState)).accounts}
        assert used == {"demo": texts.IN_USE.he, "cardcom": texts.SPARE.he}
        till.paid()
        other = next(a for a in accounts(gym) if a.provider is Provider.CARDCOM)
        with open_work(gym.acting(Role.OWNER)) as w:
            payments.choose_account(w, account_id=other.id)
        await tab.fire(MoneyState, "load")
        used = {row.company: row.use for row in (await tab.state(MoneyState)).accounts}
        assert used == {"demo": texts.FOR_REFUNDS.he, "cardcom": texts.IN_USE.he}


async def test_the_issuer_is_chosen_and_answers(gym: Gym) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(MoneyState, "load")
        await tab.fire(MoneyState, "begin_issuer")
        await tab.fire(MoneyState, "choose_company", company="demo")
        await tab.fire(MoneyState, "save_issuer", form={"is_exempt": "on"})
        state = await tab.state(MoneyState)
        assert (state.issuer.company, state.panel) == ("demo", "")
        await tab.fire(MoneyState, "check_issuer")
        assert "המפיק עונה" in tab.said
    with open_work(gym.acting(Role.OWNER)) as w:
        view = issuing.account(w)
        assert view is not None
        assert (view.issuer, view.is_exempt, view.mails_them) == (Issuer.DEMO, True, False)


async def test_two_parties_that_issue_are_said_aloud(gym: Gym) -> None:
    connect(gym, Provider.MORNING, id="a", secret=SECRET)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(MoneyState, "load")
        await tab.fire(MoneyState, "begin_issuer")
        state = await tab.state(MoneyState)
        # The company that takes payments is offered first, with the credentials it has.
        assert (state.company, state.is_same) == ("morning", True)
        await tab.fire(MoneyState, "choose_company", company="demo")
        await tab.fire(MoneyState, "save_issuer", form={})
        assert (await tab.state(MoneyState)).is_two_parties
        await tab.fire(MoneyState, "begin_issuer")
        await tab.fire(MoneyState, "choose_company", company="morning")
        await tab.fire(MoneyState, "save_issuer", form={"mails_them": "on"})
        state = await tab.state(MoneyState)
        assert (state.issuer.company, state.is_two_parties) == ("morning", False)
        assert SECRET not in json.dumps(tab.sent, default=str)


@pytest.mark.parametrize("role", [Role.COACH, Role.MEMBER])
async def test_nobody_else_changes_where_money_goes(gym: Gym, role: Role) -> None:
    connect(gym, Provider.DEMO)
    async with Tab(gym.acting(role), HERE) as tab:
        await tab.fire(MoneyState, "load")
        await tab.fire(MoneyState, "begin")
        await tab.fire(MoneyState, "save", form={"terminal": "1", "api_name": "x"})
        assert (await tab.state(MoneyState)).accounts == []
    assert len(accounts(gym)) == 1


async def test_charges_at_once_are_set_within_bounds_and_a_keys_kind_is_kept(gym: Gym) -> None:
    account = str(connect(gym, Provider.MORNING, id="a", secret=SECRET))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(MoneyState, "load")
        await tab.fire(MoneyState, "edit", account_id=account)
        assert (await tab.state(MoneyState)).at_once == "4"
        await tab.fire(MoneyState, "save", form={"at_once": "51"})
        assert set((await tab.state(MoneyState)).problems) == {"at_once"}
    with open_work(gym.acting(Role.OWNER)) as w:
        payments.set_pace(w, account_id=accounts(gym)[0].id, at_once=8)
        payments.change_credentials(
            w, account_id=accounts(gym)[0].id, credentials={"login": "account"}
        )
    [view] = accounts(gym)
    assert view.at_once == 8
    assert dict(view.known)["login"] == "account"
