"""Org (a gym, the tenant), its settings, its agreements."""

from datetime import datetime, time
from uuid import UUID

from sqlmodel import Field, Index

from fitkit.core.i18n import Lang
from fitkit.core.tables import OrgRow, Row, UtcDateTime, choice
from fitkit.features.orgs.rules import (
    DEFAULT_BRAND,
    DEFAULT_ZONE,
    QUIET_FROM,
    QUIET_TO,
    GymKind,
    LegalDocument,
)


class Org(Row, table=True):
    """A gym. Global: it is what all else belongs to."""

    __tablename__ = "org"

    slug: str = Field(unique=True, max_length=40)  # in its addresses
    name: str = Field(max_length=80)
    kind: GymKind = Field(sa_type=choice(GymKind), nullable=False)
    lang: Lang = Field(default=Lang.HE, sa_type=choice(Lang), nullable=False)  # of its letters
    zone: str = Field(default=DEFAULT_ZONE, max_length=64)  # IANA name
    brand: str = Field(default=DEFAULT_BRAND, max_length=7)  # the owner's colour, as picked
    phone: str = Field(default="", max_length=20)  # E.164
    email: str = Field(default="", max_length=254)
    address: str = Field(default="", max_length=200)
    # Owners and admins need a second factor. Here and not in the settings, because the guard
    # reads it before any gym is known to the database.
    totp_required: bool = False
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class OrgSettings(OrgRow, table=True):
    """What the owner decided; one row a gym."""

    __tablename__ = "org_settings"

    quiet_from: time = QUIET_FROM  # wall time in the gym's zone
    quiet_to: time = QUIET_TO
    observes_sabbath: bool = False  # quiet from Friday evening until Saturday night too
    first_location: str = Field(default="", max_length=60)  # its name, as typed at the opening

    __table_args__ = (Index("uq_org_settings_org", "org_id", unique=True),)  # invariant 4


class Agreement(OrgRow, table=True):
    """A version of a legal document, accepted for the gym."""

    __tablename__ = "agreement"

    document: LegalDocument = Field(sa_type=choice(LegalDocument), nullable=False)
    version: str = Field(max_length=20)
    user_id: UUID = Field(foreign_key="app_user.id", index=True)
    accepted_at: datetime = Field(sa_type=UtcDateTime, nullable=False)
    ip: str | None = Field(default=None, max_length=45)

    __table_args__ = (Index("uq_agreement_version", "org_id", "document", "version", unique=True),)
