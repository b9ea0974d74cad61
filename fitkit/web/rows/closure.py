"""A day off as the owner decides on it."""

from dataclasses import dataclass
from datetime import date

from fitkit.core.i18n import Lang, ltr, near_day, weekday
from fitkit.features.closures.queries import ClosureView
from fitkit.features.closures.rules import ClosureState, Leaning
from fitkit.texts import board as texts

_KINDS = {
    ClosureState.PROPOSED: "warning",
    ClosureState.CONFIRMED: "danger",
    ClosureState.DECLINED: "positive",
}


@dataclass
class ClosureRow:
    """A day of the year."""

    id: str
    day: str  # 22.4
    weekday: str
    name: str
    span: str  # all day, or from when
    place: str  # empty: all locations
    status: str
    status_kind: str
    why: str  # what most studios do
    may_confirm: bool
    may_decline: bool
    may_change: bool


def closure_row(view: ClosureView, lang: Lang, *, today: date) -> ClosureRow:
    """A day in words; nothing is decided on one that is past."""
    at = ltr(f"{view.closes_at:%H:%M}") if view.closes_at else ""
    is_ahead = view.day >= today
    is_open = view.state is not ClosureState.CONFIRMED and is_ahead
    leans_open = view.leaning is Leaning.OPEN and view.state is ClosureState.PROPOSED
    return ClosureRow(
        id=str(view.id),
        day=near_day(view.day),
        weekday=weekday(view.day, lang),
        name=view.name.to(lang),
        span=texts.CLOSED_FROM.to(lang, at=at) if at else texts.ALL_DAY.to(lang),
        place=view.location,
        status=texts.STATES[view.state].to(lang),
        status_kind="neutral" if leans_open else _KINDS[view.state],
        why="" if view.is_own else texts.LEANINGS[view.leaning].to(lang),
        may_confirm=is_open,
        may_decline=view.state is not ClosureState.DECLINED and is_ahead,
        may_change=is_open,
    )
