"""Calendar feeds: what a phone's calendar reads by a secret address."""

import asyncio

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from fitkit import wiring
from fitkit.core.actor import VISITOR
from fitkit.core.errors import NotFound
from fitkit.core.i18n import Lang
from fitkit.core.settings import settings
from fitkit.features.calendars import flows, rules
from fitkit.texts import calendars as texts

_TOKEN_MOST = 100  # letters; ours have 43
_HEADERS = {
    "cache-control": "private, no-cache",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex",
}


async def feed(request: Request) -> Response:
    """The calendar, or that it has not changed since the reader came last."""
    token = request.path_params["token"][:_TOKEN_MOST]
    lang = Lang.EN if request.path_params["lang"] == Lang.EN else Lang.HE
    try:
        found = await asyncio.to_thread(
            flows.read,
            wiring.ports(),
            VISITOR,
            token=token,
            lang=lang,
            home=settings().public_url,
        )
    except NotFound:
        return PlainTextResponse(texts.NOT_FOUND.to(lang), status_code=404, headers=_HEADERS)
    tag = f'"{found.version}"'
    headers = _HEADERS | {"etag": tag}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(found.body, media_type="text/calendar; charset=utf-8", headers=headers)


ROUTES = [Route(rules.PATH, feed, methods=["GET", "HEAD"])]
