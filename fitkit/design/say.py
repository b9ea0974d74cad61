"""A Text in the language of the page being built."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from fitkit.core.i18n import Lang, Text

_reading: ContextVar[Lang] = ContextVar("reading")


@contextmanager
def reading(lang: Lang) -> Iterator[None]:
    """Around the building of a page: in this language."""
    token = _reading.set(lang)
    try:
        yield
    finally:
        _reading.reset(token)


def lang() -> Lang:
    """The language of the page being built."""
    return _reading.get()


def say(text: Text, **params: object) -> str:
    """The words in the language of the page being built, their places filled."""
    return text.to(lang(), **params)
