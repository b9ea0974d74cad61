"""From a late cancellation or a no-show to its step, a dispute and a decision: by the jobs that judge."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine

from fitkit.core.clock import day_of
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.i18n import Lang
from fitkit.core.ids import new_id
from fitkit.core.jobs import run_ready
from fitkit.core.permissions import ROLES, Role
from fitkit.core.work import open_work
from fitkit.features.booking import actions as booking
from fitkit.features.booking import queries as places
from fitkit.features.booking.jobs import judge_late_cancellation, judge_no_show
from fitkit.features.booking.rules import UNDO_FOR, Attendance
from fitkit.features.penalties import actions, queries
from fitkit.features.penalties.queries import PenaltyView
from fitkit.features.penalties.rules import Ladder, Offence, OffenceFacts, PenaltyState, Step
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.features.subscriptions import queries as subscription_queries
from fitkit.features.subscriptions.rules import MoveReason
from tests.conftest import Gym, make_gym
from tests.factories.booking import pack_member, weekly_member
from tests.factories.members import make_member
from tests.factories.plans import make_pack
from tests.factories.scheduling import Place, make_place, session_at
from tests.factories.subscriptions import give

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)  # 12:00 in Tel Aviv


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as travel:
        yield travel


class KilledError(Exception):
    """The worker is gone."""


@dataclass
class Scene:
    """A gym with one member, and what can happen to them."""

    gym: Gym
    place: Place
    member_id: UUID
    clock: time_machine.Traveller

    @property
    def owner(self):
        return self.gym.acting(Role.OWNER)

    @property
    def member(self):
        return self.gym.acting(Role.MEMBER, member_id=self.member_id)

    def class_in(self, hours: float) -> UUID:
        with open_work(self.gym.system) as w:
            return session_at(w, self.place, w.now + timedelta(hours=hours))

    def booked(self, hours: float) -> UUID:
        session_id = self.class_in(hours)
        with open_work(self.owner) as w:
            booking.book(w, session_id=session_id, member_id=self.member_id)
        return session_id

    def cancel_late(self) -> UUID:
        """Book a class that begins soon, be past the grace, cancel, and let it be judged."""
        session_id = self.booked(2)
        self.pass_time(minutes=11)
        self.cancel(session_id)
        self.pass_time(minutes=11)
        run_ready()
        return session_id

    def cancel(self, session_id: UUID) -> None:
        """Cancel, and let what follows at once be planned."""
        with open_work(self.member) as w:
            booking.cancel(w, session_id=session_id, member_id=self.member_id)
        run_ready()

    def miss(self) -> UUID:
        """Book a class, let it begin and its attendance be closed, and let the hours pass."""
        session_id = self.booked(1)
        self.pass_time(hours=1, minutes=5)
        with open_work(self.owner) as w:
            booking.close_attendance(w, session_id=session_id)
        run_ready()
        self.pass_time(hours=4)
        run_ready()
        return session_id

    def pass_time(self, **span: float) -> None:
        self.clock.shift(timedelta(**span))

    def penalties(self) -> tuple[PenaltyView, ...]:
        with open_work(self.member) as w:
            return queries.of_member(w, member_id=self.member_id)

    def entries(self) -> int | None:
        with open_work(self.member) as w:
            return subscription_queries.held(w, member_id=self.member_id)[0].entries_left

    def reasons(self) -> list[MoveReason]:
        with open_work(self.owner) as w:
            held = subscription_queries.held(w, member_id=self.member_id)[0]
            moves = subscription_queries.moves(w, member_id=self.member_id, subscription_id=held.id)
            assert sum(m.delta for m in moves) == held.entries_left
            return [m.reason for m in reversed(moves)]


@pytest.fixture
def scene(gym: Gym, noon) -> Scene:
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w)
        return Scene(gym, place, pack_member(w), noon)


def steps(scene: Scene) -> list[Step]:
    return [p.step for p in reversed(scene.penalties())]


@pytest.mark.parametrize(
    ("pack", "freeze", "has_entry"),
    [
        ((0, 3, 1), None, True),  # from today
        ((1, 3, 1), None, False),  # from tomorrow on
        ((-2, 3, 1), None, True),  # until today
        ((0, 30, 0), None, False),  # used up
        ((0, 30, 1), (0, 6), False),  # rests from today
        ((0, 30, 1), (1, 7), True),  # rests from tomorrow
    ],
)
def test_a_card_counts_the_pack_that_would_lose_an_entry_and_no_other(gym, pack, freeze, has_entry):
    starts, days, left = pack
    with open_work(gym.acting(Role.OWNER)) as w:
        today, member_id = day_of(w.now, w.actor.zone), make_member(w)
        plan_id = make_pack(w, 5, days=days)
        starts_on = today + timedelta(days=starts)
        held = give(w, member_id, plan_id, starts_on)
        if not left:
            subscriptions.adjust_entries(w, subscription_id=held, delta=-5, note="סוף")
        if freeze:
            first, last = (today + timedelta(days=n) for n in freeze)
            subscriptions.freeze(w, subscription_id=held, first_on=first, last_on=last)
    with open_work(gym.acting(Role.OWNER)) as w:
        assert queries.record_of(w, member_id=member_id).has_entry is has_entry


def test_a_card_says_what_comes_of_it_where_the_pack_begins_tomorrow(scene):
    with open_work(scene.owner) as w:
        scene.member_id = weekly_member(w)
        give(w, scene.member_id, make_pack(w, 5), day_of(w.now, w.actor.zone) + timedelta(days=1))
    scene.cancel_late()
    session_id = scene.booked(2)
    scene.pass_time(minutes=11)
    with open_work(scene.member) as w:
        said = places.card(w, session_id=session_id, member_id=scene.member_id).status.penalty
    assert said is not None
    scene.cancel(session_id)
    scene.pass_time(minutes=11)
    run_ready()
    assert [steps(scene)[-1], said.step] == [Step.STRIKE, Step.STRIKE]


def test_the_first_is_a_warning_the_second_an_entry_the_third_a_block(scene):
    for _ in range(3):
        scene.cancel_late()
    assert steps(scene) == [Step.WARNING, Step.ENTRY, Step.BLOCK]
    # Three late cancellations kept their entries, the second took one more.
    assert scene.entries() == 10 - 3 - 1
    assert scene.reasons().count(MoveReason.PENALTY) == 1
    with open_work(scene.member) as w:
        assert queries.blocked_until(w, member_id=scene.member_id) == w.now + timedelta(days=3)
    scene.pass_time(days=3)
    with open_work(scene.member) as w:
        assert queries.blocked_until(w, member_id=scene.member_id) is None


def test_what_is_said_before_the_tap_is_what_comes_after_it(scene):
    for _ in range(3):
        with open_work(scene.member) as w:
            said = queries.next_step(w, member_id=scene.member_id)
        scene.cancel_late()
        newest = scene.penalties()[0]
        assert said is not None
        assert (said.number, said.step) == (newest.count, newest.step)


def test_the_card_says_before_the_tap_what_comes_after_it(scene):
    lines = []
    for _ in range(3):
        session_id = scene.booked(2)
        scene.pass_time(minutes=11)
        with open_work(scene.member) as w:
            card = places.card(w, session_id=session_id, member_id=scene.member_id).status
        scene.cancel(session_id)
        scene.pass_time(minutes=11)
        run_ready()
        newest = scene.penalties()[0]
        assert card.penalty is not None
        assert (card.penalty.number, card.penalty.step) == (newest.count, newest.step)
        lines.append(card.line.to(Lang.EN))
    assert lines == [
        "Cancelling now costs one visit. Number 1 in 30 days: a warning, nothing more",
        "Cancelling now costs one visit. Number 2 in 30 days: one more visit of the pack",
        "Cancelling now costs one visit. Number 3 in 30 days: no new bookings for 3 days",
    ]


def test_a_card_where_nothing_is_judged_says_only_what_it_costs(scene):
    with open_work(scene.owner) as w:
        actions.save_rules(w, ladder=replace(queries.ladder(w), counts_late_cancels=False))
    session_id = scene.booked(2)
    scene.pass_time(minutes=11)
    with open_work(scene.member) as w:
        card = places.card(w, session_id=session_id, member_id=scene.member_id).status
    assert (card.penalty, card.line.to(Lang.EN)) == (None, "Cancelling now costs one visit")


def test_without_a_pack_the_second_is_a_strike(scene):
    with open_work(scene.owner) as w:
        scene.member_id = weekly_member(w, "דנה", 5)
    scene.cancel_late()
    scene.cancel_late()
    assert steps(scene) == [Step.WARNING, Step.STRIKE]


def test_a_pack_that_rests_today_loses_no_entry(scene):
    scene.cancel_late()
    session_id = scene.booked(2)
    scene.pass_time(minutes=11)
    scene.cancel(session_id)
    with open_work(scene.owner) as w:
        pack = subscription_queries.held(w, member_id=scene.member_id)[0].id
        today = w.now.date()
        week = {"first_on": today, "last_on": today + timedelta(days=7)}
        subscriptions.freeze(w, subscription_id=pack, **week)
    before = scene.entries()
    scene.pass_time(minutes=11)
    run_ready()
    assert steps(scene) == [Step.WARNING, Step.STRIKE]
    assert scene.entries() == before


def test_a_cancellation_that_is_undone_in_time_is_no_offence(scene):
    session_id = scene.booked(2)
    scene.pass_time(minutes=11)
    scene.cancel(session_id)
    scene.pass_time(minutes=9)
    with open_work(scene.member) as w:
        booking.undo_cancel(w, session_id=session_id, member_id=scene.member_id)
    scene.pass_time(minutes=9)
    run_ready()
    assert scene.penalties() == ()


def test_nothing_is_judged_while_it_can_be_undone(scene):
    session_id = scene.booked(2)
    scene.pass_time(minutes=11)
    scene.cancel(session_id)
    scene.clock.shift(UNDO_FOR - timedelta(seconds=1))
    run_ready()
    assert scene.penalties() == ()
    scene.pass_time(seconds=1)
    run_ready()
    assert len(scene.penalties()) == 1


def test_a_free_cancellation_is_no_offence(scene):
    session_id = scene.booked(30)
    scene.pass_time(minutes=11)
    scene.cancel(session_id)
    scene.pass_time(hours=1)
    run_ready()
    assert scene.penalties() == ()


def test_a_no_show_is_judged_three_hours_after_the_class(scene):
    session_id = scene.booked(1)
    scene.pass_time(hours=1, minutes=5)
    with open_work(scene.owner) as w:
        booking.close_attendance(w, session_id=session_id)
    run_ready()
    scene.pass_time(hours=3, minutes=54)  # the class takes an hour
    run_ready()
    assert scene.penalties() == ()
    scene.pass_time(minutes=2)
    run_ready()
    found = scene.penalties()
    assert [(p.offence, p.session_id) for p in found] == [(Offence.NO_SHOW, session_id)]


def test_a_no_show_counts_only_where_attendance_was_taken(scene):
    session_id = scene.booked(1)
    scene.pass_time(hours=1, minutes=5)
    with open_work(scene.owner) as w:
        booking.mark_no_show(w, session_id=session_id, member_id=scene.member_id)
    scene.pass_time(hours=4)
    run_ready()
    assert scene.penalties() == ()
    with open_work(scene.owner) as w:  # closed late, but closed
        booking.close_attendance(w, session_id=session_id)
    run_ready()
    assert len(scene.penalties()) == 1


def test_who_is_checked_in_after_all_missed_nothing(scene):
    session_id = scene.booked(1)
    scene.pass_time(hours=1, minutes=5)
    with open_work(scene.owner) as w:
        booking.close_attendance(w, session_id=session_id)
    run_ready()
    scene.pass_time(hours=1)
    with open_work(scene.owner) as w:
        booking.check_in(w, session_id=session_id, member_id=scene.member_id)
    scene.pass_time(hours=4)
    run_ready()
    assert scene.penalties() == ()


@pytest.mark.parametrize("deed", [booking.check_in, booking.clear_attendance])
def test_a_no_show_that_was_a_slip_costs_nothing_though_it_was_judged(scene, deed):
    scene.cancel_late()
    session_id = scene.miss()
    assert steps(scene) == [Step.WARNING, Step.ENTRY]
    before = scene.entries() or 0
    with open_work(scene.owner) as w:
        deed(w, session_id=session_id, member_id=scene.member_id)
    run_ready()
    assert scene.penalties()[0].state is PenaltyState.EXCUSED
    assert scene.entries() == before + 1


def mark(scene: Scene, deed, session_id: UUID) -> None:
    with open_work(scene.owner) as w:
        deed(w, session_id=session_id, member_id=scene.member_id)


def test_a_no_show_that_was_a_slip_and_comes_again_is_judged_again(scene):
    scene.cancel_late()
    session_id = scene.miss()
    mark(scene, booking.clear_attendance, session_id)
    mark(scene, booking.mark_no_show, session_id)  # before any job has run
    for _ in range(2):
        run_ready()
    assert [(p.step, p.state) for p in scene.penalties() if p.session_id == session_id] == [
        (Step.ENTRY, PenaltyState.STANDING),
        (Step.ENTRY, PenaltyState.EXCUSED),
    ]
    assert scene.reasons().count(MoveReason.PENALTY) == 2
    assert scene.reasons().count(MoveReason.EXCUSED) == 1
    with open_work(scene.member) as w:
        history = places.history(w, member_id=scene.member_id).rows
    seen = next(p for p in history if p.session_id == session_id)
    assert seen.attendance is Attendance.NO_SHOW


def test_a_no_show_that_staff_excused_and_mark_again_is_judged_again(scene):
    session_id = scene.miss()
    with open_work(scene.owner) as w:
        actions.excuse(w, penalty_id=scene.penalties()[0].id, words="מחלה")
    run_ready()
    assert steps(scene) == [Step.WARNING]
    mark(scene, booking.mark_no_show, session_id)
    for _ in range(2):
        run_ready()
    assert [p.state for p in scene.penalties()] == [PenaltyState.STANDING, PenaltyState.EXCUSED]
    assert [p.count for p in scene.penalties()] == [1, 1]
    mark(scene, booking.check_in, session_id)
    run_ready()
    assert {p.state for p in scene.penalties()} == {PenaltyState.EXCUSED}


def test_what_staff_excused_is_not_judged_again_however_often_it_is_told(scene):
    session_id = scene.miss()
    with open_work(scene.owner) as w:
        actions.excuse(w, penalty_id=scene.penalties()[0].id)
        for booking_id in places.no_shows_of(w, session_id=session_id):  # not yet shown as excused
            judge_no_show(w, booking_id=booking_id)
    run_ready()
    assert [p.state for p in scene.penalties()] == [PenaltyState.EXCUSED]


def test_attendance_that_is_opened_again_takes_its_penalties_back(scene):
    session_id = scene.miss()
    with open_work(scene.owner) as w:
        booking.reopen_attendance(w, session_id=session_id)
    run_ready()
    assert scene.penalties()[0].state is PenaltyState.EXCUSED


def test_both_kinds_are_counted_together_unless_one_is_off(scene):
    scene.miss()
    scene.cancel_late()
    assert [p.count for p in scene.penalties()] == [2, 1]
    with open_work(scene.owner) as w:
        actions.save_rules(w, ladder=Ladder(counts_no_shows=False))
    scene.miss()
    assert len(scene.penalties()) == 2
    scene.cancel_late()
    assert [p.count for p in scene.penalties()] == [2, 2, 1]


def test_after_thirty_days_it_begins_anew(scene):
    scene.cancel_late()
    scene.pass_time(days=30)
    scene.cancel_late()
    assert steps(scene) == [Step.WARNING, Step.WARNING]


def test_switched_off_nothing_is_judged(scene):
    with open_work(scene.owner) as w:
        actions.save_rules(w, ladder=Ladder(is_on=False))
        assert queries.next_step(w, member_id=scene.member_id) is None
    scene.cancel_late()
    scene.miss()
    assert scene.penalties() == ()


def test_told_twice_it_leads_to_one_penalty(scene):
    session_id = scene.cancel_late()
    scene.cancel_late()
    found = scene.penalties()[0]
    facts = OffenceFacts(
        found.booking_id, session_id, scene.member_id, Offence.LATE_CANCEL, found.at
    )
    before = scene.entries()
    with open_work(scene.gym.system) as w:
        assert actions.judge_offence(w, facts=facts) is None
    assert len(scene.penalties()) == 2
    assert scene.entries() == before


def test_a_worker_killed_while_judging_leaves_nothing_and_the_next_one_judges_once(scene):
    scene.cancel_late()
    session_id = scene.booked(2)
    scene.pass_time(minutes=11)
    scene.cancel(session_id)
    before = scene.entries()
    scene.pass_time(minutes=11)

    found = sa.text("select id from booking where session_id = :session")
    with open_work(scene.gym.system) as w:
        booking_id = w.hot(found, {"session": session_id}).scalar_one()

    def judge_and_die() -> None:
        with open_work(scene.gym.system) as w:
            judge_late_cancellation(w, booking_id=booking_id)
            raise KilledError

    with pytest.raises(KilledError):
        judge_and_die()
    assert (len(scene.penalties()), scene.entries()) == (1, before)
    run_ready()
    assert (len(scene.penalties()), scene.entries()) == (2, before - 1)
    run_ready()
    assert len(scene.penalties()) == 2


def test_a_penalty_keeps_the_rules_that_led_to_it(scene):
    scene.cancel_late()
    with open_work(scene.owner) as w:
        assert actions.save_rules(w, ladder=Ladder(steps=(Step.BLOCK,), block_days=7)) == 1
    scene.cancel_late()
    newest, first = scene.penalties()
    assert (first.rules_version, first.step) == (0, Step.WARNING)
    assert (newest.rules_version, newest.step) == (1, Step.BLOCK)
    kept = sa.text("select rules_facts->>'block_days' from penalty order by at")
    with open_work(scene.gym.system) as w:
        assert list(w.hot(kept).scalars()) == ["3", "7"]


def test_saving_the_same_rules_makes_no_version(scene):
    with open_work(scene.owner) as w:
        assert actions.save_rules(w, ladder=Ladder(window_days=60)) == 1
        assert actions.save_rules(w, ladder=Ladder(window_days=60)) == 1
        assert actions.save_rules(w, ladder=Ladder(window_days=14)) == 2
        assert queries.ladder(w).window_days == 14


def disputed(scene: Scene, words: str = "הייתי שם") -> PenaltyView:
    found = scene.penalties()[0]
    with open_work(scene.member) as w:
        actions.dispute(w, penalty_id=found.id, member_id=scene.member_id, words=words)
    return scene.penalties()[0]


def test_a_dispute_waits_for_staff_with_its_words(scene):
    scene.cancel_late()
    found = disputed(scene)
    assert (found.state, found.dispute) == (PenaltyState.DISPUTED, "הייתי שם")
    with open_work(scene.owner) as w:
        assert [d.id for d in queries.disputes(w)] == [found.id]
        actions.uphold(w, penalty_id=found.id, words="לא נרשמה הגעה")
        assert queries.disputes(w) == ()
    assert scene.penalties()[0].state is PenaltyState.UPHELD


@pytest.mark.parametrize("hours", [24, 48])
def test_a_dispute_after_its_hours_is_refused(scene, hours):
    scene.cancel_late()
    scene.pass_time(hours=hours)
    with pytest.raises(Refusal):
        disputed(scene)


def test_a_dispute_is_opened_once_and_needs_words(scene):
    scene.cancel_late()
    with pytest.raises(Refusal):
        disputed(scene, " ")
    disputed(scene)
    with pytest.raises(Refusal):
        disputed(scene)


def test_an_excused_penalty_gives_back_what_it_took_and_counts_no_more(scene):
    scene.cancel_late()
    scene.cancel_late()
    second = scene.penalties()[0]
    before = scene.entries()
    with open_work(scene.owner) as w:
        actions.excuse(w, penalty_id=second.id)
    assert scene.entries() == (before or 0) + 1
    assert scene.reasons()[-1] is MoveReason.EXCUSED
    with pytest.raises(Refusal), open_work(scene.owner) as w:
        actions.excuse(w, penalty_id=second.id)
    assert scene.entries() == (before or 0) + 1
    with open_work(scene.member) as w:
        said = queries.next_step(w, member_id=scene.member_id)
    assert said is not None
    assert (said.number, said.step) == (2, Step.ENTRY)


def test_excusing_a_block_lifts_it_and_later_ones_stay_as_judged(scene):
    for _ in range(3):
        scene.cancel_late()
    scene.pass_time(days=3)  # until the block is over
    scene.cancel_late()
    fourth, third, *_ = scene.penalties()
    with open_work(scene.owner) as w:
        actions.excuse(w, penalty_id=third.id)
        until = queries.blocked_until(w, member_id=scene.member_id)
    assert until == fourth.blocks_until
    with open_work(scene.owner) as w:
        actions.excuse(w, penalty_id=fourth.id)
        assert queries.blocked_until(w, member_id=scene.member_id) is None
    assert [p.count for p in scene.penalties()] == [4, 3, 2, 1]


def test_an_excused_no_show_is_shown_as_excused(scene):
    scene.miss()
    with open_work(scene.owner) as w:
        actions.excuse(w, penalty_id=queries.of_member(w, member_id=scene.member_id)[0].id)
    run_ready()
    with open_work(scene.member) as w:
        history = places.history(w, member_id=scene.member_id).rows
    assert [p.attendance for p in history] == [Attendance.EXCUSED]


def test_staff_may_excuse_long_after_the_hours_of_dispute(scene):
    scene.cancel_late()
    scene.pass_time(days=20)
    with open_work(scene.gym.acting(Role.COACH)) as w:
        actions.excuse(w, penalty_id=queries.of_member(w, member_id=scene.member_id)[0].id)
    assert scene.penalties()[0].state is PenaltyState.EXCUSED


def test_what_is_not_disputed_cannot_be_upheld(scene):
    scene.cancel_late()
    with pytest.raises(Refusal), open_work(scene.owner) as w:
        actions.uphold(w, penalty_id=queries.of_member(w, member_id=scene.member_id)[0].id)


def test_another_member_neither_sees_nor_disputes_it(scene):
    scene.cancel_late()
    found = scene.penalties()[0]
    other = scene.gym.acting(Role.MEMBER, member_id=new_id())
    with pytest.raises(Denied), open_work(other) as w:
        queries.of_member(w, member_id=scene.member_id)
    with pytest.raises(Denied), open_work(other) as w:
        actions.dispute(w, penalty_id=found.id, member_id=scene.member_id, words="לא נכון")
    with pytest.raises(NotFound), open_work(other) as w:  # their own name, somebody's penalty
        actions.dispute(w, penalty_id=found.id, member_id=other.member_id, words="לא נכון")


def test_members_decide_nothing_and_coaches_set_no_rules(scene):
    scene.cancel_late()
    found = scene.penalties()[0]
    for deed in (actions.excuse, actions.uphold):
        with pytest.raises(Denied), open_work(scene.member) as w:
            deed(w, penalty_id=found.id)
    with pytest.raises(Denied), open_work(scene.gym.acting(Role.COACH)) as w:
        actions.save_rules(w, ladder=Ladder())


def test_a_narrowed_coach_without_the_permission_may_not_excuse(scene):
    scene.cancel_late()
    narrowed = replace(
        scene.gym.acting(Role.COACH),
        permissions=ROLES[Role.COACH] - {p for p in ROLES[Role.COACH] if p == "excuse"},
    )
    with pytest.raises(Denied), open_work(narrowed) as w:
        actions.excuse(w, penalty_id=scene.penalties()[0].id)


def test_a_penalty_of_another_gym_does_not_exist(scene):
    scene.cancel_late()
    found = scene.penalties()[0]
    with open_work(make_gym("yam", "ים").acting(Role.OWNER)) as w:
        assert queries.disputes(w) == ()
        for deed in (actions.excuse, actions.uphold):
            with pytest.raises(NotFound):
                deed(w, penalty_id=found.id)


def test_a_pack_that_ended_gets_its_entry_and_entitles_to_nothing(scene):
    scene.cancel_late()
    scene.cancel_late()
    with open_work(scene.owner) as w:
        held = subscription_queries.held(w, member_id=scene.member_id)[0]
        subscriptions.end(w, subscription_id=held.id)
    scene.pass_time(minutes=1)
    with open_work(scene.owner) as w:
        actions.excuse(w, penalty_id=queries.of_member(w, member_id=scene.member_id)[0].id)
    assert scene.reasons()[-1] is MoveReason.EXCUSED
