from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.clock import ISRAEL
from fitkit.features.checkin import rules

KEY, OLDER, OTHER = b"k" * 32, b"o" * 32, b"x" * 32
NOA = UUID("019382aa-1111-7abc-8def-000000000001")
MINUTE = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
moments = st.integers(1_577_836_800, 2_840_140_800).map(lambda s: datetime.fromtimestamp(s, UTC))


def code_at(now: datetime, whose: UUID = NOA, key: bytes = KEY) -> str:
    return rules.make_ring(whose, key=key, first=rules.step_of(now), count=1).code(0)


def read(code: str, now: datetime, *keys: bytes) -> UUID | None:
    return rules.read(code, keys=keys or (KEY,), now=now)


@given(st.uuids(), st.binary(min_size=32, max_size=32), moments, st.integers(0, 79_999_999))
def test_a_code_names_its_person_in_its_minute_and_twenty_seconds(whose, key, at, after_us):
    begins = at.replace(second=0, microsecond=0)
    code = code_at(begins, whose, key)
    assert read(code, begins + timedelta(microseconds=after_us), key) == whose


@given(st.uuids(), moments, st.text(max_size=60))
def test_nothing_else_is_ever_a_code(whose, at, junk):
    assert read(junk, at) is None
    assert read(code_at(at, whose)[:-1], at) is None


@pytest.mark.parametrize(
    ("seconds", "is_good"),
    [(-0.001, False), (0, True), (59.999, True), (60, True), (79.999, True), (80, False)],
)
def test_the_edges_of_a_minute(seconds, is_good):
    read_at = MINUTE + timedelta(seconds=seconds)
    assert (read(code_at(MINUTE), read_at) == NOA) is is_good


def test_every_letter_counts():
    code = code_at(MINUTE)
    for n, letter in enumerate(code):
        forged = code[:n] + ("A" if letter != "A" else "B") + code[n + 1 :]
        assert read(forged, MINUTE) is None, n


def test_the_end_of_one_persons_code_does_not_fit_anothers():
    mine, theirs = code_at(MINUTE), code_at(MINUTE, UUID(int=NOA.int + 1))
    assert read(theirs[:26] + mine[26:], MINUTE) is None


def test_another_gyms_key_reads_nothing():
    assert read(code_at(MINUTE, key=OTHER), MINUTE) is None


def test_an_older_key_is_honoured_until_it_leaves_the_settings():
    code = code_at(MINUTE, key=OLDER)
    assert read(code, MINUTE, KEY, OLDER) == NOA
    assert read(code, MINUTE, KEY) is None


def test_a_code_says_nothing_of_who_and_changes_its_look_each_day():
    today, tomorrow = code_at(MINUTE), code_at(MINUTE + timedelta(days=1))
    assert NOA.hex.upper() not in today
    assert today[:26] != tomorrow[:26]


def test_a_ring_begun_before_midnight_is_good_after_it():
    first = rules.step_of(datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
    ring = rules.make_ring(NOA, key=KEY, first=first, count=90)
    past_midnight = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)
    assert read(ring.code(60), past_midnight) == NOA


@given(moments, st.sampled_from([ISRAEL, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kolkata")]))
def test_a_ring_lasts_to_the_end_of_the_gyms_day_an_hour_at_least(at, zone):
    first, count = rules.span_of_ring(at, zone)
    ends = datetime.fromtimestamp((first + count) * 60, UTC)
    assert first == rules.step_of(at)
    assert 60 <= count <= 1440
    assert ends.astimezone(zone).date() > at.astimezone(zone).date() or count == 1440


@pytest.mark.parametrize("day", [(2026, 3, 27), (2026, 10, 25)])
def test_over_both_clock_changes_the_last_minute_of_the_day_is_there(day):
    noon = datetime(*day, 12, tzinfo=ISRAEL)
    first, count = rules.span_of_ring(noon, ISRAEL)
    assert (first + count) * 60 == datetime(*day, 23, 59, tzinfo=ISRAEL).timestamp() + 60


def test_a_days_codes_are_small():
    ring = rules.make_ring(NOA, key=KEY, first=rules.step_of(MINUTE), count=1440)
    assert len(ring.head + ring.tags) < 12_000
    assert len(ring.code(1439)) == 34


def test_a_ring_of_more_than_a_day_is_refused():
    with pytest.raises(ValueError, match="a day"):
        rules.make_ring(NOA, key=KEY, first=0, count=1441)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("3390", "3390"),
        ("339", ""),
        ("0339", "0339"),
        ("054-812-3390", "548123390"),
        ("+972 54 812 3390", "972548123390"),
        ("", ""),
        ("אבגד", ""),
        ("%%%%", ""),
        ("9" * 40, "9" * 15),
    ],
)
def test_what_is_typed_at_a_kiosk(typed, asked):
    assert rules.digits_of(typed) == asked
