"""Attendance the morning after: whatever may be closed may be put right."""

from datetime import timedelta

import pytest

from fitkit.core.errors import Refusal
from fitkit.core.jobs import run_ready
from fitkit.core.work import open_work
from fitkit.features.booking import actions, queries, rules
from fitkit.features.booking.rules import Attendance
from fitkit.features.checkin import actions as door
from fitkit.features.checkin import queries as passes
from fitkit.features.penalties.rules import PenaltyState
from fitkit.texts import schedule as texts
from tests.features.penalties.test_penalties import Scene, noon, scene  # noqa: F401

SECOND = timedelta(seconds=1)


def ended(scene: Scene):  # noqa: F811
    """A class of theirs that has just ended."""
    session_id = scene.booked(1)
    scene.pass_time(hours=2)
    return session_id


def close(scene: Scene, session_id):  # noqa: F811
    with open_work(scene.owner) as w:
        return actions.close_attendance(w, session_id=session_id)


def test_what_is_closed_the_next_morning_is_put_right_and_its_penalty_is_void(scene):  # noqa: F811
    session_id = ended(scene)
    scene.pass_time(hours=20)
    assert close(scene, session_id).no_shows == 1
    run_ready()
    assert [p.state for p in scene.penalties()] == [PenaltyState.STANDING]
    with open_work(scene.owner) as w:
        actions.check_in(w, session_id=session_id, member_id=scene.member_id)
        line = queries.roster(w, session_id=session_id).places[0]
        assert line.attendance is Attendance.ATTENDED
        assert line.checked_in_at == queries.roster(w, session_id=session_id).session.ends_at
    assert [p.state for p in scene.penalties()] == [PenaltyState.EXCUSED]


@pytest.mark.parametrize("deed", ["check_in", "clear_attendance", "mark_no_show", "reopen"])
def test_what_may_be_closed_may_be_put_right_to_the_same_end(scene, deed):  # noqa: F811
    session_id = ended(scene)
    scene.pass_time(seconds=(rules.CORRECTED_FOR - SECOND).total_seconds())
    close(scene, session_id)
    ids = {"session_id": session_id, "member_id": scene.member_id}

    def do():
        with open_work(scene.owner) as w:
            if deed == "reopen":
                actions.reopen_attendance(w, session_id=session_id)
            else:
                getattr(actions, deed)(w, **ids)

    do()
    scene.pass_time(seconds=1)
    with pytest.raises(Refusal) as refused:
        do()
    assert refused.value.text is texts.CORRECTION_OVER


def test_nothing_is_closed_that_can_no_longer_be_put_right(scene):  # noqa: F811
    session_id = ended(scene)
    scene.pass_time(seconds=rules.CORRECTED_FOR.total_seconds())
    with pytest.raises(Refusal) as refused:
        close(scene, session_id)
    assert refused.value.text is texts.CORRECTION_OVER


def test_a_pass_is_good_on_the_day_of_the_class_only(scene):  # noqa: F811
    session_id = ended(scene)
    scene.pass_time(hours=20)
    with open_work(scene.member) as w:
        code = passes.pass_of(w, member_id=scene.member_id).ring.code(0)
    with open_work(scene.owner) as w, pytest.raises(Refusal) as refused:
        door.scan(w, code=code, session_id=session_id)
    assert refused.value.text is texts.CHECK_IN_OVER
