"""Words of bank debits, what may be typed, and when a debit counts as paid."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from fitkit.core import national_id
from fitkit.core.errors import Invalid, Refusal
from fitkit.core.i18n import Text
from fitkit.features.members.rules import is_printable
from fitkit.texts import common
from fitkit.texts import debits as texts

NAME_MOST: Final = 60
WHY_MOST: Final = 200
CODE_MOST: Final = 10
RETURN_DAYS: Final = 7  # in which a bank sends a debit back, unless the owner says otherwise
RETURN_DAYS_MOST: Final = 30
AHEAD_MOST: Final = timedelta(days=60)
SERIAL_MOST: Final = 999  # of a day


class MandateState(StrEnum):
    """Where an authorisation stands."""

    ASKED = "asked"  # the form was handed to the member
    SIGNED = "signed"  # and came back signed; the bank has not confirmed it
    ACTIVE = "active"
    CANCELLED = "cancelled"


class FileState(StrEnum):
    """Where a file stands."""

    MADE = "made"
    WITHDRAWN = "withdrawn"  # it never went to the bank
    SETTLED = "settled"  # its days are over


class ReturnReason(StrEnum):
    """Why a bank sent a debit back."""

    NO_COVER = "no_cover"
    LIMIT = "limit"  # above what the payer allowed
    REFUSED = "refused"  # the payer had it sent back
    NO_MANDATE = "no_mandate"  # cancelled at the bank, or never known there
    CLOSED = "closed"
    WRONG = "wrong"  # bank, branch or account
    OTHER = "other"


# After these the mandate will never do again.
ENDS: Final = frozenset({ReturnReason.NO_MANDATE, ReturnReason.CLOSED, ReturnReason.WRONG})
NEXT: Final = {
    MandateState.ASKED: frozenset({MandateState.SIGNED, MandateState.CANCELLED}),
    MandateState.SIGNED: frozenset({MandateState.ACTIVE, MandateState.CANCELLED}),
    MandateState.ACTIVE: frozenset({MandateState.CANCELLED}),
    MandateState.CANCELLED: frozenset(),
}


def checked_account(
    *, bank: str, branch: str, account: str, payer_name: str, payer_id: str
) -> tuple[str, str, str, str, str]:
    """A bank account as its holder wrote it on the form, cleaned.

    Raises:
        Invalid: one of them cannot be right; by its name.
    """
    problems: dict[str, Text | Refusal] = {}
    digits = {"bank": (bank, 2), "branch": (branch, 3), "account": (account, 9)}
    found = {
        name: "".join(c for c in words if c not in " -/") for name, (words, _) in digits.items()
    }
    for name, (_, most) in digits.items():
        words = found[name]
        is_right = words.isascii() and words.isdecimal() and len(words) <= most and int(words) > 0
        if not is_right:
            problems[name] = texts.DIGITS_WRONG[name]
    name = " ".join(payer_name.split())
    if not name or len(name) > NAME_MOST or not is_printable(name):
        problems["payer_name"] = common.REQUIRED if not name else common.SOMETHING_WRONG
    holder = ""
    try:
        holder = national_id.parse(payer_id)
    except Refusal as refusal:
        problems["payer_id"] = refusal
    if problems:
        raise Invalid(problems)
    return found["bank"], found["branch"], found["account"], name, holder


def checked_institution(*, code: str, sender: str, name: str) -> tuple[str, str, str]:
    """A gym as its bank knows it, cleaned.

    Raises:
        Invalid: one of them cannot be right; by its name.
    """
    problems: dict[str, Text | Refusal] = {}
    for field, words, length in (("code", code, 8), ("sender", sender, 5)):
        clean = words.strip()
        if not (clean.isascii() and clean.isdecimal() and len(clean) == length and int(clean)):
            problems[field] = texts.DIGITS_WRONG[field]
    one = " ".join(name.split())
    if not one or len(one) > NAME_MOST or not is_printable(one):
        problems["name"] = common.REQUIRED if not one else common.SOMETHING_WRONG
    if problems:
        raise Invalid(problems)
    return code.strip(), sender.strip(), one


def checked_return_days(days: int | None) -> int:
    """In how many days a bank sends a debit back.

    Raises:
        Refusal: none, or more than a month; at ``return_days``.
    """
    if days is None or not 1 <= days <= RETURN_DAYS_MOST:
        raise Refusal(common.OUT_OF_RANGE, field="return_days", least=1, most=RETURN_DAYS_MOST)
    return days


def checked_day(charge_on: date, *, today: date) -> date:
    """A day on which accounts may be debited: today or within two months, and one on which banks work.

    Raises:
        Refusal: it is not; at ``charge_on``.
    """
    if not today <= charge_on <= today + AHEAD_MOST:
        raise Refusal(texts.DAY_IS_WRONG, field="charge_on")
    if charge_on.weekday() in (4, 5):  # Friday and Saturday
        raise Refusal(texts.BANKS_ARE_SHUT, field="charge_on")
    return charge_on


def may_go(state: MandateState, to: MandateState) -> bool:
    """Whether a mandate may go from a state to another."""
    return to in NEXT[state]


def settles_on(charge_on: date, *, return_days: int) -> date:
    """The first day on which what was not returned counts as paid."""
    return charge_on + timedelta(days=return_days + 1)


def checked_words(words: str, *, field: str, most: int, is_needed: bool = False) -> str:
    """What somebody wrote, without stray blanks.

    Raises:
        Refusal: missing where it is needed, too long, or not printable; at ``field``.
    """
    one = " ".join(words.split())
    if is_needed and not one:
        raise Refusal(common.REQUIRED, field=field)
    if len(one) > most:
        raise Refusal(common.TOO_LONG, field=field, most=most)
    if not is_printable(one):
        raise Refusal(common.SOMETHING_WRONG, field=field)
    return one
