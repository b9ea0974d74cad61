"""What the booking engine decides on and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang, Text, clock_time, near_day, weekday
from fitkit.features.orgs.rules import QuietHours
from fitkit.features.scheduling.rules import SessionFacts, SessionStatus
from fitkit.features.subscriptions.rules import Entitlement
from fitkit.texts import schedule as texts

PROMOTED_GRACE: Final = timedelta(minutes=30)  # nobody is charged for a place given unasked
UNDO_FOR: Final = timedelta(minutes=10)
CHECK_IN_FROM: Final = timedelta(minutes=60)


class BookingStatus(StrEnum):
    """Where a place stands."""

    BOOKED = "booked"  # live; after the class too
    CANCELLED = "cancelled"  # at no cost
    LATE_CANCELLED = "late_cancelled"  # keeps the entry, counts in the week


class CancelledBy(StrEnum):
    """Who gave a place back."""

    MEMBER = "member"
    STAFF = "staff"
    GYM = "gym"  # with the whole class, or with the member's leave to be in it


class Release(StrEnum):
    """Why the gym takes a place back."""

    CLASS_OFF = "class_off"
    MEMBER_ARCHIVED = "member_archived"
    PLAN_ENDED = "plan_ended"


class Attendance(StrEnum):
    """Whether the member came."""

    NONE = "none"  # not known
    ATTENDED = "attended"
    NO_SHOW = "no_show"
    EXCUSED = "excused"  # did not come, for a reason that staff accepted


class Via(StrEnum):
    """How a place was come by."""

    APP = "app"
    STAFF = "staff"
    PROMOTION = "promotion"
    OFFER = "offer"  # accepted
    CLAIM = "claim"  # the first tap in the last hour
    STANDING = "standing"  # a regular's fixed place
    SWAP = "swap"
    TRIAL = "trial"
    WALK_IN = "walk_in"


class WaitState(StrEnum):
    """Where a number in line stands."""

    WAITING = "waiting"
    PROMOTED = "promoted"
    LEFT = "left"
    RELEASED = "released"  # by the gym


class Cost(StrEnum):
    """What a late cancellation takes."""

    NOTHING = "nothing"
    ENTRY = "entry"
    WEEK_VISIT = "week_visit"  # counts as one of the week's classes


class Reason(StrEnum):
    """Why there is no place; nearest to a place first."""

    ALREADY_BOOKED = "already_booked"
    ALREADY_WAITING = "already_waiting"
    CANCELLED = "cancelled"
    STARTED = "started"
    CLOSED = "closed"
    NOT_OPEN = "not_open"
    CLASH = "clash"
    WEEK_USED_UP = "week_used_up"
    ENTRIES_USED_UP = "entries_used_up"
    PAST_DUE = "past_due"
    FROZEN = "frozen"
    NOT_COVERED = "not_covered"
    NO_PLAN = "no_plan"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence whose places are filled; said in the reader's language at the edge."""

    text: Text
    params: Mapping[str, Any] = field(default_factory=dict)  # Any: whatever a Text can word

    def to(self, lang: Lang) -> str:
        """The words."""
        return self.text.to(lang, **self.params)


@dataclass(frozen=True, slots=True)
class MyPlace:
    """A place a member has or had."""

    booking_id: UUID
    session_id: UUID
    name: Text
    starts_at: datetime
    ends_at: datetime
    session_status: SessionStatus
    subscription_id: UUID | None
    entry_taken: bool
    status: BookingStatus
    via: Via
    booked_at: datetime
    cancelled_by: CancelledBy | None
    attendance: Attendance

    @property
    def is_live(self) -> bool:
        """Whether the place is theirs, in a class that takes place."""
        return (
            self.status is BookingStatus.BOOKED and self.session_status is SessionStatus.SCHEDULED
        )

    @property
    def counts_in_week(self) -> bool:
        """Whether it uses one of the week's classes: came, will come, or cancelled late."""
        return (
            self.status is not BookingStatus.CANCELLED
            and self.session_status is SessionStatus.SCHEDULED
        )


@dataclass(frozen=True, slots=True)
class MyWait:
    """A member's place in a line."""

    entry_id: UUID
    session_id: UUID
    position: int  # 1 is next
    notice_minutes: int = 0  # own: no place that comes later than this before the start
    offer_until: datetime | None = None  # a place is kept for them
    was_passed_over: bool = False


@dataclass(frozen=True, slots=True)
class MyWeek:
    """A member's places and lines around a class: of its week and a day on either side."""

    places: tuple[MyPlace, ...] = ()
    waits: tuple[MyWait, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """All that is known when a member asks for a place."""

    session: SessionFacts
    zone: ZoneInfo
    held: tuple[Entitlement, ...] = ()
    mine: MyPlace | None = None  # the newest in this class, cancelled ones too
    position: int | None = None  # in this class's line
    clash: MyPlace | None = None  # a live place at the same time
    used_this_week: Mapping[UUID, int] = field(default_factory=dict)  # subscription to places
    by_staff: bool = False  # not bound by the hours of booking; walk-ins until the end
    wait: MyWait | None = None  # in this class's line
    line_comes_first: bool = False  # the free places are others' who wait
    quiet: QuietHours = field(default_factory=QuietHours)

    @property
    def has_place(self) -> bool:
        """Whether the member is in already."""
        return self.mine is not None and self.mine.is_live


@dataclass(frozen=True, slots=True)
class Admit:
    """A place, and what pays for it."""

    by: Entitlement


@dataclass(frozen=True, slots=True)
class Queue:
    """A number in line."""

    position: int  # 1 is next


@dataclass(frozen=True, slots=True)
class Refuse:
    """No place; what happened and what to do."""

    reason: Reason
    said: Sentence

    def as_refusal(self) -> Refusal:
        """What is raised."""
        return Refusal(self.said.text, **self.said.params)


@dataclass(frozen=True, slots=True)
class FreeCancellation:
    """All comes back."""

    until: datetime  # the last moment of it does not belong


@dataclass(frozen=True, slots=True)
class LateCancellation:
    """The place is free for others; what was paid stays paid."""

    cost: Cost


@dataclass(frozen=True, slots=True)
class TooLate:
    """The class began."""


def when(at: datetime, *, now: datetime, zone: ZoneInfo) -> Text:
    """A moment near by, inside a sentence: ``14:30``, ``tomorrow 14:30``, ``Tue 14:30``, ``24.11 14:30``."""
    hour = clock_time(at, zone)
    day, today = day_of(at, zone), day_of(now, zone)
    match (day - today).days:
        case 0:
            return Text(hour, hour)
        case 1:
            return Text(texts.TOMORROW.he + f" {hour}", texts.TOMORROW.en + f" {hour}")
        case n if 1 < n < 7:
            return Text(f"{weekday(day, Lang.HE)} {hour}", f"{weekday(day, Lang.EN)} {hour}")
        case _:
            return Text(f"{near_day(day)} {hour}", f"{near_day(day)} {hour}")
