"""The design gallery, from the top: deeds, words, fields, figures, lists, what opens, what may happen."""

import reflex as rx

from fitkit.design.bar import sticky_bar
from fitkit.design.button import button
from fitkit.design.card import card
from fitkit.design.gallery import ramps, sizes
from fitkit.design.layout import grid, section
from fitkit.design.layout import page as column
from fitkit.design.nav import page_head
from fitkit.texts import gallery as texts
from fitkit.web.frames import PLATFORM, page
from fitkit.web.platform.gallery.parts.basics import chips, deeds, navigation, typefaces
from fitkit.web.platform.gallery.parts.happening import conditions, notices
from fitkit.web.platform.gallery.parts.over import overlays
from fitkit.web.platform.gallery.parts.shown import classes, figures, lists
from fitkit.web.platform.gallery.parts.tables import calendar, roster
from fitkit.web.platform.gallery.parts.typed import every_field
from fitkit.web.platform.gallery.state import HERE
from fitkit.web.platform.gallery.state import GalleryState as S


@page(HERE, title=texts.TITLE, state=S, frame=PLATFORM, heads=False)
def gallery() -> rx.Component:
    return column(
        page_head(
            texts.TITLE,
            button(texts.EXPORT, icon="download"),
            button(texts.ADD_MEMBER, kind="main", icon="add"),
            count=texts.COUNT_312,
            below=texts.LEAD,
        ),
        navigation(),
        grid(deeds(), chips(), typefaces(), least=320),
        every_field(),
        figures(),
        lists(),
        classes(),
        roster(),
        calendar(),
        overlays(),
        conditions(),
        notices(),
        section(texts.COLOURS, card(ramps(), sizes())),
        sticky_bar(button(texts.SAVING, kind="main"), button(texts.DISCARD), note=texts.UNSAVED),
    )
