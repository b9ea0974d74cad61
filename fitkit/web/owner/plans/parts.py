"""Paying, limits, locations and changed rules in the plan's editor, and the question about an empty price."""

from typing import Any

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.design.card import card, card_head
from fitkit.design.desk import more_fields, plain_lines
from fitkit.design.dialog import confirm
from fitkit.design.feedback import notice
from fitkit.design.field import (
    date_field,
    money_field,
    number_field,
    segmented_field,
    select_field,
    tags_field,
    time_field,
)
from fitkit.design.form import fields
from fitkit.design.layout import stack
from fitkit.design.say import say
from fitkit.design.type import caption, muted
from fitkit.texts import desk, shop
from fitkit.texts import policy as texts
from fitkit.web.owner.plans.draft import ONCE
from fitkit.web.owner.plans.state import PlansState

LIMITS: dict[str, Text] = {
    "day_limit": texts.PLAN_DAY_LIMIT,
    "open_limit": texts.PLAN_OPEN_LIMIT,
    "class_from": texts.PLAN_FROM,
    "class_until": texts.PLAN_UNTIL,
    "location_ids": texts.PLAN_PLACES,
}
RULES: dict[str, Text] = {
    "rule_earlier_hours": texts.EARLIER,
    "rule_cutoff_hours": texts.LESS_CUTOFF,
    "rule_swap_minutes": texts.PLAN_SWAP,
    "rule_guests_most": texts.PLAN_GUESTS,
    "rule_day_limit": texts.DAY_LIMIT,
    "rule_week_limit": texts.WEEK_LIMIT,
    "rule_open_limit": texts.OPEN_LIMIT,
    "overrides": texts.SCOPE,
}
WINDOW: dict[str, Text] = {
    "sold_from": texts.PLAN_SOLD_FROM,
    "sold_until": texts.PLAN_SOLD_UNTIL,
}
LABELS = LIMITS | WINDOW | RULES


def paying(price: dict[str, Any]) -> rx.Component:
    """How much and how often; of what renews, for how long one binds oneself and on which day."""
    renews = PlansState.every != ONCE
    is_pack = PlansState.kind == "pack"
    can_renew = (PlansState.kind == "weekly") | (PlansState.kind == "unlimited")
    once = number_field(
        "valid_days",
        desk.VALID_DAYS,
        least=1,
        most=1095,
        help=rx.cond(
            can_renew, say(desk.VALID_HELP_OPEN), rx.cond(is_pack, "", say(desk.VALID_HELP))
        ),
        **_live("valid_days"),
    )
    rhythm = segmented_field(
        "every",
        shop.EVERY,
        list(shop.EVERY_CHOICES.items()),
        value=PlansState.every,
        on_change=PlansState.choose_every,
    )
    amount = money_field("price", desk.PRICE, help=desk.PRICE_HELP, **price)
    return stack(
        rx.cond(can_renew, rhythm),
        fields(
            amount,
            rx.cond(can_renew & renews, _billing_day(), once),
            columns=2,
        ),
        rx.cond(
            can_renew & (PlansState.every == "month"),
            _commitment(),
            rx.cond(is_pack, fields(_begin_within(), _instalments(), columns=2), _instalments()),
        ),
        rx.cond(PlansState.prices.length() > 0, _prices()),
    )


def terms_preview() -> rx.Component:
    """What is paid when joining today, and how it is ended: the words of the shop itself."""
    p = PlansState.preview
    return rx.fragment(
        rx.cond(p.warning, notice("warning", None, p.warning)),
        card(
            card_head(shop.PAYS_TITLE, caption(shop.PAYS_IF_TODAY)),
            plain_lines(p.pays),
            flat=True,
        ),
        rx.cond(
            p.ends.length() > 0,
            more_fields(shop.ENDS_TITLE, plain_lines(p.ends), is_open=True),
        ),
    )


def _instalments() -> rx.Component:
    return number_field(
        "most_instalments",
        shop.INSTALMENTS,
        least=1,
        most=36,
        optional=True,
        help=shop.INSTALMENTS_HELP,
        **_live("most_instalments"),
    )


def _begin_within() -> rx.Component:
    return number_field(
        "begin_within",
        desk.BEGIN_WITHIN,
        least=1,
        most=365,
        optional=True,
        help=desk.BEGIN_WITHIN_HELP,
        **_live("begin_within"),
    )


def _billing_day() -> rx.Component:
    made = number_field(
        "billing_day",
        shop.BILLING_DAY,
        least=1,
        most=28,
        optional=True,
        help=shop.BILLING_DAY_HELP,
        **_live("billing_day"),
    )
    return rx.cond(PlansState.every == "month", made)


def _commitment() -> rx.Component:
    return fields(
        number_field(
            "commitment_months",
            shop.COMMITMENT,
            least=2,
            most=36,
            optional=True,
            help=shop.COMMITMENT_HELP,
            **_live("commitment_months"),
        ),
        money_field(
            "open_price", shop.OPEN_PRICE, help=shop.OPEN_PRICE_HELP, **_live("open_price")
        ),
        columns=2,
    )


def _prices() -> rx.Component:
    return more_fields(shop.PRICES_BEFORE, plain_lines(PlansState.prices))


def _live(name: str) -> dict[str, Any]:
    """What a field that the preview follows needs."""
    return {
        "default": PlansState.start[name],
        "on_change": PlansState.write(name),
        "problem": PlansState.problems[name],
    }


def limits() -> rx.Component:
    """How much a day and ahead, at which hours, and where."""
    return more_fields(
        texts.PLAN_LIMITS,
        fields(
            _limit("day_limit", 10),
            _limit("open_limit", 60),
            _hour("class_from"),
            _hour("class_until"),
            columns=2,
        ),
        tags_field(
            "locations",
            texts.PLAN_PLACES,
            PlansState.located,
            PlansState.places,
            on_add=PlansState.locate,
            on_remove=PlansState.unlocate,
            help=texts.PLAN_PLACES_HELP,
            problem=PlansState.problems["location_ids"],
        ),
        is_open=_any(LIMITS),
    )


def window() -> rx.Component:
    """Between which days the shop sells it; a trial and what only staff sell have none."""
    shown = (PlansState.kind != "trial") & ~PlansState.preview.card.is_private
    return rx.cond(
        shown,
        more_fields(
            texts.PLAN_WINDOW,
            fields(_day("sold_from"), _day("sold_until"), columns=2),
            muted(texts.PLAN_WINDOW_HELP),
            is_open=_any(WINDOW),
        ),
    )


def rules() -> rx.Component:
    """What the plan changes of the rules, for all classes or some."""
    return more_fields(
        texts.OVERRIDES,
        muted(texts.OVERRIDES_HELP),
        select_field(
            "scope",
            texts.SCOPE,
            PlansState.scopes,
            value=PlansState.scope,
            on_change=PlansState.choose_scope,
            help=texts.SCOPE_HELP,
            problem=PlansState.problems["overrides"],
        ),
        fields(
            _rule("rule_earlier_hours", 0, 720, step=0.5),
            _rule("rule_cutoff_hours", 0, 336, step=0.5),
            _rule("rule_swap_minutes", 0, 1440),
            _rule("rule_guests_most", 0, 5),
            _rule("rule_day_limit", 1, 10),
            _rule("rule_week_limit", 1, 14),
            _rule("rule_open_limit", 1, 60),
            columns=2,
        ),
        is_open=_any(RULES),
    )


def ask_free() -> rx.Component:
    """An empty price is a slip more often than a gift."""
    return confirm(
        open=PlansState.asks_free,
        on_close=PlansState.back_to_price,
        title=texts.ASK_FREE,
        body=texts.ASK_FREE_WHY,
        action=texts.YES_FREE,
        on_confirm=PlansState.save_free,
        kind="main",
    )


def _limit(name: str, most: int) -> rx.Component:
    return number_field(
        name,
        LIMITS[name],
        least=1,
        most=most,
        optional=True,
        help=texts.PLAN_NO_LIMIT,
        default=PlansState.start[name],
        on_change=PlansState.write(name),
        problem=PlansState.problems[name],
    )


def _hour(name: str) -> rx.Component:
    return time_field(name, LIMITS[name], optional=True, help=texts.PLAN_HOURS_HELP, **_live(name))


def _day(name: str) -> rx.Component:
    return date_field(name, WINDOW[name], optional=True, **_live(name))


def _rule(name: str, least: int, most: int, **more: Any) -> rx.Component:
    return number_field(
        name,
        RULES[name],
        least=least,
        most=most,
        optional=True,
        default=PlansState.rule[name],
        on_change=PlansState.write_rule(name),
        problem=PlansState.problems[name],
        key=PlansState.scope + name,  # other classes, other fields: React keeps a default for good
        **more,
    )


def _any(names: dict[str, Text]) -> rx.Var[bool]:
    """Whether a problem stands at one of them: then they are shown."""
    first, *rest = names
    found = PlansState.problems.contains(first)
    for name in rest:
        found = found | PlansState.problems.contains(name)
    return found
