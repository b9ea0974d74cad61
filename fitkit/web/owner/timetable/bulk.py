"""Many classes at once: which ones, what is done to them, what that would do, and taking it back."""

from collections.abc import Callable
from datetime import time
from typing import ClassVar, Final, Literal

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import Refusal
from fitkit.core.i18n import Counted
from fitkit.core.permissions import Permission
from fitkit.features.booking import queries as booking
from fitkit.features.locations import queries as locations
from fitkit.features.scheduling import actions
from fitkit.features.scheduling.rules import (
    Cancel,
    Chosen,
    Deed,
    MoveBy,
    MoveTo,
    Restore,
    SetCapacity,
    SetCoach,
    SetRoom,
)
from fitkit.features.staff import queries as staff
from fitkit.texts import board as texts
from fitkit.texts import common
from fitkit.web.owner import typed
from fitkit.web.owner.timetable.state import ScheduleState
from fitkit.web.owner.typed import back_by
from fitkit.web.rows.choice import Choice, named
from fitkit.web.rows.effect import Effect, counted, effect_of
from fitkit.web.rows.timetable import Sheet
from fitkit.web.screen import Needs, Screen, text

What = Literal["move_by", "move_to", "coach", "room", "capacity", "cancel", "restore"]
Typed = Literal["minutes", "at", "coach_id", "room_id", "capacity", "reason", "following"]
PICKED_MOST: Final = 200


class BulkState(Screen, rx.State):
    """What is selected on the board, and one deed for all of it."""

    needs: ClassVar[Needs] = Permission.EDIT_TIMETABLE
    selecting: bool = False
    picked: list[str] = []
    words: str = ""  # how many are selected
    what: str = ""  # the deed whose dialog is open
    title: str = ""
    go: str = ""  # the words of its button
    draft: dict[str, str] = {}
    coaches: list[Choice] = []
    rooms: list[Choice] = []
    effect: Effect = Effect()
    problems: dict[str, str] = {}

    @rx.event
    async def toggle(self) -> None:
        """Begin or end selecting."""
        self.selecting = not self.selecting
        self._pick([])

    @rx.event
    async def pick(self, session_id: str) -> None:
        """Select a class, or let go of it."""
        one = str(self.uuid(session_id))
        kept = [p for p in self.picked if p != one]
        self._pick(kept if len(kept) < len(self.picked) else [*kept, one])

    @rx.event
    async def pick_shown(self) -> None:
        """Select every class that the board shows and that is not over."""
        board = await self.get_state(ScheduleState)
        self.selecting = True
        self._pick([s.id for d in board.days for s in d.sessions if s.kind != "past"])

    @rx.event
    async def clear(self) -> None:
        """Let go of everything."""
        self.selecting = False
        self._pick([])

    @rx.event
    async def begin(self, what: What) -> EventSpec | None:
        """Open the dialog of a deed, with what it would do."""
        async with self.attempt() as deed:
            self.draft, self.effect = {"following": ""}, Effect()
            await self._read_choices()
            titled = texts.BULK_CANCEL_TITLE if what == "cancel" else texts.BULK[what]
            self.title = titled.to(self.lang())
            self.what = what
            await self._preview()
        return deed.toast

    @rx.event
    async def put(self, name: Typed, value: str | float | bool | None) -> EventSpec | None:
        """Something was typed: what it would do is worded anew."""
        async with self.attempt() as deed:
            words = "on" if value is True else "" if value in (None, False) else str(value)
            self.draft = {**self.draft, name: words[:200]}
            await self._preview()
        return deed.toast

    @rx.event
    async def do_it(self) -> EventSpec | None:
        """Do it to all that can; the toast takes it back."""
        async with self.attempt() as deed:
            found = self._deed()
            if found is None:
                raise Refusal(common.REQUIRED, field=_FIELD.get(self.what, ""))
            done = await self.do(actions.apply, chosen=self._chosen(), deed=found)
            what, self.what = self.what, ""
            self.selecting = False
            self._pick([])
            await self._show_board()
            deed.toast = self._done(what, str(done.batch_id), len(done.session_ids), len(done.left))
        return deed.toast

    @rx.event
    async def undo(self, batch_id: str) -> EventSpec | None:
        """Everything of a batch as it was, and what could not go back."""
        async with self.attempt() as deed:
            undone = await self.do(actions.undo_batch, batch_id=self.uuid(batch_id))
            await self._show_board()
            words = counted(texts.UNDONE, len(undone.session_ids))
            left = Counted(texts.CLASSES, len(undone.left))
            some = self.say(texts.UNDONE_BUT, done=words, left=left)
            deed.toast = some if undone.left else self.say(words)
        return deed.toast

    @rx.event
    async def leave(self) -> None:
        """Close the dialog; the selection stays."""
        self.what, self.problems = "", {}

    def _pick(self, ids: list[str]) -> None:
        self.picked = ids[:PICKED_MOST]
        n = len(self.picked)
        self.words = texts.SELECTED.to(self.lang(), n) if n else ""

    def _chosen(self) -> Chosen:
        ids = tuple(self.uuid(one) for one in self.picked)
        return Chosen(ids=ids, with_following=bool(self.draft.get("following")))

    def _deed(self) -> Deed | None:
        """The deed as typed; None while something is missing."""
        given = self.draft
        if self.what in _FIELD and not text(given, _FIELD[self.what]):
            return None
        made: dict[str, Callable[[], Deed]] = {
            "move_by": lambda: MoveBy(typed.needed_whole(given, "minutes")),
            "move_to": lambda: MoveTo(_hour(given)),
            "coach": lambda: SetCoach(typed.chosen(given, "coach_id")),
            "room": lambda: SetRoom(typed.chosen(given, "room_id")),
            "capacity": lambda: SetCapacity(typed.needed_whole(given, "capacity")),
            "cancel": lambda: Cancel(text(given, "reason")),
            "restore": Restore,
        }
        return made[self.what]() if self.what in made else None

    async def _preview(self) -> None:
        self.effect, self.go = Effect(), ""
        found = self._deed()
        if found is None or not self.picked:
            return
        view = await self.do(booking.effect_of, chosen=self._chosen(), deed=found)
        self.effect = effect_of(view, lang=self.lang(), zone=await self.zone())
        classes = Counted(texts.CLASSES, len(view.classes))
        go = texts.BULK_CANCEL_DO if self.what == "cancel" else texts.BULK_DO
        self.go = go.to(self.lang(), classes=classes) if view.classes else ""

    def _done(self, deed: str, batch_id: str, changed: int, left: int) -> EventSpec:
        words = {"classes": Counted(texts.CLASSES, changed)}
        back = back_by(BulkState.undo, batch_id)
        off = deed == "cancel"
        if left:
            some = texts.BULK_CANCELLED_BUT if off else texts.BULK_DONE_BUT
            return self.offer_undo(some, back, **words, left=Counted(texts.CLASSES, left))
        return self.offer_undo(texts.BULK_CANCELLED if off else texts.BULK_DONE, back, **words)

    async def _show_board(self) -> None:
        board = await self.get_state(ScheduleState)
        board.sheet = Sheet()
        await board._refresh()

    async def _read_choices(self) -> None:
        lang = self.lang()
        places = await self.do(locations.locations)
        self.coaches = named([(c.id, c.name) for c in await self.do(staff.coaches)], lang)
        several = len(places) > 1
        self.rooms = named(
            [(r.id, f"{p.name}, {r.name}" if several else r.name) for p in places for r in p.rooms],
            lang,
        )


_FIELD: Final = {"move_by": "minutes", "move_to": "at", "capacity": "capacity"}


def _hour(given: dict[str, str]) -> time:
    try:
        return time.fromisoformat(given["at"]).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise Refusal(common.NOT_A_TIME, field="at") from None
