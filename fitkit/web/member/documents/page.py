"""A member's documents: a row each, with its file."""

import reflex as rx

from fitkit.design.button import link_button
from fitkit.design.card import item, item_text, items
from fitkit.design.feedback import empty_state, skeleton_list, states
from fitkit.design.layout import page as column
from fitkit.design.nav import page_head
from fitkit.design.type import strong
from fitkit.texts import documents as texts
from fitkit.web.frames import MEMBER, page
from fitkit.web.member.documents.state import MyDocumentsState
from fitkit.web.rows.document import DocumentRow

S = MyDocumentsState


@page(
    "/me/documents",
    title=texts.MY_TITLE,
    state=MyDocumentsState,
    frame=MEMBER,
    heads=False,
    back="/home",
)
def my_documents() -> rx.Component:
    return column(
        page_head(texts.MY_TITLE),
        states(
            items(rx.foreach(S.rows, _document)),
            loading=S.is_loading,
            problem=S.problem,
            is_empty=S.rows.length() == 0,
            empty=empty_state(texts.MY_EMPTY, texts.MY_EMPTY_WHY),
            skeleton=skeleton_list(4),
            on_retry=S.load,
        ),
        narrow=True,
    )


def _document(one: rx.Var[DocumentRow]) -> rx.Component:
    file = link_button(
        texts.PDF,
        one.file,
        kind="quiet",
        small=True,
        icon="download",
        external=True,
        custom_attrs={"aria-label": one.file_label},
    )
    facts = rx.el.span(one.day, rx.cond(one.note != "", " · " + one.note, ""))
    shown = rx.cond(one.file != "", file)
    return item(item_text(one.title, facts), strong(one.amount), shown, key=one.id)
