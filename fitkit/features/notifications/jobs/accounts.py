"""What happens to an account, whichever gym it belongs to."""

from uuid import UUID

from fitkit.core.actor import Actor
from fitkit.core.i18n import Text
from fitkit.core.jobs import on
from fitkit.core.work import Work
from fitkit.features.identity.events import (
    AccountChanged,
    PasswordChanged,
    RecoveryCodeUsed,
    TotpDisabled,
    TotpEnabled,
    UserSignedIn,
)
from fitkit.features.notifications import actions, flows, queries
from fitkit.features.notifications.rules import (
    Channel,
    Happening,
    Receiver,
)
from fitkit.ports import Ports
from fitkit.texts import notices as texts

# Letters about an account go out by themselves, from FitKit: not once for each gym.
_IN_APP = frozenset({Channel.INBOX, Channel.PUSH})


@on(UserSignedIn, outside=True)
def write_new_sign_in(ports: Ports, actor: Actor, e: UserSignedIn) -> None:  # noqa: ARG001  # the shape of a reaction
    """The user, by letter."""
    if e.is_new_device:
        flows.warn_of_sign_in(ports, sign_in_id=e.about, user_id=e.user_id)


@on(UserSignedIn)
def tell_new_sign_in(w: Work, e: UserSignedIn) -> None:
    """The user, in each of their gyms."""
    if e.is_new_device:
        _tell_user(w, e.user_id, queries.signed_in_anew(w, sign_in_id=e.about))


@on(PasswordChanged, outside=True)
def write_password_changed(ports: Ports, actor: Actor, e: PasswordChanged) -> None:  # noqa: ARG001
    """The user, by letter."""
    flows.warn_of_change(ports, user_id=e.user_id, what=texts.PASSWORD_CHANGED)


@on(PasswordChanged)
def tell_password_changed(w: Work, e: PasswordChanged) -> None:
    """The user, in each of their gyms."""
    _tell_change(w, e.user_id, texts.PASSWORD_CHANGED)


@on(TotpEnabled, outside=True)
def write_totp_enabled(ports: Ports, actor: Actor, e: TotpEnabled) -> None:  # noqa: ARG001
    """The user, by letter."""
    flows.warn_of_change(ports, user_id=e.user_id, what=texts.TOTP_ON)


@on(TotpEnabled)
def tell_totp_enabled(w: Work, e: TotpEnabled) -> None:
    """The user, in each of their gyms."""
    _tell_change(w, e.user_id, texts.TOTP_ON)


@on(TotpDisabled, outside=True)
def write_totp_disabled(ports: Ports, actor: Actor, e: TotpDisabled) -> None:  # noqa: ARG001
    """The user, by letter."""
    flows.warn_of_change(ports, user_id=e.user_id, what=texts.TOTP_OFF)


@on(TotpDisabled)
def tell_totp_disabled(w: Work, e: TotpDisabled) -> None:
    """The user, in each of their gyms."""
    _tell_change(w, e.user_id, texts.TOTP_OFF)


@on(RecoveryCodeUsed, outside=True)
def write_recovery_code_used(ports: Ports, actor: Actor, e: RecoveryCodeUsed) -> None:  # noqa: ARG001
    """The user, by letter."""
    flows.warn_of_change(ports, user_id=e.user_id, what=texts.RECOVERY_USED)


@on(RecoveryCodeUsed)
def tell_recovery_code_used(w: Work, e: RecoveryCodeUsed) -> None:
    """The user, in each of their gyms."""
    _tell_change(w, e.user_id, texts.RECOVERY_USED)


@on(AccountChanged, outside=True)
def write_email_changed(ports: Ports, actor: Actor, e: AccountChanged) -> None:  # noqa: ARG001
    """The user, by letter to the new address."""
    if "email" in e.fields:
        flows.warn_of_change(ports, user_id=e.user_id, what=texts.EMAIL_CHANGED)


@on(AccountChanged)
def tell_email_changed(w: Work, e: AccountChanged) -> None:
    """The user, in each of their gyms."""
    if "email" in e.fields:
        _tell_change(w, e.user_id, texts.EMAIL_CHANGED)


def _tell_change(w: Work, user_id: UUID, what: Text) -> None:
    _tell_user(w, user_id, queries.security_changed(w, user_id=user_id, what=what))


def _tell_user(w: Work, user_id: UUID, happening: Happening | None) -> None:
    """In every gym the user belongs to: an account is in all of them; a Work of one gym tells there."""
    gyms = (w.actor.org_id,) if w.actor.org_id else queries.gyms_of(w, user_id)
    for org_id in gyms:
        if happening is not None:
            actions.notify(w, Receiver(user_id=user_id), happening, only=_IN_APP, org_id=org_id)
