"""The holder of an invitation's link takes its role."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import select

from fitkit.core import crypto
from fitkit.core.errors import Invalid, Refusal
from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission, Role, internal
from fitkit.core.work import Work
from fitkit.features.identity import events, rules
from fitkit.features.identity.actions._grants import hold_grant, same_person
from fitkit.features.identity.actions._sign_ins import open_session
from fitkit.features.identity.actions._users import addresses_of, new_user, own_id, user_at
from fitkit.features.identity.actions.outcomes import Admitted
from fitkit.features.identity.actions.roles import give_role
from fitkit.features.identity.actions.sign_ins import use_gym
from fitkit.features.identity.rules import EntryWay
from fitkit.features.identity.tables import Invitation, RoleGrant, User
from fitkit.features.orgs import rules as gyms
from fitkit.texts import identity as texts


@dataclass(frozen=True, slots=True)
class Joined:
    """A user is something in a gym."""

    org_id: UUID
    user_id: UUID
    role: Role


@internal
def accept_invitation(w: Work, *, token: str) -> Joined:
    """Give the invitation's role to the signed-in user; the Work is of the invitation's gym.

    Called by the flow, which finds the gym. The gym becomes the one in use.

    Raises:
        Refusal: INVITATION_GONE; PROFILE_IS_ANOTHERS: another account is that member.
    """
    row = _hold_by_token(w, token)
    joined = _join(w, row, own_id(w))
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
    if not row.email or user_at(w, row.email) is not None:
        raise Refusal(texts.SIGN_IN_FIRST)
    user = new_user(
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
    s, token = open_session(w, user, EntryWay.INVITATION, device)
    s.org_id = joined.org_id
    return Admitted(token, user.id, row.role, user.lang, addresses_of(user))


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
        RoleGrant.org_id == row.org_id, same_person(RoleGrant, row), RoleGrant.user_id != user_id
    )
    if w.session.execute(taken).first() is not None:
        raise Refusal(texts.PROFILE_IS_ANOTHERS)
    held = hold_grant(w, user_id, row.role)
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
