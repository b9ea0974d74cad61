"""A visitor who pays with a gift card sees what it takes off, and what is left to pay, before anything is ordered."""

from datetime import UTC, datetime

import pytest
import time_machine

from fitkit.core.i18n import Lang, money
from fitkit.core.money import ZERO, Money
from fitkit.core.ratelimit import TOO_MANY
from fitkit.features.billing.actions import Codes
from fitkit.features.plans.rules import PlanKind, Terms
from fitkit.texts import coupons
from fitkit.texts import gift_cards as texts
from fitkit.texts import shop as words
from fitkit.web.public.shop.state import ShopState
from fitkit.web.rows.offer import gift_words
from tests.factories.gifts import gift_code
from tests.factories.orders import PRICE, Shop, make_shop
from tests.web.driver import Tab
from tests.web.public.test_shop import NOA, at_shop

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
HUNDRED = Money.shekels(100)
AGORA = Money(1)
PACK = Terms(PlanKind.PACK, entries=10, valid_days=175)


@pytest.fixture
def shop(gym) -> Shop:
    with time_machine.travel(NOON, tick=True):
        yield make_shop(gym)


async def choose(tab: Tab, shop: Shop, plan_id: object = None) -> None:
    await tab.fire(ShopState, "load")
    await tab.fire(ShopState, "choose", plan_id=str(plan_id or shop.plan_id))


async def use(tab: Tab, code: str) -> None:
    await tab.fire(ShopState, "use_gift", form={"gift_code": code})


def ordered(tab: Tab, shop: Shop) -> tuple[Money, Money]:
    """What is left to pay of the order, and what its gift card pays."""
    view = shop.see(tab.went_to[-1].strip("/").split("/")[-1])
    return view.amount, view.credit


async def sends(tab: Tab) -> str:
    """The words of the button."""
    return (await tab.state(ShopState)).chosen.send


@pytest.mark.parametrize("lang", Lang)
async def test_the_form_says_what_comes_off_and_what_is_left(shop, lang):
    code = gift_code(shop.gym, HUNDRED)
    async with at_shop(shop, lang) as tab:
        await choose(tab, shop)
        await use(tab, code.lower())
        chosen = (await tab.state(ShopState)).chosen
        left = PRICE - HUNDRED
        assert chosen.gift == texts.APPLIED.to(lang, off=HUNDRED, left=left)
        assert chosen.gift_rest == ""
        assert chosen.pays[1] == f"{chosen.gift}."
        assert chosen.send == words.TO_PAYMENT.to(lang, amount=left)
        assert chosen.amount == money(left, lang)
        await tab.fire(ShopState, "order", form=NOA)
        assert tab.faults == []
        assert ordered(tab, shop) == (left, HUNDRED)


@pytest.mark.parametrize(
    ("on_card", "left", "rest"),
    [(PRICE - AGORA, AGORA, ZERO), (PRICE, ZERO, ZERO), (PRICE + AGORA, ZERO, AGORA)],
)
async def test_at_the_limit_of_the_price(shop, on_card, left, rest):
    code, pack = gift_code(shop.gym, on_card), shop.plan("כרטיסייה", PACK)
    async with at_shop(shop) as tab:
        await choose(tab, shop, pack)
        await use(tab, code)
        chosen = (await tab.state(ShopState)).chosen
        button = words.TO_PAYMENT.to(Lang.HE, amount=left) if left else words.TO_JOIN.he
        said = texts.APPLIED if left else texts.APPLIED_WHOLE
        assert chosen.send == button
        assert chosen.gift == said.to(Lang.HE, off=PRICE - left, left=left)
        assert chosen.gift_rest == (texts.STAYS_ON_CARD.to(Lang.HE, rest=rest) if rest else "")
        await tab.fire(ShopState, "order", form=NOA)
        assert ordered(tab, shop) == (left, PRICE - left)


async def test_what_renews_keeps_a_card_though_the_gift_pays_all_of_it(shop):
    code = gift_code(shop.gym, PRICE)
    async with at_shop(shop) as tab:
        await choose(tab, shop)
        await use(tab, code)
        assert await sends(tab) == words.TO_KEEP_CARD.he


@pytest.mark.parametrize("lang", Lang)
async def test_a_code_that_cannot_be_used_says_why_and_the_price_stays(shop, lang):
    used = gift_code(shop.gym, HUNDRED)
    shop.pay(shop.buy(codes=Codes(gift_code=used)))
    async with at_shop(shop, lang) as tab:
        await choose(tab, shop)
        whole = await sends(tab)
        for code, why in ((used, texts.CARD_IS_USED), ("ABCD-EFGH-JKLM", texts.NO_SUCH_CARD)):
            await use(tab, code)
            state = await tab.state(ShopState)
            assert state.problems == {"gift_code": why.to(lang)}
            assert (state.chosen.gift, state.chosen.send) == ("", whole)


async def test_a_card_whose_time_is_over_says_until_when_it_was_good(shop):
    code = gift_code(shop.gym, HUNDRED)
    with time_machine.travel(datetime(2031, 11, 24, 10, tzinfo=UTC), tick=True):
        async with at_shop(shop) as tab:
            await choose(tab, shop)
            await use(tab, code)
            assert "23.11.2031" in (await tab.state(ShopState)).problems["gift_code"]


async def test_a_coupon_comes_off_first_and_the_gift_pays_of_the_rest(shop):
    shop.coupon("HALF")
    code, half = gift_code(shop.gym, HUNDRED), Money(PRICE.agorot // 2)
    async with at_shop(shop) as tab:
        await choose(tab, shop)
        await use(tab, code)
        await tab.fire(ShopState, "use_coupon", form={"coupon": "half"})
        state = await tab.state(ShopState)
        assert state.coupon == "HALF"
        assert state.chosen.send == words.TO_PAYMENT.to(Lang.HE, amount=half - HUNDRED)
        assert state.chosen.gift == texts.APPLIED.to(Lang.HE, off=HUNDRED, left=half - HUNDRED)
        assert state.chosen.pays[1:3] == [
            coupons.COUPON_INCLUDED.to(Lang.HE, off=PRICE - half),
            f"{state.chosen.gift}.",
        ]
        await tab.fire(ShopState, "drop_gift")
        assert await sends(tab) == words.TO_PAYMENT.to(Lang.HE, amount=half)
        await use(tab, code)
        await tab.fire(ShopState, "drop_coupon")
        assert await sends(tab) == words.TO_PAYMENT.to(Lang.HE, amount=PRICE - HUNDRED)
        await tab.fire(ShopState, "use_coupon", form={"coupon": "half"})
        await tab.fire(ShopState, "order", form=NOA)
        assert ordered(tab, shop) == (half - HUNDRED, HUNDRED)


async def test_where_nothing_is_to_be_paid_the_card_stays_as_it_is(shop):
    shop.coupon("FREE", percent=100)
    code = gift_code(shop.gym, HUNDRED)
    async with at_shop(shop) as tab:
        await choose(tab, shop)
        await use(tab, code)
        await tab.fire(ShopState, "use_coupon", form={"coupon": "free"})
        chosen = (await tab.state(ShopState)).chosen
        assert chosen.gift == texts.NOT_NEEDED.he
        assert chosen.gift_rest == texts.STAYS_ON_CARD.to(Lang.HE, rest=HUNDRED)
        await tab.fire(ShopState, "order", form=NOA)
        assert ordered(tab, shop) == (ZERO, ZERO)


async def test_the_card_goes_along_to_another_plan_and_another_first_day(shop):
    code, pack = gift_code(shop.gym, HUNDRED), shop.plan("כרטיסייה", PACK, Money.shekels(60))
    async with at_shop(shop) as tab:
        await choose(tab, shop)
        await use(tab, code)
        await tab.fire(ShopState, "start", day="2026-12-01")
        assert await sends(tab) == words.TO_PAYMENT.to(Lang.HE, amount=PRICE - HUNDRED)
        await tab.fire(ShopState, "back")
        await tab.fire(ShopState, "choose", plan_id=str(pack))
        assert await sends(tab) == words.TO_JOIN.he
        await tab.fire(ShopState, "load")
        await tab.fire(ShopState, "choose", plan_id=str(pack))
        assert (await tab.state(ShopState)).chosen.gift == ""


# what is left in the box


async def test_a_code_that_was_only_typed_is_seen_before_anything_is_ordered(shop):
    code = gift_code(shop.gym, HUNDRED)
    async with at_shop(shop) as tab:
        await choose(tab, shop)
        await tab.fire(ShopState, "note_gift", typed=code)
        await tab.fire(ShopState, "order", form=NOA)
        assert tab.went_to == []
        assert texts.LOOK_FIRST.he in tab.said
        assert await sends(tab) == words.TO_PAYMENT.to(Lang.HE, amount=PRICE - HUNDRED)
        await tab.fire(ShopState, "order", form=NOA)
        assert ordered(tab, shop) == (PRICE - HUNDRED, HUNDRED)


async def test_a_wrong_code_left_in_the_box_stops_an_order_once(shop):
    async with at_shop(shop) as tab:
        await choose(tab, shop)
        await tab.fire(ShopState, "note_gift", typed="ABCD-EFGH-JKLM")
        await tab.fire(ShopState, "order", form=NOA)
        assert set((await tab.state(ShopState)).problems) == {"gift_code"}
        assert tab.went_to == []
        await tab.fire(ShopState, "note_gift", typed="ABCD-EFGH-JKLM")  # left as it was
        await tab.fire(ShopState, "order", form=NOA)
        assert ordered(tab, shop) == (PRICE, ZERO)


async def test_a_box_that_was_emptied_holds_nothing(shop):
    async with at_shop(shop) as tab:
        await choose(tab, shop)
        await tab.fire(ShopState, "note_gift", typed="ABCD")
        await tab.fire(ShopState, "note_gift", typed="  ")
        await tab.fire(ShopState, "order", form=NOA)
        assert ordered(tab, shop) == (PRICE, ZERO)


# what others do, and what a wire may try


async def test_a_card_that_others_used_meanwhile_says_so_and_the_price_is_whole_again(shop):
    code = gift_code(shop.gym, HUNDRED)
    async with at_shop(shop) as tab:
        await choose(tab, shop)
        await use(tab, code)
        shop.pay(shop.buy(codes=Codes(gift_code=code)))
        await tab.fire(ShopState, "order", form=NOA)
        state = await tab.state(ShopState)
        assert state.problems == {"gift_code": texts.CARD_IS_USED.he}
        assert state.chosen.send == words.TO_PAYMENT.to(Lang.HE, amount=PRICE)
        assert tab.went_to == []


async def test_another_gyms_card_is_no_card_here(shop, other_gym):
    code = gift_code(other_gym, HUNDRED)
    async with at_shop(shop) as tab:
        await choose(tab, shop)
        await use(tab, code)
        assert (await tab.state(ShopState)).problems == {"gift_code": texts.NO_SUCH_CARD.he}


async def test_the_code_is_in_no_variable_and_one_in_the_forms_wire_is_not_heard(shop):
    code = gift_code(shop.gym, HUNDRED)
    async with at_shop(shop) as tab:
        await choose(tab, shop)
        await use(tab, code)
        state = await tab.state(ShopState)
        shown = str([getattr(state, name) for name in ShopState.get_fields() if name[0] != "_"])
        assert code not in shown
        await tab.fire(ShopState, "drop_gift")
        await tab.fire(ShopState, "order", form=NOA | {"gift_code": code})
        assert ordered(tab, shop) == (PRICE, ZERO)


async def test_whoever_tries_many_codes_must_wait(shop):
    async with at_shop(shop) as tab:
        await choose(tab, shop)
        for _ in range(20):
            await use(tab, "ABCD-EFGH-JKLM")
            assert set((await tab.state(ShopState)).problems) == {"gift_code"}
        await use(tab, gift_code(shop.gym, HUNDRED))
        state = await tab.state(ShopState)
        assert state.chosen.gift == ""
        assert TOO_MANY.he.split("{")[0] in str(tab.said) + str(state.problems)


async def test_a_card_is_looked_at_and_nothing_is_set_aside_for_whoever_looks(shop):
    code = gift_code(shop.gym, HUNDRED)
    async with at_shop(shop) as tab:
        await choose(tab, shop)
        await use(tab, code)
    get = shop.see(shop.buy(codes=Codes(gift_code=code)))
    assert (get.amount, get.credit) == (PRICE - HUNDRED, HUNDRED)


def test_without_a_card_nothing_is_said_of_one():
    assert gift_words(ZERO, PRICE, Lang.HE) == ("", "")


async def test_two_tabs_are_one_order_or_a_sentence(shop):
    code, pack = gift_code(shop.gym, PRICE + PRICE), shop.plan("כרטיסייה", PACK)
    first = shop.visit(codes=Codes(gift_code=code))
    async with at_shop(shop) as tab:
        await choose(tab, shop)
        await use(tab, code)
        await tab.fire(ShopState, "order", form=NOA)
        assert ordered(tab, shop) == (ZERO, PRICE)
        assert shop.see(first).standing == "expired"
    shop.visit(plan_id=pack, codes=Codes(gift_code=code))
    async with at_shop(shop) as tab:
        await choose(tab, shop, pack)
        await use(tab, code)
        await tab.fire(ShopState, "order", form=NOA)
        said = (await tab.state(ShopState)).problems
        assert said == {"plan_id": texts.BOUGHT_WITH_IT.to(Lang.HE, plan="כרטיסייה")}
        assert tab.went_to == []


async def test_a_tab_whose_card_pays_in_another_is_told_so_when_it_looks(shop):
    code = gift_code(shop.gym, HUNDRED)
    shop.open(shop.visit(codes=Codes(gift_code=code)))
    async with at_shop(shop) as tab:
        await choose(tab, shop)
        await use(tab, code)
        state = await tab.state(ShopState)
        assert state.problems == {"gift_code": texts.IS_PAYING.he}
        assert state.chosen.send == words.TO_PAYMENT.to(Lang.HE, amount=PRICE)
