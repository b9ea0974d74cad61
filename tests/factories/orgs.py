"""Openings of gyms, and gyms opened through the flow."""

from typing import Any

from fitkit.core.actor import Actor
from fitkit.features.identity import flows
from fitkit.features.orgs.actions import OpenedGym
from fitkit.features.orgs.rules import VERSIONS, GymKind, Opening


def make_opening(**changes: Any) -> Opening:
    given: dict[str, Any] = {
        "name": "סטודיו ים",
        "slug": "studio-yam",
        "kind": GymKind.PILATES,
        "accepted": dict(VERSIONS),
        "location_name": "הרצל",
        "address": "הרצל 10, תל אביב",
        "phone": "03-5551234",
        "email": "Hello@Yam.co.il",
    }
    return Opening(**(given | changes))


def open_a_gym(actor: Actor, **changes: Any) -> OpenedGym:
    return flows.open_gym(None, actor, opening=make_opening(**changes))
