"""The days ahead of the demo's studio: members book, a coach looks for a substitute."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

from fitkit.core import clock
from fitkit.core.actor import Actor
from fitkit.core.clock import ISRAEL
from fitkit.core.errors import Refusal
from fitkit.core.work import open_work
from fitkit.features.booking import actions as booking
from fitkit.features.scheduling import queries as timetable
from fitkit.features.substitutes import actions as substitutes
from fitkit.seeds import people
from fitkit.seeds.people import Regular


def book_ahead(owner: Actor, regulars: list[Regular], dice: Random) -> None:
    """The coming week by the members' own taps: some classes fill, and people wait."""
    with open_work(owner) as w:
        today = clock.day_of(w.now, ISRAEL)
        coming = [
            s
            for week in (today, today + timedelta(days=7))
            for s in timetable.week(w, day=week)
            if w.now < s.starts_at < w.now + timedelta(days=7)
        ]
    active = [r for r in regulars if r.left_on is None]
    training: dict[date, set[UUID]] = {}
    for session in coming:
        is_evening = session.starts_at.astimezone(ISRAEL).hour >= 17
        wish = session.capacity * (
            1.15 if is_evening and dice.random() < 0.6 else dice.uniform(0.45, 1.0)
        )
        there = training.setdefault(clock.day_of(session.starts_at, ISRAEL), set())
        for person in dice.sample(active, min(len(active), int(wish * 2))):
            if person.id in there:
                continue  # one class a day is enough for most
            if _is_enough(owner, session.id, person, int(wish), there):
                break


def _is_enough(
    owner: Actor, session_id: UUID, person: Regular, wish: int, there: set[UUID]
) -> bool:
    """Let one member try, and note who is in or in line; True when the class has as many as it should."""
    actor = people.owner_of(owner.org_id or session_id, None, member_id=person.id)
    try:
        with open_work(actor) as w:
            booking.book(w, session_id=session_id, member_id=person.id)
            now = timetable.session(w, session_id=session_id)
    except Refusal:
        return False  # their week is used up, or they are elsewhere: as in life
    there.add(person.id)
    return now.booked + now.waiting >= wish


def ask_substitute(owner: Actor, staff_id: UUID) -> None:
    """One coach cannot give a class of the coming days, and has asked the others."""
    with open_work(owner) as w:
        begins, ends = w.now + timedelta(days=1), w.now + timedelta(days=8)
        coming = timetable.between(w, begins=begins, ends=ends)
        session = next(s for s in coming if s.coach_id == staff_id and s.facts.is_on)
    with open_work(replace(owner, staff_id=staff_id)) as w:
        substitutes.ask(w, session_id=session.id, note="טיסה חוזרת באותו ערב. התוכנית בלוח")
