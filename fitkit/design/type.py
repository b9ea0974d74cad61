"""Words as people see them: titles, headings, numbers, isolated left-to-right runs."""

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.inline import A
from reflex_components_core.react_router.dom import ReactRouterLink

from fitkit.design.icon import drawn, kind_icon
from fitkit.design.words import Child, Words, inside, merged, words


def title(given: Words, count: Child = None) -> rx.Component:
    """The screen's one h1, for screens that draw their own."""
    head = rx.el.h1(words(given), class_name="h1", tab_index=-1)
    if count is None:
        return head
    return rx.el.div(
        head,
        rx.el.span(*inside(count), class_name="muted"),
        class_name="row wrap",
        custom_attrs={"data-align": "base"},
    )


def heading(given: Words, level: int = 2, size: str = "", **attrs: Any) -> rx.Component:
    """A heading; ``size`` md lg xl, by default as its level has."""
    make = {2: rx.el.h2, 3: rx.el.h3, 4: rx.el.h4}[level]
    extra = merged(attrs, **{"data-size": size or ("lg" if level == 2 else "md")})
    return make(words(given), class_name="hd", custom_attrs=extra, **attrs)


def stand_in_heading(given: Words, *, level: int) -> rx.Component:
    """A heading without its element, in the place of a screen that has an h1 of its own."""
    told = {"role": "heading", "aria-level": str(level), "data-size": "xl"}
    return rx.el.div(words(given), class_name="hd", custom_attrs=told)


def body(*children: Child, **attrs: Any) -> rx.Component:
    """A paragraph to be read, at most 62 characters wide."""
    return rx.el.p(*inside(*children), class_name="txt", **attrs)


def muted(*children: Child, small: bool = True) -> rx.Component:
    """Secondary words."""
    return rx.el.span(*inside(*children), class_name="muted sm" if small else "muted")


def caption(*children: Child, **attrs: Any) -> rx.Component:
    """A small muted line under something."""
    return rx.el.p(*inside(*children), class_name="xs muted", **attrs)


def strong(*children: Child) -> rx.Component:
    """Words that are looked for: names, amounts."""
    return rx.el.b(*inside(*children))


def number(given: Words, size: str = "2xl") -> rx.Component:
    """A figure in the heaviest type; ``size`` md lg xl 2xl 3xl num."""
    return rx.el.span(words(given), class_name="num", custom_attrs={"data-size": size})


def time_of(given: Words, size: str = "lg") -> rx.Component:
    """A time of day as the headline it is."""
    return rx.el.bdi(words(given), class_name="num", dir="ltr", custom_attrs={"data-size": size})


def ltr(given: Words) -> rx.Component:
    """A run that stays left-to-right inside Hebrew: phone, code, score, range."""
    return rx.el.bdi(words(given), dir="ltr")


def email(given: Words) -> rx.Component:
    """An address of mail; where there is no room for it on one line it breaks before its @."""
    whole = rx.Var.create(words(given)).to(str)
    return rx.el.bdi(whole.split("@")[0], rx.el.wbr(), "@", whole.split("@")[1], dir="ltr")


def struck(given: Words) -> rx.Component:
    """Words that no longer hold."""
    return rx.el.s(words(given), class_name="struck")


def clip(*children: Child) -> rx.Component:
    """One line, cut with dots when there is no room."""
    return rx.el.span(*inside(*children), class_name="clip")


def toned(
    kind: "str | rx.Var[str]", *children: Child, icon: "str | rx.Component | None" = None
) -> rx.Component:
    """Words in a kind's colour behind its icon: ``✓ paid``; ``icon=""`` for none."""
    sign = kind_icon(kind) if icon is None else drawn(icon, 15)
    return rx.el.span(
        sign, rx.el.span(*inside(*children)), class_name="tone", custom_attrs={"data-kind": kind}
    )


def text_link(given: Words, href: Words, external: bool = False, **attrs: Any) -> rx.Component:
    """A link inside words; ``external`` leaves the app by a real navigation."""
    return anchor(words(given), href=href, external=external, **attrs)


def anchor(*children: Any, href: Words, external: bool = False, **attrs: Any) -> rx.Component:
    """A bare link: inside the app without a reload, or a real navigation."""
    to = words(href)
    if external:
        return A.create(*children, href=to, **attrs)  # rx.el.a is the router's link
    return ReactRouterLink.create(*children, href=to, **attrs)
