"""The rules of booking in the class type's editor, and beside them what a member would see."""

from typing import Any

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.design.card import card
from fitkit.design.desk import included, more_fields
from fitkit.design.field import (
    check_field,
    date_field,
    money_field,
    number_field,
    segmented_field,
    select_field,
    switch_field,
    time_field,
)
from fitkit.design.form import fields, fieldset
from fitkit.design.type import heading
from fitkit.features.members.rules import FormKind
from fitkit.texts import catalogue as words
from fitkit.texts import members as people
from fitkit.texts import policy as texts
from fitkit.web.owner.catalogue.policy import FORM_FIELDS
from fitkit.web.owner.catalogue.state import CatalogueState

LABELS: dict[str, Text] = {
    "opens_days": texts.OPENS_DAYS,
    "opens_weekday": texts.OPENS_WEEKDAY,
    "opens_at": texts.OPENS_AT,
    "closes_minutes": texts.CLOSES_MINUTES,
    "cutoff_hours": texts.CUTOFF_HOURS,
    "grace_minutes": texts.GRACE,
    "swap_minutes": texts.SWAP,
    "day_limit": texts.DAY_LIMIT,
    "week_limit": texts.WEEK_LIMIT,
    "open_limit": texts.OPEN_LIMIT,
    "waitlist_limit": texts.WAITLIST_MOST,
    "auto_hours": texts.AUTO_HOURS,
    "offer_minutes": texts.OFFER,
    "claim_minutes": texts.CLAIM,
    "guests_most": texts.GUESTS,
    "drop_in": texts.DROP_IN,
}
LIMITS = ("day_limit", "week_limit", "open_limit")
LINE = ("waitlist_limit", "auto_hours", "offer_minutes", "claim_minutes")
OTHERS = ("guests_most", "drop_in")


def policy_form() -> rx.Component:
    """What is asked most stands open; the rest waits behind a line each."""
    return rx.fragment(_opening(), _cancelling(), _limits(), _line(), _others())


def example() -> rx.Component:
    """What a member would see of a class that the owner picks."""
    return card(
        heading(texts.EXAMPLE, size="md"),
        fields(
            date_field(
                "example_day",
                texts.EXAMPLE_DAY,
                value=CatalogueState.example_day,
                on_change=CatalogueState.pick_day,
            ),
            time_field(
                "example_at",
                texts.EXAMPLE_AT,
                value=CatalogueState.example_at,
                on_change=CatalogueState.pick_at,
            ),
        ),
        included(CatalogueState.policy),
        flat=True,
    )


def _opening() -> rx.Component:
    weekdays = [(str(n), day) for n, day in enumerate(words.WEEKDAYS)]
    rolling = _number("opens_days", 1, 60, help=texts.OPENS_DAYS_HELP)
    weekly = rx.fragment(
        select_field("opens_weekday", texts.OPENS_WEEKDAY, weekdays, **_live("opens_weekday")),
        time_field("opens_at", texts.OPENS_AT, **_live("opens_at")),
    )
    return fieldset(
        texts.OPENING,
        segmented_field(
            "opens",
            texts.OPENS,
            list(texts.OPENS_WAYS.items()),
            value=CatalogueState.opens,
            on_change=CatalogueState.choose_opens,
        ),
        fields(
            rx.cond(CatalogueState.opens == "weekly", weekly, rolling),
            _number("closes_minutes", 0, help=texts.CLOSES_HELP),
            columns=2,
        ),
    )


def _cancelling() -> rx.Component:
    return fieldset(
        texts.CANCELLING,
        fields(
            _number("cutoff_hours", 0, step=0.5, help=texts.CUTOFF_HELP),
            _number("grace_minutes", 0, 60, help=texts.GRACE_HELP),
            _number("swap_minutes", 0, 1440, help=texts.SWAP_HELP, optional=True),
            columns=2,
        ),
    )


def _limits() -> rx.Component:
    return more_fields(
        texts.LIMITS,
        fields(
            _number("day_limit", 1, 10, optional=True),
            _number("week_limit", 1, 14, optional=True),
            _number("open_limit", 1, 60, optional=True, help=texts.LIMITS_HELP),
            columns=2,
        ),
        is_open=_any(LIMITS),
    )


def _line() -> rx.Component:
    return more_fields(
        texts.WAITLIST,
        fields(
            _number("waitlist_limit", 0, 100, help=texts.WAITLIST_HELP),
            _number("auto_hours", 0, step=0.5, help=texts.AUTO_HELP),
            _number("offer_minutes", 5, 120),
            _number("claim_minutes", 0, 360),
            columns=2,
        ),
        is_open=_any(LINE),
    )


def _others() -> rx.Component:
    return more_fields(
        texts.OTHERS,
        fields(
            _number("guests_most", 0, 5, help=texts.GUESTS_HELP),
            money_field(
                "drop_in",
                texts.DROP_IN,
                optional=True,
                help=texts.DROP_IN_HELP,
                **_live("drop_in"),
            ),
            columns=2,
        ),
        switch_field("allows_trial", texts.TRIAL, **_ticked("allows_trial")),
        fieldset(texts.FORMS, *(_form_box(kind) for kind in FormKind)),
        is_open=_any(OTHERS),
    )


def _form_box(kind: FormKind) -> rx.Component:
    name = FORM_FIELDS[kind]
    return check_field(name, people.FORMS[kind], **_ticked(name))


def _number(name: str, least: int, most: int | None = None, **more: Any) -> rx.Component:
    bounds = {} if most is None else {"most": most}
    return number_field(name, LABELS[name], least=least, **bounds, **more, **_live(name))


def _live(name: str) -> dict[str, Any]:
    """What a field that the example follows needs."""
    return {
        "default": CatalogueState.start[name],
        "problem": CatalogueState.problems[name],
        "on_change": CatalogueState.write(name),
    }


def _ticked(name: str) -> dict[str, Any]:
    return {
        "default": CatalogueState.start[name] == "on",
        "on_change": CatalogueState.tick(name),
    }


def _any(names: tuple[str, ...]) -> rx.Var[bool]:
    """Whether a problem stands at one of them: then they are shown."""
    found = CatalogueState.problems.contains(names[0])
    for name in names[1:]:
        found = found | CatalogueState.problems.contains(name)
    return found
