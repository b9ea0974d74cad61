"""A visitor buys with a coupon on a phone; a member buys a gift card for somebody, and another uses its code."""

import re

from playwright.sync_api import expect

from fitkit.core.i18n import Lang
from fitkit.texts import coupons, gift_cards, shop
from tests.journeys.conftest import Screen, Stage
from tests.journeys.test_screens import PEOPLE
from tests.journeys.test_shop import APPROVED, pay

CODE = re.compile(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}\b")


def buyer(s: Screen, phone: str, email: str, family: str) -> None:
    """Who buys, as typed."""
    s.label(shop.FIRST_NAME).fill("שירה")
    s.label(shop.LAST_NAME).fill(family)
    s.label(shop.PHONE).fill(phone)
    s.label(shop.EMAIL).fill(email)


def test_a_visitor_buys_with_a_coupon_on_a_phone(house: Stage):
    owner = house.screen(Lang.HE).sign_in_once(PEOPLE["owner"], to="/dashboard/plans/coupons/")
    owner.button(coupons.NEW_COUPON).first.click()
    ask = owner.page.get_by_role("dialog")
    ask.locator("input[name=code]").fill("half")
    ask.locator("input[name=percent]").fill("50")
    ask.get_by_role("button", name=owner.words(coupons.MAKE), exact=True).click()
    owner.sees("HALF").is_quiet()

    s = house.screen(Lang.HE, phone=True)
    s.go("/shop/namal/")
    card = s.page.locator(".card", has_text="כרטיסייה של 10").last
    card.get_by_role("button", name=s.words(shop.CHOOSE_THIS)).click()
    send = s.page.locator("#order-form button[type=submit]")
    before = send.inner_text()
    s.page.get_by_text(s.words(coupons.HAVE_CODE)).click()
    s.page.locator("#coupon-code").fill("nothing")
    s.button(coupons.APPLY).click()
    s.sees(coupons.NO_SUCH_CODE)
    s.page.locator("#coupon-code").fill("half")
    s.button(coupons.APPLY).click()
    expect(s.page.locator(".notice[data-kind=positive]")).to_contain_text("HALF")
    expect(send).not_to_have_text(before)
    buyer(s, "052-7730101", "half@example.com", "קופון")
    s.page.get_by_text(s.words(shop.I_AGREE)).last.click()
    send.click()
    s.at("/pay/")
    expect(s.page.get_by_text("HALF")).to_be_visible()
    pay(s, APPROVED)
    s.at("/pay/")
    s.sees(shop.STANDINGS["paid"][0]).is_quiet()
    owner.go("/dashboard/plans/coupons/")
    expect(owner.page.get_by_role("row").filter(has_text="HALF")).to_contain_text("1")


def test_a_gift_card_is_bought_sent_and_redeemed(house: Stage):
    owner = house.screen(Lang.EN).sign_in_once(PEOPLE["owner"], to="/dashboard/plans/gift-cards/")
    sold = owner.page.locator("#offer-settings").get_by_label(owner.words(gift_cards.IN_SHOP))
    sold.set_checked(True, force=True)  # the demo sells them already
    owner.page.locator("#offer-settings button[type=submit]").click()
    owner.sees(gift_cards.SAVED)

    s = house.screen(Lang.EN, phone=True)
    s.go("/shop/namal/")
    s.button(gift_cards.BUY_ONE).click()
    s.label(gift_cards.AMOUNT).fill("200")
    s.label(gift_cards.RECEIVER).fill("Dana")
    s.label(gift_cards.RECEIVER_EMAIL).fill("gift@example.com")
    buyer(s, "052-7730202", "giver@example.com", "מתנה")
    s.page.get_by_text(s.words(gift_cards.I_AGREE)).last.click()
    s.page.locator("#gift-form button[type=submit]").click()
    s.at("/pay/")
    pay(s, APPROVED)
    s.at("/pay/")
    s.sees(shop.GIFT_DONE_WHY).is_quiet()
    letter = house.letter("gift@example.com", lambda item: CODE.search(item.text))
    found = CODE.search(letter.text)
    assert found is not None

    member = house.screen(Lang.EN, phone=True).sign_in_once(PEOPLE["member"], to="/me/shop/")
    member.page.get_by_text(member.words(gift_cards.HAVE_CARD)).first.click()
    member.page.locator("#redeem-code").fill(found[0].lower())
    credit = member.page.locator(".notice[data-kind=positive]").first
    before = credit.inner_text() if credit.count() else ""
    member.button(gift_cards.REDEEM).click()
    expect(member.page.get_by_text(re.compile("200.*were added")).first).to_be_visible()
    expect(credit).not_to_have_text(before)
    member.is_quiet()
    owner.go("/dashboard/plans/gift-cards/")
    expect(owner.page.get_by_role("row").filter(has_text="Dana")).to_contain_text(
        gift_cards.STATES["used"].en
    )
