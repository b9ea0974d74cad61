"""The health of everything, from the top: what is wrong, the worst first, and what was looked at."""

import reflex as rx

from fitkit.core.permissions import Permission
from fitkit.design.button import button, link_button
from fitkit.design.card import card, card_head, item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.desk import facts_of
from fitkit.design.feedback import empty_state, skeleton_list, states
from fitkit.design.layout import page as column
from fitkit.design.layout import row, section, split, stack
from fitkit.design.nav import page_head
from fitkit.design.type import ltr, muted, strong
from fitkit.texts import platform as texts
from fitkit.web.frames import PLATFORM, page, path_in
from fitkit.web.frames.bars import may
from fitkit.web.platform.health.state import HealthState
from fitkit.web.rows.platform import TroubleGroup, TroubleRow

S = HealthState


@page("/platform/health", title=texts.HEALTH, state=HealthState, frame=PLATFORM, heads=False)
def health() -> rx.Component:
    return column(
        page_head(
            texts.HEALTH,
            button(texts.REFRESH, icon="refresh", on_click=S.load),
            below=muted(texts.HEALTH_HELP),
        ),
        states(
            split(_troubles(), _counted()),
            loading=S.is_loading,
            problem=S.problem,
            is_empty=S.counted.length() == 0,
            empty=_well(),
            skeleton=skeleton_list(6),
            on_retry=S.load,
        ),
    )


def _troubles() -> rx.Component:
    return rx.cond(S.groups.length() > 0, rx.fragment(rx.foreach(S.groups, _group)), _well())


def _well() -> rx.Component:
    return empty_state(texts.ALL_WELL, texts.ALL_WELL_WHY)


def _group(group: rx.Var[TroubleGroup]) -> rx.Component:
    to = link_button(texts.TO_PAYMENTS, path_in("/platform/payments"), kind="soft", small=True)
    return section(
        group.title,
        row(chip(group.count, group.look), muted(group.why)),
        items(rx.foreach(group.rows, _trouble)),
        rx.cond(group.leads_to_payments, row(to)),
    )


def _trouble(one: rx.Var[TroubleRow]) -> rx.Component:
    wake = button(
        texts.WAKE,
        kind="soft",
        small=True,
        icon="refresh",
        on_click=S.wake(one.job_id),
        custom_attrs={"aria-label": one.wake_label},
    )
    return item(
        item_text(one.title, one.facts, rx.cond(one.why != "", ltr(one.why))),
        rx.cond(one.count != "", strong(one.count)),
        rx.cond(one.may_wake & may(Permission.RUN_PLATFORM), wake),
        key=one.id,
    )


def _counted() -> rx.Component:
    known = facts_of(S.counted, lambda f: f.label, lambda f: f.value)
    return card(card_head(texts.COUNTED), stack(known, muted(S.looked_at, small=True), gap=3))
