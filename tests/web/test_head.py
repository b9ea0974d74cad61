"""The document's head, as the browser is given it."""

import re
from pathlib import Path

from fitkit.design import tokens
from fitkit.web.frames import head


def attributes(component) -> dict[str, str]:
    pairs = (prop.split(":", 1) for prop in component.render()["props"])
    return {name.strip('"'): value.strip('"') for name, value in pairs}


def test_each_mode_has_its_colour_over_the_page_and_that_mode_alone():
    told = [attributes(part) for part in head.components() if "theme-color" in str(part.render())]
    assert {(one["media"], one["content"]) for one in told} == {
        (f"(prefers-color-scheme: {mode})", tokens.ROLES[mode]["ground"])
        for mode in ("light", "dark")
    }
    assert not any("css" in one or "style" in one for one in told)


def test_nothing_in_the_head_is_given_a_style():
    props = [str(part.render()["props"]) for part in head.components()]
    assert not [p for p in props if "css:" in p or "emotion" in p]


def test_the_pass_that_screens_ask_for_is_there_before_they_are():
    asked = set()
    for file in Path("fitkit").rglob("*.py"):
        asked |= set(re.findall(r"fitkitPass\??\.(\w+)", file.read_text(encoding="utf-8")))
    told = "".join(str(part.render()) for part in head.components())
    given = told.partition("window.fitkitPass={")[2]
    assert asked >= {"get", "sub", "keep", "name"}
    assert not [name for name in asked if f"{name}:function(" not in given]
