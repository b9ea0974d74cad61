"""Member, the gym's tags and who wears them, the staff's notes."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Index

from fitkit.core.sealing import sealed
from fitkit.core.tables import OrgRow, UtcDateTime, choice
from fitkit.features.members.rules import FormKind, Gender, MemberSource, MemberStatus


class Member(OrgRow, table=True):
    """A person of the gym."""

    __tablename__ = "member"

    first_name: str = Field(max_length=60)
    last_name: str = Field(default="", max_length=60)
    folded: str = Field(max_length=460)  # name, e-mail, phone, folded: searched and ordered by
    phone: str = Field(default="", max_length=20)  # E.164, or empty
    email: str = Field(default="", max_length=254)  # lower case, or empty
    birth_date: date | None = None
    national_id_sealed: str | None = sealed("national_id", optional=True)
    gender: Gender = Field(default=Gender.UNSAID, sa_type=choice(Gender), nullable=False)
    address: str = Field(default="", max_length=200)
    emergency_name: str = Field(default="", max_length=60)
    emergency_phone: str = Field(default="", max_length=20)  # E.164
    source: MemberSource = Field(
        default=MemberSource.UNKNOWN, sa_type=choice(MemberSource), nullable=False
    )
    status: MemberStatus = Field(
        default=MemberStatus.LEAD, sa_type=choice(MemberStatus), nullable=False
    )
    joined_on: date  # in the gym's zone
    # Whose member it is now. Kept here so that one statement lists a coach's people; the
    # history is with staff, which alone writes both.
    coach_id: UUID | None = Field(default=None, foreign_key="staff_profile.id", index=True)
    guardian_id: UUID | None = Field(default=None, foreign_key="member.id", index=True)
    archived_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    is_seen_by_members: bool = False  # consents to be named to others of the same class

    __table_args__ = (
        Index("ix_member_by_name", "org_id", "folded", "id"),  # the roster, a page at a time
        Index("ix_member_newest", "org_id", "joined_on", "id"),  # the roster, newest first
        Index(  # the same person twice
            "ix_member_phone", "org_id", "phone", postgresql_where=sa.text("phone <> ''")
        ),
        Index("ix_member_email", "org_id", "email", postgresql_where=sa.text("email <> ''")),
    )


class Tag(OrgRow, table=True):
    """A gym's word for a group of members."""

    __tablename__ = "tag"

    name: str = Field(max_length=30)
    folded: str = Field(max_length=60)  # one per gym, however it is spelt

    __table_args__ = (Index("uq_tag_name", "org_id", "folded", unique=True),)


class MemberTag(OrgRow, table=True):
    """A member wears a tag."""

    __tablename__ = "member_tag"

    member_id: UUID = Field(foreign_key="member.id")
    tag_id: UUID = Field(foreign_key="tag.id", index=True)

    __table_args__ = (Index("uq_member_tag", "member_id", "tag_id", unique=True),)


class MemberForm(OrgRow, table=True):
    """A form that a member handed in, on file; its answers are not kept here."""

    __tablename__ = "member_form"

    member_id: UUID = Field(foreign_key="member.id")
    kind: FormKind = Field(sa_type=choice(FormKind), nullable=False)
    signed_on: date
    good_until: date | None = None  # last day; empty: for good
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # it was a slip

    __table_args__ = (  # what of the required ones is on file
        Index(
            "ix_member_form_on_file",
            "member_id",
            "kind",
            postgresql_where=sa.text("withdrawn_at is null"),
        ),
    )


class MemberNote(OrgRow, table=True):
    """What staff wrote about a member."""

    __tablename__ = "member_note"

    member_id: UUID = Field(foreign_key="member.id")
    author_user_id: UUID | None = None  # empty: FitKit itself, as an import
    author_staff_id: UUID | None = Field(default=None, foreign_key="staff_profile.id", index=True)
    text: str = Field(max_length=2000)

    __table_args__ = (Index("ix_member_note_newest", "member_id", "id"),)  # the member's page
