"""The ladder of penalties, which step an offence leads to, and what stands of one."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from fitkit.core.errors import Refusal
from fitkit.features.members.rules import Fields, is_printable
from fitkit.texts import common
from fitkit.texts import penalties as texts

WINDOW_DAYS: Final = (1, 365)
BLOCK_DAYS: Final = (1, 30)
DECIDE_HOURS: Final = (0, 48)
DISPUTE_HOURS: Final = (1, 168)
LADDER: Final = (1, 10)
WORDS_MOST: Final = 500


class Offence(StrEnum):
    """What was done."""

    LATE_CANCEL = "late_cancel"
    NO_SHOW = "no_show"


class Step(StrEnum):
    """What it led to."""

    WARNING = "warning"
    ENTRY = "entry"  # an entry of a pack was taken
    STRIKE = "strike"  # counted, nothing taken: no pack
    BLOCK = "block"  # no new bookings for some days


class PenaltyState(StrEnum):
    """Where a penalty stands."""

    STANDING = "standing"
    DISPUTED = "disputed"
    UPHELD = "upheld"
    EXCUSED = "excused"  # taken back; counts for nothing


@dataclass(frozen=True, slots=True)
class Ladder:
    """The numbers of a gym; a version of them is never changed."""

    version: int = 0  # 0: the house's defaults
    is_on: bool = True
    window_days: int = 30  # rolling, ending with the offence
    counts_late_cancels: bool = True
    counts_no_shows: bool = True
    steps: tuple[Step, ...] = (Step.WARNING, Step.ENTRY, Step.BLOCK)  # the last one repeats
    block_days: int = 3
    decide_hours_after: int = 3  # a no-show is judged so long after the class
    dispute_hours: int = 24

    def facts(self) -> dict[str, Any]:
        """As it is kept: every number, so that a default that moves later changes nothing."""
        return {
            f.name: getattr(self, f.name) for f in dataclasses.fields(self) if f.name != "version"
        }

    @classmethod
    def of(cls, version: int, facts: Mapping[str, Any]) -> "Ladder":  # Any: numbers, flags, words
        """From what is kept."""
        given = dict(facts)
        if "steps" in given:
            given["steps"] = tuple(Step(step) for step in given["steps"])
        return cls(version=version, **given)

    def counts(self, offence: Offence) -> bool:
        """Whether an offence of this kind is judged at all."""
        if not self.is_on:
            return False
        match offence:
            case Offence.LATE_CANCEL:
                return self.counts_late_cancels
            case Offence.NO_SHOW:
                return self.counts_no_shows

    def since(self, at: datetime) -> datetime:
        """Where the rolling days begin that end at a moment; that moment itself no longer counts."""
        return at - timedelta(days=self.window_days)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an offence leads to."""

    number: int  # of the rolling days, 1 and up
    step: Step
    block_days: int  # 0 but for a block


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a member's offences: enough to say what the next one leads to."""

    ladder: Ladder
    counted: tuple[tuple[datetime, Offence], ...] = ()  # moments of what stands, in no order
    has_entry: bool = False  # a pack, good today, with an entry to lose
    blocked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class OffenceFacts:
    """What came to nothing."""

    booking_id: UUID
    session_id: UUID
    member_id: UUID
    offence: Offence
    at: datetime  # of the cancellation, or of the class's start
    subscription_id: UUID | None = None  # what paid for the place


def judge(offence_number: int, rules: Ladder, *, has_pack: bool) -> Verdict:
    """Choose the step for the n-th offence of the rolling days; past the end the last one repeats.

    Args:
        offence_number: 1 or more.
        rules: the ladder in force.
        has_pack: whether there is an entry to take; without one it is a strike.

    Raises:
        ValueError: offence_number < 1.
    """
    if offence_number < 1:
        raise ValueError("offences are counted from one")
    step = rules.steps[min(offence_number, len(rules.steps)) - 1]
    if step is Step.ENTRY and not has_pack:
        step = Step.STRIKE
    return Verdict(offence_number, step, rules.block_days if step is Step.BLOCK else 0)


def number_of(counted: Iterable[tuple[datetime, Offence]], ladder: Ladder, *, at: datetime) -> int:
    """Which offence of the rolling days one at ``at`` is, itself counted in."""
    since = ladder.since(at)
    return 1 + sum(since < when and ladder.counts(offence) for when, offence in counted)


def next_step(record: Record, offence: Offence, *, at: datetime) -> Verdict | None:
    """What an offence at a moment would lead to; None when it is not judged.

    The same answer that ``judge`` gives afterwards, so that a card can say it before the tap.
    """
    if not record.ladder.counts(offence):
        return None
    number = number_of(record.counted, record.ladder, at=at)
    return judge(number, record.ladder, has_pack=record.has_entry)


def checked(ladder: Ladder) -> Ladder:
    """Refuse numbers that make no sense.

    Raises:
        Invalid: every field at fault with its own sentence.
    """
    fields = Fields()
    fields.whole("window_days", ladder.window_days, *WINDOW_DAYS)
    fields.whole("block_days", ladder.block_days, *BLOCK_DAYS)
    fields.whole("decide_hours_after", ladder.decide_hours_after, *DECIDE_HOURS)
    fields.whole("dispute_hours", ladder.dispute_hours, *DISPUTE_HOURS)
    least, most = LADDER
    if not least <= len(ladder.steps) <= most:
        fields.problems["steps"] = Refusal(
            common.OUT_OF_RANGE, field="steps", least=least, most=most
        )
    elif Step.STRIKE in ladder.steps:  # what an entry becomes where there is none
        fields.problems["steps"] = common.NOT_A_CHOICE
    elif ladder.is_on and not (ladder.counts_late_cancels or ladder.counts_no_shows):
        fields.problems["counts_no_shows"] = texts.COUNTS_NOTHING
    fields.settle()
    return ladder


def checked_words(words: str, *, field: str, needed: bool) -> str:
    """What a person wrote about a penalty, without stray blanks.

    Raises:
        Refusal: empty where something is needed, too long, or not printable; at ``field``.
    """
    one = " ".join(words.split())
    if needed and not one:
        raise Refusal(texts.SAY_WHY, field=field)
    if len(one) > WORDS_MOST:
        raise Refusal(common.TOO_LONG, field=field, most=WORDS_MOST)
    if not is_printable(one):
        raise Refusal(common.SOMETHING_WRONG, field=field)
    return one


def may_dispute(state: PenaltyState, dispute_until: datetime, *, now: datetime) -> bool:
    """Whether the member may still say that it was not so."""
    return state is PenaltyState.STANDING and now < dispute_until


def pack_to_take(paid_by: UUID | None, packs: Sequence[tuple[UUID, int]]) -> UUID | None:
    """Which pack loses the entry: the one that paid for the place, else the first in paying order.

    Args:
        paid_by: the subscription that paid for the place.
        packs: (subscription, entries left) in paying order; may be empty.
    """
    able = [subscription_id for subscription_id, left in packs if left > 0]
    if paid_by in able:
        return paid_by
    return able[0] if able else None
