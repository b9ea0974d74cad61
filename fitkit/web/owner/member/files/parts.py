"""Parts of a member's page: family, forms on file, penalties; and their dialogs."""

import reflex as rx

from fitkit.core.permissions import Permission
from fitkit.design.button import button
from fitkit.design.card import card, card_head, item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.dialog import dialog, form_buttons
from fitkit.design.field import date_field, select_field, text_field
from fitkit.design.form import form
from fitkit.design.layout import row, section, stack
from fitkit.design.type import muted, text_link
from fitkit.texts import common
from fitkit.texts import files as texts
from fitkit.texts import penalties as penalty_texts
from fitkit.web.frames.bars import may
from fitkit.web.owner.member.files.state import FilesState, FormRow, PersonRow
from fitkit.web.rows.penalty import PenaltyRow

S = FilesState


def family() -> rx.Component:
    """Who acts for them, and for whom they act."""
    change = button(
        texts.SET_GUARDIAN, kind="quiet", small=True, icon="edit", on_click=S.open_guardian
    )
    remove = button(texts.REMOVE_GUARDIAN, kind="quiet", small=True, on_click=S.remove_guardian)
    return card(
        card_head(texts.FAMILY),
        stack(
            muted(texts.GUARDIAN),
            rx.cond(
                S.guardian.id != "",
                text_link(S.guardian.name, S.guardian.href),
                muted(texts.NO_GUARDIAN),
            ),
            rx.cond(
                may(Permission.EDIT_MEMBERS),
                row(change, rx.cond(S.guardian.id != "", remove), wrap=True),
            ),
            gap=1,
        ),
        rx.cond(
            S.children.length() > 0,
            stack(muted(texts.CHILDREN), rx.foreach(S.children, _child), gap=1),
        ),
    )


def _child(p: rx.Var[PersonRow]) -> rx.Component:
    return text_link(p.name, p.href)


def forms_on_file() -> rx.Component:
    """What was handed in, and until when it is good."""
    record = button(texts.RECORD, kind="soft", icon="add", on_click=S.open_form)
    return section(
        texts.FORMS,
        muted(texts.FORMS_HELP),
        rx.cond(
            S.forms.length() > 0,
            items(rx.foreach(S.forms, _form)),
            card(muted(texts.NO_FORMS)),
        ),
        action=rx.cond(may(Permission.NOTE_MEMBERS), record),
    )


def _form(f: rx.Var[FormRow]) -> rx.Component:
    withdraw = button(
        texts.WITHDRAW, kind="quiet", small=True, on_click=S.withdraw(f.id), aria_label=f.withdraw
    )
    return item(
        item_text(f.name, f.line),
        rx.cond(may(Permission.NOTE_MEMBERS), withdraw),
        chip(f.status, f.kind),
    )


def penalties() -> rx.Component:
    """Late cancellations and no-shows, and what they led to; nothing where there is none."""
    return rx.cond(
        S.penalties.length() > 0,
        section(penalty_texts.TITLE, items(rx.foreach(S.penalties, _penalty))),
    )


def _penalty(p: rx.Var[PenaltyRow]) -> rx.Component:
    excuse = button(
        penalty_texts.EXCUSE,
        kind="quiet",
        small=True,
        on_click=S.excuse(p.id),
        aria_label=p.excuse_label,
    )
    return item(
        item_text(p.title, p.when, p.outcome),
        rx.cond(may(Permission.EXCUSE) & p.may_excuse, excuse),
        chip(p.state, p.kind),
    )


def file_dialogs() -> rx.Component:
    """Record a form; choose a guardian."""
    return rx.fragment(_record(), _guardian())


def _record() -> rx.Component:
    return dialog(
        form(
            select_field("kind", texts.KIND, S.kinds, problem=S.problems["kind"]),
            date_field(
                "signed_on",
                texts.SIGNED_ON,
                default=S.signed_on,
                problem=S.problems["signed_on"],
            ),
            date_field(
                "good_until",
                texts.GOOD_UNTIL,
                help=texts.GOOD_UNTIL_HELP,
                problem=S.problems["good_until"],
                optional=True,
            ),
            on_submit=S.record,
            id="record-form",
        ),
        open=S.panel == "form",
        on_close=S.close_panel,
        title=texts.RECORD,
        actions=form_buttons("record-form", common.SAVE, S.close_panel),
    )


def _guardian() -> rx.Component:
    return dialog(
        form(
            text_field("search", texts.FIND, most=100, problem=S.problems["guardian_id"]),
            on_submit=S.find,
            id="guardian-form",
        ),
        rx.cond(
            S.found.length() > 0,
            items(rx.foreach(S.found, _found), own=False),
            rx.cond(S.has_searched, muted(texts.NOBODY_FOUND)),
        ),
        open=S.panel == "guardian",
        on_close=S.close_panel,
        title=texts.SET_GUARDIAN,
        help=texts.SET_GUARDIAN_HELP,
        actions=form_buttons("guardian-form", texts.SEARCH, S.close_panel),
    )


def _found(p: rx.Var[PersonRow]) -> rx.Component:
    choose = button(texts.CHOOSE, small=True, on_click=S.choose_guardian(p.id), aria_label=p.choose)
    return item(item_text(p.name, p.line), choose)
