"""Both languages of every text say the same: same places, nothing missing, no shouting."""

import importlib
import re
import string

import pytest

from fitkit.core import discover
from fitkit.core.i18n import Forms, Plural, Text

HEBREW = re.compile("[\u05d0-\u05ea]")
MODULES = discover.modules("texts/[!_]*.py")


def _texts(value: object, at: str):  # noqa: C901  # one line a kind
    if isinstance(value, Text):
        yield at, value.he, value.en
    elif isinstance(value, Plural):
        yield f"{at}.one", value.he.one, value.en.one
        yield f"{at}.other", value.he.other, value.en.other
        if value.he.two:
            yield f"{at}.two", value.he.two, value.he.two
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, f"{at}[{key}]")
    elif isinstance(value, list | tuple | set | frozenset):
        for n, inner in enumerate(value):
            yield from _texts(inner, f"{at}[{n}]")
    elif hasattr(value, "__dataclass_fields__") and not isinstance(value, type | Forms):
        for name in value.__dataclass_fields__:
            yield from _texts(getattr(value, name), f"{at}.{name}")


def _all(name: str):
    module = importlib.import_module(name)
    for key, value in vars(module).items():
        if not key.startswith("__"):
            yield from _texts(value, key)


def _places(words: str) -> set[str]:
    return {p.split(".")[0] for _, p, _, _ in string.Formatter().parse(words) if p is not None}


@pytest.mark.parametrize("name", MODULES)
def test_both_languages_have_the_same_places(name):
    assert [at for at, he, en in _all(name) if _places(he) - {"n"} != _places(en) - {"n"}] == []


@pytest.mark.parametrize("name", MODULES)
def test_no_language_is_missing(name):
    assert [at for at, he, en in _all(name) if not he.strip() or not en.strip()] == []


@pytest.mark.parametrize("name", MODULES)
def test_english_holds_no_hebrew(name):
    found = {at for at, he, en in _all(name) if HEBREW.search(en) and he != en}
    assert found - {"LANGUAGE", "SWITCH_LANGUAGE", "HEBREW"} == set()


@pytest.mark.parametrize("name", MODULES)
def test_hebrew_addresses_nobody_by_gender_and_does_not_shout(name):
    slashed = re.compile("[\u05d0-\u05ea]/[\u05d0-\u05ea]")
    assert [at for at, he, en in _all(name) if "!" in he + en or slashed.search(he)] == []
