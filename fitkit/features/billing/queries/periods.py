"""What is due for the periods of deals: whom to open, whom to charge, whom to tell, and who owes why."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core import crypto
from fitkit.core.clock import day_of
from fitkit.core.i18n import Text
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.billing.rules import renewing
from fitkit.features.billing.rules.renewing import Age
from fitkit.features.billing.rules.words import DealState, PeriodState
from fitkit.features.billing.tables import Deal, Period
from fitkit.features.documents.tables import DocumentAccount, TaxDocument
from fitkit.features.ledger import queries as ledger
from fitkit.features.members.rules import MemberStatus
from fitkit.features.members.tables import Member
from fitkit.features.payments.rules import OPEN, ChargeMode, ChargeState
from fitkit.features.payments.tables import Card, Charge
from fitkit.features.plans.rules import Every
from fitkit.features.plans.tables import Plan
from fitkit.features.subscriptions.rules import SubscriptionStatus
from fitkit.features.subscriptions.tables import Freeze, Subscription

CAUSE: Final = "deal_period"  # of charges and postings: the table's name
LINK: Final = timedelta(days=120)
_LINK_FOR: Final = "pay what is due"
_UNTIL_BYTES: Final = 5
UNPAID: Final = (PeriodState.DUE, PeriodState.DUNNING, PeriodState.GIVEN_UP)
_C = columns(Charge)
_P = columns(Period)
_last_charge = (
    sa.select(_C.c.state, _C.c.reason, _C.c.created_at)
    .where(_C.c.cause_kind == CAUSE, _C.c.cause_id == _P.c.id)
    .order_by(_C.c.attempt.desc())
    .limit(1)
    .lateral("last_charge")
)


@dataclass(frozen=True, slots=True)
class UnpaidView:
    """What is owed for a period."""

    period_id: UUID
    plan: Text
    first_on: date
    last_on: date
    amount: Money
    state: PeriodState
    tries: int
    next_try_at: datetime | None
    needs_card: bool
    promised_on: date | None
    last_try_at: datetime | None
    why: str  # a key of texts.renewals.WHY
    is_open: bool  # a charge of it is under way


@dataclass(frozen=True, slots=True)
class DebtorView:
    """A member who owes, and what is being done about it."""

    member_id: UUID
    name: str
    phone: str
    owed: Money
    since: date
    age: Age
    is_archived: bool
    is_blocked: bool
    periods: tuple[UnpaidView, ...]  # oldest first; empty: the debt is of something else


@dataclass(frozen=True, slots=True)
class DebtorList:
    """Everybody who owes, the oldest debt first; and the sums by age."""

    rows: tuple[DebtorView, ...]
    sums: tuple[tuple[Age, Money], ...]  # of every age, in order
    total: Money


@dataclass(frozen=True, slots=True)
class NextChargeView:
    """When a deal is charged next."""

    deal_id: UUID
    subscription_id: UUID
    plan: Text
    every: Every | None
    price: Money
    next_on: date | None  # None: nothing renews any more
    next_amount: Money
    new_price: Money | None
    new_price_from: date | None
    agreed_until: date | None  # the last day of a commitment that is not over
    goes_on: bool


@dataclass(frozen=True, slots=True)
class PaymentView:
    """Something a member paid, or tried to."""

    charge_id: UUID
    at: datetime
    words: str
    amount: Money
    refunded: Money
    state: ChargeState
    last4: str
    document: str  # its number; empty: none, or none yet
    document_url: str
    is_document_due: bool


@internal
def due_to_open(w: Work, *, day: date) -> tuple[UUID, ...]:
    """Running deals whose next period has begun by a day, by id."""
    found = (
        select(Deal.id)
        .where(col(Deal.state) == DealState.RUNNING, col(Deal.next_on) <= day)
        .order_by(col(Deal.id))
    )
    return tuple(w.session.scalars(found))


@internal
def held_until(w: Work) -> datetime | None:
    """When the first of the periods that are being charged is free again, if its worker died; None: none is."""
    found = select(sa.func.min(Period.held_until)).where(
        col(Period.held_until).is_not(None), col(Period.next_try_at).is_not(None)
    )
    return w.session.scalar(found)


@internal
def due_to_remind(w: Work) -> tuple[UUID, ...]:
    """Periods in dunning, by id; which step is due is a matter of rules."""
    found = select(Period.id).where(col(Period.state) == PeriodState.DUNNING)
    return tuple(w.session.scalars(found.order_by(col(Period.id))))


@internal
def rests_of(w: Work, *, subscription_id: UUID) -> tuple[renewing.Rest, ...]:
    """The freezes of a subscription: the first day of each, and how many days of it count."""
    found = select(Freeze).where(col(Freeze.subscription_id) == subscription_id)
    return tuple(
        (
            f.first_on,
            renewing.days_rested(
                f.first_on,
                f.last_on,
                ended_on=day_of(f.ended_at, w.actor.zone) if f.ended_at else None,
            ),
        )
        for f in w.session.scalars(found)
    )


@internal
def card_id_of(w: Work, *, member_id: UUID) -> UUID | None:
    """The card that a member's renewals are charged to; None: there is none, or it is over."""
    found = select(Card.id).where(
        col(Card.member_id) == member_id,
        col(Card.removed_at).is_(None),
        col(Card.good_until) >= day_of(w.now, w.actor.zone),
    )
    return w.session.scalars(found).one_or_none()


@internal
def is_exempt(w: Work) -> bool:
    """Whether the gym is an exempt dealer, whose sales have no VAT."""
    return bool(w.session.scalars(select(DocumentAccount.is_exempt)).one_or_none())


@internal
def declined_by_card(w: Work, *, period_id: UUID) -> int:
    """How many charges of a kept card were declined for a period."""
    found = select(sa.func.count()).where(
        col(Charge.cause_kind) == CAUSE,
        col(Charge.cause_id) == period_id,
        col(Charge.mode) == ChargeMode.CARD,
        col(Charge.state) == ChargeState.DECLINED,
    )
    return int(w.session.scalar(found) or 0)


@internal
def mode_of(w: Work, *, charge_id: UUID) -> ChargeMode:
    """How a charge was taken."""
    return w.get(Charge, charge_id).mode


@internal
def last_charge_id(w: Work, *, period_id: UUID) -> UUID | None:
    """The newest charge of a period; None: none was tried."""
    found = select(Charge.id).where(
        col(Charge.cause_kind) == CAUSE, col(Charge.cause_id) == period_id
    )
    return w.session.scalars(found.order_by(col(Charge.attempt).desc()).limit(1)).first()


@internal
def unpaid_ids(w: Work, *, member_id: UUID) -> tuple[UUID, ...]:
    """A member's unpaid periods, oldest first."""
    found = select(Period.id).where(
        col(Period.member_id) == member_id, col(Period.state).in_(UNPAID)
    )
    return tuple(w.session.scalars(found.order_by(col(Period.first_on), col(Period.id))))


@internal
def failing_since(w: Work, *, member_id: UUID) -> tuple[datetime, ...]:
    """When each period began to fail that a member still owes and did not promise to pay, in no order."""
    today = day_of(w.now, w.actor.zone)
    found = select(Period.failed_at).where(
        col(Period.member_id) == member_id,
        col(Period.state).in_((PeriodState.DUNNING, PeriodState.GIVEN_UP)),
        sa.or_(col(Period.promised_on).is_(None), col(Period.promised_on) < today),
    )
    return tuple(at for at in w.session.scalars(found) if at is not None)


@internal
def open_charges(w: Work, *, member_id: UUID) -> tuple[UUID, ...]:
    """Charges of a member's periods, and of another card for them, whose answer is awaited."""
    found = select(Charge.id).where(
        col(Charge.member_id) == member_id,
        col(Charge.cause_kind).in_((CAUSE, "member")),
        col(Charge.state).in_(OPEN),
    )
    return tuple(w.session.scalars(found.order_by(col(Charge.id))))


@internal
def deals_of_plan(w: Work, *, plan_id: UUID) -> tuple[UUID, ...]:
    """Running deals of a plan that renew, by id."""
    found = (
        select(Deal.id)
        .join(Subscription, col(Subscription.id) == col(Deal.subscription_id))
        .where(
            col(Subscription.plan_id) == plan_id,
            col(Deal.state) == DealState.RUNNING,
            col(Deal.next_on).is_not(None),
        )
        .order_by(col(Deal.id))
    )
    return tuple(w.session.scalars(found))


@internal
def cards_ending(w: Work, *, today: date) -> tuple[tuple[UUID, UUID, date, int], ...]:
    """(card, member, its last day, days of the warning) of cards that end soon and are still charged."""
    renews = sa.exists().where(
        col(Deal.member_id) == col(Card.member_id),
        col(Deal.state) == DealState.RUNNING,
        col(Deal.next_on).is_not(None),
    )
    last = today + timedelta(days=max(renewing.CARD_NOTICES))
    found = (
        select(col(Card.id), col(Card.member_id), col(Card.good_until))
        .where(
            col(Card.removed_at).is_(None),
            col(Card.good_until).between(today, last),
            renews,
        )
        .order_by(col(Card.id))
    )
    due = [
        (card, member, until, renewing.card_notice(until, today))
        for card, member, until in w.session.execute(found)
    ]
    return tuple((c, m, until, days) for c, m, until, days in due if days is not None)


@internal
def commitments_ending(w: Work, *, today: date) -> tuple[tuple[UUID, UUID, UUID, date, int], ...]:
    """(deal, member, plan, last day, days of the notice) of commitments whose end is to be told today."""
    found = (
        select(Deal, col(Subscription.plan_id))
        .join(Subscription, col(Subscription.id) == col(Deal.subscription_id))
        .where(
            col(Deal.state) == DealState.RUNNING,
            col(Deal.commitment_months).is_not(None),
            col(Deal.every).is_not(None),
            col(Deal.goes_on).is_(False),
            col(Subscription.status) != SubscriptionStatus.ENDED,
        )
        .order_by(col(Deal.id))
    )
    due = []
    for deal, plan_id in w.session.execute(found):
        until = _agreed_until(w, deal)
        days = None if until is None else renewing.end_notice(until, today)
        if until is not None and days is not None:
            due.append((deal.id, deal.member_id, plan_id, until, days))
    return tuple(due)


@internal
def plan_of(deal: Deal) -> renewing.Rhythm:
    """What a deal says of its periods.

    Raises:
        ValueError: it does not renew.
    """
    if deal.every is None:
        raise ValueError("a deal that is paid once has no periods to come")
    return renewing.Rhythm(
        anchor_on=deal.anchor_on,
        every=deal.every,
        commitment_months=deal.commitment_months,
        goes_on=deal.goes_on,
    )


@internal
def link_token(w: Work, *, member_id: UUID) -> str:
    """What opens the page on which a member pays what is due, without signing in.

    Short, because it stands in notices: the gym, the member, until when, and that it is ours.
    """
    if w.actor.org_id is None:
        raise ValueError("what is due is due to a gym")
    until = int((w.now + LINK).timestamp()).to_bytes(_UNTIL_BYTES)
    packed = urlsafe_b64encode(w.actor.org_id.bytes + member_id.bytes + until).decode()
    return f"{packed}.{crypto.keyed_digest(packed, _LINK_FOR)}"


@internal
def behind_link(token: str, now: datetime) -> tuple[UUID, UUID] | None:
    """(gym, member) of a link; None when it is forged or over."""
    packed, _, kept = token.partition(".")
    if not token.isascii() or not crypto.is_keyed_digest(kept, packed, _LINK_FOR):
        return None
    known = urlsafe_b64decode(packed)
    if int.from_bytes(known[32:]) < now.timestamp():
        return None
    return UUID(bytes=known[:16]), UUID(bytes=known[16:32])


@requires(Permission.SEE_MONEY, own=Permission.SEE_OWN)
def due_path(w: Work, *, member_id: UUID) -> str:
    """The address, without the language, of the page on which a member pays what is due.

    Raises:
        NotFound: no such member.
    """
    w.get(Member, member_id)
    return f"/pay/due/{link_token(w, member_id=member_id)}"


@requires(Permission.SEE_MONEY, own=Permission.SEE_OWN)
def unpaid(w: Work, *, member_id: UUID) -> tuple[UnpaidView, ...]:
    """What a member owes for periods, oldest first; may be empty.

    Raises:
        NotFound: no such member.
    """
    w.get(Member, member_id)
    return _unpaid(w, [member_id]).get(member_id, ())


@requires(Permission.SEE_MONEY)
def debtors(w: Work) -> DebtorList:
    """Everybody who owes: by the book, with what is due for periods and why it is unpaid."""
    today = day_of(w.now, w.actor.zone)
    found = ledger.debts(w).rows
    ids = [row.member_id for row in found]
    due = _unpaid(w, ids)
    known = w.session.execute(
        select(col(Member.id), col(Member.phone), col(Member.status)).where(col(Member.id).in_(ids))
    )
    facts = {i: (phone, status) for i, phone, status in known}
    rows = [
        DebtorView(
            member_id=row.member_id,
            name=row.name,
            phone=facts[row.member_id][0],
            owed=row.owed,
            since=row.since,
            age=renewing.age_of(row.since, today),
            is_archived=row.is_archived,
            is_blocked=facts[row.member_id][1] is MemberStatus.PAST_DUE,
            periods=due.get(row.member_id, ()),
        )
        for row in found
    ]
    rows.sort(key=lambda row: (row.since, row.member_id))
    sums = tuple((age, _sum(row.owed for row in rows if row.age is age)) for age in Age)
    return DebtorList(tuple(rows), sums, _sum(row.owed for row in rows))


@requires(Permission.SEE_MONEY, own=Permission.SEE_OWN)
def next_charges(w: Work, *, member_id: UUID) -> tuple[NextChargeView, ...]:
    """What a member agreed to and still holds, and when each is charged next; by plan given, newest first.

    Raises:
        NotFound: no such member.
    """
    w.get(Member, member_id)
    found = (
        select(Deal, col(Plan.name_he), col(Plan.name_en))
        .join(Subscription, col(Subscription.id) == col(Deal.subscription_id))
        .join(Plan, col(Plan.id) == col(Subscription.plan_id))
        .where(
            col(Deal.member_id) == member_id,
            col(Subscription.status) != SubscriptionStatus.ENDED,
        )
        .order_by(col(Deal.id).desc())
    )
    return tuple(_next_charge(w, d, Text(he, en)) for d, he, en in w.session.execute(found))


@requires(Permission.SEE_MONEY, own=Permission.SEE_OWN)
def payments_of(w: Work, *, member_id: UUID, limit: int = 12) -> tuple[PaymentView, ...]:
    """What a member paid, or tried to by a kept card, newest first, with the document of each.

    Pages that were only opened, and cards that were only kept, are left out.

    Raises:
        NotFound: no such member.
    """
    w.get(Member, member_id)
    told = sa.or_(
        col(Charge.state).in_((ChargeState.PAID, ChargeState.UNKNOWN)),
        sa.and_(col(Charge.state) == ChargeState.DECLINED, col(Charge.mode) == ChargeMode.CARD),
    )
    its_document = sa.and_(
        col(TaxDocument.cause_kind) == "charge", col(TaxDocument.cause_id) == col(Charge.id)
    )
    found = (
        select(Charge, TaxDocument)
        .outerjoin(TaxDocument, its_document)
        .where(col(Charge.member_id) == member_id, col(Charge.amount_agorot) > 0, told)
        .order_by(col(Charge.id).desc())
        .limit(max(1, min(limit, 200)))
    )
    return tuple(_payment(charge, paper) for charge, paper in w.session.execute(found))


def _payment(charge: Charge, paper: TaxDocument | None) -> PaymentView:
    return PaymentView(
        charge_id=charge.id,
        at=charge.settled_at or charge.created_at,
        words=charge.words,
        amount=Money(charge.amount_agorot),
        refunded=Money(charge.refunded_agorot),
        state=charge.state,
        last4=charge.last4,
        document=paper.number if paper else "",
        document_url=paper.url if paper else "",
        is_document_due=paper is not None and not paper.number,
    )


def _next_charge(w: Work, deal: Deal, plan: Text) -> NextChargeView:
    price = Money(deal.price_agorot)
    new = None if deal.new_price_agorot is None else Money(deal.new_price_agorot)
    amount = price
    if deal.next_on is not None:
        amount = renewing.price_on(deal.next_on, price, new=new, since=deal.new_price_from)
    return NextChargeView(
        deal_id=deal.id,
        subscription_id=deal.subscription_id,
        plan=plan,
        every=deal.every,
        price=price,
        next_on=deal.next_on if deal.state is DealState.RUNNING else None,
        next_amount=amount,
        new_price=new,
        new_price_from=deal.new_price_from,
        agreed_until=_agreed_until(w, deal),
        goes_on=deal.goes_on,
    )


def _agreed_until(w: Work, deal: Deal) -> date | None:
    """The last day of what was agreed for some months, freezes counted in; None: until ended, or it is over."""
    if deal.every is None or deal.commitment_months is None:
        return None
    plan = plan_of(deal)
    agreed = renewing.committed_periods(plan)
    if agreed is None:
        return None
    rests = rests_of(w, subscription_id=deal.subscription_id)
    until = renewing.first_of(plan, agreed, rests) - timedelta(days=1)
    return until if until >= day_of(w.now, w.actor.zone) else None


def _unpaid(w: Work, member_ids: Iterable[UUID]) -> dict[UUID, tuple[UnpaidView, ...]]:
    found = (
        sa.select(
            Period,
            col(Plan.name_he),
            col(Plan.name_en),
            _last_charge.c.state,
            _last_charge.c.reason,
            _last_charge.c.created_at,
        )
        .join(Deal, col(Deal.id) == col(Period.deal_id))
        .join(Subscription, col(Subscription.id) == col(Deal.subscription_id))
        .join(Plan, col(Plan.id) == col(Subscription.plan_id))
        .outerjoin(_last_charge, sa.true())
        .where(col(Period.member_id).in_(list(member_ids)), col(Period.state).in_(UNPAID))
        .order_by(col(Period.first_on), col(Period.id))
    )
    rows: dict[UUID, tuple[UnpaidView, ...]] = {}
    for period, he, en, state, reason, at in w.session.execute(found):
        view = _unpaid_view(period, Text(he, en), state, reason, at)
        rows[period.member_id] = (*rows.get(period.member_id, ()), view)
    return rows


def _unpaid_view(
    row: Period, plan: Text, state: Any, reason: Any, at: Any
) -> UnpaidView:  # Any: of a charge, if there is one
    return UnpaidView(
        period_id=row.id,
        plan=plan,
        first_on=row.first_on,
        last_on=row.last_on,
        amount=Money(row.amount_agorot),
        state=row.state,
        tries=row.tries,
        next_try_at=row.next_try_at,
        needs_card=row.needs_card,
        promised_on=row.promised_on,
        last_try_at=at,
        why=_why(row, state, reason),
        is_open=state in OPEN,
    )


def _why(row: Period, state: Any, reason: Any) -> str:  # Any: of a charge, if there is one
    if state in OPEN:
        return "unclear"
    if state is ChargeState.DECLINED and reason is not None:
        return str(reason.value)
    if state is ChargeState.FAILED:
        return "account"
    if row.needs_card and not row.tries:
        return "no_card"
    return "refused" if row.tries else "waiting"


def _sum(amounts: Iterable[Money]) -> Money:
    return sum(amounts, ZERO)
