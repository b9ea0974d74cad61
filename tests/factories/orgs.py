"""Openings of gyms, and gyms opened through the flow."""

from datetime import time
from typing import Any

from fitkit.core.actor import Actor
from fitkit.core.work import Work
from fitkit.features.identity import flows
from fitkit.features.orgs.actions import OpenedGym
from fitkit.features.orgs.rules import VERSIONS, GymKind, Opening
from fitkit.features.orgs.tables import OrgSettings


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


def never_quiet(w: Work) -> None:
    """A gym that is awake all night: what is tried there does not depend on the hour."""
    w.add(OrgSettings(quiet_from=time(0), quiet_to=time(0)))
    w.session.flush()
