"""The line of a class: its ways by the time left, offers in waking time, who comes before whom."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fitkit.core.clock import wall
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Text
from fitkit.features.booking import rules
from fitkit.features.booking.rules import LineMoment, LineWay, Waiter
from fitkit.features.class_types.rules import Policy
from fitkit.features.orgs.rules import QuietHours, quiet_until
from fitkit.features.scheduling.rules import SessionFacts, SessionStatus

ISRAEL = ZoneInfo("Asia/Jerusalem")
TICK = timedelta(microseconds=1)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NIGHT = QuietHours(time(22), time(7))
SABBATH = QuietHours(time(22), time(7), observes_sabbath=True)
NEVER = QuietHours(time(0), time(0))
TUESDAY, FRIDAY = date(2026, 11, 24), date(2026, 11, 27)
SPRING, AUTUMN = date(2027, 3, 26), date(2027, 10, 31)  # Friday 02:00 on; Sunday 02:00 back

minutes = st.integers(0, 2 * 366 * 24 * 60)
moments = minutes.map(lambda m: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=m))
walls = st.times().map(lambda t: t.replace(second=0, microsecond=0))
nights = st.builds(QuietHours, walls, walls, st.booleans())
policies = st.builds(
    Policy,
    closes_minutes=st.integers(0, 90),
    cancel_cutoff_minutes=st.integers(0, 24 * 60),
    auto_minutes=st.integers(0, 6 * 60),
    offer_minutes=st.integers(0, 90),
    claim_minutes=st.integers(0, 180),
)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return wall(day, time(hour, minute), ISRAEL)


def session(starts_at: datetime, *, policy: Policy | None = None, **more) -> SessionFacts:
    facts = SessionFacts(
        id=uuid4(),
        class_type_id=uuid4(),
        name=Text("הרמות", "Lifting"),
        starts_at=starts_at,
        ends_at=starts_at + HOUR,
        capacity=12,
        booked=11,
        waiting=2,
        status=SessionStatus.SCHEDULED,
        policy=policy or Policy(),
    )
    return replace(facts, **more)


def waiter(number: int = 1, **more) -> Waiter:
    return replace(Waiter(uuid4(), uuid4(), number, was_passed_over=False), **more)


def way(facts: SessionFacts, now: datetime, quiet: QuietHours = NIGHT) -> LineWay:
    return rules.line_moment(facts, now=now, quiet=quiet, zone=ISRAEL).way


def until(facts: SessionFacts, now: datetime, quiet: QuietHours = NIGHT) -> datetime:
    return rules.offer_until(facts, now=now, quiet=quiet, zone=ISRAEL)


# Properties.


@given(moments, policies, nights, st.integers(0, 5 * 24 * 60))
def test_a_line_goes_through_its_ways_in_one_order(starts_at, policy, quiet, before):
    facts = session(starts_at, policy=policy)
    now = starts_at - timedelta(minutes=before)
    order = [LineWay.PROMOTE, LineWay.OFFER, LineWay.CLAIM, LineWay.OVER]
    seen = [way(facts, t, quiet) for t in (now, now + 7 * MINUTE, now + HOUR, starts_at)]
    awake = [order.index(w) for w in seen if w is not LineWay.REST]
    assert awake == sorted(awake)
    assert seen[-1] is LineWay.OVER


@given(moments, policies, nights, st.integers(0, 5 * 24 * 60))
def test_a_way_lasts_as_long_as_it_says_and_no_longer(starts_at, policy, quiet, before):
    facts = session(starts_at, policy=policy)
    now = starts_at - timedelta(minutes=before)
    moment = rules.line_moment(facts, now=now, quiet=quiet, zone=ISRAEL)
    if moment.until is None:
        assert moment.way is LineWay.OVER
        return
    assert now < moment.until <= starts_at
    after = way(facts, moment.until, quiet)
    assert after is not moment.way
    just_before = way(facts, moment.until - TICK, quiet)
    assert just_before in (moment.way, LineWay.REST)


@given(moments, policies, nights, st.integers(0, 5 * 24 * 60))
def test_nothing_moves_in_quiet_hours_that_end_before_the_class(starts_at, policy, quiet, before):
    facts = session(starts_at, policy=policy)
    now = starts_at - timedelta(minutes=before)
    end = quiet_until(now, quiet, ISRAEL)
    rests = way(facts, now, quiet) is LineWay.REST
    open_ = now < policy.closes_at(starts_at)
    assert rests == (open_ and end is not None and end < policy.closes_at(starts_at))


@settings(deadline=None)  # looks at each minute of days
@given(moments, policies, nights, st.integers(1, 5 * 24 * 60))
def test_an_offer_lasts_its_minutes_of_waking_time_and_never_ends_in_the_quiet(
    starts_at, policy, quiet, before
):
    facts = session(starts_at, policy=policy)
    now = starts_at - timedelta(minutes=before)
    end = until(facts, now, quiet)
    closes_at = policy.closes_at(starts_at)
    if now >= closes_at:
        return
    assert now <= end <= closes_at
    awake, t = 0, now
    while t < end:
        awake += rules.rests_until(facts, t, quiet, ISRAEL) is None
        t += MINUTE
    assert awake == policy.offer_minutes or end == closes_at
    assert end == closes_at or rules.rests_until(facts, end, quiet, ISRAEL) is None


@given(
    moments,
    st.integers(0, 3000),
    st.lists(
        st.tuples(st.booleans(), st.booleans(), st.booleans(), st.integers(0, 600)), max_size=6
    ),
)
def test_a_newcomer_joins_the_line_exactly_while_a_place_is_somebodys_turn(
    starts_at, before, people
):
    facts, now = session(starts_at), starts_at - timedelta(minutes=before)
    moment = rules.line_moment(facts, now=now, quiet=NEVER, zone=ISRAEL)
    line = [
        waiter(n, was_passed_over=passed, was_asked=asked, notice_minutes=notice)
        for n, (passed, asked, _, notice) in enumerate(people)
    ]
    due = [
        x for x in line if not x.was_passed_over and not x.was_asked and before >= x.notice_minutes
    ]
    is_ordered = moment.way in (LineWay.PROMOTE, LineWay.OFFER)
    assert rules.line_comes_first(line, facts, moment, now=now) == (is_ordered and bool(due))


# Ways, at their limits. The class: Tuesday 18:30; free cancelling ends at 12:30.

EVENING = at(TUESDAY, 18, 30)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(TUESDAY, 10, 30) - TICK, LineWay.PROMOTE),
        (at(TUESDAY, 10, 30), LineWay.OFFER),
        (at(TUESDAY, 17, 30) - TICK, LineWay.OFFER),
        (at(TUESDAY, 17, 30), LineWay.CLAIM),
        (EVENING - TICK, LineWay.CLAIM),
        (EVENING, LineWay.OVER),
    ],
)
def test_two_hours_before_the_cut_off_and_one_before_the_class_the_way_changes(now, expected):
    assert way(session(EVENING), now) is expected


def test_where_cancelling_is_free_to_the_end_the_last_hour_is_still_the_first_taps():
    facts = session(EVENING, policy=Policy(cancel_cutoff_minutes=0, auto_minutes=0))
    assert way(facts, EVENING - HOUR - TICK) is LineWay.PROMOTE
    assert way(facts, EVENING - HOUR) is LineWay.CLAIM


def test_offers_of_no_minutes_leave_the_place_to_the_first_tap():
    facts = session(EVENING, policy=Policy(offer_minutes=0))
    assert way(facts, at(TUESDAY, 10, 30)) is LineWay.CLAIM


def test_without_a_last_hour_offers_go_on_until_booking_closes():
    facts = session(EVENING, policy=Policy(claim_minutes=0, closes_minutes=15))
    assert way(facts, EVENING - 15 * MINUTE - TICK) is LineWay.OFFER
    assert way(facts, EVENING - 15 * MINUTE) is LineWay.OVER


def test_the_line_of_a_class_that_is_off_does_not_move():
    off = session(EVENING, status=SessionStatus.CANCELLED)
    assert way(off, at(TUESDAY, 8)) is LineWay.OVER


# Quiet hours and the Sabbath.


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(TUESDAY, 22) - TICK, LineWay.OFFER),
        (at(TUESDAY, 22), LineWay.REST),
        (at(TUESDAY, 22) + 9 * HOUR - TICK, LineWay.REST),
        (at(TUESDAY, 22) + 9 * HOUR, LineWay.OFFER),
    ],
)
def test_the_line_of_a_morning_class_rests_in_the_night(now, expected):
    morning = session(at(TUESDAY, 9) + timedelta(days=1), policy=Policy(cancel_cutoff_minutes=720))
    assert way(morning, now) is expected


@pytest.mark.parametrize("hour", [5, 6, 7])
def test_for_a_class_that_begins_before_the_quiet_is_over_nothing_waits(hour):
    early = session(at(TUESDAY, hour))
    assert way(early, at(TUESDAY, 3)) is not LineWay.REST
    assert way(replace(early, starts_at=at(TUESDAY, 7) + TICK), at(TUESDAY, 3)) is LineWay.REST


def test_where_free_cancelling_ends_with_the_evening_the_line_asks_from_before_it():
    dawn = session(at(TUESDAY, 6) + timedelta(days=1))  # free until 22:00, not until midnight
    assert way(dawn, at(TUESDAY, 20) - TICK) is LineWay.PROMOTE
    assert way(dawn, at(TUESDAY, 20)) is LineWay.OFFER
    assert way(dawn, at(TUESDAY, 20), NEVER) is LineWay.PROMOTE


def test_the_line_rests_from_friday_afternoon_until_saturday_night_where_the_sabbath_is_kept():
    sunday = session(at(FRIDAY, 18) + timedelta(days=2))
    moment = rules.line_moment(sunday, now=at(FRIDAY, 16), quiet=SABBATH, zone=ISRAEL)
    saturday_night = at(date(2026, 11, 28), 20, 30)
    assert moment == LineMoment(LineWay.REST, saturday_night)
    assert way(sunday, at(FRIDAY, 16) - TICK, SABBATH) is LineWay.PROMOTE
    assert way(sunday, at(FRIDAY, 16)) is LineWay.PROMOTE  # where it is not kept
    inside = session(at(date(2026, 11, 28), 10))
    assert way(inside, at(FRIDAY, 17), SABBATH) is not LineWay.REST


# Offers.


def test_an_offer_stands_twenty_minutes():
    assert until(session(EVENING), at(TUESDAY, 14)) == at(TUESDAY, 14, 20)


def test_an_offer_made_before_the_last_hour_runs_to_its_end():
    assert until(session(EVENING), at(TUESDAY, 17, 29)) == at(TUESDAY, 17, 49)


def test_an_offer_ends_with_booking_at_the_latest():
    facts = session(EVENING, policy=Policy(closes_minutes=60, claim_minutes=0))
    assert until(facts, at(TUESDAY, 17, 20)) == at(TUESDAY, 17, 30)


def test_the_time_of_an_offer_stands_still_in_the_night():
    morning = session(at(date(2026, 11, 25), 9))
    assert until(morning, at(TUESDAY, 21, 50)) == at(date(2026, 11, 25), 7, 10)
    assert until(morning, at(TUESDAY, 21, 39)) == at(TUESDAY, 21, 59)


def test_an_offer_that_would_end_as_the_quiet_begins_ends_with_the_quiet():
    morning = session(at(date(2026, 11, 25), 9))
    assert until(morning, at(TUESDAY, 21, 40)) == at(date(2026, 11, 25), 7)


def test_an_offer_for_a_class_in_the_night_does_not_wait():
    late = session(at(TUESDAY, 23, 30))
    assert until(late, at(TUESDAY, 21, 50)) == at(TUESDAY, 22, 10)


def test_an_offer_before_the_sabbath_stands_until_it_is_over():
    sunday = session(at(date(2026, 11, 29), 9))
    assert until(sunday, at(FRIDAY, 15, 50), SABBATH) == at(date(2026, 11, 28), 20, 40)


@pytest.mark.parametrize(
    ("day", "hours"),
    [(SPRING, 8), (AUTUMN, 10)],  # from 22:00 to 07:00: one hour is missing, or comes twice
)
def test_an_offer_across_a_clock_change_ends_by_the_walls_clock(day, hours):
    made = at(day - timedelta(days=1), 21, 50)
    end = until(session(at(day, 9)), made)
    assert end == at(day, 7, 10)
    assert end - made == timedelta(hours=hours, minutes=20)


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
def test_an_offer_in_the_night_of_a_clock_change_lasts_twenty_minutes_where_nothing_is_quiet(day):
    facts = session(at(day, 4), policy=Policy(cancel_cutoff_minutes=60))
    for hour in (0, 1, 2, 3):
        made = at(day, hour, 45)
        if made < facts.starts_at - 20 * MINUTE:
            assert until(facts, made, NEVER) == made + 20 * MINUTE


def test_an_offer_is_over_at_its_moment_but_not_in_quiet_hours():
    morning = session(at(date(2026, 11, 25), 9))
    kept = waiter(offer_until=at(TUESDAY, 21, 59))

    def is_over(now: datetime) -> bool:
        return rules.is_offer_over(kept, morning, now=now, quiet=NIGHT, zone=ISRAEL)

    assert not is_over(at(TUESDAY, 21, 59) - TICK)
    assert is_over(at(TUESDAY, 21, 59))
    assert not is_over(at(TUESDAY, 22))  # no worker ran in time: it stands until the morning
    assert is_over(at(date(2026, 11, 25), 7))
    assert not rules.is_offer_over(waiter(), morning, now=at(TUESDAY, 8), quiet=NIGHT, zone=ISRAEL)


# Turns.


@pytest.mark.parametrize(
    ("who", "in_way", "expected"),
    [
        (waiter(), LineWay.PROMOTE, True),
        (waiter(), LineWay.OFFER, True),
        (waiter(), LineWay.CLAIM, True),
        (waiter(), LineWay.REST, False),
        (waiter(), LineWay.OVER, False),
        (waiter(was_asked=True), LineWay.PROMOTE, True),
        (waiter(was_asked=True), LineWay.OFFER, False),
        (waiter(was_asked=True), LineWay.CLAIM, True),
        (waiter(was_told_to_claim=True), LineWay.CLAIM, False),
        (waiter(was_passed_over=True), LineWay.PROMOTE, True),  # perhaps mended by now
        (waiter(offer_until=EVENING), LineWay.PROMOTE, False),
    ],
)
def test_whose_turn_it_may_be(who, in_way, expected):
    moment = LineMoment(in_way, EVENING)
    assert rules.may_be_called(who, session(EVENING), moment, EVENING - 3 * HOUR) is expected


def test_an_own_notice_counts_to_the_moment_and_exactly_then_a_place_may_still_come():
    facts, who = session(EVENING), waiter(notice_minutes=180)
    moment = LineMoment(LineWay.OFFER, None)
    assert rules.may_be_called(who, facts, moment, EVENING - 3 * HOUR)
    assert not rules.may_be_called(who, facts, moment, EVENING - 3 * HOUR + TICK)


def test_in_the_night_a_newcomer_joins_a_line_that_waits_for_the_morning():
    facts = session(at(date(2026, 11, 25), 9))
    rest = LineMoment(LineWay.REST, at(date(2026, 11, 25), 7))
    now = at(TUESDAY, 23)

    def first(*line: Waiter) -> bool:
        return rules.line_comes_first(line, facts, rest, now=now)

    assert first(waiter())
    assert not first(waiter(was_passed_over=True))
    assert first(waiter(was_passed_over=True), waiter(2))
    assert not first(waiter(notice_minutes=121))  # by the morning it is too late for them
    assert first(waiter(notice_minutes=120))
    assert not first()


def test_in_the_last_hour_nobody_is_favoured():
    facts, claim = session(EVENING), LineMoment(LineWay.CLAIM, EVENING)
    assert not rules.line_comes_first([waiter()], facts, claim, now=EVENING - HOUR)


def test_a_smaller_class_takes_back_the_last_offers():
    line = [waiter(1, offer_until=EVENING), waiter(2), waiter(3, offer_until=EVENING)]
    assert rules.beyond_what_is_kept(line, 2) == ()
    assert rules.beyond_what_is_kept(line, 1) == (line[2],)
    assert rules.beyond_what_is_kept(line, 0) == (line[2], line[0])


@pytest.mark.parametrize("minutes", [0, 1, 14 * 24 * 60])
def test_a_notice_may_be_up_to_a_fortnight(minutes):
    assert rules.checked_notice(minutes) == minutes


@pytest.mark.parametrize("minutes", [-1, 14 * 24 * 60 + 1])
def test_a_notice_out_of_its_bounds_is_refused(minutes):
    with pytest.raises(Refusal) as refused:
        rules.checked_notice(minutes)
    assert refused.value.field == "notice_minutes"
