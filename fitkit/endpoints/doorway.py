"""The landing page by its address: who is signed in goes on to their own first screen instead.

No route: a layer in front of the pages, so that nobody sees a page first that is not theirs. Links inside
the app lead home by themselves (``frames.ways.home_path``).
"""

import asyncio
import re
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse

from fitkit.endpoints.security import App, Receive, Scope, Send
from fitkit.features.identity import flows as identity
from fitkit.web.session import cookie_hash, highest, home_of

_LANDING: Final = re.compile(r"/(he|en)/?")
_HEADERS: Final = {"cache-control": "no-store", "vary": "Cookie"}


class Doorway:
    """ASGI: leads on, or passes on."""

    def __init__(self, app: App) -> None:
        """Wrap the app."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer in the landing page's place, for who has a screen of their own."""
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            at = _LANDING.fullmatch(scope["path"])
            home = await _home(Headers(raw=scope["headers"]).get("cookie", "")) if at else ""
            if at and home:
                answer = RedirectResponse(f"/{at[1]}{home}", 303, headers=_HEADERS)
                await answer(scope, receive, send)
                return
        await self.app(scope, receive, send)


async def _home(cookie: str) -> str:
    """The first screen of whom a cookie names, without its language; empty for a visitor."""
    token_hash = cookie_hash(cookie)
    found = await asyncio.to_thread(identity.recognise, token_hash) if token_hash else None
    if found is None or found.is_pending:
        return ""
    home = home_of(highest(found.roles))
    return "" if home == "/" else home
