"""What companies tell unasked: kept at once, read afterwards, never believed."""

from typing import Final
from urllib.parse import parse_qsl
from uuid import UUID

import structlog

from fitkit.core import clock, ratelimit
from fitkit.core.actor import VISITOR, Actor, system
from fitkit.core.errors import Refusal
from fitkit.core.permissions import internal, public
from fitkit.core.ratelimit import Allowance
from fitkit.core.work import open_work
from fitkit.features.payments import actions, queries
from fitkit.features.payments.flows import _dialling
from fitkit.features.payments.flows.charging import ask
from fitkit.ports import Ports
from fitkit.ports.payments import Misconfigured

log = structlog.get_logger(__name__)
# Of one account: a Saturday night's sign-ups, and no flood. What is over it is found by looking.
_ALLOWED: Final = Allowance(burst=240, per_s=60)


@public
def take_callback(
    ports: Ports,  # noqa: ARG001  # the shape of a flow
    actor: Actor,  # noqa: ARG001  # nobody; the address is the key
    *,
    token: str,
    body: bytes,
    content_type: str,
    query: str,
) -> bool:
    """Keep what came to a callback address, to be read by a job; whether it was kept.

    Unknown addresses and floods are not kept; whoever sends is told nothing of it.
    """
    with open_work(VISITOR) as w:
        found = queries.opened_by(w, token=token)
    if found is None:
        return False
    account_id, gym_id, zone = found
    try:
        ratelimit.take(f"pay-hook:{account_id}", _ALLOWED, now=clock.now())
    except Refusal:
        log.warning("callbacks_too_many", account_id=str(account_id))
        return False
    with open_work(system(gym_id, zone)) as w:
        actions.keep_callback(
            w, account_id=account_id, body=body, content_type=content_type, query=query
        )
    return True


@internal
def read_callback(ports: Ports, actor: Actor, *, callback_id: UUID) -> None:
    """Find the charge that a callback points to, and ask the company about it.

    Raises:
        NotFound: no such callback.
    """
    with open_work(actor) as w:
        came = queries.callback(w, callback_id=callback_id)
        line = _dialling.dial(w, came.account_id)
    gateway = _dialling.gateway(ports, line)
    if isinstance(gateway, Misconfigured):
        return
    hint = gateway.read_hint(came.body, came.content_type, dict(parse_qsl(came.query)))
    charge_id = None
    with open_work(actor) as w:
        if hint is not None:
            charge_id = queries.charge_by_hint(
                w, account_id=came.account_id, reference=hint.reference, key=hint.key
            )
        reference = hint.reference if hint else ""
        actions.note_callback(w, callback_id=callback_id, reference=reference, charge_id=charge_id)
    if charge_id is not None:
        ask(ports, actor, charge_id=charge_id)
