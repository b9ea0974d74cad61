"""What is due, from the top: whose it is, how the last try ended, what to pay, another card."""

import reflex as rx

from fitkit.design.button import button, link_button
from fitkit.design.card import card, item, items
from fitkit.design.entry import entry, entry_title
from fitkit.design.feedback import notice, problem_state, skeleton_text
from fitkit.design.layout import row, stack
from fitkit.design.say import say
from fitkit.design.type import caption, muted, number, strong, toned
from fitkit.texts import renewals as texts
from fitkit.web.frames import BARE, language_link, page, path_in
from fitkit.web.frames.parts import fitkit_mark
from fitkit.web.public.due.state import DueState
from fitkit.web.public.parts import gym_mark
from fitkit.web.rows.due import DueRow

S = DueState


@page("/pay/due/[token]", title=texts.DUE_TITLE, state=DueState, frame=BARE, heads=False)
def due() -> rx.Component:
    return entry(
        rx.cond(
            S.is_loading,
            skeleton_text(),
            rx.cond(
                S.problem,
                stack(
                    entry_title(texts.DUE_TITLE), problem_state(S.problem, on_retry=S.load), gap=5
                ),
                rx.cond((S.rows.length() > 0) | (S.other != ""), _owed(), _settled()),
            ),
        ),
        mark=rx.cond(S.gym != "", gym_mark(S.gym), fitkit_mark()),
        language=language_link(),
    )


def _owed() -> rx.Component:
    return stack(
        entry_title(texts.DUE_TITLE, S.hello),
        _how_it_went(),
        rx.cond(S.part != "", _part()),
        _what(),
        _another_card(),
        gap=5,
    )


def _how_it_went() -> rx.Component:
    again = button(texts.CHECK_AGAIN, small=True, on_click=S.look)
    checking = notice(
        "info", texts.CHECKING, texts.CHECKING_WHY, action=again, icon="clock", urgent=True
    )
    failed = notice("danger", None, texts.NOT_PAID, urgent=True)
    return rx.cond(
        S.is_checking,
        checking,
        rx.cond(S.back == "failed", failed, muted(texts.DUE_WHY)),
    )


def _what() -> rx.Component:
    return card(
        items(
            rx.foreach(S.rows, _period),
            rx.cond(
                S.other != "",
                item(row(strong(texts.OTHER_OWED), number(S.other, size="lg"), between=True)),
            ),
            own=False,
        ),
        button(
            S.pay_words,
            kind=rx.cond(S.part == "", "main", "default"),
            big=True,
            full=True,
            busy=S.busy == "pay",
            on_click=S.pay,
        ),
    )


def _part() -> rx.Component:
    return card(
        row(strong(S.part), number(S.part_amount, size="xl"), between=True, wrap=True),
        button(
            S.part_words,
            kind="main",
            big=True,
            full=True,
            busy=S.busy == "part",
            on_click=S.pay_part,
        ),
    )


def _period(due: rx.Var[DueRow]) -> rx.Component:
    return item(
        stack(
            row(strong(due.what), number(due.amount, size="lg"), between=True, wrap=True),
            muted(due.days, small=True),
            muted(due.why, small=True),
            rx.cond(due.credit != "", toned("positive", due.credit, icon="check")),
            gap=1,
        ),
        key=due.id,
    )


def _another_card() -> rx.Component:
    return stack(
        caption(texts.PAY_KEEPS),
        button(
            rx.cond(S.card != "", say(texts.CHANGE_CARD), say(texts.ADD_CARD)),
            icon="card",
            full=True,
            busy=S.busy == "card",
            on_click=S.change_card,
        ),
        rx.cond(S.card != "", caption(S.card)),
        gap=3,
    )


def _how_the_card_went() -> rx.Component:
    """Of a card that was left where nothing is owed: no payment tells of it."""
    again = button(texts.CHECK_AGAIN, small=True, on_click=S.look)
    checking = notice(
        "info", texts.CHECKING, texts.CHECKING_WHY, action=again, icon="clock", urgent=True
    )
    return rx.cond(
        S.is_checking,
        checking,
        rx.match(
            S.back,
            ("failed", notice("danger", None, texts.CARD_NOT_KEPT, urgent=True)),
            ("paid", rx.cond(S.card != "", toned("positive", texts.CARD_NOW_KEPT, icon="check"))),
            rx.fragment(),
        ),
    )


def _settled() -> rx.Component:
    return stack(
        entry_title(texts.ALL_SETTLED, texts.ALL_SETTLED_WHY),
        _how_the_card_went(),
        link_button(texts.TO_CLASSES, path_in("/schedule"), kind="main", big=True, full=True),
        button(
            texts.CHANGE_CARD,
            kind="plain",
            full=True,
            busy=S.busy == "card",
            on_click=S.change_card,
        ),
        rx.cond(S.card != "", caption(S.card)),
        gap=4,
    )
