"""Cards and payments from before are brought in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fitkit.core import crypto
from fitkit.core.clock import day_of
from fitkit.core.i18n import Text
from fitkit.core.money import Money
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.ledger import actions as ledger
from fitkit.features.ledger.rules import postings
from fitkit.features.ledger.rules.accounts import Account, Cause
from fitkit.features.payments import rules
from fitkit.features.payments.queries.cards import sealed_to
from fitkit.features.payments.rules import CLEARING_OF, ChargeMode, ChargeState
from fitkit.features.payments.tables import Card, Charge, PayAccount
from fitkit.ports.payments import CardToken, PaidLine, PayWay


@dataclass(frozen=True, slots=True)
class PastCard:
    """A card that a company keeps for a member."""

    member_id: UUID
    token: CardToken


@dataclass(frozen=True, slots=True)
class PastCharge:
    """A payment brought in from before."""

    id: UUID  # its key at the company, in hex
    member_id: UUID
    cause_kind: str
    cause_id: UUID
    amount: Money  # more than nothing; the lines sum to it
    lines: tuple[PaidLine, ...]
    words: Text
    way: PayWay
    at: datetime
    card_id: UUID | None = None  # by which it was charged without its holder
    last4: str = ""
    transaction_id: str = ""  # the company's number; empty: staff took it
    approval: str = ""
    note: str = ""


@internal
def bring_in_cards(w: Work, *, account_id: UUID, cards: Sequence[PastCard]) -> tuple[UUID, ...]:
    """Keep cards of members who have none, without events, and return them in order: imports, the demo."""
    rows = [
        Card(
            member_id=one.member_id,
            account_id=account_id,
            token_sealed="",
            last4=one.token.last4[:8],
            brand=rules.shortened(one.token.brand, 30),
            good_until=rules.last_day(one.token.expires_year, one.token.expires_month),
        )
        for one in cards
    ]
    for row, one in zip(rows, cards, strict=True):
        row.token_sealed = crypto.seal(one.token.token, sealed_to(row.id, "token"))
    w.add(*rows)
    w.session.flush()
    return tuple(row.id for row in rows)


@internal
def record_past(w: Work, *, account_id: UUID, charges: Sequence[PastCharge]) -> None:
    """Bring in payments as they were, without events: imports, the demo. Each is posted, as when it settles.

    Raises:
        NotFound: no such account in this gym.
        ValueError: one is ahead.
    """
    clearing = CLEARING_OF[w.get(PayAccount, account_id).provider]
    w.add(*(_row(w, one, account_id) for one in charges))
    w.session.flush()
    for one in charges:
        into = clearing if one.transaction_id else Account(rules.INTO[one.way])
        draft = postings.payment(one.member_id, one.amount, into=into)
        ledger.post(w, draft=draft, cause=Cause("charge", one.id), at=one.at)


def _row(w: Work, one: PastCharge, account_id: UUID) -> Charge:
    rules.checked_lines([(x.words, x.total, x.quantity) for x in one.lines], one.amount)
    return Charge(
        id=one.id,
        created_at=one.at,
        updated_at=one.at,
        member_id=one.member_id,
        cause_kind=one.cause_kind,
        cause_id=one.cause_id,
        attempt=1,
        amount_agorot=one.amount.agorot,
        lines=[[x.words, x.total.agorot, x.quantity] for x in one.lines],
        words=rules.shortened(one.words.he),
        words_en=rules.shortened(one.words.en),
        mode=_mode(one),
        state=ChargeState.PAID,
        account_id=account_id if one.transaction_id else None,
        card_id=one.card_id,
        told_at=one.at if one.transaction_id else None,
        settled_at=one.at,
        way=one.way,
        paid_on=day_of(one.at, w.actor.zone),
        transaction_id=one.transaction_id or None,
        approval=one.approval,
        last4=one.last4,
        note=one.note,
        actor_user_id=None if one.transaction_id else w.actor.user_id,
    )


def _mode(one: PastCharge) -> ChargeMode:
    if one.way in rules.BY_HAND:
        return ChargeMode.HAND
    return ChargeMode.CARD if one.card_id else ChargeMode.PAGE
