"""Class types, locations and rooms as cards, and the booking policy in words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from fitkit.core import phone
from fitkit.core.clock import wall, week_start
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Counted, Lang, clock_time, ltr, near_day, weekday
from fitkit.features.class_types.queries import ClassTypeView
from fitkit.features.class_types.rules import ClassTypeDetails, Colour, Policy
from fitkit.features.locations.queries import LocationView, RoomView
from fitkit.features.locations.rules import Hours, LocationDetails, RoomDetails
from fitkit.texts import catalogue as texts
from fitkit.texts import common, desk
from fitkit.web.owner import typed
from fitkit.web.screen import text

EXAMPLE_AT: Final = time(18, 30)
_SPAN = re.compile(r"(\d{1,2}:\d{2})\s*[-\u2013\u2014]\s*(\d{1,2}:\d{2})")


@dataclass
class TypeRow:
    """A class type as a card."""

    id: str = ""
    name: str = ""
    other_name: str = ""
    description: str = ""
    colour: str = "teal"
    facts: str = ""
    coach: str = ""
    policy: list[str] = field(default_factory=list)
    example: str = ""


@dataclass
class RoomRow:
    """A room of a location."""

    id: str
    name: str
    people: str
    capacity: str
    is_closed: bool


@dataclass
class DayRow:
    """Opening hours of one weekday."""

    key: str  # hours_0 is Sunday
    day: str
    words: str  # what the card shows
    written: str  # what the field begins with


@dataclass
class LocationRow:
    """A location as a card."""

    id: str = ""
    name: str = ""
    address: str = ""
    phone: str = ""
    has_hours: bool = False
    days: list[DayRow] = field(default_factory=list)
    rooms: list[RoomRow] = field(default_factory=list)
    is_closed: bool = False


def type_row(
    view: ClassTypeView, *, coaches: Mapping[UUID, str], zone: ZoneInfo, today: date, lang: Lang
) -> TypeRow:
    """A class type as a card."""
    facts = desk.LENGTH_AND_PLACES.to(
        lang,
        minutes=Counted(common.MINUTES, view.minutes),
        places=Counted(desk.PLACES_N, view.capacity),
    )
    return TypeRow(
        id=str(view.id),
        name=view.name.to(lang),
        other_name=view.name.to(lang.other),
        description=view.description,
        colour=str(view.colour),
        facts=facts,
        coach=coaches.get(view.coach_id, "") if view.coach_id else "",
        policy=policy_words(view.policy, zone=zone, today=today, lang=lang),
        example=example_words(today, lang),
    )


def policy_words(policy: Policy, *, zone: ZoneInfo, today: date, lang: Lang) -> list[str]:
    """What the policy means for one class: next week's Tuesday at half past six."""
    starts_at = wall(_example_day(today), EXAMPLE_AT, zone)

    def at(moment: Any) -> str:  # Any: an aware datetime
        local = moment.astimezone(zone).date()
        return f"{weekday(local, lang)} {near_day(local)}, {clock_time(moment, zone)}"

    opens = desk.POLICY_OPENS.to(lang, at=at(policy.opens_at(starts_at, zone)))
    if policy.closes_minutes:
        opens += ", " + desk.POLICY_CLOSES.to(lang, at=at(policy.closes_at(starts_at)))
    waits = policy.waitlist_limit
    return [
        opens,
        desk.POLICY_FREE.to(lang, at=at(policy.free_until(starts_at))),
        desk.POLICY_WAITS.to(lang, waits) if waits else desk.POLICY_NO_WAIT.to(lang),
    ]


def example_words(today: date, lang: Lang) -> str:
    """Which class the policy's words are about."""
    day = _example_day(today)
    at = f"{weekday(day, lang)} {near_day(day)}, {EXAMPLE_AT:%H:%M}"
    return desk.POLICY_EXAMPLE.to(lang, class_at=at)


def location_row(view: LocationView, lang: Lang) -> LocationRow:
    """A location as a card, with all its rooms."""
    return LocationRow(
        id=str(view.id),
        name=view.name,
        address=view.address,
        phone=phone.display(view.phone),
        has_hours=bool(view.hours),
        days=days_of(view.hours, lang),
        rooms=[_room_row(r, lang) for r in view.rooms],
        is_closed=view.is_closed,
    )


def days_of(hours: Hours, lang: Lang) -> list[DayRow]:
    """Seven days from Sunday."""
    rows = []
    for n, name in enumerate(texts.WEEKDAYS):
        spans = [f"{a}-{b}" for a, b in (span.words for span in hours.get(n, ()))]
        shown = ", ".join(ltr(span) for span in spans) or desk.CLOSED_DAY.to(lang)
        rows.append(DayRow(f"hours_{n}", name.to(lang), shown, ", ".join(spans)))
    return rows


def type_draft(view: ClassTypeView) -> dict[str, str]:
    """What the editor of a class type begins with."""
    policy = view.policy
    return {
        "name_he": view.name.he,
        "name_en": view.name.en,
        "description": view.description,
        "colour": str(view.colour),
        "minutes": str(view.minutes),
        "capacity": str(view.capacity),
        "min_attendance": str(view.min_attendance),
        "coach_id": str(view.coach_id or ""),
        "opens_days": str(policy.opens_days),
        "closes_minutes": str(policy.closes_minutes),
        "cutoff_hours": _hours(policy.cancel_cutoff_minutes),
        "waitlist_limit": str(policy.waitlist_limit),
    }


NEW_TYPE: Final = {
    "name_he": "",
    "name_en": "",
    "description": "",
    "colour": str(Colour.TEAL),
    "minutes": "60",
    "capacity": "12",
    "min_attendance": "0",
    "coach_id": "",
    "opens_days": "7",
    "closes_minutes": "0",
    "cutoff_hours": "6",
    "waitlist_limit": "10",
}


def type_details(
    form: Mapping[str, Any],  # Any: what a browser sends
    kept: ClassTypeView | None,
) -> ClassTypeDetails:
    """The typed class type; what the editor does not show stays as it is kept.

    Raises:
        Refusal: a number that cannot be read, at its field.
    """
    return ClassTypeDetails(
        name_he=text(form, "name_he"),
        name_en=text(form, "name_en"),
        description=text(form, "description"),
        colour=typed.one_of(form, "colour", Colour),
        minutes=typed.needed_whole(form, "minutes"),
        capacity=typed.needed_whole(form, "capacity"),
        min_attendance=typed.whole(form, "min_attendance") or 0,
        coach_id=typed.chosen(form, "coach_id"),
        policy=policy_of(form, kept.policy if kept else Policy()),
        required_forms=kept.required_forms if kept else (),
        drop_in=kept.drop_in if kept else None,
    )


def policy_of(form: Mapping[str, Any], kept: Policy) -> Policy:  # Any: what a browser sends
    """The typed booking policy over the kept one; hours before may be halves.

    Raises:
        Refusal: a number that cannot be read, at its field.
    """
    return replace(
        kept,
        opens_days=typed.needed_whole(form, "opens_days"),
        closes_minutes=typed.whole(form, "closes_minutes") or 0,
        cancel_cutoff_minutes=_minutes(form),
        waitlist_limit=typed.whole(form, "waitlist_limit") or 0,
    )


def location_details(form: Mapping[str, Any], *, zone: str) -> LocationDetails:  # Any: a form
    """The typed location; its time zone is not typed here, and stays.

    Raises:
        Refusal: hours that cannot be read, at the day's field.
    """
    hours = {n: spans_of(text(form, f"hours_{n}"), n) for n in range(7)}
    return LocationDetails(
        name=text(form, "name"),
        address=text(form, "address"),
        phone=text(form, "phone"),
        zone=zone,
        hours={n: spans for n, spans in hours.items() if spans},
    )


def spans_of(words: str, weekday_number: int) -> tuple[tuple[str, str], ...]:
    """Opening hours of a day as people write them: ``06:00-14:00, 16:00-22:00``.

    Raises:
        Refusal: anything else, at the day's field.
    """
    bare = re.sub(r"[\u2066-\u2069\u200e\u200f]", "", words)
    found = tuple((a, b) for a, b in _SPAN.findall(bare))
    if _SPAN.sub("", bare).strip(" ,;\n\t"):
        raise Refusal(
            desk.SPAN_UNCLEAR, field=f"hours_{weekday_number}", day=texts.WEEKDAYS[weekday_number]
        )
    return found


def room_details(form: Mapping[str, Any]) -> RoomDetails:  # Any: what a browser sends
    """The typed room.

    Raises:
        Refusal: a number that cannot be read, at its field.
    """
    return RoomDetails(name=text(form, "name"), capacity=typed.needed_whole(form, "capacity"))


def _room_row(view: RoomView, lang: Lang) -> RoomRow:
    people = desk.PEOPLE_N.to(lang, view.capacity)
    return RoomRow(str(view.id), view.name, people, str(view.capacity), view.is_closed)


def _example_day(today: date) -> date:
    return week_start(today) + timedelta(days=9)  # Tuesday of next week


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")


def _minutes(form: Mapping[str, Any]) -> int:  # Any: what a browser sends
    words = text(form, "cutoff_hours").replace(",", ".")
    if not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", words or "0"):
        raise Refusal(common.NOT_A_NUMBER, field="cutoff_hours")
    return round(float(words or "0") * 60)
