"""The whole life of a class and its line on a real database, by one and by many at once."""

import itertools
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

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
from fitkit.features.booking import actions, queries
from fitkit.features.class_types.rules import Policy
from fitkit.features.orgs.rules import QuietHours, quiet_until
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.subscriptions import actions as subscriptions
from tests.conftest import make_gym
from tests.factories import scheduling as make
from tests.factories.members import make_member
from tests.factories.plans import make_pack
from tests.factories.subscriptions import give
from tests.features.scheduling.test_actions import change_of

MONDAY_EVENING = datetime(2026, 11, 23, 15, tzinfo=UTC)  # 17:00; the class: Tuesday 10:00
STARTS = datetime(2026, 11, 24, 8, tzinfo=UTC)
POLICY = Policy(waitlist_limit=6, cancel_cutoff_minutes=8 * 60, auto_minutes=5 * 60, guests_most=1)
PEOPLE, WHO = 8, st.integers(0, 7)
CAREFUL = 7  # always joins with a notice of three hours
GYMS = itertools.count()
DEEDS: tuple[Callable[..., object], ...] = (
    actions.book,
    actions.book,
    actions.cancel,
    actions.cancel,
    actions.undo_cancel,
    actions.accept_offer,
    actions.accept_offer,
    actions.decline_offer,
    actions.leave_waitlist,
    partial(actions.bring_guest, name="אורח"),
)
BY_STAFF: tuple[Callable[..., object], ...] = (
    actions.check_in,
    actions.clear_attendance,
    actions.walk_in,
    actions.undo_walk_in,
)
AT_ONCE = (*DEEDS, *(deed for deed in BY_STAFF if deed is not actions.undo_walk_in))
CALLS = ("booking.waitlist_promoted", "booking.offer_made", "booking.place_to_claim")
ENDS = ("booking.offer_accepted", "booking.offer_declined", "booking.offer_expired")


class Life(RuleBasedStateMachine):
    """One class of two places, eight people with an entry or two, from the evening before."""

    def __init__(self) -> None:
        super().__init__()
        self.gym = make_gym(f"life-{next(GYMS)}")
        self.now = MONDAY_EVENING
        self.is_off = False
        with self.work() as w:
            place = make.make_place(w, policy=POLICY)
            self.session_id = make.session_at(w, place, STARTS, capacity=2)
            plans = [make_pack(w, n, days=30 + n) for n in (1, 2)]
            self.members = [make_member(w, f"מתאמן {n}") for n in range(PEOPLE)]
            self.held = [give(w, m, plans[n % 2]) for n, m in enumerate(self.members)]
        self.given = {held: 1 + n % 2 for n, held in enumerate(self.held)}

    @contextmanager
    def work(self, member_id: UUID | None = None) -> Iterator[Work]:
        role = Role.OWNER if member_id is None else Role.MEMBER
        with open_work(self.gym.acting(role, member_id=member_id)) as w:
            yield replace(w, now=self.now)

    def attempt(self, deed: Callable[..., object], who: int) -> None:
        member_id, more = self.members[who], {}
        if deed is actions.book and who == CAREFUL:
            more = {"notice_minutes": 180}
        by = None if deed in BY_STAFF else member_id
        try:
            with self.work(by) as w:
                deed(w, session_id=self.session_id, member_id=member_id, **more)
        except Refusal:
            pass

    def job(self, deed: Callable[..., object]) -> None:
        with self.work() as w:
            deed(w, session_id=self.session_id)

    @rule(deed=st.sampled_from(DEEDS + BY_STAFF), who=WHO)
    def one_does(self, deed, who):
        self.now += timedelta(seconds=1)  # nobody thinks again in the same instant
        self.attempt(deed, who)

    @rule(todo=st.lists(st.tuples(st.sampled_from(AT_ONCE), WHO), min_size=2, max_size=6))
    def many_do_at_once(self, todo):
        faults: list[BaseException] = []

        def run(deed, who) -> None:
            try:
                self.attempt(deed, who)
            except BaseException as fault:  # noqa: BLE001  # told below
                faults.append(fault)

        jobs = [lambda: self.job(actions.expire_offers)] * 2
        threads = [threading.Thread(target=run, args=one) for one in todo]
        threads += [threading.Thread(target=job) for job in jobs]
        for one in threads:
            one.start()
        for one in threads:
            one.join(30)
        assert faults == []

    @rule(minutes=st.sampled_from((1, 7, 20, 45, 120, 300)), is_missed=st.booleans())
    def time_passes(self, minutes, is_missed):
        self.now += timedelta(minutes=minutes)
        if not is_missed:
            self.sweep()

    @rule()
    def sweep(self):
        with self.work() as w:
            due = queries.lines_to_move(w)
        for _ in range(2):  # by two workers
            for _ in due:
                self.job(actions.fill_places)

    @precondition(lambda self: not self.is_off and self.now < STARTS)
    @rule(capacity=st.integers(1, 4))
    def resize(self, capacity):
        try:
            with self.work() as w:
                change = change_of(w, self.session_id, capacity=capacity)
                before = self.rows("select capacity from class_session where id = :s")[0][0]
                scheduling.change_session(w, session_id=self.session_id, change=change)
        except Refusal:
            return
        self.job(actions.places_added if capacity > before else actions.fill_places)

    @precondition(lambda self: not self.is_off and self.now < STARTS)
    @rule(then=st.sampled_from(("stays off", "restored", "undone before", "undone after")))
    def take_off(self, then):
        with self.work() as w:
            batch_id = scheduling.cancel_session(w, session_id=self.session_id)
        self.now += timedelta(seconds=1)
        if then == "undone after":
            self.job(actions.release_places)
        if then == "restored":
            self.job(scheduling.restore_session)
        elif then != "stays off":
            with self.work() as w:
                scheduling.undo_batch(w, batch_id=batch_id)
        self.job(actions.release_places)
        self.job(partial(actions.retake_places, release_id=batch_id))
        self.job(actions.fill_places)
        self.is_off = then == "stays off"

    @rule(who=WHO)
    def an_entry_is_added(self, who):
        held = self.held[who]
        with self.work() as w:
            subscriptions.adjust_entries(w, subscription_id=held, delta=1, note="מתנה")
            found = queries.passed_over_with_room(w, member_id=self.members[who])
        self.given[held] += 1
        if found:
            self.job(actions.fill_places)

    def rows(self, statement: str) -> list[Any]:
        with self.work() as w:
            return list(w.hot(sa.text(statement), {"s": self.session_id, "held": self.held}))

    def events(self, *names: str) -> list[Any]:
        with self.work() as w:
            found = sa.text(
                "select name, about, facts, created_at from event_log"
                " where org_id = :org and name = any(:names) order by id"
            )
            return list(w.hot(found, {"org": self.gym.org_id, "names": list(names)}))

    @invariant()
    def places_and_kept_places_are_never_more_than_there_are(self):
        ((capacity, *counted, booked, waiting, offers),) = self.rows("""
            select s.capacity, s.booked, s.waiting, s.held,
              (select count(*) from booking b where b.session_id = s.id and b.status = 'booked')
              + (select count(*) from guest_place g
                 where g.session_id = s.id and g.status = 'booked'),
              (select count(*) from waitlist_entry e
               where e.session_id = s.id and e.state = 'waiting'),
              (select count(*) from waitlist_entry e where e.session_id = s.id
               and e.state = 'waiting' and e.offer_until is not null)
            from class_session s where s.id = :s""")
        assert counted == [booked, waiting, offers]
        assert booked + offers <= capacity

    @invariant()
    def nobody_is_in_and_waits(self):
        assert not self.rows("""
            select 1 from booking b join waitlist_entry e using (session_id, member_id)
            where b.session_id = :s and b.status = 'booked' and e.state = 'waiting'""")

    @invariant()
    def entries_are_conserved(self):
        for held, left, out in self.rows("""
            select u.id, u.entries_left,
              (select count(*) from booking b where b.subscription_id = u.id and b.entry_taken)
              + (select count(*) from guest_place g
                 where g.subscription_id = u.id and g.entry_taken)
            from subscription u where u.id = any(:held)"""):
            assert left + out == self.given[held]

    @invariant()
    def whoever_was_overtaken_had_been_called_or_could_not_come(self):
        assert not self.rows("""
            select ahead.number, later.number
            from waitlist_entry ahead
            join waitlist_entry later on later.session_id = ahead.session_id
            join booking b on b.session_id = later.session_id and b.member_id = later.member_id
              and b.via in ('promotion', 'offer') and b.booked_at = later.left_at
            where ahead.session_id = :s and later.state = 'promoted'
              and ahead.state = 'waiting' and ahead.number < later.number
              and ahead.joined_at < later.joined_at and ahead.notice_minutes = 0
              and not exists (select 1 from event_log v where v.about = ahead.id and v.name in
                ('booking.waitlist_passed_over', 'booking.offer_made'))""")

    @invariant()
    def nothing_moves_at_night(self):
        with self.work() as w:
            zone = w.actor.zone
        for e in self.events(*CALLS, "booking.offer_expired"):
            assert quiet_until(e.created_at, QuietHours(), zone) is None or e.facts.get(
                "was_taken_back"
            )

    @invariant()
    def each_is_told_once_and_an_offer_ends_once(self):
        calls = Counter(
            (e.name, e.about, e.facts.get("until") or e.facts.get("freed_at") or e.created_at)
            for e in self.events(*CALLS)
        )
        # An offer that lost its place to a smaller class, or with the class, may be made again.
        lost = Counter(
            e.about for e in self.events("booking.offer_expired") if e.facts["was_taken_back"]
        )
        again = {call: n for call, n in calls.items() if n > 1 + lost[call[1]]}
        assert not again
        passed = Counter(e.about for e in self.events("booking.waitlist_passed_over"))
        assert set(passed.values()) <= {1}
        made = Counter(e.about for e in self.events("booking.offer_made"))
        ended = Counter(e.about for e in self.events(*ENDS))
        assert all(made[about] >= n for about, n in ended.items())

    @invariant()
    def no_call_comes_later_than_the_notice_that_was_wanted(self):
        careful = str(self.members[CAREFUL])
        for e in self.events(*CALLS):
            if e.facts["member_id"] == careful:
                assert e.created_at <= STARTS - timedelta(minutes=180)


def test_in_the_life_of_a_class_the_invariants_hold_whatever_many_do(real_database: str):
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=20,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
