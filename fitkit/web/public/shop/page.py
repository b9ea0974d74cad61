"""A gym's shop, from the top: whose it is, its plans; then the chosen one, its terms, who buys, the payment."""

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.design.button import button, link_button
from fitkit.design.entry import brand_style
from fitkit.design.feedback import empty_state, notice, skeleton_cards, states
from fitkit.design.field import email_field, phone_field, text_field
from fitkit.design.form import fields, form, problem_summary
from fitkit.design.layout import page as column
from fitkit.design.layout import row, section, stack
from fitkit.design.say import say
from fitkit.design.type import title
from fitkit.texts import coupons, gift_cards
from fitkit.texts import shop as texts
from fitkit.web.frames import PUBLIC, page, path_in
from fitkit.web.public.shop.state import ShopState
from fitkit.web.widgets.gifts import gift_fields, gift_offer, gift_paying, gift_send
from fitkit.web.widgets.offers import (
    chosen_offer,
    consent,
    coupon,
    first_day,
    no_cards,
    offer_cards,
    reach,
    send_order,
    terms_of,
)

LABELS: dict[str, Text] = {
    "amount": gift_cards.AMOUNT,
    "receiver": gift_cards.RECEIVER,
    "receiver_email": gift_cards.RECEIVER_EMAIL,
    "message": gift_cards.MESSAGE,
    "first_name": texts.FIRST_NAME,
    "last_name": texts.LAST_NAME,
    "phone": texts.PHONE,
    "email": texts.EMAIL,
    "starts_on": texts.STARTS,
    "consents": texts.I_AGREE,
    "coupon": coupons.CODE,
    "gift_code": gift_cards.CODE,
}
GIFT_LABELS = LABELS | {"consents": gift_cards.I_AGREE}


@page("/shop/[slug]", title=texts.SHOP, state=ShopState, frame=PUBLIC, heads=False)
def shop() -> rx.Component:
    return rx.fragment(
        brand_style(ShopState.brand_css),
        column(
            title(
                rx.cond(
                    ShopState.is_gift,
                    say(gift_cards.BUY),
                    rx.cond(ShopState.gym.title, ShopState.gym.title, say(texts.SHOP)),
                )
            ),
            states(
                rx.cond(
                    ShopState.chosen.id,
                    _chosen(),
                    rx.cond(ShopState.is_gift, _gift(), _all()),
                ),
                loading=ShopState.is_loading,
                problem=ShopState.problem,
                is_empty=ShopState.is_empty,
                empty=empty_state(texts.NO_SHOP, texts.NO_SHOP_WHY, reach(ShopState.gym)),
                skeleton=skeleton_cards(3),
                on_retry=ShopState.load,
            ),
        ),
    )


def _all() -> rx.Component:
    return stack(
        rx.cond(ShopState.gym.takes_cards, rx.fragment(), no_cards(ShopState.gym)),
        rx.cond(ShopState.brought, notice("info", ShopState.brought)),
        offer_cards(ShopState),
        gift_offer(ShopState),
        link_button(
            texts.HAVE_ACCOUNT,
            path_in("/sign-in") + "?next=" + path_in("/me/shop"),
            kind="plain",
            icon="sign_in",
        ),
        gap=5,
    )


def _chosen() -> rx.Component:
    return column(
        chosen_offer(ShopState),
        rx.cond(ShopState.gym.takes_cards, _codes()),
        rx.cond(
            ShopState.gym.takes_cards,
            _form(),
            rx.fragment(
                terms_of(ShopState.chosen.pays, ShopState.chosen.ends), no_cards(ShopState.gym)
            ),
        ),
        narrow=True,
    )


def _codes() -> rx.Component:
    """What lowers the price, and what pays of it."""
    return stack(coupon(ShopState), gift_paying(ShopState), gap=2)


def _form() -> rx.Component:
    return form(
        problem_summary(ShopState.problems, LABELS),
        first_day(ShopState),
        terms_of(ShopState.chosen.pays, ShopState.chosen.ends),
        _buyer(),
        rx.cond(
            ShopState.problems["plan_id"],
            notice("warning", ShopState.problems["plan_id"], urgent=True),
        ),
        consent(ShopState.problems["consents"]),
        send_order(ShopState),
        on_submit=ShopState.order,
        id="order-form",
    )


def _gift() -> rx.Component:
    s = ShopState
    back = button(
        gift_cards.BACK_TO_SHOP, kind="plain", icon="back", small=True, on_click=s.close_gift
    )
    return column(
        row(back),
        rx.cond(
            s.gym.takes_cards,
            form(
                problem_summary(s.problems, GIFT_LABELS),
                gift_fields(s),
                _buyer(),
                gift_send(s),
                on_submit=s.order_gift,
                id="gift-form",
            ),
            no_cards(s.gym),
        ),
        narrow=True,
    )


def _buyer() -> rx.Component:
    """Who buys, and where the receipt goes."""
    return rx.fragment(
        section(
            texts.YOUR_DETAILS,
            fields(
                text_field(
                    "first_name",
                    texts.FIRST_NAME,
                    autofill="given-name",
                    most=60,
                    problem=ShopState.problems["first_name"],
                ),
                text_field(
                    "last_name",
                    texts.LAST_NAME,
                    autofill="family-name",
                    most=60,
                    problem=ShopState.problems["last_name"],
                ),
                columns=2,
            ),
            phone_field("phone", texts.PHONE, problem=ShopState.problems["phone"]),
            email_field(
                "email",
                texts.EMAIL,
                help=texts.EMAIL_HELP,
                problem=ShopState.problems["email"],
            ),
        ),
    )
