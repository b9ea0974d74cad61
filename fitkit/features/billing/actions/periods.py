"""Open the periods of deals, and keep their days and prices right."""

from datetime import date
from fractions import Fraction
from uuid import UUID

from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.errors import NotFound, Refusal
from fitkit.core.i18n import Lang, Text, day_in_record
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.billing.actions import _owed, crediting
from fitkit.features.billing.events.renewals import (
    CardEnding,
    CommitmentEnding,
    DealGoesOn,
    PeriodDue,
    PriceChangeTold,
)
from fitkit.features.billing.queries import agreed, deals
from fitkit.features.billing.queries import periods as queries
from fitkit.features.billing.queries.agreed import Kept
from fitkit.features.billing.rules import periods as spans
from fitkit.features.billing.rules import renewing
from fitkit.features.billing.rules.words import DealState, PeriodState
from fitkit.features.billing.tables import Deal, Period
from fitkit.features.ledger import actions as ledger
from fitkit.features.ledger import queries as book
from fitkit.features.ledger.rules import postings, vat
from fitkit.features.ledger.rules.accounts import Cause
from fitkit.features.plans import queries as plans
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.features.subscriptions.rules import SubscriptionStatus
from fitkit.features.subscriptions.tables import Subscription
from fitkit.texts import coupons
from fitkit.texts import renewals as texts


@internal
def open_next(w: Work, *, deal_id: UUID) -> UUID | None:
    """Open the next period of a deal when it has begun, and return its id; None: nothing was due.

    It is owed from then on: the sale stands in the book with the period as its cause. A card that is kept is
    charged soon; without one the member is told at once. Whoever holds a plan with a last day holds it for
    the period. A deal whose subscription ends before it, or whose commitment is over, has no more of them.
    Holds the deal's row. Publishes PeriodDue, and RenewalFailed where there is no card.

    Raises:
        NotFound: no such deal in this gym.
    """
    deal = w.hold(Deal, deal_id)
    if deal.state is not DealState.RUNNING or deal.next_on is None or deal.every is None:
        return None
    held = w.get(Subscription, deal.subscription_id)
    plan = agreed.plan_of(deal)
    rests = agreed.rests_of(w, subscription_id=held.id)
    first, last = renewing.span_of(plan, deal.next_number, rests)
    if not _has_next(deal, held, plan, first):
        deal.next_on = None
        w.session.flush()
        return None
    if first > day_of(w.now, w.actor.zone):
        deal.next_on = first
        return None
    whole = last
    if held.ends_on is not None and first <= held.ends_on < last:
        last = held.ends_on  # somebody set its end within the period: its days alone are paid for
    period = _new_period(w, deal, held, (first, last), whole=whole)
    _move_on(w, deal, held, plan, period)
    return period.id


@internal
def due_on(w: Work, *, deal: Deal) -> date | None:
    """The first day of a held deal's next period when it has begun; None: none is due."""
    if deal.state is not DealState.RUNNING or deal.next_on is None or deal.every is None:
        return None
    held = w.get(Subscription, deal.subscription_id)
    plan = agreed.plan_of(deal)
    rests = agreed.rests_of(w, subscription_id=held.id)
    first = renewing.first_of(plan, deal.next_number, rests)
    has_begun = first <= day_of(w.now, w.actor.zone)
    return first if has_begun and _has_next(deal, held, plan, first) else None


@internal
def follow_freezes(w: Work, *, subscription_id: UUID) -> None:
    """Bring the next period's first day, and the last day of the one before, in step with the freezes.

    Holds the deal's row; nothing happens where there is none, or nothing renews.
    """
    deal_id = w.session.scalars(
        select(Deal.id).where(col(Deal.subscription_id) == subscription_id)
    ).one_or_none()
    if deal_id is None:
        return
    deal = w.hold(Deal, deal_id)
    if deal.next_on is None or deal.every is None:
        return
    rests = agreed.rests_of(w, subscription_id=subscription_id)
    deal.next_on = renewing.first_of(agreed.plan_of(deal), deal.next_number, rests)
    before = w.session.scalars(
        select(Period).where(
            col(Period.deal_id) == deal.id, col(Period.number) == deal.next_number - 1
        )
    ).one_or_none()
    if before is not None:
        before.last_on = max(before.first_on, date.fromordinal(deal.next_on.toordinal() - 1))
    w.session.flush()


@internal
def follow_end(w: Work, *, subscription_id: UUID, ends_on: date | None) -> None:
    """Renew no further than a subscription's last day, set earlier than it was; None: it has ended.

    A period that began by that day is still opened, for its days. Holds the deal's row.
    """
    deal_id = w.session.scalars(
        select(Deal.id).where(col(Deal.subscription_id) == subscription_id)
    ).one_or_none()
    if deal_id is None:
        return
    deal = w.hold(Deal, deal_id)
    if deal.next_on is not None and (ends_on is None or ends_on < deal.next_on):
        deal.next_on = None
    if ends_on is None and deal.state is DealState.RUNNING:
        deal.state = DealState.ENDED
    w.session.flush()


@requires(Permission.EDIT_PLANS)
def announce_price(w: Work, *, plan_id: UUID, price: Money, since: date) -> int:
    """Set what running memberships of a plan cost from a day on, and tell each holder; return how many.

    The new price counts from the first period that begins on the day or after it. Who committed to some
    months keeps the price until they are over; who was told of a price that has not begun keeps to that,
    but where this one is dearer on no day: then it takes its place, and they are told so. What new members pay
    is the plan's own price, and stays. Holds the deals in order of id. Publishes PriceChangeTold for each.

    Raises:
        NotFound: no such plan in this gym.
        Refusal: at ``price`` or ``since``: absurd, or less than 30 days ahead; nobody's plan renews, or all
            were told of another price that has not begun.
    """
    plans.plan(w, plan_id=plan_id)
    renewing.check_price_change(price, since=since, today=day_of(w.now, w.actor.zone))
    deals = agreed.deals_of_plan(w, plan_id=plan_id)
    found = [_announce(w, w.hold(Deal, deal_id), plan_id, price, since) for deal_id in deals]
    told = found.count(None)
    if not told:
        raise Refusal(texts.TOLD_ANOTHER if Kept.TOLD in found else texts.NO_ONE_RENEWS)
    return told


@requires(Permission.GIVE_PLANS, own=Permission.EDIT_OWN)
def go_on(w: Work, *, deal_id: UUID, member_id: UUID) -> None:
    """Let a deal go on after the months that were agreed, period by period, until it is ended.

    The consent the law asks for: without it the plan ends with its commitment. Holds the deal's row.
    Publishes DealGoesOn.

    Raises:
        NotFound: no such deal of this member.
        Refusal: it goes on already, or is over.
    """
    deal = w.hold(Deal, deal_id)
    _must_be_of(deal, member_id)
    held = w.get(Subscription, deal.subscription_id)
    is_over = held.status is SubscriptionStatus.ENDED or deal.state is not DealState.RUNNING
    if deal.goes_on or deal.commitment_months is None or is_over:
        raise Refusal(texts.GOES_ON_ALREADY)
    deal.goes_on = True
    if deal.next_on is None:  # the last agreed period has begun: its end was set with it
        rests = agreed.rests_of(w, subscription_id=held.id)
        deal.next_on = renewing.first_of(agreed.plan_of(deal), deal.next_number, rests)
        subscriptions.last_until(w, subscription_id=held.id, day=None)
    w.session.flush()
    w.publish(DealGoesOn(about=deal.id, member_id=member_id, plan_id=held.plan_id))


@internal
def tell_what_ends(w: Work) -> None:
    """Say which cards and commitments end soon. Publishes CardEnding and CommitmentEnding; each is told once."""
    today = day_of(w.now, w.actor.zone)
    for card_id, member_id, until, days in agreed.cards_ending(w, today=today):
        w.publish(
            CardEnding(about=card_id, member_id=member_id, good_until=until, days_before=days)
        )
    for deal_id, member_id, plan_id, until, days in agreed.commitments_ending(w, today=today):
        w.publish(
            CommitmentEnding(
                about=deal_id,
                member_id=member_id,
                plan_id=plan_id,
                ends_on=until,
                days_before=days,
            )
        )


def _has_next(deal: Deal, held: Subscription, plan: renewing.Rhythm, first: date) -> bool:
    return (
        held.status is not SubscriptionStatus.ENDED
        and renewing.has_period(plan, deal.next_number)
        and renewing.reaches(first, held.ends_on)
    )


def _new_period(
    w: Work, deal: Deal, held: Subscription, days: tuple[date, date], *, whole: date
) -> Period:
    first, last = days
    price = _price(deal, first)
    amount = price if last == whole else spans.share(price, used=days, of=(first, whole))
    off = deals.off_of(deal, deal.next_number, amount)
    words = _line_words(
        plans.plan(w, plan_id=held.plan_id).name, first, last, _told_end(w, deal, first)
    )
    lines = lines_of(deal, words, amount, off)
    amount -= off
    rate = Fraction(0) if queries.is_exempt(w) else vat.rate_on(first)
    period = Period(
        deal_id=deal.id,
        member_id=deal.member_id,
        number=deal.next_number,
        first_on=first,
        last_on=last,
        lines=lines,
        amount_agorot=amount.agorot,
        vat_per_mille=int(rate * 1000),
        state=PeriodState.DUE if amount else PeriodState.PAID,
        paid_at=None if amount else w.now,
    )
    w.add(period)
    w.session.flush()
    if amount:
        owe(w, deal, period, rate)
    return period


@internal
def lines_of(deal: Deal, words: str, amount: Money, off: Money) -> list[list[str | int]]:
    """What is charged for, and what the coupon of the deal takes off."""
    lines: list[list[str | int]] = [[words, amount.agorot, 1]]
    if off:
        lines.append([coupons.LINE.to(Lang.HE, code=deal.off_code), -off.agorot, 1])
    return lines


@internal
def owe(w: Work, deal: Deal, period: Period, rate: Fraction) -> None:
    """Say what is owed from now on, and how it is asked for: what credit leaves, by the kept card or by a link."""
    w.publish(
        PeriodDue(
            about=period.id,
            deal_id=period.deal_id,
            member_id=period.member_id,
            number=period.number,
            first_on=period.first_on,
            last_on=period.last_on,
            amount_agorot=period.amount_agorot,
        )
    )
    member_id = period.member_id
    has_credit = book.balances(w, member_ids=[member_id])[member_id] < ZERO
    gift = ZERO
    if has_credit:
        crediting.take_turn(w, member_id)
        gift = crediting.gift_ahead(w, period)
    ledger.post(
        w,
        draft=postings.sale(member_id, Money(period.amount_agorot), rate=rate, apart=gift),
        cause=Cause(queries.CAUSE, period.id),
        at=w.now,
    )
    if has_credit:
        crediting.use_for_period(w, deal, period, apart=gift)
    if period.state is PeriodState.DUE:
        _ask(w, deal, period)


def _ask(w: Work, deal: Deal, period: Period) -> None:
    if queries.card_id_for(w, deal=deal) is not None:
        period.next_try_at = w.now
        w.session.flush()
        return
    period.state, period.failed_at = PeriodState.DUNNING, w.now
    period.needs_card, period.told_step = True, 1
    _owed.publish_failed(w, period, is_first=True)


def _move_on(
    w: Work, deal: Deal, held: Subscription, plan: renewing.Rhythm, period: Period
) -> None:
    """The deal stands at the period after; the subscription lasts through the one that was opened."""
    price = _price(deal, period.first_on)
    deal.price_agorot = price.agorot
    if deal.new_price_from is not None and deal.new_price_from <= period.first_on:
        deal.new_price_agorot = deal.new_price_from = None
    deal.next_number += 1
    is_cut = held.ends_on is not None and held.ends_on == period.last_on
    rests = agreed.rests_of(w, subscription_id=held.id)
    goes_on = renewing.has_period(plan, deal.next_number) and not (
        is_cut and held.ends_on is not None and held.ends_on < _eve(plan, deal.next_number, rests)
    )
    deal.next_on = renewing.first_of(plan, deal.next_number, rests) if goes_on else None
    w.session.flush()
    must_end = not renewing.has_period(plan, deal.next_number)
    if must_end or (held.ends_on is not None and held.ends_on < period.last_on):
        subscriptions.last_until(w, subscription_id=held.id, day=period.last_on)


def _eve(plan: renewing.Rhythm, number: int, rests: tuple[renewing.Rest, ...]) -> date:
    return date.fromordinal(renewing.first_of(plan, number, rests).toordinal() - 1)


def _price(deal: Deal, first: date) -> Money:
    new = None if deal.new_price_agorot is None else Money(deal.new_price_agorot)
    return renewing.price_on(first, Money(deal.price_agorot), new=new, since=deal.new_price_from)


def _announce(w: Work, deal: Deal, plan_id: UUID, price: Money, since: date) -> Kept | None:
    """Tell one holder, and return None; or why their price stays."""
    found = agreed.reach_of(w, deal, price=price, since=since)
    if isinstance(found, Kept):
        return found
    deal.new_price_agorot, deal.new_price_from = price.agorot, since
    w.session.flush()
    w.publish(
        PriceChangeTold(
            about=deal.id,
            member_id=deal.member_id,
            plan_id=plan_id,
            before_agorot=found.before.agorot,
            after_agorot=price.agorot,
            since=since,
            instead_agorot=None if found.instead is None else found.instead.price.agorot,
            instead_since=None if found.instead is None else found.instead.since,
        )
    )
    return None


def _must_be_of(deal: Deal, member_id: UUID) -> None:
    if deal.member_id != member_id:
        raise NotFound


def _told_end(w: Work, deal: Deal, first: date) -> date | None:
    """The last day of what was agreed, where a bill of a period has to say it; None: it need not."""
    plan = agreed.plan_of(deal)
    rests = agreed.rests_of(w, subscription_id=deal.subscription_id)
    ends = renewing.agreed_until(plan, rests)
    return ends if ends is not None and renewing.says_end(first, ends) else None


def _line_words(name: Text, first: date, last: date, ends: date | None) -> str:
    """What a period's line says on a document: in Hebrew, as the document is."""
    words = texts.PERIOD_LINE if ends is None else texts.PERIOD_LINE_ENDS
    span = {"first": day_in_record(first), "last": day_in_record(last)}
    return words.to(Lang.HE, plan=name.he, **span, ends=day_in_record(ends) if ends else "")
