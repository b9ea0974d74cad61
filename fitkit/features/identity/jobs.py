"""Letters go out; what is dead is swept away."""

from fitkit.core.actor import Actor
from fitkit.core.jobs import every, on
from fitkit.core.work import Work
from fitkit.features.identity import actions, flows
from fitkit.features.identity.events import CodeRequested, InvitationMade, InvitationResent
from fitkit.ports import Ports


@on(CodeRequested, outside=True)
def send_code(ports: Ports, actor: Actor, e: CodeRequested) -> None:
    """Send the code."""
    flows.send_code(ports, actor, code_id=e.about)


@on(InvitationMade, outside=True)
def send_invitation(ports: Ports, actor: Actor, e: InvitationMade) -> None:
    """Send the letter."""
    flows.send_invitation(ports, actor, invitation_id=e.about)


@on(InvitationResent, outside=True)
def send_invitation_again(ports: Ports, actor: Actor, e: InvitationResent) -> None:
    """Send the letter once more."""
    flows.send_invitation(ports, actor, invitation_id=e.about)


@every(at="03:40")
def sweep(w: Work) -> None:
    """Dead codes, locks, sign-ins and links go."""
    actions.sweep(w)
