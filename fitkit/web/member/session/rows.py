"""A class's own page, worded: when and where, with whom, what the rules mean for the reader."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from fitkit.core.clock import day_of
from fitkit.core.i18n import Counted, clock_time, long_day, ltr
from fitkit.features.booking import rules
from fitkit.features.booking.queries import ClassCard, Companions
from fitkit.features.booking.rules import CardAction, CardKind, Terms
from fitkit.features.locations.queries import LocationView
from fitkit.features.scheduling.queries import SessionView
from fitkit.features.staff.queries import CoachCard
from fitkit.texts import common
from fitkit.texts import session as texts
from fitkit.web.rows.choice import Choice
from fitkit.web.rows.session import MINE, Reading, counted, long_said

_NOTICES: Final = (60, 120, 180, 360, 720)  # minutes before the start
_IN_LINE: Final = frozenset({CardKind.WAITING, CardKind.OFFERED, CardKind.TO_CLAIM})


@dataclass
class AboutRow:
    """What a class is, whoever looks."""

    day: str = ""
    span: str = ""  # 18:30-19:30
    lasts: str = ""
    coach: str = ""
    coach_title: str = ""
    coach_bio: str = ""
    place: str = ""
    room: str = ""
    address: str = ""
    note: str = ""
    description: str = ""
    href: str = ""  # to its day in the schedule


@dataclass
class PeopleRow:
    """Who comes."""

    names: list[str] = field(default_factory=list)
    words: str = ""  # how many, the reader among them
    others: str = ""  # those who are not named


def about_row(
    view: SessionView,
    coach: CoachCard | None,
    place: LocationView | None,
    description: str,
    reading: Reading,
) -> AboutRow:
    """What a class is; a location that closed since has no address."""
    lang, zone = reading.lang, reading.zone
    day = day_of(view.starts_at, zone)
    minutes = int((view.ends_at - view.starts_at) / timedelta(minutes=1))
    span = f"{clock_time(view.starts_at, zone)}–{clock_time(view.ends_at, zone)}"
    return AboutRow(
        day=long_day(day, lang),
        span=ltr(span),
        lasts=common.MINUTES.to(lang, minutes),
        coach=view.coach,
        coach_title=coach.title.to(lang) if coach else "",
        coach_bio=coach.bio if coach else "",
        place=view.location,
        room=view.room,
        address=place.address if place else "",
        note=view.note,
        description=description,
        href=reading.address("/schedule", f"day={day.isoformat()}"),
    )


def people_row(card: ClassCard, found: Companions, reading: Reading) -> PeopleRow:
    """Who comes; nobody of a class that is off."""
    lang, view = reading.lang, card.session
    if not view.facts.is_on:
        return PeopleRow()
    return PeopleRow(
        names=[*found.names],
        words=counted(texts.COMING, view.booked, texts.NOBODY_YET, lang),
        others=texts.NOT_NAMED.to(lang, found.others) if found.names and found.others else "",
    )


def is_in_line(card: ClassCard) -> bool:
    """Whether the reader waits for a place, an offered one too."""
    return card.status.kind in _IN_LINE


def notice_choices(card: ClassCard, reading: Reading) -> list[Choice]:
    """How long before the start a place may still come, for who waits or could.

    Only what can still be kept, and what was chosen; none where there is nothing to choose.
    """
    status, starts_at = card.status, card.session.starts_at
    if not is_in_line(card) and status.action is not CardAction.WAIT:
        return []
    in_time = {n for n in _NOTICES if reading.now < starts_at - timedelta(minutes=n)}
    minutes = sorted(in_time | ({status.notice_minutes} - {0}))
    if not minutes:
        return []
    lang = reading.lang
    some = (Choice(str(n), texts.NOTICE_BEFORE.to(lang, notice=long_said(n))) for n in minutes)
    return [Choice("0", texts.NOTICE_ANY.to(lang)), *some]


def rule_lines(card: ClassCard, terms: Terms, reading: Reading) -> list[str]:
    """What the rules mean for the reader from now on, in the order in which it happens.

    Nothing of what is past; nothing at all of a class that has begun or is off.
    """
    if not card.session.facts.is_on or card.session.starts_at <= reading.now:
        return []
    return [*_lines(card, terms, reading)]


def _lines(card: ClassCard, terms: Terms, reading: Reading) -> Iterator[str]:
    lang, now, is_mine = reading.lang, reading.now, card.status.kind in MINE
    if not is_mine:
        yield from _before_booking(card, terms, reading)
    if now < (free_until := card.status.free_until or terms.free_until):
        words = texts.FREE_AS_MOVED if card.status.was_moved else texts.FREE_UNTIL
        yield words.to(lang, at=_at(free_until, card, reading))
        if free_until < card.session.starts_at:
            yield texts.THEN_COSTS[terms.late_cost].to(lang)
    elif not is_mine:
        yield texts.COSTS_AT_ONCE.to(lang)
    if terms.swap_until is not None and now < terms.swap_until:
        yield texts.SWAP_UNTIL.to(lang, at=_at(terms.swap_until, card, reading))
    if terms.guests_most:
        yield texts.GUESTS_MOST.to(lang, guests=Counted(texts.GUESTS, terms.guests_most))


def _before_booking(card: ClassCard, terms: Terms, reading: Reading) -> Iterator[str]:
    lang, now = reading.lang, reading.now
    if now < terms.opens_at:
        yield texts.OPENS.to(lang, at=_at(terms.opens_at, card, reading))
    if now < terms.closes_at < card.session.starts_at:
        yield texts.CLOSES.to(lang, at=_at(terms.closes_at, card, reading))
    if terms.wait_most:
        yield texts.WAIT_MOST.to(lang, people=Counted(texts.PEOPLE, terms.wait_most))


def _at(moment: datetime, card: ClassCard, reading: Reading) -> str:
    starts_at = card.session.starts_at
    said = rules.when(moment, now=reading.now, zone=reading.zone, beside=starts_at)
    return said.to(reading.lang)
