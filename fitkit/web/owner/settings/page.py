"""The settings, from the top: the gym, its colour, quiet hours and security, documents, ways to the rest."""

from typing import Final
from zoneinfo import available_timezones

import reflex as rx

from fitkit.core.i18n import Lang, Text
from fitkit.core.permissions import Permission
from fitkit.design.button import button, link_button
from fitkit.design.card import card, hero, item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.feedback import notice, problem_state, skeleton_text
from fitkit.design.field import (
    check_field,
    colour_field,
    email_field,
    phone_field,
    segmented_field,
    select_field,
    switch_field,
    text_field,
    time_field,
)
from fitkit.design.figures import tried_on
from fitkit.design.form import fields, form, form_actions, problem_summary, wide
from fitkit.design.layout import grid, row, section, stack
from fitkit.design.layout import page as column
from fitkit.design.nav import page_head, way
from fitkit.design.tally import tally_line
from fitkit.design.type import body, muted, text_link, time_of
from fitkit.features.orgs.rules import DEFAULT_ZONE
from fitkit.texts import checkin as door
from fitkit.texts import money as money_texts
from fitkit.texts import overview as texts
from fitkit.web.frames import Frame, page, path_in
from fitkit.web.frames.bars import may
from fitkit.web.owner.settings.penalties.parts import penalty_rules
from fitkit.web.owner.settings.state import DocumentRow, SettingsState

S = SettingsState
_AREAS: Final = (
    "Africa",
    "America",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)
ZONES: Final = [
    DEFAULT_ZONE,
    *sorted(z for z in available_timezones() - {DEFAULT_ZONE} if z.split("/")[0] in _AREAS),
    "UTC",
]
SIGNS: Final = {"settings/kiosks": "device", "settings/money": "money"}
LABELS: Final[dict[str, Text]] = {
    "name": texts.GYM_NAME,
    "phone": texts.PHONE,
    "email": texts.EMAIL,
    "address": texts.ADDRESS,
    "zone": texts.ZONE,
    "lang": texts.LANGUAGE,
}


@page(
    "/dashboard/settings",
    title=texts.SETTINGS,
    state=SettingsState,
    frame=Frame.STAFF,
    heads=False,
)
def settings() -> rx.Component:
    waiting = stack(*[skeleton_text(4) for _ in range(3)], gap=4)
    return column(
        page_head(texts.SETTINGS),
        rx.cond(
            S.problem != "",
            problem_state(S.problem, S.load),
            rx.cond(
                S.is_loading,
                waiting,
                stack(_gym(), _brand(), _rules(), penalty_rules(), _documents(), _ways(), gap=6),
            ),
        ),
        narrow=True,
    )


def _gym() -> rx.Component:
    return section(
        texts.GYM,
        muted(texts.GYM_HELP),
        form(
            problem_summary(S.problems, dict(LABELS)),
            card(
                fields(
                    wide(_text("name", texts.GYM_NAME, autofill="organization", most=80)),
                    phone_field(
                        "phone",
                        texts.PHONE,
                        help=texts.PHONE_HELP,
                        optional=True,
                        **_held("phone"),
                    ),
                    email_field(
                        "email",
                        texts.EMAIL,
                        help=texts.EMAIL_HELP,
                        optional=True,
                        **_held("email"),
                    ),
                    wide(_text("address", texts.ADDRESS, optional=True, most=200)),
                    select_field(
                        "zone",
                        texts.ZONE,
                        [(z, z) for z in ZONES],
                        help=texts.ZONE_HELP,
                        dir="ltr",
                        **_held("zone"),
                    ),
                    segmented_field(
                        "lang",
                        texts.LANGUAGE,
                        [(str(Lang.HE), texts.HEBREW), (str(Lang.EN), texts.ENGLISH)],
                        help=texts.LANGUAGE_HELP,
                        **_held("lang"),
                    ),
                    columns=2,
                ),
                form_actions(button(texts.SAVE_GYM, kind="main", submit=True)),
            ),
            on_submit=S.save_gym,
        ),
    )


def _text(name: str, label: Text, **more: object) -> rx.Component:
    return text_field(name, label, **_held(name), **more)


def _held(name: str) -> dict[str, object]:
    """What a field begins with, and what is wrong with it."""
    return {"default": S.start[name], "problem": S.problems[name]}


# the colour


def _brand() -> rx.Component:
    moved = S.colour != S.saved_colour
    return section(
        texts.BRAND,
        muted(texts.BRAND_HELP),
        card(
            colour_field(
                "brand",
                texts.COLOUR,
                value=S.colour,
                on_change=S.try_colour,
                help=S.note,
                problem=S.problems["brand"],
            ),
            grid(
                tried_on(S.trial_css, "light", texts.LIGHT, *_sample()),
                tried_on(S.trial_css, "dark", texts.DARK, *_sample()),
                least=240,
            ),
            form_actions(
                button(
                    texts.SAVE_BRAND,
                    kind="main",
                    on_click=S.save_colour,
                    disabled=~moved | S.problems.contains("brand"),
                ),
                rx.cond(moved, button(texts.BACK_TO_OLD, kind="quiet", on_click=S.untry_colour)),
            ),
        ),
    )


def _sample() -> list[rx.Component]:
    """The hero, the chip, the tally and the button: a picture of them, nothing to press."""
    return [
        hero(
            muted(texts.TRY_NEXT),
            row(time_of("18:30", size="2xl")),
            row(chip(texts.TRY_MINE, "signal", icon="check")),
        ),
        card(
            row(chip(texts.TRY_MINE, "accent")),
            tally_line(11, 14, texts.TRY_PLACES),
            button(texts.TRY_BOOK, kind="main", full=True, tab_index=-1, aria_hidden=True),
        ),
    ]


# quiet hours and security


def _rules() -> rx.Component:
    own = rx.cond(
        S.has_own_totp,
        rx.fragment(),
        notice(
            "warning",
            texts.TOTP_YOU,
            body(texts.TOTP_YOU_WHY),
            action=link_button(texts.TOTP_SET_UP, path_in("/me/settings"), small=True),
        ),
    )
    return form(
        section(
            texts.QUIET,
            muted(texts.QUIET_HELP),
            card(
                fields(
                    time_field("quiet_from", texts.QUIET_FROM, **_held("quiet_from")),
                    time_field("quiet_to", texts.QUIET_TO, **_held("quiet_to")),
                    columns=2,
                ),
                switch_field(
                    "observes_sabbath",
                    texts.SABBATH,
                    default=S.observes_sabbath,
                    help=texts.SABBATH_HELP,
                ),
            ),
        ),
        section(
            texts.SECURITY,
            card(
                switch_field(
                    "totp_required", texts.TOTP, default=S.totp_required, help=texts.TOTP_HELP
                ),
                own,
            ),
        ),
        form_actions(button(texts.SAVE_RULES, kind="main", submit=True)),
        on_submit=S.save_rules,
    )


# documents, and the rest


def _documents() -> rx.Component:
    return section(
        texts.DOCUMENTS,
        items(rx.foreach(S.documents, _document)),
        rx.cond(
            S.must_accept,
            form(
                check_field("accepted", texts.I_ACCEPT, problem=S.problems["accepted"]),
                form_actions(button(texts.ACCEPT, kind="main", submit=True)),
                on_submit=S.accept,
            ),
        ),
    )


def _document(d: rx.Var[DocumentRow]) -> rx.Component:
    read = text_link(texts.READ_IT, d.href, external=True, target="_blank", aria_label=d.read)
    return item(item_text(d.title, d.line), chip(d.standing, d.kind), read)


def _ways() -> rx.Component:
    rows = (
        (Permission.EDIT_CATALOGUE, texts.WAY_CATALOGUE, "catalogue", texts.WAY_CATALOGUE_WHY),
        (Permission.SEE_PLANS, texts.WAY_PLANS, "plans", texts.WAY_PLANS_WHY),
        (Permission.SEE_STAFF, texts.WAY_STAFF, "staff", texts.WAY_STAFF_WHY),
        (Permission.EDIT_SETTINGS, money_texts.WAY, "settings/money", money_texts.WAY_WHY),
        (Permission.EDIT_SETTINGS, door.KIOSKS, "settings/kiosks", door.WAY_KIOSKS_WHY),
    )
    return section(
        texts.MORE_SETTINGS,
        items(
            *[
                rx.cond(
                    may(needs),
                    way(words, path_in(f"/dashboard/{to}"), SIGNS.get(to, to), note=why),
                )
                for needs, words, to, why in rows
            ]
        ),
    )
