"""Pieces that only the gallery shows: the ramps and sizes themselves."""

import reflex as rx

from fitkit.design import tokens
from fitkit.design.words import inline


def ramps() -> rx.Component:
    """Twelve steps of every colour, in the mode of the reader."""
    names = ("gray", "brand", *tokens.MEANINGS)
    return rx.el.div(
        *[
            rx.el.div(
                *[rx.el.i(custom_attrs=inline(sw=f"var(--{name}-{i})")) for i in range(1, 13)],
                class_name="swatches",
                aria_hidden="true",
            )
            for name in names
        ],
        class_name="stack",
    )


def sizes() -> rx.Component:
    """The sizes of type, smallest first."""
    return rx.el.div(
        *[
            rx.el.span(
                f"{size}",
                custom_attrs={
                    "style": {"fontSize": f"var(--fs-{name})", "lineHeight": f"var(--lh-{name})"}
                },
            )
            for name, (size, _) in tokens.TYPE.items()
        ],
        class_name="row wrap",
        custom_attrs={"data-align": "base", "style": {"--g": "16px"}},
        dir="ltr",
    )
