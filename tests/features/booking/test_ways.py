"""Swaps, trials, walking in, guests, fixed places, and what a batch gives back, on the database."""

import itertools
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select

from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.events import EventLog
from fitkit.core.i18n import Lang
from fitkit.core.ids import new_id
from fitkit.core.money import Money
from fitkit.core.permissions import Role
from fitkit.core.work import Work, open_work
from fitkit.features.booking import actions, queries
from fitkit.features.booking.rules import (
    Attendance,
    CardAction,
    Dearer,
    Mend,
    Reason,
    Refuse,
    Takes,
    Via,
)
from fitkit.features.booking.tables import GuestPlace
from fitkit.features.class_types import actions as class_types
from fitkit.features.class_types.rules import ClassTypeDetails, Policy
from fitkit.features.members import actions as member_actions
from fitkit.features.members.rules import MemberStatus
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.scheduling import queries as timetable
from fitkit.features.subscriptions import actions as subscription_actions
from fitkit.features.subscriptions import queries as subscriptions
from tests.factories import booking as members
from tests.factories import scheduling as make
from tests.factories.booking import as_member, book, pack_member
from tests.factories.members import make_member
from tests.factories.plans import make_pack, make_trial, make_weekly
from tests.factories.subscriptions import give

HOUR = timedelta(hours=1)
LIMITS = itertools.cycle(range(3, 15))  # plans of one limit have one name


def weekly_member(w: Work, name: str = "נועה") -> UUID:
    return members.weekly_member(w, name, next(LIMITS))


def a_place(w: Work, *, drop_in: Money | None = None, **policy) -> make.Place:
    place = make.make_place(w)
    details = ClassTypeDetails("סוג", "Kind", policy=Policy(**policy), drop_in=drop_in)
    return replace(place, class_type_id=class_types.add(w, details=details))


def counts(w: Work, session_id: UUID) -> tuple[int, int]:
    view = timetable.session(w, session_id=session_id)
    return view.booked, view.waiting


def entries(w: Work, member_id: UUID) -> int | None:
    return subscriptions.held(w, member_id=member_id)[0].entries_left


def happened(w: Work) -> list[str]:
    return [e.name for e in w.session.scalars(select(EventLog).order_by(col(EventLog.id)))]


def card(w: Work, session_id: UUID, member_id: UUID):
    return queries.card(w, session_id=session_id, member_id=member_id).status


def swap(w: Work, first: UUID, second: UUID, member_id: UUID) -> actions.BookingReceipt:
    return actions.swap(
        as_member(w, member_id),
        from_session_id=first,
        to_session_id=second,
        member_id=member_id,
    )


# Swaps.


def test_a_swap_moves_the_place_the_entry_and_the_line(w):
    place = a_place(w)
    first, second = (make.session_at(w, place, w.now + h * HOUR, capacity=1) for h in (4, 6))
    mine, next_one = pack_member(w, "נועה", 1), weekly_member(w, "גל")
    book(w, first, mine)
    book(w, first, next_one)
    late = replace(w, now=w.now + HOUR)  # past the cut-off, and still free
    receipt = swap(late, first, second, mine)
    assert receipt.is_in
    assert (counts(w, first), counts(w, second), entries(w, mine)) == ((0, 1), (1, 0), 0)
    made = queries.newest_place(w, session_id=second, member_id=mine)
    assert made is not None
    assert (made[0].via, made[0].is_swap) == (Via.SWAP, True)
    assert "booking.offer_made" in happened(w)  # the line moves in the way of the hour


def test_a_full_class_keeps_the_place_that_would_be_given_up(w):
    place = a_place(w)
    first, second = (make.session_at(w, place, w.now + h * HOUR, capacity=1) for h in (4, 6))
    mine = weekly_member(w)
    book(w, first, mine)
    book(w, second, weekly_member(w, "גל"))
    with pytest.raises(Refusal):
        swap(w, first, second, mine)
    assert (counts(w, first), counts(w, second)) == ((1, 0), (1, 0))


def test_a_day_has_one_swap_and_a_card_says_so_before(w):
    place = a_place(w)
    one, two, three = (make.session_at(w, place, w.now + h * HOUR) for h in (4, 4, 4))
    mine = weekly_member(w)
    book(w, one, mine)
    assert card(w, two, mine).action is CardAction.SWAP
    swap(w, one, two, mine)
    assert card(w, three, mine).action is CardAction.NONE
    with pytest.raises(Refusal):
        swap(w, two, three, mine)


def test_guests_stay_behind_and_the_card_and_the_receipt_say_so(w):
    place = a_place(w, guests_most=2)
    first, second = (make.session_at(w, place, w.now + h * HOUR, capacity=4) for h in (4, 4))
    mine = pack_member(w, entries=5)
    book(w, first, mine)
    ids = {"session_id": first, "member_id": mine}
    for name in ("א", "ב"):
        actions.bring_guest(as_member(w, mine), **ids, name=name)
    shown = card(w, second, mine)
    assert shown.swap is not None
    assert (shown.action, shown.swap.guests) == (CardAction.SWAP, 2)
    assert shown.line.to(Lang.EN).endswith("at no cost. 2 guests don't come along")
    assert shown.line.to(Lang.HE).endswith("שני אורחים לא עוברים")
    both = {"from_session_id": first, "to_session_id": second, "member_id": mine}
    with pytest.raises(Dearer):  # a card of before the second was brought
        actions.swap(as_member(w, mine), **both, guests=1)
    assert (counts(w, first), entries(w, mine)) == ((3, 0), 2)
    receipt = actions.swap(as_member(w, mine), **both, guests=2)
    assert receipt.said.to(Lang.EN).endswith("2 guests' places are cancelled")
    assert (counts(w, first), counts(w, second), entries(w, mine)) == ((0, 0), (1, 0), 4)
    assert happened(w).count("booking.guest_cancelled") == 2


def test_a_swap_that_another_plan_pays_says_what_it_takes(w):
    place = a_place(w)
    other = replace(
        place, class_type_id=class_types.add(w, details=ClassTypeDetails("אחר", "Other"))
    )
    first = make.session_at(w, place, w.now + 4 * HOUR)
    second = make.session_at(w, other, w.now + 4 * HOUR)
    mine = make_member(w, "נועה")
    give(w, mine, make_weekly(w, 3, class_type_ids=(place.class_type_id,)))
    give(w, mine, make_pack(w, 6, class_type_ids=(other.class_type_id,)))
    book(w, first, mine)
    shown = card(w, second, mine)
    assert shown.takes is not None
    assert (shown.action, shown.takes.takes) == (CardAction.SWAP, Takes.ENTRY)
    assert "Takes one visit, 5 left after it" in shown.line.to(Lang.EN)
    both = {"from_session_id": first, "to_session_id": second, "member_id": mine}
    with pytest.raises(Dearer):
        actions.swap(as_member(w, mine), **both, agreed=Takes.WEEK_VISIT)
    assert actions.swap(as_member(w, mine), **both, agreed=Takes.ENTRY).entries_left == 5


def test_a_class_of_the_day_is_booked_or_swapped_by_its_card_and_a_swap_costs_no_more(w):
    place = a_place(w)
    first, second = (make.session_at(w, place, w.now + h * HOUR) for h in (4, 6))
    mine = pack_member(w, "נועה", 5)
    book(w, first, mine)
    shown = card(w, second, mine)
    assert (shown.action, shown.takes and shown.takes.takes) == (CardAction.BOOK, Takes.ENTRY)
    assert shown.swap is not None
    assert (shown.swap.session_id, shown.swap.takes.takes) == (first, Takes.NOTHING)
    both = {"from_session_id": first, "to_session_id": second, "member_id": mine}
    receipt = actions.swap(as_member(w, mine), **both, agreed=shown.swap.takes.takes)
    assert (receipt.entries_left, entries(w, mine)) == (4, 4)
    assert (counts(w, first), counts(w, second)) == ((0, 0), (1, 0))


def test_a_swap_that_was_free_takes_no_entry_of_another_pack_instead(w):
    place = a_place(w)
    first, second = (make.session_at(w, place, w.now + h * HOUR) for h in (4, 6))
    mine = pack_member(w, "נועה", 5)
    book(w, first, mine)
    shown = card(w, second, mine)
    assert shown.swap is not None
    paid = subscriptions.held(w, member_id=mine)[0].id
    give(w, mine, make_pack(w, 9))
    subscription_actions.end(w, subscription_id=paid)  # its places go later, by a job
    both = {"from_session_id": first, "to_session_id": second, "member_id": mine}
    with pytest.raises(Dearer):
        actions.swap(as_member(w, mine), **both, agreed=shown.swap.takes.takes)
    assert (counts(w, first), counts(w, second)) == ((1, 0), (0, 0))


def test_nobody_swaps_what_is_not_theirs(w):
    place = a_place(w)
    first, second = (make.session_at(w, place, w.now + h * HOUR) for h in (4, 6))
    mine, other = weekly_member(w), weekly_member(w, "גל")
    book(w, first, other)
    with pytest.raises(Refusal):
        swap(w, first, second, mine)
    with pytest.raises(Denied):
        actions.swap(
            as_member(w, mine), from_session_id=first, to_session_id=second, member_id=other
        )


# Trials.


def test_a_trial_is_given_and_booked_at_once_and_only_once(w):
    session_id, plan_id = make.session_at(w, a_place(w), w.now + 30 * HOUR), make_trial(w)
    later = make.session_at(w, a_place_again(w), w.now + 40 * HOUR)
    who = make_member(w, "אורח", "")
    shown = card(w, session_id, who)
    assert (shown.action, shown.takes and shown.takes.takes) == (CardAction.TRIAL, Takes.TRIAL)
    receipt = actions.book_trial(as_member(w, who), session_id=session_id, member_id=who)
    held = subscriptions.held(w, member_id=who)[0]
    assert (receipt.is_in, held.plan_id, held.entries_left) == (True, plan_id, 0)
    assert card(w, later, who).action is not CardAction.TRIAL
    with pytest.raises(Refusal):
        actions.book_trial(as_member(w, who), session_id=later, member_id=who)


def a_place_again(w: Work) -> make.Place:
    location_id = make.make_location(w, "סניף שני")
    details = ClassTypeDetails("סוג שני", "Second kind")
    return make.Place(location_id, new_id(), new_id(), class_types.add(w, details=details))


def test_a_full_class_gives_no_trial_away(w):
    session_id = make.session_at(w, a_place(w), w.now + 30 * HOUR, capacity=1)
    make_trial(w)
    who = make_member(w, "אורח", "")
    book(w, session_id, weekly_member(w))
    with pytest.raises(Refusal):
        actions.book_trial(as_member(w, who), session_id=session_id, member_id=who)
    assert subscriptions.held(w, member_id=who) == ()


# The door.


def test_a_walk_in_is_booked_paid_and_in_and_undone_as_a_whole(w):
    session_id = make.session_at(w, a_place(w), w.now + 0.5 * HOUR)
    who = pack_member(w, entries=2)
    receipt = actions.walk_in(w, session_id=session_id, member_id=who)
    assert (receipt.is_new, receipt.cost and receipt.cost.left) == (True, 1)
    assert queries.attendance_counts(w, session_id=session_id)[Attendance.ATTENDED] == 1
    actions.undo_walk_in(w, session_id=session_id, member_id=who)
    assert (counts(w, session_id), entries(w, who)) == ((0, 0), 2)
    with pytest.raises(Refusal):
        actions.undo_walk_in(w, session_id=session_id, member_id=who)


def test_a_walk_in_stands_after_ten_minutes(w):
    session_id = make.session_at(w, a_place(w), w.now + 0.5 * HOUR)
    who = weekly_member(w)
    actions.walk_in(w, session_id=session_id, member_id=who)
    later = replace(w, now=w.now + timedelta(minutes=10))
    with pytest.raises(Refusal):
        actions.undo_walk_in(later, session_id=session_id, member_id=who)


def test_a_walk_in_that_is_undone_takes_its_guests_with_it(w):
    session_id = make.session_at(w, a_place(w, guests_most=1), w.now + 0.5 * HOUR)
    who = pack_member(w, entries=3)
    actions.walk_in(w, session_id=session_id, member_id=who)
    actions.bring_guest(w, session_id=session_id, member_id=who, name="אורח")
    actions.undo_walk_in(w, session_id=session_id, member_id=who)
    assert (counts(w, session_id), entries(w, who)) == ((0, 0), 3)


def test_nobody_walks_into_a_class_of_another_day(w):
    session_id = make.session_at(w, a_place(w), w.now + 2 * HOUR)
    who = weekly_member(w)
    book(w, session_id, who)
    tomorrow = replace(w, now=w.now + timedelta(days=1))
    with pytest.raises(Refusal):
        actions.walk_in(tomorrow, session_id=session_id, member_id=who)
    assert queries.attendance_counts(w, session_id=session_id)[Attendance.ATTENDED] == 0


def test_a_visit_is_sold_to_who_holds_nothing_and_a_place_is_only_checked_in(w):
    place = a_place(w, drop_in=Money.shekels(60))
    session_id = make.session_at(w, place, w.now - 0.1 * HOUR)
    who, member = make_member(w, "אורח", ""), weekly_member(w)
    receipt = actions.walk_in(w, session_id=session_id, member_id=who)
    assert receipt.cost is not None
    assert (receipt.cost.takes, receipt.cost.price) == (Takes.DROP_IN, Money.shekels(60))
    first = actions.walk_in(w, session_id=session_id, member_id=member)
    again = actions.walk_in(w, session_id=session_id, member_id=member)
    assert (first.is_new, again.is_new, again.cost) == (True, False, None)
    assert counts(w, session_id) == (2, 0)


def test_no_visit_is_sold_to_a_member_of_another_gym(gym, other_gym):
    with open_work(other_gym.acting(Role.OWNER)) as w:
        stranger = make_member(w, "זר", "")
    with open_work(gym.acting(Role.OWNER)) as w:
        session_id = make.session_at(w, a_place(w, drop_in=Money.shekels(60)), w.now + 0.5 * HOUR)
    with open_work(gym.acting(Role.OWNER)) as w, pytest.raises(NotFound):
        actions.walk_in(w, session_id=session_id, member_id=stranger)
    with open_work(gym.acting(Role.OWNER)) as w:
        assert counts(w, session_id) == (0, 0)


# Guests.


def test_a_guest_takes_a_place_and_an_entry_and_goes_with_the_host(w):
    session_id = make.session_at(w, a_place(w, guests_most=2), w.now + 30 * HOUR, capacity=3)
    host = pack_member(w, entries=4)
    book(w, session_id, host)
    mine = as_member(w, host)
    brought = [
        actions.bring_guest(mine, session_id=session_id, member_id=host, name=n) for n in "אב"
    ]
    assert (counts(w, session_id), entries(w, host)) == ((3, 0), 1)
    actions.cancel_guest(mine, session_id=session_id, member_id=host, guest_id=brought[0].guest_id)
    assert (counts(w, session_id), entries(w, host)) == ((2, 0), 2)
    receipt = actions.cancel(mine, session_id=session_id, member_id=host)
    assert receipt.said.to(Lang.EN).endswith(". The guest's place is cancelled")
    assert (counts(w, session_id), entries(w, host)) == ((0, 0), 4)
    assert all(g.status != "booked" for g in w.session.scalars(select(GuestPlace)))


def test_undoing_a_cancellation_brings_the_guests_and_what_they_took_back(w):
    place = a_place(w, guests_most=2, grace_minutes=0)
    for ahead in (30, 1):  # for free, and late
        session_id = make.session_at(w, place, w.now + ahead * HOUR, capacity=3)
        host = pack_member(w, f"{ahead}", 3 + ahead)
        book(w, session_id, host)
        mine = as_member(w, host)
        for n in "אב":
            actions.bring_guest(mine, session_id=session_id, member_id=host, name=n)
        before = counts(w, session_id), entries(w, host)
        actions.cancel(mine, session_id=session_id, member_id=host)
        assert counts(w, session_id) == (0, 0)
        actions.undo_cancel(mine, session_id=session_id, member_id=host)
        assert (counts(w, session_id), entries(w, host)) == before


def test_a_late_cancellation_says_what_the_guests_cost_before_and_after(w):
    session_id = make.session_at(w, a_place(w, guests_most=2, grace_minutes=0), w.now + HOUR)
    host = pack_member(w, entries=5)
    book(w, session_id, host)
    mine = as_member(w, host)
    for n in "אב":
        actions.bring_guest(mine, session_id=session_id, member_id=host, name=n)
    assert "costs 3 visits, guests' included" in card(w, session_id, host).line.to(Lang.EN)
    receipt = actions.cancel(mine, session_id=session_id, member_id=host)
    assert receipt.said.to(Lang.EN).startswith("Cancelled late, 3 visits used")
    assert entries(w, host) == 2


def test_undoing_a_cancellation_brings_as_many_guests_as_there_is_room_for(w):
    session_id = make.session_at(w, a_place(w, guests_most=2), w.now + 30 * HOUR, capacity=3)
    host = pack_member(w, entries=5)
    book(w, session_id, host)
    mine = as_member(w, host)
    for n in "אב":
        actions.bring_guest(mine, session_id=session_id, member_id=host, name=n)
    actions.cancel(mine, session_id=session_id, member_id=host)
    book(w, session_id, weekly_member(w, "גל"))
    actions.undo_cancel(mine, session_id=session_id, member_id=host)
    assert (counts(w, session_id), entries(w, host)) == ((3, 0), 3)


def test_guests_have_a_most_and_need_a_host(w):
    session_id = make.session_at(w, a_place(w, guests_most=1), w.now + 30 * HOUR)
    host = pack_member(w, entries=4)
    with pytest.raises(Refusal):
        actions.bring_guest(w, session_id=session_id, member_id=host, name="א")
    book(w, session_id, host)
    actions.bring_guest(w, session_id=session_id, member_id=host, name="א")
    with pytest.raises(Refusal):
        actions.bring_guest(w, session_id=session_id, member_id=host, name="ב")


# Fixed places, attendance.


def test_a_fixed_place_is_booked_before_the_opening_or_says_why_not(w):
    session_id = make.session_at(w, a_place(w), w.now + timedelta(days=30), capacity=1)
    mine, other = weekly_member(w), weekly_member(w, "גל")
    ids = {"session_id": session_id, "standing_id": new_id()}
    receipt = actions.book_standing(w, member_id=mine, **ids)
    assert isinstance(receipt, actions.BookingReceipt)
    full = actions.book_standing(w, member_id=other, **ids)
    assert isinstance(full, Refuse)
    assert full.reason is Reason.FULL
    assert counts(w, session_id) == (1, 0)


def test_closing_is_taken_back_as_a_whole_and_an_excuse_stays(w):
    session_id = make.session_at(w, a_place(w), w.now + 0.1 * HOUR)
    came, missed, excused = (weekly_member(w, n) for n in ("א", "ב", "ג"))
    places = {m: book(w, session_id, m).booking_id for m in (came, missed, excused)}
    begun = replace(w, now=w.now + 0.5 * HOUR)
    actions.check_in(begun, session_id=session_id, member_id=came)
    actions.close_attendance(begun, session_id=session_id)
    assert actions.excuse_no_show(begun, booking_id=places[excused])
    assert not actions.excuse_no_show(begun, booking_id=places[came])
    actions.reopen_attendance(begun, session_id=session_id)
    after = queries.attendance_counts(w, session_id=session_id)
    assert after == {
        Attendance.ATTENDED: 1,
        Attendance.NONE: 1,
        Attendance.EXCUSED: 1,
        Attendance.NO_SHOW: 0,
    }
    with pytest.raises(Refusal):
        actions.reopen_attendance(begun, session_id=session_id)


def test_a_guest_is_checked_in_and_their_place_cannot_be_given_back_then(w):
    session_id = make.session_at(w, a_place(w, guests_most=1), w.now + 0.5 * HOUR)
    host = pack_member(w, entries=3)
    book(w, session_id, host)
    ids = {"session_id": session_id}
    guest = actions.bring_guest(w, member_id=host, name="דן", **ids).guest_id
    actions.check_in_guest(w, guest_id=guest, **ids)
    actions.check_in_guest(w, guest_id=guest, **ids)
    assert queries.roster(w, **ids).attended == 1
    assert queries.attended_by_session(w, ids=[session_id]) == {session_id: 1}
    with pytest.raises(Refusal):
        actions.cancel_guest(w, member_id=host, guest_id=guest, **ids)
    actions.clear_guest(w, guest_id=guest, **ids)
    assert queries.attended_by_session(w, ids=[session_id]) == {}
    assert happened(w).count("booking.guest_checked_in") == 1
    with pytest.raises(Refusal):
        actions.check_in_guest(w, guest_id=new_id(), **ids)


# Who came, and when.


@pytest.mark.parametrize(
    ("tapped", "came"),
    [
        (None, 10),  # told as it happens
        (3, 3),  # kept for seven minutes
        (10, 10),
        (25, 10),  # a telephone whose clock is fast
        (-59, -59),
        (-61, -60),  # before check-in opens
        (-60 * 24 * 400, -60),
    ],
)
def test_a_kept_tap_says_when_they_came_within_the_hours_of_the_class(w, tapped, came):
    minute = timedelta(minutes=1)
    session_id, who = make.session_at(w, a_place(w), w.now), weekly_member(w)
    actions.book(w, session_id=session_id, member_id=who)
    told = replace(w, now=w.now + 10 * minute)
    at = None if tapped is None else w.now + tapped * minute
    actions.check_in(told, session_id=session_id, member_id=who, arrived_at=at)
    (line,) = queries.roster(told, session_id=session_id).places
    assert line.checked_in_at == w.now + came * minute


def test_a_kept_tap_that_is_sent_again_changes_nothing(w):
    session_id, who = make.session_at(w, a_place(w), w.now), weekly_member(w)
    actions.book(w, session_id=session_id, member_id=who)
    ids = {"session_id": session_id, "member_id": who}
    actions.check_in(w, **ids, arrived_at=w.now - timedelta(minutes=5))
    actions.check_in(replace(w, now=w.now + HOUR), **ids, arrived_at=w.now)
    (line,) = queries.roster(w, session_id=session_id).places
    assert line.checked_in_at == w.now - timedelta(minutes=5)
    assert happened(w).count("booking.checked_in") == 1


# What a batch gives back.


def test_an_undone_batch_gives_back_exactly_what_it_released(w):
    session_id = make.session_at(w, a_place(w, guests_most=1), w.now + 30 * HOUR, capacity=3)
    host, other, waiting = pack_member(w, "א", 5), weekly_member(w, "ב"), weekly_member(w, "ג")
    for member_id in (host, other):
        book(w, session_id, member_id)
    actions.bring_guest(w, session_id=session_id, member_id=host, name="אורח")
    book(w, session_id, waiting)
    before = counts(w, session_id), entries(w, host)
    batch = scheduling.cancel_session(w, session_id=session_id)
    actions.release_places(w, session_id=session_id)
    assert (counts(w, session_id), entries(w, host)) == ((0, 0), 5)
    scheduling.restore_session(w, session_id=session_id)
    receipt = actions.retake_places(w, session_id=session_id, release_id=batch)
    assert (receipt.places, receipt.waits, receipt.guests) == ((host, other), (waiting,), 1)
    assert (counts(w, session_id), entries(w, host)) == before
    again = actions.retake_places(w, session_id=session_id, release_id=batch)
    assert (again.places, again.waits, counts(w, session_id)) == ((), (), before[0])


def test_who_is_elsewhere_by_now_is_not_brought_back_and_told(w):
    place = a_place(w)
    session_id, meanwhile = (make.session_at(w, place, w.now + 30 * HOUR) for _ in range(2))
    mine, other = weekly_member(w), weekly_member(w, "גל")
    for member_id in (mine, other):
        book(w, session_id, member_id)
    batch = scheduling.cancel_session(w, session_id=session_id)
    actions.release_places(w, session_id=session_id)
    book(w, meanwhile, mine)
    scheduling.restore_session(w, session_id=session_id)
    receipt = actions.retake_places(w, session_id=session_id, release_id=batch)
    assert (receipt.places, receipt.missed) == ((other,), ((mine, Reason.CLASH),))
    assert "booking.not_retaken" in happened(w)


def debtor(w: Work, *, had: bool = False) -> UUID:
    """Somebody who owes and holds nothing; perhaps they had a plan once."""
    member_id = make_member(w, "חייבת", "")
    if had:
        subscription_actions.end(w, subscription_id=give(w, member_id, make_weekly(w)))
    member_actions.set_status(w, member_id=member_id, status=MemberStatus.PAST_DUE)
    w.session.flush()
    return member_id


@pytest.mark.parametrize("had", [False, True])
def test_who_owes_and_holds_nothing_gets_in_by_no_way(w, had):
    place = a_place(w, drop_in=Money.shekels(60))
    make_trial(w)
    ahead, now = (make.session_at(w, place, w.now + h * HOUR) for h in (20, -0.1))
    who = debtor(w, had=had)
    me = as_member(w, who)
    shown = queries.card(me, session_id=ahead, member_id=who).status
    assert shown.reason is Reason.PAST_DUE
    assert all(h.mend is not Mend.TRIAL for h in shown.reasons)
    for way in (
        lambda: actions.book(me, session_id=ahead, member_id=who),
        lambda: actions.book(w, session_id=ahead, member_id=who),
        lambda: actions.book_trial(me, session_id=ahead, member_id=who),
        lambda: actions.walk_in(w, session_id=now, member_id=who),
    ):
        with pytest.raises(Refusal):
            way()
    member_actions.set_status(w, member_id=who, status=MemberStatus.LEAD)
    w.session.flush()
    assert actions.walk_in(w, session_id=now, member_id=who).cost.price == Money.shekels(60)


def test_a_trial_is_for_those_who_never_had_a_plan(w):
    place = a_place(w)
    make_trial(w)
    ahead = make.session_at(w, place, w.now + 20 * HOUR)
    new, had = make_member(w, "חדשה", ""), make_member(w, "ותיקה", "")
    subscription_actions.end(w, subscription_id=give(w, had, make_weekly(w)))
    w.session.flush()
    with pytest.raises(Refusal):
        actions.book_trial(as_member(w, had), session_id=ahead, member_id=had)
    assert actions.book_trial(as_member(w, new), session_id=ahead, member_id=new).is_in
