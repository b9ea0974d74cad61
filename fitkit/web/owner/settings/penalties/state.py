"""The ladder of penalties as the owner sets it, and how a member reads it."""

from dataclasses import replace
from typing import Any, ClassVar, Final

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import Refusal
from fitkit.core.permissions import Permission
from fitkit.features.penalties import actions, queries
from fitkit.features.penalties.rules import Ladder, Step
from fitkit.texts import common
from fitkit.texts import penalties as texts
from fitkit.web.owner import typed
from fitkit.web.rows.penalty import ladder_words
from fitkit.web.screen import Needs, Screen, text, ticked

RUNGS: Final = 4  # steps that the form offers
_NUMBERS: Final = ("window_days", "block_days", "decide_hours_after", "dispute_hours")


class PenaltyRulesState(Screen, rx.State):
    """The numbers in force, and the form over them."""

    needs: ClassVar[Needs] = Permission.EDIT_SETTINGS
    start: dict[str, str] = {}
    is_on: bool = True
    counts_late: bool = True
    counts_missed: bool = True
    lines: list[str] = []  # as a member reads it
    problems: dict[str, str] = {}
    is_loading: bool = True
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        """Read what is in force."""
        self.problems = {}
        async with self.loading():
            self._show(await self.do(queries.ladder))

    def _show(self, ladder: Ladder) -> None:
        rungs = [str(step) for step in ladder.steps][:RUNGS]
        self.start = {name: str(getattr(ladder, name)) for name in _NUMBERS} | {
            f"step_{n}": rungs[n] if n < len(rungs) else "" for n in range(RUNGS)
        }
        self.is_on = ladder.is_on
        self.counts_late, self.counts_missed = ladder.counts_late_cancels, ladder.counts_no_shows
        self.lines = ladder_words(ladder, self.lang())

    @rx.event
    async def save(self, form: dict[str, Any]) -> EventSpec | None:
        """Put the numbers in force from now on."""
        async with self.attempt() as deed:
            await self.do(actions.save_rules, ladder=_typed(form))
            self._show(await self.do(queries.ladder))
            deed.toast = self.say(texts.SAVED)
        return deed.toast


def _typed(form: dict[str, Any]) -> Ladder:  # Any: what a browser sends
    numbers = {name: typed.needed_whole(form, name) for name in _NUMBERS}
    return replace(
        Ladder(),
        is_on=ticked(form, "is_on"),
        counts_late_cancels=ticked(form, "counts_late_cancels"),
        counts_no_shows=ticked(form, "counts_no_shows"),
        steps=_steps(form),
        **numbers,
    )


def _steps(form: dict[str, Any]) -> tuple[Step, ...]:  # Any: what a browser sends
    """The steps up to the first that is left open; a gap between them is refused there."""
    given = [text(form, f"step_{n}") for n in range(RUNGS)]
    chosen = [typed.one_of(form, f"step_{n}", Step) for n in range(RUNGS) if given[n]]
    for n in range(1, RUNGS):
        if given[n] and not given[n - 1]:
            raise Refusal(common.REQUIRED, field=f"step_{n - 1}")
    if not chosen:
        raise Refusal(common.REQUIRED, field="step_0")
    return tuple(chosen)
