"""The bare address: to the reader's language."""

import re

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from fitkit.core.i18n import Lang

_RANGE = re.compile(r"\s*([A-Za-z*]{1,8})(?:-[\w-]+)?\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*")
_CODES = {"he": Lang.HE, "iw": Lang.HE, "en": Lang.EN}


def preferred(accept_language: str) -> Lang:
    """The language a browser asks for, by its weights; Hebrew where it asks for neither."""
    best, best_q = Lang.HE, 0.0
    for part in accept_language[:500].split(","):
        found = _RANGE.fullmatch(part)
        if found is None:
            continue
        wanted, q = _CODES.get(found[1].lower()), float(found[2] or 1)
        if wanted is not None and q > best_q:
            best, best_q = wanted, q
    return best


async def root(request: Request) -> Response:
    """Hebrew or English, by the browser's own order."""
    lang = preferred(request.headers.get("accept-language", ""))
    return RedirectResponse(
        f"/{lang}/", 307, headers={"vary": "Accept-Language", "cache-control": "no-cache"}
    )


ROUTES = [Route("/", root, methods=["GET", "HEAD"])]
