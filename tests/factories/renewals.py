"""A member with a plan that renews, a kept card whose fate is known, and the clock of the hour."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from fitkit.core import clock, jobs
from fitkit.core.money import Money
from fitkit.core.work import open_work
from fitkit.features.billing.flows import renewals as flows
from fitkit.features.billing.rules.words import PeriodState
from fitkit.features.billing.tables import Deal, Period
from fitkit.features.ledger import queries as ledger
from fitkit.features.members import queries as members
from fitkit.features.members.rules import MemberStatus
from fitkit.features.notifications.tables import Notice
from fitkit.features.plans import actions as plans
from fitkit.features.plans.rules import Every, PlanDetails, PlanKind, Terms
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.integrations.sandbox.cards import Fate
from tests.conftest import Gym
from tests.factories.payments import Till, make_till

PRICE = Money.shekels(390)


@dataclass
class Renewing:
    """One deal under test."""

    gym: Gym
    till: Till
    plan_id: UUID
    subscription_id: UUID
    deal_id: UUID

    @property
    def member_id(self) -> UUID:
        return self.till.member_id

    def hour(self) -> None:
        """What the hourly job does, and whatever follows from it."""
        flows.open_due(self.till.ports, self.gym.system)
        self.collect()
        flows.remind_due(self.till.ports, self.gym.system)
        self.settle()

    def collect(self) -> int:
        told = flows.collect_due(self.till.ports, self.gym.system)
        self.settle()
        return told

    def settle(self) -> None:
        """Reactions to what has happened; the clock's own jobs do not run."""
        jobs.run_ready(self.till.ports, limit=500)

    def deal(self) -> Deal:
        with open_work(self.gym.system) as w:
            return w.get(Deal, self.deal_id)

    def periods(self) -> list[Period]:
        with open_work(self.gym.system) as w:
            found = select(Period).where(col(Period.deal_id) == self.deal_id)
            return list(w.session.scalars(found.order_by(col(Period.number))))

    def period(self, number: int = 1) -> Period:
        return next(row for row in self.periods() if row.number == number)

    def states(self) -> list[PeriodState]:
        return [row.state for row in self.periods()]

    def status(self) -> MemberStatus:
        with open_work(self.gym.system) as w:
            return members.facts(w, member_id=self.member_id).status

    def balance(self) -> Money:
        with open_work(self.gym.system) as w:
            return ledger.balance(w, member_id=self.member_id)

    def told(self) -> list[str]:
        """Kinds of notices the member got, oldest first."""
        with open_work(self.gym.system) as w:
            found = select(Notice.kind).where(col(Notice.member_id) == self.member_id)
            return [str(kind) for kind in w.session.scalars(found.order_by(col(Notice.id)))]


def make_renewing(
    gym: Gym,
    *,
    anchor: date,
    fate: Fate | None = Fate.APPROVED,
    every: Every = Every.MONTH,
    price: Money = PRICE,
    commitment_months: int | None = None,
) -> Renewing:
    """A deal whose first period is paid and whose second begins after it.

    Args:
        gym: whose.
        anchor: the first day of period 0.
        fate: of the kept card; None: none is kept.
        every: how often it renews.
        price: of a period.
        commitment_months: what was agreed; None: until ended.
    """
    till = make_till(gym.system)
    with open_work(gym.system) as w:
        plan_id = plans.add(
            w,
            details=PlanDetails(
                f"חופשי ח{till.account_id.hex[-6:]}", "", Terms(PlanKind.UNLIMITED), price
            ),
        )
        given = subscriptions.give_past(
            w, member_id=till.member_id, plan_id=plan_id, starts_on=anchor
        )
        deal = make_deal(
            given.subscription_id,
            till.member_id,
            anchor=anchor,
            every=every,
            price=price,
            commitment_months=commitment_months,
        )
        w.add(deal)
        w.session.flush()
        deal_id = deal.id
    if fate is not None:
        till.card(fate)
    found = Renewing(gym, till, plan_id, given.subscription_id, deal_id)
    found.settle()
    return found


def make_deal(
    subscription_id: UUID,
    member_id: UUID,
    *,
    anchor: date,
    every: Every = Every.MONTH,
    price: Money = PRICE,
    commitment_months: int | None = None,
) -> Deal:
    """The row that a sale leaves behind: period 0 is over or paid, period 1 is next."""
    from fitkit.features.billing.rules import periods

    return Deal(
        subscription_id=subscription_id,
        member_id=member_id,
        every=every,
        price_agorot=price.agorot,
        anchor_on=anchor,
        next_number=1,
        next_on=periods.begins(anchor, 1, every),
        commitment_months=commitment_months,
        made_on=anchor,
    )


def today() -> date:
    return clock.day_of(clock.now(), clock.ISRAEL)
