"""Parts of the settings: what is told by which way, and push on this device."""

from typing import Any

import reflex as rx

from fitkit.design.button import button
from fitkit.design.card import card, item, item_text, items
from fitkit.design.entry import bare_switch, matrix, matrix_row
from fitkit.design.feedback import notice, skeleton_list, states
from fitkit.design.field import select_field, switch_field
from fitkit.design.icon import icon
from fitkit.design.layout import row, section, stack
from fitkit.design.type import caption, ltr, muted, toned
from fitkit.texts import account as texts
from fitkit.texts import notices
from fitkit.web.account.settings.telling import push
from fitkit.web.account.settings.telling.state import TellingState


def what_is_told() -> rx.Component:
    """Groups by their two ways, the reminder, the quiet hours."""
    return rx.cond(
        TellingState.has_gym,
        section(
            texts.TELLING,
            caption(texts.TELLING_WHY),
            states(
                matrix(
                    (notices.CHANNELS["email"], notices.CHANNELS["push"]),
                    rx.foreach(TellingState.groups, _group),
                ),
                loading=TellingState.is_loading,
                problem=TellingState.problem,
                is_empty=False,
                empty=rx.fragment(),
                skeleton=skeleton_list(5),
                on_retry=TellingState.load,
            ),
            rx.cond(
                TellingState.is_member,
                card(
                    select_field(
                        "reminder",
                        texts.REMINDER,
                        TellingState.reminders,
                        value=TellingState.reminder,
                        on_change=TellingState.remind,
                    ),
                    switch_field(
                        "evening_before",
                        texts.EVENING_BEFORE,
                        checked=TellingState.evening_before,
                        on_change=TellingState.remind_in_the_evening,
                        help=texts.EVENING_BEFORE_WHY,
                    ),
                ),
            ),
            row(icon("moon", size=18), muted(TellingState.quiet), gap=3, align="top"),
            id="telling",
        ),
    )


def _group(group: Any) -> rx.Component:  # Any: a GroupRow as a Var
    return matrix_row(
        group.label,
        group.why,
        rx.cond(
            group.is_email_fixed,
            muted(texts.ALWAYS),
            bare_switch(
                group.email_label,
                group.email,
                lambda is_on: TellingState.toggle(group.group, "email", is_on),
            ),
        ),
        bare_switch(
            group.push_label,
            group.push,
            lambda is_on: TellingState.toggle(group.group, "push", is_on),
        ),
    )


def this_device() -> rx.Component:
    """Push here: how it stands, and the one thing to do about it."""
    return section(
        texts.PUSH,
        card(
            rx.cond(
                TellingState.is_set_up,
                rx.match(
                    TellingState.push,
                    ("on", _on()),
                    ("off", _off()),
                    ("failed", stack(notice("warning", texts.PUSH_FAILED), _ask(), gap=3)),
                    ("blocked", notice("info", texts.PUSH_BLOCKED, icon="bell_off")),
                    ("unsupported", notice("info", texts.PUSH_UNSUPPORTED, icon="bell_off")),
                    skeleton_list(1),
                ),
                muted(texts.PUSH_NOT_SET_UP),
            ),
        ),
        rx.cond(
            TellingState.browsers.length() > 0,
            stack(
                muted(texts.OTHER_BROWSERS),
                items(rx.foreach(TellingState.browsers, _browser)),
            ),
        ),
    )


def _on() -> rx.Component:
    return row(
        toned("positive", texts.PUSH_IS_ON),
        button(
            texts.PUSH_TURN_OFF,
            on_click=rx.call_script(push.UNSUBSCRIBE, callback=TellingState.unsubscribed),
        ),
        between=True,
        wrap=True,
    )


def _off() -> rx.Component:
    return row(
        stack(toned("neutral", texts.PUSH_IS_OFF, icon="bell_off"), muted(texts.PUSH_ASK), gap=1),
        _ask(),
        between=True,
        wrap=True,
    )


def _ask() -> rx.Component:
    return button(
        texts.PUSH_TURN_ON,
        icon="bell",
        on_click=rx.call_script(
            push.subscribe(TellingState.push_key), callback=TellingState.subscribed
        ),
    )


def _browser(browser: Any) -> rx.Component:  # Any: a BrowserRow as a Var
    return item(
        icon("device"),
        item_text(ltr(browser.device), browser.since),
        button(
            texts.TURN_OFF,
            small=True,
            aria_label=browser.remove,
            on_click=TellingState.remove(browser.id),
        ),
    )
