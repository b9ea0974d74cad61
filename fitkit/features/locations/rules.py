"""What opening hours may be, and what may be written about a location and its rooms."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final
from zoneinfo import available_timezones

from fitkit.core.errors import Refusal
from fitkit.features.members.rules import Fields
from fitkit.texts import catalogue as texts
from fitkit.texts import common

NAME_MOST: Final = 60
ADDRESS_MOST: Final = 200
ROOM_MOST: Final = 500
SPANS_MOST: Final = 4
DAY_MINUTES: Final = 24 * 60
_TIME = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Open from and to, in minutes after midnight of the wall clock."""

    starts: int
    ends: int  # up to 1440, which is midnight at the day's end

    @property
    def words(self) -> tuple[str, str]:
        """Both ends as ``HH:MM``."""
        return _clock(self.starts), _clock(self.ends)


Hours = Mapping[int, tuple[Span, ...]]  # by weekday, 0 is Sunday; a missing day is closed


@dataclass(frozen=True, slots=True)
class LocationDetails:
    """What is known of a location, as typed or as checked.

    ``hours``: by weekday (0 is Sunday) the spans as pairs of ``HH:MM``.
    """

    name: str
    address: str = ""
    phone: str = ""
    zone: str = ""  # IANA name; empty: the gym's
    hours: Mapping[int, tuple[tuple[str, str], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RoomDetails:
    """What is known of a room."""

    name: str
    capacity: int = 20  # people, 1 to 500


def checked(details: LocationDetails) -> LocationDetails:
    """Bring typed details to the form in which they are kept.

    Raises:
        Invalid: every field at fault with its own sentence.
    """
    fields = Fields()
    hours: dict[int, tuple[tuple[str, str], ...]] = {}
    try:
        hours = plain(parsed_hours(details.hours))
    except Refusal as wrong:
        fields.problems["hours"] = wrong
    zone = details.zone.strip()
    if zone and zone not in available_timezones():
        fields.problems["zone"] = common.NOT_A_CHOICE
    clean = LocationDetails(
        name=fields.line("name", details.name, NAME_MOST, needed=True),
        address=fields.line("address", details.address, ADDRESS_MOST),
        phone=fields.phone("phone", details.phone),
        zone=zone,
        hours=hours,
    )
    fields.settle()
    return clean


def checked_room(details: RoomDetails) -> RoomDetails:
    """Bring a typed room to the form in which it is kept.

    Raises:
        Invalid: every field at fault with its own sentence.
    """
    fields = Fields()
    clean = RoomDetails(
        name=fields.line("name", details.name, NAME_MOST, needed=True),
        capacity=fields.whole("capacity", details.capacity, 1, ROOM_MOST),
    )
    fields.settle()
    return clean


def parsed_hours(typed: Mapping[int, tuple[tuple[str, str], ...]]) -> Hours:
    """Read opening hours; days without spans are left out, spans come in order.

    Raises:
        Refusal: a time that is none, a span that ends before it begins, spans that overlap,
            a weekday outside 0 to 6, more than four spans a day; at ``hours``.
    """
    hours: dict[int, tuple[Span, ...]] = {}
    for weekday, pairs in sorted(typed.items()):
        if weekday not in range(7) or len(pairs) > SPANS_MOST:
            raise Refusal(texts.HOURS_UNCLEAR, field="hours")
        spans = tuple(sorted(Span(_minutes(a), _minutes(b)) for a, b in pairs))
        for span in spans:
            if span.starts >= span.ends:
                raise Refusal(texts.HOURS_BACKWARDS, field="hours", day=texts.WEEKDAYS[weekday])
        for earlier, later in pairwise(spans):
            if later.starts < earlier.ends:
                raise Refusal(texts.HOURS_OVERLAP, field="hours", day=texts.WEEKDAYS[weekday])
        if spans:
            hours[weekday] = spans
    return hours


def plain(hours: Hours) -> dict[int, tuple[tuple[str, str], ...]]:
    """Opening hours as pairs of ``HH:MM``."""
    return {weekday: tuple(span.words for span in spans) for weekday, spans in hours.items()}


def is_open(hours: Hours, *, weekday: int, minute: int) -> bool:
    """Whether a minute of a weekday (0 is Sunday) lies in the opening hours; the end does not."""
    return any(span.starts <= minute < span.ends for span in hours.get(weekday, ()))


def _minutes(words: str) -> int:
    found = _TIME.fullmatch(words.strip())
    minutes = int(found[1]) * 60 + int(found[2]) if found else DAY_MINUTES + 1
    if minutes > DAY_MINUTES:
        raise Refusal(common.NOT_A_TIME, field="hours")
    return minutes


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
