"""Drives a State without a browser, through the real event pipeline: guard, router, chained events.

``async with Tab(gym.acting(Role.MEMBER, member_id=…), "/en/schedule/") as tab`` is one browser tab;
``await tab.fire(ScheduleState, "book", session_id=…)`` sends what a browser would, ``tab.state(ScheduleState)``
is what the server holds, ``tab.sent`` the deltas that went out, ``tab.said`` the words of the toasts,
``tab.went_to`` where redirects led, ``tab.refusals`` what the handlers refused with.
"""

import asyncio
import json
import re
from types import SimpleNamespace
from typing import Any
from unittest import mock
from uuid import uuid4

import reflex as rx
from reflex.istate.manager.memory import StateManagerMemory
from reflex_base.event import Event
from reflex_base.event.processor.base_state_processor import BaseStateEventProcessor
from reflex_base.registry import RegistrationContext

from fitkit import fitkit as app_file
from fitkit.core.actor import Actor
from fitkit.core.errors import Refusal
from fitkit.core.permissions import ROLES, Role
from fitkit.web import session
from fitkit.web.problems import on_backend_error
from fitkit.web.screen import LEAVE

TOKEN = "00000000-0000-4000-8000-000000000001"


def role_of(actor: Actor) -> tuple[Role, ...]:
    """The roles whose permissions an actor of the tests has."""
    return tuple(role for role in Role if ROLES[role] == actor.permissions)


def acting(role: Role) -> Actor:
    """Somebody of a role in a gym that no table knows: for what never reaches the database."""
    return Actor(org_id=uuid4(), user_id=uuid4(), permissions=ROLES[role])


def signed_in(actor: Actor, *, name: str = "Maya Levi", gym_name: str = "Namal") -> Any:
    """What the session look-up finds for an actor who has no user row behind it."""
    return SimpleNamespace(
        actor=actor,
        name=name,
        email="maya@example.com",
        roles=role_of(actor),
        gym_name=gym_name,
        gym_slug="namal",
        brand="",
        is_pending=False,
        needs_totp=False,
    )


def left_for(event: Any) -> str:
    """Where an event of the browser's leaves the app for; empty when it does not."""
    said = re.search(rf"{re.escape(LEAVE)}\((\\?\".*?\\?\")\)", json.dumps(event.payload))
    return said[1].strip('\\"') if said else ""


class Tab:
    """One browser tab of one actor, or of a visitor."""

    def __init__(self, actor: Actor | None, path: str, *, cookie: str | None = None) -> None:
        """Take who, where, and the cookie's token (one is made up for an actor)."""
        self.actor, self.path = actor, path
        self.cookie = (
            cookie if cookie is not None else ("token-of-" + str(id(actor)) if actor else "")
        )
        self.sent: list[dict[str, Any]] = []
        self.events: list[Any] = []
        self.refusals: list[Refusal] = []
        self.faults: list[Exception] = []
        self.manager = StateManagerMemory()

    async def __aenter__(self) -> "Tab":
        tab = self

        class Namespace:
            async def emit_update(self, update: Any, token: str) -> None:
                tab.sent.append(update.delta or {})
                tab.events += update.events or []

        self._patch = mock.patch.object(session, "_look_up", self._look_up)
        self._patch.start()
        RegistrationContext.set(app_file.app._registration_context)
        self._p = BaseStateEventProcessor(
            middleware=app_file.app, backend_exception_handler=self._on_error
        ).configure(state_manager=self.manager, event_namespace=Namespace())
        await self._p.__aenter__()
        return self

    async def __aexit__(self, *a: object) -> None:
        await self._p.__aexit__(*a)
        self._patch.stop()

    def _look_up(self, token_hash: str) -> Any:
        known = self.actor is not None and token_hash == session.digest(self.cookie)
        return signed_in(self.actor) if known and self.actor else None

    def _on_error(self, exception: Exception) -> Any:
        kept: list[Any] = self.refusals if isinstance(exception, Refusal) else self.faults
        kept.append(exception)
        return on_backend_error(exception)

    async def fire(self, state: type[rx.State], handler: str, /, **payload: Any) -> None:
        """Send one event and wait for it and for all it leads to."""
        await self.send(f"{state.get_full_name()}.{handler}", **payload)

    async def send(self, name: str, /, **payload: Any) -> None:
        """Send an event by its full name, as an attacker may."""
        router = {
            "pathname": self.path,
            "asPath": self.path,
            "query": {},
            "token": TOKEN,
            "ip": "127.0.0.1",
            "headers": {"cookie": f"{session.COOKIE}={self.cookie}" if self.cookie else ""},
        }
        future = await self._p.enqueue(TOKEN, Event(name=name, payload=payload, router_data=router))
        try:
            await future.wait_all()
        except Exception as exception:  # the processor tells the handler above in a moment
            for _ in range(200):
                if exception in [*self.refusals, *self.faults]:
                    return
                await asyncio.sleep(0)
            raise
        await self._can_be_kept()

    async def _can_be_kept(self) -> None:
        """With several web processes Redis holds what a tab knows: all of it goes there and comes back."""
        async with self.manager.modify_state(rx.BaseStateToken(ident=TOKEN, cls=rx.State)) as root:
            for held in [root, *root.substates.values()]:
                if held._was_touched:
                    rx.State._deserialize(data=held._serialize())

    async def state(self, kind: type[Any]) -> Any:
        """What the server holds for this tab."""
        async with self.manager.modify_state(rx.BaseStateToken(ident=TOKEN, cls=kind)) as root:
            return await root.get_state(kind)

    @property
    def said(self) -> str:
        """Everything that toasts said, and scripts ran, as one text."""
        words = json.dumps([e.payload for e in self.events], default=str, ensure_ascii=False)
        return (
            words.replace("\\\\u", "\\u").encode().decode("unicode_escape")
            if "\\u" in words
            else words
        )

    def toasts(self) -> str:
        """The same, as older tests call it."""
        return self.said

    @property
    def went_to(self) -> list[str]:
        """Where redirects led, out of the app too, in order."""
        found = (e.payload["path"] if e.name == "_redirect" else left_for(e) for e in self.events)
        return [path for path in found if path]
