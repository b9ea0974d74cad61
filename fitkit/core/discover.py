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


def speaking(word: str) -> list[str]:
    """Modules of a word (``actions``, ``tables``) in all features, sorted: a file, or a package's own.

    The parts of a package that begin with an underscore are nobody's but its own.
    """
    return sorted(
        modules(f"features/*/{word}.py") + modules(f"features/*/{word}/[!_]*.py"),
    )


def _import(names: list[str]) -> list[str]:
    for name in names:
        importlib.import_module(name)
    return names


def tables() -> list[str]:
    """Every table, the kernel's own included."""
    importlib.import_module("fitkit.core.jobs")
    importlib.import_module("fitkit.core.ratelimit")
    return _import(speaking("tables"))


def jobs() -> list[str]:
    """Every job, reaction and event."""
    _import(speaking("events"))
    return _import(speaking("jobs"))


def pages() -> list[str]:
    """Every screen. ``FITKIT_PAGES`` narrows it while a screen is being drawn, e.g. ``member/*``."""
    return [name for part in settings().pages for name in _import(modules(f"web/{part}/page.py"))]
