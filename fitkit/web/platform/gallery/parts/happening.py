"""The gallery: the four conditions, and what is told."""

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.design.button import button, link_button
from fitkit.design.card import item, item_text, items
from fitkit.design.feedback import (
    empty_state,
    notice,
    offline_strip,
    problem_state,
    skeleton_cards,
    skeleton_kpis,
    skeleton_list,
    stale,
    states,
    toast_look,
)
from fitkit.design.layout import grid, section
from fitkit.design.nav import tabs
from fitkit.design.say import say
from fitkit.texts import common
from fitkit.texts import gallery as texts
from fitkit.web.frames import path_in
from fitkit.web.platform.gallery.state import HERE
from fitkit.web.platform.gallery.state import GalleryState as S


def conditions() -> rx.Component:
    words: list[tuple[str, Text]] = [
        ("full", texts.FULL_DATA),
        ("loading", texts.LOADING),
        ("empty", texts.EMPTY),
        ("problem", texts.PROBLEM),
    ]
    nothing = empty_state(
        texts.NO_BOOKINGS,
        texts.NO_BOOKINGS_WHY,
        link_button(texts.TO_SCHEDULE, path_in(HERE), kind="main"),
    )
    return section(
        texts.CONDITIONS,
        tabs(words, S.condition, S.choose_condition, label=texts.CONDITIONS, segmented=True),
        states(
            items(rx.foreach(S.rows, lambda r: item(item_text(r.name, r.plan)))),
            loading=S.condition == "loading",
            problem=S.problem,
            is_empty=S.condition == "empty",
            empty=nothing,
            on_retry=S.choose_condition("full"),
        ),
        grid(
            skeleton_list(2),
            skeleton_cards(1),
            skeleton_kpis(2),
            nothing,
            problem_state(say(texts.BROKEN), S.load),
            least=320,
        ),
    )


def notices() -> rx.Component:
    return section(
        texts.NOTICES,
        notice(
            "danger", texts.CARD_DECLINED, texts.CARD_WHY, action=button(texts.PAY, kind="danger")
        ),
        notice("warning", texts.NEW_PRICE, texts.EVERYBODY_HELP),
        notice("info", texts.FROZEN, texts.FREEZE_HELP),
        notice("positive", texts.SAVED),
        notice("neutral", None, texts.PLAIN_NOTE),
        offline_strip(texts.OFFLINE),
        toast_look(texts.UNDONE, common.UNDO),
        stale(texts.UPDATED, S.load),
    )
