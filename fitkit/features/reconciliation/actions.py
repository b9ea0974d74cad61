"""Write a night's comparison down; settle a difference."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from fitkit.core.errors import Refusal
from fitkit.core.ids import new_id
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.payments.rules import checked_words
from fitkit.features.payments.tables import PayAccount, Refund
from fitkit.features.reconciliation import queries, rules
from fitkit.features.reconciliation.events import DifferenceSettled, DifferencesFound
from fitkit.features.reconciliation.rules import Difference, DifferenceKind, Theirs
from fitkit.features.reconciliation.tables import Comparison, PayDifference
from fitkit.texts import reconciliation as texts

_D: Final = columns(PayDifference)
_N: Final = columns(Comparison)
NOTE_MOST: Final = 300


@dataclass(frozen=True, slots=True)
class Night:
    """What a comparison found."""

    found: int
    new: int


@internal
def write_comparison(
    w: Work, *, account_id: UUID, theirs: Sequence[Theirs], days: Sequence[date], around: int
) -> Night:
    """Compare an account's list with ours and keep what differs, each once.

    What an earlier night found of these days and this one does not is settled by itself; what comes back is open
    again. Publishes DifferencesFound when something is new, or open again.

    Args:
        w: of FitKit itself, in the account's gym.
        account_id: whose list it is.
        theirs: the list, of the days and ``around``.
        days: in order, which are compared.
        around: how many days on either side both lists reach over.
    """
    first, last = (
        date.fromordinal(days[0].toordinal() - around),
        date.fromordinal(days[-1].toordinal() + around),
    )
    ours = queries.ours(w, account_id=account_id, first=first, last=last)
    found = rules.compared(ours, theirs, days=days)
    new = _keep(w, account_id, found, theirs)
    _settle_gone(w, account_id, found, days)
    _note(
        w,
        account_id,
        days,
        theirs=sum(t.on in days for t in theirs),
        ours=sum(o.on in days for o in ours),
        has_come=True,
    )
    if new:
        provider = w.get(PayAccount, account_id).provider
        w.publish(DifferencesFound(about=account_id, provider=provider, count=new))
    return Night(len(found), new)


@internal
def write_no_list(w: Work, *, account_id: UUID, days: Sequence[date]) -> None:
    """Note that a company's list did not come: nothing was compared."""
    _note(w, account_id, days, theirs=0, ours=0, has_come=False)


@requires(Permission.EDIT_MONEY)
def settle(w: Work, *, difference_id: UUID, note: str) -> None:
    """Say what a difference was; it changes no money. Publishes DifferenceSettled.

    Raises:
        NotFound: no such difference.
        Refusal: no words, or too many; settled already.
    """
    words = checked_words(note, field="note", most=NOTE_MOST, is_needed=True)
    row = w.hold(PayDifference, difference_id)
    if row.settled_at is not None:
        raise Refusal(texts.SETTLED_ALREADY)
    row.settled_at, row.settled_by, row.note = w.now, w.actor.user_id, words
    w.publish(DifferenceSettled(about=row.id, difference=row.kind))


@internal
def agree(w: Work, *, refund_id: UUID) -> None:
    """Settle what a night found of a refund that was not here, and is now: by number and amount.

    Raises:
        NotFound: no such refund.
    """
    refund = w.get(Refund, refund_id)
    known = (
        sa.update(_D)
        .where(
            _D.c.account_id == refund.account_id,
            _D.c.kind == DifferenceKind.NOT_HERE,
            _D.c.is_refund,
            _D.c.transaction_id == refund.transaction_id,
            _D.c.theirs_agorot == refund.amount_agorot,
            _D.c.settled_at.is_(None),
        )
        .values(settled_at=w.now, gone_at=w.now, updated_at=w.now)
    )
    w.hot(known)


def _keep(w: Work, account_id: UUID, found: Sequence[Difference], theirs: Sequence[Theirs]) -> int:
    if not found:
        return 0
    keys = {t.transaction_id: t.key for t in theirs if t.key}
    known = queries.charges_of_keys(w, keys=[k for k in map(_uuid, keys.values()) if k])
    rows = [_row(w, account_id, one, keys, known) for one in found]
    write = insert(_D).values(rows).on_conflict_do_nothing().returning(_D.c.kind, _D.c.what)
    new = {(row.kind, row.what) for row in w.hot(write)}
    again = {(one.kind, one.what[:200]): one for one in found}
    before = w.session.scalars(
        select(PayDifference)
        .where(
            col(PayDifference.account_id) == account_id,
            sa.tuple_(col(PayDifference.kind), col(PayDifference.what)).in_(list(again)),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    seen = [row for row in before if (row.kind, row.what) not in new]
    return len(new) + sum(_find_again(w, row, again[row.kind, row.what]) for row in seen)


def _find_again(w: Work, row: PayDifference, one: Difference) -> bool:
    """Keep what a difference is by now; whether it was settled, and is open again."""
    now = (one.ours.agorot if one.ours else None, one.theirs.agorot if one.theirs else None)
    is_back = row.settled_at is not None and rules.comes_back(
        note=row.note,
        is_gone=row.gone_at is not None,
        before=(row.ours_agorot, row.theirs_agorot),
        now=now,
    )
    if is_back and row.settled_at is not None:
        by = str(row.settled_by or "")
        row.past = [*row.past, [row.settled_at.isoformat(), by, row.note, w.now.isoformat()]]
        row.settled_at = row.settled_by = None
        row.note = ""
    if row.settled_at is None:
        row.ours_agorot, row.theirs_agorot = now
    row.gone_at = None
    return is_back


def _row(
    w: Work,
    account_id: UUID,
    one: Difference,
    keys: dict[str, str],
    known: Collection[UUID],
) -> dict[str, object]:
    named = one.our_id or _uuid(keys.get(one.transaction_id, ""))
    charge_id = named if not one.is_refund and (one.our_id or named in known) else None
    return {
        "id": new_id(),
        "org_id": w.actor.org_id,
        "created_at": w.now,
        "updated_at": w.now,
        "account_id": account_id,
        "kind": one.kind,
        "what": one.what[:200],
        "is_refund": one.is_refund,
        "on": one.on,
        "transaction_id": one.transaction_id[:200],
        "ours_agorot": one.ours.agorot if one.ours else None,
        "theirs_agorot": one.theirs.agorot if one.theirs else None,
        "charge_id": charge_id,
        "refund_id": one.our_id if one.is_refund else None,
        "note": "",
        "past": [],
    }


def _settle_gone(
    w: Work, account_id: UUID, found: Sequence[Difference], days: Sequence[date]
) -> None:
    still = [(one.kind.value, one.what[:200]) for one in found]
    gone = (
        sa.update(_D)
        .where(
            _D.c.account_id == account_id,
            _D.c.on.in_(list(days)),
            _D.c.gone_at.is_(None),
            sa.tuple_(_D.c.kind, _D.c.what).not_in(still) if still else sa.true(),
        )
        .values(
            settled_at=sa.func.coalesce(_D.c.settled_at, w.now), gone_at=w.now, updated_at=w.now
        )
    )
    w.hot(gone)


def _note(
    w: Work,
    account_id: UUID,
    days: Sequence[date],
    *,
    theirs: int,
    ours: int,
    has_come: bool,
) -> None:
    row = {
        "id": new_id(),
        "org_id": w.actor.org_id,
        "created_at": w.now,
        "updated_at": w.now,
        "account_id": account_id,
        "at": w.now,
        "compared_at": w.now if has_come else None,
        "first_on": days[0],
        "last_on": days[-1],
        "theirs": theirs,
        "ours": ours,
    }
    kept = ("updated_at", "at", "first_on", "last_on", "theirs", "ours")
    again = {
        name: row[name]
        for name in (*kept, "compared_at")
        if has_come or name in ("updated_at", "at")
    }
    write = insert(_N).values(row)
    w.hot(write.on_conflict_do_update(index_elements=["account_id"], set_=again))


def _uuid(words: str) -> UUID | None:
    try:
        return UUID(words)
    except ValueError:
        return None
