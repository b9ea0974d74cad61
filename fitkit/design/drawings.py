"""Larger drawings of the tally: the landing page's mark, and the one for what is missing."""

import reflex as rx

from fitkit.design import looks


def big_tally() -> rx.Component:
    """Four strokes and the one that crosses them."""
    strokes = ((28, 0.2), (128, 0.36), (228, 0.6), (328, 0.96))
    return rx.el.svg(
        *[
            rx.el.path(d=f"M{x} 240 l36 -230 h44 l-36 230 z", fill="#fff", opacity=str(shade))
            for x, shade in strokes
        ],
        rx.el.path(d="M4 190 L404 62 L414 92 L14 220 Z", fill="var(--signal)"),
        view_box="0 0 420 250",
        class_name=looks.LAND_TALLY,
        custom_attrs={"aria-hidden": "true"},
    )


def missing_stroke() -> rx.Component:
    """Strokes on a floor line; the one that is missing is dashed."""
    stroke = {"stroke": "currentColor", "stroke_width": "9"}
    return rx.el.svg(
        *[rx.el.path(d=f"M{x} 74 l10 -54", **stroke) for x in (40, 64, 112)],
        rx.el.path(d="M88 74 l10 -54", stroke_dasharray="6 6", **stroke),
        rx.el.path(d="M10 82 h180", stroke="currentColor", stroke_width="2", opacity="0.35"),
        view_box="0 0 200 90",
        fill="none",
        custom_attrs={"aria-hidden": "true"},
    )
