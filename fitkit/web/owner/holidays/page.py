"""The year's days off, from the top: which year, confirm all, the days, one decision over them."""

import reflex as rx

from fitkit.design.button import button
from fitkit.design.calendar import week_head
from fitkit.design.card import item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.dialog import dialog, menu_item, more_menu
from fitkit.design.feedback import empty_state, notice, skeleton_list, states
from fitkit.design.field import date_field, select_field, text_field, time_field
from fitkit.design.form import fields, form, problem_summary
from fitkit.design.layout import page as column
from fitkit.design.layout import row, stack
from fitkit.design.nav import page_head
from fitkit.design.say import say
from fitkit.texts import board as texts
from fitkit.texts import common
from fitkit.texts import floor as floor_texts
from fitkit.web.frames import Frame, page, path_in
from fitkit.web.owner.holidays.state import HolidaysState
from fitkit.web.rows.closure import ClosureRow
from fitkit.web.widgets.effect import effect_box

LABELS = {
    "day": floor_texts.DAY,
    "name_he": texts.FIELD_NAME,
    "name_en": texts.FIELD_NAME_EN,
    "closes_at": texts.FIELD_CLOSES,
    "location_id": floor_texts.PLACE,
}


@page(
    "/dashboard/holidays",
    title=texts.HOLIDAYS,
    state=HolidaysState,
    frame=Frame.STAFF,
    heads=False,
    back="/dashboard/schedule",
)
def holidays() -> rx.Component:
    return column(
        page_head(
            texts.HOLIDAYS,
            _add(),
            count=HolidaysState.waiting,
            back=path_in("/dashboard/schedule"),
            back_label=floor_texts.SCHEDULE_TITLE,
        ),
        _year(),
        states(
            _days(),
            loading=HolidaysState.is_loading,
            problem=HolidaysState.problem,
            is_empty=HolidaysState.rows.length() == 0,
            empty=empty_state(texts.NO_HOLIDAYS, texts.NO_HOLIDAYS_WHY, _bring()),
            skeleton=skeleton_list(8),
            on_retry=HolidaysState.load,
        ),
        _confirm(),
        _edit(),
    )


def _add() -> rx.Component:
    return button(texts.ADD_DAY, icon="add", on_click=HolidaysState.begin)


def _bring(kind: str = "main") -> rx.Component:
    words = say(texts.BRING_HOLIDAYS, year=HolidaysState.year)
    return button(words, kind=kind, icon="calendar_add", on_click=HolidaysState.bring)


def _year() -> rx.Component:
    head = week_head(
        HolidaysState.year.to_string(),
        rx.redirect(HolidaysState.before, replace=True),
        rx.redirect(HolidaysState.after, replace=True),
        years=True,
    )
    every = button(
        texts.CONFIRM_ALL, kind="main", icon="check", on_click=HolidaysState.ask_confirm_all
    )
    return rx.cond(
        HolidaysState.year > 0,
        row(head, rx.cond(HolidaysState.suggested > 0, every), between=True, wrap=True, gap=3),
    )


def _days() -> rx.Component:
    return stack(
        rx.cond(
            HolidaysState.only_past,
            notice("info", None, HolidaysState.only_past, action=_bring(kind="default")),
            notice("info", None, texts.HOLIDAYS_WHY, icon="info"),
        ),
        items(rx.foreach(HolidaysState.rows, _day)),
        gap=4,
    )


def _day(day: rx.Var[ClosureRow]) -> rx.Component:
    facts = rx.el.span(day.weekday, " ", day.day, " · ", day.span)
    where = rx.cond(day.place, rx.el.span(day.place))
    return item(
        item_text(
            day.name,
            facts,
            where,
            row(chip(day.status, day.status_kind), day.why, wrap=True, gap=2),
        ),
        row(
            rx.cond(
                day.may_confirm,
                button(texts.CONFIRM, small=True, on_click=HolidaysState.ask_confirm(day.id)),
            ),
            more_menu(
                day.name,
                menu_item(
                    texts.DECLINE,
                    icon="open_lock",
                    on_click=HolidaysState.decline(day.id),
                    disabled=~day.may_decline,
                ),
                menu_item(
                    common.EDIT,
                    icon="edit",
                    on_click=HolidaysState.edit(day.id),
                    disabled=~day.may_change,
                ),
            ),
            gap=2,
        ),
    )


def _confirm() -> rx.Component:
    return dialog(
        effect_box(HolidaysState.effect),
        open=HolidaysState.panel == "confirm",
        on_close=HolidaysState.leave,
        title=HolidaysState.title,
        actions=[
            button(
                texts.CONFIRM, kind="danger", icon="calendar_off", on_click=HolidaysState.confirm
            ),
            button(common.CANCEL, on_click=HolidaysState.leave),
        ],
    )


def _edit() -> rx.Component:
    draft, problems = HolidaysState.draft, HolidaysState.problems
    several = select_field(
        "location_id",
        floor_texts.PLACE,
        HolidaysState.places,
        empty=floor_texts.ANY_PLACE,
        default=draft["location_id"],
        problem=problems["location_id"],
    )
    return dialog(
        form(
            problem_summary(problems, LABELS, id="day-problems"),
            fields(
                date_field("day", floor_texts.DAY, default=draft["day"], problem=problems["day"]),
                time_field(
                    "closes_at",
                    texts.FIELD_CLOSES,
                    default=draft["closes_at"],
                    help=texts.FIELD_CLOSES_HELP,
                    optional=True,
                    problem=problems["closes_at"],
                ),
                columns=2,
            ),
            text_field(
                "name_he",
                texts.FIELD_NAME,
                most=80,
                default=draft["name_he"],
                problem=problems["name_he"],
            ),
            text_field(
                "name_en",
                texts.FIELD_NAME_EN,
                most=80,
                optional=True,
                default=draft["name_en"],
                problem=problems["name_en"],
            ),
            rx.cond(HolidaysState.places.length() > 1, several),
            on_submit=HolidaysState.save,
            id="day-off",
        ),
        open=HolidaysState.panel == "edit",
        on_close=HolidaysState.leave,
        title=HolidaysState.title,
        actions=[
            button(common.SAVE, kind="main", submit=True, custom_attrs={"form": "day-off"}),
            button(common.CANCEL, on_click=HolidaysState.leave),
        ],
    )
