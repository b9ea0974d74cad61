"""A refund opened and settled, as whoever decides it and the double payment both need it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists
from sqlalchemy.orm import aliased as sa_alias
from sqlmodel import col, select

from fitkit.core.money import Money
from fitkit.core.work import Work
from fitkit.features.ledger import actions as ledger
from fitkit.features.ledger.rules import postings
from fitkit.features.ledger.rules.accounts import Account, Cause
from fitkit.features.payments import rules
from fitkit.features.payments.events import RefundOpened, RefundSettled, SurplusKept
from fitkit.features.payments.rules import CLEARING_OF, RefundState
from fitkit.features.payments.tables import Charge, PayAccount, Refund
from fitkit.ports.payments import PayWay
from fitkit.texts import payments as texts


def open_refund(  # what a refund consists of
    w: Work,
    row: Charge,
    *,
    amount: Money,
    way: PayWay,
    why: str,
    cause: tuple[str, UUID] | None,
) -> UUID:
    """Open a refund of a held charge; done at once where no company is asked. Publishes RefundOpened.

    A cause that has one of this charge gets that one; where the company refused it, it may go back by hand.
    """
    if cause is not None and (before := of_cause(w, row.id, cause, way=way)) is not None:
        return before
    refund = Refund(
        charge_id=row.id,
        account_id=row.account_id,
        member_id=row.member_id,
        amount_agorot=amount.agorot,
        way=way,
        why=why,
        cause_kind=cause[0] if cause else "",
        cause_id=cause[1] if cause else None,
        actor_user_id=w.actor.user_id,
        next_look_at=w.now,
    )
    row.refunded_agorot += amount.agorot
    w.add(refund)
    w.session.flush()
    w.publish(
        RefundOpened(
            about=refund.id,
            charge_id=row.id,
            member_id=row.member_id,
            way=way,
            amount_agorot=amount.agorot,
        )
    )
    if way in rules.BACK_BY_HAND:
        done(w, refund, row)
    return refund.id


def give_back_whole(w: Work, row: Charge, *, why: str, cause: tuple[str, UUID]) -> UUID | None:
    """Give back a held charge that nothing was owed for; None where no company can: it is credit then.

    A bank debit goes back by a person's hand alone, so nothing says that it did. Once, however often it is
    told. Publishes RefundOpened, or SurplusKept.
    """
    if row.way is None:
        raise ValueError("what is not paid has no way")
    if rules.goes_back_by_itself(row.way):
        amount, way = Money(row.amount_agorot), PayWay(rules.back_ways(row.way)[0])
        return open_refund(w, row, amount=amount, way=way, why=why, cause=cause)
    if not row.is_surplus:
        row.is_surplus = True
        w.session.flush()
        w.publish(
            SurplusKept(about=row.id, member_id=row.member_id, amount_agorot=row.amount_agorot)
        )
    return None


def note_refund(  # what a refund consists of
    w: Work,
    row: Charge,
    *,
    amount: Money,
    way: PayWay,
    why: str,
    cause: tuple[str, UUID] | None,
    number: str,
    at: datetime,
) -> UUID:
    """Write down a refund of a held charge that was made at its company; nobody is told of it any more.

    Publishes RefundSettled.
    """
    refund = Refund(
        charge_id=row.id,
        account_id=row.account_id,
        member_id=row.member_id,
        amount_agorot=amount.agorot,
        way=way,
        why=why,
        cause_kind=cause[0] if cause else "",
        cause_id=cause[1] if cause else None,
        actor_user_id=w.actor.user_id,
        transaction_id=number,
        said=texts.MADE_THERE.en,
    )
    row.refunded_agorot += amount.agorot
    w.add(refund)
    w.session.flush()
    done(w, refund, row, at=at)
    return refund.id


def done(w: Work, refund: Refund, row: Charge, *, at: datetime | None = None) -> None:
    """Settle a held refund as done, now or when it was: posts it and publishes RefundSettled."""
    _settle(w, refund, RefundState.DONE)
    refund.settled_at = at or w.now
    draft = postings.refund(
        row.member_id, Money(refund.amount_agorot), out_of=_out_of(w, refund, row)
    )
    ledger.post(w, draft=draft, cause=Cause("refund", refund.id), at=refund.settled_at)
    _publish(w, refund)


def refuse(w: Work, refund: Refund, row: Charge) -> None:
    """Settle a held refund as refused: its amount may be given back otherwise. Publishes RefundSettled."""
    _settle(w, refund, RefundState.REFUSED)
    row.refunded_agorot -= refund.amount_agorot
    w.session.flush()
    _publish(w, refund)


def _settle(w: Work, refund: Refund, state: RefundState) -> None:
    refund.state, refund.settled_at, refund.next_look_at = state, w.now, None
    w.session.flush()


def _out_of(w: Work, refund: Refund, row: Charge) -> Account:
    if refund.way in rules.BACK_BY_HAND:
        return rules.INTO[refund.way]
    if row.account_id is None:
        raise ValueError("no company took this payment")
    return CLEARING_OF[w.get(PayAccount, row.account_id).provider]


def _publish(w: Work, refund: Refund) -> None:
    w.publish(
        RefundSettled(
            about=refund.id,
            refund_id=refund.id,
            charge_id=refund.charge_id,
            member_id=refund.member_id,
            cause_kind=refund.cause_kind,
            cause_id=refund.cause_id,
            state=refund.state,
            amount_agorot=refund.amount_agorot,
        )
    )


def of_cause(w: Work, charge_id: UUID, cause: tuple[str, UUID], *, way: str) -> UUID | None:
    """The refund of a charge that a cause has opened before; a refused one is in no hand's way."""
    kind, id_ = cause
    found = select(Refund.id).where(
        col(Refund.charge_id) == charge_id,
        col(Refund.cause_kind) == kind,
        col(Refund.cause_id) == id_,
    )
    if way in rules.BACK_BY_HAND:
        found = found.where(col(Refund.state) != RefundState.REFUSED)
    return w.session.scalars(found.order_by(col(Refund.id).desc())).first()


def refused_cause(w: Work, charge_id: UUID, amount: Money) -> tuple[str, UUID] | None:
    """The cause of a refund of this very amount that the company refused and nobody has given back since.

    Staff who hand it over as a refund of their own settle that one: it is owed once, and credited once.
    """
    again = sa_alias(Refund)
    found = (
        select(Refund.cause_kind, Refund.cause_id)
        .where(
            col(Refund.charge_id) == charge_id,
            col(Refund.state) == RefundState.REFUSED,
            col(Refund.amount_agorot) == amount.agorot,
            col(Refund.cause_id).is_not(None),
            ~exists().where(
                col(again.charge_id) == charge_id,
                col(again.cause_kind) == col(Refund.cause_kind),
                col(again.cause_id) == col(Refund.cause_id),
                col(again.state) != RefundState.REFUSED,
            ),
        )
        .order_by(col(Refund.id))
    )
    row = w.session.execute(found).first()
    return None if row is None or row[1] is None else (row[0], row[1])
