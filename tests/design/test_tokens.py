"""Colours can be read in every gym, and the file that browsers get is the one the tokens make."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fitkit.design import brand, theme, tokens
from fitkit.design.brand import Mode, contrast, ramp
from fitkit.texts import design as texts

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06X}".format)


def test_the_file_of_tokens_is_what_the_tokens_make():
    assert theme.TOKENS_FILE.read_text(encoding="utf-8") == theme.tokens_css()


@pytest.mark.parametrize("mode", theme.MODES)
@pytest.mark.parametrize("ground", ["ground", "surface", "raised", "sunken"])
def test_text_reads_on_every_surface(mode: Mode, ground: str):
    role = tokens.ROLES[mode]
    for text in ("text", "muted", "faint"):
        assert contrast(role[text], role[ground]) >= 4.5, text
    if ground != "sunken":
        assert contrast(role["line-strong"], role[ground]) >= 3


@pytest.mark.parametrize("mode", theme.MODES)
def test_faces_and_the_signal_read(mode: Mode):
    pairs = [*tokens.TINTS[mode], (tokens.ROLES[mode]["signal"], tokens.ROLES[mode]["on-signal"])]
    assert all(contrast(back, front) >= 7 for back, front in pairs)


@pytest.mark.parametrize("mode", theme.MODES)
@settings(max_examples=150, deadline=None)
@example(colour="#000000")
@example(colour="#FFFFFF")
@example(colour="#FFD400")
@example(colour="#7F7F7F")
@given(colour=COLOURS)
def test_whatever_colour_an_owner_picks_reads(mode: Mode, colour: str):
    r, ground, surface = ramp(colour, mode), brand.GROUND[mode], brand.SURFACE[mode]
    assert contrast(r.step(9), r.contrast) >= 4.5
    assert contrast(r.step(10), r.contrast) >= 4.5
    assert min(contrast(r.step(11), under) for under in (ground, surface, r.step(3))) >= 4.5
    assert min(contrast(r.mark, ground), contrast(r.mark, surface)) >= 3
    assert contrast(r.deep, brand.WHITE) >= 9.9


@settings(max_examples=60, deadline=None)
@given(colour=COLOURS)
def test_a_colour_goes_to_oklch_and_back(colour: str):
    back = brand.from_lch(*brand.to_lch(colour))
    assert all(
        abs(a - b) <= 3
        for a, b in zip(bytes.fromhex(colour[1:]), bytes.fromhex(back[1:]), strict=True)
    )


@pytest.mark.parametrize(
    ("colour", "note"),
    [
        ("#0B6E7A", None),
        ("#8C3B5E", None),
        ("#E5482D", texts.BRAND_DARKENED),
        ("#FFD400", texts.BRAND_INK),
        ("#111111", texts.BRAND_LIFTED),
    ],
)
def test_the_owner_is_told_when_a_colour_was_moved(colour: str, note: object):
    assert theme.brand_note(colour) == note


def test_a_gyms_colour_replaces_the_brand_in_both_modes_and_nothing_else():
    css = theme.brand_css("#8C3B5E")
    assert all(css.count(theme.SELECTORS[mode] + "{") == 1 for mode in theme.MODES)
    assert "--brand-9:#8C3B5E;" in css
    assert "--danger" not in css
    assert "--gray" not in css


@pytest.mark.parametrize(
    "given_", ["", "red", "#FFF", "#GGGGGG", "#0B6E7A;}*{display:none", "#0B6E7A\n"]
)
def test_what_is_no_colour_makes_no_css(given_: str):
    assert theme.brand_css(given_) == ""
    with pytest.raises(ValueError, match="no colour"):
        ramp(given_, "light")
