"""An owner plans: ten Saturdays published and taken back, a class carried by keyboard, a weekly class, a day off."""

from datetime import timedelta

from playwright.sync_api import Locator, expect

from fitkit.core.clock import ISRAEL, day_of, now
from fitkit.core.i18n import Lang
from fitkit.design.planner import HOURS
from fitkit.texts import board, common, floor
from tests.journeys.conftest import Screen, Stage
from tests.journeys.steps import open_a_gym


def saturday():
    """Of next week: the Friday before it has not passed either."""
    today = day_of(now(), ISRAEL)
    return today + timedelta(days=7 + (5 - today.weekday()) % 7)


def publish(owner: Screen, *, times: str) -> None:
    owner.button(floor.PUBLISH).first.click()
    owner.label(floor.FIELD_TYPE).select_option(label="Open gym")
    owner.label(floor.DAY).fill(saturday().isoformat())
    owner.label(floor.FIELD_AT).fill("10:00")
    owner.label(floor.FIELD_AT).blur()
    owner.page.wait_for_timeout(700)
    owner.label(floor.FIELD_TIMES).fill(times)
    owner.page.get_by_role("dialog").get_by_role(
        "button", name=owner.words(floor.PUBLISH_NOW), exact=True
    ).click()


def carry(owner: Screen, block: Locator, day: Locator, *, hour: float) -> None:
    """By mouse to an hour of a day, on the grid that comes up meanwhile."""
    mouse = owner.page.mouse
    block.hover()
    mouse.down()
    day.hover(force=True)
    grid = day.locator(".hours > div")
    expect(grid).to_be_visible()
    box = grid.bounding_box()
    assert box
    share = (hour - HOURS[0]) / (HOURS[1] - HOURS[0])
    for away in (30, 0):
        mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * share + away)
    mouse.up()


def undo_newest(s: Screen) -> None:
    """By the toast in front: an older one may lie behind it still."""
    front = s.page.locator("[data-sonner-toast][data-front=true]")
    front.get_by_role("button", name=s.words(common.UNDO), exact=True).click()


def test_an_owner_publishes_ten_saturdays_and_undoes(house: Stage):
    owner = house.screen(Lang.EN)
    open_a_gym(owner, "Noa Plan", "noa@plan.test", "Plan House")
    week = f"/dashboard/schedule/?week={saturday().isoformat()}"
    owner.go(week)
    publish(owner, times="10")
    owner.sees("10 classes on the schedule: Open gym")
    undo_newest(owner)
    owner.sees("Taken back: 10 classes")
    owner.go(week)
    owner.sees(floor.EMPTY_WEEK)

    publish(owner, times="1")
    owner.go(week)
    block = owner.page.locator(".planner [data-move]").first
    block.focus()
    for key in ("Space", "ArrowLeft", "ArrowDown", "ArrowDown", "Enter"):
        owner.page.keyboard.press(key)
    owner.sees("Moved: Open gym")
    expect(owner.page.locator(".planner [data-move]:focus")).to_have_attribute("data-at", "10:30")
    expect(owner.page.locator(".planner [data-move]").first).to_have_attribute("data-at", "10:30")
    undo_newest(owner)
    owner.sees("Undone: 1 class")
    expect(owner.page.locator(".planner [data-move]").first).to_have_attribute("data-at", "10:00")

    friday = owner.page.locator("[data-drop]").nth(5)
    carry(owner, owner.page.locator(".planner [data-move]").first, friday, hour=12.75)
    owner.sees("Moved: Open gym")
    expect(friday.locator("[data-move]")).to_have_attribute("data-at", "12:45")

    owner.go("/dashboard/holidays/")
    owner.button(board.ADD_DAY).click()
    owner.label(floor.DAY).fill((saturday() - timedelta(days=1)).isoformat())
    owner.label(board.FIELD_NAME).fill("Painting")
    owner.button(common.SAVE).click()
    owner.sees("Painting")
    row = owner.page.locator(".item").filter(has_text="Painting")
    row.get_by_role("button", name=owner.words(board.CONFIRM), exact=True).click()
    owner.sees(board.TAKEN_OFF)
    owner.page.get_by_role("dialog").get_by_role("button", name=owner.words(board.CONFIRM)).click()
    owner.sees("1 day is closed")
    owner.is_quiet()


def test_an_owner_on_a_phone_begins_at_today_and_a_reload_finds_nothing_half_filled(house: Stage):
    owner = house.screen(Lang.HE, phone=True)
    owner.sign_in_once("ronit@namal.demo", "/dashboard/schedule/")
    first = owner.page.locator(".bday >> visible=true").first
    expect(first).to_have_attribute("data-today", "true")
    behind = owner.page.locator("button.bfold")
    if behind.count():  # every day but Sunday
        behind.click()
        expect(behind).to_have_attribute("aria-expanded", "true")
        expect(first).to_have_attribute("data-today", "false")
        behind.click()
        expect(first).to_have_attribute("data-today", "true")

    owner.button(floor.PUBLISH).first.click()
    over = owner.page.get_by_role("dialog")
    expect(over.locator("select").first).to_be_focused()
    owner.label(floor.FIELD_AT).fill("10:00")
    owner.label(floor.FIELD_AT).blur()
    owner.page.wait_for_timeout(700)
    owner.page.reload()
    owner.ready()
    owner.page.wait_for_timeout(500)
    expect(over).to_have_count(0)
    owner.button(floor.PUBLISH).first.click()
    expect(over).to_be_visible()
    owner.is_quiet()
