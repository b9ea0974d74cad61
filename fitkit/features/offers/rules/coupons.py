"""What may be written of a coupon, for whom it counts, and what it takes off."""

import re
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Final
from uuid import UUID

from fitkit.core.errors import Refusal
from fitkit.core.i18n import Text
from fitkit.core.money import ZERO, Money
from fitkit.features.members.rules import Fields
from fitkit.features.plans.rules import PRICE_MOST
from fitkit.texts import coupons as texts

CODE: Final = (3, 24)  # characters
PERIODS: Final = (1, 36)
USES_MOST: Final = 100_000
_CODE: Final = re.compile(r"[A-Z0-9\u05d0-\u05ea][A-Z0-9\u05d0-\u05ea_-]*")


@dataclass(frozen=True, slots=True)
class Discount:
    """How much less is paid, and for how long: a percentage, or an amount of each payment."""

    percent: int | None = None  # 1 to 100; None: an amount
    amount: Money | None = None
    periods: int | None = 1  # payments, from the first on; None: every one of them

    def counts(self, number: int) -> bool:
        """Whether it lowers a payment, from 0."""
        return self.periods is None or number < self.periods

    def after(self, payments: int) -> "Discount | None":
        """What is left of it when so many payments were made; None: nothing."""
        if self.periods is None:
            return self
        left = self.periods - payments
        return replace(self, periods=left) if left > 0 else None

    def off(self, price: Money, number: int) -> Money:
        """What it takes off a payment, from 0: never more than there is to pay; halves rounded up."""
        if not self.counts(number):
            return ZERO
        if self.percent is not None:
            return min(price, price.times(Fraction(self.percent, 100)))
        return min(price, self.amount or ZERO)


@dataclass(frozen=True, slots=True)
class CouponDetails:
    """What is known of a coupon, as typed or as checked by ``checked``."""

    code: str
    discount: Discount
    most_uses: int | None = None  # by all; None: as many as want
    most_each: int | None = 1  # by one member; None: as often as they want
    valid_from: date | None = None
    valid_to: date | None = None  # the last day
    only_new: bool = False  # who never held a plan, a trial apart
    plan_ids: tuple[UUID, ...] = ()  # empty: of all


@dataclass(frozen=True, slots=True)
class Asker:
    """Who wants to use a coupon, for what, on which day."""

    plan_id: UUID
    is_new: bool
    uses: int  # of the coupon by all
    own_uses: int
    today: date


def folded(code: str) -> str:
    """A code as it is kept and compared: without blanks, in capital letters."""
    return "".join(code.split()).upper()


def checked(details: CouponDetails, *, today: date) -> CouponDetails:
    """Bring a typed coupon to the form in which it is kept.

    Raises:
        Invalid: every field at fault with its own sentence.
    """
    fields = Fields()
    code = folded(details.code)
    if not CODE[0] <= len(code) <= CODE[1] or not _CODE.fullmatch(code):
        fields.problems["code"] = texts.CODE_IS_WRONG
    discount = details.discount
    if discount.percent is not None:
        fields.whole("percent", discount.percent, 1, 100)
    elif discount.amount is None or not ZERO < discount.amount <= PRICE_MOST:
        fields.problems["amount"] = texts.AMOUNT_NEEDED
    fields.perhaps("periods", discount.periods, *PERIODS)
    fields.perhaps("most_uses", details.most_uses, 1, USES_MOST)
    fields.perhaps("most_each", details.most_each, 1, USES_MOST)
    if details.valid_to is not None and details.valid_to < (details.valid_from or today):
        fields.problems["valid_to"] = texts.ENDS_BEFORE
    fields.settle()
    kept = Discount(
        discount.percent, None if discount.percent else discount.amount, discount.periods
    )
    return CouponDetails(
        code,
        kept,
        details.most_uses,
        details.most_each,
        details.valid_from,
        details.valid_to,
        details.only_new,
        tuple(sorted(set(details.plan_ids))),
    )


def check_usable(details: CouponDetails, by: Asker, *, is_stopped: bool) -> None:
    """Refuse a coupon that does not count for somebody now.

    Raises:
        Refusal: at ``coupon``, with the reason.
    """
    why = _why_not(details, by, is_stopped=is_stopped)
    if why is not None:
        raise Refusal(why, field="coupon", first=details.valid_from or by.today, code=details.code)


def _why_not(details: CouponDetails, by: Asker, *, is_stopped: bool) -> Text | None:
    last, first = details.valid_to, details.valid_from
    each, most = details.most_each, details.most_uses
    reasons = (
        (is_stopped or (last is not None and by.today > last), texts.IS_OVER),
        (first is not None and by.today < first, texts.NOT_YET),
        (bool(details.plan_ids) and by.plan_id not in details.plan_ids, texts.OTHER_PLANS),
        (details.only_new and not by.is_new, texts.ONLY_NEW),
        (each is not None and by.own_uses >= each, texts.USED_BY_YOU),
        (most is not None and by.uses >= most, texts.ALL_USED),
    )
    return next((why for counts, why in reasons if counts), None)
