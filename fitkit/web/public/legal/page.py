"""Terms, privacy and the processing agreement: three addresses, one layout."""

from collections.abc import Sequence

import reflex as rx

from fitkit.design import looks
from fitkit.design.say import say
from fitkit.texts import legal
from fitkit.texts.legal import Part
from fitkit.web.frames import PUBLIC, page


@page("/legal/terms", title=legal.TERMS_TITLE, frame=PUBLIC)
def terms() -> rx.Component:
    return _prose(legal.TERMS)


@page("/legal/privacy", title=legal.PRIVACY_TITLE, frame=PUBLIC)
def privacy() -> rx.Component:
    return _prose(legal.PRIVACY)


@page("/legal/processing", title=legal.PROCESSING_TITLE, frame=PUBLIC)
def processing() -> rx.Component:
    return _prose(legal.PROCESSING)


def _prose(parts: Sequence[Part]) -> rx.Component:
    return rx.el.article(
        rx.el.p(say(legal.UPDATED), class_name=looks.WHEN),
        *[_part(part) for part in parts],
        class_name=looks.PROSE,
    )


def _part(part: Part) -> rx.Component:
    words = [say(line) for line in part.lines]
    body = (
        [rx.el.ul(*[rx.el.li(w) for w in words])] if part.is_list else [rx.el.p(w) for w in words]
    )
    return rx.fragment(rx.el.h2(say(part.heading)), *body)
