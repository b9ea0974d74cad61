"""What a change of the timetable would do, in sentences: classes, people and what each is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from fitkit.core.clock import day_of
from fitkit.core.i18n import Counted, Lang, Plural, Text, clock_time, ltr, near_day, weekday
from fitkit.features.booking.queries import (
    AffectedMember,
    ClassEffect,
    ClassLeft,
    EffectView,
    SlotEffect,
    Told,
)
from fitkit.features.scheduling.rules import Clashing, ClosedDay, Outlook, title
from fitkit.texts import board as texts

SHOWN: Final = 8  # lines of a kind at a glance
LISTED: Final = (
    100  # lines of a kind at all, the others behind a line that opens them; the rest is counted
)


@dataclass
class Line:
    """A line of an effect: who or which class, and what about it."""

    name: str
    words: str


@dataclass
class More:
    """Lines beyond a glance."""

    words: str = ""  # how many there are; empty: none
    lines: list[Line] = field(default_factory=list)


@dataclass
class Effect:
    """Everything a preview says."""

    summary: str = ""  # how many classes change, how many people are told
    classes: list[Line] = field(default_factory=list)
    people: list[Line] = field(default_factory=list)
    left: list[Line] = field(default_factory=list)
    more_classes: More = field(default_factory=More)
    more_people: More = field(default_factory=More)
    more_left: More = field(default_factory=More)
    more: str = ""  # how many lines are not even behind those
    yields: str = ""  # what a weekly class gives from then on
    closed: str = ""  # days on which it is not given
    clashes: list[str] = field(default_factory=list)
    may: bool = False  # there is something to do, and nothing is in the way
    is_free: bool = False  # nobody is told anything


def effect_of(view: EffectView, *, lang: Lang, zone: ZoneInfo) -> Effect:
    """A preview in words; the lists end after a glance's worth, and the rest is counted."""
    classes = Counted(texts.CLASSES_CHANGE, len(view.classes))
    people = Counted(texts.PEOPLE_TOLD, view.told)
    some = texts.SUMMARY.to(lang, classes=classes, people=people)
    alone = texts.SUMMARY_FREE.to(lang, classes=classes)
    listed = [_class(c, lang, zone) for c in view.classes[:LISTED]]
    named = [_person(p, lang) for p in view.people[:LISTED]]
    left = [_left(one, lang, zone) for one in view.left[:LISTED]]
    unseen = sum(max(0, len(all_) - LISTED) for all_ in (view.classes, view.people, view.left))
    return Effect(
        summary=(some if view.told else alone) if view.classes else texts.NOTHING_CHANGES.to(lang),
        classes=listed[:SHOWN],
        people=named[:SHOWN],
        left=left[:SHOWN],
        more_classes=_more(listed[SHOWN:], texts.MORE_CLASSES, lang),
        more_people=_more(named[SHOWN:], texts.MORE_PEOPLE, lang),
        more_left=_more(left[SHOWN:], texts.MORE_CLASSES, lang),
        more=texts.AND_MORE.to(lang, unseen) if unseen else "",
        may=bool(view.classes),
        is_free=not view.told and not view.left,
    )


def effect_on_one(view: EffectView, *, lang: Lang, zone: ZoneInfo) -> Effect:
    """The preview of a single class: what becomes of it and who is told, or what keeps it from changing."""
    if view.left:
        return Effect(clashes=[one.why.to(lang) for one in view.left])
    if not view.classes:
        return Effect()
    made = effect_of(view, lang=lang, zone=zone)
    becomes = _becomes(view.classes[0], lang, zone)
    words = texts.SUMMARY if view.told else texts.SUMMARY_FREE
    people = Counted(texts.PEOPLE_TOLD, view.told)
    made.summary = words.to(lang, classes=becomes[:1].upper() + becomes[1:], people=people)
    made.classes, made.more_classes = [], More()
    return made


def slot_effect(view: SlotEffect, *, lang: Lang, zone: ZoneInfo) -> Effect:
    """The preview of a weekly class's change, with what it yields from then on."""
    made = effect_of(view.effect, lang=lang, zone=zone)
    _add_outlook(made, view.outlook, lang)
    if view.kept:
        kept = texts.KEPT_BY_HAND.to(lang, view.kept)
        made.summary = f"{made.summary} {kept}"
    made.may = not view.outlook.clashes and view.outlook.problem is None
    return made


def outlook(view: Outlook, *, lang: Lang) -> Effect:
    """What a new weekly class would yield."""
    made = Effect()
    _add_outlook(made, view, lang)
    made.may = bool(view.days) and not view.clashes
    return made


def clashing(found: Sequence[Clashing], *, lang: Lang) -> Effect:
    """Whom classes meet that are about to be published."""
    return Effect(clashes=[_clash(c, lang) for c in found[:SHOWN]])


def apart(problems: Mapping[str, str], name: str) -> tuple[dict[str, str], list[str]]:
    """Problems at the field that is typed into, and the sentences of the others: those must not take the focus."""
    own = {at: words for at, words in problems.items() if at == name}
    return own, [words for at, words in problems.items() if at != name]


def counted(plural: Plural, n: int) -> Text:
    """A counted sentence as a Text, for what takes one."""
    return Text(plural.to(Lang.HE, n), plural.to(Lang.EN, n))


def slot_words(days: Sequence[date], at: str, lang: Lang) -> str:
    """``every Tuesday 18:30 from 1.12, 8 classes until 19.1``."""
    if not days:
        return texts.YIELDS_NONE.to(lang)
    first, last = days[0], days[-1]
    return texts.YIELDS.to(
        lang,
        day=texts.EVERY[(first.weekday() + 1) % 7],
        at=ltr(at),
        first=near_day(first),
        classes=Counted(texts.CLASSES, len(days)),
        last=near_day(last),
    )


def _add_outlook(made: Effect, view: Outlook, lang: Lang) -> None:
    if view.problem is not None:
        made.clashes = [view.problem.to(lang)]
        return
    made.clashes = [_clash(c, lang) for c in view.clashes[:SHOWN]]
    made.closed = _closed(view.closed, lang)


def _clash(clash: Clashing, lang: Lang) -> str:
    days = " · ".join(near_day(d) for d in clash.days[:SHOWN])
    words = {"name": clash.name, "at": ltr(f"{clash.at:%H:%M}"), "days": ltr(days)}
    return texts.CLASHES[clash.of].to(lang, **words)


def _closed(closed: Sequence[ClosedDay], lang: Lang) -> str:
    days = ", ".join(f"{near_day(c.day)} ({c.name.to(lang)})" for c in closed)
    return texts.NOT_ON.to(lang, days=days) if days else ""


def _class(one: ClassEffect, lang: Lang, zone: ZoneInfo) -> Line:
    return Line(title(one.name, one.before.starts_at, zone).to(lang), _becomes(one, lang, zone))


def _becomes(one: ClassEffect, lang: Lang, zone: ZoneInfo) -> str:
    before, after = one.before, one.after
    if before.is_on and not after.is_on:
        return texts.TAKEN_OFF.to(lang)
    if after.is_on and not before.is_on:
        return texts.BACK_ON.to(lang)
    changed, said = set(before.changed(after)), []
    if "starts_at" in changed:
        day = day_of(after.starts_at, zone)
        at = ltr(clock_time(after.starts_at, zone))
        said.append(texts.MOVES_TO.to(lang, day=f"{weekday(day, lang)} {near_day(day)}", at=at))
    elif "ends_at" in changed:
        said.append(texts.ENDS_AT.to(lang, at=ltr(clock_time(after.ends_at, zone))))
    if "capacity" in changed:
        said.append(texts.PLACES_TO.to(lang, before=before.capacity, after=after.capacity))
    if "coach_id" in changed:
        said.append(texts.OTHER_COACH.to(lang))
    if changed & {"location_id", "room_id"}:
        said.append(texts.OTHER_ROOM.to(lang))
    return ", ".join(said)


def _more(lines: list[Line], counted: Plural, lang: Lang) -> More:
    return More(counted.to(lang, len(lines)), lines) if lines else More()


def _person(one: AffectedMember, lang: Lang) -> Line:
    told = sorted({c.told for c in one.classes} - {Told.NOTHING}) or [Told.NOTHING]
    words = ", ".join(texts.TOLD[t].to(lang) for t in told)
    if len(one.classes) == 1:
        return Line(one.name, words)
    which = texts.CLASSES.to(lang, len(one.classes))
    return Line(one.name, f"{which}: {words}")


def _left(one: ClassLeft, lang: Lang, zone: ZoneInfo) -> Line:
    return Line(title(one.name, one.starts_at, zone).to(lang), one.why.to(lang))
