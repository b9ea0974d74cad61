"""A typed second factor is tried and used up."""

from typing import Final
from uuid import UUID

from sqlmodel import col, select

from fitkit.core import crypto
from fitkit.core.work import Work
from fitkit.features.identity import events, rules
from fitkit.features.identity.tables import RecoveryCode, User

_RECOVERY: Final = "recovery-code"


def factor_fits(w: Work, user: User, typed: str) -> bool:
    """Use up a TOTP step or a recovery code; the user is held."""
    code = rules.digits_of(typed)[:20]
    if user.totp_secret_sealed is None:
        return False
    if len(code) == 6 and code.isdigit() and code.isascii():
        secret = crypto.unseal(user.totp_secret_sealed, totp_place(user.id))
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
    said = _said(user_id, code)
    fitting = [r for r in rows if crypto.is_keyed_digest(r.code_digest, said, _RECOVERY)]
    if not fitting:
        return False
    fitting[0].used_at = w.now
    w.publish(events.RecoveryCodeUsed(about=user_id, user_id=user_id, left=len(rows) - 1))
    return True


def recovery_digest(user_id: UUID, code: str) -> str:
    """How a recovery code is kept."""
    return crypto.keyed_digest(_said(user_id, code), _RECOVERY)


def _said(user_id: UUID, code: str) -> str:
    return f"{user_id}:{code}"


def totp_place(user_id: UUID) -> str:
    """Where the secret is sealed for."""
    return f"app_user:{user_id}:totp"
