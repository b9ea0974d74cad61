"""Every night, when the companies have closed the day."""

from fitkit.core.actor import Actor
from fitkit.core.jobs import every
from fitkit.features.reconciliation import flows
from fitkit.ports import Ports


@every(at="06:10", per_gym=True, outside=True, long=True)
def reconcile(ports: Ports, actor: Actor) -> None:
    """The lists of yesterday and the day before."""
    flows.reconcile(ports, actor)
