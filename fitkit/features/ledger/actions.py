"""Post, reverse, correct; and the nightly proof."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects.postgresql import ARRAY, insert

from fitkit.core.clock import day_of
from fitkit.core.errors import NotFound, Refusal
from fitkit.core.ids import new_id
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.ledger import queries
from fitkit.features.ledger.events import Corrected, Posted, ProofFailed, Reversed
from fitkit.features.ledger.queries import PostingView
from fitkit.features.ledger.rules import postings as rules
from fitkit.features.ledger.rules.accounts import Account, Cause, Draft, PostingKind
from fitkit.features.ledger.tables import LedgerEntry, LedgerProof, Posting
from fitkit.features.members.tables import Member
from fitkit.texts import ledger as texts

log = structlog.get_logger(__name__)
_AHEAD: Final = timedelta(minutes=10)  # by which a provider's clock may be before ours
_PROOF: Final = columns(LedgerProof)

_P: Final = columns(Posting)
_E: Final = columns(LedgerEntry)
_M: Final = columns(Member)

# The turn of each member, in the order of their ids: numbers and sums follow one another. Members of
# another gym are not found.
_asked = (
    sa.select(_M.c.id)
    .where(_M.c.id == sa.any_(sa.bindparam("ids", type_=ARRAY(sa.Uuid))))
    .order_by(_M.c.id)
    .subquery()
)
_TURNS: Final = sa.select(
    sa.func.pg_advisory_xact_lock(
        sa.func.hashtext("ledger"), sa.func.hashtext(sa.cast(_asked.c.id, sa.Text))
    )
).select_from(_asked)
_ACCOUNT_TURN: Final = sa.select(
    sa.func.pg_advisory_xact_lock(
        sa.func.hashtext("ledger account"), sa.func.hashtext(sa.bindparam("whose", type_=sa.Text))
    )
)
# Nothing is returned when the cause has posted. A member's entry goes on from the one before it.
_posting = (
    insert(_P)
    .values({c.name: sa.bindparam(f"p_{c.name}", type_=c.type) for c in _P.columns})
    .on_conflict_do_nothing(index_elements=["org_id", "cause_kind", "cause_id", "kind"])
    .returning(_P.c.id, _P.c.at, _P.c.org_id, _P.c.kind, _P.c.created_at)
    .cte("posting")
)
_LINE: Final[dict[str, sa.types.TypeEngine[Any]]] = {  # Any: of different columns
    "id": sa.Uuid(),
    "account": sa.Text(),
    "member_id": sa.Uuid(),
    "amount": sa.BigInteger(),
    "vat": sa.Integer(),
}
_line = (
    sa.func.unnest(
        *(
            sa.cast(sa.bindparam(f"l_{name}", type_=ARRAY(kind)), ARRAY(kind))
            for name, kind in _LINE.items()
        )
    )
    .table_valued(*(sa.column(name, kind) for name, kind in _LINE.items()), name="line")
    .render_derived()
)
_last = (
    sa.select(_E.c.number, _E.c.balance_agorot, _E.c.charged_agorot)
    .where(_E.c.member_id == _line.c.member_id, _E.c.account == Account.MEMBER)
    .order_by(_E.c.number.desc())
    .limit(1)
    .lateral("last")
)
_is_members = _line.c.account == Account.MEMBER.value
_adds_to_charges = sa.case(
    (_posting.c.kind == PostingKind.REVERSAL, sa.func.least(_line.c.amount, 0)),
    else_=sa.func.greatest(_line.c.amount, 0),
)
_WRITE: Final = (
    sa.insert(_E)
    .from_select(
        [
            *(
                "id",
                "created_at",
                "updated_at",
                "org_id",
                "posting_id",
                "at",
                "account",
                "member_id",
            ),
            *("amount_agorot", "vat_per_mille", "number", "balance_agorot", "charged_agorot"),
        ],
        sa.select(
            _line.c.id,
            _posting.c.created_at,
            _posting.c.created_at,
            _posting.c.org_id,
            _posting.c.id,
            _posting.c.at,
            _line.c.account,
            _line.c.member_id,
            _line.c.amount,
            _line.c.vat,
            sa.case((_is_members, sa.func.coalesce(_last.c.number, 0) + 1)),
            sa.case((_is_members, sa.func.coalesce(_last.c.balance_agorot, 0) + _line.c.amount)),
            sa.case((_is_members, sa.func.coalesce(_last.c.charged_agorot, 0) + _adds_to_charges)),
        )
        .select_from(_posting)
        .join(_line, sa.true())
        .outerjoin(_last, _is_members),
    )
    .returning(_E.c.posting_id)
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """A posting that is in the book."""

    posting_id: UUID
    is_new: bool  # no: its cause had posted it before


@internal
def post(w: Work, *, draft: Draft, cause: Cause, at: datetime, note: str = "") -> Receipt:
    """Put a draft into the book, once for its cause; told again, the same posting is returned.

    Holds the turn of each member in it until the end of the Work: post late, and in one Work for one
    member. A posting that was reversed stays its cause's posting. Publishes Posted when it is new.

    Args:
        w: of whoever does it; of FitKit itself in a job.
        draft: what happened, from ``rules.postings``.
        cause: the row it is tied to.
        at: when it happened, aware; may be long ago (imports), not ahead.
        note: why, in somebody's words; at most 500 characters.

    Raises:
        NotFound: a member who is not of this gym.
        Refusal: the cause has posted other amounts or accounts; nothing is changed.
        ValueError: ``at`` is ahead.
    """
    receipt = _put(w, draft, cause, at, note=note)
    if receipt.is_new:
        w.publish(
            Posted(
                about=receipt.posting_id,
                posting=draft.kind,
                member_id=draft.member_id,
                total_agorot=draft.total.agorot,
                owed_agorot=draft.owed.agorot,
                cause_kind=cause.kind,
                cause_id=cause.id,
            )
        )
    return receipt


@requires(Permission.EDIT_MONEY)
def reverse(w: Work, *, posting_id: UUID, reason: str) -> UUID:
    """Undo a posting that was recorded wrongly, entry by entry, and return the reversal's id.

    Publishes Reversed.

    Raises:
        NotFound: no such posting.
        Refusal: without a reason; of what a provider moved (that is refunded), of a reversal;
            reversed already.
    """
    found = queries.posting_of(w, posting_id=posting_id)
    clean = rules.checked_reason(reason)
    if not rules.may_be_reversed_by_hand(found.kind, found.lines):
        raise Refusal(texts.NOT_REVERSIBLE)
    return _reverse(w, found, clean, at=w.now)


@internal
def take_back(w: Work, *, posting_id: UUID, at: datetime, note: str) -> UUID:
    """Undo a posting because the outside did: a bounced cheque, a returned debit, a chargeback.

    As ``reverse``, of what a provider moved too. Publishes Reversed.

    Raises:
        NotFound: no such posting.
        Refusal: a reversal; reversed already.
    """
    found = queries.posting_of(w, posting_id=posting_id)
    if found.kind is PostingKind.REVERSAL:
        raise Refusal(texts.NOT_REVERSIBLE)
    return _reverse(w, found, note, at=at)


@requires(Permission.REFUND)
def correct(w: Work, *, member_id: UUID, change: Money, seen: Money, reason: str) -> UUID:
    """Move what a member owes, up or down, and return the posting's id.

    Args:
        w: of somebody who may give money back.
        member_id: whose balance.
        change: what is added to what they owe; below zero: they owe less.
        seen: the balance on the screen of whoever decides, so that a second tap changes nothing.
        reason: why; kept.

    Raises:
        NotFound: no such member.
        Refusal: nothing or an absurd sum, no reason.
        BalanceMovedError: the balance is another by now.
    """
    _turns(w, [member_id])
    draft = rules.correction(member_id, change)
    clean = rules.checked_reason(reason)
    _must_be(queries.balances(w, member_ids=[member_id])[member_id], seen)
    return _correct(w, draft, clean, Account.MEMBER, change)


@requires(Permission.REFUND)
def correct_account(w: Work, *, account: Account, change: Money, seen: Money, reason: str) -> UUID:
    """Move an account that was counted and found otherwise, as the cash desk; return the posting's id.

    Args:
        w: of somebody who may give money back.
        account: bank, cash desk, cheques, gift cards or fees.
        change: what is added to it; below zero: there is less.
        seen: its balance on the screen, as for ``correct``.
        reason: why; kept.

    Raises:
        Refusal: another account, nothing or an absurd sum, no reason.
        BalanceMovedError: the balance is another by now.
    """
    if account not in rules.CORRECTABLE:
        raise Refusal(texts.NOT_CORRECTABLE, field="account")
    draft = rules.account_correction(account, change)
    clean = rules.checked_reason(reason)
    w.hot(_ACCOUNT_TURN, {"whose": f"{w.actor.org_id} {account}"})
    _must_be(queries.balance_of_account(w, account=account), seen)
    return _correct(w, draft, clean, account, change)


@internal
def prove(w: Work) -> bool:
    """Recount this gym's book, keep the outcome as the night's row, and return whether it is sound.

    Publishes ProofFailed when it is not.
    """
    counted = queries.recount(w)
    row = {
        "id": new_id(),
        "org_id": w.actor.org_id,
        "created_at": w.now,
        "updated_at": w.now,
        "day": day_of(w.now, w.actor.zone),
        "at": w.now,
        "postings": counted.postings,
        "entries": counted.entries,
        "is_sound": not counted.faults,
        "faults": [[f.kind.value, f.count, [str(i) for i in f.ids]] for f in counted.faults],
    }
    found = {k: row[k] for k in ("updated_at", "at", "postings", "entries", "is_sound", "faults")}
    write = insert(_PROOF).values(row)
    proof_id = w.hot(
        write.on_conflict_do_update(index_elements=["org_id", "day"], set_=found).returning(
            _PROOF.c.id
        )
    ).scalar_one()
    if counted.faults:
        faults = sum(f.count for f in counted.faults)
        log.error("ledger_proof_failed", faults={str(f.kind): f.count for f in counted.faults})
        w.publish(ProofFailed(about=proof_id, faults=faults))
    return not counted.faults


def _put(
    w: Work,
    draft: Draft,
    cause: Cause,
    at: datetime,
    *,
    note: str,
    posting_id: UUID | None = None,
    reverses_id: UUID | None = None,
) -> Receipt:
    """The posting and its entries by one statement, or what the cause had posted before."""
    if at > w.now + _AHEAD:
        raise ValueError("the book knows only what has happened")
    _turns(w, {line.member_id for line in draft.lines if line.member_id is not None})
    id_ = posting_id or new_id()
    row = {
        "id": id_,
        "created_at": w.now,
        "updated_at": w.now,
        "org_id": w.actor.org_id,
        "kind": draft.kind,
        "at": at,
        "cause_kind": cause.kind,
        "cause_id": cause.id,
        "actor_user_id": w.actor.user_id,
        "note": note,
        "reverses_id": reverses_id,
    }
    binds = {f"p_{name}": value for name, value in row.items()} | _arrays(draft)
    if w.hot(_WRITE, binds).first() is not None:
        return Receipt(id_, is_new=True)
    before = next(p for p in queries.of_cause(w, cause=cause) if p.kind is draft.kind)
    if set(before.lines) != set(draft.lines):
        log.error("posted_differently", posting_id=str(before.id), cause=cause.kind)
        raise Refusal(texts.POSTED_DIFFERENTLY)
    return Receipt(before.id, is_new=False)


def _arrays(draft: Draft) -> dict[str, list[Any]]:  # Any: columns of different kinds
    return {
        "l_id": [new_id() for _ in draft.lines],
        "l_account": [line.account.value for line in draft.lines],
        "l_member_id": [line.member_id for line in draft.lines],
        "l_amount": [line.amount.agorot for line in draft.lines],
        "l_vat": [line.vat_per_mille for line in draft.lines],
    }


def _turns(w: Work, member_ids: Collection[UUID]) -> None:
    """Wait until nobody else posts for these members."""
    if member_ids and len(w.hot(_TURNS, {"ids": list(member_ids)}).all()) < len(member_ids):
        raise NotFound


def _reverse(w: Work, found: PostingView, note: str, *, at: datetime) -> UUID:
    draft = rules.reversal(found.lines)
    receipt = _put(w, draft, Cause("ledger_posting", found.id), at, note=note, reverses_id=found.id)
    if not receipt.is_new:
        raise Refusal(texts.ALREADY_REVERSED)
    w.publish(
        Reversed(
            about=found.id,
            posting=found.kind,
            by_posting_id=receipt.posting_id,
            member_id=draft.member_id,
            total_agorot=draft.total.agorot,
            owed_agorot=draft.owed.agorot,
        )
    )
    return receipt.posting_id


def _must_be(balance: Money, seen: Money) -> None:
    if balance != seen:
        raise rules.BalanceMovedError(balance=balance)


def _correct(w: Work, draft: Draft, reason: str, account: Account, change: Money) -> UUID:
    """A correction is its own cause."""
    posting_id = new_id()
    cause = Cause(Posting.__tablename__, posting_id)
    _put(w, draft, cause, w.now, note=reason, posting_id=posting_id)
    w.publish(
        Corrected(
            about=posting_id,
            account=account,
            member_id=draft.member_id,
            total_agorot=draft.total.agorot,
            change_agorot=change.agorot,
        )
    )
    return posting_id
