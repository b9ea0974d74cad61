"""An order's page, from the top: what became of it, what it is for, the payment, and the way to booking."""

import reflex as rx

from fitkit.design.button import button, link_button
from fitkit.design.card import card, card_head, item, item_text, items
from fitkit.design.codes import ByItself, big_tick
from fitkit.design.desk import plain_lines
from fitkit.design.entry import brand_style
from fitkit.design.feedback import empty_state, notice, skeleton_text, states
from fitkit.design.form import form
from fitkit.design.kiosk import hidden_button
from fitkit.design.layout import live, row, stack
from fitkit.design.layout import page as column
from fitkit.design.say import say
from fitkit.design.type import caption, muted, number, strong, title
from fitkit.texts import shop as texts
from fitkit.web.frames import PUBLIC, page, path_in
from fitkit.web.public.pay.state import PayState
from fitkit.web.widgets.offers import agreed, consent, reach

ORDER = PayState.order
_KINDS = (
    ("on_page", "info"),
    ("checking", "info"),
    ("declined", "danger"),
    ("failed", "danger"),
    ("abandoned", "warning"),
    ("expired", "warning"),
    ("given_back", "warning"),
)


@page("/pay/[token]", title=texts.ORDER, state=PayState, frame=PUBLIC, heads=False)
def pay() -> rx.Component:
    return rx.fragment(
        brand_style(PayState.brand_css),
        column(
            title(rx.cond(PayState.gym.name, PayState.gym.name, say(texts.ORDER))),
            states(
                _order(),
                loading=PayState.is_loading,
                problem=PayState.problem,
                is_empty=PayState.is_gone,
                empty=empty_state(texts.NO_ORDER, texts.NO_ORDER_WHY),
                skeleton=skeleton_text(6),
                on_retry=PayState.load,
            ),
            _again(),
            narrow=True,
        ),
    )


def _order() -> rx.Component:
    return stack(
        rx.cond(ORDER.standing == "paid", _paid(), _unpaid()),
        gap=5,
    )


def _again() -> rx.Component:
    """While something may change by itself, the page looks every few seconds."""
    return rx.fragment(
        hidden_button("look-again", PayState.look),
        ByItself.create(when=PayState.turn, button="look-again", after_s=3, again=False),
    )


def _paid() -> rx.Component:
    return stack(
        big_tick(ORDER.title, ORDER.why),
        rx.cond(ORDER.is_free, rx.fragment(), _lines()),
        rx.cond(
            ORDER.next,
            card(muted(texts.NEXT_CHARGE), strong(ORDER.next), flat=True),
        ),
        rx.cond(ORDER.kind == "plan", _to_booking()),
        agreed(ORDER.terms),
        gap=4,
    )


def _to_booking() -> rx.Component:
    """The app for who is in it; an account for who is new and has paid; the door for everybody else."""
    return rx.cond(
        PayState.is_mine,
        link_button(
            texts.TO_BOOKING,
            path_in("/schedule"),
            kind="main",
            icon="calendar_add",
            big=True,
            full=True,
        ),
        rx.cond(
            ORDER.join_path,
            stack(
                link_button(
                    texts.TO_BOOKING,
                    ORDER.join_path,
                    kind="main",
                    icon="calendar_add",
                    big=True,
                    full=True,
                    external=True,
                ),
                caption(texts.JOIN_WHY),
                gap=2,
            ),
            stack(
                link_button(
                    texts.TO_BOOKING,
                    path_in("/sign-in") + "?next=" + path_in("/schedule"),
                    kind="main",
                    icon="calendar_add",
                    big=True,
                    full=True,
                ),
                caption(texts.SIGN_IN_WHY),
                gap=2,
            ),
        ),
    )


def _unpaid() -> rx.Component:
    return stack(
        _told(),
        _lines(),
        rx.cond(
            ORDER.may_pay,
            form(
                rx.cond(
                    ORDER.needs_consent,
                    stack(
                        card(card_head(texts.ENDS_TITLE), plain_lines(ORDER.terms), flat=True),
                        consent(PayState.problems["consents"]),
                        gap=3,
                    ),
                ),
                button(
                    ORDER.send,
                    kind="main",
                    icon="card",
                    big=True,
                    full=True,
                    submit=True,
                    busy=PayState.is_sending,
                ),
                caption(texts.SAFE_PAGE),
                on_submit=PayState.pay,
                id="pay-form",
            ),
        ),
        rx.cond(
            ORDER.standing == "expired",
            link_button(texts.TO_SHOP, ORDER.shop_path, kind="main", big=True, full=True),
        ),
        rx.cond(ORDER.needs_consent, rx.fragment(), agreed(ORDER.terms)),
        reach(PayState.gym),
        gap=4,
    )


def _told() -> rx.Component:
    """What became of it so far, in a box of its colour, read out when it changes."""
    boxes = [
        (standing, notice(kind, ORDER.title, ORDER.why, urgent=kind == "danger"))
        for standing, kind in _KINDS
    ]
    return stack(
        rx.match(ORDER.standing, *boxes, muted(ORDER.why)),
        live(ORDER.title),
    )


def _lines() -> rx.Component:
    return card(
        card_head(ORDER.plan, muted(ORDER.starts)),
        items(
            rx.foreach(ORDER.lines, lambda line: item(item_text(line.words), strong(line.amount))),
            own=False,
        ),
        row(
            rx.cond(ORDER.standing == "paid", muted(texts.PAID), muted(texts.TO_PAY)),
            number(ORDER.amount, "xl"),
            between=True,
        ),
        rx.cond(ORDER.card, caption(ORDER.card)),
    )
