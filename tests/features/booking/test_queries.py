from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.work import Work
from fitkit.features.booking import actions, queries
from fitkit.features.booking.rules import Attendance, CardAction, CardKind
from fitkit.features.members import actions as members
from tests.factories import scheduling as make
from tests.factories.booking import as_member, book, pack_member, weekly_member
from tests.factories.members import make_member


def day(w: Work, *, ahead: int = 0):
    return day_of(w.now, w.actor.zone) + timedelta(days=ahead)


def test_a_week_is_three_statements_however_many_classes(w, statements):
    place = make.make_place(w)
    member_id = weekly_member(w, limit=14)
    first = timetable_start(w)
    sizes = []
    for batch in range(2):
        with statements() as sent:
            cards = queries.week_for_member(w, member_id=member_id, day=first.date())
        sizes.append((len(cards), len(sent)))
        for n in range(6):
            session_id = make.session_at(w, place, first + timedelta(days=batch, hours=3 * n + 3))
            actions.book(w, session_id=session_id, member_id=member_id)
    with statements() as sent:
        cards = queries.week_for_member(w, member_id=member_id, day=first.date())
    assert sizes == [(0, 3), (6, 3)]
    assert (len(cards), len(sent)) == (6 + 6, 3)


def timetable_start(w: Work):
    """The first moment of next week, so that classes lie ahead in one week."""
    from fitkit.core.clock import week_span

    return week_span(day(w, ahead=7), w.actor.zone)[0].astimezone(w.actor.zone)


def test_the_second_booking_of_a_pair_of_classes_clashes(w):
    place = make.make_place(w)
    member_id = weekly_member(w)
    at = w.now + timedelta(hours=30)
    first, second = make.session_at(w, place, at), make.session_at(w, place, at)
    book(w, first, member_id)
    cards = queries.week_for_member(w, member_id=member_id, day=day_of(at, w.actor.zone))
    kinds = {c.session.id: c.status.kind for c in cards}
    assert kinds == {first: CardKind.BOOKED_FREE, second: CardKind.OPEN}
    offer = next(c.status for c in cards if c.session.id == second)
    assert (offer.action, offer.swap and offer.swap.session_id) == (CardAction.SWAP, first)


def test_a_week_of_a_location_and_a_day_leave_the_others_out(w):
    place = make.make_place(w)
    member_id = weekly_member(w)
    at = timetable_start(w) + timedelta(hours=9)
    here, tomorrow = (make.session_at(w, place, at + timedelta(days=n)) for n in (0, 1))
    week = queries.week_for_member(w, member_id=member_id, day=at.date())
    assert [c.session.id for c in week] == [here, tomorrow]
    one_day = queries.day_for_member(w, member_id=member_id, day=at.date())
    assert [c.session.id for c in one_day] == [here]
    elsewhere = queries.week_for_member(w, member_id=member_id, day=at.date(), location_id=uuid4())
    assert elsewhere == ()


def test_upcoming_holds_places_and_lines_by_start_and_the_next_place(w):
    place = make.make_place(w)
    near, far = (
        make.session_at(w, place, w.now + timedelta(hours=h), capacity=1) for h in (20, 100)
    )
    mine, other = weekly_member(w), pack_member(w, "דנה")
    book(w, near, other)
    book(w, near, mine)
    book(w, far, mine)
    cards = queries.upcoming(as_member(w, mine), member_id=mine)
    assert [(c.session.id, c.status.kind) for c in cards] == [
        (near, CardKind.WAITING),
        (far, CardKind.BOOKED_FREE),
    ]
    following = queries.next_place(as_member(w, mine), member_id=mine)
    assert following is not None
    assert following.session.id == far


def test_history_is_newest_first_page_by_page_without_gaps(w):
    place = make.make_place(w)
    member_id = weekly_member(w)
    ids = [make.session_at(w, place, w.now - timedelta(days=n)) for n in (1, 2, 2, 3)]
    actions.record_past(
        w,
        places=[
            actions.PastPlace(i, member_id, w.now, attendance=Attendance.ATTENDED) for i in ids
        ],
    )
    seen, after = [], None
    while True:
        page = queries.history(w, member_id=member_id, after=after, limit=1)
        seen += [row.session_id for row in page.rows]
        after = page.after
        if after is None:
            break
    assert sorted(seen) == sorted(ids)
    assert (seen[0], seen[-1]) == (ids[0], ids[-1])
    for junk in ("junk", "WzEsMl0", "WyJ4IiwieSJd"):
        with pytest.raises(Refusal):
            queries.history(w, member_id=member_id, after=junk)


def test_the_roster_tells_first_visits_birthdays_plans_and_who_left(w):
    place = make.make_place(w)
    at = w.now + timedelta(hours=3)
    before, session_id = (
        make.session_at(w, place, w.now - timedelta(days=3)),
        make.session_at(w, place, at, capacity=3),
    )
    regular, born, gone = (
        weekly_member(w, "אורי"),
        pack_member(w, "בר", 4),
        weekly_member(w, "גל", 2),
    )
    actions.record_past(
        w, places=[actions.PastPlace(before, regular, w.now, attendance=Attendance.ATTENDED)]
    )
    from tests.factories.members import details

    birth = day_of(at, w.actor.zone).replace(year=1990)
    members.change(w, member_id=born, details=details("בר", birth_date=birth))
    for member_id in (regular, born, gone):
        book(w, session_id, member_id)
    later = replace(as_member(w, gone), now=w.now + timedelta(minutes=10))
    actions.cancel(later, session_id=session_id, member_id=gone)
    shown = queries.roster(w, session_id=session_id)
    assert [(line.name, line.is_first_visit, line.is_birthday) for line in shown.places] == [
        ("אורי כהן", False, False),
        ("בר כהן", True, True),
    ]
    assert [line.entries_left for line in shown.places] == [None, 3]
    assert [(g.name, g.is_late) for g in shown.gone] == [("גל כהן", True)]


def test_the_roster_is_a_constant_number_of_statements(w, statements):
    place = make.make_place(w)
    session_id = make.session_at(w, place, w.now + timedelta(hours=3), capacity=2)
    sent_for = []
    for n in range(4):
        book(w, session_id, weekly_member(w, f"מתאמן {n}", limit=n + 1))
        with statements() as sent:
            queries.roster(w, session_id=session_id)
        sent_for.append(len(sent))
    assert set(sent_for) == {6}


def test_figures_of_a_day_and_a_week_count_what_happened(w):
    place = make.make_place(w)
    at = w.now - timedelta(minutes=5)
    session_id = make.session_at(w, place, at, capacity=4)
    off = make.session_at(w, place, at, capacity=9)
    came, missed = weekly_member(w), pack_member(w, "דנה")
    for member_id in (came, missed):
        actions.book(w, session_id=session_id, member_id=member_id)
    actions.check_in(w, session_id=session_id, member_id=came)
    actions.close_attendance(w, session_id=session_id)
    from fitkit.features.scheduling import actions as scheduling

    scheduling.cancel_session(w, session_id=off)
    the_day = day_of(at, w.actor.zone)
    for figures in (queries.day_figures(w, day=the_day), queries.week_figures(w, day=the_day)):
        assert (figures.classes, figures.capacity, figures.booked) == (1, 4, 2)
        assert (figures.attended, figures.no_shows) == (1, 1)
        assert (figures.utilisation_share, figures.no_show_share) == (0.5, 0.5)
    assert queries.made_between(w, first=day(w), last=day(w)) == 2
    assert queries.attended_by_session(w, ids=[session_id, off]) == {session_id: 1}


def test_figures_without_classes_are_zero(w):
    figures = queries.week_figures(w, day=day(w, ahead=60))
    assert (figures.classes, figures.utilisation_share, figures.no_show_share) == (0, 0.0, 0.0)


def test_last_visits_know_who_came_and_when(w):
    place = make.make_place(w)
    ids = [make.session_at(w, place, w.now - timedelta(days=n)) for n in (9, 4)]
    regular, never = weekly_member(w), make_member(w, "דנה")
    actions.record_past(
        w,
        places=[actions.PastPlace(i, regular, w.now, attendance=Attendance.ATTENDED) for i in ids],
    )
    visits = queries.last_visits(w, member_ids=[regular, never])
    assert visits == {regular: w.now - timedelta(days=4)}
    empty = queries.attendance_of(w, member_id=never)
    assert (empty.visits, empty.first_visit, empty.last_visit, empty.upcoming) == (0, None, None, 0)


def test_the_use_of_a_week_counts_places_against_the_limit(w):
    place = make.make_place(w)
    at = timetable_start(w) + timedelta(hours=9)
    member_id = weekly_member(w, limit=3)
    session_id = make.session_at(w, place, at)
    actions.book(w, session_id=session_id, member_id=member_id)
    use = queries.week_use(w, member_id=member_id, day=at.date())
    assert (use.booked, use.attended, use.limit) == (1, 0, 3)
    assert queries.week_use(w, member_id=make_member(w, "דנה"), day=at.date()).limit is None


def test_reminders_find_live_places_of_a_span(w):
    place = make.make_place(w)
    session_id = make.session_at(w, place, w.now + timedelta(hours=3))
    member_id = weekly_member(w)
    receipt = book(w, session_id, member_id)
    span = {"begins": w.now, "ends": w.now + timedelta(hours=4)}
    assert queries.places_starting(w, **span) == ((receipt.booking_id, session_id, member_id),)
    assert queries.members_with_places(w, session_id=session_id) == {member_id}


def test_a_no_show_marked_before_attendance_is_closed_is_a_share_of_what_is_known(w):
    session_id = make.session_at(w, make.make_place(w), w.now + timedelta(minutes=30))
    came, missed = weekly_member(w), weekly_member(w, "דנה", limit=2)
    for member_id in (came, missed):
        actions.book(w, session_id=session_id, member_id=member_id)
    actions.check_in(w, session_id=session_id, member_id=came)
    later = replace(w, now=w.now + timedelta(minutes=40))
    actions.mark_no_show(later, session_id=session_id, member_id=missed)
    figures = queries.day_figures(later, day=day_of(w.now, w.actor.zone))
    assert (figures.no_shows, figures.no_show_share) == (1, 0.5)
