"""The outbox, from the top: search, what was sent, and the letter that is read."""

from typing import Any

import reflex as rx

from fitkit.design.bar import filter_bar, search_box
from fitkit.design.button import button
from fitkit.design.card import facts, item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.dialog import dialog
from fitkit.design.entry import letter_frame, letter_text
from fitkit.design.feedback import empty_state, skeleton_list, states
from fitkit.design.field import segmented_field
from fitkit.design.layout import page as column
from fitkit.design.layout import row, stack
from fitkit.design.nav import page_head
from fitkit.design.type import ltr, muted, number, strong, text_link
from fitkit.texts import account as texts
from fitkit.web.frames import PLATFORM, page
from fitkit.web.platform.outbox.state import OutboxState


@page("/platform/outbox", title=texts.OUTBOX, state=OutboxState, frame=PLATFORM, heads=False)
def outbox() -> rx.Component:
    return column(
        page_head(
            texts.OUTBOX,
            button(texts.REFRESH, icon="refresh", on_click=OutboxState.refresh),
            below=muted(texts.OUTBOX_WHY),
        ),
        filter_bar(search_box(OutboxState.needle, OutboxState.find, texts.FIND_ADDRESS)),
        states(
            items(rx.foreach(OutboxState.rows, _line)),
            loading=OutboxState.is_loading,
            problem=OutboxState.problem,
            is_empty=OutboxState.rows.length() == 0,
            empty=_empty(),
            skeleton=skeleton_list(6),
            on_retry=OutboxState.refresh,
        ),
        _letter(),
    )


def _empty() -> rx.Component:
    clear = button(texts.CLEAR, on_click=OutboxState.find(""))
    return rx.cond(
        OutboxState.needle != "",
        empty_state(texts.OUTBOX_NONE, texts.OUTBOX_NONE_WHY, clear),
        empty_state(
            texts.OUTBOX_EMPTY,
            texts.OUTBOX_EMPTY_WHY,
            button(texts.REFRESH, on_click=OutboxState.refresh),
        ),
    )


def _line(letter: Any) -> rx.Component:  # Any: a LetterRow as a Var
    return item(
        rx.cond(
            letter.is_mail,
            chip(texts.MAIL, icon="mail"),
            chip(texts.PUSH_NOTE, kind="accent", icon="bell"),
        ),
        item_text(letter.subject, letter.first_line, ltr(letter.address)),
        muted(letter.at),
        on_click=OutboxState.read(letter.id),
    )


def _letter() -> rx.Component:
    letter = OutboxState.letter
    return dialog(
        facts(
            [
                (texts.TO, ltr(letter.address)),
                (texts.FROM, letter.sender),
                (texts.SENT_AT, letter.at),
            ]
        ),
        rx.cond(
            letter.code != "",
            row(muted(texts.THE_CODE), strong(number(letter.code, size="xl")), gap=3),
        ),
        rx.cond(
            letter.links.length() > 0,
            stack(
                muted(texts.LINKS),
                rx.foreach(letter.links, _link),
                gap=1,
            ),
        ),
        rx.cond(
            letter.html != "",
            segmented_field(
                "as",
                texts.LETTER,
                [("letter", texts.AS_LETTER), ("text", texts.AS_TEXT)],
                value=rx.cond(OutboxState.as_text, "text", "letter"),
                on_change=OutboxState.show_as,
            ),
        ),
        rx.cond(
            OutboxState.as_text,
            letter_text(letter.text, texts.LETTER),
            letter_frame(letter.html, texts.LETTER),
        ),
        open=OutboxState.is_open,
        on_close=OutboxState.close,
        title=letter.subject,
        wide=True,
    )


def _link(link: Any) -> rx.Component:  # Any: a LinkRow as a Var
    return text_link(
        link.href, link.href, external=True, dir="ltr", target="_blank", rel="noopener"
    )
