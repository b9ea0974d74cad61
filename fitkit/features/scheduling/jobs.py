"""What keeps the timetable full unasked."""

from fitkit.core.jobs import every, on
from fitkit.core.work import Work
from fitkit.features.closures.events import ClosureChanged, ClosureDeclined
from fitkit.features.scheduling import actions


@every(at="03:40", per_gym=True)
def keep_weeks_ahead(w: Work) -> None:
    """Eight weeks of classes, every night; running twice adds nothing."""
    actions.generate(w)


@on(ClosureChanged)
def make_up_for_undone(w: Work, e: ClosureChanged) -> None:
    """A day that is open after all has the classes that were not made while it was closed."""
    actions.make_up_for(w, day=e.day)


@on(ClosureDeclined)
def make_up_for_declined(w: Work, e: ClosureDeclined) -> None:
    """The same of a day on which the gym turned out to be open."""
    actions.make_up_for(w, day=e.day)
