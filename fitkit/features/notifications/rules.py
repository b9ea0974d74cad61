"""Which ways a notice takes, when, what it says, and what is done after a failure."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from fitkit.core import clock
from fitkit.core.errors import Refusal
from fitkit.core.i18n import (
    Lang,
    Text,
    clock_time,
    day_in_record,
    near_day,
    weekday,
)
from fitkit.features.orgs.rules import QuietHours, quiet_until
from fitkit.texts import common
from fitkit.texts import notices as texts


class NoticeKind(StrEnum):
    """What a person may be told."""

    BOOKED = "booked"
    BOOKING_CANCELLED = "booking_cancelled"  # by the gym, not by the member
    PROMOTED = "promoted"
    PASSED_OVER = "passed_over"  # a place freed, but no plan of theirs pays for it
    CLASS_CANCELLED = "class_cancelled"
    CLASS_CHANGED = "class_changed"
    CLASS_RESTORED = "class_restored"  # it takes place after all; their place is theirs again
    OFFERED = "offered"  # a place is kept for them for some minutes
    OFFER_OVER = "offer_over"  # the minutes passed; the next in line is asked
    TO_CLAIM = "to_claim"  # a place is free for the first tap
    STANDING_MISSED = "standing_missed"  # their fixed place was not booked, and why
    PENALTY = "penalty"
    PENALTY_DECIDED = "penalty_decided"  # a dispute was decided, or it was excused
    REMINDER = "reminder"
    PLAN_GIVEN = "plan_given"
    PLAN_BOUGHT = "plan_bought"
    PLAN_SOLD = "plan_sold"  # for the owner
    GOODS_SOLD = "goods_sold"  # for the owner: they wait to be picked up
    REFERRAL_CREDIT = "referral_credit"
    ORDER_GIVEN_BACK = "order_given_back"  # paid, and could not be given: to both
    PLAN_ENDING = "plan_ending"
    ENTRIES_LOW = "entries_low"
    DEAL_CANCELLED = "deal_cancelled"  # their membership ends by their notice
    CANCEL_ASKED = "cancel_asked"  # their notice waits for the gym
    CANCEL_WITHDRAWN = "cancel_withdrawn"  # they stay
    MEMBER_CANCELLED = "member_cancelled"  # for the owner
    PLAN_FROZEN = "plan_frozen"
    PLAN_AWAKE = "plan_awake"  # a freeze is over, was ended, or was called off
    PLAN_CHANGED = "plan_changed"  # they hold another plan instead
    CHANGE_AHEAD = "change_ahead"  # they will, from a day on
    CHANGE_FAILED = "change_failed"  # not paid, or too late: the plan stays
    PLAN_HANDED_OVER = "plan_handed_over"  # to another member: to both
    INVITATION_ACCEPTED = "invitation_accepted"
    CHARGE_UNKNOWN = "charge_unknown"  # for the owner: whether money was taken, nobody knows
    PAID_TWICE = "paid_twice"  # for the owner: the second payment goes back
    PAID_TWICE_KEPT = "paid_twice_kept"  # for the owner: a bank debit, which is credit now
    CREDIT_KEPT = "credit_kept"  # the same for whom it was collected from
    VISIT_CREDIT = "visit_credit"  # a paid visit was called off
    REFUND_REFUSED = "refund_refused"  # for the owner
    REFUND_UNKNOWN = "refund_unknown"  # for the owner
    SUBSTITUTE_ASKED = "substitute_asked"
    SUBSTITUTE_FOUND = "substitute_found"
    SUBSTITUTE_DECLINED = "substitute_declined"
    DISPUTE_OPENED = "dispute_opened"  # for staff
    CLOSURES_PROPOSED = "closures_proposed"  # for the owner: a year's holidays wait
    RENEWAL_FAILED = "renewal_failed"
    CARD_NEEDED = "card_needed"  # the kept one will never do, or there is none
    DEBT_REMINDER = "debt_reminder"
    DEBT_PART = "debt_part"
    DEBT_LAST = "debt_last"  # the last reminder
    DEBT_SETTLED = "debt_settled"
    BOOKING_BLOCKED = "booking_blocked"
    DEBT_TASK = "debt_task"  # for staff: speak with them
    DEBT_GIVEN_UP = "debt_given_up"  # for staff: nothing more is tried by itself
    RENEWALS_STUCK = "renewals_stuck"  # for the owner: the company refuses the account
    PRICE_CHANGE = "price_change"
    PRICE_INSTEAD = "price_instead"  # of one that was told
    COMMITMENT_ENDING = "commitment_ending"
    CARD_ENDING = "card_ending"
    DOCUMENT_REFUSED = "document_refused"  # for the owner: the issuer will not make a tax document
    DOCUMENTS_MISSING = "documents_missing"  # for the owner: paid, and not issued
    DIFFERENCES_FOUND = "differences_found"  # for the owner: the company's list says otherwise
    NEW_SIGN_IN = "new_sign_in"
    SECURITY_CHANGED = "security_changed"


class NoticeGroup(StrEnum):
    """What is turned on and off together."""

    BOOKINGS = "bookings"
    WAITLIST = "waitlist"
    CLASSES = "classes"
    REMINDERS = "reminders"
    PLANS = "plans"
    TEAM = "team"
    SECURITY = "security"


class Channel(StrEnum):
    """A way to a person."""

    INBOX = "inbox"
    EMAIL = "email"
    PUSH = "push"


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    HELD = "held"  # until the quiet hours end
    SENT = "sent"
    FAILED = "failed"  # out of tries
    GONE = "gone"  # the address is dead


GROUP: Final[Mapping[NoticeKind, NoticeGroup]] = {
    NoticeKind.BOOKED: NoticeGroup.BOOKINGS,
    NoticeKind.BOOKING_CANCELLED: NoticeGroup.CLASSES,
    NoticeKind.PROMOTED: NoticeGroup.WAITLIST,
    NoticeKind.PASSED_OVER: NoticeGroup.WAITLIST,
    NoticeKind.CLASS_CANCELLED: NoticeGroup.CLASSES,
    NoticeKind.CLASS_CHANGED: NoticeGroup.CLASSES,
    NoticeKind.CLASS_RESTORED: NoticeGroup.CLASSES,
    NoticeKind.OFFERED: NoticeGroup.WAITLIST,
    NoticeKind.OFFER_OVER: NoticeGroup.WAITLIST,
    NoticeKind.TO_CLAIM: NoticeGroup.WAITLIST,
    NoticeKind.STANDING_MISSED: NoticeGroup.BOOKINGS,
    NoticeKind.PENALTY: NoticeGroup.CLASSES,
    NoticeKind.PENALTY_DECIDED: NoticeGroup.CLASSES,
    NoticeKind.REMINDER: NoticeGroup.REMINDERS,
    NoticeKind.PLAN_GIVEN: NoticeGroup.PLANS,
    NoticeKind.PLAN_BOUGHT: NoticeGroup.PLANS,
    NoticeKind.PLAN_SOLD: NoticeGroup.TEAM,
    NoticeKind.GOODS_SOLD: NoticeGroup.TEAM,
    NoticeKind.REFERRAL_CREDIT: NoticeGroup.PLANS,
    NoticeKind.ORDER_GIVEN_BACK: NoticeGroup.PLANS,
    NoticeKind.PLAN_ENDING: NoticeGroup.PLANS,
    NoticeKind.ENTRIES_LOW: NoticeGroup.PLANS,
    NoticeKind.DEAL_CANCELLED: NoticeGroup.PLANS,
    NoticeKind.CANCEL_ASKED: NoticeGroup.PLANS,
    NoticeKind.CANCEL_WITHDRAWN: NoticeGroup.PLANS,
    NoticeKind.MEMBER_CANCELLED: NoticeGroup.TEAM,
    NoticeKind.PLAN_FROZEN: NoticeGroup.PLANS,
    NoticeKind.PLAN_AWAKE: NoticeGroup.PLANS,
    NoticeKind.PLAN_CHANGED: NoticeGroup.PLANS,
    NoticeKind.CHANGE_AHEAD: NoticeGroup.PLANS,
    NoticeKind.CHANGE_FAILED: NoticeGroup.PLANS,
    NoticeKind.PLAN_HANDED_OVER: NoticeGroup.PLANS,
    NoticeKind.INVITATION_ACCEPTED: NoticeGroup.TEAM,
    NoticeKind.CHARGE_UNKNOWN: NoticeGroup.TEAM,
    NoticeKind.PAID_TWICE: NoticeGroup.TEAM,
    NoticeKind.PAID_TWICE_KEPT: NoticeGroup.TEAM,
    NoticeKind.CREDIT_KEPT: NoticeGroup.PLANS,
    NoticeKind.VISIT_CREDIT: NoticeGroup.PLANS,
    NoticeKind.REFUND_REFUSED: NoticeGroup.TEAM,
    NoticeKind.REFUND_UNKNOWN: NoticeGroup.TEAM,
    NoticeKind.SUBSTITUTE_ASKED: NoticeGroup.TEAM,
    NoticeKind.SUBSTITUTE_FOUND: NoticeGroup.TEAM,
    NoticeKind.SUBSTITUTE_DECLINED: NoticeGroup.TEAM,
    NoticeKind.DISPUTE_OPENED: NoticeGroup.TEAM,
    NoticeKind.CLOSURES_PROPOSED: NoticeGroup.TEAM,
    NoticeKind.RENEWAL_FAILED: NoticeGroup.PLANS,
    NoticeKind.CARD_NEEDED: NoticeGroup.PLANS,
    NoticeKind.DEBT_REMINDER: NoticeGroup.PLANS,
    NoticeKind.DEBT_PART: NoticeGroup.PLANS,
    NoticeKind.DEBT_LAST: NoticeGroup.PLANS,
    NoticeKind.DEBT_SETTLED: NoticeGroup.PLANS,
    NoticeKind.BOOKING_BLOCKED: NoticeGroup.PLANS,
    NoticeKind.DEBT_TASK: NoticeGroup.TEAM,
    NoticeKind.DEBT_GIVEN_UP: NoticeGroup.TEAM,
    NoticeKind.RENEWALS_STUCK: NoticeGroup.TEAM,
    NoticeKind.PRICE_CHANGE: NoticeGroup.PLANS,
    NoticeKind.PRICE_INSTEAD: NoticeGroup.PLANS,
    NoticeKind.COMMITMENT_ENDING: NoticeGroup.PLANS,
    NoticeKind.CARD_ENDING: NoticeGroup.PLANS,
    NoticeKind.DOCUMENT_REFUSED: NoticeGroup.TEAM,
    NoticeKind.DOCUMENTS_MISSING: NoticeGroup.TEAM,
    NoticeKind.DIFFERENCES_FOUND: NoticeGroup.TEAM,
    NoticeKind.NEW_SIGN_IN: NoticeGroup.SECURITY,
    NoticeKind.SECURITY_CHANGED: NoticeGroup.SECURITY,
}
_ALL: Final = frozenset(Channel)
DEFAULTS: Final[Mapping[NoticeGroup, frozenset[Channel]]] = {
    NoticeGroup.BOOKINGS: frozenset({Channel.INBOX}),
    NoticeGroup.WAITLIST: _ALL,
    NoticeGroup.CLASSES: _ALL,
    NoticeGroup.REMINDERS: frozenset({Channel.INBOX, Channel.PUSH}),
    NoticeGroup.PLANS: _ALL,
    NoticeGroup.TEAM: _ALL,
    NoticeGroup.SECURITY: _ALL,
}
MEMBER_GROUPS: Final = (
    NoticeGroup.BOOKINGS,
    NoticeGroup.WAITLIST,
    NoticeGroup.CLASSES,
    NoticeGroup.REMINDERS,
    NoticeGroup.PLANS,
)
STAFF_GROUPS: Final = (NoticeGroup.TEAM, NoticeGroup.SECURITY)
# (group, channel) that stay on: the record, and what keeps an account safe.
_FIXED: Final = frozenset({(NoticeGroup.SECURITY, Channel.EMAIL)})

_HALF_HOURS_OF_A_WEEK: Final = 7 * 48
SOON: Final = timedelta(hours=12)  # a class this near may disturb the night
REMINDER_HOURS: Final = 3
EVENING: Final = time(20)  # of the day before, for those who want to plan
REMINDER_CHOICES: Final = (0, 1, 2, 3, 6, 12, 24)  # 0: no reminder
TRIES: Final = (1, 5, 30, 120, 720)  # minutes after the first, second… failure
ENDING_DAYS: Final = 7  # a plan's end is told this long before
ENTRIES_LOW: Final = 2  # entries left of a pack at which its holder is told
CLAIM: Final = timedelta(minutes=5)  # how long a sender may take over what it took
LETTER_LINK: Final = timedelta(days=400)  # how long a letter's links work
NOTE_LIFETIME: Final = timedelta(hours=4)
BROWSERS_MOST: Final = 20  # of one user

# Changes of a class that its members must know of; its size is no news to who has a place.
TOLD_CHANGES: Final = frozenset({"starts_at", "location_id", "room_id", "coach_id"})

# Pages that a guardian opens for a child; beside them, that of a class.
WARD_PATHS: Final = frozenset({"/home", "/schedule"})
CLASS_PATH: Final = "/session/"

# What fills the places of a sentence: words, numbers, both languages, moments and days as ISO.
Facts = Mapping[str, str | int | dict[str, str]]


@dataclass(frozen=True, slots=True)
class Receiver:
    """Whom to tell: a member of the gym, or a user. Exactly one of the two."""

    member_id: UUID | None = None
    user_id: UUID | None = None

    def __post_init__(self) -> None:
        """Refuse nobody and two at once."""
        if (self.member_id is None) == (self.user_id is None):
            raise ValueError("a receiver is a member or a user")

    @property
    def words(self) -> str:
        """The receiver in a key."""
        return f"m:{self.member_id}" if self.member_id else f"u:{self.user_id}"


@dataclass(frozen=True, slots=True)
class Happening:
    """What somebody is told of. Kind, ``about`` and ``occasion`` make it one: each is told once."""

    kind: NoticeKind
    about: UUID  # the row it is about
    facts: Facts  # fill the places of the kind's sentences
    path: str = ""  # what a tap opens, without the language
    starts_at: datetime | None = None  # when the class begins that it is about
    occasion: str = ""  # tells happenings of one kind about one row apart, such as the new time

    @property
    def words(self) -> str:
        """The happening in a key."""
        return f"{self.kind}:{self.about}:{self.occasion}"


@dataclass(frozen=True, slots=True)
class Planned:
    """One delivery to come."""

    channel: Channel
    not_before: datetime
    is_held: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """A notice in one language."""

    title: str
    body: str
    button: str


def of_ward(happening: Happening, *, ward_id: UUID, name: str) -> Happening:
    """The same happening as the guardian of whom it is about hears it: named, and opened as theirs."""
    path = happening.path
    if path in WARD_PATHS or path.startswith(CLASS_PATH):
        path = f"{path}?for={ward_id}"
    return replace(
        happening,
        facts={**happening.facts, "ward": name},
        path=path,
        occasion=f"{happening.occasion}:{ward_id}",
    )


def is_fixed(group: NoticeGroup, channel: Channel) -> bool:
    """Whether a channel of a group cannot be turned off."""
    return channel is Channel.INBOX or (group, channel) in _FIXED


def is_on(
    group: NoticeGroup, channel: Channel, chosen: Mapping[tuple[NoticeGroup, Channel], bool]
) -> bool:
    """Whether a channel is used for a group: fixed, else chosen, else by default."""
    if is_fixed(group, channel):
        return True
    return chosen.get((group, channel), channel in DEFAULTS[group])


def channels_for(
    kind: NoticeKind,
    chosen: Mapping[tuple[NoticeGroup, Channel], bool],
    *,
    quiet: QuietHours,
    zone: ZoneInfo,
    now: datetime,
    starts_at: datetime | None = None,
) -> tuple[Planned, ...]:
    """Choose the ways of a notice and their moments; the inbox first, at once.

    Args:
        kind: what is told.
        chosen: what the receiver turned on or off; what is missing is as by default.
        quiet: the gym's quiet hours.
        zone: the gym's zone.
        now: the moment.
        starts_at: when the class begins that it is about; near ones disturb.
    """
    group = GROUP[kind]
    awake = None if is_urgent(kind, starts_at, now) else quiet_until(now, quiet, zone)
    planned = [Planned(Channel.INBOX, now, is_held=False)]
    planned += [
        Planned(channel, awake or now, is_held=awake is not None)
        for channel in (Channel.EMAIL, Channel.PUSH)
        if is_on(group, channel, chosen)
    ]
    return tuple(planned)


def is_urgent(kind: NoticeKind, starts_at: datetime | None, now: datetime) -> bool:
    """Whether a notice may disturb: what cannot wait for the morning.

    A place that became free is told at once: who does not want it must be able to give it on.
    A class cancelled or changed disturbs when it is near. A reminder is timed with the
    quiet hours already.
    """
    match kind:
        case NoticeKind.OFFERED | NoticeKind.TO_CLAIM:
            return True  # made in waking hours, or for a class so near that it cannot wait
        case NoticeKind.PROMOTED | NoticeKind.NEW_SIGN_IN | NoticeKind.SECURITY_CHANGED:
            return True
        case NoticeKind.REMINDER:
            return True
        case (
            NoticeKind.CLASS_CANCELLED
            | NoticeKind.CLASS_CHANGED
            | NoticeKind.CLASS_RESTORED
            | NoticeKind.BOOKING_CANCELLED
            | NoticeKind.SUBSTITUTE_ASKED
        ):
            return starts_at is not None and starts_at - now <= SOON
    return False


def _quiet_since(at: datetime, quiet: QuietHours, zone: ZoneInfo) -> datetime:
    """When the quiet began that a moment is in, to the half hour; the moment itself where none is awake."""
    for steps in range(_HALF_HOURS_OF_A_WEEK):
        before = at - steps * timedelta(minutes=30)
        if quiet_until(before, quiet, zone) is None:
            return before
    return at


def reminder_moment(
    starts_at: datetime, *, hours: int, quiet: QuietHours, zone: ZoneInfo
) -> datetime | None:
    """When to remind of a class; None when the member wants none.

    A reminder does not fall into quiet hours: for a class at six in the morning it comes the
    evening before, at most half an hour before they begin. Only a gym that is never awake for
    half an hour is reminded in them.
    """
    if hours == 0:
        return None
    at = starts_at - timedelta(hours=hours)
    return _quiet_since(at, quiet, zone)


@dataclass(frozen=True, slots=True)
class ReminderWish:
    """When before a class a member wants to be reminded."""

    hours: int = REMINDER_HOURS  # 0: not by hours
    evening_before: bool = False


def reminder_moments(
    starts_at: datetime, wish: ReminderWish, *, quiet: QuietHours, zone: ZoneInfo
) -> tuple[tuple[str, datetime], ...]:
    """When to remind of a class, by moment, and by what the reminder is told from the other one.

    That is nothing of the one by hours, as it was when there was no other.

    The evening before is eight o'clock on the gym's wall, earlier where that is quiet. Who would be
    reminded twice in one evening is reminded once: the hours fall in it for a class early in the morning.
    """
    day_before = clock.day_of(starts_at, zone) - timedelta(days=1)
    evening = _quiet_since(clock.wall(day_before, EVENING, zone), quiet, zone)
    by_hours = reminder_moment(starts_at, hours=wish.hours, quiet=quiet, zone=zone)
    found = [(":evening", evening)] if wish.evening_before else []
    is_same_evening = (
        wish.evening_before
        and by_hours is not None
        and by_hours >= evening
        and clock.day_of(by_hours, zone) == day_before
    )
    if by_hours is not None and not is_same_evening:
        found.append(("", by_hours))
    return tuple(sorted(found, key=lambda each: each[1]))


def is_stale(kind: NoticeKind, starts_at: datetime | None, now: datetime) -> bool:
    """Whether sending is pointless by now: a reminder of a class that has begun."""
    return kind is NoticeKind.REMINDER and starts_at is not None and starts_at <= now


def next_try(attempts: int, now: datetime) -> datetime | None:
    """When to try again after ``attempts`` failures, 1 or more; None when it is enough."""
    if attempts > len(TRIES):
        return None
    return now + timedelta(minutes=TRIES[attempts - 1])


def lifetime(starts_at: datetime | None, now: datetime) -> timedelta:
    """How long a push service keeps a note for a phone that is off: until the class, at most a day."""
    if starts_at is None:
        return NOTE_LIFETIME
    return min(max(starts_at - now, timedelta(minutes=5)), timedelta(days=1))


def checked_reminder(hours: int) -> int:
    """Hours before a class at which to remind.

    Raises:
        Refusal: not one of the choices.
    """
    if hours not in REMINDER_CHOICES:
        raise Refusal(common.NOT_A_CHOICE, field="reminder_hours")
    return hours


def wording(kind: NoticeKind, facts: Facts, *, lang: Lang, zone: ZoneInfo) -> Wording:
    """Say a notice in a language; a place without a fact stays empty rather than failing a letter.

    Facts ending in ``_at`` are moments, in ``_on`` days; a pair of languages is a dict.
    """
    words = texts.NOTICES[kind]
    params = _Places({key: _said(key, value, lang, zone) for key, value in facts.items()})

    def fill(text: Text) -> str:
        template = text.he if lang is Lang.HE else text.en
        return " ".join(template.format_map(params).split())

    title = fill(words.title)
    if ward := facts.get("ward"):  # a guardian hears of a child
        title = texts.OF_WARD.to(lang, name=ward, title=title)
    return Wording(title, fill(words.body), fill(words.button))


def _said(key: str, value: str | int | dict[str, str], lang: Lang, zone: ZoneInfo) -> object:
    if isinstance(value, dict):
        return value.get(lang, "")
    if isinstance(value, str) and key.endswith("_at"):
        at = datetime.fromisoformat(value)
        day = clock.day_of(at, zone)
        return f"{weekday(day, lang)} {near_day(day)} {clock_time(at, zone)}"
    if isinstance(value, str) and key.endswith("_on"):
        return day_in_record(date.fromisoformat(value))
    if key == "entries" and isinstance(value, int):
        return texts.ENTRIES_LEFT.to(lang, value)
    return value


class _Places(dict[str, object]):
    """Places of a sentence, the missing ones empty."""

    def __missing__(self, key: str) -> str:
        return ""


def are_keys(p256dh: str, auth: str) -> bool:
    """Whether a browser's keys have the form of a point on P-256 and of 16 random bytes."""
    return _raw(p256dh)[:1] == b"\x04" and len(_raw(p256dh)) == 65 and len(_raw(auth)) == 16


def _raw(words: str) -> bytes:
    if len(words) > 120 or not words.isascii():
        return b""
    try:
        return base64.urlsafe_b64decode(words + "=" * (-len(words) % 4))
    except ValueError:
        return b""


def device_words(words: str) -> str:
    """What a browser calls itself, fit for a list: one line, printable, 80 characters at most."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())[:80]
