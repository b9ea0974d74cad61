"""Tokens as CSS: ``assets/tokens.css``, and a gym's own colour laid over it.

``python -m fitkit.design.theme`` writes the file; a test holds it equal to ``tokens_css()``.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from fitkit.core.i18n import Text
from fitkit.design import brand, tokens
from fitkit.design.brand import Mode, Ramp
from fitkit.texts import design as texts

TOKENS_FILE: Final = Path(__file__).parents[2] / "assets" / "tokens.css"
# Radix's own rules and their wide-gamut copies are beaten by the doubled class, inside portals too.
SELECTORS: Final[dict[Mode, str]] = {
    "light": ":root, .radix-themes.radix-themes",
    "dark": ".dark.dark, .dark .radix-themes.radix-themes, .radix-themes.radix-themes.dark",
}
MODES: Final[tuple[Mode, ...]] = ("light", "dark")


def brand_css(colour: str) -> str:
    """A gym's colour as CSS over the tokens, light and dark; empty for no colour."""
    if not brand.is_colour(colour):
        return ""
    return "".join(
        f"{SELECTORS[mode]}{{{_ramp('brand', brand.ramp(colour, mode))}}}\n" for mode in MODES
    )


def trial_css(colour: str) -> str:
    """A colour tried on in both modes beside one another, whatever the page is in: ``[data-try=light]``."""
    if not brand.is_colour(colour):
        return ""
    return "".join(
        f"[data-try={mode}]{{{_mode(mode)} {_ramp('brand', brand.ramp(colour, mode))}}}\n"
        for mode in MODES
    )


def brand_note(colour: str) -> Text | None:
    """What happened to a colour so that words on it can be read; None when it stays as it is.

    Raises:
        ValueError: it is not ``#RRGGBB``.
    """
    light = brand.ramp(colour, "light")
    if light.contrast == brand.INK:
        return texts.BRAND_INK
    if _lightness(light.step(9)) < _lightness(colour) - 0.004:
        return texts.BRAND_DARKENED
    if _lightness(brand.ramp(colour, "dark").step(9)) > _lightness(colour) + 0.25:
        return texts.BRAND_LIFTED
    return None


def plain_dark_css() -> str:
    """The dark mode over ``assets/tokens.css`` for a page without a script: as the device says."""
    return f"@media(prefers-color-scheme:dark){{:root:root{{{_mode('dark')}}}}}"


def tokens_css() -> str:
    """The whole of ``assets/tokens.css``."""
    return "\n".join(
        [
            "/* FitKit's tokens. Written by `python -m fitkit.design.theme` from fitkit/design/tokens.py: change it there. */",
            *(_face(name, range_) for name, range_ in tokens.FACES.items()),
            *(f"{SELECTORS[mode]} {{\n{_mode(mode)}\n}}" for mode in MODES),
            _density(),
            "@media (prefers-reduced-motion:reduce) { :root, .radix-themes.radix-themes { --t-fast:0ms; --t-base:0ms; --t-slow:0ms; } }",
            "@media (prefers-contrast:more) { :root, .dark.dark, .radix-themes.radix-themes { --line:var(--line-strong); --muted:var(--text); --faint:var(--text); } }",
            _radix(),
            "",
        ]
    )


def _face(name: str, unicode_range: str) -> str:
    return (
        f'@font-face {{ font-family:"Heebo Variable"; font-weight:100 900; font-display:swap; '
        f'src:url("/fonts/heebo-{name}-wght-normal.woff2") format("woff2"); unicode-range:{unicode_range}; }}'
    )


def _mode(mode: Mode) -> str:
    own = [_still()] if mode == "light" else []
    meanings = tokens.MEANINGS
    lines = [
        *own,
        f"color-scheme:{mode};",
        _vars(tokens.ROLES[mode].items()),
        _gray(mode),
        _ramp("brand", brand.ramp(tokens.BRAND, mode)),
        *(_ramp(name, brand.ramp(colour, mode)) for name, colour in meanings.items()),
        _ACCENT,
        *(_meaning(name) for name in meanings),
        _vars(tokens.SHADOWS[mode].items()),
        _vars(
            pair
            for i, (back, front) in enumerate(tokens.TINTS[mode], 1)
            for pair in ((f"tint-{i}", back), (f"on-tint-{i}", front))
        ),
    ]
    return "\n".join(f"  {line}" for line in lines)


def _still() -> str:
    """What no mode changes: type, space, radii, density, motion."""
    sizes = ((f"fs-{k}", f"{size}px") for k, (size, _) in tokens.TYPE.items())
    lines = ((f"lh-{k}", f"{line}px") for k, (_, line) in tokens.TYPE.items())
    return "\n  ".join(
        [
            f"--font:{tokens.FONT};",
            _vars(sizes),
            _vars(lines),
            _vars((f"w-{k}", str(v)) for k, v in tokens.WEIGHTS.items()),
            _vars((f"s-{k}", f"{v}px") for k, v in tokens.SPACE.items()),
            _vars((f"r-{k}", f"{v}px") for k, v in tokens.RADII.items()),
            _px(tokens.DENSITY[""]),
            _vars(tokens.MOTION.items()),
        ]
    )


def _density() -> str:
    d = tokens.DENSITY
    return (
        f".compact {{ {_px(d['compact'])} }}\n"
        f"@media (pointer:coarse),(max-width:1023px) {{ .compact {{ {_px(d['compact coarse'])} }} }}\n"
        f".floor {{ {_px(d['floor'])} }}"
    )


def _px(sizes: dict[str, int]) -> str:
    return _vars((k, f"{v}px") for k, v in sizes.items())


def _vars(pairs: Iterable[tuple[str, str]]) -> str:
    return " ".join(f"--{k}:{v};" for k, v in pairs)


def _gray(mode: Mode) -> str:
    steps = tokens.GRAY[mode]
    under = brand.SURFACE["light"] if mode == "light" else brand.GROUND["dark"]
    on = brand.WHITE if mode == "light" else brand.INK
    return " ".join(
        [
            _vars((f"gray-{i}", v) for i, v in enumerate(steps, 1)),
            _vars((f"gray-a{i}", brand.alpha(v, under)) for i, v in enumerate(steps, 1)),
            f"--gray-contrast:{on}; --gray-surface:{steps[1]}CC; --gray-indicator:{steps[8]}; --gray-track:{steps[8]};",
        ]
    )


def _ramp(slot: str, r: Ramp) -> str:
    return " ".join(
        [
            _vars((f"{slot}-{i}", v) for i, v in enumerate(r.steps, 1)),
            _vars((f"{slot}-a{i}", v) for i, v in enumerate(r.alphas, 1)),
            f"--{slot}-contrast:{r.contrast}; --{slot}-surface:{r.step(2)}CC; --{slot}-mark:{r.mark}; "
            f"--{slot}-deep:{r.deep}; --{slot}-indicator:{r.mark}; --{slot}-track:{r.mark};",
        ]
    )


_ACCENT: Final = (
    "--accent:var(--brand-9); --accent-hover:var(--brand-10); --on-accent:var(--brand-contrast); "
    "--accent-tint:var(--brand-3); --accent-line:var(--brand-6); --accent-text:var(--brand-11); "
    "--accent-strong:var(--brand-12); --accent-mark:var(--brand-mark); "
    "--hero:var(--brand-deep); --on-hero:#FFFFFF; --on-hero-muted:#FFFFFFC7;"
)


def _meaning(name: str) -> str:
    return (
        f"--{name}:var(--{name}-9); --{name}-hover:var(--{name}-10); --on-{name}:var(--{name}-contrast); "
        f"--{name}-tint:var(--{name}-3); --{name}-line:var(--{name}-6); --{name}-text:var(--{name}-11);"
    )


def _lightness(colour: str) -> float:
    return brand.to_lch(colour)[0]


def _radix() -> str:
    """Radix Themes 3.3 reads these: the accent sits in its slot iris, the meanings in four others."""
    steps = [
        *map(str, range(1, 13)),
        *(f"a{i}" for i in range(1, 13)),
        "contrast", "surface", "indicator", "track",
    ]  # fmt: skip
    slots = (
        "  " + _vars((f"{theirs}-{s}", f"var(--{ours}-{s})") for s in steps)
        for ours, theirs in tokens.RADIX_SLOT.items()
    )
    sizes = (12, 14, 16, 18, 21, 26, 30, 34, 44)
    lines = (16, 20, 24, 26, 28, 32, 36, 40, 46)
    radii = (5, 8, 12, 18, 26, 26)
    shadows = ("inset 0 0 0 1px var(--line-strong)", *(f"var(--e-{n})" for n in (1, 2, 2, 3, 3)))
    return "\n".join(
        [
            ".radix-themes.radix-themes {",
            *slots,
            "  --color-background:var(--ground); --color-panel-solid:var(--surface); --color-panel-translucent:var(--surface); --color-surface:var(--surface); --color-overlay:var(--scrim);",
            "  " + _vars((f"radius-{i}", f"{v}px") for i, v in enumerate(radii, 1)),
            # Radix's buttons take the larger of their radius and this one: anything else makes pills.
            "  --radius-full:0px; --radius-thumb:999px;",
            "  " + _vars((f"font-size-{i}", f"{v}px") for i, v in enumerate(sizes, 1)),
            "  " + _vars((f"line-height-{i}", f"{v}px") for i, v in enumerate(lines, 1)),
            "  --font-weight-light:400; --font-weight-regular:400; --font-weight-medium:500; --font-weight-bold:700;",
            '  --default-font-family:var(--font); --heading-font-family:var(--font); --code-font-family:ui-monospace,"Cascadia Mono",Menlo,monospace;',
            "  " + _vars((f"shadow-{i}", v) for i, v in enumerate(shadows, 1)),
            "  --focus-8:var(--brand-mark); --cursor-button:pointer; --cursor-checkbox:pointer; --cursor-radio:pointer; --cursor-switch:pointer; --cursor-menu-item:pointer;",
            "}",
        ]
    )


if __name__ == "__main__":
    TOKENS_FILE.write_text(tokens_css(), encoding="utf-8")
