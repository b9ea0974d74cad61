"""What a class's own page knows: the class, what it means to the reader, who comes."""

from typing import ClassVar
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core import clock
from fitkit.core.errors import NotFound
from fitkit.core.permissions import Permission
from fitkit.features.booking import actions
from fitkit.features.booking import queries as booking
from fitkit.features.booking.queries import ClassCard
from fitkit.features.class_types import queries as class_types
from fitkit.features.locations import queries as locations
from fitkit.features.members import queries as members
from fitkit.features.orgs import queries as orgs
from fitkit.features.staff import queries as staff
from fitkit.texts import common
from fitkit.texts import session as texts
from fitkit.web.deeds.family import family_picks
from fitkit.web.deeds.guests import GuestDeeds
from fitkit.web.deeds.places import Steps
from fitkit.web.member.session import rows
from fitkit.web.member.session.rows import AboutRow, PeopleRow
from fitkit.web.problems import warned
from fitkit.web.rows import session
from fitkit.web.rows.choice import Choice
from fitkit.web.rows.session import Pick, Reading, SessionRow
from fitkit.web.screen import FOR, Needs


class ClassState(GuestDeeds, rx.State):
    """One class as one member sees it."""

    needs: ClassVar[Needs] = Permission.BOOK_SELF
    family: list[Pick] = []  # for whom: oneself and one's children
    is_for_child: bool = False
    row: SessionRow = SessionRow()
    about: AboutRow = AboutRow()
    people: PeopleRow = PeopleRow()
    rules: list[str] = []
    notice: str = "0"  # minutes before the start: no place in line that comes later
    notices: list[Choice] = []  # empty: nobody waits here, or it is too late to choose
    is_seen: bool = False  # the reader, by others
    is_gone: bool = False  # no such class here, or not any more
    phone: str = ""  # the gym's
    _is_in_line: bool = False
    is_loading: bool = True
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        """Read the class of the address."""
        self.busy, self.ask_id, self.row, self.is_gone = "", "", SessionRow(), False
        self.notice, self._is_in_line, self.problems = "0", False, {}
        async with self.loading():
            await self._refresh()

    @rx.event
    async def choose_notice(self, minutes: str) -> Steps:
        """Say how late a place may still come: at once for who waits, else with joining the line."""
        if minutes not in [each.value for each in self.notices]:
            yield warned(common.NOT_A_CHOICE.to(self.lang()))
            return
        self.notice = minutes
        if self._is_in_line:
            async for step in self._do_once(f"notice {minutes}", self.row.id, self._tell_notice):
                yield step

    async def _tell_notice(self, session_id: UUID) -> EventSpec:
        me, minutes = await self.me(), self._notice_minutes()
        await self.do(
            actions.set_notice, session_id=session_id, member_id=me, notice_minutes=minutes
        )
        chosen = next(each.label for each in self.notices if each.value == self.notice)
        return self.say(texts.NOTICE_KEPT, choice=chosen)

    def _notice_minutes(self) -> int:
        return int(self.notice)

    async def _refresh(self) -> None:
        try:
            session_id, me = self.id_in_path(), await self.me()
            card = await self.do(booking.card, session_id=session_id, member_id=me)
        except NotFound:
            self.is_gone = True
            return
        self.family = await family_picks(self, self._address)
        self.is_for_child = bool(self._asked_for())
        self.phone = (await self.do(orgs.card)).phone
        reading = Reading(
            self.lang(),
            await self.zone(),
            clock.now(),
            may_call=bool(self.phone),
            for_whom=self._for_whom(),
        )
        self.row = session.session_row(card, reading)
        self._show_notice(card, reading)
        await self._show_guests(session_id, me)
        await self._show_about(card, reading)
        terms = await self.do(booking.terms, session_id=session_id, member_id=me)
        self.rules = rows.rule_lines(card, terms, reading)
        found = await self.do(booking.companions, session_id=session_id, member_id=me)
        self.people = rows.people_row(card, found, reading)
        self.is_seen = (await self.do(members.card, member_id=me)).is_seen_by_members

    def _address(self, who: UUID | None) -> str:
        here = f"/{self.lang()}/session/{self.id_in_path()}/"
        return f"{here}?{FOR}={who}" if who else here

    def _show_notice(self, card: ClassCard, reading: Reading) -> None:
        """What was chosen; before joining the line the choice stays as it was made here."""
        self.notices = rows.notice_choices(card, reading)
        self._is_in_line = rows.is_in_line(card)
        if self._is_in_line:
            self.notice = str(card.status.notice_minutes)
        elif self.notice not in [each.value for each in self.notices]:
            self.notice = "0"

    async def _show_about(self, card: ClassCard, reading: Reading) -> None:
        view = card.session
        coach = await self.do(staff.coach, staff_id=view.coach_id) if view.coach_id else None
        branches = await self.do(locations.locations)
        place = next((b for b in branches if b.id == view.location_id), None)
        description = await self.do(class_types.about, class_type_id=view.class_type_id)
        self.about = rows.about_row(view, coach, place, description, reading)
