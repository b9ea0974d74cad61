"""Actor: who acts, in which gym, with which permissions, language and time zone."""

from dataclasses import dataclass, replace
from uuid import UUID
from zoneinfo import ZoneInfo

from fitkit.core.clock import ISRAEL
from fitkit.core.i18n import Lang
from fitkit.core.permissions import Permission


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody at work. Without a gym nothing of any gym is seen."""

    org_id: UUID | None
    user_id: UUID | None = None
    member_id: UUID | None = None
    staff_id: UUID | None = None
    ward_ids: frozenset[UUID] = frozenset()  # members whose guardian this member is
    sign_in_id: UUID | None = None
    permissions: frozenset[Permission] = frozenset()
    lang: Lang = Lang.HE
    zone_name: str = ISRAEL.key
    is_system: bool = False
    platform_reason: str | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The gym's time zone."""
        return ZoneInfo(self.zone_name)

    def may(self, permission: Permission) -> bool:
        """Whether the actor holds a permission for others, not only for themself."""
        return self.is_system or permission in self.permissions

    def acts_for(self, member_id: UUID) -> bool:
        """Whether a member is the actor themself, or a child whose guardian they are."""
        return member_id == self.member_id or member_id in self.ward_ids

    def as_platform(self, reason: str) -> "Actor":
        """The same person over all gyms; the reason goes into the event log."""
        return replace(self, platform_reason=reason)


VISITOR = Actor(org_id=None)


def system(org_id: UUID | None, zone_name: str = ISRAEL.key) -> Actor:
    """FitKit itself, in one gym (or in none): what jobs run as."""
    return Actor(org_id=org_id, is_system=True, zone_name=zone_name)
