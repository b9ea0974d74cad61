"""The spans that renewals pay for, and shares of them."""

from datetime import date, timedelta
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from fitkit.core.money import Money
from fitkit.features.plans.rules import Every


def begins(anchor: date, n: int, every: Every) -> date:
    """The first day of the n-th period, from 0.

    Always counted from the anchor, so that the 31st comes back after a short month and
    29 February after three common years.
    """
    return months_after(anchor, n if every is Every.MONTH else 12 * n)


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it has no such day."""
    later: date = day + relativedelta(months=months)
    return later


def period(anchor: date, n: int, every: Every) -> tuple[date, date]:
    """The first and last day of the n-th period, from 0."""
    return begins(anchor, n, every), begins(anchor, n + 1, every) - timedelta(days=1)


def number_of(anchor: date, day: date, every: Every) -> int:
    """Which period a day falls into; -1 and less before the anchor."""
    months = (day.year - anchor.year) * 12 + day.month - anchor.month
    n = months if every is Every.MONTH else months // 12
    while begins(anchor, n, every) > day:
        n -= 1
    while begins(anchor, n + 1, every) <= day:
        n += 1
    return n


def days_in(first: date, last: date) -> int:
    """How many days a span has, ends included; 0 when it is none."""
    return max(0, (last - first).days + 1)


def share(price: Money, *, used: tuple[date, date], of: tuple[date, date]) -> Money:
    """The part of a span's price that falls on some of its days, halves rounded up.

    Args:
        price: of the whole span.
        used: first and last day; days outside the span do not count.
        of: the span's first and last day.

    Raises:
        ValueError: the span has no days.
    """
    whole = days_in(*of)
    if whole < 1:
        raise ValueError("a span without days")
    part = days_in(max(used[0], of[0]), min(used[1], of[1]))
    return price.times(Fraction(part, whole))


def months_between(first: date, until: date) -> Fraction:
    """Months from a day up to another, which is not counted: whole ones, then days of the month under way."""
    if until <= first:
        return Fraction(0)
    n = number_of(first, until, Every.MONTH)
    started = begins(first, n, Every.MONTH)
    length = (begins(first, n + 1, Every.MONTH) - started).days
    return n + Fraction((until - started).days, length)
