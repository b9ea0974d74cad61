"""A gym's colour as ramps for light and dark, with contrast guarded. Pure arithmetic in OKLCH.

Steps 1 to 8 keep a fixed lightness, so that all gyms feel equally calm; 9 is the colour itself, moved only as far as
its text needs; 10 hovers; 11 is text; 12 is strong text. ``mark`` has 3:1 for edges and tallies, ``deep`` carries white.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import atan2, cos, degrees, hypot, radians, sin
from typing import Final, Literal

Mode = Literal["light", "dark"]
Triple = tuple[float, float, float]

WHITE: Final = "#FFFFFF"
INK: Final = "#10181A"
SURFACE: Final[dict[Mode, str]] = {"light": "#FFFFFF", "dark": "#161D20"}
GROUND: Final[dict[Mode, str]] = {"light": "#F3F5F1", "dark": "#0D1214"}
RAISED_DARK: Final = "#1F282C"
HEX: Final = re.compile(r"#[0-9A-Fa-f]{6}")

_LIGHTNESS: Final[dict[Mode, tuple[float, ...]]] = {
    "light": (0.991, 0.980, 0.957, 0.930, 0.899, 0.861, 0.802, 0.715),
    "dark": (0.172, 0.205, 0.262, 0.306, 0.346, 0.392, 0.456, 0.540),
}
_CHROMA: Final[dict[Mode, tuple[float, ...]]] = {
    "light": (0.04, 0.09, 0.17, 0.28, 0.40, 0.52, 0.64, 0.80),
    "dark": (0.12, 0.18, 0.28, 0.40, 0.52, 0.58, 0.66, 0.78),
}
_MOST_CHROMA: Final = 0.22
_STEP: Final = 0.004


def is_colour(given: str) -> bool:
    """Whether it is a colour as ``#RRGGBB``."""
    return HEX.fullmatch(given) is not None


def contrast(a: str, b: str) -> float:
    """The contrast ratio of two colours by WCAG, 1 to 21."""
    low, high = sorted((_luminance(a), _luminance(b)))
    return (high + 0.05) / (low + 0.05)


@dataclass(frozen=True, slots=True)
class Ramp:
    """A colour in one mode."""

    steps: tuple[str, ...]  # 1 to 12
    alphas: tuple[str, ...]  # the same over the mode's own ground
    contrast: str  # text on steps 9 and 10
    mark: str  # edges, tallies, focus: 3:1 on surface and ground
    deep: str  # the hero panel: white has 10:1

    def step(self, number: int) -> str:
        """Step 1 to 12."""
        return self.steps[number - 1]


@cache
def ramp(colour: str, mode: Mode) -> Ramp:
    """The ramp of a colour.

    Raises:
        ValueError: it is not ``#RRGGBB``.
    """
    if not is_colour(colour):
        raise ValueError(f"{colour!r} is no colour as #RRGGBB")
    lightness, chroma, hue = to_lch(colour)
    chroma = min(chroma, _MOST_CHROMA)
    calm = [
        from_lch(own, chroma * share, hue)
        for own, share in zip(_LIGHTNESS[mode], _CHROMA[mode], strict=True)
    ]
    upper = _upper_light if mode == "light" else _upper_dark
    steps = [*calm, *upper(lightness, chroma, hue, calm[2])]
    ground, surface = GROUND[mode], SURFACE[mode]
    on = WHITE if contrast(steps[8], WHITE) >= 4.5 else INK
    if contrast(steps[8], on) < 4.5:
        steps[8] = _walk(to_lch(steps[8])[0], chroma, hue, _STEP, lambda c: contrast(c, INK) >= 4.5)
    if contrast(steps[9], on) < 4.5:  # hover keeps the same text colour
        steps[9] = steps[8]
    is_mark = min(contrast(steps[8], surface), contrast(steps[8], ground)) >= 3
    start = min(lightness, 0.36) if mode == "light" else 0.27
    deep = _walk(start, min(chroma * 0.72, 0.085), hue, -_STEP, lambda c: contrast(c, WHITE) >= 10)
    under = surface if mode == "light" else ground
    return Ramp(
        steps=tuple(steps),
        alphas=tuple(alpha(s, under) for s in steps),
        contrast=on,
        mark=steps[8] if is_mark else steps[10],
        deep=deep,
    )


def _upper_light(lightness: float, chroma: float, hue: float, tint: str) -> list[str]:
    fill = from_lch(lightness, chroma, hue)
    near = _walk(lightness, chroma, hue, -_STEP, lambda c: contrast(c, WHITE) >= 4.6)
    # A small darkening keeps white text; a large one would be another colour.
    if contrast(fill, WHITE) >= 3.2 or to_lch(near)[0] > lightness - 0.085:
        fill = near
    own = to_lch(fill)[0]
    return [
        fill,
        from_lch(own - 0.05 if own > 0.3 else own + 0.06, chroma, hue),
        _walk(
            min(own, 0.56),
            min(chroma, 0.17),
            hue,
            -_STEP,
            lambda c: min(contrast(c, GROUND["light"]), contrast(c, tint)) >= 5.2,
        ),
        from_lch(0.285, min(chroma * 0.55, 0.075), hue),
    ]


def _upper_dark(lightness: float, chroma: float, hue: float, tint: str) -> list[str]:
    fill = _walk(
        max(lightness, 0.62), chroma, hue, _STEP, lambda c: contrast(c, SURFACE["dark"]) >= 4.6
    )
    own = to_lch(fill)[0]
    return [
        fill,
        from_lch(min(own + 0.05, 0.97), chroma, hue),
        _walk(
            max(own, 0.76),
            min(chroma, 0.15),
            hue,
            _STEP,
            lambda c: min(contrast(c, RAISED_DARK), contrast(c, tint)) >= 6,
            limit=0.97,
        ),
        from_lch(0.93, min(chroma * 0.35, 0.045), hue),
    ]


def _walk(
    lightness: float,
    chroma: float,
    hue: float,
    step: float,
    is_enough: Callable[[str], bool],
    *,
    limit: float = 1.0,
) -> str:
    while not is_enough(from_lch(lightness, chroma, hue)) and 0.02 < lightness < limit:
        lightness += step
    return from_lch(lightness, chroma, hue)


# colour spaces


def to_lch(colour: str) -> Triple:
    """OKLCH of a colour: lightness 0 to 1, chroma, hue in degrees."""
    r, g, b = (_linear(v) for v in _channels(colour))
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    middle = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    o = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return lightness, hypot(a, o), degrees(atan2(o, a)) % 360


def from_lch(lightness: float, chroma: float, hue: float) -> str:
    """A colour of sRGB; chroma is reduced until it fits."""
    while chroma > 0.0005 and not all(
        -0.0005 <= v <= 1.0005 for v in _linear_of(lightness, chroma, hue)
    ):
        chroma -= 0.002
    return _hex(*(_gamma(max(0.0, v)) for v in _linear_of(lightness, max(chroma, 0.0), hue)))


def alpha(solid: str, under: str) -> str:
    """The most transparent ``#RRGGBBAA`` that looks like ``solid`` when laid over ``under``."""
    top, low = _channels(solid), _channels(under)
    need = max(
        (v - w) / (1 - w) if v > w else (w - v) / w if w else 0.0
        for v, w in zip(top, low, strict=True)
    )
    share = max(need, 1 / 255)
    share = -(-share * 255 // 1) / 255
    over = ((v - w * (1 - share)) / share for v, w in zip(top, low, strict=True))
    return f"{_hex(*over)}{round(share * 255):02X}"


def _linear_of(lightness: float, chroma: float, hue: float) -> Triple:
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _channels(colour: str) -> Triple:
    r, g, b = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return r, g, b


def _hex(*channels: float) -> str:
    return "#" + "".join(f"{round(max(0.0, min(1.0, v)) * 255):02X}" for v in channels)


def _linear(v: float) -> float:
    return v / 12.92 if v <= 0.04045 else float(((v + 0.055) / 1.055) ** 2.4)


def _gamma(v: float) -> float:
    return v * 12.92 if v <= 0.0031308 else float(1.055 * v ** (1 / 2.4) - 0.055)


def _luminance(colour: str) -> float:
    r, g, b = (_linear(v) for v in _channels(colour))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
