"""What the schedule's address asks for: a day, and the filters."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from fitkit.core.i18n import Lang
from fitkit.features.booking.queries import ClassCard
from fitkit.features.booking.rules import CardAction
from fitkit.web.rows.session import MINE

_FAR: Final = timedelta(days=366)
# What has a place by a tap.
_FREE: Final = frozenset(
    {
        CardAction.BOOK,
        CardAction.SWAP,
        CardAction.TRIAL,
        CardAction.CLAIM,
        CardAction.ACCEPT,
    }
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The choices that a link and a reload keep; what is None or False filters nothing."""

    day: date
    free: bool = False  # only what a tap books, and what is mine
    class_type_id: UUID | None = None
    coach_id: UUID | None = None
    location_id: UUID | None = None
    ward_id: UUID | None = None  # the child it is for; None: oneself

    def address(self, lang: Lang, **changes: object) -> str:
        """The address of these choices, some of them changed."""
        chosen = replace(self, **changes)  # type: ignore[arg-type]  # its own fields
        return f"/{lang}/schedule/?day={chosen.day.isoformat()}{chosen.rest}"

    @property
    def rest(self) -> str:
        """What an address holds beside the day."""
        kept = {
            "show": "free" if self.free else "",
            "type": str(self.class_type_id or ""),
            "coach": str(self.coach_id or ""),
            "at": str(self.location_id or ""),
            "for": str(self.ward_id or ""),
        }
        words = urlencode({name: value for name, value in kept.items() if value})
        return f"&{words}" if words else ""

    @property
    def is_plain(self) -> bool:
        """Whether nothing is filtered by class type and by what is free."""
        return not self.free and self.class_type_id is None

    def fits(self, card: ClassCard) -> bool:
        """Whether a class passes every filter but the location's, which the query has applied."""
        session = card.session
        return (
            (self.class_type_id is None or session.class_type_id == self.class_type_id)
            and (self.coach_id is None or session.coach_id == self.coach_id)
            and (not self.free or is_free(card))
        )


def is_free(card: ClassCard) -> bool:
    """Whether a tap books it, or it is mine already."""
    return card.status.action in _FREE or card.status.kind in MINE


def asked(given: Mapping[str, str], *, today: date, locations: Collection[UUID]) -> Asked:
    """Read an address; what cannot be read, or lies over a year off, is as if it were not there."""
    location_id = _uuid(given.get("at", ""))
    return Asked(
        day=_day(given.get("day", ""), today),
        free=given.get("show", "") == "free",
        class_type_id=_uuid(given.get("type", "")),
        coach_id=_uuid(given.get("coach", "")),
        location_id=location_id if location_id in locations else None,
        ward_id=_uuid(given.get("for", "")),
    )


def _day(given: str, today: date) -> date:
    try:
        day = date.fromisoformat(given)
    except ValueError:
        return today
    return day if abs(day - today) <= _FAR else today


def _uuid(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
