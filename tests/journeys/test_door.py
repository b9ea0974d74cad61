"""The door: a pass scanned by a fed camera, a tablet, a pass without a network, taps over a lost connection."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import segno
from playwright.sync_api import Browser, Page, expect

from fitkit.core.i18n import Lang
from fitkit.dev import chromium
from fitkit.texts import checkin, floor
from tests.journeys.conftest import PHONE, Screen, Stage

WIDTH, HEIGHT, SCALE = 640, 480, 9
WHITE, BLACK = 235, 16


def film(path: Path, words: str) -> None:
    """A camera's picture of a QR code, as Y4M."""
    lines = segno.make(words, error="m").matrix_iter(scale=SCALE, border=4)
    rows = [bytes(BLACK if dark else WHITE for dark in line) for line in lines]
    left, top = (WIDTH - len(rows)) // 2, (HEIGHT - len(rows)) // 2
    blank = bytes([200]) * WIDTH
    picture = [
        blank[:left] + rows[y - top] + blank[left + len(rows) :]
        if top <= y < top + len(rows)
        else blank
        for y in range(HEIGHT)
    ]
    frame = b"FRAME\n" + b"".join(picture) + bytes([128]) * (WIDTH * HEIGHT // 2)
    path.write_bytes(b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n" + frame * 10)


@contextmanager
def browser_with_camera(house: Stage, picture: Path | None) -> Iterator[Browser]:
    """Another browser, whose camera shows a picture; without one it has no camera."""
    options = chromium.launch_options()
    if picture is not None:
        fed = f"--use-file-for-fake-video-capture={picture}"
        ours = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", fed]
        options["args"] = [*options["args"], *ours]
    browser = house.browser.browser_type.launch(**options)
    yield browser
    browser.close()


def phone_of(house: Stage, browser: Browser, *, keeps_pages: bool = False) -> Screen:
    context = browser.new_context(
        viewport=PHONE,  # type: ignore[arg-type]
        is_mobile=True,
        has_touch=True,
        locale="he-IL",
        base_url=house.base,
        service_workers="allow" if keeps_pages else "block",
    )
    house.contexts.append(context)
    return Screen(house, context, context.new_page(), Lang.HE)


def shown_code(page: Page) -> str:
    """The code on a member's phone."""
    code = page.locator("[data-code]")
    expect(code).to_have_attribute("data-code", re.compile("[A-Z2-7]{34}"))
    return code.get_attribute("data-code") or ""


def until(screen: Screen, is_so: str) -> None:
    """Asks the browser again and again; a promise is waited for each time."""
    for _ in range(150):
        if screen.page.evaluate(is_so):
            return
        screen.page.wait_for_timeout(100)
    raise AssertionError(is_so)


def test_a_coach_scans_a_pass_and_closes_attendance(house: Stage, tmp_path: Path):
    member = house.screen(Lang.HE, phone=True)
    member.sign_in(house.facts["member_email"], to="/home/")
    member.link(checkin.TO_PASS).tap()
    member.at("/pass/")
    picture = tmp_path / "camera.y4m"
    film(picture, shown_code(member.page))

    with browser_with_camera(house, picture) as browser:
        coach = phone_of(house, browser)
        coach.sign_in(house.facts["coach_email"], to=f"/dashboard/roster/{house.facts['scanned']}/")
        outside: list[str] = []
        coach.page.on("request", lambda r: outside.append(r.url))
        coach.button(checkin.SCAN_OPEN).tap()
        coach.sees(checkin.SCANNED["checked_in"], name="Person0 Marina")
        box = coach.button(floor.MARK_NAMED, name="Person0 Marina")
        expect(box).to_have_attribute("aria-pressed", "true")
        foreign = [u for u in outside if not u.startswith((house.base, "data:", "blob:"))]
        assert foreign == []
        coach.button(checkin.SCAN_CLOSE).tap()
        coach.button(floor.CLOSE).tap()
        ask = coach.page.get_by_role("dialog").or_(coach.page.get_by_role("alertdialog"))
        expect(ask).to_contain_text("2")
        ask.get_by_role("button", name=floor.CLOSE.he).tap()
        coach.sees(floor.TAKEN)
        coach.is_quiet()
    member.is_quiet()


def test_without_a_camera_a_coach_is_told_to_type_names(house: Stage):
    coach = house.screen(Lang.HE, phone=True)
    coach.sign_in(house.facts["coach_email"], to=f"/dashboard/roster/{house.facts['tapped']}/")
    coach.button(checkin.SCAN_OPEN).tap()
    coach.sees(checkin.SCAN_NONE)
    expect(coach.page.get_by_role("searchbox")).to_be_visible()


def test_a_member_checks_in_at_the_kiosk_by_phone(house: Stage):
    tablet = house.screen(Lang.HE, width=1024)
    tablet.go(house.facts["kiosk"])
    for digit in house.facts["digits"]:
        tablet.button(digit).click()
    tablet.button(checkin.KIOSK_FIND).click()
    tablet.button("Person1 J׳").click()
    tablet.sees(checkin.KIOSK_CHOOSE)
    tablet.page.locator(".kiosk-pick").first.click()
    tablet.sees(checkin.ARRIVED["checked_in"], name="Person1 J׳")
    assert "Jetty" not in tablet.page.inner_text("main")  # of a person: first name and initial
    tablet.sees(checkin.KIOSK_PHONE)  # back at the start by itself
    expect(tablet.page.get_by_label(checkin.KIOSK_PHONE.he)).to_have_value("")
    tablet.is_quiet()


def test_a_tablet_with_a_forged_address_shows_nothing(house: Stage):
    tablet = house.screen(Lang.EN)
    tablet.go("/kiosk/" + "x" * 43 + "/")
    tablet.sees(checkin.KIOSK_GONE)
    tablet.is_quiet()


def test_the_door_checks_a_member_in_on_their_own_phone(house: Stage):
    tablet = house.screen(Lang.HE, width=1024)
    tablet.go(house.facts["kiosk"])
    door = tablet.page.locator("[data-door]")
    expect(door).to_have_attribute("data-door", re.compile(r"/he/here/[A-Z2-7]{34}/"))
    address = door.get_attribute("data-door") or ""
    member = house.screen(Lang.HE, phone=True)
    member.sign_in(house.facts["arriving_email"], to="/home/")
    member.go(address[address.index("/he/") :])
    member.sees(checkin.HERE_WHICH)
    member.page.locator(".kiosk-pick").first.tap()
    done = "|".join(re.escape(words.he) for words in checkin.HERE_DONE.values())
    member.sees(re.compile(done))
    member.go("/here/" + "A" * 34 + "/")
    member.sees(checkin.CODE_OVER)


def test_a_pass_works_offline_after_the_app_was_opened(house: Stage):
    member = phone_of(house, house.browser, keeps_pages=True)
    member.sign_in(house.facts["member_email"], to="/home/")
    until(member, "caches.match('/he/pass/').then((page) => !!page)")
    until(member, "!!localStorage.getItem('fitkit.pass')")
    member.context.set_offline(True)
    member.page.goto("/he/schedule/")
    member.link(checkin.TO_PASS).tap()
    before = shown_code(member.page)
    member.sees("Person0 Marina")
    member.page.clock.install()
    member.page.clock.fast_forward(61_000)
    expect(member.page.locator("[data-code]")).not_to_have_attribute("data-code", before)


def test_signing_out_takes_the_pass_from_the_phone(house: Stage):
    member = house.screen(Lang.HE, phone=True)
    member.sign_in(house.facts["member_email"], to="/home/")
    kept = "() => localStorage.getItem('fitkit.pass')"
    member.page.wait_for_function(kept)
    member.context.clear_cookies()
    member.go("/sign-in/")
    member.page.wait_for_function(f"() => !({kept})()")


def test_taps_survive_a_lost_connection_a_restart_and_a_reload(house: Stage):
    coach = house.screen(Lang.HE, phone=True)
    address = f"/dashboard/roster/{house.facts['tapped']}/"
    coach.sign_in(house.facts["coach_email"], to=address)

    def box(n: int):
        return coach.button(floor.MARK_NAMED, name=f"Person{n} Marina")

    note = coach.page.get_by_role(
        "button", name=re.compile(f"{floor.ADD_NOTE.he}|{floor.EDIT_NOTE.he}")
    )
    expect(note).to_be_visible()
    coach.context.set_offline(True)
    expect(note).to_be_hidden()  # its dialog would open once nobody expects it
    box(0).tap()
    expect(box(0)).to_have_attribute("aria-pressed", "true")
    waits = coach.page.locator("#taps-wait")
    expect(waits).to_contain_text(f"{checkin.WAITING_TAPS.he} 1")
    coach.context.set_offline(False)
    expect(waits).to_be_hidden()

    house.serving.stop()
    box(1).tap()
    expect(waits).to_contain_text("1")
    expect(box(1)).to_have_attribute("aria-pressed", "true")
    house.serving.start()
    expect(waits).to_be_hidden(timeout=45_000)

    coach.context.set_offline(True)
    box(2).tap()
    expect(waits).to_contain_text("1")
    coach.context.set_offline(False)
    coach.go(address)  # at once: what was not sent is sent by the page that comes
    for n in range(3):
        expect(box(n)).to_have_attribute("aria-pressed", "true")
    expect(waits).to_be_hidden()
    coach.go(address)
    for n in range(3):
        expect(box(n)).to_have_attribute("aria-pressed", "true")
