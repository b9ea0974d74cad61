"""Plans to buy: cards to choose from, the one that was chosen with its terms, and how to reach the gym."""

from typing import Any

import reflex as rx

from fitkit.design.button import button, buttons, link_button
from fitkit.design.card import card, card_head, hero
from fitkit.design.chip import chip
from fitkit.design.desk import included, more_fields, plain_lines, price_tag
from fitkit.design.feedback import notice
from fitkit.design.field import check_field, date_field, text_field
from fitkit.design.form import form
from fitkit.design.layout import grid, row, stack
from fitkit.design.tally import tally
from fitkit.design.type import caption, muted, number
from fitkit.texts import coupons
from fitkit.texts import shop as texts
from fitkit.web.rows.offer import GymRow, OfferRow


def offer_cards(state: Any) -> rx.Component:  # Any: a State with ``offers`` and ``choose``
    """Every plan with what it gives, and a button to choose it."""
    return grid(rx.foreach(state.offers, lambda o: _card(state, o)), least=300)


def chosen_offer(state: Any) -> rx.Component:  # Any: a State with ``chosen`` and ``back``
    """The plan that is being bought: its head, and the way back to the others."""
    o = state.chosen.card
    return stack(
        hero(
            row(number(o.name, "2xl"), chip(o.kind_word, icon=""), between=True, align="top"),
            price_tag(o.price, o.period),
            rx.cond(o.strokes > 0, tally(o.strokes, o.strokes, o.strokes_label, "signal", 26)),
        ),
        button(texts.OTHER_PLANS, kind="plain", icon="back", small=True, on_click=state.back),
        gap=2,
    )


def terms_of(pays: rx.Var[list[str]], ends: rx.Var[list[str]]) -> rx.Component:
    """What is paid, and how it is ended: all of it in sight before anybody agrees."""
    return stack(
        card(card_head(texts.PAYS_TITLE), plain_lines(pays), flat=True),
        rx.cond(ends.length() > 0, card(card_head(texts.ENDS_TITLE), plain_lines(ends), flat=True)),
        gap=3,
    )


def agreed(terms: rx.Var[list[str]]) -> rx.Component:
    """The terms that were agreed to, behind a line."""
    return more_fields(texts.WHAT_IS_AGREED, plain_lines(terms))


def first_day(state: Any) -> rx.Component:  # Any: a State with ``starts_on``, bounds and ``start``
    """From when: the terms follow."""
    return date_field(
        "starts_on",
        texts.STARTS,
        least=state.first_day,
        most=state.last_day,
        value=state.starts_on,
        on_change=state.start,
        help=texts.STARTS_HELP,
        problem=state.problems["starts_on"],
    )


def coupon(state: Any) -> rx.Component:  # Any: a State with BuyDeeds
    """A code that lowers the price: typed, or the one that counts with what it gives."""
    typed = form(
        row(
            text_field(
                "coupon",
                coupons.CODE,
                most=24,
                id="coupon-code",
                problem=state.problems["coupon"],
            ),
            button(coupons.APPLY, submit=True),
            align="end",
            wrap=True,
        ),
        on_submit=state.use_coupon,
        id="coupon-form",
    )
    drop = button(coupons.TAKE_OFF, kind="plain", small=True, on_click=state.drop_coupon)
    return rx.cond(
        state.coupon,
        notice("positive", state.coupon_words, action=drop),
        more_fields(coupons.HAVE_CODE, typed, is_open=state.problems.contains("coupon")),
    )


def consent(problem: rx.Var[str]) -> rx.Component:
    """The box without which nothing is bought; never ticked by us."""
    return check_field("consents", texts.I_AGREE, problem=problem)


def send_order(state: Any) -> rx.Component:  # Any: a State with ``chosen`` and ``is_sending``
    """The button, with the amount on it, and where the card's details are given."""
    return stack(
        button(
            state.chosen.send,
            kind="main",
            icon="card",
            big=True,
            full=True,
            submit=True,
            busy=state.is_sending,
        ),
        caption(texts.SAFE_PAGE),
        gap=2,
    )


def no_cards(gym: rx.Var[GymRow]) -> rx.Component:
    """The gym takes no payment online: how to reach it instead."""
    return notice("info", texts.NO_CARDS, texts.NO_CARDS_WHY, action=reach(gym))


def reach(gym: rx.Var[GymRow]) -> rx.Component:
    """A call, a message, a letter."""
    return buttons(
        rx.cond(gym.call, link_button(gym.phone, gym.call, icon="phone", external=True)),
        rx.cond(gym.whatsapp, link_button("WhatsApp", gym.whatsapp, icon="message", external=True)),
        rx.cond(gym.write, link_button(texts.WRITE, gym.write, icon="mail", external=True)),
    )


def _card(state: Any, o: rx.Var[OfferRow]) -> rx.Component:
    p = o.card
    return card(
        card_head(p.name, chip(p.kind_word, icon="")),
        price_tag(p.price, p.period),
        rx.cond(p.strokes > 0, tally(p.strokes, p.strokes, p.strokes_label, height=18)),
        included(p.gives),
        rx.cond(p.per_class, muted(p.per_class)),
        button(
            texts.CHOOSE_THIS,
            kind="main",
            full=True,
            on_click=state.choose(o.id),
            custom_attrs={"data-plan": o.id, "aria-label": o.choose},
        ),
    )
