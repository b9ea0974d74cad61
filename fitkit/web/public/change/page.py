"""Another plan, from the top: what was offered, how the last try ended, what is paid today, the button."""

import reflex as rx

from fitkit.design.button import button, link_button
from fitkit.design.entry import entry, entry_title
from fitkit.design.feedback import notice, problem_state, skeleton_text
from fitkit.design.layout import stack
from fitkit.design.type import caption, muted
from fitkit.texts import changes as texts
from fitkit.texts import renewals
from fitkit.web.frames import BARE, language_link, page, path_in
from fitkit.web.frames.parts import fitkit_mark
from fitkit.web.public.change.state import LinkedChangeState
from fitkit.web.public.parts import gym_mark
from fitkit.web.widgets.change import change_lines

S = LinkedChangeState


@page(
    "/pay/change/[token]",
    title=texts.PAGE_TITLE,
    state=LinkedChangeState,
    frame=BARE,
    heads=False,
)
def linked_change() -> rx.Component:
    return entry(
        rx.cond(
            S.is_loading,
            skeleton_text(),
            rx.cond(
                S.problem,
                stack(
                    entry_title(texts.PAGE_TITLE), problem_state(S.problem, on_retry=S.load), gap=5
                ),
                rx.match(
                    S.standing,
                    ("open", _offered()),
                    ("checking", _checking()),
                    ("over", _over()),
                    _settled(),
                ),
            ),
        ),
        mark=rx.cond(S.gym != "", gym_mark(S.gym), fitkit_mark()),
        language=language_link(),
    )


def _offered() -> rx.Component:
    return stack(
        entry_title(texts.PAGE_TITLE, S.hello),
        rx.cond(S.has_failed, notice("danger", None, renewals.NOT_PAID, urgent=True)),
        muted(S.why),
        change_lines(S.row),
        stack(
            button(S.row.verb, kind="main", big=True, full=True, busy=S.busy, on_click=S.pay),
            caption(texts.PAGE_AGREE),
            gap=2,
        ),
        gap=5,
    )


def _checking() -> rx.Component:
    again = button(renewals.CHECK_AGAIN, small=True, on_click=S.look)
    told = notice(
        "info", renewals.CHECKING, texts.CHECKING, action=again, icon="clock", urgent=True
    )
    return stack(entry_title(texts.PAGE_TITLE, S.hello), told, gap=5)


def _over() -> rx.Component:
    return stack(
        entry_title(texts.PAGE_TITLE, S.hello),
        notice("warning", texts.PAGE_OVER, S.said, urgent=True),
        gap=5,
    )


def _settled() -> rx.Component:
    return stack(
        entry_title(S.said, texts.PAGE_DONE_WHY),
        link_button(renewals.TO_CLASSES, path_in("/schedule"), kind="main", big=True, full=True),
        gap=5,
    )
