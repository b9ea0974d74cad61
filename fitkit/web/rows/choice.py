"""What a select or a list of tags offers."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from fitkit.core.i18n import Lang, Text


@dataclass
class Choice:
    """One thing to choose: what the browser sends back, and what it shows."""

    value: str
    label: str


def named(things: Iterable[tuple[UUID | str, Text | str]], lang: Lang) -> list[Choice]:
    """Choices from ids and names, in the order given."""
    return [
        Choice(str(value), label.to(lang) if isinstance(label, Text) else label)
        for value, label in things
    ]
