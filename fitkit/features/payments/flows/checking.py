"""Trying an account's connection: the button that says what is wrong."""

from dataclasses import dataclass
from uuid import UUID

from fitkit.core.actor import Actor
from fitkit.core.permissions import Permission, flow_requires
from fitkit.core.work import open_work
from fitkit.features.payments import actions
from fitkit.features.payments.flows import _dialling
from fitkit.ports import Ports
from fitkit.ports.payments import Abilities, Connected, Misconfigured, Problem


@dataclass(frozen=True, slots=True)
class CheckView:
    """What a check found."""

    problem: Problem | None  # None: it works
    called: str  # how the company calls the account
    words: str  # the company's own, for staff
    abilities: Abilities | None


@flow_requires(Permission.EDIT_SETTINGS)
def check_connection(ports: Ports, actor: Actor, *, account_id: UUID) -> CheckView:
    """Try an account's credentials without moving money, and keep what was found.

    Raises:
        NotFound: no such account.
    """
    with open_work(actor) as w:
        line = _dialling.dial(w, account_id)
    gateway = _dialling.gateway(ports, line)
    found = gateway if isinstance(gateway, Misconfigured) else gateway.check()
    abilities = None if isinstance(gateway, Misconfigured) else gateway.abilities
    match found:
        case Connected(called):
            view = CheckView(None, called, "", abilities)
        case Misconfigured(problem, words):
            view = CheckView(problem, "", words, abilities)
    with open_work(actor) as w:
        actions.note_check(w, account_id=account_id, problem=view.problem, called=view.called)
    return view
