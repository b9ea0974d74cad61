"""Whom the demo offers to enter as. Nobody, unless the app's composition says so.

The list comes from the seeds, which stand beside ``web`` and not below it: ``fitkit.fitkit`` hands
it over when the environment is the demo's, and nowhere else are there passwords that everybody knows.
"""

from collections.abc import Callable
from dataclasses import dataclass

from fitkit.core.i18n import Text
from fitkit.core.settings import Environment, settings


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody to enter as in one tap."""

    label: Text
    account: str
    password: str
    lands_on: str  # without the language


_offers: list[Callable[[], list[Persona]]] = []


def offer(people: Callable[[], list[Persona]]) -> None:
    """Let the sign-in screen of a demo offer these people."""
    _offers[:] = [people]


def offered() -> list[Persona]:
    """Whom to offer here: empty outside of the demo, whoever offered."""
    if settings().environment is not Environment.DEMO:
        return []
    return [person for people in _offers for person in people()]
