"""Opening a gym, and changing what is its own."""

from dataclasses import dataclass
from datetime import time
from functools import partial
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from fitkit.core.errors import Denied, Invalid, NotFound, Refusal
from fitkit.core.i18n import Lang, Text
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work, caller_ip
from fitkit.features.orgs import events, rules
from fitkit.features.orgs.rules import LegalDocument, Opening
from fitkit.features.orgs.tables import Agreement, Org, OrgSettings
from fitkit.texts import orgs as texts


@dataclass(frozen=True, slots=True)
class OpenedGym:
    """A gym that was just opened."""

    org_id: UUID
    slug: str
    name: str
    lang: Lang


@internal
def found(w: Work, *, opening: Opening) -> OpenedGym:
    """Make the gym whose Work this is: gym, settings, agreements and event in one transaction.

    The Work's scope is the id of the gym to be, so everything is stamped with it from the start
    and no power over other gyms is needed. Called by identity's flow, which makes the owner.

    Raises:
        Invalid: field to sentence.
        Refusal: SLUG_TAKEN, at ``slug``.
    """
    org_id, user_id = w.actor.org_id, w.actor.user_id
    if org_id is None or user_id is None:
        raise Denied
    made = rules.checked_opening(opening)
    org = Org(
        id=org_id,
        slug=made.slug,
        name=made.name,
        kind=made.kind,
        lang=made.lang,
        zone=made.zone,
        brand=made.brand,
        phone=made.phone,
        email=made.email,
        address=made.address,
    )
    _insert(w, org)
    w.add(OrgSettings(first_location=made.location_name))
    w.publish(events.OrgOpened(about=org_id, kind=made.kind, user_id=user_id))
    for document in LegalDocument:
        _accept(w, document, user_id)
    return OpenedGym(org_id, made.slug, made.name, made.lang)


@requires(Permission.EDIT_SETTINGS)
def accept_documents(w: Work, *, accepted: dict[LegalDocument, str]) -> None:
    """Accept new versions for the gym; those in force already are left as they are.

    Raises:
        Refusal: ACCEPT_FIRST, at ``accepted``, when a version in force is missing.
    """
    if rules.missing_documents(accepted):
        raise Refusal(texts.ACCEPT_FIRST, field="accepted")
    if w.actor.user_id is None:
        raise Denied
    rows = w.session.execute(select(Agreement)).scalars()
    have = {(a.document, a.version) for a in rows}
    for document, version in rules.VERSIONS.items():
        if (document, version) not in have:
            _accept(w, document, w.actor.user_id)


@requires(Permission.EDIT_SETTINGS)
def change_details(
    w: Work, *, name: str, phone: str, email: str, address: str, zone: str, lang: Lang
) -> None:
    """Change how the gym is called and reached; publishes which fields changed, if any.

    Raises:
        Invalid: field to sentence.
    """
    problems: dict[str, Text | Refusal] = {}
    take = partial(rules.checked, problems)
    wanted: dict[str, str] = {
        "name": take("name", lambda: rules.tidy(name, field="name", most=80, needed=True)),
        "address": take("address", lambda: rules.tidy(address, field="address", most=200)),
        "phone": take("phone", lambda: rules.phone_or_none(phone)),
        "email": take("email", lambda: rules.email_or_none(email)),
        "zone": take("zone", lambda: rules.zone_of(zone)),
        "lang": lang,
    }
    if problems:
        raise Invalid(problems)
    org = _hold_own(w)
    changed = tuple(f for f, value in sorted(wanted.items()) if getattr(org, f) != value)
    for field in changed:
        setattr(org, field, wanted[field])
    if changed:
        w.publish(events.DetailsChanged(about=org.id, fields=changed))


@requires(Permission.EDIT_SETTINGS)
def change_brand(w: Work, *, brand: str) -> None:
    """Give the gym another colour.

    Raises:
        Refusal: NOT_A_COLOUR, at ``brand``.
    """
    colour = rules.brand_of(brand)
    org = _hold_own(w)
    if org.brand != colour:
        org.brand = colour
        w.publish(events.BrandChanged(about=org.id, brand=colour))


@requires(Permission.EDIT_SETTINGS)
def change_settings(
    w: Work, *, quiet_from: time, quiet_to: time, observes_sabbath: bool, totp_required: bool
) -> None:
    """Set quiet hours (wall times; equal ends mean never) and who needs a second factor."""
    org = _hold_own(w)
    kept = w.session.execute(select(OrgSettings).with_for_update()).scalars().first()
    if kept is None:
        kept = OrgSettings()
        w.add(kept)
    changed = []
    for row, field, value in (
        (kept, "quiet_from", quiet_from.replace(second=0, microsecond=0, tzinfo=None)),
        (kept, "quiet_to", quiet_to.replace(second=0, microsecond=0, tzinfo=None)),
        (kept, "observes_sabbath", observes_sabbath),
        (org, "totp_required", totp_required),
    ):
        if getattr(row, field) != value:
            setattr(row, field, value)
            changed.append(field)
    if changed:
        w.publish(events.SettingsChanged(about=org.id, fields=tuple(changed)))


def _insert(w: Work, org: Org) -> None:
    try:
        with w.session.begin_nested():
            w.add(org)
    except IntegrityError:  # two people wanted one slug; the database decides
        raise Refusal(texts.SLUG_TAKEN, field="slug") from None


def _accept(w: Work, document: LegalDocument, user_id: UUID) -> None:
    row = Agreement(
        document=document,
        version=rules.VERSIONS[document],
        user_id=user_id,
        accepted_at=w.now,
        ip=caller_ip.get(),
    )
    w.add(row)
    w.publish(events.AgreementAccepted(about=row.id, document=document, version=row.version))


def _hold_own(w: Work) -> Org:
    if w.actor.org_id is None:
        raise NotFound
    return w.hold(Org, w.actor.org_id)
