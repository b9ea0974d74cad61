"""What staff do unasked."""

from fitkit.core.jobs import on
from fitkit.core.work import Work
from fitkit.features.orgs.events import OrgOpened
from fitkit.features.staff import actions


@on(OrgOpened)
def add_owner_as_coach(w: Work, e: OrgOpened) -> None:
    """Whoever opens a gym can be put on its timetable at once."""
    actions.add_owner(w, org_id=e.about, user_id=e.user_id)
