"""Money in whole agorot, and how it is split and rounded."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in new shekels, held as whole agorot; may be negative."""

    agorot: int

    def __post_init__(self) -> None:
        """Refuse anything but a whole number: a float here is a bug."""
        if isinstance(self.agorot, bool) or not isinstance(self.agorot, int):
            raise TypeError("Money is whole agorot")

    @staticmethod
    def shekels(amount: int) -> "Money":
        """A whole number of shekels."""
        return Money(amount * 100)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.agorot + other.agorot)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.agorot - other.agorot)

    def __neg__(self) -> "Money":
        return Money(-self.agorot)

    def __bool__(self) -> bool:
        return self.agorot != 0

    def times(self, factor: Fraction | int) -> "Money":
        """Multiply, halves rounded away from zero, as an invoice does."""
        exact = Fraction(self.agorot) * factor
        whole = (abs(exact) + Fraction(1, 2)).__floor__()
        return Money(whole if exact >= 0 else -whole)

    def vat_inside(self, rate: Fraction) -> "Money":
        """The VAT contained in a price that includes it; ``rate`` 18/100 for 18 %."""
        return self.times(rate / (1 + rate))

    def split(self, parts: int) -> tuple["Money", ...]:
        """Equal parts that sum to the whole; the first ones carry the odd agorot.

        Raises:
            ValueError: parts < 1.
        """
        if parts < 1:
            raise ValueError("parts must be 1 or more")
        each, odd = divmod(self.agorot, parts)
        return tuple(Money(each + (1 if i < odd else 0)) for i in range(parts))


ZERO = Money(0)


def parse(words: str) -> Money:
    """Read what a person typed: ``390``, ``₪1,170``, ``49.90``.

    Raises:
        ValueError: not an amount, negative, or finer than an agora.
    """
    bare = words.replace("₪", "").replace(",", "").strip()
    whole, point, fine = bare.partition(".")
    if not whole.isascii() or not whole.isdigit() or len(whole) > 9:
        raise ValueError("not an amount")
    if point and not (fine.isascii() and fine.isdigit() and len(fine) <= 2):
        raise ValueError("not an amount")
    return Money(int(whole) * 100 + int((fine or "0").ljust(2, "0")))
