from dataclasses import replace
from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from sqlmodel import col, select

from fitkit.core.clock import day_of, day_span
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.events import EventLog
from fitkit.core.permissions import Role
from fitkit.core.work import Work, open_work
from fitkit.features.booking import actions as booking
from fitkit.features.class_types import actions as class_types
from fitkit.features.locations import actions as locations
from fitkit.features.scheduling import actions, queries
from fitkit.features.scheduling.rules import SessionChange, SessionStatus
from fitkit.features.staff import actions as staff
from fitkit.texts import schedule as texts
from tests.conftest import Gym
from tests.factories import scheduling as make
from tests.factories.booking import book, weekly_member
from tests.factories.locations import make_location, make_room
from tests.factories.staff import make_coach, make_staff


def happened(w: Work, name: str) -> list[dict]:
    found = select(EventLog).where(col(EventLog.name) == name).order_by(col(EventLog.id))
    return [e.facts for e in w.session.scalars(found)]


def change_of(w: Work, session_id, **more) -> SessionChange:
    v = queries.session(w, session_id=session_id)
    starts, ends = v.starts_at.astimezone(w.actor.zone), v.ends_at.astimezone(w.actor.zone)
    same = SessionChange(
        location_id=v.location_id,
        day=starts.date(),
        at=starts.time(),
        until=ends.time(),
        capacity=v.capacity,
        room_id=v.room_id,
        coach_id=v.coach_id,
    )
    return replace(same, **more)


def test_a_class_is_published_with_the_length_and_the_places_of_its_type(w):
    place = make.make_place(w, capacity=14)
    done = make.publish(w, place)
    view = queries.session(w, session_id=done.session_ids[0])
    assert done.days == (make.tomorrow(w),)
    assert (view.capacity, view.booked, view.waiting) == (14, 0, 0)
    assert view.ends_at - view.starts_at == timedelta(hours=1)
    assert view.starts_at.astimezone(w.actor.zone).time() == time(18, 30)
    assert (view.location, view.room, view.coach) == ("נמל תל אביב", "אולם גדול", "יואב לוי")
    assert [e["times"] for e in happened(w, "scheduling.published")] == [1]


def test_ten_saturdays_are_published_at_once_and_told_once(w):
    place = make.make_place(w)
    details = make.details(place, make.tomorrow(w), time(9), until=time(10, 30), capacity=20)
    done = actions.publish_weekly(w, details=details, times=10)
    views = queries.series(w, series_id=done.series_id)
    assert tuple(v.id for v in views) == done.session_ids
    assert {v.starts_at.astimezone(w.actor.zone).time() for v in views} == {time(9)}
    assert {v.ends_at - v.starts_at for v in views} == {timedelta(minutes=90)}
    assert [e["times"] for e in happened(w, "scheduling.published")] == [10]


def test_a_coach_in_another_class_is_refused_and_the_class_is_named(w):
    place = make.make_place(w)
    make.publish(w, place)
    other_room = make_room(w, place.location_id, "אולם קטן")
    with pytest.raises(Refusal) as refused:
        make.publish(w, place, at=time(19, 0), room_id=other_room)
    day = make.tomorrow(w)
    assert (refused.value.text, refused.value.field) == (texts.COACH_BUSY, "coach_id")
    assert refused.value.params["coach"] == "יואב לוי"
    assert refused.value.params["other"].he == f"אימון היום {day.day}.{day.month} 18:30"


def test_a_taken_room_is_refused_and_the_class_is_named(w):
    place = make.make_place(w)
    make.publish(w, place)
    with pytest.raises(Refusal) as refused:
        make.publish(w, place, at=time(17, 31), coach_id=None)
    assert (refused.value.text, refused.value.field) == (texts.ROOM_BUSY, "room_id")
    assert refused.value.params["room"] == "אולם גדול"


def test_classes_one_after_the_other_and_beside_a_cancelled_one_are_fine(w):
    place = make.make_place(w)
    make.publish(w, place)
    make.publish(w, place, at=time(19, 30))
    off = make.publish(w, place, at=time(20, 30))
    actions.cancel_session(w, session_id=off.session_ids[0])
    make.publish(w, place, at=time(20, 30))
    assert len(queries.day_of_gym(w, day=make.tomorrow(w))) == 4


def test_one_clash_in_the_row_refuses_the_whole_row(w):
    place = make.make_place(w)
    make.publish(w, place, make.tomorrow(w) + timedelta(days=21))
    with pytest.raises(Refusal):
        actions.publish_weekly(w, details=make.details(place, make.tomorrow(w)), times=5)
    assert len(happened(w, "scheduling.published")) == 1
    assert queries.day_of_gym(w, day=make.tomorrow(w)) == ()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"day": date(2020, 1, 1)}, "day"),
        ({"until": time(18, 0)}, "until"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": 501}, "capacity"),
        ({"note": "א" * 501}, "note"),
    ],
)
def test_bad_input_is_refused_where_it_was_typed_and_nothing_is_kept(w, wrong, field):
    place = make.make_place(w)
    with pytest.raises(Refusal) as refused:
        actions.publish(w, details=make.details(place, wrong.pop("day", make.tomorrow(w)), **wrong))
    assert refused.value.field == field
    assert happened(w, "scheduling.published") == []


def test_what_is_not_in_use_cannot_be_published(w):
    place = make.make_place(w)
    elsewhere = make_location(w, "פלורנטין")
    their_room = make_room(w, elsewhere, "סטודיו")
    for wrong, field in [
        ({"room_id": their_room}, "room_id"),
        ({"coach_id": make_staff(w, "דלפק", is_coach=False)}, "coach_id"),
    ]:
        with pytest.raises(Refusal) as refused:
            make.publish(w, place, **wrong)
        assert refused.value.field == field
    class_types.retire(w, class_type_id=place.class_type_id)
    with pytest.raises(Refusal) as refused:
        make.publish(w, place)
    assert refused.value.field == "class_type_id"
    class_types.restore(w, class_type_id=place.class_type_id)
    staff.archive(w, staff_id=place.coach_id)
    with pytest.raises(Refusal) as refused:
        make.publish(w, place)
    assert refused.value.field == "coach_id"
    locations.close(w, location_id=elsewhere)
    with pytest.raises(Refusal) as refused:
        make.publish(w, place, location_id=elsewhere, room_id=None, coach_id=None)
    assert refused.value.field == "location_id"


def test_a_series_nobody_booked_is_taken_back_whole(w):
    place = make.make_place(w)
    done = actions.publish_weekly(w, details=make.details(place, make.tomorrow(w)), times=3)
    assert actions.withdraw(w, series_id=done.series_id) == 3
    assert queries.day_of_gym(w, day=make.tomorrow(w)) == ()
    with pytest.raises(NotFound):
        queries.session(w, session_id=done.session_ids[0])
    with pytest.raises(NotFound):
        actions.withdraw(w, series_id=done.series_id)
    again = make.publish(w, place)
    assert len(again.session_ids) == 1
    assert done.session_ids[0] in queries.names(w, ids=done.session_ids)


def test_a_series_with_a_place_taken_stays(w):
    place = make.make_place(w)
    done = actions.publish_weekly(w, details=make.details(place, make.tomorrow(w)), times=3)
    book(w, done.session_ids[0], weekly_member(w))
    with pytest.raises(Refusal) as refused:
        actions.withdraw(w, series_id=done.series_id)
    assert refused.value.text is texts.SERIES_BOOKED


def test_a_series_that_has_begun_stays(w):
    place = make.make_place(w)
    done = actions.publish_weekly(w, details=make.details(place, make.tomorrow(w)), times=2)
    later = replace(w, now=w.now + timedelta(days=2))
    with pytest.raises(Refusal) as refused:
        actions.withdraw(later, series_id=done.series_id)
    assert refused.value.text is texts.SERIES_BEGAN


def test_a_class_is_moved_and_says_what_changed(w):
    place = make.make_place(w)
    session_id = make.publish(w, place).session_ids[0]
    coach = make_coach(w, "מאיה")
    change = change_of(w, session_id, at=time(19), until=time(20), coach_id=coach, capacity=20)
    changed = actions.change_session(w, session_id=session_id, change=change)
    view = queries.session(w, session_id=session_id)
    assert changed.fields == ("starts_at", "ends_at", "coach_id", "capacity")
    assert (view.coach, view.capacity) == ("מאיה", 20)
    told = happened(w, "scheduling.changed")[0]
    assert (told["capacity_before"], told["capacity"]) == (12, 20)
    assert (told["staff_before"], told["staff_id"]) == (str(place.coach_id), str(coach))


def test_a_change_to_the_same_changes_nothing_and_tells_nobody(w):
    place = make.make_place(w)
    session_id = make.publish(w, place).session_ids[0]
    assert (
        actions.change_session(w, session_id=session_id, change=change_of(w, session_id)).fields
        == ()
    )
    assert happened(w, "scheduling.changed") == []


def test_a_class_that_ends_in_the_night_keeps_its_hours(w):
    place = make.make_place(w)
    late = make.publish(w, place, at=time(23, 30)).session_ids[0]
    done = actions.change_session(w, session_id=late, change=change_of(w, late, capacity=20))
    assert done.fields == ("capacity",)
    later = change_of(w, late, until=time(0, 45))
    actions.change_session(w, session_id=late, change=later)
    view = queries.session(w, session_id=late)
    assert view.ends_at - view.starts_at == timedelta(minutes=75)


def test_a_class_may_overlap_its_own_former_hour_but_not_another_s(w):
    place = make.make_place(w)
    first = make.publish(w, place).session_ids[0]
    make.publish(w, place, at=time(19, 30))
    actions.change_session(
        w, session_id=first, change=change_of(w, first, at=time(18, 0), until=time(19, 0))
    )
    with pytest.raises(Refusal) as refused:
        actions.change_session(
            w, session_id=first, change=change_of(w, first, at=time(18, 31), until=time(19, 31))
        )
    assert refused.value.field == "coach_id"


def test_the_capacity_goes_down_to_the_places_taken_and_no_further(w):
    place = make.make_place(w)
    session_id = make.publish(w, place).session_ids[0]
    for name in ("א", "ב"):
        book(w, session_id, weekly_member(w, name, limit=3 if name == "א" else 4))
    actions.change_session(w, session_id=session_id, change=change_of(w, session_id, capacity=2))
    with pytest.raises(Refusal) as refused:
        actions.change_session(
            w, session_id=session_id, change=change_of(w, session_id, capacity=1)
        )
    assert (refused.value.text, refused.value.field) == (texts.CAPACITY_BELOW_BOOKED, "capacity")
    assert refused.value.params["booked"] == 2


def test_a_smaller_class_gives_up_the_places_that_were_kept_first(w):
    session_id = make.publish(w, make.make_place(w, capacity=3)).session_ids[0]
    book(w, session_id, weekly_member(w))
    actions.give_back(w, session_id=session_id, held=-2)
    assert queries.session(w, session_id=session_id).facts.free == 0
    w.session.expire_all()
    actions.change_session(w, session_id=session_id, change=change_of(w, session_id, capacity=2))
    view = queries.session(w, session_id=session_id)
    assert (view.capacity, view.booked, view.held) == (2, 1, 1)
    assert queries.hold_session(w, session_id=session_id).held == 1


def test_a_class_that_has_begun_keeps_its_time_but_may_change_its_coach(w):
    place = make.make_place(w)
    session_id = make.publish(w, place).session_ids[0]
    later = replace(w, now=w.now + timedelta(days=2))
    coach = make_coach(w, "מאיה")
    assert actions.change_session(
        later, session_id=session_id, change=change_of(w, session_id, coach_id=coach)
    ).fields == ("coach_id",)
    with pytest.raises(Refusal) as refused:
        actions.change_session(
            later,
            session_id=session_id,
            change=change_of(w, session_id, day=make.tomorrow(w) + timedelta(days=9)),
        )
    assert (refused.value.text, refused.value.field) == (texts.BEGAN_NO_MOVE, "at")


def test_a_cancelled_class_stays_on_the_timetable_with_its_reason(w):
    place = make.make_place(w)
    session_id = make.publish(w, place).session_ids[0]
    actions.cancel_session(w, session_id=session_id, reason="  המאמן חולה ")
    view = queries.session(w, session_id=session_id)
    assert (view.status, view.cancel_reason) == (SessionStatus.CANCELLED, "המאמן חולה")
    assert len(happened(w, "scheduling.cancelled")) == 1
    with pytest.raises(Refusal) as refused:
        actions.cancel_session(w, session_id=session_id)
    assert refused.value.text is texts.CANCELLED_ALREADY
    with pytest.raises(Refusal) as refused:
        actions.change_session(w, session_id=session_id, change=change_of(w, session_id))
    assert refused.value.text is texts.IS_CANCELLED


def test_a_class_that_is_over_is_not_cancelled(w):
    place = make.make_place(w)
    session_id = make.session_at(w, place, w.now - timedelta(hours=1))
    with pytest.raises(Refusal) as refused:
        actions.cancel_session(w, session_id=session_id)
    assert refused.value.text is texts.OVER_ALREADY


def test_a_cancelled_class_is_restored_unless_its_coach_is_elsewhere_by_now(w):
    place = make.make_place(w)
    first, second = (make.publish(w, place, at=time(h)).session_ids[0] for h in (10, 12))
    for session_id in (first, second):
        actions.cancel_session(w, session_id=session_id, reason="חג")
    actions.restore_session(w, session_id=first)
    view = queries.session(w, session_id=first)
    assert (view.status, view.cancel_reason) == (SessionStatus.SCHEDULED, "")
    make.publish(w, place, at=time(12, 30))
    with pytest.raises(Refusal) as refused:
        actions.restore_session(w, session_id=second)
    assert refused.value.text is texts.COACH_BUSY
    with pytest.raises(Refusal) as refused:
        actions.restore_session(w, session_id=first)
    assert refused.value.text is texts.NOT_CANCELLED


def test_a_note_is_kept_once_and_taken_away(w):
    place = make.make_place(w)
    session_id = make.publish(w, place).session_ids[0]
    actions.set_note(w, session_id=session_id, note=" להביא מגבת ")
    actions.set_note(w, session_id=session_id, note="להביא מגבת")
    assert queries.session(w, session_id=session_id).note == "להביא מגבת"
    assert len(happened(w, "scheduling.noted")) == 1
    assert "note" not in happened(w, "scheduling.noted")[0]


def test_members_and_coaches_do_not_plan_the_timetable(gym: Gym, w):
    place = make.make_place(w)
    done = make.publish(w, place)
    session_id = done.session_ids[0]
    for role in (Role.MEMBER, Role.COACH):
        theirs = replace(w, actor=gym.acting(role, member_id=uuid4()))
        for deed in [
            lambda one: actions.publish(one, details=make.details(place, make.tomorrow(w))),
            lambda one: actions.publish_weekly(
                one, details=make.details(place, make.tomorrow(w)), times=2
            ),
            lambda one: actions.withdraw(one, series_id=done.series_id),
            lambda one: actions.change_session(
                one, session_id=session_id, change=change_of(w, session_id)
            ),
            lambda one: actions.cancel_session(one, session_id=session_id),
            lambda one: actions.restore_session(one, session_id=session_id),
        ]:
            with pytest.raises(Denied):
                deed(theirs)
    with pytest.raises(Denied):
        queries.week(
            replace(w, actor=gym.acting(Role.MEMBER, member_id=uuid4())), day=make.tomorrow(w)
        )


def test_another_gym_s_class_is_not_there(gym: Gym, other_gym: Gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make.make_place(w)
        done = make.publish(w, place)
        change = change_of(w, done.session_ids[0])
    with open_work(other_gym.acting(Role.OWNER)) as w:
        session_id = done.session_ids[0]
        for deed in [
            lambda: queries.session(w, session_id=session_id),
            lambda: actions.change_session(w, session_id=session_id, change=change),
            lambda: actions.cancel_session(w, session_id=session_id),
            lambda: actions.restore_session(w, session_id=session_id),
            lambda: actions.set_note(w, session_id=session_id, note="x"),
            lambda: actions.withdraw(w, series_id=done.series_id),
            lambda: booking.book(w, session_id=session_id, member_id=uuid4()),
            lambda: make.publish(w, place),
        ]:
            with pytest.raises(NotFound):
                deed()
        assert queries.week(w, day=make.tomorrow(w)) == ()
        assert queries.names(w, ids=done.session_ids) == {}


def test_a_day_a_coach_s_day_and_a_week_are_told_in_the_gym_s_zone(w):
    place = make.make_place(w)
    midnight = make.session_at(
        w, place, day_span(make.tomorrow(w), w.actor.zone)[1] - timedelta(minutes=30)
    )
    make.publish(w, place)
    day = make.tomorrow(w)
    assert [v.id for v in queries.day_of_gym(w, day=day)][-1] == midnight
    assert len(queries.day_of_gym(w, day=day)) == 2
    assert len(queries.day_of_coach(w, staff_id=place.coach_id, day=day)) == 1
    assert len(queries.week(w, day=day, coach_id=place.coach_id)) == 1
    assert len(queries.week(w, day=day, location_id=uuid4())) == 0
    assert {day_of(v.starts_at, w.actor.zone) for v in queries.week(w, day=day)} == {day}
