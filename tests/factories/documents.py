"""Paid charges and done refunds as rows, and who issues their documents."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from fitkit import wiring
from fitkit.core import clock, crypto
from fitkit.core.ids import new_id
from fitkit.core.work import Work
from fitkit.features.payments.rules import ChargeMode, ChargeState, RefundState
from fitkit.features.payments.tables import Charge, PayAccount, Refund
from fitkit.integrations.payments import Issuers
from fitkit.ports import Ports
from fitkit.ports.invoices import InvoiceIssuer, Issuer
from fitkit.ports.payments import PayWay, Provider


def ports_with(issuer: Issuer, instance: InvoiceIssuer) -> Ports:
    """The ports of this process, with one issuer in place of another account's."""
    return replace(wiring.ports(), invoices=Issuers({issuer: lambda _: instance}))


def paid_charge(
    w: Work,
    member_id: UUID,
    agorot: int = 24_900,
    *,
    account_id: UUID | None = None,
    on: date | None = None,
    lines: list[list[object]] | None = None,
) -> UUID:
    """A charge that was paid: in cash, or by card through an account."""
    charge = Charge(
        member_id=member_id,
        cause_kind="sales_order",
        cause_id=new_id(),
        attempt=1,
        amount_agorot=agorot,
        lines=lines or [["מנוי חודשי", agorot, 1]],
        words="מנוי חודשי",
        mode=ChargeMode.PAGE if account_id else ChargeMode.HAND,
        state=ChargeState.PAID,
        account_id=account_id,
        way=PayWay.CARD if account_id else PayWay.CASH,
        paid_on=on or clock.day_of(w.now, clock.ISRAEL),
        transaction_id=new_id().hex if account_id else None,
        settled_at=w.now,
    )
    w.add(charge)
    w.session.flush()
    return charge.id


def done_refund(w: Work, charge_id: UUID, agorot: int = 4_900) -> UUID:
    """Money that went back of a charge."""
    charge = w.hold(Charge, charge_id)
    charge.refunded_agorot += agorot
    refund = Refund(
        charge_id=charge_id,
        member_id=charge.member_id,
        amount_agorot=agorot,
        way=charge.way or PayWay.CASH,
        state=RefundState.DONE,
        why="ביטול",
        settled_at=w.now,
    )
    w.add(refund)
    w.session.flush()
    return refund.id


def pay_account(w: Work, provider: Provider, credentials: str = "{}") -> UUID:
    """An account at a payment company, in use."""
    id_ = new_id()
    sealed = {
        f"{what}_sealed": crypto.seal(value, f"pay_account:{id_}:{what}")
        for what, value in (("credentials", credentials), ("token", "t"))
    }
    w.add(PayAccount(id=id_, provider=provider, **sealed))
    w.session.flush()
    return id_


@dataclass
class Moody:
    """An issuer whose answers go by its mood; what it makes is made by another."""

    beneath: InvoiceIssuer
    before: Callable[[], None] = lambda: None
    after: Callable[[], None] = lambda: None

    @property
    def issuer(self) -> Issuer:
        return self.beneath.issuer

    def issue(self, request):
        self.before()
        made = self.beneath.issue(request)
        self.after()
        return made

    def find(self, key, *, on):
        return self.beneath.find(key, on=on)

    def pdf(self, document):
        return self.beneath.pdf(document)
