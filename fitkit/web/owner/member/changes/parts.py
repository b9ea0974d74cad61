"""Parts of a member's page: another plan, and a plan for another member."""

from typing import Any

import reflex as rx

from fitkit.core.permissions import Permission
from fitkit.design.button import button, link_button
from fitkit.design.card import item, item_text, items
from fitkit.design.desk import copy_line
from fitkit.design.dialog import dialog, form_buttons
from fitkit.design.feedback import notice
from fitkit.design.field import segmented_field, select_field, text_field
from fitkit.design.form import form
from fitkit.design.layout import row, section, stack
from fitkit.design.type import muted
from fitkit.ports.payments import PayWay
from fitkit.texts import changes as texts
from fitkit.texts import desk, files, renewals
from fitkit.web.frames.bars import may
from fitkit.web.owner.member.changes.state import CARD, LINK, HeldDealRow, OwnerChangeState
from fitkit.web.widgets.change import change_dialogs, effect_lines

S = OwnerChangeState


def changes() -> rx.Component:
    """What may become another plan, or another member's; for whoever may change money."""
    return rx.cond(
        may(Permission.EDIT_MONEY) & (S.rows.length() > 0),
        section(texts.SECTION, items(rx.foreach(S.rows, _held))),
    )


def _held(h: rx.Var[HeldDealRow]) -> rx.Component:
    change = button(texts.CHANGE, kind="quiet", small=True, on_click=S.open_change(h.deal_id))
    off = button(texts.CALL_OFF, kind="quiet", small=True, on_click=S.ask_off(h.change_id))
    over = button(texts.HAND_OVER, kind="quiet", small=True, on_click=S.open_over(h.id))
    deeds = row(rx.cond(h.may_change, change), rx.cond(h.change_id != "", off), over, wrap=True)
    return item(stack(item_text(h.plan, h.ahead), deeds, gap=2))


def change_parts(*after: Any) -> rx.Component:  # Any: handlers
    """The dialogs; ``after``: what else is read anew."""
    return rx.fragment(
        change_dialogs(
            S,
            S.again,
            *after,
            more=_paying(*after),
            actions=_actions(*after),
            says_how=(S.way == CARD) | ~S.row.is_now,
            is_over=S.link != "",
        ),
        _over(*after),
    )


def _paying(*after: Any) -> rx.Component:
    ways = [
        (CARD, texts.WAY_CARD),
        (LINK, texts.WAY_LINK),
        (str(PayWay.CASH), texts.WAY_CASH),
        (str(PayWay.TRANSFER), texts.WAY_TRANSFER),
    ]
    how = segmented_field("way", texts.PAID_BY, ways, value=S.way, on_change=S.choose_way)
    note = text_field("note", texts.PAY_NOTE, most=200, optional=True, problem=S.problems["note"])
    return rx.cond(
        S.is_shown & S.row.is_now,
        form(
            how,
            rx.cond((S.way != CARD) & (S.way != LINK), note),
            rx.cond(S.way == LINK, _link()),
            on_submit=[S.change_here, S.again, *after],
            id="desk-form",
        ),
    )


def _link() -> rx.Component:
    """What a link does; once it is made, the link to send, and how earlier ones are revoked."""
    copy = button(
        desk.COPY_LINK, icon="copy", small=True, on_click=[rx.set_clipboard(S.link), S.copied]
    )
    by_phone = link_button(
        desk.WHATSAPP, S.whatsapp, kind="main", icon="message", external=True, target="_blank"
    )
    made = stack(
        copy_line(S.link, renewals.LINK_LABEL, copy),
        rx.cond(S.whatsapp != "", by_phone, muted(renewals.NO_PHONE)),
        muted(renewals.REVOKE_WHY),
        button(renewals.REVOKE, icon="blocked", small=True, on_click=S.revoke_links),
        gap=3,
    )
    return stack(muted(texts.LINK_HELP), rx.cond(S.link != "", made), gap=3)


def _actions(*after: Any) -> list[rx.Component]:
    by_card = button(S.row.verb, kind="main", on_click=[S.confirm, S.again, *after], busy=S.busy)
    here = button(
        S.row.verb, kind="main", submit=True, custom_attrs={"form": "desk-form"}, busy=S.busy
    )
    make = rx.cond(S.link == "", button(texts.MAKE_LINK, kind="main", on_click=S.make_link))
    paid = rx.match(S.way, (CARD, by_card), (LINK, make), here)
    return [rx.cond(S.row.is_now, paid, by_card)]


def _over(*after: Any) -> rx.Component:
    whom = select_field(
        "whom", texts.TO_WHOM, S.found, empty=texts.CHOOSE_WHOM, on_change=S.choose_whom
    )
    return dialog(
        form(
            text_field("search", texts.FIND, most=100),
            button(files.SEARCH, submit=True, small=True),
            on_submit=S.find,
            id="whom-form",
        ),
        rx.cond(S.found.length() > 0, whom, rx.cond(S.has_searched, muted(files.NOBODY_FOUND))),
        rx.cond(S.why_not != "", notice("warning", None, S.why_not, urgent=True)),
        rx.cond((S.to_id != "") & (S.why_not == ""), effect_lines(S.effect)),
        form(
            text_field("reason", texts.NOTE, most=500, problem=S.problems["reason"]),
            on_submit=[S.hand_over, S.again, *after],
            id="over-form",
        ),
        open=S.panel == "over",
        on_close=S.close_panel,
        title=texts.HAND_OVER,
        help=texts.HAND_OVER_WHY,
        actions=form_buttons("over-form", texts.DO_HAND_OVER, S.close_panel),
    )
