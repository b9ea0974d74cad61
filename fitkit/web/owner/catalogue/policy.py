"""The rules of booking of a class type as typed: what the fields begin with, and what is read of them.

Fields speak of hours where people do; the rules keep minutes, and problems of either stand at the field.
"""

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any, Final

from fitkit.core.clock import week_start
from fitkit.core.errors import Refusal
from fitkit.core.money import Money
from fitkit.features.class_types import rules
from fitkit.features.class_types.queries import ClassTypeView
from fitkit.features.class_types.rules import Opens, Policy
from fitkit.features.members.rules import FormKind
from fitkit.texts import common
from fitkit.web.owner import typed
from fitkit.web.screen import text, ticked

Form = Mapping[str, Any]  # Any: what a browser sends
EXAMPLE_AT: Final = time(18, 30)
# The rule's field to the form's.
FIELD: Final = {
    "cancel_cutoff_minutes": "cutoff_hours",
    "auto_minutes": "auto_hours",
    "opens_minute": "opens_at",
}
# Shown for one way of opening only: what was typed for the other is kept while the form is open.
HIDDEN_BY_WAY: Final = ("opens", "opens_days", "opens_weekday", "opens_at")
FORM_FIELDS: Final = {kind: f"form_{kind}" for kind in FormKind}


def draft_of(view: ClassTypeView) -> dict[str, str]:
    """What the fields of the rules begin with."""
    forms = {
        name: "on" if kind in view.required_forms else "" for kind, name in FORM_FIELDS.items()
    }
    return (
        _draft(view.policy)
        | {"drop_in": "" if view.drop_in is None else typed.in_shekels(view.drop_in)}
        | forms
    )


def new_draft() -> dict[str, str]:
    """The same for a class type that is not there yet."""
    return _draft(Policy()) | {"drop_in": ""} | dict.fromkeys(FORM_FIELDS.values(), "")


def policy_of(form: Form) -> Policy:
    """The typed rules.

    Raises:
        Refusal: something that cannot be read, or a span of hours out of bounds, at its field.
    """
    return Policy(
        opens=typed.one_of(form, "opens", Opens),
        opens_days=typed.needed_whole(form, "opens_days"),
        opens_weekday=typed.needed_whole(form, "opens_weekday"),
        opens_minute=_minute_of_day(form, "opens_at"),
        closes_minutes=typed.whole(form, "closes_minutes") or 0,
        cancel_cutoff_minutes=typed.hours(form, "cutoff_hours", rules.MINUTES_BEFORE[1]) or 0,
        grace_minutes=typed.whole(form, "grace_minutes") or 0,
        swap_minutes=typed.whole(form, "swap_minutes"),
        day_limit=typed.whole(form, "day_limit"),
        week_limit=typed.whole(form, "week_limit"),
        open_limit=typed.whole(form, "open_limit"),
        waitlist_limit=typed.whole(form, "waitlist_limit") or 0,
        auto_minutes=typed.hours(form, "auto_hours", rules.AUTO[1]) or 0,
        offer_minutes=typed.needed_whole(form, "offer_minutes"),
        claim_minutes=typed.whole(form, "claim_minutes") or 0,
        guests_most=typed.whole(form, "guests_most") or 0,
        allows_trial=ticked(form, "allows_trial"),
    )


def drop_in_of(form: Form) -> Money | None:
    """The typed price of a single visit; None: not sold.

    Raises:
        Refusal: no amount, at its field.
    """
    return typed.price(form, "drop_in") if text(form, "drop_in") else None


def forms_of(form: Form) -> tuple[FormKind, ...]:
    """The kinds of forms that were ticked."""
    return tuple(kind for kind, name in FORM_FIELDS.items() if ticked(form, name))


def problems_at(found: Mapping[str, str]) -> dict[str, str]:
    """Problems of the rules at the fields that stand for them."""
    return {FIELD.get(name, name): words for name, words in found.items()}


def example_day(today: date) -> date:
    """Tuesday of next week: far enough that nothing of it is past."""
    return week_start(today) + timedelta(days=9)


def _draft(policy: Policy) -> dict[str, str]:
    return {
        "opens": str(policy.opens),
        "opens_days": str(policy.opens_days),
        "opens_weekday": str(policy.opens_weekday),
        "opens_at": f"{policy.opens_minute // 60:02d}:{policy.opens_minute % 60:02d}",
        "closes_minutes": str(policy.closes_minutes),
        "cutoff_hours": typed.in_hours(policy.cancel_cutoff_minutes),
        "grace_minutes": str(policy.grace_minutes),
        "swap_minutes": _perhaps(policy.swap_minutes),
        "day_limit": _perhaps(policy.day_limit),
        "week_limit": _perhaps(policy.week_limit),
        "open_limit": _perhaps(policy.open_limit),
        "waitlist_limit": str(policy.waitlist_limit),
        "auto_hours": typed.in_hours(policy.auto_minutes),
        "offer_minutes": str(policy.offer_minutes),
        "claim_minutes": str(policy.claim_minutes),
        "guests_most": str(policy.guests_most),
        "allows_trial": "on" if policy.allows_trial else "",
    }


def _perhaps(n: int | None) -> str:
    return "" if n is None else str(n)


def _minute_of_day(form: Form, name: str) -> int:
    try:
        at = time.fromisoformat(text(form, name))
    except ValueError:
        raise Refusal(common.NOT_A_TIME, field=name) from None
    return at.hour * 60 + at.minute
