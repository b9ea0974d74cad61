"""The plans, from the top: head, cards by kind, those no longer sold, and the editor over them."""

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission
from fitkit.design.button import button
from fitkit.design.card import card, card_head, hero, item, item_text, items
from fitkit.design.chip import chip
from fitkit.design.desk import included, plain_lines, price_tag
from fitkit.design.dialog import dialog, menu_item, more_menu
from fitkit.design.feedback import empty_state, notice, skeleton_cards, states
from fitkit.design.field import (
    number_field,
    segmented_field,
    switch_field,
    tags_field,
    text_field,
)
from fitkit.design.form import fields, form, problem_summary
from fitkit.design.layout import grid, row, section, split, stack
from fitkit.design.layout import page as column
from fitkit.design.nav import page_head
from fitkit.design.say import say
from fitkit.design.tally import tally
from fitkit.design.type import heading, muted, number
from fitkit.texts import common, desk, shop
from fitkit.texts import new_price as price_texts
from fitkit.web.frames import Frame, page
from fitkit.web.frames.bars import may
from fitkit.web.owner.plans import parts
from fitkit.web.owner.plans.dialogs import new_price
from fitkit.web.owner.plans.new_price import NewPriceState
from fitkit.web.owner.plans.state import PlansState
from fitkit.web.owner.plans.tabs import offer_tabs
from fitkit.web.rows.plan import PlanGroup, PlanRow

LABELS: dict[str, Text] = {
    "name_he": desk.NAME_HE,
    "name_en": desk.NAME_EN,
    "price": desk.PRICE,
    "weekly_limit": desk.WEEKLY_LIMIT,
    "entries": desk.ENTRIES,
    "valid_days": desk.VALID_DAYS,
    "begin_within": desk.BEGIN_WITHIN,
    "commitment_months": shop.COMMITMENT,
    "open_price": shop.OPEN_PRICE,
    "billing_day": shop.BILLING_DAY,
    "most_instalments": shop.INSTALMENTS,
    "class_type_ids": desk.COVERS,
} | parts.LABELS


@page("/dashboard/plans", title=desk.PLANS, state=PlansState, frame=Frame.STAFF, heads=False)
def plans() -> rx.Component:
    return column(
        _head(), offer_tabs("plans"), _content(), _editor(), parts.ask_free(), new_price()
    )


def _add() -> rx.Component:
    made = button(desk.ADD_PLAN, kind="main", icon="add", on_click=PlansState.new)
    return rx.cond(may(Permission.EDIT_PLANS), made)


def _head() -> rx.Component:
    return page_head(desk.PLANS, _add())


def _content() -> rx.Component:
    return states(
        stack(rx.foreach(PlansState.groups, _group), _retired(), gap=6),
        loading=PlansState.is_loading,
        problem=PlansState.problem,
        is_empty=PlansState.is_empty,
        empty=empty_state(desk.NO_PLANS, desk.NO_PLANS_WHY, _add()),
        skeleton=skeleton_cards(),
        on_retry=PlansState.load,
    )


def _group(group: rx.Var[PlanGroup]) -> rx.Component:
    return section(group.title, grid(rx.foreach(group.plans, _card), least=300))


def _card(plan: rx.Var[PlanRow]) -> rx.Component:
    return card(
        card_head(plan.name, _menu(plan)),
        price_tag(plan.price, plan.period),
        rx.cond(plan.strokes > 0, tally(plan.strokes, plan.strokes, plan.strokes_label, height=18)),
        included(plan.gives),
        row(
            chip(plan.holders, rx.cond(plan.has_holders, "accent", "neutral"), icon="members"),
            rx.cond(plan.is_private, chip(desk.PRIVATE, icon="locked")),
            wrap=True,
        ),
    )


def _menu(plan: rx.Var[PlanRow]) -> rx.Component:
    return rx.cond(
        may(Permission.EDIT_PLANS),
        row(
            button(
                common.EDIT,
                icon="edit",
                small=True,
                on_click=PlansState.edit(plan.id),
                aria_label=f"{say(common.EDIT)}: {plan.name}",
            ),
            more_menu(
                plan.name,
                menu_item(
                    price_texts.CHANGE,
                    icon="cash",
                    on_click=NewPriceState.open(plan.id, plan.name),
                ),
                menu_item(desk.RETIRE_PLAN, icon="archive", on_click=PlansState.retire(plan.id)),
            ),
            gap=0,
        ),
    )


def _retired() -> rx.Component:
    return rx.cond(
        PlansState.retired.length() > 0,
        section(desk.RETIRED_PLANS, items(rx.foreach(PlansState.retired, _gone))),
    )


def _gone(plan: rx.Var[PlanRow]) -> rx.Component:
    back = button(desk.SELL_AGAIN, icon="restore", small=True, on_click=PlansState.restore(plan.id))
    return item(item_text(plan.name, plan.holders), rx.cond(may(Permission.EDIT_PLANS), back))


# the editor


def _editor() -> rx.Component:
    is_new = PlansState.editing.id == ""
    return dialog(
        split(_form(), _preview()),
        open=PlansState.is_open,
        on_close=PlansState.close,
        title=rx.cond(is_new, say(desk.NEW_PLAN), say(desk.EDIT_PLAN)),
        actions=[
            button(common.SAVE, kind="main", submit=True, custom_attrs={"form": "plan-form"}),
            button(common.CANCEL, on_click=PlansState.close),
        ],
        wide=True,
    )


def _form() -> rx.Component:
    return form(
        problem_summary(PlansState.problems, LABELS),
        _held(),
        fields(
            _words("name_he", desk.NAME_HE),
            _words("name_en", desk.NAME_EN),
            columns=2,
        ),
        segmented_field(
            "kind",
            desk.KIND,
            list(desk.KINDS.items()),
            value=PlansState.kind,
            on_change=PlansState.choose_kind,
        ),
        _limit(),
        parts.paying(_live("price")),
        tags_field(
            "class_types",
            desk.COVERS,
            PlansState.covered,
            PlansState.class_types,
            on_add=PlansState.cover,
            on_remove=PlansState.uncover,
            help=desk.COVERS_HELP,
            problem=PlansState.problems["class_type_ids"],
        ),
        switch_field(
            "on_sale",
            desk.ON_SALE,
            default=PlansState.start["on_sale"] == "on",
            on_change=PlansState.sell,
            help=desk.ON_SALE_HELP,
        ),
        switch_field(
            "hands_over",
            desk.HANDS_OVER,
            default=PlansState.start["hands_over"] == "on",
            on_change=PlansState.keep,
            help=desk.HANDS_OVER_HELP,
        ),
        parts.window(),
        parts.limits(),
        parts.rules(),
        on_submit=PlansState.save,
        id="plan-form",
    )


def _live(name: str) -> dict[str, object]:
    """What a field that the preview follows needs."""
    return {
        "default": PlansState.start[name],
        "on_change": PlansState.write(name),
        "problem": PlansState.problems[name],
    }


def _words(name: str, label: Text) -> rx.Component:
    return text_field(name, label, most=60, **_live(name))


def _limit() -> rx.Component:
    """What is counted, by kind; both stay in the form of the kind that has them."""
    weekly = number_field(
        "weekly_limit",
        desk.WEEKLY_LIMIT,
        least=1,
        most=14,
        help=desk.WEEKLY_HELP,
        **_live("weekly_limit"),
    )
    pack = number_field("entries", desk.ENTRIES, least=1, most=200, **_live("entries"))
    return rx.match(PlansState.kind, ("weekly", weekly), ("pack", pack), rx.fragment())


def _held() -> rx.Component:
    """Whoever has it keeps it as it was given; said before anything is changed."""
    return rx.cond(
        PlansState.editing.has_holders,
        notice("info", None, PlansState.only_new, " ", PlansState.editing.kept),
    )


def _preview() -> rx.Component:
    p = PlansState.preview.card
    return stack(
        heading(desk.PREVIEW_TITLE, size="md"),
        hero(
            row(number(p.name, "2xl"), chip(p.kind_word, icon=""), between=True, align="top"),
            price_tag(p.price, p.period),
            rx.cond(p.strokes > 0, tally(p.strokes, p.strokes, p.strokes_label, "signal", 26)),
        ),
        included(p.gives),
        rx.cond(p.per_class != "", muted(p.per_class)),
        rx.cond(p.is_private, chip(desk.PRIVATE, icon="locked")),
        rx.cond(PlansState.preview.is_kept, chip(desk.KEPT, icon="locked")),
        parts.terms_preview(),
        rx.cond(PlansState.changed.length() > 0, plain_lines(PlansState.changed)),
        rx.cond(
            PlansState.rule_example,
            card(
                heading(PlansState.rule_example, size="md"),
                included(PlansState.rule_lines),
                flat=True,
            ),
        ),
        gap=3,
    )
