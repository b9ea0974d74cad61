"""The demo's test cards, and what a person typed on its page."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from fitkit.core import national_id
from fitkit.core.errors import Invalid, Refusal
from fitkit.core.i18n import Text
from fitkit.ports.payments import Declined, DeclineKind, DeclineReason
from fitkit.texts import demo_pay as texts


class Fate(StrEnum):
    """What becomes of a card's charges."""

    APPROVED = "approved"
    SOFT = "soft"
    HARD = "hard"
    CHALLENGED = "challenged"  # 3-D Secure on the page; without its holder it is approved
    SLOW = "slow"
    LOST = "lost"  # the money moves and the answer does not come
    SOFT_LATER = "soft_later"  # good on the page, declined without its holder
    HARD_LATER = "hard_later"


CARDS: Final[dict[str, Fate]] = {
    "4580000000000000": Fate.APPROVED,
    "4580000000000101": Fate.SOFT,
    "4580000000000202": Fate.HARD,
    "4580000000000303": Fate.CHALLENGED,
    "4580000000000404": Fate.SLOW,
    "4580000000000505": Fate.LOST,
    "4580000000000606": Fate.SOFT_LATER,
    "4580000000000707": Fate.HARD_LATER,
}
BRAND: Final = "Demo"
CHALLENGE_FAILED: Final = "authentication"

_DECLINES: Final[dict[str, Declined]] = {
    "funds": Declined(
        DeclineKind.SOFT, DeclineReason.FUNDS, "funds", "demo: the limit of the card is reached"
    ),
    "stolen": Declined(
        DeclineKind.HARD, DeclineReason.BLOCKED, "stolen", "demo: the card is blocked"
    ),
    "expired": Declined(
        DeclineKind.HARD, DeclineReason.EXPIRED, "expired", "demo: the card has expired"
    ),
    CHALLENGE_FAILED: Declined(
        DeclineKind.SOFT,
        DeclineReason.AUTHENTICATION,
        CHALLENGE_FAILED,
        "demo: 3-D Secure was not passed",
    ),
}


@dataclass(frozen=True, slots=True)
class EnteredCard:
    """A test card as it was typed, checked."""

    fate: Fate
    last4: str
    year: int  # four digits
    month: int
    holder_id: str
    instalments: int = 1


def on_page(fate: Fate) -> str:
    """The code of the decline when the holder pays; empty: it goes through."""
    return {Fate.SOFT: "funds", Fate.HARD: "stolen"}.get(fate, "")


def without_holder(fate: Fate) -> str:
    """The code of the decline when a kept card is charged; empty: it goes through."""
    later = {Fate.SOFT_LATER: "funds", Fate.HARD_LATER: "expired"}
    return later.get(fate) or on_page(fate)


def declined(code: str) -> Declined:
    """The outcome of a code of ours."""
    return _DECLINES[code]


def read_card(
    *, number: str, expiry: str, cvv: str, holder_id: str, instalments: str, most: int, today: date
) -> EnteredCard:
    """Read a form of the page.

    Raises:
        Invalid: each field at fault with its sentence, by its name on the form.
    """
    problems: dict[str, Text | Refusal] = {}
    digits = re.sub(r"[\s-]", "", number)
    fate = CARDS.get(digits)
    if fate is None:
        problems["number"] = texts.TEST_CARDS_ONLY if digits else texts.NUMBER_MISSING
    year, month = _expiry(expiry)
    if (year, month) < (today.year, today.month):
        problems["expiry"] = texts.EXPIRY_PAST if month else texts.EXPIRY_UNREAD
    if not re.fullmatch(r"[0-9]{3}", cvv.strip()):
        problems["cvv"] = texts.CVV_UNREAD
    try:
        holder_id = national_id.parse(holder_id.strip()) if holder_id.strip() else ""
    except Refusal as refusal:
        problems["holder_id"] = refusal
    parts = int(instalments) if re.fullmatch(r"[0-9]{1,2}", instalments) else 0
    if not 1 <= parts <= most:
        problems["instalments"] = texts.INSTALMENTS_UNREAD
    if problems or fate is None:
        raise Invalid(problems)
    return EnteredCard(fate, digits[-4:], year, month, holder_id, parts)


def _expiry(words: str) -> tuple[int, int]:
    found = re.fullmatch(r"\s*(0?[1-9]|1[0-2])\s*/?\s*(?:20)?([0-9]{2})\s*", words)
    return (2000 + int(found[2]), int(found[1])) if found else (0, 0)
