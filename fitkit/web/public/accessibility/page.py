"""The accessibility statement that Israeli law asks for."""

import reflex as rx

from fitkit.design import looks
from fitkit.design.say import say
from fitkit.texts import legal
from fitkit.texts.legal import Part
from fitkit.web.frames import PUBLIC, page


@page("/accessibility", title=legal.ACCESSIBILITY_TITLE, frame=PUBLIC)
def accessibility() -> rx.Component:
    return rx.el.article(
        rx.el.p(say(legal.UPDATED), class_name=looks.WHEN),
        *[_part(part) for part in legal.ACCESSIBILITY],
        class_name=looks.PROSE,
    )


def _part(part: Part) -> rx.Component:
    words = [say(line) for line in part.lines]
    body = (
        [rx.el.ul(*[rx.el.li(w) for w in words])] if part.is_list else [rx.el.p(w) for w in words]
    )
    return rx.fragment(rx.el.h2(say(part.heading)), *body)
