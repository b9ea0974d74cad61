"""The pause after wrong attempts, counted per typed address."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from fitkit.core import crypto
from fitkit.core.ids import new_id
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.identity import events, rules
from fitkit.features.identity.actions.outcomes import Locked, Wrong
from fitkit.features.identity.tables import AttemptLock

_LOCK = columns(AttemptLock)


def lock_key(kind: str, whose: str) -> str:
    """Whose attempts of a kind are counted together."""
    return f"{kind}:{crypto.keyed_digest(whose, 'attempts')}"


def hold_lock(w: Work, key: str) -> Any:  # Any: a result row of AttemptLock
    """The account's lock, made if there is none, and held until the end of the Work."""
    fresh = {"id": new_id(), "created_at": w.now, "updated_at": w.now}
    return w.hot(
        insert(_LOCK)
        .values(key=key, failures=0, last_at=w.now, **fresh)
        .on_conflict_do_update(index_elements=[_LOCK.c.key], set_={"updated_at": w.now})
        .returning(_LOCK.c.id, _LOCK.c.failures, _LOCK.c.last_at, _LOCK.c.locked_until)
    ).one()


def minutes_of_lock(lock: Any, now: datetime) -> int:
    """How long a pause still is, in whole minutes."""
    return rules.minutes_left(lock.locked_until, now)


def count_failure(w: Work, lock: Any) -> Wrong | Locked:
    """Note a wrong attempt; after too many of them publishes AttemptsLocked."""
    failures = rules.failures_that_count(lock.failures, lock.last_at, w.now) + 1
    pause = rules.pause_after(failures)
    until = w.now + pause if pause else None
    _set_lock(w, lock, failures=failures, last_at=w.now, locked_until=until)
    if until is None:
        return Wrong(rules.FREE_TRIES - failures)
    minutes = rules.minutes_left(until, w.now)
    w.publish(events.AttemptsLocked(about=lock.id, minutes=minutes))
    return Locked(minutes)


def forgive(w: Work, lock: Any) -> None:
    """Start counting anew."""
    _set_lock(w, lock, failures=0, last_at=w.now, locked_until=None)


def _set_lock(w: Work, lock: Any, **values: Any) -> None:
    w.hot(sa.update(_LOCK).where(_LOCK.c.id == lock.id).values(**values))
