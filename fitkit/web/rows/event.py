"""An event as a sentence: the only place where what happened is worded for a person.

Names are read for a whole page at once (``named``), then each event becomes a row (``event_row``).
A screen that shows a few events of one thing, such as a member's page, calls ``activity``.
"""

import csv
import io
import string
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from fitkit.core.clock import day_of
from fitkit.core.i18n import (
    Lang,
    Text,
    clock_time,
    day_in_record,
    long_day,
    ltr,
    money,
    near_day,
    relative_day,
)
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, requires
from fitkit.core.work import Work
from fitkit.features.audit.queries import TrailView
from fitkit.features.audit.rules import group_of
from fitkit.features.class_types import queries as class_types
from fitkit.features.identity import queries as identity
from fitkit.features.locations import queries as locations
from fitkit.features.members import queries as members
from fitkit.features.plans import queries as plans
from fitkit.features.scheduling import queries as scheduling
from fitkit.features.staff import queries as staff
from fitkit.texts import audit as texts
from fitkit.texts import documents as document_texts
from fitkit.texts import identity as identity_texts
from fitkit.texts import ledger as ledger_texts
from fitkit.texts import members as member_texts
from fitkit.texts import notices
from fitkit.texts import orgs as org_texts
from fitkit.texts import overview as said
from fitkit.texts import penalties as penalty_texts
from fitkit.texts import reconciliation as reconciliation_texts
from fitkit.web.rows.member import disarmed

Names = Mapping[UUID, Text | str]
Do = Callable[..., Awaitable[Any]]  # Any: Screen.do, which gives what the query gives

# A place of a sentence, and who knows the names of its ids; rooms are named by locations.
_NAMERS: Final[dict[str, Callable[..., Names]]] = {
    "member": members.names,
    "staff": staff.names,
    "session": scheduling.names,
    "plan": plans.names,
    "class_type": class_types.names,
    "location": locations.names,
    "room": locations.names,
    "user": identity.names,
}
_MORE_IDS: Final = {
    "to_staff_id": "staff",
    "staff_before": "staff",
    "from_user_id": "user",
    "guardian_id": "member",
}
_CHOICES: Final[dict[str, Mapping[str, Text]]] = {  # enums that stand in sentences
    "role": identity_texts.ROLES,
    "group": notices.GROUPS,
    "channel": notices.CHANNELS,
    "before": member_texts.STATUSES,
    "after": member_texts.STATUSES,
    "form": member_texts.FORMS,
    "offence": penalty_texts.OFFENCES,
    "step": penalty_texts.STEPS,
    "posting": ledger_texts.KINDS,
    "account": ledger_texts.ACCOUNTS,
    "document": document_texts.KINDS,
    "issuer": document_texts.ISSUERS,
    "difference": reconciliation_texts.KINDS,
}


@dataclass
class EventRow:
    """One event."""

    id: str
    day: str  # 2026-11-24
    at: str  # 18:30
    when: str  # today, 18:30
    who: str
    is_fitkit: bool
    words: str
    detail: str  # what changed, and from what; often empty
    reason: str  # why the platform acted here; almost always empty
    ip: str


@dataclass
class EventDay:
    """A day's events, newest first."""

    day: str
    label: str
    rows: list[EventRow] = field(default_factory=list)


@requires(Permission.SEE_AUDIT)
def named(w: Work, *, views: Sequence[TrailView]) -> Names:
    """Names of all that these events speak of; one query a kind of thing, however many events."""
    wanted: dict[Callable[..., Names], set[UUID]] = {}
    for view in views:
        for place, given in _ids(view.facts):
            wanted.setdefault(_NAMERS[place], set()).add(given)
    found: dict[UUID, Text | str] = {}
    for namer, ids in wanted.items():
        found |= namer(w, ids=ids)
    return found


def event_row(
    view: TrailView, names: Names, *, zone: ZoneInfo, today: date, lang: Lang
) -> EventRow:
    """One event, worded."""
    day, at = day_of(view.at, zone), clock_time(view.at, zone)
    nobody = texts.FITKIT if view.actor_user_id is None else texts.REMOVED
    reason = said.REASON_GIVEN.to(lang, reason=view.reason) if view.reason else ""
    return EventRow(
        id=str(view.id),
        day=day.isoformat(),
        at=at,
        when=f"{relative_day(day, today=today, lang=lang)}, {at}",
        who=view.actor_name or nobody.to(lang),
        is_fitkit=view.actor_user_id is None,
        words=sentence(view, names, lang),
        detail=_detail(view, names, zone, lang),
        reason=reason,
        ip=view.ip or "",
    )


async def activity(
    do: Do, views: Sequence[TrailView], *, zone: ZoneInfo, today: date, lang: Lang
) -> list[EventRow]:
    """The events of a trail as rows, names read in one transaction; ``do`` is the Screen's own."""
    names = await do(named, views=views) if views else {}
    return [event_row(v, names, zone=zone, today=today, lang=lang) for v in views]


def by_day(rows: Iterable[EventRow], *, today: date, lang: Lang) -> list[EventDay]:
    """Rows under the days they happened on, in the order given."""
    days: list[EventDay] = []
    for row in rows:
        if not days or days[-1].day != row.day:
            day = date.fromisoformat(row.day)
            days.append(EventDay(row.day, _day_label(day, today, lang)))
        days[-1].rows.append(row)
    return days


def sentence(view: TrailView, names: Names, lang: Lang) -> str:
    """What happened, without who did it."""
    words = texts.sentences().get(view.name, texts.UNKNOWN_EVENT)
    places = _places(words.to(lang))
    filled = {place: _fill(place, view, names) for place in places}
    if {"member", "staff"} <= set(places):  # whichever of the two it is
        filled |= _either(view, names)
    return words.to(lang, **filled) if filled else words.to(lang)


def kind_words(name: str, lang: Lang) -> str:
    """A kind (``booking.no_show``) or a group (``booking``) without anybody's name; empty when unknown."""
    if name in texts.GROUPS:
        return texts.GROUPS[name].to(lang)
    words = texts.sentences().get(name)
    if words is None:
        return ""
    return words.to(lang).partition("{")[0].strip(" :,(")


def group_choices(names: Iterable[str], lang: Lang) -> list[tuple[str, str]]:
    """Groups of the kinds that have happened, in the order of ``texts.GROUPS``."""
    seen = {group_of(name) for name in names}
    return [(g, words.to(lang)) for g, words in texts.GROUPS.items() if g in seen]


def event_file(rows: Iterable[EventRow], lang: Lang) -> bytes:
    """Events as CSV that Excel opens with its Hebrew; formulas disarmed."""
    out = io.StringIO()
    writer = csv.writer(out)
    heads = (said.COL_DAY, said.COL_TIME, texts.WHO, texts.WHAT, texts.DETAILS, said.COL_IP)
    writer.writerow([head.to(lang) for head in heads])
    for row in rows:
        detail = " ".join(filter(None, (row.detail, row.reason)))
        day = day_in_record(date.fromisoformat(row.day))
        cells = (day, row.at, row.who, row.words, detail, row.ip)
        writer.writerow([disarmed(_bare(cell)) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def _bare(cell: str) -> str:
    """Without the marks of direction, which a spreadsheet shows as boxes."""
    return cell.replace("\u2066", "").replace("\u2069", "")


def _day_label(day: date, today: date, lang: Lang) -> str:
    if abs((day - today).days) <= 1:
        return f"{relative_day(day, today=today, lang=lang)}, {near_day(day)}"
    words = long_day(day, lang)
    return words if day.year == today.year else f"{words} {day.year}"


@cache
def _places(words: str) -> tuple[str, ...]:
    return tuple(name for _, name, _, _ in string.Formatter().parse(words) if name)


def _ids(facts: Mapping[str, Any]) -> Iterable[tuple[str, UUID]]:  # Any: JSON values
    for key, value in facts.items():
        place = _MORE_IDS.get(key, key.removesuffix("_id"))
        given = _id(value)
        if place in _NAMERS and given is not None:
            yield place, given


def _fill(place: str, view: TrailView, names: Names) -> object:
    """What stands in a place: a name, an enum's word, a day, a figure."""
    if place in _NAMERS:
        return _name(view.facts.get(f"{place}_id"), names)
    if place == "name":
        return ltr(view.name)
    value = view.facts.get(place, "")
    if place in _CHOICES:
        return _CHOICES[place].get(str(value), value)
    match value:
        case int():
            return _figure(place, value)
        case str():
            return _day_or_words(value)
    return ""


def _figure(place: str, value: int) -> object:
    """A number as it stands in its place: money, a difference, a count."""
    if place.endswith("_agorot"):
        return Money(value)
    return ltr(f"{value:+d}") if place == "delta" else value


def _either(view: TrailView, names: Names) -> dict[str, object]:
    """A person who is a member or of the staff; for neither, the role it is about."""
    both = {p: view.facts.get(f"{p}_id") for p in ("member", "staff")}
    filled: dict[str, object] = {
        p: _name(given, names) if given else "" for p, given in both.items()
    }
    if not any(both.values()):
        filled["staff"] = _fill("role", view, names)
    return filled


def _name(given: Any, names: Names) -> object:  # Any: a JSON value
    found = _id(given)
    return texts.REMOVED_THING if found is None else names.get(found, texts.REMOVED_THING)


def _day_or_words(value: str) -> str:
    try:
        return day_in_record(date.fromisoformat(value[:10])) if value[4:5] == "-" else ltr(value)
    except ValueError:
        return ltr(value) if value else ""


def _id(value: Any) -> UUID | None:  # Any: a JSON value
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


# What changed, and from what


def _detail(view: TrailView, names: Names, zone: ZoneInfo, lang: Lang) -> str:
    f = view.facts
    told = [
        _status(f, lang),
        _price(f, lang),
        _start(f, zone, lang),
        _figures(f, "capacity", lang),
        _fields(f, lang),
        said.DETAIL_LATE.to(lang) if f.get("is_late") is True else "",
        said.DETAIL_BY_STAFF.to(lang) if "staff" in (f.get("by"), f.get("via")) else "",
        said.DETAIL_NEW_DEVICE.to(lang) if f.get("is_new_device") is True else "",
        said.DETAIL_LAPSED.to(lang) if f.get("because") == "lapsed" else "",
        said.DETAIL_LOST.to(lang, n=n) if (n := f.get("entries_lost")) else "",
        said.DETAIL_LEFT.to(lang, n=n) if (n := f.get("entries_left")) is not None else "",
        said.DETAIL_TO.to(lang, staff=_name(to, names)) if (to := f.get("to_staff_id")) else "",
        said.DETAIL_GUARDIAN.to(lang, name=_name(given, names))
        if (given := f.get("guardian_id"))
        else "",
        _switch(f, lang),
        _role(view, lang),
        document.to(lang) if (document := org_texts.DOCUMENTS.get(str(f.get("document")))) else "",
    ]
    return ". ".join(filter(None, told))


def _status(f: Mapping[str, Any], lang: Lang) -> str:
    before, after = (member_texts.STATUSES.get(str(f.get(k))) for k in ("before", "after"))
    if before is None or after is None:
        return ""
    return said.DETAIL_STATUS.to(lang, before=before, after=after)


def _price(f: Mapping[str, Any], lang: Lang) -> str:
    before, after = f.get("price_agorot_before"), f.get("price_agorot")
    if not isinstance(before, int) or not isinstance(after, int) or before == after:
        return ""
    was, now = money(Money(before), lang), money(Money(after), lang)
    return said.DETAIL_STATUS.to(lang, before=was, after=now)


def _start(f: Mapping[str, Any], zone: ZoneInfo, lang: Lang) -> str:
    was, now = _moment(f.get("starts_before")), _moment(f.get("starts_at"))
    if was is None or now is None or was == now:
        return ""
    before, after = (
        ltr(f"{near_day(day_of(at, zone))} {clock_time(at, zone)}") for at in (was, now)
    )
    return said.DETAIL_STATUS.to(lang, before=before, after=after)


def _figures(f: Mapping[str, Any], key: str, lang: Lang) -> str:
    was, now = f.get(f"{key}_before"), f.get(key)
    if was is None or was == now:
        return ""
    words = said.DETAIL_STATUS.to(lang, before=was, after=now)
    return f"{said.FIELD_WORDS[key].to(lang)}: {words}"


def _fields(f: Mapping[str, Any], lang: Lang) -> str:
    given = f.get("fields")
    known = [said.FIELD_WORDS[k].to(lang) for k in given or () if k in said.FIELD_WORDS]
    words = ", ".join(dict.fromkeys(known))
    return said.DETAIL_FIELDS.to(lang, fields=words) if words else ""


def _switch(f: Mapping[str, Any], lang: Lang) -> str:
    is_on = f.get("is_on")
    if not isinstance(is_on, bool):
        return ""
    return (said.DETAIL_ON if is_on else said.DETAIL_OFF).to(lang)


def _role(view: TrailView, lang: Lang) -> str:
    """The role of an invitation, whose sentence names the person only."""
    role = identity_texts.ROLES.get(str(view.facts.get("role")))
    if role is None or "{role}" in texts.sentences().get(view.name, texts.UNKNOWN_EVENT).he:
        return ""
    return said.DETAIL_ROLE.to(lang, role=role)


def _moment(value: Any) -> datetime | None:  # Any: a JSON value
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
