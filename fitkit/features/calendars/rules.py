"""What a calendar shows of a class, and the iCalendar text of many (RFC 5545, RFC 7986)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

from fitkit.core.clock import day_of
from fitkit.core.i18n import Lang, Text
from fitkit.texts import calendars as texts

SHOWN_BACK: Final = timedelta(days=30)  # classes that began since then
SHOWN_AHEAD: Final = timedelta(days=366)
CANCELLED_SHOWN: Final = timedelta(days=30)  # a calendar that asks less often keeps a ghost
READ_AGAIN: Final = timedelta(hours=1)  # how often we ask calendars to come
READ_NOTED: Final = timedelta(hours=1)  # at most so often a reading is kept
DOMAIN: Final = "fitkit"
PATH: Final = "/calendar/{lang}/{token}.ics"


class FeedOf(StrEnum):
    """Whose classes a feed shows."""

    MEMBER = "member"  # those they have a place in
    COACH = "coach"  # those they give


@dataclass(frozen=True, slots=True)
class Entry:
    """One class in a calendar."""

    uid: str  # for ever
    sequence: int  # rises with every change that is shown
    name: Text
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    is_on: bool = True  # False: cancelled by whomever
    coach: str = ""
    location: str = ""
    address: str = ""
    room: str = ""
    note: str = ""
    places: tuple[int, int] | None = None  # booked and capacity; for whoever gives the class


def address(token: str, *, lang: Lang, public_url: str) -> str:
    """The address that a calendar program is given."""
    return public_url.rstrip("/") + PATH.format(lang=lang, token=token)


def place_uid(booking_id: UUID) -> str:
    """The UID of a member's place."""
    return f"place-{booking_id}@{DOMAIN}"


def session_uid(session_id: UUID) -> str:
    """The UID of a class that somebody gives."""
    return f"session-{session_id}@{DOMAIN}"


def place_sequence(revision: int, *, booked_at: datetime, changed_at: datetime) -> int:
    """The SEQUENCE of a place: it never falls, whichever of class and place changed.

    Args:
        revision: of the class; counts its changes.
        booked_at: when the place was first taken.
        changed_at: when the place last changed hands; not before ``booked_at``.
    """
    return revision + max(0, int((changed_at - booked_at) / timedelta(seconds=1)))


def calendar(
    entries: Iterable[Entry], *, title: str, zone: ZoneInfo, lang: Lang, url: str = ""
) -> bytes:
    """Write entries as iCalendar: UTF-8, CRLF, folded at 75 octets, with the zone's own rules.

    The same entries make the same bytes, so that a reader can be told that nothing changed.

    Args:
        entries: in any order.
        title: what the calendar is called on the phone.
        zone: the gym's; times stand in it, with its VTIMEZONE.
        lang: of the words.
        url: where the app shows the classes.
    """
    told = sorted(entries, key=lambda e: (e.starts_at, e.uid))
    feed = Calendar()
    feed.add("prodid", "-//FitKit//Classes//EN")
    feed.add("version", "2.0")
    feed.add("calscale", "GREGORIAN")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", title)
    feed.add("name", title)
    feed.add("x-wr-timezone", zone.key)
    feed.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    feed.add("x-published-ttl", READ_AGAIN)
    if told:
        first = day_of(told[0].starts_at, zone) - timedelta(days=366)
        last = day_of(told[-1].ends_at, zone) + timedelta(days=366)
        feed.add_component(Timezone.from_tzinfo(zone, first_date=first, last_date=last))
    for one in told:
        feed.add_component(_event(one, zone, lang, url))
    return bytes(feed.to_ical())


def _event(entry: Entry, zone: ZoneInfo, lang: Lang, url: str) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("dtstart", _stands(entry.starts_at, zone))
    event.add("dtend", _stands(entry.ends_at, zone))
    event.add("summary", _summary(entry, lang))
    event.add("status", "CONFIRMED" if entry.is_on else "CANCELLED")
    event.add("transp", "OPAQUE" if entry.is_on else "TRANSPARENT")
    for name, words in (("location", _where(entry)), ("description", _about(entry, lang))):
        if words:
            event.add(name, words)
    if url:
        event.add("url", url)
    return event


def _stands(at: datetime, zone: ZoneInfo) -> datetime:
    """A moment as its wall time; in UTC where that comes twice and the second is meant.

    RFC 5545 3.3.5 reads a wall time that comes twice as the first of the two.
    """
    here = at.astimezone(zone)
    is_second = here.fold == 1 and here.utcoffset() != here.replace(fold=0).utcoffset()
    return at if is_second else here


def _summary(entry: Entry, lang: Lang) -> str:
    name = entry.name.to(lang)
    return name if entry.is_on else texts.CANCELLED.to(lang, name=name)


def _where(entry: Entry) -> str:
    room = f"{entry.location}, {entry.room}" if entry.room else entry.location
    return f"{room}, {entry.address}" if entry.address else room


def _about(entry: Entry, lang: Lang) -> str:
    lines: Sequence[str] = (
        texts.WITH_COACH.to(lang, coach=entry.coach) if entry.coach else "",
        texts.PLACES.to(lang, booked=entry.places[0], capacity=entry.places[1])
        if entry.places
        else "",
        entry.note,
    )
    return "\n".join(line for line in lines if line)
