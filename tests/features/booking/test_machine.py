"""A gym's week as a state machine on the real database: whatever is done, the invariants hold."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import partial

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from fitkit.core.errors import Refusal
from fitkit.core.permissions import Role
from fitkit.core.work import Work, open_work
from fitkit.features.booking import actions
from fitkit.features.class_types.rules import Policy
from fitkit.features.members import actions as members
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.scheduling.rules import Chosen, MoveTo
from fitkit.features.subscriptions import actions as subscriptions
from tests.conftest import make_gym
from tests.factories import scheduling as make
from tests.factories.booking import as_member
from tests.factories.members import make_member
from tests.factories.plans import make_pack, make_weekly
from tests.factories.subscriptions import give
from tests.features.scheduling.test_actions import change_of

START = datetime(2026, 11, 23, 6, tzinfo=UTC)  # Monday 08:00
WHO = st.integers(0, 5)
WHERE = st.integers(0, 2)
GYMS = itertools.count()


class Week(RuleBasedStateMachine):
    """Three classes, two of them at once, two places each; six members with little to spend."""

    def __init__(self) -> None:
        super().__init__()
        self.gym = make_gym(f"week-{next(GYMS)}")
        self.now = START
        self.off: set[int] = set()
        self.moved_at: datetime | None = None  # of the class of the next day
        with self.work() as w:
            policy = Policy(waitlist_limit=4, closes_minutes=30, guests_most=1)
            place = make.make_place(w, policy=policy)
            self.sessions = [
                make.session_at(w, place, START + timedelta(hours=h), capacity=2)
                for h in (10, 10.5, 30)
            ]
            plans = [
                *(make_pack(w, n, days=30 + n) for n in (1, 2, 3)),
                *(make_weekly(w, n) for n in (1, 2, 3)),
            ]
            self.members = [make_member(w, f"מתאמן {n}") for n in range(6)]
            self.held = [give(w, m, p) for m, p in zip(self.members, plans, strict=True)]
        self.given = dict(zip(self.held[:3], (1, 2, 3), strict=True))

    @contextmanager
    def work(self) -> Iterator[Work]:
        with open_work(self.gym.acting(Role.OWNER)) as w:
            yield replace(w, now=self.now)

    def attempt(self, deed, who: int, where: int) -> None:
        session_id, member_id = self.sessions[where], self.members[who]
        try:
            with self.work() as w:
                deed(as_member(w, member_id), session_id=session_id, member_id=member_id)
        except Refusal:
            pass

    @rule(who=WHO, where=WHERE)
    def book(self, who, where):
        self.attempt(actions.book, who, where)

    @rule(who=WHO, where=WHERE)
    def book_again(self, who, where):
        self.attempt(actions.book, who, where)

    @rule(who=WHO, where=WHERE)
    def cancel(self, who, where):
        ids = {"session_id": self.sessions[where], "member_id": self.members[who]}
        found = self.rows(
            "select booked_at from booking where status = 'booked' and session_id = :session_id"
            " and member_id = :member_id",
            **ids,
        )
        moved_at = self.moved_at if where == 2 else None
        is_from_before = moved_at is not None and any(at < moved_at for (at,) in found)

        def leave(w, **ids):
            receipt = actions.cancel(w, **ids)
            assert not (is_from_before and receipt.is_late)

        self.attempt(leave, who, where)

    @rule(who=WHO, where=WHERE)
    def undo(self, who, where):
        self.attempt(actions.undo_cancel, who, where)

    @rule(who=WHO, first=WHERE, second=WHERE)
    def swap(self, who, first, second):
        member_id = self.members[who]
        ids = {"from_session_id": self.sessions[first], "to_session_id": self.sessions[second]}
        try:
            with self.work() as w:
                actions.swap(as_member(w, member_id), member_id=member_id, **ids)
        except Refusal:
            pass

    @rule(who=WHO, where=WHERE)
    def bring_guest(self, who, where):
        self.attempt(partial(actions.bring_guest, name="אורח"), who, where)

    @rule(who=WHO, where=WHERE)
    def cancel_guest(self, who, where):
        ids = {"session_id": self.sessions[where], "member_id": self.members[who]}
        found = self.rows(
            "select id from guest_place where status = 'booked' and session_id = :session_id"
            " and member_id = :member_id",
            **ids,
        )
        for (guest_id,) in found[:1]:
            self.attempt(partial(actions.cancel_guest, guest_id=guest_id), who, where)

    @rule(who=WHO, where=WHERE, is_undone=st.booleans())
    def walk_in(self, who, where, is_undone):
        ids = {"session_id": self.sessions[where], "member_id": self.members[who]}
        try:
            with self.work() as w:
                receipt = actions.walk_in(w, **ids)
                if is_undone and receipt.is_new:
                    actions.undo_walk_in(w, **ids)
        except Refusal:
            pass

    @rule(who=WHO, where=WHERE)
    def leave(self, who, where):
        self.attempt(actions.leave_waitlist, who, where)

    @rule(who=WHO, where=WHERE)
    def check_in(self, who, where):
        try:
            with self.work() as w:
                actions.check_in(w, session_id=self.sessions[where], member_id=self.members[who])
        except Refusal:
            pass

    @rule(where=WHERE, capacity=st.integers(1, 4))
    def resize(self, where, capacity):
        session_id = self.sessions[where]
        try:
            with self.work() as w:
                change = change_of(w, session_id, capacity=capacity)
                scheduling.change_session(w, session_id=session_id, change=change)
                actions.fill_places(w, session_id=session_id)
        except Refusal:
            pass

    @precondition(lambda self: not self.off)
    @rule(hour=st.integers(12, 17), is_undone=st.booleans())
    def move(self, hour, is_undone):
        """The class of the next day only: it stands beside no other and stays in its week."""
        session_id = self.sessions[2]
        try:
            with self.work() as w:
                deed = MoveTo(time(hour))
                done = scheduling.apply(w, chosen=Chosen((session_id,)), deed=deed)
                if is_undone and done.batch_id:
                    scheduling.undo_batch(w, batch_id=done.batch_id)
                elif done.batch_id:
                    self.moved_at = self.now
            with self.work() as w:
                actions.fill_places(w, session_id=session_id)
        except Refusal:
            pass

    @precondition(lambda self: not self.off)
    @rule(where=WHERE, is_restored_first=st.booleans())
    def take_off(self, where, is_restored_first):
        session_id = self.sessions[where]
        try:
            with self.work() as w:
                scheduling.cancel_session(w, session_id=session_id)
                if is_restored_first:
                    scheduling.restore_session(w, session_id=session_id)
                actions.release_places(w, session_id=session_id)
                actions.release_places(w, session_id=session_id)
        except Refusal:
            return
        if not is_restored_first:
            self.off.add(where)

    @precondition(lambda self: not self.off)
    @rule(where=WHERE, slips=st.integers(1, 2))
    def take_off_by_a_slip_and_undo(self, where, slips):
        session_id = self.sessions[where]
        before = self.shape()
        for _ in range(slips):
            try:
                with self.work() as w:
                    batch_id = scheduling.cancel_session(w, session_id=session_id)
            except Refusal:
                return
            with self.work() as w:
                actions.release_places(w, session_id=session_id)
            try:
                with self.work() as w:
                    scheduling.undo_batch(w, batch_id=batch_id)
            except Refusal:  # it has begun
                self.off.add(where)
                return
            with self.work() as w:
                actions.retake_places(w, session_id=session_id, release_id=batch_id)
        assert self.shape() == before

    def shape(self) -> list:
        """Who is in, who waits under which number, whom they bring, and what each has left."""
        return [
            self.rows(f"""
                select id, session_id, member_id, subscription_id, entry_taken from {table}
                where session_id = any(:sessions) and status = 'booked' order by id""")
            for table in ("booking", "guest_place")
        ] + [
            self.rows("""
                select id, session_id, member_id, number, notice_minutes from waitlist_entry
                where session_id = any(:sessions) and state = 'waiting' order by id"""),
            self.rows(
                "select id, entries_left from subscription where id = any(:held) order by id"
            ),
            self.rows("""
                select id, booked, waiting, last_number from class_session
                where id = any(:sessions) order by id"""),
        ]

    @rule(who=WHO)
    def put_away_and_bring_back(self, who):
        member_id = self.members[who]
        with self.work() as w:
            members.archive(w, member_id=member_id)
        with self.work() as w:
            found = actions.classes_to_release(w, member_id=member_id)
        for session_id in found:
            for _ in range(2):
                with self.work() as w:
                    actions.release_archived(w, session_id=session_id, member_id=member_id)
        with self.work() as w:
            members.restore(w, member_id=member_id)

    @rule(minutes=st.integers(1, 200))
    def time_passes(self, minutes):
        self.now += timedelta(minutes=minutes)

    @rule(which=st.integers(0, 2))
    def an_entry_is_added(self, which):
        with self.work() as w:
            subscriptions.adjust_entries(w, subscription_id=self.held[which], delta=1, note="מתנה")
        self.given[self.held[which]] += 1

    def rows(self, statement: str, **more) -> list:
        binds = {"sessions": self.sessions, "held": self.held} | more
        with self.work() as w:
            return list(w.hot(sa.text(statement), binds))

    @invariant()
    def places_are_never_more_than_there_are_and_counters_equal_rows(self):
        counted = self.rows("""
            select s.capacity, s.booked, s.waiting, s.last_number,
              (select count(*) from booking b where b.session_id = s.id and b.status = 'booked')
              + (select count(*) from guest_place g
                 where g.session_id = s.id and g.status = 'booked'),
              (select count(*) from waitlist_entry e
               where e.session_id = s.id and e.state = 'waiting'),
              (select coalesce(max(e.number), 0) from waitlist_entry e where e.session_id = s.id)
            from class_session s where s.id = any(:sessions)""")
        for capacity, booked, waiting, last, live, in_line, highest in counted:
            assert (booked, waiting, last) == (live, in_line, highest)
            assert booked <= capacity

    @invariant()
    def nobody_is_in_and_waits(self):
        both = self.rows("""
            select 1 from booking b join waitlist_entry e using (session_id, member_id)
            where b.session_id = any(:sessions) and b.status = 'booked' and e.state = 'waiting'""")
        assert both == []

    @invariant()
    def nobody_is_in_two_classes_at_once(self):
        overlapping = self.rows("""
            select 1 from booking a join booking b on a.member_id = b.member_id and a.id < b.id
            join class_session s on s.id = a.session_id join class_session t on t.id = b.session_id
            where a.session_id = any(:sessions) and a.status = 'booked' and b.status = 'booked'
              and s.starts_at < t.ends_at and t.starts_at < s.ends_at""")
        assert overlapping == []

    @invariant()
    def entries_are_conserved(self):
        for held, left, out in self.rows("""
            select u.id, u.entries_left,
              (select count(*) from booking b where b.subscription_id = u.id and b.entry_taken)
              + (select count(*) from guest_place g
                 where g.subscription_id = u.id and g.entry_taken)
            from subscription u where u.id = any(:held) and u.entries_left is not null"""):
            assert left + out == self.given[held]

    @invariant()
    def a_class_that_is_off_keeps_nobodys_entry(self):
        for table in ("booking", "guest_place"):
            kept = self.rows(f"""
                select 1 from {table} p join class_session s on s.id = p.session_id
                where s.id = any(:sessions) and s.status = 'cancelled' and p.entry_taken""")
            assert kept == []

    @invariant()
    def nobody_uses_more_than_the_week(self):
        over = self.rows("""
            select u.id from subscription u join booking b on b.subscription_id = u.id
            join class_session s on s.id = b.session_id
            where u.id = any(:held) and u.weekly_limit is not null
              and b.status <> 'cancelled' and s.status = 'scheduled'
            group by u.id, u.weekly_limit having count(*) > u.weekly_limit""")
        assert over == []

    @invariant()
    def whoever_was_overtaken_was_passed_over(self):
        overtaken = self.rows("""
            select 1 from waitlist_entry ahead join waitlist_entry later using (session_id)
            where session_id = any(:sessions) and ahead.state = 'waiting'
              and later.state = 'promoted' and ahead.number < later.number
              and ahead.passed_over_at is null""")
        assert overtaken == []


def test_whatever_happens_in_a_week_the_invariants_hold(rolled_back):
    run_state_machine_as_test(
        Week,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
