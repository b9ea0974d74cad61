"""What the gym changes costs no member an entry, nor a penalty."""

from fitkit.core.jobs import run_ready
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.booking import actions, queries
from fitkit.features.class_types.rules import Policy
from fitkit.features.penalties.rules import PenaltyState
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.features.subscriptions import queries as held
from tests.factories.booking import pack_member
from tests.factories.scheduling import make_place
from tests.features.penalties.test_penalties import Scene, noon, scene  # noqa: F401


def called_off(scene: Scene, session_id):  # noqa: F811
    with open_work(scene.owner) as w:
        batch_id = scheduling.cancel_session(w, session_id=session_id)
    run_ready()
    return batch_id


def undone(scene: Scene, batch_id):  # noqa: F811
    with open_work(scene.owner) as w:
        scheduling.undo_batch(w, batch_id=batch_id)
    run_ready()


def standing(scene: Scene) -> int:  # noqa: F811
    return sum(p.state is PenaltyState.STANDING for p in scene.penalties())


def test_an_entry_lost_late_returns_with_a_class_called_off_and_is_out_again_once_undone(scene):  # noqa: F811
    had = scene.entries()
    session_id = scene.cancel_late()
    assert (scene.entries(), standing(scene)) == (had - 1, 1)
    for _ in range(2):
        batch_id = called_off(scene, session_id)
        assert (scene.entries(), standing(scene)) == (had, 0)
        undone(scene, batch_id)
        assert (scene.entries(), standing(scene)) == (had - 1, 1)
    run_ready()
    assert standing(scene) == 1


def test_what_was_not_judged_yet_when_the_class_was_called_off_is_judged_once_it_is_on(scene):  # noqa: F811
    session_id = scene.booked(2)
    scene.pass_time(minutes=11)
    scene.cancel(session_id)
    batch_id = called_off(scene, session_id)
    scene.pass_time(minutes=11)
    run_ready()
    assert not scene.penalties()
    undone(scene, batch_id)
    assert standing(scene) == 1


def test_what_staff_excused_stays_excused_whatever_becomes_of_the_class(scene):  # noqa: F811
    session_id = scene.booked(2)
    scene.pass_time(minutes=11)
    scene.cancel(session_id)
    with open_work(scene.gym.acting(Role.COACH)) as w:
        gone = queries.roster(w, session_id=session_id).gone[0]
        actions.excuse(w, booking_id=gone.booking_id, words="")
    scene.pass_time(minutes=11)
    undone(scene, called_off(scene, session_id))
    assert [p.state for p in scene.penalties()] == [PenaltyState.EXCUSED]


def test_a_guest_lost_late_returns_its_entry_and_keeps_it_again(gym, noon):  # noqa: F811
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w, policy=Policy(guests_most=1))
        scene = Scene(gym, place, pack_member(w), noon)
    had = scene.entries()
    session_id = scene.booked(2)
    with open_work(scene.member) as w:
        actions.bring_guest(w, session_id=session_id, member_id=scene.member_id, name="אורח")
    scene.pass_time(minutes=11)
    scene.cancel(session_id)
    assert scene.entries() == had - 2
    batch_id = called_off(scene, session_id)
    assert scene.entries() == had
    undone(scene, batch_id)
    assert scene.entries() == had - 2


def test_of_a_pack_that_is_used_up_meanwhile_what_came_back_stays_back(scene):  # noqa: F811
    session_id = scene.cancel_late()
    batch_id = called_off(scene, session_id)
    with open_work(scene.owner) as w:
        pack = held.held(w, member_id=scene.member_id)[0]
        less = {"subscription_id": pack.id, "delta": -(pack.entries_left or 0)}
        subscriptions.adjust_entries(w, note="x", **less)
    undone(scene, batch_id)
    assert scene.entries() == 0
