"""What orders are of; where orders, deals, periods and cancellations stand."""

from enum import StrEnum


class OrderKind(StrEnum):
    """What is being bought."""

    PLAN = "plan"
    GOODS = "goods"  # from the shelf
    GIFT_CARD = "gift_card"
    VISIT = "visit"  # of one class, sold by itself: a trial, one at the door, a guest's


class OrderState(StrEnum):
    """Where a checkout stands."""

    OPEN = "open"  # placed; nothing is being paid
    PAYING = "paying"  # a charge is open
    PAID = "paid"  # and the plan was given, in the same transaction
    FAILED = "failed"  # the last charge was declined; another may be tried
    ABANDONED = "abandoned"  # left on the page
    EXPIRED = "expired"  # its time is over, or it was taken back


class OrderChannel(StrEnum):
    """Who placed it; the law treats sales from afar apart."""

    SITE = "site"  # a visitor or a member by themself
    LINK = "link"  # a payment link that staff sent
    DESK = "desk"  # staff, with the member before them


class DealState(StrEnum):
    """Where the money side of a subscription stands."""

    RUNNING = "running"
    CANCELLED = "cancelled"  # by a notice; it may run until its last day
    ENDED = "ended"


class PeriodState(StrEnum):
    """Where what is due for a period stands."""

    DUE = "due"
    PAID = "paid"
    DUNNING = "dunning"  # failed at least once
    GIVEN_UP = "given_up"  # no more tries by itself; the debt stays
    FORGIVEN = "forgiven"  # written off
    VOID = "void"  # cancelled or frozen away before it was charged


class BillState(StrEnum):
    """Where a bill stands."""

    OPEN = "open"
    PAID = "paid"
    OVER = "over"  # it was not paid, or another took its place


class DebtPlanState(StrEnum):
    """Where a debt that is paid in parts stands."""

    KEPT = "kept"  # so far
    DONE = "done"
    BROKEN = "broken"  # a part was not paid: what is left is collected as before


class CancellationState(StrEnum):
    """Where a notice of cancellation stands."""

    REVIEW = "review"  # the law leaves the gym a choice
    SETTLED = "settled"  # the last day is set, what is due back is under way
    WITHDRAWN = "withdrawn"  # the member stays
