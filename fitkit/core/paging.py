"""Pages of a long list by keyset: the last row of a page is where the next one begins."""

import base64
import json
from dataclasses import dataclass
from typing import Generic, TypeVar

from fitkit.core.errors import Refusal
from fitkit.core.i18n import Text

T = TypeVar("T")
BAD_CURSOR = Text("העמוד הזה כבר לא קיים. חזרה להתחלה", "That page is gone. Back to the start")
PAGE = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Rows in order, and the cursor of what follows (None at the end)."""

    rows: tuple[T, ...]
    after: str | None


def cursor(*keys: str) -> str:
    """The place of a row, opaque to the browser; only ever used as comparison values."""
    return base64.urlsafe_b64encode(json.dumps(keys).encode()).decode().rstrip("=")


def keys(words: str, count: int) -> list[str]:
    """The keys behind a cursor.

    Raises:
        Refusal: BAD_CURSOR, not one of ours.
    """
    try:
        found = json.loads(base64.urlsafe_b64decode(words + "=" * (-len(words) % 4)))
    except (ValueError, RecursionError):  # nested beyond reason
        raise Refusal(BAD_CURSOR) from None
    if (
        not isinstance(found, list)
        or len(found) != count
        or not all(isinstance(k, str) for k in found)
    ):
        raise Refusal(BAD_CURSOR)
    return found
