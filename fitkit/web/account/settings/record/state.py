"""One's own late cancellations, no-shows and fixed places, and one's children's."""

from typing import Any, ClassVar
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.i18n import moment
from fitkit.core.permissions import Permission
from fitkit.features.booking import queries as booking
from fitkit.features.penalties import actions, queries
from fitkit.texts import penalties as texts
from fitkit.web.rows.penalty import PenaltyRow, ladder_words, penalty_row
from fitkit.web.screen import Needs, Screen, text


class RecordState(Screen, rx.State):
    """What stands of the reader and their children."""

    needs: ClassVar[Needs] = Permission.USE_ACCOUNT
    is_member: bool = False
    penalties: list[PenaltyRow] = []
    rules: list[str] = []
    blocked: str = ""
    dispute_id: str = ""  # the penalty whose dispute is being written; empty: none
    problems: dict[str, str] = {}
    is_loading: bool = True
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        """Read one's own record."""
        self.dispute_id, self.problems, self.penalties, self.blocked = "", {}, [], ""
        async with self.loading():
            await self._refresh()

    async def _refresh(self) -> None:
        actor, lang, zone = await self.actor(), self.lang(), await self.zone()
        self.is_member = actor.member_id is not None
        if actor.member_id is None:
            return
        self.rules = ladder_words(await self.do(queries.ladder), lang)
        until = await self.do(queries.blocked_until, member_id=actor.member_id)
        self.blocked = (
            texts.BLOCKED_UNTIL.to(lang, until=moment(until, zone, lang)) if until else ""
        )
        theirs = [actor.member_id, *sorted(actor.ward_ids)]
        found = [
            view for who in theirs for view in await self.do(booking.penalties_of, member_id=who)
        ]
        found.sort(key=lambda view: view.penalty.at, reverse=True)
        self.penalties = [penalty_row(view, zone=zone, lang=lang) for view in found]

    @rx.event
    async def ask_dispute(self, penalty_id: str) -> None:
        """Write what happened."""
        self.dispute_id, self.problems = penalty_id, {}

    @rx.event
    async def leave(self) -> None:
        """Leave it as it is."""
        self.dispute_id, self.problems = "", {}

    @rx.event
    async def dispute(self, form: dict[str, Any]) -> EventSpec | None:
        """Send it to the team."""
        async with self.attempt() as deed:
            await self.do(
                actions.dispute,
                penalty_id=self.uuid(self.dispute_id),
                member_id=self._whose(),
                words=text(form, "words"),
            )
            self.dispute_id = ""
            await self._refresh()
            deed.toast = self.say(texts.DISPUTE_SENT)
        return deed.toast

    def _whose(self) -> UUID:
        found = next((p.member_id for p in self.penalties if p.id == self.dispute_id), "")
        return self.uuid(found)
