"""Plain HTTP: what a page cannot do. Each module says its ``ROUTES``; they are found by name.

``security`` is no route: it is the outermost layer around all of them. ``posts`` is none either: what
form posts have in common.
"""

import importlib

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from fitkit.core import discover


def routes() -> list[BaseRoute]:
    """The routes of every module that has any, in the order of their names."""
    found: list[BaseRoute] = []
    for name in discover.modules("endpoints/[!_]*.py"):
        found += getattr(importlib.import_module(name), "ROUTES", [])
    return found


def api() -> Starlette:
    """All of them as one app, under which Reflex is mounted."""
    return Starlette(routes=routes())
