"""A member who pays a gym through the demo's company, or at the desk."""

from dataclasses import dataclass
from uuid import UUID

from fitkit import wiring
from fitkit.core.actor import Actor
from fitkit.core.i18n import Lang, Text
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.core.work import open_work
from fitkit.features.ledger import queries as ledger
from fitkit.features.payments import actions, flows, queries
from fitkit.features.payments.queries import ChargeView
from fitkit.features.payments.rules import ChargeMode
from fitkit.integrations.sandbox.bank import Bank, PageState
from fitkit.integrations.sandbox.cards import EnteredCard, Fate
from fitkit.ports import Ports
from fitkit.ports.payments import PaidLine, Payer, Provider
from tests.factories.members import make_member

PRICE = Money.shekels(390)


@dataclass
class Till:
    """A gym with an account at the demo's company, and a member."""

    actor: Actor  # who acts; FitKit itself
    account_id: UUID
    member_id: UUID

    @property
    def ports(self) -> Ports:
        return wiring.ports()

    def open(
        self,
        *,
        cause_id: UUID | None = None,
        amount: Money = PRICE,
        mode: ChargeMode = ChargeMode.PAGE,
        keeps_card: bool = False,
    ) -> UUID:
        """A charge of a cause, a new one unless it is named."""
        lines = (PaidLine("מנוי חודשי", amount),) if amount else ()
        with open_work(self.actor) as w:
            return actions.open_charge(
                w,
                member_id=self.member_id,
                cause_kind="till",
                cause_id=cause_id or new_id(),
                amount=amount,
                lines=lines,
                words=Text("מנוי חודשי", "Plan"),
                mode=mode,
                keeps_card=keeps_card,
            )

    def page(self, charge_id: UUID) -> flows.PageView:
        return flows.open_page(
            self.ports,
            self.actor,
            charge_id=charge_id,
            lang=Lang.HE,
            payer=Payer("נועה כהן"),
            success_url="http://gym.test/back",
            failure_url="http://gym.test/failed",
            cancel_url="http://gym.test/cancelled",
        )

    def fill(self, charge_id: UUID, fate: Fate = Fate.APPROVED) -> PageState:
        """The payer fills the company's form; we are told nothing."""
        reference = self.charge(charge_id).page_reference
        assert reference is not None
        card = EnteredCard(fate, "0000", 2030, 12, "123456782")
        return bank().try_card(reference, card)

    def paid(self, *, cause_id: UUID | None = None, amount: Money = PRICE) -> UUID:
        """A charge that was paid on its page."""
        charge_id = self.open(cause_id=cause_id, amount=amount)
        self.page(charge_id)
        self.fill(charge_id)
        self.ask(charge_id)
        return charge_id

    def card(self, fate: Fate = Fate.APPROVED) -> UUID:
        """A kept card, whose later charges go as its number says."""
        charge_id = self.open(amount=ZERO, keeps_card=True)
        self.page(charge_id)
        self.fill(charge_id, fate)
        card_id = self.ask(charge_id).card_id
        assert card_id is not None
        return card_id

    def by_card(self, fate: Fate = Fate.APPROVED, *, cause_id: UUID | None = None) -> UUID:
        """A charge of a kept card that nobody was told of yet."""
        self.card(fate)
        return self.open(mode=ChargeMode.CARD, cause_id=cause_id)

    def collect(self, charge_id: UUID) -> ChargeView:
        return flows.collect(self.ports, self.actor, charge_id=charge_id)

    def ask(self, charge_id: UUID) -> ChargeView:
        return flows.ask(self.ports, self.actor, charge_id=charge_id)

    def charge(self, charge_id: UUID) -> ChargeView:
        with open_work(self.actor) as w:
            return queries.charge(w, charge_id=charge_id)

    def refunds(self, charge_id: UUID) -> tuple[queries.RefundView, ...]:
        with open_work(self.actor) as w:
            return queries.refunds_of(w, charge_id=charge_id)

    def refund(self, charge_id: UUID, amount: Money) -> UUID:
        """A refund that is told to nobody yet."""
        with open_work(self.actor) as w:
            return actions.open_refund(w, charge_id=charge_id, amount=amount, why="בקשה")

    def balance(self) -> Money:
        """What the member owes; what they paid is below zero."""
        with open_work(self.actor) as w:
            return ledger.balance(w, member_id=self.member_id)

    def moved(self) -> list[Money]:
        """What moved at the company, refunds below zero, oldest first."""
        with open_work(self.actor) as w:
            name = queries.dialled(w, account_id=self.account_id).credentials["account"]
        with bank()._store.reading() as c:
            rows = c.execute(
                "select agorot, refund_of from moves where account = ? and code = '' order by id",
                [name],
            ).fetchall()
        return [Money(-r["agorot"] if r["refund_of"] else r["agorot"]) for r in rows]


def make_till(actor: Actor, **credentials: str) -> Till:
    """A till of a gym, at an account of its own."""
    given = {"account": f"till-{new_id().hex}"} | credentials
    with open_work(actor) as w:
        account_id = actions.connect_account(w, provider=Provider.DEMO, credentials=given)
        member_id = make_member(w)
    return Till(actor, account_id, member_id)


def bank() -> Bank:
    found = wiring.demo_bank()
    assert found is not None
    return found
