"""Where payment companies tell of a page: kept as it came, answered at once, believed never.

Whoever asks hears the same, whatever they sent and whether the address is one of ours.
"""

import asyncio
from typing import Final

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from fitkit import wiring
from fitkit.core.actor import VISITOR
from fitkit.features.payments import flows
from fitkit.features.payments.rules import BODY_MOST

log = structlog.get_logger(__name__)
PATH: Final = "/hooks/pay/{token}"
_TOKEN_MOST: Final = 100  # letters; ours have 43
_READ_S: Final = 0.4  # for a body that comes drop by drop
_KEPT_S: Final = 0.5  # a database that is slower goes on without the one who waits
_HEADERS: Final = {"cache-control": "no-store", "referrer-policy": "no-referrer"}


async def callback(request: Request) -> Response:
    """Keep it, and say OK."""
    body = bytearray()
    try:
        await asyncio.wait_for(_read(request, body), _READ_S)
    except (TimeoutError, ClientDisconnect):
        log.info("callback_cut", size=len(body))
    keeping = asyncio.to_thread(
        flows.take_callback,
        wiring.ports(),
        VISITOR,
        token=request.path_params["token"][:_TOKEN_MOST],
        body=bytes(body[:BODY_MOST]),
        content_type=request.headers.get("content-type", ""),
        query=request.url.query,
    )
    try:
        await asyncio.wait_for(keeping, _KEPT_S)
    except TimeoutError:
        log.warning("callback_slow")
    except Exception as error:  # noqa: BLE001  # whatever it is, the page is looked at by a job
        log.warning("callback_lost", error=type(error).__name__)
    return PlainTextResponse("OK", headers=_HEADERS)


async def _read(request: Request, body: bytearray) -> None:
    async for part in request.stream():
        body += part
        if len(body) > BODY_MOST:
            return


ROUTES = [Route(PATH, callback, methods=["GET", "POST"])]
