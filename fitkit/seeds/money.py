"""The money of the demo's studio: what members agreed to, and the months they have paid since.

Whoever pays as agreed is brought in by the week, as an import would; what goes otherwise (``troubles``) is
lived through on its days, by the very flows that run every hour.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Final
from uuid import UUID

from sqlmodel import col, select

from fitkit.core import clock
from fitkit.core.work import Work, open_work
from fitkit.features.billing import actions as billing
from fitkit.features.billing.actions import PastDeal, PastPeriod
from fitkit.features.billing.rules import periods
from fitkit.features.payments import actions as payments
from fitkit.features.payments.actions import PastCard
from fitkit.features.plans import queries as plans
from fitkit.features.plans.rules import Every, PlanKind
from fitkit.features.subscriptions.rules import SubscriptionStatus
from fitkit.features.subscriptions.tables import Subscription
from fitkit.integrations.sandbox.cards import Fate
from fitkit.ports.payments import PayWay
from fitkit.seeds.people import Regular
from fitkit.seeds.till import Purse, Taken, Till

DAYS: Final = 105  # of payments, of whoever did not commit themself
_BY_HAND: Final = {4: PayWay.CASH, 9: PayWay.TRANSFER, 15: PayWay.CHEQUE}  # of each 19 members
_ENDING: Final = 17  # one card in so many ends next month


@dataclass(slots=True)
class Agreed:
    """A deal, and how it is paid."""

    person: Regular
    deal_id: UUID
    every: Every | None  # None: once
    anchor_on: date
    purse: Purse
    most: int | None = None  # periods that are paid as agreed; None: all that have begun
    paid: int = 0
    is_lost: bool = False  # the company knows nothing of the last one
    has_papers: bool = True  # the last one's document was issued

    def due(self, until: date) -> Iterator[date]:
        """First days of the periods that have begun by a day and are paid as agreed; they are, from here on."""
        while self.most is None or self.paid < self.most:
            first = self.first_of(self.paid)
            if first is None or first > until:
                return
            self.paid += 1
            yield first

    def first_of(self, number: int) -> date | None:
        """The first day of a period, from 0; None: there is no such one."""
        if self.every is not None:
            return periods.begins(self.anchor_on, number, self.every)
        return None if number else self.anchor_on


@dataclass(frozen=True, slots=True)
class Wish:
    """How somebody's deal is to stand, where the others' stand as it fell out."""

    opened: int | None = None  # days ago the running period began
    fate: Fate | None = Fate.APPROVED  # of the card; None: there is none
    is_lived: bool = False  # that period, and those after it, are not paid as agreed
    is_lost: bool = False  # the company knows nothing of the last payment
    has_papers: bool = True  # the last payment's document was issued
    ends_in: int | None = None  # days until what was agreed for some months is over


def agree(
    till: Till, regulars: Iterable[Regular], wishes: dict[UUID, Wish], dice: Random
) -> list[Agreed]:
    """Bring in what each member agreed to, and their cards."""
    people = {r.id: r for r in regulars if r.left_on is None}
    with open_work(till.owner) as w:
        found = _held(w, set(people))
        sold = {plan.id: plan for plan in plans.plans(w)}
        purses: dict[UUID, Purse] = {}
        made = []
        for n, held in enumerate(found):
            wish = wishes.get(held.member_id, Wish())
            plan = sold[held.plan_id]
            anchor = _anchor(till.today, held, plan.every, plan.commitment_months, wish)
            if held.member_id not in purses:
                purses[held.member_id] = _purse(till, n, wish, dice)
            made.append((held, wish, purses[held.member_id], anchor, plan))
        ids = billing.agree_past(
            w,
            deals=[
                PastDeal(
                    subscription_id=held.id,
                    member_id=held.member_id,
                    every=plan.every,
                    price=plan.price,
                    anchor_on=anchor,
                    made_on=min(held.starts_on, anchor),
                    commitment_months=plan.commitment_months,
                    open_price=plan.open_price,
                )
                for held, _, _, anchor, plan in made
            ],
        )
        agreed = [
            Agreed(
                people[held.member_id],
                deal_id,
                plan.every,
                anchor,
                purse,
                _most(till.today, wish, anchor, plan.every),
                is_lost=wish.is_lost,
                has_papers=wish.has_papers,
            )
            for deal_id, (held, wish, purse, anchor, plan) in zip(ids, made, strict=True)
        ]
        _keep_cards(w, till, agreed)
    return agreed


def pay(till: Till, agreed: Iterable[Agreed], *, until: date) -> None:
    """Bring in what has become due by a day and was paid as agreed, oldest first."""
    due = sorted(
        ((first, n, one) for n, one in enumerate(agreed) for first in one.due(until)),
        key=lambda x: x[:2],
    )
    if not due:
        return
    paid_at = [
        till.moment((till.today - first).days) + timedelta(seconds=7 * n)
        for n, (first, _, _) in enumerate(due)
    ]
    with open_work(till.owner) as w:
        done = billing.record_past(
            w,
            periods=[
                PastPeriod(one.deal_id, min(at, w.now))
                for at, (_, _, one) in zip(paid_at, due, strict=True)
            ],
        )
    till.take(
        [
            Taken(
                period,
                one.purse,
                is_lost=one.is_lost and _is_last(one, first, till.today),
                has_paper=one.has_papers or not _is_last(one, first, till.today),
            )
            for period, (first, _, one) in zip(done, due, strict=True)
        ]
    )


def days_of_payment(till: Till, agreed: Iterable[Agreed]) -> list[int]:
    """Days ago on which payments are brought in: by the month at first, by the week lately, and today."""
    first = min((one.anchor_on for one in agreed), default=till.today)
    return [*range((till.today - first).days, DAYS // 2, -30), *range(DAYS // 2, 0, -7), 0]


def _held(w: Work, ids: set[UUID]) -> list[Subscription]:
    """What members hold that renews, and the packs they have had, by who joined first."""
    found = (
        select(Subscription)
        .where(col(Subscription.member_id).in_(ids))
        .order_by(col(Subscription.id))
    )
    running = (SubscriptionStatus.ACTIVE, SubscriptionStatus.FROZEN)
    since = clock.day_of(w.now, clock.ISRAEL) - timedelta(days=DAYS)
    return [
        one
        for one in w.session.scalars(found)
        if (one.kind in (PlanKind.WEEKLY, PlanKind.UNLIMITED) and one.status in running)
        or (one.kind is PlanKind.PACK and one.starts_on >= since)
    ]


def _anchor(
    today: date, held: Subscription, every: Every | None, months: int | None, wish: Wish
) -> date:
    """The first day of the first period that is brought in."""
    if every is None:
        return held.starts_on
    if wish.ends_in is not None and months is not None:
        return periods.months_after(today + timedelta(days=wish.ends_in + 1), -months)
    if wish.opened is not None:
        return _months_before(today - timedelta(days=wish.opened))
    if months is not None:  # agreed to anew each time it was over
        gone = periods.number_of(held.starts_on, today, Every.MONTH)
        return periods.begins(held.starts_on, gone // months * months, Every.MONTH)
    since = today - timedelta(days=DAYS)
    return periods.begins(
        held.starts_on, max(0, periods.number_of(held.starts_on, since, every) + 1), every
    )


def _months_before(day: date) -> date:
    """A day some months before another from which that one is reached again: none of the 31st is lost."""
    return next(
        (
            first
            for n in (3, 4, 5)
            if periods.begins(first := periods.months_after(day, -n), n, Every.MONTH) == day
        ),
        periods.months_after(day, -3),
    )


def _most(today: date, wish: Wish, anchor: date, every: Every | None) -> int | None:
    if not wish.is_lived or wish.opened is None or every is None:
        return None
    return periods.number_of(anchor, today - timedelta(days=wish.opened), every)


def _purse(till: Till, n: int, wish: Wish, dice: Random) -> Purse:
    by_hand = _BY_HAND.get(n % 19) if wish == Wish() else None
    if by_hand is not None or wish.fate is None:
        return Purse(by_hand or PayWay.CASH)
    months = 1 if n % _ENDING == 0 and wish == Wish() else dice.randrange(4, 40)
    ends_on = periods.months_after(till.today.replace(day=1), months)
    return Purse(PayWay.CARD, till.card(wish.fate, f"{dice.randrange(1000, 9999)}", ends_on))


def _keep_cards(w: Work, till: Till, agreed: list[Agreed]) -> None:
    """A card is kept for what renews; a pack was paid on a page."""
    keep = {one.person.id: one.purse.card for one in agreed if one.every and one.purse.card}
    cards = [PastCard(member_id, card) for member_id, card in keep.items()]
    ids = payments.bring_in_cards(w, account_id=till.account_id, cards=cards)
    known = dict(zip(keep, ids, strict=True))
    for one in agreed:
        if one.every is not None and one.person.id in known:
            one.purse = replace(one.purse, card_id=known[one.person.id])


def _is_last(one: Agreed, first: date, today: date) -> bool:
    following = one.first_of(periods.number_of(one.anchor_on, first, Every.MONTH) + 1)
    return one.every is None or following is None or following > today
