"""The roster of a class as the gym floor shows it: who is missing first, flags in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from fitkit.core import phone
from fitkit.core.clock import day_of
from fitkit.core.i18n import Counted, Lang, clock_time, relative_day
from fitkit.core.ids import new_id
from fitkit.features.billing.queries import VisitView
from fitkit.features.booking import rules
from fitkit.features.booking.queries import GoneView, GuestView, LineView, RosterLine, RosterView
from fitkit.features.booking.rules import Attendance, Via
from fitkit.features.checkin.rules import Outcome, Scanned
from fitkit.features.members.queries import MemberLine
from fitkit.features.penalties.queries import PenaltyView
from fitkit.features.penalties.rules import PenaltyState
from fitkit.texts import checkin as door
from fitkit.texts import floor as texts
from fitkit.texts import penalties as penalty_texts
from fitkit.texts import places
from fitkit.web.rows.timetable import Watch, is_mine_ahead
from fitkit.web.rows.visit import visit_row

_HOW: Final = {
    Attendance.NONE: "none",
    Attendance.ATTENDED: "came",
    Attendance.NO_SHOW: "missed",
    Attendance.EXCUSED: "missed",
}
_FROM_LINE: Final = (texts.FROM_LINE, "neutral", "waiting")
# How they came to their place, where that is worth knowing: words, kind, icon.
_VIA: Final = {
    Via.PROMOTION: _FROM_LINE,
    Via.OFFER: _FROM_LINE,
    Via.CLAIM: _FROM_LINE,
    Via.STAFF: (texts.BY_STAFF, "neutral", "assign"),
    Via.WALK_IN: (texts.WALKED_IN, "neutral", "assign"),
    Via.TRIAL: (texts.TRIAL, "info", "first_time"),
}
GUEST: Final = "guest-"  # before the id of a guest's row: they are no member


@dataclass
class Flag:
    """Something to know about a member, in words."""

    words: str
    kind: str
    icon: str


@dataclass
class PersonRow:
    """Somebody with a place: a member, or a guest of one."""

    id: str  # of the member, or GUEST and that of the guest's place
    name: str
    how: str  # none came missed
    fact: str
    flags: list[Flag]
    label: str  # of the box
    more: str  # of the menu
    was_missing: bool  # when the list was put in order: a tap must not move the rows under a finger
    is_guest: bool = False
    booking_id: str = ""
    may_excuse: bool = False  # a no-show that nobody has excused
    order_id: str = ""  # of what is to be paid for the visit; empty: nothing is
    owed: str = ""
    owed_for: str = ""
    take: str = ""  # the name of the button


@dataclass
class LineRow:
    """Somebody in line."""

    id: str
    position: str
    name: str
    fact: str
    more: str  # of the menu
    chip: str  # what is special about their turn: passed over, or a place is kept
    chip_kind: str = "warning"


@dataclass
class GoneRow:
    """Somebody who gave a place back."""

    booking_id: str
    name: str
    words: str
    more: str  # of the menu
    flags: list[Flag]
    may_excuse: bool = False  # a late cancellation that nobody has excused


@dataclass
class FoundRow:
    """Somebody the search found."""

    id: str
    name: str
    fact: str
    action: str  # check_in add; empty: nothing to do
    named: str  # the action with the name
    status: str


@dataclass
class HitRow:
    """What the scanner has just read."""

    id: str = ""  # another one each time; empty: nothing
    words: str = ""
    why: str = ""
    look: str = ""  # in ask no
    member_id: str = ""  # who may be added
    name: str = ""


@dataclass
class RosterHead:
    """The class on top of its roster."""

    id: str = ""
    name: str = ""
    time: str = ""
    when: str = ""  # today
    who: str = ""  # coach, location, room
    came: int = 0
    total: int = 0
    of: str = ""  # "of 14 are in"
    words: str = ""  # "9 of 14 are in", read out
    missing: int = 0
    waiting: int = 0
    places: str = ""
    note: str = ""
    is_cancelled: bool = False
    is_taken: bool = False
    is_open: bool = False  # attendance can be marked now
    is_door_open: bool = False  # … and whoever comes be let in
    has_begun: bool = False
    is_ahead: bool = False  # it takes place, and has not begun
    hint: str = ""  # why attendance cannot be marked now
    day: str = ""
    close_words: str = ""
    is_mine_ahead: bool = False  # the reader's own class, and it has not begun
    flags: list[Flag] = field(default_factory=list)


def head(view: RosterView, watch: Watch) -> RosterHead:
    """The class, and how far its attendance has come."""
    session, lang = view.session, watch.lang
    day = day_of(session.starts_at, watch.zone)
    came, total = view.attended, len(view.places) + len(view.guests)
    is_on = session.facts.is_on
    is_open = is_on and view.check_in_from <= watch.now < view.correct_until
    where = [session.coach, session.location if watch.says_place else "", session.room]
    return RosterHead(
        id=str(session.id),
        name=session.name.to(lang),
        time=clock_time(session.starts_at, watch.zone),
        when=relative_day(day, today=watch.today, lang=lang),
        who=", ".join(word for word in where if word),
        came=came,
        total=total,
        of=texts.PEOPLE_IN.to(lang, total=total),
        words=texts.IN_NUMBERS.to(lang, came=came, total=total),
        missing=total - came,
        waiting=len(view.line),
        places=texts.PLACES_OF.to(lang, used=session.booked, total=session.capacity),
        note=session.note,
        is_cancelled=not is_on,
        is_taken=session.attendance_taken_at is not None,
        is_open=is_open,
        is_door_open=is_open and watch.now < view.check_in_until,
        has_begun=session.starts_at <= watch.now,
        is_ahead=is_on and watch.now < session.starts_at,
        hint=_hint(view, watch) if is_on and not is_open else "",
        day=day.isoformat(),
        close_words=_close_words(view, watch),
        is_mine_ahead=is_mine_ahead(session, watch),
    )


def people(view: RosterView, watch: Watch, visits: Iterable[VisitView] = ()) -> list[PersonRow]:
    """Who has a place: missing people first, then by name; guests after members; what is to be paid for it."""
    rows = [person(line, watch) for line in view.places]
    rows += [guest(each, watch) for each in view.guests]
    owed = {str(each.place_id): visit_row(each, watch.lang) for each in visits}
    for row in rows:
        visit = owed.get(row.booking_id or row.id.removeprefix(GUEST))
        if visit is not None:
            row.order_id, row.owed = visit.id, visit.owed
            row.owed_for, row.take = visit.what, visit.take
    return sorted(rows, key=lambda row: row.how == "came")


def person(line: RosterLine, watch: Watch) -> PersonRow:
    """Somebody with a place, and what to know about them; no sums, no health answers."""
    lang = watch.lang
    return PersonRow(
        id=str(line.member_id),
        name=line.name,
        how=_HOW[line.attendance],
        fact=_fact(line, watch),
        flags=list(_flags(line, watch)),
        label=texts.MARK_NAMED.to(lang, name=line.name),
        more=texts.MORE_NAMED.to(lang, name=line.name),
        was_missing=line.attendance is not Attendance.ATTENDED,
        booking_id=str(line.booking_id),
        may_excuse=line.attendance is Attendance.NO_SHOW,
    )


def guest(each: GuestView, watch: Watch) -> PersonRow:
    """Somebody whom a member brings."""
    lang = watch.lang
    how = _HOW[each.attendance]
    return PersonRow(
        id=f"{GUEST}{each.guest_id}",
        name=each.name,
        how=how,
        fact=(texts.GUEST_CAME if how == "came" else texts.GUEST_OF).to(lang, host=each.host),
        flags=[Flag(texts.GUEST.to(lang), "neutral", "people")],
        label=texts.MARK_NAMED.to(lang, name=each.name),
        more=texts.MORE_NAMED.to(lang, name=each.name),
        was_missing=how != "came",
        is_guest=True,
    )


def line_row(line: LineView, watch: Watch) -> LineRow:
    """Somebody in line, with their position, and what came of their turn."""
    lang = watch.lang
    since = rules.when(line.joined_at, now=watch.now, zone=watch.zone)
    chip, kind = "", "warning"
    if line.offer_until is not None:
        until = rules.when(line.offer_until, now=watch.now, zone=watch.zone)
        chip, kind = texts.KEPT_UNTIL.to(lang, at=until), "accent"
    elif line.was_passed_over:
        chip = texts.PASSED_OVER.to(lang)
    return LineRow(
        id=str(line.member_id),
        position=str(line.position),
        name=line.name,
        fact=texts.SINCE.to(lang, at=since),
        more=texts.MORE_NAMED.to(lang, name=line.name),
        chip=chip,
        chip_kind=kind,
    )


def gone_row(gone: GoneView, watch: Watch) -> GoneRow:
    """Somebody who cancelled, and what came of it."""
    lang, penalty = watch.lang, gone.penalty
    is_excused = penalty is not None and penalty.state is PenaltyState.EXCUSED
    how = texts.GONE_FREE
    if gone.is_late:
        how = texts.GONE_EXCUSED if is_excused else texts.GONE_LATE
    at = rules.when(gone.cancelled_at, now=watch.now, zone=watch.zone)
    said = penalty.decision if penalty is not None and is_excused else ""
    words = texts.GONE_WHY if said else texts.GONE_AT
    return GoneRow(
        booking_id=str(gone.booking_id),
        name=gone.name,
        words=words.to(lang, how=how, at=at, words=said),
        more=texts.MORE_NAMED.to(lang, name=gone.name),
        flags=list(_penalty_flags(penalty, lang)),
        may_excuse=gone.is_late and not is_excused,
    )


def found_rows(
    lines: Iterable[MemberLine], view: RosterView, watch: Watch, *, is_open: bool
) -> list[FoundRow]:
    """Who was found, and the one thing to do about them here."""
    here = {p.member_id: p.attendance for p in view.places}
    waits = {entry.member_id: entry for entry in view.line}
    lang = watch.lang
    rows = []
    for line in lines:
        came = here.get(line.id)
        is_here, is_in = came is not None, came is Attendance.ATTENDED
        action = "check_in" if is_here and not is_in and is_open else ""
        entry = waits.get(line.id)
        has_room = view.session.facts.free > 0 or (entry and entry.offer_until)
        if not is_here and (entry is None or (is_open and has_room)):
            action = "add"
        named = texts.CHECK_IN_NAMED if action == "check_in" else texts.ADD_NAMED
        said = texts.FOUND_CAME if is_in else texts.FOUND_IN if is_here else texts.FOUND_WAITING
        rows.append(
            FoundRow(
                id=str(line.id),
                name=line.name,
                fact=phone.display(line.phone),
                action=action,
                named=named.to(lang, name=line.name),
                status="" if action else said.to(lang),
            )
        )
    return rows


def hit(found: Scanned, watch: Watch) -> HitRow:
    """Who was scanned and what happened; nobody, where the code is not good."""
    key, lang = str(found.outcome), watch.lang
    look = {Outcome.NO_PLACE: "ask", Outcome.UNKNOWN: "no"}.get(found.outcome, "in")
    return HitRow(
        id=str(new_id()),
        words=door.SCANNED[key].to(lang, name=found.name),
        why=door.SCANNED_WHY[key].to(lang, at=clock_time(watch.now, watch.zone)),
        look=look,
        member_id=str(found.member_id) if look == "ask" else "",
        name=found.name if look == "ask" else "",
    )


def hit_refused(words: str) -> HitRow:
    """It was read, and cannot be."""
    return HitRow(id=str(new_id()), words=words, look="no")


def _fact(line: RosterLine, watch: Watch) -> str:
    lang = watch.lang
    if line.attendance is Attendance.ATTENDED:
        if line.checked_in_at is None:
            return texts.CAME.to(lang)
        return texts.CAME_AT.to(lang, at=clock_time(line.checked_in_at, watch.zone))
    if line.attendance in (Attendance.NO_SHOW, Attendance.EXCUSED):
        return _missed(line, lang)
    if line.plan is None:
        return texts.NO_PLAN.to(lang)
    if line.entries_left is None:
        return line.plan.to(lang)
    left = Counted(texts.ENTRIES_LEFT, line.entries_left) if line.entries_left else texts.LAST_ENTRY
    return texts.PLAN_AND_ENTRIES.to(lang, plan=line.plan, entries=left)


def _missed(line: RosterLine, lang: Lang) -> str:
    """That they did not come; the reason, where staff accepted one."""
    if line.attendance is not Attendance.EXCUSED:
        return texts.MISSED.to(lang)
    said = line.penalty.decision if line.penalty is not None else ""
    return (texts.EXCUSED_WHY if said else texts.EXCUSED).to(lang, words=said)


def _penalty_flags(penalty: PenaltyView | None, lang: Lang) -> Iterable[Flag]:
    """What a no-show or a late cancellation led to, while that stands."""
    if penalty is None or penalty.state is PenaltyState.EXCUSED:
        return
    if penalty.state is PenaltyState.DISPUTED:
        yield Flag(penalty_texts.STATES[penalty.state].to(lang), "info", "note")
    else:
        yield Flag(penalty_texts.STEPS[penalty.step].to(lang), "neutral", "note")


def _flags(line: RosterLine, watch: Watch) -> Iterable[Flag]:
    """What to know, the most pressing first; of forms only which are missing, never what they say."""
    lang = watch.lang
    for kind in line.missing_forms:
        yield Flag(texts.FORM_MISSING.to(lang, form=places.FORMS[kind]), "warning", "forms")
    if line.is_past_due:
        yield Flag(texts.PAST_DUE.to(lang), "danger", "problem")
    if line.is_first_visit:
        yield Flag(texts.FIRST_VISIT.to(lang), "info", "first_time")
    if line.is_birthday:
        yield Flag(texts.BIRTHDAY.to(lang), "accent", "birthday")
    if line.via in _VIA:
        words, flag, icon = _VIA[line.via]
        yield Flag(words.to(lang), flag, icon)
    if line.attendance is Attendance.NO_SHOW:
        yield from _penalty_flags(line.penalty, lang)


def _hint(view: RosterView, watch: Watch) -> str:
    if watch.now < view.check_in_from:
        at = rules.when(view.check_in_from, now=watch.now, zone=watch.zone)
        return texts.OPENS_AT.to(watch.lang, at=at)
    return texts.IS_OVER_FOR_GOOD.to(watch.lang)


def _close_words(view: RosterView, watch: Watch) -> str:
    """What closing will do; guests are nobody's no-show."""
    came = view.attended
    missing = sum(p.attendance is Attendance.NONE for p in view.places)
    return texts.CLOSE_BODY.to(
        watch.lang,
        came=Counted(texts.CAME_COUNT, came) if came else texts.NOBODY_CAME,
        missing=Counted(texts.MISSED_COUNT, missing) if missing else texts.NOBODY_MISSED,
    )
