"""What the roster of one class knows and does: check in, add, mark no-shows, close, note."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final, Literal
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core import clock
from fitkit.core.errors import Refusal
from fitkit.core.i18n import clock_time
from fitkit.core.permissions import Permission
from fitkit.features.billing import queries as billing
from fitkit.features.booking import actions as booking
from fitkit.features.booking import queries
from fitkit.features.booking.queries import RosterView
from fitkit.features.checkin import actions as checkin
from fitkit.features.locations import queries as locations
from fitkit.features.members import queries as members
from fitkit.features.scheduling import actions as scheduling
from fitkit.texts import checkin as door
from fitkit.texts import floor as texts
from fitkit.texts import places
from fitkit.web import problems
from fitkit.web.deeds.door import signal, taken
from fitkit.web.deeds.substitutes import SubstitutesState
from fitkit.web.deeds.visits import VisitState
from fitkit.web.rows import roster
from fitkit.web.rows.roster import GUEST, FoundRow, GoneRow, HitRow, LineRow, PersonRow, RosterHead
from fitkit.web.rows.timetable import Watch
from fitkit.web.screen import Needs, Screen, also_needs, text

CAMERA: Final = {"permission-denied": door.SCAN_DENIED, "no-camera": door.SCAN_NONE}
KEPT_S: Final = 10  # a tap that waited so long was kept; a shorter wait is the way of any tap
Steps = AsyncIterator[EventSpec | None]
Deed = Any  # an action on the place of one member in one class


class RosterState(Screen, rx.State):
    """Who comes to one class."""

    needs: ClassVar[Needs] = Permission.SEE_ROSTER
    head: RosterHead = RosterHead()
    people: list[PersonRow] = []
    line: list[LineRow] = []
    gone: list[GoneRow] = []
    show: str = "all"  # all missing line
    any_missing: bool = False  # when the list was put in order
    search: str = ""
    found: list[FoundRow] = []
    is_lost: bool = False  # searched, and nobody was found
    panel: str = ""  # close note
    problems: dict[str, str] = {}
    updated: str = ""
    is_loading: bool = True
    problem: str = ""
    is_scanning: bool = False
    camera_problem: str = ""
    hit: HitRow = HitRow()
    _note_before: str = ""
    _last_code: str = ""  # the camera reads the same pass several times a second

    @rx.event
    async def load(self) -> None:
        """Read the class that the address names, missing people first."""
        self.head, self.people, self.line, self.gone = RosterHead(), [], [], []
        self.show, self.search, self.panel, self.problems = "all", "", "", {}
        self.is_loading, self.updated = True, ""
        self.is_scanning, self.camera_problem, self.hit = False, "", HitRow()
        await self._close_questions()
        async with self.loading():
            await self._refresh()
            if self.head.is_mine_ahead and (await self.actor()).may(Permission.SEE_TIMETABLE):
                await (await self.get_state(SubstitutesState))._refresh()

    async def _close_questions(self) -> None:
        """What was asked about somebody of another class, or before a reload, is not asked here."""
        from fitkit.web.coach.roster import excusing, giving_back  # they show this State anew

        (await self.get_state(excusing.ExcuseState)).booking_id = ""
        (await self.get_state(giving_back.GivingBackState)).asks = ""
        (await self.get_state(VisitState)).order_id = ""

    @rx.event
    async def refresh(self) -> None:
        """Read it again and put it in order; what is being searched stays."""
        async with self.loading():
            await self._refresh()

    async def _refresh(self, *, in_order: bool = True) -> None:
        view = await self.do(queries.roster, session_id=self.id_in_path())
        watch = await self._watch()
        self.head = roster.head(view, watch)
        visits = await self.do(billing.open_visits_of_class, session_id=self.id_in_path())
        fresh = roster.people(view, watch, visits)
        self.people = fresh if in_order else _as_they_stood(fresh, self.people)
        self.any_missing = any(row.was_missing for row in self.people)
        self.line = [roster.line_row(entry, watch) for entry in view.line]
        self.gone = [roster.gone_row(gone, watch) for gone in view.gone]
        await self._look_for(view, watch)
        self.updated = texts.UPDATED.to(watch.lang, at=clock_time(watch.now, watch.zone))

    async def _watch(self) -> Watch:
        actor, here = await self.actor(), await self.do(locations.locations)
        return Watch(self.lang(), actor.zone, clock.now(), actor.staff_id, len(here) > 1)

    @rx.event
    async def choose(self, what: Literal["all", "missing", "line"]) -> None:
        """Everybody, those who are missing, or those who wait; in fresh order."""
        self.show = what
        async with self.loading():
            await self._refresh()

    # checking in

    @rx.event
    @also_needs(Permission.CHECK_IN)
    async def check_in(self, member_id: str) -> Steps:
        """Say that somebody came."""
        async for step in self._mark(member_id, "came", booking.check_in):
            yield step

    @rx.event
    @also_needs(Permission.CHECK_IN)
    async def clear(self, member_id: str) -> Steps:
        """Take a check-in or a no-show back."""
        async for step in self._mark(member_id, "none", booking.clear_attendance):
            yield step

    @rx.event
    @also_needs(Permission.CHECK_IN)
    async def miss(self, member_id: str) -> Steps:
        """Say that somebody did not come, with a way back."""
        name = next((row.name for row in self.people if row.id == member_id), "")
        undo = self.offer_undo(texts.MARKED_MISSED, _clearing(member_id), name=name)
        async for step in self._mark(member_id, "missed", booking.mark_no_show, then=undo):
            yield step

    async def _mark(
        self, member_id: str, how: str, deed: Deed, then: EventSpec | None = None
    ) -> Steps:
        """The row turns at once; a refusal turns it back and says why."""
        before, told = list(self.people), then
        self.people = [replace(r, how=how) if r.id == member_id else r for r in before]
        yield None
        try:
            await self.do(deed, session_id=self.id_in_path(), member_id=self.uuid(member_id))
        except Refusal as refusal:
            told = problems.warned(problems.sentence(refusal, self.lang()))
        except Exception as fault:  # noqa: BLE001  # the row must not stay as it is not
            told = problems.warned(problems.fault(fault, self.lang()))
        self.people = before
        async with self.loading():
            await self._refresh(in_order=False)
        yield told

    # taps of the floor

    @rx.event
    @also_needs(Permission.CHECK_IN)
    async def take_taps(self, taps: list[dict[str, str]]) -> Steps:
        """Take taps that a phone has kept, in their order; each is answered once it is done or refused.

        What failed for a fault of ours is not answered: the phone sends it again.
        """
        done: list[str] = []
        for tap in taps:
            try:
                await self._take(tap)
            except Refusal as refusal:
                yield problems.warned(problems.sentence(refusal, self.lang()))
            except Exception as fault:  # noqa: BLE001  # kept on the phone, told in the log
                problems.fault(fault, self.lang())
                continue
            done.append(tap.get("mark", ""))
        async with self.loading():
            await self._refresh(in_order=False)
        yield taken(done)

    async def _take(self, tap: dict[str, str]) -> None:
        """One tap, on a member or on a guest of one."""
        session_id, whom = self.uuid(tap.get("session", "")), tap.get("member", "")
        came = tap.get("how") == "came"
        if whom.startswith(GUEST):
            guest_id = self.uuid(whom.removeprefix(GUEST))
            of_guest = booking.check_in_guest if came else booking.clear_guest
            await self.do(of_guest, session_id=session_id, guest_id=guest_id)
            return
        ids = {"session_id": session_id, "member_id": self.uuid(whom)}
        if came:
            await self.do(booking.check_in, **ids, arrived_at=_tapped_at(tap))
        else:
            await self.do(booking.clear_attendance, **ids)

    # scanning

    @rx.event
    @also_needs(Permission.CHECK_IN)
    async def open_scanner(self) -> None:
        """Open the camera."""
        self.is_scanning, self.camera_problem, self.hit = True, "", HitRow()
        self._last_code = ""

    @rx.event
    async def close_scanner(self) -> None:
        """Close it."""
        self.is_scanning, self.hit = False, HitRow()

    @rx.event
    async def no_camera(self, why: str) -> None:
        """It did not open: say what can be done, and that names can be typed."""
        self.is_scanning, self.hit = False, HitRow()
        words = CAMERA.get(why, door.SCAN_BUSY)
        self.camera_problem = words.to(self.lang())

    @rx.event
    async def hit_over(self) -> None:
        """The name has been shown long enough."""
        self.hit = HitRow()

    @rx.event
    @also_needs(Permission.CHECK_IN)
    async def scanned(self, code: str) -> Steps:
        """Check in whoever a pass names, and show who."""
        if not code or code == self._last_code:
            return
        self._last_code = code
        try:
            found = await self.do(checkin.scan, code=code[:100], session_id=self.id_in_path())
        except Refusal as refusal:
            self.hit = roster.hit_refused(problems.sentence(refusal, self.lang()))
            return
        self.hit = roster.hit(found, await self._watch())
        yield signal() if self.hit.look == "in" else None
        async with self.loading():
            await self._refresh(in_order=False)

    @rx.event
    @also_needs(Permission.BOOK_OTHERS)
    async def walk_in(self) -> EventSpec | None:
        """Give whoever was scanned a place, and check them in."""
        member_id, self.problems = self.hit.member_id, {}
        try:
            told = await self._add(self.uuid(member_id))
        except Refusal as refusal:
            self.hit = roster.hit_refused(problems.sentence(refusal, self.lang()))
            return None
        self.hit = HitRow()
        await self._refresh(in_order=False)
        return told

    # finding and adding

    @rx.event
    @also_needs(Permission.CHECK_IN)
    async def find(self, words: str) -> None:
        """Search members by name or phone, to check in or to add."""
        self.search, self.problems = words[:100], {}
        view = await self.do(queries.roster, session_id=self.id_in_path())
        await self._look_for(view, await self._watch())

    async def _look_for(self, view: RosterView, watch: Watch) -> None:
        self.found, self.is_lost = [], False
        if not self.search.strip() or not (await self.actor()).may(Permission.CHECK_IN):
            return
        lines = await self.do(members.find_for_check_in, search=self.search)
        self.found = roster.found_rows(lines, view, watch, is_open=self.head.is_door_open)
        self.is_lost = not lines

    @rx.event
    @also_needs(Permission.BOOK_OTHERS)
    async def add(self, member_id: str) -> EventSpec | None:
        """Give somebody a place, and check them in while that can be done; refusals stay at the search."""
        self.problems = {}
        try:
            told = await self._add(self.uuid(member_id))
        except Refusal as refusal:
            self.problems = {"search": self._refused(member_id, refusal)}
            return None
        self.search = ""
        await self._refresh(in_order=False)
        return told

    def _refused(self, member_id: str, refusal: Refusal) -> str:
        why = problems.sentence(refusal, self.lang())
        name = next((row.name for row in self.found if row.id == member_id), "")
        return texts.REFUSED.to(self.lang(), name=name, why=why) if name else why

    async def _add(self, member_id: UUID) -> EventSpec:
        known = [(row.id, row.name) for row in self.found] + [(self.hit.member_id, self.hit.name)]
        name = next((name for id_, name in known if id_ == str(member_id)), "")
        if not self.head.is_open:
            return await self._book(member_id, name)
        try:
            came = await self.do(booking.walk_in, session_id=self.id_in_path(), member_id=member_id)
        except Refusal as refusal:
            if refusal.text != places.FULL_AT_DOOR:
                raise
            return await self._book(member_id, name)  # into the line, in order
        if came.cost is None:
            return self.say(texts.CAME_IN, name=name)
        back, cost = _undoing(str(member_id)), came.cost.said.as_text()
        return self.offer_undo(texts.ADDED_AND_TAKES, back, name=name, cost=cost)

    async def _book(self, member_id: UUID, name: str) -> EventSpec:
        session_id = self.id_in_path()
        receipt = await self.do(booking.book, session_id=session_id, member_id=member_id)
        if receipt.is_in:
            return self.say(texts.ADDED, name=name)
        return self.say(texts.ADDED_TO_LINE, name=name, position=receipt.position)

    @rx.event
    @also_needs(Permission.CHECK_IN)
    async def undo_walk_in(self, member_id: str) -> EventSpec | None:
        """Take a walk-in back as a whole: the check-in, the place, what it took."""
        async with self.attempt() as deed:
            session_id, whom = self.id_in_path(), self.uuid(member_id)
            await self.do(booking.undo_walk_in, session_id=session_id, member_id=whom)
            deed.toast = self.say(texts.WALK_IN_BACK)
            await self._refresh(in_order=False)
        return deed.toast

    # closing, and the note

    @rx.event
    async def open_panel(self, panel: Literal["close", "note"]) -> None:
        """Ask before closing, or write the note."""
        self.panel, self.problems = panel, {}

    @rx.event
    async def close_panel(self) -> None:
        """Leave without a change."""
        self.panel, self.problems = "", {}

    @rx.event
    @also_needs(Permission.CHECK_IN)
    async def close(self) -> EventSpec | None:
        """Close attendance: who is missing becomes a no-show."""
        self.panel = ""
        async with self.attempt() as deed:
            done = await self.do(booking.close_attendance, session_id=self.id_in_path())
            deed.toast = self.say(texts.CLOSED_NOW, came=done.attended, missed=done.no_shows)
            await self._refresh()
        return deed.toast

    @rx.event
    @also_needs(Permission.CHECK_IN)
    async def reopen(self) -> EventSpec | None:
        """Take the closing back: no-shows are missing people again."""
        async with self.attempt() as deed:
            await self.do(booking.reopen_attendance, session_id=self.id_in_path())
            deed.toast = self.say(texts.REOPENED)
            await self._refresh()
        return deed.toast

    @rx.event
    @also_needs(Permission.CHECK_IN)
    async def save_note(self, form: dict[str, Any]) -> EventSpec | None:
        """Say what members should know about this class."""
        async with self.attempt() as deed:
            self._note_before = self.head.note
            await self._write(text(form, "note"))
            self.panel = ""
            deed.toast = self.offer_undo(texts.NOTE_SAVED, RosterState.put_note_back)
        return deed.toast

    @rx.event
    @also_needs(Permission.CHECK_IN)
    async def put_note_back(self) -> EventSpec | None:
        """The note as it was."""
        async with self.attempt() as deed:
            await self._write(self._note_before)
            deed.toast = self.say(texts.NOTE_BACK)
        return deed.toast

    async def _write(self, note: str) -> None:
        await self.do(scheduling.set_note, session_id=self.id_in_path(), note=note)
        await self._refresh(in_order=False)


def _tapped_at(tap: dict[str, str]) -> datetime | None:
    """When a tap was made that the phone has kept; None: just now, or it does not say."""
    ago = tap.get("ago", "")
    if not re.fullmatch(r"\d{1,5}", ago, re.ASCII) or int(ago) < KEPT_S:
        return None
    return clock.now() - timedelta(seconds=int(ago))


def _as_they_stood(fresh: list[PersonRow], before: list[PersonRow]) -> list[PersonRow]:
    """Fresh rows in the order they have on the screen; who is new stands first."""
    known = {row.id: row for row in before}
    places = {row.id: n for n, row in enumerate(before)}
    kept = [
        replace(row, was_missing=known[row.id].was_missing) if row.id in known else row
        for row in fresh
    ]
    return sorted(kept, key=lambda row: places.get(row.id, -1))


def _clearing(member_id: str) -> Any:  # Any: an EventSpec; mypy sees only what wraps the handler
    clear: Any = RosterState.clear
    return clear(member_id)


def _undoing(member_id: str) -> Any:  # Any: as of _clearing
    undo: Any = RosterState.undo_walk_in
    return undo(member_id)
