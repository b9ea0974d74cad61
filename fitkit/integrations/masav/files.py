"""Debit files: fixed records of 128 bytes, a header, a line a debit, a total, and an end.

Pure: the day and the number of a file are given. A file is proved before it is handed out: every
line's length, and the total read back from its own bytes.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from fitkit.core import national_id
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Text
from fitkit.core.money import ZERO, Money
from fitkit.integrations.masav.letters import field as name_field
from fitkit.integrations.masav.letters import plain
from fitkit.ports.debits import Debit, DebitFile, Institution, Problem, Rewritten
from fitkit.texts import masav as texts

WIDTH: Final = 128
END_OF_LINE: Final = b"\r\n"
DEBIT: Final = 504
NAME_WIDTH: Final = 16
INSTITUTION_NAME_WIDTH: Final = 30
MOST_DEBITS: Final = 9_999_999  # seven digits count them
MOST_AGOROT: Final = 10**13 - 1  # of one
MOST_TOTAL: Final = 10**15 - 1
LAST_YEAR: Final = 2099  # years have two digits
_OF_AN_ACCOUNT: Final = (texts.BANK, texts.BRANCH, texts.ACCOUNT, texts.REFERENCE)


def problems(
    institution: Institution,
    debits: Sequence[Debit],
    *,
    charge_on: date,
    serial: int,
    today: date,
) -> list[Problem]:
    """All that keeps a file from being made, the whole first, then line by line; empty when it may."""
    total = sum(d.amount.agorot for d in debits)
    whole = (
        (not _is_code(institution.code, 8), texts.INSTITUTION),
        (not _is_code(institution.sender, 5), texts.SENDER),
        (not 1 <= serial <= 999, texts.SERIAL),
        (not debits, texts.NOTHING),
        (len(debits) > MOST_DEBITS or total > MOST_TOTAL, texts.TOO_MANY),
        (charge_on < today, texts.PAST),
        (charge_on.year > LAST_YEAR, texts.CENTURY),
    )
    found = [Problem(None, Refusal(text)) for holds, text in whole if holds]
    if not institution.name.strip():
        found.append(Problem(None, Refusal(texts.INSTITUTION_NAME)))
    elif refusal := _name_refusal(institution.name):
        found.append(Problem(None, refusal))
    for line, debit in enumerate(debits):
        found += [Problem(line, refusal) for refusal in _refusals(debit)]
    return found + _shared_references(debits)


def build(
    institution: Institution,
    debits: Sequence[Debit],
    *,
    charge_on: date,
    serial: int,
    today: date,
) -> DebitFile:
    """Make a file of one day's debits.

    Args:
        institution: whose file it is.
        debits: in the order of the file's lines.
        charge_on: the day on which accounts are debited, today or later.
        serial: the file's number among those of its day, 1 to 999.
        today: the day on which it is made.

    Raises:
        Refusal: the first of ``problems``; its field is the line's number from 0, or empty.
    """
    found = problems(institution, debits, charge_on=charge_on, serial=serial, today=today)
    if found:
        first = found[0]
        line = "" if first.line is None else str(first.line)
        raise Refusal(first.refusal.text, field=line, **first.refusal.params)
    total = Money(sum(d.amount.agorot for d in debits))
    records = [
        _header(institution, charge_on, serial, today),
        *(_line(institution, debit) for debit in debits),
        _total(institution, charge_on, serial, total, len(debits)),
        b"9" * WIDTH,
    ]
    raw = b"".join(record + END_OF_LINE for record in records)
    _prove(raw, total, len(debits))
    return DebitFile(raw, len(debits), total, _rewritten(institution, debits))


# --- rules ---------------------------------------------------------------------------------------


def _is_digits(words: str, most: int) -> bool:
    return words.isascii() and words.isdigit() and len(words) <= most and int(words) > 0


def _is_code(words: str, length: int) -> bool:
    return _is_digits(words, length) and len(words) == length


def _refusals(debit: Debit) -> list[Refusal]:
    mandate, agorot = debit.mandate, debit.amount.agorot
    rules: tuple[tuple[bool, Text], ...] = (
        (not _is_digits(mandate.bank, 2), texts.BANK),
        (not _is_digits(mandate.branch, 3), texts.BRANCH),
        (not _is_digits(mandate.account, 9), texts.ACCOUNT),
        (debit.amount <= ZERO, texts.AMOUNT),
        (agorot > MOST_AGOROT, texts.AMOUNT_TOO_LARGE),
        (not _is_reference(mandate.reference), texts.REFERENCE),
    )
    found = [Refusal(text) for holds, text in rules if holds]
    try:
        national_id.parse(mandate.payer_id)
    except Refusal as refusal:
        found.append(refusal)
    if nameless := _name_refusal(mandate.payer_name):
        found.append(nameless)
    return found


def _is_reference(words: str) -> bool:
    return _is_digits(words, 20) and int(words) % 10**6 > 0


def _name_refusal(name: str) -> Refusal | None:
    try:
        plain(name)
    except Refusal as refusal:
        return refusal
    return None


def _shared_references(debits: Sequence[Debit]) -> list[Problem]:
    """A reference names one authorisation: another account under it is a mistake."""
    whose: dict[str, tuple[int, int, int]] = {}
    found = []
    for line, debit in enumerate(debits):
        mandate = debit.mandate
        if any(r.text in _OF_AN_ACCOUNT for r in _refusals(debit)):
            continue
        account = (int(mandate.bank), int(mandate.branch), int(mandate.account))
        if whose.setdefault(mandate.reference.zfill(20), account) != account:
            found.append(Problem(line, Refusal(texts.REFERENCE_OF_ANOTHER)))
    return found


# --- records -------------------------------------------------------------------------------------


def _header(institution: Institution, charge_on: date, serial: int, today: date) -> bytes:
    name = name_field(plain(institution.name), INSTITUTION_NAME_WIDTH, institution.letters)
    begins = (
        f"K{institution.code}00{_day(charge_on)}0{serial:03}0{_day(today)}{institution.sender}"
        f"{0:06}"
    )
    return begins.encode("ascii") + name + b" " * 56 + b"KOT"


def _line(institution: Institution, debit: Debit) -> bytes:
    mandate = debit.mandate
    name = name_field(plain(mandate.payer_name), NAME_WIDTH, institution.letters)
    begins = (
        f"1{institution.code}00{0:06}{int(mandate.bank):02}{int(mandate.branch):03}{0:04}"
        f"{int(mandate.account):09}0{national_id.parse(mandate.payer_id)}"
    )
    ends = f"{debit.amount.agorot:013}{int(mandate.reference):020}{0:08}{0:03}{DEBIT}{0:018}"
    return begins.encode("ascii") + name + ends.encode("ascii") + b"  "


def _total(
    institution: Institution, charge_on: date, serial: int, total: Money, count: int
) -> bytes:
    record = (
        f"5{institution.code}00{_day(charge_on)}0{serial:03}{0:015}{total.agorot:015}{0:07}"
        f"{count:07}"
    )
    return record.encode("ascii") + b" " * 63


def _day(day: date) -> str:
    return day.strftime("%y%m%d")


def _prove(raw: bytes, total: Money, count: int) -> None:
    """Read the file back as its reader does.

    Raises:
        ValueError: it does not say what it should; never to be handed out.
    """
    *records, rest = raw.split(END_OF_LINE)
    lines = [r for r in records if r.startswith(b"1")]
    sums = [r for r in records if r.startswith(b"5")]
    agorot = sum(int(r[61:74]) for r in lines)
    right = (
        rest == b""
        and {len(r) for r in records} == {WIDTH}
        and len(records) == count + 3
        and len(lines) == count
        and agorot == total.agorot
        and [(int(r[36:51]), int(r[58:65])) for r in sums] == [(agorot, count)]
    )
    if not right:
        raise ValueError("a debit file that does not add up")


def _rewritten(institution: Institution, debits: Sequence[Debit]) -> tuple[Rewritten, ...]:
    names = [(None, institution.name, INSTITUTION_NAME_WIDTH)]
    typed: list[tuple[int | None, str, int]] = [
        *names,
        *((line, d.mandate.payer_name, NAME_WIDTH) for line, d in enumerate(debits)),
    ]
    written = [(line, name, plain(name)[:width].rstrip()) for line, name, width in typed]
    return tuple(Rewritten(*row) for row in written if row[1].strip() != row[2])


class MasavFiles:
    """A DebitFiles."""

    def problems(
        self,
        institution: Institution,
        debits: Sequence[Debit],
        *,
        charge_on: date,
        serial: int,
        today: date,
    ) -> list[Problem]:
        """All that keeps a file from being made; empty when it may."""
        return problems(institution, debits, charge_on=charge_on, serial=serial, today=today)

    def build(
        self,
        institution: Institution,
        debits: Sequence[Debit],
        *,
        charge_on: date,
        serial: int,
        today: date,
    ) -> DebitFile:
        """Make a file of one day's debits.

        Raises:
            Refusal: the first of ``problems``.
        """
        return build(institution, debits, charge_on=charge_on, serial=serial, today=today)
