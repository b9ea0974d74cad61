"""What the web server loads: the app, behind as many proxies as the settings say."""

import importlib
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from fitkit.core.settings import settings

Scope = MutableMapping[str, Any]
Asgi = Callable[
    [Scope, Callable[..., Awaitable[Any]], Callable[..., Awaitable[Any]]], Awaitable[None]
]


class Forwarded:
    """Takes the person's address and scheme from our own proxies' headers, and from nobody else's."""

    def __init__(self, app: Asgi, *, hops: int) -> None:
        """Wrap an app.

        Args:
            app: what answers.
            hops: proxies of ours in front, 1 or more.
        """
        self.app = app
        self.hops = hops

    async def __call__(
        self,
        scope: Scope,
        receive: Callable[..., Awaitable[Any]],
        send: Callable[..., Awaitable[Any]],
    ) -> None:
        """Rewrite client and scheme of a request or a socket, then pass it on."""
        if scope["type"] in {"http", "websocket"}:
            scope = dict(scope)
            if client := self._from_the_right(scope, b"x-forwarded-for"):
                scope["client"] = (client, 0)
            proto = self._from_the_right(scope, b"x-forwarded-proto")
            if proto in {"http", "https"}:
                socket = scope["type"] == "websocket"
                scope["scheme"] = proto.replace("http", "ws") if socket else proto
        await self.app(scope, receive, send)

    def _from_the_right(self, scope: Scope, header: bytes) -> str:
        given = [v.decode("latin-1") for k, v in scope["headers"] if k == header]
        steps = [part.strip() for part in ",".join(given).split(",") if part.strip()]
        if header == b"x-forwarded-proto":  # many proxies write it only once
            return steps[-min(self.hops, len(steps))] if steps else ""
        return steps[-self.hops] if len(steps) >= self.hops else ""


def application() -> Asgi:
    """The app that granian serves."""
    # By name: the app file stands above the tools in the import contracts.
    app: Asgi = importlib.import_module("fitkit.fitkit").app()
    hops = settings().trusted_proxies
    return Forwarded(app, hops=hops) if hops else app
