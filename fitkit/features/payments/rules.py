"""Words of payments, how a charge may go on, when it is looked up, and what may be given back."""

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from fitkit.core.errors import Invalid, Refusal
from fitkit.core.i18n import Text
from fitkit.core.money import ZERO, Money
from fitkit.features.ledger.rules.accounts import MOST, Account
from fitkit.features.members.rules import is_printable
from fitkit.texts import common
from fitkit.texts import payments as texts

WORDS_MOST: Final = 50  # of what a charge is for, as companies take it


class ChargeState(StrEnum):
    """Where a charge stands."""

    CREATED = "created"  # ours; the company was not told yet, or its answer is still awaited
    ON_PAGE = "on_page"  # the payer was sent to the company's page
    UNKNOWN = "unknown"  # told, and no answer: to be looked up
    SENT = "sent"  # in a file of bank debits: the bank tells days later
    PAID = "paid"
    DECLINED = "declined"
    ABANDONED = "abandoned"  # the page was left, and its time is over
    FAILED = "failed"  # it could not be tried: credentials, or the company knows nothing of it


class ChargeMode(StrEnum):
    """How it is taken."""

    PAGE = "page"
    CARD = "card"  # a kept one, without its holder
    HAND = "hand"  # staff took cash, a transfer, a cheque
    DEBIT = "debit"  # from a bank account, in a file


class RefundState(StrEnum):
    """Where a refund stands."""

    CREATED = "created"
    UNKNOWN = (
        "unknown"  # told, and no answer: staff look at the company's own list, or it is looked up
    )
    DONE = "done"
    REFUSED = "refused"


OPEN: Final = frozenset(
    {ChargeState.CREATED, ChargeState.ON_PAGE, ChargeState.UNKNOWN, ChargeState.SENT}
)
# Where the company's page may still be paid, as far as we know.
ON_PAGES: Final = frozenset({ChargeState.ON_PAGE, ChargeState.UNKNOWN})
# Where else a charge may go from a state (invariant 3).
NEXT: Final = {
    ChargeState.CREATED: frozenset(ChargeState) - {ChargeState.CREATED},
    ChargeState.ON_PAGE: frozenset(
        {
            ChargeState.PAID,
            ChargeState.DECLINED,
            ChargeState.ABANDONED,
            ChargeState.FAILED,
            ChargeState.UNKNOWN,  # nothing was to be learnt of its page
        }
    ),
    ChargeState.UNKNOWN: frozenset(
        {ChargeState.PAID, ChargeState.DECLINED, ChargeState.ABANDONED, ChargeState.FAILED}
    ),
    ChargeState.SENT: frozenset({ChargeState.PAID, ChargeState.DECLINED, ChargeState.FAILED}),
    ChargeState.DECLINED: frozenset({ChargeState.PAID}),
    ChargeState.ABANDONED: frozenset({ChargeState.PAID, ChargeState.DECLINED}),
    ChargeState.FAILED: frozenset({ChargeState.PAID}),
    ChargeState.PAID: frozenset(),
}
CLEARING_OF: Final = {
    "demo": Account.CLEARING_DEMO,
    "cardcom": Account.CLEARING_CARDCOM,
    "morning": Account.CLEARING_MORNING,
    "icredit": Account.CLEARING_ICREDIT,
}

BY_HAND: Final = ("cash", "transfer", "cheque")
INTO: Final = {"cash": Account.CASH, "transfer": Account.BANK, "cheque": Account.CHEQUES}
# Ways of giving back that no company is asked for.
BACK_BY_HAND: Final = ("cash", "transfer")
NOTE_MOST: Final = 200
WHY_MOST: Final = 500
SAID_MOST: Final = 300
NUMBER_MOST: Final = 200  # of a company's number
CLOCKS_APART: Final = timedelta(minutes=10)  # a company's and ours, at the most
LISTED_WITHIN: Final = timedelta(days=31)  # a company lists what it was told of
BACKDATED_MOST: Final = timedelta(days=366)
CREDENTIAL_MOST: Final = 300
BODY_MOST: Final = 64 * 1024  # bytes of a callback that are kept
AT_ONCE_MOST: Final = 50  # kept cards charged at the same time
ASKS_MOST: Final = 40  # questions of a charge that are kept with their answers
TRIES_MOST: Final = 12  # of a company that is not reached: some two days

PAGE_OPEN: Final = timedelta(minutes=45)  # how long a page that nobody paid is waited for
UNTOLD: Final = timedelta(minutes=10)  # after which a charge that nobody told is told, or given up
# An answer to what was told comes within a minute or not at all; before this nobody asks.
ANSWERED: Final = timedelta(seconds=100)
# By then whoever has begun to tell has told: what is told later could still be charged after it was looked for.
TOLD_WITHIN: Final = timedelta(seconds=30)
# A company that knows of nothing is believed only then: some write a charge down after they answered.
BELIEVED: Final = timedelta(minutes=3)
# Where the company itself refuses a second charge of a key, what it never heard of is told again that long.
TOLD_AGAIN: Final = timedelta(minutes=30)
# What was told and is not known by then will not arrive any more: another charge may be tried.
ARRIVED: Final = timedelta(minutes=20)
STAYS_UNKNOWN: Final = timedelta(minutes=30)  # then the owner is told
ASKED_AGAIN: Final = timedelta(seconds=2)  # however many ask, the company is asked this seldom
_LATE: Final = (timedelta(hours=3), timedelta(hours=24))
# What a company refused may have gone through nevertheless: it is asked before anybody tries again (see billing).
_FAILED_LOOKS: Final = (timedelta(minutes=20), *_LATE)
_PAGE_LOOKS: Final = tuple(timedelta(minutes=m) for m in (1, 2, 4, 7, 11, 16, 22, 29, 37, 45))
_UNKNOWN_LOOKS: Final = (
    ANSWERED,
    *(timedelta(minutes=m) for m in (3, 6, 10, 20, 31, 60, 120, 240, 480)),
    *(timedelta(days=d) for d in range(1, 31)),
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A refund that the company was told of, and of which no transaction is known."""

    id: UUID
    told_at: datetime

    @property
    def since(self) -> datetime:
        """No transaction before it is this refund's."""
        return self.told_at - CLOCKS_APART


@dataclass(frozen=True, slots=True)
class Listed:
    """A refund in a company's list."""

    number: str  # the company's
    key: str  # ours; empty where its list does not carry it
    at: datetime


class Unheard(StrEnum):
    """What follows when a company knows nothing of a charge by card that it was told of."""

    WAIT = "wait"
    TELL_AGAIN = "tell_again"  # the same charge, by the same key
    GIVE_UP = "give_up"  # nothing was taken, and nothing will be


def unheard(since: timedelta, *, by_key: bool) -> Unheard:
    """Decide what follows when a company has never heard of a charge that it was told of.

    The request may still be on its way: only the same key may be told again, and only where the company takes no
    key twice. Everywhere else, and in the end there too, what was told last has its time to arrive first.

    Args:
        since: it was told first, or was told of at all.
        by_key: whether the company charges no key twice.
    """
    if not by_key:
        return Unheard.WAIT if since < ARRIVED else Unheard.GIVE_UP
    if since < BELIEVED or TOLD_AGAIN <= since < TOLD_AGAIN + ARRIVED:
        return Unheard.WAIT
    return Unheard.TELL_AGAIN if since < TOLD_AGAIN else Unheard.GIVE_UP


class AlreadyOpenError(Refusal):
    """A charge for the cause is open; it is to be gone on with."""

    text = texts.ALREADY_OPEN

    def __init__(self, charge_id: UUID) -> None:
        """Take the open one."""
        super().__init__()
        self.charge_id = charge_id


class AlreadyPaidError(Refusal):
    """The cause is paid."""

    text = texts.ALREADY_PAID

    def __init__(self, charge_id: UUID) -> None:
        """Take the one that paid it."""
        super().__init__()
        self.charge_id = charge_id


class NoAccountError(Refusal):
    """The gym takes no money through a company."""

    text = texts.NO_ACCOUNT


class NoCardError(Refusal):
    """The member has no card that could be charged."""

    text = texts.NO_CARD


@dataclass(frozen=True, slots=True)
class Credential:
    """One of the things a company gave the gym."""

    name: str
    is_secret: bool = True
    is_needed: bool = True


# What each company's account is opened with, in the order it is asked for.
CREDENTIALS: Final[Mapping[str, tuple[Credential, ...]]] = {
    "demo": (Credential("account", is_secret=False, is_needed=False),),
    "cardcom": (
        Credential("terminal", is_secret=False),
        Credential("api_name"),
        Credential("api_password", is_needed=False),
    ),
    "morning": (
        Credential("id", is_secret=False),
        Credential("secret"),
        Credential("plugin_id", is_secret=False, is_needed=False),
        Credential(
            "login", is_secret=False, is_needed=False
        ),  # oauth or account: how a token is given
    ),
    "icredit": (
        Credential("group_token"),
        Credential("exempt", is_secret=False, is_needed=False),
    ),
}


def may_go(state: ChargeState, to: ChargeState) -> bool:
    """Whether a charge may go from a state to another (invariant 3)."""
    return to in NEXT[state]


def next_look(
    state: ChargeState, mode: ChargeMode, *, told_at: datetime, now: datetime
) -> datetime | None:
    """When the company is to be asked next about a charge that it was told; None: never again.

    A page is asked about until its time is over and twice more within a day, whatever became of it,
    because a payer may still pay there. What is unknown is asked about ever more seldom, for a month.
    What failed is asked about three times more: a company that refused or knew nothing may have been early.
    """
    if mode is ChargeMode.DEBIT:  # a bank is not asked
        return None
    match state:
        case ChargeState.PAID | ChargeState.CREATED:
            return None
        case ChargeState.UNKNOWN:
            looks = _UNKNOWN_LOOKS
        case ChargeState.DECLINED if mode is ChargeMode.CARD:
            return None
        case ChargeState.ABANDONED:
            looks = _LATE
        case ChargeState.FAILED:
            looks = _FAILED_LOOKS
        case _:
            looks = (*_PAGE_LOOKS, *_LATE)
    return next((told_at + after for after in looks if told_at + after > now), None)


def begins_to_stay_unknown(told_at: datetime, asked_at: datetime | None, now: datetime) -> bool:
    """Whether the owner is to be told that a charge or refund stays unknown: once, at the look that finds so."""
    is_long = now - told_at >= STAYS_UNKNOWN
    return is_long and (asked_at is None or asked_at - told_at < STAYS_UNKNOWN)


def next_try(told_at: datetime, now: datetime) -> datetime:
    """When a refund is to be looked at that was told of; ever more seldom, and never given up."""
    looks = (told_at + after for after in _UNKNOWN_LOOKS if told_at + after > now)
    return next(looks, now + timedelta(days=1))


def pause(tries: int) -> timedelta:
    """How long to wait for a company that was not reached, after so many tries, 1 or more."""
    minutes: int = 2**tries
    return min(timedelta(minutes=minutes), timedelta(hours=6))


def checked_lines(lines: Iterable[tuple[str, Money, int]], amount: Money) -> None:
    """Refuse lines that are not what is charged.

    Raises:
        ValueError: they do not sum to the amount, or one has no quantity; the amount is negative or absurd.
    """
    found = list(lines)
    if not ZERO <= amount <= MOST:
        raise ValueError("no amount to charge")
    if sum((total for _, total, _ in found), ZERO) != amount or any(n < 1 for _, _, n in found):
        raise ValueError("the lines are not the amount")


def last_day(year: int, month: int) -> date:
    """The last day on which a card may be charged: of its month."""
    return date(year, month, monthrange(year, month)[1])


def checked_amount(amount: Money, *, most: Money) -> Money:
    """An amount above zero, up to what there is.

    Raises:
        Refusal: it is not; at ``amount``.
    """
    if not ZERO < amount <= most:
        raise Refusal(texts.NOT_UP_TO, field="amount", most=most)
    return amount


def checked_day(paid_on: date, *, today: date) -> date:
    """A day on which money came by hand: today, or within the last year.

    Raises:
        Refusal: it is not; at ``paid_on``.
    """
    if not today - BACKDATED_MOST <= paid_on <= today:
        raise Refusal(texts.DAY_IS_WRONG, field="paid_on")
    return paid_on


def checked_words(words: str, *, field: str, most: int, is_needed: bool = False) -> str:
    """What somebody wrote, without stray blanks.

    Raises:
        Refusal: missing where it is needed, too long, or not printable; at ``field``.
    """
    one = " ".join(words.split())
    if is_needed and not one:
        raise Refusal(texts.SAY_WHY, field=field)
    if len(one) > most:
        raise Refusal(common.TOO_LONG, field=field, most=most)
    if not is_printable(one):
        raise Refusal(common.SOMETHING_WRONG, field=field)
    return one


def shortened(words: str, most: int = WORDS_MOST) -> str:
    """Words cut to what a company takes."""
    one = " ".join(words.split())
    return one if len(one) <= most else one[: most - 1].rstrip() + "…"


def claimed(mine: Claim, rivals: Iterable[Claim], listed: Collection[Listed]) -> Listed | None:
    """Find a refund in its company's list; None: it is not there, or it cannot be told which it is.

    One that carries the refund's key is its own. The others are told apart by nothing but when they were: as many
    as there are refunds that the first of them can be are theirs, one each, in their order. Where there are fewer,
    or more than all of these refunds, nobody knows.

    Args:
        mine: the refund that is looked for.
        rivals: others of its amount and account whose transaction is not known.
        listed: refunds of that amount in the list that are nobody's yet, back to the first of rivals.
    """
    named = [one for one in listed if one.key == mine.id.hex]
    if named:
        return named[0] if len(named) == 1 else None
    keys, earliest = {one.key for one in listed}, mine.told_at - LISTED_WITHIN
    near = [one for one in rivals if one.id.hex not in keys and one.told_at >= earliest]
    asking = sorted((mine, *near), key=lambda one: (one.told_at, one.id))
    theirs = sorted(
        (one for one in listed if not one.key and one.at >= asking[0].since),
        key=lambda one: (one.at, one.number),
    )
    owners = [sum(one.since <= other.at for one in asking) for other in theirs]
    place = asking.index(mine)
    is_settled = any(n == count for n, count in enumerate(owners, 1) if n > place)
    is_foreign = any(n > count for n, count in enumerate(owners, 1))
    return theirs[place] if is_settled and not is_foreign else None


def what_for(words: str, words_en: str) -> Text:
    """What a charge is for, for whoever reads it, from how it is kept."""
    return Text(words, words_en or words)


def back_ways(way: str) -> tuple[str, ...]:
    """By which ways what was paid one way may go back; the original means first.

    What a company calls by no name of ours it is asked for as well: nobody else has sent it back.
    """
    if way in ("cheque", "bank_debit"):  # nothing to give back into
        return BACK_BY_HAND[::-1]
    return (way, *(w for w in BACK_BY_HAND if w != way))


def goes_back_by_itself(way: str) -> bool:
    """Whether what was paid one way goes back the same way without a person's hand."""
    return back_ways(way)[0] not in BACK_BY_HAND


def checked_credentials(provider: str, given: Mapping[str, str]) -> dict[str, str]:
    """What a company's account is opened with: only what it knows, and all that it needs.

    Raises:
        Invalid: one is missing, too long, or not printable; by its name.
    """
    problems: dict[str, Text | Refusal] = {}
    found = {}
    for one in CREDENTIALS[provider]:
        value = given.get(one.name, "").strip()
        if not value:
            if one.is_needed:
                problems[one.name] = common.REQUIRED
            continue
        if len(value) > CREDENTIAL_MOST or not value.isascii() or not value.isprintable():
            problems[one.name] = texts.CREDENTIAL_IS_WRONG
            continue
        found[one.name] = value
    if problems:
        raise Invalid(problems)
    return found
