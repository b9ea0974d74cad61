"""Every screen as its persona: nothing serious to axe in both languages and themes, whole at 390 and 320 pixels."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from fitkit.core import discover
from fitkit.core.i18n import Lang
from fitkit.web.frames import PAGES
from tests.journeys.conftest import Screen, Stage

discover.pages()
PEOPLE = {
    "member": "maya@namal.demo",
    "account": "maya@namal.demo",
    "coach": "ido@namal.demo",
    "owner": "ronit@namal.demo",
    "platform": "platform@fitkit.demo",
    "public": "",
}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = Axe()
# What a page of ours must be, beyond what axe looks at.
WHOLE = """() => {
  const root = document.documentElement, wide = root.scrollWidth - root.clientWidth;
  return {lang: root.lang, dir: root.dir, headings: document.querySelectorAll('h1').length, wide};
}"""

CENTRED = "s => document.querySelector(s).scrollIntoView({block: 'center', behavior: 'instant'})"


# Addresses whose last part is of somebody's money.
OF_MONEY = {
    "/dashboard/payments/[id]": "charge",
    "/platform/payments/[id]": "charge",
    "/dashboard/cash/[id]": "cash_day",
    "/pay/due/[token]": "due",
    "/pay/change/[token]": "change",
    "/pay/[token]": "order",
}


def persona_of(page: object) -> str:
    parts = page.build.__module__.split(".")  # type: ignore[attr-defined]
    return parts[2] if len(parts) > 3 else "public"


def address(route: str, facts: dict[str, str]) -> str:
    """A screen's address, with real ids where it asks for any."""
    if route == "/404":
        return "/nowhere-at-all/"
    if route == "/kiosk/[token]":
        return facts["kiosk"]
    route = route.replace(
        "[door]", "A" * 34
    )  # a door's code is over in a minute: what is said then
    route = route.replace("[slug]", "namal")
    if route in OF_MONEY:
        route = f"{route.rpartition('/')[0]}/{facts[OF_MONEY[route]]}"
    for part, fact in (("[id]", "member"), ("[session]", "session"), ("[token]", "invitation")):
        route = route.replace(part, facts[fact])
    assert "[" not in route, f"{route}: say in tests/journeys where its id comes from"
    return f"{route.rstrip('/')}/"


SCREENS = sorted({(persona_of(p), p.route) for p in PAGES})


def test_every_persona_is_known():
    assert {persona for persona, _ in SCREENS} <= set(PEOPLE)


def opened(house: Stage, persona: str, lang: Lang, scheme: str, **size: object) -> Screen:
    screen = house.screen(lang, scheme=scheme, **size)  # type: ignore[arg-type]
    if PEOPLE[persona]:
        screen.sign_in_once(PEOPLE[persona], to="/")
    return screen


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("persona", sorted(PEOPLE))
def test_screens_are_accessible_and_whole(house: Stage, persona: str, lang: Lang, scheme: str):
    """A phone for members and coaches, a desk for the others."""
    is_phone = persona in ("member", "coach")
    screen = opened(house, persona, lang, scheme, phone=is_phone)
    wrong = []
    for _, route in [s for s in SCREENS if s[0] == persona]:
        path = address(route, house.facts)
        screen.go(path)
        if not urlsplit(screen.page.url).path.endswith(path):
            wrong.append(f"{route} led to {screen.page.url}")
        whole = screen.page.evaluate(WHOLE)
        wanted = {"lang": str(lang), "dir": lang.dir, "headings": 1, "wide": 0}
        if route != "/404":
            wrong += [f"{route} {k}: {whole[k]}" for k, v in wanted.items() if whole[k] != v]
        wrong += [f"{route} {said}" for said in screen.said]
        screen.said.clear()
        wrong += [f"{route} {trouble}" for trouble in troubles(screen)]
    assert wrong == []


def troubles(screen: Screen, within: str | None = None) -> list[str]:
    """What axe calls serious or critical, with where; ``within``: CSS of the only part looked at."""
    part = {"include": [within]} if within else None
    looked = AXE.run(screen.page, context=part, options={"runOnly": TAGS}).response
    assert len(looked["passes"]) > 5, "axe looked at nothing"
    return [
        f"{v['impact']} {v['id']}: {n['target']} {n.get('failureSummary', '')[:160]}"
        for v in looked["violations"]
        if v["impact"] in ("serious", "critical")
        for n in v["nodes"]
        if not _is_whole_elsewhere(screen, v["id"], n)
    ]


def _is_whole_elsewhere(screen: Screen, rule: str, node: dict[str, Any]) -> bool:
    """What a fixed bar covers where the page happens to be scrolled to must be whole where one scrolls it."""
    if rule != "target-size" or "partially obscured" not in node.get("failureSummary", ""):
        return False
    target = node["target"][-1]
    screen.page.evaluate(CENTRED, target)
    only = {"type": "rule", "values": [rule]}
    again = AXE.run(screen.page, context={"include": [target]}, options={"runOnly": only}).response
    assert again["passes"] or again["violations"], f"{target} was not looked at again"
    return not again["violations"]


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("persona", sorted(PEOPLE))
def test_no_screen_sticks_out_sideways(house: Stage, persona: str, lang: Lang):
    """At a phone's width, and at the least that reflow must bear."""
    wrong = []
    for width in (390, 320):
        screen = opened(house, persona, lang, "light", width=width)
        for _, route in [s for s in SCREENS if s[0] == persona]:
            screen.go(address(route, house.facts))
            wide = screen.page.evaluate(WHOLE)["wide"]
            if wide > 0:
                wrong.append(f"{route} at {width}: {wide} pixels too wide")
    assert wrong == []
