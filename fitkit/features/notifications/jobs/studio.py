"""What the gym's own people are told: holidays, newcomers, substitutes."""

from fitkit.core.jobs import on
from fitkit.core.work import Work
from fitkit.features.closures.events import ClosuresProposed
from fitkit.features.identity.events import (
    InvitationAccepted,
)
from fitkit.features.notifications import queries
from fitkit.features.notifications.jobs._telling import tell
from fitkit.features.substitutes.events import (
    SubstituteAsked,
    SubstituteDeclined,
    SubstituteFound,
)


@on(ClosuresProposed)
def tell_closures_proposed(w: Work, e: ClosuresProposed) -> None:
    """The owner: a year's holidays wait."""
    happening = queries.closures_proposed(e.about, year=e.year)
    for receiver in queries.owners(w):
        tell(w, receiver, happening)


@on(InvitationAccepted)
def tell_invitation_accepted(w: Work, e: InvitationAccepted) -> None:
    """The owner and whoever invited."""
    happening = queries.invitation_accepted(
        w,
        invitation_id=e.about,
        user_id=e.user_id,
        role=e.role,
        staff=e.staff_id is not None or e.member_id is None,
    )
    for receiver in queries.inviters(w, invitation_id=e.about, joined=e.user_id):
        tell(w, receiver, happening)


@on(SubstituteAsked)
def tell_substitute_asked(w: Work, e: SubstituteAsked) -> None:
    """The coaches who were asked, as long as somebody is sought."""
    for receiver, happening in queries.substitute_asked(w, request_id=e.about):
        tell(w, receiver, happening)


@on(SubstituteDeclined)
def tell_substitute_declined(w: Work, e: SubstituteDeclined) -> None:
    """Whose class it is, and who asked this one colleague for them: another has to be asked."""
    for receiver, happening in queries.substitute_declined(
        w, request_id=e.about, staff_id=e.staff_id
    ):
        tell(w, receiver, happening)


@on(SubstituteFound)
def tell_substitute_found(w: Work, e: SubstituteFound) -> None:
    """Whose class it was, who gives it now, and the owner; not who decided it."""
    happening = queries.substitute_found(
        w, request_id=e.about, session_id=e.session_id, staff_id=e.staff_id
    )
    concerned = queries.concerned_by_substitute(w, staff_ids=(e.staff_before, e.staff_id))
    for receiver in concerned:
        if receiver.user_id != e.by_user_id:
            tell(w, receiver, happening)
