"""Documents by themselves: owed when money moved, issued at once, tried again, and missed aloud."""

from fitkit.core.actor import Actor
from fitkit.core.jobs import every, on
from fitkit.core.work import Work
from fitkit.features.documents import actions, flows
from fitkit.features.documents.events import (
    DocumentNoted,
    DocumentOwed,
    DocumentTriedAgain,
    IssuerChosen,
)
from fitkit.features.payments.events import ChargeSettled, RefundSettled
from fitkit.features.payments.rules import ChargeState, RefundState
from fitkit.ports import Ports


@on(ChargeSettled, when=lambda e: e.state is ChargeState.PAID)
def owe_for_payment(w: Work, e: ChargeSettled) -> None:
    """The document of what was paid."""
    actions.owe_for_charge(w, charge_id=e.about)


@on(RefundSettled)
def owe_for_refund(w: Work, e: RefundSettled) -> None:
    """What takes a document back, when money went back."""
    if e.state is RefundState.DONE:
        actions.owe_for_refund(w, refund_id=e.about)


@on(DocumentOwed, outside=True, when=lambda e: e.has_issuer)
def issue(ports: Ports, actor: Actor, e: DocumentOwed) -> None:
    """At once, for whoever waits for it."""
    flows.issue(ports, actor, document_id=e.about)


@on(DocumentTriedAgain, outside=True)
def issue_again(ports: Ports, actor: Actor, e: DocumentTriedAgain) -> None:
    """What somebody asked for."""
    flows.issue(ports, actor, document_id=e.about)


@on(DocumentNoted, outside=True)
def issue_what_waited(ports: Ports, actor: Actor, e: DocumentNoted) -> None:  # noqa: ARG001  # the shape of a reaction
    """What takes back the document whose number is known now."""
    flows.issue_due(ports, actor)


@on(IssuerChosen, outside=True)
def issue_owed(ports: Ports, actor: Actor, e: IssuerChosen) -> None:  # noqa: ARG001  # the shape of a reaction
    """All that the gym owes, now that somebody numbers it."""
    flows.issue_due(ports, actor)


@every(minutes=1, outside=True, long=True)
def issue_due(ports: Ports, actor: Actor) -> None:
    """What was left without an answer, and files that were not to be had."""
    flows.issue_due(ports, actor)


@every(at="09:30", per_gym=True)
def alert(w: Work) -> None:
    """The owner, once a day while documents are missing."""
    actions.alert(w)
