"""Gift cards where they are bought and used: the offer, its form, and the field for a code."""

from typing import Any

import reflex as rx

from fitkit.design.button import button
from fitkit.design.card import card, card_head
from fitkit.design.desk import more_fields, plain_lines
from fitkit.design.feedback import notice
from fitkit.design.field import check_field, email_field, money_field, text_field, textarea_field
from fitkit.design.form import fields, form
from fitkit.design.layout import row, stack
from fitkit.design.type import caption, muted
from fitkit.design.words import words
from fitkit.texts import coupons, shop
from fitkit.texts import gift_cards as texts


def gift_offer(state: Any) -> rx.Component:  # Any: a State with GiftDeeds
    """That gift cards are sold here, where they are."""
    buy = button(texts.BUY_ONE, kind="soft", icon="gift", on_click=state.open_gift)
    return rx.cond(
        state.gift.help,
        card(card_head(texts.BUY), muted(texts.BUY_WHY), buy, flat=True),
    )


def gift_fields(state: Any) -> rx.Component:  # Any: a State with GiftDeeds
    """How much, and for whom."""
    p = state.problems
    return stack(
        money_field(
            "amount",
            texts.AMOUNT,
            value=state.gift.amount,
            on_change=state.write_amount,
            help=state.gift.help,
            problem=p["amount"],
        ),
        fields(
            text_field("receiver", texts.RECEIVER, most=60, problem=p["receiver"]),
            email_field(
                "receiver_email",
                texts.RECEIVER_EMAIL,
                help=texts.RECEIVER_EMAIL_HELP,
                problem=p["receiver_email"],
            ),
            columns=2,
        ),
        textarea_field(
            "message", texts.MESSAGE, rows=3, optional=True, most=300, problem=p["message"]
        ),
        gap=4,
    )


def gift_send(state: Any) -> rx.Component:  # Any: a State with GiftDeeds
    """The terms, the consent, and the button with the amount on it."""
    return stack(
        card(card_head(shop.PAYS_TITLE), plain_lines(state.gift.terms), flat=True),
        check_field("consents", texts.I_AGREE, problem=state.problems["consents"]),
        button(
            state.gift.send,
            kind="main",
            icon="card",
            big=True,
            full=True,
            submit=True,
            busy=state.is_sending,
        ),
        caption(shop.SAFE_PAGE),
        gap=3,
    )


def gift_code(state: Any) -> rx.Component:  # Any: a State with problems
    """A code of a gift card that pays a part of an order, inside its form."""
    return more_fields(
        texts.HAVE_CARD,
        text_field(
            "gift_code",
            texts.CODE,
            most=40,
            dir="ltr",
            help=texts.CODE_HELP,
            optional=True,
            problem=state.problems["gift_code"],
        ),
        is_open=state.problems.contains("gift_code"),
    )


def gift_paying(state: Any) -> rx.Component:  # Any: the State of the visitors' shop
    """A gift card that pays an order: its code, or what it takes off and what is left to pay."""
    send = button(coupons.APPLY, submit=True, custom_attrs={"aria-label": words(texts.APPLY)})
    typed = form(
        row(
            text_field(
                "gift_code",
                texts.CODE,
                most=40,
                dir="ltr",
                on_blur=state.note_gift,
                problem=state.problems["gift_code"],
            ),
            send,
            align="end",
            wrap=True,
        ),
        on_submit=state.use_gift,
        id="gift-code-form",
    )
    drop = button(texts.TAKE_OFF, kind="plain", small=True, on_click=state.drop_gift)
    rest = rx.cond(state.chosen.gift_rest, muted(state.chosen.gift_rest))
    return rx.cond(
        state.chosen.gift,
        notice("positive", state.chosen.gift, rest, action=drop),
        more_fields(texts.HAVE_CARD, typed, is_open=state.problems.contains("gift_code")),
    )
