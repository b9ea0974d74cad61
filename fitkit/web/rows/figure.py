"""The overview's rows: figures, the day's classes, steps of opening."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from fitkit.core.clock import day_of, month_start
from fitkit.core.i18n import (
    Lang,
    Text,
    clock_time,
    long_day,
    month,
    number,
)
from fitkit.features.booking.queries import SpanFigures
from fitkit.features.scheduling.queries import SessionView
from fitkit.features.scheduling.rules import SessionStatus
from fitkit.texts import overview as texts

WEEKS: Final = 10  # bars of a spark
AVERAGE: Final = 4  # weeks in the share of no-shows


@dataclass
class FigureRow:
    """A figure, how it changed, how it is counted and where its list is."""

    key: str
    label: str
    value: str
    how: str
    how_label: str
    change: str = ""
    kind: str = "neutral"
    icon: str = ""
    shares: list[float] = field(default_factory=list)
    href: str = ""


@dataclass
class LineRow:
    """A class of today."""

    id: str
    at: str
    name: str
    coach: str
    booked: int
    total: int
    places: str
    kind: str  # of the tally
    end: str  # how it stands; often empty
    end_kind: str  # of its chip; empty: plain words
    is_past: bool
    is_off: bool
    href: str


@dataclass
class StepRow:
    """A step of opening a gym."""

    is_done: bool
    is_next: bool  # the first that is not done
    label: str
    href: str
    go: str  # "Go: first members"


@dataclass(frozen=True, slots=True)
class Reading:
    """How rows are worded: for whom, when, where, and where links lead."""

    lang: Lang
    zone: ZoneInfo
    now: datetime

    @property
    def today(self) -> date:
        """The date in the gym."""
        return day_of(self.now, self.zone)

    def path(self, to: str) -> str:
        """An address in the reader's language."""
        route, mark, query = to.partition("?")
        return f"/{self.lang}/dashboard/{route}/{mark}{query}"


def long_today(reading: Reading) -> str:
    """Today in words."""
    return long_day(reading.today, reading.lang)


def steps(known: Sequence[tuple[Text, bool, str]], reading: Reading) -> list[StepRow]:
    """Steps from their words, whether they are done, and where each is done."""
    following = next((text for text, is_done, _ in known if not is_done), None)
    go = texts.GO.to(reading.lang)
    return [
        StepRow(is_done, text is following, words, reading.path(to), f"{go}: {words}")
        for text, is_done, to in known
        for words in [text.to(reading.lang)]
    ]


# figures


def days_of_active(today: date) -> list[date]:
    """The days whose active members are counted: ends of weeks up to today, then last month's last."""
    weeks = [today - timedelta(days=7 * n) for n in reversed(range(WEEKS))]
    return [*weeks, month_start(today) - timedelta(days=1)]


def spans_of_joining(today: date) -> list[tuple[date, date]]:
    """The spans whose new members are counted: ten weeks, this month, last month."""
    weeks = [
        (today - timedelta(days=7 * n + 6), today - timedelta(days=7 * n)) for n in range(WEEKS)
    ]
    first = month_start(today)
    last = first - timedelta(days=1)
    return [*reversed(weeks), (first, today), (month_start(last), last)]


def active(counts: Sequence[int], reading: Reading) -> FigureRow:
    """Members with a plan; ``counts`` as ``days_of_active`` asked."""
    *weeks, before = counts
    now, last = weeks[-1], month(month_start(reading.today) - timedelta(days=1), reading.lang)
    row = _figure("active", texts.ACTIVE, texts.ACTIVE_HOW, reading)
    row.value, row.shares = number(now, reading.lang), _shares(weeks)
    row.href = reading.path("members?status=active")
    words, row.kind, row.icon = texts.SAME_AS_MONTH, "neutral", ""
    if now > before:
        words, row.kind, row.icon = texts.MORE_THAN_MONTH, "positive", "more_than_before"
    elif now < before:
        words, row.kind, row.icon = texts.LESS_THAN_MONTH, "warning", "less_than_before"
    row.change = words.to(reading.lang, n=abs(now - before), month=last)
    return row


def bookings(weeks: Sequence[SpanFigures], reading: Reading) -> FigureRow:
    """Places held this week."""
    row = _figure("bookings", texts.BOOKINGS, texts.BOOKINGS_HOW, reading)
    row.value, row.shares = (
        number(weeks[-1].booked, reading.lang),
        _shares([w.booked for w in weeks]),
    )
    row.change = texts.LAST_WEEK.to(reading.lang, n=number(weeks[-2].booked, reading.lang))
    row.href = reading.path("schedule")
    return row


def utilisation(weeks: Sequence[SpanFigures], reading: Reading) -> FigureRow:
    """How full this week's classes are."""
    row = _figure("utilisation", texts.UTILISATION, texts.UTILISATION_HOW, reading)
    row.shares = _shares([w.utilisation_share for w in weeks], most=1.0)
    row.href = reading.path("schedule")
    if not weeks[-1].capacity:
        row.value, row.change = (
            texts.NO_FIGURE.to(reading.lang),
            texts.NO_CLASSES_WEEK.to(reading.lang),
        )
        return row
    row.value = _percent(weeks[-1].utilisation_share)
    if weeks[-2].capacity:
        before = _percent(weeks[-2].utilisation_share)
        row.change = texts.LAST_WEEK.to(reading.lang, n=before)
    return row


def no_shows(weeks: Sequence[SpanFigures], reading: Reading) -> FigureRow:
    """Who booked and did not come, over four weeks; fewer is better."""
    row = _figure("no_shows", texts.NO_SHOWS, texts.NO_SHOWS_HOW, reading)
    row.shares = _shares([w.no_show_share for w in weeks])
    now, before = _no_show_share(weeks[-AVERAGE:]), _no_show_share(weeks[-2 * AVERAGE : -AVERAGE])
    since = reading.today - timedelta(days=7 * AVERAGE)
    row.href = reading.path(f"audit?kind=booking.no_show&from={since.isoformat()}")
    if now is None:
        row.value, row.change = texts.NO_FIGURE.to(reading.lang), texts.NOT_TAKEN.to(reading.lang)
        return row
    row.value, row.change = _percent(now), texts.FOUR_WEEKS.to(reading.lang)
    if before is not None and _percent(now) != _percent(before):
        is_better = now < before
        words = texts.BETTER if is_better else texts.WORSE
        row.change = words.to(reading.lang, n=_percent(before))
        row.kind = "positive" if is_better else "warning"
        row.icon = "less_than_before" if is_better else "more_than_before"
    return row


def joined(counts: Sequence[int], reading: Reading) -> FigureRow:
    """New members; ``counts`` as ``spans_of_joining`` asked."""
    *weeks, this, before = counts
    row = _figure("new", texts.NEW, texts.NEW_HOW, reading)
    row.value, row.shares = number(this, reading.lang), _shares(weeks)
    row.href = reading.path("members?sort=-joined")
    last = month(month_start(reading.today) - timedelta(days=1), reading.lang)
    row.change = texts.LAST_MONTH.to(reading.lang, n=number(before, reading.lang), month=last)
    return row


def _figure(key: str, label: Text, how: Text, reading: Reading) -> FigureRow:
    words = label.to(reading.lang)
    how_label = texts.HOW.to(reading.lang, label=words)
    return FigureRow(key, words, "", how.to(reading.lang), how_label)


def _shares(values: Sequence[float], most: float | None = None) -> list[float]:
    """Values as shares of the largest; nothing to draw when all are zero."""
    top = max(values, default=0) if most is None else most
    return [round(v / top, 3) for v in values] if top and any(values) else []


def _no_show_share(weeks: Sequence[SpanFigures]) -> float | None:
    of = sum(w.no_shows_of for w in weeks)
    return sum(w.no_shows for w in weeks) / of if of else None


def _percent(share: float) -> str:
    return f"{round(share * 100)}%"


# today


def line(view: SessionView, reading: Reading) -> LineRow:
    """A class of today and how it stands."""
    is_off = view.status is not SessionStatus.SCHEDULED
    end, end_kind = _standing(view, reading)
    is_past = not is_off and view.ends_at <= reading.now
    row = LineRow(
        id=str(view.id),
        at=clock_time(view.starts_at, reading.zone),
        name=view.name.to(reading.lang),
        coach=view.coach,
        booked=view.booked,
        total=view.capacity,
        places=texts.BOOKED_OF.to(reading.lang, booked=view.booked, of=view.capacity),
        kind="neutral" if is_past else "warning" if end_kind == "warning" else "accent",
        end=end.to(reading.lang) if end else "",
        end_kind=end_kind,
        is_past=is_past or is_off,
        is_off=is_off,
        href=reading.path(f"roster/{view.id}"),
    )
    if is_off:
        row.places = ""
    return row


def _standing(view: SessionView, reading: Reading) -> tuple[Text | None, str]:
    if view.status is not SessionStatus.SCHEDULED:
        return texts.IS_OFF, "danger"
    if view.ends_at <= reading.now:
        return texts.OVER, ""
    if view.starts_at <= reading.now:
        return texts.IS_ON, "signal"
    if view.booked >= view.capacity:
        return texts.IS_FULL, "neutral"
    is_soon = view.starts_at - reading.now < timedelta(hours=24)
    return (
        (texts.IS_LOW, "warning") if is_soon and view.booked < view.min_attendance else (None, "")
    )


def today_sum(views: Sequence[SessionView], reading: Reading) -> str:
    """How many are booked today, of how many places."""
    on = [v for v in views if v.status is SessionStatus.SCHEDULED]
    booked, places = sum(v.booked for v in on), sum(v.capacity for v in on)
    return texts.TODAY_SUM.to(reading.lang, booked=booked, places=places) if on else ""
