"""Finds a Chromium for tests and pictures."""

import os
import shutil
import sys
from pathlib import Path
from typing import Any, Final

from fitkit.core.settings import settings

NAMES: Final = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
)
PLACES: Final = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
_INSIDE: Final = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    "chromium_headless_shell-*/chrome-headless-shell-*/chrome-headless-shell",
    "chromium_headless_shell-*/chrome-linux*/headless_shell",
)
HOW: Final = (
    "No Chromium was found. Install one (apt-get install chromium; or "
    ".venv/bin/playwright install chromium), or name it in FITKIT_CHROMIUM."
)


class NoChromium(Exception):  # noqa: N818
    """There is no browser here; the message says how to get one."""


def find() -> Path:
    """The browser: FITKIT_CHROMIUM, else the system's, else Playwright's own.

    Raises:
        NoChromium: with a sentence how to get one.
    """
    named = settings().chromium
    if named is not None:
        if not os.access(named, os.X_OK):
            raise NoChromium(f"FITKIT_CHROMIUM names {named}, which cannot be run.")
        return named
    for name in NAMES:
        if path := shutil.which(name):
            return Path(path)
    for place in PLACES:
        if os.access(place, os.X_OK):
            return Path(place)
    for kept in _kept_by_playwright():
        return kept
    raise NoChromium(HOW)


def arguments() -> list[str]:
    """Flags for a quiet browser that asks nobody on the network, also as root in a container."""
    flags = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-domain-reliability",
        "--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--metrics-recording-only",
        "--no-first-run",
        "--no-pings",
        "--no-proxy-server",
        "--font-render-hinting=none",
        "--force-color-profile=srgb",
    ]
    return [*flags, "--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else flags


def launch_options() -> dict[str, Any]:
    """Keywords for Playwright's ``chromium.launch``."""
    return {"executable_path": str(find()), "args": arguments(), "headless": True}


def _kept_by_playwright() -> list[Path]:
    given = os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "")
    mac = sys.platform == "darwin"
    usual = Path.home() / ("Library/Caches/ms-playwright" if mac else ".cache/ms-playwright")
    root = Path(given) if given not in {"", "0"} else usual
    return [p for inside in _INSIDE for p in sorted(root.glob(inside), reverse=True)]
