"""What has happened to a gym."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from fitkit.core.events import Event
from fitkit.features.orgs.rules import GymKind, LegalDocument


@dataclass(frozen=True, kw_only=True)
class OrgOpened(Event):
    """A gym was opened; about the gym. Higher features add what its kind begins with."""

    name: ClassVar[str] = "orgs.opened"
    kind: GymKind
    user_id: UUID  # its owner


@dataclass(frozen=True, kw_only=True)
class AgreementAccepted(Event):
    """A version of a legal document was accepted; about the agreement."""

    name: ClassVar[str] = "orgs.agreement_accepted"
    document: LegalDocument
    version: str


@dataclass(frozen=True, kw_only=True)
class DetailsChanged(Event):
    """Name, address or ways to reach the gym were changed; which, not to what."""

    name: ClassVar[str] = "orgs.details_changed"
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class BrandChanged(Event):
    """The gym has another colour."""

    name: ClassVar[str] = "orgs.brand_changed"
    brand: str


@dataclass(frozen=True, kw_only=True)
class SettingsChanged(Event):
    """Settings were changed; which, not to what."""

    name: ClassVar[str] = "orgs.settings_changed"
    fields: tuple[str, ...]
