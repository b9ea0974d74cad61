from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import col, select

from fitkit.core import jobs
from fitkit.core.clock import day_of, day_span, week_span
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.events import LISTENERS, EventLog
from fitkit.core.i18n import Lang
from fitkit.core.permissions import Role
from fitkit.core.work import Work, open_work
from fitkit.features.booking import actions, queries
from fitkit.features.booking.actions import PastPlace
from fitkit.features.booking.rules import Attendance, BookingStatus, CardKind, Cost, Via
from fitkit.features.class_types.rules import Policy
from fitkit.features.members import actions as members
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.scheduling import queries as timetable
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.features.subscriptions import queries as subscription_queries
from fitkit.texts import members as member_texts
from fitkit.texts import schedule as texts
from fitkit.texts import subscriptions as plan_texts
from tests.conftest import Gym
from tests.factories import scheduling as make
from tests.factories.booking import as_member, book, pack_member, weekly_member
from tests.factories.members import make_member
from tests.factories.orgs import never_quiet
from tests.factories.plans import make_pack, make_weekly
from tests.factories.subscriptions import give

HOUR = timedelta(hours=1)


def happened(w: Work, name: str) -> list[dict]:
    found = select(EventLog).where(col(EventLog.name) == name).order_by(col(EventLog.id))
    return [e.facts for e in w.session.scalars(found)]


def counts(w: Work, session_id: UUID) -> tuple[int, int]:
    view = timetable.session(w, session_id=session_id)
    return view.booked, view.waiting


def entries(w: Work, member_id: UUID) -> int | None:
    return subscription_queries.held(w, member_id=member_id)[0].entries_left


def refused(deed) -> Refusal:
    with pytest.raises(Refusal) as caught:
        deed()
    return caught.value


def cancel(w: Work, session_id: UUID, member_id: UUID) -> actions.CancellationReceipt:
    return actions.cancel(as_member(w, member_id), session_id=session_id, member_id=member_id)


def in_a_while(w: Work) -> Work:
    """When the grace after booking is over."""
    return replace(w, now=w.now + timedelta(minutes=10))


@pytest.fixture(autouse=True)
def _awake(gym: Gym) -> None:
    """The line does not rest at night here: what is tried does not depend on the hour."""
    with open_work(gym.acting(Role.OWNER)) as w:
        never_quiet(w)


def in_hours(w: Work, hours: float, *, capacity: int = 2, policy: Policy | None = None) -> UUID:
    place = make.make_place(w, policy=policy)
    return make.session_at(w, place, w.now + timedelta(hours=hours), capacity=capacity)


# Booking.


def test_a_member_books_and_sees_it_on_the_card(w):
    session_id, member_id = in_hours(w, 30), weekly_member(w)
    receipt = book(w, session_id, member_id)
    assert (receipt.is_in, receipt.entries_left, receipt.position) == (True, None, None)
    assert receipt.said.to(Lang.HE).startswith("המקום שמור: אימון היום ")
    assert counts(w, session_id) == (1, 0)
    shown = queries.card(w, session_id=session_id, member_id=member_id)
    assert (shown.status.kind, shown.booking_id) == (CardKind.BOOKED_FREE, receipt.booking_id)
    assert [e["via"] for e in happened(w, "booking.made")] == ["app"]


def test_a_pack_gives_an_entry_for_the_place(w):
    session_id, member_id = in_hours(w, 30), pack_member(w, entries=3)
    assert book(w, session_id, member_id).entries_left == 2
    assert entries(w, member_id) == 2


def test_the_last_place_goes_once_and_the_next_one_waits(w):
    session_id = in_hours(w, 30, capacity=1)
    first, second = weekly_member(w), pack_member(w, "דנה")
    book(w, session_id, first)
    receipt = book(w, session_id, second)
    assert (receipt.is_in, receipt.position) == (False, 1)
    assert counts(w, session_id) == (1, 1)
    assert entries(w, second) == 10
    assert [e["position"] for e in happened(w, "booking.waitlist_joined")] == [1]


def test_a_second_tap_is_told_that_the_place_is_saved(w):
    session_id = in_hours(w, 30, capacity=1)
    first, second = weekly_member(w), pack_member(w, "דנה")
    book(w, session_id, first)
    book(w, session_id, second)
    assert refused(lambda: book(w, session_id, first)).text is texts.ALREADY_BOOKED
    assert refused(lambda: book(w, session_id, second)).text is texts.ALREADY_WAITING
    assert counts(w, session_id) == (1, 1)


def test_a_full_class_without_a_line_says_so(w):
    session_id = in_hours(w, 30, capacity=1, policy=Policy(waitlist_limit=0))
    book(w, session_id, weekly_member(w))
    other = pack_member(w, "דנה")
    assert refused(lambda: book(w, session_id, other)).text is texts.FULL_NO_LINE


def test_the_week_is_counted_over_classes_and_the_next_week_is_new(w):
    place = make.make_place(w)
    member_id = weekly_member(w, limit=1)
    zone = w.actor.zone
    _, ends = week_span(day_of(w.now, zone), zone)
    late = replace(w, now=ends - timedelta(hours=20))  # Saturday, so that all is one week
    first, second, beyond = (
        make.session_at(w, place, ends + timedelta(hours=h)) for h in (-10, -5, 5)
    )
    book(late, first, member_id)
    assert refused(lambda: book(late, second, member_id)).text is texts.WEEK_USED_UP
    assert book(late, beyond, member_id).is_in


def test_an_empty_pack_does_not_book(w):
    place = make.make_place(w)
    first, second = (make.session_at(w, place, w.now + timedelta(hours=h)) for h in (30, 40))
    member_id = pack_member(w, entries=1)
    book(w, first, member_id)
    assert refused(lambda: book(w, second, member_id)).text is plan_texts.NO_ENTRIES_LEFT
    assert counts(w, second) == (0, 0)


def test_two_classes_at_once_are_refused(w):
    place = make.make_place(w)
    first, second = (make.session_at(w, place, w.now + timedelta(hours=h)) for h in (30, 30.5))
    member_id = weekly_member(w)
    book(w, first, member_id)
    assert refused(lambda: book(w, second, member_id)).text is texts.OVERLAPS


def test_a_class_that_was_cancelled_or_has_begun_takes_nobody(w):
    place = make.make_place(w)
    off, begun = (make.session_at(w, place, w.now + timedelta(hours=h)) for h in (30, -0.5))
    scheduling.cancel_session(w, session_id=off)
    member_id = weekly_member(w)
    assert refused(lambda: book(w, off, member_id)).text is texts.CLASS_IS_OFF
    assert refused(lambda: book(w, begun, member_id)).text is texts.BEGAN


def test_staff_add_a_walk_in_to_a_running_class(w):
    session_id, member_id = in_hours(w, -0.5), weekly_member(w)
    receipt = actions.book(w, session_id=session_id, member_id=member_id)
    assert receipt.is_in
    assert [e["via"] for e in happened(w, "booking.made")] == ["staff"]


def test_a_member_without_a_plan_in_the_archive_or_of_nowhere_is_refused_in_words(w):
    session_id = in_hours(w, 30)
    bare, gone = make_member(w), weekly_member(w, "דנה")
    members.archive(w, member_id=gone)
    assert refused(lambda: book(w, session_id, bare)).text is plan_texts.NO_PLAN
    assert refused(lambda: book(w, session_id, gone)).text is member_texts.IN_ARCHIVE
    with pytest.raises(NotFound):
        actions.book(w, session_id=session_id, member_id=uuid4())
    with pytest.raises(NotFound):
        actions.book(w, session_id=uuid4(), member_id=bare)


def test_a_booking_is_five_statements_and_a_pack_costs_one_more(w, statements):
    session_id, weekly, pack = in_hours(w, 30), weekly_member(w), pack_member(w, "דנה")
    with statements() as of_weekly:
        book(w, session_id, weekly)
    with statements() as of_pack:
        book(w, session_id, pack)
    reactions = 1 if "booking.made" in LISTENERS else 0
    assert len(of_weekly) == 5 + reactions
    assert len(of_pack) == 6 + reactions


# Giving back.


def test_an_early_cancellation_returns_the_entry_and_the_place(w):
    session_id, member_id = in_hours(w, 30), pack_member(w, entries=3)
    book(w, session_id, member_id)
    receipt = cancel(w, session_id, member_id)
    assert (receipt.is_late, receipt.cost, receipt.entry_returned) == (False, Cost.NOTHING, True)
    assert receipt.said.to(Lang.HE).startswith("המקום בוטל, הכניסה חזרה")
    assert (entries(w, member_id), counts(w, session_id)) == (3, (0, 0))
    assert [(e["by"], e["is_late"]) for e in happened(w, "booking.cancelled")] == [
        ("member", False)
    ]


def test_a_late_cancellation_keeps_the_entry_and_frees_the_place(w):
    session_id, member_id = in_hours(w, 3), pack_member(w, entries=3)
    book(w, session_id, member_id)
    receipt = cancel(in_a_while(w), session_id, member_id)
    assert (receipt.is_late, receipt.cost, receipt.entry_returned) == (True, Cost.ENTRY, False)
    assert (entries(w, member_id), counts(w, session_id)) == (2, (0, 0))


def test_a_late_cancellation_on_a_weekly_plan_counts_in_the_week(w):
    place = make.make_place(w)
    zone = w.actor.zone
    _, ends = week_span(day_of(w.now, zone), zone)
    friday = replace(w, now=ends - timedelta(hours=40))
    soon, later = (make.session_at(w, place, friday.now + timedelta(hours=h)) for h in (3, 20))
    member_id = weekly_member(w, limit=1)
    book(friday, soon, member_id)
    assert cancel(in_a_while(friday), soon, member_id).cost is Cost.WEEK_VISIT
    assert refused(lambda: book(friday, later, member_id)).text is texts.WEEK_USED_UP


def test_cancel_then_book_restores(w):
    session_id, member_id = in_hours(w, 30), pack_member(w, entries=3)
    book(w, session_id, member_id)
    cancel(w, session_id, member_id)
    book(w, session_id, member_id)
    assert (entries(w, member_id), counts(w, session_id)) == (2, (1, 0))


def test_there_is_nothing_to_cancel_without_a_place_after_the_start_or_after_check_in(w):
    place = make.make_place(w)
    begun, soon = (make.session_at(w, place, w.now + timedelta(hours=h)) for h in (-0.1, 0.5))
    member_id = weekly_member(w)
    assert refused(lambda: cancel(w, soon, member_id)).text is texts.NO_PLACE
    actions.book(w, session_id=begun, member_id=member_id)
    assert refused(lambda: cancel(w, begun, member_id)).text is texts.BEGAN_NO_CANCEL
    other = pack_member(w, "דנה")
    book(w, soon, other)
    actions.check_in(w, session_id=soon, member_id=other)
    assert refused(lambda: cancel(w, soon, other)).text is texts.CAME_NO_CANCEL


def test_a_cancellation_is_undone_at_the_same_price(w):
    place = make.make_place(w)
    early, late = (make.session_at(w, place, w.now + timedelta(hours=h)) for h in (30, 3))
    member_id = pack_member(w, entries=5)
    mine = as_member(w, member_id)
    for session_id, left in ((early, 4), (late, 3)):
        book(w, session_id, member_id)
        cancel(w, session_id, member_id)
        assert actions.undo_cancel(mine, session_id=session_id, member_id=member_id).is_in
        assert (entries(w, member_id), counts(w, session_id)) == (left, (1, 0))
    cancel(w, early, member_id)
    assert entries(w, member_id) == 4
    assert len(happened(w, "booking.cancellation_undone")) == 2


def test_an_undo_that_comes_late_or_finds_the_place_taken_is_refused(w):
    session_id = in_hours(w, 30, capacity=1)
    first, second = weekly_member(w), pack_member(w, "דנה")
    book(w, session_id, first)
    cancel(w, session_id, first)
    after = replace(as_member(w, first), now=w.now + timedelta(minutes=10))
    gone = refused(lambda: actions.undo_cancel(after, session_id=session_id, member_id=first))
    assert gone.text is texts.UNDO_GONE
    book(w, session_id, second)
    mine = as_member(w, first)
    taken = refused(lambda: actions.undo_cancel(mine, session_id=session_id, member_id=first))
    assert taken.text is texts.UNDO_TAKEN


# The line.


def test_a_cancellation_promotes_the_first_in_line_in_the_same_work(w):
    session_id = in_hours(w, 30, capacity=1)
    first, second, third = (
        weekly_member(w),
        pack_member(w, "דנה"),
        weekly_member(w, "רון", limit=2),
    )
    for member_id in (first, second, third):
        book(w, session_id, member_id)
    cancel(w, session_id, first)
    shown = queries.roster(w, session_id=session_id)
    assert [(line.member_id, line.via) for line in shown.places] == [(second, Via.PROMOTION)]
    assert [(line.member_id, line.position) for line in shown.line] == [(third, 1)]
    assert (counts(w, session_id), entries(w, second)) == ((1, 1), 9)
    assert [e["member_id"] for e in happened(w, "booking.waitlist_promoted")] == [str(second)]


def test_who_has_nothing_that_pays_is_passed_over_told_once_and_keeps_the_number(w):
    place = make.make_place(w)
    session_id = make.session_at(w, place, w.now + timedelta(hours=30), capacity=1)
    other = make.session_at(w, place, w.now + timedelta(hours=40), capacity=1)
    first, broke, third = weekly_member(w), pack_member(w, "דנה", 1), weekly_member(w, "רון", 2)
    for member_id in (first, broke, third):
        book(w, session_id, member_id)
    book(w, other, broke)  # the last entry
    cancel(w, session_id, first)
    shown = queries.roster(w, session_id=session_id)
    assert [line.member_id for line in shown.places] == [third]
    assert [(line.member_id, line.was_passed_over) for line in shown.line] == [(broke, True)]
    cancel(w, session_id, third)
    assert [e["because"] for e in happened(w, "booking.waitlist_passed_over")] == [
        "entries_used_up"
    ]
    assert counts(w, session_id) == (0, 1)


def test_who_leaves_the_line_moves_the_others_up(w):
    session_id = in_hours(w, 30, capacity=1)
    ids = [weekly_member(w, name, limit=n + 1) for n, name in enumerate("אבג")]
    for member_id in ids:
        book(w, session_id, member_id)
    mine = as_member(w, ids[1])
    actions.leave_waitlist(mine, session_id=session_id, member_id=ids[1])
    assert counts(w, session_id) == (1, 1)
    assert queries.card(w, session_id=session_id, member_id=ids[2]).status.position == 1
    again = refused(lambda: actions.leave_waitlist(mine, session_id=session_id, member_id=ids[1]))
    assert again.text is texts.NOT_WAITING
    assert book(w, session_id, ids[1]).position == 2


def test_the_line_does_not_move_once_booking_is_closed(w):
    session_id = in_hours(w, 30, capacity=1, policy=Policy(closes_minutes=120))
    first, second = weekly_member(w), pack_member(w, "דנה")
    book(w, session_id, first)
    book(w, session_id, second)
    late = replace(w, now=w.now + timedelta(hours=28))
    cancel(late, session_id, first)
    assert counts(w, session_id) == (0, 1)
    assert happened(w, "booking.waitlist_passed_over") == []


def test_more_places_move_the_line_after_the_commit(gym: Gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        session_id = in_hours(w, 30, capacity=1)
        for n in range(4):
            book(w, session_id, weekly_member(w, f"מתאמן {n}", limit=n + 1))
        actions_needed = _with_capacity(w, session_id, 3)
        scheduling.change_session(w, session_id=session_id, change=actions_needed)
    jobs.run_ready()
    with open_work(gym.acting(Role.OWNER)) as w:
        assert counts(w, session_id) == (3, 1)
        names = [line.name for line in queries.roster(w, session_id=session_id).line]
        assert names == ["מתאמן 3 כהן"]


def test_who_was_passed_over_is_called_again_when_a_pack_is_bought(gym: Gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make.make_place(w)
        session_id, other = (
            make.session_at(w, place, w.now + timedelta(hours=h), capacity=1) for h in (30, 40)
        )
        first, broke = weekly_member(w), pack_member(w, "דנה", 1)
        book(w, session_id, first)
        book(w, session_id, broke)
        book(w, other, broke)
        cancel(w, session_id, first)
        assert counts(w, session_id) == (0, 1)
        give(w, broke, make_pack(w, 5))
    jobs.run_ready()
    with open_work(gym.acting(Role.OWNER)) as w:
        assert counts(w, session_id) == (1, 0)


def _with_capacity(w: Work, session_id: UUID, capacity: int):
    from tests.features.scheduling.test_actions import change_of

    return change_of(w, session_id, capacity=capacity)


# The gym takes a class off.


def test_a_cancelled_class_releases_everybody_once_and_returns_entries(gym: Gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        session_id = in_hours(w, 3, capacity=1)  # after the cut-off: still at no cost
        first, second = pack_member(w, "דנה"), weekly_member(w)
        book(w, session_id, first)
        book(w, session_id, second)
        scheduling.cancel_session(w, session_id=session_id)
        assert entries(w, first) == 9
    jobs.run_ready()
    with open_work(gym.system) as w:
        assert actions.release_places(w, session_id=session_id) == 0
    with open_work(gym.acting(Role.OWNER)) as w:
        assert (entries(w, first), counts(w, session_id)) == (10, (0, 0))
        told = happened(w, "booking.released")
        assert [(e["member_id"], e["was_waiting"], e["entry_returned"]) for e in told] == [
            (str(first), False, True),
            (str(second), True, False),
        ]
        shown = queries.card(w, session_id=session_id, member_id=first).status
        assert shown.kind is CardKind.CANCELLED
        assert queries.upcoming(w, member_id=first) == ()


def test_a_class_restored_before_the_release_keeps_its_places(gym: Gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        session_id, member_id = in_hours(w, 30), pack_member(w)
        book(w, session_id, member_id)
        scheduling.cancel_session(w, session_id=session_id)
        assert refused(lambda: cancel(w, session_id, member_id)).text is texts.CLASS_IS_OFF
        scheduling.restore_session(w, session_id=session_id)
    jobs.run_ready()
    with open_work(gym.acting(Role.OWNER)) as w:
        assert (counts(w, session_id), entries(w, member_id)) == ((1, 0), 9)


def test_a_class_taken_off_after_a_check_in_releases_who_was_checked_in(gym: Gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        session_id, member_id = in_hours(w, 0.5), pack_member(w)
        actions.book(w, session_id=session_id, member_id=member_id)
        actions.check_in(w, session_id=session_id, member_id=member_id)
        scheduling.cancel_session(w, session_id=session_id)
    jobs.run_ready()
    with open_work(gym.acting(Role.OWNER)) as w:
        assert (counts(w, session_id), entries(w, member_id)) == ((0, 0), 10)
        place = queries.newest_place(w, session_id=session_id, member_id=member_id)
        assert place is not None
        assert place[0].status is BookingStatus.CANCELLED
        assert not place[0].entry_taken


# Who is put away, and whose plan ends.


def test_an_archived_member_is_expected_nowhere_and_the_line_moves(gym: Gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make.make_place(w, policy=Policy(auto_minutes=0, cancel_cutoff_minutes=120))
        soon, full = (
            make.session_at(w, place, w.now + timedelta(hours=h), capacity=1) for h in (3, 30)
        )
        gone, other = pack_member(w, "דנה"), weekly_member(w)
        book(w, soon, gone)
        book(w, soon, other)
        book(w, full, other)
        book(w, full, gone)
        members.archive(w, member_id=gone)
    jobs.run_ready()
    with open_work(gym.acting(Role.OWNER)) as w:
        assert (counts(w, soon), counts(w, full)) == ((1, 0), (1, 0))
        assert [line.member_id for line in queries.roster(w, session_id=soon).places] == [other]
        assert entries(w, gone) == 10
        told = happened(w, "booking.released")
        said = sorted((e["session_id"], e["was_waiting"], e["because"]) for e in told)
        assert said == sorted(
            [(str(soon), False, "member_archived"), (str(full), True, "member_archived")]
        )


def test_a_member_restored_before_the_release_and_one_who_came_keep_their_places(gym: Gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make.make_place(w)
        now_on, later_on = (
            make.session_at(w, place, w.now + timedelta(hours=h)) for h in (0.5, 30)
        )
        back, came = weekly_member(w), weekly_member(w, "דנה", limit=2)
        book(w, later_on, back)
        actions.book(w, session_id=now_on, member_id=came)
        actions.check_in(w, session_id=now_on, member_id=came)
        members.archive(w, member_id=back)
        members.archive(w, member_id=came)
    with open_work(gym.system) as w:
        assert actions.classes_to_release(w, member_id=back) == (later_on,)
    with open_work(gym.acting(Role.OWNER)) as w:
        members.restore(w, member_id=back)
    jobs.run_ready()
    with open_work(gym.acting(Role.OWNER)) as w:
        assert (counts(w, later_on), counts(w, now_on)) == ((1, 0), (1, 0))
        assert happened(w, "booking.released") == []


def test_a_plan_that_ends_frees_the_places_it_pays_for_and_no_others(gym: Gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make.make_place(w)
        first, second, past = (
            make.session_at(w, place, w.now + timedelta(hours=h), capacity=1)
            for h in (50, 60, -0.5)
        )
        member_id, waiting = weekly_member(w, limit=1), make_member(w, "דנה")
        yesterday = day_of(w.now, w.actor.zone) - timedelta(days=1)
        give(w, waiting, make_weekly(w, 3), yesterday)  # half an hour ago may have been another day
        weekly = subscription_queries.held(w, member_id=member_id)[0].id
        book(w, first, member_id)
        book(w, first, waiting)
        actions.book(w, session_id=past, member_id=waiting)
        give(w, member_id, make_pack(w, 5))
        book(w, second, member_id)
        paid_by = {
            s: queries.newest_place(w, session_id=s, member_id=member_id)[0].subscription_id
            for s in (first, second)
        }
        assert paid_by[first] == weekly
        subscriptions.end(w, subscription_id=weekly)
    jobs.run_ready()
    with open_work(gym.acting(Role.OWNER)) as w:
        assert [line.member_id for line in queries.roster(w, session_id=first).places] == [waiting]
        stays = [member_id] if paid_by[second] != weekly else []
        assert [line.member_id for line in queries.roster(w, session_id=second).places] == stays
        assert {e["because"] for e in happened(w, "booking.released")} == {"plan_ended"}
        ended = subscription_queries.held(w, member_id=waiting)[0].id
        subscriptions.end(w, subscription_id=ended)
    jobs.run_ready()
    with open_work(gym.acting(Role.OWNER)) as w:
        assert counts(w, first) == (0, 0)
        assert counts(w, past) == (1, 0)  # what has begun stays as it was


def test_releasing_a_place_twice_is_releasing_it_once(gym: Gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        session_id, member_id = in_hours(w, 30), pack_member(w)
        book(w, session_id, member_id)
        pack = subscription_queries.held(w, member_id=member_id)[0].id
        subscriptions.end(w, subscription_id=pack)
        ids = {"session_id": session_id, "member_id": member_id, "subscription_id": pack}
        assert actions.release_unpaid(w, **ids)
        assert not actions.release_unpaid(w, **ids)
        assert counts(w, session_id) == (0, 0)
        moved = subscription_queries.moves(w, member_id=member_id, subscription_id=pack)
        assert [m.delta for m in moved] == [1, -9, -1, 10]


# The floor.


def test_check_in_opens_an_hour_before_and_ends_two_days_after_the_class(w):
    place = make.make_place(w)
    zone = w.actor.zone
    noon = day_span(day_of(w.now, zone) + timedelta(days=1), zone)[0] + 12 * HOUR
    session_id = make.session_at(w, place, noon)
    member_id = weekly_member(w)
    book(w, session_id, member_id)
    for now, text in [
        (noon - HOUR - timedelta(seconds=1), texts.CHECK_IN_EARLY),
        (noon + 49 * HOUR, texts.CORRECTION_OVER),
    ]:
        at = replace(w, now=now)
        wrong = refused(
            lambda at=at: actions.check_in(at, session_id=session_id, member_id=member_id)
        )
        assert wrong.text is text
    for now in (noon - HOUR, noon + 49 * HOUR - timedelta(seconds=1)):
        actions.check_in(replace(w, now=now), session_id=session_id, member_id=member_id)
    assert len(happened(w, "booking.checked_in")) == 1


def test_a_check_in_is_taken_back_and_a_no_show_only_after_the_start(w):
    place = make.make_place(w)
    soon, begun = (make.session_at(w, place, w.now + timedelta(hours=h)) for h in (0.5, -0.1))
    member_id, other = weekly_member(w), pack_member(w, "דנה")
    book(w, soon, member_id)
    actions.book(w, session_id=begun, member_id=other)
    actions.check_in(w, session_id=soon, member_id=member_id)
    actions.clear_attendance(w, session_id=soon, member_id=member_id)
    line = queries.roster(w, session_id=soon).places[0]
    assert (line.attendance, line.checked_in_at) == (Attendance.NONE, None)
    early = refused(lambda: actions.mark_no_show(w, session_id=soon, member_id=member_id))
    assert early.text is texts.NOT_BEGUN
    actions.mark_no_show(w, session_id=begun, member_id=other)
    assert len(happened(w, "booking.no_show")) == 1
    stranger = refused(lambda: actions.check_in(w, session_id=begun, member_id=member_id))
    assert stranger.text is texts.NO_PLACE


def test_closing_attendance_makes_no_shows_of_those_who_did_not_come(w):
    session_id = in_hours(w, -0.1, capacity=5)
    came, missed = weekly_member(w), pack_member(w, "דנה")
    for member_id in (came, missed):
        actions.book(w, session_id=session_id, member_id=member_id)
    actions.check_in(w, session_id=session_id, member_id=came)
    receipt = actions.close_attendance(w, session_id=session_id)
    assert (receipt.attended, receipt.no_shows) == (1, 1)
    assert [e["member_id"] for e in happened(w, "booking.no_show")] == [str(missed)]
    again = refused(lambda: actions.close_attendance(w, session_id=session_id))
    assert again.text is texts.TAKEN_ALREADY
    actions.check_in(w, session_id=session_id, member_id=missed)  # came late after all
    assert queries.roster(w, session_id=session_id).attended == 2


def test_attendance_is_not_closed_before_the_class(w):
    session_id = in_hours(w, 1)
    wrong = refused(lambda: actions.close_attendance(w, session_id=session_id))
    assert wrong.text is texts.NOT_BEGUN


# Who may.


def test_a_member_acts_for_themself_only(w):
    session_id, mine, theirs = in_hours(w, 30), weekly_member(w), pack_member(w, "דנה")
    me = as_member(w, mine)
    for deed in (
        actions.book,
        actions.cancel,
        actions.undo_cancel,
        actions.leave_waitlist,
        actions.check_in,
        actions.clear_attendance,
        actions.mark_no_show,
        queries.card,
    ):
        with pytest.raises(Denied):
            deed(me, session_id=session_id, member_id=theirs)
    with pytest.raises(Denied):
        actions.check_in(me, session_id=session_id, member_id=mine)
    with pytest.raises(Denied):
        actions.close_attendance(me, session_id=session_id)
    with pytest.raises(Denied):
        queries.roster(me, session_id=session_id)
    assert counts(w, session_id) == (0, 0)


def test_another_gym_s_class_and_members_are_not_there(gym: Gym, other_gym: Gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        session_id, member_id = in_hours(w, 1), weekly_member(w)
        actions.book(w, session_id=session_id, member_id=member_id)
    with open_work(other_gym.acting(Role.OWNER)) as w:
        theirs = in_hours(w, 30)
        for deed in (
            actions.book,
            actions.cancel,
            actions.undo_cancel,
            actions.leave_waitlist,
            actions.check_in,
            actions.clear_attendance,
            actions.mark_no_show,
            queries.card,
        ):
            with pytest.raises(NotFound):
                deed(w, session_id=session_id, member_id=member_id)
        for deed in (actions.close_attendance, queries.roster):
            with pytest.raises(NotFound):
                deed(w, session_id=session_id)
        with pytest.raises(NotFound):
            actions.book(w, session_id=theirs, member_id=member_id)
        assert queries.upcoming(w, member_id=member_id) == ()
        assert queries.history(w, member_id=member_id).rows == ()
        assert queries.last_visits(w, member_ids=[member_id]) == {}


# History brought in.


def test_the_past_is_brought_in_counted_and_paid(w):
    place = make.make_place(w)
    ids = [make.session_at(w, place, w.now - timedelta(days=n)) for n in (3, 2, 1)]
    member_id = make_member(w)
    pack = give(w, member_id, make_pack(w, 5))
    weekly = subscriptions.give_past(
        w,
        member_id=member_id,
        plan_id=make_weekly(w),
        starts_on=day_of(w.now, w.actor.zone) - timedelta(days=30),
    ).subscription_id
    at = w.now - timedelta(days=4)
    actions.record_past(
        w,
        places=[
            PastPlace(ids[0], member_id, at, pack, True, attendance=Attendance.ATTENDED),
            PastPlace(ids[1], member_id, at, weekly, attendance=Attendance.NO_SHOW),
            PastPlace(ids[2], member_id, at, weekly, status=BookingStatus.LATE_CANCELLED),
        ],
    )
    assert [counts(w, i)[0] for i in ids] == [1, 1, 0]
    figures = queries.attendance_of(w, member_id=member_id)
    assert (figures.visits, figures.no_shows_30, figures.late_cancelled_30) == (1, 1, 1)
    left = {h.id: h.entries_left for h in subscription_queries.held(w, member_id=member_id)}
    assert left[pack] == 4
