"""Parts of a member's page: what was bought, notices that end it, and their dialogs."""

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission
from fitkit.design.button import button
from fitkit.design.card import card, item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.desk import plain_lines
from fitkit.design.dialog import dialog, form_buttons
from fitkit.design.field import (
    check_field,
    date_field,
    money_field,
    segmented_field,
    select_field,
    text_field,
    textarea_field,
)
from fitkit.design.form import form
from fitkit.design.layout import row, section, stack
from fitkit.design.type import muted
from fitkit.ports.payments import PayWay
from fitkit.texts import endings as texts
from fitkit.web.frames.bars import may
from fitkit.web.owner.member.endings.state import EndingsState
from fitkit.web.rows.ending import NoticeRow
from fitkit.web.widgets.ending import calculation

S = EndingsState


def endings() -> rx.Component:
    """Notices of cancellation, and a way to record one; for whoever may change money."""
    record = button(texts.STAFF_TITLE, kind="quiet", icon="close", on_click=S.open_record)
    return rx.cond(
        may(Permission.EDIT_MONEY) & ((S.deals.length() > 0) | (S.notices.length() > 0)),
        section(
            texts.STAFF_SECTION,
            rx.cond(
                S.notices.length() > 0,
                items(rx.foreach(S.notices, _notice)),
                card(muted(texts.NO_NOTICES)),
            ),
            action=rx.cond(S.deals.length() > 0, record),
        ),
    )


def _notice(n: rx.Var[NoticeRow]) -> rx.Component:
    decide = button(texts.DECIDE, kind="soft", small=True, on_click=S.ask_decide(n.id))
    handed = button(texts.HANDED, kind="soft", small=True, on_click=S.ask_hand_back(n.id))
    stays = button(texts.WITHDRAW, kind="quiet", small=True, on_click=S.ask_withdraw(n.id))
    return item(
        stack(
            row(item_text(n.title), chip(n.state, n.kind), wrap=True),
            plain_lines(n.facts),
            row(
                rx.cond(n.waits & may(Permission.REFUND), decide),
                rx.cond((n.by_hand != "") & may(Permission.REFUND), handed),
                rx.cond(n.may_withdraw, stays),
                wrap=True,
            ),
        )
    )


def ending_dialogs() -> rx.Component:
    """Record a notice, take one back, decide about one, say that money was handed over."""
    return rx.fragment(_record(), _withdraw(), _decide(), _handed())


def _record() -> rx.Component:
    return dialog(
        form(
            select_field(
                "deal_id",
                texts.DEAL,
                S.deals,
                problem=S.problems["deal_id"],
                on_change=S.consider("deal_id"),
            ),
            date_field(
                "noticed_on",
                texts.NOTICED_ON,
                default=S.start,
                problem=S.problems["noticed_on"],
                on_change=S.consider("noticed_on"),
            ),
            date_field(
                "wants_until",
                texts.WISH,
                help=texts.WISH_HELP,
                problem=S.problems["wants_until"],
                on_change=S.consider("wants_until"),
            ),
            _tick("by_registered_post", texts.BY_POST),
            _tick("is_protected", texts.PROTECTED),
            _tick("spoke_before", texts.SPOKE),
            textarea_field("reason", texts.REASON, rows=2, problem=S.problems["reason"]),
            on_submit=S.record,
            id="record-form",
        ),
        rx.cond(S.is_shown, calculation(S.row)),
        open=S.panel == "record",
        on_close=S.close_panel,
        title=texts.STAFF_TITLE,
        actions=form_buttons("record-form", texts.RECORD, S.close_panel),
        wide=True,
    )


def _tick(name: str, label: Text) -> rx.Component:
    return check_field(name, label, default=False, on_change=S.consider(name))


def _withdraw() -> rx.Component:
    return dialog(
        form(
            text_field("reason", texts.WITHDRAW_WORD, most=500, problem=S.problems["reason"]),
            on_submit=S.withdraw,
            id="withdraw-form",
        ),
        open=S.panel == "withdraw",
        on_close=S.close_panel,
        title=texts.WITHDRAW,
        help=texts.WITHDRAW_WHY,
        actions=form_buttons("withdraw-form", texts.WITHDRAW, S.close_panel),
    )


def _decide() -> rx.Component:
    return dialog(
        form(
            money_field("refund", texts.DECIDE_SUM, problem=S.problems["refund"]),
            on_submit=S.decide,
            id="decide-form",
        ),
        open=S.panel == "decide",
        on_close=S.close_panel,
        title=texts.DECIDE,
        help=texts.DECIDE_WHY,
        actions=form_buttons("decide-form", texts.DECIDE, S.close_panel),
    )


def _handed() -> rx.Component:
    return dialog(
        form(
            segmented_field(
                "way",
                texts.HANDED_HOW,
                [(str(PayWay.CASH), texts.IN_CASH), (str(PayWay.TRANSFER), texts.BY_TRANSFER)],
                default=str(PayWay.CASH),
                problem=S.problems["way"],
            ),
            on_submit=S.hand_back,
            id="hand-form",
        ),
        open=S.panel == "hand",
        on_close=S.close_panel,
        title=texts.HANDED,
        help=S.question,
        actions=form_buttons("hand-form", texts.HANDED, S.close_panel),
    )
