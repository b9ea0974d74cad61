"""What payments do by themselves: read callbacks, give back, look up, forget."""

from datetime import timedelta
from typing import Final

import structlog

from fitkit.core import clock
from fitkit.core.actor import Actor
from fitkit.core.errors import NotFound
from fitkit.core.jobs import every, on, start, task
from fitkit.core.work import Work, open_work
from fitkit.features.payments import actions, flows, queries, rules
from fitkit.features.payments.events import CallbackCame, RefundOpened
from fitkit.features.payments.queries import Due
from fitkit.ports import Ports

log = structlog.get_logger(__name__)
BATCH: Final = 200
SPELL: Final = timedelta(seconds=30)  # nothing is begun after it: other gyms wait for this thread
LATER: Final = timedelta(minutes=10)  # after a look that failed


@on(CallbackCame, outside=True)
def read_callback(ports: Ports, actor: Actor, e: CallbackCame) -> None:
    """Ask about what a callback points to, at once."""
    flows.read_callback(ports, actor, callback_id=e.about)


@on(RefundOpened, outside=True)
def give_back(ports: Ports, actor: Actor, e: RefundOpened) -> None:
    """Tell the company of a refund, at once; what comes between is made up for by ``look_in_gym``."""
    if e.way not in rules.BACK_BY_HAND:
        flows.give_back(ports, actor, refund_id=e.about)


@every(minutes=1)
def look(w: Work) -> None:
    """Find the gyms where a charge or a refund is due, and start a job in each.

    None waits for another's company: one that answers nobody holds up its own gym alone.
    """
    start(w, look_in_gym, gyms=queries.gyms_due(w))


@task(outside=True, long=True)
def look_in_gym(ports: Ports, actor: Actor) -> None:
    """Go on with what is due in a gym, longest due first, for a while; the rest is left to the next minute.

    One that cannot be gone on with is put off, and keeps nothing else from its turn.
    """
    with open_work(actor) as w:
        found = queries.due(w, most=BATCH)
    until = clock.now() + SPELL
    for one in found:
        if clock.now() >= until:
            return
        try:
            _go_on(ports, actor, one)
        except NotFound:
            continue
        except Exception as error:
            log.exception("look_failed", about=str(one.id), error=type(error).__name__)
            _put_off(actor, one)


@every(at="04:20", per_gym=True)
def forget_old_callbacks(w: Work) -> None:
    """What companies told is forgotten after its time."""
    actions.forget_old_callbacks(w)


def _go_on(ports: Ports, actor: Actor, one: Due) -> None:
    if one.is_refund:
        flows.give_back(ports, actor, refund_id=one.id)
    else:
        flows.go_on(ports, actor, charge_id=one.id)


def _put_off(actor: Actor, one: Due) -> None:
    until = clock.now() + LATER
    with open_work(actor) as w:
        if one.is_refund:
            actions.put_off_refund(w, refund_id=one.id, until=until)
        else:
            actions.put_off(w, charge_id=one.id, until=until)
