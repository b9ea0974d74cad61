"""One class, from the top: when, my place in it and the one thing to do, where, with whom, who comes, the rules."""

import reflex as rx

from fitkit.design.button import button, link_button
from fitkit.design.card import card, card_head, facts, item, item_text, items
from fitkit.design.chip import chip, person
from fitkit.design.desk import plain_lines
from fitkit.design.feedback import empty_state, skeleton_cards, states
from fitkit.design.field import phone_field, select_field, text_field
from fitkit.design.form import form
from fitkit.design.icon import icon_of
from fitkit.design.layout import page as column
from fitkit.design.layout import row as across
from fitkit.design.layout import stack
from fitkit.design.nav import page_head
from fitkit.design.say import say
from fitkit.design.tally import tally_line
from fitkit.design.type import body, caption, muted, number, text_link, toned
from fitkit.features.booking.rules import GUEST_NAME_MOST
from fitkit.texts import member as words
from fitkit.texts import session as texts
from fitkit.web.frames import MEMBER, page, path_in
from fitkit.web.frames.ways import path_for
from fitkit.web.member.session.state import ClassState
from fitkit.web.rows.guest import GuestRow
from fitkit.web.widgets.class_card import cost_question, deed_button, swap_beside
from fitkit.web.widgets.family import family_switch

ROW, ABOUT = ClassState.row, ClassState.about


@page(
    "/session/[session]",
    title=texts.TITLE,
    state=ClassState,
    frame=MEMBER,
    heads=False,
    back="/schedule",
)
def one_class() -> rx.Component:
    return column(
        page_head(rx.cond(ROW.name, ROW.name, say(texts.TITLE)), below=ABOUT.day),
        family_switch(ClassState),
        states(
            rx.fragment(_mine(), _guests(), _note(), _where(), _people(), _rules(), _about()),
            loading=ClassState.is_loading,
            problem=ClassState.problem,
            is_empty=ClassState.is_gone,
            empty=empty_state(
                texts.GONE,
                texts.GONE_WHY,
                link_button(words.TO_SCHEDULE, path_for("/schedule"), kind="main"),
            ),
            skeleton=skeleton_cards(4),
            on_retry=ClassState.load,
        ),
        cost_question(ClassState),
        narrow=True,
    )


def _mine() -> rx.Component:
    """When it is, how full, how the reader stands and what a tap does."""
    return card(
        across(
            across(number(ROW.time, size="num"), muted(ABOUT.lasts), gap=3, align="base"),
            rx.cond(
                ROW.chip,
                chip(
                    ROW.chip,
                    ROW.chip_kind,
                    icon_of(ROW.chip_icon, "check", "waiting", "clock", "locked", "calendar_off"),
                ),
            ),
            between=True,
            wrap=True,
        ),
        rx.cond(ROW.total > 0, tally_line(ROW.used, ROW.total, ROW.places, ROW.tally_kind)),
        rx.cond(ROW.reasons.length() > 0, _why()),
        rx.cond(
            (ROW.line != "") & (ROW.reasons.length() == 0),
            toned(ROW.line_kind, ROW.line, icon=icon_of(ROW.line_icon, "info", "warning")),
        ),
        rx.cond(
            (ROW.action != "") | (ROW.reasons.length() == 0),
            deed_button(ROW, ClassState, big=True, full=True),
        ),
        rx.cond(ROW.swap_label, swap_beside(ROW, ClassState)),
        rx.cond(ClassState.notices.length() > 0, _notice()),
        kind=rx.cond(ROW.look == "mine", "accent", ""),
    )


def _notice() -> rx.Component:
    """How late a place in line may still come."""
    return select_field(
        "notice",
        texts.NOTICE,
        ClassState.notices,
        value=ClassState.notice,
        on_change=ClassState.choose_notice,
        help=texts.NOTICE_NOW,
    )


def _why() -> rx.Component:
    """Every reason why there is no place, each with its way out, the nearest first."""
    return stack(toned("warning", texts.WHY), plain_lines(ROW.reasons))


def _guests() -> rx.Component:
    """Whom the reader brings, and one more where that may be; what it costs stands above the tap."""
    own = ClassState.guests.length() > 0
    return rx.cond(
        own | (ClassState.guest_takes != "") | (ClassState.guest_not != ""),
        card(
            card_head(texts.MY_GUESTS),
            rx.cond(own, items(rx.foreach(ClassState.guests, _guest), own=False)),
            rx.cond(
                ClassState.guest_takes,
                _one_more(),
                rx.cond(ClassState.guest_not, muted(ClassState.guest_not)),
            ),
        ),
    )


def _guest(row: rx.Var[GuestRow]) -> rx.Component:
    back = button(
        texts.GUEST_BACK,
        small=True,
        on_click=ClassState.take_guest_back(row.id),
        busy=ClassState.busy == row.id,
        aria_label=row.named,
    )
    return item(
        item_text(row.name, rx.cond(row.costs, toned("warning", row.costs))),
        rx.cond(row.named, back),
        key=row.id,
    )


def _one_more() -> rx.Component:
    """Emptied when somebody came to the list; what was typed stays when it is refused."""
    return form(
        text_field(
            "name", texts.GUEST_NAME, problem=ClassState.problems["name"], most=GUEST_NAME_MOST
        ),
        phone_field(
            "phone", texts.GUEST_PHONE, problem=ClassState.problems["phone"], optional=True
        ),
        muted(ClassState.guest_takes),
        button(texts.GUEST_BRING, submit=True),
        on_submit=ClassState.bring_guest,
        key=ClassState.guests.length().to_string(),
    )


def _note() -> rx.Component:
    return rx.cond(ABOUT.note, card(card_head(texts.NOTE), body(ABOUT.note)))


def _where() -> rx.Component:
    """With whom and where."""
    return card(
        rx.cond(
            ABOUT.coach,
            stack(
                person(ABOUT.coach, ABOUT.coach_title, size=44),
                rx.cond(ABOUT.coach_bio, body(ABOUT.coach_bio)),
                gap=3,
            ),
        ),
        facts(
            [
                (texts.PLACE, ABOUT.place),
                (texts.ROOM, rx.cond(ABOUT.room, ABOUT.room, "–")),
                (texts.ADDRESS, rx.cond(ABOUT.address, ABOUT.address, "–")),
            ]
        ),
    )


def _people() -> rx.Component:
    """Who comes, and whether the reader is named to others."""
    people = ClassState.people
    return rx.cond(
        people.words,
        card(
            card_head(texts.WHO_COMES, muted(people.words)),
            rx.cond(
                people.names.length() > 0,
                across(rx.foreach(people.names, _name), muted(people.others), gap=3, wrap=True),
                caption(texts.NO_NAMES),
            ),
            rx.cond(ClassState.is_for_child, rx.fragment(), _seen()),
        ),
    )


def _seen() -> rx.Component:
    """Whether the reader is named; a child's name is the desk's to change."""
    return across(
        caption(rx.cond(ClassState.is_seen, say(texts.SEEN), say(texts.UNSEEN))),
        text_link(texts.CHANGE, path_in("/me/settings") + "#seen"),
        between=True,
        wrap=True,
    )


def _name(name: rx.Var[str]) -> rx.Component:
    return person(name, size=28)


def _rules() -> rx.Component:
    return rx.cond(
        ClassState.rules.length() > 0,
        card(card_head(texts.RULES), plain_lines(ClassState.rules)),
    )


def _about() -> rx.Component:
    return stack(
        rx.cond(ABOUT.description, card(card_head(texts.ABOUT), body(ABOUT.description))),
        rx.cond(ABOUT.href, link_button(texts.BACK, ABOUT.href, kind="quiet", icon="schedule")),
        gap=3,
    )
