"""FrameState: what the bars show beyond who is signed in: unread count, other gyms, the gym's colours."""

from dataclasses import dataclass
from typing import ClassVar

import reflex as rx

from fitkit.core.permissions import Permission
from fitkit.design.theme import brand_css
from fitkit.features.identity import queries as identity
from fitkit.features.members import queries as members
from fitkit.features.notifications import queries as notifications
from fitkit.features.orgs import queries as orgs
from fitkit.texts import member as texts
from fitkit.web.screen import Needs, Screen


@dataclass
class GymRow:
    """A gym to switch to."""

    id: str  # empty for FitKit's own team
    name: str
    initial: str
    is_here: bool


class FrameState(Screen, rx.State):
    """The bars of signed-in screens."""

    needs: ClassVar[Needs] = Permission.USE_ACCOUNT
    unread: int = 0
    gyms: list[GymRow] = []
    has_gyms: bool = False  # the list was read
    brand_css: str = ""
    ended: str = (
        ""  # that the membership at this gym has ended; a member's screens say nothing else
    )
    has_other_gyms: bool = False
    phone: str = ""  # the gym's, for whom it has put away
    email: str = ""

    @rx.event
    async def arrive(self) -> None:
        """Runs on every arrival, after the screen's own load."""
        session = await self._session()
        self.brand_css = brand_css(session.brand) if session.brand else ""
        if (await self.actor()).org_id is not None:
            self.unread = await self.do(notifications.unread_count)
        await self._show_ending()

    async def _show_ending(self) -> None:
        """Whether the gym in use has put this member away."""
        me = (await self.actor()).member_id
        card = await self.do(members.card, member_id=me) if me else None
        self.ended = ""
        if card is not None and card.archived_at:
            gym = await self.do(orgs.card)
            self.phone, self.email = gym.phone, gym.email
            self.has_other_gyms = len(await self.do(identity.gyms_of)) > 1
            self.ended = texts.MEMBERSHIP_ENDED.to(self.lang(), gym=gym.name)

    @rx.event
    async def open_gyms(self, is_open: bool) -> None:
        """Read the person's gyms when the switch opens."""
        if is_open:
            choices = await self.do(identity.gyms_of)
            self.gyms = [
                GymRow(str(c.org_id or ""), c.name, c.name[:1].upper(), c.is_in_use)
                for c in choices
            ]
            self.has_gyms = True
