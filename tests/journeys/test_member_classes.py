"""A member and places: booked with the cost shown, swapped, shared with a guest, waited for, given back."""

import re

from playwright.sync_api import expect

from fitkit.core.i18n import Lang, Text
from fitkit.texts import member, places, schedule, session
from tests.journeys.conftest import Screen, Stage


def at_class(s: Screen, which: str) -> Screen:
    """The page of one of the classes that were prepared."""
    return s.go(f"/session/{s.stage.facts[which]}/")


def tap(s: Screen, named: Text) -> None:
    s.page.wait_for_timeout(1000)  # a tap right after a tap is the same tap
    s.button(_begins(named, s.lang)).first.click()


def says(s: Screen, text: Text, place: str) -> None:
    """What stands before a tap, up to where it names how many."""
    words = text.to(s.lang, **{place: "\0"})
    s.sees(re.compile(re.escape(words.partition("\0")[0])))


def takes(s: Screen) -> str:
    """What booking the class of the page takes, as it stands there."""
    said = places.TAKES_ENTRY.to(s.lang, left="\0").partition("\0")[0]
    return s.page.get_by_text(re.compile(re.escape(said))).first.inner_text()


def _begins(text: Text, lang: Lang) -> re.Pattern[str]:
    words = text.to(lang, name="\0", at="\0")
    return re.compile("^" + re.escape(words.partition("\0")[0]))


def test_a_member_books_knowing_what_it_takes_and_swaps_it_on_the_same_day(house: Stage):
    s = house.screen(Lang.HE, phone=True)
    s.sign_in_once(house.facts["places_email"], "/home/")
    at_class(s, "to_book")
    says(s, places.TAKES_ENTRY, "left")
    tap(s, member.BOOK_NAMED)
    s.sees(member.YOU_ARE_IN)

    at_class(s, "to_swap")
    tap(s, member.SWAP_NAMED)
    s.sees(member.YOU_ARE_IN)

    s.go("/me/bookings/")
    expect(s.page.locator(f"a[href*='{house.facts['to_swap']}']").first).to_be_visible()
    expect(s.page.locator(f"a[href*='{house.facts['to_book']}']")).to_have_count(0)
    s.is_quiet()


def test_a_member_who_may_book_both_swaps_by_the_second_action_at_no_cost(house: Stage):
    s = house.screen(Lang.HE, phone=True)
    s.sign_in_once(house.facts["places_email"], "/home/")
    at_class(s, "morning")
    tap(s, member.BOOK_NAMED)
    s.sees(member.YOU_ARE_IN)
    at_class(s, "evening").sees(places.SWAP_TAKES_NOTHING)
    after_one = takes(s)

    s.go(f"/schedule/?day={house.facts['swap_day']}")
    cards = s.page.locator("article.cls")
    evening = cards.filter(has_text="19:00")
    expect(evening.get_by_role("button", name=_begins(member.BOOK_NAMED, s.lang))).to_be_visible()
    s.page.wait_for_timeout(1000)  # a tap right after a tap is the same tap
    evening.get_by_role("button", name=re.compile("09:00")).click()
    expect(evening.get_by_text(member.YOU_ARE_IN.he)).to_be_visible()

    morning = cards.filter(has_text="09:00")
    expect(morning.get_by_text(schedule.PLACES_FREE.to(s.lang, 12))).to_be_visible()  # given back
    assert takes(at_class(s, "morning")) == after_one  # as many entries as before
    s.go("/me/bookings/")
    expect(s.page.locator(f"a[href*='{house.facts['evening']}']").first).to_be_visible()
    expect(s.page.locator(f"a[href*='{house.facts['morning']}']")).to_have_count(0)
    s.is_quiet()


def test_a_member_waits_only_for_a_place_that_comes_in_time(house: Stage):
    s = house.screen(Lang.EN, phone=True)
    s.sign_in_once(house.facts["places_email"], "/home/")
    at_class(s, "full")
    s.label(session.NOTICE).select_option("120")
    tap(s, member.WAIT_NAMED)
    s.sees("Only if told at least 2 hours before")
    s.label(session.NOTICE).select_option("0")
    s.sees(session.NOTICE_KEPT, choice=session.NOTICE_ANY.en)
    at_class(s, "full")
    expect(s.label(session.NOTICE)).to_have_value("0")
    s.is_quiet()


def test_a_member_brings_a_guest_and_takes_them_back(house: Stage):
    s = house.screen(Lang.HE, phone=True)
    s.sign_in_once(house.facts["places_email"], "/home/")
    at_class(s, "hosted")
    s.label(session.GUEST_NAME).fill("נועה")
    s.button(session.GUEST_BRING).click()
    back = s.button(session.GUEST_BACK_NAMED, name="נועה")
    expect(back).to_be_visible()
    s.page.wait_for_timeout(1000)  # a tap right after a tap is the same tap
    back.click()
    expect(back).to_have_count(0)
    expect(s.label(session.GUEST_NAME)).to_have_value("")
    s.is_quiet()


def test_a_member_takes_the_place_that_is_kept(house: Stage):
    s = house.screen(Lang.EN)
    s.sign_in_once(house.facts["places_email"], "/home/")
    at_class(s, "offered").sees(member.KEPT)
    tap(s, member.ACCEPT_NAMED)
    s.sees(member.YOU_ARE_IN)
    s.is_quiet()


def test_a_late_cancellation_asks_and_says_what_it_costs(house: Stage):
    s = house.screen(Lang.HE, phone=True)
    s.sign_in_once(house.facts["places_email"], "/home/")
    at_class(s, "costs").sees(member.YOU_ARE_IN)
    tap(s, member.CANCEL_NAMED)
    ask = s.page.get_by_role("dialog")
    expect(ask.get_by_text(schedule.COSTS_NOW["entry"].he)).to_be_visible()
    ask.get_by_role("button", name=member.ASK_KEEP.he).click()
    expect(ask).to_have_count(0)
    tap(s, member.CANCEL_NAMED)
    ask.get_by_role("button", name=member.ASK_DO.he).click()
    expect(s.button(_begins(member.BOOK_NAMED, Lang.HE)).first).to_be_visible()
    s.is_quiet()
