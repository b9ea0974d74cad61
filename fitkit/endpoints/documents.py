"""A tax document's file, for whom it was made out to and for staff who may see the gym's money."""

import asyncio
from typing import Final
from uuid import UUID

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from fitkit import wiring
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.endpoints.language import preferred
from fitkit.endpoints.posts import SIGN_IN
from fitkit.features.documents import flows
from fitkit.features.identity import flows as identity
from fitkit.web.session import cookie_hash

PATH: Final = "/documents/{document_id:uuid}.pdf"
_HEADERS: Final = {
    "cache-control": "private, no-store",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex",
}


async def document(request: Request) -> Response:
    """The file as a download; what is not theirs, or not there, is answered the same."""
    lang = preferred(request.headers.get("accept-language", ""))
    token_hash = cookie_hash(request.headers.get("cookie", ""))
    found = await asyncio.to_thread(identity.recognise, token_hash) if token_hash else None
    if found is None or found.is_pending:
        return RedirectResponse(f"/{lang}{SIGN_IN}", 303, headers=_HEADERS)
    document_id: UUID = request.path_params["document_id"]
    try:
        file = await asyncio.to_thread(
            flows.open_file, wiring.ports(), found.actor, document_id=document_id
        )
    except (NotFound, Denied):  # whoever may not see it must not learn that it is there
        return PlainTextResponse(NotFound().to(lang), status_code=404, headers=_HEADERS)
    except Refusal as refusal:
        return PlainTextResponse(refusal.to(lang), status_code=503, headers=_HEADERS)
    headers = _HEADERS | {"content-disposition": f'attachment; filename="{file.name}"'}
    return Response(file.body, media_type="application/pdf", headers=headers)


ROUTES = [Route(PATH, document, methods=["GET", "HEAD"])]
