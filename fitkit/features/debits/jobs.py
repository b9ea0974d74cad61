"""What bank debits do by themselves: their days pass."""

from fitkit.core.clock import day_of
from fitkit.core.jobs import every
from fitkit.core.work import Work
from fitkit.features.debits import actions, queries


@every(at="07:20", per_gym=True)
def settle(w: Work) -> None:
    """What was not returned in its days is paid."""
    for run_id in queries.due_to_settle(w, today=day_of(w.now, w.actor.zone)):
        actions.settle_file(w, run_id=run_id)
