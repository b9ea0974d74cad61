"""What pays on a day: a member's entitlements, on the way of every booking."""

from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from fitkit.core.permissions import internal
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.class_types.rules import PolicyOverride
from fitkit.features.members.rules import MemberStatus
from fitkit.features.members.tables import Member
from fitkit.features.plans.tables import Plan
from fitkit.features.subscriptions import rules
from fitkit.features.subscriptions.rules import (
    Entitlement,
    Standing,
    SubscriptionStatus,
)
from fitkit.features.subscriptions.tables import Freeze, Subscription

_S = columns(Subscription)
_M = columns(Member)
_P = columns(Plan)
_F = columns(Freeze)


_rests = (
    sa.select(sa.func.json_agg(sa.func.json_build_array(_F.c.first_on, _F.c.last_on)))
    .where(_F.c.subscription_id == _S.c.id, _F.c.ended_at.is_(None))
    .correlate(_S)
    .scalar_subquery()
)


# Binds: member_id, first, last. One index scan of the member's few rows and the member by key, its
# plan for what that changes of the rules today; run by w.hot on the way of every booking. Nobody in the archive is entitled to anything.
ENTITLED: Final = (
    sa.select(
        _S.c.id,
        _S.c.plan_id,
        _S.c.kind,
        _S.c.status,
        _S.c.weekly_limit,
        _S.c.entries_left,
        _S.c.starts_on,
        _S.c.ends_on,
        _S.c.class_type_ids,
        _S.c.location_ids,
        _S.c.day_limit,
        _S.c.open_limit,
        _S.c.class_from,
        _S.c.class_until,
        _P.c.overrides,
        _rests.label("rests"),
        _M.c.status.label("member_status"),
    )
    .join(_M, _M.c.id == _S.c.member_id)
    .join(_P, _P.c.id == _S.c.plan_id)
    .where(
        _S.c.member_id == sa.bindparam("member_id"),
        _S.c.status.in_([SubscriptionStatus.ACTIVE, SubscriptionStatus.FROZEN]),
        _S.c.starts_on <= sa.bindparam("last"),
        sa.or_(_S.c.ends_on.is_(None), _S.c.ends_on >= sa.bindparam("first")),
        _M.c.archived_at.is_(None),
    )
)


@internal
def entitlements(w: Work, *, member_id: UUID, day: date) -> tuple[Entitlement, ...]:
    """What a member may use on a day (in the gym's zone), in the order in which it pays.

    Frozen and past-due ones are among them, with their standing; used-up packs too.
    """
    return entitlements_between(w, member_id=member_id, first=day, last=day)


@internal
def entitlements_between(
    w: Work, *, member_id: UUID, first: date, last: date
) -> tuple[Entitlement, ...]:
    """The same for a span of days, ends included; each says by ``covers`` on which of them."""
    rows = w.hot(ENTITLED, {"member_id": member_id, "first": first, "last": last})
    return rules.in_paying_order(_entitlement(row) for row in rows)


def _entitlement(row: Any) -> Entitlement:  # Any: a row of ENTITLED
    return Entitlement(
        row.id,
        row.plan_id,
        row.kind,
        _standing_word(row.status, row.member_status, has_rests=bool(row.rests)),
        row.weekly_limit,
        row.entries_left,
        row.starts_on,
        row.ends_on,
        frozenset(UUID(each) for each in row.class_type_ids),
        frozenset(UUID(each) for each in row.location_ids),
        row.day_limit,
        row.open_limit,
        {key: PolicyOverride.of(facts) for key, facts in row.overrides.items()},
        tuple((date.fromisoformat(a), date.fromisoformat(b)) for a, b in row.rests or ()),
        row.class_from,
        row.class_until,
    )


def _standing_word(
    status: SubscriptionStatus, member: MemberStatus, *, has_rests: bool
) -> Standing:
    if member is MemberStatus.PAST_DUE:
        return Standing.PAST_DUE
    if has_rests:  # which says the days itself: a class after them may be booked meanwhile
        return Standing.GOOD
    if SubscriptionStatus.FROZEN is status or member is MemberStatus.FROZEN:
        return Standing.FROZEN
    return Standing.GOOD
