"""Words of payouts, and what may be booked as one."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from fitkit.core.errors import Refusal
from fitkit.core.money import ZERO, Money
from fitkit.features.ledger.rules.accounts import CLEARING, MOST, Account
from fitkit.features.members.rules import is_printable
from fitkit.texts import common
from fitkit.texts import payouts as texts

NOTE_MOST: Final = 200
BACKDATED_MOST: Final = timedelta(days=366)


class PayoutState(StrEnum):
    """Where a payout stands."""

    TOLD = "told"  # by the company; not in the book
    BOOKED = "booked"


def checked_payout(
    *, account: Account, arrived: Money, fee: Money, on: date, until: date, today: date
) -> None:
    """Refuse what cannot be a payout.

    Raises:
        Refusal: no company's account; nothing or an absurd sum; a fee below nothing; a day that is ahead or
            long past; a last day of charges after the money had arrived; at its field.
    """
    if account not in CLEARING:
        raise Refusal(common.NOT_A_CHOICE, field="account")
    if not ZERO < arrived <= MOST:
        raise Refusal(texts.NOT_AN_AMOUNT, field="arrived")
    if not ZERO <= fee <= arrived:
        raise Refusal(texts.FEE_IS_WRONG, field="fee")
    if not today - BACKDATED_MOST <= on <= today:
        raise Refusal(texts.DAY_IS_WRONG, field="on")
    if not on - BACKDATED_MOST <= until <= on:
        raise Refusal(texts.UNTIL_IS_WRONG, field="until")


def checked_note(words: str, *, difference: Money) -> str:
    """Words for a difference, which needs some.

    Raises:
        Refusal: none for a difference, too many, or not printable; at ``note``.
    """
    one = " ".join(words.split())
    if difference and not one:
        raise Refusal(texts.EXPLAIN, field="note")
    if len(one) > NOTE_MOST:
        raise Refusal(common.TOO_LONG, field="note", most=NOTE_MOST)
    if not is_printable(one):
        raise Refusal(common.SOMETHING_WRONG, field="note")
    return one
