"""The booking policy of a class type, what may be written about one, and the first ones of a gym."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from fitkit.core.clock import wall
from fitkit.core.i18n import Text
from fitkit.features.members.rules import Fields
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


@dataclass(frozen=True, slots=True)
class Policy:
    """When places are given and given back."""

    opens_days: int = 7  # days before the class, at its wall time
    closes_minutes: int = 0  # before the start
    cancel_cutoff_minutes: int = 360  # before the start; later a cancellation costs
    waitlist_limit: int = 10  # how many may wait; 0: nobody

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
        policy=Policy(
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
