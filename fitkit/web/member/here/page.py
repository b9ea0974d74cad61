"""The door's code opened on a phone, from the top: it is done, or which class, or why not."""

import reflex as rx

from fitkit.design.button import link_button
from fitkit.design.codes import big_tick, pick_list
from fitkit.design.feedback import empty_state, problem_state, skeleton_cards
from fitkit.design.layout import page as column
from fitkit.design.layout import stack
from fitkit.design.type import heading, muted
from fitkit.texts import checkin as texts
from fitkit.texts import web
from fitkit.web.frames import MEMBER, page, path_in
from fitkit.web.member.here.state import HereState


@page("/here/[door]", title=texts.HERE_TITLE, state=HereState, frame=MEMBER, back="/home")
def here() -> rx.Component:
    home = link_button(web.TO_HOME, path_in("/home"), kind="main", big=True)
    nowhere = empty_state(
        texts.HERE_NONE, texts.HERE_NONE_WHY, link_button(web.NAV_SCHEDULE, path_in("/schedule"))
    )
    done = big_tick(HereState.done, HereState.which, home)
    which = stack(heading(texts.HERE_WHICH), pick_list(HereState.classes, HereState.choose), gap=4)
    return column(
        rx.cond(
            HereState.problem,
            stack(problem_state(HereState.problem), muted(""), home, gap=4),
            rx.cond(
                HereState.is_loading,
                skeleton_cards(1),
                rx.cond(
                    HereState.done,
                    done,
                    rx.cond(HereState.classes.length() > 0, which, nowhere),
                ),
            ),
        ),
        narrow=True,
    )
