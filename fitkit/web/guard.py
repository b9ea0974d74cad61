"""Deny by default: every event is checked before its handler runs, uploads before their body is read.

What a browser sends is an attacker's: the name of the handler, its arguments, the tab's token, the address
it claims to be at. For each event the guard, in this order:

1. binds the tab to the session cookie of its socket; another cookie empties everything the tab held;
2. looks the session up, so that a revoked one ends at once, ``hydrate`` included; another actor than before,
   or one who lost something, empties everything too;
3. lets the framework's own six events pass, and of all others only handlers of a ``Screen`` whose ``needs``
   (and ``also_needs`` of the handler) the actor has; ``setvar``, ComponentState and unknown names never;
4. checks the arguments against the handler's annotations: types, lengths, counts, no unknown names.
"""

import inspect
import math
import re
import typing
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin
from urllib.parse import quote

import reflex as rx
import structlog
from reflex.istate.manager import get_state_manager
from reflex.istate.manager.redis import StateManagerRedis
from reflex.state import BaseState, StateUpdate
from reflex_base.event import Event
from reflex_base.registry import RegisteredEventHandler, RegistrationContext
from reflex_base.utils.form import FORM_DATA_ENTRIES_KEY
from starlette.responses import PlainTextResponse

from fitkit.core.actor import VISITOR, Actor
from fitkit.core.ids import new_id
from fitkit.core.permissions import Permission
from fitkit.core.work import caller_ip
from fitkit.texts import web
from fitkit.web.problems import warned
from fitkit.web.screen import ALSO, Anyone, Screen
from fitkit.web.session import SessionState, cookie_hash, home_of, lang_of

log = structlog.get_logger(__name__)

_ROOT = "reflex___state____state."
HYDRATE: Final = frozenset({_ROOT + "hydrate", _ROOT + "hydrate_and_load"})
FRAMEWORK: Final = HYDRATE | {
    _ROOT + "reflex___state____on_load_internal_state.on_load_internal",
    _ROOT + "reflex___state____on_load_internal_state.set_is_hydrated",
    _ROOT + "reflex___state____update_vars_internal_state.update_vars_internal",
    _ROOT + "reflex___state____frontend_event_exception_state.handle_frontend_exception",
}

LONGEST: Final = 10_000  # letters of one argument; a note is shorter
MOST: Final = 500  # items of a list, entries of a form
DEEPEST: Final = 4
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL keeps neither
_WHOLE = re.compile(r"-?\d{1,15}")
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,9})?")


class BadInput(Exception):  # noqa: N818  # told as a sentence, never caught by kind elsewhere
    """An event's arguments are not what its handler takes; carries no value of theirs."""


@dataclass(frozen=True, slots=True)
class Door:
    """What an open handler asks of who calls it, and of what they bring."""

    screen: type[Screen]
    also: Permission | None
    hints: Mapping[str, Any]  # Any: an annotation
    required: frozenset[str]
    takes_files: bool

    def opens_for(self, actor: Actor) -> bool:
        """Whether the actor may call it."""
        needs = self.screen.needs
        return (isinstance(needs, Anyone) or needs in actor.permissions) and (
            self.also is None or self.also in actor.permissions
        )

    def check(self, payload: Mapping[str, Any]) -> None:
        """Compare arguments with annotations.

        Raises:
            BadInput: the first that does not fit.
        """
        if self.required - payload.keys() or payload.keys() - self.hints.keys():
            raise BadInput("names")
        for name, value in payload.items():
            _check(value, self.hints[name], DEEPEST)


_DOORS: Final[dict[Any, Door | None]] = {}  # by handler, which are as many as we wrote


def door(name: str) -> Door | None:
    """The way into a handler; None where there is none from the wire."""
    known = RegistrationContext.get().event_handlers.get(name)
    if known is None or name.endswith(".setvar") or not known.states:
        return None
    key = (name, known.handler.fn)
    if key not in _DOORS:
        _DOORS[key] = _door(known)
    return _DOORS[key]


def _door(known: RegisteredEventHandler) -> Door | None:
    owner = known.states[0]
    if not issubclass(owner, Screen) or not isinstance(
        getattr(owner, "needs", None), Permission | Anyone
    ):
        return None
    fn = known.handler.fn
    if getattr(fn, "__name__", "_").startswith("_"):
        return None
    hints = typing.get_type_hints(fn)
    taken = list(inspect.signature(fn).parameters.values())[1:]
    return Door(
        screen=owner,
        also=getattr(fn, ALSO, None),
        hints={p.name: hints[p.name] for p in taken if p.name in hints},
        required=frozenset(p.name for p in taken if p.default is inspect.Parameter.empty),
        takes_files=any(_is_files(hint) for hint in hints.values()),
    )


class Guard(rx.Middleware):
    """The one check of every event."""

    async def preprocess(
        self,
        app: rx.App,  # noqa: ARG002  # Reflex's signature
        state: BaseState,
        event: Event,
    ) -> StateUpdate | None:
        """Return what to answer instead of running the handler, or None to let it run."""
        session, is_emptied = await _bound_session(state)
        actor = session._actor
        _note(actor, state)
        if event.name in FRAMEWORK:
            return None
        way = door(event.name)
        if way is None or not way.opens_for(actor):
            log.warning("denied", handler=event.name, known=way is not None)
            return await _answer(state, _refused(way, session, state), is_emptied)
        try:
            way.check(event.payload)
        except BadInput as bad:
            log.warning("bad input", handler=event.name, why=str(bad))
            words = web.BAD_INPUT.to(lang_of(state.router.url.path))
            return await _answer(state, warned(words), is_emptied)
        return None


async def _bound_session(state: BaseState) -> tuple[SessionState, bool]:
    """The tab's session, looked up now; and whether the tab was emptied on the way."""
    session: SessionState = await state.get_state(SessionState)
    cookie = cookie_hash(state.router.headers.cookie)
    was, is_emptied = session._actor, False
    if session._bound is not None and session._bound != cookie:
        session, is_emptied = await _emptied(state), True  # the token was used with another sign-in
    elif session._bound is None and _is_shared():
        # Redis keeps each state by itself: where the session's has gone, others may still be there.
        session = await _emptied(state)
    if session._bound != cookie:
        session._bound = cookie
    # Written with every event, so that no other state of the tab outlives it in Redis.
    session._was_touched = True
    actor = await session._load()
    if was != VISITOR and _has_lost(was, actor):
        session, is_emptied = (
            await _emptied(state),
            True,
        )  # nothing may outlive the session or the role
        session._bound = cookie
        await session._load()
    return session, is_emptied


def _has_lost(was: Actor, actor: Actor) -> bool:
    """Whether a tab may hold what its actor may see no more: another person or gym, or less of what they were.

    Whoever only becomes more (the owner of a gym that opened a moment ago stands on its staff soon after)
    keeps their tab: what it shows, or is about to, was theirs.
    """
    rows = ((was.member_id, actor.member_id), (was.staff_id, actor.staff_id))
    return (
        (was.user_id, was.org_id) != (actor.user_id, actor.org_id)
        or any(before not in (None, now) for before, now in rows)
        or bool(was.permissions - actor.permissions or was.ward_ids - actor.ward_ids)
    )


def _is_shared() -> bool:
    return isinstance(get_state_manager(), StateManagerRedis)


async def _emptied(state: BaseState) -> SessionState:
    """Put every state of the tab back to its beginning, those included that this event did not ask for."""
    root, manager = state._get_root_state(), get_state_manager()
    if isinstance(manager, StateManagerRedis):  # an event brings only the states it needs
        token = rx.BaseStateToken(ident=state.router.session.client_token, cls=type(root))
        await manager.get_state(token, for_state_instance=root)
    root.reset()  # type: ignore[no-untyped-call]  # Reflex does not annotate it
    session: SessionState = await state.get_state(SessionState)
    return session


def _note(actor: Actor, state: BaseState) -> None:
    """Put who and where on every log line, and the caller's address on every event that is published."""
    structlog.contextvars.clear_contextvars()
    ids = {"org_id": actor.org_id, "actor_id": actor.user_id, "request_id": new_id()}
    structlog.contextvars.bind_contextvars(**{k: str(v) for k, v in ids.items() if v})
    caller_ip.set(str(state.router.session.client_ip or "")[:45] or None)


def _refused(way: Door | None, session: SessionState, state: BaseState) -> Any:  # Any: EventSpecs
    """Where to lead, or what to say: sign in first, finish signing in, one's own home, or no."""
    url, actor = state.router.url, session._actor
    lang = lang_of(url.path)
    if actor == VISITOR or session._is_pending:
        here = str(url.path) + (f"?{url.query}" if url.query else "")
        step = "step=second-factor&" if session._is_pending else ""
        return rx.redirect(f"/{lang}/sign-in/?{step}next={quote(here, safe='')}")
    told = warned((web.TOTP_FIRST if session._needs_totp else web.NO_PERMISSION).to(lang))
    if session._needs_totp:
        return [told, rx.redirect(f"/{lang}/me/settings/")]
    if way is not None and not isinstance(needs := way.screen.needs, Anyone):
        return (
            told
            if needs in actor.permissions
            else [told, rx.redirect(f"/{lang}{home_of(session.role)}")]
        )
    return told


async def _answer(state: BaseState, events: Any, is_emptied: bool) -> StateUpdate:
    """An answer in the handler's place; what emptying the tab changed goes with it."""
    root = state._get_root_state()
    delta = await root._get_resolved_delta() if is_emptied else {}
    if is_emptied:
        root._clean()  # type: ignore[no-untyped-call]  # Reflex does not annotate it
    return StateUpdate(delta=delta, events=Event.from_event_type(events))


def _is_files(hint: Any) -> bool:  # Any: an annotation
    return hint is rx.UploadFile or any(_is_files(a) for a in get_args(hint))


def _check(value: Any, hint: Any, depth: int) -> None:  # Any: what a browser sends; an annotation
    """Compare one value with its annotation; BadInput names the kind, never the value."""
    if depth < 0:
        raise BadInput("depth")
    origin = get_origin(hint) or hint
    if hint is Any:
        _check_plain(value, depth)
    elif origin in (Union, UnionType):
        _check_union(value, get_args(hint), depth)
    elif origin is Literal:
        if value not in get_args(hint):
            raise BadInput("choice")
    elif isinstance(origin, type):
        _check_type(value, origin, get_args(hint), depth)
    else:
        raise BadInput("annotation")


def _check_union(value: Any, hints: tuple[Any, ...], depth: int) -> None:
    for hint in hints:
        try:
            return _check(value, hint, depth)
        except BadInput:
            continue
    raise BadInput("union")


def _check_type(value: Any, kind: type, inner: tuple[Any, ...], depth: int) -> None:
    """One annotation that is a class."""
    scalar = _SCALARS.get(kind)
    if scalar is not None:
        if not scalar(value):
            raise BadInput(kind.__name__)
    elif issubclass(kind, Enum):
        if value not in [m.value for m in kind]:
            raise BadInput("choice")
    elif issubclass(kind, list | set | frozenset | tuple):
        _check_items(value, inner, depth)
    elif issubclass(kind, Mapping):
        _check_mapping(value, inner[1] if len(inner) > 1 else Any, depth)
    elif is_dataclass(kind):
        _check_fields(value, kind, depth)
    else:
        raise BadInput("annotation")


def _check_items(value: Any, inner: tuple[Any, ...], depth: int) -> None:
    if not isinstance(value, list) or len(value) > MOST:
        raise BadInput("list")
    for item in value:
        _check(item, inner[0] if inner else Any, depth - 1)


def _check_mapping(value: Any, inner: Any, depth: int) -> None:
    """A form as the browser wraps it, or a plain object."""
    if not isinstance(value, dict) or len(value) > MOST:
        raise BadInput("object")
    entries = value.get(FORM_DATA_ENTRIES_KEY)
    if entries is None:
        entries = list(value.items())
    elif not isinstance(entries, list) or len(value) > 1 or len(entries) > MOST:
        raise BadInput("form")
    for entry in entries:
        if not isinstance(entry, list | tuple) or len(entry) != 2:
            raise BadInput("form")
        name, given = entry
        if not _is_text(name) or len(name) > 100:
            raise BadInput("name")
        _check(given, inner, depth - 1)


def _check_fields(value: Any, kind: type, depth: int) -> None:
    hints = typing.get_type_hints(kind)
    names = {f.name for f in fields(kind)}
    if not isinstance(value, dict) or value.keys() != names:
        raise BadInput("object")
    for name, given in value.items():
        _check(given, hints[name], depth - 1)


def _check_plain(value: Any, depth: int) -> None:
    """A value nobody annotated further: any JSON, bounded."""
    if depth < 0:
        raise BadInput("depth")
    if isinstance(value, dict):
        _check_mapping(value, Any, depth)
    elif isinstance(value, list):
        _check_items(value, (), depth)
    elif not (value is None or any(fits(value) for fits in _SCALARS.values())):
        raise BadInput("value")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST and not _NOT_TEXT.search(value)


def _is_whole(value: Any) -> bool:
    if isinstance(value, str):  # Reflex turns a field's digits into the number
        return _WHOLE.fullmatch(value) is not None
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53


def _is_number(value: Any) -> bool:
    if isinstance(value, str):
        return _NUMBER.fullmatch(value) is not None
    return _is_whole(value) or (isinstance(value, float) and math.isfinite(value))


_SCALARS: Final[dict[type, Callable[[Any], bool]]] = {
    str: _is_text,
    bool: lambda value: isinstance(value, bool),
    int: _is_whole,
    float: _is_number,
    NoneType: lambda value: value is None,
}


Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class UploadGuard:
    """``POST /_upload`` brings a tab's token only: size, cookie and handler are checked before the body is read."""

    MOST_BYTES: Final = 10 * 1024 * 1024

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]]) -> None:
        """Wrap the app."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer in the app's place, or pass on."""
        if scope["type"] == "http" and scope["path"].startswith("/_upload"):
            refusal = await self._refusal(scope)
            if refusal is not None:
                await refusal(scope, receive, send)
                return
        await self.app(scope, receive, send)

    async def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        if scope["method"] != "POST" or scope["path"].rstrip("/") != "/_upload":
            return PlainTextResponse("Not found", 404)  # files are never served from there
        head = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}
        size = head.get("content-length", "")
        if not size.isdigit() or int(size) > self.MOST_BYTES:
            return PlainTextResponse("Too large", 413)
        way = door(head.get("reflex-event-handler", ""))
        token = head.get("reflex-client-token", "")
        if way is None or not way.takes_files or not re.fullmatch(r"[\w-]{1,64}", token):
            return PlainTextResponse("Forbidden", 403)
        cookie = cookie_hash(head.get("cookie", ""))
        if not cookie:  # before an invented token makes a state of its own
            return PlainTextResponse("Forbidden", 403)
        app = RegistrationContext.get().app
        async with app.modify_state(rx.BaseStateToken(ident=token, cls=SessionState)) as root:
            session = await root.get_state(SessionState)
            is_mine = session._bound == cookie
            actor = await session._load() if is_mine else VISITOR
        return None if way.opens_for(actor) and is_mine else PlainTextResponse("Forbidden", 403)
