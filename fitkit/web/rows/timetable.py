"""Classes as the staff's screens show them: a row of the day, a block of the week, the sheet of one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from fitkit.core.clock import day_of, week_start
from fitkit.core.i18n import (
    Counted,
    Lang,
    clock_time,
    long_day,
    ltr,
    near_day,
    weekday,
)
from fitkit.features.booking import rules as booking
from fitkit.features.booking.queries import SlotFigures
from fitkit.features.scheduling import rules
from fitkit.features.scheduling.queries import SessionView
from fitkit.texts import board as board_texts
from fitkit.texts import common
from fitkit.texts import floor as texts

_SOON: Final = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Watch:
    """How rows are worded: for whom, where, at what moment, and who is looking."""

    lang: Lang
    zone: ZoneInfo
    now: datetime
    staff_id: UUID | None = None  # whose classes are theirs
    says_place: bool = True  # several locations are shown together

    @property
    def today(self) -> date:
        """The date in the gym."""
        return day_of(self.now, self.zone)


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known of the day's classes beside themselves, by class."""

    came: Mapping[UUID, int]
    first_timers: Mapping[UUID, int]


@dataclass
class DayClass:
    """A class of a day."""

    id: str = ""
    time: str = ""
    lasts: str = ""
    name: str = ""
    coach: str = ""
    place: str = ""
    used: int = 0
    total: int = 0
    places: str = ""  # the tally in words
    tally_kind: str = "accent"
    look: str = "open"  # open off
    is_cut: bool = False
    status: str = ""  # over, cancelled, full, few
    status_kind: str = "neutral"
    status_icon: str = ""
    waiting: str = ""
    first_timers: str = ""
    note: str = ""
    when: str = ""  # "on now", "in 35 min": of the next class
    is_now: bool = False
    is_ahead: bool = False  # takes place, and has not begun


@dataclass
class Went:
    """How a class went, or a weekly one lately: figures with their words; empty words are not known."""

    full: str = ""  # 82% full
    full_share: float = 0.0
    waited: str = ""  # 5 waited
    waited_count: int = 0
    waited_share: float = 0.0  # of the places there were
    missed: str = ""  # 4% no-shows
    missed_share: float = 0.0


@dataclass
class Slot:
    """A class on the board."""

    id: str
    time: str
    name: str
    who: str
    used: int
    total: int
    places: str
    tally_kind: str
    kind: str  # open past cancelled mine
    label: str  # everything, for who does not see the block
    moves: str = ""  # its id, while it may be moved
    begins: int = 0  # minutes from midnight, on the grid of hours
    lasts: int = 0  # minutes
    went: Went = field(default_factory=Went)  # while figures are shown


@dataclass
class BoardDay:
    """A column of the board."""

    day: str
    name: str
    number: str
    is_today: bool
    is_folded: bool = False  # before today, in the week that is on: a phone begins at today
    sessions: list[Slot] = field(default_factory=list)


@dataclass
class Sheet:
    """One class beside the board."""

    id: str = ""
    title: str = ""  # WOD 24.11 18:30
    name: str = ""
    when: str = ""
    coach: str = ""
    place: str = ""
    room: str = ""
    used: int = 0
    total: int = 0
    places: str = ""
    tally_kind: str = "accent"
    waiting: str = ""
    note: str = ""
    is_cancelled: bool = False
    reason: str = ""
    may_change: bool = False  # takes place, or took place
    may_move: bool = False  # not begun
    is_weekly: bool = False  # comes from a weekly class
    may_cancel: bool = False  # not over
    may_restore: bool = False  # cancelled, not begun
    may_replace: bool = False  # has a coach, takes place and has not begun
    is_mine_ahead: bool = False  # the reader's own class, and it has not begun
    together: str = ""  # classes published with it that can be taken back; empty: none


def title_of(view: SessionView, watch: Watch) -> str:
    """A class in a sentence: ``WOD 24.11 18:30``."""
    return rules.title(view.name, view.starts_at, watch.zone).to(watch.lang)


def is_mine_ahead(view: SessionView, watch: Watch) -> bool:
    """Whether it is the reader's own class, takes place and has not begun."""
    is_mine = watch.staff_id is not None and view.coach_id == watch.staff_id
    return is_mine and view.facts.is_on and view.starts_at > watch.now


def day_class(view: SessionView, figures: Figures, watch: Watch) -> DayClass:
    """A class of a day, with what a coach wants to know before it."""
    lang, is_over = watch.lang, view.ends_at <= watch.now
    came = figures.came.get(view.id, 0)
    firsts = 0 if is_over or not view.facts.is_on else figures.first_timers.get(view.id, 0)
    status, kind, icon = _status(view, watch)
    is_shown = is_over and view.facts.is_on and came > 0
    return DayClass(
        id=str(view.id),
        time=clock_time(view.starts_at, watch.zone),
        lasts=common.MINUTES.to(lang, int((view.ends_at - view.starts_at) / timedelta(minutes=1))),
        name=view.name.to(lang),
        coach=view.coach,
        place=_place(view, watch),
        used=came if is_shown else view.booked,
        total=(view.booked if is_shown else view.capacity) if view.facts.is_on else 0,
        places=_counted(view, came, is_over=is_shown, lang=lang),
        tally_kind=_tally_kind(view, is_over=is_over),
        look="off" if is_over or not view.facts.is_on else "open",
        is_cut=not view.facts.is_on,
        status=status,
        status_kind=kind,
        status_icon=icon,
        waiting=texts.WAITING.to(lang, view.waiting) if view.waiting and not is_over else "",
        first_timers=texts.FIRST_TIMERS.to(lang, firsts) if firsts else "",
        note=view.note,
        is_ahead=view.facts.is_on and view.starts_at > watch.now,
    )


def next_class(views: Iterable[SessionView], figures: Figures, watch: Watch) -> DayClass:
    """The class that is on, or comes next; without an id when there is none."""
    ahead = [v for v in views if v.facts.is_on and v.ends_at > watch.now]
    if not ahead:
        return DayClass()
    view = ahead[0]
    row = day_class(view, figures, watch)
    row.is_now = view.starts_at <= watch.now
    row.when = texts.NOW_ON.to(watch.lang) if row.is_now else _until(view.starts_at, watch)
    return row


def board(
    views: Iterable[SessionView],
    day: date,
    watch: Watch,
    figures: Mapping[UUID, SlotFigures] | None = None,
) -> list[BoardDay]:
    """The seven days of a day's week, from Sunday, with their classes in order.

    ``figures``, when they are shown, are those of weekly classes by slot, and of single ones by their own id.
    """
    first = week_start(day)
    days = {first + timedelta(days=n): list[SessionView]() for n in range(7)}
    for view in views:
        days.setdefault(day_of(view.starts_at, watch.zone), []).append(view)
    return [
        BoardDay(
            day=each.isoformat(),
            name=weekday(each, watch.lang),
            number=near_day(each),
            is_today=each == watch.today,
            is_folded=first <= each < watch.today < first + timedelta(days=7),
            sessions=[slot(v, watch, figures or {}) for v in days[each]],
        )
        for each in sorted(days)[:7]
    ]


def slot(view: SessionView, watch: Watch, figures: Mapping[UUID, SlotFigures]) -> Slot:
    """A block of the board."""
    went = figures.get(view.slot_id or view.id)
    lang, is_over = watch.lang, view.ends_at <= watch.now
    name, coach = view.name.to(lang), view.coach or texts.NO_COACH.to(lang)
    at, local = clock_time(view.starts_at, watch.zone), view.starts_at.astimezone(watch.zone)
    places = _counted(view, 0, is_over=False, lang=lang)
    words = {"name": name, "time": at, "coach": coach, "places": places}
    day = day_of(view.starts_at, watch.zone)
    return Slot(
        id=str(view.id),
        time=at,
        name=name,
        who=_who(view, watch),
        used=view.booked,
        total=view.capacity if view.facts.is_on else 0,
        places=places if view.facts.is_on else texts.IS_CANCELLED.to(lang),
        tally_kind=_tally_kind(view, is_over=is_over),
        kind=_kind(view, watch, is_over=is_over),
        label=texts.SLOT_LABEL.to(lang, day=long_day(day, lang), **words),
        moves=str(view.id) if view.facts.is_on and view.starts_at > watch.now else "",
        begins=local.hour * 60 + local.minute,
        lasts=int((view.ends_at - view.starts_at) / timedelta(minutes=1)),
        went=_went(went, lang) if went else Went(),
    )


def _went(of: SlotFigures, lang: Lang) -> Went:
    """``82% full``, ``5 waited``, ``4% no-shows``; what is not known is left out."""
    missed = of.no_show_share
    percent = _percent(missed or 0)
    return Went(
        full=board_texts.FULL_SHARE.to(lang, percent=_percent(of.utilisation_share)),
        full_share=of.utilisation_share,
        waited=board_texts.WAITED.to(lang, of.waited) if of.waited else "",
        waited_count=of.waited,
        waited_share=of.waited / of.capacity if of.capacity else 0.0,
        missed="" if missed is None else board_texts.NO_SHOWS.to(lang, percent=percent),
        missed_share=missed or 0.0,
    )


def sheet(view: SessionView, together: int, watch: Watch) -> Sheet:
    """One class in full; ``together`` counts those of its series that can be taken back, 0: it cannot."""
    lang, facts = watch.lang, view.facts
    day = day_of(view.starts_at, watch.zone)
    is_over, has_begun = view.ends_at <= watch.now, view.starts_at <= watch.now
    return Sheet(
        id=str(view.id),
        title=title_of(view, watch),
        name=view.name.to(lang),
        when=f"{long_day(day, lang)}, {span_of(view, watch.zone)}",
        coach=view.coach or texts.NO_COACH.to(lang),
        place=view.location,
        room=view.room or texts.NO_ROOM.to(lang),
        used=view.booked,
        total=view.capacity if facts.is_on else 0,
        places=texts.PLACES_OF.to(lang, used=view.booked, total=view.capacity),
        tally_kind=_tally_kind(view, is_over=is_over),
        waiting=texts.WAITING.to(lang, view.waiting) if view.waiting else "",
        note=view.note,
        is_cancelled=not facts.is_on,
        reason=view.cancel_reason,
        may_change=facts.is_on,
        may_move=facts.is_on and not has_begun,
        is_weekly=view.slot_id is not None,
        may_cancel=facts.is_on and not is_over,
        may_restore=not facts.is_on and not has_begun,
        may_replace=facts.is_on and not has_begun and view.coach_id is not None,
        together=texts.CLASSES.to(lang, together) if together else "",
        is_mine_ahead=is_mine_ahead(view, watch),
    )


def free_of(series: Iterable[SessionView], now: datetime) -> int:
    """How many of a series can be taken back together: all that stand, or none; a weekly class ends."""
    standing = [v for v in series if v.facts.is_on and v.slot_id is None]
    is_free = all(not v.booked and not v.waiting and v.starts_at > now for v in standing)
    return len(standing) if is_free else 0


def span_of(view: SessionView, zone: ZoneInfo) -> str:
    """From when until when, ``18:00–19:00``, kept left-to-right."""
    return ltr(f"{clock_time(view.starts_at, zone)}–{clock_time(view.ends_at, zone)}")


def plan_words(day: date, at: time, times: int, lang: Lang) -> str:
    """What publishing would do, before it is done: ``6 classes, Tuesdays 18:00, until 29.12``."""
    hour = ltr(at.strftime("%H:%M"))
    if times == 1:
        return texts.PLAN_ONE.to(lang, day=f"{weekday(day, lang)} {near_day(day)}", at=hour)
    return texts.PLAN_MANY.to(
        lang,
        classes=Counted(texts.CLASSES, times),
        days=texts.DAYS_OF[(day.weekday() + 1) % 7],
        at=hour,
        last=near_day(day + timedelta(days=7 * (times - 1))),
    )


def plan_dates(day: date, times: int) -> str:
    """The dates themselves, as many as are read at a glance."""
    days = [near_day(day + timedelta(days=7 * n)) for n in range(times)]
    if len(days) < 2:
        return ""
    return ltr(" · ".join(days if len(days) <= 8 else [*days[:7], "…", days[-1]]))


def affected(view: SessionView, lang: Lang) -> str:
    """Who has a place or waits, in words; empty: nobody."""
    booked = texts.PEOPLE.to(lang, view.booked) if view.booked else ""
    waiting = texts.PEOPLE_WAITING.to(lang, view.waiting) if view.waiting else ""
    if booked and waiting:
        return texts.BOTH.to(lang, booked=booked, waiting=waiting)
    return booked or waiting


def _percent(share: float) -> str:
    return ltr(f"{round(share * 100)}%")


def _status(view: SessionView, watch: Watch) -> tuple[str, str, str]:
    """The one chip at a row's end: words, kind, icon."""
    lang = watch.lang
    if not view.facts.is_on:
        return texts.IS_CANCELLED.to(lang), "danger", "calendar_off"
    if view.ends_at <= watch.now:
        return texts.IS_OVER.to(lang), "neutral", ""
    if view.facts.free <= 0:
        return texts.FULL.to(lang), "neutral", "locked"
    is_near = view.starts_at - watch.now <= _SOON
    if is_near and view.booked < view.min_attendance:
        return texts.FEW_BOOKED.to(lang), "warning", "trending_down"
    return "", "neutral", ""


def _counted(view: SessionView, came: int, *, is_over: bool, lang: Lang) -> str:
    if not view.facts.is_on:
        return ""
    if is_over:
        return texts.CAME_OF.to(lang, came=came, total=view.booked)
    return texts.OF.to(lang, used=view.booked, total=view.capacity)


def _tally_kind(view: SessionView, *, is_over: bool) -> str:
    if is_over or not view.facts.is_on:
        return "neutral"
    return "warning" if booking.is_few(view.facts) else "accent"


def _kind(view: SessionView, watch: Watch, *, is_over: bool) -> str:
    if not view.facts.is_on:
        return "cancelled"
    if is_over:
        return "past"
    is_mine = watch.staff_id is not None and view.coach_id == watch.staff_id
    return "mine" if is_mine else "open"


def _place(view: SessionView, watch: Watch) -> str:
    if not watch.says_place:
        return view.room
    return f"{view.location}, {view.room}" if view.room else view.location


def _who(view: SessionView, watch: Watch) -> str:
    coach = view.coach or texts.NO_COACH.to(watch.lang)
    if not watch.says_place:
        return coach
    return texts.WITH_AND_WHERE.to(watch.lang, coach=coach, place=view.location)


def _until(at: datetime, watch: Watch) -> str:
    minutes = -((watch.now - at) // timedelta(minutes=1))
    if minutes < 60:
        return texts.IN_MINUTES.to(watch.lang, minutes)
    return texts.IN_HOURS.to(watch.lang, round(minutes / 60))
