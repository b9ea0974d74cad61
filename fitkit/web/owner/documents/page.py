"""Documents, from the top: the month and its files, what is missing, the month's list."""

from typing import Final

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission
from fitkit.design.bar import search_box
from fitkit.design.button import button, icon_button, link_button
from fitkit.design.card import item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.dialog import dialog, form_buttons
from fitkit.design.feedback import empty_state, notice, skeleton_table, states
from fitkit.design.field import date_field, id_field, select_field, text_field
from fitkit.design.form import form, problem_summary
from fitkit.design.layout import page as column
from fitkit.design.layout import row, section, stack
from fitkit.design.nav import page_head, way
from fitkit.design.table import Column, table
from fitkit.design.type import heading, muted, strong, text_link
from fitkit.features.documents.rules import NUMBER_MOST
from fitkit.texts import documents as texts
from fitkit.texts import reconciliation as reconciliation_texts
from fitkit.web.frames import Frame, page, path_in
from fitkit.web.frames.bars import may
from fitkit.web.owner.documents.state import BuyerRow, DocumentsState
from fitkit.web.rows.document import DocumentRow

S = DocumentsState
NOTE_FORM: Final = "note-number-form"
NOTED: Final[dict[str, Text]] = {"number": texts.NOTE_NUMBER, "made_on": texts.NOTE_DAY}


@page(
    "/dashboard/documents",
    title=texts.TITLE,
    state=DocumentsState,
    frame=Frame.STAFF,
    heads=False,
)
def documents() -> rx.Component:
    return column(
        page_head(texts.TITLE, _files()), _head(), _content(), _add(), _note(), compact=True
    )


def _files() -> rx.Component:
    return row(
        button(texts.EXCEL, icon="download", on_click=S.take_xlsx),
        button(texts.CSV, kind="quiet", icon="download", on_click=S.take_csv),
        wrap=True,
    )


def _head() -> rx.Component:
    return stack(
        row(
            icon_button("previous", texts.MONTH_BEFORE, rx.redirect(S.before, replace=True)),
            heading(S.month_name),
            icon_button("next", texts.MONTH_AFTER, rx.redirect(S.after, replace=True)),
        ),
        muted(texts.FOR_ACCOUNTANT_HELP),
        gap=1,
    )


def _content() -> rx.Component:
    return states(
        stack(_no_issuer(), _missing(), _no_allocation(), _month(), _buyers(), _ways(), gap=5),
        loading=S.is_loading,
        problem=S.problem,
        is_empty=False,
        empty=empty_state(texts.EMPTY, texts.EMPTY_WHY),
        skeleton=skeleton_table(),
        on_retry=S.load,
    )


def _no_issuer() -> rx.Component:
    to_money = link_button(texts.TO_MONEY, path_in("/dashboard/settings/money"))
    return rx.cond(
        ~S.has_issuer,
        notice(
            "warning",
            texts.NO_ISSUER_TITLE,
            texts.NO_ISSUER_BODY,
            action=rx.cond(may(Permission.EDIT_SETTINGS), to_money),
        ),
    )


def _missing() -> rx.Component:
    return rx.cond(
        S.missing_count > 0,
        section(
            texts.MISSING,
            muted(texts.MISSING_HELP),
            items(rx.foreach(S.missing, _missing_row)),
            count=S.missing_count,
        ),
    )


def _missing_row(one: rx.Var[DocumentRow]) -> rx.Component:
    again = button(
        texts.TRY_AGAIN,
        kind="soft",
        small=True,
        icon="refresh",
        on_click=S.try_again(one.id),
    )
    note = button(
        texts.NOTE,
        kind="quiet",
        small=True,
        on_click=S.begin_noting(one.id),
        custom_attrs={"aria-label": one.note_label},
    )
    ways = row(again, rx.cond(one.may_be_noted, note), wrap=True)
    why = rx.el.span(one.problem, " ", one.next_try)
    note_of_it = rx.cond(one.note != "", " · " + one.note, "")
    facts = rx.el.span(one.title, " · ", one.amount, " · ", one.day, note_of_it)
    return item(
        stack(
            item_text(one.member, row(chip(one.state, one.look)), facts, why),
            rx.cond(may(Permission.EDIT_MONEY), ways),
            gap=2,
        ),
        key=one.id,
    )


def _month() -> rx.Component:
    more = button(texts.MORE, kind="quiet", on_click=S.more)
    return rx.cond(
        S.rows.length() > 0,
        stack(_table(), rx.cond(S.has_more, more), gap=3),
        empty_state(texts.EMPTY, texts.EMPTY_WHY),
    )


def _table() -> rx.Component:
    columns = [
        Column(texts.COLUMN_MEMBER, phone="title"),
        Column(texts.COLUMN_KIND, bare=True),
        Column(texts.COLUMN_DAY, bare=True),
        Column(texts.COLUMN_AMOUNT, phone="end", end=True),
        Column(texts.COLUMN_FILE, phone="act", narrow=True),
    ]
    return table(columns, S.rows, _cells, label=texts.TABLE)


def _cells(one: rx.Var[DocumentRow]) -> list[rx.Component | rx.Var[str]]:
    kind = stack(one.title, rx.cond(one.note != "", muted(one.note)), gap=1)
    return [
        text_link(one.member, one.member_href),
        kind,
        one.day,
        one.amount,
        rx.cond(one.file != "", _file(one)),
    ]


def _file(one: rx.Var[DocumentRow]) -> rx.Component:
    return link_button(
        texts.PDF,
        one.file,
        kind="quiet",
        small=True,
        icon="download",
        external=True,
        custom_attrs={"aria-label": one.file_label},
    )


def _ways() -> rx.Component:
    to = path_in("/dashboard/documents/reconciliation")
    return items(way(reconciliation_texts.WAY, to, "check", note=reconciliation_texts.WAY_WHY))


def _no_allocation() -> rx.Component:
    return rx.cond(
        S.no_allocation.length() > 0,
        section(
            texts.NO_ALLOCATION,
            muted(texts.NO_ALLOCATION_WHY),
            items(rx.foreach(S.no_allocation, _unallocated)),
            count=S.no_allocation.length(),
        ),
    )


def _unallocated(one: rx.Var[DocumentRow]) -> rx.Component:
    return item(
        item_text(one.member, rx.el.span(one.title, " · ", one.amount, " · ", one.day)),
        chip(texts.NO_ALLOCATION, "warning"),
        key=one.id,
    )


def _buyers() -> rx.Component:
    add = button(texts.BUYER_ADD, small=True, icon="add", on_click=S.ask_buyer)
    return section(
        texts.BUYERS,
        muted(texts.BUYERS_WHY),
        rx.cond(S.buyers.length() > 0, items(rx.foreach(S.buyers, _buyer))),
        action=rx.cond(may(Permission.EDIT_MONEY), add),
    )


def _buyer(one: rx.Var[BuyerRow]) -> rx.Component:
    clear = button(
        texts.BUYER_CLEAR,
        kind="quiet",
        small=True,
        on_click=S.clear_buyer(one.id),
        custom_attrs={"aria-label": one.clear_label},
    )
    return item(
        item_text(one.member, one.business),
        rx.cond(may(Permission.EDIT_MONEY), clear),
        key=one.id,
    )


def _note() -> rx.Component:
    """A document that was made without us is only written down."""
    fill = form(
        problem_summary(S.problems, NOTED),
        text_field(
            "number",
            texts.NOTE_NUMBER,
            most=NUMBER_MOST,
            dir="ltr",
            problem=S.problems["number"],
        ),
        date_field("made_on", texts.NOTE_DAY, most=S.today_is, problem=S.problems["made_on"]),
        on_submit=S.note_number,
        id=NOTE_FORM,
    )
    return dialog(
        strong(S.noting_words),
        muted(texts.NOTE_HELP),
        rx.cond(S.noting_waits, notice("warning", texts.NOTE_WAITING_TITLE, texts.NOTE_WAITING)),
        fill,
        open=S.noting != "",
        on_close=S.close,
        title=texts.NOTE_TITLE,
        actions=form_buttons(NOTE_FORM, texts.NOTE_DO, S.close),
    )


def _add() -> rx.Component:
    return dialog(
        search_box(S.needle, S.find, texts.BUYER_FIND),
        form(
            select_field(
                "member_id",
                texts.BUYER_MEMBER,
                S.found,
                empty=texts.BUYER_PICK,
                problem=S.problems["member_id"],
            ),
            id_field("tax_id", texts.BUYER_TAX_ID, problem=S.problems["tax_id"]),
            text_field("name", texts.BUYER_NAME, most=100, problem=S.problems["name"]),
            on_submit=S.set_buyer,
            id="buyer-form",
        ),
        open=S.is_adding,
        on_close=S.close,
        title=texts.BUYER_TITLE,
        actions=form_buttons("buyer-form", texts.BUYER_SAVE, S.close),
    )
