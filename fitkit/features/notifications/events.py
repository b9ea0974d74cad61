"""What has happened around telling people."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from fitkit.core.events import Event
from fitkit.features.notifications.rules import Channel, NoticeGroup


@dataclass(frozen=True, kw_only=True)
class PreferenceChanged(Event):
    """Somebody turned a channel of a group on or off; about the receiver."""

    name: ClassVar[str] = "notifications.preference_changed"
    group: NoticeGroup
    channel: Channel
    is_on: bool


@dataclass(frozen=True, kw_only=True)
class ReminderChanged(Event):
    """A member wants to be reminded of classes earlier, later or not at all; about the member."""

    name: ClassVar[str] = "notifications.reminder_changed"
    hours: int
    evening_before: bool = False


@dataclass(frozen=True, kw_only=True)
class Unsubscribed(Event):
    """A letter's link was used to stop its kind; about the receiver."""

    name: ClassVar[str] = "notifications.unsubscribed"
    group: NoticeGroup


@dataclass(frozen=True, kw_only=True)
class BrowserAdded(Event):
    """A browser takes push notes from now on; about the subscription."""

    name: ClassVar[str] = "notifications.browser_added"


@dataclass(frozen=True, kw_only=True)
class BrowserRemoved(Event):
    """A browser takes no more push notes; about the subscription."""

    name: ClassVar[str] = "notifications.browser_removed"


@dataclass(frozen=True, kw_only=True)
class AddressDied(Event):
    """A mail server said for ever no; about the notice."""

    name: ClassVar[str] = "notifications.address_died"
    channel: Channel
    member_id: UUID | None
    user_id: UUID | None
