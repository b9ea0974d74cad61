"""Less than all of a debt, taken at the desk."""

from dataclasses import dataclass

from fitkit.core.errors import Refusal
from fitkit.core.money import ZERO, Money
from fitkit.texts import renewals as texts


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody paid, and what they owed in all when it was typed: two tabs record it once."""

    amount: Money
    seen: Money

    def of(self, owed: Money) -> Money:
        """Return the amount, of what is owed by now.

        Raises:
            Refusal: what is owed has changed; at ``amount``: nothing, or more than is owed.
        """
        if self.amount > owed:
            raise Refusal(texts.MORE_THAN_OWED, field="amount", amount=owed)
        if self.amount <= ZERO:
            raise Refusal(texts.NOTHING_TAKEN, field="amount")
        if self.seen != owed:
            raise Refusal(texts.OWED_CHANGED, amount=owed)
        return self.amount
