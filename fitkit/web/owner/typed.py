"""What was typed into a form of the desk, as values; what cannot be read is refused at its field."""

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from fitkit.core import money as amounts
from fitkit.core.errors import Invalid, Refusal
from fitkit.core.i18n import Text
from fitkit.core.money import Money
from fitkit.texts import common, desk
from fitkit.web.screen import text

E = TypeVar("E", bound=StrEnum)
R = TypeVar("R")
Form = Mapping[str, Any]  # Any: what a browser sends


class Faults:
    """Reads fields one by one and collects what cannot be read, so that all of it is said at once."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._problems: dict[str, Text | Refusal] = {}

    def read(self, read: Callable[[Form, str], R], name: str, otherwise: R) -> R:
        """A field by one of the functions below; ``otherwise`` stands for what cannot be read."""
        try:
            return read(self._form, name)
        except Refusal as refusal:
            self._problems[name] = refusal
            return otherwise

    def settle(self, check: Callable[[], object]) -> None:
        """Let a rule check what was read, and say all that is wrong.

        Raises:
            Invalid: a field could not be read, or is at fault; by its name.
        """
        try:
            check()
        except Invalid as invalid:
            raise Invalid({**invalid.problems, **self._problems}) from None
        if self._problems:
            raise Invalid(self._problems)


def day(form: Form, name: str) -> date | None:
    """A day as the browser's date field sends it; None when it is empty.

    Raises:
        Refusal: no day.
    """
    words = text(form, name)
    if not words:
        return None
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise Refusal(common.NOT_A_DATE, field=name) from None


def needed_day(form: Form, name: str) -> date:
    """A day that must be there.

    Raises:
        Refusal: empty, or no day.
    """
    found = day(form, name)
    if found is None:
        raise Refusal(common.REQUIRED, field=name)
    return found


def hour(form: Form, name: str) -> time | None:
    """A wall time as the browser's time field sends it; None when it is empty.

    Raises:
        Refusal: no time of day.
    """
    words = text(form, name)
    if not words:
        return None
    try:
        return time.fromisoformat(words).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise Refusal(common.NOT_A_TIME, field=name) from None


def needed_hour(form: Form, name: str) -> time:
    """A wall time that must be there.

    Raises:
        Refusal: empty, or no time of day.
    """
    found = hour(form, name)
    if found is None:
        raise Refusal(common.REQUIRED, field=name)
    return found


def whole(form: Form, name: str) -> int | None:
    """A whole number; None when it is empty.

    Raises:
        Refusal: no whole number, or one beyond a billion.
    """
    words = text(form, name).replace("\u2212", "-").replace(",", "")
    if not words:
        return None
    if words.endswith("-") and not words.startswith("-"):
        words = f"-{words[:-1]}"  # how a minus comes out of a Hebrew line
    if not words.removeprefix("-").removeprefix("+").isdecimal() or len(words) > 10:
        raise Refusal(common.NOT_A_NUMBER, field=name)
    return int(words)


def needed_whole(form: Form, name: str) -> int:
    """A whole number that must be there.

    Raises:
        Refusal: empty, or no whole number.
    """
    n = whole(form, name)
    if n is None:
        raise Refusal(common.REQUIRED, field=name)
    return n


def price(form: Form, name: str) -> Money:
    """An amount in shekels; empty is nothing.

    Raises:
        Refusal: no amount.
    """
    try:
        return amounts.parse(text(form, name) or "0")
    except ValueError:
        raise Refusal(desk.NOT_A_PRICE, field=name) from None


def needed_price(form: Form, name: str) -> Money:
    """An amount in shekels that must be typed, nothing too.

    Raises:
        Refusal: empty, or no amount.
    """
    if not text(form, name):
        raise Refusal(common.REQUIRED, field=name)
    return price(form, name)


def hours(form: Form, name: str, most_minutes: int) -> int | None:
    """A span typed in hours, halves and quarters too, in minutes; None when it is empty.

    Raises:
        Refusal: no number, or out of bounds, which are told in hours.
    """
    words = text(form, name).replace(",", ".")
    if not words:
        return None
    if not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", words):
        raise Refusal(common.NOT_A_NUMBER, field=name)
    minutes = round(float(words) * 60)
    if minutes > most_minutes:
        raise Refusal(common.OUT_OF_RANGE, field=name, least=0, most=most_minutes // 60)
    return minutes


def in_hours(minutes: int | None) -> str:
    """Minutes as the field of hours shows them; empty for None."""
    return "" if minutes is None else f"{minutes / 60:.2f}".rstrip("0").rstrip(".")


def in_shekels(amount: Money) -> str:
    """An amount as its field shows it: ``390`` or ``49.90``."""
    whole, agorot = divmod(amount.agorot, 100)
    return f"{whole}.{agorot:02d}" if agorot else str(whole)


def one_of(form: Form, name: str, kind: type[E]) -> E:
    """One of an enum's values.

    Raises:
        Refusal: none of them.
    """
    try:
        return kind(text(form, name))
    except ValueError:
        raise Refusal(common.NOT_A_CHOICE, field=name) from None


def chosen(form: Form, name: str) -> UUID | None:
    """The id of something chosen from a list; None when nothing is.

    Raises:
        Refusal: no id.
    """
    words = text(form, name)
    if not words:
        return None
    try:
        return UUID(words)
    except ValueError:
        raise Refusal(common.NOT_A_CHOICE, field=name) from None


def needed_choice(form: Form, name: str) -> UUID:
    """The id of something that must be chosen from a list.

    Raises:
        Refusal: nothing chosen, or no id.
    """
    found = chosen(form, name)
    if found is None:
        raise Refusal(common.REQUIRED, field=name)
    return found


def as_text(value: str | float | None) -> str:
    """What a number field sends while it is typed into, as the words that stand in it."""
    if value is None or isinstance(value, str):
        return value or ""
    return str(int(value)) if value == int(value) else str(value)


def back_by(handler: Any, *args: object) -> Any:  # Any: Reflex's wrapper, and an EventSpec
    """The event that takes a deed back; mypy knows a handler only as what Reflex wraps it in."""
    return handler(*args)
