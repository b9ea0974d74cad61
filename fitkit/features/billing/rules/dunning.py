"""What follows a renewal that did not go through: when it is tried again, who is told, what closes.

Days are counted from the first failure; times are 10:00 where the gym is. A hard decline is never
tried again with that card: a link to give another goes out at once. Charging never stops silently:
every path ends in being paid or with a person. Source of the days: reference/market.md B5.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from fitkit.core import clock

AT: Final = time(10)
RETRY_DAYS: Final = (1, 3, 6, 10)
NOTICE_DAYS: Final = (0, 3, 10)
STAFF_DAY: Final = 6
BLOCK_DAY: Final = 7
PAY_DAYS: Final = (1, 10, 15)  # of the month: when salaries and allowances come in Israel
NEAR_DAYS: Final = 2


class DunningState(StrEnum):
    """Where a failed renewal stands."""

    RETRYING = "retrying"
    NEEDS_CARD = "needs_card"  # the card will never do
    EXHAUSTED = "exhausted"  # every try failed; a person takes over
    IN_COLLECTION = "in_collection"
    RECOVERED = "recovered"
    WRITTEN_OFF = "written_off"


class StepKind(StrEnum):
    """What happens on a day."""

    RETRY = "retry"
    TELL = "tell"  # the member, with a link to pay
    ASK_CARD = "ask_card"  # the member, for another card
    TASK = "task"  # for staff
    BLOCK = "block"  # no new bookings from now on


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is due."""

    kind: StepKind
    at: datetime  # UTC


def steps(failed_at: datetime, zone: ZoneInfo, *, may_retry: bool) -> tuple[Step, ...]:
    """All that follows a first failure if nothing is paid, in order of time.

    The first notice goes out at the failure itself, all else at 10:00 of its day. ``may_retry``:
    the decline was a soft one.
    """
    first = clock.day_of(failed_at, zone)
    found = [Step(StepKind.TELL if may_retry else StepKind.ASK_CARD, failed_at)]
    found += [Step(StepKind.TELL, _at(first, days, zone)) for days in NOTICE_DAYS[1:]]
    if may_retry:
        found += [Step(StepKind.RETRY, clock.wall(d, AT, zone)) for d in retry_days(first)]
    found.append(Step(StepKind.TASK, _at(first, STAFF_DAY, zone)))
    found.append(Step(StepKind.BLOCK, _at(first, BLOCK_DAY, zone)))
    order = list(StepKind)
    return tuple(sorted(found, key=lambda s: (s.at, order.index(s.kind))))


def retry_days(failed_on: date) -> tuple[date, ...]:
    """The days on which the same card is tried again: four, each later than the one before.

    A try moves on to a day of pay that is at most two days after it, unless that would take it to
    or past the next one.
    """
    planned = [failed_on + timedelta(days=n) for n in RETRY_DAYS]
    moved = []
    for n, day in enumerate(planned):
        ahead = [day + timedelta(days=k) for k in range(NEAR_DAYS + 1)]
        best = next((d for d in ahead if d.day in PAY_DAYS), day)
        is_last = n + 1 == len(planned)
        moved.append(best if is_last or best < planned[n + 1] else day)
    return tuple(moved)


def next_retry(
    failed_at: datetime, tries: int, zone: ZoneInfo, *, may_retry: bool
) -> datetime | None:
    """When the card is tried again after so many failures, the first one counted; None: no more."""
    days = retry_days(clock.day_of(failed_at, zone))
    if not may_retry or not 1 <= tries <= len(days):
        return None
    return clock.wall(days[tries - 1], AT, zone)


def state_after(tries: int, *, may_retry: bool) -> DunningState:
    """Where it stands after so many failures, the first one counted."""
    if not may_retry:
        return DunningState.NEEDS_CARD
    return DunningState.RETRYING if tries <= len(RETRY_DAYS) else DunningState.EXHAUSTED


def blocks_from(failed_at: datetime, zone: ZoneInfo) -> datetime:
    """From when the member books nothing new while it is unpaid; what is booked stays."""
    return _at(clock.day_of(failed_at, zone), BLOCK_DAY, zone)


def _at(first: date, days: int, zone: ZoneInfo) -> datetime:
    return clock.wall(first + timedelta(days=days), AT, zone)
