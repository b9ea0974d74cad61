"""Parts of a member's page: fixed places, freezes, and their dialogs."""

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission
from fitkit.design.button import button
from fitkit.design.card import card, item, item_text, items
from fitkit.design.desk import plain_lines
from fitkit.design.dialog import confirm, dialog, form_buttons
from fitkit.design.field import date_field, select_field, text_field
from fitkit.design.form import form
from fitkit.design.layout import section
from fitkit.design.say import say
from fitkit.design.type import muted
from fitkit.texts import common
from fitkit.texts import files as texts
from fitkit.texts import standing as standing_texts
from fitkit.web.frames.bars import may
from fitkit.web.owner.member.regular.state import RegularState, RestRow
from fitkit.web.rows.regular import RegularRow

S = RegularState


def fixed_places() -> rx.Component:
    """Classes of every week that are theirs."""
    give = button(standing_texts.GIVE, kind="soft", icon="add", on_click=S.open_place)
    return section(
        standing_texts.TITLE,
        muted(standing_texts.HELP),
        rx.cond(
            S.places.length() > 0,
            items(rx.foreach(S.places, _place)),
            card(muted(standing_texts.NONE)),
        ),
        action=rx.cond(may(Permission.BOOK_OTHERS), give),
    )


def _place(p: rx.Var[RegularRow]) -> rx.Component:
    end = button(
        standing_texts.END,
        kind="quiet",
        small=True,
        on_click=S.ask_end(p.id),
        aria_label=p.end_label,
    )
    return item(item_text(p.title, p.line, p.since), rx.cond(may(Permission.BOOK_OTHERS), end))


def freezes() -> rx.Component:
    """Days on which a plan rests, and a way to let one rest."""
    ask = button(texts.FREEZE, kind="soft", icon="pause", on_click=S.open_freeze)
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
    words = rx.cond(r.has_begun, _said(texts.UNFREEZE), _said(texts.CALL_OFF))
    return item(
        item_text(r.words, r.reason),
        button(words, kind="quiet", small=True, on_click=S.unfreeze(r.id)),
    )


def _said(words: Text) -> rx.Component:
    return rx.text.span(say(words))


def regular_dialogs() -> rx.Component:
    """Give a fixed place, end one, freeze a plan."""
    return rx.fragment(_give(), _freeze(), _end())


def _give() -> rx.Component:
    fields = form(
        select_field("slot_id", standing_texts.SLOT, S.slots, problem=S.problems["slot_id"]),
        date_field(
            "first_on",
            standing_texts.FIRST_ON,
            default=S.start["first_on"],
            problem=S.problems["first_on"],
        ),
        on_submit=S.give_place,
        id="place-form",
    )
    save = button(common.SAVE, kind="main", submit=True, custom_attrs={"form": "place-form"})
    return dialog(
        rx.cond(S.slots.length() > 0, fields, muted(standing_texts.NO_SLOTS)),
        open=S.panel == "place",
        on_close=S.close_panel,
        title=standing_texts.GIVE,
        help=standing_texts.HELP,
        actions=[
            rx.cond(S.slots.length() > 0, save),
            button(common.CANCEL, on_click=S.close_panel),
        ],
    )


def _freeze() -> rx.Component:
    return dialog(
        form(
            select_field("plan", texts.FREEZE, S.plans, on_change=S.consider("plan")),
            _day("first_on", texts.FIRST_ON),
            _day("last_on", texts.LAST_ON),
            text_field(
                "reason", texts.REASON, most=200, optional=True, problem=S.problems["reason"]
            ),
            on_submit=S.freeze,
            id="freeze-form",
        ),
        plain_lines(S.outcome),
        open=S.panel == "freeze",
        on_close=S.close_panel,
        title=texts.FREEZE,
        actions=form_buttons("freeze-form", texts.FREEZE, S.close_panel),
    )


def _day(name: str, label: Text) -> rx.Component:
    return date_field(
        name,
        label,
        default=S.start[name],
        problem=S.problems[name],
        on_change=S.consider(name),
    )


def _end() -> rx.Component:
    return confirm(
        open=S.panel == "end",
        on_close=S.close_panel,
        title=standing_texts.END_TITLE,
        body=standing_texts.END_WHY,
        action=standing_texts.END,
        on_confirm=S.end_place,
    )
