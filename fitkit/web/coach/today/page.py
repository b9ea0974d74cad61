"""The day, from the top: greeting, which day, the next class, one's own, the gym's others."""

import reflex as rx

from fitkit.core.permissions import Permission
from fitkit.design.button import buttons, link_button
from fitkit.design.calendar import day_head
from fitkit.design.card import hero
from fitkit.design.chip import chip
from fitkit.design.class_card import class_card
from fitkit.design.feedback import empty_state, skeleton_cards, stale, states
from fitkit.design.floor import day_list, day_row, hero_when, marked, refreshes_on_return
from fitkit.design.icon import icon_of
from fitkit.design.layout import page as column
from fitkit.design.layout import row, section
from fitkit.design.say import say
from fitkit.design.tally import tally, tally_line
from fitkit.design.type import heading, muted, number, strong, title
from fitkit.texts import floor as texts
from fitkit.web.coach.today import parts
from fitkit.web.coach.today.state import TodayState
from fitkit.web.frames import COACH, page, path_in
from fitkit.web.frames.bars import may
from fitkit.web.rows.timetable import DayClass
from fitkit.web.widgets import substitutes


@page("/dashboard/today", title=texts.TODAY_TITLE, state=TodayState, frame=COACH, heads=False)
def today() -> rx.Component:
    return column(
        _greeting(),
        _day(),
        parts.waiting(),
        states(
            rx.fragment(_next(), _mine(), _others()),
            loading=TodayState.is_loading,
            problem=TodayState.problem,
            is_empty=(TodayState.mine.length() == 0) & (TodayState.others.length() == 0),
            empty=empty_state(
                texts.EMPTY_DAY,
                texts.EMPTY_DAY_WHY,
                link_button(texts.TO_SCHEDULE, path_in("/dashboard/schedule"), kind="main"),
            ),
            skeleton=skeleton_cards(4),
            on_retry=TodayState.load,
        ),
        parts.mine(),
        substitutes.sheet(),
        narrow=True,
    )


def _greeting() -> rx.Component:
    words = rx.cond(TodayState.greeting, TodayState.greeting, say(texts.TODAY_TITLE))
    again = refreshes_on_return(stale(TodayState.updated, TodayState.load))
    return row(title(words), rx.cond(TodayState.updated, again), between=True, wrap=True)


def _day() -> rx.Component:
    return rx.cond(
        TodayState.day,
        day_head(
            TodayState.day_words,
            rx.redirect(TodayState.previous, replace=True),
            rx.redirect(TodayState.following, replace=True),
            rx.redirect(path_in("/dashboard/today"), replace=True),
            TodayState.is_today,
        ),
    )


def _next() -> rx.Component:
    c = TodayState.next
    panel = hero(
        row(
            rx.cond(c.is_now, muted(c.lasts), muted(say(texts.NEXT_CLASS))),
            chip(c.when, "signal", icon_of(rx.cond(c.is_now, "play", "clock"), "play", "clock")),
            between=True,
        ),
        hero_when(
            number(c.time, size="num"),
            heading(c.name),
            muted(_where(c), small=False),
        ),
        row(
            tally(c.used, c.total, "", height=26),
            strong(c.places),
            marked("waiting", c.waiting),
            marked("first_time", c.first_timers),
            gap=3,
            wrap=True,
        ),
        rx.cond(c.note, marked("note", c.note)),
        rx.cond(
            may(Permission.SEE_ROSTER),
            buttons(link_button(texts.OPEN_ROSTER, _roster(c), kind="main", icon="arrived")),
        ),
        label=texts.NEXT_CLASS,
    )
    return rx.cond(c.id, panel)


def _where(c: rx.Var[DayClass]) -> rx.Var[str]:
    both = (c.coach != "") & (c.place != "")
    return rx.cond(both, c.coach + ", " + c.place, c.coach + c.place)


def _roster(c: rx.Var[DayClass]) -> rx.Var[str]:
    return path_in("/dashboard/roster") + c.id + "/"


def _mine() -> rx.Component:
    mine = rx.foreach(TodayState.mine, _own_card)
    return rx.cond(
        TodayState.is_coach | (TodayState.mine.length() > 0),
        section(
            texts.MY_CLASSES,
            rx.cond(TodayState.mine.length() > 0, mine, muted(say(texts.NO_OWN))),
            count=TodayState.mine_words,
        ),
    )


def _own_card(c: rx.Var[DayClass]) -> rx.Component:
    facts = rx.fragment(
        marked("waiting", c.waiting), marked("first_time", c.first_timers), marked("note", c.note)
    )
    has_facts = (c.waiting != "") | (c.first_timers != "") | (c.note != "")

    def drawn(href: rx.Var[str] | None) -> rx.Component:
        return class_card(
            c.time,
            c.lasts,
            c.name,
            "",
            place=c.place,
            action=row(rx.cond(c.status, _status(c)), substitutes.for_class(c), gap=1),
            tally=rx.cond(c.total > 0, tally_line(c.used, c.total, c.places, c.tally_kind)),
            note=rx.cond(has_facts, facts),
            look=c.look,
            is_cut=c.is_cut,
            href=href,
        )

    return rx.cond(may(Permission.SEE_ROSTER), drawn(_roster(c)), drawn(None))


def _status(c: rx.Var[DayClass]) -> rx.Component:
    sign = icon_of(c.status_icon, "calendar_off", "locked", "trending_down")
    return chip(c.status, c.status_kind, sign)


def _others() -> rx.Component:
    listed = day_list(rx.foreach(TodayState.others, _row), label=texts.ALL_CLASSES)
    to_week = link_button(
        texts.TO_SCHEDULE, path_in("/dashboard/schedule"), kind="quiet", small=True
    )
    named = rx.cond(TodayState.mine.length() > 0, say(texts.OTHER_CLASSES), say(texts.ALL_CLASSES))
    return rx.cond(
        TodayState.others.length() > 0,
        section(named, listed, action=to_week, count=TodayState.others_words),
    )


def _row(c: rx.Var[DayClass]) -> rx.Component:
    has_facts = (c.waiting != "") | (c.first_timers != "")
    facts = rx.fragment(marked("waiting", c.waiting), marked("first_time", c.first_timers))

    def drawn(href: rx.Var[str] | None) -> rx.Component:
        return day_row(
            c.time,
            c.name,
            _where(c),
            tally=rx.cond(c.total > 0, tally_line(c.used, c.total, c.places, c.tally_kind)),
            end=rx.cond(c.status, _status(c)),
            below=rx.cond(has_facts, facts),
            look=c.look,
            is_cut=c.is_cut,
            href=href,
        )

    return rx.cond(may(Permission.SEE_ROSTER), drawn(_roster(c)), drawn(None))
