"""A member's own bookings, worded: offers, places and lines ahead, and what was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from fitkit.core.clock import day_of
from fitkit.core.i18n import clock_time, day_in_record, weekday
from fitkit.features.booking.queries import ClassCard, HistoryOf, PlaceView
from fitkit.features.booking.rules import Attendance, BookingStatus, CancelledBy, CardKind
from fitkit.texts import bookings as texts
from fitkit.texts.session import WITH_GUESTS
from fitkit.web.rows.session import ASKED, MINE, Pick, Reading, SessionRow, session_row

_KINDS: Final = {"came": "positive", "missed": "warning", "late": "warning", "late_cost": "warning"}
_ICONS: Final = {
    "came": "check",
    "missed": "missing",
    "excused": "info",
    "late": "clock",
    "late_cost": "clock",
    "cancelled": "undo",
    "by_staff": "undo",
    "class_off": "calendar_off",
    "booked": "history",
}


@dataclass
class PastRow:
    """A place in a class that has begun."""

    id: str = ""
    name: str = ""
    when: str = ""
    outcome: str = ""
    kind: str = "neutral"
    icon: str = ""
    href: str = ""


def booked_rows(
    coming: Sequence[ClassCard], guests: Mapping[UUID, Sequence[str]], reading: Reading
) -> list[SessionRow]:
    """The places ahead, by start, each with the guests who come along."""
    mine = [c for c in coming if c.status.kind in MINE or c.booking_id is not None]
    rows = [_plain(session_row(c, reading)) for c in mine]
    for card, row in zip(mine, rows, strict=True):
        names = guests.get(card.session.id, ())
        row.guests = WITH_GUESTS.to(reading.lang, names=", ".join(names)) if names else ""
    return rows


def offer_rows(coming: Sequence[ClassCard], reading: Reading) -> list[SessionRow]:
    """The places that wait for an answer, by start."""
    return [session_row(c, reading) for c in coming if c.status.kind in ASKED]


def line_rows(coming: Sequence[ClassCard], reading: Reading) -> list[SessionRow]:
    """The numbers in line, by start."""
    return [session_row(c, reading) for c in coming if c.status.kind is CardKind.WAITING]


def past_row(place: PlaceView, reading: Reading) -> PastRow:
    """One line of the history."""
    lang, day = reading.lang, day_of(place.starts_at, reading.zone)
    outcome = _outcome(place)
    said = f"{weekday(day, lang)} {day_in_record(day)}"
    at = clock_time(place.starts_at, reading.zone)
    return PastRow(
        id=str(place.booking_id),
        name=place.name.to(lang),
        when=texts.DAY_AND_HOUR.to(lang, day=said, at=at),
        outcome=texts.OUTCOMES[outcome].to(lang),
        kind=_KINDS.get(outcome, "neutral"),
        icon=_ICONS[outcome],
        href=reading.address(f"/session/{place.session_id}"),
    )


def shows(chosen: HistoryOf, reading: Reading) -> list[Pick]:
    """What of the history is shown."""
    return [
        Pick(each, texts.SHOWS[each].to(reading.lang), each is chosen, _address(each, reading))
        for each in HistoryOf
    ]


def _address(of: HistoryOf, reading: Reading) -> str:
    only = "" if of is HistoryOf.ALL else f"&only={of}"
    return reading.address("/me/bookings", f"show=past{only}")


def _plain(row: SessionRow) -> SessionRow:
    """Under a heading that says they are mine, the chip and the tally would only repeat it."""
    row.chip, row.total = "", 0
    return row


def _outcome(place: PlaceView) -> str:
    match place.status:
        case BookingStatus.LATE_CANCELLED:
            return "late_cost" if place.entry_taken else "late"
        case BookingStatus.CANCELLED if place.is_class_cancelled:
            return "class_off"
        case BookingStatus.CANCELLED:
            return "cancelled" if place.cancelled_by is CancelledBy.MEMBER else "by_staff"
        case BookingStatus.BOOKED:
            return _ATTENDED[place.attendance]


_ATTENDED: Final = {
    Attendance.ATTENDED: "came",
    Attendance.NO_SHOW: "missed",
    Attendance.EXCUSED: "excused",
    Attendance.NONE: "booked",
}
