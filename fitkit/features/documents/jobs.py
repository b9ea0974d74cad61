"""Documents by themselves: owed when money moved, issued at once, tried again, and missed aloud."""

from datetime import timedelta
from typing import Final

from fitkit.core import clock
from fitkit.core.actor import Actor
from fitkit.core.jobs import every, on, start, task
from fitkit.core.work import Work
from fitkit.features.documents import actions, flows, queries
from fitkit.features.documents.events import (
    DocumentNoted,
    DocumentOwed,
    DocumentTriedAgain,
    IssuerChosen,
)
from fitkit.features.payments.events import ChargeSettled, RefundSettled
from fitkit.features.payments.rules import ChargeState, RefundState
from fitkit.ports import Ports

SPELL: Final = timedelta(seconds=30)  # nothing is begun after it: other gyms wait for this thread


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


@on(DocumentNoted)
def issue_what_waited(w: Work, e: DocumentNoted) -> None:  # noqa: ARG001  # the shape of a reaction
    """What takes back the document whose number is known now."""
    _start_here(w)


@on(IssuerChosen)
def issue_owed(w: Work, e: IssuerChosen) -> None:  # noqa: ARG001  # the shape of a reaction
    """All that the gym owes, now that somebody numbers it."""
    _start_here(w)


@every(minutes=1)
def issue_due(w: Work) -> None:
    """Find the gyms where a document or a file is due, and start a job in each.

    None waits for another's issuer: one that answers nobody holds up its own gym alone.
    """
    start(w, issue_in_gym, gyms=queries.gyms_due(w))


@task(outside=True, long=True)
def issue_in_gym(ports: Ports, actor: Actor) -> None:
    """What was left without an answer in a gym, and files that were not to be had, longest due first, for a while."""
    flows.issue_due(ports, actor, until=clock.now() + SPELL)


@every(at="09:30", per_gym=True)
def alert(w: Work) -> None:
    """The owner, once a day while documents are missing."""
    actions.alert(w)


def _start_here(w: Work) -> None:
    if w.actor.org_id is not None:
        start(w, issue_in_gym, gyms=[w.actor.org_id])
