"""Refunds at their companies: told once, and looked for where the answer did not come."""

from uuid import UUID

from fitkit.core import clock
from fitkit.core.actor import Actor
from fitkit.core.errors import OutsideFailure
from fitkit.core.money import ZERO
from fitkit.core.permissions import internal
from fitkit.core.work import Work, open_work
from fitkit.features.payments import actions, queries, rules
from fitkit.features.payments.flows import _dialling
from fitkit.features.payments.queries import ChargeView, RefundView
from fitkit.features.payments.rules import Claim, Listed, RefundState
from fitkit.ports import Ports
from fitkit.ports.payments import (
    CardToken,
    Misconfigured,
    Paid,
    PaymentGateway,
    RefundOutcome,
    RefundRequest,
    Unknown,
)


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
    gateway = _dialling.gateway(ports, line)
    if isinstance(gateway, Misconfigured):
        outcome: RefundOutcome = gateway
    elif before.state is RefundState.CREATED or gateway.abilities.refunds_by_key:
        outcome = gateway.refund(request)
    else:
        outcome = _searched(gateway, before, actor)
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


def _searched(gateway: PaymentGateway, refund: RefundView, actor: Actor) -> Paid | Unknown:
    """A refund in the company's list, where it can be told which of those there it is.

    What others hold is read once more when the list is here: whoever is in it was told before.
    """
    if refund.told_at is None or not gateway.abilities.lists:
        return Unknown("the company has no list to look in")
    mine = Claim(refund.id, refund.told_at)
    with open_work(actor) as w:
        rivals = queries.claims(w, refund=refund).rivals
    earliest = mine.told_at - rules.LISTED_WITHIN
    since = min(one.since for one in (mine, *rivals) if one.told_at >= earliest)
    first = clock.day_of(since, clock.ISRAEL)
    try:
        listed = list(gateway.transactions(first, clock.day_of(clock.now(), clock.ISRAEL)))
    except OutsideFailure as failure:
        return Unknown(str(failure))
    with open_work(actor) as w:
        others = queries.claims(w, refund=refund)
    free = {
        one.id: one
        for one in listed
        if one.is_refund and one.amount == refund.amount and one.id not in others.numbers
    }
    found = rules.claimed(
        mine, others.rivals, [Listed(one.id, one.key, one.at) for one in free.values()]
    )
    if found is not None:
        return Paid(free[found.number])
    return Unknown("several like it in the list" if free else "not in the company's list")
