"""What may be written of a gift card, its code, how long it is good, and what may be paid with it."""

import re
from calendar import isleap
from dataclasses import dataclass
from datetime import date
from typing import Final

from fitkit.core.errors import Refusal
from fitkit.core.money import ZERO, Money
from fitkit.features.members.rules import Fields
from fitkit.texts import common
from fitkit.texts import gift_cards as texts

LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without those that look alike
CODE_LENGTH: Final = 12  # of 31 letters: some 59 bits
NAME_MOST: Final = 60
MESSAGE_MOST: Final = 300
YEARS: Final = 5
LEAST: Final = Money.shekels(10)  # of a gym's own bounds
MOST: Final = Money.shekels(10_000)
LEAST_AT_FIRST: Final = Money.shekels(50)
MOST_AT_FIRST: Final = Money.shekels(2_000)
USES_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a gift card of a gym may be worth; both allowed."""

    least: Money = LEAST_AT_FIRST
    most: Money = MOST_AT_FIRST


@dataclass(frozen=True, slots=True)
class GiftDetails:
    """What a buyer says of a gift card."""

    amount: Money
    receiver: str  # name
    email: str  # of the receiver: the code goes there
    message: str = ""


def checked(details: GiftDetails, *, bounds: Bounds) -> GiftDetails:
    """Bring what was typed to the form in which it is kept.

    Raises:
        Invalid: every field at fault with its own sentence.
    """
    fields = Fields()
    clean = GiftDetails(
        details.amount,
        fields.line("receiver", details.receiver, NAME_MOST, needed=True),
        fields.email("receiver_email", details.email),
        fields.paragraph("message", details.message, MESSAGE_MOST),
    )
    if not clean.email and "receiver_email" not in fields.problems:
        fields.problems["receiver_email"] = common.REQUIRED
    if not bounds.least <= details.amount <= bounds.most:
        fields.problems["amount"] = Refusal(
            texts.AMOUNT_OUT_OF_BOUNDS, field="amount", least=bounds.least, most=bounds.most
        )
    fields.settle()
    return clean


def checked_bounds(bounds: Bounds) -> Bounds:
    """What a gym's gift cards may be worth.

    Raises:
        Refusal: at ``gift_least`` or ``gift_most``: absurd, or the least above the most.
    """
    if not LEAST <= bounds.least <= MOST:
        raise Refusal(texts.BOUND_IS_WRONG, field="gift_least", least=LEAST, most=MOST)
    if not bounds.least <= bounds.most <= MOST:
        raise Refusal(texts.BOUND_IS_WRONG, field="gift_most", least=bounds.least, most=MOST)
    return bounds


def folded(code: str) -> str:
    """A code as it is compared: capital letters and digits alone; empty when it cannot be one."""
    found = re.sub(r"[\s-]", "", code).upper()
    is_one = len(found) == CODE_LENGTH and all(letter in LETTERS for letter in found)
    return found if is_one else ""


def shown(code: str) -> str:
    """A code as it is read: in groups of four."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def good_until(sold_on: date) -> date:
    """The last day of a gift card: five years, the day itself on top.

    Consumer Protection Law s.14K (gift vouchers, as known in 2026; reference/israel.md does not say): no less
    than five years from the day it was bought. Of 29 February, the first of March: the longer reading.
    """
    year = sold_on.year + YEARS
    is_lost = (sold_on.month, sold_on.day) == (2, 29) and not isleap(year)
    return date(year, 3, 1) if is_lost else sold_on.replace(year=year)


def to_be_used(left: Money, *, most: Money | None, until: date, today: date) -> Money:
    """How much of a gift card is used now.

    Args:
        left: on the card.
        most: what is to be paid; None: all that is left is wanted.
        until: its last day.
        today: in the gym.

    Raises:
        Refusal: at ``gift_code``: over, or nothing is left.
    """
    if today > until:
        raise Refusal(texts.CARD_IS_OVER, field="gift_code", day=until)
    if left <= ZERO:
        raise Refusal(texts.CARD_IS_USED, field="gift_code")
    return left if most is None else min(left, most)
