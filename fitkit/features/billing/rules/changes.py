"""Another plan instead of the one that is held: when, what is charged for it, and why not.

The one calculation of a change: the preview shows its lines, the charge is made of them, and the book
takes what they sum to. A dearer plan begins at once, and the days that were paid and not had come off its
first payment; one that costs the same or less begins when what is paid is over.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

from fitkit.core.i18n import Counted, Text
from fitkit.core.money import ZERO, Money
from fitkit.features.billing.rules import periods
from fitkit.features.billing.rules.cancellation import Line
from fitkit.features.billing.rules.checkout import (
    FirstPayment,
    Offer,
    committed_until,
    first_payment,
    next_payment_on,
    payment,
)
from fitkit.features.billing.rules.freezes import Obstacles, PaidSpan, worth
from fitkit.features.billing.rules.renewing import Rest
from fitkit.features.ledger.rules import vat
from fitkit.features.offers.rules.coupons import Discount
from fitkit.features.payments.rules import ChargeState
from fitkit.features.plans.rules import Every, PlanKind
from fitkit.texts import changes as texts
from fitkit.texts import coupons
from fitkit.texts import freezes as freeze_texts
from fitkit.texts import subscriptions as subscription_texts

CAUSE: Final = "plan_change"  # of charges and of the sale: the table's name
CREDIT_CAUSE: Final = "plan_change_credit"  # of the credit note for the days not had


class ChangeKind(StrEnum):
    """What becomes of a deal."""

    UPGRADE = "upgrade"  # to a dearer plan, at once
    DOWNGRADE = "downgrade"  # to one that costs the same or less, when what is paid is over
    HAND_OVER = "hand_over"  # to another member


class ChangeState(StrEnum):
    """Where a change stands."""

    OPEN = "open"  # being paid
    PLANNED = "planned"  # its day is to come
    DONE = "done"
    FAILED = "failed"  # not paid, or not to be done on its day; the old plan stays
    CALLED_OFF = "called_off"


AHEAD: Final = (ChangeState.OPEN, ChangeState.PLANNED)


@dataclass(frozen=True, slots=True)
class Held:
    """The deal as it runs."""

    plan: Text
    price: Money  # of a period
    every: Every
    paid: PaidSpan | None  # the days that the newest payment is for
    rests: tuple[Rest, ...]
    next_on: date  # the next charge
    committed_until: date | None  # None: may end any time
    coupon: str = ""  # the code of a coupon of which something is left; empty: of none


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a deal, and what is charged for it."""

    kind: ChangeKind
    takes_on: date  # the first day of the new plan
    first: FirstPayment  # of the new plan
    credit: Money  # of the old one, taken off it
    lines: tuple[Line, ...]  # what is charged: they sum to the amount
    then: tuple[Line, ...]  # what follows
    next_on: date | None  # when the new plan is charged next

    @property
    def amount(self) -> Money:
        """What is charged: at once for a dearer plan, else on its first day."""
        return self.first.amount - self.credit


def change(held: Held, offer: Offer, *, today: date) -> Change:
    """Become another plan: the one calculation of the preview and of the charge.

    Args:
        held: the deal as it runs.
        offer: the new plan, as it is sold today; its first day does not matter.
        today: in the gym's zone.
    """
    now = starting(offer, today)
    credit = unused(held, today)
    first = first_payment(now)
    is_dearer = monthly(offer.price, offer.every) > monthly(held.price, held.every)
    if is_dearer and credit <= first.amount:
        lines = _period(offer, first, held.coupon)
        if credit and held.paid is not None:
            days = periods.days_in(max(today, held.paid.first_on), held.paid.last_on)
            params = {"days": Counted(freeze_texts.DAYS, days), "plan": held.plan}
            lines.append(Line(texts.UNUSED, -credit, params))
        next_on = next_payment_on(now)
        then = (*_then(now, next_on), *_coupon(offer, held.coupon))
        return Change(ChangeKind.UPGRADE, today, first, credit, tuple(lines), then, next_on)
    later = starting(offer, held.next_on)
    return at_end(later, plan=held.plan, coupon=held.coupon)


def at_end(offer: Offer, *, plan: Text, coupon: str = "") -> Change:
    """A plan that begins when another one's paid days are over, on the offer's first day."""
    first, next_on = first_payment(offer), next_payment_on(offer)
    stays = Line(texts.STAYS_UNTIL, None, {"plan": plan, "day": offer.starts_on})
    then = (stays, *_then(offer, next_on), *_coupon(offer, coupon))
    lines = tuple(_period(offer, first, coupon))
    return Change(ChangeKind.DOWNGRADE, offer.starts_on, first, ZERO, lines, then, next_on)


def goes_over(left: Discount, before: Every | None, after: Every | None) -> bool:
    """Whether what is left of a coupon may go over to a plan that it counts for.

    Payments and amounts are those of one rhythm: three months at half the price are not three years at it. A
    percentage of every payment is one whatever the rhythm.
    """
    return before is after or (left.percent is not None and left.periods is None)


def starting(offer: Offer, day: date) -> Offer:
    """The same offer from another day on."""
    return replace(offer, starts_on=day)


def unused(held: Held, today: date) -> Money:
    """What the days from today on are worth that were paid and not had."""
    if held.paid is None:
        return ZERO
    return worth(held.paid, (today, held.paid.last_on), held.rests)


def monthly(price: Money, every: Every | None) -> Fraction:
    """What a plan costs a month, in agorot."""
    return Fraction(price.agorot, 12 if every is Every.YEAR else 1)


def why_not(
    found: Obstacles,
    held: Held | None,
    offer: Offer,
    *,
    is_same: bool,
    today: date,
    is_staff: bool,
) -> Line | None:
    """Why a deal may not become another plan, in words; None: it may.

    Whoever agreed to some months may go to a plan that binds at least as long; staff may let them go.

    Args:
        found: what is in the way.
        held: the deal; None: nothing of it renews.
        offer: the new plan.
        is_same: it is the plan that is held.
        today: in the gym's zone.
        is_staff: whether staff ask.
    """
    if held is None:
        return Line(texts.NOT_WHILE_ENDING if found.has_notice else texts.NOTHING_RENEWS)
    reasons = (
        (found.has_notice, texts.NOT_WHILE_ENDING),
        (is_same, texts.SAME_PLAN),
        (found.owes, texts.NOT_WHILE_OWING),
        (found.is_charging, texts.NOT_WHILE_CHARGED),
        (found.rests, texts.NOT_WHILE_RESTING),
    )
    first = next((words for holds, words in reasons if holds), None)
    if first is not None:
        return Line(first)
    if found.is_committed and not is_staff and not _binds_as_long(held, offer, today):
        return Line(texts.COMMITTED, None, {"day": held.committed_until})
    return None


def _binds_as_long(held: Held, offer: Offer, today: date) -> bool:
    planned = change(held, offer, today=today)
    until = committed_until(starting(offer, planned.takes_on))
    agreed = held.committed_until
    return (
        planned.kind is ChangeKind.UPGRADE
        and until is not None
        and agreed is not None
        and until >= agreed
    )


def why_not_hand_over(
    found: Obstacles,
    kind: PlanKind,
    *,
    is_self: bool,
    is_archived: bool,
    is_held: bool,
    is_kept: bool,
    entries: int | None,
) -> Line | None:
    """Why a plan may not become another member's, in words; None: it may.

    Args:
        found: what of its deal is in the way.
        kind: of the plan; a trial is for who asked for it.
        is_self: they hold it themself.
        is_archived: who would get it is.
        is_held: who would get it holds the same plan on these days.
        is_kept: the gym has this plan stay with who it was given to.
        entries: that would go over; None: not counted.
    """
    reasons = (
        (is_self, texts.NOT_TO_SELF),
        (is_archived, texts.NOT_TO_ARCHIVED),
        (kind is PlanKind.TRIAL, texts.NOT_A_TRIAL),
        (is_kept, texts.NOT_THIS_PLAN),
        (entries == 0, texts.HAND_OVER_USED_UP),
        (found.has_notice, texts.NOT_WHILE_ENDING),
        (found.owes, texts.NOT_WHILE_OWING),
        (found.is_charging, texts.NOT_WHILE_CHARGED),
        (found.rests, texts.NOT_WHILE_RESTING),
        (is_held, texts.HELD_BY_THEM),
    )
    first = next((words for holds, words in reasons if holds), None)
    return None if first is None else Line(first)


def hand_over(
    plan: Text,
    to: str,
    *,
    entries: int | None,
    ends_on: date | None,
    next_on: date | None,
    committed_until: date | None,
) -> tuple[Line, ...]:
    """What goes over with a plan, in lines; none of them costs anything."""
    lines = [Line(texts.KEPT_OVER, None, {"plan": plan, "name": to})]
    if entries is not None:
        lines.append(Line(texts.ENTRIES_GO, None, {"entries": subscription_texts.entries(entries)}))
    if ends_on is not None:
        lines.append(Line(texts.UNTIL, None, {"day": ends_on}))
    if next_on is not None:
        lines.append(Line(texts.CHARGES_GO, None, {"day": next_on, "name": to}))
    if committed_until is not None:
        lines.append(Line(texts.COMMITMENT_GOES, None, {"day": committed_until}))
    return tuple(lines)


def taxes(sold: Money, credit: Money, rate: Fraction) -> tuple[Money, Money]:
    """The VAT of the new plan's first payment, and of what comes off it: their difference is that of the charge.

    So what the book has as VAT is what the tax document of the charge says, to the agora.
    """
    tax = vat.split(sold, rate)[1]
    return tax, tax - vat.split(sold - credit, rate)[1]


def after(state: ChangeState, charge: ChargeState | None) -> ChangeState:
    """Where a change goes by what became of its charge, PAID apart: that is for doing it."""
    is_over = charge in (ChargeState.DECLINED, ChargeState.ABANDONED, ChargeState.FAILED)
    return ChangeState.FAILED if state is ChangeState.OPEN and is_over else state


def total(lines: Iterable[Line]) -> Money:
    """What lines sum to; those that only explain count nothing."""
    return sum((line.amount for line in lines if line.amount is not None), ZERO)


def _period(offer: Offer, first: FirstPayment, coupon: str) -> list[Line]:
    """The first payment of the new plan, and what the coupon takes off it."""
    params = {"plan": offer.name, "first": first.first_on, "last": first.last_on}
    lines = [Line(texts.NEW_PERIOD, first.amount + first.off, params)]
    if first.off:
        lines.append(Line(coupons.LINE, -first.off, {"code": coupon}))
    return lines


def _then(offer: Offer, next_on: date | None) -> tuple[Line, ...]:
    """What is charged from the second payment on, and once the coupon is had; until when it binds."""
    said = []
    words = texts.THEN_YEARLY if offer.every is Every.YEAR else texts.THEN_MONTHLY
    if next_on is not None:
        said.append(Line(words, payment(offer, 1), {"day": next_on}))
    off = offer.discount
    if off is not None and off.periods is not None and off.counts(1) and offer.every is not None:
        whole = periods.begins(first_payment(offer).anchor_on, off.periods, offer.every)
        said.append(Line(words, offer.price, {"day": whole}))
    if offer.commitment_months is not None:
        said.append(Line(texts.COMMITS, None, {"day": committed_until(offer)}))
    return tuple(said)


def _coupon(offer: Offer, coupon: str) -> tuple[Line, ...]:
    """What becomes of the rest of the old plan's coupon, in words; nothing where nothing is left of one."""
    off = offer.discount
    if not coupon:
        return ()
    if off is None:
        return (Line(texts.COUPON_ENDS, None, {"code": coupon}),)
    if off.periods is None:
        return (Line(texts.COUPON_STAYS, None, {"code": coupon}),)
    payments = Counted(coupons.PAYMENTS, off.periods)
    return (Line(texts.COUPON_LASTS, None, {"code": coupon, "payments": payments}),)
