"""Components take plain values and Vars alike, speak both languages, and know no left and right."""

import importlib
import inspect
import pkgutil
import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import reflex as rx

from fitkit import design
from fitkit.core.i18n import Lang, Text
from fitkit.design import (
    bar,
    button,
    card,
    chip,
    dialog,
    feedback,
    field,
    form,
    icon,
    nav,
    planner,
    table,
    tally,
)
from fitkit.design import (
    type as typed,
)
from fitkit.design.say import reading
from fitkit.texts import common

ASSETS = Path(__file__).parents[2] / "assets"
PARTS = (
    "layout",
    "type",
    "icon",
    "button",
    "field",
    "form",
    "card",
    "tally",
    "chip",
    "class_card",
    "table",
    "dialog",
)
PARTS += ("nav", "feedback", "bar", "calendar")
WORDS = Text("שמירה", "Save")


@dataclass
class Thing:
    """A row of the tests' State."""

    id: str
    name: str
    kind: str
    used: int
    total: int


class DesignTestState(rx.State):
    """Holds what Vars the components get."""

    things: list[Thing] = []
    chosen: list[str] = []
    problems: dict[str, str] = {}
    words: str = ""
    kind: str = "positive"
    number: int = 3
    is_on: bool = False
    is_off: bool = False

    @rx.event
    def press(self) -> None:
        """Nothing."""

    @rx.event
    def take(self, one: str) -> None:
        """Nothing."""

    @rx.event
    def flip(self, is_on: bool) -> None:
        """Nothing."""

    @rx.event
    def send(self, form: dict[str, Any]) -> None:
        """Nothing."""


S = DesignTestState


def drawn(make: Any, language: Lang = Lang.HE) -> str:
    with reading(language):
        return str(make())


def test_every_icon_exists():
    known = set(importlib.import_module("reflex_components_lucide.icon").LUCIDE_ICON_LIST)
    assert {n for n in icon.NAMES.values() if n.replace("-", "_") not in known} == set()
    assert set(icon.NAMES) >= icon.MIRRORED
    assert {n for n in icon.BY_KIND.values() if n} <= set(icon.NAMES)


def test_icons_that_point_are_mirrored_and_others_are_not():
    assert "mirror" in drawn(lambda: icon.icon("forward"))
    assert "mirror" not in drawn(lambda: icon.icon("clock"))


def test_the_catalogue_names_every_public_component():
    said = set(re.findall(r"\b([a-z_]+)\(", design.__doc__ or ""))
    missing = {
        f"{part}.{name}"
        for part in PARTS
        for name, made in vars(importlib.import_module(f"fitkit.design.{part}")).items()
        if inspect.isfunction(made) and made.__module__ == f"fitkit.design.{part}"
        if not name.startswith("_") and name not in said
    }
    assert missing == {"type.anchor", "icon.kind_icon", "icon.drawn", "tally.width_of"}


def test_the_catalogue_names_nothing_that_is_not_there():
    there = {
        name
        for m in pkgutil.iter_modules(design.__path__)
        for name in vars(importlib.import_module(f"fitkit.design.{m.name}"))
    }
    said = set(re.findall(r"^(?:\S+ +| {11})([a-z_]+)\(", design.__doc__ or "", re.MULTILINE))
    assert said <= there
    assert len(said) > 50


@pytest.mark.parametrize("language", Lang)
def test_a_text_is_said_in_the_language_of_the_page(language: Lang):
    said = drawn(lambda: button.button(WORDS, kind="main"), language)
    assert rx.Var.create(WORDS.to(language))._js_expr in said
    assert rx.Var.create(WORDS.to(language.other))._js_expr not in said


def test_a_disabled_button_stays_focusable_says_why_and_does_nothing():
    said = drawn(
        lambda: button.button(WORDS, on_click=S.press, disabled=True, reason="because", submit=True)
    )
    assert '"aria-disabled":"true"' in said
    assert "because" in said
    assert "onClick" not in said
    assert 'type:"button"' in said
    assert "disabled:true" not in said


def test_a_button_that_a_var_disables_neither_acts_nor_sends_while_it_is():
    said = drawn(lambda: button.button(WORDS, on_click=S.press, disabled=S.is_on, submit=True))
    assert re.search(r'type:\(\S+is_on_rx_state_ \? "button" : "submit"\)', said)
    assert re.search(r"is_on_rx_state_ \? \(ReflexEvent\(\"_call_function\"", said)


def test_an_icon_button_has_a_name():
    assert '"aria-label":"Close"' in drawn(
        lambda: button.icon_button("close", common.CLOSE), Lang.EN
    )


def test_a_field_points_to_its_problem_and_says_that_it_is_invalid():
    said = drawn(lambda: field.text_field("phone", WORDS, help="h", problem=S.problems["phone"]))
    assert said.count('id:"f-phone-note"') == 2  # the help, or the problem in its place
    assert '"aria-describedby":"f-phone-note"' in said
    assert 'htmlFor:"f-phone"' in said
    assert re.search(r'"aria-invalid":\(.*?\["phone"\].*? \? "true" : "false"\)', said)


def test_a_fields_id_makes_no_second_key_in_the_forms_dict():
    with reading(Lang.EN):
        made = form.form(field.text_field("phone", WORDS), on_submit=S.send)
    assert made._get_form_refs() == {}


def test_a_field_outside_a_form_waits_for_the_typing_to_end():
    said = drawn(lambda: field.text_field("q", WORDS, value=S.words, on_change=S.take))
    assert "DebounceInput" in said


def test_a_select_looks_again_when_its_default_arrives():
    assert "key:" in drawn(lambda: field.select_field("a", WORDS, [("x", "X")], default=S.words))


def test_a_list_of_choices_may_be_literal_or_a_var():
    literal = drawn(lambda: field.radio_field("a", WORDS, [("x", WORDS, "more")], default="x"))
    assert "defaultChecked:true" in literal
    assert '"more"' in literal
    with_var = drawn(
        lambda: rx.foreach(S.things, lambda t: field.check(t.name, checked=S.chosen.contains(t.id)))
    )
    assert "Array.prototype.map" in with_var


@pytest.mark.parametrize(
    ("strokes", "width"),
    [(-1, 0), (0, 0), (1, 4), (2, 11), (5, 32), (6, 44), (11, 84), (12, 91), (30, 232)],
)
def test_strokes_stand_in_fives(strokes: int, width: int):
    assert tally.width_of(strokes) == width


def test_beyond_thirty_strokes_there_is_a_bar():
    assert 'className:"tally"' in drawn(lambda: tally.tally(4, 30))
    assert 'className:"meter"' in drawn(lambda: tally.tally(4, 31))
    both = drawn(lambda: tally.tally(S.number, S.number))
    assert 'className:"tally"' in both
    assert 'className:"meter"' in both


def test_a_tally_without_a_label_is_silent_and_with_one_it_speaks():
    assert '"aria-hidden":"true"' in drawn(lambda: tally.tally(1, 2))
    assert 'role:"img"' in drawn(lambda: tally.tally(1, 2, "1 of 2"))


@pytest.mark.parametrize("kind", ["accent", "positive", "warning", "danger", "info", "signal"])
def test_a_status_is_never_colour_alone(kind: str):
    assert "Lucide" in drawn(lambda: chip.chip(WORDS, kind))
    assert "Lucide" in drawn(lambda: typed.toned(kind, WORDS))


def test_a_status_by_a_var_brings_its_icon_along():
    assert drawn(lambda: chip.chip(S.words, S.kind)).count("Lucide") >= 6


def test_a_table_keeps_its_roles_when_it_becomes_cards():
    columns = (table.Column(WORDS, phone="title", sort="name"), table.Column(WORDS, end=True))
    said = drawn(
        lambda: table.table(
            columns,
            S.things,
            lambda t: (t.name, tally.tally(t.used, t.total)),
            label=WORDS,
            key=lambda t: t.id,
            href=lambda t: "/he/x/" + t.id,
            sort=S.words,
            on_sort=S.take,
            selected=S.chosen,
            on_select=S.take,
            is_all=S.is_on,
            on_select_all=S.press,
        )
    )
    for role in ("table", "rowgroup", "row", "cell", "columnheader"):
        assert f'role:"{role}"' in said
    assert '"aria-sort"' in said
    assert '"aria-selected"' in said
    assert 'className:"rowlink"' in said


def test_a_pager_offers_its_ways_only_where_one_of_them_is_open():
    said = drawn(lambda: table.pager(S.words, S.press, S.press, S.is_on, S.is_off), Lang.EN)
    always, either, ways = said.partition("pyOr(")
    assert either
    assert "words" in always  # said whatever the ways
    assert "Previous page" not in always
    flags, _, shown = ways.partition("?")
    assert "is_on" in flags
    assert "is_off" in flags
    assert shown.index("Previous page") < shown.index("Next page")


def test_an_address_of_mail_breaks_before_its_sign():
    said = drawn(lambda: typed.email("noa@example.com"))
    assert (
        said.index(".at?.(0)") < said.index('"wbr"') < said.index('"@",') < said.index(".at?.(1)")
    )
    assert 'dir:"ltr"' in said


def test_the_four_conditions_stand_in_their_order():
    said = drawn(
        lambda: feedback.states(
            rx.el.p("full"),
            loading=S.is_on,
            problem=S.words,
            is_empty=S.things.length() == 0,
            empty=rx.el.p("none"),
            on_retry=S.press,
        )
    )
    places = [
        said.index(mark) for mark in ('role:"alert"', '"aria-busy":"true"', '"none"', '"full"')
    ]
    assert places == sorted(places)


def test_a_dialog_gives_the_focus_back_and_asks_with_its_title():
    said = drawn(
        lambda: dialog.confirm(
            open=S.is_on,
            on_close=S.press,
            title="Delete?",
            body="b",
            action="Delete",
            on_confirm=S.press,
        )
    )
    assert "onOpenAutoFocus" in said
    assert "onCloseAutoFocus" in said
    assert "LucideTrash2" in said
    assert '"Delete?"' in said


def test_a_link_stays_in_the_app_unless_it_is_external():
    assert "ReactRouterLink" in drawn(lambda: button.link_button(WORDS, "/he/x/"))
    assert "ReactRouterLink" not in drawn(
        lambda: button.link_button(WORDS, "/files/a.csv", external=True)
    )


def test_the_present_tab_says_so():
    said = drawn(lambda: nav.tabs([("a", WORDS), ("b", WORDS, 3)], S.words, S.take))
    assert said.count('"aria-current"') == 2


def test_what_is_selected_can_be_let_go_of():
    said = drawn(
        lambda: bar.bulk_bar(S.number, "3", button.button(WORDS), on_clear=S.press), Lang.EN
    )
    assert "Clear selection" in said


def test_a_setup_step_says_how_it_stands_in_words():
    said = drawn(lambda: card.steps([(True, "a", None), (False, "b", None)]), Lang.EN)
    assert "Done" in said
    assert "Not yet" in said


# the stylesheet


def css() -> str:
    return (ASSETS / "base.css").read_text(encoding="utf-8")


def test_the_stylesheet_knows_no_left_and_right():
    # Two native inputs are laid out by the browser's own language: those rules name sides under [dir=rtl].
    plain = re.sub(
        r"[^{}]*::-webkit-(?:datetime-edit|calendar-picker-indicator)\{[^}]*\}", "", css()
    )
    sides = re.findall(
        r"(?:margin|padding|border|inset)-(?:left|right)\b|[{;](?:left|right):|text-align:(?:left|right)",
        plain,
    )
    assert sides == []


def test_what_floats_has_a_ground_of_its_own():
    # It is a theme within the theme, whose ground a rule of two classes takes away: one class loses to that.
    for floating in ("rt-PopoverContent", "rt-BaseMenuContent", "rt-TooltipContent"):
        grounds = [
            selector
            for rule in re.finditer(r"([^{}/]+)\{background:", css())
            for selector in rule[1].split(",")
            if floating in selector
        ]
        assert grounds
        assert all(selector.count(".") >= 2 for selector in grounds), grounds


def test_the_stylesheet_takes_colours_from_the_tokens():
    colours = set(
        re.findall(r"#[0-9A-Fa-f]{3,8}\b", re.sub(r"@media print\{.*", "", css(), flags=re.DOTALL))
    )
    white_and_ink = {
        c for c in colours if re.fullmatch(r"#(?:fff|FFFFFF|0000|000000|10181A)[0-9A-F]{0,2}", c)
    }
    assert colours - white_and_ink == {"#2F4A00"}  # undo on the light toast of dark mode


def test_every_variable_of_the_stylesheet_is_set():
    used = set(re.findall(r"var\((--[\w-]+)\)", css()))
    tokens = set(re.findall(r"(--[\w-]+):", (ASSETS / "tokens.css").read_text(encoding="utf-8")))
    own = set(re.findall(r"(--[\w-]+):", css())) | {
        "--w",
        "--f",
        "--share",
        "--sw",
        "--at",
        "--long",
    }  # set in place by components
    assert used - tokens - own == set()


def test_the_font_has_its_licence_beside_it():
    fonts = ASSETS / "fonts"
    assert {p.name for p in fonts.iterdir()} >= {
        "OFL.txt",
        "heebo-hebrew-wght-normal.woff2",
        "heebo-latin-wght-normal.woff2",
    }
    assert "SIL OPEN FONT LICENSE" in (fonts / "OFL.txt").read_text(encoding="utf-8").upper()


def test_the_design_has_its_modules_where_the_catalogue_says():
    names = {p.name for p in files(design).iterdir()}
    assert {f"{part}.py" for part in PARTS} <= names


def test_what_is_carried_is_read_from_the_event_that_comes():
    with reading(Lang.HE):
        board = planner.planner(
            on_moved=lambda a, b, c: rx.console_log(a), when=rx.Var.create("now")
        )
    drawn = str(board.render())
    assert "((_e) =>" in drawn
    assert "__e" not in drawn
    assert "(_e).currentTarget.held" in drawn
