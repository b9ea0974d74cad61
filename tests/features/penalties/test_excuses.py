"""Excusing from the roster: before and after it was judged, each once, and what it gives back."""

from dataclasses import replace

import pytest

from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.ids import new_id
from fitkit.core.jobs import run_ready
from fitkit.core.permissions import ROLES, Permission, Role
from fitkit.core.work import open_work
from fitkit.features.booking import actions as booking
from fitkit.features.booking import queries as places
from fitkit.features.booking.rules import Attendance
from fitkit.features.penalties.rules import PenaltyState, Step
from fitkit.features.subscriptions.rules import MoveReason
from tests.conftest import make_gym
from tests.features.penalties.test_penalties import Scene, noon, scene, steps  # noqa: F401


def place_of(scene: Scene, session_id):  # noqa: F811
    """The place as the roster shows it: its id, its attendance, what it led to."""
    with open_work(scene.owner) as w:
        found = places.roster(w, session_id=session_id)
    if found.places:
        line = found.places[0]
        return line.booking_id, line.attendance, line.penalty
    return found.gone[0].booking_id, None, found.gone[0].penalty


def excuse(scene: Scene, session_id, words: str = ""):  # noqa: F811
    with open_work(scene.gym.acting(Role.COACH)) as w:
        booking.excuse(w, booking_id=place_of(scene, session_id)[0], words=words)


def missed_just_now(scene: Scene):  # noqa: F811
    """A class whose attendance was closed a moment ago: nothing is judged yet."""
    session_id = scene.booked(1)
    scene.pass_time(hours=1, minutes=5)
    with open_work(scene.owner) as w:
        booking.close_attendance(w, session_id=session_id)
    run_ready()
    return session_id


def test_a_no_show_excused_at_once_is_never_judged(scene):  # noqa: F811
    session_id = missed_just_now(scene)
    excuse(scene, session_id, "חום")
    _, attendance, penalty = place_of(scene, session_id)
    assert attendance is Attendance.EXCUSED
    assert penalty is not None
    assert (penalty.state, penalty.decision) == (PenaltyState.EXCUSED, "חום")
    scene.pass_time(hours=5)
    run_ready()
    assert [p.state for p in scene.penalties()] == [PenaltyState.EXCUSED]
    scene.cancel_late()
    assert steps(scene)[-1] is Step.WARNING, "the excused one is not counted"


def test_a_judged_no_show_gives_back_what_it_took_and_is_shown_excused_at_once(scene):  # noqa: F811
    scene.cancel_late()
    session_id = scene.miss()
    before = scene.entries()
    assert scene.penalties()[0].step is Step.ENTRY
    excuse(scene, session_id)
    assert place_of(scene, session_id)[1] is Attendance.EXCUSED
    assert scene.entries() == (before or 0) + 1
    assert scene.reasons()[-1] is MoveReason.EXCUSED


def test_a_late_cancellation_is_excused_before_it_is_judged_and_after(scene):  # noqa: F811
    early = scene.booked(2)
    scene.pass_time(minutes=11)
    scene.cancel(early)
    excuse(scene, early, "תאונה")
    scene.pass_time(minutes=30)
    run_ready()
    later = scene.cancel_late()
    assert [p.state for p in scene.penalties()] == [PenaltyState.STANDING, PenaltyState.EXCUSED]
    assert steps(scene)[-1] is Step.WARNING
    excuse(scene, later)
    assert {p.state for p in scene.penalties()} == {PenaltyState.EXCUSED}


def test_an_excuse_of_what_was_undone_does_not_cover_the_next_late_cancellation(scene):  # noqa: F811
    session_id = scene.booked(2)
    scene.pass_time(minutes=11)
    scene.cancel(session_id)
    excuse(scene, session_id, "תאונה")
    with open_work(scene.member) as w:
        booking.undo_cancel(w, session_id=session_id, member_id=scene.member_id)
    scene.pass_time(minutes=1)
    scene.cancel(session_id)
    scene.pass_time(minutes=11)
    run_ready()
    assert [p.state for p in scene.penalties()] == [PenaltyState.STANDING, PenaltyState.EXCUSED]


def test_what_was_excused_or_is_no_offence_is_refused(scene):  # noqa: F811
    session_id = missed_just_now(scene)
    excuse(scene, session_id)
    with pytest.raises(Refusal):
        excuse(scene, session_id)
    coming = scene.booked(3)
    with pytest.raises(Refusal):
        excuse(scene, coming)
    late = scene.cancel_late()
    with pytest.raises(Refusal) as told:
        excuse(scene, late, "א" * 501)
    assert told.value.field == "words"
    assert place_of(scene, late)[2].state is PenaltyState.STANDING


def test_a_no_show_that_is_marked_again_is_excused_again(scene):  # noqa: F811
    session_id = missed_just_now(scene)
    excuse(scene, session_id)
    with open_work(scene.owner) as w:
        ids = {"session_id": session_id, "member_id": scene.member_id}
        booking.clear_attendance(w, **ids)
        booking.mark_no_show(w, **ids)
    excuse(scene, session_id)
    assert place_of(scene, session_id)[1] is Attendance.EXCUSED
    # Marked again it would have been judged again: each marking has its own.
    assert [p.state for p in scene.penalties()] == [PenaltyState.EXCUSED] * 2


def test_only_who_may_excuse_does_and_only_in_their_gym(scene):  # noqa: F811
    session_id = missed_just_now(scene)
    booking_id = place_of(scene, session_id)[0]
    coach = scene.gym.acting(Role.COACH)
    narrowed = replace(coach, permissions=ROLES[Role.COACH] - {Permission.EXCUSE})
    for actor in (scene.member, narrowed):
        with pytest.raises(Denied), open_work(actor) as w:
            booking.excuse(w, booking_id=booking_id)
    with pytest.raises(NotFound), open_work(make_gym("yam").acting(Role.OWNER)) as w:
        booking.excuse(w, booking_id=booking_id)
    with pytest.raises(NotFound), open_work(coach) as w:
        booking.excuse(w, booking_id=new_id())


def test_an_old_offence_is_excused_too(scene):  # noqa: F811
    session_id = scene.miss()
    scene.pass_time(days=20)
    excuse(scene, session_id)
    assert scene.penalties()[0].state is PenaltyState.EXCUSED
