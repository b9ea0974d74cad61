"""How much of the credit that is used came from gift cards, and how much of their money a debt swallowed."""

from collections.abc import Iterable
from dataclasses import dataclass

from fitkit.core.money import ZERO, Money


def of_gifts(used: Money, *, gifts: Money) -> Money:
    """How much of credit that is used is gift cards' money: that goes first, as far as there is any.

    So what a member has to their credit otherwise, which may go back to them in money, is what stays the
    longest; and VAT is never told too late.

    Args:
        used: of a member's credit, for one thing.
        gifts: what of their credit came from gift cards and is used for nothing yet.
    """
    return min(used, max(gifts, ZERO))


@dataclass(frozen=True, slots=True)
class Move:
    """Something that moved what a member has to their credit."""

    free: Money  # what nothing claims, after it; below zero: they owe for something that is no sale of ours
    came: Money = ZERO  # from a gift card
    used: Money = ZERO  # of gift cards' money; below zero: taken back
    debt: Money = (
        ZERO  # for no sale of ours: brought along, or corrected; below zero: that was undone
    )


def swallowed_by(moves: Iterable[Move]) -> Money:
    """How much gift cards' money paid what is no sale of ours: it is credit no more, and pays no sale.

    Of such a debt all other credit goes first, so that VAT is never told too late; and no more of gifts
    goes than there is of them, or is missing. Where the debt is undone the gifts are there again, before
    any other credit.

    Args:
        moves: in the order in which they happened.

    Returns:
        Nothing up to all that came, and up to all debts that were not undone.
    """
    left = swallowed = debts = ZERO
    for one in moves:
        left, debts = left + one.came - one.used, debts + one.debt
        back = min(swallowed, max(-one.debt, ZERO))
        if one.came > ZERO or one.debt > ZERO:
            missing = min(left - max(one.free, ZERO), debts - swallowed)
            back = -max(missing, ZERO)
        left, swallowed = left + back, swallowed - back
    return swallowed
