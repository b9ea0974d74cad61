"""What locations do unasked."""

from fitkit.core.jobs import on
from fitkit.core.work import Work
from fitkit.features.locations import actions
from fitkit.features.orgs.events import OrgOpened


@on(OrgOpened)
def open_first_location(w: Work, e: OrgOpened) -> None:
    """A new gym has a place from the start."""
    actions.open_first(w, org_id=e.about)
