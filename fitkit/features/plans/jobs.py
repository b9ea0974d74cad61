"""What plans do unasked."""

from fitkit.core.jobs import on
from fitkit.core.work import Work
from fitkit.features.orgs.events import OrgOpened
from fitkit.features.plans import actions


@on(OrgOpened)
def add_first_plans(w: Work, e: OrgOpened) -> None:
    """A new gym begins with the plans of its kind."""
    actions.add_template(w, org_id=e.about, kind=e.kind)
