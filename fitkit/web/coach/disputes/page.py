"""Disputes, from the top: each with who, which class, their words, and the two answers."""

import reflex as rx

from fitkit.design.button import button, buttons
from fitkit.design.card import card, card_head
from fitkit.design.chip import chip
from fitkit.design.desk import bdi, plain_lines
from fitkit.design.feedback import empty_state, skeleton_list, states
from fitkit.design.field import text_field
from fitkit.design.layout import page as column
from fitkit.design.layout import stack
from fitkit.design.nav import page_head
from fitkit.design.type import body
from fitkit.texts import penalties as texts
from fitkit.web.coach.disputes.state import DisputesState
from fitkit.web.frames import Frame, page
from fitkit.web.rows.penalty import PenaltyRow

S = DisputesState


@page("/dashboard/disputes", title=texts.DISPUTES, state=S, frame=Frame.STAFF, heads=False)
def disputes() -> rx.Component:
    return column(
        page_head(texts.DISPUTES),
        states(
            stack(rx.foreach(S.rows, _dispute), gap=4),
            loading=S.is_loading,
            problem=S.problem,
            is_empty=S.rows.length() == 0,
            empty=empty_state(texts.NO_DISPUTES, texts.NO_DISPUTES_WHY),
            skeleton=skeleton_list(3),
            on_retry=S.load,
        ),
        narrow=True,
    )


def _dispute(p: rx.Var[PenaltyRow]) -> rx.Component:
    return card(
        card_head(p.member, chip(p.state, p.kind)),
        plain_lines([p.title, p.when, p.outcome]),
        body(bdi(p.dispute)),
        text_field(
            "words",
            texts.DECISION_WORDS,
            help=texts.DECISION_HELP,
            id="words-" + p.id,
            most=500,
            optional=True,
            problem=S.problems["words"],
            on_blur=S.write(p.id),
        ),
        buttons(
            button(texts.EXCUSE, kind="main", on_click=S.excuse(p.id), aria_label=p.excuse_label),
            button(texts.UPHOLD, on_click=S.uphold(p.id), aria_label=p.uphold_label),
        ),
    )
