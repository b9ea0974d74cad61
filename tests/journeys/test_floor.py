"""A coach's evening on a phone: the day, the roster, one in, one taken back, attendance closed."""

from playwright.sync_api import expect

from fitkit.core.i18n import Lang
from fitkit.texts import floor
from tests.journeys.conftest import Stage


def test_a_coach_takes_attendance_on_a_phone(house: Stage):
    coach = house.screen(Lang.HE, phone=True)
    coach.sign_in(house.facts["coach_email"], to="/dashboard/today/")
    coach.page.get_by_role("link", name="WOD marina").first.click()
    coach.at("/dashboard/roster/")
    coach.go(f"/dashboard/roster/{house.facts['begun']}/")

    def box(n: int):
        return coach.button(floor.MARK_NAMED, name=f"Person{n} Marina")

    for n in (0, 1):
        box(n).tap()
        expect(box(n)).to_have_attribute("aria-pressed", "true")
    coach.page.wait_for_timeout(700)  # a press right after a press is the same press
    box(1).tap()  # by mistake: the same place takes it back
    expect(box(1)).to_have_attribute("aria-pressed", "false")
    size = box(0).bounding_box()
    assert size is not None
    assert min(size["width"], size["height"]) >= 44

    coach.page.reload()
    coach.ready()
    expect(box(0)).to_have_attribute("aria-pressed", "true")
    expect(box(1)).to_have_attribute("aria-pressed", "false")

    coach.button(floor.CLOSE).tap()
    ask = coach.page.get_by_role("dialog").or_(coach.page.get_by_role("alertdialog"))
    expect(ask).to_contain_text(floor.CLOSE_ASK.he)
    expect(ask).to_contain_text("2")  # how many become no-shows is said before it happens
    ask.get_by_role("button", name=floor.CLOSE.he).tap()
    coach.sees(floor.TAKEN)
    coach.is_quiet()
