"""Every value of the look, as data: colours by mode, type, space, radii, density, motion, shadows."""

from typing import Final

from fitkit.design.brand import Mode

BRAND: Final = "#0B6E7A"  # FitKit's own, until a gym chooses

GRAY: Final[dict[Mode, tuple[str, ...]]] = {
    "light": (
        "#FCFDFB", "#F8F9F7", "#F0F2EE", "#E8EBE6", "#E0E4DE", "#D5DAD4",
        "#C3CAC5", "#A3ABA8", "#7B8583", "#6E7877", "#515C5D", "#141B1D",
    ),
    "dark": (
        "#0D1214", "#12181B", "#1A2225", "#212A2E", "#293337", "#323D42",
        "#3F4C51", "#56656B", "#7B8B92", "#8A9AA1", "#A9B6BB", "#EDF2F2",
    ),
}  # fmt: skip
MEANINGS: Final = {
    "positive": "#1A7F4E",
    "warning": "#EFAE1F",
    "danger": "#C4292F",
    "info": "#2B62C9",
}
RADIX_SLOT: Final = {
    "brand": "iris",
    "positive": "green",
    "warning": "amber",
    "danger": "red",
    "info": "blue",
}
ROLES: Final[dict[Mode, dict[str, str]]] = {
    "light": {
        "ground": "#F3F5F1", "surface": "#FFFFFF", "raised": "#FFFFFF", "sunken": "#ECEFEA",
        "line": "#DDE2DC", "line-strong": "#7B8583", "text": "#141B1D", "muted": "#515C5D",
        "faint": "#626D6D", "disabled": "#8C9593", "signal": "#D8F24B", "on-signal": "#141B1D",
        "scrim": "#0D121499", "tick-empty": "#CBD2CC",
    },
    "dark": {
        "ground": "#0D1214", "surface": "#161D20", "raised": "#1F282C", "sunken": "#090D0F",
        "line": "#2A3438", "line-strong": "#7B8B92", "text": "#EDF2F2", "muted": "#A9B6BB",
        "faint": "#93A2A8", "disabled": "#5F6E74", "signal": "#D8F24B", "on-signal": "#141B1D",
        "scrim": "#000000B3", "tick-empty": "#3C494E",
    },
}  # fmt: skip
SHADOWS: Final[dict[Mode, dict[str, str]]] = {
    "light": {
        "e-1": "0 1px 0 #141B1D0F,0 1px 2px #141B1D0A",
        "e-2": "0 0 0 1px #141B1D14,0 6px 20px -6px #141B1D2E",
        "e-3": "0 0 0 1px #141B1D14,0 24px 56px -16px #141B1D52",
    },
    "dark": {
        "e-1": "inset 0 0 0 1px #2A3438",
        "e-2": "0 0 0 1px #37444A,0 8px 24px -6px #000000B3",
        "e-3": "0 0 0 1px #3F4C51,0 24px 56px -12px #000000D9",
    },
}
# Avatars: four neutral tints by name, background and text; never a status.
TINTS: Final[dict[Mode, tuple[tuple[str, str], ...]]] = {
    "light": (("#D9E6E4", "#17393B"), ("#E6E2D6", "#40361C"), ("#DEE1EA", "#262F4C"), ("#E9DDDC", "#4B2523")),
    "dark": (("#1D3A3C", "#CFE9E8"), ("#3A3420", "#EFE6CB"), ("#28304A", "#DCE2F7"), ("#432826", "#F6DCDA")),
}  # fmt: skip
FONT: Final = '"Heebo Variable","Heebo",system-ui,"Segoe UI","Arial Hebrew",Arial,sans-serif'
# size and line in px
TYPE: Final = {
    "2xs": (12, 16), "xs": (13, 18), "sm": (14, 20), "md": (16, 24), "lg": (18, 26),
    "xl": (21, 28), "2xl": (26, 32), "3xl": (34, 40), "num": (44, 46),
}  # fmt: skip
WEIGHTS: Final = {"body": 400, "label": 500, "strong": 600, "title": 750, "num": 800}
SPACE: Final = {1: 4, 2: 8, 3: 12, 4: 16, 5: 20, 6: 24, 8: 32, 10: 40, 12: 48, 16: 64}
RADII: Final = {"xs": 5, "sm": 8, "md": 12, "act": 14, "lg": 18, "hero": 22, "xl": 26, "full": 999}
DENSITY: Final = {
    "": {"ctl": 44, "row": 56, "cell-y": 12, "pad": 16, "tap": 44},
    "compact": {"ctl": 36, "row": 36, "cell-y": 6, "pad": 12, "tap": 32, "fs-md": 14, "lh-md": 20},
    "compact coarse": {"ctl": 44, "row": 48, "tap": 44, "fs-md": 16, "lh-md": 24},
    "floor": {
        "ctl": 60, "row": 76, "cell-y": 16, "pad": 20, "tap": 60, "fs-md": 18, "lh-md": 26,
        "fs-lg": 22, "lh-lg": 28, "fs-sm": 16, "lh-sm": 22,
    },
}  # fmt: skip
MOTION: Final = {
    "t-fast": "120ms",
    "t-base": "180ms",
    "t-slow": "280ms",
    "ease": "cubic-bezier(.2,.7,.2,1)",
    "ease-in": "cubic-bezier(.4,0,1,1)",
}
FACES: Final = {
    "hebrew": "U+0307-0308,U+0590-05FF,U+200C-2010,U+20AA,U+25CC,U+FB1D-FB4F",
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-200B,"
    "U+2011-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215",
}
