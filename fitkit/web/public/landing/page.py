"""The landing page, from the top: what it is, for whom, what works, and the first step."""

import reflex as rx

from fitkit.core.i18n import Text
from fitkit.design import looks
from fitkit.design.drawings import big_tally
from fitkit.design.say import say
from fitkit.texts import web
from fitkit.web.frames import PUBLIC, page, path_in


@page("/", title=web.LANDING_TITLE, frame=PUBLIC, heads=False)
def landing() -> rx.Component:
    return rx.el.div(_hero(), _for_whom(), _facts(), _last(), class_name=looks.LAND)


def _hero() -> rx.Component:
    return rx.el.section(
        rx.el.h1(*_sentences(say(web.LANDING_HEAD))),
        rx.el.p(say(web.LANDING_LEAD), class_name=looks.LEAD),
        rx.el.div(
            rx.link(say(web.OPEN_GYM), href=path_in("/open-a-gym"), class_name=looks.BTN_PRI),
            rx.link(say(web.SIGN_IN), href=path_in("/sign-in"), class_name=looks.BTN),
            class_name=looks.ACTS,
        ),
        big_tally(),
        class_name=looks.LAND_HERO,
    )


def _sentences(words: str) -> list[rx.Component | str]:
    """A line each."""
    first, _, rest = words.partition(". ")
    return [rx.el.span(first + "."), " ", rx.el.span(rest)]


def _for_whom() -> rx.Component:
    people = (
        ("smartphone", web.LANDING_MEMBERS, web.LANDING_MEMBERS_WHY),
        ("clipboard-check", web.LANDING_COACHES, web.LANDING_COACHES_WHY),
        ("store", web.LANDING_OWNERS, web.LANDING_OWNERS_WHY),
    )
    return rx.el.section(
        rx.el.h2(say(web.LANDING_WHO), class_name=looks.VH),
        *[_person(*p) for p in people],
        class_name=looks.LAND_THREE,
    )


def _person(icon: str, who: Text, why: Text) -> rx.Component:
    return rx.el.article(
        rx.icon(icon), rx.el.h3(say(who)), rx.el.p(say(why)), class_name=looks.CARD
    )


def _facts() -> rx.Component:
    return rx.el.section(
        rx.el.h2(say(web.LANDING_CAN)),
        rx.el.ul(*[rx.el.li(rx.icon("check"), say(fact)) for fact in web.LANDING_FACTS]),
        class_name=looks.LAND_FACTS,
    )


def _last() -> rx.Component:
    return rx.el.section(
        rx.el.div(rx.el.h2(say(web.LANDING_LAST)), rx.el.p(say(web.LANDING_LAST_WHY))),
        rx.link(say(web.OPEN_GYM), href=path_in("/open-a-gym"), class_name=looks.BTN_PRI_BIG),
        class_name=looks.LAND_LAST,
    )
