"""Parts of the overview, the settings and the log.

Figures that say how they are counted, the day's classes in lines, events in lines, a colour tried on.
"""

from typing import Any

import reflex as rx

from fitkit.design.button import icon_button, link_button
from fitkit.design.card import spark
from fitkit.design.chip import avatar
from fitkit.design.dialog import popover
from fitkit.design.icon import icon, icon_of
from fitkit.design.layout import hidden
from fitkit.design.tally import tally
from fitkit.design.type import anchor
from fitkit.design.words import Child, Words, inside, words
from fitkit.texts import design as texts


def board(lead: Child, strip: Child, main: Child, side: Child) -> rx.Component:
    """A first screen: the lead (a hero) on top of a phone and at the end of a desk, figures, two columns.

    Args:
        lead: a hero, or nothing; only one that is shown takes room.
        strip: the figures, across.
        main: the day.
        side: what needs attention.
    """
    return rx.el.div(
        rx.el.div(*inside(lead), class_name="b-lead"),
        rx.el.div(*inside(strip), class_name="b-strip"),
        rx.el.div(*inside(main), class_name="b-main"),
        rx.el.div(*inside(side), class_name="b-side"),
        class_name="glance",
    )


def opening(rows: "rx.Var[Any]", go: Words) -> rx.Component:
    """Steps of opening a gym, in a hero: done, the next one with a button, the rest as links.

    Args:
        rows: objects ``.is_done .is_next .label .href .go``; the last is read out instead of the button's word.
        go: the word on the next one's button.
    """

    def one(r: Any) -> rx.Component:
        said = rx.el.span(hidden(texts.TO_DO_STEP))
        link = link_button(go, r.href, kind="main", small=True, aria_label=r.go)
        done = rx.el.li(
            icon("check"), rx.el.span(r.label), hidden(texts.DONE_STEP), class_name="done"
        )
        following = rx.el.li(icon("todo"), rx.el.span(r.label, class_name="grow"), said, link)
        way = anchor(
            icon("todo"),
            rx.el.span(r.label, class_name="grow"),
            said,
            icon("forward"),
            href=r.href,
            class_name="stepway",
        )
        return rx.cond(r.is_done, done, rx.cond(r.is_next, following, rx.el.li(way)))

    return rx.el.ul(rx.foreach(rows, one), class_name="setup")


def figure(f: "rx.Var[Any]") -> rx.Component:
    """One figure of a strip: all of it leads to its list, and a button says how it is counted.

    Args:
        f: an object ``.label .value .how .how_label .change .kind .icon .shares .href``.
    """
    how = rx.el.p(f.how, class_name="sm")
    ask = popover(icon_button("info", f.how_label), how, label=f.how_label)
    name = rx.cond(f.href, anchor(f.label, href=f.href, class_name="kpiway"), rx.el.span(f.label))
    change = rx.el.span(
        icon_of(f.icon, "more_than_before", "less_than_before", "check", size=15),
        rx.el.span(f.change),
        class_name="tone",
        custom_attrs={"data-kind": f.kind},
    )
    return rx.el.div(
        rx.el.span(name, ask, class_name="label"),
        rx.el.span(
            rx.el.b(f.value),
            rx.cond(f.shares.length() > 0, spark(f.shares)),
            class_name="figure",
        ),
        rx.cond(f.change, change),
        class_name="kpi fig",
    )


def class_line(c: "rx.Var[Any]", end: Child, href: "rx.Var[str] | None" = None) -> rx.Component:
    """A class of the day in one line: time, name, places with their tally, how it stands.

    Args:
        c: an object ``.at .name .coach .booked .total .places .kind .is_past .is_off``.
        end: how it stands, a chip or a word.
        href: where it leads.
    """
    named = rx.el.span(
        rx.cond(c.is_off, rx.el.s(c.name, class_name="nm"), rx.el.b(c.name, class_name="nm")),
        rx.el.span(c.coach, class_name="muted"),
        class_name="cl-name",
    )
    strokes = rx.cond(c.is_off, rx.fragment(), tally(c.booked, c.total, "", c.kind, 15))
    inner = [
        rx.el.bdi(c.at, class_name="num cl-at", dir="ltr"),
        named,
        rx.el.span(c.places, class_name="cl-of"),
        rx.el.span(strokes, class_name="cl-tally"),
        rx.el.span(*inside(end), class_name="cl-end"),
    ]
    past = {"data-past": rx.cond(c.is_past, "1", "0")}
    if href is None:
        return rx.el.div(*inner, class_name="item cl", custom_attrs=past)
    return anchor(*inner, href=href, class_name="item cl", custom_attrs=past)


def event_line(e: "rx.Var[Any]") -> rx.Component:
    """What happened, in one line: when, who, what, from where.

    Args:
        e: an object ``.at .who .is_fitkit .words .detail .reason .ip``.
    """
    own = rx.el.span(icon("repeat", 17), class_name="av own", aria_hidden="true")
    return rx.el.div(
        rx.el.bdi(e.at, class_name="num ev-at", dir="ltr"),
        rx.cond(e.is_fitkit, own, avatar(e.who, 32)),
        rx.el.span(e.who, class_name="ev-who"),
        rx.el.span(
            rx.el.span(e.words, class_name="ev-said"),
            rx.cond(e.detail, rx.el.span(e.detail, class_name="ev-more")),
            rx.cond(e.reason, rx.el.span(e.reason, class_name="ev-why")),
            class_name="ev-what",
        ),
        rx.el.bdi(e.ip, class_name="ev-ip", dir="ltr"),
        class_name="item ev",
    )


def tried_on(css: rx.Var[str], mode: str, label: Words, *children: Child) -> rx.Component:
    """Components in a colour that is tried on, in one mode whatever the page is in; see ``theme.trial_css``.

    Args:
        css: of ``trial_css``; the first of two may carry it for both.
        mode: light or dark; literal.
        label: which of them it is.
        children: what is shown.
    """
    return rx.el.figure(
        rx.el.style(css),
        rx.el.figcaption(words(label), class_name="sm muted"),
        rx.el.div(*inside(*children), class_name="tried", custom_attrs={"data-try": mode}),
        class_name="trying",
    )


def period(*children: Child) -> rx.Component:
    """Filters that are fields, beside one another on a desk."""
    return rx.el.div(*inside(*children), class_name="period")


def answers(*children: Child, label: Words) -> rx.Component:
    """What a search found, right under its box."""
    return rx.el.div(
        *inside(*children), class_name="answers", role="group", aria_label=words(label)
    )
