"""Refunds at their companies: told once, and looked for where the answer did not come."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from fitkit.core import clock
from fitkit.core.actor import Actor
from fitkit.core.errors import OutsideFailure
from fitkit.core.money import ZERO
from fitkit.core.permissions import internal
from fitkit.core.work import Work, open_work
from fitkit.features.payments import actions, queries
from fitkit.features.payments.flows import _dialling
from fitkit.features.payments.queries import ChargeView, RefundView
from fitkit.features.payments.rules import RefundState
from fitkit.ports import Ports
from fitkit.ports.payments import (
    CardToken,
    Misconfigured,
    Paid,
    PaymentGateway,
    RefundOutcome,
    RefundRequest,
    Transaction,
    Unknown,
)

_CLOCKS_APART: Final = timedelta(minutes=10)


@internal
def give_back(ports: Ports, actor: Actor, *, refund_id: UUID) -> RefundView:
    """Tell the company of a refund, or look for one whose answer did not come; return it.

    Nothing is told twice of a company that does not know our keys: there its list is searched, and what
    is not found stays unknown until staff decide. Who comes second gets the refund as it stands.

    Raises:
        NotFound: no such refund.
    """
    with open_work(actor) as w:
        before = actions.begin_giving_back(w, refund_id=refund_id)
        if before is None:
            return queries.refund(w, refund_id=refund_id)
        charge = queries.charge(w, charge_id=before.charge_id)
        line = _dialling.dial(w, charge.account_id)
        request = _request(w, before, charge)
        known = _known(w, charge)
    gateway = _dialling.gateway(ports, line)
    if isinstance(gateway, Misconfigured):
        outcome: RefundOutcome = gateway
    elif before.state is RefundState.CREATED or gateway.abilities.refunds_by_key:
        outcome = gateway.refund(request)
    else:
        outcome = _searched(gateway, before, known)
    if before.state is RefundState.UNKNOWN and isinstance(outcome, Misconfigured):
        outcome = Unknown(
            outcome.words or outcome.problem
        )  # it says nothing of what was told before
    with open_work(actor) as w:
        return actions.settle_refund(w, refund_id=refund_id, outcome=outcome)


def _request(w: Work, refund: RefundView, charge: ChargeView) -> RefundRequest:
    others = queries.refunds_of(w, charge_id=charge.id)
    gone = [one.amount for one in others if one.state is RefundState.DONE and one.id != refund.id]
    card: CardToken | None = None
    if charge.card_id is not None:
        card = queries.token_of(w, card_id=charge.card_id)
    return RefundRequest(
        key=refund.id.hex,
        transaction_id=charge.transaction_id or "",
        amount=refund.amount,
        paid=charge.amount,
        before=sum((one for one in gone), ZERO),
        card=card,
    )


def _known(w: Work, charge: ChargeView) -> frozenset[str]:
    """Numbers of refunds that are written down: none of them is another's."""
    return queries.refund_numbers(w, account_id=charge.account_id)


def _searched(gateway: PaymentGateway, refund: RefundView, known: frozenset[str]) -> Paid | Unknown:
    """A refund in the company's list: the only one of its amount since it was told, and nobody else's."""
    if refund.told_at is None or not gateway.abilities.lists:
        return Unknown("the company has no list to look in")
    since = refund.told_at - _CLOCKS_APART
    first = clock.day_of(since, clock.ISRAEL)
    try:
        listed = list(gateway.transactions(first, clock.day_of(clock.now(), clock.ISRAEL)))
    except OutsideFailure as failure:
        return Unknown(str(failure))
    found = [
        one for one in listed if _may_be(one, refund) and one.id not in known and one.at >= since
    ]
    if len(found) == 1:
        return Paid(found[0])
    return Unknown("not in the company's list" if not found else "several like it in the list")


def _may_be(one: Transaction, refund: RefundView) -> bool:
    return one.is_refund and one.amount == refund.amount and one.key in ("", refund.id.hex)
