"""The debt list: who owes and why, a promise, money taken, a debt given up, a link to pay."""

import re
from datetime import date, timedelta
from urllib.parse import quote

import pytest
import reflex as rx

from fitkit.core.actor import VISITOR
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang
from fitkit.core.money import Money
from fitkit.core.paging import PAGE
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.design.say import reading
from fitkit.features.billing import actions as billing
from fitkit.features.billing import queries
from fitkit.features.billing.flows import renewals
from fitkit.features.billing.flows.debits import make_debit_file
from fitkit.features.billing.rules.taking import Part
from fitkit.features.billing.rules.words import PeriodState
from fitkit.integrations.sandbox.cards import Fate
from fitkit.ports.payments import PayWay
from fitkit.texts.renewals import SEND_LINK
from fitkit.web.owner.debt.page import _deeds
from fitkit.web.owner.debt.state import DebtState
from fitkit.web.rows.due import DebtorRow
from tests.conftest import Gym
from tests.factories import desk
from tests.factories.identity import make_role, make_user
from tests.factories.ledger import sell
from tests.factories.members import make_member
from tests.factories.renewals import PRICE, Renewing, make_renewing, today
from tests.web.driver import Tab

HERE = "/he/dashboard/debt/"


def owing(gym: Gym) -> Renewing:
    """A member without a card whose period began ten days ago, and was opened just now."""
    deal = make_renewing(gym, anchor=today() - timedelta(days=40), fate=None)
    renewals.open_due(deal.till.ports, gym.system)
    deal.settle()
    return deal


async def test_the_list_says_who_owes_why_and_what_comes_next(gym: Gym) -> None:
    deal = owing(gym)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(DebtState, "load")
        state = await tab.state(DebtState)
        (row,) = state.rows
        assert (row.id, row.why, row.next) == (
            str(deal.member_id),
            "אין כרטיס שמור",
            "מחכה לכרטיס אחר",
        )
        assert "390" in row.owed
        assert [a.count for a in state.ages] == [1, 0, 0, 0]
        await tab.fire(DebtState, "show_age", age="old")
        assert (await tab.state(DebtState)).rows == []


def owing_by_hand(gym: Gym, many: int) -> None:
    """Members whose debt is of no period, a day older and a shekel more each."""
    with open_work(gym.acting(Role.OWNER)) as w:
        for n in range(many):
            sell(w, make_member(w, f"Dan{n:02}", ""), n + 1, at=w.now - timedelta(days=n))


async def test_pages_search_and_order_hold_one_page_and_the_sums_of_all(gym: Gym) -> None:
    owing_by_hand(gym, PAGE + 2)
    async with Tab(gym.acting(Role.OWNER), "/en/dashboard/debt/") as tab:
        await tab.fire(DebtState, "load")
        state = await tab.state(DebtState)
        assert (len(state.rows), state.summary) == (PAGE, f"1 to {PAGE} of {PAGE + 2}")
        assert (state.rows[0].name, sum(a.count for a in state.ages)) == ("Dan51", PAGE + 2)
        await tab.fire(DebtState, "next_page")
        state = await tab.state(DebtState)
        assert [row.name for row in state.rows] == ["Dan01", "Dan00"]
        assert (state.summary, state.has_next, state.has_previous) == (
            "51 to 52 of 52",
            False,
            True,
        )
        await tab.fire(DebtState, "sort", key="owed")
        state = await tab.state(DebtState)
        assert (state.order, state.rows[0].name, state.has_previous) == ("-owed", "Dan51", False)
        await tab.fire(DebtState, "sort", key="owed")
        assert (await tab.state(DebtState)).rows[0].name == "Dan00"
        await tab.fire(DebtState, "find", words="dan07")
        state = await tab.state(DebtState)
        assert ([row.name for row in state.rows], state.everyone) == (["Dan07"], 1)
        assert "1,378" in state.total  # of everybody, whatever was typed
        await tab.fire(DebtState, "find", words="nobody")
        state = await tab.state(DebtState)
        assert (state.rows, state.is_filtered, state.summary) == ([], True, "")


async def test_whoever_was_alone_on_the_last_page_paid_and_the_page_before_is_shown(
    gym: Gym,
) -> None:
    owing_by_hand(gym, PAGE + 1)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(DebtState, "load")
        await tab.fire(DebtState, "next_page")
        (last,) = (await tab.state(DebtState)).rows
        await tab.fire(DebtState, "open_take", member_id=last.id)
        form = {"period_id": "all", "way": "cash", "note": ""}
        await tab.fire(DebtState, "take", form=form)
        state = await tab.state(DebtState)
        assert (state.problems, len(state.rows), state.has_previous) == ({}, PAGE, False)


async def test_an_order_or_an_age_that_is_none_changes_nothing(gym: Gym) -> None:
    owing_by_hand(gym, 2)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(DebtState, "load")
        await tab.fire(DebtState, "sort", key="id; drop")
        await tab.fire(DebtState, "show_age", age="x")
        await tab.fire(DebtState, "previous_page")
        state = await tab.state(DebtState)
        assert (state.order, state.age, len(state.rows), state.problem) == ("since", "", 2, "")


async def test_nobody_owes_is_an_empty_list(gym: Gym) -> None:
    async with Tab(gym.acting(Role.OWNER), "/en/dashboard/debt/") as tab:
        await tab.fire(DebtState, "load")
        state = await tab.state(DebtState)
        assert (state.rows, state.problem, state.is_loading) == ([], "", False)


async def test_money_taken_at_the_desk_settles_the_debt(gym: Gym) -> None:
    deal = owing(gym)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(DebtState, "load")
        await tab.fire(DebtState, "open_take", member_id=str(deal.member_id))
        period_id = (await tab.state(DebtState)).choices[0].value
        form = {"period_id": period_id, "way": "cash", "note": ""}
        await tab.fire(DebtState, "take", form=form)
        assert (await tab.state(DebtState)).rows == []
    deal.settle()
    assert deal.states() == [PeriodState.PAID]


async def test_a_promise_and_a_write_off_want_what_they_need(gym: Gym) -> None:
    deal = owing(gym)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(DebtState, "load")
        await tab.fire(DebtState, "open_promise", member_id=str(deal.member_id))
        period_id = (await tab.state(DebtState)).choices[0].value
        late = {"period_id": period_id, "day": str(date(2020, 1, 1))}
        await tab.fire(DebtState, "promise", form=late)
        assert "day" in (await tab.state(DebtState)).problems
        soon = {"period_id": period_id, "day": str(today() + timedelta(days=3))}
        await tab.fire(DebtState, "promise", form=soon)
        assert "הובטח" in (await tab.state(DebtState)).rows[0].next
        await tab.fire(DebtState, "write_off", form={"period_id": period_id, "reason": ""})
        assert "reason" in (await tab.state(DebtState)).problems
        await tab.fire(DebtState, "write_off", form={"period_id": period_id, "reason": "עבר דירה"})
        assert (await tab.state(DebtState)).rows == []
    assert deal.states() == [PeriodState.FORGIVEN]


async def test_a_pay_link_is_made_for_whoever_owes(gym: Gym) -> None:
    deal = owing(gym)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(DebtState, "load")
        await tab.fire(DebtState, "open_send", member_id=str(deal.member_id))
        state = await tab.state(DebtState)
        assert state.panel == "send"
        assert "/he/pay/due/" in state.link
        assert state.whatsapp == ""  # no phone number


async def test_no_link_is_made_for_whoever_is_not_on_the_page(gym: Gym) -> None:
    deal = owing(gym)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(DebtState, "load")
        await tab.fire(DebtState, "find", words="nobody")
        await tab.fire(DebtState, "open_send", member_id=str(deal.member_id))
        state = await tab.state(DebtState)
        assert (state.panel, state.link) == ("", "")


async def test_a_pay_link_speaks_the_language_of_whoever_gets_it(gym: Gym) -> None:
    """Whatever language the screen is in: the gym's, until they chose one of their own."""
    deal = owing(gym)
    async with Tab(gym.acting(Role.OWNER), "/en/dashboard/debt/") as tab:
        await tab.fire(DebtState, "load")
        await tab.fire(DebtState, "open_send", member_id=str(deal.member_id))
        assert "/he/pay/due/" in (await tab.state(DebtState)).link
    user_id = make_user(f"{deal.member_id}@example.com", "English Reader", lang=Lang.EN)
    make_role(gym.org_id, user_id, Role.MEMBER, member_id=deal.member_id)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(DebtState, "load")
        await tab.fire(DebtState, "open_send", member_id=str(deal.member_id))
        assert "/en/pay/due/" in (await tab.state(DebtState)).link


async def test_a_debt_is_split_into_parts_as_shown(gym: Gym) -> None:
    deal = owing(gym)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(DebtState, "load")
        await tab.fire(DebtState, "open_split", member_id=str(deal.member_id))
        await tab.fire(DebtState, "sketch", name="count", value="4")
        state = await tab.state(DebtState)
        assert len(state.parts) == 4
        assert "97.50" in state.parts[0].amount
        await tab.fire(DebtState, "split")
        (row,) = (await tab.state(DebtState)).rows
        assert "4" in row.plan
        assert row.next == ""  # the plan says it
        await tab.fire(DebtState, "end_plan", member_id=row.id)
        assert (await tab.state(DebtState)).rows[0].plan == ""


async def test_while_a_card_is_asked_for_all_of_it_the_row_says_so_and_asks_for_nothing_else(
    gym: Gym,
) -> None:
    deal = owing(gym)
    deal.till.card(Fate.LOST)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(DebtState, "load")
        assert not (await tab.state(DebtState)).rows[0].is_charged
        await tab.fire(DebtState, "charge", member_id=str(deal.member_id))
        (row,) = (await tab.state(DebtState)).rows
        assert (row.is_charged, row.next) == (True, "ממתין לתשובת חברת הסליקה")


async def test_while_the_bank_is_asked_nothing_else_is(gym: Gym) -> None:
    deal = owing(gym)
    with open_work(gym.acting(Role.OWNER)) as w:
        desk.institution(w)
        desk.mandate(w, member_id=deal.member_id)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(DebtState, "load")
        (row,) = (await tab.state(DebtState)).rows
        assert (row.is_charged, row.next) == (False, "ממתין לקובץ הבא לבנק")
        day = desk.bank_day(today())
        make_debit_file(deal.till.ports, gym.acting(Role.OWNER), charge_on=day)
        await tab.fire(DebtState, "load")
        (row,) = (await tab.state(DebtState)).rows
        assert (row.is_charged, row.next) == (True, "ממתין לתשובת הבנק")


async def test_a_page_that_was_only_opened_keeps_nobody_from_asking(gym: Gym) -> None:
    deal = owing(gym)
    with open_work(gym.acting(Role.OWNER)) as w:
        token = queries.due_path(w, member_id=deal.member_id).rsplit("/", 1)[-1]
    renewals.pay_due(deal.till.ports, VISITOR, token=token, lang=Lang.HE)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(DebtState, "load")
        (row,) = (await tab.state(DebtState)).rows
        assert (row.periods[0].why, row.is_charged) == ("החיוב נבדק מול חברת הסליקה", False)


def test_what_would_be_refused_is_not_offered() -> None:
    with reading(Lang.EN):
        said = str(_deeds(rx.Var("row", _var_type=DebtorRow).to(DebtorRow)))
    hidden = re.findall(r"is_charged[^?]*\?(.{0,60})", said)
    assert len(hidden) == 2
    assert all("Fragment" in shown for shown in hidden)
    assert said.index("is_charged") < said.index(SEND_LINK.en)


async def test_all_of_a_debt_is_taken_at_once(gym: Gym) -> None:
    deal = owing(gym)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(DebtState, "load")
        await tab.fire(DebtState, "open_take", member_id=str(deal.member_id))
        form = {"period_id": "all", "way": "cash", "note": ""}
        await tab.fire(DebtState, "take", form=form)
        assert (await tab.state(DebtState)).problems == {}
    deal.settle()
    assert deal.period().state is PeriodState.PAID


async def test_without_a_card_nothing_is_charged_and_it_says_so(gym: Gym) -> None:
    deal = owing(gym)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(DebtState, "load")
        await tab.fire(DebtState, "charge", member_id=str(deal.member_id))
    assert deal.till.moved() == []


async def test_earlier_links_are_revoked_where_a_link_is_made(gym: Gym) -> None:
    deal = owing(gym)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(DebtState, "load")
        await tab.fire(DebtState, "open_send", member_id=str(deal.member_id))
        before = (await tab.state(DebtState)).link
        await tab.fire(DebtState, "revoke_links")
        state = await tab.state(DebtState)
        assert (state.panel, state.chosen_id) == ("send", str(deal.member_id))
        assert state.link != before
        assert quote(state.link) in state.whatsapp or not state.whatsapp
    with pytest.raises(Refusal):
        renewals.see_due(deal.till.ports, VISITOR, token=before.strip("/").rsplit("/", 1)[-1])
    after = state.link.strip("/").rsplit("/", 1)[-1]
    assert renewals.see_due(deal.till.ports, VISITOR, token=after).unpaid


async def test_a_part_of_a_debt_is_taken_once_by_two_tabs_and_a_double_tap(gym: Gym) -> None:
    deal = owing(gym)
    form = {"period_id": "all", "way": "cash", "note": "", "amount": "100"}
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(DebtState, "load")
        await tab.fire(DebtState, "open_take", member_id=str(deal.member_id))
        for wrong in ("0", "x", "1000000"):
            await tab.fire(DebtState, "take", form=form | {"amount": wrong})
            assert "amount" in (await tab.state(DebtState)).problems
        await tab.fire(DebtState, "take", form=form)
        assert (await tab.state(DebtState)).panel == ""
        await tab.fire(DebtState, "take", form=form)  # tapped twice
        deal.settle()
        assert deal.balance() == PRICE - Money.shekels(100)
        await tab.fire(DebtState, "open_take", member_id=str(deal.member_id))
        with open_work(gym.acting(Role.OWNER)) as w:  # another tab
            part = Part(Money.shekels(100), deal.balance())
            billing.take_all(w, member_id=deal.member_id, way=PayWay.CASH, note="", part=part)
        await tab.fire(DebtState, "take", form=form)
        assert (await tab.state(DebtState)).panel == "take"
    deal.settle()
    assert deal.balance() == PRICE - Money.shekels(200)
