"""What proposes holidays unasked."""

from fitkit.core.jobs import every, on
from fitkit.core.work import Work
from fitkit.features.closures import actions
from fitkit.features.orgs.events import OrgOpened


@on(OrgOpened)
def propose_first_year(w: Work, e: OrgOpened) -> None:  # noqa: ARG001  # the shape of a reaction
    """A new gym begins with the holidays that are left of the year."""
    actions.propose_coming(w)


@every(at="05:20", per_gym=True)
def propose_coming_years(w: Work) -> None:
    """From October on the next year's too; each day once."""
    actions.propose_coming(w)
