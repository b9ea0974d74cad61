"""Ways that several journeys go."""

import re

from playwright.sync_api import expect

from fitkit.texts import common, getting_in
from fitkit.texts import orgs as org_texts
from tests.journeys.conftest import Screen


def open_a_gym(screen: Screen, name: str, email: str, gym: str) -> None:
    """From nobody to the owner of a gym, by the wizard."""
    screen.go("/open-a-gym/")
    screen.label(getting_in.YOUR_NAME).fill(name)
    screen.label(getting_in.YOUR_EMAIL).fill(email)
    screen.button(getting_in.SEND_ME_CODE).click()
    expect(screen.label(getting_in.CODE)).to_be_visible()
    screen.label(getting_in.CODE).fill(screen.stage.code(email))
    screen.button(getting_in.CONFIRM).click()
    screen.label(getting_in.GYM_NAME).fill(gym)
    screen.sees(getting_in.SLUG_FREE)
    screen.page.get_by_text(screen.words(org_texts.KINDS["crossfit"]), exact=True).click()
    screen.button(common.CONTINUE).click()
    screen.sees(getting_in.PREVIEW)
    screen.button(common.CONTINUE).click()
    screen.sees(getting_in.OPENS_NOW)
    for words in getting_in.ACCEPT.values():
        box = screen.page.get_by_role("checkbox", name=re.compile(re.escape(screen.words(words))))
        box.click()
        expect(box).to_be_checked()
    screen.button(getting_in.OPEN_IT).click()
    screen.at("/dashboard/overview/")


def join(screen: Screen, email: str, password: str) -> None:
    """By the link that was mailed, as somebody new."""
    screen.page.goto(screen.stage.link(email, "/(?:he|en)/join/"))
    screen.ready()
    if f"/{screen.lang}/" not in screen.page.url:  # the letter came in the gym's language
        screen.page.goto(re.sub(r"/(he|en)/join", f"/{screen.lang}/join", screen.page.url))
        screen.ready()
    screen.label(getting_in.JOIN_PASSWORD).fill(password)
    screen.button(getting_in.JOIN_BUTTON).click()
    screen.page.wait_for_url(re.compile(r"/(home|dashboard)/"))
    screen.ready()
