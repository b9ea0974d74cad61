"""What ending a deal does unasked: codes go out, and money that was taken too late goes back."""

from fitkit.core.actor import Actor
from fitkit.core.jobs import on
from fitkit.core.money import Money
from fitkit.core.work import Work
from fitkit.features.billing.actions import endings as actions
from fitkit.features.billing.events.endings import CancelCodeAsked
from fitkit.features.billing.flows import endings as flows
from fitkit.features.billing.queries.ended_money import ORDER
from fitkit.features.payments.events import ChargeSettled
from fitkit.features.payments.rules import ChargeState
from fitkit.ports import Ports


@on(CancelCodeAsked, outside=True)
def send_cancel_code(ports: Ports, actor: Actor, e: CancelCodeAsked) -> None:
    """The member, at the address the gym has."""
    if e.member_id is not None:
        flows.send_code(ports, actor, code_id=e.about, member_id=e.member_id, lang=e.lang)


def _pays_an_order(e: ChargeSettled) -> bool:
    return e.cause_kind == ORDER and e.state is ChargeState.PAID and not e.is_double


@on(ChargeSettled, when=_pays_an_order)
def give_back_later(w: Work, e: ChargeSettled) -> None:
    """What was paid for a deal after its member had ended it; of a period, whoever settles it sees to that."""
    actions.give_back_later(
        w,
        kind=e.cause_kind,
        cause_id=e.cause_id,
        charge_id=e.charge_id,
        amount=Money(e.amount_agorot),
    )
