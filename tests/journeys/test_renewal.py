"""A card fails at renewal: booking is blocked from the seventh day, the member pays by the link, and books again."""

import re

from playwright.sync_api import expect

from fitkit.core.i18n import Lang
from fitkit.texts import member, renewals
from tests.journeys.conftest import Stage
from tests.journeys.test_member_classes import tap
from tests.journeys.test_shop import APPROVED


def test_a_card_fails_the_member_pays_by_the_link_and_books_again(house: Stage):
    s = house.screen(Lang.HE, phone=True)
    s.sign_in_once(house.facts["renews_email"], "/home/")
    s.go(f"/session/{house.facts['renews_class']}/")
    starts = re.compile("^" + re.escape(s.words(member.BOOK_NAMED).split("{")[0]))
    expect(s.button(starts).locator("visible=true")).to_have_count(0)

    s.go("/me/membership/")
    s.button(renewals.TO_PAY).or_(s.link(renewals.TO_PAY)).first.click()
    s.at("/pay/due/")
    s.sees(re.compile("390"))
    s.button(renewals.PAY, amount="\u200e390 ₪").or_(s.button(re.compile("390"))).first.click()
    s.page.wait_for_url("**/demo-pay/**")
    for name, value in (("number", APPROVED), ("expiry", "12/30"), ("cvv", "123")):
        s.page.locator(f"input[name={name}]").fill(value)
    holder = s.page.locator("input[name=holder_id]")
    if holder.count():
        holder.fill("123456782")
    s.page.locator("form button.act").first.click()
    s.at("/pay/due/")

    s.keeps_looking(f"/session/{house.facts['renews_class']}/", s.button(starts))
    tap(s, member.BOOK_NAMED)
    s.sees(member.YOU_ARE_IN)
    s.is_quiet()
