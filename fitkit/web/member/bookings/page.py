"""My bookings, from the top: coming or history, what waits for an answer, places, lines, ways on."""

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.design.button import button, link_button
from fitkit.design.card import item, item_text, items
from fitkit.design.chip import chip, filter_chip
from fitkit.design.dialog import confirm
from fitkit.design.feedback import empty_state, skeleton_cards, states
from fitkit.design.icon import icon_of
from fitkit.design.layout import page as column
from fitkit.design.layout import scroll_x, section, stack
from fitkit.design.nav import page_head, tabs, way
from fitkit.design.type import muted
from fitkit.texts import bookings as texts
from fitkit.texts import member as words
from fitkit.texts import standing
from fitkit.web.frames import MEMBER, page, path_in
from fitkit.web.frames.ways import path_for
from fitkit.web.member.bookings.rows import PastRow
from fitkit.web.member.bookings.state import MyBookingsState
from fitkit.web.rows.regular import RegularRow
from fitkit.web.rows.session import Pick
from fitkit.web.widgets.class_card import cost_question, dated_card
from fitkit.web.widgets.family import family_switch

S = MyBookingsState


@page(
    "/me/bookings",
    title=texts.TITLE,
    state=MyBookingsState,
    frame=MEMBER,
    heads=False,
    back="/home",
)
def my_bookings() -> rx.Component:
    return column(
        page_head(texts.TITLE),
        family_switch(S),
        tabs(
            [("coming", texts.COMING), ("past", texts.PAST)],
            S.part,
            lambda part: rx.redirect(
                path_in("/me/bookings") + f"?show={part}" + S.rest, replace=True
            ),
            label=texts.PARTS,
            segmented=True,
        ),
        rx.cond(S.part == "past", _past(), _coming()),
        cost_question(S),
        _end_question(),
        narrow=True,
    )


def _coming() -> rx.Component:
    return rx.fragment(
        states(
            rx.fragment(
                _cards(texts.OFFERS, S.offers),
                _cards(texts.BOOKED, S.booked),
                _cards(texts.IN_LINE, S.lines),
                _regulars(),
            ),
            loading=S.is_loading,
            problem=S.problem,
            is_empty=S.offers.length() + S.booked.length() + S.lines.length() + S.regulars.length()
            == 0,
            empty=empty_state(
                texts.NOTHING_COMING,
                texts.NOTHING_COMING_WHY,
                link_button(words.TO_SCHEDULE, path_for("/schedule"), kind="main", icon="schedule"),
            ),
            skeleton=skeleton_cards(3),
            on_retry=S.load,
        ),
        _ways(),
    )


def _cards(title: Text, rows: rx.Var) -> rx.Component:  # type: ignore[type-arg]
    return rx.cond(
        rows.length() > 0,
        section(title, rx.foreach(rows, lambda row: dated_card(row, S))),
    )


def _regulars() -> rx.Component:
    """Their classes of every week, and a way to end one."""
    return rx.cond(
        S.regulars.length() > 0,
        section(standing.TITLE, muted(standing.HELP), items(rx.foreach(S.regulars, _regular))),
    )


def _regular(row: rx.Var[RegularRow]) -> rx.Component:
    end = button(
        standing.END,
        kind="quiet",
        small=True,
        on_click=S.ask_end(row.id),
        aria_label=row.end_label,
    )
    return item(item_text(row.title, row.line, row.since), end, key=row.id)


def _end_question() -> rx.Component:
    return confirm(
        open=S.end_id != "",
        on_close=S.keep_regular,
        title=standing.END_TITLE,
        body=standing.END_WHY,
        action=standing.END,
        on_confirm=S.end_regular,
    )


def _ways() -> rx.Component:
    """What else belongs to classes ahead."""
    settings = path_in("/me/settings")
    return stack(
        way(texts.TO_CALENDAR, settings + "#calendar", "calendar_add", texts.TO_CALENDAR_WHY),
        rx.cond(
            S.has_penalties,
            way(texts.TO_PENALTIES, settings + "#record", "note", texts.TO_PENALTIES_WHY),
        ),
        way(texts.TO_REMINDERS, settings + "#telling", "remind", texts.TO_REMINDERS_WHY),
    )


def _past() -> rx.Component:
    return rx.fragment(
        scroll_x(rx.foreach(S.shows, _show), label=texts.ONLY),
        states(
            stack(
                items(rx.foreach(S.past, _line)),
                rx.cond(S.more, button(texts.MORE, on_click=S.show_more, full=True)),
                gap=3,
            ),
            loading=S.is_loading,
            problem=S.problem,
            is_empty=S.past.length() == 0,
            empty=_no_past(),
            skeleton=skeleton_cards(4),
            on_retry=S.load,
        ),
    )


def _show(pick: rx.Var[Pick]) -> rx.Component:
    return filter_chip(pick.label, pick.is_on, rx.redirect(pick.href, replace=True))


def _line(row: rx.Var[PastRow]) -> rx.Component:
    sign = icon_of(row.icon, "check", "missing", "info", "clock", "undo", "calendar_off", "history")
    return item(
        item_text(row.name, row.when),
        chip(row.outcome, row.kind, sign),
        href=row.href,
        key=row.id,
    )


def _no_past() -> rx.Component:
    return rx.cond(
        S.is_narrowed,
        empty_state(
            texts.NOTHING_FITS,
            texts.NOTHING_FITS_WHY,
            link_button(
                words.SHOW_ALL, path_in("/me/bookings") + "?show=past" + S.rest, kind="main"
            ),
        ),
        empty_state(
            texts.NOTHING_PAST,
            texts.NOTHING_PAST_WHY,
            link_button(words.TO_SCHEDULE, path_for("/schedule"), kind="main", icon="schedule"),
        ),
    )
