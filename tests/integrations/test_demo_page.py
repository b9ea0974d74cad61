"""The demo's payment page in a real browser: both languages, both modes, by keyboard, on a narrow phone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from fitkit import endpoints
from fitkit.core.i18n import Lang
from fitkit.core.ids import new_id
from fitkit.core.money import Money
from fitkit.core.settings import ROOT
from fitkit.dev import chromium
from fitkit.endpoints.security import Security
from fitkit.integrations.sandbox.payments import DemoGateway
from fitkit.ports.payments import HostedPage, Paid, PaidLine
from fitkit.texts import demo_pay as texts
from tests.integrations.asgi import handler_of
from tests.integrations.contract import page_request, serving
from tests.integrations.demo import bank

AXE = Axe()
LINES = (
    PaidLine("מנוי חודשי ללא הגבלה, קרוספיט ואימון פתוח", Money(24_900)),
    PaidLine("דמי הרשמה", Money(5000)),
)


@dataclass
class House:
    """Our app with its files, and a browser before it."""

    url: str
    browser: Browser
    gateway: DemoGateway
    key: str = ""

    def opened(self, **changes: object) -> HostedPage:
        own = f"{self.url}/robots.txt"  # where the page leads: our own address, as in life
        request = page_request(
            "", amount=Money(29_900), lines=LINES, success_url=own, most_instalments=12
        )
        page = self.gateway.open_page(replace(request, **changes))  # type: ignore[arg-type]
        assert isinstance(page, HostedPage)
        self.key = request.key
        return page

    def tab(self, url: str, *, width: int = 390, mode: str = "light") -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": 844},
            color_scheme=mode,  # type: ignore[arg-type]
        )
        page = context.new_page()
        page.goto(url)
        return page


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    files = Mount("/", StaticFiles(directory=ROOT / "assets"))
    app = Security(Starlette(routes=[*endpoints.routes(), files]))
    with serving(handler_of(app)) as url, sync_playwright() as p:
        app.origins = frozenset({url})
        browser = p.chromium.launch(**chromium.launch_options())
        account = {"account": f"gym-{new_id().hex[-12:]}"}
        yield House(url, browser, DemoGateway(bank(), url, account))
        browser.close()


def faults(page: Page) -> list[str]:
    return [
        f"{v['id']}: {n['target']} {n['failureSummary']}"
        for v in AXE.run(page).response["violations"]
        for n in v["nodes"]
    ]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("lang", Lang)
def test_every_page_can_be_used_by_everybody(house, lang, mode) -> None:
    page = house.opened(lang=lang)
    tab = house.tab(page.url, mode=mode)
    assert faults(tab) == []
    tab.locator("form button").click()  # empty: every field says what is wrong
    expect(tab.get_by_role("alert")).to_be_visible()
    assert faults(tab) == []
    tab.goto(page.bit_url)
    assert faults(tab) == []
    tab.goto(f"{page.url}?card=4580000000000303")
    tab.locator("form button").click()
    expect(tab.get_by_role("heading")).to_have_text(texts.BANK_TITLE.to(lang))
    assert faults(tab) == []
    tab.goto(f"{house.url}/demo-pay/nowhere")
    assert faults(tab) == []


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("width", [320, 390])
def test_no_page_sticks_out_sideways(house, lang, width) -> None:
    tab = house.tab(house.opened(lang=lang).url, width=width)
    tab.locator("form button").click()
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_a_payment_is_made_by_keyboard_alone(house) -> None:
    page = house.opened()
    tab = house.tab(page.url)
    tab.keyboard.press("Tab")
    expect(tab.locator("#number")).to_be_focused()
    for typed in ("4580000000000000", "1230", "123", "123456782"):
        tab.keyboard.type(typed)
        tab.keyboard.press("Tab")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/robots.txt")
    found = house.gateway.page_outcome(page.reference, key=house.key, amount=Money(29_900))
    assert isinstance(found, Paid)
    assert found.transaction.instalments == 2


def test_a_test_card_is_chosen_and_the_bank_asks(house) -> None:
    page = house.opened()
    tab = house.tab(page.url)
    tab.get_by_role("link", name="4580 0000 0000 0303").click()
    expect(tab.locator("#number")).to_have_value("4580000000000303")
    tab.locator("form button").click()
    tab.get_by_role("button", name=texts.BANK_FAIL.he).click()
    expect(tab.get_by_role("alert")).to_have_text(texts.DECLINES["authentication"].he)
    tab.get_by_role("link", name="4580 0000 0000 0000").click()
    tab.locator("form button").click()
    tab.wait_for_url("**/robots.txt")
    found = house.gateway.page_outcome(page.reference, key=house.key, amount=Money(29_900))
    assert isinstance(found, Paid)
