"""Orders: placed, paid, expired; and what is given when one is paid.

Locks: the order, then the member, then what payments and the book hold.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fitkit.core import crypto
from fitkit.core.errors import NotFound, Refusal
from fitkit.core.i18n import Lang, day_in_record
from fitkit.core.ids import new_id
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.billing.actions import _giving
from fitkit.features.billing.events.orders import (
    OrderExpired,
    OrderPlaced,
)
from fitkit.features.billing.queries import orders as queries
from fitkit.features.billing.rules import orders as rules
from fitkit.features.billing.rules.checkout import (
    FirstPayment,
    Offer,
    first_payment,
)
from fitkit.features.billing.rules.disclosure import disclosure
from fitkit.features.billing.rules.orders import CAUSE
from fitkit.features.billing.rules.words import OrderChannel, OrderState
from fitkit.features.billing.tables import Order, OrderKey
from fitkit.features.identity import actions as identity
from fitkit.features.members import actions as members
from fitkit.features.members import queries as people
from fitkit.features.members.rules import MemberDetails, SameBy
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
from fitkit.features.plans import queries as plans
from fitkit.features.plans.queries import PlanView
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.ports.payments import PaidLine, PayWay
from fitkit.texts import shop as texts


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    """An order that waits for its payment, or needed none."""

    order_id: UUID
    path: str  # of its page, without the origin
    is_paid: bool


@requires(Permission.GIVE_PLANS, own=Permission.EDIT_OWN)
def buy(
    w: Work, *, member_id: UUID, plan_id: UUID, starts_on: date, lang: Lang, consents: bool
) -> PlacedOrder:
    """Order a plan for oneself or for one's child; what costs nothing is given at once.

    Raises:
        Refusal: not offered to members, held already, a trial that was had, a first day out of
            range, no consent to the terms; at their fields.
        NotFound: no such plan or member in this gym.
    """
    plan = _offered(w, plan_id)
    _check_form(w, starts_on, consents=consents)
    subscriptions.check_sold(w, member_id=member_id, plan_id=plan_id, starts_on=starts_on)
    return _place(w, member_id, plan, starts_on, OrderChannel.SITE, lang, has_consent=True)


@internal
def buy_as_visitor(
    w: Work,
    *,
    details: MemberDetails,
    plan_id: UUID,
    starts_on: date,
    lang: Lang,
    consents: bool,
) -> PlacedOrder:
    """Order a plan for somebody who is not signed in, by name, phone and e-mail.

    They are found by name together with phone or e-mail, else written down as a lead. Nothing tells
    which: whoever was found and could not be given it is written down anew, as any other visitor.

    Raises:
        Invalid: fields at fault.
        Refusal: as for ``buy``, but for what only a member could have.
        NotFound: no such plan in this gym.
    """
    plan = _offered(w, plan_id)
    _check_form(w, starts_on, consents=consents)
    member_id = _known(w, details, plan_id, starts_on)
    if member_id is not None:
        return _place(w, member_id, plan, starts_on, OrderChannel.SITE, lang, has_consent=True)
    member_id = members.add_despite_duplicate(w, details=details)
    w.session.flush()
    invitation = identity.invite_member(
        w,
        member_id=member_id,
        name=" ".join(filter(None, (details.first_name, details.last_name))),
        email=details.email,
        phone=details.phone,
        lang=lang,
    )
    return _place(
        w,
        member_id,
        plan,
        starts_on,
        OrderChannel.SITE,
        lang,
        has_consent=True,
        invitation_id=invitation.invitation_id,
    )


@requires(Permission.EDIT_MONEY)
def sell_by_link(
    w: Work, *, member_id: UUID, plan_id: UUID, starts_on: date, lang: Lang
) -> PlacedOrder:
    """Order a plan for a member, who agrees and pays on the page that is sent to them.

    Raises:
        Refusal: not sold any more, held already, a trial that was had, a first day out of range.
        NotFound: no such plan or member in this gym.
    """
    plan = _sold(w, plan_id)
    rules.check_first_day(starts_on, today=queries.day_in_gym(w))
    subscriptions.check_sold(w, member_id=member_id, plan_id=plan_id, starts_on=starts_on)
    return _place(w, member_id, plan, starts_on, OrderChannel.LINK, lang, has_consent=False)


@requires(Permission.EDIT_MONEY)
def sell_at_desk(  # what a sale at the desk consists of
    w: Work,
    *,
    member_id: UUID,
    plan_id: UUID,
    starts_on: date,
    way: PayWay,
    note: str,
    paid_on: date,
    lang: Lang,
) -> PlacedOrder:
    """Sell a plan to a member who pays at the desk, and give it; all or nothing.

    Whoever sells has shown them the terms, which are kept with the order.

    Raises:
        Refusal: as for ``sell_by_link``; a way, day or note that payments refuse.
        NotFound: no such plan or member in this gym.
    """
    plan = _sold(w, plan_id)
    rules.check_first_day(starts_on, today=queries.day_in_gym(w))
    subscriptions.check_sold(w, member_id=member_id, plan_id=plan_id, starts_on=starts_on)
    placed = _place(w, member_id, plan, starts_on, OrderChannel.DESK, lang, has_consent=True)
    if placed.is_paid:
        return placed
    take_by_hand(w, order_id=placed.order_id, way=way, note=note, paid_on=paid_on)
    return PlacedOrder(placed.order_id, placed.path, is_paid=True)


@requires(Permission.EDIT_MONEY)
def take_by_hand(w: Work, *, order_id: UUID, way: PayWay, note: str, paid_on: date) -> None:
    """Write down that an order was paid in cash, by transfer or by cheque, and give the plan.

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
        words=plans.plan(w, plan_id=row.plan_id).name.to(queries.gym_lang(w)),
        way=way,
        note=note,
        paid_on=paid_on,
    )
    _giving.give(w, row)


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
    _expire(w, row)


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
    plan = plans.plan(w, plan_id=row.plan_id)
    _consent(w, row, plan, lang, consents=consents)
    try:
        charge_id = payments.open_charge(
            w,
            member_id=row.member_id,
            cause_kind=CAUSE,
            cause_id=row.id,
            amount=Money(row.amount_agorot),
            lines=_paid_lines(row),
            words=plan.name.to(queries.gym_lang(w)),
            mode=ChargeMode.PAGE,
            keeps_card=plan.every is not None,
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


def _offered(w: Work, plan_id: UUID) -> PlanView:
    """A plan that anybody may buy: what is private or retired is not there for them."""
    found = next((plan for plan in plans.offered(w) if plan.id == plan_id), None)
    if found is None:
        raise NotFound
    return found


def _sold(w: Work, plan_id: UUID) -> PlanView:
    plan = plans.plan(w, plan_id=plan_id)
    if plan.is_retired:
        raise Refusal(texts.NOT_SOLD, field="plan_id", plan=plan.name)
    return plan


def _check_form(w: Work, starts_on: date, *, consents: bool) -> None:
    rules.check_first_day(starts_on, today=queries.day_in_gym(w))
    if not consents:
        raise Refusal(texts.CONSENT_NEEDED, field="consents")


def _known(w: Work, details: MemberDetails, plan_id: UUID, starts_on: date) -> UUID | None:
    """Who it is, by name together with phone or e-mail; None: somebody new, or not to be given it."""
    for view in people.duplicates_of(w, details=details):
        if SameBy.NAME not in view.same_by or len(view.same_by) < 2 or view.line.is_archived:
            continue
        try:
            subscriptions.check_sold(
                w, member_id=view.line.id, plan_id=plan_id, starts_on=starts_on
            )
        except Refusal:
            continue
        return view.line.id
    return None


def _place(  # what an order consists of
    w: Work,
    member_id: UUID,
    plan: PlanView,
    starts_on: date,
    channel: OrderChannel,
    lang: Lang,
    *,
    has_consent: bool,
    invitation_id: UUID | None = None,
) -> PlacedOrder:
    offer = queries.offer_of(w, plan, starts_on=starts_on, is_remote=queries.is_remote(channel))
    first, order_id, token = first_payment(offer), new_id(), crypto.new_token()
    row = Order(
        id=order_id,
        member_id=member_id,
        plan_id=plan.id,
        starts_on=starts_on,
        lines=[[_line(offer, first, queries.gym_lang(w)), first.amount.agorot, 1]],
        amount_agorot=first.amount.agorot,
        vat_per_mille=int(queries.vat_rate(w, day=queries.day_in_gym(w)) * 1000),
        channel=channel,
        token_sealed=crypto.seal(token, queries.sealed_to(order_id)),
        consented_at=w.now if has_consent else None,
        disclosed="\n".join(disclosure(offer, lang)) if has_consent else "",
        expires_at=w.now + rules.LIFE,
        invitation_id=invitation_id,
        by_user_id=w.actor.user_id if channel is not OrderChannel.SITE else None,
    )
    w.add(row)
    w.session.flush()
    w.add(OrderKey(token_hash=crypto.digest(token), order_id=order_id, gym_id=queries.gym_id(w)))
    w.publish(
        OrderPlaced(
            about=order_id,
            member_id=member_id,
            plan_id=plan.id,
            channel=channel,
            amount_agorot=row.amount_agorot,
        )
    )
    if not row.amount_agorot and has_consent:
        _giving.give(w, row)
    return PlacedOrder(order_id, queries.path_of(row, lang), row.state is OrderState.PAID)


def _line(offer: Offer, first: FirstPayment, lang: Lang) -> str:
    """What is paid for, as the receipt says it."""
    name = offer.name.to(lang)
    if first.last_on is None:
        return name
    span = (day_in_record(first.first_on), day_in_record(first.last_on))
    return texts.LINE.to(lang, plan=name, first=span[0], last=span[1])


def _paid_lines(row: Order) -> tuple[PaidLine, ...]:
    return tuple(PaidLine(words, Money(agorot), n) for words, agorot, n in row.lines)


def _consent(w: Work, row: Order, plan: PlanView, lang: Lang, *, consents: bool) -> None:
    if row.consented_at is not None:
        return
    if not consents:
        raise Refusal(texts.CONSENT_NEEDED, field="consents")
    is_remote = queries.is_remote(row.channel)
    offer = queries.offer_of(w, plan, starts_on=row.starts_on, is_remote=is_remote)
    row.consented_at, row.disclosed = w.now, "\n".join(disclosure(offer, lang))


def _expire_all(w: Work, ids: tuple[UUID, ...]) -> int:
    rows = [w.hold(Order, order_id) for order_id in ids]
    waiting = (OrderState.OPEN, OrderState.FAILED, OrderState.ABANDONED)
    over = [row for row in rows if row.state in waiting]  # nor meanwhile
    for row in over:
        _expire(w, row)
    return len(over)


def _expire(w: Work, row: Order) -> None:
    row.state = OrderState.EXPIRED
    w.publish(OrderExpired(about=row.id, member_id=row.member_id, plan_id=row.plan_id))
