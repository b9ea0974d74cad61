"""What class types do unasked."""

from fitkit.core.jobs import on
from fitkit.core.work import Work
from fitkit.features.class_types import actions
from fitkit.features.orgs.events import OrgOpened


@on(OrgOpened)
def add_first_class_types(w: Work, e: OrgOpened) -> None:
    """A new gym begins with the class types of its kind."""
    actions.add_template(w, org_id=e.about, kind=e.kind)
