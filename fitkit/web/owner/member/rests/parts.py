"""Parts of a member's page: freezes, and their dialogs."""

from typing import Any

import reflex as rx

from fitkit.core.permissions import Permission
from fitkit.design.button import button
from fitkit.design.card import card, item, item_text, items
from fitkit.design.layout import section
from fitkit.design.say import say
from fitkit.design.type import muted
from fitkit.texts import freezes as texts
from fitkit.web.frames.bars import may
from fitkit.web.owner.member.rests.state import RestRow, RestsState
from fitkit.web.widgets.freeze import freeze_dialogs

S = RestsState


def freezes() -> rx.Component:
    """Days on which a plan rests, and a way to let one rest."""
    first: Any = S.plans[0]  # Any: a row's fields through a Var
    ask = button(texts.FREEZE, kind="soft", icon="pause", on_click=S.open_freeze(first.value))
    return rx.cond(
        may(Permission.GIVE_PLANS) & (S.plans.length() > 0),
        section(
            texts.FREEZE,
            rx.cond(
                S.rests.length() > 0,
                items(rx.foreach(S.rests, _rest)),
                card(muted(texts.NO_FREEZE)),
            ),
            action=ask,
        ),
    )


def _rest(r: rx.Var[RestRow]) -> rx.Component:
    words = rx.cond(r.has_begun, say(texts.END_FREEZE), say(texts.CALL_OFF))
    return item(
        item_text(r.words, r.by),
        button(words, kind="quiet", small=True, on_click=S.ask_wake(r.id)),
    )


def rest_dialogs(*after: Any) -> rx.Component:  # Any: handlers
    """Let a plan rest, and wake it; ``after``: what else is read anew."""
    return freeze_dialogs(S, S.again, *after, plans=S.plans)
