"""A member with a deal whose running month is paid, and plans to change to."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import col, select

from fitkit.core.actor import Actor
from fitkit.core.i18n import Lang
from fitkit.core.ids import new_id
from fitkit.core.money import Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import flows, queries
from fitkit.features.billing.flows import ChangeResult
from fitkit.features.billing.queries import ChangeView
from fitkit.features.billing.rules import changes as rules
from fitkit.features.billing.rules.words import PeriodState
from fitkit.features.billing.tables import Deal, Period, PlanChange
from fitkit.features.ledger.rules.accounts import Account
from fitkit.features.ledger.tables import LedgerEntry
from fitkit.features.offers.actions import coupons as offers
from fitkit.features.offers.rules.coupons import CouponDetails, Discount
from fitkit.features.payments.tables import Charge
from fitkit.features.plans import actions as plans
from fitkit.features.plans.rules import Every, PlanDetails, PlanKind, Terms
from fitkit.features.subscriptions import queries as held
from fitkit.features.subscriptions.rules import SubscriptionStatus
from fitkit.integrations.sandbox.cards import Fate
from tests.conftest import Gym
from tests.factories.renewals import PRICE, Renewing, make_renewing

CODE = "FALL"
ANCHOR = date(2026, 11, 13)  # ten days of thirty are had; the next charge is on 13 December


@dataclass
class Changing:
    """A member with a deal whose running month is paid, and plans to change to."""

    deal: Renewing
    who: Actor

    def plan(self, price: Money, **more) -> UUID:
        terms = Terms(PlanKind.WEEKLY, weekly_limit=3)
        with open_work(self.deal.gym.acting(Role.OWNER)) as w:
            return plans.add(
                w,
                details=PlanDetails(_name(), "", terms, price, **({"every": Every.MONTH} | more)),
            )

    def coupon(self, discount: Discount, *plan_ids: UUID) -> UUID:
        """The coupon of the deal, for some plans; for all without any."""
        with open_work(self.deal.gym.acting(Role.OWNER)) as w:
            return offers.make_coupon(w, details=CouponDetails(CODE, discount, plan_ids=plan_ids))

    def shown(self, plan_id: UUID, who: Actor | None = None) -> ChangeView:
        with open_work(who or self.who) as w:
            return queries.change_preview(
                w, member_id=self.deal.member_id, deal_id=self.deal.deal_id, to_plan_id=plan_id
            )

    def do(self, plan_id: UUID, mark: str, who: Actor | None = None) -> ChangeResult:
        found = flows.change_plan(
            self.deal.till.ports,
            who or self.who,
            member_id=self.deal.member_id,
            deal_id=self.deal.deal_id,
            to_plan_id=plan_id,
            as_shown=mark,
            lang=Lang.HE,
        )
        self.deal.settle()
        return found

    def change(self, plan_id: UUID) -> ChangeResult:
        return self.do(plan_id, self.shown(plan_id).mark)

    def rows(self) -> list[PlanChange]:
        with open_work(self.deal.gym.system) as w:
            return list(w.session.scalars(select(PlanChange).order_by(col(PlanChange.id))))

    def charges(self) -> list[Charge]:
        with open_work(self.deal.gym.system) as w:
            found = select(Charge).where(col(Charge.cause_kind) == rules.CAUSE)
            return list(w.session.scalars(found.order_by(col(Charge.id))))

    def new_deal(self) -> Deal:
        with open_work(self.deal.gym.system) as w:
            found = select(Deal).where(col(Deal.id) != self.deal.deal_id)
            return w.session.scalars(found).one()

    def periods(self, deal_id: UUID) -> list[Period]:
        with open_work(self.deal.gym.system) as w:
            found = select(Period).where(col(Period.deal_id) == deal_id)
            return list(w.session.scalars(found.order_by(col(Period.number))))

    def plans_held(self) -> list[tuple[str, SubscriptionStatus]]:
        with open_work(self.deal.gym.system) as w:
            views = held.held(w, member_id=self.deal.member_id)
        return [(view.plan.he, view.status) for view in views]

    def booked(self, account: Account) -> Money:
        with open_work(self.deal.gym.system) as w:
            found = select(LedgerEntry.amount_agorot).where(col(LedgerEntry.account) == account)
            return Money(sum(w.session.scalars(found)))


def _name() -> str:
    return f"שלוש בשבוע {new_id().hex[-8:]}"


def make_changing(
    gym: Gym,
    *,
    fate: Fate | None = Fate.APPROVED,
    anchor: date = ANCHOR,
    coupon: Discount | None = None,
    **more,
) -> Changing:
    """With ``coupon`` the deal was made with it; ``one.coupon()`` says for which plans it counts."""
    deal = make_renewing(gym, anchor=anchor, fate=fate, **more)
    price = more.get("price", PRICE)
    with open_work(gym.system) as w:
        row = w.get(Deal, deal.deal_id)
        if coupon is not None:
            row.off_percent, row.off_periods, row.off_code = coupon.percent, coupon.periods, CODE
            row.off_agorot = coupon.amount.agorot if coupon.amount else None
            price -= coupon.off(price, 0)
        w.add(
            Period(
                deal_id=deal.deal_id,
                member_id=deal.member_id,
                number=0,
                first_on=anchor,
                last_on=row.next_on - timedelta(days=1),
                lines=[["מנוי", price.agorot, 1]],
                amount_agorot=price.agorot,
                vat_per_mille=180,
                state=PeriodState.PAID,
                paid_at=w.now,
            )
        )
    return Changing(deal, gym.acting(Role.MEMBER, member_id=deal.member_id))
