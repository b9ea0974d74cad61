"""Giving a payment back: the form, then what will happen in words, then the button that does it."""

from typing import Any, Final

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission
from fitkit.design.button import button
from fitkit.design.dialog import dialog, form_buttons
from fitkit.design.feedback import notice
from fitkit.design.field import money_field, select_field, textarea_field
from fitkit.design.form import form, problem_summary
from fitkit.texts import takings as texts
from fitkit.web.deeds.refunds import GivingBackState
from fitkit.web.frames.bars import may
from fitkit.web.rows.payment import PaymentRow

S = GivingBackState
LABELS: Final[dict[str, Text]] = {
    "amount": texts.REFUND_AMOUNT,
    "way": texts.REFUND_WAY,
    "why": texts.REFUND_WHY,
}


def refund_button(p: rx.Var[PaymentRow]) -> rx.Component:
    """The way in, for who may, where something is left to give back."""
    return rx.cond(
        may(Permission.REFUND) & p.may_refund,
        button(
            texts.REFUND,
            small=True,
            kind="quiet",
            on_click=S.begin(p.id),
            aria_label=p.refund_label,
        ),
    )


def refund_dialog(*after: Any) -> rx.Component:  # Any: handlers
    """The dialog; ``after``: what is read anew once it is given back."""
    is_preview = S.preview != ""
    fill = form(
        problem_summary(S.problems, LABELS),
        money_field(
            "amount",
            texts.REFUND_AMOUNT,
            default=S.amount,
            help=S.most,
            problem=S.problems["amount"],
        ),
        select_field("way", texts.REFUND_WAY, S.ways, default=S.way, problem=S.problems["way"]),
        textarea_field(
            "why",
            texts.REFUND_WHY,
            rows=2,
            most=500,
            default=S.why,
            help=texts.REFUND_WHY_HELP,
            problem=S.problems["why"],
        ),
        on_submit=S.look,
        id="refund-form",
    )
    do = rx.fragment(
        button(S.verb, kind="danger", on_click=[S.give, *after]),
        button(texts.REFUND_CHANGE, on_click=S.change),
    )
    check = rx.fragment(*form_buttons("refund-form", texts.REFUND_CHECK, S.leave))
    return dialog(
        rx.cond(is_preview, notice("warning", texts.REFUND_CHECK, S.preview), fill),
        open=S.charge_id != "",
        on_close=S.leave,
        title=S.title,
        actions=[rx.cond(is_preview, do, check)],
    )
