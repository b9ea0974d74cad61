"""The page of an unknown address; served with status 404."""

import reflex as rx

from fitkit.design import looks
from fitkit.design.drawings import missing_stroke
from fitkit.design.say import say
from fitkit.texts import web
from fitkit.web.frames import EITHER, page
from fitkit.web.frames.ways import home_path


@page("/404", title=web.LOST_TITLE, frame=EITHER, heads=False)
def lost() -> rx.Component:
    return rx.el.section(
        rx.el.h1(say(web.LOST_TITLE)),
        missing_stroke(),
        rx.el.p(say(web.LOST_WHY)),
        rx.link(say(web.TO_HOME), href=home_path(), class_name=looks.BTN_PRI),
        class_name=looks.LOST,
    )
