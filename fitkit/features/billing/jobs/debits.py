"""What follows when a member's bank may be debited, or may not any more."""

from fitkit.core.jobs import later, on
from fitkit.core.work import Work
from fitkit.features.billing.actions import collecting
from fitkit.features.billing.jobs.renewals import collect_soon
from fitkit.features.debits.events import MandateActivated, MandateCancelled


@on(MandateActivated)
def wait_for_file(w: Work, e: MandateActivated) -> None:
    """What is owed waits for the next file, and for no card."""
    if collecting.try_new_card(w, member_id=e.member_id):
        later(w, collect_soon, run_at=w.now)


@on(MandateCancelled)
def back_to_card(w: Work, e: MandateCancelled) -> None:
    """What waited for a file is charged to the saved card, or asks for one."""
    if collecting.try_new_card(w, member_id=e.member_id):
        later(w, collect_soon, run_at=w.now)
