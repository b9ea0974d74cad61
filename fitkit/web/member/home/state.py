"""What the member's first screen knows: the next class, places ahead, the week, the plan."""

from typing import ClassVar
from uuid import UUID

import reflex as rx

from fitkit.core import clock
from fitkit.core.i18n import long_day
from fitkit.core.permissions import Permission
from fitkit.features.booking import queries as booking
from fitkit.features.class_types import queries as class_types
from fitkit.features.identity import queries as identity
from fitkit.features.members import queries as members
from fitkit.features.members.queries import MemberCard
from fitkit.features.orgs import queries as orgs
from fitkit.features.subscriptions import queries as subscriptions
from fitkit.texts import member as texts
from fitkit.web.deeds.family import family_picks
from fitkit.web.deeds.places import PlaceDeeds
from fitkit.web.member.home import rows
from fitkit.web.member.home.rows import NextRow, WeekRow
from fitkit.web.rows.greeting import greeting
from fitkit.web.rows.session import Pick, Reading, SessionRow
from fitkit.web.rows.subscription import HeldRow
from fitkit.web.screen import FOR, Needs


class HomeState(PlaceDeeds, rx.State):
    """One member's day at a glance."""

    needs: ClassVar[Needs] = Permission.SEE_OWN
    family: list[Pick] = []  # for whom: oneself and one's children
    greeting: str = ""  # of whoever is signed in
    of_whom: str = ""  # whose classes these are, where they are a child's
    today_words: str = ""
    next: NextRow = NextRow()
    coming: list[SessionRow] = []  # after the next one
    offers: list[SessionRow] = []  # places that wait for an answer
    waiting: list[SessionRow] = []
    week: WeekRow = WeekRow()
    plans: list[HeldRow] = []
    plan_hint: str = ""
    ended: str = ""  # that the membership at this gym has ended; nothing else is shown then
    has_other_gyms: bool = False
    phone: str = ""  # the gym's
    email: str = ""
    is_loading: bool = True
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        """Read everything."""
        self.busy, self.ask_id = "", ""
        async with self.loading():
            await self._refresh()

    async def _refresh(self) -> None:
        zone = await self.zone()
        reading = Reading(self.lang(), zone, clock.now(), for_whom=self._for_whom())
        self.family = await family_picks(self, self._address)
        member = await self.do(members.card, member_id=await self.me())
        name = await self._my_name(member)
        self.greeting = greeting(name, lang=reading.lang, zone=zone, now=reading.now)
        of_whom = texts.OF_WHOM.to(reading.lang, name=member.first_name)
        self.of_whom = of_whom if self._asked_for() else ""
        self.today_words = long_day(reading.today, reading.lang)
        await self._show_gym(member, reading)
        if self.ended:
            return
        await self._show_classes(reading)
        await self._show_plans(member, reading)

    async def _my_name(self, shown: MemberCard) -> str:
        """The first name of whoever is signed in: a guardian's own, whatever child is shown."""
        me = (await self.actor()).member_id
        if me is None or me == shown.id:
            return shown.first_name
        return (await self.do(members.card, member_id=me)).first_name

    def _address(self, who: UUID | None) -> str:
        here = f"/{self.lang()}/home/"
        return f"{here}?{FOR}={who}" if who else here

    async def _show_gym(self, member: MemberCard, reading: Reading) -> None:
        gym = await self.do(orgs.card)
        self.phone, self.email = gym.phone, gym.email
        self.ended = rows.ended(member, gym.name, reading)
        self.has_other_gyms = bool(self.ended) and len(await self.do(identity.gyms_of)) > 1

    async def _show_classes(self, reading: Reading) -> None:
        me, today = await self.me(), reading.today
        coming = await self.do(booking.upcoming, member_id=me)
        week = await self.do(booking.week_for_member, member_id=me, day=today)
        use = await self.do(booking.week_use, member_id=me, day=today)
        self.next = rows.next_row(coming, week, reading)
        self.coming = rows.coming_rows(coming, self.next, reading)
        self.offers = rows.offer_rows(coming, reading)
        self.waiting = rows.waiting_rows(coming, reading)
        self.week = rows.week_row(week, use, today, reading)

    async def _show_plans(self, member: MemberCard, reading: Reading) -> None:
        held = await self.do(subscriptions.held, member_id=member.id)
        live = rows.of_use(held, reading.today)
        kinds = await self.do(class_types.class_types)
        names = {kind.id: kind.name for kind in kinds}
        self.plans = rows.plan_rows(live, names=names, lang=reading.lang)
        self.plan_hint = rows.plan_hint(live, member, reading)
