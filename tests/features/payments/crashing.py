"""A worker process that is killed with -9 at one step: before or after a commit, or a word with the company."""

import os
import signal
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

STEP: Final = {"left": 0}


def die_here(*_: Any) -> None:  # Any: what SQLAlchemy hands its listeners
    """One step further; the process ends at the last one that it was given."""
    STEP["left"] -= 1
    if STEP["left"] == 0:
        os.kill(os.getpid(), signal.SIGKILL)


def work(database: str, what: str, org_id: UUID, row_id: UUID, steps: int) -> None:
    """Do one thing as a worker does it, and die after so many steps of it."""
    os.environ["FITKIT_DATABASE"] = database
    from fitkit import wiring
    from fitkit.core import db, jobs
    from fitkit.core.actor import system
    from fitkit.core.settings import settings
    from fitkit.core.tenancy import OrgSession
    from fitkit.features.payments import flows
    from fitkit.integrations.sandbox.payments import DemoGateway

    settings.cache_clear()
    db.engine.cache_clear()
    db.bind(None)
    ports, actor = wiring.ports_for(settings()), system(org_id)
    for name in ("open_page", "page_outcome", "charge", "look_up", "refund"):
        _step_around(DemoGateway, name)
    sa.event.listen(OrgSession, "before_commit", die_here)
    sa.event.listen(OrgSession, "after_commit", die_here)
    STEP["left"] = steps
    match what:
        case "charge":
            flows.collect(ports, actor, charge_id=row_id)
        case "page":
            from tests.factories.payments import Till

            Till(actor, row_id, row_id).page(row_id)
        case _:
            jobs.run_ready(ports)


def _step_around(kind: type, name: str) -> None:
    """Steps before and after a method, which does what it does."""
    said = getattr(kind, name)

    def stepped(*given: Any, **named: Any) -> Any:
        die_here()
        answer = said(*given, **named)
        die_here()
        return answer

    setattr(kind, name, stepped)
