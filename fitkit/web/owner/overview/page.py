"""The overview, from the top: greeting, what is still to open, figures, today, what needs attention."""

import reflex as rx

from fitkit.core.permissions import Permission
from fitkit.design.button import link_button
from fitkit.design.card import card, card_head, hero, item, item_text, items, kpi_strip
from fitkit.design.chip import avatar, badge, chip
from fitkit.design.feedback import (
    empty_state,
    problem_state,
    skeleton_kpis,
    skeleton_list,
    states,
)
from fitkit.design.figures import board, class_line, figure, opening
from fitkit.design.icon import icon, icon_of
from fitkit.design.layout import only_phone, row
from fitkit.design.layout import page as column
from fitkit.design.nav import page_head
from fitkit.design.say import say
from fitkit.design.tally import tally
from fitkit.design.type import heading, muted, strong, text_link, toned
from fitkit.texts import overview as texts
from fitkit.web.frames import Frame, nav, page, path_in
from fitkit.web.frames.bars import may
from fitkit.web.owner.overview.state import OverviewState
from fitkit.web.rows.attention import TaskCard, TaskRow
from fitkit.web.rows.figure import LineRow

S = OverviewState


@page(
    "/dashboard/overview",
    title=texts.OVERVIEW,
    state=OverviewState,
    frame=Frame.STAFF,
    heads=False,
)
def overview() -> rx.Component:
    return column(
        page_head(rx.cond(S.greeting != "", S.greeting, say(texts.OVERVIEW)), count=S.day),
        rx.cond(
            S.problem != "",
            problem_state(S.problem, S.load),
            board(_lead(), _figures(), _today(), _attention()),
        ),
        compact=True,
    )


def _lead() -> rx.Component:
    """Opening the gym while it lasts; then, on a phone, what needs attention at a glance."""
    return rx.cond(
        S.steps.length() > 0,
        _setup(),
        rx.cond(S.tasks.length() > 0, only_phone(_glance())),
    )


def _setup() -> rx.Component:
    words = say(texts.SETUP_TALLY, done=S.steps_done, of=S.steps.length())
    return hero(
        row(
            heading(S.steps_title),
            tally(S.steps_done, S.steps.length(), words, "signal", 24),
            between=True,
        ),
        muted(S.steps_left),
        opening(S.steps, texts.GO),
        label=S.steps_title,
    )


def _glance() -> rx.Component:
    return hero(
        row(muted(texts.ATTENTION), strong(S.tasks.length()), between=True),
        items(rx.foreach(S.tasks, _glance_line), own=False),
        label=texts.ATTENTION,
    )


def _glance_line(task: rx.Var[TaskCard]) -> rx.Component:
    return item(
        _task_icon(task),
        item_text(task.title),
        strong(task.count_words),
        href=rx.cond(task.href != "", task.href, task.rows[0].href),
    )


def _figures() -> rx.Component:
    strip = kpi_strip(rx.foreach(S.figures, figure))
    return _part("figures", strip, skeleton_kpis(5), S.figures.length() == 0, rx.fragment())


def _part(
    name: str,
    content: rx.Component,
    skeleton: rx.Component,
    is_empty: rx.Var[bool],
    empty: rx.Component,
) -> rx.Component:
    """A part in its four conditions."""
    return states(
        content,
        loading=S.is_loading,
        problem=S.broken[name],
        is_empty=is_empty,
        empty=empty,
        skeleton=skeleton,
        on_retry=S.load,
    )


# today


def _today() -> rx.Component:
    more = text_link(texts.TO_TIMETABLE, path_in("/dashboard/schedule"))
    content = card(
        card_head(texts.TODAY, more, count=S.lines_sum),
        items(rx.foreach(S.lines, _line), own=False),
        tight=True,
    )
    publish = link_button(
        texts.PUBLISH_FIRST, path_in("/dashboard/schedule"), kind="main", icon="calendar_add"
    )
    week = link_button(texts.TO_TIMETABLE, path_in("/dashboard/schedule"), icon="schedule")
    empty = rx.cond(
        S.has_timetable,
        empty_state(texts.NONE_TODAY, texts.NONE_TODAY_WHY, week),
        empty_state(
            texts.NO_TIMETABLE,
            texts.NO_TIMETABLE_WHY,
            rx.cond(may(Permission.EDIT_TIMETABLE), publish),
        ),
    )
    return _part("today", content, skeleton_list(6), S.lines.length() == 0, empty)


def _line(line: rx.Var[LineRow]) -> rx.Component:
    end = rx.match(
        line.end_kind,
        ("signal", chip(line.end, "signal", icon="clock")),
        ("warning", chip(line.end, "warning", icon="trending_down")),
        ("danger", chip(line.end, "danger", icon="calendar_off")),
        ("neutral", chip(line.end, "neutral")),
        rx.el.span(line.end),
    )
    has_roster = any(route.startswith("/dashboard/roster/") for route in nav.KNOWN)
    return class_line(line, end, href=line.href if has_roster else None)


# what needs attention


def _attention() -> rx.Component:
    broken = rx.fragment(
        *[
            rx.cond(S.broken[name], problem_state(S.broken[name], S.load))
            for name in (
                "substitutes",
                "disputes",
                "running_out",
                "without_plan",
                "waiting",
                "invitations",
                "troubles",
            )
        ]
    )
    calm = rx.cond(
        (S.steps.length() == 0) & (S.broken.length() == 0),
        empty_state(texts.ALL_WELL, texts.ALL_WELL_WHY),
    )
    cards = rx.cond(S.tasks.length() > 0, rx.foreach(S.tasks, _task_card), calm)
    return rx.cond(S.is_loading, skeleton_list(4), rx.fragment(broken, cards))


def _task_card(task: rx.Var[TaskCard]) -> rx.Component:
    more = rx.cond(
        (task.href != "") & (task.count > task.rows.length()), text_link(texts.TO_ALL, task.href)
    )
    return card(
        card_head(task.title, more, count=badge(task.count_words)),
        items(rx.foreach(task.rows, _task), own=False),
        tight=True,
    )


def _task(task: rx.Var[TaskRow]) -> rx.Component:
    fact = rx.cond(task.kind == "neutral", muted(task.fact), toned(task.kind, task.fact))
    face = rx.cond(task.is_person, avatar(task.name, 32), icon("waiting", 22))
    return item(face, item_text(task.name, fact), href=task.href)


def _task_icon(task: rx.Var[TaskCard]) -> rx.Component:
    return icon_of(
        task.icon, "coach", "dispute", "plan", "waiting", "mail", "schedule", "failed", size=22
    )
