"""A visitor on a phone: chooses a plan, pays on the company's page, comes back, and books a class."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from fitkit.core.clock import ISRAEL, day_of, now
from fitkit.core.i18n import Lang
from fitkit.texts import getting_in, member, shop
from tests.journeys.conftest import Screen, Stage

APPROVED, BLOCKED = "4580000000000000", "4580000000000202"
SECRET = "hazak-meod-2026"  # of a person who does not exist


def order(s: Screen, plan: str, phone: str, email: str, *, family: str = "אלמוג") -> None:
    """From the shop to the order's page."""
    s.go("/shop/namal/")
    card = s.page.locator(".card", has_text=plan).last
    card.get_by_role("button", name=s.words(shop.CHOOSE_THIS)).click()
    s.label(shop.FIRST_NAME).fill("שירה")
    s.label(shop.LAST_NAME).fill(family)
    s.label(shop.PHONE).fill(phone)
    s.label(shop.EMAIL).fill(email)
    s.page.get_by_text(s.words(shop.I_AGREE)).last.click()
    s.page.locator("#order-form button[type=submit]").click()
    s.at("/pay/")


def pay(s: Screen, number: str) -> None:
    """On the company's page, as it is filled by hand."""
    s.page.locator("#pay-form button[type=submit]").click()
    s.page.wait_for_url("**/demo-pay/**")
    for name, value in (("number", number), ("expiry", "12/30"), ("cvv", "123")):
        s.page.locator(f"input[name={name}]").fill(value)
    holder = s.page.locator("input[name=holder_id]")
    if holder.count():
        holder.fill("123456782")
    s.page.locator("form button.act").first.click()


def join(s: Screen) -> None:
    """From a paid order to an account of one's own."""
    s.sees(shop.STANDINGS["paid"][0])
    s.link(shop.TO_BOOKING).click()
    s.at("/join/")
    s.label(getting_in.JOIN_PASSWORD).fill(SECRET)
    s.button(getting_in.JOIN_BUTTON).click()
    s.page.wait_for_url(re.compile(r"/home/"))


def test_a_visitor_buys_on_a_phone_and_books_a_class(house: Stage):
    s = house.screen(Lang.HE, phone=True)
    order(s, "כרטיסייה של 10", "052-7710101", "shira@example.com")
    pay(s, APPROVED)
    s.at("/pay/")
    join(s)
    for ahead in range(1, 7):
        s.go(f"/schedule/?day={(day_of(now(), ISRAEL) + timedelta(days=ahead)).isoformat()}")
        book = s.button(re.compile("^" + re.escape(s.words(member.BOOK_NAMED).split("{")[0])))
        if book.count():
            break
    named = str(book.first.get_attribute("aria-label"))
    book.first.click()
    expect(s.page.get_by_role("button", name=named, exact=True)).to_have_count(0)
    s.is_quiet()


def test_the_address_of_success_alone_pays_nothing(house: Stage):
    s = house.screen(Lang.EN, phone=True)
    order(s, "Pack of 10", "052-7710202", "dana@example.com")
    s.page.locator("#pay-form button[type=submit]").click()
    s.page.wait_for_url("**/demo-pay/**")
    s.page.go_back()
    s.at("/pay/")
    s.go(f"{re.sub(r'^https?://[^/]+', '', s.page.url).split('?')[0]}?back=1&paid=1")
    s.sees(shop.STANDINGS["on_page"][0])
