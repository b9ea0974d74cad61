"""The kiosk's own ways: an address looked up at every event, and asking at a pace people have."""

from typing import Final
from uuid import UUID

from fitkit.core import clock, ratelimit
from fitkit.core.actor import VISITOR, Actor
from fitkit.core.permissions import Permission, flow_requires, public
from fitkit.core.ratelimit import Allowance
from fitkit.core.work import open_work
from fitkit.features.checkin import actions, queries
from fitkit.features.checkin.queries import KioskFacts
from fitkit.features.checkin.rules import AtDoor
from fitkit.ports import Ports

ASKS: Final = Allowance(30, 60)  # searches and scans of one tablet: a full class at the door


@public
def recognise_kiosk(_ports: Ports, _actor: Actor, *, token: str) -> KioskFacts | None:
    """The kiosk that an address opens, looked up now; None for every address that opens none.

    Notes about once a minute that the tablet is there.
    """
    with open_work(VISITOR) as w:
        found = queries.kiosk_of(w, token=token)
    if found is not None:
        with open_work(found.actor) as w:
            actions.mark_seen(w, kiosk_id=found.kiosk_id)
    return found


@flow_requires(Permission.USE_KIOSK)
def find_by_phone(
    _ports: Ports, actor: Actor, *, kiosk_id: UUID, digits: str
) -> tuple[AtDoor, ...]:
    """People at the door by the end of their phone number; see ``queries.people_by_phone``.

    Raises:
        Refusal: TOO_MANY, or fewer than four digits.
        NotFound: no such kiosk in this gym, or a revoked one.
    """
    _pace(kiosk_id)
    with open_work(actor) as w:
        return queries.people_by_phone(w, kiosk_id=kiosk_id, digits=digits)


@flow_requires(Permission.USE_KIOSK)
def find_by_pass(_ports: Ports, actor: Actor, *, kiosk_id: UUID, code: str) -> AtDoor | None:
    """Who showed a pass to the tablet; see ``actions.scan_at_kiosk``.

    Raises:
        Refusal: TOO_MANY.
        NotFound: no such kiosk in this gym, or a revoked one.
    """
    _pace(kiosk_id)
    with open_work(actor) as w:
        return actions.scan_at_kiosk(w, kiosk_id=kiosk_id, code=code)


def _pace(kiosk_id: UUID) -> None:
    ratelimit.take(f"kiosk:{kiosk_id}", ASKS, now=clock.now())
