from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.i18n import Lang, Text
from fitkit.features.booking import rules
from fitkit.features.booking.rules import (
    Admit,
    Attendance,
    BookingStatus,
    CancelledBy,
    CardAction,
    CardKind,
    Cost,
    Desk,
    FreeCancellation,
    LateCancellation,
    MyPlace,
    MyWait,
    MyWeek,
    Queue,
    Reason,
    Refuse,
    TooLate,
    Via,
    Waiter,
)
from fitkit.features.class_types.rules import Policy
from fitkit.features.plans.rules import PlanKind
from fitkit.features.scheduling.rules import SessionFacts, SessionStatus
from fitkit.features.subscriptions.rules import Entitlement, Standing

ISRAEL = ZoneInfo("Asia/Jerusalem")
TYPE = uuid4()
STARTS = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)  # Tuesday 18:30 in Tel Aviv
HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)
NOTHING = MyWeek()
SOON = STARTS - timedelta(days=1)


def session(*, booked: int = 0, waiting: int = 0, capacity: int = 12, **more) -> SessionFacts:
    starts_at = more.pop("starts_at", STARTS)
    facts = SessionFacts(
        id=uuid4(),
        class_type_id=TYPE,
        name=Text("הרמות", "Lifting"),
        starts_at=starts_at,
        ends_at=starts_at + HOUR,
        capacity=capacity,
        booked=booked,
        waiting=waiting,
        status=SessionStatus.SCHEDULED,
        policy=Policy(waitlist_limit=3),
    )
    return replace(facts, **more)


def plan(kind: PlanKind = PlanKind.UNLIMITED, **more) -> Entitlement:
    one = Entitlement(
        uuid4(), uuid4(), kind, Standing.GOOD, None, None, date(2026, 1, 1), None, frozenset()
    )
    return replace(one, **more)


def weekly(limit: int = 3, **more) -> Entitlement:
    return plan(PlanKind.WEEKLY, weekly_limit=limit, **more)


def pack(left: int = 10, **more) -> Entitlement:
    return plan(PlanKind.PACK, entries_left=left, **more)


def place(in_session: SessionFacts | None = None, **more) -> MyPlace:
    at = in_session or session()
    mine = MyPlace(
        booking_id=uuid4(),
        session_id=at.id,
        name=at.name,
        starts_at=at.starts_at,
        ends_at=at.ends_at,
        session_status=at.status,
        subscription_id=None,
        entry_taken=False,
        status=BookingStatus.BOOKED,
        via=Via.APP,
        booked_at=at.starts_at - timedelta(days=2),
        cancelled_by=None,
        attendance=Attendance.NONE,
    )
    return replace(mine, **more)


def outcome(mine: MyPlace, facts: SessionFacts | None = None, *held: Entitlement, now: datetime):
    return rules.cancellation_outcome(mine, facts or session(), held, zone=ISRAEL, now=now)


def desk(for_session: SessionFacts | None = None, *held: Entitlement, my=NOTHING, **more) -> Desk:
    return rules.desk(
        for_session or session(), my, held if held else (plan(),), zone=ISRAEL, **more
    )


def reason(decision: object) -> Reason:
    assert isinstance(decision, Refuse)
    return decision.reason


# Properties.


@given(
    booked=st.integers(0, 12),
    waiting=st.integers(0, 4),
    minutes=st.integers(-9 * 1440, 3 * 60),
    limit=st.integers(1, 4),
    used=st.integers(0, 5),
    by_staff=st.booleans(),
)
def test_nobody_is_admitted_to_a_full_class_or_beyond_the_week_or_outside_the_hours(
    booked, waiting, minutes, limit, used, by_staff
):
    now = STARTS + timedelta(minutes=minutes)
    by = weekly(limit)
    mine = tuple(
        place(
            session(starts_at=STARTS + timedelta(hours=3 * (n + 1))),
            subscription_id=by.subscription_id,
        )
        for n in range(used)
        if n < 5
    )
    asked = desk(session(booked=booked, waiting=waiting), by, my=MyWeek(mine), by_staff=by_staff)
    decision = rules.decide_booking(asked, now=now)
    if isinstance(decision, Admit):
        assert booked < 12
        assert sum(asked.used_this_week.values()) < limit
    if isinstance(decision, Queue):
        assert booked == 12
        assert decision.position == waiting + 1 <= 3
    if not isinstance(decision, Refuse):
        assert now < STARTS + (HOUR if by_staff else timedelta(0))
        assert by_staff or now >= STARTS - timedelta(days=7)


@given(st.lists(st.booleans(), max_size=8), st.integers(0, 9))
def test_the_line_keeps_its_order_among_those_who_may_come(may_come, places):
    line = [
        (Waiter(uuid4(), uuid4(), n, False), desk(None, pack(1 if ok else 0)))
        for n, ok in enumerate(may_come)
    ]
    call = rules.next_in_line(line, places=places)
    expected = [n for n, ok in enumerate(may_come) if ok][:places]
    assert [waiter.number for waiter, _ in call.called] == expected
    passed = [waiter.number for waiter, _ in call.passed]
    assert passed == sorted(passed)
    assert not any(may_come[n] for n in passed)
    if len(expected) == places:  # nobody behind the last promoted was looked at
        assert all(n < expected[-1] for n in passed) if expected else passed == []


@given(st.integers(0, 40 * 60), st.integers(0, 14 * 24 * 60), st.booleans())
def test_a_cancellation_is_free_or_costs_and_never_both(minutes_before, cutoff, is_pack):
    facts = session(policy=Policy(cancel_cutoff_minutes=cutoff))
    booked_at = STARTS - timedelta(days=40)
    mine = place(facts, entry_taken=is_pack, booked_at=booked_at)
    now = STARTS - timedelta(minutes=minutes_before)
    match outcome(mine, facts, now=now):
        case TooLate():
            assert minutes_before == 0
        case FreeCancellation(until):
            assert now < until == rules.cut_off(facts, None, zone=ISRAEL)
            assert until <= STARTS - timedelta(minutes=cutoff)
        case LateCancellation(cost):
            assert now >= rules.cut_off(facts, None, zone=ISRAEL)
            assert cost is (Cost.ENTRY if is_pack else Cost.NOTHING)


@given(st.integers(0, 12), st.integers(0, 3), st.integers(-10 * 24 * 60, 120))
def test_a_card_offers_what_the_engine_would_do(booked, waiting, minutes):
    asked = desk(session(booked=booked, waiting=waiting))
    now = STARTS + timedelta(minutes=minutes)
    card = rules.status_of(asked, now=now)
    decision = rules.decide_booking(asked, now=now)
    assert (card.action is CardAction.BOOK) == isinstance(decision, Admit)
    assert (card.action is CardAction.WAIT) == isinstance(decision, Queue)
    for lang in Lang:
        assert "{" not in card.line.to(lang) + card.places.to(lang)


# Hours, at their exact limits.


def test_booking_opens_seven_days_ahead_at_the_hour_of_the_class():
    opens = STARTS - timedelta(days=7)
    assert reason(rules.decide_booking(desk(), now=opens - TICK)) is Reason.NOT_OPEN
    assert isinstance(rules.decide_booking(desk(), now=opens), Admit)


def test_booking_opens_at_the_wall_time_of_the_class_across_a_clock_change():
    starts = datetime(2026, 10, 27, 16, 30, tzinfo=UTC)  # 18:30, two days after the clocks changed
    opens = datetime(2026, 10, 20, 15, 30, tzinfo=UTC)  # 18:30 in summer time
    asked = desk(session(starts_at=starts))
    assert reason(rules.decide_booking(asked, now=opens - TICK)) is Reason.NOT_OPEN
    assert isinstance(rules.decide_booking(asked, now=opens), Admit)


def test_booking_closes_when_the_class_type_says():
    facts = session(policy=Policy(closes_minutes=60))
    assert isinstance(rules.decide_booking(desk(facts), now=STARTS - HOUR - TICK), Admit)
    assert reason(rules.decide_booking(desk(facts), now=STARTS - HOUR)) is Reason.CLOSED
    assert reason(rules.decide_booking(desk(facts), now=STARTS)) is Reason.STARTED


def test_staff_may_add_before_booking_opens_and_until_the_class_is_over():
    early, last = STARTS - timedelta(days=30), STARTS + HOUR - TICK
    for now in (early, last):
        assert isinstance(rules.decide_booking(desk(by_staff=True), now=now), Admit)
    over = rules.decide_booking(desk(by_staff=True), now=STARTS + HOUR)
    assert reason(over) is Reason.STARTED


# Who may.


def test_a_member_who_is_in_or_waits_is_told_so_before_anything_else():
    facts = session(booked=12, waiting=3)
    booked = desk(facts, pack(0), my=MyWeek((place(facts),)))
    waits = desk(facts, pack(0), my=MyWeek(waits=(MyWait(uuid4(), facts.id, 2),)))
    assert reason(rules.decide_booking(booked, now=SOON)) is Reason.ALREADY_BOOKED
    refused = rules.decide_booking(waits, now=SOON)
    assert reason(refused) is Reason.ALREADY_WAITING
    assert refused.said.to(Lang.HE) == "מקום 2 בהמתנה, אין צורך להירשם שוב"


def test_a_cancelled_place_may_be_booked_again():
    facts = session()
    mine = place(facts, status=BookingStatus.CANCELLED, cancelled_by=CancelledBy.MEMBER)
    assert isinstance(rules.decide_booking(desk(facts, my=MyWeek((mine,))), now=SOON), Admit)


def test_two_classes_at_once_are_refused_and_the_other_is_named():
    other = place(session(starts_at=STARTS + timedelta(minutes=59)))
    refused = rules.decide_booking(desk(my=MyWeek((other,))), now=SOON)
    assert reason(refused) is Reason.CLASH
    assert refused.said.to(Lang.HE) == "השיעור חופף להרמות ב־19:29. לבחור אחד מהם"
    assert refused.said.to(Lang.EN) == "This overlaps Lifting at 19:29. Pick one"


def test_classes_one_after_the_other_a_cancelled_one_and_one_given_back_do_not_clash():
    off = session(status=SessionStatus.CANCELLED)
    fine = (
        place(session(starts_at=STARTS + HOUR)),
        place(session(starts_at=STARTS - HOUR)),
        place(off),
        place(session(), status=BookingStatus.LATE_CANCELLED),
    )
    assert isinstance(rules.decide_booking(desk(my=MyWeek(fine)), now=SOON), Admit)


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ((pack(0),), Reason.ENTRIES_USED_UP),
        ((plan(standing=Standing.FROZEN),), Reason.FROZEN),
        ((plan(standing=Standing.PAST_DUE),), Reason.PAST_DUE),
        ((plan(class_type_ids=frozenset({uuid4()})),), Reason.NOT_COVERED),
        ((plan(ends_on=date(2026, 11, 23)),), Reason.NOT_COVERED),
        ((plan(starts_on=date(2026, 11, 25)),), Reason.NOT_COVERED),
    ],
)
def test_a_plan_that_does_not_pay_is_refused_with_what_to_do(held, expected):
    refused = rules.decide_booking(desk(None, *held), now=SOON)
    assert reason(refused) is expected
    for lang in Lang:
        assert len(refused.said.to(lang)) > 20


def test_without_any_plan_the_member_is_sent_to_choose_one():
    asked = rules.desk(session(), MyWeek(), (), zone=ISRAEL)
    assert reason(rules.decide_booking(asked, now=SOON)) is Reason.NO_PLAN
    assert rules.status_of(asked, now=SOON).action is CardAction.CHOOSE_PLAN


def test_the_last_day_of_a_plan_is_still_good():
    assert isinstance(
        rules.decide_booking(desk(None, plan(ends_on=date(2026, 11, 24))), now=SOON), Admit
    )


def test_a_full_class_queues_until_the_line_is_full_too():
    last = rules.decide_booking(desk(session(booked=12, waiting=2)), now=SOON)
    assert isinstance(last, Queue)
    assert last.position == 3
    assert (
        reason(rules.decide_booking(desk(session(booked=12, waiting=3)), now=SOON)) is Reason.FULL
    )


# The week.


def in_week(by: Entitlement, *starts: datetime, **more) -> MyWeek:
    return MyWeek(
        tuple(
            place(session(starts_at=s), subscription_id=by.subscription_id, **more) for s in starts
        )
    )


def test_the_week_is_sunday_to_saturday_of_the_class_in_the_gym_s_zone():
    by = weekly(1)
    sunday = datetime(2026, 11, 21, 22, 0, tzinfo=UTC)  # 00:00 on Sunday in Tel Aviv
    sabbath_end = datetime(2026, 11, 28, 21, 59, tzinfo=UTC)  # 23:59 on Saturday
    for inside in (sunday, sabbath_end):
        refused = rules.decide_booking(desk(None, by, my=in_week(by, inside)), now=SOON)
        assert reason(refused) is Reason.WEEK_USED_UP
    for outside in (sunday - TICK, sabbath_end + timedelta(minutes=1)):
        assert isinstance(
            rules.decide_booking(desk(None, by, my=in_week(by, outside)), now=SOON), Admit
        )


@pytest.mark.parametrize(
    ("saturday_night", "sunday_morning"),
    [
        # The clocks go back in the night to Sunday 25.10.2026, and forward on Friday 26.3.2027.
        (datetime(2026, 10, 24, 20, 59, tzinfo=UTC), datetime(2026, 10, 24, 21, 0, tzinfo=UTC)),
        (datetime(2027, 3, 27, 20, 59, tzinfo=UTC), datetime(2027, 3, 27, 21, 0, tzinfo=UTC)),
    ],
)
def test_the_week_turns_at_midnight_whatever_the_clocks_do(saturday_night, sunday_morning):
    by = weekly(1)
    asked = session(starts_at=sunday_morning + timedelta(days=2))
    now = asked.starts_at - timedelta(hours=20)
    assert isinstance(
        rules.decide_booking(desk(asked, by, my=in_week(by, saturday_night)), now=now), Admit
    )
    refused = rules.decide_booking(desk(asked, by, my=in_week(by, sunday_morning)), now=now)
    assert reason(refused) is Reason.WEEK_USED_UP


def test_a_used_up_week_says_how_much_and_when_it_starts_over():
    by = weekly(3)
    mine = in_week(by, *(STARTS + timedelta(hours=3 * n) for n in (1, 2, 3)))
    refused = rules.decide_booking(desk(None, by, my=mine), now=SOON)
    assert refused.said.to(Lang.HE) == "נוצלו 3 אימונים השבוע. הספירה מתאפסת ביום ראשון"
    assert refused.said.to(Lang.EN) == "3 classes used this week. Resets on Sunday"


@pytest.mark.parametrize(
    ("status", "attendance", "counts"),
    [
        (BookingStatus.BOOKED, Attendance.NONE, True),
        (BookingStatus.BOOKED, Attendance.NO_SHOW, True),
        (BookingStatus.LATE_CANCELLED, Attendance.NONE, True),
        (BookingStatus.CANCELLED, Attendance.NONE, False),
    ],
)
def test_the_week_counts_what_was_used_and_not_what_came_back(status, attendance, counts):
    by = weekly(1)
    mine = in_week(by, STARTS - 3 * HOUR, status=status, attendance=attendance)
    decision = rules.decide_booking(desk(None, by, my=mine), now=SOON)
    assert isinstance(decision, Refuse) == counts


def test_a_used_up_week_falls_to_the_pack():
    by, spare = weekly(1), pack(2)
    decision = rules.decide_booking(
        desk(None, by, spare, my=in_week(by, STARTS - 3 * HOUR)), now=SOON
    )
    assert isinstance(decision, Admit)
    assert decision.by == spare


# Giving back.


def test_a_cancellation_is_free_until_the_cut_off_and_not_at_it():
    mine = place()
    cutoff = STARTS - timedelta(hours=6)
    assert outcome(mine, now=cutoff - TICK) == FreeCancellation(cutoff)
    assert outcome(mine, now=cutoff) == LateCancellation(Cost.NOTHING)
    assert outcome(mine, now=STARTS) == TooLate()


def test_whoever_was_promoted_late_has_half_an_hour_to_cancel_free():
    promoted_at = STARTS - timedelta(hours=2)
    mine = place(via=Via.PROMOTION, booked_at=promoted_at, entry_taken=True)
    until = promoted_at + timedelta(minutes=30)
    assert outcome(mine, now=until - TICK) == FreeCancellation(until)
    assert outcome(mine, now=until) == LateCancellation(Cost.ENTRY)


def test_the_half_hour_ends_when_the_class_starts():
    mine = place(via=Via.PROMOTION, booked_at=STARTS - timedelta(minutes=5))
    assert rules.free_until(mine, session(), None, zone=ISRAEL) == STARTS


def test_a_late_cancellation_costs_an_entry_a_class_of_the_week_or_nothing():
    by = weekly()
    assert rules.cost_of(place(entry_taken=True), None) is Cost.ENTRY
    paid = place(subscription_id=by.subscription_id)
    assert rules.cost_of(paid, rules.payer_of(paid, (by,))) is Cost.WEEK_VISIT
    assert rules.cost_of(place(), rules.payer_of(place(), (by,))) is Cost.NOTHING


# The line.


def test_whoever_has_nothing_that_pays_is_passed_over_with_the_reason():
    broke = (Waiter(uuid4(), uuid4(), 1, False), desk(None, pack(0)))
    good = (Waiter(uuid4(), uuid4(), 2, False), desk(None, pack(1)))
    call = rules.next_in_line([broke, good], places=1)
    assert [w for w, _ in call.called] == [good[0]]
    assert [(w, r.reason) for w, r in call.passed] == [(broke[0], Reason.ENTRIES_USED_UP)]


def test_an_empty_line_and_no_place_call_nobody():
    assert rules.next_in_line([], places=3) == rules.LineCall((), ())
    one = (Waiter(uuid4(), uuid4(), 1, False), desk())
    assert rules.next_in_line([one], places=0) == rules.LineCall((), ())


# Cards.


def card(for_session: SessionFacts | None = None, *held: Entitlement, my=NOTHING, now=SOON):
    return rules.status_of(desk(for_session, *held, my=my), now=now)


def test_an_open_class_says_how_many_places_are_free():
    shown = card(session(booked=3))
    assert (shown.kind, shown.action) == (CardKind.OPEN, CardAction.BOOK)
    assert shown.places.to(Lang.HE) == "9 מקומות פנויים"


@pytest.mark.parametrize(
    ("capacity", "free", "is_few"),
    [(12, 2, True), (12, 3, False), (40, 6, True), (40, 7, False), (12, 1, True), (12, 0, False)],
)
def test_few_are_two_or_fifteen_in_a_hundred(capacity, free, is_few):
    assert rules.is_few(session(capacity=capacity, booked=capacity - free)) is is_few


def test_few_places_are_counted_in_words():
    shown = card(session(booked=10))
    assert (shown.kind, shown.line.to(Lang.HE)) == (CardKind.FEW_LEFT, "נשארו 2 מקומות")


def test_a_place_says_until_when_it_is_free_and_then_what_it_costs():
    facts = session()
    mine = MyWeek((place(facts, entry_taken=True),))
    free = card(facts, my=mine)
    assert (free.kind, free.action) == (CardKind.BOOKED_FREE, CardAction.CANCEL)
    assert free.line.to(Lang.HE) == "ביטול ללא עלות עד מחר 12:30"
    assert free.line.to(Lang.EN) == "Cancel free until tomorrow 12:30"
    late = card(facts, my=mine, now=STARTS - HOUR)
    assert (late.kind, late.action) == (CardKind.BOOKED_COSTS, CardAction.CANCEL_AT_COST)
    assert late.line.to(Lang.HE) == "ביטול עכשיו יעלה כניסה אחת"


def test_a_full_class_says_how_many_wait_and_offers_the_line_while_there_is_room():
    open_line = card(session(booked=12, waiting=2))
    assert (open_line.kind, open_line.action) == (CardKind.FULL, CardAction.WAIT)
    assert open_line.line.to(Lang.HE) == "מלא, 2 ממתינים"
    full_line = card(session(booked=12, waiting=3))
    assert (full_line.kind, full_line.action) == (CardKind.FULL, CardAction.NONE)


def test_free_places_that_the_line_has_first_are_not_said_to_be_free():
    shown = rules.status_of(desk(session(booked=10, waiting=2), line_comes_first=True), now=SOON)
    assert (shown.kind, shown.action) == (CardKind.FULL, CardAction.WAIT)
    assert shown.places.to(Lang.HE) == "2 מקומות, שמורים לממתינים"


def test_a_waiter_sees_their_place_in_line():
    facts = session(booked=12, waiting=3)
    shown = card(facts, my=MyWeek(waits=(MyWait(uuid4(), facts.id, 3),)))
    assert (shown.kind, shown.action, shown.position) == (CardKind.WAITING, CardAction.LEAVE, 3)
    assert shown.line.to(Lang.HE) == "מקום שמתפנה עד מחר 10:30 נשמר לבד, אחר כך שואלים קודם"


def test_a_class_that_opens_later_says_when():
    shown = card(now=STARTS - timedelta(days=8))
    assert (shown.kind, shown.action) == (CardKind.OPENS_LATER, CardAction.REMIND)
    assert shown.opens_at == STARTS - timedelta(days=7)
    assert shown.line.to(Lang.HE) == "ההרשמה נפתחת: מחר 18:30"
    today = card(now=STARTS - timedelta(days=7, hours=2))  # a bare hour would be the class's own
    assert today.line.to(Lang.HE) == "ההרשמה נפתחת: היום 18:30"


def test_a_place_with_guests_says_that_theirs_go_with_it():
    facts = session()
    shown = card(facts, my=MyWeek((place(facts, guests=1),)))
    assert shown.line.to(Lang.HE) == "ביטול ללא עלות עד מחר 12:30. גם המקום של האורח יבוטל"


def test_what_is_behind_says_what_became_of_it():
    facts = session()
    after = STARTS + 2 * HOUR
    came = MyWeek((place(facts, attendance=Attendance.ATTENDED),))
    missed = MyWeek((place(facts, attendance=Attendance.NO_SHOW),))
    assert card(facts, my=came, now=after).kind is CardKind.ATTENDED
    assert card(facts, my=missed, now=after).kind is CardKind.MISSED
    for my in (MyWeek(), MyWeek((place(facts),))):
        shown = card(facts, my=my, now=after)
        assert (shown.kind, shown.action) == (CardKind.PAST, CardAction.NONE)


def test_closed_booking_and_a_closed_door_have_no_button():
    facts = session(policy=Policy(closes_minutes=60))
    shown = card(facts, now=STARTS - HOUR)
    assert (shown.kind, shown.action) == (CardKind.CLOSED, CardAction.NONE)
    assert shown.line.to(Lang.HE) == "ההרשמה נסגרה ב־17:30. אפשר להתקשר למכון"


def test_a_class_the_gym_took_off_says_what_came_back():
    facts = session(status=SessionStatus.CANCELLED)
    back = place(
        facts,
        status=BookingStatus.CANCELLED,
        cancelled_by=CancelledBy.GYM,
        subscription_id=uuid4(),
    )
    assert card(facts).kind is CardKind.CANCELLED
    assert card(facts).line.to(Lang.HE) == "השיעור בוטל"
    assert "חזר" in card(facts, my=MyWeek((back,))).line.to(Lang.HE)


@pytest.mark.parametrize(
    ("days", "he", "en"),
    [
        (0, "14:30", "14:30"),
        (1, "מחר 14:30", "tomorrow 14:30"),
        (6, "יום א׳ 14:30", "Sun 14:30"),
        (7, "30.11 14:30", "30.11 14:30"),
    ],
)
def test_a_moment_near_by_is_said_as_people_say_it(days, he, en):
    now = datetime(2026, 11, 23, 6, tzinfo=UTC)
    at = datetime(2026, 11, 23, 12, 30, tzinfo=UTC) + timedelta(days=days)
    said = rules.when(at, now=now, zone=ISRAEL)
    assert (said.he, said.en) == (he, en)


def test_an_hour_of_today_beside_a_class_of_another_day_says_today():
    now, at = (datetime(2026, 11, 23, hour, tzinfo=UTC) for hour in (6, 20))
    tomorrow, today = datetime(2026, 11, 24, 6, tzinfo=UTC), datetime(2026, 11, 23, 21, tzinfo=UTC)
    said = rules.when(at, now=now, zone=ISRAEL, beside=tomorrow)
    assert (said.he, said.en) == ("היום 22:00", "today 22:00")
    assert rules.when(at, now=now, zone=ISRAEL, beside=today).he == "22:00"
    later = rules.when(at + timedelta(days=1), now=now, zone=ISRAEL, beside=tomorrow)
    assert later.he == "מחר 22:00"


def test_check_in_is_from_an_hour_before_until_the_end_of_the_day():
    span = rules.check_in_span(session(), zone=ISRAEL)
    assert span.starts_at == STARTS - HOUR
    assert span.ends_at == datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
