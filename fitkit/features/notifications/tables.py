"""Notice, Delivery, preferences, and the browsers that take push notes."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Index

from fitkit.core.tables import JSON, OrgRow, Row, UtcDateTime, choice
from fitkit.features.notifications.rules import (
    REMINDER_HOURS,
    Channel,
    DeliveryState,
    NoticeGroup,
    NoticeKind,
)


class Notice(OrgRow, table=True):
    """Something one person is told."""

    __tablename__ = "notice"

    member_id: UUID | None = Field(default=None, foreign_key="member.id")  # whom: this one…
    user_id: UUID | None = Field(default=None, foreign_key="app_user.id")  # …or this one
    kind: NoticeKind = Field(sa_type=choice(NoticeKind), nullable=False)
    about: UUID  # the row it is about; of any table
    facts: dict[str, Any] = Field(sa_type=JSON, nullable=False)  # fill the sentence's places
    path: str = Field(default="", max_length=200)  # opened by a tap, without the language
    starts_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # of the class
    key: str = Field(max_length=200)  # one happening, one receiver
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (
        sa.CheckConstraint("num_nonnulls(member_id, user_id) = 1", name="one_receiver"),
        Index("uq_notice_key", "org_id", "key", unique=True),  # told once
        Index("ix_notice_of_member", "member_id", "id"),  # the inbox
        Index("ix_notice_of_user", "user_id", "id"),  # the inbox
        Index(  # the number on the bell
            "ix_notice_unread_member", "member_id", postgresql_where=sa.text("read_at is null")
        ),
        Index("ix_notice_unread_user", "user_id", postgresql_where=sa.text("read_at is null")),
    )


class Delivery(OrgRow, table=True):
    """A notice on its way through one channel."""

    __tablename__ = "delivery"

    notice_id: UUID = Field(foreign_key="notice.id", index=True)
    channel: Channel = Field(sa_type=choice(Channel), nullable=False)
    state: DeliveryState = Field(sa_type=choice(DeliveryState), nullable=False)
    not_before: datetime = Field(sa_type=UtcDateTime, nullable=False)  # or the end of a claim
    attempts: int = 0
    key: str = Field(max_length=240)  # happening, receiver and channel; goes out with it
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason: str = Field(default="", max_length=60)  # why not sent: a short word for the screen

    __table_args__ = (
        Index("uq_delivery_key", "org_id", "key", unique=True),
        Index(  # what is due, over all gyms
            "ix_delivery_due",
            "not_before",
            postgresql_where=sa.text("state in ('waiting','held')"),
        ),
        Index(  # dead addresses and failures, newest first
            "ix_delivery_trouble",
            "org_id",
            "id",
            postgresql_where=sa.text("state in ('failed','gone')"),
        ),
    )


class ChannelPreference(OrgRow, table=True):
    """A channel of a group that somebody turned on or off; what is missing is as by default."""

    __tablename__ = "channel_preference"

    member_id: UUID | None = Field(default=None, foreign_key="member.id", index=True)
    user_id: UUID | None = Field(default=None, foreign_key="app_user.id", index=True)
    group: NoticeGroup = Field(sa_type=choice(NoticeGroup), nullable=False)
    channel: Channel = Field(sa_type=choice(Channel), nullable=False)
    is_on: bool

    __table_args__ = (
        sa.CheckConstraint("num_nonnulls(member_id, user_id) = 1", name="one_receiver"),
        Index(
            "uq_channel_preference",
            "org_id",
            "member_id",
            "user_id",
            "group",
            "channel",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )


class ReminderChoice(OrgRow, table=True):
    """When before a class a member wants to be reminded; missing means once, the usual hours."""

    __tablename__ = "reminder_choice"

    member_id: UUID = Field(foreign_key="member.id")
    hours: int = REMINDER_HOURS  # 0: no reminder
    evening_before: bool = False  # a second one, on the evening before the class

    __table_args__ = (Index("uq_reminder_choice", "member_id", unique=True),)


class PushSubscription(Row, table=True):
    """One browser of one user. Global: a browser belongs to a person, whichever gym they look at."""

    __tablename__ = "push_subscription"

    user_id: UUID = Field(foreign_key="app_user.id", index=True)
    endpoint: str = Field(unique=True, max_length=1000)
    p256dh: str = Field(max_length=120)
    auth: str = Field(max_length=40)
    device: str = Field(default="", max_length=80)  # the browser in words, for its owner's list
    lang: str = Field(default="he", max_length=5)
    last_ok_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    failures: int = 0  # in a row
