"""Classes of every week: add one, change it from a day on, end it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.ids import new_id
from fitkit.core.permissions import Permission, requires
from fitkit.core.work import Work
from fitkit.features.class_types import queries as class_types
from fitkit.features.scheduling import queries, rules
from fitkit.features.scheduling.actions import _undo_slot, generation
from fitkit.features.scheduling.actions._apply import (
    Applied,
    apply_plan,
    keep_batch,
    made_entry,
    queue_for_timetable,
)
from fitkit.features.scheduling.actions._checks import check_coach, check_place
from fitkit.features.scheduling.events import SlotAdded, SlotChanged, SlotEnded
from fitkit.features.scheduling.rules import (
    BatchKind,
    ClashOf,
    Exceptions,
    Outlook,
    SlotChange,
    SlotDetails,
)
from fitkit.features.scheduling.tables import ClassSession, TimetableSlot
from fitkit.texts import planning as texts
from fitkit.texts import schedule

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Added:
    """A class of every week, and what it yields by now."""

    slot_id: UUID
    batch_id: UUID  # undo_batch() takes it back
    days: tuple[date, ...]  # of its classes, eight weeks ahead; may be empty


@requires(Permission.EDIT_TIMETABLE)
def add_slot(w: Work, *, details: SlotDetails) -> Added:
    """Give a class every week from a day on; its classes of eight weeks are made at once.

    Publishes SlotAdded and SessionsGenerated.

    Raises:
        Refusal: days that yield nothing, have passed or are over a year away; an odd length or
            capacity; a class type, location, room or coach that is not in use; the coach or the
            room is in another class on one of the days, which is named. At the field.
        NotFound: no such class type, location, room or coach in this gym.
    """
    rules.check_slot_days(details, today=day_of(w.now, w.actor.zone))
    kind = class_types.class_type(w, class_type_id=details.class_type_id)
    if kind.is_retired:
        raise Refusal(schedule.TYPE_RETIRED, field="class_type_id")
    check_place(w, details.location_id, details.room_id)
    check_coach(w, details.coach_id)
    row = TimetableSlot(
        id=new_id(),
        class_type_id=kind.id,
        location_id=details.location_id,
        room_id=details.room_id,
        coach_id=details.coach_id,
        weekday=details.weekday,
        starts=rules.plain_time(details.at),
        minutes=rules.checked_minutes(kind.minutes if details.minutes is None else details.minutes),
        capacity=rules.checked_capacity(
            kind.capacity if details.capacity is None else details.capacity
        ),
        first_on=details.first_on,
        last_on=details.last_on,
    )
    queue_for_timetable(w)
    pattern = queries.pattern(row, kind.name)
    _refuse_clashes(w, queries.outlook_of(w, pattern=pattern, since=details.first_on), row)
    w.add(row)
    w.session.flush()
    w.publish(SlotAdded(about=row.id, class_type_id=kind.id, location_id=row.location_id))
    generation.generate(w, slot_ids=[row.id])
    made = _classes(w, row.id)
    batch_id = new_id()
    slot = _undo_slot.slot_entry(row.id, None, None, details.first_on)
    entries = [slot, *(made_entry(session_id) for session_id, _ in made)]
    keep_batch(w, batch_id=batch_id, kind=BatchKind.SLOT, entries=entries)
    return Added(row.id, batch_id, tuple(day for _, day in made))


@requires(Permission.EDIT_TIMETABLE)
def change_slot(
    w: Work, *, slot_id: UUID, from_on: date, change: SlotChange, exceptions: Exceptions
) -> Applied:
    """Change a class of every week from a day on: this one and all that follow.

    Classes that exist follow to the same week's day; those changed by hand stay, or follow too if
    told so. Days before the change keep the old pattern. Publishes SlotChanged, and SessionChanged
    for each class.

    Raises:
        Refusal: it has ended; as for add_slot, at the field; a day in the past or over a year away.
        NotFound: no such slot, location, room or coach in this gym.
    """
    today = day_of(w.now, w.actor.zone)
    rules.check_from(from_on, today=today, field="from_on")
    rules.checked_slot_change(change)
    rules.checked_capacity(change.capacity)
    queue_for_timetable(w)
    row = w.hold(TimetableSlot, slot_id)
    if row.last_on is not None and row.last_on < from_on:
        raise Refusal(texts.SLOT_ENDED)
    if change.location_id != row.location_id or change.room_id != row.room_id:
        check_place(w, change.location_id, change.room_id)
    if change.coach_id != row.coach_id:
        check_coach(w, change.coach_id)
    if from_on > (row.generated_until or today):  # the days before keep what was
        generation.generate(w, until=from_on - _DAY, slot_ids=[row.id])
    facts = queries.facts_of_slot(w, slot_id=slot_id, lock=True)
    planned = queries.plan_of_change(
        w, row=row, from_on=from_on, change=change, exceptions=exceptions, facts=facts
    )
    _refuse_clashes(w, planned.outlook, row, change)
    before = _undo_slot.facts_of_row(row)
    known = {session_id for session_id, _ in _classes(w, slot_id)}
    _become(row, change)
    row.changed_from = from_on
    w.session.flush()
    entry = _undo_slot.slot_entry(slot_id, before, _undo_slot.facts_of_row(row), from_on)
    w.publish(SlotChanged(about=slot_id, class_type_id=row.class_type_id, from_on=from_on))
    more = [entry, *_newly_made(w, row, known)]
    return apply_plan(w, planned.plan, kind=BatchKind.SLOT, more=more)


@requires(Permission.EDIT_TIMETABLE)
def end_slot(
    w: Work, *, slot_id: UUID, last_on: date, exceptions: Exceptions, reason: str = ""
) -> Applied:
    """Give a class of every week no more after a day.

    Its classes after that which nobody booked are taken back; the others are cancelled, and their
    members told. Publishes SlotEnded, and SessionCancelled for each class with people in it.

    Raises:
        Refusal: the day has passed (yesterday ends it today), a reason too long.
        NotFound: no such slot in this gym.
    """
    words = rules.checked_reason(reason)
    today = day_of(w.now, w.actor.zone)
    rules.check_from(last_on + _DAY, today=today, field="last_on")
    queue_for_timetable(w)
    row = w.hold(TimetableSlot, slot_id)
    facts = queries.facts_of_slot(w, slot_id=slot_id, lock=True)
    plan = queries.plan_of_end(
        facts, last_on=last_on, exceptions=exceptions, reason=words, now=w.now
    )
    before = _undo_slot.facts_of_row(row)
    row.last_on = max(last_on, row.first_on)
    w.session.flush()
    entry = _undo_slot.slot_entry(slot_id, before, _undo_slot.facts_of_row(row), last_on + _DAY)
    w.publish(SlotEnded(about=slot_id, class_type_id=row.class_type_id, last_on=last_on))
    return apply_plan(w, plan, kind=BatchKind.SLOT, more=[entry])


def _become(row: TimetableSlot, change: SlotChange) -> None:
    if row.weekday != change.weekday and row.generated_until is not None:
        # Up to the end of the last week that has a class: the next week's new day is not behind.
        back = (rules.weekday_of(row.generated_until) - row.weekday) % 7
        row.generated_until = rules.same_week(row.generated_until - timedelta(days=back), 6)
    row.weekday, row.starts, row.minutes = (
        change.weekday,
        rules.plain_time(change.at),
        change.minutes,
    )
    row.location_id, row.room_id = change.location_id, change.room_id
    row.coach_id, row.capacity = change.coach_id, change.capacity


def _newly_made(w: Work, row: TimetableSlot, known: set[UUID]) -> list[dict[str, object]]:
    """Classes that the new weekday yields beside those that exist."""
    generation.generate(w, slot_ids=[row.id])
    return [made_entry(one) for one, _ in _classes(w, row.id) if one not in known]


def _classes(w: Work, slot_id: UUID) -> list[tuple[UUID, date]]:
    found = (
        select(col(ClassSession.id), col(ClassSession.slot_on))
        .where(
            col(ClassSession.slot_id) == slot_id,
            col(ClassSession.status) == rules.SessionStatus.SCHEDULED,
            col(ClassSession.starts_at) > w.now,
        )
        .order_by(col(ClassSession.slot_on))
    )
    return [(one, day) for one, day in w.session.execute(found) if day is not None]


def _refuse_clashes(
    w: Work, outlook: Outlook, row: TimetableSlot, change: SlotChange | None = None
) -> None:
    if not outlook.clashes:
        return
    clash = outlook.clashes[0]
    coach_id, room_id = (change or row).coach_id, (change or row).room_id
    refuse = queries.refuser(
        w, coach_ids=[coach_id] if coach_id else [], room_ids=[room_id] if room_id else []
    )
    other = rules.on_day(clash.name, clash.days[0], clash.at)
    if clash.of is ClashOf.COACH and coach_id is not None:
        coach = refuse.coaches.get(coach_id, "")
        raise Refusal(schedule.COACH_BUSY, field="coach_id", coach=coach, other=other)
    room = refuse.rooms.get(room_id, "") if room_id is not None else ""
    raise Refusal(schedule.ROOM_BUSY, field="room_id", room=room, other=other)
