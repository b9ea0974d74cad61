"""The account's settings, from the top: who I am, how I get in, what I am told, where I am."""

from typing import Any

import reflex as rx
from reflex.style import set_color_mode
from reflex_base.style import color_mode

from fitkit.core.i18n import Lang
from fitkit.design.button import button, link_button, post_button
from fitkit.design.card import card, item, item_text, items
from fitkit.design.chip import chip, logo
from fitkit.design.feedback import empty_state, skeleton_list, states
from fitkit.design.field import email_field, phone_field, segmented_field, switch_field, text_field
from fitkit.design.form import fields, form, form_actions, problem_summary
from fitkit.design.layout import page as column
from fitkit.design.layout import row, section, stack
from fitkit.design.nav import page_head, way
from fitkit.design.say import lang
from fitkit.design.type import caption, ltr, muted
from fitkit.texts import account as texts
from fitkit.texts import common, web
from fitkit.web.account.settings.calendar.parts import calendar, calendar_dialogs
from fitkit.web.account.settings.record.parts import record, record_dialogs
from fitkit.web.account.settings.safety.parts import devices, factor, password, safety_dialogs
from fitkit.web.account.settings.state import SettingsState
from fitkit.web.account.settings.telling.parts import this_device, what_is_told
from fitkit.web.frames import ACCOUNT, page, path_in


@page("/me/settings", title=texts.SETTINGS, state=SettingsState, frame=ACCOUNT, heads=False)
def settings() -> rx.Component:
    return column(
        page_head(texts.SETTINGS),
        states(
            stack(
                _details(),
                rx.cond(SettingsState.is_member, _own()),
                section(texts.SAFETY, password(), factor(), devices()),
                record(),
                what_is_told(),
                this_device(),
                calendar(),
                _gyms(),
                rx.cond(SettingsState.is_member, _end()),
                _sign_out(),
                gap=6,
            ),
            loading=SettingsState.is_loading,
            problem=SettingsState.problem,
            is_empty=False,
            empty=rx.fragment(),
            skeleton=skeleton_list(8),
            on_retry=SettingsState.load,
        ),
        safety_dialogs(),
        calendar_dialogs(),
        record_dialogs(),
        narrow=True,
    )


def _details() -> rx.Component:
    return section(
        texts.DETAILS,
        card(
            form(
                text_field(
                    "name",
                    texts.NAME,
                    default=SettingsState.name,
                    key=SettingsState.name,
                    autofill="name",
                    most=80,
                    problem=SettingsState.problems["name"],
                ),
                row(muted(texts.EMAIL), ltr(SettingsState.email), wrap=True),
                form_actions(button(common.SAVE, kind="main", submit=True)),
                on_submit=SettingsState.save,
            ),
        ),
        card(
            segmented_field(
                "lang",
                texts.LANGUAGE,
                [(str(Lang.HE), texts.HEBREW), (str(Lang.EN), texts.ENGLISH)],
                value=SettingsState.chosen_lang,
                on_change=SettingsState.speak,
                help=texts.LANGUAGE_HELP,
            ),
            segmented_field(
                "theme",
                texts.THEME,
                [
                    ("light", web.THEME_LIGHT),
                    ("dark", web.THEME_DARK),
                    ("system", web.THEME_SYSTEM),
                ],
                value=color_mode,
                on_change=set_color_mode,
            ),
        ),
    )


def _end() -> rx.Component:
    """The way out of a membership, as near as all others."""
    return items(way(web.CANCEL_MEMBERSHIP, path_in("/cancel"), "close"))


def _own() -> rx.Component:
    problems = SettingsState.own_problems
    return section(
        texts.OWN_DETAILS,
        card(
            caption(texts.OWN_WHY),
            form(
                problem_summary(
                    problems,
                    {
                        "phone": texts.PHONE,
                        "contact_email": texts.CONTACT_EMAIL,
                        "emergency_name": texts.EMERGENCY_NAME,
                        "emergency_phone": texts.EMERGENCY_PHONE,
                    },
                ),
                fields(
                    phone_field(
                        "phone",
                        texts.PHONE,
                        default=SettingsState.phone,
                        key=SettingsState.phone,
                        problem=problems["phone"],
                    ),
                    email_field(
                        "contact_email",
                        texts.CONTACT_EMAIL,
                        default=SettingsState.contact_email,
                        key=SettingsState.contact_email,
                        problem=problems["contact_email"],
                    ),
                    text_field(
                        "emergency_name",
                        texts.EMERGENCY_NAME,
                        default=SettingsState.emergency_name,
                        key=SettingsState.emergency_name,
                        most=80,
                        optional=True,
                        problem=problems["emergency_name"],
                    ),
                    phone_field(
                        "emergency_phone",
                        texts.EMERGENCY_PHONE,
                        default=SettingsState.emergency_phone,
                        key=SettingsState.emergency_phone,
                        optional=True,
                        problem=problems["emergency_phone"],
                    ),
                    columns=2,
                ),
                form_actions(button(common.SAVE, submit=True)),
                on_submit=SettingsState.save_own,
            ),
        ),
        card(
            switch_field(
                "is_seen",
                texts.SEEN,
                checked=SettingsState.is_seen,
                on_change=SettingsState.show_me,
                help=texts.SEEN_WHY,
            ),
            id="seen",
        ),
    )


def _gyms() -> rx.Component:
    return section(
        texts.GYMS,
        rx.cond(
            SettingsState.gyms.length() > 0,
            items(rx.foreach(SettingsState.gyms, _gym)),
            card(
                empty_state(
                    texts.NO_GYMS,
                    texts.NO_GYMS_WHY,
                    link_button(texts.OPEN_GYM, path_in("/open-a-gym")),
                )
            ),
        ),
    )


def _gym(gym: Any) -> rx.Component:  # Any: a GymRow as a Var
    return item(
        logo(gym.name),
        item_text(gym.name, gym.roles),
        rx.cond(
            gym.is_in_use,
            chip(texts.IN_USE, kind="accent"),
            post_button(
                texts.GO_TO,
                "/auth/switch",
                fields={"lang": str(lang()), "org_id": gym.id},
                aria_label=gym.go,
            ),
        ),
    )


def _sign_out() -> rx.Component:
    return post_button(
        texts.SIGN_OUT,
        "/auth/sign-out",
        fields={"lang": str(lang())},
        icon="sign_out",
        full=True,
    )
