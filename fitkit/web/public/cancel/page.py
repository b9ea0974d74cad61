"""Ending a membership, from the top: which gym, who, the code, what, the calculation, the receipt."""

import reflex as rx

from fitkit.design.button import button, link_button
from fitkit.design.card import card, item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.feedback import empty_state, notice, skeleton_list, states
from fitkit.design.field import check_field, code_field, date_field, text_field, textarea_field
from fitkit.design.form import form
from fitkit.design.layout import page as column
from fitkit.design.layout import row, stack
from fitkit.design.nav import page_head
from fitkit.design.say import say
from fitkit.design.type import ltr, muted, strong
from fitkit.texts import endings as texts
from fitkit.texts import web
from fitkit.web.frames import PUBLIC, page
from fitkit.web.frames.ways import home_path
from fitkit.web.public.cancel.state import CancelState
from fitkit.web.rows.ending import DealRow
from fitkit.web.widgets.ending import calculation

S = CancelState


@page("/cancel", title=texts.TITLE, state=CancelState, frame=PUBLIC, heads=False)
def cancel() -> rx.Component:
    return _steps()


@page("/cancel/[slug]", title=texts.TITLE, state=CancelState, frame=PUBLIC, heads=False)
def cancel_at() -> rx.Component:
    return _steps()


def _steps() -> rx.Component:
    return column(
        page_head(texts.TITLE),
        rx.cond(S.gym != "", strong(S.gym)),
        states(
            rx.match(
                S.step,
                ("gym", _which_gym()),
                ("who", _who()),
                ("code", _code()),
                ("ask", _ask()),
                ("done", _done()),
                _deals(),
            ),
            loading=S.is_loading,
            problem=S.problem,
            is_empty=False,
            empty=rx.fragment(),
            skeleton=skeleton_list(3),
            on_retry=S.load,
        ),
        narrow=True,
    )


def _which_gym() -> rx.Component:
    return stack(
        muted(texts.WHY),
        form(
            text_field(
                "slug",
                texts.WHICH_GYM,
                help=texts.WHICH_GYM_HELP,
                problem=S.problems["slug"],
                dir="ltr",
                most=200,
                auto_capitalize="none",
                spell_check=False,
            ),
            button(texts.GO_ON, kind="main", big=True, full=True, submit=True),
            on_submit=S.find_gym,
        ),
        gap=4,
    )


def _who() -> rx.Component:
    return stack(
        muted(texts.WHY),
        form(
            text_field(
                "name",
                texts.NAME,
                help=texts.NAME_HELP,
                problem=S.problems["name"],
                autofill="name",
                most=120,
            ),
            text_field(
                "contact",
                texts.CONTACT,
                problem=S.problems["contact"],
                autofill="email",
                dir="ltr",
                most=254,
                auto_capitalize="none",
                spell_check=False,
            ),
            button(texts.SEND_CODE, kind="main", icon="mail", big=True, full=True, submit=True),
            on_submit=S.ask_code,
        ),
        _other_ways(),
        gap=4,
    )


def _code() -> rx.Component:
    return stack(
        notice("info", None, say(texts.CODE_SENT)),
        form(
            code_field("code", texts.CODE, problem=S.problems["code"], auto_focus=True),
            button(texts.CHECK_CODE, kind="main", big=True, full=True, submit=True),
            on_submit=S.prove,
        ),
        button(texts.START_OVER, kind="plain", full=True, on_click=S.load),
        _other_ways(),
        gap=4,
    )


def _other_ways() -> rx.Component:
    """A notice counts however it is given."""
    return card(
        stack(
            muted(texts.OTHER_WAYS),
            rx.cond(S.phone != "", rx.el.div(ltr(S.phone))),
            rx.cond(S.address != "", muted(S.address)),
        ),
        flat=True,
    )


def _deals() -> rx.Component:
    nothing = stack(
        empty_state(texts.NOTHING_TO_END, texts.NOTHING_TO_END_WHY),
        rx.cond(S.phone != "", rx.el.div(ltr(S.phone))),
    )
    return rx.cond(S.deals.length() > 0, items(rx.foreach(S.deals, _deal)), nothing)


def _deal(deal: rx.Var[DealRow]) -> rx.Component:
    return item(
        item_text(deal.plan, deal.facts),
        rx.cond(
            deal.is_ended,
            chip(texts.ENDS_BY_NOTICE, "neutral"),
            button(texts.END_THIS, kind="soft", small=True, on_click=S.choose(deal.id)),
        ),
    )


def _ask() -> rx.Component:
    return stack(
        row(strong(S.chosen.plan), muted(S.chosen.facts), wrap=True),
        calculation(S.row),
        rx.cond(~S.row.needs_review, _later()),
        _statements(),
        form(
            textarea_field("reason", texts.REASON, rows=2, problem=S.problems["reason"]),
            button(
                rx.cond(S.row.needs_review, say(texts.ASK_GYM), say(texts.CONFIRM)),
                kind="danger",
                big=True,
                full=True,
                submit=True,
            ),
            on_submit=S.confirm,
        ),
        button(texts.KEEP, kind="plain", full=True, on_click=S.back_to_deals),
        gap=5,
    )


def _later() -> rx.Component:
    """Who wishes to stay a while yet says until when, and sees what it costs."""
    return card(
        date_field(
            "wants_until",
            texts.WISH,
            help=texts.WISH_HELP,
            value=S.wish,
            on_change=S.wish_until,
            problem=S.problems["wants_until"],
        ),
        flat=True,
    )


def _statements() -> rx.Component:
    """What only the member can say, and what the law makes of it."""
    return card(
        check_field(
            "is_protected",
            texts.PROTECTED,
            help=texts.PROTECTED_HELP,
            checked=S.is_protected,
            on_change=S.state_protected,
        ),
        rx.cond(
            S.is_protected,
            check_field(
                "spoke_before", texts.SPOKE, checked=S.spoke_before, on_change=S.state_spoke
            ),
        ),
        flat=True,
    )


def _done() -> rx.Component:
    said = rx.cond(S.row.needs_review, say(texts.WAITS), say(texts.DONE))
    return stack(
        notice("positive", said, S.receipt),
        calculation(S.row),
        link_button(web.TO_HOME, home_path(), kind="plain", full=True),
        gap=4,
    )
