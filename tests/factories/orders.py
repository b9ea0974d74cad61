"""A gym that sells plans through the demo's company, a visitor who buys, and what is known of an order."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import select

from fitkit import wiring
from fitkit.core import clock, jobs
from fitkit.core.actor import VISITOR
from fitkit.core.i18n import Lang
from fitkit.core.ids import new_id
from fitkit.core.money import Money
from fitkit.core.permissions import Role
from fitkit.core.work import Work, open_work
from fitkit.features.billing import actions, flows
from fitkit.features.billing.actions import Codes, PlacedOrder
from fitkit.features.billing.queries import OrderView
from fitkit.features.billing.tables import Deal, Order, Period
from fitkit.features.ledger import queries as ledger
from fitkit.features.members.rules import MemberDetails
from fitkit.features.offers import actions as offers
from fitkit.features.offers.rules.coupons import CouponDetails, Discount
from fitkit.features.orgs.tables import Org
from fitkit.features.payments import actions as payments
from fitkit.features.payments import flows as pages
from fitkit.features.payments import queries as charges
from fitkit.features.payments.queries import ChargeView
from fitkit.features.plans import actions as plans
from fitkit.features.plans.rules import Every, PlanDetails, PlanKind, Terms
from fitkit.features.subscriptions import queries as held
from fitkit.integrations.sandbox.bank import PageState
from fitkit.integrations.sandbox.cards import EnteredCard, Fate
from fitkit.ports.payments import PayWay, Provider
from tests.conftest import Gym
from tests.factories.members import make_member
from tests.factories.payments import bank

PRICE = Money.shekels(390)
NOA = MemberDetails("נועה", "כהן", phone="052-5550100", email="noa@example.com")


@dataclass
class Shop:
    """A gym that sells: to visitors by its address, to a member, at the desk."""

    gym: Gym
    slug: str
    member_id: UUID
    plan_id: UUID  # unlimited, renews by the month

    def plan(
        self, name: str, terms: Terms, price: Money = PRICE, *, english: str = "", **more: object
    ) -> UUID:
        with open_work(self.gym.acting(Role.OWNER)) as w:
            return plans.add(w, details=PlanDetails(name, english, terms, price, **more))

    def visit(
        self,
        *,
        plan_id: UUID | None = None,
        details: MemberDetails = NOA,
        starts_on: date | None = None,
        consents: bool = True,
        coupon: str = "",
        codes: Codes | None = None,
    ) -> str:
        """A visitor orders; the token of the order's page."""
        placed = flows.buy(
            wiring.ports(),
            VISITOR,
            slug=self.slug,
            plan_id=plan_id or self.plan_id,
            details=details,
            starts_on=starts_on or self.today,
            lang=Lang.HE,
            consents=consents,
            codes=codes or Codes(coupon),
        )
        return token_of(placed)

    def buy(
        self,
        *,
        plan_id: UUID | None = None,
        starts_on: date | None = None,
        coupon: str = "",
        codes: Codes | None = None,
    ) -> str:
        """The member orders; the token of the order's page."""
        actor = self.gym.acting(Role.MEMBER, member_id=self.member_id)
        with open_work(actor) as w:
            placed = actions.buy(
                w,
                member_id=self.member_id,
                plan_id=plan_id or self.plan_id,
                starts_on=starts_on or self.today,
                lang=Lang.HE,
                consents=True,
                codes=codes or Codes(coupon),
            )
        return token_of(placed)

    def send(self, *, plan_id: UUID | None = None) -> str:
        """Staff make a link to pay; the token of the order's page."""
        with open_work(self.gym.acting(Role.OWNER)) as w:
            placed = actions.sell_by_link(
                w,
                member_id=self.member_id,
                plan_id=plan_id or self.plan_id,
                starts_on=self.today,
                lang=Lang.HE,
            )
        return token_of(placed)

    def at_desk(
        self, *, way: PayWay = PayWay.CASH, plan_id: UUID | None = None, coupon: str = ""
    ) -> str:
        """Staff sell and take the money; the token of the order's page."""
        with open_work(self.gym.acting(Role.OWNER)) as w:
            placed = actions.sell_at_desk(
                w,
                member_id=self.member_id,
                plan_id=plan_id or self.plan_id,
                starts_on=self.today,
                way=way,
                note="",
                paid_on=self.today,
                lang=Lang.HE,
                coupon=coupon,
            )
        return token_of(placed)

    def coupon(self, code: str = "WELCOME", **more: Any) -> UUID:
        """A coupon: half of the first payment, unless something else is said."""
        asked = {name: more.pop(name) for name in ("percent", "amount", "periods") if name in more}
        discount = Discount(**({"percent": 50} | asked if "amount" not in asked else asked))
        with open_work(self.gym.acting(Role.OWNER)) as w:
            return offers.make_coupon(w, details=CouponDetails(code, discount, **more))

    def open(self, token: str, *, consents: bool = False) -> pages.PageView:
        """On to the company's page."""
        return flows.pay(wiring.ports(), VISITOR, token=token, lang=Lang.HE, consents=consents)

    def fill(self, token: str, fate: Fate = Fate.APPROVED) -> PageState:
        """The payer fills the company's form; we are told nothing."""
        reference = self.charge(token).page_reference
        assert reference is not None
        return bank().try_card(reference, EnteredCard(fate, "0000", 2030, 12, "123456782"))

    def pay(self, token: str, fate: Fate = Fate.APPROVED, *, consents: bool = False) -> OrderView:
        """Through the company's page and back."""
        self.open(token, consents=consents)
        self.fill(token, fate)
        return self.look(token)

    def look(self, token: str) -> OrderView:
        """The page looks again."""
        return flows.look_at_order(wiring.ports(), VISITOR, token=token)

    def see(self, token: str) -> OrderView:
        """What our own rows say."""
        return flows.see_order(wiring.ports(), VISITOR, token=token)

    def run_jobs(self) -> None:
        jobs.run_ready(wiring.ports())

    def charge(self, token: str) -> ChargeView:
        """The newest charge of an order, or the one that paid it."""
        found = self.see(token).charge_id
        assert found is not None
        with open_work(self.gym.system) as w:
            return charges.charge(w, charge_id=found)

    def row(self, token: str) -> Order:
        with open_work(self.gym.system) as w:
            return w.get(Order, self.see(token).id)

    def held(self, member_id: UUID) -> tuple[held.HeldView, ...]:
        with open_work(self.gym.system) as w:
            return held.held(w, member_id=member_id)

    def deals(self) -> list[Deal]:
        with open_work(self.gym.system) as w:
            return list(w.session.scalars(select(Deal).order_by(Deal.id)))

    def periods(self) -> list[Period]:
        with open_work(self.gym.system) as w:
            return list(w.session.scalars(select(Period).order_by(Period.id)))

    def balance(self, member_id: UUID) -> Money:
        with open_work(self.gym.system) as w:
            return ledger.balance(w, member_id=member_id)

    @property
    def today(self) -> date:
        return clock.day_of(clock.now(), clock.ISRAEL)


def make_shop(gym: Gym) -> Shop:
    """A gym with an account at the demo's company, a plan, and a member."""
    with open_work(gym.system) as w:
        connect(w)
        slug = w.get(Org, gym.org_id).slug
        member_id = make_member(w)
    shop = Shop(gym, slug, member_id, plan_id=new_id())
    shop.plan_id = shop.plan("חופשי", Terms(PlanKind.UNLIMITED), every=Every.MONTH)
    return shop


def connect(w: Work) -> None:
    """An account of its own at the demo's company."""
    credentials = {"account": f"shop-{new_id().hex}"}
    payments.connect_account(w, provider=Provider.DEMO, credentials=credentials)


def token_of(placed: PlacedOrder) -> str:
    """The last part of the address of an order's page."""
    return placed.path.strip("/").split("/")[-1]
