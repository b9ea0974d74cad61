"""The shop inside the app: credit, plans, gift cards, goods, one's own link; then what was chosen, its terms and the payment."""

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.design.button import button, buttons, icon_button, link_button
from fitkit.design.card import card, card_head, item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.desk import copy_line, more_fields, plain_lines
from fitkit.design.feedback import empty_state, notice, skeleton_cards, states
from fitkit.design.field import check_field, text_field
from fitkit.design.form import form, problem_summary
from fitkit.design.layout import page as column
from fitkit.design.layout import row, section, stack
from fitkit.design.type import caption, heading, muted, number, strong
from fitkit.design.words import Event
from fitkit.texts import coupons as coupon_texts
from fitkit.texts import gift_cards, products, referrals
from fitkit.texts import shop as texts
from fitkit.web.frames import MEMBER, page
from fitkit.web.member.shop.state import MemberShopState
from fitkit.web.rows.offered import GoodRow
from fitkit.web.widgets.gifts import gift_code, gift_fields, gift_offer, gift_send
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

S = MemberShopState
LABELS: dict[str, Text] = {
    "starts_on": texts.STARTS,
    "consents": texts.I_AGREE,
    "coupon": coupon_texts.CODE,
    "gift_code": gift_cards.CODE,
    "amount": gift_cards.AMOUNT,
    "receiver": gift_cards.RECEIVER,
    "receiver_email": gift_cards.RECEIVER_EMAIL,
    "message": gift_cards.MESSAGE,
}


@page("/me/shop", title=texts.SHOP, state=MemberShopState, frame=MEMBER)
def shop() -> rx.Component:
    return column(
        states(
            rx.cond(
                S.chosen.id,
                _chosen(),
                rx.cond(S.is_gift, _gift(), rx.cond(S.is_basket, _basket(), _all())),
            ),
            loading=S.is_loading,
            problem=S.problem,
            is_empty=S.is_empty,
            empty=empty_state(texts.NO_SHOP, texts.NO_SHOP_WHY, reach(S.gym)),
            skeleton=skeleton_cards(3),
            on_retry=S.load,
        ),
    )


def _all() -> rx.Component:
    return stack(
        rx.cond(S.gym.takes_cards, rx.fragment(), no_cards(S.gym)),
        _credit(),
        offer_cards(S),
        _shelf(),
        gift_offer(S),
        _friend(),
        gap=5,
    )


def _credit() -> rx.Component:
    """What one has to one's credit, and the field for a gift card."""
    typed = form(
        row(
            text_field(
                "gift_code",
                gift_cards.CODE,
                most=40,
                dir="ltr",
                id="redeem-code",
                problem=S.problems["gift_code"],
            ),
            button(gift_cards.REDEEM, submit=True),
            align="end",
            wrap=True,
        ),
        on_submit=S.redeem,
        id="redeem-form",
    )
    return stack(
        rx.cond(S.credit, notice("positive", S.credit, muted(gift_cards.CREDIT_WHY))),
        more_fields(gift_cards.HAVE_CARD, typed, is_open=S.problems.contains("gift_code")),
        gap=2,
    )


def _shelf() -> rx.Component:
    """Goods, each with a way to take one more or less of it, and the basket."""
    pay = button(
        S.basket.send, kind="main", icon="card", full=True, on_click=S.open_basket, id="to-basket"
    )
    return rx.cond(
        S.goods.length() > 0,
        section(
            products.SHELF,
            muted(products.SHELF_WHY),
            items(rx.foreach(S.goods, _good)),
            rx.cond(S.basket.count > 0, pay),
        ),
    )


def _good(one: rx.Var[GoodRow]) -> rx.Component:
    steps = row(
        rx.cond(
            one.count > 0,
            row(icon_button("less", one.less, on_click=S.less_good(one.id)), number(one.count)),
        ),
        icon_button("add", one.more, on_click=S.add_good(one.id)),
        gap=2,
    )
    return item(
        item_text(one.name, one.price, rx.cond(one.left, chip(one.left, "warning", icon=""))),
        rx.cond(one.is_out, chip(products.IS_OUT, icon=""), steps),
        key=one.id,
    )


def _friend() -> rx.Component:
    """One's own link, where bringing somebody brings something."""
    copy = button(
        referrals.COPY,
        icon="copy",
        small=True,
        on_click=[rx.set_clipboard(S.link), S.copied],
    )
    send = link_button("WhatsApp", S.whatsapp, icon="message", external=True)
    return rx.cond(
        S.link,
        card(
            card_head(referrals.TITLE),
            muted(S.brings),
            copy_line(S.link, referrals.LINK, copy),
            buttons(send),
            flat=True,
        ),
    )


def _chosen() -> rx.Component:
    return column(
        chosen_offer(S),
        rx.cond(S.gym.takes_cards, coupon(S)),
        form(
            problem_summary(S.problems, LABELS),
            rx.cond(S.problems["plan_id"], notice("warning", S.problems["plan_id"], urgent=True)),
            first_day(S),
            terms_of(S.chosen.pays, S.chosen.ends),
            rx.cond(S.credit, notice("positive", S.credit, muted(gift_cards.CREDIT_WHY))),
            rx.cond(
                S.gym.takes_cards,
                stack(gift_code(S), consent(S.problems["consents"]), send_order(S), gap=4),
                no_cards(S.gym),
            ),
            on_submit=S.order,
            id="order-form",
        ),
        narrow=True,
    )


def _back(on_click: Event) -> rx.Component:
    back = gift_cards.BACK_TO_SHOP
    return row(button(back, kind="plain", icon="back", small=True, on_click=on_click))


def _gift() -> rx.Component:
    return column(
        _back(S.close_gift),
        heading(gift_cards.BUY),
        form(
            problem_summary(S.problems, LABELS),
            gift_fields(S),
            rx.cond(S.card_words, check_field("by_card", S.card_words)),
            rx.cond(
                S.problems.contains("another"),
                check_field("another", gift_cards.BUY_ANOTHER, problem=S.problems["another"]),
            ),
            rx.cond(S.gym.takes_cards, gift_send(S), no_cards(S.gym)),
            on_submit=S.order_gift,
            id="gift-form",
        ),
        narrow=True,
    )


def _basket() -> rx.Component:
    chosen = rx.foreach(
        S.goods,
        lambda one: rx.cond(
            one.count > 0, item(item_text(one.name, one.price), strong(one.count)), rx.fragment()
        ),
    )
    send = button(
        S.basket.send,
        kind="main",
        icon="card",
        big=True,
        full=True,
        submit=True,
        busy=S.is_sending,
    )
    return column(
        _back(S.close_basket),
        card(card_head(products.BASKET), items(chosen, own=False)),
        rx.cond(S.problems["goods"], notice("warning", S.problems["goods"], urgent=True)),
        form(
            card(card_head(texts.PAYS_TITLE), plain_lines(S.basket.terms), flat=True),
            rx.cond(S.credit, notice("positive", S.credit, muted(gift_cards.CREDIT_WHY))),
            rx.cond(
                S.gym.takes_cards,
                stack(
                    check_field("consents", products.I_AGREE, problem=S.problems["consents"]),
                    send,
                    caption(texts.SAFE_PAGE),
                    gap=3,
                ),
                no_cards(S.gym),
            ),
            on_submit=S.order_goods,
            id="goods-form",
        ),
        narrow=True,
    )
