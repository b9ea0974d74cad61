"""Parts of the settings: the calendar's address, and what can be done with it."""

from typing import Any

import reflex as rx

from fitkit.design.button import button, buttons, link_button
from fitkit.design.card import card
from fitkit.design.desk import copy_line
from fitkit.design.dialog import confirm
from fitkit.design.feedback import skeleton_list, states
from fitkit.design.layout import row, section, stack
from fitkit.design.type import caption, muted, strong
from fitkit.texts import calendars as texts
from fitkit.web.account.settings.calendar.state import CalendarState


def calendar() -> rx.Component:
    """An address for each kind of classes one has."""
    return rx.cond(
        CalendarState.is_loading
        | (CalendarState.problem != "")
        | (CalendarState.feeds.length() > 0),
        section(
            texts.HEAD,
            caption(texts.WHY),
            states(
                rx.foreach(CalendarState.feeds, _feed),
                loading=CalendarState.is_loading,
                problem=CalendarState.problem,
                is_empty=False,
                empty=rx.fragment(),
                skeleton=skeleton_list(1),
                on_retry=CalendarState.load,
            ),
            id="calendar",
        ),
    )


def _feed(feed: Any) -> rx.Component:  # Any: a FeedRow as a Var
    return card(rx.cond(feed.address, _made(feed), _none(feed)))


def _none(feed: Any) -> rx.Component:
    return row(
        stack(strong(feed.label), muted(texts.NONE_YET), gap=1),
        button(texts.MAKE, icon="calendar", on_click=CalendarState.make(feed.of)),
        between=True,
        wrap=True,
    )


def _made(feed: Any) -> rx.Component:
    return stack(
        stack(strong(feed.label), muted(feed.last_read), gap=1),
        copy_line(
            feed.address,
            texts.ADDRESS,
            button(
                texts.COPY,
                icon="copy",
                small=True,
                on_click=[rx.set_clipboard(feed.address), CalendarState.copied],
            ),
        ),
        muted(texts.SECRET),
        muted(texts.GOOGLE),
        buttons(
            link_button(texts.OPEN, feed.opens, kind="main", icon="calendar", external=True),
            button(texts.RENEW, icon="refresh", on_click=CalendarState.ask_renew(feed.of)),
            button(texts.REVOKE, kind="danger_edge", on_click=CalendarState.ask_revoke(feed.of)),
        ),
        gap=3,
    )


def calendar_dialogs() -> rx.Component:
    """Ask before an address that calendars read ends."""
    return rx.fragment(
        confirm(
            open=CalendarState.ask == "renew",
            on_close=CalendarState.leave,
            title=texts.RENEW_ASK,
            body=texts.RENEW_BODY,
            action=texts.RENEW,
            on_confirm=CalendarState.renew,
            kind="main",
        ),
        confirm(
            open=CalendarState.ask == "revoke",
            on_close=CalendarState.leave,
            title=texts.REVOKE_ASK,
            body=texts.REVOKE_BODY,
            action=texts.REVOKE,
            on_confirm=CalendarState.revoke,
        ),
    )
