"""What counts as trouble, how bad it is, and the reason for looking into a gym."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

from fitkit.core.errors import Refusal
from fitkit.features.members.rules import is_printable
from fitkit.texts import common
from fitkit.texts import platform as texts

REASON_MOST: Final = 200
STUCK_AFTER: Final = timedelta(minutes=30)  # nobody knows whether money moved
JOB_LATE: Final = timedelta(minutes=15)  # a job that was due and that nobody has taken up
LETTER_LATE: Final = timedelta(hours=2)
LETTERS_SINCE: Final = timedelta(days=7)  # older failures are history
DOCUMENT_LATE: Final = timedelta(days=1)
LIST_LATE: Final = timedelta(days=2)  # a company whose list did not come for so long
SHOWN: Final = 50  # of a kind of trouble


class TroubleKind(StrEnum):
    """What may be wrong, the worst first."""

    BOOK = "book"  # a proof of the ledger found faults
    CHARGES = "charges"  # unknown for long
    REFUNDS = "refunds"
    JOBS = "jobs"  # gave up
    LATE_JOBS = "late_jobs"  # nobody works
    DOCUMENTS = "documents"  # owed for more than a day
    ACCOUNTS = "accounts"  # a company refuses a gym's settings
    LISTS = "lists"  # a company's list did not come
    LETTERS = "letters"  # not delivered
    UNPROVED = "unproved"  # a book that no night has proved


def checked_reason(words: str) -> str:
    """Why somebody of the platform looks into a gym.

    Raises:
        Refusal: none, too long, or not printable; at ``reason``.
    """
    one = " ".join(words.split())
    if len(one) < 3:
        raise Refusal(texts.REASON_NEEDED, field="reason")
    if len(one) > REASON_MOST:
        raise Refusal(common.TOO_LONG, field="reason", most=REASON_MOST)
    if not is_printable(one):
        raise Refusal(common.SOMETHING_WRONG, field="reason")
    return one
