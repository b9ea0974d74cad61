"""A class session as a member's screens show it: strings, and what a tap does."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from fitkit.core.clock import day_of, week_start
from fitkit.core.i18n import (
    Counted,
    Lang,
    Plural,
    Text,
    clock_time,
    long_day,
    ltr,
    near_day,
    relative_day,
    weekday_letter,
)
from fitkit.features.booking.queries import ClassCard
from fitkit.features.booking.rules import (
    CardAction,
    CardKind,
    Reason,
    Sentence,
    Takes,
    said_of_freed,
)
from fitkit.texts import common
from fitkit.texts import member as texts
from fitkit.texts import schedule as said

MINE: Final = frozenset({CardKind.BOOKED_FREE, CardKind.BOOKED_COSTS})
# A place is kept for them, or free for the first tap: it waits for an answer.
ASKED: Final = frozenset({CardKind.OFFERED, CardKind.TO_CLAIM})
_OFF: Final = frozenset(
    {CardKind.CLOSED, CardKind.ATTENDED, CardKind.MISSED, CardKind.PAST, CardKind.CANCELLED}
)
_DONE: Final = frozenset({CardKind.ATTENDED, CardKind.MISSED, CardKind.PAST, CardKind.CANCELLED})
# Beside which a place of the day may be given up for this one.
_BESIDE: Final = frozenset({CardAction.BOOK, CardAction.ACCEPT, CardAction.CLAIM, CardAction.LEAVE})
# About the member, not about one class: said once above the day.
KEEPS_BACK: Final = frozenset(
    {
        Reason.NO_PLAN,
        Reason.ENTRIES_USED_UP,
        Reason.PAST_DUE,
        Reason.BLOCKED,
        Reason.FROZEN,
    }
)
# What another class of theirs stands in the way of.
_MENDS_ITSELF: Final = frozenset(
    {
        Reason.CLASH,
        Reason.DAY_LIMIT,
        Reason.TYPE_WEEK_LIMIT,
        Reason.OPEN_LIMIT,
        Reason.WEEK_USED_UP,
    }
)
_FOR_THE_DESK: Final = frozenset(
    {Reason.NOT_COVERED, Reason.NOT_HERE, Reason.OTHER_HOURS, Reason.FORM_MISSING}
)
_CAME_BACK: Final = {
    said.CLASS_IS_OFF_PLACE: texts.PLACE_RELEASED,
    said.CLASS_IS_OFF_RETURNED: texts.WAS_RETURNED,
}
_ACTIONS: Final[dict[CardAction, tuple[Text, Text]]] = {
    CardAction.BOOK: (texts.BOOK, texts.BOOK_NAMED),
    CardAction.WAIT: (texts.WAIT, texts.WAIT_NAMED),
    CardAction.LEAVE: (texts.LEAVE, texts.LEAVE_NAMED),
    CardAction.ACCEPT: (texts.ACCEPT, texts.ACCEPT_NAMED),
    CardAction.DECLINE: (texts.DECLINE, texts.DECLINE_NAMED),
    CardAction.CLAIM: (texts.CLAIM, texts.CLAIM_NAMED),
    CardAction.CANCEL: (texts.CANCEL, texts.CANCEL_NAMED),
    CardAction.SWAP: (texts.SWAP, texts.SWAP_NAMED),
    CardAction.TRIAL: (texts.TRIAL, texts.TRIAL_NAMED),
    CardAction.CANCEL_AT_COST: (texts.CANCEL, texts.CANCEL_NAMED),
}


@dataclass
class SessionRow:
    """One class card."""

    id: str = ""
    day: str = ""  # 2026-11-24
    day_words: str = ""  # today, tomorrow, Tue 24.11
    time: str = ""
    lasts: str = ""
    name: str = ""
    coach: str = ""
    place: str = ""  # the location, where it is worth saying
    used: int = 0
    total: int = 0  # 0: no tally
    places: str = ""  # the tally in words
    tally_kind: str = "accent"
    look: str = "open"  # open mine off
    is_cut: bool = False
    end_chip: str = ""  # in the button's place, when there is none
    end_icon: str = ""
    chip: str = ""
    chip_kind: str = "neutral"
    chip_icon: str = ""
    line: str = ""
    line_kind: str = "neutral"
    line_icon: str = ""
    reasons: list[str] = field(default_factory=list)  # why there is no place, nearest first; all
    more_reasons: str = ""  # that there are more than the line says
    action: str = ""  # a CardAction, or call; empty: nothing to do
    action_label: str = ""
    action_named: str = ""  # the same with the class, for who does not see the card
    takes: str = ""  # what the tap takes, a Takes: nothing dearer is taken then
    decline_named: str = ""  # of the second button beside "accept"
    gives_up: str = ""  # the class whose place a swap gives up
    leaves: str = ""  # how many guests a swap leaves behind
    swap_label: str = ""  # of the second action, beside booking; empty: there is none
    swap_named: str = ""
    swap_line: str = ""  # what that one takes, in words
    swap_takes: str = ""  # … and as a Takes
    guests: str = ""  # whom they bring
    note: str = ""  # the studio's words about this class
    href: str = ""  # to its own page
    now: str = ""  # "now 11:20", where the day stands just before this class


@dataclass
class DayRow:
    """A day of the strip."""

    day: str
    letter: str
    number: str
    marks: int  # my places, at most three
    is_past: bool
    is_today: bool
    label: str


@dataclass
class Pick:
    """A filter that is on or off, and the address that turns it on."""

    value: str
    label: str
    is_on: bool
    href: str
    count: str = ""  # what it leaves; empty: nothing, or not worth saying


@dataclass(frozen=True, slots=True)
class Reading:
    """How rows are worded: for whom, when and where."""

    lang: Lang
    zone: ZoneInfo
    now: datetime
    may_call: bool = False  # the studio's phone is known
    says_place: bool = False  # several locations are shown together
    for_whom: str = ""  # what addresses hold for a child: "for=…"; empty: oneself

    @property
    def today(self) -> date:
        """The date in the gym."""
        return day_of(self.now, self.zone)

    def address(self, path: str, query: str = "") -> str:
        """An address of a member's screen in the reader's language, for whom this one is."""
        asked = "&".join(part for part in (query, self.for_whom) if part)
        return f"/{self.lang}{path}/" + (f"?{asked}" if asked else "")


def session_row(card: ClassCard, reading: Reading) -> SessionRow:
    """A class card; every status has its words, and one main action at most."""
    view, status, lang = card.session, card.status, reading.lang
    at = clock_time(view.starts_at, reading.zone)
    day = day_of(view.starts_at, reading.zone)
    minutes = int((view.ends_at - view.starts_at) / timedelta(minutes=1))
    row = SessionRow(
        id=str(view.id),
        day=day.isoformat(),
        day_words=relative_day(day, today=reading.today, lang=lang),
        time=at,
        lasts=common.MINUTES.to(lang, minutes),
        name=view.name.to(lang),
        coach=view.coach,
        place=view.location if reading.says_place else "",
        used=view.booked,
        total=0 if status.kind in _DONE else view.capacity,
        places=status.places.to(lang),
        tally_kind="warning" if status.kind is CardKind.FEW_LEFT else "accent",
        look="mine" if status.kind in MINE else "off" if status.kind in _OFF else "open",
        is_cut=status.kind is CardKind.CANCELLED,
        note="" if status.kind in _DONE else view.note,
        href=reading.address(f"/session/{view.id}"),
        reasons=[each.said.to(lang) for each in status.reasons],
        more_reasons=_more(len(status.reasons) - 1, lang),
    )
    says = _SAYS.get(status.kind)
    stands = says(card, reading) if says else {}
    return replace(row, **stands, **_offer(row, card, reading), **_beside(row, card, reading))


def _more(n: int, lang: Lang) -> str:
    return texts.MORE_REASONS.to(lang, n) if n > 0 else ""


Said = dict[str, Any]  # Any: fields of a SessionRow


def _open(card: ClassCard, reading: Reading) -> Said:
    """What a tap does beyond the tally: gives a place up, or takes something."""
    if card.status.action in (CardAction.SWAP, CardAction.TRIAL):
        return _line(card, reading)
    takes = card.status.takes
    if takes is None or (takes.takes is Takes.NOTHING and card.status.swap is None):
        return {}
    return {"line": takes.said.to(reading.lang)}  # beside a swap, each says what it takes


def _booked_free(card: ClassCard, reading: Reading) -> Said:
    return _chip(texts.YOU_ARE_IN, "accent", "check", reading) | _line(card, reading)


def _booked_costs(card: ClassCard, reading: Reading) -> Said:
    return _booked_free(card, reading) | {"line_kind": "warning"}


def _waiting(card: ClassCard, reading: Reading) -> Said:
    place = texts.IN_LINE.to(reading.lang, position=card.status.position)
    line, minutes = card.status.line.to(reading.lang), card.status.notice_minutes
    if minutes and card.status.line.text is not said.LINE_TOO_LATE:  # that one says it
        line = texts.WITH_NOTICE.to(reading.lang, line=line, notice=long_said(minutes))
    return {
        "chip": place,
        "chip_kind": "info",
        "chip_icon": "waiting",
        "line": line,
    }


def long_said(minutes: int) -> Counted:
    """How long some minutes are, in hours where they are whole."""
    whole, rest = divmod(minutes, 60)
    return Counted(common.MINUTES, minutes) if rest else Counted(texts.HOURS, whole)


def _offered(card: ClassCard, reading: Reading) -> Said:
    return _chip(texts.KEPT, "accent", "clock", reading) | _line_and_cost(card, reading)


def _to_claim(card: ClassCard, reading: Reading) -> Said:
    return _chip(texts.FREE_NOW, "accent", "check", reading) | _line_and_cost(card, reading)


def _opens_later(card: ClassCard, reading: Reading) -> Said:
    return {"chip": card.status.line.to(reading.lang), "chip_icon": "clock"}


def _closed(card: ClassCard, reading: Reading) -> Said:
    why = _closed_why(card.session.policy.closes_minutes, reading.lang)
    return _chip(texts.CLOSED, "neutral", "locked", reading) | {"line": why}


def _full(card: ClassCard, reading: Reading) -> Said:
    if card.status.action is not CardAction.NONE:
        return _freed(card, reading)  # the tally says it, and the button leads to the line
    says_why = card.status.line.text is not said.FULL_NO_LINE  # a trial has no line
    line = card.status.line if says_why else Sentence(texts.LINE_FULL)
    return _chip(texts.FULL, "neutral", "locked", reading) | {"line": line.to(reading.lang)}


def _freed(card: ClassCard, reading: Reading) -> Said:
    """What a place that frees takes of who waits, where it takes anything."""
    takes = card.status.takes
    freed = said_of_freed(takes) if takes else None
    return {"line": freed.to(reading.lang)} if freed else {}


def _attended(_card: ClassCard, reading: Reading) -> Said:
    return {"end_chip": texts.CAME.to(reading.lang), "end_icon": "check"}


def _missed(_card: ClassCard, reading: Reading) -> Said:
    return {"end_chip": texts.MISSED.to(reading.lang), "end_icon": "missing"}


def _past(card: ClassCard, reading: Reading) -> Said:
    if reading.now >= card.session.ends_at:
        return {"end_chip": texts.OVER.to(reading.lang), "end_icon": "history"}
    return {"end_chip": texts.BEGAN.to(reading.lang), "end_icon": "play"}


def _cancelled(card: ClassCard, reading: Reading) -> Said:
    why = _cancelled_why(card, reading.lang)
    return _chip(texts.CANCELLED, "danger", "calendar_off", reading) | {"line": why}


def _not_allowed(card: ClassCard, reading: Reading) -> Said:
    if card.status.reason in KEEPS_BACK:
        words = texts.KEPT_BACK[card.status.reason]
        return {"end_chip": words.to(reading.lang), "end_icon": "locked"}
    mends_itself = card.status.reason in _MENDS_ITSELF
    kind = "neutral" if mends_itself else "warning"
    return _line(card, reading) | {
        "line_kind": kind,
        "line_icon": "info" if mends_itself else "warning",
    }


_SAYS: Final[dict[CardKind, Callable[[ClassCard, Reading], Said]]] = {
    CardKind.OPEN: _open,
    CardKind.FEW_LEFT: _open,
    CardKind.BOOKED_FREE: _booked_free,
    CardKind.BOOKED_COSTS: _booked_costs,
    CardKind.WAITING: _waiting,
    CardKind.OFFERED: _offered,
    CardKind.TO_CLAIM: _to_claim,
    CardKind.OPENS_LATER: _opens_later,
    CardKind.CLOSED: _closed,
    CardKind.FULL: _full,
    CardKind.ATTENDED: _attended,
    CardKind.MISSED: _missed,
    CardKind.PAST: _past,
    CardKind.CANCELLED: _cancelled,
    CardKind.NOT_ALLOWED: _not_allowed,
}


def _chip(words: Text, kind: str, icon: str, reading: Reading) -> Said:
    return {"chip": words.to(reading.lang), "chip_kind": kind, "chip_icon": icon}


def _line(card: ClassCard, reading: Reading) -> Said:
    return {"line": card.status.line.to(reading.lang)}


def _line_and_cost(card: ClassCard, reading: Reading) -> Said:
    """What the card says, and what the tap takes where it takes anything."""
    takes, lang = card.status.takes, reading.lang
    said_already = card.status.action is CardAction.SWAP
    if takes is None or takes.takes is Takes.NOTHING or said_already:
        return _line(card, reading)
    said = {"line": card.status.line.to(lang), "takes": takes.said.to(lang)}
    return {"line": texts.AND_TAKES.to(lang, **said)}


def _offer(row: SessionRow, card: ClassCard, reading: Reading) -> Said:
    """The main action; a reminder is not offered, and for a plan one calls the studio."""
    status, lang = card.status, reading.lang
    worded = _ACTIONS.get(status.action)
    if worded is not None:
        label, named = worded
        declines = status.kind is CardKind.OFFERED
        decline = texts.DECLINE_NAMED.to(lang, name=row.name, at=row.time) if declines else ""
        return {
            "decline_named": decline,
            "gives_up": str(status.swap.session_id) if status.swap else "",
            "leaves": str(status.swap.guests) if status.swap else "",
            "action": str(status.action),
            "takes": str(status.takes.takes) if status.takes else "",
            "action_label": label.to(lang),
            "action_named": named.to(lang, name=row.name, at=row.time),
        }
    is_for_the_desk = status.reason in _FOR_THE_DESK or status.kind is CardKind.CLOSED
    if not (reading.may_call and is_for_the_desk):
        return {}
    named = texts.CALL_GYM
    return {
        "action": "call",
        "action_label": texts.CALL.to(lang),
        "action_named": named.to(lang),
    }


def _beside(row: SessionRow, card: ClassCard, reading: Reading) -> Said:
    """The second action, where one of the day's places may be given up instead of one more taken."""
    offer, lang = card.status.swap, reading.lang
    if offer is None or card.status.action not in _BESIDE:
        return {}
    other = {"other": offer.name, "from_at": clock_time(offer.starts_at, reading.zone)}
    return {
        "swap_label": texts.SWAP_FROM.to(lang, **other),
        "swap_named": texts.SWAP_FROM_NAMED.to(lang, name=row.name, at=row.time, **other),
        "swap_line": offer.said.to(lang),
        "swap_takes": str(offer.takes.takes),
    }


def _closed_why(minutes: int, lang: Lang) -> str:
    if not minutes:
        return texts.CLOSED_AT_START.to(lang)
    return texts.CLOSED_WHY.to(lang, before=long_said(minutes))


def _cancelled_why(card: ClassCard, lang: Lang) -> str:
    came_back, reason = _CAME_BACK.get(card.status.line.text), card.session.cancel_reason
    if came_back is None:
        return reason
    line = came_back.to(lang)
    return texts.WITH_REASON.to(lang, line=line, reason=reason) if reason else line


def day_rows(cards: Iterable[ClassCard], day: date, reading: Reading) -> list[DayRow]:
    """The seven days of a day's week, from Sunday, with ticks for my places."""
    first = week_start(day)
    by_day: dict[date, list[ClassCard]] = {first + timedelta(days=n): [] for n in range(7)}
    for card in cards:
        by_day.setdefault(day_of(card.session.starts_at, reading.zone), []).append(card)
    return [_day_row(each, by_day[each], reading) for each in sorted(by_day)[:7]]


def _day_row(day: date, cards: Sequence[ClassCard], reading: Reading) -> DayRow:
    mine, lang = sum(is_mine(c) for c in cards), reading.lang
    params = {
        "day": long_day(day, lang),
        "classes": Counted(texts.CLASSES, len(cards)) if cards else texts.NO_CLASSES,
    }
    label = texts.DAY_LABEL.to(lang, **params)
    if mine:
        label = texts.DAY_LABEL_MINE.to(lang, mine=Counted(texts.MINE, mine), **params)
    return DayRow(
        day=day.isoformat(),
        letter=weekday_letter(day, lang),
        number=str(day.day),
        marks=min(mine, 3),
        is_past=day < reading.today,
        is_today=day == reading.today,
        label=label,
    )


def is_mine(card: ClassCard) -> bool:
    """Whether a place in it is theirs, past ones that they came to too."""
    return card.booking_id is not None and card.status.kind is not CardKind.MISSED


def kept_back(cards: Iterable[ClassCard], lang: Lang) -> str:
    """Why no class at all can be booked, and what to do; empty when some can."""
    lines = (c.status.line for c in cards if c.status.reason in KEEPS_BACK)
    first = next(lines, None)
    return first.to(lang) if first else ""


def with_now(rows: list[SessionRow], cards: Sequence[ClassCard], reading: Reading) -> str:
    """Put "now 11:20" before the first class to come; what is returned stands after the last.

    Args:
        rows: of one day.
        cards: the same, in the same order.
        reading: says what time it is; nothing is put on any other day than today.
    """
    if not rows or rows[0].day != reading.today.isoformat():
        return ""
    words = texts.NOW.to(reading.lang, at=ltr(clock_time(reading.now, reading.zone)))
    for row, card in zip(rows, cards, strict=True):
        if card.session.starts_at > reading.now:
            row.now = words
            return ""
    return words


def week_words(day: date) -> str:
    """The span of a day's week, from its Sunday."""
    first = week_start(day)
    return ltr(f"{near_day(first)}–{near_day(first + timedelta(days=6))}")


def counted(plural: Plural, n: int, none: Text, lang: Lang) -> str:
    """A count in words, with a word for none."""
    return plural.to(lang, n) if n else none.to(lang)
