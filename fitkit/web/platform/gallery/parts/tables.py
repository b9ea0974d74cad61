"""The gallery: the table and the week."""

from typing import Any

import reflex as rx

from fitkit.design.bar import bulk_bar, filter_bar, search_box
from fitkit.design.button import button
from fitkit.design.calendar import day_strip, session_block, week_board, week_head
from fitkit.design.chip import filter_chip, person
from fitkit.design.dialog import more_menu
from fitkit.design.layout import section
from fitkit.design.say import say
from fitkit.design.table import Column, pager, table
from fitkit.design.tally import tally, tally_line
from fitkit.design.type import ltr, toned
from fitkit.texts import gallery as texts
from fitkit.web.platform.gallery.parts.over import entries
from fitkit.web.platform.gallery.state import GalleryState as S

COLUMNS = (
    Column(texts.MEMBER, phone="title", sort="name"),
    Column(texts.PLAN, bare=True),
    Column(texts.PERIOD, bare=True),
    Column(texts.LAST_VISIT, phone="hide"),
    Column(texts.PAYMENT, phone="status"),
    Column(texts.DEEDS, phone="act", narrow=True),
)


def roster() -> rx.Component:
    def cells(r: Any) -> tuple[Any, ...]:
        return (
            person(r.name, ltr(r.phone), size=30),
            r.plan,
            tally_line(r.used, r.total, r.period),
            r.visit,
            toned(r.pay_kind, r.pay),
            more_menu(texts.MORE_FOR, *entries()),
        )

    return section(
        texts.TABLE,
        filter_bar(
            search_box(S.search, S.look_for, texts.SEARCH, texts.SEARCH_HINT),
            *[
                filter_chip(words, S.filter == key, S.choose_filter(key), count)
                for key, words, count in (
                    ("all", texts.ALL, 312),
                    ("owes", texts.OWES, 7),
                    ("away", texts.AWAY, 21),
                )
            ],
        ),
        table(
            COLUMNS,
            S.rows,
            cells,
            label=texts.MEMBERS,
            key=lambda r: r.id,
            row_label=lambda r: r.name,
            sort=S.sort,
            on_sort=S.sort_by,
            selected=S.selected,
            on_select=S.pick,
            is_all=S.selected.length() == S.rows.length(),
            on_select_all=S.pick_all,
        ),
        pager(texts.PAGE_OF, S.close_over, S.close_over, has_previous=False, has_next=True),
        bulk_bar(
            S.selected.length(),
            rx.Var.create(S.selected.length()).to_string() + " " + say(texts.SELECTED),
            button(texts.MESSAGE, icon="message"),
            button(texts.FREEZE, icon="frozen"),
            on_clear=S.pick_none,
        ),
    )


def calendar() -> rx.Component:
    def block(s: Any) -> rx.Component:
        return session_block(
            s.time,
            s.name,
            s.coach,
            tally=tally(s.used, s.total),
            kind=s.kind,
            on_click=S.close_over,
        )

    return section(
        texts.CALENDAR,
        week_head(texts.WEEK, S.close_over, S.close_over, S.close_over),
        day_strip(S.week, S.day, S.choose_day),
        week_board(S.week, block, label=texts.WEEK),
    )
