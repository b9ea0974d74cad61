"""A plan as typed: the editor's fields, the plan they say, and what a member would see and pay."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Final
from uuid import UUID

from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang, Text
from fitkit.core.money import ZERO, Money
from fitkit.features.billing.rules import disclosure as told
from fitkit.features.billing.rules.checkout import Offer
from fitkit.features.class_types.rules import PolicyOverride
from fitkit.features.plans.queries import PlanView
from fitkit.features.plans.rules import (
    BEGIN_WITHIN,
    BILLING_DAY,
    COMMITMENT,
    INSTALMENTS,
    RENEWABLE,
    Every,
    PlanDetails,
    PlanKind,
    Terms,
)
from fitkit.texts import desk
from fitkit.texts import shop as texts
from fitkit.web.owner import typed
from fitkit.web.rows.plan import PlanRow, offer
from fitkit.web.screen import text, ticked

ONCE: Final = "once"  # of the choice how it is paid
FIELDS: Final = (
    "name_he",
    "name_en",
    "price",
    "weekly_limit",
    "entries",
    "valid_days",
    "on_sale",
    "hands_over",
    "day_limit",
    "open_limit",
    "begin_within",
    "class_from",
    "class_until",
    "sold_from",
    "sold_until",
    "commitment_months",
    "open_price",
    "billing_day",
    "most_instalments",
)
NEW: Final = {"on_sale": "on", "hands_over": "on", "weekly_limit": "2", "entries": "10"}


@dataclass
class Sketch:
    """What a member would see and pay."""

    card: PlanRow = field(default_factory=PlanRow)
    pays: list[str] = field(default_factory=list)  # when joining today
    ends: list[str] = field(default_factory=list)  # commitment and cancelling
    warning: str = ""  # why it would not be sold
    is_kept: bool = False  # not handed over to another member


def draft_of(view: PlanView) -> dict[str, str]:
    """What the editor's fields begin with."""
    return {
        "name_he": view.name.he,
        "name_en": view.name.en,
        "price": typed.in_shekels(view.price),
        "weekly_limit": str(view.terms.weekly_limit or ""),
        "entries": str(view.terms.entries or ""),
        "valid_days": str(view.terms.valid_days or ""),
        "day_limit": str(view.terms.day_limit or ""),
        "open_limit": str(view.terms.open_limit or ""),
        "begin_within": str(view.terms.begin_within or ""),
        "class_from": _as_hour(view.terms.class_from),
        "class_until": _as_hour(view.terms.class_until),
        "sold_from": str(view.sold_from or ""),
        "sold_until": str(view.sold_until or ""),
        "on_sale": "" if view.is_private else "on",
        "hands_over": "" if view.is_kept else "on",
        "commitment_months": str(view.commitment_months or ""),
        "open_price": "" if view.open_price is None else typed.in_shekels(view.open_price),
        "billing_day": str(view.billing_day or ""),
        "most_instalments": "" if view.most_instalments == 1 else str(view.most_instalments),
    }


def details_of(
    form: dict[str, Any],  # Any: a form
    kind: str,
    *,
    every: str,
    covered: list[str],
    located: list[str],
    changes: Mapping[str, PolicyOverride],
) -> PlanDetails:
    """The typed plan.

    Raises:
        Refusal: a number or a price that cannot be read, at its field.
    """
    terms = Terms(
        typed.one_of({"kind": kind}, "kind", PlanKind),
        weekly_limit=typed.whole(form, "weekly_limit"),
        entries=typed.whole(form, "entries"),
        valid_days=typed.whole(form, "valid_days"),
        class_type_ids=tuple(UUID(i) for i in covered),
        location_ids=tuple(UUID(i) for i in located),
        day_limit=typed.whole(form, "day_limit"),
        open_limit=typed.whole(form, "open_limit"),
        begin_within=typed.whole(form, "begin_within"),
        class_from=typed.hour(form, "class_from"),
        class_until=typed.hour(form, "class_until"),
    )
    return PlanDetails(
        name_he=text(form, "name_he"),
        name_en=text(form, "name_en"),
        terms=terms,
        price=typed.price(form, "price"),
        is_private=not ticked(form, "on_sale"),
        is_kept=not ticked(form, "hands_over"),
        sold_from=typed.day(form, "sold_from"),
        sold_until=typed.day(form, "sold_until"),
        every=None if every == ONCE else typed.one_of({"every": every}, "every", Every),
        commitment_months=typed.whole(form, "commitment_months"),
        open_price=typed.price(form, "open_price") if text(form, "open_price") else None,
        billing_day=typed.whole(form, "billing_day"),
        most_instalments=1 if (many := typed.whole(form, "most_instalments")) is None else many,
        overrides=changes,
    )


def sketch(
    written: Mapping[str, str],
    kind: PlanKind,
    every: str,
    covered: list[str],
    names: dict[UUID, Text],
    today: date,
    lang: Lang,
) -> Sketch:
    """What a member would see of a half-written plan: numbers that cannot be read are left out."""
    renews = None if every == ONCE or kind not in RENEWABLE else Every(every)
    terms = Terms(
        kind,
        weekly_limit=_read(written, "weekly_limit") if kind is PlanKind.WEEKLY else None,
        entries={PlanKind.PACK: _read(written, "entries"), PlanKind.TRIAL: 1}.get(kind),
        valid_days=None if renews else _read(written, "valid_days"),
        class_type_ids=tuple(UUID(i) for i in covered),
        begin_within=_bounded(_read(written, "begin_within"), BEGIN_WITHIN)
        if kind is PlanKind.PACK
        else None,
        class_from=_hour(written, "class_from"),
        class_until=_hour(written, "class_until"),
    )
    months = _bounded(_read(written, "commitment_months"), COMMITMENT)
    open_price = _price(written, "open_price")
    is_committed = renews is Every.MONTH and months is not None and bool(open_price)
    first, second = ("name_he", "name_en") if lang is Lang.HE else ("name_en", "name_he")
    name = text(written, first) or text(written, second) or desk.PREVIEW_NAME.to(lang)
    sold = Offer(
        name=Text(name, name),
        terms=terms,
        price=_price(written, "price"),
        every=renews,
        commitment_months=months if is_committed else None,
        open_price=open_price if is_committed else None,
        billing_day=_bounded(_read(written, "billing_day"), BILLING_DAY),
        starts_on=today,
        most_instalments=_bounded(_read(written, "most_instalments"), INSTALMENTS) or 1
        if renews is not Every.MONTH
        else 1,
    )
    is_private = not ticked(written, "on_sale")
    endless = renews is None and kind in RENEWABLE and terms.valid_days is None
    return Sketch(
        card=offer(sold, is_private=is_private, names=names, lang=lang),
        pays=list(told.payment_terms(sold, lang)),
        ends=list(told.ending_terms(sold, lang)),
        warning=texts.NEVER_ENDS.to(lang) if endless and not is_private else "",
        is_kept=not ticked(written, "hands_over"),
    )


def _as_hour(at: time | None) -> str:
    return "" if at is None else f"{at:%H:%M}"


def _hour(written: Mapping[str, str], name: str) -> time | None:
    try:
        return typed.hour(written, name)
    except Refusal:
        return None


def _price(written: Mapping[str, str], name: str) -> Money:
    try:
        return typed.price(written, name)
    except Refusal:
        return ZERO


def _bounded(n: int | None, span: tuple[int, int]) -> int | None:
    return n if n is not None and span[0] <= n <= span[1] else None


def _read(written: Mapping[str, str], name: str) -> int | None:
    try:
        n = typed.whole(written, name)
    except Refusal:
        return None
    return n if n and 0 < n < 10_000 else None
