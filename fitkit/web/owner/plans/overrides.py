"""What a plan changes of the rules of booking, as typed: for all class types, and for some."""

from collections.abc import Iterable, Mapping
from typing import Final

from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang
from fitkit.features.class_types import rules
from fitkit.features.class_types.rules import PolicyOverride
from fitkit.features.plans.rules import ALL_TYPES
from fitkit.texts import common
from fitkit.texts import policy as texts
from fitkit.web.owner import typed
from fitkit.web.rows.choice import Choice
from fitkit.web.rows.policy import override_words

Typed = Mapping[str, Mapping[str, str]]  # by class type id or ALL_TYPES, then by field
HOURS: Final = {  # the rule's field to the form's, which speaks of hours; the most in minutes
    "opens_earlier_minutes": ("rule_earlier_hours", rules.EARLIER[1]),
    "cancel_cutoff_minutes": ("rule_cutoff_hours", rules.MINUTES_BEFORE[1]),
}
NUMBERS: Final = ("swap_minutes", "day_limit", "week_limit", "open_limit", "guests_most")
FIELDS: Final = (*(name for name, _ in HOURS.values()), *(f"rule_{name}" for name in NUMBERS))


def draft_of(overrides: Mapping[str, PolicyOverride]) -> dict[str, dict[str, str]]:
    """What the fields of each scope begin with."""
    return {scope: _draft(by) for scope, by in overrides.items()}


def empty() -> dict[str, str]:
    """The fields of a scope for which nothing is changed."""
    return _draft(PolicyOverride())


def read(written: Typed) -> dict[str, PolicyOverride]:
    """The typed changes; a scope in which nothing was typed is left out.

    Raises:
        Refusal: something that cannot be read or is out of bounds, at ``scope/field``.
    """
    found = {}
    for scope, form in written.items():
        try:
            by = _override(form)
        except Refusal as refusal:
            at = f"{scope}/{refusal.field}"
            raise Refusal(refusal.text, field=at, **refusal.params) from None
        if by.facts():
            found[scope] = by
    return found


def words(
    overrides: Mapping[str, PolicyOverride], types: Iterable[Choice], lang: Lang
) -> list[str]:
    """A line for each scope in which something is changed; all class types first."""
    names = {ALL_TYPES: texts.SCOPE_ALL.to(lang)} | {t.value: t.label for t in types}
    return [
        texts.CHANGED_FOR.to(lang, scope=names[scope], changes=override_words(by, lang))
        for scope, by in sorted(overrides.items(), key=lambda one: (one[0] != ALL_TYPES, one[0]))
        if scope in names
    ]


def _draft(by: PolicyOverride) -> dict[str, str]:
    hours = {form: typed.in_hours(getattr(by, name)) for name, (form, _) in HOURS.items()}
    return hours | {f"rule_{name}": _words(getattr(by, name)) for name in NUMBERS}


def _words(n: int | None) -> str:
    return "" if n is None else str(n)


def _override(form: Mapping[str, str]) -> PolicyOverride:
    hours = {name: typed.hours(form, field, most) for name, (field, most) in HOURS.items()}
    numbers = {name: _bounded(form, name) for name in NUMBERS}
    return PolicyOverride(**hours, **numbers)


_BOUNDS: Final = {
    "swap_minutes": rules.SWAP,
    "day_limit": rules.DAY_LIMIT,
    "week_limit": rules.WEEK_LIMIT,
    "open_limit": rules.OPEN_LIMIT,
    "guests_most": rules.GUESTS,
}


def _bounded(form: Mapping[str, str], name: str) -> int | None:
    """Here too, since a plan's own limits have the same names: a problem must know its field."""
    n, (least, most) = typed.whole(form, f"rule_{name}"), _BOUNDS[name]
    if n is not None and not least <= n <= most:
        raise Refusal(common.OUT_OF_RANGE, field=f"rule_{name}", least=least, most=most)
    return n
