"""What was told goes out."""

from fitkit.core.actor import Actor
from fitkit.core.jobs import every, task
from fitkit.features.notifications import flows
from fitkit.ports import Ports


@every(minutes=1, outside=True)
def deliver(ports: Ports, actor: Actor) -> None:
    """What was held, failed for now, or was left by a dead sender."""
    flows.deliver_due(ports, actor)


@task(outside=True)
def deliver_soon(ports: Ports, actor: Actor) -> None:
    """What was given just now."""
    flows.deliver_due(ports, actor)
