"""Stop letters by their link: a page to read and press, and the one click of mail programs."""

import asyncio
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from fitkit import wiring
from fitkit.core.actor import VISITOR
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang
from fitkit.endpoints.language import preferred
from fitkit.features.notifications import flows
from fitkit.texts import notices as texts

_HEADERS = {"cache-control": "no-store", "referrer-policy": "no-referrer"}


async def ask(request: Request) -> Response:
    """What the link would stop, and a button: opening a link alone changes nothing.

    Mail scanners open every link in a letter.
    """
    try:
        view = await asyncio.to_thread(
            flows.stop_question, wiring.ports(), VISITOR, token=_token(request)
        )
    except Refusal as refusal:
        return _refused(request, refusal)
    group = texts.GROUPS[view.group].to(view.lang)
    question = texts.STOP_QUESTION.to(view.lang, group=group, gym=view.gym)
    button = f"<button>{_safe(texts.STOP_BUTTON.to(view.lang))}</button>"
    form = f'<form method="post">{button}</form>'
    return _page(view.lang, texts.STOP_TITLE.to(view.lang), f"<p>{_safe(question)}</p>{form}")


async def stop(request: Request) -> Response:
    """Stop; what the button sends, and what a mail program sends by itself (RFC 8058)."""
    try:
        view = await asyncio.to_thread(
            flows.stop_letters, wiring.ports(), VISITOR, token=_token(request)
        )
    except Refusal as refusal:
        return _refused(request, refusal)
    said = texts.STOPPED.to(view.lang)
    return _page(view.lang, texts.STOP_TITLE.to(view.lang), f"<p>{_safe(said)}</p>")


def _token(request: Request) -> str:
    return request.query_params.get("t", "")


def _refused(request: Request, refusal: Refusal) -> Response:
    lang = preferred(request.headers.get("accept-language", ""))
    title = texts.STOP_TITLE.to(lang)
    return _page(lang, title, f"<p>{_safe(refusal.to(lang))}</p>", status=400)


def _page(lang: Lang, title: str, body: str, *, status: int = 200) -> Response:
    return HTMLResponse(
        f'<!doctype html><html lang="{lang}" dir="{lang.dir}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex">'
        f"<title>{_safe(title)}</title>"
        "<style>body{font:18px/1.6 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1.25rem}"
        "button{font:inherit;font-weight:700;padding:.7rem 1.6rem;border-radius:.6rem;cursor:pointer}"
        ":root{color-scheme:light dark}</style></head>"
        f"<body><main><h1>{_safe(title)}</h1>{body}</main></body></html>",
        status_code=status,
        headers=_HEADERS,
    )


def _safe(words: str) -> str:
    return escape(words, quote=True)


ROUTES = [
    Route(flows.STOP_PATH, ask, methods=["GET", "HEAD"]),
    Route(flows.STOP_PATH, stop, methods=["POST"]),
]
