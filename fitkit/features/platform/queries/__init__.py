"""Reads over all gyms: payments to look into, and what is wrong anywhere."""

from fitkit.features.platform.queries.payments import (
    GymCharge,
    GymRefund,
    Where,
    Whole,
    payments,
    stuck,
    stuck_refunds,
    where,
    where_refund,
    whole,
)
from fitkit.features.platform.queries.troubles import Condition, Trouble, condition

__all__ = [
    "Condition",
    "GymCharge",
    "GymRefund",
    "Trouble",
    "Where",
    "Whole",
    "condition",
    "payments",
    "stuck",
    "stuck_refunds",
    "where",
    "where_refund",
    "whole",
]
