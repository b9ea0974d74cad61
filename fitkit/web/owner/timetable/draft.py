"""What is typed about a class, as values; what cannot be read is refused at its field."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from fitkit.core.clock import day_of, week_start
from fitkit.core.errors import Refusal
from fitkit.core.i18n import clock_time
from fitkit.features.class_types.queries import ClassTypeView
from fitkit.features.scheduling.queries import SessionView
from fitkit.features.scheduling.rules import SessionChange, SessionDetails
from fitkit.texts import common
from fitkit.web.owner import typed
from fitkit.web.screen import text

Form = Mapping[str, Any]  # Any: what a browser sends


def details(form: Form) -> SessionDetails:
    """What is to be published.

    Raises:
        Refusal: something is missing or cannot be read; at its field.
    """
    return SessionDetails(
        class_type_id=_needed(form, "class_type_id"),
        location_id=_needed(form, "location_id"),
        day=_day(form),
        at=typed.needed_hour(form, "at"),
        until=typed.needed_hour(form, "until") if text(form, "until") else None,
        room_id=typed.chosen(form, "room_id"),
        coach_id=typed.chosen(form, "coach_id"),
        capacity=typed.whole(form, "capacity"),
        note=text(form, "note"),
    )


def change(form: Form) -> SessionChange:
    """What a class is to become.

    Raises:
        Refusal: something is missing or cannot be read; at its field.
    """
    return SessionChange(
        location_id=_needed(form, "location_id"),
        day=_day(form),
        at=typed.needed_hour(form, "at"),
        until=typed.needed_hour(form, "until"),
        capacity=typed.needed_whole(form, "capacity"),
        room_id=typed.chosen(form, "room_id"),
        coach_id=typed.chosen(form, "coach_id"),
    )


def as_it_is(view: SessionView, zone: ZoneInfo) -> SessionChange:
    """The change that changes nothing: what an undo goes back to."""
    return SessionChange(
        location_id=view.location_id,
        day=day_of(view.starts_at, zone),
        at=view.starts_at.astimezone(zone).time(),
        until=view.ends_at.astimezone(zone).time(),
        capacity=view.capacity,
        room_id=view.room_id,
        coach_id=view.coach_id,
    )


def of_session(view: SessionView, zone: ZoneInfo) -> dict[str, str]:
    """What the form of a change begins with."""
    return {
        "id": str(view.id),
        "day": day_of(view.starts_at, zone).isoformat(),
        "at": clock_time(view.starts_at, zone),
        "until": clock_time(view.ends_at, zone),
        "location_id": str(view.location_id),
        "room_id": str(view.room_id or ""),
        "coach_id": str(view.coach_id or ""),
        "capacity": str(view.capacity),
        "note": view.note,
    }


def to_publish(now: datetime, zone: ZoneInfo, *, week: str, location_id: str) -> dict[str, str]:
    """What publishing begins with: the next day of the week that is shown, at six."""
    today = day_of(now, zone)
    try:
        first = date.fromisoformat(week)
    except ValueError:
        first = week_start(today)
    day = max(first, today + timedelta(days=1))
    return {
        "class_type_id": "",
        "location_id": location_id,
        "room_id": "",
        "coach_id": "",
        "day": day.isoformat(),
        "at": "18:00",
        "until": "",
        "capacity": "",
        "times": "1",
    }


def of_type(kind: ClassTypeView, draft: Mapping[str, str]) -> dict[str, str]:
    """A draft with what a class type brings: length, places, coach."""
    return {
        **draft,
        "class_type_id": str(kind.id),
        "capacity": str(kind.capacity),
        "coach_id": str(kind.coach_id or ""),
        "until": until_of(draft.get("at", ""), kind.minutes),
    }


def until_of(at: str, minutes: int) -> str:
    """When a class that starts then ends; empty when that cannot be said, or only after midnight."""
    try:
        starts = datetime.combine(date.min, time.fromisoformat(at))
    except ValueError:
        return ""
    ends = starts + timedelta(minutes=minutes)
    return ends.strftime("%H:%M") if ends.date() == starts.date() else ""


def whole_or(words: str, otherwise: int) -> int:
    """A number that is being typed."""
    return int(words) if words.isdecimal() and len(words) < 4 else otherwise


def _needed(form: Form, name: str) -> UUID:
    found = typed.chosen(form, name)
    if found is None:
        raise Refusal(common.REQUIRED, field=name)
    return found


def _day(form: Form) -> date:
    day = typed.day(form, "day")
    if day is None:
        raise Refusal(common.REQUIRED, field="day")
    return day
