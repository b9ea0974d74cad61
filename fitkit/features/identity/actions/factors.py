"""One's own second factor: on, off, recovery codes."""

from dataclasses import dataclass
from uuid import UUID

import pyotp
import sqlalchemy as sa
from sqlmodel import col

from fitkit.core import crypto
from fitkit.core.errors import Refusal
from fitkit.core.ids import public_code
from fitkit.core.permissions import Permission, requires
from fitkit.core.work import Work
from fitkit.features.identity import events, queries, rules
from fitkit.features.identity.actions._factors import factor_fits, recovery_digest, totp_place
from fitkit.features.identity.actions._sign_ins import end_others
from fitkit.features.identity.actions._users import own_id
from fitkit.features.identity.rules import FactorState
from fitkit.features.identity.tables import RecoveryCode, SignInSession, User
from fitkit.texts import identity as texts


@dataclass(frozen=True, slots=True)
class TotpSetup:
    """What an authenticator app is given; shown once."""

    secret: str  # base32, for typing
    uri: str  # otpauth://…, for a QR code


@dataclass(frozen=True, slots=True)
class RecoveryCodes:
    """Ten codes, shown once and kept as digests only."""

    codes: tuple[str, ...]


@requires(Permission.USE_ACCOUNT)
def start_totp(w: Work) -> TotpSetup:
    """Give a secret for an authenticator app; it is in force once a code confirms it.

    Raises:
        Refusal: TOTP_IS_ON: the one in force must be switched off first.
    """
    user = w.hold(User, own_id(w))
    if user.totp_secret_sealed is not None:
        raise Refusal(texts.TOTP_IS_ON)
    secret = pyotp.random_base32()
    user.totp_pending_sealed = crypto.seal(secret, totp_place(user.id))
    uri = pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name="FitKit")
    return TotpSetup(secret=secret, uri=uri)


@requires(Permission.USE_ACCOUNT)
def confirm_totp(w: Work, *, code: str) -> RecoveryCodes:
    """Put the second factor in force by its first code; every other sign-in ends.

    Raises:
        Refusal: NO_TOTP_STARTED; FACTOR_WRONG, at ``code``.
    """
    user = w.hold(User, own_id(w))
    if user.totp_pending_sealed is None:
        raise Refusal(texts.NO_TOTP_STARTED)
    secret = crypto.unseal(user.totp_pending_sealed, totp_place(user.id))
    step = rules.used_step(secret, rules.digits_of(code), at=w.now, last_step=None)
    if step is None:
        raise Refusal(texts.FACTOR_WRONG, field="code")
    user.totp_secret_sealed, user.totp_pending_sealed = user.totp_pending_sealed, None
    user.totp_last_step = step
    if w.actor.sign_in_id is not None:
        w.get(SignInSession, w.actor.sign_in_id).factor = FactorState.DONE
    end_others(w, user.id)
    w.publish(events.TotpEnabled(about=user.id, user_id=user.id))
    return _new_recovery_codes(w, user.id)


@requires(Permission.USE_ACCOUNT)
def disable_totp(w: Work, *, code: str) -> None:
    """Switch the second factor off. Screens call the flow, which limits tries.

    Raises:
        Refusal: TOTP_NEEDED: a role asks for it; FACTOR_WRONG, at ``code``.
    """
    user = w.hold(User, own_id(w))
    if queries.needs_totp(w, user_id=user.id):
        raise Refusal(texts.TOTP_NEEDED)
    if not factor_fits(w, user, code):
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
    user = w.hold(User, own_id(w))
    if not factor_fits(w, user, code):
        raise Refusal(texts.FACTOR_WRONG, field="code")
    return _new_recovery_codes(w, user.id)


def _new_recovery_codes(w: Work, user_id: UUID) -> RecoveryCodes:
    w.session.execute(sa.delete(RecoveryCode).where(col(RecoveryCode.user_id) == user_id))
    codes = [public_code(10) for _ in range(rules.RECOVERY_CODES)]
    w.add(*(RecoveryCode(user_id=user_id, code_digest=recovery_digest(user_id, c)) for c in codes))
    return RecoveryCodes(tuple(f"{c[:5]}-{c[5:]}" for c in codes))
