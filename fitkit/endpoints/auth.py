"""Signing in, out and over by plain form posts: only the server ever sets or clears the cookie."""

import asyncio
from collections.abc import Callable
from typing import Any, Final, TypeVar
from urllib.parse import quote, urlencode
from uuid import UUID

from starlette.applications import Starlette
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from fitkit.core.actor import VISITOR, Actor
from fitkit.core.crypto import digest, new_token
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang
from fitkit.core.permissions import Permission, Role
from fitkit.core.settings import settings
from fitkit.core.work import open_work
from fitkit.endpoints.posts import (
    CODE_COOKIE,
    FORM_COOKIE,
    KNOWN_COOKIE,
    OPEN,
    SIGN_IN,
    TOKEN,
    Post,
    back,
    forget,
    guarded,
    keeping,
    local_path,
    remember,
    words_for,
)
from fitkit.features.identity import actions, flows, known_browsers, rules
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

STEP_CODE: Final = "code"
STEP_FACTOR: Final = "second-factor"
_HASHERS = asyncio.Semaphore(2)  # each holds a core and 19 MiB; more at once gives nothing
T = TypeVar("T")


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
        kept=post.kept,
    )
    answer = keeping(post, back(post, step=STEP_CODE))
    remember(answer, browser, rules.CODE_LIFE.total_seconds(), name=CODE_COOKIE)
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
        forget(answer, CODE_COOKIE)
    return answer


async def second_factor(post: Post) -> Response:
    """Finish a sign-in by an app's code or a recovery code."""
    entry = await _run(flows.pass_second_factor, token=post.token, code=post.get("code"))
    if isinstance(entry, Wrong) and entry.tries_left == 0:
        return back(post, problem="code")  # the half sign-in is over: begin again
    return await _answer(post, entry, wrong="factor", step=STEP_FACTOR)


async def sign_out(post: Post) -> Response:
    """Leave; also without a living sign-in."""
    await _run(flows.sign_out, token=post.token)
    answer = RedirectResponse(post.at(SIGN_IN), 303)
    forget(answer, COOKIE)
    forget(answer, FORM_COOKIE)
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
    if not TOKEN.fullmatch(token):
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
        here = quote(post.at(OPEN), safe="")
        return keeping(post, RedirectResponse(f"{post.at(SIGN_IN)}?next={here}", 303))
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
                f"{post.at(SIGN_IN)}?{urlencode(words_for(post, step=STEP_FACTOR))}", 303
            )
            remember(answer, entry.token, rules.PENDING_LIFE.total_seconds())
            return answer
        case Wrong(tries_left=left):
            return keeping(post, back(post, step=step, problem=wrong, left=str(left)))
        case Locked(minutes=minutes):
            return keeping(post, back(post, step=step, problem="locked", minutes=str(minutes)))


async def _let_in(post: Post, entry: Admitted) -> Response:
    if post.token:  # whoever used this browser before is out
        await _run(flows.sign_out, token=post.token)
    answer = _onwards(post, entry.role)
    remember(answer, entry.token, settings().session_days * 86400)
    kept = known_browsers.kept_after(post.kept, entry.addresses)
    remember(answer, kept, rules.KNOWN_FOR.total_seconds(), name=KNOWN_COOKIE)
    return answer


def _onwards(post: Post, role: Role | None) -> Response:
    """To the page somebody wanted, else to the first screen of their role."""
    home = post.at(home_of(role)) if role else post.at(OPEN)
    answer = RedirectResponse(local_path(post.get("next")) or home, 303)
    forget(answer, FORM_COOKIE)
    return answer


ROUTES: Final = [
    Route(path, guarded(handle), methods=["POST"])
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
