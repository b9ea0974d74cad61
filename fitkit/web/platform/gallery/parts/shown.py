"""The gallery: figures, cards and classes."""

from typing import Any

import reflex as rx

from fitkit.design.button import button, buttons
from fitkit.design.card import (
    bar_rows,
    card,
    card_head,
    card_link,
    hero,
    item,
    item_text,
    items,
    kpi,
    kpi_strip,
    spark,
    steps,
)
from fitkit.design.chip import avatar, badge, chip, person
from fitkit.design.class_card import class_card, now_line
from fitkit.design.layout import grid, row, section
from fitkit.design.say import say
from fitkit.design.tally import tally, tally_line
from fitkit.design.type import caption, heading, strong, text_link, time_of, toned
from fitkit.texts import gallery as texts
from fitkit.web.frames import path_in
from fitkit.web.platform.gallery.state import HERE
from fitkit.web.platform.gallery.state import GalleryState as S

SHARES = (0.3, 0.4, 0.35, 0.5, 0.55, 0.5, 0.7, 0.8, 0.75, 1.0)


def figures() -> rx.Component:
    return section(
        texts.FIGURES,
        kpi_strip(
            kpi(texts.ACTIVE, "312", texts.MORE_9, "positive", "more_than_before", spark(SHARES)),
            kpi(texts.REVENUE, "₪118,400", texts.OF_EXPECTED, "neutral", "clock", spark(SHARES)),
            kpi(texts.DEBT, "₪6,240", texts.DEBTORS, "danger", href=path_in(HERE)),
            kpi(texts.FILLED, "74%", texts.DOWN_3, "warning", "trending_down", spark(SHARES[::-1])),
        ),
        grid(_next_class(), _setup(), _funnel(), least=320),
    )


def _next_class() -> rx.Component:
    return hero(
        row(
            toned("neutral", texts.NEXT_CLASS),
            chip(texts.SAVED_PLACE, "signal", "check"),
            between=True,
        ),
        row(time_of("13:00", "num"), strong(texts.STRENGTH), texts.TODAY_60, gap=3, align="base"),
        row(person(say(texts.IDO), size=28), tally_line(11, 12, texts.ELEVEN_OF), between=True),
        buttons(button(texts.ENTER_QR, kind="main", icon="scan"), button(texts.DETAILS)),
        caption(texts.COSTS_NOW),
        label=texts.NEXT_CLASS,
    )


def _setup() -> rx.Component:
    return hero(
        row(heading(texts.SETUP), tally(4, 6, "", "signal", 22), between=True),
        caption(texts.SETUP_WHY),
        steps(
            [
                (True, texts.STEP_TIMETABLE, None),
                (True, texts.STEP_PLANS, None),
                (False, texts.STEP_IMPORT, button(texts.IMPORT, kind="main", small=True)),
                (False, texts.STEP_TEAM, None),
            ]
        ),
        label=texts.SETUP,
    )


def _funnel() -> rx.Component:
    return card(
        card_head(texts.FUNNEL, text_link(texts.LINK, path_in(HERE)), badge(13)),
        bar_rows(
            [(texts.LEADS, 1.0, "41"), (texts.TRIALS, 0.54, "22"), (texts.JOINED, 0.32, "13")]
        ),
    )


def lists() -> rx.Component:
    def plain(r: Any) -> rx.Component:
        return item(
            avatar(r.name), item_text(r.name, r.plan), toned(r.pay_kind, r.pay), href=path_in(HERE)
        )

    return section(
        texts.CARDS,
        grid(
            items(rx.foreach(S.rows, plain)),
            card_link(heading(texts.MEMBERS, level=3), caption(texts.LEAD), href=path_in(HERE)),
            card(heading(texts.HEADING_3, level=3), caption(texts.LEAD), flat=True),
            card(heading(texts.HEADING_3, level=3), caption(texts.LEAD), kind="accent"),
            least=320,
        ),
    )


def classes() -> rx.Component:
    ido, noa, roi = (say(t) for t in (texts.IDO, texts.NOA, texts.ROI))
    mine = row(
        chip(texts.SAVED_PLACE, "accent"), toned("warning", texts.COSTS_NOW, icon=""), wrap=True
    )
    return section(
        texts.CLASSES,
        class_card(
            "07:00",
            texts.LENGTH,
            texts.STRENGTH,
            ido,
            action=chip(texts.TRAINED, icon="check"),
            look="off",
        ),
        now_line(texts.NOW),
        class_card(
            "13:00",
            texts.LENGTH,
            texts.STRENGTH,
            ido,
            action=button(texts.CANCEL_PLACE, kind="danger_edge"),
            tally=tally_line(11, 12, texts.PLACES),
            note=mine,
            look="mine",
        ),
        class_card(
            "16:30",
            texts.LENGTH,
            texts.PILATES,
            noa,
            action=button(texts.BOOK, kind="main"),
            tally=tally_line(5, 14, texts.NINE_LEFT),
            href=path_in(HERE),
        ),
        class_card(
            "18:00",
            texts.LENGTH,
            texts.LIFTING,
            roi,
            action=button(texts.BOOK, kind="main"),
            tally=tally_line(8, 10, texts.TWO_LEFT, "warning"),
        ),
        class_card(
            "20:00",
            texts.LENGTH,
            texts.PILATES,
            noa,
            action=button(texts.WAIT),
            tally=tally_line(10, 10, texts.FULL),
            note=row(chip(texts.LINE_3, "info"), texts.CLOSED_WHY, wrap=True),
        ),
        class_card(
            "21:00",
            texts.LENGTH,
            texts.YOGA,
            noa,
            note=row(chip(texts.CLASS_OFF, "danger", "calendar_off"), texts.RETURNED, wrap=True),
            look="off",
            is_cut=True,
        ),
    )
