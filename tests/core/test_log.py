"""Logs: ids through every line, and nobody's secrets or person in any."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core import log
from fitkit.core.settings import settings


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is written to the standard error stream, one JSON object a line."""
    written = io.StringIO()
    monkeypatch.setenv("FITKIT_LOG_FORMAT", "json")
    monkeypatch.setenv("FITKIT_LOG_LEVEL", "debug")
    monkeypatch.setattr(log.sys, "stderr", written)
    settings.cache_clear()
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    log.setup("test")
    yield written
    root.handlers[:], root.level = before, level
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()
    settings.cache_clear()


def break_a_rule() -> None:
    raise ValueError("broken rule DETAIL: Key (email)=(dana@example.co.il) already exists")


def read(written: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_a_line_carries_its_ids_and_its_process(lines: io.StringIO) -> None:
    with log.context(request_id="r1", org_id=None):
        structlog.get_logger("fitkit.x").info("booked", places=3)
    structlog.get_logger("fitkit.x").info("later")
    first, second = read(lines)
    assert first["event"] == "booked"
    assert (first["request_id"], first["places"], first["process"]) == ("r1", 3, "test")
    assert "org_id" not in first
    assert "request_id" not in second


@pytest.mark.parametrize(
    "key",
    [
        "password", "new_password", "token", "access_token", "secret", "code", "totp_code", "cookie",
        "Authorization", "Set-Cookie", "email", "user_email", "phone", "name", "first_name",
        "national_id", "address", "vapid_key", "payload",
    ],
)  # fmt: skip
def test_a_private_key_is_never_printed(lines: io.StringIO, key: str) -> None:
    structlog.get_logger("x").warning(
        "seen", **{key: "q7Z-private"}, deep={"a": [{key: "q7Z-private"}]}
    )
    assert "q7Z" not in lines.getvalue()
    assert log.HIDDEN in lines.getvalue()


def test_plain_facts_stay(lines: io.StringIO) -> None:
    structlog.get_logger("x").info("seen", org_id="o1", status_code=403, attempt=2, is_late=True)
    assert {"org_id": "o1", "status_code": 403, "attempt": 2, "is_late": True}.items() <= read(
        lines
    )[0].items()


def test_people_are_cut_out_of_sentences_of_other_libraries(lines: io.StringIO) -> None:
    logging.getLogger("smtp").warning("refused %s for %s", "dana@example.co.il", "+972501234567")
    said = lines.getvalue()
    assert "dana" not in said
    assert "972" not in said
    assert read(lines)[0]["logger"] == "smtp"


def test_an_unknown_event_does_not_print_its_headers(lines: io.StringIO) -> None:
    reflex = logging.getLogger("reflex_base.event.processor.event_processor")
    reflex.error(
        "no handler for Event(name='x', router_data={'headers': {'cookie': 'fitkit=AbC'}})"
    )
    reflex.error("Error in task", exc_info=KeyError("{'headers': {'cookie': 'fitkit=AbC'}}"))
    assert "AbC" not in lines.getvalue()
    assert len(read(lines)) == 2


def test_a_fault_tells_where_and_not_whose(lines: io.StringIO) -> None:
    with pytest.raises(ValueError, match="broken") as caught:
        break_a_rule()
    structlog.get_logger("x").error("failed", exc_info=caught.value)
    line = read(lines)[0]
    assert str(line["error"]).startswith("ValueError: broken rule")
    assert "test_log.py" in str(line["trace"])
    assert "dana" not in lines.getvalue()


def test_chatty_libraries_are_heard_only_when_they_warn(lines: io.StringIO) -> None:
    logging.getLogger("httpx").info("HTTP Request: GET")
    logging.getLogger("httpx").warning("slow")
    assert [line["event"] for line in read(lines)] == ["slow"]


@given(st.text(max_size=200), st.emails())
def test_no_address_survives_scrubbing(words: str, email: str) -> None:
    plain = "dana.levi@example.co.il"
    assert plain not in log.scrub(f"{words} {plain} {words}")
