"""What the page behind a link to another plan knows. The token stays in the address."""

from typing import ClassVar

import reflex as rx
from reflex.event import EventSpec

from fitkit.features.billing import flows
from fitkit.features.billing.queries import LinkedView, LinkStanding
from fitkit.texts import changes as texts
from fitkit.texts import renewals
from fitkit.web.rows.change import ChangeRow, change_row
from fitkit.web.screen import ANYONE, Needs, Screen


class LinkedChangeState(Screen, rx.State):
    """One change of plan, as the holder of its link sees it."""

    needs: ClassVar[Needs] = ANYONE
    gym: str = ""
    hello: str = ""
    why: str = ""
    row: ChangeRow = ChangeRow()
    standing: str = ""  # open checking done planned over
    said: str = ""  # what became of it, or why it is over
    has_failed: bool = False
    back: str = ""  # how the company sent them back: paid failed left
    busy: bool = False
    problems: dict[str, str] = {}
    is_loading: bool = True
    problem: str = ""
    _mark: str = ""  # of what is shown

    @rx.event
    async def load(self) -> None:
        """Read what was offered; who comes back from the company waits for our own truth."""
        self._reset()
        async with self.loading():
            self.back = self.router.url.query_parameters.get("back", "")
            flow = flows.look_at_linked_change if self.back else flows.see_linked_change
            self._show(await self.run(flow, token=self._token()))

    @rx.event
    async def look(self) -> None:
        """Ask again."""
        async with self.loading():
            self._show(await self.run(flows.look_at_linked_change, token=self._token()))

    @rx.event
    async def pay(self) -> EventSpec | None:
        """Go to the company's page; what has changed since it was shown is shown first."""
        if self.busy or not self._mark:
            return None
        self.busy = True
        async with self.attempt() as deed:
            result = await self.run(
                flows.pay_linked_change,
                token=self._token(),
                as_shown=self._mark,
                lang=self.lang(),
            )
            deed.toast = self.leave_for(result.page_url) if result.page_url else None
        self.busy = False
        if deed.toast is None or not deed.done:
            await self._again()
        return deed.toast

    async def _again(self) -> None:
        async with self.loading():
            self._show(await self.run(flows.see_linked_change, token=self._token()))

    def _reset(self) -> None:
        """Nothing of another link stays."""
        self.gym = self.hello = self.why = self.standing = self.said = self.back = self._mark = ""
        self.row, self.has_failed, self.busy, self.is_loading = ChangeRow(), False, False, True

    def _token(self) -> str:
        return self._path().rstrip("/").rsplit("/", 1)[-1][:1000]

    def _show(self, found: LinkedView) -> None:
        lang = self.lang()
        self.gym, self.standing = found.gym, found.standing.value
        self.hello = renewals.DUE_HELLO.to(lang, name=found.first_name)
        self.why = texts.PAGE_WHY.to(lang, plan=found.plan)
        self.has_failed = found.has_failed and self.back in ("paid", "failed")
        self.row, self._mark = ChangeRow(), ""
        if found.view is not None:
            self.row, self._mark = change_row(found.view, lang=lang), found.view.mark
        match found.standing:
            case LinkStanding.DONE:
                self.said = texts.PAGE_DONE.to(lang, plan=found.plan)
            case LinkStanding.PLANNED:
                self.said = texts.PAGE_PLANNED.to(lang, plan=found.plan, day=found.takes_on)
            case _:
                self.said = found.why_over.to(lang) if found.why_over else ""
