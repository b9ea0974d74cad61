"""Reminders: by hours and on the evening before, each once whatever happens to workers and clocks."""

import threading
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from fitkit.core import clock
from fitkit.core.clock import day_of
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.class_types.rules import Policy
from fitkit.features.notifications import actions, queries
from fitkit.features.notifications.jobs import classes
from fitkit.features.notifications.rules import (
    EVENING,
    REMINDER_CHOICES,
    NoticeKind,
    ReminderWish,
    reminder_moments,
)
from fitkit.features.orgs.rules import QuietHours, quiet_until
from tests.conftest import Gym, make_gym
from tests.factories import scheduling as make
from tests.factories.booking import as_member, book, members_with_plan
from tests.factories.orgs import never_quiet
from tests.factories.plans import make_unlimited
from tests.features.notifications.test_jobs import (  # noqa: F401  # fixtures of the same house
    HALF_PAST_SIX,
    house,
    noon,
    ports,
    run_ready,
    told,
    waiting_jobs,
)

ZONE = clock.ISRAEL
NIGHT = QuietHours(time(22), time(7))
BOTH = ReminderWish(3, evening_before=True)
EVENING_BEFORE = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)  # 20:00 on the eve of the class


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return clock.wall(day, time(hour, minute), ZONE)


@settings(deadline=None)
@given(
    starts_at=st.integers(0, 2 * 365 * 24 * 4).map(
        lambda n: datetime(2026, 1, 1, tzinfo=UTC) + n * timedelta(minutes=15)
    ),
    hours=st.sampled_from(REMINDER_CHOICES),
    evening=st.booleans(),
    quiet=st.sampled_from(
        [NIGHT, QuietHours(time(19), time(21)), QuietHours(time(22), time(7), True)]
    ),
)
def test_no_reminder_is_late_or_quiet_and_no_evening_has_two(starts_at, hours, evening, quiet):
    wish = ReminderWish(hours, evening_before=evening)
    found = reminder_moments(starts_at, wish, quiet=quiet, zone=ZONE)
    moments = [moment for _, moment in found]
    assert moments == sorted(moments)
    assert all(m < starts_at and quiet_until(m, quiet, ZONE) is None for m in moments)
    assert len(found) <= (hours > 0) + evening
    assert (len(found) == 0) == (hours == 0 and not evening)
    assert len({which for which, _ in found}) == len(found)


def test_a_class_in_the_evening_is_told_the_evening_before_and_some_hours_before():
    tuesday = date(2026, 11, 24)
    found = reminder_moments(at(tuesday, 18, 30), BOTH, quiet=NIGHT, zone=ZONE)
    assert [m for _, m in found] == [at(date(2026, 11, 23), 20), at(tuesday, 15, 30)]
    assert time(20) == EVENING


def test_a_class_at_six_in_the_morning_is_told_once_the_evening_before():
    found = reminder_moments(at(date(2026, 11, 24), 6), BOTH, quiet=NIGHT, zone=ZONE)
    assert [m for _, m in found] == [at(date(2026, 11, 23), 20)]


@pytest.mark.parametrize("day", [date(2026, 3, 27), date(2026, 10, 25)])
def test_the_evening_before_is_on_the_wall_over_a_clock_change(day):
    found = reminder_moments(at(day, 18), BOTH, quiet=NIGHT, zone=ZONE)
    evening = found[0][1].astimezone(ZONE)
    assert (evening.hour, day_of(evening, ZONE)) == (20, day - timedelta(days=1))


def reminded(who) -> int:
    return [kind for kind, _ in told(who)].count(NoticeKind.REMINDER)


@pytest.fixture
def maya(house, ports):  # noqa: F811
    who = house.comer("maya@example.com")
    with open_work(who.actor) as w:
        actions.set_reminder(w, wish=BOTH)
    house.book(who)
    run_ready(ports)
    return who


def test_both_reminders_come_each_once(maya, ports, noon):  # noqa: F811
    assert waiting_jobs("jobs.classes.remind")[-1] == EVENING_BEFORE
    noon.move_to(EVENING_BEFORE)
    run_ready(ports)
    assert reminded(maya) == 1
    noon.move_to(HALF_PAST_SIX - timedelta(hours=3))
    run_ready(ports)
    assert reminded(maya) == 2


def test_a_worker_that_was_away_over_both_tells_once(maya, ports, noon):  # noqa: F811
    noon.move_to(HALF_PAST_SIX - timedelta(hours=1))
    run_ready(ports)
    assert reminded(maya) == 1


def test_a_clock_that_jumps_back_tells_nothing_again(maya, ports, noon):  # noqa: F811
    noon.move_to(HALF_PAST_SIX - timedelta(hours=3))
    run_ready(ports)
    before = reminded(maya)
    noon.move_to(EVENING_BEFORE - timedelta(hours=1))
    run_ready(ports)
    for moment in (EVENING_BEFORE - timedelta(minutes=1), HALF_PAST_SIX - timedelta(hours=3)):
        noon.move_to(moment)
        run_ready(ports)
    assert reminded(maya) == before


def test_a_job_that_runs_again_after_its_worker_died_tells_nothing_again(maya, house, noon):  # noqa: F811
    noon.move_to(EVENING_BEFORE)
    with open_work(house.gym.system) as w:
        [booking_id] = queries.places_ahead(w, member_id=maya.member_id)
    for _ in range(3):
        with open_work(house.gym.system) as w:
            classes.remind(w, booking_id)
    assert reminded(maya) == 1


# two workers, on the real database

CLASSES, PEOPLE = 6, 4


def prepare(gym: Gym) -> list[UUID]:
    """Classes of tomorrow, whose people want to know a day before: the first in half an hour."""
    with open_work(gym.acting(Role.OWNER)) as w:
        never_quiet(w)
        place = make.make_place(w, policy=Policy(opens_days=30))
        people = members_with_plan(w, make_unlimited(w), PEOPLE)
        for member_id in people:
            actions.set_reminder(as_member(w, member_id), wish=ReminderWish(24))
        starts = [w.now + timedelta(hours=24, minutes=30 + 70 * n) for n in range(CLASSES)]
        sessions = [make.session_at(w, place, start) for start in starts]
        for session_id in sessions:
            for member_id in people:
                book(w, session_id, member_id)
    return sessions


def notices(gym: Gym) -> Counter[tuple[UUID, UUID]]:
    with open_work(gym.system) as w:
        found = sa.text("select member_id, about from notice where kind = 'reminder'")
        return Counter((row.member_id, row.about) for row in w.hot(found))


def test_two_workers_at_the_same_reminder_tell_it_once(real_database: str):
    gym = make_gym()
    [session_id, *_] = prepare(gym)
    with open_work(gym.system) as w:
        found = sa.text("select id from booking where session_id = :s")
        places = list(w.hot(found, {"s": session_id}).scalars())
    start = threading.Barrier(2)
    failed: list[BaseException] = []

    def worker() -> None:
        start.wait()
        for booking_id in places:
            try:
                with open_work(gym.system) as w:
                    w.now += timedelta(minutes=45)
                    classes.remind(w, booking_id)
            except Exception as e:  # noqa: BLE001  # told below
                failed.append(e)

    threads = [threading.Thread(target=worker) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    found = notices(gym)
    assert (found.total(), set(found.values()), failed) == (PEOPLE, {1}, [])
