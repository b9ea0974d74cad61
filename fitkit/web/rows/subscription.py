"""What a member holds, on screens: a subscription, and the story of its entries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from fitkit.core.i18n import Lang, Text, day_in_record, ltr, moment, money
from fitkit.features.plans.queries import PlanView
from fitkit.features.plans.rules import Terms
from fitkit.features.subscriptions.queries import HeldView, MoveView
from fitkit.features.subscriptions.rules import SubscriptionStatus
from fitkit.texts import desk
from fitkit.texts import subscriptions as texts
from fitkit.web.rows import plan as plans

KIND_OF: dict[SubscriptionStatus, str] = {
    SubscriptionStatus.ACTIVE: "positive",
    SubscriptionStatus.FROZEN: "info",
    SubscriptionStatus.ENDED: "neutral",
}


@dataclass
class HeldRow:
    """A subscription as a card."""

    id: str = ""
    plan: str = ""
    gives: str = ""
    covers: str = ""
    dates: str = ""
    status: str = ""
    status_kind: str = "neutral"
    is_counted: bool = False
    used: int = 0
    total: int = 0
    left: str = ""
    loses: str = ""  # what ending it takes away
    is_used_up: bool = False  # not over, but nothing is left of it
    is_over: bool = False


@dataclass
class MoveRow:
    """A change of the entries left."""

    id: str
    at: str
    what: str
    note: str
    delta: str
    left: int


def held_row(view: HeldView, *, names: Mapping[UUID, Text], lang: Lang) -> HeldRow:
    """A subscription as a card."""
    terms = Terms(
        view.kind,
        view.weekly_limit,
        view.entries_given,
        None,
        view.class_type_ids,
        class_from=view.class_from,
        class_until=view.class_until,
    )
    given, left = view.entries_given or 0, view.entries_left or 0
    is_over = view.status is SubscriptionStatus.ENDED
    is_used_up = view.entries_left == 0 and not is_over
    return HeldRow(
        id=str(view.id),
        plan=view.plan.to(lang),
        gives=plans.gives(terms, lang),
        covers=plans.covers(terms, names, lang),
        dates=_dates(view, lang),
        status=(texts.USED_UP if is_used_up else texts.STATUSES[view.status]).to(lang),
        status_kind="neutral" if is_used_up else KIND_OF[view.status],
        is_counted=view.entries_left is not None,
        used=max(given - left, 0),
        total=max(given, left),
        left=texts.ENTRIES_LEFT.to(lang, left) if left else texts.NONE_LEFT.to(lang),
        loses=desk.END_LOSES.to(lang, left) if left and not is_over else "",
        is_used_up=is_used_up,
        is_over=is_over,
    )


def move_row(n: int, view: MoveView, *, zone: ZoneInfo, lang: Lang) -> MoveRow:
    """A change of the entries left; the sign stands before its number in both languages."""
    return MoveRow(
        id=str(n),
        at=moment(view.at, zone, lang),
        what=texts.MOVES[view.reason].to(lang),
        note=view.note,
        delta=ltr(f"{view.delta:+d}"),
        left=view.balance_after,
    )


def promise(view: PlanView, first: date, *, names: Mapping[UUID, Text], lang: Lang) -> str:
    """One sentence: what a member gets when the plan is given from a day."""
    return desk.PREVIEW.to(
        lang,
        what=plans.gives(view.terms, lang),
        when=_when(view.terms, first, lang),
        covers=plans.covers(view.terms, names, lang),
        price=money(view.price, lang) if view.price else desk.FREE.to(lang),
    )


def begins(view: HeldView, lang: Lang) -> str:
    """Of a pack whose days count from its first class, which has not come: from when at the latest; else empty."""
    if view.begins_by is None or view.status is SubscriptionStatus.ENDED:
        return ""
    return desk.NOT_BEGUN.to(lang, day=day_in_record(view.begins_by))


def _dates(view: HeldView, lang: Lang) -> str:
    return begins(view, lang) or span(view.starts_on, view.ends_on, lang)


def _when(terms: Terms, first: date, lang: Lang) -> str:
    if terms.begin_within is None:
        return span(first, terms.last_day(first), lang)
    return desk.NOT_BEGUN.to(lang, day=day_in_record(terms.begins_by(first)))


def span(first: date, last: date | None, lang: Lang) -> str:
    """From when to when it is good."""
    if last is None:
        return desk.FROM_ON.to(lang, first=day_in_record(first))
    return desk.FROM_TO.to(lang, first=day_in_record(first), last=day_in_record(last))
