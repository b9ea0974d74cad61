"""What keeps guardians and their children in step unasked."""

from uuid import UUID

from fitkit.core.jobs import every, on
from fitkit.core.work import Work
from fitkit.features.identity.events import InvitationAccepted, RoleGranted
from fitkit.features.members import actions


@on(RoleGranted)
def take_on_wards(w: Work, e: RoleGranted) -> None:
    """A guardian who has an account now acts for the children."""
    _keep(w, e.member_id)


@on(InvitationAccepted)
def take_on_wards_of_invited(w: Work, e: InvitationAccepted) -> None:
    """The same for a role that was there before it was said who the member is."""
    _keep(w, e.member_id)


@every(at="03:30", per_gym=True)
def let_go_of_adults(w: Work) -> None:
    """Whoever turned 18 today acts for themself."""
    actions.let_go_of_adults(w)


def _keep(w: Work, member_id: UUID | None) -> None:
    if member_id is not None and w.actor.org_id is not None:
        actions.keep_wards(w, guardian_id=member_id)
