"""The gift cards, from the top: what is owed, the list, the settings; and over them who used one."""

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission
from fitkit.design.button import button
from fitkit.design.card import card, item, item_text, items, kpi, kpi_strip
from fitkit.design.chip import chip
from fitkit.design.dialog import dialog, menu_item, more_menu
from fitkit.design.feedback import empty_state, skeleton_table, states
from fitkit.design.field import money_field, switch_field
from fitkit.design.form import fields, form, problem_summary
from fitkit.design.layout import page as column
from fitkit.design.layout import row, section, stack
from fitkit.design.nav import page_head
from fitkit.design.table import Column, table
from fitkit.design.type import email, muted, strong, text_link
from fitkit.texts import common, referrals
from fitkit.texts import gift_cards as texts
from fitkit.web.frames import Frame, page
from fitkit.web.frames.bars import may
from fitkit.web.owner.gift_cards.state import GiftCardsState
from fitkit.web.owner.plans.tabs import offer_tabs
from fitkit.web.rows.product import GiftCardRow, GiftUseRow

S = GiftCardsState
LABELS: dict[str, Text] = {
    "gift_least": texts.GIFT_LEAST,
    "gift_most": texts.GIFT_MOST,
    "referrer": referrals.REFERRER,
    "friend": referrals.FRIEND,
}


@page(
    "/dashboard/plans/gift-cards",
    title=texts.GIFT_CARDS,
    state=GiftCardsState,
    frame=Frame.STAFF,
    heads=False,
)
def gift_cards() -> rx.Component:
    return column(
        page_head(texts.GIFT_CARDS, below=texts.WHY),
        offer_tabs("gift_cards"),
        states(
            stack(
                rx.cond(S.is_empty, empty_state(texts.NONE, texts.NONE_WHY), _sold()),
                rx.cond(may(Permission.EDIT_PLANS), _settings()),
                gap=5,
            ),
            loading=S.is_loading,
            problem=S.problem,
            is_empty=False,
            empty=rx.fragment(),
            skeleton=skeleton_table(4),
            on_retry=S.load,
        ),
        _uses(),
    )


def _sold() -> rx.Component:
    columns = [
        Column(texts.RECEIVER, phone="title"),
        Column(texts.BUYER, bare=True),
        Column(texts.ENDING, bare=True),
        Column(texts.LEFT, phone="end", end=True),
        Column(texts.STATE, bare=True),
        Column(common.MORE, phone="act", narrow=True, bare=True),
    ]
    return stack(
        kpi_strip(
            kpi(texts.SOLD_KPI, S.sold), kpi(texts.OPEN_KPI, S.left), kpi(texts.USED_KPI, S.used)
        ),
        table(columns, S.rows, _cells, label=texts.GIFT_CARDS),
        gap=4,
    )


def _cells(one: rx.Var[GiftCardRow]) -> list[rx.Component | rx.Var[str]]:
    return [
        stack(strong(one.receiver), muted(email(one.email)), gap=0),
        stack(text_link(one.buyer, one.buyer_href), muted(one.sold, small=True), gap=0),
        stack(one.ending, muted(one.until, small=True), gap=0),
        strong(one.left),
        chip(one.state, one.look, icon=""),
        more_menu(
            one.receiver,
            menu_item(texts.SEE_USES, icon="members", on_click=S.see_uses(one.id)),
            rx.cond(
                may(Permission.EDIT_MONEY),
                menu_item(texts.SEND_AGAIN, icon="send", on_click=S.send_again(one.id)),
            ),
        ),
    ]


def _settings() -> rx.Component:
    p = S.problems
    return section(
        texts.BOUNDS,
        card(
            form(
                problem_summary(p, LABELS),
                switch_field("in_shop", texts.IN_SHOP, default=S.in_shop),
                fields(
                    _money("gift_least", texts.GIFT_LEAST),
                    _money("gift_most", texts.GIFT_MOST),
                    columns=2,
                ),
                stack(strong(referrals.SETTING), muted(referrals.SETTING_WHY), gap=1),
                fields(
                    _money("referrer", referrals.REFERRER),
                    _money("friend", referrals.FRIEND),
                    columns=2,
                ),
                row(button(common.SAVE, kind="main", submit=True)),
                on_submit=S.save,
                id="offer-settings",
            ),
        ),
    )


def _money(name: str, label: Text) -> rx.Component:
    return money_field(name, label, default=S.start[name], problem=S.problems[name])


def _uses() -> rx.Component:
    return dialog(
        rx.cond(
            S.uses.length() > 0,
            items(rx.foreach(S.uses, _use), own=False),
            muted(texts.NO_USES),
        ),
        open=S.shown.id != "",
        on_close=S.close,
        title=texts.SEE_USES,
        help=S.shown.ending,
        actions=[button(common.CLOSE, kind="main", on_click=S.close)],
    )


def _use(one: rx.Var[GiftUseRow]) -> rx.Component:
    return item(item_text(text_link(one.member, one.href), one.at), strong(one.amount))
