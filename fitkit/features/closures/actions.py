"""Propose days off, add own ones, decide. Confirming takes classes off, so that is scheduling's."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.errors import NotFound, Refusal
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.closures import queries, rules
from fitkit.features.closures.events import (
    ClosureAdded,
    ClosureChanged,
    ClosureConfirmed,
    ClosureDeclined,
    ClosuresProposed,
)
from fitkit.features.closures.rules import (
    ClosedDay,
    ClosureDetails,
    ClosureState,
    Leaning,
    Proposal,
)
from fitkit.features.closures.tables import Closure
from fitkit.features.locations import queries as locations
from fitkit.texts import closures as texts


@requires(Permission.EDIT_TIMETABLE)
def propose(w: Work, *, year: int) -> int:
    """Suggest the days of a year that were never suggested and have not passed; return how many.

    Publishes ClosuresProposed when there are any.

    Raises:
        Refusal: a year the calendar does not know; at ``year``.
    """
    if w.actor.org_id is None:
        raise NotFound
    today = day_of(w.now, w.actor.zone)
    wanted = [p for p in rules.proposals(year) if p.day >= today]
    known = {
        (row.key, row.day)
        for row in w.session.scalars(
            select(Closure).where(col(Closure.day).in_([p.day for p in wanted]))
        )
    }
    new = [p for p in wanted if (p.key, p.day) not in known]
    w.add(*(_row(p, ClosureState.PROPOSED) for p in new))
    if new:
        w.session.flush()
        w.publish(ClosuresProposed(about=w.actor.org_id, year=year, days=len(new)))
    return len(new)


@internal
def record_past(w: Work, *, years: Collection[int]) -> frozenset[date]:
    """Bring in holidays that have passed as most gyms kept them, without events; return the whole days.

    For imports and the demo.
    """
    today = day_of(w.now, w.actor.zone)
    past = [p for year in years for p in rules.proposals(year) if p.day < today]
    kept = [p for p in past if p.leaning is not Leaning.OPEN]
    w.add(*(_row(p, ClosureState.CONFIRMED) for p in kept))
    return frozenset(p.day for p in kept if p.leaning is Leaning.CLOSE)


@internal
def propose_coming(w: Work) -> int:
    """Suggest this year's days, and from October on the next one's; return how many were new."""
    today = day_of(w.now, w.actor.zone)
    return sum(propose(w, year=year) for year in rules.years_to_propose(today))


@requires(Permission.EDIT_TIMETABLE)
def add_closure(w: Work, *, details: ClosureDetails) -> UUID:
    """Add a day of the gym's own; it closes nothing until it is confirmed.

    Raises:
        Invalid: a day that has passed or is over two years away, no name.
        NotFound: no such location in this gym.
    """
    clean = rules.checked(details, today=day_of(w.now, w.actor.zone))
    _check_location(w, clean.location_id)
    row = Closure(
        day=clean.day,
        closes_at=clean.closes_at,
        location_id=clean.location_id,
        name_he=clean.name_he,
        name_en=clean.name_en,
        state=ClosureState.PROPOSED,
    )
    w.add(row)
    w.session.flush()
    w.publish(ClosureAdded(about=row.id, day=row.day))
    return row.id


@requires(Permission.EDIT_TIMETABLE)
def change_closure(w: Work, *, closure_id: UUID, details: ClosureDetails) -> None:
    """Change a day that is not in force: all day or from an hour on, where, its name.

    A holiday keeps its day: it is the calendar's.

    Raises:
        Refusal: it is confirmed.
        Invalid: as for add_closure.
        NotFound: no such closure or location in this gym.
    """
    row = w.hold(Closure, closure_id)
    if row.state is ClosureState.CONFIRMED:
        raise Refusal(texts.CONFIRMED_ALREADY)
    clean = rules.checked(details, today=day_of(w.now, w.actor.zone))
    _check_location(w, clean.location_id)
    if not row.key:
        row.day = clean.day
    row.closes_at, row.location_id = clean.closes_at, clean.location_id
    row.name_he, row.name_en = clean.name_he, clean.name_en
    row.state, row.decided_at = ClosureState.PROPOSED, None
    w.publish(ClosureChanged(about=row.id, day=row.day))


@requires(Permission.EDIT_TIMETABLE)
def decline(w: Work, *, closure_ids: Collection[UUID]) -> int:
    """Say that the gym is open on these days; return how many that changes.

    What a confirmed closure took off stays off: undoing its confirmation brings it back. What was
    not made because of it is made.

    Raises:
        Refusal: none was chosen.
        NotFound: one of them is not this gym's.
    """
    rows = [r for r in _held(w, closure_ids) if r.state is not ClosureState.DECLINED]
    for row in rows:
        row.state, row.decided_at = ClosureState.DECLINED, w.now
        w.publish(ClosureDeclined(about=row.id, day=row.day))
    return len(rows)


@internal
def confirm(
    w: Work, *, closure_ids: Collection[UUID]
) -> tuple[tuple[ClosedDay, ClosureState], ...]:
    """Put closures in force; return each with how it stood, by day. The caller takes the classes off."""
    rows = _held(w, closure_ids)
    before = tuple((queries.closed_day(row), row.state) for row in rows)
    for row in rows:
        if row.state is not ClosureState.CONFIRMED:
            row.state, row.decided_at = ClosureState.CONFIRMED, w.now
            w.publish(ClosureConfirmed(about=row.id, day=row.day))
    return tuple(sorted(before, key=lambda b: (b[0].day, b[0].id)))


@internal
def stand_again(w: Work, *, states: Mapping[UUID, ClosureState]) -> None:
    """Closures that are still confirmed as they stood before: an undo."""
    rows = w.session.scalars(
        select(Closure)
        .where(col(Closure.id).in_(states), col(Closure.state) == ClosureState.CONFIRMED)
        .order_by(col(Closure.id))
        .with_for_update()
    )
    for row in rows:
        row.state, row.decided_at = states[row.id], None
        w.publish(ClosureChanged(about=row.id, day=row.day))


def _row(proposal: Proposal, state: ClosureState) -> Closure:
    return Closure(
        day=proposal.day,
        closes_at=proposal.closes_at,
        name_he=proposal.name.he,
        name_en=proposal.name.en,
        key=proposal.key,
        state=state,
    )


def _held(w: Work, closure_ids: Collection[UUID]) -> list[Closure]:
    wanted = set(closure_ids)
    if not wanted:
        raise Refusal(texts.NONE_CHOSEN)
    rows = w.session.scalars(
        select(Closure)
        .where(col(Closure.id).in_(wanted))
        .order_by(col(Closure.id))
        .with_for_update()
    ).all()
    if len(rows) < len(wanted):
        raise NotFound
    return list(rows)


def _check_location(w: Work, location_id: UUID | None) -> None:
    if location_id is not None:
        locations.location(w, location_id=location_id)
