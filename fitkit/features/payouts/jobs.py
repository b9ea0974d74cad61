"""Every morning, when companies have told the banks."""

from fitkit.core.actor import Actor
from fitkit.core.jobs import every
from fitkit.features.payouts import flows
from fitkit.ports import Ports


@every(at="06:40", per_gym=True, outside=True, long=True)
def fetch(ports: Ports, actor: Actor) -> None:
    """What was paid out lately."""
    flows.fetch(ports, actor)
