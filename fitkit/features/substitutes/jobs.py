"""When a request closes by itself."""

from fitkit.core.jobs import every, on
from fitkit.core.work import Work
from fitkit.features.scheduling.events import SeriesWithdrawn, SessionCancelled, SessionChanged
from fitkit.features.substitutes import actions


@on(SessionCancelled)
def close_of_cancelled(w: Work, e: SessionCancelled) -> None:
    """Nobody is needed for a class that is off."""
    actions.close_moot(w, session_id=e.session_id)


@on(SessionChanged)
def close_of_changed(w: Work, e: SessionChanged) -> None:
    """A class that was given to another coach has found one."""
    if "coach_id" in e.fields:
        actions.close_moot(w, session_id=e.session_id)


@on(SeriesWithdrawn)
def close_of_withdrawn(w: Work, e: SeriesWithdrawn) -> None:  # noqa: ARG001  # the shape of a reaction
    """Classes that were taken back need nobody."""
    actions.close_moot(w)


@every(at="04:10", per_gym=True)
def close_of_begun(w: Work) -> None:
    """What nobody took is over with its class; screens leave it out from its start."""
    actions.close_moot(w)
