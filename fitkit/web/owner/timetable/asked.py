"""What the timetable's address asks for: a week, and whose, where and which classes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from fitkit.core.clock import week_start
from fitkit.core.i18n import Lang

FAR: Final = timedelta(days=380)


@dataclass(frozen=True, slots=True)
class Asked:
    """The choices that a link and a reload keep."""

    day: date
    location_id: UUID | None = None  # None: all
    coach_id: UUID | None = None
    class_type_id: UUID | None = None
    session_id: UUID | None = None  # a class that opens beside the board

    @property
    def is_filtered(self) -> bool:
        """Whether some of the week may be hidden."""
        return any((self.location_id, self.coach_id, self.class_type_id))

    def address(self, lang: Lang, **changes: object) -> str:
        """The address of these choices, some of them changed."""
        chosen = replace(self, **changes)  # type: ignore[arg-type]  # its own fields
        kept = {
            "week": week_start(chosen.day).isoformat(),
            "at": chosen.location_id,
            "coach": chosen.coach_id,
            "type": chosen.class_type_id,
        }
        words = urlencode({name: str(value) for name, value in kept.items() if value})
        return f"/{lang}/dashboard/schedule/?{words}"


def asked(given: Mapping[str, str], *, today: date) -> Asked:
    """Read an address; what cannot be read, or lies over a year off, is as if it were not there."""
    return Asked(
        day=_day(given.get("week", ""), today),
        location_id=_uuid(given.get("at", "")),
        coach_id=_uuid(given.get("coach", "")),
        class_type_id=_uuid(given.get("type", "")),
        session_id=_uuid(given.get("class", "")),
    )


def _day(given: str, today: date) -> date:
    try:
        day = date.fromisoformat(given)
    except ValueError:
        return today
    return day if abs(day - today) <= FAR else today


def _uuid(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
