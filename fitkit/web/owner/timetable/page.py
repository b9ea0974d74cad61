"""The timetable, from the top: publish, which week, filters, the board, one class beside it."""

from typing import Any

import reflex as rx

from fitkit.core.permissions import Permission
from fitkit.design.button import button, buttons, link_button
from fitkit.design.calendar import earlier_days, session_block, week_board, week_head, went_lines
from fitkit.design.card import facts, items
from fitkit.design.dialog import menu, menu_item, more_menu, side_sheet
from fitkit.design.feedback import empty_state, notice, skeleton_list, states
from fitkit.design.layout import only_desk, row, scroll_x
from fitkit.design.layout import page as column
from fitkit.design.nav import page_head, way
from fitkit.design.planner import hours, planner
from fitkit.design.tally import tally_line
from fitkit.design.type import body
from fitkit.design.words import yes
from fitkit.texts import board as plans
from fitkit.texts import floor as texts
from fitkit.web.frames import COACH, page, path_in
from fitkit.web.frames.bars import may
from fitkit.web.owner.timetable import dialogs, parts
from fitkit.web.owner.timetable.bulk import BulkState
from fitkit.web.owner.timetable.moving import MoveState
from fitkit.web.owner.timetable.planning import TimetableState
from fitkit.web.owner.timetable.state import ScheduleState
from fitkit.web.owner.timetable.weekly import WeeklyState
from fitkit.web.rows.session import Pick
from fitkit.web.rows.timetable import Slot
from fitkit.web.widgets import substitutes

EDITS = Permission.EDIT_TIMETABLE


@page(
    "/dashboard/schedule",
    title=texts.SCHEDULE_TITLE,
    state=ScheduleState,
    frame=COACH,
    heads=False,
)
def schedule() -> rx.Component:
    return column(
        page_head(
            texts.SCHEDULE_TITLE,
            rx.cond(may(EDITS), _planning()),
            count=ScheduleState.count_words,
        ),
        _undecided(),
        _week(),
        states(
            _board(),
            loading=ScheduleState.is_loading,
            problem=ScheduleState.problem,
            is_empty=ScheduleState.count == 0,
            empty=_empty(),
            skeleton=skeleton_list(8),
            on_retry=ScheduleState.load,
        ),
        _sheet(),
        substitutes.sheet(ScheduleState.again),
        rx.cond(may(EDITS), rx.fragment(parts.all_of_them(), dialogs.all_of_them())),
    )


def _planning() -> rx.Component:
    """The days off, and what is added, the main one last; behind the dots, what is done to much of it."""
    return row(
        only_desk(
            link_button(plans.TO_HOLIDAYS, path_in("/dashboard/holidays"), icon="calendar_off")
        ),
        button(plans.NEW_SLOT, icon="repeat", on_click=WeeklyState.begin),
        _publish_button(),
        more_menu(
            texts.SCHEDULE_TITLE,
            menu_item(plans.NAMED, icon="edit", on_click=BulkState.begin_named),
            menu_item(plans.SELECT, icon="check", on_click=BulkState.toggle),
            menu_item(plans.SELECT_WEEK, icon="done", on_click=BulkState.pick_shown),
            menu_item(plans.TO_HOLIDAYS, icon="calendar_off", href=path_in("/dashboard/holidays")),
        ),
        gap=2,
        wrap=True,
    )


def _undecided() -> rx.Component:
    """Holidays that nobody has decided on close nothing; said calmly, with the way there."""
    there = path_in("/dashboard/holidays") + "?year=" + ScheduleState.undecided_year
    return rx.cond(
        ScheduleState.undecided, items(way(ScheduleState.undecided, there, "calendar_off"))
    )


def _publish_button() -> rx.Component:
    return button(texts.PUBLISH, kind="main", icon="add", on_click=TimetableState.begin)


def _week() -> rx.Component:
    filters = scroll_x(
        _filter(ScheduleState.places, ScheduleState.place, "place"),
        _filter(ScheduleState.coaches, ScheduleState.coach, "coach"),
        _filter(ScheduleState.types, ScheduleState.kind, "workout"),
        rx.cond(may(Permission.SEE_OVERVIEW), _figures_button()),
        label=texts.FILTERS,
    )
    head = week_head(
        ScheduleState.week,
        rx.redirect(ScheduleState.previous, replace=True),
        rx.redirect(ScheduleState.following, replace=True),
        rx.redirect(path_in("/dashboard/schedule"), replace=True),
    )
    return rx.cond(ScheduleState.week, row(head, filters, between=True, wrap=True, gap=3))


def _figures_button() -> rx.Component:
    """A press shows how each class went, another hides it."""
    return button(
        plans.SHOW_FIGURES,
        icon="chart",
        small=True,
        on_click=ScheduleState.turn_figures,
        custom_attrs={"aria-pressed": yes(ScheduleState.has_figures)},
    )


def _filter(picks: Any, chosen: Any, icon: str) -> rx.Component:
    """A filter that says what it shows; one thing to choose from is no filter."""
    return rx.cond(
        picks.length() > 0,
        menu(button(chosen, icon=icon, small=True), rx.foreach(picks, _pick)),
    )


def _pick(pick: rx.Var[Pick]) -> rx.Component:
    return menu_item(
        pick.label,
        icon=rx.cond(pick.is_on, rx.icon("check")),
        on_click=rx.redirect(pick.href, replace=True),
    )


def _board() -> rx.Component:
    """Whoever plans carries classes about on it; for the others it is read."""
    planned = planner(_days(plans_it=True), on_moved=MoveState.drop, when=ScheduleState.days)
    state = ScheduleState
    behind = earlier_days(state.earlier, state.turn_earlier, state.shows_earlier)
    return rx.fragment(rx.cond(state.earlier, behind), rx.cond(may(EDITS), planned, _days()))


def _days(*, plans_it: bool = False) -> rx.Component:
    return week_board(
        ScheduleState.days,
        _planned if plans_it else _slot,
        sessions=lambda day: day.sessions,
        label=texts.WEEK_LABEL,
        over=(lambda day: hours(day.sessions)) if plans_it else None,
        unfolded=ScheduleState.shows_earlier,
    )


def _slot(s: rx.Var[Slot]) -> rx.Component:
    return session_block(
        s.time,
        s.name,
        s.who,
        tally=tally_line(s.used, s.total, s.places, s.tally_kind, height=11),
        kind=s.kind,
        on_click=ScheduleState.open(s.id),
        figures=_went(s),
    )


def _planned(s: rx.Var[Slot]) -> rx.Component:
    is_on = rx.cond(
        BulkState.selecting,
        rx.cond(BulkState.picked.contains(s.id), "true", "false"),
        rx.Var("undefined"),
    )
    return session_block(
        s.time,
        s.name,
        s.who,
        tally=tally_line(s.used, s.total, s.places, s.tally_kind, height=11),
        kind=s.kind,
        on_click=rx.cond(BulkState.selecting, BulkState.pick(s.id), ScheduleState.open(s.id)),
        moves=s.moves,
        at=s.time,
        is_on=is_on,
        figures=_went(s),
    )


def _went(s: rx.Var[Slot]) -> rx.Component:
    return rx.cond(ScheduleState.has_figures & (s.went.full != ""), went_lines(s.went))


def _empty() -> rx.Component:
    hidden = empty_state(
        texts.NOTHING_FITS,
        ScheduleState.hidden,
        link_button(texts.CLEAR_FILTERS, ScheduleState.plain, kind="main"),
    )
    none = empty_state(
        texts.EMPTY_WEEK, texts.EMPTY_WEEK_WHY, rx.cond(may(EDITS), _publish_button())
    )
    return rx.cond(ScheduleState.hidden, hidden, none)


def _sheet() -> rx.Component:
    """One class: what it is, who is in it, and what can be done about it."""
    sheet = ScheduleState.sheet
    off = notice("danger", texts.CANCELLED_HEAD, sheet.reason, icon="calendar_off")
    return side_sheet(
        rx.cond(sheet.is_cancelled, off),
        tally_line(sheet.used, sheet.total, sheet.places, sheet.tally_kind, height=22),
        facts(
            [
                (texts.WHEN, sheet.when),
                (texts.COACH, sheet.coach),
                (texts.PLACE, sheet.place),
                (texts.ROOM, sheet.room),
            ]
        ),
        rx.cond(sheet.waiting, body(sheet.waiting)),
        rx.cond(sheet.note, notice("neutral", texts.NOTE, sheet.note, icon="note")),
        rx.cond(
            may(Permission.SEE_ROSTER),
            link_button(
                texts.OPEN_ROSTER,
                path_in("/dashboard/roster") + sheet.id + "/",
                kind="main",
                icon="arrived",
                full=True,
            ),
        ),
        parts.substitute(),
        rx.cond(may(EDITS), _deeds()),
        open=sheet.id != "",
        on_close=ScheduleState.close,
        title=sheet.title,
    )


def _deeds() -> rx.Component:
    sheet = ScheduleState.sheet
    edit = button(texts.CHANGE, icon="edit", on_click=TimetableState.edit(sheet.id))
    move = button(plans.MOVE, icon="calendar", on_click=MoveState.ask(sheet.id))
    weekly = menu(
        button(plans.ITS_SLOT, icon="repeat"),
        menu_item(plans.EDIT_SLOT, icon="edit", on_click=WeeklyState.edit(sheet.id)),
        menu_item(plans.END_SLOT, icon="blocked", on_click=WeeklyState.ask_end(sheet.id)),
    )
    cancel = button(
        texts.CANCEL_CLASS,
        kind="danger_edge",
        icon="calendar_off",
        on_click=TimetableState.ask_cancel(sheet.id),
    )
    restore = button(texts.RESTORE, icon="restore", on_click=TimetableState.restore(sheet.id))
    withdraw = button(
        texts.WITHDRAW,
        kind="plain",
        icon="undo",
        on_click=TimetableState.ask_withdraw(sheet.id),
    )
    return rx.fragment(
        buttons(
            rx.cond(sheet.may_change, edit),
            rx.cond(sheet.may_move, move),
            rx.cond(sheet.is_weekly, weekly),
            rx.cond(sheet.may_cancel, cancel),
            rx.cond(sheet.together, withdraw),
            rx.cond(sheet.may_restore, restore),
        ),
        rx.cond(sheet.may_restore, body(texts.RESTORE_WHY)),
    )
