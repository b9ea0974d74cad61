"""The audit log, from the top: head with the export, filters, the days with their events, the pager."""

import reflex as rx

from fitkit.design.bar import search_box
from fitkit.design.button import button
from fitkit.design.card import card, items
from fitkit.design.chip import tag
from fitkit.design.feedback import empty_state, skeleton_list, states
from fitkit.design.field import date_field, select_field
from fitkit.design.figures import answers, event_line, period
from fitkit.design.layout import page as column
from fitkit.design.layout import row, section, stack
from fitkit.design.nav import page_head
from fitkit.design.table import pager
from fitkit.design.type import muted
from fitkit.texts import audit as log_texts
from fitkit.texts import overview as texts
from fitkit.web.frames import Frame, page
from fitkit.web.owner.audit.state import AuditState
from fitkit.web.rows.choice import Choice
from fitkit.web.rows.event import EventDay

S = AuditState


@page("/dashboard/audit", title=log_texts.TITLE, state=AuditState, frame=Frame.STAFF, heads=False)
def audit() -> rx.Component:
    export = button(
        texts.EXPORT,
        icon="download",
        on_click=S.export,
        disabled=S.days.length() == 0,
    )
    return column(page_head(log_texts.TITLE, export), _filters(), _events(), compact=True)


def _filters() -> rx.Component:
    return card(
        period(
            select_field(
                "who",
                texts.PERSON,
                S.people,
                empty=log_texts.ANYBODY,
                value=S.who,
                on_change=S.show_who,
            ),
            select_field(
                "kind",
                texts.AREA,
                S.kinds,
                empty=texts.ANY_KIND,
                value=rx.cond(S.kind_name != "", "", S.kind),
                on_change=S.show_kind,
            ),
            date_field(
                "from_day",
                log_texts.FROM_DAY,
                value=S.since,
                on_change=S.show_since,
                problem=S.problems["from_day"],
            ),
            date_field(
                "to_day",
                log_texts.TO_DAY,
                value=S.until,
                on_change=S.show_until,
                problem=S.problems["to_day"],
            ),
            search_box(S.search, S.find, texts.FIND_MEMBER),
        ),
        rx.cond(S.found.length() > 0, answers(rx.foreach(S.found, _pick), label=texts.FIND_MEMBER)),
        rx.cond(S.is_nobody, muted(texts.NO_SUCH_MEMBER)),
        rx.cond(
            S.is_filtered,
            row(
                rx.cond(S.about_name != "", tag(S.about_name, on_remove=S.show_about(""))),
                rx.cond(S.kind_name != "", tag(S.kind_name, on_remove=S.show_kind(""))),
                button(log_texts.CLEAR, kind="quiet", small=True, on_click=S.clear),
                wrap=True,
            ),
        ),
    )


def _pick(choice: rx.Var[Choice]) -> rx.Component:
    return button(choice.label, small=True, icon="person", on_click=S.show_about(choice.value))


def _events() -> rx.Component:
    nothing = rx.cond(
        S.is_filtered,
        empty_state(
            texts.NOTHING_FITS, log_texts.NOTHING_FITS, button(log_texts.CLEAR, on_click=S.clear)
        ),
        empty_state(texts.NOTHING_YET, log_texts.EMPTY),
    )
    content = stack(
        rx.foreach(S.days, _day),
        pager(S.summary, S.previous_page, S.next_page, S.has_previous, S.has_next),
        gap=5,
    )
    return states(
        content,
        loading=S.is_loading,
        problem=S.problem,
        is_empty=S.days.length() == 0,
        empty=nothing,
        skeleton=skeleton_list(8),
        on_retry=S.load,
    )


def _day(day: rx.Var[EventDay]) -> rx.Component:
    return section(day.label, items(rx.foreach(day.rows, event_line)))
