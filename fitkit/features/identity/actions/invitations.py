"""Roles that wait for a person: the link is made, sent again, closed."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from fitkit.core import crypto
from fitkit.core.errors import Denied, Invalid, NotFound, Refusal
from fitkit.core.i18n import Lang, Text
from fitkit.core.permissions import Permission, Role, internal, requires
from fitkit.core.work import Work
from fitkit.features.identity import events, queries, rules
from fitkit.features.identity.actions._grants import (
    check_giving,
    may_manage,
    must_be_here,
    same_person,
)
from fitkit.features.identity.tables import Invitation, RoleGrant
from fitkit.features.orgs import rules as gyms
from fitkit.texts import common
from fitkit.texts import identity as texts


@dataclass(frozen=True, slots=True)
class InvitationReceipt:
    """An invitation that is on its way."""

    invitation_id: UUID
    path: str  # the link without its origin
    by_mail: bool  # a letter goes out; else the link must be sent by hand


@requires(Permission.INVITE_MEMBERS)
def invite_member(
    w: Work, *, member_id: UUID, name: str, email: str, phone: str, lang: Lang
) -> InvitationReceipt:
    """Invite the person behind a member; publishes InvitationMade, whose job sends the letter.

    Raises:
        NotFound: no such member in this gym, or in the archive.
        Invalid: what is wrong with name, email, phone.
        Refusal: ALREADY_HERE, ALREADY_INVITED.
    """
    must_be_here(w, "member", member_id)
    return _invite(w, _invitation(w, Role.MEMBER, name, email, phone, lang), member_id=member_id)


@requires(Permission.EDIT_STAFF)
def invite_staff(
    w: Work,
    *,
    staff_id: UUID,
    role: Role,
    name: str,
    email: str,
    phone: str,
    lang: Lang,
    without: Collection[Permission] = (),
) -> InvitationReceipt:
    """Invite the person behind a staff profile, as a coach or an admin, perhaps narrowed.

    Raises:
        NotFound: no such profile in this gym, or somebody who left.
        Invalid: what is wrong with name, email, phone.
        Refusal: ROLE_TOO_HIGH, CANNOT_NARROW, ALREADY_HERE, ALREADY_INVITED.
    """
    if role is Role.MEMBER:
        raise Refusal(texts.ROLE_TOO_HIGH, field="role")
    check_giving(w, role, without)
    must_be_here(w, "staff_profile", staff_id)
    row = _invitation(w, role, name, email, phone, lang)
    row.without = sorted(str(p) for p in without)
    return _invite(w, row, staff_id=staff_id)


@requires(Permission.INVITE_MEMBERS)
def resend_invitation(w: Work, *, invitation_id: UUID) -> InvitationReceipt:
    """Send the letter once more and let the link live on for its full time; the link stays.

    Raises:
        NotFound: it is not open.
        Refusal: ROLE_TOO_HIGH, WAIT_TO_RESEND, TOO_MANY_LETTERS.
    """
    row = _hold_open(w, invitation_id)
    if w.now - row.sent_at < rules.RESEND_GAP:
        raise Refusal(texts.WAIT_TO_RESEND)
    if row.sent_count >= rules.MOST_LETTERS:
        raise Refusal(texts.TOO_MANY_LETTERS)
    row.sent_at, row.sent_count, row.bounced_at = w.now, row.sent_count + 1, None
    row.expires_at = w.now + rules.INVITATION_LIFE
    w.publish(
        events.InvitationResent(
            about=row.id, role=row.role, member_id=row.member_id, staff_id=row.staff_id
        )
    )
    return InvitationReceipt(row.id, queries.path_of(row), by_mail=bool(row.email))


@requires(Permission.INVITE_MEMBERS)
def revoke_invitation(w: Work, *, invitation_id: UUID) -> None:
    """Close a link.

    Raises:
        NotFound: it is not open.
        Refusal: ROLE_TOO_HIGH.
    """
    row = _hold_open(w, invitation_id)
    row.revoked_at = w.now
    w.publish(
        events.InvitationRevoked(
            about=row.id, role=row.role, member_id=row.member_id, staff_id=row.staff_id
        )
    )


@internal
def close_invitations(
    w: Work, *, member_id: UUID | None = None, staff_id: UUID | None = None
) -> None:
    """Close the open links of a member or of somebody on the staff: they were put away.

    Publishes InvitationRevoked for each.
    """
    whose = (
        col(Invitation.member_id) == member_id
        if member_id is not None
        else col(Invitation.staff_id) == staff_id
    )
    rows = w.session.execute(
        select(Invitation)
        .where(
            whose,
            Invitation.org_id == w.actor.org_id,
            col(Invitation.accepted_at).is_(None),
            col(Invitation.revoked_at).is_(None),
        )
        .with_for_update()
    ).scalars()
    for row in rows:
        row.revoked_at = w.now
        w.publish(
            events.InvitationRevoked(
                about=row.id, role=row.role, member_id=row.member_id, staff_id=row.staff_id
            )
        )


@internal
def mark_bounced(w: Work, *, invitation_id: UUID) -> None:
    """A mail server refused the letter for ever."""
    queries.open_invitation(w, invitation_id=invitation_id).bounced_at = w.now


def _invitation(w: Work, role: Role, name: str, email: str, phone: str, lang: Lang) -> Invitation:
    problems: dict[str, Text | Refusal] = {}
    called = gyms.checked(problems, "name", lambda: gyms.tidy(name, field="name", most=80))
    address = gyms.checked(problems, "email", lambda: gyms.email_or_none(email))
    number = gyms.checked(problems, "phone", lambda: gyms.phone_or_none(phone))
    if not address and not number and not problems:
        problems["email"] = common.REQUIRED
    if problems:
        raise Invalid(problems)
    if w.actor.org_id is None:
        raise Denied
    token = crypto.new_token()
    row = Invitation(
        org_id=w.actor.org_id,
        role=role,
        name=called,
        email=address,
        phone=number,
        lang=lang,
        token_hash=crypto.digest(token),
        token_sealed="",
        invited_by=w.actor.user_id,
        expires_at=w.now + rules.INVITATION_LIFE,
        sent_at=w.now,
    )
    row.token_sealed = crypto.seal(token, f"invitation:{row.id}:token")
    return row


def _invite(
    w: Work, row: Invitation, *, member_id: UUID | None = None, staff_id: UUID | None = None
) -> InvitationReceipt:
    row.member_id, row.staff_id = member_id, staff_id
    grants = select(RoleGrant.id).where(
        RoleGrant.org_id == row.org_id, RoleGrant.role == row.role, same_person(RoleGrant, row)
    )
    if w.session.execute(grants).first() is not None:
        raise Refusal(texts.ALREADY_HERE)
    waiting = select(Invitation.id).where(
        Invitation.org_id == row.org_id,
        Invitation.role == row.role,
        same_person(Invitation, row),
        col(Invitation.accepted_at).is_(None),
        col(Invitation.revoked_at).is_(None),
    )
    if w.session.execute(waiting).first() is not None:
        raise Refusal(texts.ALREADY_INVITED)
    w.add(row)
    w.publish(
        events.InvitationMade(about=row.id, role=row.role, member_id=member_id, staff_id=staff_id)
    )
    return InvitationReceipt(row.id, queries.path_of(row), by_mail=bool(row.email))


def _hold_open(w: Work, invitation_id: UUID) -> Invitation:
    row = w.hold(Invitation, invitation_id)
    if row.org_id != w.actor.org_id or row.accepted_at or row.revoked_at:
        raise NotFound
    if not may_manage(w, row.role):
        raise Refusal(texts.ROLE_TOO_HIGH)
    return row
