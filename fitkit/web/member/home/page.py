"""The member's first screen, from the top: greeting, next class, what is ahead, the week, the plan."""

import reflex as rx

from fitkit.design.button import button, buttons, link_button
from fitkit.design.card import card, card_head, hero
from fitkit.design.chip import chip, person
from fitkit.design.feedback import notice, skeleton_cards, states
from fitkit.design.layout import grow, section, stack
from fitkit.design.layout import page as column
from fitkit.design.layout import row as across
from fitkit.design.nav import way
from fitkit.design.say import say
from fitkit.design.tally import tally, tally_line
from fitkit.design.type import body, caption, heading, muted, number, strong, title
from fitkit.design.week import week_marks
from fitkit.texts import bookings, documents, renewals
from fitkit.texts import checkin as door
from fitkit.texts import member as texts
from fitkit.web.frames import MEMBER, page, path_in
from fitkit.web.frames.ways import path_for
from fitkit.web.member.home.state import HomeState
from fitkit.web.rows.subscription import HeldRow
from fitkit.web.widgets.class_card import cost_question, dated_card
from fitkit.web.widgets.family import family_switch


@page("/home", title=texts.HOME_TITLE, state=HomeState, frame=MEMBER, heads=False)
def home() -> rx.Component:
    return column(
        _greeting(),
        family_switch(HomeState),
        rx.cond(HomeState.of_whom, heading(HomeState.of_whom, size="xl")),
        states(
            rx.cond(
                HomeState.ended,
                _ended(),
                rx.fragment(
                    _offers(),
                    _next(),
                    _plan_hint(),
                    _waiting(),
                    _coming(),
                    card(
                        way(bookings.TO_ALL, path_for("/me/bookings"), "calendar_done"),
                        way(renewals.TO_MEMBERSHIP, path_for("/me/membership"), "card"),
                        way(documents.MY_TITLE, path_for("/me/documents"), "receipt"),
                        tight=True,
                    ),
                    _week(),
                    _plans(),
                ),
            ),
            loading=HomeState.is_loading,
            problem=HomeState.problem,
            is_empty=HomeState.greeting == "",
            empty=rx.fragment(),
            skeleton=skeleton_cards(3),
            on_retry=HomeState.load,
        ),
        cost_question(HomeState),
        narrow=True,
    )


def _greeting() -> rx.Component:
    words = rx.cond(HomeState.greeting, HomeState.greeting, say(texts.HOME_TITLE))
    to_pass = link_button(door.TO_PASS, path_in("/pass"), icon="scan", small=True)
    return across(
        grow(title(words), muted(HomeState.today_words)), to_pass, between=True, wrap=True
    )


def _next() -> rx.Component:
    return rx.cond(HomeState.next.card.id, _booked(), _nothing_booked())


def _booked() -> rx.Component:
    next_ = HomeState.next
    row = next_.card
    return hero(
        across(muted(next_.label), chip(next_.chip, "signal", "check"), between=True),
        across(
            number(row.time, size="num"),
            stack(heading(row.name), muted(next_.when, small=False), gap=0),
            gap=3,
            wrap=True,
        ),
        across(
            rx.cond(row.coach, person(row.coach, size=28)),
            tally_line(row.used, row.total, next_.tally),
            between=True,
            wrap=True,
        ),
        buttons(
            link_button(texts.DETAILS, next_.href, kind="main"),
            rx.cond(
                (row.action == "cancel") | (row.action == "cancel_at_cost"),
                button(
                    row.action_label,
                    on_click=HomeState.cancel(row.id),
                    busy=HomeState.busy == row.id,
                    aria_label=row.action_named,
                ),
            ),
        ),
        rx.cond(row.line, caption(row.line)),
        label=texts.NEXT_CLASS,
    )


def _nothing_booked() -> rx.Component:
    next_ = HomeState.next
    return hero(
        heading(texts.NOTHING_BOOKED, size="xl"),
        body(next_.suggestion),
        buttons(link_button(texts.TO_SCHEDULE, next_.href, kind="main", icon="schedule")),
        label=texts.NEXT_CLASS,
    )


def _plan_hint() -> rx.Component:
    return rx.cond(
        HomeState.plan_hint,
        notice("warning", None, HomeState.plan_hint, action=_call()),
    )


def _call() -> rx.Component:
    return rx.cond(
        HomeState.phone,
        link_button(texts.CALL, "tel:" + HomeState.phone, icon="phone", external=True),
    )


def _offers() -> rx.Component:
    """What cannot wait stands above all else."""
    return rx.cond(
        HomeState.offers.length() > 0,
        section(bookings.OFFERS, rx.foreach(HomeState.offers, _dated)),
    )


def _waiting() -> rx.Component:
    return rx.cond(
        HomeState.waiting.length() > 0,
        section(texts.WAITING, rx.foreach(HomeState.waiting, _dated)),
    )


def _coming() -> rx.Component:
    return rx.cond(
        HomeState.coming.length() > 0,
        section(texts.UPCOMING, rx.foreach(HomeState.coming, _dated)),
    )


def _dated(row: rx.Var) -> rx.Component:  # type: ignore[type-arg]  # a SessionRow of foreach
    return dated_card(row, HomeState)


def _week() -> rx.Component:
    week = HomeState.week
    counted = rx.cond(
        week.limit > 0,
        tally_line(week.used, week.limit, week.words),
        muted(week.words),
    )
    return card(
        card_head(texts.THIS_WEEK, counted),
        week_marks(week.days, texts.THIS_WEEK),
        rx.cond(week.hint, caption(week.hint)),
    )


def _plans() -> rx.Component:
    return rx.cond(
        HomeState.plans.length() > 0,
        section(texts.MY_PLAN, rx.foreach(HomeState.plans, _plan)),
        _no_plan(),
    )


def _plan(plan: rx.Var[HeldRow]) -> rx.Component:
    return card(
        across(
            grow(stack(strong(plan.plan), muted(plan.gives), gap=1)),
            chip(plan.status, plan.status_kind),
            align="top",
        ),
        rx.cond(
            plan.is_counted,
            across(
                tally(plan.used, plan.total, "", height=22), strong(plan.left), gap=3, wrap=True
            ),
        ),
        stack(caption(plan.covers), caption(plan.dates), gap=1),
    )


def _no_plan() -> rx.Component:
    """What to do without a plan: the studio gives them, so a call or a letter."""
    return card(
        card_head(texts.NO_PLAN),
        body(texts.NO_PLAN_WHY),
        _reach(),
    )


def _reach() -> rx.Component:
    """Call the studio or write to it, as far as it says how."""
    return buttons(
        rx.cond(
            HomeState.phone,
            link_button(
                texts.CALL_GYM,
                "tel:" + HomeState.phone,
                kind="main",
                icon="phone",
                external=True,
            ),
        ),
        rx.cond(
            HomeState.email,
            link_button(texts.MAIL_GYM, "mailto:" + HomeState.email, icon="mail", external=True),
        ),
    )


def _ended() -> rx.Component:
    """For whom the studio has put away: what happened and whom to ask; nothing to book."""
    return card(
        card_head(HomeState.ended),
        body(texts.MEMBERSHIP_ENDED_WHY),
        rx.cond(HomeState.has_other_gyms, muted(texts.OTHER_GYMS_STAY)),
        _reach(),
    )
