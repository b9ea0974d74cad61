"""Orders paid: on a company's page, at the desk, or not at all; and what becomes of them then.

Locks: the order, then the member, then what payments and the book hold.
"""

from datetime import date
from uuid import UUID

from fitkit.core.errors import NotFound, Refusal
from fitkit.core.i18n import Lang
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.billing.actions import _giving
from fitkit.features.billing.queries import orders as queries
from fitkit.features.billing.rules import orders as rules
from fitkit.features.billing.rules.orders import CAUSE
from fitkit.features.billing.rules.words import OrderKind, OrderState
from fitkit.features.billing.tables import Order
from fitkit.features.members.tables import Member
from fitkit.features.payments import actions as payments
from fitkit.features.payments import queries as charges
from fitkit.features.payments.rules import (
    AlreadyOpenError,
    AlreadyPaidError,
    ChargeMode,
    ChargeState,
    NoAccountError,
)
from fitkit.ports.payments import PaidLine, PayWay
from fitkit.texts import shop as texts


@requires(Permission.EDIT_MONEY)
def take_by_hand(w: Work, *, order_id: UUID, way: PayWay, note: str, paid_on: date) -> None:
    """Write down that an order was paid in cash, by transfer or by cheque, and give the plan.

    The sale takes the rate of VAT of ``paid_on``.

    Raises:
        Refusal: paid already, expired, being paid by card; the plan cannot be given any more.
        NotFound: no such order in this gym.
    """
    row = w.hold(Order, order_id)
    rules.check_payable(row.state, expires_at=row.expires_at, now=w.now)
    w.hold(Member, row.member_id)  # before the book's turn: as whoever gives a plan
    payments.take_by_hand(
        w,
        member_id=row.member_id,
        cause_kind=CAUSE,
        cause_id=row.id,
        amount=Money(row.amount_agorot),
        lines=_paid_lines(row),
        words=queries.name_of(w, row),
        way=way,
        note=note,
        paid_on=paid_on,
        is_advance=row.kind is OrderKind.GIFT_CARD,
    )
    _giving.give(w, row, sold_on=paid_on)


@requires(Permission.EDIT_MONEY)
def take_back(w: Work, *, order_id: UUID) -> None:
    """Take an unpaid order back; its page says so.

    Raises:
        Refusal: paid already, expired; a payment is under way.
        NotFound: no such order in this gym.
    """
    row = w.hold(Order, order_id)
    rules.check_payable(row.state, expires_at=row.expires_at, now=w.now)
    if row.state is OrderState.PAYING:
        raise Refusal(texts.BEING_PAID)
    _giving.expire(w, row)


@internal
def begin_paying(w: Work, *, order_id: UUID, lang: Lang, consents: bool) -> UUID:
    """Open the order's charge, or go on with the one that is open, and return it.

    Amount, lines and whether the card is kept are the order's own. Whoever has not agreed to the
    terms yet does so now. Holds the order.

    Raises:
        Refusal: paid, expired, no consent, nobody knows yet what became of the last try, or the
            gym takes no cards.
        NotFound: no such order in this gym.
    """
    row = w.hold(Order, order_id)
    rules.check_payable(row.state, expires_at=row.expires_at, now=w.now)
    _consent(w, row, lang, consents=consents)
    try:
        charge_id = payments.open_charge(
            w,
            member_id=row.member_id,
            cause_kind=CAUSE,
            cause_id=row.id,
            amount=Money(row.amount_agorot),
            lines=_paid_lines(row),
            words=queries.name_of(w, row),
            mode=ChargeMode.PAGE,
            keeps_card=_renews(w, row),
            keeps_apart=queries.names_another(w, row),
            most_instalments=_instalments(w, row),
            is_advance=row.kind is OrderKind.GIFT_CARD,
        )
    except AlreadyOpenError as under_way:
        open_ = charges.charge(w, charge_id=under_way.charge_id)
        if open_.state is ChargeState.UNKNOWN:
            raise Refusal(texts.STILL_CHECKING) from None
        charge_id = open_.id
    except AlreadyPaidError:
        raise Refusal(texts.ORDER_PAID) from None
    except NoAccountError:
        raise Refusal(texts.NO_CARDS_HERE) from None
    row.state = OrderState.PAYING
    return charge_id


@requires(Permission.EDIT_MONEY)
def begin_by_card(w: Work, *, order_id: UUID) -> UUID:
    """Open the charge of an order by the member's kept card, and return it. Holds the order.

    Raises:
        Refusal: paid, expired, being paid, not agreed to; the member has no kept card.
        NotFound: no such order in this gym.
    """
    return _by_card(w, w.hold(Order, order_id))


@requires(Permission.EDIT_MONEY, own=Permission.EDIT_OWN)
def begin_by_own_card(w: Work, *, member_id: UUID, order_id: UUID) -> UUID:
    """The same for a member who pays an order of theirs by the card they keep. Holds the order.

    Raises:
        Refusal: as for ``begin_by_card``; the gym takes no cards.
        NotFound: no such order of this member.
    """
    row = w.hold(Order, order_id)
    if row.member_id != member_id or row.is_visitors:
        raise NotFound
    try:
        return _by_card(w, row)
    except NoAccountError:
        raise Refusal(texts.NO_CARDS_HERE) from None


def _by_card(w: Work, row: Order) -> UUID:
    rules.check_payable(row.state, expires_at=row.expires_at, now=w.now)
    if row.consented_at is None:
        raise Refusal(texts.CONSENT_NEEDED)
    charge_id = payments.open_charge(
        w,
        member_id=row.member_id,
        cause_kind=CAUSE,
        cause_id=row.id,
        amount=Money(row.amount_agorot),
        lines=_paid_lines(row),
        words=queries.name_of(w, row),
        mode=ChargeMode.CARD,
        is_advance=row.kind is OrderKind.GIFT_CARD,
    )
    row.state = OrderState.PAYING
    return charge_id


@internal
def settle(w: Work, *, order_id: UUID) -> None:
    """Bring an order to what became of its charges: give the plan when one is paid; told again, nothing.

    What can no longer be given goes back by itself. Holds the order. Publishes OrderPaid or
    OrderGivenBack.

    Raises:
        NotFound: no such order in this gym.
    """
    row = w.hold(Order, order_id)
    cause = charges.state_of_cause(w, kind=CAUSE, id=order_id)
    if cause.state is ChargeState.PAID and cause.charge_id is not None:
        _giving.give_or_give_back(w, row, cause.charge_id)
    else:
        row.state = rules.after(row.state, cause.state)


@internal
def expire(w: Work) -> int:
    """End the orders that were not paid in time; return how many. Publishes OrderExpired of each."""
    return _expire_all(w, queries.over_by(w, at=w.now))


@internal
def expire_of_plan(w: Work, *, plan_id: UUID) -> int:
    """End the orders of a plan that has changed and that nobody is paying now; return how many."""
    return _expire_all(w, queries.unpaid_of_plan(w, plan_id=plan_id))


def _paid_lines(row: Order) -> tuple[PaidLine, ...]:
    return tuple(PaidLine(words, Money(agorot), n) for words, agorot, n in row.lines)


def _consent(w: Work, row: Order, lang: Lang, *, consents: bool) -> None:
    if row.consented_at is not None:
        return
    if not consents:
        raise Refusal(texts.CONSENT_NEEDED, field="consents")
    row.consented_at, row.disclosed = w.now, "\n".join(queries.terms_of(w, row, lang))


def _instalments(w: Work, row: Order) -> int:
    """In how many payments the company's page may take it."""
    offer = queries.offer(w, row)
    return 1 if offer is None else offer.most_instalments


def _renews(w: Work, row: Order) -> bool:
    """Whether the card is kept: for what is charged again."""
    offer = queries.offer(w, row)
    return offer is not None and offer.every is not None


def _expire_all(w: Work, ids: tuple[UUID, ...]) -> int:
    rows = [w.hold(Order, order_id) for order_id in ids]
    over = [row for row in rows if row.state in rules.WAITING]  # nor meanwhile
    for row in over:
        _giving.expire(w, row)
    return len(over)
