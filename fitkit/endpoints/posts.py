"""A form post of our own pages: proven, read, answered; and the cookies that only the server sets.

Every answer is a 303. What went wrong comes back to the form as a short word (``?problem=wrong``,
or ``?slug=slug-taken`` for a field; sentences in ``texts.identity.PROBLEMS``). What was typed, never
a secret, comes back in a cookie of two minutes that the page may read: an address would stay
in the browser's history and in logs.

A post counts only from our own pages: SameSite=Lax keeps the cookie at home, and the Origin is
checked besides.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from fitkit.core.errors import Denied, Invalid, Refusal
from fitkit.core.i18n import Lang, Text
from fitkit.core.ratelimit import TOO_MANY
from fitkit.core.settings import settings
from fitkit.core.work import caller_ip
from fitkit.features.identity import rules
from fitkit.texts import identity as texts
from fitkit.web.session import COOKIE

# Screens, without their language.
SIGN_IN: Final = "/sign-in/"
JOIN: Final = "/join/"
OPEN: Final = "/open-a-gym/"

CODE_COOKIE: Final = "__Host-fitkit-code" if settings().is_https else "fitkit_code"
KNOWN_COOKIE: Final = "__Host-fitkit-known" if settings().is_https else "fitkit_known"
FORM_COOKIE: Final = "fitkit_form"
FORM_COOKIE_S: Final = 120
MOST_BYTES: Final = 16_384
_KEPT_FIELDS: Final = (
    "account email name slug kind location_name address phone zone brand gym_lang".split()  # noqa: SIM905
)
TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{20,80}")
_WORDS: Final[dict[Text, str]] = {text: word for word, text in texts.PROBLEMS.items()} | {
    TOO_MANY: "limit"
}


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
        return kept if TOKEN.fullmatch(kept) else ""

    @property
    def kept(self) -> str:
        """What the browser keeps of who came in with it, as it says; empty when it keeps nothing."""
        return self.request.cookies.get(KNOWN_COOKIE, "")

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


def guarded(handle: Callable[[Post], Any]) -> Callable[[Request], Any]:
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


def _refused(post: Post, refusal: Refusal) -> Response:
    if isinstance(refusal, Denied):
        return keeping(post, back(post, problem="denied"))
    if isinstance(refusal, Invalid):
        found = refusal.problems.items()
        fields = {f: _word(p.text if isinstance(p, Refusal) else p) for f, p in found}
        return keeping(post, back(post, step=post.get("step"), **fields))
    minutes = {"minutes": str(refusal.params["minutes"])} if "minutes" in refusal.params else {}
    named = {refusal.field or "problem": _word(refusal.text)}
    return keeping(post, back(post, step=post.get("step"), **named, **minutes))


def _word(text: Text) -> str:
    return _WORDS.get(text, "wrong")


def back(post: Post, **params: str) -> RedirectResponse:
    """To the form, with words about what happened; ``back`` names it, else the path posted to."""
    token = post.get("token")
    if post.request.url.path.endswith("/join") and TOKEN.fullmatch(token):
        screen = f"{JOIN}{token}/"
    else:
        screen = OPEN if post.request.url.path.endswith("/open") else SIGN_IN
    page = urlsplit(local_path(post.get("back"))).path or post.at(screen)
    query = urlencode(words_for(post, **params))
    return RedirectResponse(f"{page}?{query}" if query else page, 303)


def words_for(post: Post, **params: str) -> dict[str, str]:
    """What the address says beside the page: where somebody wanted to go, and these words."""
    wanted = {"next": local_path(post.get("next")), **params}
    return {name: value for name, value in wanted.items() if value}


def keeping(post: Post, answer: Response) -> Response:
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


def remember(answer: Response, token: str, seconds: float, *, name: str = COOKIE) -> None:
    """Set a cookie that scripts cannot read."""
    answer.set_cookie(
        name,
        token,
        max_age=int(seconds),
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings().is_https,
    )


def forget(answer: Response, name: str) -> None:
    """Take a cookie away."""
    answer.delete_cookie(name, path="/", secure=settings().is_https, samesite="lax")
