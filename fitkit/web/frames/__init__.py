"""The page decorator and the frames: every screen in both languages, with its bars around it.

``@page("/dashboard/members", title=MEMBERS, state=MembersState, frame=Frame.STAFF)`` registers
``/he/dashboard/members`` and ``/en/dashboard/members`` as static routes (pre-rendered), evaluates the
function once for each with ``say(TEXT)`` bound to the language, and runs ``state.load`` on arrival.

- ``frame``: MEMBER (top bar, bottom tabs), STAFF (side bar on a desk, tabs by role on a phone; COACH and
  OWNER are other names of it), ACCOUNT (whichever of the two the person has), PLATFORM, PUBLIC (a small top
  bar and a footer), BARE (nothing: sign-in, join), EITHER (what a person's other screens have; PUBLIC for
  visitors).
- The frame draws the ``h1`` from the title. A screen that draws its own (a greeting, a header with actions)
  says ``heads=False`` and then must have exactly one; an EITHER screen always does.
- ``back="/dashboard/members"`` puts a back arrow on a phone's top bar.
- ``link(path, …)`` stays in the reader's language; ``path_in(path)`` gives the address.
- What the navigation shows is the list in ``frames/nav.py``: an item appears when its screen exists and the
  person has its permission. Hiding is courtesy; the guard and the marks are the wall.
- Dynamic parts come from ``SessionState`` (who) and ``FrameState`` (unread count, gyms, brand).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import reflex as rx

from fitkit.core.i18n import Lang, Text
from fitkit.design import looks
from fitkit.design.direction import DirectionProvider
from fitkit.design.say import reading, say
from fitkit.web.frames import nav, parts
from fitkit.web.frames.state import FrameState
from fitkit.web.frames.ways import language_link, path_in
from fitkit.web.screen import Screen

Build = Callable[[], rx.Component]
__all__ = [
    "PAGES",
    "Frame",
    "Page",
    "language_link",
    "link",
    "page",
    "path_in",
    "register",
    "rendered",
]


class Frame(StrEnum):
    """What stands around a screen."""

    MEMBER = "member"
    STAFF = "staff"
    COACH = "staff"  # the same bars; tabs follow the person's role
    OWNER = "staff"
    ACCOUNT = "account"
    PLATFORM = "platform"
    PUBLIC = "public"
    BARE = "bare"
    EITHER = "either"


MEMBER, STAFF, COACH, OWNER = Frame.MEMBER, Frame.STAFF, Frame.STAFF, Frame.STAFF
ACCOUNT, PLATFORM, PUBLIC, BARE = Frame.ACCOUNT, Frame.PLATFORM, Frame.PUBLIC, Frame.BARE
EITHER = Frame.EITHER
SIGNED_IN = frozenset({MEMBER, STAFF, ACCOUNT, PLATFORM})


@dataclass(frozen=True, slots=True)
class Page:
    """A declared screen."""

    route: str
    title: Text
    state: type[Screen] | None
    frame: Frame
    heads: bool
    back: str
    closes: tuple[Any, ...]
    build: Build


PAGES: list[Page] = []


def page(
    route: str,
    *,
    title: Text,
    state: type[Screen] | None = None,
    frame: Frame = Frame.PUBLIC,
    heads: bool = True,
    back: str = "",
    closes: tuple[Any, ...] = (),  # Any: handlers
) -> Callable[[Build], Build]:
    """Declare a screen; see the module.

    Args:
        route: without the language, from ``/``; ``[id]`` for a part that varies.
        title: of the browser's tab, and the ``h1`` unless ``heads`` is False.
        state: whose ``needs`` guards the screen and whose ``load`` runs on arrival.
        frame: what stands around it.
        heads: whether the frame draws the ``h1``.
        back: where the phone's back arrow leads, without the language; empty for a first screen.
        closes: handlers that shut, on arrival, what other States of the screen were left with.
    """

    def declare(build: Build) -> Build:
        PAGES.append(Page(route, title, state, frame, heads, back, closes, build))
        return build

    return declare


def link(path: str, label: Text, **props: Any) -> rx.Component:  # Any: what a link takes
    """A link inside the reader's language."""
    return rx.link(say(label), href=path_in(path), **props)


def rendered(p: Page, language: Lang) -> rx.Component:
    """A screen in its frame, in one language."""
    with reading(language):
        nav.KNOWN.update(known.route for known in PAGES)
        content = p.build()
        framed = _FRAMES[p.frame](content, p)
        return DirectionProvider.create(
            rx.el.div(
                parts.keep_lang(),
                framed,
                dir=language.dir,
                lang=str(language),
                class_name=looks.READER,
            ),
            dir=language.dir,
        )


def register(app: rx.App) -> None:
    """Add every declared screen to the app, once a language."""
    for p in PAGES:
        if p.route == "/404":
            app.add_page(lambda p=p: parts.lost(p), route="/404", title=p.title.to(Lang.HE))
        for language in Lang:
            loads = [load] if (load := getattr(p.state, "load", None)) else []
            app.add_page(
                _alone(p, language),
                route=f"/{language}{p.route}",
                title=_tab_title(p, language),
                on_load=[*p.closes, *loads, *([FrameState.arrive] if p.frame in SIGNED_IN else [])]
                or None,
            )


def _alone(p: Page, language: Lang) -> Build:
    """A screen in one language, as a module of its own.

    Reflex writes the parts of all pages declared in one Python module into one JavaScript file,
    which each of them then loads whole: a page that says another module shares with nobody.
    """

    def build() -> rx.Component:
        return rendered(p, language)

    build.__module__ = f"{p.build.__module__}.{language}"
    return build


def _tab_title(p: Page, language: Lang) -> str:
    words = p.title.to(language)
    return words if "FitKit" in words else f"{words} · FitKit"


_FRAMES: dict[str, Callable[[rx.Component, Page], rx.Component]] = {
    Frame.MEMBER: lambda c, p: parts.app_shell(c, p, "solo"),
    Frame.STAFF: lambda c, p: parts.app_shell(c, p, "staff"),
    Frame.ACCOUNT: lambda c, p: parts.app_shell(c, p, "account"),
    Frame.PLATFORM: lambda c, p: parts.app_shell(c, p, "platform"),
    Frame.PUBLIC: parts.public_shell,
    Frame.BARE: parts.bare_shell,
    Frame.EITHER: parts.either_shell,
}
