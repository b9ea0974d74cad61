"""A year of classes behind the demo gym, up to this minute, brought in week by week as an import would."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final
from uuid import UUID

from fitkit.core import clock
from fitkit.core.actor import Actor
from fitkit.core.clock import ISRAEL
from fitkit.core.work import Work, open_work
from fitkit.features.booking import actions as booking
from fitkit.features.booking.actions import PastPlace
from fitkit.features.booking.rules import Attendance, BookingStatus
from fitkit.features.plans.rules import PlanKind
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.scheduling.actions import PastSession
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.seeds.people import Regular

WEEKS: Final = 52
PACK: Final = 10


@dataclass(frozen=True, slots=True)
class Slot:
    """One row of the weekly timetable."""

    weekday: int  # 0 is Sunday
    at: time
    class_type_id: UUID
    minutes: int
    capacity: int
    location_id: UUID
    room_id: UUID
    coach_id: UUID
    slot_id: UUID

    def starts(self, day: date) -> datetime:
        """When the class of this row begins on a day."""
        return clock.wall(day, self.at, ISRAEL)

    def on(self, day: date) -> PastSession:
        """The class of this row on a day."""
        starts = self.starts(day)
        return PastSession(
            class_type_id=self.class_type_id,
            location_id=self.location_id,
            starts_at=starts,
            ends_at=starts + timedelta(minutes=self.minutes),
            capacity=self.capacity,
            room_id=self.room_id,
            coach_id=self.coach_id,
            slot_id=self.slot_id,
            slot_on=day,
        )


@dataclass(slots=True)
class Held:
    """What a member pays with."""

    kind: PlanKind
    plan_id: UUID
    subscription_id: UUID | None  # of a pack: the one in use
    weekly_limit: int | None
    left: int = 0  # entries of the pack in use
    ends_on: date = date.max  # of the pack in use
    days: list[date] = field(default_factory=list)  # of places, oldest first

    def week_allows(self, day: date) -> bool:
        """Whether the week of a day has room for one more."""
        if self.weekly_limit is None:
            return True
        begins = clock.week_start(day)
        return sum(1 for d in self.days if d >= begins) < self.weekly_limit


def live_through(
    actor: Actor,
    *,
    slots: list[Slot],
    regulars: list[Regular],
    held: dict[UUID, Held],
    closed: frozenset[date],
    now: datetime,
    dice: Random,
) -> int:
    """Bring in the past year up to the classes that have begun by now: who came, who did not, packs used up.

    Returns how many places there were.
    """
    today = clock.day_of(now, ISRAEL)
    first = clock.week_start(today) - timedelta(weeks=WEEKS)
    count = 0
    for week in range(WEEKS + 1):
        days = [first + timedelta(weeks=week, days=n) for n in range(7)]
        lived = [d for d in days if d <= today and d not in closed]
        with open_work(actor) as w:
            count += _live_week(w, lived, slots, regulars, held, now, dice)
    return count


def _live_week(
    w: Work,
    days: list[date],
    slots: list[Slot],
    regulars: list[Regular],
    held: dict[UUID, Held],
    now: datetime,
    dice: Random,
) -> int:
    classes = [(day, s) for day in days for s in slots if s.weekday == (day.weekday() + 1) % 7]
    begun = [(day, slot) for day, slot in classes if slot.starts(day) <= now]
    sessions = [slot.on(day) for day, slot in begun]
    ids = scheduling.publish_past(w, sessions=sessions)
    busy: dict[date, set[UUID]] = {day: set() for day in days}
    places: list[PastPlace] = []
    for session_id, session, (day, slot) in zip(ids, sessions, begun, strict=True):
        per_day = sum(1 for d, _ in classes if d == day)
        for person in _who_comes(slot, day, regulars, held, busy[day], per_day, dice):
            busy[day].add(person.id)
            mine = held[person.id]
            mine.days.append(day)
            place = _place(session_id, session, person, mine, now, dice)
            if place.takes_entry:
                place = _with_entry(w, place, mine, day)
            places.append(place)
    booking.record_past(w, places=places)
    return len(places)


def _who_comes(
    slot: Slot,
    day: date,
    regulars: list[Regular],
    held: dict[UUID, Held],
    busy: set[UUID],
    classes_that_day: int,
    dice: Random,
) -> Iterator[Regular]:
    """Members of that day, drawn by how often they train and whether they like mornings."""
    is_morning = slot.at < time(12)
    season = 0.75 if day.month in (8, 9) else 1.15 if day.month in (1, 11) else 1.0
    places = slot.capacity
    for person in regulars:
        if places == 0:
            return
        if person.id in busy or person.id not in held or not person.is_member_on(day):
            continue
        fits = 1.9 if person.likes_mornings == is_morning else 0.45
        share = person.visits_a_week / 6 / classes_that_day * fits * season * 1.9
        if dice.random() < share and held[person.id].week_allows(day):
            places -= 1
            yield person


def _place(
    session_id: UUID, session: PastSession, person: Regular, mine: Held, now: datetime, dice: Random
) -> PastPlace:
    """One place as it went: most came, some cancelled in time or too late, a few stayed away.

    Of a class that goes on, who has not come is not yet away.
    """
    starts, fate = session.starts_at, dice.random()
    status, attendance = BookingStatus.BOOKED, Attendance.ATTENDED
    if fate < 0.07:
        status, attendance = BookingStatus.CANCELLED, Attendance.NONE
    elif fate < 0.10:
        status, attendance = BookingStatus.LATE_CANCELLED, Attendance.NONE
    elif fate < 0.14:
        attendance = Attendance.NO_SHOW if session.ends_at <= now else Attendance.NONE
    early = {BookingStatus.CANCELLED: 9, BookingStatus.LATE_CANCELLED: 2}.get(status)
    return PastPlace(
        session_id=session_id,
        member_id=person.id,
        booked_at=starts - timedelta(hours=dice.randrange(10, 140)),
        subscription_id=mine.subscription_id,
        takes_entry=mine.kind is PlanKind.PACK and status is not BookingStatus.CANCELLED,
        status=status,
        attendance=attendance,
        cancelled_at=starts - timedelta(hours=early) if early else None,
        checked_in_at=starts - timedelta(minutes=1 + len(mine.days) % 12),
    )


def _with_entry(w: Work, place: PastPlace, mine: Held, day: date) -> PastPlace:
    """The place paid by the pack in use, or by a new one when that is used up or over."""
    if mine.left == 0 or mine.ends_on < day:
        given = subscriptions.give_past(
            w, member_id=place.member_id, plan_id=mine.plan_id, starts_on=day - timedelta(days=1)
        )
        mine.subscription_id = given.subscription_id
        mine.left, mine.ends_on = given.entries or PACK, given.ends_on or date.max
    mine.left -= 1
    return replace(place, subscription_id=mine.subscription_id)
