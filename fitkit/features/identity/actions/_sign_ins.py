"""A sign-in is opened in a gym; several are ended at once."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core import crypto
from fitkit.core.permissions import Role
from fitkit.core.settings import settings
from fitkit.core.tables import columns
from fitkit.core.work import Work, caller_ip
from fitkit.features.identity import events, rules
from fitkit.features.identity.actions._users import addresses_of
from fitkit.features.identity.actions.outcomes import Admitted
from fitkit.features.identity.rules import EntryWay, FactorState
from fitkit.features.identity.tables import RoleGrant, SignInSession, User
from fitkit.features.orgs.tables import Org

_GRANT, _ORG = columns(RoleGrant), columns(Org)


def open_session(w: Work, user: User, way: EntryWay, device: str) -> tuple[SignInSession, str]:
    """Write a sign-in and its token; pending when the user has a second factor."""
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
        expires_at=w.now + (rules.PENDING_LIFE if waits else session_life()),
        device=device[:80],
        ip=caller_ip.get(),
    )
    w.add(s)
    return s, token


def session_life() -> timedelta:
    """How long a sign-in lives without being seen."""
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


def admitted(w: Work, s: SignInSession, user: User, token: str) -> Admitted:
    """Publish UserSignedIn and say how they are in."""
    w.publish(
        events.UserSignedIn(
            about=s.id, user_id=user.id, way=s.way, is_new_device=_is_new_device(w, s)
        )
    )
    role = rules.highest(roles_in(w, user.id, s.org_id))
    return Admitted(token, user.id, role, user.lang, addresses_of(user))


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


def roles_in(w: Work, user_id: UUID, org_id: UUID | None) -> list[Role]:
    """What a user is in a gym, in no order; nothing in one that was closed."""
    query = select(RoleGrant.role).where(
        RoleGrant.user_id == user_id, col(RoleGrant.org_id).is_not_distinct_from(org_id)
    )
    if org_id is not None:
        query = query.join(Org, col(Org.id) == col(RoleGrant.org_id)).where(
            col(Org.closed_at).is_(None)
        )
    return [Role(role) for role in w.session.execute(query).scalars()]


def end_others(w: Work, user_id: UUID) -> int:
    """End all sign-ins of a user but the acting one; returns how many."""
    return _revoke(w, col(SignInSession.user_id) == user_id, but=w.actor.sign_in_id)


def end_all(w: Work, user_id: UUID) -> int:
    """End all sign-ins of a user; returns how many."""
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
