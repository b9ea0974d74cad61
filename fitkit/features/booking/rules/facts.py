"""What the booking engine decides on and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang, Text, clock_time, near_day, weekday
from fitkit.core.money import Money
from fitkit.features.class_types.rules import Policy
from fitkit.features.members.rules import FormKind
from fitkit.features.penalties.rules import Record, Verdict
from fitkit.features.plans.rules import PlanKind
from fitkit.features.scheduling.rules import SessionFacts, SessionStatus
from fitkit.features.subscriptions.rules import Entitlement, Standing
from fitkit.texts import schedule as texts

PROMOTED_GRACE: Final = timedelta(minutes=30)  # nobody is charged for a place given unasked
UNDO_FOR: Final = timedelta(minutes=10)
CHECK_IN_FROM: Final = timedelta(minutes=60)
CORRECTED_FOR: Final = timedelta(hours=48)  # after a class: what staff close, staff can put right


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
    PLAN_FROZEN = "plan_frozen"
    STANDING_ENDED = "standing_ended"


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
    DAY_LIMIT = "day_limit"  # of the class type or the plan
    TYPE_WEEK_LIMIT = "type_week_limit"  # of the class type
    OPEN_LIMIT = "open_limit"  # of classes booked ahead
    FORM_MISSING = "form_missing"
    WEEK_USED_UP = "week_used_up"  # of the plan
    ENTRIES_USED_UP = "entries_used_up"
    PAST_DUE = "past_due"
    BLOCKED = "blocked"  # by a penalty
    FROZEN = "frozen"
    NOT_HERE = "not_here"  # the plan is for other locations
    OTHER_HOURS = "other_hours"  # the plan is for classes at other hours
    NOT_COVERED = "not_covered"
    NO_PLAN = "no_plan"
    FULL = "full"
    NOT_SWAPPABLE = "not_swappable"  # the place that would be given up for it


class Mend(StrEnum):
    """What takes a reason away."""

    NOTHING = "nothing"  # another class
    WAIT = "wait"  # until booking opens
    SWAP = "swap"  # cancel or swap the other class
    FORM = "form"  # hand it in
    PLAN = "plan"  # choose one
    TRIAL = "trial"  # book one
    DEBT = "debt"  # settle it
    BLOCK = "block"  # wait for its end, or dispute the penalty
    LINE = "line"  # join it
    OFFER = "offer"  # take it
    CALL = "call"  # the gym


class Takes(StrEnum):
    """What a booking takes; dearer and dearer."""

    NOTHING = "nothing"  # the plan has no limit
    WEEK_VISIT = "week_visit"
    TRIAL = "trial"
    ENTRY = "entry"
    DROP_IN = "drop_in"  # paid at the gym


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence whose places are filled; said in the reader's language at the edge."""

    text: Text
    params: Mapping[str, Any] = field(default_factory=dict)  # Any: whatever a Text can word

    def to(self, lang: Lang) -> str:
        """The words."""
        return self.text.to(lang, **self.params)

    def as_text(self) -> Text:
        """As a place of another sentence."""
        return Text(self.to(Lang.HE), self.to(Lang.EN))


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
    class_type_id: UUID | None = None
    policy: Policy = field(default_factory=Policy)  # of its class type
    is_ahead: bool = True  # its class had not begun when this was read
    is_again: bool = False  # they had a place in this class before: no second grace
    is_swap: bool = False  # another place was given up for it
    guest_entries: int = 0  # entries out for guests who go with it
    guests: int = 0  # all of them
    moved_at: datetime | None = None  # when the start of its class was last changed

    @property
    def was_moved(self) -> bool:
        """Whether the gym moved its class after it was booked."""
        return self.moved_at is not None and self.booked_at < self.moved_at

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

    def has_offer(self, now: datetime) -> bool:
        """Whether a place is kept for them at a moment."""
        return self.offer_until is not None and now < self.offer_until


@dataclass(frozen=True, slots=True)
class TrialOffer:
    """What somebody who holds nothing and never had a trial may have."""

    plan_id: UUID
    price: Money  # paid at the gym
    valid_days: int
    class_type_ids: tuple[UUID, ...] = ()  # empty: all
    location_ids: tuple[UUID, ...] = ()  # empty: all

    def entitlement(self, today: date) -> Entitlement:
        """What it would allow from a day on."""
        return Entitlement(
            subscription_id=self.plan_id,
            plan_id=self.plan_id,
            kind=PlanKind.TRIAL,
            standing=Standing.GOOD,
            weekly_limit=None,
            entries_left=1,
            starts_on=today,
            ends_on=today + timedelta(days=self.valid_days - 1),
            class_type_ids=frozenset(self.class_type_ids),
            location_ids=frozenset(self.location_ids),
        )


@dataclass(frozen=True, slots=True)
class Me:
    """What is asked of a member besides what they hold."""

    born_on: date | None = None
    forms: Mapping[FormKind, date | None] = field(
        default_factory=dict
    )  # to the last day; None: for good
    blocked_until: datetime | None = None  # by a penalty
    is_past_due: bool = False  # a debt keeps them from booking, whatever they hold
    trial: TrialOffer | None = None  # None: not for them
    record: Record | None = None  # of offences; says what a late cancellation would lead to


@dataclass(frozen=True, slots=True)
class MyWeek:
    """A member, and their places and lines around a class.

    Of its week and a day on either side, and every live place ahead.
    """

    places: tuple[MyPlace, ...] = ()
    waits: tuple[MyWait, ...] = ()
    me: Me = field(default_factory=Me)


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
    is_fixed: bool = False  # a regular's fixed place: not bound by the opening
    my: MyWeek = field(default_factory=MyWeek)

    @property
    def has_place(self) -> bool:
        """Whether the member is in already."""
        return self.mine is not None and self.mine.is_live


@dataclass(frozen=True, slots=True)
class BookingCost:
    """What a booking takes, in facts and in words."""

    takes: Takes
    said: Sentence
    left: int | None = None  # ENTRY: entries left after it
    number: int | None = None  # WEEK_VISIT: which of the week's classes it is
    limit: int | None = None  # WEEK_VISIT: of how many
    price: Money | None = None  # TRIAL and DROP_IN


@dataclass(frozen=True, slots=True)
class Admit:
    """A place, what pays for it, and what it takes."""

    by: Entitlement
    cost: BookingCost


@dataclass(frozen=True, slots=True)
class DropIn:
    """A place for one visit, paid at the gym: nothing they hold pays."""

    cost: BookingCost


@dataclass(frozen=True, slots=True)
class Queue:
    """A number in line."""

    position: int  # 1 is next
    cost: BookingCost  # of a place, once one frees


@dataclass(frozen=True, slots=True)
class Hindrance:
    """One reason why there is no place, in words, and what takes it away."""

    reason: Reason
    said: Sentence
    mend: Mend


@dataclass(frozen=True, slots=True)
class Refuse:
    """No place: every reason, in the order in which the member can mend them."""

    reasons: tuple[Hindrance, ...]  # never empty

    @property
    def reason(self) -> Reason:
        """The first: what cannot be mended, or what can be soonest."""
        return self.reasons[0].reason

    @property
    def said(self) -> Sentence:
        """The first in words: what happened and what to do."""
        return self.reasons[0].said

    @property
    def mend(self) -> Mend:
        """What takes the first away."""
        return self.reasons[0].mend

    def as_refusal(self) -> Refusal:
        """What is raised."""
        return Refusal(self.said.text, **self.said.params)


@dataclass(frozen=True, slots=True)
class FreeCancellation:
    """All comes back."""

    until: datetime  # the last moment of it does not belong
    was_moved: bool = False  # free to its start: the class was moved after it was booked


@dataclass(frozen=True, slots=True)
class LateCancellation:
    """The place is free for others; what was paid stays paid."""

    cost: Cost
    penalty: Verdict | None = None  # what it leads to besides; None: nothing, or not asked


@dataclass(frozen=True, slots=True)
class TooLate:
    """The class began."""


def when(at: datetime, *, now: datetime, zone: ZoneInfo, beside: datetime | None = None) -> Text:
    """A moment near by, inside a sentence: ``14:30``, ``tomorrow 14:30``, ``Tue 14:30``, ``24.11 14:30``.

    Beside a class of another day the bare hour would be taken for one of that day: it is ``today 14:30``.
    """
    hour = clock_time(at, zone)
    day, today = day_of(at, zone), day_of(now, zone)
    match (day - today).days:
        case 0 if beside is None or day_of(beside, zone) == today:
            return Text(hour, hour)
        case 0:
            return Text(texts.TODAY.he + f" {hour}", texts.TODAY.en + f" {hour}")
        case 1:
            return Text(texts.TOMORROW.he + f" {hour}", texts.TOMORROW.en + f" {hour}")
        case n if 1 < n < 7:
            return Text(f"{weekday(day, Lang.HE)} {hour}", f"{weekday(day, Lang.EN)} {hour}")
        case _:
            return Text(f"{near_day(day)} {hour}", f"{near_day(day)} {hour}")
