"""A class session as a card: the time is the headline, then what, then who."""

import reflex as rx

from fitkit.design.chip import avatar
from fitkit.design.icon import icon as sign
from fitkit.design.type import anchor
from fitkit.design.words import Child, Flag, Words, inside, is_said, shown, words


def class_card(
    time: Words,
    length: Words,
    name: Words,
    coach: "str | rx.Var[str]",
    *,
    action: Child = None,
    tally: Child = None,
    note: Child = None,
    look: "str | rx.Var[str]" = "open",
    is_cut: Flag = False,
    href: Words | None = None,
    place: "str | rx.Var[str]" = "",
) -> rx.Component:
    """A class session.

    Args:
        time: ``18:30``.
        length: "60 min".
        name: of the class.
        coach: whose face and name stand below it; nothing when empty.
        action: the button at its end.
        tally: ``tally_line`` of the places.
        note: the status line: chip and consequence, in a ``rx.fragment`` when several.
        look: open mine off.
        is_cut: the gym cancelled it: the name is struck through.
        href: to its page, over the whole card.
        place: the location, after the coach.
    """
    said = words(name)
    titled = anchor(said, href=href) if href is not None else rx.el.span(said)
    cut = (
        rx.cond(is_cut, "nm cut", "nm")
        if isinstance(is_cut, rx.Var)
        else "nm cut"
        if is_cut
        else "nm"
    )
    who = rx.el.span(avatar(coach, 22), rx.el.span(coach), class_name="meta")
    where = rx.el.span(sign("place", 16), rx.el.span(place), class_name="meta")
    return rx.el.article(
        rx.el.div(
            rx.el.b(rx.el.bdi(words(time), dir="ltr")), rx.el.span(words(length)), class_name="when"
        ),
        rx.el.div(
            rx.el.h3(titled, class_name=cut),
            rx.el.div(shown(coach, who), shown(place, where), class_name="metas"),
        ),
        rx.el.div(*inside(action), class_name="act"),
        *([] if tally is None else [rx.el.div(*inside(tally), class_name="left")]),
        *([_note(note)] if note is not None else []),
        class_name="cls",
        custom_attrs={"data-look": look},
    )


def _note(note: Child) -> rx.Component:
    line = rx.el.div(*inside(note), class_name="note")
    if isinstance(note, rx.Var):
        return rx.cond(note, line)
    return line if is_said(note) else rx.fragment()


def second_way(way: rx.Component, costs: Child) -> rx.Component:
    """A quieter second button below the first, with what it costs at its end; long words wrap."""
    return rx.el.div(way, *inside(costs), class_name="second")


def now_line(given: Words) -> rx.Component:
    """Where the day stands: "now 11:20"."""
    return rx.el.div(rx.el.span(words(given)), class_name="nowline")
