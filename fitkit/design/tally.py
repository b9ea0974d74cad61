"""The tally, FitKit's mark: strokes in fives, tall for taken, a stub for free. Always beside its words."""

from typing import Any

import reflex as rx

from fitkit.design.words import Count, Words, inline, words

MOST = 30  # beyond it strokes are not counted by eye: a bar


def tally(
    used: Count,
    total: Count,
    label: Words = "",
    kind: "str | rx.Var[str]" = "accent",
    height: int = 14,
) -> rx.Component:
    """Strokes up to 30, then a bar.

    Args:
        used: tall strokes; more than ``total`` draws them all.
        total: strokes; none for 0.
        label: read out, "11 of 12 places taken"; empty when the words stand beside it.
        kind: accent neutral positive warning danger info signal.
        height: in px; 14 in cards, 22 and more in heroes.
    """
    strokes = rx.el.span(
        class_name="tally",
        **_said(label),
        custom_attrs={
            **inline(w=width_of(total), f=width_of(used), th=f"{height}px"),
            "data-kind": kind,
        },
    )
    if isinstance(total, rx.Var):
        return rx.cond(_number(total) > MOST, meter(_share(used, total), label, kind), strokes)
    return meter(_share(used, total), label, kind) if total > MOST else strokes


def tally_line(
    used: Count,
    total: Count,
    given: Words,
    kind: "str | rx.Var[str]" = "accent",
    height: int = 14,
) -> rx.Component:
    """The tally with its words beside it; "2 places left" is bold when it warns."""
    return rx.el.span(
        tally(used, total, "", kind, height),
        rx.el.span(words(given), class_name="words"),
        class_name="tallyline",
        custom_attrs={"data-kind": kind},
    )


def meter(share: Count, label: Words = "", kind: "str | rx.Var[str]" = "accent") -> rx.Component:
    """A bar of a share, 0 to 1."""
    return rx.el.span(
        rx.el.i(),
        class_name="meter",
        **_said(label),
        custom_attrs={**inline(share=share), "data-kind": kind},
    )


def width_of(strokes: Count) -> Any:
    """Px of a count of strokes: 4 each, 3 between, 8 between fives."""
    if isinstance(strokes, rx.Var):
        n = _number(strokes)
        return rx.cond(n > 0, (n - 1) // 5 * 40 + (n - 1) % 5 * 7 + 4, 0)
    n = int(strokes)
    return (n - 1) // 5 * 40 + (n - 1) % 5 * 7 + 4 if n > 0 else 0


def _number(given: Count) -> Any:
    return given.to(int) if isinstance(given, rx.Var) else given


def _share(used: Count, total: Count) -> Any:
    """Asked only of totals above zero; the stylesheet ends at a whole."""
    return _number(used) / _number(total)


def _said(label: Words) -> dict[str, Any]:
    if not isinstance(label, rx.Var) and label == "":
        return {"aria_hidden": "true"}
    return {"role": "img", "aria_label": words(label)}
