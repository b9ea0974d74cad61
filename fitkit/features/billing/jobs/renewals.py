"""Periods open and are charged by the hour; what became of a charge, a card, a freeze is followed."""

from fitkit.core.actor import Actor
from fitkit.core.jobs import every, later, on, task
from fitkit.core.work import Work, open_work
from fitkit.features.billing.actions import bills, collecting, debt_plans, periods, settling
from fitkit.features.billing.flows import renewals as flows
from fitkit.features.billing.queries import periods as queries
from fitkit.features.billing.queries.bills import CAUSE as BILL
from fitkit.features.billing.queries.periods import CAUSE
from fitkit.features.payments.events import CardKept, ChargeSettled
from fitkit.features.subscriptions.events import (
    SubscriptionEnded,
    SubscriptionEndSet,
    SubscriptionFrozen,
    SubscriptionUnfrozen,
)
from fitkit.ports import Ports


@every(minutes=60, per_gym=True, outside=True, long=True)
def renew(ports: Ports, actor: Actor) -> None:
    """What has begun is owed; what is owed is charged; who did not pay is told."""
    flows.open_due(ports, actor)
    _collect(ports, actor)
    flows.collect_parts(ports, actor)
    flows.remind_due(ports, actor)


@task(outside=True, long=True)
def renew_soon(ports: Ports, actor: Actor) -> None:
    """The same, asked for."""
    renew(ports, actor)


@every(minutes=10, per_gym=True, outside=True, long=True)
def collect(ports: Ports, actor: Actor) -> None:
    """What was left by a dead worker, or waits for an account that was refused."""
    _collect(ports, actor)


@task(outside=True, long=True)
def collect_soon(ports: Ports, actor: Actor) -> None:
    """What another card is to pay, or was held by somebody who is not there any more."""
    _collect(ports, actor)


@every(at="09:05", per_gym=True)
def tell_what_ends(w: Work) -> None:
    """Cards and commitments that end soon."""
    periods.tell_what_ends(w)


@on(ChargeSettled, when=lambda e: e.cause_kind == CAUSE)
def follow_charge(w: Work, e: ChargeSettled) -> None:
    """The period that a charge was for; what its turn has come for again is tried at once."""
    if settling.settle(w, e):
        later(w, collect_soon, run_at=w.now)


@on(ChargeSettled, when=lambda e: e.cause_kind == BILL)
def follow_bill(w: Work, e: ChargeSettled) -> None:
    """All that was owed; what comes first by itself is tried again where it was not paid."""
    if bills.settle_bill(w, e):
        later(w, collect_soon, run_at=w.now)
    debt_plans.follow_bill(w, e)


@on(CardKept, when=lambda e: not e.is_apart)
def try_new_card(w: Work, e: CardKept) -> None:
    """What is owed is charged to the new card at once."""
    if collecting.try_new_card(w, member_id=e.member_id):
        later(w, collect_soon, run_at=w.now)


@on(SubscriptionFrozen)
def follow_freeze(w: Work, e: SubscriptionFrozen) -> None:
    """The next period begins as many days later."""
    periods.follow_freezes(w, subscription_id=e.about)


@on(SubscriptionUnfrozen)
def follow_unfreeze(w: Work, e: SubscriptionUnfrozen) -> None:
    """And earlier again by the days that were not used."""
    periods.follow_freezes(w, subscription_id=e.about)


@on(SubscriptionEndSet)
def follow_end(w: Work, e: SubscriptionEndSet) -> None:
    """Nothing renews beyond a last day."""
    if e.before is None or e.ends_on < e.before:
        periods.follow_end(w, subscription_id=e.about, ends_on=e.ends_on)


@on(SubscriptionEnded)
def follow_ended(w: Work, e: SubscriptionEnded) -> None:
    """Nothing renews after the end."""
    periods.follow_end(w, subscription_id=e.about, ends_on=None)


def _collect(ports: Ports, actor: Actor) -> None:
    """Charge what is due; what others hold is looked at when they should have let it go."""
    flows.collect_due(ports, actor)
    with open_work(actor) as w:
        until = queries.held_until(w)
        if until is not None:
            later(w, collect_soon, run_at=max(until, w.now))
