"""Members on screens: a line of the roster, the head of a page, notes, visits, the file of an export."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from fitkit.core import phone
from fitkit.core.clock import day_of, years_between
from fitkit.core.i18n import Lang, day_in_record, moment, relative_day
from fitkit.features.members.queries import DuplicateView, MemberCard, MemberLine, NoteView
from fitkit.features.members.rules import MemberStatus
from fitkit.features.subscriptions.queries import StandingView
from fitkit.texts import desk
from fitkit.texts import members as texts
from fitkit.web.rows.choice import Choice, named

STATUS_KINDS: Final[dict[MemberStatus, str]] = {
    MemberStatus.LEAD: "neutral",
    MemberStatus.TRIAL: "accent",
    MemberStatus.ACTIVE: "positive",
    MemberStatus.FROZEN: "info",
    MemberStatus.PAST_DUE: "danger",
    MemberStatus.ENDED: "neutral",
}


@dataclass(frozen=True, slots=True)
class Around:
    """What a line of the roster needs to know beside the member: by member id, and by coach id."""

    standings: Mapping[UUID, StandingView]
    visits: Mapping[UUID, int]  # of this week
    last: Mapping[UUID, datetime]
    coaches: Mapping[UUID, str]
    zone: ZoneInfo
    today: date


@dataclass
class MemberRow:
    """A member on the roster."""

    id: str
    name: str
    phone: str
    has_email: bool
    plan: str
    has_tally: bool
    used: int
    total: int
    period: str
    last_visit: str
    joined: str
    status: str
    status_kind: str
    tags: list[str]
    coach: str
    coach_id: str
    is_archived: bool


@dataclass
class TwinRow:
    """Somebody who may be the same person."""

    id: str
    name: str
    phone: str
    why: str
    is_archived: bool


@dataclass
class MemberHead:
    """The head and the details of a member's page."""

    id: str = ""
    name: str = ""
    first_name: str = ""
    phone: str = ""
    phone_href: str = ""
    whatsapp: str = ""
    email: str = ""
    age: str = ""
    since: str = ""
    status: str = ""
    status_kind: str = "neutral"
    coach: str = ""
    birth_date: str = ""
    gender: str = ""
    address: str = ""
    emergency: str = ""
    emergency_phone: str = ""
    emergency_href: str = ""
    source: str = ""
    has_national_id: bool = False
    archived: str = ""  # since when; empty: not archived


@dataclass
class NoteRow:
    """A note of the staff."""

    id: str
    text: str
    by: str


@dataclass
class VisitRow:
    """A booking of a member, past or to come."""

    id: str
    title: str
    when: str
    status: str
    status_kind: str


@dataclass
class TagRow:
    """A tag that a member wears."""

    id: str
    name: str
    remove: str


@dataclass
class InvitationRow:
    """Where a member stands with the app."""

    id: str = ""  # of an open invitation
    words: str = ""
    kind: str = "neutral"
    link: str = ""
    has_account: bool = False
    is_open: bool = False


def member_row(line: MemberLine, around: Around, lang: Lang) -> MemberRow:
    """A line of the roster."""
    standing = around.standings.get(line.id)
    used, total, period = _period(standing, around.visits.get(line.id, 0), lang)
    return MemberRow(
        id=str(line.id),
        name=line.name,
        phone=phone.display(line.phone),
        has_email=bool(line.email),
        plan=_plan(standing, lang),
        has_tally=total > 0,
        used=used,
        total=total,
        period=period,
        last_visit=_last_visit(around.last.get(line.id), around, lang),
        joined=day_in_record(line.joined_on),
        status=texts.STATUSES[line.status].to(lang),
        status_kind=STATUS_KINDS[line.status],
        tags=[t.name for t in line.tags],
        coach=around.coaches.get(line.coach_id, "") if line.coach_id else "",
        coach_id=str(line.coach_id or ""),
        is_archived=line.is_archived,
    )


def twin_row(view: DuplicateView, lang: Lang) -> TwinRow:
    """Somebody who may be the same person, and by what."""
    return TwinRow(
        id=str(view.line.id),
        name=view.line.name,
        phone=phone.display(view.line.phone),
        why=", ".join(desk.SAME_BY[by].to(lang) for by in view.same_by),
        is_archived=view.line.is_archived,
    )


def member_head(
    card: MemberCard, *, coach: str, zone: ZoneInfo, today: date, lang: Lang
) -> MemberHead:
    """The head and the details of a member's page."""
    put_away = card.archived_at
    return MemberHead(
        id=str(card.id),
        name=card.name,
        first_name=card.first_name,
        phone=phone.display(card.phone),
        phone_href=f"tel:{card.phone}" if card.phone else "",
        whatsapp=f"https://wa.me/{card.phone.removeprefix('+')}" if card.phone else "",
        email=card.email,
        age=desk.AGE.to(lang, years_between(card.birth_date, today)) if card.birth_date else "",
        since=desk.MEMBER_SINCE.to(lang, day=card.joined_on),
        status=texts.STATUSES[card.status].to(lang),
        status_kind=STATUS_KINDS[card.status],
        coach=coach,
        birth_date=day_in_record(card.birth_date) if card.birth_date else "",
        gender=texts.GENDERS[card.gender].to(lang),
        address=card.address,
        emergency=card.emergency_name,
        emergency_phone=phone.display(card.emergency_phone),
        emergency_href=f"tel:{card.emergency_phone}" if card.emergency_phone else "",
        source=texts.SOURCES[card.source].to(lang),
        has_national_id=card.has_national_id,
        archived=desk.ARCHIVED_ON.to(lang, day=day_of(put_away, zone)) if put_away else "",
    )


def draft_of(card: MemberCard) -> dict[str, str]:
    """What the form of details begins with; never the ID number."""
    return {
        "first_name": card.first_name,
        "last_name": card.last_name,
        "phone": phone.display(card.phone),
        "email": card.email,
        "birth_date": card.birth_date.isoformat() if card.birth_date else "",
        "gender": str(card.gender),
        "address": card.address,
        "emergency_name": card.emergency_name,
        "emergency_phone": phone.display(card.emergency_phone),
        "source": str(card.source),
        "joined_on": card.joined_on.isoformat(),
    }


def note_row(view: NoteView, *, author: str, zone: ZoneInfo, lang: Lang) -> NoteRow:
    """A note with who wrote it and when."""
    who = author or desk.SOMEBODY.to(lang)
    by = desk.BY.to(lang, who=isolated(who), when=moment(view.written_at, zone, lang))
    return NoteRow(str(view.id), view.text, by)


def isolated(name: str) -> str:
    """A name in whichever direction it has, that does not pull the words beside it along."""
    return f"\u2068{name}\u2069"


def genders(lang: Lang) -> list[Choice]:
    """Forms of address to choose from."""
    return named(texts.GENDERS.items(), lang)


def sources(lang: Lang) -> list[Choice]:
    """How somebody came, to choose from."""
    return named(texts.SOURCES.items(), lang)


def roster_file(lines: Iterable[MemberLine], around: Around, lang: Lang) -> bytes:
    """The roster as CSV that Excel opens with its Hebrew: a mark of UTF-8 first, formulas disarmed."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([t.to(lang) for t in _HEADINGS])
    for line in lines:
        row = member_row(line, around, lang)
        cells = [
            line.first_name,
            line.last_name,
            row.phone,
            line.email,
            row.status,
            row.plan if line.id in around.standings else "",
            row.period,
            row.last_visit if line.id in around.last else "",
            row.joined,
            ", ".join(row.tags),
            row.coach,
        ]
        writer.writerow([disarmed(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


_HEADINGS: Final = (
    texts.FIRST_NAME,
    texts.LAST_NAME,
    texts.PHONE,
    texts.EMAIL,
    desk.STATUS,
    desk.COL_PLAN,
    desk.COL_PERIOD,
    desk.COL_LAST_VISIT,
    texts.JOINED_ON,
    desk.COL_TAGS,
    desk.COACH,
)


def disarmed(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return (
        f"'{cell}"
        if cell.lstrip()[:1] in ("=", "+", "-", "@") or cell[:1] in ("\t", "\r")
        else cell
    )


def _plan(standing: StandingView | None, lang: Lang) -> str:
    if standing is None:
        return desk.NO_PLAN.to(lang)
    name = standing.plan.to(lang)
    return desk.AND_MORE.to(lang, plan=name, n=standing.others) if standing.others else name


def _period(standing: StandingView | None, visits: int, lang: Lang) -> tuple[int, int, str]:
    """Strokes used, strokes in all (0: no tally), and the words beside them."""
    if standing is not None and standing.entries_left is not None:
        left = standing.entries_left
        total = max(standing.entries_given or left, left)
        return total - left, total, desk.ENTRIES_OF.to(lang, left=left, of=total)
    if standing is not None and standing.weekly_limit:
        limit = standing.weekly_limit
        return min(visits, limit), limit, desk.VISITS_OF.to(lang, used=visits, of=limit)
    if visits:
        return visits, visits, desk.VISITS.to(lang, visits)
    return 0, 0, desk.NO_VISITS.to(lang)


def _last_visit(at: datetime | None, around: Around, lang: Lang) -> str:
    if at is None:
        return desk.NEVER_CAME.to(lang)
    return relative_day(day_of(at, around.zone), today=around.today, lang=lang)
