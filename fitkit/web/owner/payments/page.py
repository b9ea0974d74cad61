"""The payments, from the top: sums, filters, the list, the pager; by means beside it."""

import reflex as rx

from fitkit.design.card import bar_rows, card, card_head, items, kpi, kpi_strip
from fitkit.design.chip import chip
from fitkit.design.feedback import empty_state, skeleton_table, states
from fitkit.design.field import date_field, select_field
from fitkit.design.figures import period
from fitkit.design.layout import page as column
from fitkit.design.layout import split, stack
from fitkit.design.nav import page_head, way
from fitkit.design.table import Column, pager, table
from fitkit.design.type import muted, strong
from fitkit.texts import debits as debit_texts
from fitkit.texts import payouts as payout_texts
from fitkit.texts import takings as texts
from fitkit.web.frames import Frame, page, path_in
from fitkit.web.owner.payments.state import PaymentsState
from fitkit.web.rows.payment import PaymentRow

S = PaymentsState
COLUMNS = (
    Column(texts.WHO, phone="title"),
    Column(texts.WHAT),
    Column(texts.WHEN),
    Column(texts.WAY),
    Column(texts.STATE, phone="status"),
    Column(texts.AMOUNT, phone="end", end=True),
)


@page("/dashboard/payments", title=texts.TITLE, state=PaymentsState, frame=Frame.STAFF, heads=False)
def payments() -> rx.Component:
    return column(page_head(texts.TITLE), _filters(), _payments(), _ways(), compact=True)


def _filters() -> rx.Component:
    return card(
        period(
            date_field(
                "since",
                texts.FROM_DAY,
                value=S.since,
                on_change=S.show_since,
                problem=S.problems["since"],
            ),
            date_field(
                "until",
                texts.TO_DAY,
                value=S.until,
                on_change=S.show_until,
                problem=S.problems["until"],
            ),
            select_field(
                "state",
                texts.STATE,
                S.states,
                empty=texts.ANY_STATE,
                value=S.state,
                on_change=S.show_state,
            ),
        ),
    )


def _payments() -> rx.Component:
    listed = stack(
        table(
            COLUMNS,
            S.payments,
            _cells,
            label=texts.LIST,
            href=lambda p: p.href,
            row_label=lambda p: p.story_label,
        ),
        pager(S.summary, S.previous_page, S.next_page, S.has_previous, S.has_next),
    )
    return states(
        stack(_sums(), split(listed, _by_way()), gap=5),
        loading=S.is_loading,
        problem=S.problem,
        is_empty=S.payments.length() == 0,
        empty=empty_state(texts.EMPTY, texts.EMPTY_WHY),
        skeleton=skeleton_table(8),
        on_retry=S.load,
    )


def _sums() -> rx.Component:
    return kpi_strip(
        kpi(texts.PAID, S.sums.paid, S.sums.count),
        kpi(texts.GIVEN_BACK, S.sums.back),
        kpi(texts.NET, S.sums.net),
        kpi(texts.UNCLEAR, S.sums.unclear),
    )


def _by_way() -> rx.Component:
    return rx.cond(S.by_way.length() > 0, card(card_head(texts.BY_WAY), bar_rows(S.by_way)))


def _ways() -> rx.Component:
    debits = path_in("/dashboard/payments/debits")
    payouts = path_in("/dashboard/payments/payouts")
    return items(
        way(payout_texts.WAY, payouts, "receipt", note=payout_texts.WAY_WHY),
        way(debit_texts.WAY, debits, "building", note=debit_texts.WAY_WHY),
    )


def _cells(p: rx.Var[PaymentRow]) -> list[rx.Component]:
    return [
        strong(p.member),
        stack(p.what, rx.cond(p.why != "", muted(p.why)), gap=1),
        rx.fragment(p.when),
        rx.fragment(p.way),
        chip(p.state, p.kind),
        stack(strong(p.amount), rx.cond(p.back != "", muted(p.back)), gap=1),
    ]
