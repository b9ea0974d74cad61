"""The list of payments, the story of one, giving back in two steps, and a member's own payments."""

from uuid import UUID

import pytest

from fitkit.core import jobs
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, Role
from fitkit.core.work import open_work
from fitkit.features.payments.rules import ChargeState, RefundState
from fitkit.integrations.sandbox.cards import Fate
from fitkit.web.deeds.refunds import GivingBackState
from fitkit.web.owner.member import page as _member  # noqa: F401  # its State joins the app
from fitkit.web.owner.member.money.state import MoneyState
from fitkit.web.owner.payment import page as _payment  # noqa: F401
from fitkit.web.owner.payment.state import PaymentState
from fitkit.web.owner.payments import page as _payments  # noqa: F401
from fitkit.web.owner.payments.state import PaymentsState
from tests.conftest import Gym
from tests.factories.members import make_member
from tests.factories.orders import make_shop
from tests.factories.payments import PRICE, Till, make_till
from tests.web.driver import Tab

LIST = "/en/dashboard/payments/"


@pytest.fixture
def till(gym: Gym) -> Till:
    return make_till(gym.system)


def at(charge_id: UUID) -> str:
    return f"{LIST}{charge_id}/"


async def test_the_list_has_its_sums_and_follows_its_filters(gym: Gym, till: Till) -> None:
    paid, waiting = till.paid(), till.open()
    till.refund(paid, Money.shekels(90))
    async with Tab(gym.acting(Role.OWNER), LIST) as tab:
        await tab.fire(PaymentsState, "load")
        state = await tab.state(PaymentsState)
        assert {p.id for p in state.payments} == {str(paid), str(waiting)}
        assert "390" in state.sums.paid
        assert "300" in state.sums.net
        assert state.payments[0].member == "נועה כהן"
        await tab.fire(PaymentsState, "show_state", state=ChargeState.PAID)
        state = await tab.state(PaymentsState)
        assert [p.id for p in state.payments] == [str(paid)]
        await tab.fire(PaymentsState, "show_until", day="2020-01-01")
        assert "until" in (await tab.state(PaymentsState)).problems
        await tab.fire(PaymentsState, "show_since", day="2019-12-01")
        assert (await tab.state(PaymentsState)).payments == []


async def back_of(tab: Tab) -> str:
    back = (await tab.state(PaymentsState)).payments[0].back
    return back.replace("\u2066", "").replace("\u2069", "")


async def test_what_is_on_its_way_back_is_said_to_be(gym: Gym, till: Till) -> None:
    paid = till.paid()
    till.refund(paid, Money.shekels(90))
    async with Tab(gym.acting(Role.OWNER), LIST) as tab:
        await tab.fire(PaymentsState, "load")
        assert await back_of(tab) == "₪90 is on its way back"
        jobs.run_ready(till.ports)
        till.refund(paid, Money.shekels(10))
        await tab.fire(PaymentsState, "load")
        assert await back_of(tab) == "of it ₪90 went back · ₪10 is on its way back"
        jobs.run_ready(till.ports)
        await tab.fire(PaymentsState, "load")
        assert await back_of(tab) == "of it ₪100 went back"


async def test_a_long_list_is_turned(gym: Gym, till: Till) -> None:
    for _ in range(52):
        till.open()
    async with Tab(gym.acting(Role.OWNER), LIST) as tab:
        await tab.fire(PaymentsState, "load")
        state = await tab.state(PaymentsState)
        first = [p.id for p in state.payments]
        assert (len(first), state.has_next, state.has_previous) == (50, True, False)
        await tab.fire(PaymentsState, "next_page")
        state = await tab.state(PaymentsState)
        assert len(state.payments) == 2
        assert not set(first) & {p.id for p in state.payments}
        await tab.fire(PaymentsState, "previous_page")
        assert [p.id for p in (await tab.state(PaymentsState)).payments] == first


async def test_a_payment_goes_back_after_its_words_were_read(gym: Gym, till: Till) -> None:
    charge_id = till.paid()
    async with Tab(gym.acting(Role.OWNER), at(charge_id)) as tab:
        await tab.fire(GivingBackState, "begin", charge_id=str(charge_id))
        state = await tab.state(GivingBackState)
        assert (state.amount, [c.value for c in state.ways]) == (
            "390.00",
            ["card", "cash", "transfer"],
        )
        await tab.fire(GivingBackState, "look", form={"amount": "391", "way": "card", "why": "x"})
        assert "amount" in (await tab.state(GivingBackState)).problems
        await tab.fire(GivingBackState, "look", form={"amount": "90", "way": "card", "why": ""})
        assert "why" in (await tab.state(GivingBackState)).problems
        await tab.fire(
            GivingBackState, "look", form={"amount": "90", "way": "card", "why": "moved away"}
        )
        state = await tab.state(GivingBackState)
        assert "90" in state.preview
        assert "300" in state.preview
        assert till.refunds(charge_id) == ()  # nothing yet
        await tab.fire(GivingBackState, "give")
        assert (await tab.state(GivingBackState)).charge_id == ""
        jobs.run_ready(till.ports)
        await tab.fire(PaymentState, "load")
        shown = await tab.state(PaymentState)
    assert [r.state for r in till.refunds(charge_id)] == [RefundState.DONE]
    assert till.moved() == [PRICE, -Money.shekels(90)]
    assert len(shown.refunds) == 1
    assert any("90" in step.words for step in shown.steps)
    assert shown.head.may_refund


async def test_who_may_not_refund_cannot(gym: Gym, till: Till) -> None:
    charge_id = till.paid()
    desk = gym.acting(Role.ADMIN)
    narrowed = gym.acting_as(desk, permissions=desk.permissions - {Permission.REFUND})
    async with Tab(narrowed, at(charge_id)) as tab:
        await tab.fire(GivingBackState, "begin", charge_id=str(charge_id))
        assert (await tab.state(GivingBackState)).charge_id == ""


async def test_staff_ask_and_decide_what_nobody_knows(gym: Gym, till: Till) -> None:
    charge_id = till.by_card(Fate.LOST)
    till.collect(charge_id)
    async with Tab(gym.acting(Role.OWNER), at(charge_id)) as tab:
        await tab.fire(PaymentState, "load")
        state = await tab.state(PaymentState)
        assert (state.is_unknown, state.may_ask) == (True, True)
        await tab.fire(PaymentState, "was_taken", form={"reference": ""})
        assert "reference" in (await tab.state(PaymentState)).problems
        await tab.fire(PaymentState, "was_taken", form={"reference": "88-1"})
        assert not (await tab.state(PaymentState)).is_unknown
    assert till.charge(charge_id).state is ChargeState.PAID


async def test_another_gyms_payment_is_not_there(gym: Gym, other_gym: Gym) -> None:
    theirs = make_till(other_gym.system).paid()
    async with Tab(gym.acting(Role.OWNER), at(theirs)) as tab:
        await tab.fire(PaymentState, "load")
        state = await tab.state(PaymentState)
        assert state.problem
        assert state.steps == []
        await tab.fire(GivingBackState, "begin", charge_id=str(theirs))
        assert (await tab.state(GivingBackState)).charge_id == ""


async def test_a_members_page_shows_which_card_is_a_plans_own(gym: Gym) -> None:
    shop = make_shop(gym)
    with open_work(gym.acting(Role.OWNER)) as w:  # whom a visitor names
        whose = make_member(w, "נועה", "כהן", phone="+972525550100")
    shop.pay(shop.visit())
    address = f"/en/dashboard/members/{whose}/"
    async with Tab(gym.acting(Role.OWNER), address) as tab:
        await tab.fire(MoneyState, "load")
        state = await tab.state(MoneyState)
        assert not state.has_card
        [apart] = state.apart
        assert "card of its own" in apart
        assert "0000" in apart
    async with Tab(gym.acting(Role.COACH), address) as tab:
        await tab.fire(MoneyState, "load")
        assert (await tab.state(MoneyState)).apart == []


async def test_a_members_page_shows_payments_and_the_card(gym: Gym, till: Till) -> None:
    till.card()
    for _ in range(12):
        till.paid()
    address = f"/en/dashboard/members/{till.member_id}/"
    async with Tab(gym.acting(Role.OWNER), address) as tab:
        await tab.fire(MoneyState, "load")
        state = await tab.state(MoneyState)
        assert (len(state.payments), state.has_more, state.has_card) == (10, True, True)
        assert "0000" in state.card
        await tab.fire(MoneyState, "more")
        assert len((await tab.state(MoneyState)).payments) == 12  # the card kept alone is none
        await tab.fire(MoneyState, "ask_removal")
        await tab.fire(MoneyState, "remove_card")
        assert not (await tab.state(MoneyState)).has_card
    async with Tab(gym.acting(Role.COACH), address) as tab:
        await tab.fire(MoneyState, "load")
        assert (await tab.state(MoneyState)).payments == []


@pytest.mark.parametrize("lang", ["he", "en"])
async def test_a_refund_of_the_companys_screen_is_recorded_from_the_payment(
    gym: Gym, till: Till, lang: str
) -> None:
    charge_id = till.paid()
    here = at(charge_id).replace("/en/", f"/{lang}/")
    async with Tab(gym.acting(Role.OWNER), here) as tab:
        await tab.fire(PaymentState, "load")
        assert (await tab.state(PaymentState)).may_note
        await tab.fire(PaymentState, "begin_noting")
        state = await tab.state(PaymentState)
        assert state.is_noting
        form = {"amount": "90", "number": "", "made_on": state.latest, "why": "moved away"}
        await tab.fire(PaymentState, "note_refund", form=form)
        assert set((await tab.state(PaymentState)).problems) == {"number"}
        for missing in ("made_on", "amount"):
            await tab.fire(PaymentState, "note_refund", form=form | {"number": "7", missing: ""})
            assert set((await tab.state(PaymentState)).problems) == {missing}
        await tab.fire(PaymentState, "note_refund", form=form | {"number": "777"})
        state = await tab.state(PaymentState)
        assert (state.is_noting, state.problems, len(state.refunds)) == (False, {}, 1)
        assert state.refunds[0].kind == "positive"
        await tab.fire(PaymentState, "note_refund", form=form | {"number": "777"})  # the other tab
        assert len((await tab.state(PaymentState)).refunds) == 1
    assert till.charge(charge_id).refunded == Money.shekels(90)


async def test_who_may_not_refund_records_none(gym: Gym, till: Till) -> None:
    charge_id = till.paid()
    form = {"amount": "90", "number": "777", "made_on": "2026-11-23", "why": "x"}
    async with Tab(gym.acting(Role.COACH), at(charge_id)) as tab:
        await tab.fire(PaymentState, "note_refund", form=form)
    assert till.charge(charge_id).refunded == Money(0)
