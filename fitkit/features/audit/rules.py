"""What of an event may be shown, and which period a question covers."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from fitkit.core import clock
from fitkit.core.errors import Refusal
from fitkit.texts import audit as texts

HIDDEN: Final = "•••"
# Events are not to carry these at all; this is the second wall, for the day somebody forgets.
_PRIVATE: Final = frozenset(
    {"password", "token", "secret", "code", "email", "phone", "address", "national_id"}
    | {"birth_date", "note", "text", "body", "ip", "endpoint"}
)
_LOOKS_PRIVATE: Final = re.compile(
    r"[^\s@]+@[^\s@]+\.[^\s@]+"  # an e-mail address
    r"|\+\d{9,15}"  # a phone number
    r"|(?<![\w-])\d{9}(?![\w-])"  # an ID number
)
GROUP: Final = re.compile(r"[a-z][a-z_]{0,39}")
KIND: Final = re.compile(r"[a-z][a-z_]{0,39}\.[a-z][a-z_]{0,39}")
PAGE_MOST: Final = 200


def redacted(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Hide what is personal or secret in an event's facts; ids, enums, numbers and days stay."""
    return {key: HIDDEN if key in _PRIVATE else _shown(value) for key, value in facts.items()}


def _shown(value: Any) -> Any:  # Any: a JSON value
    match value:
        case str():
            return HIDDEN if _LOOKS_PRIVATE.search(value) else value
        case list():
            return [_shown(v) for v in value]
        case dict():
            return redacted(value)
    return value


def period(
    from_day: date | None, to_day: date | None, zone: ZoneInfo
) -> tuple[datetime | None, datetime | None]:
    """The moments between which a question lies: first day included, last day included.

    Raises:
        Refusal: the first day is after the last; at ``to_day``.
    """
    if from_day and to_day and from_day > to_day:
        raise Refusal(texts.DAYS_REVERSED, field="to_day")
    begin = clock.day_span(from_day, zone)[0] if from_day else None
    # A day past the end of the calendar is as good as none.
    last = to_day if to_day and to_day < date.max - timedelta(days=2) else None
    return begin, clock.day_span(last, zone)[1] if last else None


def checked_kind(kind: str) -> str:
    """A kind (``booking.made``) or a group (``booking``) as it may be asked for.

    Raises:
        Refusal: neither of the two.
    """
    if KIND.fullmatch(kind) or GROUP.fullmatch(kind):
        return kind
    raise Refusal(texts.NOT_A_KIND, field="kind")


def group_of(name: str) -> str:
    """The feature an event belongs to."""
    return name.partition(".")[0]
