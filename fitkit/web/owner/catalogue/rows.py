"""Class types, locations and rooms as cards, and the booking policy in words."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from fitkit.core import phone
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Counted, Lang, ltr
from fitkit.core.money import Money
from fitkit.features.class_types.queries import ClassTypeView
from fitkit.features.class_types.rules import ClassTypeDetails, Colour, Policy
from fitkit.features.locations.queries import LocationView, RoomView
from fitkit.features.locations.rules import Hours, LocationDetails, RoomDetails
from fitkit.features.members.rules import FormKind
from fitkit.texts import catalogue as texts
from fitkit.texts import common, desk
from fitkit.texts import policy as policy_texts
from fitkit.web.owner import typed
from fitkit.web.owner.catalogue import policy as policy_form
from fitkit.web.rows import policy as words
from fitkit.web.rows.policy import Example
from fitkit.web.screen import text

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
    view: ClassTypeView, *, coaches: Mapping[UUID, str], example: Example, lang: Lang
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
        policy=words.main_lines(example.of(view.policy), zone=example.zone, lang=lang),
        example=example_words(example, lang),
    )


def example_words(example: Example, lang: Lang) -> str:
    """Which class the words of the rules are about."""
    return policy_texts.EXAMPLE_OF.to(lang, class_at=example.words(lang))


def rules_words(
    policy: Policy,
    *,
    example: Example,
    drop_in: Money | None,
    forms: Iterable[FormKind],
    lang: Lang,
) -> list[str]:
    """Everything that the rules mean for the example."""
    return words.all_lines(
        example.of(policy),
        quiet=example.quiet,
        drop_in=drop_in,
        forms=forms,
        zone=example.zone,
        lang=lang,
    )


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
    return policy_form.draft_of(view) | {
        "name_he": view.name.he,
        "name_en": view.name.en,
        "description": view.description,
        "colour": str(view.colour),
        "minutes": str(view.minutes),
        "capacity": str(view.capacity),
        "min_attendance": str(view.min_attendance),
        "coach_id": str(view.coach_id or ""),
    }


NEW_TYPE: Final = policy_form.new_draft() | {
    "name_he": "",
    "name_en": "",
    "description": "",
    "colour": str(Colour.TEAL),
    "minutes": "60",
    "capacity": "12",
    "min_attendance": "0",
    "coach_id": "",
}


def type_details(form: Mapping[str, Any]) -> ClassTypeDetails:  # Any: what a browser sends
    """The typed class type.

    Raises:
        Refusal: something that cannot be read, at its field.
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
        policy=policy_form.policy_of(form),
        required_forms=policy_form.forms_of(form),
        drop_in=policy_form.drop_in_of(form),
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


def spans_of(written: str, weekday_number: int) -> tuple[tuple[str, str], ...]:
    """Opening hours of a day as people write them: ``06:00-14:00, 16:00-22:00``.

    Raises:
        Refusal: anything else, at the day's field.
    """
    bare = re.sub(r"[\u2066-\u2069\u200e\u200f]", "", written)
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
