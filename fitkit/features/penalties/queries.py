"""Reads of penalties: the rules in force, what the next offence would lead to, disputes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.errors import NotFound
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns, json_object
from fitkit.core.work import Work
from fitkit.features.members.rules import full_name
from fitkit.features.members.tables import Member
from fitkit.features.penalties import rules
from fitkit.features.penalties.rules import (
    Ladder,
    Offence,
    PenaltyState,
    Record,
    Step,
    Verdict,
)
from fitkit.features.penalties.tables import Penalty, PenaltyRules
from fitkit.features.plans.rules import PlanKind
from fitkit.features.subscriptions.rules import SubscriptionStatus
from fitkit.features.subscriptions.tables import Freeze, Subscription

_P = columns(Penalty).alias("pn")
_R = columns(PenaltyRules).alias("pr")
_S = columns(Subscription).alias("ps")
_F = columns(Freeze).alias("pf")
_LOOKED_BACK: Final = timedelta(days=rules.WINDOW_DAYS[1] + 1)  # no window is longer

_newest = (
    sa.select(sa.func.json_build_array(_R.c.version, _R.c.facts))
    .where(_R.c.org_id == sa.bindparam("org_id"))
    .order_by(_R.c.version.desc())
    .limit(1)
    .scalar_subquery()
)
_TODAY = sa.bindparam("today", type_=_S.c.starts_on.type)
# What ``actions`` would take an entry of today: begun, not over, not resting.
_pack_of_today = sa.exists().where(
    _S.c.member_id == sa.bindparam("member_id"),
    _S.c.kind == PlanKind.PACK,
    _S.c.status == SubscriptionStatus.ACTIVE,
    _S.c.entries_left > 0,
    _S.c.starts_on <= _TODAY,
    sa.or_(_S.c.ends_on.is_(None), _S.c.ends_on >= _TODAY),
    ~sa.exists().where(
        _F.c.subscription_id == _S.c.id,
        _F.c.ended_at.is_(None),
        _F.c.first_on <= _TODAY,
        _F.c.last_on >= _TODAY,
    ),
)
_theirs = sa.and_(_P.c.member_id == sa.bindparam("member_id"), _P.c.state != PenaltyState.EXCUSED)
# Binds: as ``record_binds`` says. All that a card needs to say what a late cancellation leads to, as a
# value inside of a statement that asks for more.
RECORD_JSON: Final = json_object(
    ladder=_newest,
    counted=sa.select(sa.func.json_agg(sa.func.json_build_array(_P.c.at, _P.c.offence)))
    .where(_theirs, _P.c.at > sa.bindparam("since", type_=_P.c.at.type))
    .scalar_subquery(),
    has_entry=_pack_of_today,
    blocked_until=sa.select(sa.func.max(_P.c.blocks_until)).where(_theirs).scalar_subquery(),
)
_RECORD: Final = sa.select(RECORD_JSON)
_LADDER: Final = sa.select(_newest.label("ladder"))


@dataclass(frozen=True, slots=True)
class PenaltyView:
    """A penalty on a screen."""

    id: UUID
    member_id: UUID
    member: str
    booking_id: UUID
    session_id: UUID
    offence: Offence
    step: Step
    count: int
    at: datetime  # of the offence
    state: PenaltyState
    blocks_until: datetime | None
    dispute_until: datetime
    may_dispute: bool  # now
    dispute: str  # the member's words
    decision: str  # staff's words
    decided_at: datetime | None
    rules_version: int


@requires(Permission.USE_ACCOUNT)
def ladder(w: Work) -> Ladder:
    """The rules in force: the newest version, or the house's defaults."""
    return _ladder(w.hot(_LADDER, {"org_id": w.actor.org_id}).scalar())


@requires(Permission.BOOK_OTHERS, own=Permission.BOOK_SELF)
def next_step(
    w: Work, *, member_id: UUID, offence: Offence = Offence.LATE_CANCEL
) -> Verdict | None:
    """What an offence now would lead to; None when it is not judged. One statement."""
    return rules.next_step(record_of(w, member_id=member_id), offence, at=w.now)


@requires(Permission.SEE_MEMBERS, own=Permission.SEE_OWN)
def of_member(w: Work, *, member_id: UUID, limit: int = 50) -> tuple[PenaltyView, ...]:
    """A member's penalties, the newest first; excused ones too."""
    w.get(Member, member_id)
    return _views(w, col(Penalty.member_id) == member_id, newest_first=True, limit=limit)


@requires(Permission.SEE_MEMBERS, own=Permission.SEE_OWN)
def blocked_until(w: Work, *, member_id: UUID) -> datetime | None:
    """Until when the member cannot book; None when they can."""
    until = record_of(w, member_id=member_id).blocked_until
    return until if until is not None and until > w.now else None


@requires(Permission.EXCUSE)
def disputes(w: Work) -> tuple[PenaltyView, ...]:
    """What waits for a decision, the longest waiting first."""
    return _views(w, col(Penalty.state) == PenaltyState.DISPUTED)


@requires(Permission.SEE_ROSTER)
def of_classes(w: Work, *, ids: Collection[UUID]) -> dict[UUID, tuple[PenaltyView, ...]]:
    """Penalties by the class they came of, for a roster; classes without any are missing."""
    found: dict[UUID, tuple[PenaltyView, ...]] = {}
    for view in _views(w, col(Penalty.session_id).in_(ids)):
        found[view.session_id] = (*found.get(view.session_id, ()), view)
    return found


@internal
def record_of(w: Work, *, member_id: UUID) -> Record:
    """What is known of a member's offences, packs and blocks. One statement."""
    return record(w.hot(_RECORD, record_binds(w, member_id)).scalar_one())


@internal
def record_binds(w: Work, member_id: UUID) -> dict[str, object]:
    """What RECORD_JSON asks with."""
    return {
        "org_id": w.actor.org_id,
        "member_id": member_id,
        "since": w.now - _LOOKED_BACK,
        "today": day_of(w.now, w.actor.zone),
    }


@internal
def record(kept: Mapping[str, Any]) -> Record:  # Any: what RECORD_JSON built
    """A value of RECORD_JSON as facts."""
    counted = tuple((datetime.fromisoformat(at), Offence(o)) for at, o in kept["counted"] or ())
    until = kept["blocked_until"]
    return Record(
        _ladder(kept["ladder"]),
        counted,
        kept["has_entry"],
        datetime.fromisoformat(until) if until else None,
    )


@internal
def is_void(w: Work, *, penalty_id: UUID) -> bool:
    """Whether the offence of a penalty was taken back, not only what it led to."""
    return w.get(Penalty, penalty_id).is_void


@internal
def standing_of_class(w: Work, *, session_id: UUID) -> tuple[UUID, ...]:
    """Penalties that a class led to and nobody has excused; in no order."""
    found = select(Penalty.id).where(
        col(Penalty.session_id) == session_id,
        col(Penalty.is_void).is_(False),
        col(Penalty.state) != PenaltyState.EXCUSED,
    )
    return tuple(w.session.scalars(found))


@internal
def one(w: Work, *, penalty_id: UUID) -> PenaltyView:
    """A penalty.

    Raises:
        NotFound: no such penalty in this gym.
    """
    found = _views(w, col(Penalty.id) == penalty_id)
    if not found:
        raise NotFound
    return found[0]


def _ladder(kept: Any) -> Ladder:  # Any: [version, facts], or nothing
    return Ladder() if kept is None else Ladder.of(kept[0], kept[1])


def _views(
    w: Work, *wanted: sa.ColumnElement[bool], newest_first: bool = False, limit: int = 500
) -> tuple[PenaltyView, ...]:
    by = (col(Penalty.at), col(Penalty.id))
    order = [each.desc() if newest_first else each.asc() for each in by]
    found = (
        select(Penalty, col(Member.first_name), col(Member.last_name))
        .join(Member, col(Member.id) == col(Penalty.member_id))
        .where(*wanted)
        .order_by(*order)
        .limit(limit)
    )
    return tuple(
        PenaltyView(
            id=p.id,
            member_id=p.member_id,
            member=full_name(first, last),
            booking_id=p.booking_id,
            session_id=p.session_id,
            offence=p.offence,
            step=p.step,
            count=p.count,
            at=p.at,
            state=p.state,
            blocks_until=p.blocks_until,
            dispute_until=p.dispute_until,
            may_dispute=rules.may_dispute(p.state, p.dispute_until, now=w.now),
            dispute=p.dispute,
            decision=p.decision,
            decided_at=p.decided_at,
            rules_version=p.rules_version,
        )
        for p, first, last in w.session.execute(found)
    )
