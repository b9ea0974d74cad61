"""What the schedule's address asks for: a day, a filter, a location."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from fitkit.core.i18n import Lang

_FAR: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Asked:
    """The choices that a link and a reload keep."""

    day: date
    show: str = ""  # everything, "free", or a class type's id
    location_id: UUID | None = None  # None: all
    ward_id: UUID | None = None  # the child it is for; None: oneself

    def address(self, lang: Lang, **changes: object) -> str:
        """The address of these choices, some of them changed."""
        chosen = replace(self, **changes)  # type: ignore[arg-type]  # its own fields
        return f"/{lang}/schedule/?day={chosen.day.isoformat()}{chosen.rest}"

    @property
    def rest(self) -> str:
        """What an address holds beside the day."""
        kept = {
            "show": self.show,
            "at": str(self.location_id or ""),
            "for": str(self.ward_id or ""),
        }
        words = urlencode({name: value for name, value in kept.items() if value})
        return f"&{words}" if words else ""


def asked(given: Mapping[str, str], *, today: date, locations: Collection[UUID]) -> Asked:
    """Read an address; what cannot be read, or lies over a year off, is as if it were not there."""
    location_id = _uuid(given.get("at", ""))
    show = given.get("show", "")
    return Asked(
        day=_day(given.get("day", ""), today),
        show=show if show == "free" or _uuid(show) else "",
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
