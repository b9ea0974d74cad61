"""Many classes at once: what becomes of each, what is told, and that one undo restores exactly."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from fitkit.core.clock import ISRAEL
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.events import EventLog
from fitkit.core.i18n import Text
from fitkit.core.permissions import Role
from fitkit.core.work import Work, open_work
from fitkit.features.scheduling import actions, queries, rules
from fitkit.features.scheduling.rules import (
    Cancel,
    Chosen,
    Deed,
    Facts,
    MoveBy,
    MoveByDays,
    MoveTo,
    Restore,
    SessionStatus,
    SetCapacity,
    SetCoach,
    SetRoom,
    Standing,
    Step,
)
from fitkit.features.scheduling.tables import ClassSession, TimetableBatch
from fitkit.texts import common, schedule
from fitkit.texts import planning as texts
from tests.conftest import Gym
from tests.factories import scheduling as make
from tests.factories.booking import book, weekly_member
from tests.factories.locations import make_location, make_room
from tests.factories.scheduling import Place
from tests.factories.staff import make_coach

COLUMNS = (
    "starts_at", "ends_at", "location_id", "room_id", "coach_id", "capacity", "status",
    "cancel_reason", "cancelled_at", "is_exception", "slot_on", "booked", "waiting",
)  # fmt: skip


def rows(w: Work, ids) -> list[dict]:
    found = select(ClassSession).where(col(ClassSession.id).in_(ids)).order_by(col(ClassSession.id))
    found = found.execution_options(populate_existing=True)
    return [{c: getattr(r, c) for c in COLUMNS} for r in w.session.scalars(found)]


def told(w: Work, name: str) -> list[dict]:
    found = select(EventLog).where(col(EventLog.name) == name).order_by(col(EventLog.id))
    return [e.facts for e in w.session.scalars(found)]


def five(w: Work, place: Place) -> tuple[UUID, ...]:
    return actions.publish_weekly(
        w, details=make.details(place, make.tomorrow(w)), times=5
    ).session_ids


def at(w: Work, session_id: UUID) -> time:
    view = queries.session(w, session_id=session_id)
    return view.starts_at.astimezone(w.actor.zone).time()


def test_every_deed_is_undone_row_by_row(w: Work):
    place = make.make_place(w)
    ids = five(w, place)
    small = make_room(w, place.location_id, "אולם קטן")
    coach = make_coach(w, "מאיה")
    deeds: list[Deed] = [
        MoveTo(time(20)), MoveBy(45), MoveBy(-90), MoveByDays(2), Cancel("חופש"), SetCoach(coach), SetCoach(None),
        SetRoom(small), SetRoom(None), SetCapacity(3), SetCapacity(40),
    ]  # fmt: skip
    for deed in deeds:
        before = rows(w, ids)
        done = actions.apply(w, chosen=Chosen(ids=ids), deed=deed)
        assert len(done.session_ids) == 5
        assert rows(w, ids) != before
        assert actions.undo_batch(w, batch_id=done.batch_id).left == ()
        assert rows(w, ids) == before


def test_moving_by_days_keeps_the_wall_time_over_a_clock_change(w: Work):
    place = make.make_place(w)
    friday = next_clock_change(w)
    details = make.details(place, friday - timedelta(days=1), time(18, 30))
    [one] = actions.publish(w, details=details).session_ids
    actions.apply(w, chosen=Chosen(ids=(one,)), deed=MoveByDays(7))
    after = queries.session(w, session_id=one).starts_at.astimezone(w.actor.zone)
    assert (after.date(), after.time()) == (friday + timedelta(days=6), time(18, 30))


@pytest.mark.parametrize("days", [-61, 61])
def test_nothing_moves_by_more_than_sixty_days(w: Work, days: int):
    ids = five(w, make.make_place(w))
    with pytest.raises(Refusal) as refused:
        actions.apply(w, chosen=Chosen(ids=ids), deed=MoveByDays(days))
    assert (refused.value.text, refused.value.field) == (common.OUT_OF_RANGE, "days")


def test_nothing_moves_by_days_into_the_past(w: Work):
    ids = five(w, make.make_place(w))
    plan = queries.effect(w, chosen=Chosen(ids=ids), deed=MoveByDays(-3))
    assert ([s.facts.id for s in plan.steps], [x.facts.id for x in plan.left]) == (
        list(ids[1:]),
        [ids[0]],
    )
    assert plan.left[0].why.text is schedule.DAY_PASSED


def test_a_choice_is_counted_by_what_can_still_be_done_to_it(w: Work):
    place = make.make_place(w)
    ids = five(w, place)
    begun = make.session_at(w, place, w.now - timedelta(minutes=10))
    over = make.session_at(w, place, w.now - timedelta(hours=3))
    actions.apply(w, chosen=Chosen(ids=ids[:2]), deed=Cancel())
    both = Chosen(ids=(*ids, begun, over))
    assert queries.count_of(w, chosen=both) == queries.ChosenCount(on=4, off=2)
    assert queries.count_of(w, chosen=Chosen()) == queries.ChosenCount(on=0, off=0)


def next_clock_change(w: Work) -> date:
    """The first day within a year whose noon is another distance from UTC than the day before's."""
    days = [make.tomorrow(w) + timedelta(days=n) for n in range(2, 365)]
    offsets = [datetime.combine(d, time(12), tzinfo=w.actor.zone).utcoffset() for d in days]
    return next(
        day
        for day, before, now in zip(days[1:], offsets, offsets[1:], strict=False)
        if before != now
    )


def test_a_batch_is_undone_once_and_within_a_day(w: Work):
    place = make.make_place(w)
    ids = five(w, place)
    done = actions.apply(w, chosen=Chosen(ids=ids), deed=MoveBy(30))
    late = replace(w, now=w.now + timedelta(hours=24, seconds=1))
    with pytest.raises(Refusal) as refused:
        actions.undo_batch(late, batch_id=done.batch_id)
    assert refused.value.text is texts.UNDO_TOO_LATE
    actions.undo_batch(w, batch_id=done.batch_id)
    with pytest.raises(Refusal) as refused:
        actions.undo_batch(w, batch_id=done.batch_id)
    assert refused.value.text is texts.UNDONE_ALREADY
    assert [e["times"] for e in told(w, "scheduling.batch_undone")] == [5]


def test_what_was_changed_since_stays_and_is_told(w: Work):
    place = make.make_place(w)
    ids = five(w, place)
    done = actions.apply(w, chosen=Chosen(ids=ids), deed=SetCapacity(20))
    actions.apply(w, chosen=Chosen(ids=(ids[1],)), deed=SetCapacity(21))
    undone = actions.undo_batch(w, batch_id=done.batch_id)
    assert [(one.facts.id, one.why.text) for one in undone.left] == [(ids[1], texts.CHANGED_SINCE)]
    assert len(undone.session_ids) == 4
    assert queries.session(w, session_id=ids[1]).capacity == 21


def test_more_places_that_were_booked_since_are_not_taken_away(w: Work):
    place = make.make_place(w, capacity=1)
    session_id = make.publish(w, place).session_ids[0]
    done = actions.apply(w, chosen=Chosen(ids=(session_id,)), deed=SetCapacity(2))
    for name in "אב":
        book(w, session_id, weekly_member(w, name, limit=3 if name == "א" else 4))
    with pytest.raises(Refusal) as refused:
        actions.undo_batch(w, batch_id=done.batch_id)
    assert refused.value.text is texts.NOTHING_UNDONE


def test_a_coach_who_is_elsewhere_by_now_is_not_doubled_by_an_undo(w: Work):
    place = make.make_place(w)
    ids = five(w, place)
    done = actions.apply(w, chosen=Chosen(ids=ids), deed=MoveBy(120))
    make.publish(w, place)
    undone = actions.undo_batch(w, batch_id=done.batch_id)
    assert [one.why.text for one in undone.left] == [schedule.COACH_BUSY]
    assert at(w, ids[0]) == time(20, 30)
    assert {at(w, i) for i in ids[1:]} == {time(18, 30)}


def test_those_that_cannot_are_left_with_the_reason_and_the_others_are_done(w: Work):
    place = make.make_place(w)
    ids = five(w, place)
    book(w, ids[0], weekly_member(w))
    book(w, ids[0], weekly_member(w, "ב", limit=4))
    actions.cancel_session(w, session_id=ids[1])
    seen = queries.effect(w, chosen=Chosen(ids=ids), deed=SetCapacity(1))
    assert {one.facts.id: one.why.text for one in seen.left} == {
        ids[0]: schedule.CAPACITY_BELOW_BOOKED,
        ids[1]: schedule.IS_CANCELLED,
    }
    done = actions.apply(w, chosen=Chosen(ids=ids), deed=SetCapacity(1))
    assert set(done.session_ids) == set(ids[2:])
    with pytest.raises(Refusal) as refused:
        actions.apply(w, chosen=Chosen(ids=ids[:1]), deed=SetCapacity(1))
    assert refused.value.field == "capacity"


def test_two_chosen_classes_do_not_get_one_coach_at_one_time(w: Work):
    place = make.make_place(w)
    first = make.publish(w, place).session_ids[0]
    other = make_room(w, place.location_id, "קטן")
    second = make.publish(w, place, room_id=other, coach_id=None).session_ids[0]
    third = make_coach(w, "מאיה")
    done = actions.apply(w, chosen=Chosen(ids=(first, second)), deed=SetCoach(third))
    assert len(done.session_ids) == 1
    assert [one.why.text for one in done.left] == [schedule.COACH_BUSY]


def test_classes_one_after_the_other_move_together(w: Work):
    place = make.make_place(w)
    ids = tuple(make.publish(w, place, at=time(h)).session_ids[0] for h in (8, 9, 10))
    assert len(actions.apply(w, chosen=Chosen(ids=ids), deed=MoveBy(60)).session_ids) == 3
    assert [at(w, i) for i in ids] == [time(9), time(10), time(11)]


def test_a_move_that_leaves_the_day_is_refused(w: Work):
    place = make.make_place(w)
    ids = five(w, place)
    for minutes in (6 * 60, -19 * 60, 24 * 60, -(10**6)):
        with pytest.raises(Refusal) as refused:
            actions.apply(w, chosen=Chosen(ids=ids), deed=MoveBy(minutes))
        assert refused.value.text is texts.KEEPS_DAY


def test_a_room_of_another_location_is_refused(w: Work):
    place = make.make_place(w)
    ids = five(w, place)
    elsewhere = make_room(w, make_location(w, "פלורנטין"), "סטודיו")
    with pytest.raises(Refusal) as refused:
        actions.apply(w, chosen=Chosen(ids=ids), deed=SetRoom(elsewhere))
    assert refused.value.text is texts.ROOM_OF_OTHER_PLACE


def test_nothing_chosen_and_nothing_to_do_are_said(w: Work):
    place = make.make_place(w)
    ids = five(w, place)
    for chosen in (Chosen(), Chosen(ids=(uuid4(),)), Chosen(ids=ids, weekdays=(7,))):
        with pytest.raises(Refusal) as refused:
            actions.apply(w, chosen=chosen, deed=SetCapacity(5))
        assert refused.value.text is texts.NOTHING_CHOSEN
    with pytest.raises(Refusal) as refused:
        actions.apply(w, chosen=Chosen(ids=ids), deed=SetCoach(place.coach_id))
    assert refused.value.text is texts.NOTHING_TO_DO


def test_classes_are_chosen_by_type_coach_days_and_weekday(w: Work):
    place = make.make_place(w)
    ids = five(w, place)
    day = make.tomorrow(w)
    make.publish(w, place, day + timedelta(days=1), coach_id=None)
    own = rules.weekday_of(day)
    found = [
        queries.effect(w, chosen=chosen, deed=Cancel()).steps
        for chosen in (
            Chosen(class_type_id=place.class_type_id),
            Chosen(coach_id=place.coach_id),
            Chosen(location_id=place.location_id, weekdays=(own,)),
            Chosen(first_on=day, last_on=day + timedelta(days=1)),
            Chosen(coach_id=place.coach_id, first_on=day + timedelta(days=1)),
        )
    ]
    assert [len(steps) for steps in found] == [6, 5, 5, 2, 4]
    assert [s.facts.id for s in found[1]] == list(ids)


def test_a_cancelled_row_is_restored_with_what_was_released_for_it(w: Work):
    place = make.make_place(w)
    ids = five(w, place)
    done = actions.apply(w, chosen=Chosen(ids=ids), deed=Cancel("חג"))
    assert {queries.cancel_batch_of(w, session_id=one) for one in ids} == {done.batch_id}
    actions.undo_batch(w, batch_id=done.batch_id)
    restored = told(w, "scheduling.restored")
    assert {e["undone_id"] for e in restored} == {str(done.batch_id)}
    again = actions.apply(w, chosen=Chosen(ids=ids), deed=Cancel())
    actions.apply(w, chosen=Chosen(ids=ids), deed=Restore())
    assert [e["undone_id"] for e in told(w, "scheduling.restored")][5:] == [None] * 5
    with pytest.raises(Refusal):
        actions.undo_batch(w, batch_id=again.batch_id)


def test_a_class_is_off_by_the_batch_that_took_it_off_last(w: Work):
    session_id = make.publish(w, make.make_place(w)).session_ids[0]

    def off_by() -> UUID | None:
        return queries.cancel_batch_of(w, session_id=session_id)

    first = actions.cancel_session(w, session_id=session_id)
    back = actions.restore_session(w, session_id=session_id)
    assert off_by() is None
    actions.undo_batch(w, batch_id=back)
    assert off_by() == first  # as it stood before it was restored
    actions.undo_batch(w, batch_id=first)
    assert off_by() is None
    assert actions.cancel_session(w, session_id=session_id) == off_by() != first


def test_single_deeds_are_batches_of_one(w: Work):
    place = make.make_place(w)
    done = make.publish(w, place)
    session_id = done.session_ids[0]
    before = rows(w, [session_id])
    batch_id = actions.cancel_session(w, session_id=session_id)
    actions.undo_batch(w, batch_id=batch_id)
    assert rows(w, [session_id]) == before
    actions.undo_batch(w, batch_id=done.batch_id)
    assert rows(w, [session_id])[0]["status"] is SessionStatus.WITHDRAWN
    kinds = [b.kind for b in queries.latest_batches(w)]
    assert kinds == ["cancel", "publish"]


def test_ten_saturdays_with_a_place_taken_are_not_taken_back(w: Work):
    place = make.make_place(w)
    done = actions.publish_weekly(w, details=make.details(place, make.tomorrow(w)), times=10)
    book(w, done.session_ids[0], weekly_member(w))
    with pytest.raises(Refusal) as refused:
        actions.undo_batch(w, batch_id=done.batch_id)
    assert refused.value.text is schedule.SERIES_BOOKED
    assert w.get(TimetableBatch, done.batch_id).undone_at is None


def test_the_revision_rises_with_what_a_calendar_shows(w: Work):
    place = make.make_place(w)
    session_id = make.publish(w, place).session_ids[0]
    revisions = []
    for deed in (MoveBy(30), SetCapacity(9), SetCoach(None), Cancel(), Restore()):
        actions.apply(w, chosen=Chosen(ids=(session_id,)), deed=deed)
        revisions.append(w.get(ClassSession, session_id).revision)
    assert revisions == [1, 1, 2, 3, 4]


def test_who_may_not_plan_may_not_and_another_gym_is_not_there(gym: Gym, other_gym: Gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        ids = five(w, make.make_place(w))
        done = actions.apply(w, chosen=Chosen(ids=ids), deed=MoveBy(30))
    for role in (Role.COACH, Role.MEMBER):
        with open_work(gym.acting(role, member_id=uuid4())) as w:
            for deed in (
                lambda: actions.apply(w, chosen=Chosen(ids=ids), deed=Cancel()),
                lambda: queries.effect(w, chosen=Chosen(ids=ids), deed=Cancel()),
                lambda: actions.undo_batch(w, batch_id=done.batch_id),
            ):
                with pytest.raises(Denied):
                    deed()
    with open_work(other_gym.acting(Role.OWNER)) as w:
        with pytest.raises(NotFound):
            actions.undo_batch(w, batch_id=done.batch_id)
        with pytest.raises(Refusal):
            actions.apply(w, chosen=Chosen(ids=ids), deed=Cancel())
        assert queries.effect(w, chosen=Chosen(ids=ids), deed=Cancel()).steps == ()


def facts(n: int, start: int, minutes: int, coach: UUID | None, room: UUID | None) -> Facts:
    from datetime import UTC, datetime

    begins = datetime(2027, 1, 3, tzinfo=UTC) + timedelta(minutes=start)
    return Facts(
        UUID(int=n),
        Text("א", "A"),
        Standing(
            begins,
            begins + timedelta(minutes=minutes),
            UUID(int=999),
            room,
            coach,
            10,
            SessionStatus.SCHEDULED,
        ),
        booked=0,
        waiting=0,
        is_of_slot=False,
    )


WHO = st.none() | st.integers(1, 3).map(lambda n: UUID(int=n))
SPANS = st.tuples(st.integers(0, 600), st.integers(10, 120), WHO, WHO)


@settings(deadline=None)  # a busy machine is no flaw of the rule
@given(st.lists(SPANS, max_size=12), WHO.filter(bool), st.integers(-300, 300))
def test_whatever_is_planned_nobody_new_is_in_two_classes(spans, coach, shift):
    before = [facts(n, *span) for n, span in enumerate(spans)]
    moved = timedelta(minutes=shift)
    steps = [
        Step(
            f,
            replace(
                f.now,
                coach_id=coach,
                starts_at=f.now.starts_at + moved,
                ends_at=f.now.ends_at + moved,
            ),
        )
        for f in before
    ]
    plan = rules.settle(steps, [], refuse=rules.Refuser({}, {}, ISRAEL))
    assert {s.facts.id for s in plan.steps} & {one.facts.id for one in plan.left} == set()
    done = [s.after for s in plan.steps]
    stays = [one.facts.now for one in plan.left]
    for n, one in enumerate(done):
        for other in [*done[:n], *stays]:
            if one.span.overlaps(other.span):
                assert one.coach_id is None or one.coach_id != other.coach_id
                assert one.room_id is None or one.room_id != other.room_id


@given(SPANS)
def test_what_a_batch_keeps_is_what_it_gives_back(span):
    now = facts(1, *span).now
    assert Standing.of(now.facts()) == now
