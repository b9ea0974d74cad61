"""The inbox, from the top: mark all, the notices, older ones."""

from typing import Any

import reflex as rx

from fitkit.design.button import button, buttons, link_button
from fitkit.design.card import item, item_text, items
from fitkit.design.entry import unread_dot
from fitkit.design.feedback import empty_state, skeleton_list, states
from fitkit.design.icon import icon_of
from fitkit.design.layout import page as column
from fitkit.design.layout import stack
from fitkit.design.nav import page_head
from fitkit.design.type import strong
from fitkit.texts import account as texts
from fitkit.web.account.inbox.state import InboxState
from fitkit.web.frames import ACCOUNT, page, path_in
from fitkit.web.frames.state import FrameState
from fitkit.web.rows.notice import ICONS


@page("/me/inbox", title=texts.INBOX, state=InboxState, frame=ACCOUNT, heads=False)
def inbox() -> rx.Component:
    return column(
        page_head(
            texts.INBOX,
            rx.cond(
                InboxState.has_unread,
                button(
                    texts.MARK_ALL,
                    kind="quiet",
                    icon="check",
                    on_click=[InboxState.read_all, FrameState.arrive],
                ),
            ),
        ),
        states(
            _list(),
            loading=InboxState.is_loading,
            problem=InboxState.problem,
            is_empty=InboxState.rows.length() == 0,
            empty=empty_state(
                texts.EMPTY,
                texts.EMPTY_WHY,
                link_button(texts.TO_PREFERENCES, path_in("/me/settings")),
            ),
            skeleton=skeleton_list(6),
            on_retry=InboxState.load,
        ),
        narrow=True,
    )


def _list() -> rx.Component:
    return stack(
        items(rx.foreach(InboxState.rows, _row)),
        buttons(
            rx.cond(InboxState.is_older, button(texts.NEWEST, on_click=InboxState.load)),
            rx.cond(InboxState.has_older, button(texts.OLDER, on_click=InboxState.older)),
        ),
        gap=4,
    )


def _row(row: Any) -> rx.Component:  # Any: a NoticeRow as a Var
    inside = (
        icon_of(row.icon, *dict.fromkeys(ICONS.values())),
        item_text(rx.cond(row.is_read, row.title, strong(row.title)), row.body, row.at),
        rx.cond(row.is_read, rx.fragment(), unread_dot(texts.UNREAD_MARK)),
    )
    return rx.cond(
        row.path != "",
        item(*inside, href=row.path, on_click=[InboxState.read(row.id), FrameState.arrive]),
        item(*inside, on_click=[InboxState.read(row.id), FrameState.arrive]),
    )
