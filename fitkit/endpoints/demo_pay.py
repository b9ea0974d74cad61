"""The demo's payment page: a card form, the bank's question, bit; for test cards only, without a script.

It plays a foreign company's page. What it decides is the sandbox's; here a form is read, a page is
drawn, and the browser is led on. Where the demo's payments are not allowed, none of it is there.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import parse_qs

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from fitkit import wiring
from fitkit.core import clock
from fitkit.core.errors import Invalid
from fitkit.endpoints import _demo_page as drawn
from fitkit.endpoints.language import preferred
from fitkit.integrations.sandbox import cards
from fitkit.integrations.sandbox.bank import DONE, Bank, Page, PageState
from fitkit.integrations.sandbox.callbacks import call_back
from fitkit.integrations.sandbox.cards import EnteredCard, Fate
from fitkit.integrations.sandbox.payments import PATH, SLOW_S

_HEADERS: Final = {"cache-control": "no-store", "referrer-policy": "no-referrer"}
_FIELDS: Final = ("number", "expiry", "cvv", "holder_id", "instalments")
_MOST_FORM: Final = 2000  # bytes; five short fields
Answer = Callable[[Request, Bank, Page], Awaitable[Response]]


def _answered(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    """Find the page; one that is done leads on, and one that is not there says so."""

    async def found(request: Request) -> Response:
        bank = wiring.demo_bank()
        reference = request.path_params["reference"]
        page = await asyncio.to_thread(bank.page, reference) if bank else None
        if bank is None or page is None:
            lang = preferred(request.headers.get("accept-language", ""))
            return _html(drawn.gone(lang), 404)
        if page.state in DONE:
            return _on(page.success_url)
        return await answer(request, bank, page)

    return found


async def form(request: Request, _bank: Bank, page: Page) -> Response:
    """The card form, filled with a test card when one was chosen."""
    chosen = request.query_params.get("card", "")
    given = {"number": chosen, "expiry": "12/30", "cvv": "123"} if chosen in cards.CARDS else {}
    return _html(drawn.card_form(page, given, {}))


async def pay(request: Request, bank: Bank, page: Page) -> Response:
    """Take the form: to the gym, to the bank's question, or back with what is wrong."""
    given = await _form(request)
    try:
        card = cards.read_card(
            **{name: given.get(name, "") for name in _FIELDS}
            | {"instalments": given.get("instalments", "1")},
            most=max(1, page.most_instalments),
            today=clock.day_of(clock.now(), clock.ISRAEL),
        )
    except Invalid as wrong:
        # A number that is none of ours may be somebody's: it is not shown again.
        shown = {k: v for k, v in given.items() if k != "number" or "number" not in wrong.problems}
        return _html(drawn.card_form(page, shown, wrong.by_field(page.lang)), 422)
    if card.fate is Fate.SLOW:
        await asyncio.sleep(SLOW_S)
    state = await asyncio.to_thread(bank.try_card, page.reference, card)
    if card.fate is Fate.LOST and state in DONE:
        return _html(drawn.lost(page), 504)
    return _after(page, state)


async def question(_request: Request, bank: Bank, page: Page) -> Response:
    """The bank asks the holder."""
    if page.state is not PageState.CHALLENGED:
        return _on(_path(page))
    return _html(drawn.challenge(page, await asyncio.to_thread(_last4, bank, page)))


async def answer(request: Request, bank: Bank, page: Page) -> Response:
    """The holder's answer."""
    passes = (await _form(request)).get("answer") == "pass"
    state = await asyncio.to_thread(bank.answer_challenge, page.reference, passes=passes)
    return _after(page, state)


async def bit(_request: Request, _bank: Bank, page: Page) -> Response:
    """What the payer's phone would show."""
    return _html(drawn.bit(page)) if page.takes_bit else _on(_path(page))


async def approve_bit(_request: Request, bank: Bank, page: Page) -> Response:
    """The payer approved on the phone."""
    return _after(page, await asyncio.to_thread(bank.pay_by_bit, page.reference))


def _after(page: Page, state: PageState) -> Response:
    if state in DONE:
        told = {"page": page.reference, "key": page.key, "event": state.value}
        tells = BackgroundTask(call_back, page.callback_url, told) if page.callback_url else None
        return _on(page.success_url, tells)
    return _on(_path(page) + ("/bank" if state is PageState.CHALLENGED else ""))


def _last4(bank: Bank, page: Page) -> str:
    card: EnteredCard | None = bank.challenged_card(page.reference)
    return card.last4 if card else ""


async def _form(request: Request) -> dict[str, str]:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST_FORM:
            return {}
    try:
        pairs = parse_qs(body.decode("utf-8", "replace"), max_num_fields=20)
    except ValueError:  # more fields than any form of ours
        return {}
    return {name: values[0] for name, values in pairs.items()}


def _path(page: Page) -> str:
    return f"{PATH}/{page.reference}"


def _on(url: str, then: BackgroundTask | None = None) -> Response:
    return RedirectResponse(url, 303, headers=_HEADERS, background=then)


def _html(words: str, status: int = 200) -> Response:
    return HTMLResponse(words, status, headers=_HEADERS)


def _route(path: str, answer: Answer, method: str) -> Route:
    methods = ["GET", "HEAD"] if method == "GET" else [method]
    return Route(f"{PATH}/{{reference}}{path}", _answered(answer), methods=methods)


ROUTES = [
    _route("", form, "GET"),
    _route("", pay, "POST"),
    _route("/bank", question, "GET"),
    _route("/bank", answer, "POST"),
    _route("/bit", bit, "GET"),
    _route("/bit", approve_bit, "POST"),
]
