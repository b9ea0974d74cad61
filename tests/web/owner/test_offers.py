"""Gift cards, goods and one's own link, as a browser drives them: in the shop and at the owner's."""

from datetime import UTC, datetime

import pytest
import time_machine
from sqlmodel import select

from fitkit.core.i18n import Lang
from fitkit.core.money import Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing.rules.orders import OrderStanding
from fitkit.features.billing.rules.words import OrderKind
from fitkit.features.billing.tables import Order
from fitkit.features.offers import actions as offers
from fitkit.features.offers import queries
from fitkit.features.offers.queries import OfferChoices
from fitkit.features.offers.rules.referrals import Rewards
from fitkit.features.plans.rules import Every, PlanKind, Terms
from fitkit.texts import desk
from fitkit.texts import gift_cards as texts
from fitkit.web.member.shop.state import MemberShopState
from fitkit.web.owner.gift_cards.state import GiftCardsState
from fitkit.web.owner.member.money.state import MoneyState
from fitkit.web.owner.member.selling.more.state import SellMoreState
from fitkit.web.owner.products.state import ProductsState
from fitkit.web.public.pay.state import PayState
from fitkit.web.public.shop.state import ShopState
from tests.factories.orders import Shop, make_shop
from tests.features.offers.test_gift_cards import card, order
from tests.features.offers.test_goods import bottle, buy
from tests.web.driver import Tab

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
NOA = {
    "first_name": "נועה",
    "last_name": "כהן",
    "phone": "052-5550100",
    "email": "noa@example.com",
    "consents": "on",
}
GIFT = {"amount": "150", "receiver": "דנה", "receiver_email": "dana@example.com", "message": ""}
CARDS, PRODUCTS = "/he/dashboard/plans/gift-cards/", "/he/dashboard/plans/products/"


@pytest.fixture
def shop(gym) -> Shop:
    with time_machine.travel(NOON, tick=True):
        shop = make_shop(gym)
        rewards = Rewards(Money.shekels(50), Money.shekels(30))
        with open_work(gym.acting(Role.OWNER)) as w:
            offers.choose_offers(w, choices=OfferChoices(sells_gift_cards=True, rewards=rewards))
        yield shop


def member(shop: Shop, lang: Lang = Lang.HE) -> Tab:
    return Tab(shop.gym.acting(Role.MEMBER, member_id=shop.member_id), f"/{lang}/me/shop/")


def orders(shop: Shop) -> list[Order]:
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        return list(w.session.scalars(select(Order)))


async def opens(tab: Tab, state: type) -> None:
    """A dialog, once its screen is there: the first event of a tab shuts, as any arrival, what was left open."""
    await tab.fire(state, "close")
    await tab.fire(state, "open")


def owner(shop: Shop, at: str) -> Tab:
    return Tab(shop.gym.acting(Role.OWNER), at)


# in the shop


async def test_a_visitor_buys_a_gift_card_and_its_page_says_so(shop):
    async with Tab(None, f"/he/shop/{shop.slug}/") as tab:
        await tab.fire(ShopState, "load")
        await tab.fire(ShopState, "open_gift")
        state = await tab.state(ShopState)
        assert (state.is_gift, state.gift.amount) == (True, "50")
        await tab.fire(ShopState, "write_amount", typed="150")
        assert "₪150" in (await tab.state(ShopState)).gift.send
        await tab.fire(ShopState, "order_gift", form=NOA | GIFT | {"amount": "5"})
        assert set((await tab.state(ShopState)).problems) == {"amount"}
        await tab.fire(ShopState, "order_gift", form=NOA | GIFT | {"consents": ""})
        assert set((await tab.state(ShopState)).problems) == {"consents"}
        await tab.fire(ShopState, "order_gift", form=NOA | GIFT)
        (path,) = tab.went_to
    token = path.strip("/").split("/")[-1]
    shop.pay(token)
    async with Tab(None, path) as page:
        await page.fire(PayState, "load")
        row = (await page.state(PayState)).order
        assert (row.kind, row.standing, row.starts) == ("gift_card", "paid", "")
        assert "dana@example.com" not in str(row)


async def test_where_none_is_sold_none_is_offered(shop):
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        offers.choose_offers(w, choices=OfferChoices())
    async with Tab(None, f"/he/shop/{shop.slug}/") as tab:
        await tab.fire(ShopState, "load")
        assert (await tab.state(ShopState)).gift.help == ""
        await tab.fire(ShopState, "order_gift", form=NOA | GIFT)
        assert tab.went_to == []


@pytest.mark.parametrize("lang", Lang)
async def test_a_member_charges_a_gift_card_to_the_kept_card_and_a_second_tap_to_nothing(
    shop, lang
):
    async with member(shop, lang) as tab:
        await tab.fire(MemberShopState, "load")
        assert (await tab.state(MemberShopState)).card_words == ""
        shop.pay(shop.buy())
        await tab.fire(MemberShopState, "load")
        assert "0000" in (await tab.state(MemberShopState)).card_words
        await tab.fire(MemberShopState, "open_gift")
        asked = GIFT | {"by_card": "on"}
        await tab.fire(MemberShopState, "order_gift", form=asked)
        assert set((await tab.state(MemberShopState)).problems) == {"consents"}
        await tab.fire(MemberShopState, "order_gift", form=asked | {"consents": "on"})
        token = tab.went_to[-1].strip("/").split("/")[-1]
        await tab.fire(MemberShopState, "order_gift", form=asked | {"consents": "on"})
        assert len(tab.went_to) == 1
    assert shop.see(token).standing is OrderStanding.PAID
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        assert queries.gift_cards_sold(w).left == Money.shekels(150)


async def in_a_tab_of_its_own(shop: Shop, form: dict[str, str]) -> tuple[list[str], set[str]]:
    """Fill the form of a gift card in a new tab and send it: where it leads, and what is at fault."""
    async with member(shop) as tab:
        await tab.fire(MemberShopState, "load")
        await tab.fire(MemberShopState, "open_gift")
        await tab.fire(MemberShopState, "order_gift", form=form)
        return tab.went_to, set((await tab.state(MemberShopState)).problems)


async def test_two_tabs_with_one_gift_card_are_one_purchase_until_another_is_wanted(shop):
    shop.pay(shop.buy())
    asked = GIFT | {"by_card": "on", "consents": "on"}
    assert (await in_a_tab_of_its_own(shop, asked))[1] == set()
    assert await in_a_tab_of_its_own(shop, asked) == ([], {"another"})
    assert gifts_worth(shop) == Money.shekels(150)
    assert (await in_a_tab_of_its_own(shop, asked | {"receiver": "רות"}))[1] == set()
    assert gifts_worth(shop) == Money.shekels(300)  # for somebody else: another purchase
    assert (await in_a_tab_of_its_own(shop, asked | {"another": "on"}))[1] == set()
    assert gifts_worth(shop) == Money.shekels(450)


async def test_a_card_that_waits_for_its_payment_is_the_same_order_in_every_tab(shop):
    asked = GIFT | {"consents": "on"}
    first, _ = await in_a_tab_of_its_own(shop, asked)
    assert await in_a_tab_of_its_own(shop, asked) == (first, set())
    assert len([o for o in orders(shop) if o.kind is OrderKind.GIFT_CARD]) == 1


@pytest.mark.parametrize(("minutes", "asks"), [(9, True), (10, False)])
async def test_after_ten_minutes_nobody_is_asked(shop, minutes, asks):
    shop.pay(shop.buy())
    asked = GIFT | {"by_card": "on", "consents": "on"}
    with time_machine.travel(NOON, tick=False) as time:
        for _ in range(2):
            _, problems = await in_a_tab_of_its_own(shop, asked)
            time.shift(minutes * 60)
    assert ("another" in problems) is asks
    assert gifts_worth(shop) == Money.shekels(150 if asks else 300)


def gifts_worth(shop: Shop) -> Money:
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        return queries.gift_cards_sold(w).left


async def test_without_a_kept_card_a_forged_tick_leads_to_the_companys_page(shop):
    async with member(shop) as tab:
        await tab.fire(MemberShopState, "load")
        await tab.fire(MemberShopState, "open_gift")
        await tab.fire(
            MemberShopState, "order_gift", form=GIFT | {"by_card": "on", "consents": "on"}
        )
        token = tab.went_to[-1].strip("/").split("/")[-1]
    assert shop.see(token).standing is OrderStanding.OPEN


async def test_a_member_redeems_a_code_and_sees_the_credit(shop):
    code = card(shop)
    async with member(shop) as tab:
        await tab.fire(MemberShopState, "load")
        assert (await tab.state(MemberShopState)).credit == ""
        await tab.fire(MemberShopState, "redeem", form={"gift_code": "AAAA"})
        state = await tab.state(MemberShopState)
        assert state.problems == {"gift_code": texts.NO_SUCH_CARD.he}
        await tab.fire(MemberShopState, "redeem", form={"gift_code": code})
        state = await tab.state(MemberShopState)
        assert (state.problems, "₪200" in state.credit) == ({}, True)
        await tab.fire(MemberShopState, "choose", plan_id=str(shop.plan_id))
        await tab.fire(MemberShopState, "order", form={"consents": "on"})
        token = tab.went_to[-1].strip("/").split("/")[-1]
    assert shop.see(token).amount == Money.shekels(190)


async def test_a_member_fills_a_basket_and_orders_it(shop):
    product_id = str(bottle(shop, 2))
    async with member(shop) as tab:
        await tab.fire(MemberShopState, "load")
        for _ in range(3):
            await tab.fire(MemberShopState, "add_good", product_id=product_id)
        state = await tab.state(MemberShopState)
        assert (state.goods[0].count, state.basket.count) == (2, 2)  # as many as there are
        await tab.fire(MemberShopState, "less_good", product_id=product_id)
        await tab.fire(MemberShopState, "add_good", product_id="junk")
        await tab.fire(MemberShopState, "open_basket")
        state = await tab.state(MemberShopState)
        assert (state.is_basket, state.basket.count) == (True, 1)
        await tab.fire(MemberShopState, "order_goods", form={})
        assert set((await tab.state(MemberShopState)).problems) == {"consents"}
        await tab.fire(MemberShopState, "order_goods", form={"consents": "on", "price": "1"})
        token = tab.went_to[-1].strip("/").split("/")[-1]
    assert shop.see(token).amount == Money.shekels(40)


async def test_ones_own_link_leads_to_the_shop_and_brings_credit(shop):
    async with member(shop) as tab:
        await tab.fire(MemberShopState, "load")
        link = (await tab.state(MemberShopState)).link
    path = link[link.index("/he/shop/") :]
    async with Tab(None, path) as tab:
        await tab.fire(ShopState, "load")
        assert "₪30" in (await tab.state(ShopState)).brought
        await tab.fire(ShopState, "choose", plan_id=str(shop.plan_id))
        await tab.fire(ShopState, "order", form=NOA)
        token = tab.went_to[0].strip("/").split("/")[-1]
    shop.pay(token)
    assert shop.balance(shop.member_id) == Money.shekels(-50)


# at the owner's


async def test_the_owner_sees_what_is_owed_and_who_used_it_and_never_the_code(shop):
    async with owner(shop, CARDS) as tab:
        await tab.fire(GiftCardsState, "load")
        assert (await tab.state(GiftCardsState)).is_empty
    code = card(shop)
    with open_work(shop.gym.acting(Role.MEMBER, member_id=shop.member_id)) as w:
        offers.redeem(w, member_id=shop.member_id, gift_code=code, most=Money.shekels(50))
    async with owner(shop, CARDS) as tab:
        await tab.fire(GiftCardsState, "load")
        state = await tab.state(GiftCardsState)
        assert "₪150" in state.left
        (row,) = state.rows
        assert (row.receiver, row.state) == ("דנה", "נוצל חלקית")
        assert code not in str(row)
        await tab.fire(GiftCardsState, "see_uses", gift_card_id=row.id)
        assert len((await tab.state(GiftCardsState)).uses) == 1
        await tab.fire(GiftCardsState, "send_again", gift_card_id=row.id)
        assert tab.faults == []


async def test_settings_are_kept_and_what_is_absurd_stands_at_its_field(shop):
    async with owner(shop, CARDS) as tab:
        await tab.fire(GiftCardsState, "load")
        form = {"in_shop": "on", "gift_least": "100", "gift_most": "50", "referrer": ""}
        await tab.fire(GiftCardsState, "save", form=form)
        assert set((await tab.state(GiftCardsState)).problems) == {"gift_most"}
        await tab.fire(GiftCardsState, "save", form=form | {"gift_most": "500", "friend": "20"})
        state = await tab.state(GiftCardsState)
        assert (state.problems, state.start["gift_most"], state.start["friend"]) == (
            {},
            "500",
            "20",
        )


async def test_products_are_added_changed_retired_and_handed_over(shop):
    async with owner(shop, PRODUCTS) as tab:
        await tab.fire(ProductsState, "load")
        assert (await tab.state(ProductsState)).is_empty
        await tab.fire(ProductsState, "new")
        await tab.fire(ProductsState, "save", form={"name_he": "בקבוק", "price": ""})
        assert set((await tab.state(ProductsState)).problems) == {"price"}
        form = {"name_he": "בקבוק", "price": "40", "stock": "3", "in_shop": "on"}
        await tab.fire(ProductsState, "save", form=form)
        (row,) = (await tab.state(ProductsState)).rows
        assert (row.name, row.stock, row.is_low, row.where) == ("בקבוק", "3", True, "באפליקציה")
        await tab.fire(ProductsState, "edit", product_id=row.id)
        await tab.fire(ProductsState, "save", form=form | {"stock": "", "in_shop": ""})
        (row,) = (await tab.state(ProductsState)).rows
        assert (row.stock, row.where) == ("בלי ספירה", "בקופה בלבד")
        await tab.fire(ProductsState, "retire", product_id=row.id)
        assert (await tab.state(ProductsState)).rows[0].is_retired
        await tab.fire(ProductsState, "restore", product_id=row.id)
        assert not (await tab.state(ProductsState)).rows[0].is_retired


async def test_all_that_is_wrong_with_a_product_is_said_at_once(shop):
    async with Tab(shop.gym.acting(Role.OWNER), PRODUCTS) as tab:
        await tab.fire(ProductsState, "load")
        await tab.fire(ProductsState, "new")
        wrong = {"name_he": "", "name_en": "", "price": "abc", "stock": "x"}
        await tab.fire(ProductsState, "save", form=wrong)
        problems = (await tab.state(ProductsState)).problems
        assert set(problems) == {"name_he", "name_en", "price", "stock"}
        assert problems["price"] == desk.NOT_A_PRICE.he
        await tab.fire(ProductsState, "save", form=wrong | {"name_he": "מים", "price": "12"})
        assert set((await tab.state(ProductsState)).problems) == {"stock"}
        await tab.fire(ProductsState, "save", form=wrong | {"price": "0", "stock": "100001"})
        assert set((await tab.state(ProductsState)).problems) == {
            "name_he",
            "name_en",
            "price",
            "stock",
        }
        assert (await tab.state(ProductsState)).rows == []


async def test_what_was_bought_in_the_app_waits_until_it_is_handed_over(shop):
    shop.pay(buy(shop, (bottle(shop), 2)))
    async with owner(shop, PRODUCTS) as tab:
        await tab.fire(ProductsState, "load")
        (one,) = (await tab.state(ProductsState)).waiting
        assert one.goods == "בקבוק × 2"
        await tab.fire(ProductsState, "hand_over", order_id=one.id)
        assert (await tab.state(ProductsState)).waiting == []


@pytest.mark.parametrize(("state", "at"), [(GiftCardsState, CARDS), (ProductsState, PRODUCTS)])
async def test_a_coach_sees_neither(shop, state, at):
    shop.pay(order(shop))
    bottle(shop)
    async with Tab(shop.gym.acting(Role.COACH), at) as tab:
        await tab.fire(state, "load")
        assert (await tab.state(state)).rows == []


# at the desk


@pytest.mark.parametrize("way", ["cash", "card", "link"])
async def test_a_second_tap_at_the_desk_sells_nothing_more(shop, way):
    shop.pay(shop.buy())  # keeps the card
    before = len(orders(shop))
    async with owner(shop, f"/he/dashboard/members/{shop.member_id}/") as tab:
        await opens(tab, SellMoreState)
        await tab.fire(SellMoreState, "choose_what", what="gift")
        await tab.fire(SellMoreState, "choose_way", way=way)
        for _ in range(2):
            await tab.fire(SellMoreState, "sell", form=GIFT)
        assert tab.faults == []
    assert len(orders(shop)) == before + 1


async def test_goods_are_sold_for_cash_by_a_kept_card_and_by_a_link(shop):
    product_id = str(bottle(shop, 5))
    shop.pay(shop.buy())  # keeps the card
    async with owner(shop, f"/he/dashboard/members/{shop.member_id}/") as tab:
        for way, left in (("cash", 4), ("card", 3), ("link", 2)):
            await opens(tab, SellMoreState)
            await tab.fire(SellMoreState, "add_good", product_id=product_id)
            await tab.fire(SellMoreState, "choose_way", way=way)
            await tab.fire(SellMoreState, "sell", form={})
            state = await tab.state(SellMoreState)
            assert (state.problems, bool(state.link)) == ({}, way == "link")
            assert state.is_open is (way == "link")
            with open_work(shop.gym.acting(Role.OWNER)) as w:
                assert queries.products_of(w)[0].stock == left
            paid = (await tab.state(MoneyState)).payments
            assert len(paid) == {"cash": 2, "card": 3, "link": 3}[way], "the list is as it was"
    assert shop.balance(shop.member_id) == Money(0)


async def test_a_gift_card_is_sold_at_the_desk_and_nothing_chosen_is_said(shop):
    async with owner(shop, f"/he/dashboard/members/{shop.member_id}/") as tab:
        await opens(tab, SellMoreState)
        assert (await tab.state(SellMoreState)).what == "gift"  # the shelf is empty
        await tab.fire(SellMoreState, "sell", form={"amount": "x"})
        assert set((await tab.state(SellMoreState)).problems) == {"amount"}
        await tab.fire(SellMoreState, "sell", form=GIFT)
        assert not (await tab.state(SellMoreState)).is_open
        await opens(tab, SellMoreState)
        await tab.fire(SellMoreState, "choose_what", what="goods")
        await tab.fire(SellMoreState, "sell", form={})
        assert set((await tab.state(SellMoreState)).problems) == {"goods"}
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        assert queries.gift_cards_sold(w).left == Money.shekels(150)


async def test_a_gift_card_is_charged_to_the_kept_card_at_the_desk(shop):
    shop.pay(shop.buy())
    async with owner(shop, f"/he/dashboard/members/{shop.member_id}/") as tab:
        await opens(tab, SellMoreState)
        await tab.fire(SellMoreState, "choose_way", way="card")
        await tab.fire(SellMoreState, "sell", form=GIFT)
        state = await tab.state(SellMoreState)
        assert (state.problems, state.is_open) == ({}, False)
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        assert queries.gift_cards_sold(w).left == Money.shekels(150)


# in instalments


async def test_a_plan_in_instalments_says_so_offers_them_and_tells_how_many_it_took(shop):
    pack = Terms(PlanKind.PACK, entries=10, valid_days=175)
    plan_id = shop.plan("כרטיסייה", pack, Money.shekels(900), most_instalments=3)
    token = shop.visit(plan_id=plan_id)
    assert "3 תשלומים" in shop.row(token).disclosed
    shop.open(token)
    assert shop.charge(token).instalments == 3
    shop.fill(token)
    assert shop.look(token).instalments == 1  # as the payer chose


async def test_what_renews_by_the_month_has_no_instalments(shop):
    plan_id = shop.plan(
        "חודשי", Terms(PlanKind.UNLIMITED), Money.shekels(90), every=Every.MONTH, most_instalments=9
    )
    token = shop.visit(plan_id=plan_id)
    shop.open(token)
    assert shop.charge(token).instalments == 1
