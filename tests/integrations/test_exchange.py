"""Amounts and numbers of providers, read whatever they write."""

import gc
import ssl
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core import clock
from fitkit.core.money import Money
from fitkit.integrations.cardcom.answers import moment
from fitkit.integrations.exchange import (
    Exchange,
    Patience,
    money_of,
    page_of,
    shekels,
    sold_lines,
    text_of,
    whole_of,
    words_of,
)
from fitkit.ports.payments import PaidLine


@pytest.mark.parametrize(
    "strange",
    [float("inf"), float("-inf"), float("nan"), "Infinity", "sNaN", "1E+999999", "1E+99999999",
     "1E-99999999", Decimal("Infinity"), 10**30, "", "twelve", None, True, [], {}, Decimal("0.005")],
)  # fmt: skip
def test_what_is_no_amount_is_none(strange) -> None:
    assert money_of(strange) is None
    assert whole_of(strange) is None


@pytest.mark.parametrize("written", [249, 249.0, "249", " 249.00 ", Decimal("249.0"), "2.49E2"])
def test_an_amount_is_read_however_it_is_written(written) -> None:
    assert money_of(written) == Money(24_900)
    assert whole_of(written) == 249


@given(st.integers(-(10**13), 10**13))
def test_an_amount_comes_back_as_it_was_sent(agorot) -> None:
    assert money_of(shekels(Money(agorot))) == Money(agorot)


@given(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary()))
def test_nothing_a_provider_writes_breaks_its_reading(value) -> None:
    found = money_of(value)
    assert found is None or isinstance(found, Money)
    assert "\n" not in words_of(value)
    assert isinstance(text_of(value), str)


@pytest.mark.parametrize(
    "strange",
    ["javascript:alert(1)", "//elsewhere.example", "/here", "https://a b", "data:,x", None, 7, ""],
)
def test_nobody_is_led_to_what_is_no_address(strange) -> None:
    assert page_of(strange) == ""


def test_a_page_of_a_provider_is_led_to() -> None:
    assert page_of(" https://pay.example/p/1 ") == "https://pay.example/p/1"


@pytest.mark.parametrize(
    ("now", "minutes"),
    [("2026-10-24T22:40", 10), ("2026-10-24T23:40", 70), ("2026-11-01T12:00", 70)],
)
def test_an_hour_that_comes_twice_is_the_last_that_was(monkeypatch, now, minutes) -> None:
    # On 25 October 2026 the clocks go back from 02:00 to 01:00, at 23:00 UTC.
    monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat(now).replace(tzinfo=UTC))
    begins = datetime(2026, 10, 24, 22, 20, tzinfo=UTC)
    assert moment("2026-10-25T01:30:00") == begins + timedelta(minutes=minutes)


def test_an_exchange_that_is_forgotten_leaves_no_connection_open() -> None:
    exchange = Exchange("test", "http://127.0.0.1:9", Patience())
    http = exchange._http
    del exchange
    gc.collect()
    assert http.is_closed


def test_whom_we_trust_is_read_once_and_checked_always() -> None:
    one, two = (Exchange("test", "https://127.0.0.1:9", Patience()) for _ in range(2))
    trusts = {e._http._transport._pool._ssl_context for e in (one, two)}
    assert len(trusts) == 1
    assert {(t.verify_mode, t.check_hostname) for t in trusts} == {(ssl.CERT_REQUIRED, True)}


def test_where_something_was_given_off_companies_get_one_line_of_what_is_paid():
    whole, off = PaidLine("מנוי", Money.shekels(390)), PaidLine("קופון", -Money.shekels(195))
    half = Money.shekels(195)
    assert sold_lines((whole,), Money.shekels(390), "מנוי") == (whole,)
    assert sold_lines((whole, off), half, "מנוי") == (PaidLine("מנוי", half),)
    assert sold_lines((), half, "מנוי") == (PaidLine("מנוי", half),)
