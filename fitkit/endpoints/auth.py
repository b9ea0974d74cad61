"""Signing in, out and over by plain form posts: only the server ever sets or clears the cookie.

Every answer is a 303. What went wrong comes back to the form as a short word (``?problem=wrong``,
or ``?slug=slug-taken`` for a field; sentences in ``texts.identity.PROBLEMS``). What was typed, never
a secret, comes back in a cookie of two minutes that the page may read: an address would stay
in the browser's history and in logs.

A post counts only from our own pages: SameSite=Lax keeps the cookie at home, and the Origin is
checked besides.
"""

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Final, TypeVar
from urllib.parse import parse_qsl, quote, urlencode, urlsplit
from uuid import UUID

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from fitkit.core.actor import VISITOR, Actor
from fitkit.core.crypto import digest, new_token
from fitkit.core.errors import Denied, Invalid, Refusal
from fitkit.core.i18n import Lang, Text
from fitkit.core.permissions import Permission, Role
from fitkit.core.ratelimit import TOO_MANY
from fitkit.core.settings import settings
from fitkit.core.work import caller_ip, open_work
from fitkit.features.identity import actions, flows, rules
from fitkit.features.identity.actions import (
    Admitted,
    Entry,
    FactorEntry,
    Locked,
    SecondFactor,
    Wrong,
)
from fitkit.features.identity.rules import CodePurpose
from fitkit.features.orgs.rules import DEFAULT_BRAND, DEFAULT_ZONE, GymKind, LegalDocument, Opening
from fitkit.ports import Ports
from fitkit.texts import identity as texts
from fitkit.texts.common import NOT_A_CHOICE
from fitkit.web.session import COOKIE, home_of

# Screens, without their language.
SIGN_IN: Final = "/sign-in/"
JOIN: Final = "/join/"
OPEN: Final = "/open-a-gym/"
STEP_CODE: Final = "code"
STEP_FACTOR: Final = "second-factor"

CODE_COOKIE: Final = "__Host-fitkit-code" if settings().is_https else "fitkit_code"
FORM_COOKIE: Final = "fitkit_form"
FORM_COOKIE_S: Final = 120
MOST_BYTES: Final = 16_384
_KEPT_FIELDS: Final = (
    "account email name slug kind location_name address phone zone brand gym_lang".split()  # noqa: SIM905
)
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{20,80}")
_WORDS: Final[dict[Text, str]] = {text: word for word, text in texts.PROBLEMS.items()} | {
    TOO_MANY: "limit"
}
_HASHERS = asyncio.Semaphore(2)  # each holds a core and 19 MiB; more at once gives nothing

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Post:
    """One form post, its origin proven."""

    request: Request
    form: Mapping[str, str]

    def get(self, name: str) -> str:
        """A field; empty when it was not sent."""
        return self.form.get(name, "")

    @property
    def lang(self) -> Lang:
        """The language of the page it came from."""
        return Lang.EN if self.get("lang") == Lang.EN else Lang.HE

    @property
    def token(self) -> str:
        """The session token of the cookie; empty without one."""
        return self.request.cookies.get(COOKIE, "")

    @property
    def browser(self) -> str:
        """The secret of a browser that asked for a code; empty without one."""
        kept = self.request.cookies.get(CODE_COOKIE, "")
        return kept if _TOKEN.fullmatch(kept) else ""

    @property
    def device(self) -> str:
        """Browser and system, in words."""
        return rules.device_words(self.request.headers.get("user-agent", ""))

    def at(self, screen: str) -> str:
        """A screen's address in the page's language."""
        return f"/{self.lang}{screen}"


def local_path(path: str) -> str:
    """The path when it leads to a page of ours, else empty.

    Browsers drop tabs and line breaks inside an address and read a backslash as a slash, so
    that an innocent beginning says nothing about where such an address leads.
    """
    if len(path) > 512 or "\\" in path or any(ord(c) <= 0x20 or ord(c) == 0x7F for c in path):
        return ""
    try:
        parts = urlsplit(path)
    except ValueError:
        return ""
    inside = path.startswith(("/he/", "/en/")) and not parts.scheme and not parts.netloc
    return path if inside else ""


def is_ours(r: Request) -> bool:
    """Whether a post comes from a page of ours, by what browsers themselves say."""
    origin = r.headers.get("origin")
    if origin is None:
        return r.headers.get("sec-fetch-site") == "same-origin"
    return origin in settings().origins


def address_of_caller(r: Request) -> str | None:
    """Who called, behind as many proxies as we know to be ours; None when nothing true is said."""
    words = r.client.host if r.client else ""
    proxies = settings().trusted_proxies
    # Some proxies add a line of their own below the caller's: only the last ones are ours.
    given = ",".join(r.headers.getlist("x-forwarded-for"))
    steps = [s.strip() for s in given.split(",") if s.strip()]
    if proxies and len(steps) >= proxies:
        words = steps[-proxies]
    try:
        return str(ip_address(words))
    except ValueError:
        return None


async def sign_in(post: Post) -> Response:
    """By e-mail or phone and password."""
    async with _HASHERS:
        entry = await _run(
            flows.sign_in,
            account=post.get("account") or post.get("email"),
            password=post.get("password"),
            device=post.device,
        )
    return await _answer(post, entry, wrong="wrong", step="")


async def request_code(post: Post) -> Response:
    """Ask for a code, which this browser alone may try; ``purpose=sign_up`` where somebody may be new."""
    browser = post.browser or new_token()
    await _run(
        flows.request_code,
        account=post.get("account") or post.get("email"),
        purpose=_purpose(post),
        lang=post.lang,
        browser=browser,
    )
    answer = _keeping(post, _back(post, step=STEP_CODE))
    _remember(answer, browser, rules.CODE_LIFE.total_seconds(), name=CODE_COOKIE)
    return answer


async def confirm_code(post: Post) -> Response:
    """Enter by the code that was sent."""
    account = post.get("account") or post.get("email")
    entry: Entry
    if _purpose(post) is CodePurpose.SIGN_UP:
        entry = await _run(
            flows.sign_up_by_code,
            email=account,
            code=post.get("code"),
            name=post.get("name"),
            device=post.device,
            lang=post.lang,
            browser=post.browser,
        )
    else:
        entry = await _run(
            flows.sign_in_by_code,
            account=account,
            code=post.get("code"),
            device=post.device,
            browser=post.browser,
        )
    answer = await _answer(post, entry, wrong="code", step=STEP_CODE)
    if isinstance(entry, Admitted | SecondFactor):
        _forget(answer, CODE_COOKIE)
    return answer


async def second_factor(post: Post) -> Response:
    """Finish a sign-in by an app's code or a recovery code."""
    entry = await _run(flows.pass_second_factor, token=post.token, code=post.get("code"))
    if isinstance(entry, Wrong) and entry.tries_left == 0:
        return _back(post, problem="code")  # the half sign-in is over: begin again
    return await _answer(post, entry, wrong="factor", step=STEP_FACTOR)


async def sign_out(post: Post) -> Response:
    """Leave; also without a living sign-in."""
    await _run(flows.sign_out, token=post.token)
    answer = RedirectResponse(post.at(SIGN_IN), 303)
    _forget(answer, COOKIE)
    _forget(answer, FORM_COOKIE)
    return answer


async def switch(post: Post) -> Response:
    """Act in another gym; an empty ``org_id`` is the platform."""
    actor = await _actor(post)
    if actor is None:
        return RedirectResponse(post.at(SIGN_IN), 303)
    try:
        org_id = UUID(post.get("org_id")) if post.get("org_id") else None
    except ValueError:
        raise Refusal(texts.NO_SUCH_GYM) from None
    role = await asyncio.to_thread(_switch, actor, org_id)
    return _onwards(post, role)


async def join(post: Post) -> Response:
    """Accept an invitation, as the signed-in user or as somebody new."""
    actor = await _actor(post)
    token = post.get("token")
    if not _TOKEN.fullmatch(token):
        raise Refusal(texts.INVITATION_GONE)
    if actor is not None and not post.get("as_new"):
        joined = await _run(flows.join, actor=actor, token=token)
        return _onwards(post, joined.role)
    async with _HASHERS:
        entry = await _run(
            flows.join_as_new,
            token=token,
            name=post.get("name"),
            password=post.get("password"),
            device=post.device,
        )
    return await _let_in(post, entry)


async def open_gym(post: Post) -> Response:
    """Open a gym as the signed-in user, who becomes its owner."""
    actor = await _actor(post)
    if actor is None:
        back = quote(post.at(OPEN), safe="")
        return _keeping(post, RedirectResponse(f"{post.at(SIGN_IN)}?next={back}", 303))
    kind = post.get("kind")
    if kind not in set(GymKind):
        raise Refusal(NOT_A_CHOICE, field="kind")
    opening = Opening(
        name=post.get("name"),
        slug=post.get("slug"),
        kind=GymKind(kind),
        accepted={d: post.get(f"accept_{d}") for d in LegalDocument},
        location_name=post.get("location_name"),
        address=post.get("address"),
        phone=post.get("phone"),
        email=post.get("email"),
        zone=post.get("zone") or DEFAULT_ZONE,
        lang=Lang.EN if post.get("gym_lang") == Lang.EN else Lang.HE,
        brand=post.get("brand") or DEFAULT_BRAND,
    )
    await _run(flows.open_gym, actor=actor, opening=opening)
    return _onwards(post, Role.OWNER)


def _guarded(handle: Callable[[Post], Any]) -> Callable[[Request], Any]:
    """Origin, size and kind first; refusals become words in the address; nothing is cached."""

    async def endpoint(r: Request) -> Response:
        if not is_ours(r):
            return PlainTextResponse("This form was not sent from FitKit.", 403)
        post = Post(r, await _form(r))
        mark = caller_ip.set(address_of_caller(r))
        try:
            answer: Response = await handle(post)
        except Refusal as refusal:
            answer = _refused(post, refusal)
        finally:
            caller_ip.reset(mark)
        answer.headers["cache-control"] = "no-store"
        return answer

    endpoint.__name__ = getattr(handle, "__name__", "endpoint")
    return endpoint


async def _form(r: Request) -> dict[str, str]:
    """The fields of a small urlencoded form; the first of each name."""
    kind = r.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(415)
    body = b""
    async for chunk in r.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise HTTPException(413)
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=60)
    except ValueError:
        raise HTTPException(400) from None
    # PostgreSQL has no NUL in texts.
    return {name: value.replace("\x00", "") for name, value in reversed(pairs)}


async def _run(flow: Callable[..., T], *, actor: Actor = VISITOR, **given: Any) -> T:
    return await asyncio.to_thread(flow, _ports(), actor, **given)


def _ports() -> Ports:
    from fitkit import wiring

    return wiring.ports()


async def _actor(post: Post) -> Actor | None:
    """Who is signed in, second factor included; None otherwise."""
    if not post.token:
        return None
    found = await asyncio.to_thread(flows.recognise, digest(post.token))
    return found.actor if found and found.actor.may(Permission.USE_ACCOUNT) else None


def _switch(actor: Actor, org_id: UUID | None) -> Role:
    with open_work(actor) as w:
        return actions.switch_gym(w, org_id=org_id)


def _purpose(post: Post) -> CodePurpose:
    return CodePurpose.SIGN_UP if post.get("purpose") == "sign_up" else CodePurpose.SIGN_IN


async def _answer(post: Post, entry: Entry | FactorEntry, *, wrong: str, step: str) -> Response:
    match entry:
        case Admitted():
            return await _let_in(post, entry)
        case SecondFactor():
            answer = RedirectResponse(
                f"{post.at(SIGN_IN)}?{urlencode(_params(post, step=STEP_FACTOR))}", 303
            )
            _remember(answer, entry.token, rules.PENDING_LIFE.total_seconds())
            return answer
        case Wrong(tries_left=left):
            return _keeping(post, _back(post, step=step, problem=wrong, left=str(left)))
        case Locked(minutes=minutes):
            return _keeping(post, _back(post, step=step, problem="locked", minutes=str(minutes)))


async def _let_in(post: Post, entry: Admitted) -> Response:
    if post.token:  # whoever used this browser before is out
        await _run(flows.sign_out, token=post.token)
    answer = _onwards(post, entry.role)
    _remember(answer, entry.token, settings().session_days * 86400)
    return answer


def _onwards(post: Post, role: Role | None) -> Response:
    """To the page somebody wanted, else to the first screen of their role."""
    home = post.at(home_of(role)) if role else post.at(OPEN)
    answer = RedirectResponse(local_path(post.get("next")) or home, 303)
    _forget(answer, FORM_COOKIE)
    return answer


def _refused(post: Post, refusal: Refusal) -> Response:
    if isinstance(refusal, Denied):
        return _keeping(post, _back(post, problem="denied"))
    if isinstance(refusal, Invalid):
        found = refusal.problems.items()
        fields = {f: _word(p.text if isinstance(p, Refusal) else p) for f, p in found}
        return _keeping(post, _back(post, step=post.get("step"), **fields))
    minutes = {"minutes": str(refusal.params["minutes"])} if "minutes" in refusal.params else {}
    named = {refusal.field or "problem": _word(refusal.text)}
    return _keeping(post, _back(post, step=post.get("step"), **named, **minutes))


def _word(text: Text) -> str:
    return _WORDS.get(text, "wrong")


def _back(post: Post, **params: str) -> RedirectResponse:
    """To the form, with words about what happened; ``back`` names it, else the path posted to."""
    token = post.get("token")
    if post.request.url.path.endswith("/join") and _TOKEN.fullmatch(token):
        screen = f"{JOIN}{token}/"
    else:
        screen = OPEN if post.request.url.path.endswith("/open") else SIGN_IN
    page = urlsplit(local_path(post.get("back"))).path or post.at(screen)
    query = urlencode(_params(post, **params))
    return RedirectResponse(f"{page}?{query}" if query else page, 303)


def _params(post: Post, **params: str) -> dict[str, str]:
    wanted = {"next": local_path(post.get("next")), **params}
    return {name: value for name, value in wanted.items() if value}


def _keeping(post: Post, answer: Response) -> Response:
    """Give back what was typed, for two minutes, to the page alone."""
    typed = {f: post.get(f)[:200] for f in _KEPT_FIELDS if post.get(f)}
    value = quote(json.dumps(typed, ensure_ascii=False, separators=(",", ":")))
    if typed and len(value) < 3500:
        answer.set_cookie(
            FORM_COOKIE,
            value,
            max_age=FORM_COOKIE_S,
            path="/",
            httponly=False,
            samesite="strict",
            secure=settings().is_https,
        )
    return answer


def _remember(answer: Response, token: str, seconds: float, *, name: str = COOKIE) -> None:
    answer.set_cookie(
        name,
        token,
        max_age=int(seconds),
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings().is_https,
    )


def _forget(answer: Response, name: str) -> None:
    answer.delete_cookie(name, path="/", secure=settings().is_https, samesite="lax")


ROUTES: Final = [
    Route(path, _guarded(handle), methods=["POST"])
    for path, handle in (
        ("/auth/sign-in", sign_in),
        ("/auth/code", request_code),
        ("/auth/code/confirm", confirm_code),
        ("/auth/second-factor", second_factor),
        ("/auth/sign-out", sign_out),
        ("/auth/switch", switch),
        ("/auth/join", join),
        ("/auth/open", open_gym),
    )
]
api = Starlette(routes=ROUTES)
