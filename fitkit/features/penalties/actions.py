"""Judge, dispute, excuse, uphold; and the rules' next version."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.errors import NotFound, Refusal
from fitkit.core.ids import new_id
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.penalties import queries, rules
from fitkit.features.penalties.events import (
    PenaltyDisputed,
    PenaltyExcused,
    PenaltyGiven,
    PenaltyRulesChanged,
    PenaltyUpheld,
)
from fitkit.features.penalties.rules import (
    Ladder,
    Offence,
    OffenceFacts,
    PenaltyState,
    Step,
    Verdict,
)
from fitkit.features.penalties.tables import Penalty, PenaltyRules
from fitkit.features.plans.rules import PlanKind
from fitkit.features.subscriptions import actions as subscription_actions
from fitkit.features.subscriptions import queries as subscriptions
from fitkit.features.subscriptions.rules import Standing
from fitkit.texts import penalties as texts

_P = columns(Penalty)
_WRITE: Final = (
    insert(_P)
    .on_conflict_do_nothing(
        index_elements=["booking_id", "offence"], index_where=sa.not_(_P.c.is_void)
    )
    .returning(_P.c.id)
)
# One offence of a member is counted at a time, and one version of the rules written: two workers
# would else both find the first.
_TURN: Final = sa.select(
    sa.func.pg_advisory_xact_lock(
        sa.func.hashtext("penalty"), sa.func.hashtext(sa.bindparam("whose", type_=sa.Text))
    )
)


@requires(Permission.EDIT_SETTINGS)
def save_rules(w: Work, *, ladder: Ladder) -> int:
    """Put numbers in force as the next version, and return it; the version in force when they are the same.

    What was judged before keeps the version that led to it. Publishes PenaltyRulesChanged.

    Raises:
        Invalid: fields at fault.
    """
    clean = rules.checked(ladder)
    w.hot(_TURN, {"whose": str(w.actor.org_id)})
    now = queries.ladder(w)
    if now.version and replace(clean, version=now.version) == now:
        return now.version
    row = PenaltyRules(version=now.version + 1, facts=clean.facts())
    w.add(row)
    w.session.flush()
    w.publish(PenaltyRulesChanged(about=row.id, version=row.version))
    return row.version


@internal
def judge_offence(w: Work, *, facts: OffenceFacts) -> UUID | None:
    """Let an offence lead to its step, once; None when it is not counted, or was judged already.

    The caller has made sure that it still stands. Holds the member's turn of penalties. Publishes
    PenaltyGiven.
    """
    w.hot(_TURN, {"whose": str(facts.member_id)})
    record = queries.record_of(w, member_id=facts.member_id)
    ladder = record.ladder
    if not ladder.counts(facts.offence):
        return None
    pack = _pack(w, facts)
    number = rules.number_of(record.counted, ladder, at=facts.at)
    verdict = rules.judge(number, ladder, has_pack=pack is not None)
    penalty_id = _write(w, facts, ladder, verdict, pack)
    if penalty_id is None:
        return None
    if verdict.step is Step.ENTRY and pack is not None:
        subscription_actions.take_for_penalty(w, subscription_id=pack)
    w.publish(
        PenaltyGiven(
            about=penalty_id,
            member_id=facts.member_id,
            session_id=facts.session_id,
            booking_id=facts.booking_id,
            offence=facts.offence,
            step=verdict.step,
            count=number,
            blocks_until=_blocks_until(w, verdict),
        )
    )
    return penalty_id


@requires(Permission.EXCUSE, own=Permission.SEE_OWN)
def dispute(w: Work, *, penalty_id: UUID, member_id: UUID, words: str) -> None:
    """Say that it was not so; staff decide. Publishes PenaltyDisputed.

    Raises:
        Refusal: too late, disputed or decided already; at ``words``: empty or too long.
        NotFound: no such penalty of this member.
    """
    row = w.hold(Penalty, penalty_id)
    if row.member_id != member_id:
        raise NotFound
    match row.state:
        case PenaltyState.DISPUTED:
            raise Refusal(texts.DISPUTED_ALREADY)
        case PenaltyState.UPHELD | PenaltyState.EXCUSED:
            raise Refusal(texts.DECIDED_ALREADY)
        case PenaltyState.STANDING:
            pass
    if not rules.may_dispute(row.state, row.dispute_until, now=w.now):
        raise Refusal(texts.TOO_LATE_TO_DISPUTE)
    row.dispute = rules.checked_words(words, field="words", needed=True)
    row.state = PenaltyState.DISPUTED
    w.session.flush()
    w.publish(PenaltyDisputed(about=row.id, member_id=row.member_id, session_id=row.session_id))


@requires(Permission.EXCUSE)
def excuse(w: Work, *, penalty_id: UUID, words: str = "") -> None:
    """Take a penalty back at any time: its entry returns, its block ends, it counts no more.

    What later offences led to stays as it was judged. Publishes PenaltyExcused.

    Raises:
        Refusal: excused already; at ``words``: too long.
        NotFound: no such penalty in this gym.
    """
    said = rules.checked_words(words, field="words", needed=False)
    row = w.hold(Penalty, penalty_id)
    if row.state is PenaltyState.EXCUSED:
        raise Refusal(texts.EXCUSED_ALREADY)
    _excuse(w, row, said)


@internal
def excuse_offence(w: Work, *, facts: OffenceFacts, words: str) -> bool:
    """Take back what an offence led to, or keep it from ever leading to anything; False: it was already.

    Holds the member's turn of penalties. Publishes PenaltyExcused.

    Raises:
        Refusal: at ``words``: too long.
    """
    said = rules.checked_words(words, field="words", needed=False)
    w.hot(_TURN, {"whose": str(facts.member_id)})
    penalty_id = _penalty_of(w, facts.booking_id, facts.offence) or _note(w, facts)
    row = w.hold(Penalty, penalty_id)
    if row.state is PenaltyState.EXCUSED:
        return False
    _excuse(w, row, said)
    return True


@internal
def void(w: Work, *, booking_id: UUID, offence: Offence) -> bool:
    """Forget an offence that was a slip: what it led to is taken back; False when that is nothing.

    Should it come again, it is judged by itself, though what it had led to was excused by then.
    Publishes PenaltyExcused.
    """
    penalty_id = _penalty_of(w, booking_id, offence)
    if penalty_id is None:
        return False
    row = w.hold(Penalty, penalty_id)
    stood = row.state is not PenaltyState.EXCUSED
    row.is_void = True
    if stood:
        _excuse(w, row, "")
    return stood


@requires(Permission.EXCUSE)
def uphold(w: Work, *, penalty_id: UUID, words: str = "") -> None:
    """Leave a disputed penalty as it is. Publishes PenaltyUpheld.

    Raises:
        Refusal: not disputed, or decided already; at ``words``: too long.
        NotFound: no such penalty in this gym.
    """
    said = rules.checked_words(words, field="words", needed=False)
    row = w.hold(Penalty, penalty_id)
    match row.state:
        case PenaltyState.STANDING:
            raise Refusal(texts.NOT_DISPUTED)
        case PenaltyState.UPHELD | PenaltyState.EXCUSED:
            raise Refusal(texts.DECIDED_ALREADY)
        case PenaltyState.DISPUTED:
            pass
    _decide(w, row, PenaltyState.UPHELD, said)
    w.publish(
        PenaltyUpheld(
            about=row.id, member_id=row.member_id, session_id=row.session_id, offence=row.offence
        )
    )


def _penalty_of(w: Work, booking_id: UUID, offence: Offence) -> UUID | None:
    """What an offence led to, unless it was taken back."""
    found = select(Penalty.id).where(
        col(Penalty.booking_id) == booking_id,
        col(Penalty.offence) == offence,
        col(Penalty.is_void).is_(False),
    )
    return w.session.execute(found).scalar()


def _note(w: Work, facts: OffenceFacts) -> UUID:
    """An offence that nobody has judged yet, as one that took nothing: there is something to excuse."""
    record = queries.record_of(w, member_id=facts.member_id)
    number = rules.number_of(record.counted, record.ladder, at=facts.at)
    written = _write(w, facts, record.ladder, Verdict(number, Step.STRIKE, 0), None)
    if written is None:
        raise RuntimeError("the member's turn is held, and there was none")
    return written


def _pack(w: Work, facts: OffenceFacts) -> UUID | None:
    """Which pack would lose an entry today."""
    today = day_of(w.now, w.actor.zone)
    held = subscriptions.entitlements(w, member_id=facts.member_id, day=today)
    packs = [
        (e.subscription_id, e.entries_left or 0)
        for e in held
        if e.kind is PlanKind.PACK and e.standing is not Standing.FROZEN and not e.rests_on(today)
    ]
    return rules.pack_to_take(facts.subscription_id, packs)


def _write(
    w: Work, facts: OffenceFacts, ladder: Ladder, verdict: Verdict, pack: UUID | None
) -> UUID | None:
    values = {
        "id": new_id(),
        "org_id": w.actor.org_id,
        "created_at": w.now,
        "updated_at": w.now,
        "member_id": facts.member_id,
        "booking_id": facts.booking_id,
        "session_id": facts.session_id,
        "offence": facts.offence,
        "step": verdict.step,
        "count": verdict.number,
        "rules_version": ladder.version,
        "rules_facts": ladder.facts(),
        "at": facts.at,
        "subscription_id": pack if verdict.step is Step.ENTRY else None,
        "blocks_until": _blocks_until(w, verdict),
        "state": PenaltyState.STANDING,
        "dispute_until": w.now + timedelta(hours=ladder.dispute_hours),
        "dispute": "",
        "decision": "",
        "is_void": False,
    }
    written: UUID | None = w.hot(_WRITE.values(values)).scalar()
    return written


def _blocks_until(w: Work, verdict: Verdict) -> datetime | None:
    return w.now + timedelta(days=verdict.block_days) if verdict.step is Step.BLOCK else None


def _excuse(w: Work, row: Penalty, said: str) -> None:
    if row.step is Step.ENTRY and row.subscription_id is not None:
        subscription_actions.return_for_penalty(w, subscription_id=row.subscription_id)
    row.blocks_until = None
    _decide(w, row, PenaltyState.EXCUSED, said)
    w.publish(
        PenaltyExcused(
            about=row.id,
            member_id=row.member_id,
            session_id=row.session_id,
            booking_id=row.booking_id,
            offence=row.offence,
        )
    )


def _decide(w: Work, row: Penalty, state: PenaltyState, said: str) -> None:
    row.state, row.decision = state, said
    row.decided_at, row.decided_by = w.now, w.actor.user_id
    w.session.flush()
