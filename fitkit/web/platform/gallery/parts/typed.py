"""The gallery: every field, in a form."""

import reflex as rx

from fitkit.design.button import button
from fitkit.design.card import card
from fitkit.design.field import (
    check_field,
    code_field,
    colour_field,
    date_field,
    days_field,
    email_field,
    id_field,
    money_field,
    number_field,
    password_field,
    phone_field,
    radio_field,
    segmented_field,
    select_field,
    stepper_field,
    switch_field,
    tags_field,
    text_field,
    textarea_field,
    time_field,
)
from fitkit.design.form import fields, form, form_actions, problem_summary, wide
from fitkit.design.layout import section, stack
from fitkit.design.say import say
from fitkit.design.tokens import BRAND
from fitkit.texts import gallery as texts
from fitkit.web.platform.gallery.state import GalleryState as S


def every_field() -> rx.Component:
    return section(
        texts.FIELDS,
        card(
            form(
                problem_summary(S.problems, {"name": texts.NAME, "id_number": texts.ID}),
                fields(*_plain_fields(), columns=3),
                fields(*_choices(), columns=2),
                form_actions(button(texts.SAVING, kind="main", submit=True), button(texts.DISCARD)),
                on_submit=S.save,
            )
        ),
    )


def _plain_fields() -> tuple[rx.Component, ...]:
    return (
        text_field("name", texts.NAME, help=texts.NAME_HELP, problem=S.problems["name"]),
        phone_field("phone", texts.PHONE, default="054-812-3390", help=texts.PHONE_HELP),
        email_field("email", texts.EMAIL, optional=True),
        id_field("id_number", texts.ID, default="038451725", problem=texts.ID_PROBLEM),
        money_field("price", texts.PRICE, default="420", help=texts.PRICE_HELP),
        number_field("ahead", texts.AHEAD, default=7, least=0, most=60, suffix=texts.DAYS),
        date_field("starts", texts.STARTS, default="2026-11-24"),
        time_field("at", texts.HOUR, default="18:30"),
        select_field(
            "coach",
            texts.COACH_FIELD,
            [("ido", texts.IDO), ("noa", texts.NOA)],
            empty=texts.CHOOSE_COACH,
            default="ido",
        ),
        password_field("password", texts.PASSWORD, default="secret-words"),
        code_field("code", texts.CODE),
        colour_field("colour", texts.COLOUR, default=BRAND),
        text_field("locked", texts.NAME, default=say(texts.MAYA), disabled=True),
    )


def _choices() -> tuple[rx.Component, ...]:
    days = list(zip("0123456", say(texts.WEEK_LETTERS).split(), strict=True))
    return (
        tags_field(
            "types",
            texts.KINDS,
            S.chosen_types,
            S.other_types,
            on_add=S.add_type,
            on_remove=S.remove_type,
        ),
        days_field("days", texts.WEEKDAYS, S.days, S.toggle_day, days),
        segmented_field(
            "level",
            texts.LEVEL,
            [("rx", texts.RX), ("scaled", texts.SCALED), ("basic", texts.BASIC)],
            value=S.level,
            on_change=S.choose_level,
        ),
        stepper_field(texts.REPS, S.reps, S.less, S.more),
        radio_field(
            "who",
            texts.WHO_PAYS,
            [("new", texts.ONLY_NEW), ("all", texts.EVERYBODY, texts.EVERYBODY_HELP)],
            default="new",
        ),
        stack(
            switch_field(
                "remind", texts.REMIND, checked=S.is_on, on_change=S.switch, help=texts.REMIND_HELP
            ),
            check_field("agree", texts.AGREE, default=True),
        ),
        wide(textarea_field("note", texts.NOTE, optional=True)),
    )
