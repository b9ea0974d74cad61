"""What the kinds of plan entitle to, what may be written about one, and the first ones of a gym."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from fitkit.core.i18n import Text
from fitkit.core.money import ZERO, Money
from fitkit.features.class_types.rules import DAY_LIMIT, OPEN_LIMIT, PolicyOverride
from fitkit.features.members.rules import Fields
from fitkit.features.orgs.rules import GymKind
from fitkit.texts import catalogue as texts
from fitkit.texts import common

NAME_MOST: Final = 60
WEEKLY: Final = (1, 14)
ENTRIES: Final = (1, 200)
DAYS: Final = (1, 1095)
BEGIN_WITHIN: Final = (1, 365)
COMMITMENT: Final = (2, 36)  # months
BILLING_DAY: Final = (1, 28)  # every month has it
INSTALMENTS: Final = (1, 36)
PRICE_MOST: Final = Money.shekels(100_000)
TRIAL_DAYS: Final = 14
PACK_BEGINS: Final = 90  # days in which a pack of the first plans begins
ALL_TYPES: Final = "*"  # the key of an override for all class types


class PlanKind(StrEnum):
    """How a plan entitles."""

    WEEKLY = "weekly"  # up to N bookings a week
    UNLIMITED = "unlimited"
    PACK = "pack"  # N entries, valid for some days
    TRIAL = "trial"  # one entry


class Every(StrEnum):
    """How often a plan renews; each time its price is charged again."""

    MONTH = "month"
    YEAR = "year"


RENEWABLE: Final = frozenset({PlanKind.WEEKLY, PlanKind.UNLIMITED})


@dataclass(frozen=True, slots=True)
class Terms:
    """What a plan entitles to; copied into a subscription when it is given."""

    kind: PlanKind
    weekly_limit: int | None = None  # WEEKLY: bookings from Sunday to Saturday
    entries: int | None = None  # PACK and TRIAL
    valid_days: int | None = None  # from the first day on; empty: until ended
    class_type_ids: tuple[UUID, ...] = ()  # empty: all
    location_ids: tuple[UUID, ...] = ()  # empty: all
    day_limit: int | None = None  # bookings a day
    open_limit: int | None = None  # bookings ahead at one time
    class_from: time | None = None  # good for classes that begin at this wall time or later
    class_until: time | None = None  # or sooner, this one too
    begin_within: int | None = None  # PACK: valid from the first class on, which is in so many days

    def covers(self, class_type_id: UUID) -> bool:
        """Whether classes of this type may be booked with it."""
        return not self.class_type_ids or class_type_id in self.class_type_ids

    def last_day(self, first: date) -> date | None:
        """The last day it may be good for when it is had from ``first`` on; None: until ended."""
        if self.valid_days is None:
            return None
        return self.begins_by(first) + timedelta(days=self.valid_days - 1)

    def begins_by(self, first: date) -> date:
        """The day on which its own days begin at the latest, had from ``first`` on."""
        return first + timedelta(days=self.begin_within or 0)


@dataclass(frozen=True, slots=True)
class PlanDetails:
    """What is known of a plan, as typed or as checked by ``checked``."""

    name_he: str
    name_en: str
    terms: Terms
    price: Money = ZERO  # VAT included; of a period when it renews, else of all
    is_private: bool = False
    is_kept: bool = False  # by whom it was given to: not handed over to another member
    sold_from: date | None = None  # the sign-up window, in the gym's zone; None: open at this side
    sold_until: date | None = None  # its last day
    most_instalments: int = 1  # of the card company's, of what is paid once or by the year
    every: Every | None = None  # WEEKLY and UNLIMITED only; None: paid once
    commitment_months: int | None = None  # of what renews by the month; None: ended any time
    open_price: Money | None = None  # a month without the commitment; with a commitment only
    billing_day: int | None = None  # of the month, for all who hold it; None: the day each began
    # What it changes of the booking rules: by class type id as a string, or ALL_TYPES. A class
    # type's own lies over the one for all: see ``override_for``.
    overrides: Mapping[str, PolicyOverride] = field(default_factory=dict)


def checked(details: PlanDetails) -> PlanDetails:
    """Bring typed details to the form in which they are kept: terms of other kinds fall away.

    So does the last day of what renews: it goes on until it is ended.

    Raises:
        Invalid: every field at fault with its own sentence.
    """
    fields = Fields()
    name_he = details.name_he.strip() or details.name_en
    name_en = details.name_en.strip() or details.name_he
    every = details.every if details.terms.kind in RENEWABLE else None
    is_committed = every is Every.MONTH and details.commitment_months is not None
    has_window = details.terms.kind is not PlanKind.TRIAL and not details.is_private
    terms = details.terms if every is None else replace(details.terms, valid_days=None)
    clean = PlanDetails(
        name_he=fields.line("name_he", name_he, NAME_MOST, needed=True),
        name_en=fields.line("name_en", name_en, NAME_MOST, needed=True),
        terms=_checked_terms(fields, terms),
        price=details.price,
        every=every,
        commitment_months=fields.whole(
            "commitment_months", details.commitment_months or 0, *COMMITMENT
        )
        if is_committed
        else None,
        open_price=_checked_open_price(fields, details) if is_committed else None,
        billing_day=fields.perhaps("billing_day", details.billing_day, *BILLING_DAY)
        if every is Every.MONTH
        else None,
        is_private=details.is_private,
        is_kept=details.is_kept,
        sold_from=details.sold_from if has_window else None,
        sold_until=details.sold_until if has_window else None,
        most_instalments=fields.whole("most_instalments", details.most_instalments, *INSTALMENTS)
        if every is not Every.MONTH
        else 1,
        overrides=_checked_overrides(fields, details.overrides),
    )
    if not ZERO <= details.price <= PRICE_MOST:
        fields.problems["price"] = texts.PRICE_OUT_OF_RANGE
    if clean.sold_from and clean.sold_until and clean.sold_until < clean.sold_from:
        fields.problems["sold_until"] = texts.WINDOW_ENDS_FIRST
    fields.settle()
    return clean


def is_in_window(sold_from: date | None, sold_until: date | None, today: date) -> bool:
    """Whether a plan may be signed up for today; both days are in it."""
    return (sold_from is None or sold_from <= today) and (sold_until is None or today <= sold_until)


def _checked_open_price(fields: Fields, details: PlanDetails) -> Money | None:
    """The law has it disclosed; the fee for leaving early is counted from it."""
    price = details.open_price
    if price is None:
        fields.problems["open_price"] = texts.OPEN_PRICE_NEEDED
    elif not details.price <= price <= PRICE_MOST:
        fields.problems["open_price"] = texts.OPEN_PRICE_TOO_LOW
    return price


def override_for(
    class_type_id: UUID, overrides: Mapping[str, PolicyOverride]
) -> PolicyOverride | None:
    """What a plan changes of the rules of a class type; None: nothing.

    Each number by itself, the most specific wins: where the plan says something of the class
    type, that counts; else what it says of all; else the class type's own rules. With "free cancel
    until 2 hours before" for all and "one a day" for yoga, yoga has both; with "4 hours before" for
    yoga too, yoga has 4 and all others 2.
    """
    own, for_all = overrides.get(str(class_type_id)), overrides.get(ALL_TYPES)
    if own is None or for_all is None:
        return own or for_all
    return own.over(for_all)


def _checked_overrides(
    fields: Fields, overrides: Mapping[str, PolicyOverride]
) -> dict[str, PolicyOverride]:
    checked_ones = {key: one.checked(fields) for key, one in sorted(overrides.items())}
    return {key: one for key, one in checked_ones.items() if one.facts()}


def _checked_terms(fields: Fields, terms: Terms) -> Terms:
    kind = terms.kind
    shared = replace(
        terms,
        weekly_limit=None,
        entries=None,
        valid_days=None,
        begin_within=None,
        class_type_ids=tuple(sorted(set(terms.class_type_ids))),
        location_ids=tuple(sorted(set(terms.location_ids))),
        day_limit=fields.perhaps("day_limit", terms.day_limit, *DAY_LIMIT),
        open_limit=fields.perhaps("open_limit", terms.open_limit, *OPEN_LIMIT),
    )
    if terms.class_from and terms.class_until and terms.class_until < terms.class_from:
        fields.problems["class_until"] = texts.HOURS_END_FIRST
    match kind:
        case PlanKind.WEEKLY:
            return replace(
                shared,
                weekly_limit=_needed(fields, "weekly_limit", terms.weekly_limit, WEEKLY),
                valid_days=fields.perhaps("valid_days", terms.valid_days, *DAYS),
            )
        case PlanKind.UNLIMITED:
            valid_days = fields.perhaps("valid_days", terms.valid_days, *DAYS)
            return replace(shared, valid_days=valid_days)
        case PlanKind.PACK:
            return replace(
                shared,
                entries=_needed(fields, "entries", terms.entries, ENTRIES),
                valid_days=_needed(fields, "valid_days", terms.valid_days, DAYS),
                begin_within=fields.perhaps("begin_within", terms.begin_within, *BEGIN_WITHIN),
            )
        case PlanKind.TRIAL:
            days = TRIAL_DAYS if terms.valid_days is None else terms.valid_days
            return replace(shared, entries=1, valid_days=_needed(fields, "valid_days", days, DAYS))


def _needed(fields: Fields, name: str, n: int | None, span: tuple[int, int]) -> int | None:
    if n is None:
        fields.problems[name] = common.REQUIRED
        return None
    return fields.whole(name, n, *span)


def template(kind: GymKind) -> tuple[PlanDetails, ...]:
    """The plans a gym of a kind begins with, in order; prices are a start to change."""
    trial = _trial(Money.shekels(50))
    match kind:
        case GymKind.CROSSFIT:
            return (
                _weekly(texts.TWICE_A_WEEK, 2, Money.shekels(320)),
                _weekly(texts.THREE_A_WEEK, 3, Money.shekels(390)),
                _unlimited(texts.UNLIMITED, Money.shekels(450)),
                _pack(texts.PACK_OF_TEN, 10, 175, Money.shekels(550)),
                trial,
            )
        case GymKind.PILATES:
            return (
                _weekly(texts.ONCE_A_WEEK, 1, Money.shekels(280)),
                _weekly(texts.TWICE_A_WEEK, 2, Money.shekels(480)),
                _pack(texts.PACK_OF_TEN, 10, 175, Money.shekels(900)),
                trial,
            )
        case GymKind.YOGA:
            return (
                _weekly(texts.ONCE_A_WEEK, 1, Money.shekels(240)),
                _weekly(texts.TWICE_A_WEEK, 2, Money.shekels(360)),
                _unlimited(texts.UNLIMITED, Money.shekels(450)),
                _pack(texts.PACK_OF_TEN, 10, 175, Money.shekels(600)),
                trial,
            )
        case GymKind.TRAINER:
            return (
                _pack(texts.SINGLE_SESSION, 1, 30, Money.shekels(250)),
                _pack(texts.TEN_SESSIONS, 10, 175, Money.shekels(2200)),
                _pack(texts.TWENTY_SESSIONS, 20, 350, Money.shekels(4000)),
                trial,
            )


def _weekly(name: Text, limit: int, price: Money) -> PlanDetails:
    terms = Terms(PlanKind.WEEKLY, weekly_limit=limit)
    return PlanDetails(name.he, name.en, terms, price, every=Every.MONTH)


def _unlimited(name: Text, price: Money) -> PlanDetails:
    return PlanDetails(name.he, name.en, Terms(PlanKind.UNLIMITED), price, every=Every.MONTH)


def _pack(name: Text, entries: int, days: int, price: Money) -> PlanDetails:
    terms = Terms(PlanKind.PACK, entries=entries, valid_days=days, begin_within=PACK_BEGINS)
    return PlanDetails(name.he, name.en, terms, price)


def _trial(price: Money) -> PlanDetails:
    name = texts.TRIAL_PLAN
    terms = Terms(PlanKind.TRIAL, entries=1, valid_days=TRIAL_DAYS)
    return PlanDetails(name.he, name.en, terms, price)
