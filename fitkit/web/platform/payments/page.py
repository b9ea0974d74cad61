"""Payments of all gyms, from the top: what is stuck, then a search over all of them."""

import reflex as rx

from fitkit.design.bar import filter_bar, search_box
from fitkit.design.button import button
from fitkit.design.card import item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.feedback import empty_state, skeleton_table, states
from fitkit.design.field import select_field
from fitkit.design.layout import page as column
from fitkit.design.layout import section, stack
from fitkit.design.nav import page_head
from fitkit.design.table import Column, table
from fitkit.design.type import muted, strong, toned
from fitkit.texts import platform as texts
from fitkit.web.frames import PLATFORM, page
from fitkit.web.platform.payments.state import GymPaymentsState
from fitkit.web.rows.platform import GymChargeRow, GymRefundRow

S = GymPaymentsState
COLUMNS = (
    Column(texts.GYM, phone="title"),
    Column(texts.COMPANY),
    Column(texts.WHEN),
    Column(texts.STATE, phone="status"),
    Column(texts.AMOUNT, phone="end", end=True),
)


@page("/platform/payments", title=texts.PAYMENTS, state=S, frame=PLATFORM, heads=False)
def payments() -> rx.Component:
    return column(
        page_head(texts.PAYMENTS, below=muted(texts.PAYMENTS_HELP)),
        _stuck(),
        section(texts.ALL, _filters(), _all()),
        compact=True,
    )


def _stuck() -> rx.Component:
    some = stack(
        items(rx.foreach(S.stuck, _stuck_charge)),
        rx.cond(S.stuck_refunds.length() > 0, _refunds()),
        gap=4,
    )
    is_none = (S.stuck.length() == 0) & (S.stuck_refunds.length() == 0)
    none = toned("positive", texts.STUCK_NONE, icon="check")
    return rx.cond(
        S.is_loading | (S.problem != ""),
        rx.fragment(),
        section(texts.STUCK, rx.cond(is_none, none, some)),
    )


def _stuck_charge(c: rx.Var[GymChargeRow]) -> rx.Component:
    return item(
        item_text(c.gym, rx.el.span(c.company, " · ", c.when, " · ", c.asked), c.said),
        strong(c.amount),
        chip(c.state, c.kind),
        href=c.href,
        key=c.id,
    )


def _refunds() -> rx.Component:
    return section(texts.STUCK_REFUNDS, items(rx.foreach(S.stuck_refunds, _stuck_refund)))


def _stuck_refund(r: rx.Var[GymRefundRow]) -> rx.Component:
    return item(item_text(r.title, r.facts), chip(r.state, "warning"), href=r.href, key=r.id)


def _filters() -> rx.Component:
    return filter_bar(
        search_box(S.needle, S.find, texts.SEARCH),
        select_field(
            "state",
            texts.STATE,
            S.states,
            empty=texts.ANY_STATE,
            value=S.state,
            on_change=S.show_state,
        ),
    )


def _all() -> rx.Component:
    more = button(texts.MORE, kind="quiet", on_click=S.more)
    return states(
        stack(
            table(
                COLUMNS,
                S.rows,
                _cells,
                label=texts.ALL,
                href=lambda c: c.href,
                row_label=lambda c: c.open_label,
            ),
            rx.cond(S.has_more, more),
            gap=3,
        ),
        loading=S.is_loading,
        problem=S.problem,
        is_empty=S.rows.length() == 0,
        empty=_empty(),
        skeleton=skeleton_table(8),
        on_retry=S.load,
    )


def _empty() -> rx.Component:
    return rx.cond(
        (S.needle != "") | (S.state != ""),
        empty_state(
            texts.NOTHING_FITS, texts.NOTHING_FITS_WHY, button(texts.CLEAR, on_click=S.load)
        ),
        empty_state(texts.NOTHING, texts.NOTHING_WHY),
    )


def _cells(c: rx.Var[GymChargeRow]) -> list[rx.Component]:
    return [
        strong(c.gym),
        rx.fragment(c.company),
        rx.fragment(c.when),
        chip(c.state, c.kind),
        strong(c.amount),
    ]
