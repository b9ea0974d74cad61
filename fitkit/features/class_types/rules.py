"""The booking policy of a class type, what may be written about one, and the first ones of a gym."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from fitkit.core.clock import wall, week_start
from fitkit.core.i18n import Text
from fitkit.core.money import ZERO, Money
from fitkit.features.members.rules import Fields, FormKind
from fitkit.features.orgs.rules import GymKind
from fitkit.texts import catalogue as texts

NAME_MOST: Final = 40
DESCRIPTION_MOST: Final = 600
MINUTES: Final = (10, 480)
CAPACITY: Final = (1, 500)
OPENS_DAYS: Final = (1, 60)
MINUTES_BEFORE: Final = (0, 14 * 24 * 60)
WAITLIST: Final = (0, 100)
WEEKDAYS: Final = (0, 6)
MINUTE_OF_DAY: Final = (0, 24 * 60 - 1)
GRACE: Final = (0, 60)
SWAP: Final = (0, 24 * 60)
DAY_LIMIT: Final = (1, 10)
WEEK_LIMIT: Final = (1, 14)
OPEN_LIMIT: Final = (1, 60)
AUTO: Final = (0, 2 * 24 * 60)
OFFER: Final = (5, 120)
CLAIM: Final = (0, 6 * 60)
GUESTS: Final = (0, 5)
EARLIER: Final = (0, 30 * 24 * 60)
DROP_IN_MOST: Final = Money.shekels(2_000)


class Colour(StrEnum):
    """How a class type is marked on timetables; never the only mark."""

    TEAL = "teal"
    BLUE = "blue"
    VIOLET = "violet"
    PINK = "pink"
    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    SLATE = "slate"


class Opens(StrEnum):
    """How booking opens."""

    ROLLING = "rolling"  # so many days before each class, at its wall time
    WEEKLY = "weekly"  # all classes of a week at once, at an hour of the week before


@dataclass(frozen=True, slots=True)
class Policy:
    """When places are given and given back, and to whom how many; kept with the class type."""

    opens_days: int = 7  # ROLLING: days before the class, at its wall time
    closes_minutes: int = 0  # before the start
    cancel_cutoff_minutes: int = 360  # before the start; later a cancellation costs
    waitlist_limit: int = 10  # how many may wait; 0: nobody
    opens: Opens = Opens.ROLLING
    opens_weekday: int = 0  # WEEKLY: 0 Sunday to 6 Saturday, of the week before the class's
    opens_minute: int = 20 * 60  # WEEKLY: wall time of that day, in minutes
    grace_minutes: int = 10  # so long after booking a cancellation is free; 0: not at all
    swap_minutes: int | None = 30  # a swap is free until so long before the start; None: no swaps
    day_limit: int | None = None  # classes of this type a member may have in a day
    week_limit: int | None = None  # … in a week, Sunday to Saturday
    open_limit: int | None = None  # … booked ahead at one time
    auto_minutes: int = 120  # the line is promoted by itself until so long before the cut-off
    offer_minutes: int = 20  # then a free place is offered to one after another, so long each
    claim_minutes: int = 60  # in the last minutes before the start the first tap has it
    guests_most: int = 0  # guests a member may bring to one class
    allows_trial: bool = True  # somebody without a plan may book a trial
    opens_earlier_minutes: int = 0  # by a plan's override: before everybody else

    def facts(self) -> dict[str, Any]:
        """As it is kept: what differs from the defaults of a new class type, by name."""
        return {
            f.name: getattr(self, f.name)
            for f in dataclasses.fields(self)
            if getattr(self, f.name) != f.default
        }

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> "Policy":  # Any: numbers, flags, a word
        """From what is kept."""
        given = dict(facts)
        if "opens" in given:
            given["opens"] = Opens(given["opens"])
        return cls(**given)

    def overridden(self, by: "PolicyOverride | None") -> "Policy":
        """The policy for who holds a plan that changes some of it."""
        if by is None:
            return self
        changes = by.facts()
        return replace(self, **changes) if changes else self

    def opens_at(self, starts_at: datetime, zone: ZoneInfo) -> datetime:
        """When booking opens (UTC), by the clock on the gym's wall whatever the clocks do.

        ROLLING: at the class's hour, some days before. WEEKLY: for all classes of a week, Sunday
        to Saturday, at an hour of the week before. Earlier for plans that say so.
        """
        local = starts_at.astimezone(zone)
        match self.opens:
            case Opens.ROLLING:
                at = wall(local.date() - timedelta(days=self.opens_days), local.time(), zone)
            case Opens.WEEKLY:
                before = week_start(local.date()) - timedelta(days=7)
                hour = time(self.opens_minute // 60, self.opens_minute % 60)
                at = wall(before + timedelta(days=self.opens_weekday), hour, zone)
        return at - timedelta(minutes=self.opens_earlier_minutes)

    def closes_at(self, starts_at: datetime) -> datetime:
        """When booking closes; from then on it is closed."""
        return starts_at - timedelta(minutes=self.closes_minutes)

    def free_until(self, starts_at: datetime) -> datetime:
        """Until when a cancellation is free but for quiet hours; at that moment it no longer is."""
        return starts_at - timedelta(minutes=self.cancel_cutoff_minutes)


@dataclass(frozen=True, slots=True)
class PolicyOverride:
    """What a plan changes of a class type's policy; None leaves it as it is."""

    opens_earlier_minutes: int | None = None  # before the policy's own opening
    cancel_cutoff_minutes: int | None = None
    swap_minutes: int | None = None
    day_limit: int | None = None
    week_limit: int | None = None
    open_limit: int | None = None
    guests_most: int | None = None

    def facts(self) -> dict[str, Any]:
        """As it is kept: what it changes, by name."""
        return {
            f.name: getattr(self, f.name)
            for f in dataclasses.fields(self)
            if getattr(self, f.name) is not None
        }

    def over(self, general: "PolicyOverride") -> "PolicyOverride":
        """The two as one: each number its own where it says one, else the general one's."""
        return replace(general, **self.facts())

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> "PolicyOverride":  # Any: whole numbers
        """From what is kept."""
        return cls(**facts)

    def checked(self, fields: Fields) -> "PolicyOverride":
        """Note every number out of its bounds at its own field; what is None stays so."""
        for name, span in _OVERRIDES.items():
            fields.perhaps(name, getattr(self, name), *span)
        return self


@dataclass(frozen=True, slots=True)
class ClassTypeDetails:
    """What is known of a class type, as typed or as checked by ``checked``."""

    name_he: str
    name_en: str
    description: str = ""
    colour: Colour = Colour.TEAL
    minutes: int = 60  # 10 to 480
    capacity: int = 12  # 1 to 500
    min_attendance: int = 0  # 0: given for anyone who comes
    coach_id: UUID | None = None
    policy: Policy = Policy()
    required_forms: tuple[FormKind, ...] = ()  # on file before a member may book
    drop_in: Money | None = None  # of one visit without a plan, VAT included; None: not sold


def checked(details: ClassTypeDetails) -> ClassTypeDetails:
    """Bring typed details to the form in which they are kept; one name fills the other's gap.

    Raises:
        Invalid: every field at fault with its own sentence.
    """
    fields = Fields()
    name_he = details.name_he.strip() or details.name_en
    name_en = details.name_en.strip() or details.name_he
    policy = details.policy
    clean = ClassTypeDetails(
        name_he=fields.line("name_he", name_he, NAME_MOST, needed=True),
        name_en=fields.line("name_en", name_en, NAME_MOST, needed=True),
        description=fields.paragraph("description", details.description, DESCRIPTION_MOST),
        colour=details.colour,
        minutes=fields.whole("minutes", details.minutes, *MINUTES),
        capacity=fields.whole("capacity", details.capacity, *CAPACITY),
        min_attendance=fields.whole("min_attendance", details.min_attendance, 0, CAPACITY[1]),
        coach_id=details.coach_id,
        required_forms=tuple(sorted(set(details.required_forms))),
        drop_in=details.drop_in,
        policy=_checked_policy(fields, policy),
    )
    if clean.drop_in is not None and not ZERO <= clean.drop_in <= DROP_IN_MOST:
        fields.problems["drop_in"] = texts.DROP_IN_OUT_OF_RANGE
    if not fields.problems and clean.min_attendance > clean.capacity:
        fields.problems["min_attendance"] = texts.MIN_OVER_CAPACITY
    fields.settle()
    return clean


def checked_policy(policy: Policy) -> Policy:
    """The rules of booking by themselves, as ``checked`` brings them to the form that is kept.

    Raises:
        Invalid: every field at fault with its own sentence.
    """
    fields = Fields()
    clean = _checked_policy(fields, policy)
    fields.settle()
    return clean


_NEEDED: Final = {
    "opens_days": OPENS_DAYS,
    "opens_weekday": WEEKDAYS,
    "opens_minute": MINUTE_OF_DAY,
    "closes_minutes": MINUTES_BEFORE,
    "cancel_cutoff_minutes": MINUTES_BEFORE,
    "waitlist_limit": WAITLIST,
    "grace_minutes": GRACE,
    "auto_minutes": AUTO,
    "offer_minutes": OFFER,
    "claim_minutes": CLAIM,
    "guests_most": GUESTS,
}
_OPTIONAL: Final = {
    "swap_minutes": SWAP,
    "day_limit": DAY_LIMIT,
    "week_limit": WEEK_LIMIT,
    "open_limit": OPEN_LIMIT,
}
_OVERRIDES: Final = _OPTIONAL | {
    "opens_earlier_minutes": EARLIER,
    "cancel_cutoff_minutes": MINUTES_BEFORE,
    "guests_most": GUESTS,
}


def _checked_policy(fields: Fields, policy: Policy) -> Policy:
    for name, span in _NEEDED.items():
        fields.whole(name, getattr(policy, name), *span)
    for name, span in _OPTIONAL.items():
        fields.perhaps(name, getattr(policy, name), *span)
    return replace(policy, opens_earlier_minutes=0)  # a plan's, never a class type's


def template(kind: GymKind) -> tuple[ClassTypeDetails, ...]:
    """The class types a gym of a kind begins with, in order."""
    match kind:
        case GymKind.CROSSFIT:
            return (
                _first(texts.WOD, Colour.TEAL, minutes=60, capacity=14),
                _first(texts.WEIGHTLIFTING, Colour.BLUE, minutes=60, capacity=10),
                _first(texts.OPEN_GYM, Colour.SLATE, minutes=90, capacity=20),
                _first(texts.MOBILITY, Colour.GREEN, minutes=45, capacity=16),
                _first(texts.FOUNDATIONS, Colour.AMBER, minutes=60, capacity=8),
            )
        case GymKind.PILATES:
            return (
                _first(texts.REFORMER, Colour.VIOLET, minutes=55, capacity=8),
                _first(texts.MAT, Colour.TEAL, minutes=55, capacity=12),
                _first(texts.PRENATAL, Colour.PINK, minutes=55, capacity=8),
                _first(texts.PRIVATE_PILATES, Colour.SLATE, minutes=55, capacity=1),
            )
        case GymKind.YOGA:
            return (
                _first(texts.VINYASA, Colour.TEAL, minutes=75, capacity=18),
                _first(texts.HATHA, Colour.GREEN, minutes=75, capacity=18),
                _first(texts.YIN, Colour.VIOLET, minutes=60, capacity=18),
                _first(texts.PRENATAL_YOGA, Colour.PINK, minutes=60, capacity=12),
            )
        case GymKind.TRAINER:
            return (
                _first(texts.PERSONAL, Colour.TEAL, minutes=60, capacity=1),
                _first(texts.PAIR, Colour.BLUE, minutes=60, capacity=2),
                _first(texts.SMALL_GROUP, Colour.AMBER, minutes=60, capacity=6),
            )


def _first(name: Text, colour: Colour, *, minutes: int, capacity: int) -> ClassTypeDetails:
    alone = capacity <= 2  # appointments: moved by talking, so a day's notice and nobody waits
    policy = (
        Policy(opens_days=14, cancel_cutoff_minutes=24 * 60, waitlist_limit=0)
        if alone
        else Policy()
    )
    return ClassTypeDetails(
        name_he=name.he,
        name_en=name.en,
        colour=colour,
        minutes=minutes,
        capacity=capacity,
        policy=policy,
    )
