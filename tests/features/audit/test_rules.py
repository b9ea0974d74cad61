from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from fitkit.core.errors import Refusal
from fitkit.features.audit.rules import HIDDEN, checked_kind, group_of, period, redacted

ZONE = ZoneInfo("Asia/Jerusalem")


def test_ids_enums_numbers_and_days_are_shown() -> None:
    facts = {
        "member_id": "0198c0de-0000-7000-8000-123456789012",
        "kind": "weekly",
        "price_agorot": 39000,
        "ends_on": "2026-11-30",
        "starts_at": "2026-11-24T16:30:00+00:00",
        "fields": ["phone", "email"],
        "is_late": False,
        "before": None,
    }
    assert redacted(facts) == facts


@pytest.mark.parametrize("key", ["email", "phone", "token", "note", "password", "code", "text"])
def test_fields_that_hold_a_secret_or_a_person_are_hidden(key) -> None:
    assert redacted({key: "x"}) == {key: HIDDEN}


@pytest.mark.parametrize("value", ["maya@example.com", "call +972541234567", "id 123456782"])
def test_what_looks_like_a_person_is_hidden_wherever_it_stands(value) -> None:
    assert redacted({"why": value}) == {"why": HIDDEN}
    assert redacted({"why": [value, "fine"]}) == {"why": [HIDDEN, "fine"]}
    assert redacted({"why": {"deep": value}}) == {"why": {"deep": HIDDEN}}


def test_a_period_holds_both_its_days_in_the_gyms_zone() -> None:
    begin, end = period(date(2026, 11, 23), date(2026, 11, 23), ZONE)
    assert begin == datetime(2026, 11, 22, 22, tzinfo=UTC)
    assert end == datetime(2026, 11, 23, 22, tzinfo=UTC)


def test_an_open_period_is_open() -> None:
    assert period(None, None, ZONE) == (None, None)
    assert period(None, date.max, ZONE) == (None, None)


def test_days_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(Refusal) as refused:
        period(date(2026, 11, 24), date(2026, 11, 23), ZONE)
    assert refused.value.field == "to_day"


@pytest.mark.parametrize("kind", ["booking", "booking.made", "class_types.changed"])
def test_kinds_and_groups_may_be_asked_for(kind) -> None:
    assert checked_kind(kind) == kind


@pytest.mark.parametrize(
    "kind", ["booking.", ".made", "Booking", "a.b.c", "x' or 1=1", "%", "a" * 99]
)
def test_anything_else_is_no_kind(kind) -> None:
    with pytest.raises(Refusal):
        checked_kind(kind)


def test_the_group_stands_before_the_dot() -> None:
    assert group_of("class_types.changed") == "class_types"
