"""Coming in and leaving, one's own account, roles, invitations.

What a guesser may try (passwords, codes, second factors) is answered by an outcome and never by
an exception, so that the count of wrong attempts is committed with it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pyotp
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from fitkit.core import crypto
from fitkit.core.errors import Denied, Invalid, NotFound, Refusal
from fitkit.core.i18n import Lang, Text
from fitkit.core.ids import new_id, public_code
from fitkit.core.permissions import (
    PLATFORM_ROLES,
    STAFF_ROLES,
    Permission,
    Role,
    internal,
    public,
    requires,
)
from fitkit.core.phone import parse as parse_phone
from fitkit.core.settings import settings
from fitkit.core.tables import columns
from fitkit.core.work import Work, caller_ip
from fitkit.features.identity import events, queries, rules
from fitkit.features.identity.rules import CodePurpose, EntryWay, FactorState
from fitkit.features.identity.tables import (
    AttemptLock,
    Invitation,
    LoginCode,
    RecoveryCode,
    RoleGrant,
    SignInSession,
    User,
)
from fitkit.features.orgs import rules as gyms
from fitkit.features.orgs.tables import Org
from fitkit.texts import common
from fitkit.texts import identity as texts

_LOCK, _GRANT, _ORG = columns(AttemptLock), columns(RoleGrant), columns(Org)


@dataclass(frozen=True, slots=True)
class Admitted:
    """In. The token goes into the cookie and is kept nowhere."""

    token: str
    user_id: UUID
    role: Role | None  # the highest in the gym in use; None without any gym
    lang: Lang


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """Half in: the token stands for a sign-in that waits for its second factor."""

    token: str
    lang: Lang


@dataclass(frozen=True, slots=True)
class Wrong:
    """Not in; the same whether or not there is such an account."""

    tries_left: int  # before a pause, or before the code is dead; 0: start over


@dataclass(frozen=True, slots=True)
class Locked:
    """Too many wrong attempts; the same whether or not there is such an account."""

    minutes: int


Entry = Admitted | SecondFactor | Wrong | Locked
FactorEntry = Admitted | Wrong | Locked


@dataclass(frozen=True, slots=True)
class TotpSetup:
    """What an authenticator app is given; shown once."""

    secret: str  # base32, for typing
    uri: str  # otpauth://…, for a QR code


@dataclass(frozen=True, slots=True)
class RecoveryCodes:
    """Ten codes, shown once and kept as digests only."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InvitationReceipt:
    """An invitation that is on its way."""

    invitation_id: UUID
    path: str  # the link without its origin
    by_mail: bool  # a letter goes out; else the link must be sent by hand


@dataclass(frozen=True, slots=True)
class Joined:
    """A user is something in a gym."""

    org_id: UUID
    user_id: UUID
    role: Role


# Coming in.


@public
def sign_in_with_password(w: Work, *, account: str, password: str, device: str) -> Entry:
    """Try an e-mail or phone with a password.

    The lock is per typed address, whether or not anybody has it, and is held until the end of
    the Work: guesses at one address come one after the other. A code still opens a locked
    account, so that nobody can be shut out by a stranger's wrong guesses.
    """
    address = address_of(account)
    lock = _hold_lock(w, _lock_key("password", address))
    user = _user_at(w, address)
    fits = crypto.password_matches(
        user.password_hash if user else None, password[: rules.MOST_PASSWORD + 1]
    )
    if rules.is_locked(lock.locked_until, w.now):
        return Locked(_minutes(lock, w.now))
    if user is None or not fits:
        return _failed(w, lock)
    _forgive(w, lock)
    if crypto.is_outdated(user.password_hash or ""):
        user.password_hash = crypto.hash_password(password)
    return _enter(w, user, EntryWay.PASSWORD, device)


@public
def request_code(w: Work, *, account: str, purpose: CodePurpose, lang: Lang) -> None:
    """Make a code for an address and ask for its letter; the same for known and unknown ones.

    Who is written to, if anybody, is found out by the job that sends. Earlier codes for the same
    purpose live on, the newest of them, so that a stranger who asks for the same address takes
    nothing from whoever holds a letter already. Publishes CodeRequested.

    Raises:
        Refusal: NOT_AN_EMAIL, at ``email``: signing up needs one.
    """
    address = gyms.parsed_email(account) if purpose is CodePurpose.SIGN_UP else address_of(account)
    kept = rules.CODES_AT_ONCE - 1  # and the new one
    _kill_codes([*_living_codes(w, address, purpose)][kept:], at=w.now)
    row = LoginCode(
        address=address,
        purpose=purpose,
        code_digest="",
        lang=lang,
        expires_at=w.now + rules.CODE_LIFE,
    )
    code = crypto.new_code()
    row.code_digest = _code_digest(row.id, code)
    row.code_sealed = crypto.seal(code, f"login_code:{row.id}:code")
    w.add(row)
    w.publish(events.CodeRequested(about=row.id))


@public
def sign_in_with_code(w: Work, *, account: str, code: str, device: str) -> Entry:
    """Try a code that was sent to somebody who has an account."""
    address = address_of(account)
    left = _use_code(w, address, CodePurpose.SIGN_IN, code)
    user = _user_at(w, address)
    if left is not None or user is None:
        return Wrong(left or 0)
    return _enter_proven(w, user, device)


@public
def sign_up_with_code(
    w: Work, *, email: str, code: str, name: str, device: str, lang: Lang
) -> Entry:
    """Try a code that was sent to an address; makes its user if there is none.

    Raises:
        Refusal: REQUIRED or TOO_LONG at ``name``; NOT_AN_EMAIL at ``email``.
    """
    address = gyms.parsed_email(email)
    called = gyms.tidy(name, field="name", most=80, needed=True)
    left = _use_code(w, address, CodePurpose.SIGN_UP, code)
    if left is not None:
        return Wrong(left)
    user = _user_at(w, address)
    if user is None:
        user = _new_user(w, User(email=address, name=called, lang=lang, email_confirmed_at=w.now))
    return _enter_proven(w, user, device)


@public
def pass_second_factor(w: Work, *, token: str, code: str) -> FactorEntry:
    """Finish a sign-in by a TOTP or a recovery code; the token is exchanged for a new one."""
    s = _pending(w, token)
    if s is None:
        return Wrong(0)
    lock = _hold_lock(w, _lock_key("totp", str(s.user_id)))
    user = w.hold(User, s.user_id)
    if rules.is_locked(lock.locked_until, w.now):
        return Locked(_minutes(lock, w.now))
    if not _factor_fits(w, user, code):
        return _failed(w, lock)
    _forgive(w, lock)
    fresh = crypto.new_token()
    s.token_hash = crypto.digest(fresh)
    s.factor = FactorState.DONE
    s.entered_at = s.last_seen_at = w.now
    s.expires_at = w.now + _session_life()
    return _admitted(w, s, user, fresh)


@public
def sign_out(w: Work, *, token: str) -> None:
    """End the sign-in of a token; an unknown one changes nothing."""
    s = w.session.execute(
        select(SignInSession).where(
            SignInSession.token_hash == crypto.digest(token),
            col(SignInSession.revoked_at).is_(None),
        )
    ).scalar_one_or_none()
    if s is not None:
        s.revoked_at = w.now
        w.publish(events.UserSignedOut(about=s.id, user_id=s.user_id))


@internal
def mark_seen(w: Work, *, sign_in_id: UUID) -> None:
    """Note that a browser came back; its sign-in lives on from now."""
    s = w.get(SignInSession, sign_in_id)
    if s.revoked_at is None and s.factor is not FactorState.PENDING:
        s.last_seen_at = w.now
        s.expires_at = w.now + _session_life()


# One's own account.


@requires(Permission.USE_ACCOUNT)
def revoke_sign_in(w: Work, *, sign_in_id: UUID) -> None:
    """End one of one's own sign-ins.

    Raises:
        NotFound: there is none such, or it is another's.
    """
    me = _me(w)
    s = w.get(SignInSession, sign_in_id)
    if s.user_id != me or s.revoked_at is not None:
        raise NotFound
    s.revoked_at = w.now
    w.publish(events.SignInsRevoked(about=me, user_id=me, count=1))


@requires(Permission.USE_ACCOUNT)
def revoke_others(w: Work) -> int:
    """End all of one's own sign-ins but this one; returns how many."""
    me = _me(w)
    count = _revoke_others(w, me)
    if count:
        w.publish(events.SignInsRevoked(about=me, user_id=me, count=count))
    return count


@requires(Permission.USE_ACCOUNT)
def change_account(w: Work, *, name: str, lang: Lang) -> None:
    """Change one's own name and language.

    Raises:
        Refusal: REQUIRED or TOO_LONG, at ``name``.
    """
    user = w.hold(User, _me(w))
    wanted = {"name": gyms.tidy(name, field="name", most=80, needed=True), "lang": lang}
    changed = tuple(f for f, value in wanted.items() if getattr(user, f) != value)
    for field in changed:
        setattr(user, field, wanted[field])
    if changed:
        w.publish(events.AccountChanged(about=user.id, user_id=user.id, fields=changed))


@requires(Permission.USE_ACCOUNT)
def change_password(w: Work, *, current: str, new: str) -> None:
    """Set one's own password; every other sign-in ends. Screens call the flow, which limits tries.

    The present one is not asked for when there is none, or when this sign-in was opened by a
    code a moment ago (a forgotten password).

    Raises:
        Invalid: PASSWORD_WRONG at ``current``, or what the new one lacks, at ``new``.
    """
    user = w.hold(User, _me(w))
    problems: dict[str, Text | Refusal] = {}
    free = queries.may_set_password(w, user_id=user.id)
    if not free and not crypto.password_matches(user.password_hash, current):
        problems["current"] = texts.PASSWORD_WRONG
    if problem := rules.password_problem(new, email=user.email):
        problems["new"] = problem
    if problems:
        raise Invalid(problems)
    user.password_hash = crypto.hash_password(new)
    user.password_changed_at = w.now
    _revoke_others(w, user.id)
    w.publish(events.PasswordChanged(about=user.id, user_id=user.id))


@requires(Permission.USE_ACCOUNT)
def start_totp(w: Work) -> TotpSetup:
    """Give a secret for an authenticator app; it is in force once a code confirms it.

    Raises:
        Refusal: TOTP_IS_ON: the one in force must be switched off first.
    """
    user = w.hold(User, _me(w))
    if user.totp_secret_sealed is not None:
        raise Refusal(texts.TOTP_IS_ON)
    secret = pyotp.random_base32()
    user.totp_pending_sealed = crypto.seal(secret, _totp_place(user.id))
    uri = pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name="FitKit")
    return TotpSetup(secret=secret, uri=uri)


@requires(Permission.USE_ACCOUNT)
def confirm_totp(w: Work, *, code: str) -> RecoveryCodes:
    """Put the second factor in force by its first code; every other sign-in ends.

    Raises:
        Refusal: NO_TOTP_STARTED; FACTOR_WRONG, at ``code``.
    """
    user = w.hold(User, _me(w))
    if user.totp_pending_sealed is None:
        raise Refusal(texts.NO_TOTP_STARTED)
    secret = crypto.unseal(user.totp_pending_sealed, _totp_place(user.id))
    step = rules.used_step(secret, rules.digits_of(code), at=w.now, last_step=None)
    if step is None:
        raise Refusal(texts.FACTOR_WRONG, field="code")
    user.totp_secret_sealed, user.totp_pending_sealed = user.totp_pending_sealed, None
    user.totp_last_step = step
    if w.actor.sign_in_id is not None:
        w.get(SignInSession, w.actor.sign_in_id).factor = FactorState.DONE
    _revoke_others(w, user.id)
    w.publish(events.TotpEnabled(about=user.id, user_id=user.id))
    return _new_recovery_codes(w, user.id)


@requires(Permission.USE_ACCOUNT)
def disable_totp(w: Work, *, code: str) -> None:
    """Switch the second factor off. Screens call the flow, which limits tries.

    Raises:
        Refusal: TOTP_NEEDED: a role asks for it; FACTOR_WRONG, at ``code``.
    """
    user = w.hold(User, _me(w))
    if queries.needs_totp(w, user_id=user.id):
        raise Refusal(texts.TOTP_NEEDED)
    if not _factor_fits(w, user, code):
        raise Refusal(texts.FACTOR_WRONG, field="code")
    user.totp_secret_sealed = user.totp_pending_sealed = user.totp_last_step = None
    w.session.execute(sa.delete(RecoveryCode).where(col(RecoveryCode.user_id) == user.id))
    w.publish(events.TotpDisabled(about=user.id, user_id=user.id))


@requires(Permission.USE_ACCOUNT)
def renew_recovery_codes(w: Work, *, code: str) -> RecoveryCodes:
    """Ten new codes; the old ones die. Screens call the flow, which limits tries.

    Raises:
        Refusal: FACTOR_WRONG, at ``code``.
    """
    user = w.hold(User, _me(w))
    if not _factor_fits(w, user, code):
        raise Refusal(texts.FACTOR_WRONG, field="code")
    return _new_recovery_codes(w, user.id)


@requires(Permission.USE_ACCOUNT)
def switch_gym(w: Work, *, org_id: UUID | None) -> Role:
    """Act in another gym from the next event on; None is the platform. Returns the role there.

    Raises:
        Refusal: NO_SUCH_GYM: no role there, or it was closed, or there is no such gym.
    """
    role = rules.highest(_roles_in(w, _me(w), org_id))
    if role is None or w.actor.sign_in_id is None:
        raise Refusal(texts.NO_SUCH_GYM)
    w.get(SignInSession, w.actor.sign_in_id).org_id = org_id
    return role


# Roles.


@requires(Permission.INVITE_MEMBERS)
def grant_role(w: Work, *, user_id: UUID, role: Role, without: Collection[Permission] = ()) -> None:
    """Make a user of this gym something more; publishes RoleGranted.

    Raises:
        Refusal: NOT_YOUR_OWN_ROLE, ROLE_TOO_HIGH, CANNOT_NARROW, NOT_HERE, HAS_ROLE.
    """
    _check_giving(w, role, without)
    if user_id == w.actor.user_id:
        raise Refusal(texts.NOT_YOUR_OWN_ROLE)
    here = _grants_here(w, user_id)
    if not here:
        raise Refusal(texts.NOT_HERE)
    if any(g.role is role for g in here):
        raise Refusal(texts.HAS_ROLE)
    staff_id = next((g.staff_id for g in here if g.staff_id), None)
    give_role(
        w,
        user_id=user_id,
        role=role,
        without=without,
        staff_id=staff_id if role in STAFF_ROLES else None,
    )


@requires(Permission.INVITE_MEMBERS)
def narrow_role(w: Work, *, user_id: UUID, role: Role, without: Collection[Permission]) -> None:
    """Set what a grant does not hold of its role; publishes RoleNarrowed when that changed.

    Raises:
        Refusal: NOT_YOUR_OWN_ROLE, ROLE_TOO_HIGH, CANNOT_NARROW, NOT_HERE.
    """
    _check_giving(w, role, without)
    grant = _manageable(w, user_id, role)
    words = sorted(str(p) for p in without)
    if grant.without != words:
        grant.without = words
        w.publish(
            events.RoleNarrowed(about=user_id, user_id=user_id, role=role, without=tuple(words))
        )


@requires(Permission.INVITE_MEMBERS)
def revoke_role(w: Work, *, user_id: UUID, role: Role) -> None:
    """Take a role of this gym; it is gone from the user's next event on.

    Raises:
        Refusal: NOT_YOUR_OWN_ROLE, ROLE_TOO_HIGH, NOT_HERE.
    """
    if not _may_manage(w, role):
        raise Refusal(texts.ROLE_TOO_HIGH)
    grant = _manageable(w, user_id, role)
    w.session.delete(grant)
    w.session.flush()
    w.publish(
        events.RoleRevoked(
            about=user_id,
            user_id=user_id,
            role=role,
            member_id=grant.member_id,
            staff_id=grant.staff_id,
        )
    )


@requires(Permission.HAND_OVER)
def hand_over(w: Work, *, to_user_id: UUID, password: str) -> None:
    """Make an admin or a coach the owner; who was, is an admin from now on.

    Screens call the flow, which limits tries. Publishes OwnershipHandedOver.

    Raises:
        Refusal: PASSWORD_NEEDED or PASSWORD_WRONG at ``password``; HAND_OVER_TO_STAFF.
    """
    me = w.get(User, _me(w))
    if me.password_hash is None:
        raise Refusal(texts.PASSWORD_NEEDED, field="password")
    if not crypto.password_matches(me.password_hash, password):
        raise Refusal(texts.PASSWORD_WRONG, field="password")
    mine = _hold_grant(w, me.id, Role.OWNER)
    theirs = [g for g in _grants_here(w, to_user_id) if g.role in (Role.ADMIN, Role.COACH)]
    if mine is None or to_user_id == me.id or not theirs:
        raise Refusal(texts.HAND_OVER_TO_STAFF)
    if any(g.role is Role.ADMIN for g in _grants_here(w, me.id)):
        w.session.delete(mine)
    else:
        mine.role = Role.ADMIN
    w.session.flush()  # the gym has one owner at any moment, the database's own check included
    heir = next((g for g in theirs if g.role is Role.ADMIN), None)
    if heir is None:
        heir = RoleGrant(user_id=to_user_id, org_id=w.actor.org_id, role=Role.OWNER)
        w.add(heir)
    heir.role, heir.without, heir.granted_by = Role.OWNER, [], me.id
    heir.staff_id = heir.staff_id or next((g.staff_id for g in theirs if g.staff_id), None)
    w.publish(events.OwnershipHandedOver(about=to_user_id, user_id=to_user_id, from_user_id=me.id))


@internal
def give_role(
    w: Work,
    *,
    user_id: UUID,
    role: Role,
    without: Collection[Permission] = (),
    member_id: UUID | None = None,
    staff_id: UUID | None = None,
) -> None:
    """Write a grant in the gym of this Work (of the platform in none) and publish RoleGranted."""
    if (role in PLATFORM_ROLES) is not (w.actor.org_id is None):
        raise Denied
    w.add(
        RoleGrant(
            user_id=user_id,
            org_id=w.actor.org_id,
            role=role,
            member_id=member_id,
            staff_id=staff_id,
            without=sorted(str(p) for p in without),
            granted_by=w.actor.user_id,
        )
    )
    w.session.flush()  # hot statements of the same Work see it
    w.publish(
        events.RoleGranted(
            about=user_id, user_id=user_id, role=role, member_id=member_id, staff_id=staff_id
        )
    )


@internal
def link_staff(w: Work, *, user_id: UUID, staff_id: UUID) -> None:
    """Say which staff profile a user is here, on every staff role that has none."""
    _must_be_here(w, "staff_profile", staff_id)
    for grant in _grants_here(w, user_id):
        if grant.role in STAFF_ROLES and grant.staff_id is None:
            grant.staff_id = staff_id
    w.session.flush()


@internal
def set_wards(w: Work, *, member_id: UUID, ward_ids: Collection[UUID]) -> None:
    """Say for whom else a member acts, on every role of theirs here; in force at their next event."""
    w.session.execute(
        sa.update(RoleGrant)
        .where(col(RoleGrant.org_id) == w.actor.org_id, col(RoleGrant.member_id) == member_id)
        .values(ward_ids=sorted(str(ward) for ward in ward_ids), updated_at=w.now)
        .execution_options(synchronize_session=False)
    )


@internal
def make_user(
    w: Work,
    *,
    email: str,
    name: str,
    password_hash: str | None,
    phone: str | None = None,
    lang: Lang = Lang.HE,
) -> UUID:
    """Write a user whose address is taken as proven: for the platform team, seeds and tests."""
    user = User(
        email=gyms.parsed_email(email),
        name=gyms.tidy(name, field="name", most=80, needed=True),
        password_hash=password_hash,
        phone=phone,
        lang=lang,
        email_confirmed_at=w.now,
    )
    w.add(user)
    w.session.flush()
    return user.id


@internal
def use_gym(w: Work, *, sign_in_id: UUID) -> None:
    """Let a sign-in act in the gym of this Work."""
    w.get(SignInSession, sign_in_id).org_id = w.actor.org_id


@internal
def gyms_opened_since(w: Work, *, user_id: UUID, since: datetime) -> int:
    """How many gyms a user came to own since a moment."""
    return w.session.execute(
        select(sa.func.count())
        .select_from(RoleGrant)
        .where(
            RoleGrant.user_id == user_id,
            RoleGrant.role == Role.OWNER,
            RoleGrant.created_at >= since,
        )
    ).scalar_one()


# Invitations.


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
    _must_be_here(w, "member", member_id)
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
    _check_giving(w, role, without)
    _must_be_here(w, "staff_profile", staff_id)
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
def accept_invitation(w: Work, *, token: str) -> Joined:
    """Give the invitation's role to the signed-in user; the Work is of the invitation's gym.

    Called by the flow, which finds the gym. The gym becomes the one in use.

    Raises:
        Refusal: INVITATION_GONE; PROFILE_IS_ANOTHERS: another account is that member.
    """
    row = _hold_by_token(w, token)
    joined = _join(w, row, _me(w))
    if w.actor.sign_in_id is not None:
        use_gym(w, sign_in_id=w.actor.sign_in_id)
    return joined


@internal
def accept_as_new(w: Work, *, token: str, name: str, password: str, device: str) -> Admitted:
    """Make a user with the invitation's own e-mail and give it the role.

    The address is never typed by the holder, so an invitation cannot be used to try out
    addresses, nor to take one that is not invited.

    Raises:
        Invalid: what is wrong with name or password.
        Refusal: INVITATION_GONE; SIGN_IN_FIRST: the address has an account, or there is none.
    """
    row = _hold_by_token(w, token)
    problems: dict[str, Text | Refusal] = {}
    called = gyms.checked(
        problems, "name", lambda: gyms.tidy(name, field="name", most=80, needed=True)
    )
    if problem := rules.password_problem(password, email=row.email):
        problems["password"] = problem
    if problems:
        raise Invalid(problems)
    if not row.email or _user_at(w, row.email) is not None:
        raise Refusal(texts.SIGN_IN_FIRST)
    user = _new_user(
        w,
        User(
            email=row.email,
            name=called,
            phone=_free_phone(w, row.phone),
            lang=row.lang,
            password_hash=crypto.hash_password(password),
            password_changed_at=w.now,
        ),
    )
    joined = _join(w, row, user.id)
    s, token = _open_session(w, user, EntryWay.INVITATION, device)
    s.org_id = joined.org_id
    return Admitted(token, user.id, row.role, user.lang)


@internal
def code_to_send(w: Work, *, code_id: UUID) -> "CodeLetter | None":
    """Whom to write a code to; None when it is dead, sent, or meant for nobody we know."""
    row = w.session.get(LoginCode, code_id)
    if row is None or row.code_sealed is None or row.used_at or row.expires_at <= w.now:
        return None
    user = _user_at(w, row.address)
    if user is None and row.purpose is CodePurpose.SIGN_IN:
        return None
    code = crypto.unseal(row.code_sealed, f"login_code:{row.id}:code")
    return CodeLetter(user.email if user else row.address, code, user.lang if user else row.lang)


@internal
def forget_sealed_code(w: Work, *, code_id: UUID) -> None:
    """The letter is out: from now on only the digest is kept."""
    w.get(LoginCode, code_id).code_sealed = None


@internal
def mark_bounced(w: Work, *, invitation_id: UUID) -> None:
    """A mail server refused the letter for ever."""
    queries.open_invitation(w, invitation_id=invitation_id).bounced_at = w.now


@internal
def sweep(w: Work) -> None:
    """Delete what is dead: codes and locks after a day, sign-ins after thirty, links after ninety."""
    day, month, quarter = (w.now - timedelta(days=n) for n in (1, 30, 90))
    w.session.execute(sa.delete(LoginCode).where(col(LoginCode.expires_at) < day))
    w.session.execute(sa.delete(AttemptLock).where(col(AttemptLock.last_at) < day))
    w.session.execute(
        sa.delete(SignInSession).where(
            sa.or_(
                col(SignInSession.expires_at) < month,
                col(SignInSession.revoked_at) < month,
                sa.and_(
                    col(SignInSession.factor) == FactorState.PENDING,
                    col(SignInSession.expires_at) < day,
                ),
            )
        )
    )
    w.session.execute(
        sa.delete(Invitation).where(
            col(Invitation.accepted_at).is_(None), col(Invitation.expires_at) < quarter
        )
    )


@dataclass(frozen=True, slots=True)
class CodeLetter:
    """A code on its way out."""

    to: str
    code: str
    lang: Lang


@internal
def address_of(account: str) -> str:
    """The address as it is kept: e-mail in lower case, E.164 for a phone; else the words themselves.

    Never refuses: what is no address is simply nobody's.
    """
    words = account.strip().lower()[:254]
    if "@" in words:
        return words
    try:
        return parse_phone(words)
    except Refusal:
        return words


# Below: helpers, in the order they are called.


def _lock_key(kind: str, whose: str) -> str:
    return f"{kind}:{crypto.keyed_digest(whose, 'attempts')}"


def _hold_lock(w: Work, key: str) -> Any:  # Any: a result row of AttemptLock
    """The account's lock, made if there is none, and held until the end of the Work."""
    fresh = {"id": new_id(), "created_at": w.now, "updated_at": w.now}
    return w.hot(
        insert(_LOCK)
        .values(key=key, failures=0, last_at=w.now, **fresh)
        .on_conflict_do_update(index_elements=[_LOCK.c.key], set_={"updated_at": w.now})
        .returning(_LOCK.c.id, _LOCK.c.failures, _LOCK.c.last_at, _LOCK.c.locked_until)
    ).one()


def _minutes(lock: Any, now: datetime) -> int:
    return rules.minutes_left(lock.locked_until, now)


def _failed(w: Work, lock: Any) -> Wrong | Locked:
    failures = rules.failures_that_count(lock.failures, lock.last_at, w.now) + 1
    pause = rules.pause_after(failures)
    until = w.now + pause if pause else None
    _set_lock(w, lock, failures=failures, last_at=w.now, locked_until=until)
    if until is None:
        return Wrong(rules.FREE_TRIES - failures)
    minutes = rules.minutes_left(until, w.now)
    w.publish(events.AttemptsLocked(about=lock.id, minutes=minutes))
    return Locked(minutes)


def _forgive(w: Work, lock: Any) -> None:
    _set_lock(w, lock, failures=0, last_at=w.now, locked_until=None)


def _set_lock(w: Work, lock: Any, **values: Any) -> None:
    w.hot(sa.update(_LOCK).where(_LOCK.c.id == lock.id).values(**values))


def _user_at(w: Work, address: str) -> User | None:
    return w.session.execute(
        select(User).where(sa.or_(col(User.email) == address, col(User.phone) == address))
    ).scalar_one_or_none()


def _code_digest(code_id: UUID, code: str) -> str:
    return crypto.keyed_digest(f"{code_id}:{code}", "login-code")


def _use_code(w: Work, address: str, purpose: CodePurpose, typed: str) -> int | None:
    """None when a living code fits (all are used up then); else how many tries are left, and one is counted."""
    living = _living_codes(w, address, purpose)
    if not living:
        return 0
    digits = rules.digits_of(typed)[:20]
    fits = [crypto.same(row.code_digest, _code_digest(row.id, digits)) for row in living]
    if any(fits):
        _kill_codes(living, at=w.now)
        return None
    for row in living:  # one guess is a guess at each of them
        row.attempts += 1
    return rules.CODE_TRIES - min(row.attempts for row in living)


def _living_codes(w: Work, address: str, purpose: CodePurpose) -> list[LoginCode]:
    """Codes of an address that may still be used, newest first; holds them."""
    rows = w.session.execute(
        select(LoginCode)
        .where(
            LoginCode.address == address,
            LoginCode.purpose == purpose,
            col(LoginCode.used_at).is_(None),
            LoginCode.expires_at > w.now,
        )
        .order_by(col(LoginCode.id).desc())
        .with_for_update()
    ).scalars()
    return [
        row
        for row in rows
        if rules.is_code_alive(
            expires_at=row.expires_at, attempts=row.attempts, used_at=row.used_at, now=w.now
        )
    ]


def _kill_codes(rows: list[LoginCode], *, at: datetime) -> None:
    for row in rows:
        row.used_at, row.code_sealed = at, None


def _new_user(w: Work, user: User) -> User:
    try:
        with w.session.begin_nested():
            w.add(user)
    except IntegrityError:  # the same person, twice at one moment
        raise Refusal(texts.SIGN_IN_FIRST) from None
    w.publish(events.UserJoined(about=user.id, user_id=user.id))
    return user


def _enter_proven(w: Work, user: User, device: str) -> Entry:
    """Enter by a code: whoever reads the address's letters is its owner.

    A password that was set before anybody had proven the address may be a stranger's: it goes,
    and so do the sign-ins it opened.
    """
    if user.email_confirmed_at is None and user.totp_secret_sealed is None:
        user.email_confirmed_at = w.now
        user.password_hash = None
        _revoke_all(w, user.id)
    _forgive(w, _hold_lock(w, _lock_key("password", user.email)))
    return _enter(w, user, EntryWay.CODE, device)


def _enter(w: Work, user: User, way: EntryWay, device: str) -> Admitted | SecondFactor:
    s, token = _open_session(w, user, way, device)
    if s.factor is FactorState.PENDING:
        return SecondFactor(token, user.lang)
    return _admitted(w, s, user, token)


def _open_session(w: Work, user: User, way: EntryWay, device: str) -> tuple[SignInSession, str]:
    token = crypto.new_token()
    waits = user.totp_secret_sealed is not None
    s = SignInSession(
        token_hash=crypto.digest(token),
        user_id=user.id,
        org_id=_gym_to_use(w, user.id),
        way=way,
        factor=FactorState.PENDING if waits else FactorState.NONE,
        entered_at=w.now,
        last_seen_at=w.now,
        expires_at=w.now + (rules.PENDING_LIFE if waits else _session_life()),
        device=device[:80],
        ip=caller_ip.get(),
    )
    w.add(s)
    return s, token


def _session_life() -> timedelta:
    return timedelta(days=settings().session_days)


def _gym_to_use(w: Work, user_id: UUID) -> UUID | None:
    """The gym used last, while there is still a role in it; else where the role is highest."""
    ranks = {str(role): n for n, role in enumerate(rules.BY_RANK)}
    g, o = _GRANT, _ORG
    rows = w.hot(
        sa.select(g.c.org_id, g.c.role)
        .outerjoin(o, o.c.id == g.c.org_id)
        .where(g.c.user_id == user_id, o.c.closed_at.is_(None))
        .order_by(g.c.id)
    ).all()
    last = w.session.execute(
        select(SignInSession.org_id)
        .where(SignInSession.user_id == user_id)
        .order_by(col(SignInSession.last_seen_at).desc())
        .limit(1)
    ).first()
    if last is not None and any(r.org_id == last[0] for r in rows):
        found: UUID | None = last[0]
        return found
    best = min(rows, key=lambda r: ranks[r.role], default=None)
    return best.org_id if best else None


def _admitted(w: Work, s: SignInSession, user: User, token: str) -> Admitted:
    w.publish(
        events.UserSignedIn(
            about=s.id, user_id=user.id, way=s.way, is_new_device=_is_new_device(w, s)
        )
    )
    role = rules.highest(_roles_in(w, user.id, s.org_id))
    return Admitted(token, user.id, role, user.lang)


def _is_new_device(w: Work, s: SignInSession) -> bool:
    earlier = (
        w.session.execute(
            select(SignInSession.device).where(
                SignInSession.user_id == s.user_id,
                SignInSession.id != s.id,
                SignInSession.factor != FactorState.PENDING,
            )
        )
        .scalars()
        .all()
    )
    return bool(earlier) and s.device not in earlier


def _roles_in(w: Work, user_id: UUID, org_id: UUID | None) -> list[Role]:
    query = select(RoleGrant.role).where(
        RoleGrant.user_id == user_id, col(RoleGrant.org_id).is_not_distinct_from(org_id)
    )
    if org_id is not None:
        query = query.join(Org, col(Org.id) == col(RoleGrant.org_id)).where(
            col(Org.closed_at).is_(None)
        )
    return [Role(role) for role in w.session.execute(query).scalars()]


def _pending(w: Work, token: str) -> SignInSession | None:
    return w.session.execute(
        select(SignInSession)
        .where(
            SignInSession.token_hash == crypto.digest(token),
            SignInSession.factor == FactorState.PENDING,
            col(SignInSession.revoked_at).is_(None),
            SignInSession.expires_at > w.now,
        )
        .with_for_update()
    ).scalar_one_or_none()


def _factor_fits(w: Work, user: User, typed: str) -> bool:
    """Use up a TOTP step or a recovery code; the user is held."""
    code = rules.digits_of(typed)[:20]
    if user.totp_secret_sealed is None:
        return False
    if len(code) == 6 and code.isdigit() and code.isascii():
        secret = crypto.unseal(user.totp_secret_sealed, _totp_place(user.id))
        step = rules.used_step(secret, code, at=w.now, last_step=user.totp_last_step)
        if step is not None:
            user.totp_last_step = step
        return step is not None
    return _use_recovery_code(w, user.id, code.upper())


def _use_recovery_code(w: Work, user_id: UUID, code: str) -> bool:
    left = w.session.execute(
        select(RecoveryCode).where(
            RecoveryCode.user_id == user_id, col(RecoveryCode.used_at).is_(None)
        )
    ).scalars()
    rows = list(left)
    wanted = _recovery_digest(user_id, code)
    fitting = [r for r in rows if crypto.same(r.code_digest, wanted)]
    if not fitting:
        return False
    fitting[0].used_at = w.now
    w.publish(events.RecoveryCodeUsed(about=user_id, user_id=user_id, left=len(rows) - 1))
    return True


def _recovery_digest(user_id: UUID, code: str) -> str:
    return crypto.keyed_digest(f"{user_id}:{code}", "recovery-code")


def _new_recovery_codes(w: Work, user_id: UUID) -> RecoveryCodes:
    w.session.execute(sa.delete(RecoveryCode).where(col(RecoveryCode.user_id) == user_id))
    codes = [public_code(10) for _ in range(rules.RECOVERY_CODES)]
    w.add(*(RecoveryCode(user_id=user_id, code_digest=_recovery_digest(user_id, c)) for c in codes))
    return RecoveryCodes(tuple(f"{c[:5]}-{c[5:]}" for c in codes))


def _totp_place(user_id: UUID) -> str:
    return f"app_user:{user_id}:totp"


def _me(w: Work) -> UUID:
    if w.actor.user_id is None:
        raise Denied
    return w.actor.user_id


def _revoke_others(w: Work, user_id: UUID) -> int:
    return _revoke(w, col(SignInSession.user_id) == user_id, but=w.actor.sign_in_id)


def _revoke_all(w: Work, user_id: UUID) -> int:
    return _revoke(w, col(SignInSession.user_id) == user_id, but=None)


def _revoke(w: Work, whose: sa.ColumnElement[bool], *, but: UUID | None) -> int:
    done = w.session.execute(
        sa.update(SignInSession)
        .where(
            whose,
            col(SignInSession.revoked_at).is_(None),
            col(SignInSession.id).is_distinct_from(but),
        )
        .values(revoked_at=w.now)
        .returning(col(SignInSession.id))
    )
    return len(done.all())


def _may_manage(w: Work, role: Role) -> bool:
    return w.actor.is_system or rules.may_manage(w.actor.permissions, role)


def _check_giving(w: Work, role: Role, without: Collection[Permission]) -> None:
    if not _may_manage(w, role):
        raise Refusal(texts.ROLE_TOO_HIGH, field="role")
    if not rules.may_be_narrowed(role, without):
        raise Refusal(texts.CANNOT_NARROW, field="without")
    if not w.actor.is_system and rules.gives_too_much(w.actor.permissions, role, without):
        raise Refusal(texts.ROLE_TOO_HIGH, field="role")


def _grants_here(w: Work, user_id: UUID) -> list[RoleGrant]:
    rows = w.session.execute(
        select(RoleGrant)
        .where(RoleGrant.user_id == user_id, RoleGrant.org_id == w.actor.org_id)
        .order_by(col(RoleGrant.id))
    )
    return list(rows.scalars())


def _hold_grant(w: Work, user_id: UUID, role: Role) -> RoleGrant | None:
    return w.session.execute(
        select(RoleGrant)
        .where(
            RoleGrant.user_id == user_id,
            RoleGrant.org_id == w.actor.org_id,
            RoleGrant.role == role,
        )
        .with_for_update()
    ).scalar_one_or_none()


def _manageable(w: Work, user_id: UUID, role: Role) -> RoleGrant:
    if user_id == w.actor.user_id:
        raise Refusal(texts.NOT_YOUR_OWN_ROLE)
    grant = _hold_grant(w, user_id, role)
    if grant is None:
        raise Refusal(texts.NOT_HERE)
    return grant


def _must_be_here(w: Work, table: str, row_id: UUID) -> None:
    # Members and staff are higher features, known here by their tables' names only.
    w.session.flush()  # the row may be of this very Work
    found = w.hot(
        sa.select(sa.column("id", sa.Uuid()))
        .select_from(sa.table(table))
        .where(
            sa.column("id", sa.Uuid()) == row_id,
            sa.column("org_id", sa.Uuid()) == w.actor.org_id,
            sa.column("archived_at").is_(None),
        )
    )
    if found.first() is None:
        raise NotFound


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
        RoleGrant.org_id == row.org_id, RoleGrant.role == row.role, _same_person(RoleGrant, row)
    )
    if w.session.execute(grants).first() is not None:
        raise Refusal(texts.ALREADY_HERE)
    waiting = select(Invitation.id).where(
        Invitation.org_id == row.org_id,
        Invitation.role == row.role,
        _same_person(Invitation, row),
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


def _same_person(
    table: type[RoleGrant] | type[Invitation], row: Invitation
) -> sa.ColumnElement[bool]:
    if row.member_id is not None:
        return col(table.member_id) == row.member_id
    return col(table.staff_id) == row.staff_id


def _hold_open(w: Work, invitation_id: UUID) -> Invitation:
    row = w.hold(Invitation, invitation_id)
    if row.org_id != w.actor.org_id or row.accepted_at or row.revoked_at:
        raise NotFound
    if not _may_manage(w, row.role):
        raise Refusal(texts.ROLE_TOO_HIGH)
    return row


def _hold_by_token(w: Work, token: str) -> Invitation:
    row = w.session.execute(
        select(Invitation).where(Invitation.token_hash == crypto.digest(token)).with_for_update()
    ).scalar_one_or_none()
    if row is None or row.org_id != w.actor.org_id:
        raise Refusal(texts.INVITATION_GONE)
    if row.accepted_at or row.revoked_at or row.expires_at <= w.now:
        raise Refusal(texts.INVITATION_GONE)
    return row


def _join(w: Work, row: Invitation, user_id: UUID) -> Joined:
    taken = select(RoleGrant.id).where(
        RoleGrant.org_id == row.org_id, _same_person(RoleGrant, row), RoleGrant.user_id != user_id
    )
    if w.session.execute(taken).first() is not None:
        raise Refusal(texts.PROFILE_IS_ANOTHERS)
    held = _hold_grant(w, user_id, row.role)
    if held is None:
        give_role(
            w,
            user_id=user_id,
            role=row.role,
            without=[Permission(p) for p in row.without],
            member_id=row.member_id,
            staff_id=row.staff_id,
        )
    elif _differs(held, row):
        raise Refusal(texts.PROFILE_IS_ANOTHERS)
    else:
        held.member_id = held.member_id or row.member_id
        held.staff_id = held.staff_id or row.staff_id
    row.accepted_at, row.accepted_by = w.now, user_id
    w.publish(
        events.InvitationAccepted(
            about=row.id,
            user_id=user_id,
            role=row.role,
            member_id=row.member_id,
            staff_id=row.staff_id,
        )
    )
    return Joined(row.org_id, user_id, row.role)


def _differs(held: RoleGrant, row: Invitation) -> bool:
    """Whether the user is another member, or other staff, of this gym already."""
    return (held.member_id is not None and held.member_id != row.member_id) or (
        held.staff_id is not None and held.staff_id != row.staff_id
    )


def _free_phone(w: Work, phone: str) -> str | None:
    taken = select(User.id).where(User.phone == phone)
    return phone if phone and w.session.execute(taken).first() is None else None
