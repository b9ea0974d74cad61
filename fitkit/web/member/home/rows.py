"""What the member's first screen shows, worded: greeting, next class, the week, the plan."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from fitkit.core.clock import day_of, week_start
from fitkit.core.i18n import Lang, Text, long_day, relative_day, weekday_letter
from fitkit.features.booking import rules
from fitkit.features.booking.queries import ClassCard, WeekUse
from fitkit.features.booking.rules import CardAction, CardKind
from fitkit.features.members.queries import MemberCard
from fitkit.features.members.rules import MemberStatus
from fitkit.features.subscriptions.queries import HeldView
from fitkit.features.subscriptions.rules import SubscriptionStatus
from fitkit.texts import member as texts
from fitkit.texts import subscriptions as plan_texts
from fitkit.web.rows import session
from fitkit.web.rows.session import Reading, SessionRow
from fitkit.web.rows.subscription import HeldRow, held_row

COMING_MOST: Final = 5
_SOON: Final = timedelta(days=7)
_IN: Final = session.MINE | {CardKind.PAST, CardKind.ATTENDED}


@dataclass
class NextRow:
    """The hero: the next class, or what to do without one."""

    card: SessionRow = field(default_factory=SessionRow)  # no id: nothing is booked
    label: str = ""
    when: str = ""  # today, 60 min
    tally: str = ""  # 11 of 12
    chip: str = ""
    chip_kind: str = "signal"
    chip_icon: str = "check"
    suggestion: str = ""
    href: str = ""  # to its own page, or to where one can be found


@dataclass
class WeekDay:
    """A day of the week card."""

    letter: str
    how: str  # came booked or empty
    is_today: bool
    label: str


@dataclass
class WeekRow:
    """The week card."""

    days: list[WeekDay] = field(default_factory=list)
    words: str = ""
    used: int = 0
    limit: int = 0  # 0: no weekly limit, no tally
    hint: str = ""


def ended(member: MemberCard, gym: str, reading: Reading) -> str:
    """That the membership at a gym has ended, for somebody it put away; empty for the others."""
    return texts.MEMBERSHIP_ENDED.to(reading.lang, gym=gym) if member.archived_at else ""


def next_row(coming: Sequence[ClassCard], week: Sequence[ClassCard], reading: Reading) -> NextRow:
    """The next class that is mine; without one, the nearest that could be."""
    found = next((c for c in coming if c.status.kind in _IN), None)
    if found is None:
        return _without(week, reading)
    view, lang = found.session, reading.lang
    row = session.session_row(found, reading)
    is_on = view.starts_at <= reading.now
    came = found.status.kind is CardKind.ATTENDED
    return NextRow(
        card=row,
        label=(texts.ON_NOW if is_on else texts.NEXT_CLASS).to(lang),
        when=texts.DAY_AND_LENGTH.to(lang, day=row.day_words, length=row.lasts),
        tally=texts.OF.to(lang, used=view.booked, total=view.capacity),
        chip=(texts.CAME if came else texts.YOU_ARE_IN).to(lang),
        href=row.href,
    )


def _without(week: Sequence[ClassCard], reading: Reading) -> NextRow:
    """What could be next: a free class, or the first whose booking opens."""
    lang = reading.lang
    free = next((c for c in week if c.status.action is CardAction.BOOK), None)
    opens = [(c.status.opens_at, c) for c in week if c.status.opens_at is not None]
    chosen, words, at = free, texts.NEXT_FREE, free.session.starts_at if free else None
    if free is None and opens:
        at, chosen = min(opens, key=lambda pair: pair[0])
        words = texts.NEXT_OPENS
    if chosen is None or at is None:
        return NextRow(suggestion=texts.PICK_CLASS.to(lang), href=reading.address("/schedule"))
    near = rules.when(at, now=reading.now, zone=reading.zone)
    day = day_of(chosen.session.starts_at, reading.zone).isoformat()
    said = words.to(lang, name=chosen.session.name, at=near)
    return NextRow(suggestion=said, href=reading.address("/schedule", f"day={day}"))


def coming_rows(coming: Sequence[ClassCard], shown: NextRow, reading: Reading) -> list[SessionRow]:
    """The next few places after the one in the hero."""
    mine = [c for c in coming if c.status.kind in _IN and str(c.session.id) != shown.card.id]
    return [_plain(session.session_row(c, reading)) for c in mine[:COMING_MOST]]


def offer_rows(coming: Sequence[ClassCard], reading: Reading) -> list[SessionRow]:
    """Places that wait for my answer, by start."""
    return [session.session_row(c, reading) for c in coming if c.status.kind in session.ASKED]


def waiting_rows(coming: Sequence[ClassCard], reading: Reading) -> list[SessionRow]:
    """My numbers in line, by start."""
    lines = [c for c in coming if c.status.kind is CardKind.WAITING]
    return [session.session_row(c, reading) for c in lines[:COMING_MOST]]


def _plain(row: SessionRow) -> SessionRow:
    """Under a heading that says they are mine, the chip and the tally would only repeat it."""
    row.chip, row.total = "", 0
    return row


def week_row(week: Sequence[ClassCard], use: WeekUse, today: date, reading: Reading) -> WeekRow:
    """Seven days and the count against the week's limit."""
    lang, limit = reading.lang, use.limit or 0
    first = week_start(today)
    came = _days(week, {CardKind.ATTENDED}, reading)
    booked = _days(week, _IN - {CardKind.ATTENDED}, reading)
    days = [first + timedelta(days=n) for n in range(7)]
    words = (
        texts.WEEK_OF_LIMIT.to(lang, used=use.booked, limit=limit)
        if limit
        else session.counted(texts.WEEK_USED, use.booked, texts.WEEK_NONE, lang)
    )
    return WeekRow(
        days=[_week_day(day, came, booked, today, lang) for day in days],
        words=words,
        used=min(use.booked, limit),
        limit=limit,
        hint=texts.WEEK_FULL.to(lang) if limit and use.booked >= limit else "",
    )


def _days(
    cards: Sequence[ClassCard], kinds: Collection[CardKind], reading: Reading
) -> frozenset[date]:
    return frozenset(
        day_of(c.session.starts_at, reading.zone)
        for c in cards
        if c.status.kind in kinds and c.booking_id is not None
    )


def _week_day(
    day: date, came: Collection[date], booked: Collection[date], today: date, lang: Lang
) -> WeekDay:
    how = "came" if day in came else "booked" if day in booked else ""
    words = {"came": texts.DAY_CAME, "booked": texts.DAY_BOOKED, "": texts.DAY_FREE}[how]
    name = long_day(day, lang)
    named = texts.TODAY_IS.to(lang, day=name) if day == today else name
    return WeekDay(weekday_letter(day, lang), how, day == today, words.to(lang, day=named))


def of_use(held: Sequence[HeldView], today: date) -> list[HeldView]:
    """What is held and not over, in the order in which it pays; used-up ones only without others."""
    live = [
        view
        for view in held
        if view.status is not SubscriptionStatus.ENDED
        and (view.ends_on is None or view.ends_on >= today)
    ]
    return [view for view in live if view.entries_left != 0] or live[:1]


def plan_rows(live: Sequence[HeldView], *, names: Mapping[UUID, Text], lang: Lang) -> list[HeldRow]:
    """Cards of what is of use; those behind the third can wait."""
    return [held_row(view, names=names, lang=lang) for view in live[:3]]


def plan_hint(live: Sequence[HeldView], member: MemberCard, reading: Reading) -> str:
    """What to know before it hurts: an open payment, a freeze, the last entry, the last days."""
    if not live:
        return ""
    if member.status is MemberStatus.PAST_DUE:
        return plan_texts.PLAN_PAST_DUE.to(reading.lang)
    if all(view.status is SubscriptionStatus.FROZEN for view in live):
        return plan_texts.PLAN_FROZEN.to(reading.lang)
    return _entries_hint(live, reading.lang) or _ends_hint(live, reading)


def _entries_hint(live: Sequence[HeldView], lang: Lang) -> str:
    left = [view.entries_left for view in live]
    counted = [n for n in left if n is not None]
    if len(counted) < len(left) or sum(counted) > 1:
        return ""
    return (texts.LAST_ENTRY if sum(counted) else plan_texts.NO_ENTRIES_LEFT).to(lang)


def _ends_hint(live: Sequence[HeldView], reading: Reading) -> str:
    ends = [view.ends_on for view in live]
    last = max((day for day in ends if day is not None), default=None)
    if last is None or None in ends or last - reading.today > _SOON:
        return ""
    day = relative_day(last, today=reading.today, lang=reading.lang)
    return texts.ENDS_SOON.to(reading.lang, day=day)
