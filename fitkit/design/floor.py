"""The gym floor: rows for a thumb, the day's list of classes, and what brings a screen up to date."""

from typing import Any

import reflex as rx

from fitkit.design.button import icon_button
from fitkit.design.chip import avatar
from fitkit.design.icon import icon
from fitkit.design.tally import tally
from fitkit.design.type import anchor
from fitkit.design.words import Child, Words, inside, shown, words


def floor_list(*children: Child, label: Words) -> rx.Component:
    """Rows of people on the ground, 76 px at least."""
    return rx.el.ul(*inside(*children), class_name="fl-list", aria_label=words(label))


def floor_row(
    name: "str | rx.Var[str]",
    fact: Child,
    *,
    flags: Child = None,
    mark: Child = None,
    menu: Child = None,
    start: Child = None,
    **attrs: Any,
) -> rx.Component:
    """Somebody on the floor.

    Args:
        name: the largest words of the row.
        fact: a muted line under it.
        flags: chips, what to know about them.
        mark: ``taps.tap_box``; a press anywhere on the row is a press on it.
        menu: what else can be done, before the box.
        start: instead of the face, such as a position.
        attrs: for the row.
    """
    return rx.el.li(
        *(
            [avatar(name, 46)]
            if start is None
            else [rx.el.span(*inside(start), class_name="fl-pos")]
        ),
        rx.el.div(
            rx.el.span(name, class_name="fl-name"),
            rx.el.span(*inside(fact), class_name="fl-fact"),
            *([] if flags is None else [rx.el.span(*inside(flags), class_name="fl-flags")]),
            class_name="grow",
        ),
        *inside(menu, mark),
        class_name="fl-row",
        **attrs,
    )


def floor_sign(is_in: "rx.Var[bool]") -> rx.Component:
    """The box of a roster that can only be read."""
    return rx.cond(is_in, rx.el.span(icon("check", 28), class_name="fl-sign"))


def floor_count(came: Any, of: Words, total: Any, said: Words) -> rx.Component:
    """How many are in: the figure, its words, its tally; read out when it changes."""
    return rx.el.div(
        rx.el.span(
            rx.el.b(came, class_name="num", custom_attrs={"data-size": "3xl"}),
            " ",
            rx.el.span(words(of), class_name="muted"),
            aria_hidden="true",
        ),
        tally(came, total, "", "positive", 26),
        rx.el.span(words(said), class_name="vh", role="status"),
        class_name="fl-count",
    )


def floor_head(title: Words, below: Child, *end: Child, back: Words, to: Words) -> rx.Component:
    """The class on top of its roster: time and name in one line, who and where under it.

    ``back`` is the address of its day, ``to`` says so: an arrow on a desk, where the top bar has none.
    """
    return rx.el.div(
        rx.el.span(icon_button("back", to, href=back), class_name="only-desk"),
        rx.el.div(
            rx.el.h1(*inside(title), class_name="h1", tab_index=-1),
            rx.el.p(*inside(below), class_name="sm muted"),
            class_name="grow",
        ),
        *inside(*end),
        class_name="fl-head",
    )


def day_list(*children: Child, label: Words) -> rx.Component:
    """A day's classes in one card."""
    return rx.el.ul(*inside(*children), class_name="dl", aria_label=words(label))


def day_row(
    time: Words,
    name: Words,
    who: Words,
    *,
    tally: Child = None,
    end: Child = None,
    below: Child = None,
    look: "str | rx.Var[str]" = "open",
    is_cut: "rx.Var[bool] | bool" = False,
    href: "Words | None" = None,
) -> rx.Component:
    """A class in a day's list: time, name and who, places, how it stands.

    Args:
        time: ``18:30``, the heaviest.
        name: of the class.
        who: muted, after the name.
        tally: ``tally_line``.
        end: a chip.
        below: what else is worth knowing.
        look: open off.
        is_cut: struck through.
        href: to its roster, over the whole row.
    """
    named = rx.el.span(words(name), class_name=rx.cond(is_cut, "nm cut", "nm"))
    title = named if href is None else anchor(named, href=href, class_name="dl-link")
    return rx.el.li(
        rx.el.bdi(words(time), class_name="t", dir="ltr"),
        rx.el.span(title, " ", rx.el.span(words(who), class_name="muted"), class_name="what"),
        rx.el.span(*inside(tally), class_name="places"),
        rx.el.span(*inside(end), class_name="end"),
        *([] if below is None else [rx.el.span(*inside(below), class_name="below")]),
        class_name="dl-row",
        custom_attrs={"data-look": look},
    )


def marked(meaning: str, given: "rx.Var[str]") -> rx.Component:
    """A small fact with its icon; nothing while it is empty."""
    return shown(given, rx.el.span(icon(meaning, 15), rx.el.span(given), class_name="fl-mark"))


def refreshes_on_return(child: rx.Component) -> rx.Component:
    """Presses the button inside ``child`` when the screen comes back into view after a while away."""
    return rx.el.span(child, _OnReturn.create(), class_name="fl-again")


def plan_note(given: Words, dates: Words) -> rx.Component:
    """What a form is about to make, in words, read out when it changes."""
    return rx.el.div(
        icon("calendar_add", 20),
        rx.el.div(
            rx.el.b(words(given)),
            rx.cond(dates, rx.el.span(words(dates), class_name="sm muted")),
            class_name="stack",
        ),
        class_name="fl-plan",
        role="status",
    )


def hero_when(*children: Child) -> rx.Component:
    """The hero's line of time and name."""
    return rx.el.div(*inside(*children), class_name="fl-when")


class _OnReturn(rx.Fragment):
    """Watches the page's visibility."""

    def add_imports(self) -> dict[str, Any]:
        """React's effect."""
        return {"react": ["useEffect"]}

    def add_hooks(self) -> list[str | rx.Var[Any]]:
        """Back after five seconds or more."""
        return [
            """useEffect(() => {
  let left = 0;
  const watch = () => {
    if (document.hidden) { left = Date.now(); return; }
    if (left && Date.now() - left > 5000) document.querySelector(".fl-again button")?.click();
  };
  document.addEventListener("visibilitychange", watch);
  return () => document.removeEventListener("visibilitychange", watch);
}, []);"""
        ]
