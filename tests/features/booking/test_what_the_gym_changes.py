"""What the gym changes costs no member an entry, nor a penalty."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang
from fitkit.core.jobs import run_ready
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.booking import actions, queries
from fitkit.features.booking.rules import CardKind
from fitkit.features.class_types.rules import Policy
from fitkit.features.penalties.rules import PenaltyState
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.scheduling.rules import Chosen, MoveBy, SetCapacity
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.features.subscriptions import queries as held
from tests.factories.booking import pack_member
from tests.factories.scheduling import make_place
from tests.features.penalties.test_penalties import Scene, noon, scene  # noqa: F401
from tests.features.scheduling.test_actions import change_of


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


def moved(scene: Scene, session_id, hours: float):  # noqa: F811
    """Move a class by hours; the batch."""
    with open_work(scene.owner) as w:
        deed = MoveBy(int(hours * 60))
        batch_id = scheduling.apply(w, chosen=Chosen((session_id,)), deed=deed).batch_id
    run_ready()
    assert batch_id is not None
    return batch_id


def shown(scene: Scene, session_id):  # noqa: F811
    with open_work(scene.member) as w:
        return queries.card(w, session_id=session_id, member_id=scene.member_id).status


def cancelled(scene: Scene, session_id):  # noqa: F811
    with open_work(scene.member) as w:
        return actions.cancel(w, session_id=session_id, member_id=scene.member_id)


def test_a_place_from_before_a_move_is_free_until_the_new_start_and_the_card_says_why(scene):  # noqa: F811
    session_id = scene.booked(2)
    scene.pass_time(minutes=11)
    assert shown(scene, session_id).kind is CardKind.BOOKED_COSTS
    moved(scene, session_id, 1)
    scene.pass_time(hours=2, minutes=48, seconds=59)
    card = shown(scene, session_id)
    assert (card.kind, card.was_moved) == (CardKind.BOOKED_FREE, True)
    assert card.line.to(Lang.EN).startswith("The class was moved: cancel free until")
    assert card.line.to(Lang.HE).startswith("השיעור הוזז: ביטול ללא עלות עד")
    receipt = cancelled(scene, session_id)
    assert (receipt.is_late, receipt.entry_returned) == (False, True)
    scene.pass_time(hours=1)
    run_ready()
    assert not scene.penalties()


def test_a_place_booked_after_the_move_pays_as_ever(scene):  # noqa: F811
    session_id = scene.class_in(2)
    moved(scene, session_id, 1)
    with open_work(scene.member) as w:
        actions.book(w, session_id=session_id, member_id=scene.member_id)
    scene.pass_time(minutes=11)
    assert shown(scene, session_id).kind is CardKind.BOOKED_COSTS
    assert cancelled(scene, session_id).is_late


def test_the_undo_of_a_move_restores_the_rule(scene):  # noqa: F811
    session_id = scene.booked(2)
    scene.pass_time(minutes=11)
    undone(scene, moved(scene, session_id, 1))
    assert cancelled(scene, session_id).is_late


def test_the_undo_of_the_second_move_leaves_the_first(scene):  # noqa: F811
    session_id = scene.booked(2)
    scene.pass_time(minutes=11)
    moved(scene, session_id, 1)
    undone(scene, moved(scene, session_id, 1))
    assert not cancelled(scene, session_id).is_late


def test_another_capacity_or_end_is_no_move(scene):  # noqa: F811
    session_id = scene.booked(2)
    scene.pass_time(minutes=11)
    with open_work(scene.owner) as w:
        scheduling.apply(w, chosen=Chosen((session_id,)), deed=SetCapacity(9))
    with open_work(scene.owner) as w:
        later_end = change_of(w, session_id)
        ends = (datetime.combine(later_end.day, later_end.until) + timedelta(minutes=10)).time()
        scheduling.change_session(w, session_id=session_id, change=replace(later_end, until=ends))
    assert cancelled(scene, session_id).is_late


def test_a_guest_of_a_moved_class_is_free_too(gym, noon):  # noqa: F811
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w, policy=Policy(guests_most=1))
        scene = Scene(gym, place, pack_member(w), noon)
    session_id = scene.booked(2)
    with open_work(scene.member) as w:
        ids = {"session_id": session_id, "member_id": scene.member_id}
        guest = actions.bring_guest(w, **ids, name="אורח")
    scene.pass_time(minutes=11)
    had = scene.entries()
    moved(scene, session_id, 1)
    with open_work(scene.member) as w:
        actions.cancel_guest(w, **ids, guest_id=guest.guest_id)
    assert scene.entries() == had + 1


@pytest.mark.parametrize("is_moved", [True, False])
def test_a_place_from_before_a_move_is_swapped_to_the_last_minute(scene, is_moved):  # noqa: F811
    session_id, other = scene.booked(2), scene.class_in(6)
    scene.pass_time(minutes=11)
    if is_moved:
        moved(scene, session_id, 1)
    scene.pass_time(hours=1 + is_moved, minutes=48, seconds=59)
    both = {"from_session_id": session_id, "to_session_id": other}
    with open_work(scene.member) as w:
        if is_moved:
            actions.swap(w, member_id=scene.member_id, **both)
            return
        with pytest.raises(Refusal):
            actions.swap(w, member_id=scene.member_id, **both)
