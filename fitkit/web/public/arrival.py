"""What a form's endpoint sent back: words in the address become sentences at fields, what was typed comes in a cookie.

An address is anybody's to write: only known words count, and no sentence is ever taken from it.
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final
from urllib.parse import unquote

from fitkit.core.i18n import Lang
from fitkit.texts import identity as texts

FORM_COOKIE: Final = "fitkit_form"  # what was typed, for two minutes; never a secret
# The sheet waits for the State when its address names a step (see design.entry); run when it knows.
ARRIVED: Final = "delete document.documentElement.dataset.wait"
_INSIDE: Final = re.compile(r"/(?:he|en)/[\w\-/.~%?=&]*", re.ASCII)
_MINUTES: Final = re.compile(r"\d{1,4}", re.ASCII)
_LONGEST_NAME: Final = 80  # of what is typed here, only names are limited
_GENERAL: Final = "problem"


@dataclass(frozen=True, slots=True)
class Arrival:
    """How somebody came to a form."""

    step: str = ""
    problems: dict[str, str] = field(default_factory=dict)  # field to sentence
    word: str = ""  # what happened to the form as a whole, a key of PROBLEMS
    warning: str = ""  # its sentence
    onward: str = ""  # the page wanted afterwards, with its language; empty for none
    typed: dict[str, str] = field(default_factory=dict)


def arrival(router: Any, lang: Lang, *, fields: Collection[str]) -> Arrival:  # Any: Reflex's
    """Read the address and the cookie of the page's own request.

    Args:
        router: the State's.
        lang: of the sentences.
        fields: names that a problem may be told at.
    """
    query: Mapping[str, str] = router.url.query_parameters
    minutes = query.get("minutes", "")
    places = {
        "minutes": minutes if _MINUTES.fullmatch(minutes) else "1",
        "most": str(_LONGEST_NAME),
    }
    said = {
        name: texts.PROBLEMS[query[name]].to(lang, **places)
        for name in (*fields, _GENERAL)
        if query.get(name) in texts.PROBLEMS
    }
    warning = said.pop(_GENERAL, "")
    return Arrival(
        step=query.get("step", "")[:40],
        problems=said,
        word=query[_GENERAL] if warning else "",
        warning=warning,
        onward=inside(query.get("next", "")),
        typed=_typed(router.headers.cookie),
    )


def inside(path: str) -> str:
    """The path when it leads to a page of ours, else empty; the endpoint that follows it checks again."""
    return path if len(path) <= 512 and "//" not in path and _INSIDE.fullmatch(path) else ""


def _typed(header: str) -> dict[str, str]:
    try:
        morsel = SimpleCookie(header or "").get(FORM_COOKIE)
        kept = json.loads(unquote(morsel.value)) if morsel else {}
    except (CookieError, ValueError, RecursionError):
        return {}
    if not isinstance(kept, dict):
        return {}
    return {k: v[:200] for k, v in kept.items() if isinstance(k, str) and isinstance(v, str)}
