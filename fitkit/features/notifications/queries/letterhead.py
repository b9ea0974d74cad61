"""The gym a letter comes from, and when it is quiet there."""

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import col

from fitkit.core.errors import NotFound
from fitkit.core.i18n import Lang
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.orgs.rules import QuietHours
from fitkit.features.orgs.tables import Org, OrgSettings


@dataclass(frozen=True, slots=True)
class GymFacts:
    """What letters say about the gym they come from, and when it is quiet."""

    org_id: UUID
    slug: str
    name: str
    brand: str
    email: str
    lang: Lang
    zone: ZoneInfo
    quiet: QuietHours


@internal
def gym_facts(w: Work, org_id: UUID | None = None) -> GymFacts:
    """The gym of this Work, or of a Work over all gyms the one asked for.

    Raises:
        NotFound: no such gym.
    """
    org = w.session.get(Org, org_id or w.actor.org_id)
    if org is None:
        raise NotFound
    s = OrgSettings
    query = sa.select(col(s.quiet_from), col(s.quiet_to), col(s.observes_sabbath)).where(
        col(s.org_id) == org.id
    )
    row = w.session.execute(query).first()
    return GymFacts(
        org_id=org.id,
        slug=org.slug,
        name=org.name,
        brand=org.brand,
        email=org.email,
        lang=org.lang,
        zone=ZoneInfo(org.zone),
        quiet=QuietHours(*row) if row else QuietHours(),
    )
