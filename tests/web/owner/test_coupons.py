"""The owner's coupons, as a browser drives them: made, seen, stopped; and what is not allowed."""

from datetime import UTC, datetime

import pytest
import time_machine

from fitkit.core.i18n import Lang
from fitkit.core.permissions import Role
from fitkit.features.offers.rules.coupons import Discount
from fitkit.texts import coupons as texts
from fitkit.web.member.shop.state import MemberShopState
from fitkit.web.owner.coupons.state import CouponsState
from fitkit.web.owner.member.selling.state import SellState
from fitkit.web.public.shop.state import ShopState
from fitkit.web.rows.coupon import discount_words
from tests.factories.orders import Shop, make_shop
from tests.web.driver import Tab

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
HERE = "/he/dashboard/plans/coupons/"
TEN = {"code": "ten", "percent": "10", "most_each": "1"}
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


async def make(tab: Tab, form: dict[str, str]) -> CouponsState:
    await tab.fire(CouponsState, "load")
    await tab.fire(CouponsState, "new")
    await tab.fire(CouponsState, "make", form=form)
    return await tab.state(CouponsState)


async def test_none_is_empty_and_one_that_is_made_is_shown(shop):
    async with Tab(shop.gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(CouponsState, "load")
        assert (await tab.state(CouponsState)).is_empty
        state = await make(tab, TEN)
        assert (state.is_open, state.is_empty, state.problems) == (False, False, {})
        (row,) = state.rows
        assert row.code == "\u2066TEN\u2069"
        assert row.gives == "10% הנחה בתשלום הראשון"
        assert (row.uses, row.state, row.days) == ("0 שימושים", "פעיל", "בלי תאריך סיום")


@pytest.mark.parametrize("lang", Lang)
async def test_what_is_wrong_stands_at_its_field(shop, lang):
    async with Tab(shop.gym.acting(Role.OWNER), f"/{lang}/dashboard/plans/coupons/") as tab:
        state = await make(tab, {"code": "!", "percent": "200"})
        assert set(state.problems) == {"code", "percent"}
        assert state.problems["code"] == texts.CODE_IS_WRONG.to(lang)
        assert state.is_open
        await tab.fire(CouponsState, "make", form={"code": "ten", "percent": ""})
        assert set((await tab.state(CouponsState)).problems) == {"percent"}


async def test_all_that_is_wrong_is_said_at_once(shop):
    async with Tab(shop.gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(CouponsState, "load")
        await tab.fire(CouponsState, "new")
        await tab.fire(CouponsState, "choose_lasts", lasts="some")
        wrong = {"code": "", "percent": "", "periods": "", "most_uses": "x", "valid_to": "x"}
        await tab.fire(CouponsState, "make", form=wrong)
        assert set((await tab.state(CouponsState)).problems) == set(wrong)


async def test_an_amount_for_some_payments_and_some_plans(shop):
    async with Tab(shop.gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(CouponsState, "load")
        await tab.fire(CouponsState, "new")
        await tab.fire(CouponsState, "choose_kind", kind="amount")
        await tab.fire(CouponsState, "choose_lasts", lasts="some")
        await tab.fire(CouponsState, "choose_lasts", lasts="junk")
        await tab.fire(CouponsState, "add_plan", plan_id=str(shop.plan_id))
        form = {"code": "forty", "amount": "40", "periods": "3", "most_uses": "5"}
        await tab.fire(CouponsState, "make", form=form | {"valid_to": "2026-12-31"})
        (row,) = (await tab.state(CouponsState)).rows
        assert row.gives == "\u2066₪40\u2069 הנחה ב־3 תשלומים, מהראשון"
        assert row.uses == "0 מתוך 5 שימושים"
        assert row.days == "עד 31.12.2026"
        assert row.limits == ["לחלק מהמסלולים"]


@pytest.mark.parametrize(
    ("periods", "he", "en"),
    [
        (1, "10% הנחה בתשלום הראשון", "10% off the first payment"),
        (2, "10% הנחה בשני תשלומים, מהראשון", "10% off each of 2 payments, from the first on"),
        (3, "10% הנחה ב־3 תשלומים, מהראשון", "10% off each of 3 payments, from the first on"),
        (None, "10% הנחה בכל תשלום", "10% off every payment"),
    ],
)
def test_how_long_it_counts_is_said_as_people_say_it(periods, he, en):
    discount = Discount(percent=10, amount=None, periods=periods)
    assert (discount_words(discount, Lang.HE), discount_words(discount, Lang.EN)) == (he, en)


async def test_uses_are_seen_and_a_stopped_one_says_so(shop):
    shop.coupon()
    shop.visit(coupon="WELCOME")
    async with Tab(shop.gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(CouponsState, "load")
        (row,) = (await tab.state(CouponsState)).rows
        assert row.uses == "שימוש אחד"
        await tab.fire(CouponsState, "see_uses", coupon_id=row.id)
        (use,) = (await tab.state(CouponsState)).uses
        assert use.member == "נועה כהן"
        await tab.fire(CouponsState, "ask_stop", coupon_id=row.id)
        await tab.fire(CouponsState, "stop")
        (row,) = (await tab.state(CouponsState)).rows
        assert (row.is_stopped, row.state) == (True, "נעצר")


async def test_a_coach_sees_none_and_makes_none(shop):
    async with Tab(shop.gym.acting(Role.COACH), HERE) as tab:
        await tab.fire(CouponsState, "load")
        await tab.fire(CouponsState, "make", form=TEN)
        state = await tab.state(CouponsState)
        assert state.rows == []


# in the shop


async def choose(tab: Tab, shop: Shop, state: type) -> None:
    await tab.fire(state, "load")
    await tab.fire(state, "choose", plan_id=str(shop.plan_id))


async def test_a_visitors_code_lowers_the_price_and_the_order(shop):
    shop.coupon()
    async with Tab(None, f"/he/shop/{shop.slug}/") as tab:
        await choose(tab, shop, ShopState)
        before = (await tab.state(ShopState)).chosen.amount
        await tab.fire(ShopState, "use_coupon", form={"coupon": "wrong"})
        state = await tab.state(ShopState)
        assert (set(state.problems), state.coupon, state.chosen.amount) == ({"coupon"}, "", before)
        await tab.fire(ShopState, "use_coupon", form={"coupon": " welcome"})
        state = await tab.state(ShopState)
        assert (state.coupon, state.chosen.amount) == ("WELCOME", "\u2066₪195\u2069")
        await tab.fire(ShopState, "order", form=NOA | {"coupon": "ELSE"})
        token = tab.went_to[0].strip("/").split("/")[-1]
    assert shop.see(token).amount.agorot == 19_500


async def test_a_code_is_taken_off_again_and_falls_away_with_another_plan(shop):
    shop.coupon()
    async with Tab(None, f"/he/shop/{shop.slug}/") as tab:
        await choose(tab, shop, ShopState)
        await tab.fire(ShopState, "use_coupon", form={"coupon": "welcome"})
        await tab.fire(ShopState, "drop_coupon")
        state = await tab.state(ShopState)
        assert (state.coupon, state.chosen.amount) == ("", "\u2066₪390\u2069")
        await tab.fire(ShopState, "use_coupon", form={"coupon": "welcome"})
        await tab.fire(ShopState, "choose", plan_id=str(shop.plan_id))
        assert (await tab.state(ShopState)).coupon == ""


async def test_a_member_uses_one_and_is_told_why_not_twice(shop):
    shop.coupon()
    member = shop.gym.acting(Role.MEMBER, member_id=shop.member_id)
    async with Tab(member, "/en/me/shop/") as tab:
        await choose(tab, shop, MemberShopState)
        await tab.fire(MemberShopState, "use_coupon", form={"coupon": "WELCOME"})
        assert (await tab.state(MemberShopState)).coupon == "WELCOME"
        await tab.fire(MemberShopState, "order", form={"consents": "on"})
        await tab.fire(MemberShopState, "use_coupon", form={"coupon": "WELCOME"})
        words = (await tab.state(MemberShopState)).problems["coupon"]
        assert words == texts.USED_BY_YOU.to(Lang.EN, code="WELCOME")


async def test_at_the_desk_a_code_lowers_what_is_taken(shop):
    shop.coupon()
    async with Tab(shop.gym.acting(Role.OWNER), f"/he/dashboard/members/{shop.member_id}/") as tab:
        await tab.fire(SellState, "close")  # on arrival
        await tab.fire(SellState, "open")
        await tab.fire(SellState, "choose_way", way="cash")
        await tab.fire(SellState, "write_coupon", code="WELCOME")
        assert any("₪195" in line for line in (await tab.state(SellState)).terms)
        await tab.fire(SellState, "sell", form={"note": "", "coupon": "WELCOME"})
        assert not (await tab.state(SellState)).is_open
    (period,) = shop.periods()
    assert period.amount_agorot == 19_500
