"""Screen: what every screen's State can do. A plain class, so that none of it answers the wire.

A State is ``class XState(Screen, rx.State)`` with ``needs``. Everything below is for handlers of States.

**Loading.** A screen shows four conditions: loading, empty, problem, full. ``is_loading`` is true until
the first ``load`` is done; ``problem`` is a sentence when it failed, and the page's retry calls ``load`` again::

    class RosterState(Screen, rx.State):
        needs: ClassVar[Needs] = Permission.SEE_MEMBERS
        rows: list[MemberRow] = []
        is_loading: bool = True
        problem: str = ""

        @rx.event
        async def load(self) -> None:
            async with self.loading():
                await self._refresh()

        async def _refresh(self) -> None:
            views = await self.do(members.roster)
            self.rows = [MemberRow.of(v, self.lang()) for v in views]

A refusal (not found, no permission) and a fault inside ``loading`` both become ``problem``; the fault is
logged under the number that the sentence shows.

**Forms.** What was typed stays in the form's own inputs; problems stand at the field they belong to::

        problems: dict[str, str] = {}

        @rx.event
        async def save(self, form: dict[str, Any]) -> EventSpec | None:
            async with self.attempt() as deed:
                await self.do(members.change, member_id=UUID(self.member_id), phone=text(form, "phone"))
                await self._refresh()
            return told(SAVED.to(self.lang())) if deed.done else deed.toast

``attempt`` empties ``problems`` first, turns ``Invalid`` and ``Refusal(field=…)`` into it (field to sentence,
in the reader's language), and any other refusal into ``deed.toast``. A fault passes on to ``problems.on_backend_error``,
so it is logged, numbered and told. The page says ``field(..., problem=XState.problems["phone"])``;
a missing key is falsy in the browser, and shows nothing.

**Undo.** Reversible deeds happen at once: ``return self.offer_undo(CANCELLED, XState.undo_cancel(booking_id))``.

**Ids.** They come as strings from a browser: ``self.uuid(booking_id)`` parses, and refuses junk as not found.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Concatenate, Final, ParamSpec, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import reflex as rx
from reflex.event import EventSpec

from fitkit.core import clock
from fitkit.core.actor import Actor
from fitkit.core.errors import Denied, Invalid, NotFound, Refusal
from fitkit.core.i18n import Lang, Text
from fitkit.core.permissions import Permission, is_open_at_edges
from fitkit.core.work import Work, open_work
from fitkit.ports import Ports
from fitkit.web import problems
from fitkit.web.session import SessionState, lang_of

P = ParamSpec("P")
R = TypeVar("R")
F = TypeVar("F", bound=Callable[..., Any])
FOR: Final = "for"  # of an address: the child a guardian acts for
LEAVE: Final = "location.assign"
ALSO: Final = "__fitkit_also_needs__"


class Anyone:
    """The screen is open to visitors."""


ANYONE: Final = Anyone()
Needs = Permission | Anyone


def also_needs(permission: Permission) -> Callable[[F], F]:
    """One handler asks for more than its screen; stands below ``@rx.event``."""

    def mark(fn: F) -> F:
        setattr(fn, ALSO, permission)
        return fn

    return mark


@dataclass
class Deed:
    """How an attempt ended."""

    done: bool = False
    toast: EventSpec | None = None  # what to say when it was refused as a whole


def text(form: Mapping[str, Any], name: str) -> str:  # Any: what a browser sends
    """A form's value as a stripped string; empty when it is missing."""
    value = form.get(name)
    return str(value).strip() if value is not None else ""


def ticked(form: Mapping[str, Any], name: str) -> bool:  # Any: what a browser sends
    """Whether a check box of a form was on."""
    return text(form, name).lower() not in ("", "off", "false", "0")


def _in_work(
    actor: Actor, fn: Callable[Concatenate[Work, P], R], /, *args: P.args, **kwargs: P.kwargs
) -> R:
    with open_work(actor) as w:
        return fn(w, *args, **kwargs)


def _ports() -> Ports:
    from fitkit import wiring

    return wiring.ports()


class Screen:
    """What a State of a screen inherits; see the module for how it is used."""

    needs: ClassVar[Needs]

    async def do(
        self, fn: Callable[Concatenate[Work, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """One query or action, in one transaction, in a worker thread.

        Raises:
            Denied: the function has no mark, or is internal.
        """
        if not is_open_at_edges(fn):
            raise Denied
        return await asyncio.to_thread(_in_work, await self.actor(), fn, *args, **kwargs)

    async def run(
        self,
        flow: Callable[Concatenate[Ports, Actor, P], R],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """A flow: several transactions with the outside between them.

        Raises:
            Denied: the flow has no mark, or is internal.
        """
        if not is_open_at_edges(flow):
            raise Denied
        return await asyncio.to_thread(flow, _ports(), await self.actor(), *args, **kwargs)

    async def actor(self) -> Actor:
        """Who acts, as the guard found a moment ago."""
        return await self._acting()

    async def _acting(self) -> Actor:
        """For a screen that is nobody's, to say who acts; private, or it would answer the wire."""
        return (await self._session())._actor

    async def me(self) -> UUID:
        """Whose screen it is: the signed-in person's own member row, or the child's in the address (``for``).

        Raises:
            Denied: they are no member here.
            NotFound: whoever the address names is not theirs to act for; never themself instead,
                so that nothing meant for a child is done in the guardian's own name.
        """
        actor, child = await self.actor(), self._asked_for()
        if actor.member_id is None:
            raise Denied
        if not child:
            return actor.member_id
        whom = self.uuid(child)
        if not actor.acts_for(whom):
            raise NotFound
        return whom

    async def zone(self) -> ZoneInfo:
        """The gym's time zone."""
        return (await self.actor()).zone

    async def today(self) -> date:
        """Today's date in the gym."""
        return clock.day_of(clock.now(), await self.zone())

    def lang(self) -> Lang:
        """The language of the page that the event came from."""
        return lang_of(self._path())

    def uuid(self, given: str) -> UUID:
        """An id that came from a browser.

        Raises:
            NotFound: it is none; the same answer as for an unknown one.
        """
        try:
            return UUID(given)
        except ValueError:
            raise NotFound from None

    def id_in_path(self) -> UUID:
        """The id at the end of a dynamic route's address.

        Raises:
            NotFound: there is none.
        """
        return self.uuid(self._path().rstrip("/").rsplit("/", 1)[-1])

    @asynccontextmanager
    async def loading(self) -> AsyncIterator[None]:
        """Around what ``load`` reads: ends loading, and turns whatever went wrong into ``problem``."""
        state: Any = self  # Any: the vars are declared on the State itself
        state.problem = ""
        try:
            yield
        except Refusal as refusal:
            state.problem = problems.sentence(refusal, self.lang())
        except Exception as exception:  # noqa: BLE001  # one screen's fault must not look like an empty list
            state.problem = problems.fault(exception, self.lang())
        state.is_loading = False  # not when it was cut off: what was not read must not look empty

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[Deed]:
        """Around a deed that a form asked for: refusals go to the fields they are about."""
        state: Any = self  # Any: the vars are declared on the State itself
        state.problems = {}
        deed = Deed()
        try:
            yield deed
        except Invalid as invalid:
            state.problems = invalid.by_field(self.lang())
        except Refusal as refusal:
            if refusal.field:
                state.problems = {refusal.field: refusal.to(self.lang())}
            else:
                deed.toast = problems.warned(refusal.to(self.lang()))
        else:
            deed.done = True

    def say(self, words: Text, **params: object) -> EventSpec:
        """A toast in the reader's language."""
        return problems.told(words.to(self.lang(), **params))

    def leave_for(self, url: str) -> EventSpec:
        """Leave the app for a page of somebody else's, a payment company's: its router knows none of them."""
        return rx.call_script(f"{LEAVE}({json.dumps(url)})")

    def offer_undo(
        self, words: Text, back: Any, **params: object
    ) -> EventSpec:  # Any: a handler call
        """A toast that offers to take the deed back for eight seconds."""
        return problems.undoable(words.to(self.lang(), **params), back, self.lang())

    async def _session(self) -> SessionState:
        state: Any = self  # Any: get_state is rx.State's
        session: SessionState = await state.get_state(SessionState)
        return session

    def _asked_for(self) -> str:
        state: Any = self  # Any: the router is rx.State's
        return str(state.router.url.query_parameters.get(FOR, ""))

    def _path(self) -> str:
        state: Any = self  # Any: the router is rx.State's
        return str(state.router.url.path)
