"""Getting in: a gym opened with the keyboard alone, a second factor, one person in two gyms."""

import re

import pyotp
from playwright.sync_api import Page, expect

from fitkit.core.i18n import Lang
from fitkit.texts import common, getting_in, web
from fitkit.texts import orgs as org_texts
from tests.journeys.conftest import Screen, Stage

MOST_TABS = 60
# Whether what has the focus can be seen to have it: an outline, a ring, or another look than before.
_SHOWN = """() => {
  const e = document.activeElement, s = getComputedStyle(e);
  const ring = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== 'none';
  const near = [...e.querySelectorAll('*'), e.parentElement, e.nextElementSibling].filter(Boolean);
  const around = near.some(x => { const t = getComputedStyle(x);
    return t.outlineStyle !== 'none' && parseFloat(t.outlineWidth) > 0 || t.boxShadow !== 'none'; });
  return {tag: e.tagName, name: (e.getAttribute('aria-label') || e.innerText || e.name || '').slice(0, 60), seen: ring || around};
}"""


def reach(page: Page, has_focus: str) -> None:
    """Tab until what a script says has the focus; everything passed on the way must show it."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        here = page.evaluate(_SHOWN)
        if here["tag"] != "BODY":
            assert here["seen"], f"focus is not to be seen on {here}"
        if page.evaluate(f"() => {{ const e = document.activeElement; return {has_focus}; }}"):
            return
    raise AssertionError(f"the keyboard never reached {has_focus}")


def reach_named(page: Page, words: str) -> None:
    said = words.replace("'", "\\'")
    reach(page, f"(e.getAttribute('aria-label') || e.innerText || '').trim().startsWith('{said}')")


def reach_field(page: Page, name: str) -> None:
    reach(page, f"e.name === '{name}' && e.type !== 'hidden'")


def test_an_owner_opens_a_gym_in_english_with_the_keyboard_alone(house: Stage):
    email = "quiet@keys.test"
    s = house.screen(Lang.EN)
    s.go("/open-a-gym/")
    keys, page = s.page.keyboard, s.page
    reach_field(page, "name")
    keys.type("Ruth Keys")
    reach_field(page, "email")
    keys.type(email)
    keys.press("Enter")
    expect(s.label(getting_in.CODE)).to_be_focused()
    keys.type(house.code(email))
    keys.press("Enter")
    expect(s.label(getting_in.GYM_NAME)).to_be_visible()
    reach_field(page, "name")
    keys.type("Keys Studio")
    s.sees(getting_in.SLUG_FREE)
    reach_field(page, "kind")
    keys.press("ArrowDown")
    expect(
        page.get_by_role("radio", name=re.compile(org_texts.KINDS["pilates"].en))
    ).to_be_checked()
    reach_named(page, common.CONTINUE.en)
    keys.press("Enter")
    s.sees(getting_in.PREVIEW)
    reach_named(page, common.CONTINUE.en)
    keys.press("Enter")
    s.sees(getting_in.OPENS_NOW)
    for document in getting_in.ACCEPT:
        reach_field(page, f"tick_{document}")
        keys.press("Space")
        expect(page.locator(f"input[name=tick_{document}]")).to_be_checked()
    reach_named(page, getting_in.OPEN_IT.en)
    keys.press("Enter")
    s.at("/dashboard/overview/")
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    s.sees("Keys Studio")
    s.context.clear_cookies()
    s.go("/sign-in/")
    reach_field(page, "account")
    keys.type("ronit@namal.demo")
    reach_field(page, "password")
    keys.type("fitkit-demo-26")
    keys.press("Enter")
    s.at("/dashboard/overview/")
    s.is_quiet()


def test_a_wrong_password_says_so_and_keeps_what_was_typed(house: Stage):
    s = house.screen(Lang.HE, phone=True)
    s.go("/sign-in/")
    s.label(getting_in.ACCOUNT).fill("maya@namal.demo")
    s.page.locator("input[name=password]").fill("not-my-password")
    s.button(getting_in.ENTER).first.click()
    s.page.wait_for_url(re.compile(r"\?"))
    s.ready()
    expect(s.label(getting_in.ACCOUNT)).to_have_value("maya@namal.demo")
    expect(s.page.get_by_role("alert").first).to_be_visible()


def test_a_second_factor_is_asked_for_and_taken(house: Stage):
    s = house.screen(Lang.EN)
    s.go("/sign-in/")
    s.label(getting_in.ACCOUNT).fill("careful@journey.test")
    s.page.locator("input[name=password]").fill("a-quiet-harbour")
    s.button(getting_in.ENTER).first.click()
    s.sees(getting_in.FACTOR_TITLE)
    half = Screen(house, s.context, s.context.new_page(), Lang.EN)  # half a sign-in opens nothing
    half.page.goto(f"{house.base}/en/dashboard/members/")
    half.page.wait_for_url(re.compile("/sign-in/"))
    half.page.close()
    s.label(getting_in.FACTOR_CODE).fill("000000")
    s.button(getting_in.ENTER).click()
    expect(s.page.get_by_role("alert").first).to_be_visible()
    s.label(getting_in.FACTOR_CODE).fill(pyotp.TOTP(house.facts["secret"]).now())
    s.button(getting_in.ENTER).click()
    s.at("/dashboard/overview/")
    s.is_quiet()


def test_one_person_switches_between_two_gyms(house: Stage):
    s = house.screen(Lang.EN)
    s.sign_in("lior@trainer.demo", to="/dashboard/overview/")
    expect(s.page.get_by_role("heading", level=1)).to_be_visible()
    switch = s.button(re.compile(re.escape(web.SWITCH_GYM.en))).locator("visible=true").first
    expect(switch).to_contain_text("ליאור צור")
    switch.click()
    s.page.get_by_role("button", name=re.compile("נמל כוח ותנועה")).click()
    s.at("/home/")
    expect(s.page.get_by_role("banner").first).to_contain_text("נמל כוח ותנועה")
    s.page.goto(f"{house.base}/en/dashboard/members/")  # an owner there, a member here
    s.page.wait_for_url(re.compile("/en/home/"))
    s.is_quiet()
