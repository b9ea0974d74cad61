"""The member's pass on this phone: brought once a day when the app is opened, dropped when somebody else signs in."""

import json
from typing import Any, ClassVar
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core import clock
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang
from fitkit.core.permissions import Permission
from fitkit.features.booking import queries as booking
from fitkit.features.booking import rules
from fitkit.features.checkin import queries as checkin
from fitkit.texts import checkin as texts
from fitkit.web.screen import Needs, Screen
from fitkit.web.session import SessionState


class PassesState(Screen, rx.State):
    """Gives a phone its codes. They are sent, not kept: a State would send them again at every reconnection."""

    needs: ClassVar[Needs] = Permission.SEE_OWN

    @rx.event
    async def bring(self) -> EventSpec | None:
        """Codes for the rest of the day: one's own, and those of the children one looks after."""
        try:
            kept = await self._kept()
        except Refusal:  # put away meanwhile: the pass page says what to do
            return None
        return rx.call_script(f"window.fitkitPass?.keep({json.dumps(kept)})")

    async def _kept(self) -> dict[str, Any]:
        actor, next_of = await self.actor(), await next_classes(self)
        mine = await self.me()
        views = [
            await self.do(checkin.pass_of, member_id=one) for one in (mine, *sorted(actor.ward_ids))
        ]
        people = [
            {
                "id": str(v.member_id),
                "name": v.name,
                "next": next_of[str(v.member_id)],
                "head": v.ring.head,
                "tags": v.ring.tags,
                "first": v.ring.first,
            }
            for v in views
        ]
        session = await self._session()
        at = int(clock.now().timestamp() * 1000)
        return {"who": owner_of(session), "gym": session.gym_name, "at": at, "people": people}


async def next_classes(screen: Screen) -> dict[str, str]:
    """The next class of the person and of each child, in words, by their member's id."""
    actor = await screen.actor()
    ids = [await screen.me(), *actor.ward_ids]
    return {str(one): await _next_class(screen, one) for one in ids}


async def _next_class(screen: Screen, member_id: UUID) -> str:
    card = await screen.do(booking.next_place, member_id=member_id)
    lang: Lang = screen.lang()
    if card is None:
        return texts.PASS_NO_NEXT.to(lang)
    at = rules.when(card.session.starts_at, now=clock.now(), zone=await screen.zone())
    return texts.PASS_NEXT.to(lang, session=card.session.name, at=at)


def owner_of(session: SessionState) -> str:
    """Whose pass it is, as the page itself says: another person, or another gym, is another owner."""
    return f"{session.user_email}|{session.gym_name}"
