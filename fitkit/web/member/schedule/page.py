"""The schedule, from the top: which week, its days, filters, the day's classes."""

from typing import Any

import reflex as rx

from fitkit.design.button import link_button
from fitkit.design.calendar import day_strip, week_head
from fitkit.design.chip import filter_chip
from fitkit.design.class_card import now_line
from fitkit.design.dialog import menu, menu_item
from fitkit.design.feedback import empty_state, notice, skeleton_cards, states
from fitkit.design.layout import page as column
from fitkit.design.layout import row as across
from fitkit.design.layout import scroll_x
from fitkit.design.type import heading, title
from fitkit.texts import checkin as door
from fitkit.texts import member as texts
from fitkit.web.frames import MEMBER, page, path_in
from fitkit.web.frames.ways import path_for
from fitkit.web.member.schedule.state import ScheduleState
from fitkit.web.rows.session import Pick
from fitkit.web.widgets.class_card import cost_question, session_cards
from fitkit.web.widgets.family import family_switch


@page("/schedule", title=texts.SCHEDULE_TITLE, state=ScheduleState, frame=MEMBER, heads=False)
def schedule() -> rx.Component:
    return column(
        _head(),
        family_switch(ScheduleState),
        _days(),
        _filters(),
        states(
            _classes(),
            loading=ScheduleState.is_loading,
            problem=ScheduleState.problem,
            is_empty=ScheduleState.rows.length() == 0,
            empty=_empty(),
            skeleton=skeleton_cards(5),
            on_retry=ScheduleState.load,
        ),
        cost_question(ScheduleState),
        narrow=True,
    )


def _head() -> rx.Component:
    """The title, the pass, and which week; "today" only where it leads somewhere else."""
    here = path_for("/schedule")
    beside = (
        rx.redirect(ScheduleState.previous, replace=True),
        rx.redirect(ScheduleState.following, replace=True),
    )
    to_pass = link_button(door.TO_PASS, path_in("/pass"), icon="scan", small=True)
    return rx.fragment(
        across(title(texts.SCHEDULE_TITLE), to_pass, between=True, wrap=True),
        rx.cond(
            ScheduleState.week,
            rx.cond(
                ScheduleState.is_today,
                week_head(ScheduleState.week, *beside),
                week_head(ScheduleState.week, *beside, rx.redirect(here, replace=True)),
            ),
        ),
    )


def _days() -> rx.Component:
    to_day = path_in("/schedule") + "?day="
    return rx.cond(
        ScheduleState.days.length() > 0,
        day_strip(
            ScheduleState.days,
            ScheduleState.day,
            lambda day: rx.redirect(to_day + day + ScheduleState.rest, replace=True),
        ),
    )


def _filters() -> rx.Component:
    """One row: what, where, with whom; each says what it leaves of the day and can be taken away."""
    return rx.cond(
        ScheduleState.shows.length() > 0,
        scroll_x(
            rx.foreach(ScheduleState.shows, _pick),
            _menu(ScheduleState.places, "place"),
            _menu(ScheduleState.coaches, "person"),
            label=texts.FILTER,
        ),
    )


def _menu(given: Any, sign: str) -> rx.Component:  # Any: a Menu as a Var
    """A filter of many values; once one is chosen, its chip takes it away."""
    chosen = filter_chip(
        given.label,
        given.is_on,
        rx.redirect(given.off, replace=True),
        icon="close",
        label=given.off_label,
    )
    choose = menu(
        filter_chip(given.label, given.is_on, None, icon=sign, opens=True),
        rx.foreach(given.picks, _choice),
    )
    return rx.cond(given.picks.length() > 0, rx.cond(given.is_on, chosen, choose))


def _choice(pick: rx.Var[Pick]) -> rx.Component:
    return menu_item(
        pick.label + rx.cond(pick.count, " · " + pick.count, ""),
        on_click=rx.redirect(pick.href, replace=True),
    )


def _pick(pick: rx.Var[Pick]) -> rx.Component:
    return filter_chip(
        pick.label, pick.is_on, rx.redirect(pick.href, replace=True), count=pick.count
    )


def _classes() -> rx.Component:
    return rx.fragment(
        heading(ScheduleState.day_words, size="md"),
        rx.cond(
            ScheduleState.kept_back,
            notice("warning", None, ScheduleState.kept_back, action=_call()),
        ),
        session_cards(ScheduleState.rows, ScheduleState),
        rx.cond(ScheduleState.now_last, now_line(ScheduleState.now_last)),
    )


def _call() -> rx.Component:
    return rx.cond(
        ScheduleState.phone,
        link_button(texts.CALL_GYM, "tel:" + ScheduleState.phone, icon="phone", external=True),
    )


def _empty() -> rx.Component:
    """Nothing on this day: a filter that hides all, or no classes; with the way on."""
    return rx.cond(
        ScheduleState.hidden,
        empty_state(
            texts.NOTHING_FITS,
            ScheduleState.hidden,
            link_button(texts.SHOW_ALL, ScheduleState.plain, kind="main"),
        ),
        rx.cond(
            ScheduleState.coming,
            empty_state(
                texts.EMPTY_DAY,
                ScheduleState.coming_words,
                link_button(texts.TO_NEXT_DAY, ScheduleState.coming, kind="main"),
            ),
            empty_state(
                texts.EMPTY_DAY,
                texts.NO_MORE,
                link_button(texts.TO_TODAY, path_for("/schedule")),
            ),
        ),
    )
