"""Requests for a substitute on the day's screen: what waits for me, and mine."""

import reflex as rx

from fitkit.design.button import button, buttons
from fitkit.design.card import card, card_head, item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.floor import marked
from fitkit.design.layout import row, section, stack
from fitkit.design.type import muted, strong, toned
from fitkit.texts import substitutes as texts
from fitkit.web.coach.today.state import TodayState
from fitkit.web.deeds.substitutes import SubstitutesState
from fitkit.web.rows.substitute import AskedRow, MineRow


def waiting() -> rx.Component:
    """What colleagues ask of me; nothing is drawn when nobody does."""
    return rx.cond(
        SubstitutesState.asked.length() > 0,
        section(texts.WAITING, stack(rx.foreach(SubstitutesState.asked, _asked), gap=3)),
    )


def _asked(r: rx.Var[AskedRow]) -> rx.Component:
    # The class comes to stand among mine: the day is read anew.
    taken = [SubstitutesState.accept(r.id), TodayState.load]
    return card(
        card_head(r.name, chip(r.asks, "info", icon="person")),
        row(marked("calendar", r.when), marked("place", r.place), gap=3, wrap=True),
        rx.cond(r.booked, muted(r.booked)),
        rx.cond(r.note, marked("note", r.note)),
        rx.cond(r.busy, toned("warning", r.busy, icon="warning")),
        buttons(
            button(texts.ACCEPT, kind="main", icon="check", on_click=taken),
            button(texts.DECLINE, on_click=SubstitutesState.decline(r.id)),
        ),
    )


def mine() -> rx.Component:
    """What I asked and nobody has taken yet."""
    return rx.cond(
        SubstitutesState.mine.length() > 0,
        section(texts.OPEN_MINE, items(rx.foreach(SubstitutesState.mine, _mine))),
    )


def _mine(r: rx.Var[MineRow]) -> rx.Component:
    return item(
        item_text(strong(r.name, ", ", r.when), r.said, rx.cond(r.declined, muted(r.declined))),
        button(texts.WITHDRAW, small=True, on_click=SubstitutesState.withdraw(r.id)),
    )
