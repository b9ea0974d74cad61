"""Words of the drawer, and what may be counted and brought to the bank."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from fitkit.core.errors import Refusal
from fitkit.core.money import ZERO, Money
from fitkit.features.ledger.rules.accounts import MOST, Account
from fitkit.features.members.rules import is_printable
from fitkit.texts import cashdesk as texts
from fitkit.texts import common

WORDS_MOST: Final = 500
NOTE_MOST: Final = 200
DEPOSITED_MOST: Final = timedelta(days=31)  # how long ago money may have been brought to the bank


class CountKind(StrEnum):
    """When the drawer was counted."""

    OPENING = "opening"
    CLOSING = "closing"


class Kept(StrEnum):
    """What lies in the drawer."""

    CASH = "cash"
    CHEQUES = "cheques"


ACCOUNT_OF: Final = {Kept.CASH: Account.CASH, Kept.CHEQUES: Account.CHEQUES}


class DrawerMovedError(Refusal):
    """Money came or went while somebody was counting."""

    text = texts.MOVED


def checked_count(counted: Money, *, expected: Money, seen: Money, why: str) -> str:
    """Refuse a count that cannot be, and return the words for its difference; empty where there is none.

    Args:
        counted: what was found.
        expected: what the book says now.
        seen: what it said on the screen of whoever counted.
        why: in their words; needed where the two are not the same.

    Raises:
        Refusal: below zero or absurd; at ``counted``. No words for a difference, or too many; at ``why``.
        DrawerMovedError: the book has moved since they looked.
    """
    if not ZERO <= counted <= MOST:
        raise Refusal(texts.NOT_A_COUNT, field="counted")
    if expected != seen:
        raise DrawerMovedError(amount=expected)
    words = checked_words(why, field="why", most=WORDS_MOST)
    if counted != expected and not words:
        raise Refusal(texts.EXPLAIN, field="why")
    return words if counted != expected else ""


def checked_words(words: str, *, field: str, most: int, is_needed: bool = False) -> str:
    """What somebody wrote, without stray blanks.

    Raises:
        Refusal: missing where it is needed, too long, or not printable; at ``field``.
    """
    one = " ".join(words.split())
    if is_needed and not one:
        raise Refusal(texts.EXPLAIN, field=field)
    if len(one) > most:
        raise Refusal(common.TOO_LONG, field=field, most=most)
    if not is_printable(one):
        raise Refusal(common.SOMETHING_WRONG, field=field)
    return one


def checked_deposit(amount: Money, *, there: Money, on: date, today: date) -> Money:
    """An amount that may have been brought to the bank.

    Raises:
        Refusal: nothing, or more than the book says is there; at ``amount``. A day that is ahead or more
            than a month ago; at ``on``.
    """
    if not ZERO < amount <= there:
        raise Refusal(texts.NOT_THAT_MUCH, field="amount", most=max(there, ZERO))
    if not today - DEPOSITED_MOST <= on <= today:
        raise Refusal(texts.DAY_IS_WRONG, field="on")
    return amount
