"""What the preview of the rules says is what the rules do, on any day of two years."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.clock import ISRAEL, wall
from fitkit.core.ids import new_id
from fitkit.features.booking.rules import (
    Attendance,
    BookingStatus,
    FreeCancellation,
    LateCancellation,
    MyPlace,
    TooLate,
    Via,
    cancellation_outcome,
)
from fitkit.features.booking.rules.line import LineWay, line_moment
from fitkit.features.booking.rules.preview import RulesPreview, example_of, preview
from fitkit.features.class_types.rules import Opens, Policy
from fitkit.features.orgs.rules import QuietHours, quiet_since
from fitkit.features.scheduling.rules import SessionFacts

NIGHT = QuietHours()
TICK = timedelta(microseconds=1)
MOMENTS = st.integers(0, 2 * 366 * 24 * 60).map(
    lambda m: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=m)
)
QUIET = st.builds(
    QuietHours,
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    st.booleans(),
)
POLICIES = st.builds(
    Policy,
    opens_days=st.integers(1, 60),
    closes_minutes=st.integers(0, 240),
    cancel_cutoff_minutes=st.integers(0, 72 * 60),
    waitlist_limit=st.integers(0, 10),
    opens=st.sampled_from(Opens),
    opens_weekday=st.integers(0, 6),
    opens_minute=st.integers(0, 1439),
    swap_minutes=st.none() | st.integers(0, 1440),
    auto_minutes=st.integers(0, 2880),
    offer_minutes=st.integers(5, 120),
    claim_minutes=st.integers(0, 360),
)


def place_in(session: SessionFacts, *, booked_at: datetime) -> MyPlace:
    return MyPlace(
        booking_id=new_id(),
        session_id=session.id,
        name=session.name,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        session_status=session.status,
        subscription_id=None,
        entry_taken=False,
        status=BookingStatus.BOOKED,
        via=Via.APP,
        booked_at=booked_at,
        cancelled_by=None,
        attendance=Attendance.NONE,
    )


def of(policy: Policy, day: date, hour: int, minute: int = 0, **more) -> RulesPreview:
    starts_at = wall(day, time(hour, minute), ISRAEL)
    return preview(policy, starts_at=starts_at, **({"quiet": NIGHT, "zone": ISRAEL} | more))


def local(at: datetime | None) -> tuple[date, str] | None:
    if at is None:
        return None
    here = at.astimezone(ISRAEL)
    return here.date(), f"{here:%H:%M}"


@given(POLICIES, MOMENTS, QUIET)
def test_the_moments_are_those_of_the_rules(policy, starts_at, quiet):
    said = preview(policy, starts_at=starts_at, quiet=quiet, zone=ISRAEL)
    assert said.opens_at == policy.opens_at(starts_at, ISRAEL)
    assert said.closes_at == policy.closes_at(starts_at) <= starts_at
    assert said.free_until <= policy.free_until(starts_at)
    assert said.is_early is (
        quiet_since(policy.free_until(starts_at), quiet, ISRAEL) is not None
        and said.free_until < policy.free_until(starts_at)
    )
    # Nobody is woken to cancel for free: just before it everybody was awake.
    if said.is_early:
        assert quiet_since(said.free_until - TICK, quiet, ISRAEL) is None
    assert (said.swap_until is None) is (policy.swap_minutes is None)
    assert (said.line is None) is (policy.waitlist_limit == 0)


@given(POLICIES, MOMENTS, QUIET, st.integers(-30, 30))
def test_cancelling_costs_from_the_moment_that_was_told(policy, starts_at, quiet, minutes):
    said = preview(policy, starts_at=starts_at, quiet=quiet, zone=ISRAEL)
    session = example_of(policy, starts_at, quiet)
    now = said.free_until + timedelta(minutes=minutes)
    place = place_in(session, booked_at=said.free_until - timedelta(days=1))
    outcome = cancellation_outcome(place, session, (), zone=ISRAEL, now=now)
    if now >= starts_at:
        assert isinstance(outcome, TooLate)
    elif now < said.free_until:
        assert outcome == FreeCancellation(said.free_until)
    else:
        assert isinstance(outcome, LateCancellation)


@given(POLICIES, MOMENTS, QUIET, st.integers(0, 70 * 24 * 60))
def test_at_every_moment_the_line_moves_as_the_preview_says(policy, starts_at, quiet, n):
    said = preview(policy, starts_at=starts_at, quiet=quiet, zone=ISRAEL)
    line = said.line
    if line is None or said.opens_at >= said.closes_at:
        return
    minutes = (said.closes_at - said.opens_at) // timedelta(minutes=1)
    now = said.opens_at + timedelta(minutes=n % minutes)
    way = line_moment(example_of(policy, starts_at, quiet), now=now, quiet=quiet, zone=ISRAEL).way
    if way is LineWay.REST:
        return
    if line.auto_until is not None and now < line.auto_until:
        assert way is LineWay.PROMOTE
        # Nobody gets a place unasked when less than the owner's minutes of free cancelling are left.
        assert now + timedelta(minutes=policy.auto_minutes) < said.free_until
    elif line.offers_until is not None and now < line.offers_until:
        assert way is LineWay.OFFER
    else:
        assert way is LineWay.CLAIM
        assert line.claims_from is not None
        assert line.claims_from <= now


def test_the_class_of_an_evening():
    said = of(Policy(opens=Opens.WEEKLY), date(2026, 12, 1), 18, 30)
    day = date(2026, 12, 1)
    assert local(said.opens_at) == (date(2026, 11, 22), "20:00")
    assert said.closes_at == said.starts_at
    assert (local(said.free_until), said.is_early) == ((day, "12:30"), False)
    assert local(said.swap_until) == (day, "18:00")
    assert local(said.line.auto_until) == (day, "10:30")
    assert local(said.line.offers_until) == local(said.line.claims_from) == (day, "17:30")


def test_the_class_at_dawn_is_free_until_the_night_begins():
    said = of(Policy(), date(2026, 12, 1), 6)
    assert (local(said.free_until), said.is_early) == ((date(2026, 11, 30), "22:00"), True)
    assert local(said.line.auto_until) == (date(2026, 11, 30), "20:00")
    assert local(said.line.claims_from) == (date(2026, 12, 1), "05:00")


def test_the_class_after_a_sabbath_is_free_until_it_begins():
    kept = QuietHours(observes_sabbath=True)
    said = of(Policy(), date(2026, 11, 28), 21, quiet=kept)
    assert (local(said.free_until), said.is_early) == ((date(2026, 11, 27), "16:00"), True)


def test_both_clock_changes():
    spring = of(Policy(), date(2027, 3, 26), 2, 30)  # 02:30 does not exist that Friday
    assert local(spring.starts_at) == (date(2027, 3, 26), "03:30")
    assert local(spring.opens_at) == (date(2027, 3, 19), "03:30")
    assert local(spring.free_until) == (date(2027, 3, 25), "20:30")
    autumn = of(Policy(), date(2026, 10, 25), 18, 30)  # 01:30 comes twice that Sunday
    assert local(autumn.opens_at) == (date(2026, 10, 18), "18:30")
    assert local(autumn.free_until) == (date(2026, 10, 25), "12:30")
    twice = datetime(2026, 10, 25, 1, 30, tzinfo=ISRAEL).astimezone(UTC)
    for starts_at in (twice, twice + timedelta(hours=1)):
        said = preview(Policy(), starts_at=starts_at, quiet=NIGHT, zone=ISRAEL)
        assert local(said.opens_at) == (date(2026, 10, 18), "01:30")
        assert starts_at - said.free_until >= timedelta(hours=6)


def test_parts_of_the_line_that_cannot_be_are_left_out():
    day = date(2026, 12, 1)
    never_alone = of(Policy(auto_minutes=2880, cancel_cutoff_minutes=14 * 1440), day, 18)
    assert never_alone.line.auto_until is None
    to_the_end = of(Policy(cancel_cutoff_minutes=0, auto_minutes=0, claim_minutes=0), day, 18)
    assert to_the_end.line.auto_until == to_the_end.starts_at
    assert (to_the_end.line.offers_until, to_the_end.line.claims_from) == (None, None)
    closed_before = of(Policy(closes_minutes=60, claim_minutes=60), day, 18)
    assert closed_before.line.claims_from is None
    assert local(closed_before.line.offers_until) == (day, "17:00")
    assert of(Policy(waitlist_limit=0), day, 18).line is None
