"""Each payment company's stand-in over real HTTP behind the gym's own flows: a till there, and a worker that dies."""

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from fitkit import wiring
from fitkit.core.actor import Actor
from fitkit.core.money import ZERO, Money
from fitkit.core.settings import Settings, settings
from fitkit.core.work import open_work
from fitkit.dev.standins.cardcom import API_NAME, API_PASSWORD, TERMINAL, CardcomStandIn
from fitkit.dev.standins.icredit import ICreditStandIn
from fitkit.dev.standins.morning import MorningStandIn
from fitkit.dev.standins.serving import Callbacks, PageCard, StandIn, serving
from fitkit.features.payments import actions
from fitkit.features.payments.rules import ChargeState
from fitkit.integrations.cardcom.gateway import CardcomGateway
from fitkit.integrations.cardcom.issuer import CardcomIssuer
from fitkit.integrations.icredit.gateway import ICreditGateway
from fitkit.integrations.icredit.issuer import RivhitIssuer
from fitkit.integrations.morning.gateway import MorningGateway
from fitkit.integrations.morning.issuer import MorningIssuer
from fitkit.ports import Ports
from fitkit.ports.invoices import Issuer
from fitkit.ports.payments import CardToken, Provider
from tests.factories.members import make_member
from tests.factories.payments import Till
from tests.integrations.pages import fill

GROUP: Final = "5f2c8a10-6b7e-4d33-9a41-2f0e6f1d7c55"
SPOKEN_TO: Final = {
    Provider.CARDCOM: ("cardcom_url",),
    Provider.MORNING: ("morning_auth_url", "morning_api_url"),
    Provider.ICREDIT: ("icredit_url", "rivhit_url"),
}
CREDENTIALS: Final[Mapping[Provider, dict[str, str]]] = {
    Provider.CARDCOM: {
        "terminal": str(TERMINAL),
        "api_name": API_NAME,
        "api_password": API_PASSWORD,
    },
    Provider.MORNING: {"id": "id", "secret": "secret"},
    Provider.ICREDIT: {"group_token": GROUP},
}
BOOKS: Final = {Provider.ICREDIT: {"api_token": "api-token"}}  # others': those of payments
SPEAKS: Final[Mapping[Provider, tuple[type, type]]] = {
    Provider.CARDCOM: (CardcomGateway, CardcomIssuer),
    Provider.MORNING: (MorningGateway, MorningIssuer),
    Provider.ICREDIT: (ICreditGateway, RivhitIssuer),
}


@dataclass
class Company:
    """A company's server, and where it listens."""

    provider: Provider
    there: StandIn
    base: str

    @property
    def settings(self) -> Settings:
        return replace(settings(), **dict.fromkeys(SPOKEN_TO[self.provider], self.base))

    @property
    def ports(self) -> Ports:
        return wiring.ports_for(self.settings)

    @property
    def environment(self) -> dict[str, str]:
        return {f"FITKIT_{name.upper()}": self.base for name in SPOKEN_TO[self.provider]}

    @property
    def looks_up(self) -> bool:
        """Whether a charge whose answer was lost is found by our key."""
        return self.provider is not Provider.ICREDIT

    def moved(self) -> list[Money]:
        """What moved there, refunds below zero, oldest first."""
        match self.there:
            case CardcomStandIn():
                return [Money(round(d["Amount"] * 100)) for d in self.there.deals]
            case MorningStandIn():
                paid = [d for d in self.there.documents.values() if d["type"] in (320, 400)]
                return [Money(round(d["amount"] * 100)) for d in paid]
            case ICreditStandIn():
                return [Money(agorot) for agorot in self.there.moved]
        raise AssertionError(self.there)


@dataclass
class CompanyTill(Till):
    """A member who pays a gym through a company's stand-in."""

    company: Company = None  # type: ignore[assignment]  # always given

    @property
    def ports(self) -> Ports:
        return self.company.ports

    def fill(self, charge_id: UUID, fate: object = None) -> Any:  # the page takes one good card
        return fill(self.charge(charge_id).page_url)

    def moved(self) -> list[Money]:
        return self.company.moved()

    def card(self, fate: object = None) -> UUID:
        """A good card that the company keeps; Morning has it from its own client's page."""
        if isinstance(self.company.there, MorningStandIn):
            token = self.company.there.save_card(PageCard.GOOD, "client-1", "נועה כהן")
            kept = CardToken(token, PageCard.GOOD[-4:], 2030, 12)
            with open_work(self.actor) as w:
                return actions.keep_card(
                    w, member_id=self.member_id, account_id=self.account_id, token=kept
                )
        charge_id = self.open(amount=ZERO, keeps_card=True)
        self.page(charge_id)
        self.fill(charge_id)
        found = self.ask(charge_id)
        assert found.state is ChargeState.PAID
        assert found.card_id is not None
        return found.card_id


@contextmanager
def company(provider: Provider) -> Iterator[Company]:
    """A company of the test's own, which tells nobody of anything by itself."""
    made: dict[Provider, Callable[[], StandIn]] = {
        Provider.CARDCOM: CardcomStandIn,
        Provider.MORNING: MorningStandIn,
        Provider.ICREDIT: lambda: ICreditStandIn(group=GROUP),
    }
    there = made[provider]()
    there.callbacks = Callbacks.NEVER
    with serving(there) as base:
        yield Company(provider, there, base)


def make_company_till(actor: Actor, at: Company) -> CompanyTill:
    with open_work(actor) as w:
        account_id = actions.connect_account(
            w, provider=at.provider, credentials=CREDENTIALS[at.provider]
        )
        member_id = make_member(w)
    return CompanyTill(actor, account_id, member_id, company=at)


def work_until(
    database: str,
    environment: Mapping[str, str],
    provider: Provider,
    what: str,
    where: tuple[UUID, UUID],
    method: str,
) -> None:
    """Do one thing as a worker does it, and be killed when the company has just answered to a call."""
    os.environ |= {"FITKIT_DATABASE": database, **environment}
    from fitkit.core import db, discover, jobs
    from fitkit.core.actor import system
    from fitkit.features.documents import flows as documents
    from fitkit.features.payments import flows

    discover.tables()
    discover.jobs()
    settings.cache_clear()
    db.engine.cache_clear()
    db.bind(None)
    kind = SPEAKS[provider][what == "document"]
    said = getattr(kind, method)

    def last_words(*given: Any, **named: Any) -> Any:
        said(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(kind, method, last_words)
    org_id, row_id = where
    ports, actor = wiring.ports_for(settings()), system(org_id)
    match what:
        case "charge":
            flows.collect(ports, actor, charge_id=row_id)
        case "refund":
            flows.give_back(ports, actor, refund_id=row_id)
        case "document":
            documents.issue(ports, actor, document_id=row_id)
        case _:
            jobs.run_ready(ports)


def issuer_of(provider: Provider) -> Issuer:
    return Issuer(provider.value)
