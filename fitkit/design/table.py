"""A table on a desk that becomes cards on a phone; sorted, selected and paged by the State."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import reflex as rx

from fitkit.design.button import icon_button
from fitkit.design.field import check
from fitkit.design.icon import icon
from fitkit.design.type import anchor
from fitkit.design.words import Child, Event, Flag, Words, inside, merged, words
from fitkit.texts import design as texts

TITLE: Final = "title"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what heads it, and where its cell goes on a phone's card.

    ``phone``: title (first line, bold), status or end (first line, at the end), fact (second line, with the column's
    name before it unless ``bare``), hide, act (a menu).
    """

    title: Words
    phone: str = "fact"
    sort: str = ""  # the key that on_sort is called with; empty: not sortable
    end: bool = False  # figures and money stand at the end
    narrow: bool = False
    bare: bool = False


def table(
    columns: Sequence[Column],
    rows: "rx.Var[Any] | Sequence[Any]",
    cells: Callable[[Any], Sequence[Child]],
    *,
    label: Words,
    key: Callable[[Any], Any] | None = None,
    href: Callable[[Any], Any] | None = None,
    sort: "rx.Var[str] | str | None" = None,
    on_sort: Any = None,
    selected: Any = None,
    on_select: Any = None,
    is_all: Flag = False,
    on_select_all: Event = None,
    row_label: Callable[[Any], Any] | None = None,
) -> rx.Component:
    """Rows under sticky headers.

    Args:
        columns: literal; the first is the row's title.
        rows: a Var of a list, or a list.
        cells: a child for each column, from one row.
        label: what the table is, read out.
        key: a row's id; needed for selecting.
        href: where a row leads; the title is the link, the whole row its area.
        sort: the key now sorted by, with ``-`` before it when descending.
        on_sort: called with a column's key; the State turns the direction.
        selected: ids.
        on_select: called with a row's id.
        is_all: whether all rows on this page are selected.
        on_select_all: selects or clears the page.
        row_label: a row's name for its box; "Select row" otherwise.
    """
    picks = selected is not None and key is not None

    def row(r: Any) -> rx.Component:
        parts = list(cells(r))
        if href is not None:
            parts[0] = anchor(*inside(parts[0]), href=href(r), class_name="rowlink")
        drawn = [_cell(c, part) for c, part in zip(columns, parts, strict=True)]
        if not picks:
            return rx.el.tr(*drawn, role="row")
        on = selected.contains(key(r))
        said = texts.SELECT_ROW if row_label is None else row_label(r)
        box = check(said, checked=on, on_change=lambda _on: on_select(key(r)))
        pick = rx.el.td(box, class_name="c-pick", role="cell")
        return rx.el.tr(
            pick, *drawn, role="row", custom_attrs={"aria-selected": rx.cond(on, "true", "false")}
        )

    heads = [_head(c, sort, on_sort) for c in columns]
    if picks:
        box = check(
            texts.SELECT_ALL,
            checked=is_all,
            on_change=lambda _on: on_select_all,
            mixed=(selected.length() > 0) & ~rx.Var.create(is_all).bool(),
        )
        heads.insert(0, rx.el.th(box, class_name="c-pick", role="columnheader", scope="col"))
    body = rx.foreach(rows, row) if isinstance(rows, rx.Var) else rx.fragment(*map(row, rows))
    made = rx.el.table(
        rx.el.thead(rx.el.tr(*heads, role="row"), role="rowgroup"),
        rx.el.tbody(body, role="rowgroup"),
        class_name="tbl",
        role="table",
        aria_label=words(label),
    )
    box = rx.el.div(made, class_name="tablebox")
    sorted_ = [c for c in columns if c.sort]
    if not sorted_ or on_sort is None or sort is None:
        return box
    return rx.el.div(_phone_sort(sorted_, sort, on_sort), box)


def _phone_sort(columns: list[Column], sort: Any, on_sort: Any) -> rx.Component:
    """The headers' sorting for a phone, where cards have none."""
    key = sort.split("-")[-1] if isinstance(sort, rx.Var) else sort.lstrip("-")
    choice = rx.el.select(
        *[rx.el.option(words(c.title), value=c.sort) for c in columns],
        value=key,
        on_change=on_sort,
        aria_label=words(texts.SORT),
    )
    return rx.el.div(
        rx.el.div(choice, icon("open", 18), class_name="inp select"),
        icon_button("sort", texts.TURN_SORT, on_sort(key), kind="default"),
        class_name="sortrow only-phone",
    )


def pager(
    summary: Words,
    on_previous: Event,
    on_next: Event,
    has_previous: Flag,
    has_next: Flag,
) -> rx.Component:
    """To the page before and after, with "1 to 50 of 312" beside it; the words alone where there is one page."""
    ways = rx.el.span(
        icon_button("previous", texts.PREVIOUS_PAGE, on_previous, disabled=_not(has_previous)),
        icon_button("next", texts.NEXT_PAGE, on_next, disabled=_not(has_next)),
        class_name="row",
    )
    return rx.el.nav(
        rx.el.span(words(summary), aria_live="polite"),
        rx.cond(_either(has_previous, has_next), ways),
        class_name="pager",
        aria_label=words(texts.PAGES),
    )


def _head(c: Column, sort: Any, on_sort: Any) -> rx.Component:
    names = " ".join([*_places(c)])
    said = words(c.title)
    attrs = {"class_name": names, "scope": "col", "role": "columnheader"}
    if c.phone == "act":
        return rx.el.th(rx.el.span(words(texts.ACTIONS), class_name="vh"), **attrs)
    if not c.sort or on_sort is None or sort is None:
        return rx.el.th(said, **attrs)
    up, down = sort == c.sort, sort == f"-{c.sort}"
    if isinstance(sort, rx.Var):
        state: Any = rx.cond(up, "ascending", rx.cond(down, "descending", "none"))
        sign = rx.cond(up, icon("shut", 15), rx.cond(down, icon("open", 15)))
    else:
        state = "ascending" if up else "descending" if down else "none"
        sign = icon("shut", 15) if up else icon("open", 15) if down else rx.fragment()
    pressed = rx.el.button(said, sign, type="button", on_click=on_sort(c.sort), class_name="sortby")
    return rx.el.th(pressed, custom_attrs={"aria-sort": state}, **attrs)


def _cell(c: Column, child: Child) -> rx.Component:
    label = {} if c.bare or c.phone != "fact" else {"data-label": words(c.title)}
    return rx.el.td(
        *inside(child),
        class_name=" ".join(_places(c)),
        role="cell",
        custom_attrs=merged({}, **label),
    )


def _places(c: Column) -> list[str]:
    return [
        f"c-{c.phone}",
        *(["c-end"] if c.end and c.phone != "end" else []),
        *(["narrow"] if c.narrow else []),
    ]


def _either(one: Flag, other: Flag) -> Any:
    return rx.Var.create(one).bool() | rx.Var.create(other).bool()


def _not(flag: Flag) -> Any:
    return ~flag.bool() if isinstance(flag, rx.Var) else not flag
