"""Ways through several phones: a place passed on, a class covered by a colleague, a child booked by a guardian."""

import re
from datetime import date

from playwright.sync_api import Locator, expect

from fitkit.core.i18n import Lang, Text, long_day
from fitkit.texts import design as shown
from fitkit.texts import files, floor, member, schedule, substitutes, web
from tests.journeys.conftest import Screen, Stage


def begins(text: Text, lang: Lang) -> re.Pattern[str]:
    """The words of a text up to its first place."""
    words = re.split(r"[\0]", text.to(lang, **dict.fromkeys(("name", "at", "session"), "\0")))[0]
    return re.compile("^" + re.escape(words))


def said_of(text: Text, lang: Lang, **places: str) -> re.Pattern[str]:
    return re.compile(re.escape(text.to(lang, **places)))


def dialog_of(s: Screen) -> Locator:
    return s.page.get_by_role("dialog").or_(s.page.get_by_role("alertdialog"))


def test_who_waits_is_promoted_when_the_place_is_given_back_and_told(house: Stage):
    path = f"/session/{house.facts['waited_for']}/"
    waits = house.screen(Lang.HE, phone=True)
    waits.sign_in_once(house.facts["waits_email"], path)
    waits.sees(said_of(Text("מקום שמתפנה מוריד כניסה אחת", ""), Lang.HE))  # said before the tap
    waits.button(begins(member.WAIT_NAMED, Lang.HE)).first.tap()
    waits.sees(member.IN_LINE, position=1)

    holds = house.screen(Lang.EN, phone=True)
    holds.sign_in_once(house.facts["holds_email"], path)
    holds.sees(member.YOU_ARE_IN)
    holds.button(begins(member.CANCEL_NAMED, Lang.EN)).first.tap()
    expect(holds.button(begins(member.CANCEL_NAMED, Lang.EN))).to_have_count(0)

    waits.keeps_looking(path, member.YOU_ARE_IN.he)
    waits.sees(re.compile(re.escape(schedule.FREE_UNTIL.he.partition("{")[0])))
    house.letter(house.facts["waits_email"], lambda item: "התפנה מקום" in item.subject)
    waits.go("/me/inbox/").sees(re.compile("התפנה מקום: "))
    waits.is_quiet()
    holds.is_quiet()


def test_a_coach_asks_from_the_roster_and_a_colleague_takes_the_class(house: Stage):
    asks = house.screen(Lang.HE, phone=True)
    asks.sign_in_once(house.facts["asks_email"], f"/dashboard/roster/{house.facts['to_cover']}/")
    asks.button(substitutes.ASK).tap()
    sheet = dialog_of(asks)
    sheet.get_by_label(re.compile("^" + substitutes.NOTE.he)).fill("טיסה")
    sheet.get_by_role("button", name=substitutes.SEND.he).tap()
    expect(sheet).to_have_count(0)
    asks.sees(substitutes.SOUGHT)

    covers = house.screen(Lang.EN, phone=True)
    covers.sign_in_once(house.facts["covers_email"], "/dashboard/today/")
    covers.sees("טיסה")
    house.letter(
        house.facts["covers_email"],
        lambda item: "substitute" in item.subject.lower() or "מחליף" in item.subject,
    )
    covers.button(substitutes.ACCEPT).first.tap()
    covers.sees(re.compile("is yours. Members will be told"))
    house.letter(house.facts["asks_email"], lambda item: "נמצא מחליף" in item.subject)
    asks.go("/me/inbox/").sees(re.compile("נמצא מחליף ל"))
    asks.go(f"/dashboard/roster/{house.facts['to_cover']}/")
    expect(asks.button(substitutes.ASK)).to_have_count(0)  # it is theirs no more
    asks.is_quiet()
    covers.is_quiet()


def test_a_coach_asks_beside_the_timetable_and_reads_who_said_no(house: Stage):
    asks = house.screen(Lang.EN, phone=True)
    asks.sign_in_once(
        house.facts["asks_email"], f"/dashboard/schedule/?week={house.facts['keep_day']}"
    )
    own = asks.page.locator("main button", has_text="19:00")
    for n in range(own.count()):  # a colleague's class stands at the same hour
        own.nth(n).tap()
        sheet = dialog_of(asks)
        expect(sheet).to_be_visible()
        asks.page.wait_for_timeout(400)
        if sheet.get_by_role("button", name=substitutes.ASK.en).count():
            break
        asks.page.keyboard.press("Escape")
        expect(sheet).to_have_count(0)
    sheet.get_by_role("button", name=substitutes.ASK.en).tap()
    asks.button(substitutes.SEND).tap()
    asks.sees(substitutes.SOUGHT)

    covers = house.screen(Lang.HE, phone=True)
    covers.sign_in_once(house.facts["covers_email"], "/dashboard/today/")
    covers.button(substitutes.DECLINE).first.tap()
    covers.sees(said_of(substitutes.DECLINED, Lang.HE, session="").pattern.partition(":")[0])
    asks.go("/dashboard/today/")
    asks.sees(said_of(substitutes.SAID_NO, Lang.EN, names="Second lagoon"))
    asks.button(substitutes.WITHDRAW).first.tap()
    asks.sees(substitutes.WITHDRAWN)
    asks.is_quiet()
    covers.is_quiet()


def test_a_guardian_books_for_a_child_by_clicking_through_and_comes_back(house: Stage):
    s = house.screen(Lang.HE, phone=True)
    s.sign_in_once(house.facts["waits_email"], "/home/")
    s.button("נועה").tap()
    s.sees(member.OF_WHOM, name="נועה")
    expect(s.page.locator("h1")).to_contain_text("Person0")  # the guardian is greeted
    s.page.get_by_role("navigation").get_by_role("link", name=web.NAV_SCHEDULE.he).last.tap()
    s.at("/schedule/")
    day = re.compile(
        "^" + re.escape(long_day(date.fromisoformat(house.facts["child_day"]), Lang.HE))
    )
    if not s.button(day).count():  # the day after tomorrow is of another week
        s.button(shown.NEXT_WEEK).tap()
    s.button(day).tap()
    s.page.wait_for_timeout(800)
    s.button(begins(member.BOOK_NAMED, Lang.HE)).first.tap()
    s.sees(re.compile("נועה: "))  # what was done, and for whom
    s.page.locator(f"a[href*='{house.facts['for_child']}']").first.tap()
    s.at(f"/session/{house.facts['for_child']}/").sees(member.YOU_ARE_IN)
    expect(s.button("נועה")).to_have_attribute("aria-pressed", "true")
    s.button(files.ME).tap()
    expect(s.button(begins(member.BOOK_NAMED, Lang.HE)).first).to_be_visible()  # not one's own
    s.is_quiet()


def covers_nothing(s: Screen, pressed: Locator) -> None:
    """No toast lies over what one must press."""
    toast = s.page.locator("[data-sonner-toast]").first
    expect(toast).to_be_visible()
    s.page.wait_for_timeout(600)  # it slides in
    over, under = toast.bounding_box(), pressed.bounding_box()
    assert over
    assert under
    apart = over["y"] + over["height"] <= under["y"] or under["y"] + under["height"] <= over["y"]
    beside = over["x"] + over["width"] <= under["x"] or under["x"] + under["width"] <= over["x"]
    assert apart or beside, (over, under)


def test_a_no_show_is_excused_and_no_toast_covers_what_one_must_press(house: Stage):
    path = f"/dashboard/roster/{house.facts['floor_begun']}/"
    for phone in (True, False):
        s = house.screen(Lang.HE, phone=phone)
        s.sign_in_once(house.facts["asks_email"], path)
        name = "Person0 Lagoon" if phone else "Person1 Lagoon"
        s.button(floor.MORE_NAMED, name=name).click()
        s.page.get_by_role("menuitem", name=floor.MARK_MISSED.he).click()
        s.sees(floor.MARKED_MISSED, name=name)
        covers_nothing(s, s.page.locator(".sticky .btn").first)
        s.button(floor.MORE_NAMED, name=name).click()
        s.page.get_by_role("menuitem", name=floor.EXCUSE.he).click()
        ask = dialog_of(s)
        expect(ask).to_contain_text(floor.EXCUSE_ASK.to(Lang.HE, name=name))
        covers_nothing(s, ask.locator(".dacts .btn").first)
        ask.get_by_label(re.compile("^" + floor.EXCUSE_WHY.he)).fill("חום")
        ask.get_by_role("button", name=floor.EXCUSE_DO.he).click()
        s.sees(re.compile("היעדרות שאושרה: .?חום"))
        expect(s.button(floor.MORE_NAMED, name=name)).to_be_visible()
        s.is_quiet()


def test_a_bare_address_and_a_lost_page_lead_the_signed_in_home(house: Stage):
    s = house.screen(Lang.EN)
    s.sign_in_once(house.facts["covers_email"], "/dashboard/today/")
    s.page.goto("/en/")
    s.at("/dashboard/today/")
    s.go("/dashboard/nowhere-at-all/").sees(web.LOST_TITLE)
    expect(
        s.page.get_by_role("navigation").get_by_role("link", name=web.NAV_TODAY.en).first
    ).to_be_visible()
    s.page.get_by_role("main").get_by_role("link", name=web.TO_HOME.en).click()
    s.at("/dashboard/today/")
    visitor = house.screen(Lang.HE, phone=True)
    visitor.go("/").sees(web.LANDING_HEAD)
