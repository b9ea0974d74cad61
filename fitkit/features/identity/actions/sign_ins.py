"""Sign-ins: ended, seen again, moved to another gym."""

from uuid import UUID

from sqlmodel import col, select

from fitkit.core import crypto
from fitkit.core.errors import NotFound, Refusal
from fitkit.core.permissions import Permission, Role, internal, public, requires
from fitkit.core.work import Work
from fitkit.features.identity import events, rules
from fitkit.features.identity.actions._sign_ins import end_others, roles_in, session_life
from fitkit.features.identity.actions._users import own_id
from fitkit.features.identity.rules import FactorState
from fitkit.features.identity.tables import SignInSession
from fitkit.texts import identity as texts


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
        s.expires_at = w.now + session_life()


@requires(Permission.USE_ACCOUNT)
def revoke_sign_in(w: Work, *, sign_in_id: UUID) -> None:
    """End one of one's own sign-ins.

    Raises:
        NotFound: there is none such, or it is another's.
    """
    me = own_id(w)
    s = w.get(SignInSession, sign_in_id)
    if s.user_id != me or s.revoked_at is not None:
        raise NotFound
    s.revoked_at = w.now
    w.publish(events.SignInsRevoked(about=me, user_id=me, count=1))


@requires(Permission.USE_ACCOUNT)
def revoke_others(w: Work) -> int:
    """End all of one's own sign-ins but this one; returns how many."""
    me = own_id(w)
    count = end_others(w, me)
    if count:
        w.publish(events.SignInsRevoked(about=me, user_id=me, count=count))
    return count


@requires(Permission.USE_ACCOUNT)
def switch_gym(w: Work, *, org_id: UUID | None) -> Role:
    """Act in another gym from the next event on; None is the platform. Returns the role there.

    Raises:
        Refusal: NO_SUCH_GYM: no role there, or it was closed, or there is no such gym.
    """
    role = rules.highest(roles_in(w, own_id(w), org_id))
    if role is None or w.actor.sign_in_id is None:
        raise Refusal(texts.NO_SUCH_GYM)
    w.get(SignInSession, w.actor.sign_in_id).org_id = org_id
    return role


@internal
def use_gym(w: Work, *, sign_in_id: UUID) -> None:
    """Let a sign-in act in the gym of this Work."""
    w.get(SignInSession, sign_in_id).org_id = w.actor.org_id
