"""The whole story: a gym is opened, a class fills, somebody waits and is first to tap, the coach checks them in, all of it on record."""

import re
from datetime import datetime, time, timedelta

from playwright.sync_api import expect

from fitkit.core.clock import ISRAEL, now
from fitkit.core.i18n import Lang, Text
from fitkit.texts import audit, common, desk, floor, member, members, notices
from tests.journeys.conftest import Screen, Stage
from tests.journeys.steps import join, open_a_gym

OWNER, COACH = "dana@story.test", "omer@story.test"
FIRST, SECOND = ("Tamar", "Gal", "tamar@story.test"), ("Nir", "Paz", "nir@story.test")


def soon() -> datetime:
    """A start that booking and check-in are both open for, and that ends on its own day."""
    local = now().astimezone(ISRAEL) + timedelta(minutes=40)
    if local.time() > time(23, 35):
        local = (local + timedelta(days=1)).replace(hour=0, minute=6)
    return local.replace(second=0, microsecond=0)


def add_coach(owner: Screen) -> None:
    owner.go("/dashboard/staff/")
    owner.button(desk.ADD_STAFF).first.click()
    owner.label(desk.FULL_NAME).fill("Omer Stav")
    owner.label(members.EMAIL).fill(COACH)
    owner.button(common.SAVE).click()
    owner.sees("Omer Stav")


def add_member(owner: Screen, first: str, last: str, email: str) -> None:
    owner.go("/dashboard/members/")
    owner.button(desk.ADD_MEMBER).first.click()
    dialog = owner.page.get_by_role("dialog")
    owner.label(members.FIRST_NAME).fill(first)
    owner.label(members.LAST_NAME).fill(last)
    owner.label(members.EMAIL).fill(email)
    owner.label(desk.GIVE_NOW).select_option(index=1)
    dialog.get_by_text(owner.words(desk.INVITE_NOW)).click()
    dialog.get_by_role("button", name=owner.words(common.ADD), exact=True).click()
    expect(dialog).to_have_count(0)
    owner.sees(f"{first} {last}")


def publish(owner: Screen, at: datetime) -> None:
    """One class with one place, the coach in charge."""
    owner.go("/dashboard/schedule/")
    owner.button(floor.PUBLISH).first.click()
    dialog = owner.page.get_by_role("dialog")
    owner.label(floor.FIELD_TYPE).select_option(index=1)
    owner.label(floor.COACH).select_option(label="Omer Stav")
    owner.label(floor.DAY).fill(at.date().isoformat())
    owner.label(floor.FIELD_AT).fill(f"{at:%H:%M}")
    owner.label(floor.FIELD_AT).blur()
    owner.page.wait_for_timeout(700)  # the end follows the start
    owner.label(floor.FIELD_UNTIL).fill(f"{at + timedelta(minutes=15):%H:%M}")
    owner.label(floor.FIELD_CAPACITY).fill("1")
    owner.label(floor.FIELD_TIMES).fill("1")
    dialog.get_by_role("button", name=owner.words(floor.PUBLISH_NOW), exact=True).click()
    expect(dialog).to_have_count(0)


def test_a_gym_from_its_opening_to_its_audit_log(house: Stage):
    at = soon()
    owner = house.screen(Lang.EN)
    open_a_gym(owner, "Dana Levi", OWNER, "Harbour Story")
    add_coach(owner)
    for person in (FIRST, SECOND):
        add_member(owner, *person)
    publish(owner, at)

    day = f"/schedule/?day={at.date().isoformat()}"
    first = house.screen(Lang.HE, phone=True)
    join(first, FIRST[2], "a-quiet-harbour")
    first.go(day)
    first.button(_starts(member.BOOK_NAMED, Lang.HE)).click()
    first.sees(member.YOU_ARE_IN)

    second = house.screen(Lang.HE, phone=True)
    join(second, SECOND[2], "a-quiet-harbour")
    second.go(day)
    second.button(_starts(member.WAIT_NAMED, Lang.HE)).click()
    second.sees(member.IN_LINE, position=1)

    first.button(_starts(member.CANCEL_NAMED, Lang.HE)).click()
    # Booked minutes ago: given back at once, at no cost.
    expect(first.button(_starts(member.CANCEL_NAMED, Lang.HE))).to_have_count(0)

    told = _opening(notices.NOTICES["to_claim"].title.to(Lang.HE))  # the class is within the hour
    second.keeps_looking("/me/inbox/", told)
    second.go(day).button(_starts(member.CLAIM_NAMED, Lang.HE)).click()
    second.sees(member.YOU_ARE_IN)

    coach = house.screen(Lang.EN, phone=True)
    join(coach, COACH, "a-quiet-harbour")
    coach.go(f"/dashboard/today/?day={at.date().isoformat()}")
    coach.link(floor.OPEN_ROSTER).click()
    coach.at("/dashboard/roster/")
    box = coach.button(floor.MARK_NAMED, name=f"{SECOND[0]} {SECOND[1]}")
    expect(box).to_have_attribute("aria-pressed", "false")
    box.click()
    expect(box).to_have_attribute("aria-pressed", "true")
    coach.sees(floor.CAME_AT.en.partition("{")[0])
    expect(coach.page.get_by_text("Tamar Gal").first).to_be_visible()  # among who cancelled

    one, two = (" ".join(who[:2]) for who in (FIRST, SECOND))
    for screen, lang in ((owner, Lang.EN), (_the_same(owner, Lang.HE), Lang.HE)):
        screen.go("/dashboard/audit/")
        log = screen.page.get_by_role("main")
        for event, who in (
            ("booking.made", one),
            ("booking.waitlist_joined", two),
            ("booking.cancelled", one),
            ("booking.place_to_claim", two),
            ("booking.checked_in", two),
        ):
            expect(log.get_by_text(_sentence(event, lang, who)).first).to_be_visible()
    for screen in (owner, first, second, coach):
        screen.is_quiet()


def _starts(text: Text, lang: Lang) -> re.Pattern[str]:
    """A button by how its name begins, before the class that it is about."""
    words = text.to(lang, name="\0", at="\0")
    return re.compile("^" + re.escape(words.partition("\0")[0]))


def _opening(words: str) -> str:
    """A notice's words before its first place."""
    return words.partition("{")[0].strip(" :,")


def _sentence(event: str, lang: Lang, who: str) -> re.Pattern[str]:
    """How the log says an event of somebody, whatever the class is called."""
    words = re.escape(audit.sentences()[event].to(lang, session="\0", member=who, position=1))
    return re.compile(words.replace(re.escape("\0"), ".+").replace("\0", ".+"))


def _the_same(screen: Screen, lang: Lang) -> Screen:
    """The same person's browser, turned to the other language."""
    return Screen(screen.stage, screen.context, screen.context.new_page(), lang)
