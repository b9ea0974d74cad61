"""The gallery: ways, deeds, chips, type."""

import reflex as rx

from fitkit.design.button import button, buttons, icon_button, link_button
from fitkit.design.card import card, facts, items
from fitkit.design.chip import avatar, badge, chip, filter_chip, logo, person, tag
from fitkit.design.layout import row, section, stack
from fitkit.design.nav import back_link, breadcrumbs, tabs, way
from fitkit.design.say import say
from fitkit.design.tally import meter, tally, tally_line
from fitkit.design.type import (
    body,
    caption,
    heading,
    ltr,
    number,
    strong,
    struck,
    text_link,
    time_of,
    toned,
)
from fitkit.texts import common
from fitkit.texts import gallery as texts
from fitkit.web.frames import path_in
from fitkit.web.platform.gallery.state import HERE
from fitkit.web.platform.gallery.state import GalleryState as S


def navigation() -> rx.Component:
    return section(
        texts.NAVIGATION,
        breadcrumbs([(texts.MEMBERS, path_in(HERE)), (texts.MAYA, None)]),
        back_link(texts.MEMBERS, path_in(HERE)),
        tabs(
            [
                ("details", texts.DETAILS),
                ("history", texts.HISTORY),
                ("payments", texts.PAYMENTS, "3"),
            ],
            S.part,
            S.choose_part,
            label=texts.PARTS,
        ),
        items(way(texts.STEP_PLANS, path_in(HERE), "plans", texts.LEAD)),
    )


def deeds() -> rx.Component:
    return section(
        texts.DEEDS,
        card(
            buttons(
                button(texts.BOOK, kind="main"),
                button(texts.DETAILS),
                button(texts.FULL_WORKOUT, kind="soft"),
                button(texts.ADD, kind="quiet", icon="add"),
                button(texts.DELETE, kind="danger", icon="delete"),
                button(texts.CANCEL_PLACE, kind="danger_edge"),
                button(texts.RECORD, kind="signal", icon="trophy"),
                link_button(texts.TO_SCHEDULE, path_in(HERE), kind="plain", icon="forward"),
            ),
            buttons(
                button(texts.SAVING, kind="main", busy=True, icon="refresh"),
                icon_button("bell", texts.NOTIFICATIONS, count=2),
                icon_button("search", texts.SEARCH, kind="default"),
                icon_button("next", common.NEXT, disabled=True),
            ),
            button(texts.BOOK, kind="main", big=True, full=True),
            button(
                texts.BOOK,
                kind="main",
                disabled=True,
                full=True,
                reason=text_link(texts.HEALTH_MISSING, path_in(HERE)),
            ),
        ),
    )


def chips() -> rx.Component:
    return section(
        texts.CHIPS,
        card(
            row(
                chip(texts.OPENS, icon="clock"),
                chip(texts.SAVED_PLACE, "accent"),
                chip(texts.PAID, "positive"),
                chip(texts.PAIN, "warning", "pain"),
                chip(texts.DECLINED, "danger"),
                chip(texts.LINE_3, "info"),
                chip(texts.RECORD, "signal"),
                wrap=True,
            ),
            row(
                filter_chip(texts.ALL, S.filter == "all", S.choose_filter("all"), 312),
                filter_chip(texts.OWES, S.filter == "owes", S.choose_filter("owes"), 7, "problem"),
                wrap=True,
            ),
            row(badge(5), badge(2, "danger"), logo(say(texts.STRENGTH)), gap=3),
            row(*[avatar(say(n)) for n in (texts.MAYA, texts.DANIEL, texts.TAMAR, texts.ORI)]),
            person(say(texts.MAYA), ltr("054-812-3390")),
            row(tag(texts.STRENGTH), tag(texts.PILATES, on_remove=S.close_over)),
            heading(texts.TALLIES, level=3),
            stack(
                row(tally(11, 12, texts.PLACES), tally(3, 10, texts.VISITS, "positive")),
                tally_line(8, 10, texts.TWO_LEFT, "warning"),
                tally_line(5, 14, texts.NINE_LEFT),
                tally_line(12, 12, texts.FULL),
                row(tally(2, 3, "", height=28), strong(texts.VISITS), gap=3),
                row(meter(0.84), toned("neutral", texts.MANY), gap=3),
                row(tally(104, 124, texts.MANY), strong(texts.MANY), gap=3),
                gap=3,
            ),
        ),
    )


def typefaces() -> rx.Component:
    return section(
        texts.TYPE,
        card(
            number("312", "num"),
            row(time_of("18:30"), number("₪118,400"), number("74%", "xl"), gap=4, align="base"),
            heading(texts.HEADING_2, size="xl"),
            heading(texts.HEADING_3, level=3),
            body(texts.PARAGRAPH, " ", text_link(texts.LINK, path_in(HERE))),
            caption(texts.CAPTION),
            row(toned("positive", texts.PAID), toned("danger", texts.DECLINED), struck(texts.YOGA)),
            facts([(texts.CALL_US, ltr("054-812-3390")), (texts.PLAN, texts.THREE_WEEK)]),
        ),
    )
