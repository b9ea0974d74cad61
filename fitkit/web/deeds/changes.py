"""Another plan instead of the one that is held: chosen, shown line by line, then done; for a member and for staff."""

from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import NotFound
from fitkit.core.i18n import Text
from fitkit.features.billing import actions, flows, queries
from fitkit.features.billing.flows import ChangeResult
from fitkit.features.billing.rules.changes import ChangeState
from fitkit.features.plans.rules import Every
from fitkit.texts import changes as texts
from fitkit.texts import endings
from fitkit.web import problems
from fitkit.web.rows.change import ChangeRow, change_row
from fitkit.web.rows.choice import Choice
from fitkit.web.screen import Screen


class ChangeDeeds(Screen, rx.State, mixin=True):
    """The change that is being chosen, and what it would do."""

    panel: str = ""  # change, off; empty: closed
    choices: list[Choice] = []
    chosen: str = ""
    row: ChangeRow = ChangeRow()
    is_shown: bool = False
    has_card: bool = False
    problems: dict[str, str] = {}
    busy: bool = False
    _deal_id: str = ""
    _change_id: str = ""
    _day: str = ""  # on which it begins, in words
    _mark: str = ""  # of what is shown
    _names: dict[str, Text] = {}  # of the plans there are to choose

    async def _whose(self) -> UUID:
        """Whose deal it is."""
        raise NotImplementedError

    @rx.event
    async def open_change(self, deal_id: str) -> EventSpec | None:
        """Choose another plan; begin with the first there is."""
        self._deal_id, self.busy = deal_id[:40], False
        async with self.attempt() as deed:
            found = await self.do(
                queries.choices, member_id=await self._whose(), deal_id=self.uuid(self._deal_id)
            )
            lang, self._names = self.lang(), {str(one.plan_id): one.name for one in found}
            words = {Every.YEAR: endings.PRICE_YEAR}
            self.choices = [
                Choice(
                    str(one.plan_id),
                    f"{one.name.to(lang)} · "
                    + words.get(one.every or Every.MONTH, endings.PRICE_MONTH).to(
                        lang, price=one.price
                    ),
                )
                for one in found
            ]
            self.chosen = self.choices[0].value if self.choices else ""
            self.panel = "change"
            await self._foresee()
        return deed.toast

    @rx.event
    async def choose(self, plan_id: str) -> EventSpec | None:
        """Another plan: say what it would do."""
        self.chosen = plan_id[:40]
        async with self.attempt() as deed:
            await self._foresee()
        return deed.toast

    @rx.event
    async def confirm(self) -> EventSpec | None:
        """Change, as it is shown."""
        if self.busy or not self.is_shown:
            return None
        self.busy = True
        async with self.attempt() as deed:
            result = await self.run(
                flows.change_plan,
                member_id=await self._whose(),
                deal_id=self.uuid(self._deal_id),
                to_plan_id=self.uuid(self.chosen),
                as_shown=self._mark,
                lang=self.lang(),
            )
            deed.toast = came_of(self, result, planned=self._day)
            self.panel = ""
        self.busy = False
        if not deed.done:
            await self._again()
        return deed.toast

    @rx.event
    async def ask_off(self, change_id: str) -> None:
        """Ask before a change that is ahead is called off."""
        self._change_id, self.panel = change_id[:40], "off"

    @rx.event
    async def call_off(self) -> EventSpec | None:
        """The present plan goes on."""
        async with self.attempt() as deed:
            await self.do(
                actions.call_off,
                member_id=await self._whose(),
                change_id=self.uuid(self._change_id),
            )
            deed.toast = self.say(texts.CALLED_OFF)
        self.panel = ""
        return deed.toast

    @rx.event
    async def close_panel(self) -> None:
        """Close whatever is open; nothing was done."""
        self.panel, self.is_shown, self._mark, self.problems = "", False, "", {}

    async def _again(self) -> None:
        """What is so by now, after something else was shown."""
        try:
            await self._foresee()
        except NotFound:
            self.panel = ""

    async def _foresee(self) -> None:
        self.is_shown, self._mark, self.row = False, "", ChangeRow()
        if not self.chosen:
            return
        view = await self.do(
            queries.change_preview,
            member_id=await self._whose(),
            deal_id=self.uuid(self._deal_id),
            to_plan_id=self.uuid(self.chosen),
        )
        lang = self.lang()
        self.row, self._mark = change_row(view, lang=lang), view.mark
        self.is_shown, self.has_card = view.why_not is None, view.card_last4 != ""
        self._day = texts.PLANNED.to(lang, day=view.takes_on)


def came_of(screen: Screen, result: ChangeResult, *, planned: str = "") -> EventSpec:
    """What became of a change, in words, or the way to the company's page."""
    if result.page_url:
        return screen.leave_for(result.page_url)
    if result.is_checking:
        return screen.say(texts.CHECKING)
    match result.state:
        case ChangeState.DONE:
            return screen.say(texts.DONE)
        case ChangeState.PLANNED:
            return problems.told(planned)
    return problems.warned(texts.DECLINED.to(screen.lang()))
