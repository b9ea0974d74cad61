"""Words of payments, and how a charge may go on."""

from enum import StrEnum
from typing import Final

from fitkit.features.ledger.rules.accounts import Account

WORDS_MOST: Final = 50  # of what a charge is for, as companies take it


class ChargeState(StrEnum):
    """Where a charge stands."""

    CREATED = "created"  # ours; the company was not told yet, or its answer is still awaited
    ON_PAGE = "on_page"  # the payer was sent to the company's page
    UNKNOWN = "unknown"  # told, and no answer: to be looked up
    PAID = "paid"
    DECLINED = "declined"
    ABANDONED = "abandoned"  # the page was left, and its time is over
    FAILED = "failed"  # it could not be tried: credentials, or the company knows nothing of it


class ChargeMode(StrEnum):
    """How it is taken."""

    PAGE = "page"
    CARD = "card"  # a kept one, without its holder
    HAND = "hand"  # staff took cash, a transfer, a cheque


class RefundState(StrEnum):
    """Where a refund stands."""

    CREATED = "created"
    UNKNOWN = (
        "unknown"  # told, and no answer: staff look at the company's own list, or it is looked up
    )
    DONE = "done"
    REFUSED = "refused"


OPEN: Final = frozenset({ChargeState.CREATED, ChargeState.ON_PAGE, ChargeState.UNKNOWN})
# Where else a charge may go from a state (invariant 3).
NEXT: Final = {
    ChargeState.CREATED: frozenset(ChargeState) - {ChargeState.CREATED},
    ChargeState.ON_PAGE: frozenset(
        {ChargeState.PAID, ChargeState.DECLINED, ChargeState.ABANDONED, ChargeState.FAILED}
    ),
    ChargeState.UNKNOWN: frozenset({ChargeState.PAID, ChargeState.DECLINED, ChargeState.FAILED}),
    ChargeState.DECLINED: frozenset({ChargeState.PAID}),
    ChargeState.ABANDONED: frozenset({ChargeState.PAID, ChargeState.DECLINED}),
    ChargeState.FAILED: frozenset({ChargeState.PAID}),
    ChargeState.PAID: frozenset(),
}
CLEARING_OF: Final = {
    "demo": Account.CLEARING_DEMO,
    "cardcom": Account.CLEARING_CARDCOM,
    "morning": Account.CLEARING_MORNING,
    "icredit": Account.CLEARING_ICREDIT,
}
