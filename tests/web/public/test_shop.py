"""A gym's shop and an order's page, as a browser drives them: what is shown, and what a wire may not do."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from fitkit.core.i18n import Lang
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.plans.rules import PlanKind, Terms
from fitkit.integrations.sandbox.cards import Fate
from fitkit.texts import shop as texts
from fitkit.web.frames import PAGES
from fitkit.web.member.shop.state import MemberShopState
from fitkit.web.owner.member import page as _page  # noqa: F401  # declares the screen
from fitkit.web.owner.member.selling.more.state import SellMoreState
from fitkit.web.owner.member.selling.state import SellState
from fitkit.web.public.pay.state import PayState
from fitkit.web.public.shop.state import ShopState
from tests.factories.orders import Shop, make_shop
from tests.web.driver import Tab

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
NOA = {
    "first_name": "נועה",
    "last_name": "כהן",
    "phone": "052-5550100",
    "email": "noa@example.com",
    "consents": "on",
}


@pytest.fixture
def shop(gym) -> Shop:
    with time_machine.travel(NOON, tick=True):
        yield make_shop(gym)


def at_shop(shop: Shop, lang: Lang = Lang.HE) -> Tab:
    return Tab(None, f"/{lang}/shop/{shop.slug}/")


async def order(tab: Tab, shop: Shop, form: dict[str, str]) -> None:
    await tab.fire(ShopState, "load")
    await tab.fire(ShopState, "choose", plan_id=str(shop.plan_id))
    await tab.fire(ShopState, "order", form=form)


@pytest.mark.parametrize("lang", Lang)
async def test_a_visitor_sees_plans_prices_and_terms(shop, lang):
    async with at_shop(shop, lang) as tab:
        await tab.fire(ShopState, "load")
        state = await tab.state(ShopState)
        (only,) = state.offers
        assert only.card.price == "\u2066₪390\u2069"
        assert state.gym.takes_cards
        await tab.fire(ShopState, "choose", plan_id=str(shop.plan_id))
        state = await tab.state(ShopState)
        assert state.chosen.send == texts.TO_PAYMENT.to(lang, amount="\u2066₪390\u2069")
        assert state.chosen.pays
        assert state.chosen.ends


async def test_an_order_leads_to_its_page(shop):
    async with at_shop(shop) as tab:
        await order(tab, shop, NOA)
        assert tab.faults == []
        (path,) = tab.went_to
        assert path.startswith("/he/pay/")
    async with Tab(None, path) as page:
        await page.fire(PayState, "load")
        state = await page.state(PayState)
        assert (state.order.standing, state.order.may_pay, state.order.needs_consent) == (
            "open",
            True,
            False,
        )
        await page.fire(PayState, "pay", form={})
        assert "/demo-pay/" in page.went_to[-1]


async def test_what_is_missing_stands_at_its_field_and_nothing_is_ordered(shop):
    async with at_shop(shop) as tab:
        await order(tab, shop, NOA | {"consents": ""})
        assert set((await tab.state(ShopState)).problems) == {"consents"}
        await tab.fire(ShopState, "order", form=NOA | {"phone": ""})
        assert set((await tab.state(ShopState)).problems) == {"phone"}
        assert tab.went_to == []


async def test_a_price_in_the_form_changes_nothing(shop):
    async with at_shop(shop) as tab:
        await order(tab, shop, NOA | {"price": "1", "amount_agorot": "1", "plan_id": "x"})
        token = tab.went_to[0].strip("/").split("/")[-1]
    assert shop.see(token).amount.agorot == 39_000


async def test_a_private_plan_is_neither_shown_nor_chosen(shop):
    private = shop.plan("פרטי", Terms(PlanKind.TRIAL), is_private=True)
    async with at_shop(shop) as tab:
        await tab.fire(ShopState, "load")
        assert len((await tab.state(ShopState)).offers) == 1
        await tab.fire(ShopState, "choose", plan_id=str(private))
        assert (await tab.state(ShopState)).chosen.id == ""


async def test_no_gym_no_shop(shop):
    async with Tab(None, "/he/shop/nowhere/") as tab:
        await tab.fire(ShopState, "load")
        assert (await tab.state(ShopState)).problem


async def test_the_first_day_moves_what_is_paid(shop):
    async with at_shop(shop) as tab:
        await tab.fire(ShopState, "load")
        await tab.fire(ShopState, "choose", plan_id=str(shop.plan_id))
        await tab.fire(ShopState, "start", day="2026-12-01")
        state = await tab.state(ShopState)
        assert any("1.12.2026" in line for line in state.chosen.pays)
        await tab.fire(ShopState, "start", day="2026-12-")
        assert (await tab.state(ShopState)).starts_on == "2026-12-01"


# the order's page


async def test_the_page_tells_what_became_of_it_and_leads_to_an_account(shop):
    token = shop.visit()
    shop.pay(token)
    async with Tab(None, f"/he/pay/{token}/?back=1") as tab:
        await tab.fire(PayState, "load")
        state = await tab.state(PayState)
        assert state.order.standing == "paid"
        assert state.order.join_path.startswith("/he/join/")
        assert state.order.next == "\u2066₪390\u2069 ב־23.12.2026, מכרטיס \u2066•••• 0000\u2069"
        assert (state.turn, state.is_mine) == ("", False)


async def test_coming_back_with_a_word_in_the_address_proves_nothing(shop):
    token = shop.visit()
    shop.open(token)
    async with Tab(None, f"/he/pay/{token}/?back=1&state=paid&paid=1") as tab:
        await tab.fire(PayState, "load")
        state = await tab.state(PayState)
        assert state.order.standing == "on_page"
        assert state.turn  # it looks again by itself
        shop.fill(token)
        with time_machine.travel(NOON + timedelta(seconds=30), tick=True):
            await tab.fire(PayState, "look")
        assert (await tab.state(PayState)).order.standing == "paid"


async def test_the_token_and_whose_it_is_are_in_no_variable(shop):
    token = shop.visit()
    async with Tab(None, f"/he/pay/{token}/") as tab:
        await tab.fire(PayState, "load")
        state = await tab.state(PayState)
        shown = str([getattr(state, name) for name in PayState.__annotations__ if name != "needs"])
        for secret in (token, "נועה", "noa@example.com", "5550100"):
            assert secret not in shown


@pytest.mark.parametrize("token", ["x", "a" * 43, "a" * 200, "%2e%2e"])
async def test_a_forged_address_is_no_page(shop, token):
    async with Tab(None, f"/he/pay/{token}/") as tab:
        await tab.fire(PayState, "load")
        state = await tab.state(PayState)
        assert state.is_gone
        assert state.problem == ""
        await tab.fire(PayState, "pay", form={"consents": "on"})
        assert tab.went_to == []


async def test_a_sent_link_asks_for_consent_first(shop):
    token = shop.send()
    async with Tab(None, f"/en/pay/{token}/") as tab:
        await tab.fire(PayState, "load")
        assert (await tab.state(PayState)).order.needs_consent
        await tab.fire(PayState, "pay", form={})
        assert set((await tab.state(PayState)).problems) == {"consents"}
        await tab.fire(PayState, "pay", form={"consents": "on"})
        assert "/demo-pay/" in tab.went_to[-1]


async def test_a_declined_card_is_said_in_words(shop):
    token = shop.visit()
    shop.pay(token, Fate.HARD)
    async with Tab(None, f"/he/pay/{token}/") as tab:
        await tab.fire(PayState, "load")
        order = (await tab.state(PayState)).order
        assert order.may_pay
        assert order.standing in ("declined", "on_page")


async def test_an_expired_order_leads_back_to_the_shop(shop):
    token = shop.visit()
    with time_machine.travel(NOON + timedelta(hours=25), tick=True):
        async with Tab(None, f"/he/pay/{token}/") as tab:
            await tab.fire(PayState, "load")
            order = (await tab.state(PayState)).order
            assert (order.standing, order.may_pay) == ("expired", False)
            assert order.shop_path == f"/he/shop/{shop.slug}/"


# inside the app


async def test_a_member_buys_in_the_app(shop):
    me = shop.gym.acting(Role.MEMBER, member_id=shop.member_id)
    async with Tab(me, "/he/me/shop/") as tab:
        await tab.fire(MemberShopState, "load")
        await tab.fire(MemberShopState, "choose", plan_id=str(shop.plan_id))
        await tab.fire(MemberShopState, "order", form={"consents": "on"})
        assert tab.faults == []
        token = tab.went_to[0].strip("/").split("/")[-1]
    assert shop.row(token).member_id == shop.member_id
    shop.pay(token)
    async with Tab(me, "/he/me/shop/") as tab:
        await tab.fire(MemberShopState, "load")
        await tab.fire(MemberShopState, "choose", plan_id=str(shop.plan_id))
        await tab.fire(MemberShopState, "order", form={"consents": "on"})
        assert set((await tab.state(MemberShopState)).problems) == {"plan_id"}


async def test_a_gym_without_an_account_says_how_to_reach_it(shop):
    with open_work(shop.gym.system) as w:
        w.hot(sa.text("update pay_account set is_in_use = false"))
    async with at_shop(shop) as tab:
        await tab.fire(ShopState, "load")
        state = await tab.state(ShopState)
        assert not state.gym.takes_cards
        assert state.offers


async def test_staff_make_a_link_that_a_message_carries_and_take_cash(shop):
    owner = shop.gym.acting(Role.OWNER)
    async with Tab(owner, f"/he/dashboard/members/{shop.member_id}/") as tab:
        await tab.fire(SellState, "close")  # on arrival
        await tab.fire(SellState, "open")
        await tab.fire(SellState, "sell", form={})
        state = await tab.state(SellState)
        assert tab.faults == []
        assert "/he/pay/" in state.link
        assert state.whatsapp.startswith("https://wa.me/")
        assert "%2Fhe%2Fpay%2F" in state.whatsapp
    async with Tab(owner, f"/he/dashboard/members/{shop.member_id}/") as tab:
        await tab.fire(SellState, "close")  # on arrival
        await tab.fire(SellState, "open")
        await tab.fire(SellState, "choose_way", way="cash")
        state = await tab.state(SellState)
        assert any("₪390" in line for line in state.terms)
        await tab.fire(SellState, "sell", form={"paid_on": "2026-11-23", "note": "מעטפה"})
        assert tab.faults == []
        assert (await tab.state(SellState)).is_open is False
    (plan,) = shop.held(shop.member_id)
    assert plan.plan_id == shop.plan_id


async def test_a_sale_left_open_is_shut_on_the_way_to_another_member(shop):
    (member,) = [p for p in PAGES if p.route == "/dashboard/members/[id]"]
    assert SellState.close in member.closes
    async with Tab(shop.gym.acting(Role.OWNER), f"/he/dashboard/members/{shop.member_id}/") as tab:
        await tab.fire(
            SellState, "close"
        )  # a tab's first event: what runs on arrival runs after it
        await tab.fire(SellState, "close")  # on arrival
        await tab.fire(SellState, "open")
        assert (await tab.state(SellState)).is_open
        for handler in member.closes:
            await tab.fire(*_named(handler))
        assert not (await tab.state(SellState)).is_open


def _named(handler):
    """A handler as its State and its name."""
    return next(
        (kind, handler.fn.__name__) for kind in (SellState, SellMoreState) if kind.close is handler
    )


async def test_who_may_not_record_money_sells_nothing(shop):
    async with Tab(shop.gym.acting(Role.COACH), f"/he/dashboard/members/{shop.member_id}/") as tab:
        await tab.fire(SellState, "close")  # on arrival
        await tab.fire(SellState, "open")
        await tab.fire(SellState, "sell", form={})
        assert (await tab.state(SellState)).link == ""
    assert shop.held(shop.member_id) == ()
