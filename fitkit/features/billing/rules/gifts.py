"""How much of the credit that is used came from gift cards."""

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
