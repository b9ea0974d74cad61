"""My plan and payments, from the top: what is owed, what is held, the card, what was paid."""

import reflex as rx

from fitkit.design.button import button, buttons, link_button
from fitkit.design.card import card, card_head, facts, item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.dialog import confirm
from fitkit.design.feedback import empty_state, notice, skeleton_cards, states
from fitkit.design.layout import page as column
from fitkit.design.layout import row, section, stack
from fitkit.design.nav import page_head
from fitkit.design.tally import tally_line
from fitkit.design.type import muted, number, strong, text_link, toned
from fitkit.texts import documents, gift_cards, visits
from fitkit.texts import renewals as texts
from fitkit.web.frames import MEMBER, page, path_in
from fitkit.web.member.membership.change import MyChangeState
from fitkit.web.member.membership.deeds import deeds_of
from fitkit.web.member.membership.rest import MyRestState
from fitkit.web.member.membership.state import MembershipState, PlanRow
from fitkit.web.rows.due import DueRow, PaymentRow
from fitkit.web.rows.visit import VisitRow
from fitkit.web.widgets.change import change_dialogs
from fitkit.web.widgets.freeze import freeze_dialogs

S = MembershipState


@page(
    "/me/membership",
    title=texts.MEMBERSHIP,
    state=MembershipState,
    frame=MEMBER,
    heads=False,
    back="/home",
    closes=(MyRestState.close_panel, MyChangeState.close_panel),
)
def membership() -> rx.Component:
    return column(
        page_head(texts.MEMBERSHIP),
        states(
            stack(_owed(), _visits(), _parts(), _credit(), _plans(), _card(), _payments(), gap=5),
            loading=S.is_loading,
            problem=S.problem,
            is_empty=(S.plans.length() == 0)
            & (S.owed.length() == 0)
            & (S.visits.length() == 0)
            & (S.part == "")
            & (S.credit == "")
            & (S.payments.length() == 0)
            & (S.card == ""),
            empty=empty_state(texts.NO_MEMBERSHIP, texts.NO_MEMBERSHIP_WHY),
            skeleton=skeleton_cards(3),
            on_retry=S.load,
        ),
        _go_on(),
        freeze_dialogs(MyRestState, MembershipState.again),
        change_dialogs(MyChangeState, MembershipState.again),
        narrow=True,
    )


def _owed() -> rx.Component:
    """What is asked for now; in red, unless all of it is promised by a day."""
    is_agreed = S.is_promised & ~S.is_blocked
    what = rx.cond(is_agreed, _open("info"), _open("danger"))
    return rx.cond(S.owed.length() > 0, what)


def _open(kind: str) -> rx.Component:
    return notice(
        kind,
        S.owed_words,
        rx.foreach(S.owed, _period),
        rx.cond(S.is_blocked, muted(texts.MY_DEBT_WHY)),
        action=_ways(kind),
        icon="card",
    )


def _visits() -> rx.Component:
    """A trial, visits at the door and guests that are to be paid for, each with its page."""
    listed = section(visits.OPEN_VISITS, items(rx.foreach(S.visits, _visit)))
    return rx.cond(S.visits.length() > 0, listed)


def _visit(v: rx.Var[VisitRow]) -> rx.Component:
    pay = link_button(visits.PAY, v.href, small=True, icon="card", aria_label=v.pay)
    return item(item_text(v.what), strong(v.amount), pay, key=v.id)


def _parts() -> rx.Component:
    """A debt that is paid in parts, as was agreed: the next of them."""
    return rx.cond(S.part != "", rx.cond(S.is_part_late, _part("warning"), _part("info")))


def _part(kind: str) -> rx.Component:
    return notice(
        kind,
        S.part,
        rx.foreach(S.in_parts, _period_in_parts),
        muted(S.parts_left),
        action=_ways(kind),
        icon="card",
    )


def _ways(kind: str) -> rx.Component:
    """To the page on which it is paid, and to another card."""
    look = "danger" if kind == "danger" else "default"
    pay = link_button(texts.TO_PAY, S.due_href, kind=look, icon="card")
    return buttons(pay, button(texts.REPLACE, on_click=S.change_card, busy=S.busy))


def _period_in_parts(due: rx.Var[DueRow]) -> rx.Component:
    return rx.el.div(
        strong(due.what), " · ", due.days, rx.el.br(), muted(due.next, small=True), key=due.id
    )


def _period(due: rx.Var[DueRow]) -> rx.Component:
    return rx.el.div(
        strong(due.what), " · ", due.days, " · ", due.why, rx.el.br(), muted(due.next, small=True)
    )


def _plans() -> rx.Component:
    return rx.cond(
        S.plans.length() > 0,
        stack(rx.foreach(S.plans, _plan), gap=4),
        notice("info", texts.NO_MEMBERSHIP, texts.NO_MEMBERSHIP_WHY),
    )


def _plan(plan: rx.Var[PlanRow]) -> rx.Component:
    return card(
        row(
            card_head(plan.name, chip(plan.status, plan.status_kind)),
            rx.cond(plan.price != "", number(plan.price, size="xl")),
            between=True,
            wrap=True,
        ),
        muted(plan.gives),
        rx.cond(plan.is_counted, tally_line(plan.used, plan.total, plan.left)),
        rx.cond(
            plan.deal_id != "",
            facts(
                [
                    (
                        texts.NEXT_CHARGE,
                        rx.cond(plan.next != "", _next(plan), _none()),
                    )
                ]
            ),
        ),
        rx.cond(plan.card != "", _card_of(plan)),
        rx.cond(plan.new_price != "", notice("info", None, plan.new_price, icon="info")),
        rx.cond(plan.ahead != "", notice("info", None, plan.ahead)),
        rx.cond(plan.rests != "", muted(plan.rests)),
        rx.cond(plan.until != "", muted(plan.until)),
        rx.cond(plan.agreed != "", _agreed(plan)),
        rx.cond(plan.notice != "", muted(plan.notice)),
        deeds_of(plan),
        key=plan.id,
    )


def _next(plan: rx.Var[PlanRow]) -> rx.Component:
    """The next charge, and below it what of it the card is not asked for."""
    off = rx.fragment(rx.el.br(), muted(plan.by_credit, small=True))
    return rx.fragment(plan.next, rx.cond(plan.by_credit != "", off))


def _credit() -> rx.Component:
    return rx.cond(S.credit != "", notice("positive", S.credit, muted(gift_cards.CREDIT_WHY)))


def _none() -> rx.Component:
    return muted(texts.NO_NEXT_CHARGE)


def _card_of(plan: rx.Var[PlanRow]) -> rx.Component:
    """The card that is charged for this plan alone, and the member's own in its place."""
    warning = rx.cond(plan.card_warning != "", toned("warning", plan.card_warning))
    own = button(texts.MY_CARD_INSTEAD, small=True, on_click=S.charge_own_card(plan.deal_id))
    add = button(texts.MY_CARD_INSTEAD, small=True, on_click=S.change_card, busy=S.busy)
    return stack(
        muted(texts.CARD_OF_DEAL, small=True),
        items(
            item(
                item_text(plan.card, plan.card_fact, warning),
                rx.cond(S.may_charge_own, own, add),
            ),
            own=False,
        ),
        muted(texts.CARD_OF_DEAL_WHY, small=True),
        gap=1,
    )


def _agreed(plan: rx.Var[PlanRow]) -> rx.Component:
    go_on = button(texts.GO_ON, small=True, on_click=S.ask_go_on(plan.deal_id))
    return row(muted(plan.agreed), rx.cond(plan.may_go_on, go_on), between=True, wrap=True)


def _card() -> rx.Component:
    warning = rx.cond(S.card_warning != "", toned("warning", S.card_warning))
    change = button(texts.REPLACE, small=True, on_click=S.change_card, busy=S.busy)
    add = button(texts.ADD_CARD, small=True, on_click=S.change_card, busy=S.busy)
    kept = item(item_text(S.card, S.card_fact, warning), change)
    return section(
        texts.MY_CARD,
        items(rx.cond(S.card != "", kept, item(item_text(texts.NO_CARD_KEPT), add))),
        rx.cond(S.has_cards_apart, muted(texts.MY_CARD_FOR_ALL, small=True)),
    )


def _payments() -> rx.Component:
    more = button(texts.MORE_PAYMENTS, on_click=S.show_more, full=True)
    papers = link_button(documents.MY_TITLE, path_in("/me/documents"), kind="plain", small=True)
    return section(
        texts.PAYMENTS,
        rx.cond(
            S.payments.length() > 0,
            stack(items(rx.foreach(S.payments, _payment)), rx.cond(S.has_more, more), gap=3),
            muted(texts.NO_PAYMENTS_WHY),
        ),
        action=rx.cond(S.payments.length() > 0, papers),
    )


def _payment(paid: rx.Var[PaymentRow]) -> rx.Component:
    paper = rx.cond(
        paid.href != "",
        text_link(
            paid.document,
            paid.href,
            external=True,
            target="_blank",
            aria_label=paid.document_label,
        ),
        rx.cond(paid.document != "", muted(paid.document, small=True)),
    )
    return item(
        item_text(paid.what, paid.fact, paper),
        stack(strong(paid.amount), chip(paid.state, paid.kind), gap=1, align="end"),
        key=paid.id,
    )


def _go_on() -> rx.Component:
    return confirm(
        open=S.ask_id != "",
        on_close=S.leave,
        title=S.ask_title,
        body=S.ask_why,
        action=texts.GO_ON,
        on_confirm=S.go_on,
        kind="main",
    )
