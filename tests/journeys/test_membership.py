"""A member's own plan on a phone: it rests, it becomes a dearer one, it is cancelled and the money comes back."""

import re

from playwright.sync_api import expect

from fitkit.core.i18n import Lang
from fitkit.texts import changes, endings, freezes, renewals
from tests.journeys.conftest import Stage
from tests.journeys.test_shop import APPROVED, join, order, pay

HOME = "/me/membership/"


def test_a_member_freezes_upgrades_and_cancels_with_a_refund(house: Stage):
    s = house.screen(Lang.HE, phone=True)
    order(s, "פעמיים בשבוע", "052-7720303", "moves@example.com", family="זזה")
    pay(s, APPROVED)
    s.at("/pay/")
    join(s)

    s.go(HOME).sees(renewals.NEXT_CHARGE)
    s.button(freezes.FREEZE).tap()
    ask = s.page.get_by_role("dialog")
    expect(ask).to_contain_text(freezes.WHAT_HAPPENS.he)
    ask.get_by_role("button", name=freezes.DO_FREEZE.he, exact=True).tap()
    s.sees(freezes.FROZEN)
    s.button(freezes.END_FREEZE).tap()
    s.page.get_by_role("dialog").get_by_role("button", name=freezes.END_FREEZE.he, exact=True).tap()
    s.sees(freezes.UNFROZEN)

    s.go(HOME)
    s.button(changes.CHANGE).tap()
    ask = s.page.get_by_role("dialog")
    do = ask.get_by_role("button", name=re.compile("^" + changes.DO_NOW.he.split("{")[0]))
    expect(do).to_be_visible()
    (agreed,) = re.findall(r"[\d,.]*\d", do.inner_text())
    do.tap()
    s.sees(changes.DONE)
    s.keeps_looking(HOME, s.page.locator(".item", has_text=agreed).first)

    s.link(endings.TO_CANCEL).click()
    s.at("/cancel/")
    s.button(endings.END_THIS).tap()
    s.sees(endings.COMES_BACK)
    s.button(endings.CONFIRM).tap()
    s.sees(endings.DONE)
    s.keeps_looking(HOME, renewals.PAID_STATES["refunded_partly"].he)
    s.is_quiet()
