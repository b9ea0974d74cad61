"""What payments do by themselves: read callbacks, give back, look up, forget."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog

from fitkit.core import clock
from fitkit.core.actor import Actor, system
from fitkit.core.errors import NotFound
from fitkit.core.jobs import every, on
from fitkit.core.work import Work, open_work
from fitkit.features.payments import actions, flows, queries, rules
from fitkit.features.payments.events import CallbackCame, RefundOpened
from fitkit.ports import Ports

log = structlog.get_logger(__name__)
BATCH: Final = 200
LATER: Final = timedelta(minutes=10)  # after a look that failed


@on(CallbackCame, outside=True)
def read_callback(ports: Ports, actor: Actor, e: CallbackCame) -> None:
    """Ask about what a callback points to, at once."""
    flows.read_callback(ports, actor, callback_id=e.about)


@on(RefundOpened, outside=True)
def give_back(ports: Ports, actor: Actor, e: RefundOpened) -> None:
    """Tell the company of a refund, at once; what comes between is made up for by ``look``."""
    if e.way not in rules.BACK_BY_HAND:
        flows.give_back(ports, actor, refund_id=e.about)


@every(minutes=1, outside=True)
def look(ports: Ports, actor: Actor) -> None:
    """Go on with every charge and refund that is due, of all gyms.

    One that cannot be gone on with is put off, and keeps nothing else from its turn.
    """
    with open_work(actor.as_platform("look")) as w:
        charges = queries.due(w, most=BATCH)
        refunds = queries.due_refunds(w, most=BATCH)
    _each(charges, lambda gym, id_: flows.go_on(ports, gym, charge_id=id_), _put_off)
    _each(refunds, lambda gym, id_: flows.give_back(ports, gym, refund_id=id_), _put_off_refund)


@every(at="04:20", per_gym=True)
def forget_old_callbacks(w: Work) -> None:
    """What companies told is forgotten after its time."""
    actions.forget_old_callbacks(w)


def _each(
    found: Iterable[tuple[UUID, UUID, str]],
    go_on: Callable[[Actor, UUID], object],
    put_off: Callable[[Actor, UUID], None],
) -> None:
    for id_, org_id, zone in found:
        gym = system(org_id, zone)
        try:
            go_on(gym, id_)
        except NotFound:
            continue
        except Exception as error:
            log.exception("look_failed", about=str(id_), error=type(error).__name__)
            put_off(gym, id_)


def _put_off(gym: Actor, id_: UUID) -> None:
    with open_work(gym) as w:
        actions.put_off(w, charge_id=id_, until=clock.now() + LATER)


def _put_off_refund(gym: Actor, id_: UUID) -> None:
    with open_work(gym) as w:
        actions.put_off_refund(w, refund_id=id_, until=clock.now() + LATER)
