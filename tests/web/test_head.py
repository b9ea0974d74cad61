"""The document's head, as the browser is given it."""

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
