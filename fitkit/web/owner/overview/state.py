"""What the overview knows. Each part is read by itself, so that one that fails leaves the others standing."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import ClassVar, Final

import reflex as rx

from fitkit.core import clock
from fitkit.core.errors import Denied, Refusal
from fitkit.core.permissions import Permission, Role
from fitkit.features.audit import queries as audit
from fitkit.features.booking import queries as booking
from fitkit.features.identity import queries as identity
from fitkit.features.members import queries as members
from fitkit.features.notifications import queries as notifications
from fitkit.features.orgs import queries as orgs
from fitkit.features.orgs.rules import GymKind
from fitkit.features.penalties import queries as penalties
from fitkit.features.scheduling import queries as timetable
from fitkit.features.staff import queries as staff
from fitkit.features.subscriptions import queries as subscriptions
from fitkit.features.substitutes import queries as substitutes
from fitkit.texts import overview as texts
from fitkit.web import problems
from fitkit.web.rows import attention
from fitkit.web.rows import figure as rows
from fitkit.web.rows.attention import TaskCard
from fitkit.web.rows.figure import FigureRow, LineRow, Reading, StepRow
from fitkit.web.rows.greeting import greeting
from fitkit.web.screen import Needs, Screen

# What somebody of the gym must have done for a step of its opening, when the tables alone do not say.
TYPES_DONE: Final = ("class_types.added", "class_types.changed", "class_types.retired")
PLANS_DONE: Final = ("plans.added", "plans.changed", "plans.retired", "subscriptions.given")
COACHES: Final = frozenset({Role.ADMIN, Role.COACH})


class OverviewState(Screen, rx.State):
    """The gym at a glance."""

    needs: ClassVar[Needs] = Permission.SEE_OVERVIEW
    greeting: str = ""
    day: str = ""
    figures: list[FigureRow] = []
    lines: list[LineRow] = []
    lines_sum: str = ""
    has_timetable: bool = False
    steps: list[StepRow] = []  # empty: all done, or not yet known
    steps_title: str = ""
    steps_left: str = ""
    steps_done: int = 0
    tasks: list[TaskCard] = []
    broken: dict[str, str] = {}  # part to what went wrong with it
    is_loading: bool = True
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        """Read it all; a part that fails says so in its own place."""
        self.broken = {}
        async with self.loading():
            reading = Reading(self.lang(), await self.zone(), clock.now())
            await self._greet(reading)
            await self._part("figures", self._read_figures, reading)
            await self._part("today", self._read_today, reading)
            await self._part("setup", self._read_setup, reading)
            await self._read_tasks(reading)

    async def _part(
        self, name: str, read: Callable[[Reading], Awaitable[None]], reading: Reading
    ) -> None:
        try:
            await read(reading)
        except Denied:
            return  # a narrowed role: the part is not there
        except Refusal as refusal:
            self.broken = {**self.broken, name: problems.sentence(refusal, self.lang())}
        except Exception as exception:  # noqa: BLE001  # one part's fault must not take the others along
            self.broken = {**self.broken, name: problems.fault(exception, self.lang())}

    async def _greet(self, reading: Reading) -> None:
        name = (await self._session()).user_name.partition(" ")[0]
        self.greeting = greeting(name, lang=reading.lang, zone=reading.zone, now=reading.now)
        self.day = rows.long_today(reading)

    async def _read_figures(self, reading: Reading) -> None:
        self.figures = []
        days, spans = rows.days_of_active(reading.today), rows.spans_of_joining(reading.today)
        weeks = await self.do(booking.figures_by_week, day=reading.today, weeks=rows.WEEKS)
        self.figures = [
            rows.active(await self.do(subscriptions.holding_on, days=days), reading),
            rows.bookings(weeks, reading),
            rows.utilisation(weeks, reading),
            rows.no_shows(weeks, reading),
            rows.joined(await self.do(members.joined_in, spans=spans), reading),
        ]

    async def _read_today(self, reading: Reading) -> None:
        self.lines, self.lines_sum = [], ""
        views = await self.do(timetable.day_of_gym, day=reading.today)
        self.lines = [rows.line(v, reading) for v in views]
        self.lines_sum = rows.today_sum(views, reading)
        self.has_timetable = bool(views) or await self.do(timetable.is_begun)

    async def _read_setup(self, reading: Reading) -> None:
        self.steps = []
        steps = await self._steps(reading)
        done = sum(s.is_done for s in steps)
        self.steps_done = done
        self.steps = steps if done < len(steps) else []
        self.steps_title = texts.SETUP.to(reading.lang, done=done, of=len(steps))
        self.steps_left = texts.SETUP_LEFT.to(reading.lang, len(steps) - done)

    async def _steps(self, reading: Reading) -> list[StepRow]:
        """What is done of opening the gym, from facts; a trainer who works alone needs no coach."""
        gym, own = await self.do(orgs.card), await self.do(orgs.setup)
        people = await self.do(audit.done_by_people, names=(*TYPES_DONE, *PLANS_DONE))
        has_class = await self.do(timetable.is_begun)
        has_members = (await self.do(members.counts)).everyone > 0
        known = [
            (texts.STEP_TYPES, has_class or bool(people & set(TYPES_DONE)), "catalogue"),
            (texts.STEP_PLANS, bool(people & set(PLANS_DONE)), "plans"),
            (texts.STEP_CLASS, has_class, "schedule"),
            (texts.STEP_MEMBERS, has_members, "members"),
        ]
        if gym.kind is not GymKind.TRAINER:
            known.insert(3, (texts.STEP_COACH, await self._has_coach(), "staff"))
        # Whoever has done all the rest and kept our colour has chosen it.
        is_branded = own.has_own_brand or all(is_done for _, is_done, _ in known)
        known.append((texts.STEP_BRAND, is_branded, "settings"))
        return rows.steps(known, reading)

    async def _has_coach(self) -> bool:
        """Whether anybody but the owner was invited to the staff, or stands on it already."""
        if len(await self.do(staff.coaches)) > 1:
            return True
        return any(i.role in COACHES for i in await self.do(identity.open_invitations))

    async def _read_tasks(self, reading: Reading) -> None:
        self.tasks = []
        for name, read in (
            ("substitutes", self._read_substitutes),
            ("disputes", self._read_disputes),
            ("running_out", self._read_running_out),
            ("without_plan", self._read_without_plan),
            ("waiting", self._read_waiting),
            ("invitations", self._read_invitations),
            ("troubles", self._read_troubles),
        ):
            await self._part(name, read, reading)

    def _add(self, card: TaskCard) -> None:
        if card.rows:
            self.tasks = [*self.tasks, card]

    async def _read_substitutes(self, reading: Reading) -> None:
        self._add(attention.substitutes(await self.do(substitutes.all_open), reading))

    async def _read_disputes(self, reading: Reading) -> None:
        self._add(attention.disputes(await self.do(penalties.disputes), reading))

    async def _read_running_out(self, reading: Reading) -> None:
        views = await self.do(subscriptions.running_out, today=reading.today)
        self._add(attention.running_out(views, reading))

    async def _read_without_plan(self, reading: Reading) -> None:
        self._add(attention.without_plan(await self.do(subscriptions.without_plan), reading))

    async def _read_waiting(self, reading: Reading) -> None:
        days = (reading.today, reading.today + timedelta(days=7))
        views = [v for day in days for v in await self.do(timetable.week, day=day)]
        self._add(attention.waiting(views, reading))

    async def _read_invitations(self, reading: Reading) -> None:
        self._add(attention.invitations(await self.do(identity.open_invitations), reading))

    async def _read_troubles(self, reading: Reading) -> None:
        views = await self.do(notifications.troubles)
        ids = {v.member_id for v in views if v.member_id}
        names = await self.do(members.names, ids=ids) if ids else {}
        self._add(attention.troubles(views, names, reading))
