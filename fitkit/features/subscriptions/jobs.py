"""What subscriptions do unasked."""

from fitkit.core.jobs import every
from fitkit.core.work import Work
from fitkit.features.subscriptions import actions


@every(at="03:30", per_gym=True)
def turn_freezes(w: Work) -> None:
    """What rests from today rests, and what rested until yesterday is awake."""
    actions.turn_freezes(w)


@every(at="03:40", per_gym=True)
def end_lapsed(w: Work) -> None:
    """What was over yesterday has ended by morning."""
    actions.end_lapsed(w)
