"""Imports every tables, jobs and screen module by name, so that no list can forget one."""

import importlib
from pathlib import Path

from fitkit.core.settings import settings

ROOT = Path(__file__).parents[1]


def modules(pattern: str) -> list[str]:
    """Module names below ``fitkit`` whose file matches a glob, sorted."""
    return sorted(
        ".".join(("fitkit", *p.relative_to(ROOT).with_suffix("").parts)) for p in ROOT.glob(pattern)
    )


def _import(pattern: str) -> list[str]:
    names = modules(pattern)
    for name in names:
        importlib.import_module(name)
    return names


def tables() -> list[str]:
    """Every table, the kernel's own included."""
    importlib.import_module("fitkit.core.jobs")
    importlib.import_module("fitkit.core.ratelimit")
    return _import("features/*/tables.py")


def jobs() -> list[str]:
    """Every job, reaction and event."""
    _import("features/*/events.py")
    return _import("features/*/jobs.py")


def pages() -> list[str]:
    """Every screen. ``FITKIT_PAGES`` narrows it while a screen is being drawn, e.g. ``member/*``."""
    return [name for part in settings().pages for name in _import(f"web/{part}/page.py")]
