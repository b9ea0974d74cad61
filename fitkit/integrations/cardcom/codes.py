"""Cardcom's response codes, as far as they are known, sorted for whoever charges again.

Cardcom publishes no table. Codes below 500 come from the network of cards (Shva's EMV table, and
33 and 36 of the older one); what is above is Cardcom's own, about the request or the terminal.
"""

from typing import Final

from fitkit.integrations.cardcom.client import Said
from fitkit.ports.payments import (
    Declined,
    DeclineKind,
    DeclineReason,
    Misconfigured,
    Problem,
)

OK: Final = 0
CHECKED: Final = frozenset({700, 701})  # J2 and J5: a card that was only checked, or held
NOT_PAID_YET: Final = 5119
_OF_CARDS: Final = range(1, 500)

_HARD: Final = frozenset({1, 2, 5, 12, 15, 36})
_REASONS: Final = {
    1: DeclineReason.BLOCKED,
    2: DeclineReason.BLOCKED,  # stolen
    3: DeclineReason.CALL_BANK,
    4: DeclineReason.REFUSED,
    5: DeclineReason.BLOCKED,  # forged
    6: DeclineReason.WRONG_DETAILS,  # CVV
    7: DeclineReason.AUTHENTICATION,  # 3-D Secure's value
    8: DeclineReason.WRONG_DETAILS,  # address
    9: DeclineReason.TEMPORARY,  # the line
    12: DeclineReason.NOT_SUPPORTED,
    14: DeclineReason.NOT_SUPPORTED,
    15: DeclineReason.EXPIRED,
    33: DeclineReason.WRONG_DETAILS,
    36: DeclineReason.EXPIRED,
}


def declined(said: Said) -> Declined | None:
    """The decline that an answer tells; None: it tells none."""
    code = said.code
    if code is None or code not in _OF_CARDS:
        return None
    kind = DeclineKind.HARD if code in _HARD else DeclineKind.SOFT
    reason = _REASONS.get(code, DeclineReason.REFUSED)
    return Declined(kind, reason, f"{code:03d}", said.words)


def misconfigured(said: Said) -> Misconfigured:
    """A refusal that is about the terminal or what was sent, not about a card."""
    words = f"{said.code} {said.words}".strip()
    # No code is known for a terminal without the module of tokens: its words are all there is.
    lowered = said.words.lower()
    is_tokens = "token" in lowered or "\u05d8\u05d5\u05e7\u05df" in lowered
    return Misconfigured(Problem.NO_TOKENS if is_tokens else Problem.OTHER, words)
