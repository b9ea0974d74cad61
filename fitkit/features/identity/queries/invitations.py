"""Who is invited: to the holder of a link, to the gym, to the letter."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from fitkit.core.crypto import digest, unseal
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.i18n import Lang
from fitkit.core.permissions import Permission, Role, internal, public, requires
from fitkit.core.work import Work
from fitkit.features.identity.queries._roles import may_manage
from fitkit.features.identity.tables import Invitation, User
from fitkit.features.orgs.tables import Org
from fitkit.texts import identity as texts


@dataclass(frozen=True, slots=True)
class InvitationCard:
    """What the holder of a link sees."""

    org_id: UUID
    gym_name: str
    brand: str
    role: Role
    name: str
    email: str  # empty: the holder signs up by a code first
    expires_at: datetime
    invited_by: str  # a name, or empty


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An invitation as the gym sees it."""

    id: UUID
    role: Role
    name: str
    email: str
    phone: str
    member_id: UUID | None
    staff_id: UUID | None
    sent_at: datetime
    sent_count: int
    expires_at: datetime
    is_expired: bool
    has_bounced: bool
    may_manage: bool


@dataclass(frozen=True, slots=True)
class InvitationToSend:
    """An invitation on its way out."""

    email: str
    name: str
    role: Role
    lang: Lang
    path: str  # without the origin
    nth: int  # which letter of this invitation, from 1


@public
def invitation(w: Work, *, token: str) -> InvitationCard:
    """What a link opens.

    Raises:
        Refusal: INVITATION_GONE: unknown, used, revoked, expired, or the gym was closed.
    """
    found = w.session.execute(
        select(Invitation, Org, User.name)
        .join(Org, Org.id == Invitation.org_id)  # type: ignore[arg-type]  # a column
        .outerjoin(User, User.id == Invitation.invited_by)  # type: ignore[arg-type]  # a column
        .where(Invitation.token_hash == digest(token), col(Org.closed_at).is_(None))
    ).first()
    if found is None:
        raise Refusal(texts.INVITATION_GONE)
    waiting, org, inviter = found
    if waiting.accepted_at or waiting.revoked_at or waiting.expires_at <= w.now:
        raise Refusal(texts.INVITATION_GONE)
    return InvitationCard(
        org_id=org.id,
        gym_name=org.name,
        brand=org.brand,
        role=waiting.role,
        name=waiting.name,
        email=waiting.email,
        expires_at=waiting.expires_at,
        invited_by=inviter or "",
    )


@requires(Permission.INVITE_MEMBERS)
def open_invitations(w: Work) -> list[InvitationView]:
    """Invitations that were neither accepted nor revoked, newest first; staff's for those who keep staff."""
    rows = w.session.execute(
        select(Invitation)
        .where(
            Invitation.org_id == w.actor.org_id,
            col(Invitation.accepted_at).is_(None),
            col(Invitation.revoked_at).is_(None),
        )
        .order_by(col(Invitation.id).desc())
    ).scalars()
    return [
        InvitationView(
            id=i.id,
            role=i.role,
            name=i.name,
            email=i.email,
            phone=i.phone,
            member_id=i.member_id,
            staff_id=i.staff_id,
            sent_at=i.sent_at,
            sent_count=i.sent_count,
            expires_at=i.expires_at,
            is_expired=i.expires_at <= w.now,
            has_bounced=i.bounced_at is not None,
            may_manage=may_manage(w, i.role),
        )
        for i in rows
        if i.role is Role.MEMBER or Permission.SEE_STAFF in w.actor.permissions or w.actor.is_system
    ]


@requires(Permission.INVITE_MEMBERS)
def invitation_path(w: Work, *, invitation_id: UUID) -> str:
    """The link of an open invitation without its origin, to be sent by hand: ``/he/join/…/``.

    Raises:
        NotFound: it is not open, or of another gym.
        Denied: the role is not the reader's to give.
    """
    waiting = open_invitation(w, invitation_id=invitation_id)
    if not may_manage(w, waiting.role):
        raise Denied
    return path_of(waiting)


@internal
def open_invitation(w: Work, *, invitation_id: UUID) -> Invitation:
    """The gym's invitation that was neither accepted nor revoked; may have expired.

    Raises:
        NotFound: otherwise.
    """
    found = w.get(Invitation, invitation_id)
    if found.org_id != w.actor.org_id or found.accepted_at or found.revoked_at:
        raise NotFound
    return found


@internal
def invitation_to_send(w: Work, *, invitation_id: UUID) -> InvitationToSend | None:
    """What the letter needs; None when it has no address or is no longer open."""
    i = w.get(Invitation, invitation_id)
    if i.org_id != w.actor.org_id or i.accepted_at or i.revoked_at or i.expires_at <= w.now:
        return None
    if not i.email:
        return None
    return InvitationToSend(
        email=i.email, name=i.name, role=i.role, lang=i.lang, path=path_of(i), nth=i.sent_count
    )


@internal
def path_of(waiting: Invitation) -> str:
    """The link of an invitation, without its origin."""
    token = unseal(waiting.token_sealed, f"invitation:{waiting.id}:token")
    return f"/{waiting.lang}/join/{token}/"
