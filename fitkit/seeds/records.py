"""What staff keep beside classes: forms on file, penalties and a dispute, fixed places, a freeze, a family."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.actor import Actor, system
from fitkit.core.errors import Refusal
from fitkit.core.work import Work, open_work
from fitkit.features.booking import actions as attendance
from fitkit.features.booking.rules import Attendance
from fitkit.features.booking.tables import Booking
from fitkit.features.members import actions as members
from fitkit.features.members.rules import FormKind, Gender, MemberDetails
from fitkit.features.penalties import actions as penalties
from fitkit.features.penalties import queries as penalty_queries
from fitkit.features.penalties.rules import Offence, OffenceFacts, Step
from fitkit.features.plans import queries as plans
from fitkit.features.plans.rules import PlanKind
from fitkit.features.scheduling.tables import ClassSession
from fitkit.features.standing import actions as standing
from fitkit.features.standing import queries as fixed
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.features.subscriptions import queries as held
from fitkit.features.subscriptions.rules import SubscriptionStatus
from fitkit.features.subscriptions.tables import Subscription
from fitkit.seeds.people import Regular

_EXPIRED_SHARE: Final = 0.06
_MISSING_SHARE: Final = 0.08
_PENALTY_DAYS: Final = 27
_PENALISED: Final = 7
_WITH_PACK: Final = 3  # whose second one takes an entry
_FIXED_EACH: Final = 3


def keep(owner: Actor, org_id: UUID, regulars: list[Regular], *, today: date) -> None:
    """Fill in what a year at the desk leaves behind; before the coming weeks are booked."""
    dice = Random(21)  # invented papers, no secrets
    here = [r for r in regulars if r.left_on is None]
    _forms(owner, here, today, dice)
    _family(owner, here[0], today)
    _penalties(org_id)
    take_an_entry(owner, org_id)
    _dispute(owner)
    _fixed_places(owner, here[1:])
    _freeze(owner, here[-1], today)


def _forms(owner: Actor, here: list[Regular], today: date, dice: Random) -> None:
    """A declaration of most, of some one that ran out; recorded on the day it was signed."""
    for person in here:
        luck = dice.random()
        if luck < _MISSING_SHARE:
            continue
        is_expired = luck < _MISSING_SHARE + _EXPIRED_SHARE
        days = dice.randrange(740, 900) if is_expired else dice.randrange(10, 640)
        with open_work(owner) as w:
            then = replace(w, now=w.now - timedelta(days=days))
            members.record_form(
                then,
                member_id=person.id,
                kind=FormKind.HEALTH_DECLARATION,
                signed_on=today - timedelta(days=days),
            )


def _family(owner: Actor, mother: Regular, today: date) -> None:
    with open_work(owner) as w:
        pack = next(p for p in plans.plans(w) if p.terms.kind is PlanKind.PACK)
        for name, years, gender in (("נועה", 11, Gender.FEMALE), ("תום", 8, Gender.MALE)):
            child = members.add(
                w,
                details=MemberDetails(
                    name,
                    mother.last_name,
                    birth_date=today - timedelta(days=years * 365 + 40),
                    gender=gender,
                    guardian_id=mother.id,
                ),
            )
            subscriptions.give(w, member_id=child, plan_id=pack.id)
            members.record_form(w, member_id=child, kind=FormKind.PARENT_CONSENT, signed_on=today)
        subscriptions.give(w, member_id=mother.id, plan_id=pack.id)  # her last one runs out


def _penalties(org_id: UUID) -> None:
    """What the last weeks' no-shows led to, judged as the hours passed; of a few members, so that there is each step."""
    with open_work(system(org_id)) as w:
        missed = _missed(w)
        counted: dict[UUID, int] = {}
        for booking, _ in missed:
            counted[booking.member_id] = counted.get(booking.member_id, 0) + 1
        with_pack = {b.member_id for b, _ in missed if b.entry_taken and counted[b.member_id] > 1}
        by_count = sorted(counted, key=lambda who: (-counted[who], who))
        chosen = {*by_count[:_PENALISED], *sorted(with_pack)[:_WITH_PACK]}
        for booking, session in missed:
            if booking.member_id in chosen:
                _judge(w, booking, session)


def take_an_entry(owner: Actor, org_id: UUID) -> None:
    """See to it that a no-show took an entry, however the year fell out: somebody with a pack in use missed twice."""
    with open_work(owner) as w:
        if any(p.step is Step.ENTRY for p in _judged(w)):
            return
        twice = _newest_two(w)
    for booking, session in twice:
        with open_work(owner) as w:
            there = replace(w, now=session.ends_at)
            attendance.mark_no_show(there, session_id=session.id, member_id=booking.member_id)
        with open_work(system(org_id)) as w:
            _judge(w, booking, session)


def _newest_two(w: Work) -> list[tuple[Booking, ClassSession]]:
    """Two visits of a member without a penalty, paid by a pack that still has entries, by start; empty: there is none."""
    found = (
        select(Booking, ClassSession)
        .join(ClassSession, col(ClassSession.id) == col(Booking.session_id))
        .join(Subscription, col(Subscription.id) == col(Booking.subscription_id))
        .where(
            col(Booking.attendance) == Attendance.ATTENDED,
            col(Subscription.kind) == PlanKind.PACK,
            col(Subscription.status) == SubscriptionStatus.ACTIVE,
            col(Subscription.entries_left) > 1,
            *_lately(w),
        )
        .order_by(col(ClassSession.starts_at), col(Booking.id))
    )
    visits: dict[UUID, list[tuple[Booking, ClassSession]]] = {}
    for booking, session in w.session.execute(found):
        visits.setdefault(booking.member_id, []).append((booking, session))
    for member_id, theirs in visits.items():
        if len(theirs) > 1 and not penalty_queries.of_member(w, member_id=member_id):
            return theirs[-2:]
    return []


def _judge(w: Work, booking: Booking, session: ClassSession) -> None:
    penalties.judge_offence(
        replace(w, now=session.ends_at + timedelta(hours=3)),
        facts=OffenceFacts(
            booking.id,
            session.id,
            booking.member_id,
            Offence.NO_SHOW,
            session.starts_at,
            booking.subscription_id,
        ),
    )


def _missed(w: Work) -> list[tuple[Booking, ClassSession]]:
    found = (
        select(Booking, ClassSession)
        .join(ClassSession, col(ClassSession.id) == col(Booking.session_id))
        .where(
            col(Booking.attendance) == Attendance.NO_SHOW,
            *_lately(w),
        )
        .order_by(col(ClassSession.starts_at), col(Booking.id))
    )
    return [(booking, session) for booking, session in w.session.execute(found)]


def _lately(w: Work) -> tuple[sa.ColumnElement[bool], ...]:
    """Classes of the days that count, of which the attendance has been settled."""
    return (
        col(ClassSession.starts_at) > w.now - timedelta(days=_PENALTY_DAYS),
        col(ClassSession.ends_at) < w.now - timedelta(hours=4),
    )


def _dispute(owner: Actor) -> None:
    """One member says it was not so, an hour after they were told."""
    with open_work(owner) as w:
        newest = max(_judged(w), key=lambda p: p.at, default=None)
        if newest is not None:
            then = replace(w, now=newest.dispute_until - timedelta(hours=23))
            penalties.dispute(
                then,
                penalty_id=newest.id,
                member_id=newest.member_id,
                words="הייתי בשיעור, שכחתי לסמן הגעה בכניסה.",
            )


def _judged(w: Work) -> list[penalty_queries.PenaltyView]:
    ids = {booking.member_id for booking, _ in _missed(w)}
    return [p for who in sorted(ids) for p in penalty_queries.of_member(w, member_id=who)]


def _fixed_places(owner: Actor, here: list[Regular]) -> None:
    """A few regulars in the evening classes of the week; none where there are no weekly classes."""
    with open_work(owner) as w:
        evenings = [c for c in fixed.choices(w) if c.at.hour >= 17][:6]
        eager = [r for r in here if r.visits_a_week >= 2]
    for n, choice in enumerate(evenings):
        for person in eager[n * _FIXED_EACH : (n + 1) * _FIXED_EACH]:
            with open_work(owner) as w:
                try:
                    standing.give(w, slot_id=choice.slot_id, member_id=person.id)
                except Refusal:  # no room, or away
                    continue


def _freeze(owner: Actor, person: Regular, today: date) -> None:
    """Somebody is away for two weeks."""
    with open_work(owner) as w:
        now = [h for h in held.held(w, member_id=person.id) if h.ended_at is None]
        if now:
            subscriptions.freeze(
                w,
                subscription_id=now[0].id,
                first_on=today + timedelta(days=1),
                last_on=today + timedelta(days=14),
                reason="חופשה",
            )
