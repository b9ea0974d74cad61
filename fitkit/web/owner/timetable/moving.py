"""Moving one class, or it and all that follow: dropped on the board, or typed; first what it would do."""

from datetime import date, datetime, time, timedelta
from typing import ClassVar, Literal
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.permissions import Permission
from fitkit.features.booking import queries as booking
from fitkit.features.scheduling import actions, queries, rules
from fitkit.features.scheduling.queries import SessionView
from fitkit.features.scheduling.rules import Exceptions, SessionChange, SlotChange
from fitkit.texts import board as texts
from fitkit.texts import common
from fitkit.web.owner.timetable.bulk import BulkState
from fitkit.web.owner.timetable.state import ScheduleState
from fitkit.web.owner.typed import back_by
from fitkit.web.rows.effect import Effect, effect_on_one, slot_effect
from fitkit.web.rows.timetable import Sheet
from fitkit.web.screen import Needs, Screen

Typed = Literal["day", "at", "scope"]


class MoveState(Screen, rx.State):
    """One class on its way to another day or hour."""

    needs: ClassVar[Needs] = Permission.EDIT_TIMETABLE
    is_open: bool = False
    session_id: str = ""
    title: str = ""
    is_weekly: bool = False  # comes from a weekly class, so that all that follow may move too
    draft: dict[str, str] = {}  # day at scope
    effect: Effect = Effect()
    problems: dict[str, str] = {}

    @rx.event
    async def drop(self, session_id: str, day: str, at: str) -> EventSpec | None:
        """A class was carried to another day or hour; at once while it concerns nobody."""
        async with self.attempt() as deed:
            view = await self._take_up(session_id)
            self.draft = {**self.draft, "day": day[:10], "at": at[:5]}
            await self._preview(view)
            if self.effect.is_free and self.effect.may:
                deed.toast = await self._move(view)
            else:
                self.is_open = bool(self.effect.may or self.effect.clashes)
        return deed.toast

    @rx.event
    async def ask(self, session_id: str) -> EventSpec | None:
        """The way without dragging: a day and an hour to type."""
        async with self.attempt() as deed:
            await self._take_up(session_id)
            self.effect, self.is_open = self._stays(), True
        return deed.toast

    @rx.event
    async def put(self, name: Typed, value: str | float | None) -> EventSpec | None:
        """Something was typed: what it would do is worded anew."""
        async with self.attempt() as deed:
            self.draft = {**self.draft, name: str("" if value is None else value)[:20]}
            await self._preview(await self._view())
        return deed.toast

    @rx.event
    async def move(self) -> EventSpec | None:
        """Do it; the toast takes it back."""
        async with self.attempt() as deed:
            deed.toast = await self._move(await self._view())
            self.is_open = False
        return deed.toast

    @rx.event
    async def leave(self) -> None:
        """Close; nothing changes."""
        self.is_open, self.problems = False, {}

    async def _take_up(self, session_id: str) -> SessionView:
        view = await self.do(queries.session, session_id=self.uuid(session_id))
        zone = await self.zone()
        local = view.starts_at.astimezone(zone)
        name = rules.title(view.name, view.starts_at, zone).to(self.lang())
        self.session_id, self.title = str(view.id), texts.MOVE_TITLE.to(self.lang(), session=name)
        self.is_weekly = view.slot_id is not None
        self.draft = {"day": local.date().isoformat(), "at": f"{local:%H:%M}", "scope": "one"}
        board = await self.get_state(ScheduleState)
        board.sheet = Sheet()
        return view

    async def _view(self) -> SessionView:
        return await self.do(queries.session, session_id=self.uuid(self.session_id))

    async def _preview(self, view: SessionView) -> None:
        lang, zone = self.lang(), await self.zone()
        if self.draft["scope"] == "following" and view.slot_id is not None:
            ids, from_on, change = await self._following(view)
            found = await self.do(
                booking.effect_of_slot_change,
                slot_id=ids,
                from_on=from_on,
                change=change,
                exceptions=Exceptions.KEEP,
            )
            self.effect = slot_effect(found, lang=lang, zone=zone)
            return
        change_one = await self._change(view)
        seen = await self.do(booking.effect_of_change, session_id=view.id, change=change_one)
        self.effect = effect_on_one(seen, lang=lang, zone=zone)
        if not self.effect.may and not self.effect.clashes:
            self.effect = self._stays()

    def _stays(self) -> Effect:
        """Nothing is chosen yet: why it cannot be moved, and what to do."""
        return Effect(summary=texts.STAYS_PUT.to(self.lang()))

    async def _move(self, view: SessionView) -> EventSpec | None:
        if self.draft["scope"] == "following" and view.slot_id is not None:
            slot_id, from_on, change = await self._following(view)
            done = await self.do(
                actions.change_slot,
                slot_id=slot_id,
                from_on=from_on,
                change=change,
                exceptions=Exceptions.KEEP,
            )
            batch_id = done.batch_id
        else:
            changed = await self.do(
                actions.change_session, session_id=view.id, change=await self._change(view)
            )
            batch_id = changed.batch_id
        board = await self.get_state(ScheduleState)
        await board._refresh()
        if batch_id is None:
            return None
        after = await self._view()
        name = rules.title(after.name, after.starts_at, await self.zone()).to(self.lang())
        return self.offer_undo(texts.MOVED, back_by(BulkState.undo, str(batch_id)), session=name)

    async def _change(self, view: SessionView) -> SessionChange:
        day, at = _when(self.draft)
        length = view.ends_at - view.starts_at
        return SessionChange(
            location_id=view.location_id,
            day=day,
            at=at,
            until=(datetime.combine(day, at) + length).time(),
            capacity=view.capacity,
            room_id=view.room_id,
            coach_id=view.coach_id,
        )

    async def _following(self, view: SessionView) -> tuple[UUID, date, SlotChange]:
        day, at = _when(self.draft)
        slot = await self.do(queries.slot, slot_id=view.slot_id or view.id)
        today = await self.today()
        from_on = max(today, min(day, day_of(view.starts_at, await self.zone())))
        change = SlotChange(
            weekday=rules.weekday_of(day),
            at=at,
            minutes=int((view.ends_at - view.starts_at) / timedelta(minutes=1)),
            location_id=slot.location_id,
            capacity=slot.capacity,
            room_id=slot.room_id,
            coach_id=slot.coach_id,
        )
        return slot.id, from_on, change


def _when(draft: dict[str, str]) -> tuple[date, time]:
    try:
        day = date.fromisoformat(draft.get("day", ""))
    except ValueError:
        raise Refusal(common.NOT_A_DATE, field="day") from None
    try:
        at = time.fromisoformat(draft.get("at", ""))
    except ValueError:
        raise Refusal(common.NOT_A_TIME, field="at") from None
    return day, at.replace(second=0, microsecond=0, tzinfo=None)
