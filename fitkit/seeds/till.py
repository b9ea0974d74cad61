"""The demo studio's till: its account at the demo's payment company, kept cards, and what was taken before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID, uuid4

from fitkit.core import clock
from fitkit.core.actor import Actor, system
from fitkit.core.clock import ISRAEL
from fitkit.core.i18n import Lang
from fitkit.core.ids import new_id
from fitkit.core.money import Money
from fitkit.core.permissions import ROLES, Role
from fitkit.core.work import open_work
from fitkit.features.billing.actions import PaidPeriod
from fitkit.features.billing.queries.periods import CAUSE
from fitkit.features.documents import flows as documents
from fitkit.features.payments import actions as payments
from fitkit.features.payments import queries as charges
from fitkit.features.payments.actions import PastCharge
from fitkit.integrations.sandbox.bank import Bank
from fitkit.integrations.sandbox.cards import EnteredCard, Fate
from fitkit.ports.payments import CardToken, ChargeRequest, Paid, PaidLine, Payer, PayWay
from fitkit.wiring import demo_bank, ports

ASKED_AT: Final = time(10, 5)  # of a day: when what is due is charged
NIGHT: Final = time(6, 10)
_LOST: Final = "704418"  # a number that the company never gave
_CHEQUE: Final = "צ'ק 0417, בנק הפועלים"


@dataclass(frozen=True, slots=True)
class Purse:
    """How somebody pays: by hand, or by a card that the company keeps."""

    way: PayWay
    card: CardToken | None = None
    card_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A period that was paid, and out of which purse."""

    period: PaidPeriod
    purse: Purse
    is_lost: bool = False  # the company knows nothing of it
    has_paper: bool = True  # its document was issued


@dataclass(frozen=True, slots=True)
class Till:
    """The studio, with the company behind it."""

    owner: Actor
    org_id: UUID
    today: date
    account_id: UUID
    account: str  # as the company calls it
    bank: Bank

    @property
    def fitkit(self) -> Actor:
        """FitKit itself, in the studio."""
        return system(self.org_id)

    def member(self, member_id: UUID) -> Actor:
        """A member at their own phone."""
        return Actor(self.org_id, None, member_id=member_id, permissions=ROLES[Role.MEMBER])

    def moment(self, days_ago: int, at: time = ASKED_AT) -> datetime:
        """A wall time of a day that is gone; this minute, where it is still ahead."""
        wanted = clock.wall(self.today - timedelta(days=days_ago), at, ISRAEL)
        return min(wanted, clock.now() - timedelta(seconds=1))

    def card(self, fate: Fate, last4: str, ends_on: date) -> CardToken:
        """A card that the company keeps from now on."""
        entered = EnteredCard(fate, last4, ends_on.year, ends_on.month, holder_id="")
        return self.bank.keep(self.account, entered)

    def fill(self, url: str, fate: Fate, last4: str) -> None:
        """Pay on a page of the demo's company."""
        card = EnteredCard(fate, last4, self.today.year + 3, 6, holder_id="")
        self.bank.try_card(url.rstrip("/").rpartition("/")[2], card)

    def take(self, taken: Sequence[Taken]) -> tuple[UUID, ...]:
        """Let the company have taken it, write the payments down, have their documents issued; the charges."""
        past = [self._charge(one) for one in taken]
        with open_work(self.owner) as w:
            payments.record_past(w, account_id=self.account_id, charges=past)
        papers = [one.id for one, its in zip(past, taken, strict=True) if its.has_paper]
        documents.issue_past(ports(), self.fitkit, charge_ids=papers)
        return tuple(one.id for one in past)

    def moved_unknown(self, amount: Money) -> None:
        """Money that the company took, as on its own terminal, and that nobody here knows of."""
        card = CardToken("terminal", "8814", self.today.year + 2, 1)
        self._moved(uuid4(), amount, (PaidLine("terminal", amount),), card, "terminal")

    def _charge(self, one: Taken) -> PastCharge:
        period, purse, charge_id = one.period, one.purse, new_id()
        number, approval = self._number(one, charge_id)
        return PastCharge(
            id=charge_id,
            member_id=period.member_id,
            cause_kind=CAUSE,
            cause_id=period.id,
            amount=period.amount,
            lines=period.lines,
            words=period.words,
            way=purse.way,
            at=period.paid_at,
            card_id=purse.card_id,
            last4=purse.card.last4 if purse.card else "",
            transaction_id=number,
            approval=approval,
            note=_CHEQUE if purse.way is PayWay.CHEQUE else "",
        )

    def _number(self, one: Taken, charge_id: UUID) -> tuple[str, str]:
        """The company's number of a payment and its approval; empty where staff took it."""
        if one.purse.card is None:
            return "", ""
        if one.is_lost:
            return _LOST, ""
        with clock.turned_back(one.period.paid_at):
            card, period = one.purse.card, one.period
            found = self._moved(charge_id, period.amount, period.lines, card, period.words.he)
        return found.transaction.id, found.transaction.approval

    def _moved(
        self, key: UUID, amount: Money, lines: tuple[PaidLine, ...], card: CardToken, words: str
    ) -> Paid:
        payer = Payer("")
        request = ChargeRequest(key.hex, amount, lines, card, payer, words, Lang.HE)
        found = self.bank.charge(self.account, request, Fate.APPROVED)
        if not isinstance(found, Paid):
            raise TypeError("the demo's company declined a card that is good")
        return found


def open_till(owner: Actor, org_id: UUID, today: date) -> Till:
    """The till of a gym whose account is the demo's."""
    bank = demo_bank()
    with open_work(owner) as w:
        account = charges.account(w)
        if bank is None or account is None:
            raise LookupError("the demo pays with the demo's company")
        name = charges.dialled(w, account_id=account.id).credentials["account"]
    return Till(owner, org_id, today, account.id, name, bank)
