"""Money goes back: a member ends what they bought and sees it return; the owner gives back a part, with its credit note."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

from fitkit.core.i18n import Lang, money
from fitkit.core.money import Money
from fitkit.texts import documents, endings, renewals, takings
from tests.journeys.conftest import Stage
from tests.journeys.test_screens import PEOPLE
from tests.journeys.test_shop import APPROVED, join, order, pay

PART = Money(37_50)  # no other payment comes to that


def test_a_member_ends_a_purchase_on_a_phone_and_the_money_returns(house: Stage):
    s = house.screen(Lang.HE, phone=True)
    order(s, "כרטיסייה של 10", "052-7720101", "ends@example.com", family="חוזרת")
    pay(s, APPROVED)
    s.at("/pay/")
    join(s)
    s.go("/me/membership/")
    s.sees(renewals.PAID_STATES["paid"])
    s.link(endings.TO_CANCEL).click()
    s.at("/cancel/")
    s.button(endings.END_THIS).tap()
    s.sees(endings.HOW).sees(endings.LAST_DAY).sees(endings.REFUND_BY)
    back = s.page.get_by_text(endings.COMES_BACK.he, exact=True).locator("xpath=..")
    promised = back.inner_text()
    assert re.search(r"\d", promised), promised
    s.button(endings.CONFIRM).tap()
    s.sees(endings.DONE)
    assert back.inner_text() == promised
    s.keeps_looking("/me/membership/", renewals.PAID_STATES["refunded_partly"].he)
    s.go("/cancel/").sees(endings.ENDS_BY_NOTICE)
    expect(s.button(endings.END_THIS)).to_have_count(0)
    credit = s.page.locator(".item", has_text=documents.KINDS["credit_note"].he)
    s.keeps_looking("/me/documents/", credit)
    (sum_back,) = re.findall(r"[\d,.]*\d", promised)
    expect(credit).to_contain_text(sum_back)
    s.is_quiet()


def test_an_owner_gives_back_a_part_and_finds_its_credit_note(house: Stage):
    buyer = house.screen(Lang.EN, phone=True)
    order(buyer, "Pack of 10", "052-7720202", "part@example.com", family="חלקית")
    pay(buyer, APPROVED)
    buyer.at("/pay/")

    s = house.screen(Lang.EN).sign_in_once(PEOPLE["owner"], to="/dashboard/payments/")
    s.page.get_by_role("row").filter(has_text="חלקית").get_by_role("link").click()
    s.page.wait_for_url(re.compile(r"/dashboard/payments/[\w-]{36}/"))
    s.ready()
    story = urlsplit(s.page.url).path
    s.button(re.compile("^" + re.escape(takings.REFUND_NAMED.en.split("{")[0]))).click()
    ask = s.page.get_by_role("dialog")
    s.label(takings.REFUND_AMOUNT).fill("37.50")
    s.label(takings.REFUND_WHY).fill("A class was called off")
    ask.get_by_role("button", name=takings.REFUND_CHECK.en, exact=True).click()
    expect(ask).to_contain_text("37.50")
    do = takings.REFUND_DO.to(Lang.EN, amount=PART)
    ask.get_by_role("button", name=do, exact=True).click()
    s.sees(takings.REFUND_OPENED)
    s.keeps_looking(story, takings.OF_IT_BACK.to(Lang.EN, amount=PART))
    s.sees("A class was called off")
    note = s.page.get_by_role("row").filter(has_text=money(-PART, Lang.EN))
    s.keeps_looking("/dashboard/documents/", note)
    expect(note).to_contain_text(documents.KINDS["credit_note"].en)
    expect(note).to_contain_text("חלקית")
    file = note.locator("a[href$='.pdf']")
    answer = s.context.request.get(str(file.get_attribute("href")))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    s.is_quiet()
