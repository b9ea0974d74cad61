"""What is wrong anywhere, the worst first; and what was looked at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from fitkit.core.jobs import J, JobState
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Permission, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.documents.rules import DocumentState
from fitkit.features.documents.tables import TaxDocument
from fitkit.features.ledger import queries as ledger
from fitkit.features.notifications.rules import DeliveryState
from fitkit.features.notifications.tables import Delivery
from fitkit.features.orgs.tables import Org
from fitkit.features.payments.rules import ChargeState, RefundState
from fitkit.features.payments.tables import Charge, PayAccount, Refund
from fitkit.features.platform import rules
from fitkit.features.platform.rules import SHOWN, TroubleKind
from fitkit.features.reconciliation.tables import Comparison

_O = columns(Org)
_C = columns(Charge)
_R = columns(Refund)
_D = columns(TaxDocument)
_L = columns(Delivery)
_A = columns(PayAccount)
_N = columns(Comparison)
_COUNT: Final = sa.func.count().label("count")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that a person should look at: of one gym, or of FitKit itself."""

    kind: TroubleKind
    gym: str  # empty: of no gym
    count: int
    since: datetime | None
    total: Money = ZERO  # what is in doubt, of charges and refunds
    what: str = ""  # a job's name, a fault's kind, a channel, a company
    why: str = ""  # as it was written down
    id: UUID | None = None  # of a job


@dataclass(frozen=True, slots=True)
class Condition:
    """How everything stands."""

    troubles: tuple[Trouble, ...]  # by kind, the worst first; empty: all is well
    gyms: int  # that are open
    sound: int  # whose newest proof found nothing
    charges: int  # settled within a day
    letters: int  # sent within a day
    jobs: int  # done within a day


@requires(Permission.SEE_PLATFORM)
def condition(w: Work) -> Condition:
    """Look at everything that may go wrong, in all gyms."""
    names = {r.id: r.name for r in w.hot(sa.select(_O.c.id, _O.c.name))}
    found = [*_books(w, names), *_money(w), *_jobs(w, names), *_late_jobs(w)]
    found += [*_documents(w), *_accounts(w), *_lists(w), *_letters(w)]
    order = list(TroubleKind)
    troubles = sorted(found, key=lambda t: (order.index(t.kind), t.since is None, t.since, t.gym))
    since = w.now - rules.DOCUMENT_LATE
    counted = w.hot(
        sa.select(
            sa.select(_COUNT).where(_O.c.closed_at.is_(None)).scalar_subquery(),
            sa.select(_COUNT).where(_C.c.settled_at >= since).scalar_subquery(),
            sa.select(_COUNT).where(_L.c.sent_at >= since).scalar_subquery(),
            sa.select(_COUNT)
            .where(J.c.state == JobState.DONE, J.c.updated_at >= since)
            .scalar_subquery(),
        )
    ).one()
    gyms, charges, letters, jobs = (int(n) for n in counted)
    return Condition(tuple(troubles), gyms, ledger.health(w).sound, charges, letters, jobs)


def _books(w: Work, names: dict[UUID, str]) -> Iterator[Trouble]:
    health = ledger.health(w)
    for one in health.failed:
        for fault in one.faults:
            yield Trouble(TroubleKind.BOOK, one.name, fault.count, one.at, what=fault.kind)
    for org_id in health.late:
        yield Trouble(TroubleKind.UNPROVED, names.get(org_id, ""), 1, None)


def _money(w: Work) -> Iterator[Trouble]:
    before = w.now - rules.STUCK_AFTER
    is_stuck = sa.and_(_C.c.state == ChargeState.UNKNOWN, _C.c.told_at < before)
    yield from _by_gym(w, TroubleKind.CHARGES, _C, is_stuck, _C.c.told_at, _C.c.amount_agorot)
    waits = sa.and_(
        _R.c.state.in_([RefundState.CREATED, RefundState.UNKNOWN]), _R.c.created_at < before
    )
    yield from _by_gym(w, TroubleKind.REFUNDS, _R, waits, _R.c.created_at, _R.c.amount_agorot)


def _jobs(w: Work, names: dict[UUID, str]) -> Iterator[Trouble]:
    dead = (
        sa.select(J.c.id, J.c.name, J.c.org_id, J.c.error, J.c.updated_at)
        .where(J.c.state == JobState.DEAD)
        .order_by(J.c.updated_at.desc())
        .limit(SHOWN)
    )
    for r in w.hot(dead):
        gym = names.get(r.org_id, "") if r.org_id else ""
        yield Trouble(
            TroubleKind.JOBS, gym, 1, r.updated_at, what=r.name, why=r.error or "", id=r.id
        )


def _late_jobs(w: Work) -> Iterator[Trouble]:
    late = sa.select(_COUNT, sa.func.min(J.c.run_after).label("since")).where(
        J.c.state == JobState.QUEUED, J.c.run_after < w.now - rules.JOB_LATE
    )
    row = w.hot(late).one()
    if row[0]:
        yield Trouble(TroubleKind.LATE_JOBS, "", row[0], row.since)


def _documents(w: Work) -> Iterator[Trouble]:
    is_owed = sa.and_(
        _D.c.state != DocumentState.ISSUED, _D.c.created_at < w.now - rules.DOCUMENT_LATE
    )
    yield from _by_gym(w, TroubleKind.DOCUMENTS, _D, is_owed, _D.c.created_at, _D.c.amount_agorot)


def _accounts(w: Work) -> Iterator[Trouble]:
    refused = (
        sa.select(_O.c.name, _A.c.provider, _A.c.problem, _A.c.updated_at)
        .join(_O, _O.c.id == _A.c.org_id)
        .where(_A.c.is_in_use, _A.c.problem.is_not(None), _O.c.closed_at.is_(None))
        .limit(SHOWN)
    )
    for r in w.hot(refused):
        yield Trouble(TroubleKind.ACCOUNTS, r.name, 1, r.updated_at, what=r.provider, why=r.problem)


def _lists(w: Work) -> Iterator[Trouble]:
    last = sa.func.coalesce(_N.c.compared_at, _N.c.created_at)
    missing = (
        sa.select(_O.c.name, _A.c.provider, last.label("since"))
        .join(_O, _O.c.id == _N.c.org_id)
        .join(_A, _A.c.id == _N.c.account_id)
        .where(_A.c.is_in_use, _O.c.closed_at.is_(None), last < w.now - rules.LIST_LATE)
        .limit(SHOWN)
    )
    for r in w.hot(missing):
        yield Trouble(TroubleKind.LISTS, r.name, 1, r.since, what=r.provider)


def _letters(w: Work) -> Iterator[Trouble]:
    has_failed = sa.and_(
        _L.c.state == DeliveryState.FAILED, _L.c.updated_at >= w.now - rules.LETTERS_SINCE
    )
    waits = sa.and_(
        _L.c.state == DeliveryState.WAITING, _L.c.not_before < w.now - rules.LETTER_LATE
    )
    query = (
        sa.select(
            _O.c.name,
            _L.c.channel,
            _L.c.reason,
            _COUNT,
            sa.func.min(_L.c.updated_at).label("since"),
        )
        .join(_O, _O.c.id == _L.c.org_id)
        .where(sa.or_(has_failed, waits))
        .group_by(_O.c.name, _L.c.channel, _L.c.reason)
        .limit(SHOWN)
    )
    for r in w.hot(query).mappings():
        yield Trouble(
            TroubleKind.LETTERS,
            r["name"],
            r["count"],
            r["since"],
            what=r["channel"],
            why=r["reason"],
        )


def _by_gym(
    w: Work,
    kind: TroubleKind,
    table: Any,  # Any: the columns of one of three tables
    fits: sa.ColumnElement[bool],
    since: sa.ColumnElement[Any],
    amount: sa.ColumnElement[Any],
) -> Iterator[Trouble]:
    query = (
        sa.select(
            _O.c.name, _COUNT, sa.func.min(since).label("since"), sa.func.sum(amount).label("total")
        )
        .join(_O, _O.c.id == table.c.org_id)
        .where(fits)
        .group_by(_O.c.id, _O.c.name)
        .limit(SHOWN)
    )
    for r in w.hot(query).mappings():
        yield Trouble(kind, r["name"], r["count"], r["since"], total=Money(int(r["total"])))
