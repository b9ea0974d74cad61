"""What companies hold, what they paid out, and what was expected of them."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from fitkit.core.clock import day_span
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.ledger.rules.accounts import CLEARING, Account, PostingKind
from fitkit.features.ledger.tables import LedgerEntry, Posting
from fitkit.features.payments import queries as payments
from fitkit.features.payments.tables import PayAccount
from fitkit.features.payouts.rules import PayoutState
from fitkit.features.payouts.tables import Payout
from fitkit.ports.payments import Provider

_P = columns(Payout)
_E = columns(LedgerEntry)
_L = columns(Posting)
_A = columns(PayAccount)
_PAID_OUT: Final = sa.select(_L.c.id).where(_L.c.kind == PostingKind.PAYOUT)
SHOWN: Final = 200
_LIVING: Final = tuple(sorted(CLEARING))


@dataclass(frozen=True, slots=True)
class HeldView:
    """What a company has taken and not paid out, by the book."""

    account: Account
    held: Money


@dataclass(frozen=True, slots=True)
class PayoutView:
    """A payout."""

    id: UUID
    account: Account
    number: str
    state: PayoutState
    on: date
    arrived: Money
    fee: Money
    until: date | None
    expected: Money | None  # None: not booked yet
    note: str

    @property
    def difference(self) -> Money:
        """What was expected, less what arrived and the fee; nothing before it is booked."""
        return ZERO if self.expected is None else self.expected - self.arrived - self.fee


@requires(Permission.SEE_MONEY)
def held(w: Work) -> tuple[HeldView, ...]:
    """What each company holds that ever took money here, in the order of accounts."""
    query = (
        sa.select(_E.c.account, sa.func.sum(_E.c.amount_agorot).label("sum"))
        .where(_E.c.account.in_(_LIVING))
        .group_by(_E.c.account)
    )
    found = {Account(r.account): Money(int(r.sum)) for r in w.hot(query)}
    return tuple(HeldView(a, found[a]) for a in Account if a in found)


@requires(Permission.SEE_MONEY)
def payouts(w: Work) -> tuple[PayoutView, ...]:
    """Payouts, those that wait to be booked first, then the newest; at most 200."""
    query = sa.select(_P).order_by(
        (_P.c.state == PayoutState.BOOKED), _P.c.on.desc(), _P.c.id.desc()
    )
    return tuple(
        PayoutView(
            id=r.id,
            account=Account(r.account),
            number=r.number,
            state=PayoutState(r.state),
            on=r.on,
            arrived=Money(r.arrived_agorot),
            fee=Money(r.fee_agorot),
            until=r.until,
            expected=None if r.expected_agorot is None else Money(r.expected_agorot),
            note=r.note,
        )
        for r in w.hot(query.limit(SHOWN))
    )


@requires(Permission.SEE_MONEY)
def expected(w: Work, *, account: Account, until: date) -> Money:
    """What a company held of charges and refunds up to a day's end, payouts so far taken off."""
    ends = day_span(until, w.actor.zone)[1]
    booked = sa.select(sa.func.coalesce(sa.func.sum(_E.c.amount_agorot), 0)).where(
        _E.c.account == account,
        # What was paid out is off it whenever it was booked: else the same charges would be expected twice.
        sa.or_(_E.c.at < ends, _E.c.posting_id.in_(_PAID_OUT)),
    )
    return Money(int(w.hot(booked).scalar_one()))


@internal
def dialled_accounts(w: Work) -> tuple[payments.Dialled, ...]:
    """What it takes to talk to each company of the gym."""
    ids = w.hot(sa.select(_A.c.id).order_by(_A.c.id)).scalars()
    return tuple(payments.dialled(w, account_id=each) for each in list(ids))


@internal
def account_of(provider: Provider) -> Account:
    """The clearing account of a company."""
    return Account(f"clearing_{provider}")
