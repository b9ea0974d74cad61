"""What keeps the timetable full unasked."""

from fitkit.core.jobs import every
from fitkit.core.work import Work
from fitkit.features.scheduling import actions


@every(at="03:40", per_gym=True)
def keep_weeks_ahead(w: Work) -> None:
    """Eight weeks of classes, every night; running twice adds nothing."""
    actions.generate(w)
