"""Users and how they get in. Global tables: a person is known before any gym is.

No row-level security stands behind these: every statement says the gym or the user itself.
"""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Index

from fitkit.core.i18n import Lang
from fitkit.core.permissions import Role
from fitkit.core.sealing import sealed
from fitkit.core.tables import JSON, Row, UtcDateTime, choice
from fitkit.features.identity.rules import CodePurpose, EntryWay, FactorState


class User(Row, table=True):
    """A person, once, however many gyms they belong to."""

    __tablename__ = "app_user"

    email: str = Field(unique=True, max_length=254)  # lower case
    email_confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # by a code
    phone: str | None = Field(default=None, unique=True, max_length=20)  # E.164
    name: str = Field(max_length=80)
    password_hash: str | None = None  # argon2id; empty: enters by code only
    password_changed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lang: Lang = Field(default=Lang.HE, sa_type=choice(Lang), nullable=False)
    totp_secret_sealed: str | None = sealed("totp", optional=True)  # in force
    totp_pending_sealed: str | None = sealed("totp", optional=True)  # shown, not yet confirmed
    totp_last_step: int | None = None  # newest 30 s step that was used: none is used twice


class RoleGrant(Row, table=True):
    """A user is something in one gym; of the platform where there is no gym."""

    __tablename__ = "role_grant"

    user_id: UUID = Field(foreign_key="app_user.id")
    org_id: UUID | None = Field(default=None, foreign_key="org.id", index=True)
    role: Role = Field(sa_type=choice(Role), nullable=False)
    member_id: UUID | None = Field(default=None, foreign_key="member.id", index=True)
    staff_id: UUID | None = Field(default=None, foreign_key="staff_profile.id", index=True)
    without: list[str] = Field(default_factory=list, sa_type=JSON, nullable=False)  # narrowed away
    # Members whose guardian the member is: kept here because the guard reads it before any gym
    # is known to the database. Written by members, which knows the guardians.
    ward_ids: list[str] = Field(default_factory=list, sa_type=JSON, nullable=False)
    granted_by: UUID | None = Field(default=None, foreign_key="app_user.id", index=True)

    __table_args__ = (
        Index(  # a user's grants, of one gym or of all
            "uq_role_grant",
            "user_id",
            "org_id",
            "role",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        Index(  # invariant 3
            "uq_role_grant_owner", "org_id", unique=True, postgresql_where=sa.text("role = 'owner'")
        ),
    )


class SignInSession(Row, table=True):
    """One browser of one user."""

    __tablename__ = "sign_in_session"

    token_hash: str = Field(unique=True, max_length=64)  # SHA-256 of the cookie
    user_id: UUID = Field(foreign_key="app_user.id")
    org_id: UUID | None = Field(default=None, foreign_key="org.id", index=True)  # the gym in use
    way: EntryWay = Field(sa_type=choice(EntryWay), nullable=False)
    factor: FactorState = Field(sa_type=choice(FactorState), nullable=False)
    entered_at: datetime = Field(sa_type=UtcDateTime, nullable=False)  # last proof of who it is
    last_seen_at: datetime = Field(sa_type=UtcDateTime, nullable=False)  # to the hour
    expires_at: datetime = Field(sa_type=UtcDateTime, nullable=False)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    device: str = Field(default="", max_length=80)  # browser and system, from the user agent
    ip: str | None = Field(default=None, max_length=45)

    __table_args__ = (Index("ix_sign_in_session_user", "user_id", "id"),)  # a user's list


class LoginCode(Row, table=True):
    """Six digits on their way to an address, whether or not anybody is known by it."""

    __tablename__ = "login_code"

    address: str = Field(max_length=254)  # e-mail in lower case, or E.164
    purpose: CodePurpose = Field(sa_type=choice(CodePurpose), nullable=False)
    code_digest: str = Field(max_length=64)  # keyed
    code_sealed: str | None = sealed("code", optional=True)  # until it is sent
    browser_digest: str = Field(max_length=64)  # of the secret in the browser that asked
    lang: Lang = Field(default=Lang.HE, sa_type=choice(Lang), nullable=False)
    expires_at: datetime = Field(sa_type=UtcDateTime, nullable=False)
    attempts: int = 0
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (Index("ix_login_code_address", "address", "purpose", "id"),)


class AttemptLock(Row, table=True):
    """Wrong attempts in a row at an account; kept for addresses that nobody has, too."""

    __tablename__ = "attempt_lock"

    key: str = Field(unique=True, max_length=80)  # what is tried and a keyed digest of whose
    failures: int = 0
    last_at: datetime = Field(sa_type=UtcDateTime, nullable=False)
    locked_until: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Invitation(Row, table=True):
    """A role that waits for a person. Global: a visitor finds it by its token."""

    __tablename__ = "invitation"

    org_id: UUID = Field(foreign_key="org.id")
    role: Role = Field(sa_type=choice(Role), nullable=False)
    name: str = Field(default="", max_length=80)
    email: str = Field(default="", max_length=254)  # lower case; empty: by link only
    phone: str = Field(default="", max_length=20)  # E.164
    lang: Lang = Field(default=Lang.HE, sa_type=choice(Lang), nullable=False)
    member_id: UUID | None = Field(default=None, foreign_key="member.id", index=True)
    staff_id: UUID | None = Field(default=None, foreign_key="staff_profile.id", index=True)
    without: list[str] = Field(default_factory=list, sa_type=JSON, nullable=False)
    token_hash: str = Field(unique=True, max_length=64)
    token_sealed: str = sealed("token")  # for the letter and the link
    invited_by: UUID | None = Field(default=None, foreign_key="app_user.id", index=True)
    expires_at: datetime = Field(sa_type=UtcDateTime, nullable=False)
    sent_at: datetime = Field(sa_type=UtcDateTime, nullable=False)  # the last time
    sent_count: int = 1
    bounced_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # refused for ever
    accepted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    accepted_by: UUID | None = Field(default=None, foreign_key="app_user.id", index=True)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (
        Index(  # what a gym waits for
            "ix_invitation_open",
            "org_id",
            "id",
            postgresql_where=sa.text("accepted_at is null and revoked_at is null"),
        ),
    )


class RecoveryCode(Row, table=True):
    """Stands in for the second factor, once."""

    __tablename__ = "recovery_code"

    user_id: UUID = Field(foreign_key="app_user.id", index=True)
    code_digest: str = Field(max_length=64)  # keyed
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
