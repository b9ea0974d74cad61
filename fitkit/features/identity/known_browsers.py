"""Browsers that somebody came in with before: they ask for codes out of an allowance of their own.

What such a browser keeps is a number and, for each address of the user, a mark that only we can
make; it names nobody and opens nothing. A stranger's browser has no mark for the address it asks
about, whoever they are themselves and however many networks they come from. These are OWASP's
"device cookies" (owasp.org, "Slow Down Online Guessing Attacks with Device Cookies").
"""

import hmac
import re
from collections.abc import Collection
from typing import Final

from fitkit.core import crypto

MOST: Final = 8  # marks: four people, each with an e-mail and a phone
_KEPT: Final = re.compile(rf"[A-Za-z0-9_-]{{43}}(?:\.[0-9a-f]{{32}}){{1,{MOST}}}")


def kept_after(kept: str, addresses: Collection[str]) -> str:
    """What a browser keeps once a user with these addresses is in; those who came in before stay known."""
    number, *before = kept.split(".") if _KEPT.fullmatch(kept) else [crypto.new_token()]
    fresh = [_marks(number, address)[0] for address in addresses]
    return ".".join([number, *fresh, *(m for m in before if m not in fresh)][: MOST + 1])


def number_known(kept: str, address: str) -> str | None:
    """The number of a browser that the user of an address came in with; None for a stranger's."""
    if not _KEPT.fullmatch(kept):
        return None
    number, *marks = kept.split(".")
    ours = _marks(number, address)
    return number if any(crypto.same(mark, one) for mark in marks for one in ours) else None


def _marks(number: str, address: str) -> list[str]:
    """The mark under each of our keys, newest first."""
    words = f"{number} {address}".encode()
    keys = crypto.keys_for("known-browser")
    return [hmac.new(key, words, "sha256").hexdigest()[:32] for key in keys]
