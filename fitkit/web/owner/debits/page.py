"""Bank debits, from the top: what waits for a file, files, mandates; how the bank knows the gym, and dialogs."""

import reflex as rx

from fitkit.core.permissions import Permission
from fitkit.design.bar import search_box
from fitkit.design.button import button
from fitkit.design.card import card, card_head, item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.dialog import dialog, form_buttons, menu_item, more_menu
from fitkit.design.feedback import empty_state, notice, skeleton_table, states
from fitkit.design.field import (
    date_field,
    id_field,
    number_field,
    segmented_field,
    select_field,
    text_field,
)
from fitkit.design.form import fields, form, wide
from fitkit.design.layout import only_desk, row, section, split, stack
from fitkit.design.layout import page as column
from fitkit.design.nav import back_link, page_head
from fitkit.design.table import Column, table
from fitkit.design.type import muted, number, text_link
from fitkit.features.debits.rules import RETURN_DAYS_MOST
from fitkit.ports.debits import Letters
from fitkit.texts import debits as texts
from fitkit.texts import takings
from fitkit.web.frames import Frame, page, path_in
from fitkit.web.frames.bars import may
from fitkit.web.owner.debits.state import DebitsState
from fitkit.web.rows.debit import FileRow, MandateRow

S = DebitsState
INSTITUTION, ADD, SIGN, CANCEL = (f"{n}-debits" for n in ("institution", "add", "sign", "cancel"))
COLUMNS = (
    Column(texts.MEMBER, phone="title"),
    Column(texts.ACCOUNT),
    Column(takings.STATE, bare=True),
    Column(texts.MANDATES, phone="act", bare=True),
)


@page(
    "/dashboard/payments/debits",
    title=texts.TITLE,
    state=DebitsState,
    frame=Frame.STAFF,
    heads=False,
    back="/dashboard/payments",
)
def debits() -> rx.Component:
    return column(
        only_desk(back_link(takings.BACK, path_in("/dashboard/payments"))),
        page_head(texts.TITLE, _deeds(), below=muted(texts.HELP)),
        states(
            stack(_no_institution(), split(rx.fragment(_mandates()), _beside()), gap=5),
            loading=S.is_loading,
            problem=S.problem,
            is_empty=S.today_is == "",
            empty=empty_state(texts.NO_MANDATES, texts.NO_MANDATES_WHY),
            skeleton=skeleton_table(6),
            on_retry=S.load,
        ),
        _institution(),
        _add(),
        _sign(),
        _cancel(),
        compact=True,
    )


def _deeds() -> rx.Component:
    edit = button(texts.EDIT, icon="settings", on_click=S.ask("institution"))
    add = button(texts.ADD, kind="main", icon="add", on_click=S.ask("add"))
    return row(
        rx.cond(may(Permission.EDIT_SETTINGS), edit),
        rx.cond(may(Permission.EDIT_MONEY), add),
        wrap=True,
    )


def _no_institution() -> rx.Component:
    return rx.cond(
        ~S.has_institution,
        notice("warning", texts.NO_INSTITUTION, texts.NO_INSTITUTION_WHY),
    )


def _beside() -> rx.Component:
    files = rx.cond(S.files.length() > 0, items(rx.foreach(S.files, _file)), muted(texts.NO_FILES))
    return stack(_waiting(), section(texts.FILES, files), gap=5)


def _waiting() -> rx.Component:
    make = form(
        stack(
            date_field(
                "charge_on",
                texts.CHARGE_ON,
                default=S.today_is,
                least=S.today_is,
                problem=S.problems["charge_on"],
            ),
            row(button(texts.MAKE, kind="main", submit=True)),
            gap=3,
        ),
        on_submit=S.make,
    )
    some = stack(
        row(number(S.waits_total), muted(S.waits_words)),
        rx.cond(may(Permission.EDIT_MONEY) & S.has_institution, make),
        gap=3,
    )
    return card(card_head(texts.WAITING), rx.cond(S.waits > 0, some, muted(texts.NOTHING_WAITS)))


def _file(one: rx.Var[FileRow]) -> rx.Component:
    return item(
        item_text(
            one.title,
            rx.el.span(one.total, " · ", one.count),
            one.facts,
            row(chip(one.state, one.kind)),
        ),
        href=one.href,
        key=one.id,
    )


def _mandates() -> rx.Component:
    listed = table(COLUMNS, S.mandates, _cells, label=texts.MANDATES, key=lambda m: m.id)
    nothing = empty_state(texts.NO_MANDATES, texts.NO_MANDATES_WHY)
    return section(texts.MANDATES, rx.cond(S.mandates.length() > 0, listed, nothing))


def _cells(m: rx.Var[MandateRow]) -> list[rx.Component]:
    return [
        text_link(m.member, m.member_href),
        stack(m.account, muted(m.reference, small=True), gap=0),
        stack(
            chip(m.state, m.kind),
            rx.cond(m.why != "", muted(m.why, small=True)),
            gap=1,
            align="start",
        ),
        rx.cond(may(Permission.EDIT_MONEY) & m.may_cancel, _more(m)),
    ]


def _more(m: rx.Var[MandateRow]) -> rx.Component:
    return more_menu(
        m.more,
        rx.cond(
            m.may_sign,
            menu_item(texts.SIGN, icon="edit", on_click=S.ask_about("sign", m.id)),
        ),
        rx.cond(
            m.may_activate,
            menu_item(texts.ACTIVATE, icon="check", on_click=S.activate(m.id)),
        ),
        menu_item(
            texts.CANCEL, icon="blocked", kind="danger", on_click=S.ask_about("cancel", m.id)
        ),
    )


def _institution() -> rx.Component:
    return dialog(
        form(
            text_field(
                "code", texts.CODE, default=S.code, most=8, dir="ltr", problem=S.problems["code"]
            ),
            text_field(
                "sender",
                texts.SENDER,
                default=S.sender,
                most=5,
                dir="ltr",
                problem=S.problems["sender"],
            ),
            text_field("name", texts.NAME, default=S.name, most=60, problem=S.problems["name"]),
            segmented_field(
                "letters",
                texts.LETTERS,
                [(str(k), texts.LETTER_KINDS[k]) for k in Letters],
                default=S.letters,
                help=texts.LETTERS_HELP,
                problem=S.problems["letters"],
            ),
            number_field(
                "return_days",
                texts.RETURN_DAYS,
                default=S.return_days,
                least=1,
                most=RETURN_DAYS_MOST,
                help=texts.RETURN_DAYS_HELP,
                problem=S.problems["return_days"],
            ),
            on_submit=S.save_institution,
            id=INSTITUTION,
        ),
        open=S.panel == "institution",
        on_close=S.close,
        title=texts.INSTITUTION,
        actions=form_buttons(INSTITUTION, texts.SAVE, S.close),
    )


def _add() -> rx.Component:
    return dialog(
        search_box(S.needle, S.find, texts.FIND_MEMBER),
        form(
            fields(
                wide(
                    select_field(
                        "member_id",
                        texts.MEMBER,
                        S.found,
                        empty=texts.PICK_MEMBER,
                        problem=S.problems["member_id"],
                    )
                ),
                text_field("bank", texts.BANK, most=2, dir="ltr", problem=S.problems["bank"]),
                text_field("branch", texts.BRANCH, most=3, dir="ltr", problem=S.problems["branch"]),
                wide(
                    text_field(
                        "account",
                        texts.ACCOUNT,
                        most=12,
                        dir="ltr",
                        help=texts.ACCOUNT_HELP,
                        problem=S.problems["account"],
                    )
                ),
                text_field(
                    "payer_name",
                    texts.PAYER_NAME,
                    most=60,
                    problem=S.problems["payer_name"],
                ),
                id_field("payer_id", texts.PAYER_ID, problem=S.problems["payer_id"]),
                columns=2,
            ),
            on_submit=S.add,
            id=ADD,
        ),
        open=S.panel == "add",
        on_close=S.close,
        title=texts.ADD_TITLE,
        actions=form_buttons(ADD, texts.SAVE, S.close),
    )


def _sign() -> rx.Component:
    return dialog(
        form(
            date_field(
                "signed_on",
                texts.SIGN,
                default=S.today_is,
                most=S.today_is,
                problem=S.problems["signed_on"],
            ),
            on_submit=S.sign,
            id=SIGN,
        ),
        open=S.panel == "sign",
        on_close=S.close,
        title=texts.SIGN,
        actions=form_buttons(SIGN, texts.SAVE, S.close),
    )


def _cancel() -> rx.Component:
    return dialog(
        form(
            text_field(
                "why", texts.WHY, help=texts.CANCEL_HELP, most=200, problem=S.problems["why"]
            ),
            on_submit=S.cancel,
            id=CANCEL,
        ),
        open=S.panel == "cancel",
        on_close=S.close,
        title=texts.CANCEL_TITLE,
        actions=form_buttons(CANCEL, texts.CANCEL, S.close),
    )
