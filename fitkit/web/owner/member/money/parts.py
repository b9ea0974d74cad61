"""Parts of a member's page: what they paid, with the way to give it back, and the card that is kept."""

import reflex as rx

from fitkit.core.permissions import Permission
from fitkit.design.button import button, link_button
from fitkit.design.card import card, item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.dialog import confirm
from fitkit.design.layout import row, section
from fitkit.design.type import muted, strong
from fitkit.texts import takings as texts
from fitkit.texts import visits as visit_texts
from fitkit.web.frames.bars import may
from fitkit.web.owner.member.money.state import MoneyState
from fitkit.web.rows.payment import PaymentRow
from fitkit.web.rows.visit import VisitRow
from fitkit.web.widgets.refund import refund_button, refund_dialog
from fitkit.web.widgets.visits import take_button, take_dialog

S = MoneyState


def payments() -> rx.Component:
    """Payments, newest first; nothing for who may not see money."""
    remove = button(texts.REMOVE_CARD, kind="quiet", small=True, on_click=S.ask_removal)
    more = button(texts.MORE_OF_MEMBER, kind="quiet", on_click=S.more)
    return rx.cond(
        may(Permission.SEE_MONEY),
        rx.fragment(
            _visits(),
            section(
                texts.OF_MEMBER,
                row(
                    muted(S.card),
                    rx.cond(S.has_card & may(Permission.EDIT_MONEY), remove),
                    wrap=True,
                ),
                rx.foreach(S.apart, _apart),
                rx.cond(
                    S.payments.length() > 0,
                    items(rx.foreach(S.payments, _payment)),
                    card(muted(texts.NONE_OF_MEMBER)),
                ),
                rx.cond(S.has_more, more),
            ),
        ),
    )


def _visits() -> rx.Component:
    """Trials, visits at the door and guests that nobody has paid for yet."""
    listed = section(visit_texts.OPEN_VISITS, items(rx.foreach(S.visits, _visit)))
    return rx.cond(S.visits.length() > 0, listed)


def _visit(v: rx.Var[VisitRow]) -> rx.Component:
    take = take_button(v.id, v.what, visit_texts.TAKE, v.take)
    return item(
        item_text(v.what),
        strong(v.amount),
        rx.cond(may(Permission.EDIT_MONEY), take),
        key=v.id,
    )


def _apart(words: rx.Var[str]) -> rx.Component:
    return muted(words)


def payment_dialogs() -> rx.Component:
    """Give back; remove the card."""
    return rx.fragment(
        refund_dialog(S.load),
        take_dialog(S.load),
        confirm(
            open=S.is_asking,
            on_close=S.close,
            title=texts.REMOVE_CARD_ASK,
            body=texts.REMOVE_CARD_BODY,
            action=texts.REMOVE_CARD,
            on_confirm=S.remove_card,
        ),
    )


def _payment(p: rx.Var[PaymentRow]) -> rx.Component:
    return item(
        item_text(p.what, p.when, p.way, p.why, p.back),
        strong(p.amount),
        chip(p.state, p.kind),
        row(
            refund_button(p),
            link_button(
                texts.OPEN_STORY, p.href, kind="quiet", small=True, aria_label=p.story_label
            ),
            wrap=True,
        ),
    )
