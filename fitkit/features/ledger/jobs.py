"""What runs unasked: the nightly proof of each gym's book."""

from fitkit.core.jobs import every
from fitkit.core.work import Work
from fitkit.features.ledger import actions


@every(at="03:50", per_gym=True)
def prove(w: Work) -> None:
    """The book is recounted while the gym sleeps."""
    actions.prove(w)
