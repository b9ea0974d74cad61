"""What has happened to accounts, roles and invitations."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from fitkit.core.events import Event
from fitkit.core.permissions import Role
from fitkit.features.identity.rules import EntryWay


@dataclass(frozen=True, kw_only=True)
class UserSignedIn(Event):
    """Somebody is in, second factor included; about the sign-in."""

    name: ClassVar[str] = "identity.signed_in"
    user_id: UUID
    way: EntryWay
    is_new_device: bool  # not the first sign-in, and no earlier one came from such a device


@dataclass(frozen=True, kw_only=True)
class UserSignedOut(Event):
    """Somebody left; about the sign-in."""

    name: ClassVar[str] = "identity.signed_out"
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class SignInsRevoked(Event):
    """Sign-ins of a user were ended from elsewhere; about the user."""

    name: ClassVar[str] = "identity.sign_ins_revoked"
    user_id: UUID
    count: int


@dataclass(frozen=True, kw_only=True)
class AttemptsLocked(Event):
    """Wrong attempts made an account rest; about the lock, because there may be no account."""

    name: ClassVar[str] = "identity.locked"
    minutes: int


@dataclass(frozen=True, kw_only=True)
class CodeRequested(Event):
    """Somebody asked for a code; about the code. Whether anybody is known there is not said."""

    name: ClassVar[str] = "identity.code_requested"


@dataclass(frozen=True, kw_only=True)
class UserJoined(Event):
    """A user was made; about the user."""

    name: ClassVar[str] = "identity.user_joined"
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class AccountChanged(Event):
    """A user changed their own details; which, not to what."""

    name: ClassVar[str] = "identity.account_changed"
    user_id: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """A user has another password."""

    name: ClassVar[str] = "identity.password_changed"
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class TotpEnabled(Event):
    """A user's second factor is on."""

    name: ClassVar[str] = "identity.totp_enabled"
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class TotpDisabled(Event):
    """A user's second factor is off."""

    name: ClassVar[str] = "identity.totp_disabled"
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class RecoveryCodeUsed(Event):
    """A recovery code stood in for the second factor."""

    name: ClassVar[str] = "identity.recovery_code_used"
    user_id: UUID
    left: int


@dataclass(frozen=True, kw_only=True)
class InvitationMade(Event):
    """A role waits for a person; about the invitation."""

    name: ClassVar[str] = "identity.invited"
    role: Role
    member_id: UUID | None
    staff_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class InvitationResent(Event):
    """The letter goes out once more."""

    name: ClassVar[str] = "identity.invitation_resent"
    role: Role
    member_id: UUID | None
    staff_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class InvitationRevoked(Event):
    """The link opens nothing any more."""

    name: ClassVar[str] = "identity.invitation_revoked"
    role: Role
    member_id: UUID | None
    staff_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(Event):
    """The invited person is in; about the invitation."""

    name: ClassVar[str] = "identity.invitation_accepted"
    user_id: UUID
    role: Role
    member_id: UUID | None
    staff_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Event):
    """A user is something in this gym; about the user."""

    name: ClassVar[str] = "identity.role_granted"
    user_id: UUID
    role: Role
    member_id: UUID | None
    staff_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class RoleNarrowed(Event):
    """A grant holds less, or more, of its role; about the user."""

    name: ClassVar[str] = "identity.role_narrowed"
    user_id: UUID
    role: Role
    without: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RoleRevoked(Event):
    """A user is no longer something in this gym; about the user."""

    name: ClassVar[str] = "identity.role_revoked"
    user_id: UUID
    role: Role
    member_id: UUID | None
    staff_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class OwnershipHandedOver(Event):
    """The gym has another owner; about the new one."""

    name: ClassVar[str] = "identity.handed_over"
    user_id: UUID  # the new owner
    from_user_id: UUID
