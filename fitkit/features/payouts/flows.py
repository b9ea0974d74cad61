"""Ask companies what they paid out."""

from datetime import timedelta
from typing import Final

import structlog

from fitkit.core import clock
from fitkit.core.actor import Actor
from fitkit.core.errors import OutsideFailure, Refusal
from fitkit.core.permissions import Permission, flow_requires, internal
from fitkit.core.work import open_work
from fitkit.features.payouts import actions, queries
from fitkit.ports import Ports
from fitkit.texts import payouts as texts

log = structlog.get_logger(__name__)
_BACK: Final = timedelta(days=45)


@internal
def fetch(ports: Ports, actor: Actor) -> tuple[int, int]:
    """Keep what the gym's companies paid out lately: how many tell at all, and how many payouts are new.

    Raises:
        OutsideFailure: a company that tells did not answer.
    """
    with open_work(actor) as w:
        lines = queries.dialled_accounts(w)
    today, tells, new = clock.day_of(clock.now(), actor.zone), 0, 0
    for line in lines:
        try:
            gateway = ports.payments.open(line.provider, line.credentials)
        except ValueError:  # it may not be used here any more
            continue
        if not gateway.abilities.pays_out:
            continue
        tells += 1
        told = list(gateway.payouts(today - _BACK, today))
        with open_work(actor) as w:
            new += actions.keep_told(
                w, account_id=line.account_id, provider=line.provider, told=told
            )
    return tells, new


@flow_requires(Permission.EDIT_MONEY)
def fetch_now(ports: Ports, actor: Actor) -> int:
    """The same because somebody wants to know; how many payouts are new.

    Raises:
        Refusal: no company here tells, or one did not answer.
    """
    try:
        tells, new = fetch(ports, actor)
    except OutsideFailure as failure:
        log.warning("payouts_not_had", why=str(failure))
        raise Refusal(texts.NOT_HAD) from None
    if not tells:
        raise Refusal(texts.NOBODY_TELLS)
    return new
