"""The booking policy of a class type, what may be written about one, and the first ones of a gym."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from fitkit.core.clock import wall
from fitkit.core.i18n import Text
from fitkit.core.money import Money
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

    def opens_at(self, starts_at: datetime, zone: ZoneInfo) -> datetime:
        """When booking opens (UTC): the same wall time some days before."""
        local = starts_at.astimezone(zone)
        return wall(local.date() - timedelta(days=self.opens_days), local.time(), zone)

    def closes_at(self, starts_at: datetime) -> datetime:
        """When booking closes; from then on it is closed."""
        return starts_at - timedelta(minutes=self.closes_minutes)

    def free_until(self, starts_at: datetime) -> datetime:
        """Until when a cancellation is free; at that moment it no longer is."""
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
        policy=replace(
            policy,
            opens_days=fields.whole("opens_days", policy.opens_days, *OPENS_DAYS),
            closes_minutes=fields.whole("closes_minutes", policy.closes_minutes, *MINUTES_BEFORE),
            cancel_cutoff_minutes=fields.whole(
                "cancel_cutoff_minutes", policy.cancel_cutoff_minutes, *MINUTES_BEFORE
            ),
            waitlist_limit=fields.whole("waitlist_limit", policy.waitlist_limit, *WAITLIST),
        ),
    )
    if not fields.problems and clean.min_attendance > clean.capacity:
        fields.problems["min_attendance"] = texts.MIN_OVER_CAPACITY
    fields.settle()
    return clean


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
