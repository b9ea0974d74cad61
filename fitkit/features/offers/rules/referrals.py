"""What somebody gets who brings a new member, and whether they did."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from fitkit.core.errors import Refusal
from fitkit.core.money import ZERO, Money
from fitkit.texts import referrals as texts

REWARD_MOST: Final = Money.shekels(1_000)
CODE_LENGTH: Final = 8
LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Rewards:
    """Credit for a new member's first payment: to who brought them, and to themself. Nothing: off."""

    referrer: Money = ZERO
    friend: Money = ZERO

    @property
    def is_on(self) -> bool:
        """Whether anybody gets anything."""
        return bool(self.referrer or self.friend)


@dataclass(frozen=True, slots=True)
class Person:
    """Who somebody is, as far as it matters whether two are one."""

    id: UUID
    phone: str
    email: str
    guardian_id: UUID | None


def checked(rewards: Rewards) -> Rewards:
    """What may be set.

    Raises:
        Refusal: at ``referrer`` or ``friend``: negative or absurd.
    """
    for field, amount in (("referrer", rewards.referrer), ("friend", rewards.friend)):
        if not ZERO <= amount <= REWARD_MOST:
            raise Refusal(texts.REWARD_IS_WRONG, field=field, most=REWARD_MOST)
    return rewards


def brought(friend: Person, by: Person) -> bool:
    """Whether somebody was brought by another: not by themself, under another name, or in the family."""
    is_same = (
        friend.id == by.id
        or (bool(friend.phone) and friend.phone == by.phone)
        or (bool(friend.email) and friend.email == by.email)
    )
    is_family = friend.guardian_id == by.id or by.guardian_id == friend.id
    return not is_same and not is_family


def is_code(words: str) -> bool:
    """Whether something in an address can be somebody's code."""
    return len(words) == CODE_LENGTH and all(letter in LETTERS for letter in words)
