"""Parts of the settings: late cancellations and no-shows, how they are counted, and a dispute."""

import reflex as rx

from fitkit.design.button import button
from fitkit.design.card import card, card_head, item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.desk import plain_lines
from fitkit.design.dialog import dialog
from fitkit.design.feedback import notice, skeleton_list, states
from fitkit.design.field import textarea_field
from fitkit.design.form import form
from fitkit.design.layout import section
from fitkit.design.type import muted
from fitkit.texts import common
from fitkit.texts import penalties as texts
from fitkit.web.account.settings.record.state import RecordState
from fitkit.web.rows.penalty import PenaltyRow

S = RecordState


def record() -> rx.Component:
    """What stands, for members."""
    return rx.cond(
        S.is_member | S.is_loading | (S.problem != ""),
        section(
            texts.MINE,
            states(
                rx.fragment(
                    rx.cond(S.blocked != "", notice("warning", None, S.blocked)),
                    rx.cond(
                        S.penalties.length() > 0,
                        items(rx.foreach(S.penalties, _penalty)),
                        card(muted(texts.NONE_MINE)),
                    ),
                    card(card_head(texts.HOW), plain_lines(S.rules)),
                ),
                loading=S.is_loading,
                problem=S.problem,
                is_empty=False,
                empty=rx.fragment(),
                skeleton=skeleton_list(2),
                on_retry=S.load,
            ),
            id="record",
        ),
    )


def _penalty(p: rx.Var[PenaltyRow]) -> rx.Component:
    dispute = button(texts.DISPUTE, kind="quiet", small=True, on_click=S.ask_dispute(p.id))
    return item(
        item_text(p.title, p.when, p.outcome, p.until, p.dispute, p.decision),
        rx.cond(p.until != "", dispute),
        chip(p.state, p.kind),
    )


def record_dialogs() -> rx.Component:
    """Say that it was not so."""
    return dialog(
        form(
            textarea_field(
                "words", texts.DISPUTE_WORDS, rows=3, most=500, problem=S.problems["words"]
            ),
            on_submit=S.dispute,
            id="dispute-form",
        ),
        open=S.dispute_id != "",
        on_close=S.leave,
        title=texts.DISPUTE_TITLE,
        help=texts.DISPUTE_HELP,
        actions=[
            button(
                texts.DISPUTE_SEND,
                kind="main",
                submit=True,
                custom_attrs={"form": "dispute-form"},
            ),
            button(common.CANCEL, on_click=S.leave),
        ],
    )
