"""A member with the keyboard alone, and a member whose server goes away for a moment."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from fitkit.core.clock import ISRAEL, day_of, now
from fitkit.core.i18n import Lang, Text
from fitkit.texts import account, member, web
from tests.journeys.conftest import Screen, Stage
from tests.journeys.test_ways_in import reach_named

MAYA = "maya@namal.demo"


def to_a_day_with_room(screen: Screen) -> str:
    """A coming day on which there is a class to book: its name and hour, as the button says it."""
    for ahead in range(1, 7):
        screen.go(f"/schedule/?day={_day(ahead)}")
        found = screen.button(_begins(member.BOOK_NAMED, screen.lang))
        if found.count():
            return str(found.first.get_attribute("aria-label"))
    raise AssertionError("no class to book in a week of the demo")


def _day(ahead: int) -> str:
    return (day_of(now(), ISRAEL) + timedelta(days=ahead)).isoformat()


def _begins(text: Text, lang: Lang) -> re.Pattern[str]:
    words = text.to(lang, name="\0", at="\0")
    return re.compile("^" + re.escape(words.partition("\0")[0]))


def test_a_member_books_and_cancels_with_the_keyboard_alone(house: Stage):
    s = house.screen(Lang.EN)
    s.sign_in(MAYA, to="/schedule/")
    named = to_a_day_with_room(s)
    s.page.locator("body").press("Home")
    reach_named(s.page, named)
    s.page.keyboard.press("Enter")
    cancel = s.button(_same_class(named))
    expect(cancel).to_be_focused()  # it stands where the other stood: nobody starts over
    s.page.wait_for_timeout(1000)  # a press right after a press is the same press
    s.page.keyboard.press("Enter")
    ask = s.page.get_by_role("dialog")
    s.page.wait_for_timeout(800)
    if ask.count():  # near the start it costs, and is asked about
        reach_named(s.page, member.ASK_DO.en)
        s.page.keyboard.press("Enter")
    expect(s.page.get_by_role("button", name=named, exact=True)).to_be_visible()
    s.is_quiet()


def _same_class(named: str) -> re.Pattern[str]:
    """The button that cancels what this one books."""
    return re.compile("^Cancel " + re.escape(named.removeprefix("Book ")))


def test_what_was_typed_survives_a_restart_and_the_page_goes_on_working(house: Stage):
    s = house.screen(Lang.HE, phone=True)
    s.sign_in(MAYA, to="/me/settings/")
    field = s.label(account.NAME)
    field.fill("מאיה לוי כהן")
    schedule = Screen(house, s.context, s.context.new_page(), Lang.HE)
    named = to_a_day_with_room(schedule)

    house.serving.stop("web")
    s.sees(web.RECONNECTING)
    expect(field).to_have_value("מאיה לוי כהן")
    house.serving.start("web")
    expect(s.page.get_by_text(web.RECONNECTING.he).locator("visible=true")).to_have_count(
        0, timeout=40_000
    )
    expect(field).to_have_value("מאיה לוי כהן")

    book = schedule.page.get_by_role("button", name=named, exact=True)
    expect(schedule.page.get_by_text(web.RECONNECTING.he).locator("visible=true")).to_have_count(
        0, timeout=40_000
    )
    book.tap()
    cancel = schedule.button(_begins(member.CANCEL_NAMED, Lang.HE)).first
    expect(cancel).to_be_visible()
    s.is_quiet()
