"""What is dead is deleted."""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import col

from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.identity.rules import FactorState
from fitkit.features.identity.tables import AttemptLock, Invitation, LoginCode, SignInSession


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
