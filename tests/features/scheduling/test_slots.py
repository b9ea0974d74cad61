"""Classes of every week: what they yield, when, and what a change of one does."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select

from fitkit.core.clock import ISRAEL, day_of
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.events import EventLog
from fitkit.core.i18n import Text
from fitkit.core.permissions import Role
from fitkit.core.work import Work, open_work
from fitkit.features.closures import actions as closures
from fitkit.features.closures.rules import ClosureDetails
from fitkit.features.locations import actions as locations
from fitkit.features.scheduling import actions, jobs, queries, rules
from fitkit.features.scheduling.rules import (
    Chosen,
    Exceptions,
    MoveBy,
    Pattern,
    SessionStatus,
    SlotChange,
    SlotDetails,
)
from fitkit.features.scheduling.tables import ClassSession
from fitkit.features.staff import actions as staff
from fitkit.texts import planning as texts
from fitkit.texts import schedule
from tests.conftest import Gym
from tests.factories import scheduling as make
from tests.factories.booking import book, weekly_member
from tests.factories.scheduling import Place, tomorrow

YEARS = st.dates(date(2026, 1, 1), date(2031, 12, 31))
WEEKDAYS = st.integers(0, 6)
HOURS = st.times(time(0), time(23, 59)).map(lambda t: t.replace(second=0, microsecond=0))


def pattern(weekday: int = 2, at: time = time(18, 30), **more) -> Pattern:
    given = {"first_on": date(2026, 1, 1), "last_on": None, "minutes": 60}
    return Pattern(uuid4(), Text("א", "A"), uuid4(), weekday, at, **(given | more))


def slot_details(place: Place, w: Work, **more) -> SlotDetails:
    day = tomorrow(w)
    given = {
        "class_type_id": place.class_type_id,
        "location_id": place.location_id,
        "room_id": place.room_id,
        "coach_id": place.coach_id,
        "first_on": day,
        "weekday": rules.weekday_of(day),
        "at": time(18, 30),
    }
    return SlotDetails(**(given | more))


def change_of(w: Work, slot_id, **more) -> SlotChange:
    v = queries.slot(w, slot_id=slot_id)
    same = SlotChange(v.weekday, v.at, v.minutes, v.location_id, v.capacity, v.room_id, v.coach_id)
    return replace(same, **more)


def rows_of(w: Work, slot_id) -> list[ClassSession]:
    found = (
        select(ClassSession)
        .where(col(ClassSession.slot_id) == slot_id)
        .order_by(col(ClassSession.slot_on))
    )
    return list(w.session.scalars(found.execution_options(populate_existing=True)))


def told(w: Work, name: str) -> list[dict]:
    found = select(EventLog).where(col(EventLog.name) == name).order_by(col(EventLog.id))
    return [e.facts for e in w.session.scalars(found)]


@given(weekday=WEEKDAYS, at=HOURS, first=YEARS, days=st.integers(0, 400))
def test_a_slot_yields_one_class_each_week_at_its_wall_time(weekday, at, first, days):
    one, last = pattern(weekday, at), first + timedelta(days=days)
    found = one.days(first, last)
    assert len(found) in (days // 7, days // 7 + 1)
    assert all(first <= d <= last and rules.weekday_of(d) == weekday for d in found)
    assert all(b - a == timedelta(weeks=1) for a, b in pairwise(found))
    for day in found:
        span = one.span(day, ISRAEL)
        assert span.ends_at - span.starts_at == timedelta(minutes=60)
        skipped = not date_has(day, at)
        assert skipped or span.starts_at.astimezone(ISRAEL).replace(
            tzinfo=None
        ) == datetime.combine(day, at)


def date_has(day: date, at: time) -> bool:
    """Whether the clocks of the day show the time at all."""
    local = datetime.combine(day, at, tzinfo=ISRAEL)
    return local.astimezone(UTC).astimezone(ISRAEL).replace(tzinfo=None) == datetime.combine(
        day, at
    )


def test_a_class_at_half_past_two_is_at_half_past_three_on_the_friday_that_has_no_half_past_two():
    spring = date(2027, 3, 26)
    span = pattern(5, time(2, 30)).span(spring, ISRAEL)
    assert span.starts_at == datetime(2027, 3, 26, 0, 30, tzinfo=UTC)
    assert span.starts_at.astimezone(ISRAEL).time() == time(3, 30)
    before = pattern(5, time(2, 30)).span(spring - timedelta(weeks=1), ISRAEL)
    assert before.starts_at.astimezone(ISRAEL).time() == time(2, 30)


def test_a_class_at_half_past_one_is_the_first_of_the_two_on_the_sunday_that_has_it_twice():
    autumn = date(2027, 10, 31)
    span = pattern(0, time(1, 30)).span(autumn, ISRAEL)
    assert span.starts_at == datetime(2027, 10, 30, 22, 30, tzinfo=UTC)
    assert span.ends_at == datetime(2027, 10, 30, 23, 30, tzinfo=UTC)


def test_a_new_slot_yields_eight_weeks_at_once(w: Work):
    place = make.make_place(w, capacity=14)
    made = actions.add_slot(w, details=slot_details(place, w))
    assert len(made.days) == 8
    rows = rows_of(w, made.slot_id)
    assert [r.slot_on for r in rows] == list(made.days)
    assert {r.capacity for r in rows} == {14}
    assert {r.starts_at.astimezone(w.actor.zone).time() for r in rows} == {time(18, 30)}
    [event] = told(w, "scheduling.generated")
    assert (event["times"], event["first_on"]) == (8, made.days[0].isoformat())
    span = {"first_on": made.days[0], "last_on": made.days[-1]}
    found = queries.sessions_of_slot(w, slot_id=made.slot_id, **span)
    assert [s.id for s in found] == [r.id for r in rows]


def test_generating_again_adds_nothing_and_later_only_what_is_missing(w: Work):
    place = make.make_place(w)
    made = actions.add_slot(w, details=slot_details(place, w))
    assert actions.generate(w) == 0
    jobs.keep_weeks_ahead(replace(w, now=w.now + timedelta(days=6)))
    later = replace(w, now=w.now + timedelta(days=15))
    assert actions.generate(later) == 2
    assert actions.generate(later) == 0
    days = [r.slot_on for r in rows_of(w, made.slot_id)]
    assert len(days) == len(set(days)) == 11


def test_what_was_cancelled_moved_or_withdrawn_is_not_made_anew(w: Work):
    place = make.make_place(w)
    made = actions.add_slot(w, details=slot_details(place, w))
    first, second, third = rows_of(w, made.slot_id)[:3]
    actions.cancel_session(w, session_id=first.id)
    actions.apply(w, chosen=Chosen(ids=(second.id,)), deed=MoveBy(30))
    third.status = SessionStatus.WITHDRAWN
    from fitkit.features.scheduling.tables import TimetableSlot

    w.get(TimetableSlot, made.slot_id).generated_until = None
    w.session.flush()
    assert actions.generate(w) == 0
    assert second.is_exception
    assert len(rows_of(w, made.slot_id)) == 8


def test_closed_days_yield_nothing_and_a_short_day_keeps_the_morning(w: Work):
    place = make.make_place(w)
    day = tomorrow(w)
    whole = closures.add_closure(w, details=ClosureDetails(day + timedelta(weeks=1), "חג"))
    short = closures.add_closure(
        w, details=ClosureDetails(day + timedelta(weeks=2), "ערב חג", closes_at=time(13))
    )
    actions.confirm_closures(w, closure_ids=[whole, short])
    evening = actions.add_slot(w, details=slot_details(place, w))
    morning = actions.add_slot(w, details=slot_details(place, w, at=time(12)))
    assert day + timedelta(weeks=1) not in evening.days
    assert day + timedelta(weeks=2) not in evening.days
    assert day + timedelta(weeks=1) not in morning.days
    assert day + timedelta(weeks=2) in morning.days  # is over at 13:00 sharp
    closures.decline(w, closure_ids=[whole])
    assert actions.generate(w) == 0


def test_a_closed_location_yields_nothing_and_a_coach_who_left_gives_nothing(w: Work):
    place = make.make_place(w)
    made = actions.add_slot(w, details=slot_details(place, w))
    staff.archive(w, staff_id=place.coach_id)
    later = replace(w, now=w.now + timedelta(days=7))
    assert actions.generate(later) == 1
    assert rows_of(w, made.slot_id)[-1].coach_id is None
    make.make_location(w, "שני")
    locations.close(w, location_id=place.location_id)
    assert actions.generate(replace(w, now=w.now + timedelta(days=21))) == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"weekday": 7}, "weekday"),
        ({"weekday": -1}, "weekday"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 481}, "minutes"),
        ({"capacity": 0}, "capacity"),
        ({"first_on": date(2020, 1, 1)}, "first_on"),
        ({"first_on": date(2200, 1, 1)}, "first_on"),
    ],
)
def test_absurd_slots_are_refused_where_they_were_typed(w: Work, wrong, field):
    place = make.make_place(w)
    with pytest.raises(Refusal) as refused:
        actions.add_slot(w, details=slot_details(place, w, **wrong))
    assert refused.value.field == field
    assert queries.slots(w) == ()


def test_a_slot_that_ends_before_it_begins_or_yields_nothing_is_refused(w: Work):
    place, day = make.make_place(w), tomorrow(w)
    other = rules.weekday_of(day + timedelta(days=3))
    for last_on, weekday, text in [
        (day - timedelta(days=1), rules.weekday_of(day), texts.END_BEFORE_FIRST),
        (day + timedelta(days=2), other, texts.YIELDS_NOTHING),
    ]:
        with pytest.raises(Refusal) as refused:
            actions.add_slot(w, details=slot_details(place, w, last_on=last_on, weekday=weekday))
        assert (refused.value.text, refused.value.field) == (text, "last_on")


def test_overlapping_slots_of_a_coach_are_refused_even_beyond_the_classes_that_exist(w: Work):
    place = make.make_place(w)
    actions.add_slot(w, details=slot_details(place, w))
    far = slot_details(place, w, first_on=tomorrow(w) + timedelta(weeks=20), at=time(19))
    seen = queries.outlook(w, details=far)
    assert seen.clashes[0].of is rules.ClashOf.COACH
    assert seen.clashes[0].days[0] == tomorrow(w) + timedelta(weeks=20)
    with pytest.raises(Refusal) as refused:
        actions.add_slot(w, details=far)
    assert (refused.value.text, refused.value.field) == (schedule.COACH_BUSY, "coach_id")
    actions.add_slot(w, details=replace(far, at=time(19, 30)))


def test_a_single_class_far_away_meets_the_slot_that_will_be_there(w: Work):
    place = make.make_place(w)
    actions.add_slot(w, details=slot_details(place, w))
    with pytest.raises(Refusal) as refused:
        make.publish(w, place, tomorrow(w) + timedelta(weeks=30), at=time(18))
    assert refused.value.text is schedule.COACH_BUSY


def test_publishing_tells_whom_it_would_meet_and_a_cancelled_class_is_nobody(w: Work):
    place, day = make.make_place(w), tomorrow(w)
    made = actions.publish_weekly(w, details=make.details(place, day), times=3).session_ids
    later = make.details(place, day, time(19), room_id=None)
    [met] = queries.clashes_of(w, details=later, times=2)
    assert (met.of, met.at) == (rules.ClashOf.COACH, time(18, 30))
    assert met.days == (day, day + timedelta(days=7))
    actions.cancel_session(w, session_id=made[0])
    assert queries.clashes_of(w, details=later, times=1) == ()
    assert queries.clashes_of(w, details=replace(later, coach_id=None), times=52) == ()
    ends_first = replace(later, until=time(18))
    with pytest.raises(Refusal) as refused:
        queries.clashes_of(w, details=ends_first, times=1)
    assert refused.value.field == "until"


def test_the_outlook_tells_the_days_and_the_holiday_it_meets(w: Work):
    place, day = make.make_place(w), tomorrow(w)
    closed = closures.add_closure(w, details=ClosureDetails(day + timedelta(weeks=3), "חנוכה"))
    actions.confirm_closures(w, closure_ids=[closed])
    seen = queries.outlook(w, details=slot_details(place, w))
    assert len(seen.days) == 7
    assert day + timedelta(weeks=3) not in seen.days
    assert [c.name.he for c in seen.closed] == ["חנוכה"]
    assert (seen.clashes, seen.problem) == ((), None)
    wrong = queries.outlook(w, details=slot_details(place, w, minutes=3))
    assert wrong.problem is not None
    assert wrong.problem.field == "minutes"


def test_this_and_following_moves_what_exists_and_what_comes_and_leaves_what_was_before(w: Work):
    place = make.make_place(w)
    made = actions.add_slot(w, details=slot_details(place, w))
    member = weekly_member(w)
    third = rows_of(w, made.slot_id)[2]
    book(replace(w, now=third.starts_at - timedelta(days=3)), third.id, member)
    done = actions.change_slot(
        w,
        slot_id=made.slot_id,
        from_on=made.days[2],
        change=change_of(w, made.slot_id, at=time(19, 15), capacity=20),
        exceptions=Exceptions.KEEP,
    )
    times = [r.starts_at.astimezone(w.actor.zone).time() for r in rows_of(w, made.slot_id)]
    assert times == [time(18, 30)] * 2 + [time(19, 15)] * 6
    assert len(done.session_ids) == 6
    assert third.booked == 1
    later = replace(w, now=w.now + timedelta(days=7))
    assert actions.generate(later) == 1
    assert rows_of(w, made.slot_id)[-1].starts_at.astimezone(w.actor.zone).time() == time(19, 15)
    actions.undo_batch(w, batch_id=done.batch_id)
    times = [r.starts_at.astimezone(w.actor.zone).time() for r in rows_of(w, made.slot_id)]
    assert times == [time(18, 30)] * 9
    assert queries.slot(w, slot_id=made.slot_id).capacity == 12


def test_another_weekday_keeps_the_week_and_loses_no_class(w: Work):
    place = make.make_place(w)
    made = actions.add_slot(w, details=slot_details(place, w))
    for weekday in (0, 6, 3):
        actions.change_slot(
            w,
            slot_id=made.slot_id,
            from_on=made.days[1],
            change=change_of(w, made.slot_id, weekday=weekday),
            exceptions=Exceptions.KEEP,
        )
        rows = [r for r in rows_of(w, made.slot_id) if r.status is SessionStatus.SCHEDULED]
        weeks = [rules.same_week(r.slot_on, 0) for r in rows]
        assert len(weeks) == len(set(weeks))
        assert weeks == [weeks[0] + timedelta(weeks=n) for n in range(len(weeks))]
        moved = [r for r in rows if rules.weekday_of(r.slot_on) == weekday]
        assert len(moved) >= 6
        assert actions.generate(w) == 0


def test_what_was_changed_by_hand_stays_unless_it_is_taken_along(w: Work):
    place = make.make_place(w)
    made = actions.add_slot(w, details=slot_details(place, w))
    own = rows_of(w, made.slot_id)[3]
    actions.apply(w, chosen=Chosen(ids=(own.id,)), deed=MoveBy(-30))
    change = change_of(w, made.slot_id, at=time(20))
    ids = {"slot_id": made.slot_id, "from_on": made.days[0], "change": change}
    seen = queries.outlook_of_change(w, **ids, exceptions=Exceptions.KEEP)
    assert (len(seen.plan.steps), seen.kept) == (7, 1)
    actions.change_slot(w, **ids, exceptions=Exceptions.KEEP)
    assert own.starts_at.astimezone(w.actor.zone).time() == time(18)
    done = actions.change_slot(w, **ids, exceptions=Exceptions.TAKE)
    assert own.starts_at.astimezone(w.actor.zone).time() == time(20)
    assert (done.session_ids, own.is_exception) == ((own.id,), False)


def test_a_change_from_far_away_keeps_the_weeks_before_it(w: Work):
    place = make.make_place(w)
    made = actions.add_slot(w, details=slot_details(place, w))
    far = made.days[0] + timedelta(weeks=12)
    actions.change_slot(
        w,
        slot_id=made.slot_id,
        from_on=far,
        change=change_of(w, made.slot_id, at=time(7)),
        exceptions=Exceptions.KEEP,
    )
    rows = rows_of(w, made.slot_id)
    assert len(rows) == 12
    assert {r.starts_at.astimezone(w.actor.zone).time() for r in rows} == {time(18, 30)}
    actions.generate(replace(w, now=w.now + timedelta(weeks=5)))
    assert rows_of(w, made.slot_id)[-1].starts_at.astimezone(w.actor.zone).time() == time(7)


def test_fewer_places_than_are_taken_leave_that_class_as_it_is(w: Work):
    place = make.make_place(w)
    made = actions.add_slot(w, details=slot_details(place, w))
    full = rows_of(w, made.slot_id)[0]
    for name in "אב":
        book(w, full.id, weekly_member(w, name, limit=3 if name == "א" else 4))
    done = actions.change_slot(
        w,
        slot_id=made.slot_id,
        from_on=made.days[0],
        change=change_of(w, made.slot_id, capacity=1),
        exceptions=Exceptions.KEEP,
    )
    assert [one.facts.id for one in done.left] == [full.id]
    assert (full.capacity, len(done.session_ids)) == (12, 7)


def test_an_ended_slot_takes_empty_classes_back_and_cancels_the_others(w: Work):
    place = make.make_place(w)
    made = actions.add_slot(w, details=slot_details(place, w))
    rows = rows_of(w, made.slot_id)
    book(replace(w, now=rows[4].starts_at - timedelta(days=2)), rows[4].id, weekly_member(w))
    ids = {"slot_id": made.slot_id, "last_on": made.days[2], "exceptions": Exceptions.KEEP}
    assert len(queries.effect_of_end(w, **ids).steps) == 5
    done = actions.end_slot(w, **ids, reason="נגמר")
    after = [r.status for r in rows_of(w, made.slot_id)]
    assert (
        after
        == [SessionStatus.SCHEDULED] * 3
        + [SessionStatus.WITHDRAWN]
        + [SessionStatus.CANCELLED]
        + [SessionStatus.WITHDRAWN] * 3
    )
    assert len(told(w, "scheduling.cancelled")) == 1
    assert actions.generate(replace(w, now=w.now + timedelta(weeks=3))) == 0
    actions.undo_batch(w, batch_id=done.batch_id)
    assert {r.status for r in rows_of(w, made.slot_id)} == {SessionStatus.SCHEDULED}
    assert queries.slot(w, slot_id=made.slot_id).last_on is None


def test_a_slot_made_by_mistake_is_undone_whole(w: Work):
    place = make.make_place(w)
    made = actions.add_slot(w, details=slot_details(place, w))
    actions.undo_batch(w, batch_id=made.batch_id)
    assert queries.slots(w, ended_too=True) == ()
    assert queries.week(w, day=made.days[1]) == ()
    assert len(actions.add_slot(w, details=slot_details(place, w)).days) == 8


def test_members_and_coaches_plan_nothing_and_another_gym_sees_nothing(gym: Gym, other_gym: Gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        made = actions.add_slot(w, details=slot_details(make.make_place(w), w))
        change, day = change_of(w, made.slot_id), made.days[0]
    ids = {"slot_id": made.slot_id, "exceptions": Exceptions.KEEP}
    deeds = [
        lambda w: queries.outlook_of_change(w, **ids, from_on=day, change=change),
        lambda w: actions.change_slot(w, **ids, from_on=day, change=change),
        lambda w: actions.end_slot(w, **ids, last_on=day),
        lambda w: actions.undo_batch(w, batch_id=made.batch_id),
    ]
    for role in (Role.COACH, Role.MEMBER):
        with open_work(gym.acting(role, member_id=uuid4())) as w:
            for deed in deeds:
                with pytest.raises(Denied):
                    deed(w)
    with open_work(other_gym.acting(Role.OWNER)) as w:
        for deed in deeds:
            with pytest.raises(NotFound):
                deed(w)
        assert queries.slots(w) == ()
        assert actions.generate(w) == 0


def test_two_clocks_at_once_make_each_class_once(real_database: str):
    """Two workers in two threads, the second begun while the first is under way."""
    import threading

    from tests.conftest import make_gym

    gym = make_gym()
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make.make_place(w)
        for hour in range(6, 21):
            actions.add_slot(w, details=slot_details(place, w, at=time(hour)))
    made: list[int] = []
    moment = datetime.now(UTC) + timedelta(weeks=3)

    def run() -> None:
        with open_work(gym.system) as w:
            made.append(actions.generate(replace(w, now=moment)))

    crew = [threading.Thread(target=run) for _ in range(4)]
    for one in crew:
        one.start()
    for one in crew:
        one.join()
    assert sorted(made)[:3] == [0, 0, 0]
    assert sum(made) == 45
    with open_work(gym.system) as w:
        rows = list(w.session.scalars(select(ClassSession)))
        assert len(rows) == len({(r.slot_id, r.slot_on) for r in rows}) == 15 * 11
        assert day_of(rows[0].starts_at, ISRAEL) == rows[0].slot_on


def test_a_generation_that_is_killed_leaves_nothing_half_done(w: Work):
    place = make.make_place(w)
    made = actions.add_slot(w, details=slot_details(place, w))
    later = replace(w, now=w.now + timedelta(weeks=3))
    killed = w.session.begin_nested()
    assert actions.generate(later) == 3
    killed.rollback()
    w.session.expire_all()
    assert len(rows_of(w, made.slot_id)) == 8
    assert actions.generate(later) == 3


def test_the_nightly_job_runs_per_gym_in_its_zone(w: Work):
    from fitkit.core.jobs import TICKS

    tick = next(t for t in TICKS if t.name == "scheduling.jobs.keep_weeks_ahead")
    assert (tick.at, tick.per_gym) == (time(3, 40), True)
    with time_machine.travel(datetime(2027, 3, 26, 1, tzinfo=UTC), tick=False):
        due = tick.due(datetime(2027, 3, 26, 1, tzinfo=UTC), ISRAEL)
    assert due.astimezone(ISRAEL).time() == time(3, 40)
