"""The gym as it is: its card, its settings in force, what it has agreed to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from fitkit.core.errors import NotFound
from fitkit.core.i18n import Lang
from fitkit.core.permissions import Permission, internal, public, requires
from fitkit.core.work import Work
from fitkit.features.orgs import rules
from fitkit.features.orgs.rules import GymKind, LegalDocument, QuietHours
from fitkit.features.orgs.tables import Agreement, Org, OrgSettings


@dataclass(frozen=True, slots=True)
class GymCard:
    """A gym's own details."""

    id: UUID
    slug: str
    name: str
    kind: GymKind
    lang: Lang
    zone: str
    brand: str  # #RRGGBB, as picked
    phone: str  # E.164, or empty
    email: str
    address: str


@dataclass(frozen=True, slots=True)
class PublicGym:
    """What a visitor may know of a gym."""

    id: UUID
    slug: str
    name: str
    lang: Lang
    zone: str
    brand: str
    phone: str
    address: str


@dataclass(frozen=True, slots=True)
class GymSettings:
    """What the owner decided."""

    quiet: QuietHours
    totp_required: bool  # owners and admins need a second factor


@dataclass(frozen=True, slots=True)
class SetupFacts:
    """What of the gym's own is still open; for the checklist."""

    has_contact: bool  # a phone or an e-mail
    has_address: bool
    has_own_brand: bool
    documents_missing: int  # whose version in force was not accepted


@dataclass(frozen=True, slots=True)
class OpeningFacts:
    """What higher features need to furnish a gym that was just opened."""

    kind: GymKind
    lang: Lang
    location_name: str  # never empty
    address: str
    phone: str


@dataclass(frozen=True, slots=True)
class AgreementView:
    """One accepted version."""

    document: LegalDocument
    version: str
    user_id: UUID
    accepted_at: datetime
    is_in_force: bool


@requires(Permission.USE_ACCOUNT)
def card(w: Work) -> GymCard:
    """Details of the gym in use.

    Raises:
        NotFound: no gym is in use.
    """
    org = _own(w)
    return GymCard(
        id=org.id,
        slug=org.slug,
        name=org.name,
        kind=org.kind,
        lang=org.lang,
        zone=org.zone,
        brand=org.brand,
        phone=org.phone,
        email=org.email,
        address=org.address,
    )


@public
def by_slug(w: Work, *, slug: str) -> PublicGym:
    """An open gym by its word in addresses.

    Raises:
        NotFound: there is none, or it was closed.
    """
    found = w.session.execute(
        select(Org).where(Org.slug == slug.lower()[:40], col(Org.closed_at).is_(None))
    ).scalar_one_or_none()
    if found is None:
        raise NotFound
    return PublicGym(
        id=found.id,
        slug=found.slug,
        name=found.name,
        lang=found.lang,
        zone=found.zone,
        brand=found.brand,
        phone=found.phone,
        address=found.address,
    )


@requires(Permission.EDIT_SETTINGS)
def settings(w: Work) -> GymSettings:
    """The owner's choices, for the screen that changes them."""
    return GymSettings(quiet=quiet_hours(w), totp_required=_own(w).totp_required)


@requires(Permission.SEE_TIMETABLE)
def quiet(w: Work) -> QuietHours:
    """When nobody in this gym is disturbed, for what staff read of its rules."""
    return quiet_hours(w)


@internal
def quiet_hours(w: Work) -> QuietHours:
    """When nobody in this gym is disturbed; wall times in its zone."""
    kept = _settings(w)
    return QuietHours(kept.quiet_from, kept.quiet_to, kept.observes_sabbath)


@internal
def opening(w: Work) -> OpeningFacts:
    """What was typed when the gym was opened, for features that furnish it."""
    org = _own(w)
    return OpeningFacts(
        kind=org.kind,
        lang=org.lang,
        location_name=_settings(w).first_location or org.name[:60],
        address=org.address,
        phone=org.phone,
    )


@requires(Permission.SEE_OVERVIEW)
def setup(w: Work) -> SetupFacts:
    """How far the gym's own details have come."""
    org = _own(w)
    accepted = {a.document: a.version for a in _agreements(w) if _is_in_force(a)}
    return SetupFacts(
        has_contact=bool(org.phone or org.email),
        has_address=bool(org.address),
        has_own_brand=org.brand.upper() != rules.DEFAULT_BRAND,
        documents_missing=len(rules.missing_documents(accepted)),
    )


@requires(Permission.EDIT_SETTINGS)
def agreements(w: Work) -> list[AgreementView]:
    """What was accepted for the gym, newest first."""
    return [
        AgreementView(
            document=a.document,
            version=a.version,
            user_id=a.user_id,
            accepted_at=a.accepted_at,
            is_in_force=_is_in_force(a),
        )
        for a in _agreements(w)
    ]


@requires(Permission.USE_ACCOUNT)
def free_slugs(w: Work, *, name: str) -> list[str]:
    """Up to three slugs that a name suggests and no gym has; empty when it suggests none."""
    ideas = rules.slug_ideas(name[:80])
    taken = set(w.session.execute(select(Org.slug).where(col(Org.slug).in_(ideas))).scalars())
    return [idea for idea in ideas if idea not in taken][:3]


@requires(Permission.USE_ACCOUNT)
def is_slug_free(w: Work, *, slug: str) -> bool:
    """Whether a slug may be taken: well made, and no gym's."""
    word = slug.strip().lower()
    if rules.slug_problem(word):
        return False
    return w.session.execute(select(Org.id).where(Org.slug == word)).first() is None


def _own(w: Work) -> Org:
    if w.actor.org_id is None:
        raise NotFound
    return w.get(Org, w.actor.org_id)


def _settings(w: Work) -> OrgSettings:
    found = w.session.execute(select(OrgSettings)).scalars().first()
    return found or OrgSettings()  # a gym made before it had settings has the usual ones


def _agreements(w: Work) -> list[Agreement]:
    rows = w.session.execute(select(Agreement).order_by(col(Agreement.id).desc()))
    return list(rows.scalars())


def _is_in_force(a: Agreement) -> bool:
    return rules.VERSIONS[a.document] == a.version
