"""A browser tab without a browser: speaks Reflex's socket protocol, for benches and attacks.

One ``Wire`` is one tab. It holds the cookie of a sign-in, hydrates, fires events with any
arguments, and holds the state the server has told it.
"""

import asyncio
import contextlib
import json
import uuid
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final, Self

import aiohttp

ROOT: Final = "reflex___state____state."
_EVENT: Final = "42/_event,"


class Closed(ConnectionError):  # noqa: N818  # what happened, not a fault
    """The server closed the socket."""


def state_name(module: str, name: str) -> str:
    """The registered name of a State: its module with dots as ``___``, its class in snake case."""
    snake = "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
    return f"{ROOT}{module.replace('.', '___')}____{snake}"


class Wire:
    """One tab: ``async with Wire(http, base, path, cookie) as tab``."""

    def __init__(
        self,
        http: aiohttp.ClientSession,
        base: str,
        path: str,
        cookie: str = "",
        *,
        token: str | None = None,
        origin: str | None = None,
    ) -> None:
        """Take where to connect and as whom; ``token`` resumes the state of another tab."""
        self.http, self.base, self.path, self.cookie = http, base, path, cookie
        self.token = token or str(uuid.uuid4())
        self.origin = base if origin is None else origin
        self.state: dict[str, dict[str, Any]] = {}
        self.events: list[dict[str, Any]] = []
        self.received_bytes = 0
        self._socket: aiohttp.ClientWebSocketResponse

    async def __aenter__(self) -> Self:
        """Connect, hydrate and run the page's load."""
        headers = {"Origin": self.origin}
        if self.cookie:
            headers["Cookie"] = self.cookie
        self._socket = await self.http.ws_connect(
            f"{self.base}/_event/?token={self.token}&EIO=4&transport=websocket",
            headers=headers,
            max_msg_size=0,
        )
        await self._socket.receive()
        hydrate = {
            "name": f"{ROOT}hydrate_and_load",
            "payload": {"vars": {}},
            "router_data": self.router,
        }
        await self._socket.send_str("40/_event," + json.dumps({"event": hydrate}))
        await self.settle()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the socket."""
        await self._socket.close()

    @property
    def router(self) -> dict[str, object]:
        """What a browser says of the page it is on."""
        path = self.path.partition("?")[0]
        return {"pathname": path, "asPath": self.path, "query": {}}

    async def fire(self, name: str, payload: Mapping[str, object] | None = None) -> None:
        """Send an event; answers are read by ``next`` or ``settle``."""
        event = {"name": name, "payload": payload or {}, "router_data": self.router}
        await self._socket.send_str(_EVENT + json.dumps(["event", event]))

    async def next(self, within_s: float = 60) -> dict[str, Any]:
        """The next update the server sends; its delta is taken into ``state``.

        Raises:
            Closed: the server hung up.
            TimeoutError: nothing came.
        """
        async with asyncio.timeout(within_s):
            while True:
                said = await self._socket.receive()
                if said.type is not aiohttp.WSMsgType.TEXT:
                    raise Closed(str(said.type))
                self.received_bytes += len(said.data)
                if said.data == "2":
                    await self._socket.send_str("3")
                elif said.data.startswith(_EVENT):
                    kind, update = json.loads(said.data[len(_EVENT) :])
                    if kind == "event":
                        return self._taken(update)

    async def settle(self, quiet_s: float = 0.4, within_s: float = 10) -> None:
        """Read updates until none has come for a while."""
        with contextlib.suppress(TimeoutError):
            await self.next(within_s)
            while True:
                await self.next(quiet_s)

    async def loaded(self) -> Self:
        """Read updates until all of the page's load has run; for a page that this tab may see."""
        while not self.state.get(ROOT.rstrip("."), {}).get("is_hydrated"):
            await self.next()
        return self

    async def call(
        self, name: str, payload: Mapping[str, object] | None = None, within_s: float = 10
    ) -> dict[str, Any]:
        """Fire and return the first update that follows."""
        await self.fire(name, payload)
        return await self.next(within_s)

    def said(self) -> str:
        """All events so far (toasts, redirects) as one text, to look for words in."""
        return json.dumps(self.events, ensure_ascii=False)

    def _taken(self, update: dict[str, Any]) -> dict[str, Any]:
        for name, changed in (update.get("delta") or {}).items():
            plain = {key.removesuffix("_rx_state_"): value for key, value in changed.items()}
            self.state.setdefault(name, {}).update(plain)
        self.events += update.get("events") or []
        return update


@contextlib.asynccontextmanager
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    """An HTTP client that keeps no cookies and opens as many sockets as asked."""
    connector = aiohttp.TCPConnector(limit=0)
    jar = aiohttp.DummyCookieJar()
    async with aiohttp.ClientSession(connector=connector, cookie_jar=jar) as http:
        yield http
