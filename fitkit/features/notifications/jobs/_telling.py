"""Telling one receiver, and the guardian of a child."""

from fitkit.core.jobs import later
from fitkit.core.work import Work
from fitkit.features.notifications import actions, queries, rules
from fitkit.features.notifications.jobs.sending import deliver_soon
from fitkit.features.notifications.rules import (
    Channel,
    Happening,
    Receiver,
)

_RECORD = frozenset({Channel.INBOX})


def tell(w: Work, receiver: Receiver, happening: Happening) -> None:
    """Tell whom it is about, and the guardian of a child."""
    guardian = queries.guardian_of(w, receiver)
    if guardian is None:
        _tell_one(w, receiver, happening)
        return
    only = _RECORD if guardian.shares_address else frozenset(Channel)
    _tell_one(w, receiver, happening, only=only)
    theirs = rules.of_ward(happening, ward_id=guardian.ward_id, name=guardian.ward)
    _tell_one(w, guardian.receiver, theirs)


def _tell_one(
    w: Work,
    receiver: Receiver,
    happening: Happening,
    *,
    only: frozenset[Channel] = frozenset(Channel),
) -> None:
    told = actions.notify(w, receiver, happening, only=only)
    if told is not None and told.soonest is not None and told.soonest <= w.now:
        later(w, deliver_soon, run_at=w.now)
