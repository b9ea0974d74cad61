"""What a page makes a phone fetch before it answers."""

import gzip
import re
from pathlib import Path

import pytest

from fitkit.dev import build
from tests.journeys.conftest import Stage

SCRIPT_KB, STYLE_KB, FILES = 285, 50, 20
_SCRIPT = re.compile(r'rel="modulepreload" href="([^"]+)"')
_STYLE = re.compile(r'href="([^"]+\.css)" rel="stylesheet"')


def packed_kb(addresses: set[str]) -> float:
    return sum(
        len(gzip.compress((build.CLIENT / a.lstrip("/")).read_bytes(), 6)) / 1000 for a in addresses
    )


@pytest.fixture
def pages(house: Stage) -> dict[Path, str]:
    """Pre-rendered pages of the build that the house serves; never empty."""
    found = {p: p.read_text() for p in build.CLIENT.rglob("index.html")}
    assert len(found) > 20
    return found


def test_no_page_asks_for_more_script_than_it_may(pages: dict[Path, str]):
    for page, html in pages.items():
        asked = set(_SCRIPT.findall(html))
        assert len(asked) <= FILES, page
        assert 0 < packed_kb(asked) <= SCRIPT_KB, page


def test_no_page_asks_for_more_style_than_it_may(pages: dict[Path, str]):
    for page, html in pages.items():
        assert 0 < packed_kb(set(_STYLE.findall(html))) <= STYLE_KB, page
