"""Many classes at once: which ones, what is done to them, what that would do, and taking it back.

They are picked on the board one by one, or named by days, class, coach, location and weekday.
"""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import ClassVar, Final, Literal

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import Refusal
from fitkit.core.i18n import Counted
from fitkit.core.permissions import Permission
from fitkit.features.booking import queries as booking
from fitkit.features.class_types import queries as class_types
from fitkit.features.locations import queries as locations
from fitkit.features.scheduling import actions
from fitkit.features.scheduling import queries as scheduling
from fitkit.features.scheduling.queries import ChosenCount
from fitkit.features.scheduling.rules import (
    Cancel,
    Chosen,
    Deed,
    MoveBy,
    MoveByDays,
    MoveTo,
    Restore,
    SetCapacity,
    SetCoach,
    SetRoom,
)
from fitkit.features.staff import queries as staff
from fitkit.texts import board as texts
from fitkit.texts import common, planning
from fitkit.web.owner import typed
from fitkit.web.owner.timetable.state import ScheduleState
from fitkit.web.owner.typed import back_by
from fitkit.web.rows.choice import Choice, named
from fitkit.web.rows.effect import Effect, apart, counted, effect_of
from fitkit.web.rows.session import Pick
from fitkit.web.rows.timetable import Sheet
from fitkit.web.screen import Needs, Screen, text

What = Literal[
    "move_by", "move_days", "move_to", "coach", "room", "capacity", "cancel", "restore"
]  # fmt: skip
Typed = Literal[
    "minutes", "days", "at", "coach_id", "room_id", "capacity", "reason", "following",
    "what", "first_on", "last_on", "of_type", "of_coach", "of_place", "of_weekday",
]  # fmt: skip
PICKED_MOST: Final = 200
SPAN: Final = timedelta(days=27)  # that naming classes begins with


class BulkState(Screen, rx.State):
    """What is selected on the board, and one deed for all of it."""

    needs: ClassVar[Needs] = Permission.EDIT_TIMETABLE
    selecting: bool = False
    picked: list[str] = []
    words: str = ""  # how many are selected
    has_off: bool = False  # some of them are cancelled
    is_named: bool = False  # not picked: named by days and what they are
    named: str = ""  # how many are
    what: str = ""  # the deed whose dialog is open
    title: str = ""
    go: str = ""  # the words of its button
    draft: dict[str, str] = {}  # what naming them begins with
    coaches: list[Choice] = []
    rooms: list[Choice] = []
    types: list[Choice] = []
    places: list[Choice] = []
    weekdays: list[Choice] = []
    deeds: list[Choice] = []  # what can be done to what is named
    effect: Effect = Effect()
    problems: dict[str, str] = {}
    _typed: dict[str, str] = {}
    _off: list[str] = []  # of the picked ones, those that are cancelled

    @rx.event
    async def toggle(self) -> None:
        """Begin or end selecting."""
        self.selecting = not self.selecting
        await self._pick([])

    @rx.event
    async def pick(self, session_id: str) -> None:
        """Select a class, or let go of it."""
        one = str(self.uuid(session_id))
        kept = [p for p in self.picked if p != one]
        await self._pick(kept if len(kept) < len(self.picked) else [*kept, one])

    @rx.event
    async def pick_shown(self) -> None:
        """Select every class that the board shows and that is not over."""
        board = await self.get_state(ScheduleState)
        self.selecting = True
        await self._pick([s.id for d in board.days for s in d.sessions if s.kind != "past"])

    @rx.event
    async def clear(self) -> None:
        """Let go of everything."""
        self.selecting = False
        await self._pick([])

    @rx.event
    async def begin_named(self) -> EventSpec | None:
        """Open the dialog that names classes by days and what they are, from what the board shows."""
        async with self.attempt() as deed:
            board = await self.get_state(ScheduleState)
            first = max(await self.today(), _day_or_min(board.first))
            self.draft = {
                "first_on": first.isoformat(),
                "last_on": (first + SPAN).isoformat(),
                "of_type": _chosen_in(board.types),
                "of_coach": _chosen_in(board.coaches),
                "of_place": _chosen_in(board.places),
            }
            self._typed = dict(self.draft)
            self.title = texts.NAMED_TITLE.to(self.lang())
            self.what, self.is_named = "", True
            await self._read_choices()
            await self._preview()
        return deed.toast

    @rx.event
    async def begin(self, what: What) -> EventSpec | None:
        """Open the dialog of a deed, with what it would do."""
        async with self.attempt() as deed:
            self._typed, self.effect, self.is_named = {}, Effect(), False
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
            if name == "what":
                self.what = words if words in texts.BULK else ""
            else:
                self._typed = {**self._typed, name: words[:200]}
            await self._preview()
        self.problems, elsewhere = apart(self.problems, name)
        if elsewhere:
            self.effect = Effect(clashes=elsewhere)
        return deed.toast

    @rx.event
    async def do_it(self) -> EventSpec | None:
        """Do it to all that can; the toast takes it back."""
        async with self.attempt() as deed:
            chosen, found = self._chosen(), self._deed()
            if found is None:
                raise Refusal(common.REQUIRED, field=_FIELD.get(self.what, "what"))
            done = await self.do(actions.apply, chosen=chosen, deed=found)
            what, self.what = self.what, ""
            self.selecting, self.is_named = False, False
            await self._pick([])
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
        self.what, self.is_named, self.problems = "", False, {}

    async def _pick(self, ids: list[str]) -> None:
        board = await self.get_state(ScheduleState)
        shown = [s for d in board.days for s in d.sessions]
        off = {*self._off, *(s.id for s in shown if s.kind == "cancelled")}
        self.picked = ids[:PICKED_MOST]
        self._off = [one for one in self.picked if one in off]
        self.has_off = bool(self._off)
        n = len(self.picked)
        self.words = texts.SELECTED.to(self.lang(), n) if n else ""

    def _chosen(self) -> Chosen:
        return self._chosen_by_name() if self.is_named else self._chosen_by_hand()

    def _chosen_by_name(self) -> Chosen:
        given = self._typed
        first, last = (_needed_day(given, name) for name in ("first_on", "last_on"))
        if last < first:
            raise Refusal(planning.END_BEFORE_FIRST, field="last_on")
        weekday = typed.whole(given, "of_weekday")
        return Chosen(
            class_type_id=typed.chosen(given, "of_type"),
            coach_id=typed.chosen(given, "of_coach"),
            location_id=typed.chosen(given, "of_place"),
            first_on=first,
            last_on=last,
            weekdays=() if weekday is None else (weekday,),
        )

    def _chosen_by_hand(self) -> Chosen:
        ids = tuple(self.uuid(one) for one in self.picked)
        return Chosen(ids=ids, with_following=bool(self._typed.get("following")))

    def _deed(self) -> Deed | None:
        """The deed as typed; None while something is missing."""
        given = self._typed
        if self.what in _FIELD and not text(given, _FIELD[self.what]):
            return None
        made: dict[str, Callable[[], Deed]] = {
            "move_by": lambda: MoveBy(typed.needed_whole(given, "minutes")),
            "move_days": lambda: MoveByDays(typed.needed_whole(given, "days")),
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
        chosen = self._chosen()
        if self.is_named:
            self._offer_deeds(await self.do(scheduling.count_of, chosen=chosen))
        found = self._deed()
        if found is None or (chosen.is_nothing and not self.is_named):
            return
        view = await self.do(booking.effect_of, chosen=chosen, deed=found)
        self.effect = effect_of(view, lang=self.lang(), zone=await self.zone())
        classes = Counted(texts.CLASSES, len(view.classes))
        go = texts.BULK_CANCEL_DO if self.what == "cancel" else texts.BULK_DO
        self.go = go.to(self.lang(), classes=classes) if view.classes else ""

    def _offer_deeds(self, count: ChosenCount) -> None:
        """What fits: only what is cancelled can be restored, only what stands can be changed."""
        lang = self.lang()
        fits = [w for w in texts.BULK if (count.off if w == "restore" else count.on)]
        self.deeds = [Choice(w, texts.BULK[w].to(lang)) for w in fits]
        if self.what not in fits:
            self.what = ""
        on, off = texts.NAMED_ON.to(lang, count.on), texts.NAMED_OFF.to(lang, count.off)
        said = [words for words, n in ((on, count.on), (off, count.off)) if n]
        self.named = ", ".join(said) or texts.NAMED_NONE.to(lang)

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
        kinds = await self.do(class_types.class_types)
        self.types = named([(k.id, k.name) for k in kinds], lang)
        self.places = named([(p.id, p.name) for p in places], lang)
        self.weekdays = named([(str(n), day) for n, day in enumerate(texts.EVERY)], lang)
        self.coaches = named([(c.id, c.name) for c in await self.do(staff.coaches)], lang)
        several = len(places) > 1
        self.rooms = named(
            [(r.id, f"{p.name}, {r.name}" if several else r.name) for p in places for r in p.rooms],
            lang,
        )


_FIELD: Final = {
    "move_by": "minutes",
    "move_days": "days",
    "move_to": "at",
    "capacity": "capacity",
}


def _day_or_min(words: str) -> date:
    return date.fromisoformat(words) if words else date.min


def _chosen_in(filters: list[Pick]) -> str:
    """What the board is filtered by; empty: everything."""
    return next((p.value for p in filters if p.is_on), "")


def _needed_day(given: dict[str, str], name: str) -> date:
    day = typed.day(given, name)
    if day is None:
        raise Refusal(common.REQUIRED, field=name)
    return day


def _hour(given: dict[str, str]) -> time:
    try:
        return time.fromisoformat(given["at"]).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise Refusal(common.NOT_A_TIME, field="at") from None
