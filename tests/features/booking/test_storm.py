"""Real threads on a real database: what is promised under a storm."""

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import time, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from fitkit.core.actor import Actor
from fitkit.core.clock import day_of, wall
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Text
from fitkit.core.permissions import Role
from fitkit.core.work import Work, open_work
from fitkit.features.booking import actions, queries
from fitkit.features.booking.actions import BookingReceipt
from fitkit.features.class_types.rules import Policy
from fitkit.features.scheduling import actions as scheduling
from fitkit.texts import schedule as texts
from tests.conftest import Gym, make_gym
from tests.factories import scheduling as make
from tests.factories.booking import members_with_plan
from tests.factories.orgs import never_quiet
from tests.factories.plans import make_pack, make_unlimited, make_weekly


@pytest.fixture
def gym(real_database: str) -> Gym:
    made = make_gym()
    with open_work(made.acting(Role.OWNER)) as w:
        never_quiet(w)
    return made


def at_once(deeds: Iterable[Callable[[], object]]) -> list[object]:
    """What each deed gave, started together; a Refusal is an answer, anything else is not."""
    todo = list(deeds)
    answers: list[object] = [None] * len(todo)
    gate = threading.Barrier(len(todo))

    def run(n: int) -> None:
        gate.wait()
        try:
            answers[n] = todo[n]()
        except Refusal as said:
            answers[n] = said.text
        except Exception as error:  # noqa: BLE001  # told by the assertion below
            answers[n] = error

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(todo))]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    broken = [a for a in answers if isinstance(a, Exception) or (a is None and not todo)]
    assert broken == []
    return answers


def acting(gym: Gym, member_id: UUID) -> Actor:
    return gym.acting(Role.MEMBER, member_id=member_id)


def doing(gym: Gym, deed: Callable, session_id: UUID, member_id: UUID) -> Callable[[], object]:
    def run() -> object:
        with open_work(acting(gym, member_id)) as w:
            return deed(w, session_id=session_id, member_id=member_id)

    return run


def shape(w: Work, session_id: UUID) -> tuple[list[UUID], list[UUID]]:
    """Who is in, and who waits in order; the counters agree."""
    shown = queries.roster(w, session_id=session_id)
    taken = len(shown.places) + len(shown.guests)
    assert (taken, len(shown.line)) == (shown.session.booked, shown.session.waiting)
    assert shown.session.booked <= shown.session.capacity
    return [line.member_id for line in shown.places], [line.member_id for line in shown.line]


def test_thirty_want_ten_places_and_then_ten_cancel(gym: Gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make.make_place(w, policy=Policy(waitlist_limit=15))
        session_id = make.session_at(w, place, w.now + timedelta(hours=30), capacity=10)
        members = members_with_plan(w, make_pack(w, 2), 30)
    receipts = at_once(doing(gym, actions.book, session_id, m) for m in members)
    got = [r for r in receipts if isinstance(r, BookingReceipt)]
    assert Counter(r.is_in for r in got) == {True: 10, False: 15}
    assert [r for r in receipts if isinstance(r, Text)] == [texts.FULL_NO_LINE] * 5
    by_position = {
        r.position: m
        for m, r in zip(members, receipts, strict=True)
        if isinstance(r, BookingReceipt) and r.position
    }
    in_order = [by_position[n] for n in range(1, 16)]
    with open_work(gym.acting(Role.OWNER)) as w:
        inside, line = shape(w, session_id)
    assert line == in_order
    at_once(doing(gym, actions.cancel, session_id, m) for m in inside)
    with open_work(gym.acting(Role.OWNER)) as w:
        promoted, left = shape(w, session_id)
        assert set(promoted) == set(in_order[:10])
        assert left == in_order[10:]
        out = w.hot(sa.text("select count(*) from booking where entry_taken")).scalar()
        spent = w.hot(sa.text("select sum(2 - entries_left) from subscription")).scalar()
        assert out == spent == 10


def test_one_member_at_many_screens_gets_what_the_week_allows(gym: Gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make.make_place(w)
        first = timedelta(days=8) - timedelta(hours=1)
        start = _next_sunday(w) + first
        sessions = [
            make.session_at(w, place, start + timedelta(hours=3 * n), capacity=10)
            for n in range(10)
        ]
        (member_id,) = members_with_plan(w, make_weekly(w, 2), 1)
    # Staff book, since it is too early for members: the same rules count.
    answers = at_once(
        _by_staff(gym, session_id, member_id) for session_id in sessions for _ in range(2)
    )
    assert sum(isinstance(a, BookingReceipt) for a in answers) == 2
    assert {a for a in answers if isinstance(a, Text)} <= {texts.WEEK_USED_UP, texts.ALREADY_BOOKED}


def test_one_member_at_two_screens_is_not_in_two_classes_at_once(gym: Gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make.make_place(w)
        sessions = [
            make.session_at(w, place, w.now + timedelta(hours=30, minutes=n), capacity=10)
            for n in range(8)
        ]
        (member_id,) = members_with_plan(w, make_unlimited(w), 1)
    answers = at_once(doing(gym, actions.book, s, member_id) for s in sessions)
    assert sum(isinstance(a, BookingReceipt) for a in answers) == 1


def test_a_mixed_storm_over_two_classes_neither_deadlocks_nor_loses_anything(gym: Gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make.make_place(w, policy=Policy(waitlist_limit=30))
        sessions = [
            make.session_at(w, place, w.now + timedelta(hours=h), capacity=4) for h in (30, 40, 50)
        ]
        members = members_with_plan(w, make_pack(w, 3), 16)
    at_once(_wandering(gym, sessions, members, seed) for seed in range(14))
    with open_work(gym.system) as w:
        scheduling.cancel_session(w, session_id=sessions[2])
        actions.release_places(w, session_id=sessions[2])
    with open_work(gym.acting(Role.OWNER)) as w:
        for session_id in sessions:
            inside, line = shape(w, session_id)
            assert not set(inside) & set(line)
        assert shape(w, sessions[2]) == ([], [])
        out = w.hot(sa.text("select count(*) from booking where entry_taken")).scalar()
        spent = w.hot(sa.text("select sum(3 - entries_left) from subscription")).scalar()
        moves = w.hot(
            sa.text("select -sum(delta) from credit_move where reason <> 'given'")
        ).scalar()
        assert out == spent == moves


def test_thirty_swap_between_two_classes_at_once_and_nobody_is_without_a_place(gym: Gym):
    first, second, members = _two_classes(gym, capacity=16)
    for n, member_id in enumerate(members):
        doing(gym, actions.book, first if n % 2 else second, member_id)()
    answers = at_once(
        _swapping(gym, first, second, m) if n % 2 else _swapping(gym, second, first, m)
        for n, m in enumerate(members)
    )
    swapped = sum(isinstance(a, BookingReceipt) for a in answers)
    assert swapped >= 1  # a place was free on either side, so the first was let through
    with open_work(gym.acting(Role.OWNER)) as w:
        inside = [*shape(w, first)[0], *shape(w, second)[0]]
        assert sorted(inside) == sorted(members)
        assert _entries_out(w) == _entries_spent(w) == len(members)
        gone = w.hot(sa.text("select count(*) from booking where swapped_from_id is not null"))
        assert gone.scalar() == swapped


def test_swaps_and_guests_at_once_neither_deadlock_nor_lose_anything(gym: Gym):
    first, second, members = _two_classes(gym, capacity=22)
    for n, member_id in enumerate(members):
        doing(gym, actions.book, first if n % 2 else second, member_id)()
    done = at_once(_Hosting(gym, (first, second), members, seed) for seed in range(30))
    happened = Counter[str]()
    for each in done:
        assert isinstance(each, Counter)
        happened += each
    assert {"swap", "bring_guest", "cancel_guest", "cancel"} <= set(happened)
    with open_work(gym.acting(Role.OWNER)) as w:
        inside = [*shape(w, first)[0], *shape(w, second)[0]]
        assert len(set(inside)) >= len(members) - happened["cancel"]
        assert _entries_out(w) == _entries_spent(w)
        homeless = w.hot(
            sa.text(
                "select count(*) from guest_place g where g.status = 'booked' and not exists"
                " (select 1 from booking b where b.session_id = g.session_id"
                " and b.member_id = g.member_id and b.status = 'booked')"
            )
        )
        assert homeless.scalar() == 0


def _two_classes(gym: Gym, *, capacity: int) -> tuple[UUID, UUID, list[UUID]]:
    """Two classes of one day in two days, and thirty members with packs."""
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make.make_place(w, policy=Policy(waitlist_limit=30, guests_most=2))
        zone = w.actor.zone
        day = day_of(w.now, zone) + timedelta(days=2)
        first, second = (
            make.session_at(w, place, wall(day, time(hour), zone), capacity=capacity)
            for hour in (10, 15)
        )
        return first, second, members_with_plan(w, make_pack(w, 8), 30)


def _swapping(gym: Gym, left: UUID, wanted: UUID, member_id: UUID) -> Callable[[], object]:
    def run() -> object:
        with open_work(acting(gym, member_id)) as w:
            return actions.swap(w, from_session_id=left, to_session_id=wanted, member_id=member_id)

    return run


class _Hosting:
    """Somebody who swaps, brings guests, and gives both back, for many members, at random."""

    DEEDS = ("swap", "swap", "bring_guest", "bring_guest", "cancel_guest", "cancel", "book")

    def __init__(self, gym: Gym, sessions: tuple[UUID, UUID], members: list[UUID], seed: int):
        self.gym, self.sessions, self.members = gym, sessions, members
        self.dice = random.Random(seed)

    def __call__(self) -> Counter[str]:
        done = Counter[str]()
        for _ in range(12):
            here, there = self.dice.sample(self.sessions, 2)
            deed, who = self.dice.choice(self.DEEDS), self.dice.choice(self.members)
            try:
                getattr(self, deed)(here, there, who)
            except Refusal:
                continue
            done[deed] += 1
        return done

    def swap(self, here: UUID, there: UUID, who: UUID) -> None:
        _swapping(self.gym, here, there, who)()

    def bring_guest(self, here: UUID, _there: UUID, who: UUID) -> None:
        with open_work(acting(self.gym, who)) as w:
            actions.bring_guest(w, session_id=here, member_id=who, name="אורח")

    def cancel_guest(self, here: UUID, _there: UUID, _who: UUID) -> None:
        with open_work(self.gym.acting(Role.OWNER)) as w:
            guests = queries.roster(w, session_id=here).guests
        if not guests:
            raise Refusal(texts.NO_PLACE)
        one = self.dice.choice(guests)
        ids = {"session_id": here, "member_id": one.host_id, "guest_id": one.guest_id}
        with open_work(acting(self.gym, one.host_id)) as w:
            actions.cancel_guest(w, **ids)

    def cancel(self, here: UUID, _there: UUID, who: UUID) -> None:
        doing(self.gym, actions.cancel, here, who)()

    def book(self, here: UUID, _there: UUID, who: UUID) -> None:
        doing(self.gym, actions.book, here, who)()


def _entries_out(w: Work) -> int:
    """Entries that live places of members and guests hold."""
    held = "select (select count(*) from booking where entry_taken)"
    return int(
        w.hot(
            sa.text(f"{held} + (select count(*) from guest_place where entry_taken)")
        ).scalar_one()
    )


def _entries_spent(w: Work) -> int:
    spent = "select coalesce(-sum(delta), 0) from credit_move where reason <> 'given'"
    return int(w.hot(sa.text(spent)).scalar_one())


def _by_staff(gym: Gym, session_id: UUID, member_id: UUID) -> Callable[[], object]:
    def run() -> object:
        with open_work(gym.acting(Role.COACH)) as w:
            return actions.book(w, session_id=session_id, member_id=member_id)

    return run


def _wandering(
    gym: Gym, sessions: list[UUID], members: list[UUID], seed: int
) -> Callable[[], object]:
    """Somebody who books, cancels, undoes and leaves for many members, at random."""
    dice = random.Random(seed)
    deeds = (
        actions.book,
        actions.book,
        actions.cancel,
        actions.undo_cancel,
        actions.leave_waitlist,
    )

    def run() -> object:
        for _ in range(25):
            try:
                doing(gym, dice.choice(deeds), dice.choice(sessions), dice.choice(members))()
            except Refusal:
                continue
        return True

    return run


def _next_sunday(w: Work):
    from fitkit.core.clock import day_of, week_span

    return week_span(day_of(w.now, w.actor.zone), w.actor.zone)[1]


def test_one_member_at_two_screens_swaps_once_a_day(gym: Gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make.make_place(w)
        first = _next_sunday(w) + timedelta(hours=8)
        left, wanted = (
            [make.session_at(w, place, first + timedelta(hours=h + n), capacity=9) for n in (0, 2)]
            for h in (0, 5)
        )
        (member_id,) = members_with_plan(w, make_unlimited(w), 1)
        for session_id in left:
            actions.book(w, session_id=session_id, member_id=member_id)

    def swapping(old: UUID, new: UUID) -> Callable[[], object]:
        def run() -> object:
            with open_work(acting(gym, member_id)) as w:
                ids = {"from_session_id": old, "to_session_id": new}
                return actions.swap(w, member_id=member_id, **ids)

        return run

    answers = at_once(swapping(old, new) for old, new in zip(left, wanted, strict=True))
    assert sum(isinstance(a, BookingReceipt) for a in answers) == 1
