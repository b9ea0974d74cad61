"""What may be written about a member, who is probably the same person, and what a status follows."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from fitkit.core import national_id, phone
from fitkit.core.clock import years_between
from fitkit.core.errors import Invalid, Refusal
from fitkit.core.i18n import Text
from fitkit.core.search import fold
from fitkit.texts import common
from fitkit.texts import members as texts

NAME_MOST: Final = 60
EMAIL_MOST: Final = 254
ADDRESS_MOST: Final = 200
NOTE_MOST: Final = 2000
TAG_MOST: Final = 30
OLDEST_YEARS: Final = 120
TOGETHER_MOST: Final = 1000
ADULT_YEARS: Final = 18
FORM_BACK_YEARS: Final = 3  # an older paper is of no use any more

# One at sign, a dot in the domain, nothing a mail server or a log would stumble over.
_EMAIL = re.compile(
    r"[^\s@<>()\[\],;:\"\\]{1,64}@[^\s@<>()\[\],;:\"\\.]+(\.[^\s@<>()\[\],;:\"\\.]+)+"
)

# Direction marks that come along when a name or a number is copied from a chat.
_UNSEEN = str.maketrans("", "", "\u200e\u200f\u2066\u2067\u2068\u2069\ufeff")


class MemberStatus(StrEnum):
    """Where a member stands with the gym."""

    LEAD = "lead"
    TRIAL = "trial"
    ACTIVE = "active"
    FROZEN = "frozen"
    PAST_DUE = "past_due"
    ENDED = "ended"


class Gender(StrEnum):
    """For grammar only."""

    FEMALE = "female"
    MALE = "male"
    UNSAID = "unsaid"


class FormKind(StrEnum):
    """A form that a member hands in before training."""

    HEALTH_DECLARATION = "health_declaration"  # good for two years
    DOCTOR_CERTIFICATE = "doctor_certificate"  # where the declaration asks for one
    WAIVER = "waiver"
    PARENT_CONSENT = "parent_consent"  # of a minor


# How long a form is good for when nobody says; those that are missing are good for ever.
FORM_YEARS: Final[Mapping["FormKind", int]] = {
    FormKind.HEALTH_DECLARATION: 2,
    FormKind.DOCTOR_CERTIFICATE: 1,
}


class MemberSource(StrEnum):
    """How the member came."""

    UNKNOWN = "unknown"
    WALK_IN = "walk_in"
    REFERRAL = "referral"
    WEBSITE = "website"
    SOCIAL = "social"
    IMPORT = "import"
    OTHER = "other"


class RosterOrder(StrEnum):
    """How the roster is ordered."""

    NAME = "name"
    NEWEST = "newest"


class SameBy(StrEnum):
    """By what two members look like one person."""

    PHONE = "phone"
    EMAIL = "email"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class MemberDetails:
    """What is known of a member, as typed or as checked by ``checked``.

    ``national_id``: None leaves what is kept as it is, empty forgets it.
    """

    first_name: str
    last_name: str = ""
    phone: str = ""
    email: str = ""
    birth_date: date | None = None
    national_id: str | None = None
    gender: Gender = Gender.UNSAID
    address: str = ""
    emergency_name: str = ""
    emergency_phone: str = ""
    source: MemberSource = MemberSource.UNKNOWN
    joined_on: date | None = None  # empty: the day of adding
    guardian_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class OwnDetails:
    """What members keep up to date themselves."""

    phone: str
    email: str
    address: str = ""
    emergency_name: str = ""
    emergency_phone: str = ""
    gender: Gender = Gender.UNSAID


class DuplicateMember(Refusal):
    """Somebody with this phone or e-mail is here already; ``member_id`` says who."""

    def __init__(self, text: Text, *, member_id: UUID, field: str, **params: object) -> None:
        """Take whom it is about beside the sentence."""
        super().__init__(text, field=field, **params)
        self.member_id = member_id


def checked(details: MemberDetails, *, today: date) -> MemberDetails:
    """Bring typed details to the form in which they are kept.

    Raises:
        Invalid: every field at fault with its own sentence.
    """
    fields = Fields()
    clean = MemberDetails(
        first_name=fields.line("first_name", details.first_name, NAME_MOST, needed=True),
        last_name=fields.line("last_name", details.last_name, NAME_MOST),
        phone=fields.phone("phone", details.phone),
        email=fields.email("email", details.email),
        birth_date=_birth_date(fields, details.birth_date, today),
        national_id=_national_id(fields, details.national_id),
        gender=details.gender,
        address=fields.line("address", details.address, ADDRESS_MOST),
        emergency_name=fields.line("emergency_name", details.emergency_name, NAME_MOST),
        emergency_phone=fields.phone("emergency_phone", details.emergency_phone),
        source=details.source,
        joined_on=_joined_on(fields, details.joined_on, today),
        guardian_id=details.guardian_id,
    )
    fields.settle()
    return clean


def checked_own(details: OwnDetails) -> OwnDetails:
    """Bring what a member typed to the form in which it is kept.

    Raises:
        Invalid: every field at fault with its own sentence.
    """
    fields = Fields()
    clean = OwnDetails(
        phone=fields.phone("phone", details.phone),
        email=fields.email("email", details.email),
        address=fields.line("address", details.address, ADDRESS_MOST),
        emergency_name=fields.line("emergency_name", details.emergency_name, NAME_MOST),
        emergency_phone=fields.phone("emergency_phone", details.emergency_phone),
        gender=details.gender,
    )
    fields.settle()
    return clean


def checked_note(words: str) -> str:
    """A note without stray blanks; its line breaks stay.

    Raises:
        Refusal: empty, too long, or with characters that cannot be shown; at ``text``.
    """
    lines = [line.strip() for line in words.strip().splitlines()]
    whole = "\n".join(lines)
    return _bounded(whole, "text", NOTE_MOST)


def checked_tag(words: str) -> str:
    """A tag's name on one line.

    Raises:
        Refusal: empty, too long, or with characters that cannot be shown; at ``name``.
    """
    name = _bounded(" ".join(words.translate(_UNSEEN).split()), "name", TAG_MOST)
    if not fold(name):
        raise Refusal(common.REQUIRED, field="name")
    return name


def searchable(first_name: str, last_name: str, *, email: str, phone_e164: str) -> str:
    """What search looks through and the roster is ordered by: the name first."""
    return fold(f"{first_name} {last_name} {email} {phone_e164}")


def full_name(first_name: str, last_name: str) -> str:
    """How the member is called on a list."""
    return f"{first_name} {last_name}".strip()


def is_ward(birth_date: date | None, *, today: date) -> bool:
    """Whether somebody with a guardian is still theirs to act for: not from the 18th birthday on.

    Whose birthday is not known stays a ward until the gym says otherwise.
    """
    return birth_date is None or years_between(birth_date, today) < ADULT_YEARS


def good_until(kind: FormKind, signed_on: date) -> date | None:
    """The last day of a form when nobody says another; None: for good.

    One signed on 29 February is good until 28 February.
    """
    years = FORM_YEARS.get(kind)
    if years is None:
        return None
    day_before = signed_on - timedelta(days=1)
    try:
        return day_before.replace(year=day_before.year + years)
    except ValueError:  # 29 February, in a year that has none
        return day_before.replace(year=day_before.year + years, day=28)


def check_form(signed_on: date, until: date | None, *, today: date) -> None:
    """Refuse days of a form that cannot be.

    Raises:
        Refusal: at ``signed_on``: not yet, or too long ago; at ``good_until``: before it was signed.
    """
    if signed_on > today:
        raise Refusal(texts.SIGNED_IN_FUTURE, field="signed_on")
    if years_between(signed_on, today) >= FORM_BACK_YEARS:
        raise Refusal(texts.SIGNED_TOO_LONG_AGO, field="signed_on")
    if until is not None and until < signed_on:
        raise Refusal(texts.FORM_BACKWARDS, field="good_until")


def is_on_file(until: date | None, *, day: date) -> bool:
    """Whether a form is good on a day, its last one included."""
    return until is None or day <= until


def name_among_members(first_name: str, last_name: str) -> str:
    """How other members see somebody: the first name and the initial of the last."""
    first, last = first_name.split(), last_name.strip()
    stop = texts.STOP_LATIN if last[:1].isascii() else texts.STOP_HEBREW
    initial = f" {last[0]}{stop}" if last else ""
    return f"{first[0] if first else ''}{initial}".strip()


def place_of_national_id(member_id: UUID) -> str:
    """Where an ID number is sealed to."""
    return f"member:{member_id}:national_id"


def checked_choice(chosen: Collection[UUID]) -> frozenset[UUID]:
    """The members a deed is about.

    Raises:
        Refusal: nobody, or more than a thousand.
    """
    if not chosen:
        raise Refusal(texts.NOBODY_CHOSEN)
    if len(chosen) > TOGETHER_MOST:
        raise Refusal(texts.TOO_MANY_CHOSEN, most=TOGETHER_MOST)
    return frozenset(chosen)


def changed_fields(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[str, ...]:
    """The names of the fields whose values differ, in alphabetical order."""
    return tuple(sorted(name for name in after if before.get(name) != after[name]))


def status_when_given(now: MemberStatus, *, is_trial: bool) -> MemberStatus:
    """The status after a plan was given; a debt is not forgotten by a new plan."""
    match now:
        case MemberStatus.PAST_DUE:
            return now
        case MemberStatus.ACTIVE:
            return now
        case MemberStatus.FROZEN:
            return now if is_trial else MemberStatus.ACTIVE
        case MemberStatus.LEAD | MemberStatus.TRIAL | MemberStatus.ENDED:
            return MemberStatus.TRIAL if is_trial else MemberStatus.ACTIVE


def is_printable(words: str) -> bool:
    """Whether there is no control, unassigned or direction-forcing character in it."""
    return not any(
        unicodedata.category(c) in {"Cc", "Cs", "Co", "Cn"} or c in "\u202a\u202b\u202c\u202d\u202e"
        for c in words
    )


def _bounded(words: str, field: str, most: int) -> str:
    if not words:
        raise Refusal(common.REQUIRED, field=field)
    if len(words) > most:
        raise Refusal(common.TOO_LONG, field=field, most=most)
    if not is_printable(words.replace("\n", "")):
        raise Refusal(texts.NOT_PRINTABLE, field=field)
    return words


class Fields:
    """Reads typed fields one by one and collects what is wrong, so that all of it is said at once."""

    def __init__(self) -> None:
        self.problems: dict[str, Text | Refusal] = {}

    def settle(self) -> None:
        """Raise Invalid if any field was at fault."""
        if self.problems:
            raise Invalid(self.problems)

    def line(self, field: str, words: str, most: int, *, needed: bool = False) -> str:
        """One line without stray blanks, of at most so many characters."""
        one = " ".join(words.translate(_UNSEEN).split())
        if not is_printable(one):
            self.problems[field] = texts.NOT_PRINTABLE
        elif needed and not any(c.isalnum() for c in one):
            self.problems[field] = common.REQUIRED
        elif len(one) > most:
            self.problems[field] = Refusal(common.TOO_LONG, field=field, most=most)
        return one

    def paragraph(self, field: str, words: str, most: int) -> str:
        """Several lines; their breaks stay."""
        whole = "\n".join(" ".join(line.split()) for line in words.strip().splitlines())
        if not is_printable(whole.replace("\n", "")):
            self.problems[field] = texts.NOT_PRINTABLE
        elif len(whole) > most:
            self.problems[field] = Refusal(common.TOO_LONG, field=field, most=most)
        return whole

    def phone(self, field: str, words: str) -> str:
        """E.164, or empty."""
        typed = words.translate(_UNSEEN).strip()
        if not typed:
            return ""
        try:
            return phone.parse(typed, field=field)
        except Refusal as wrong:
            self.problems[field] = wrong
            return ""

    def email(self, field: str, words: str) -> str:
        """An address in lower case, or empty."""
        address = words.translate(_UNSEEN).strip().lower()
        if not address:
            return ""
        if len(address) > EMAIL_MOST or not is_printable(address) or not _EMAIL.fullmatch(address):
            self.problems[field] = common.NOT_AN_EMAIL
        return address

    def whole(self, field: str, n: int, least: int, most: int) -> int:
        """A whole number between two bounds, both allowed."""
        if isinstance(n, bool) or not isinstance(n, int):
            self.problems[field] = common.NOT_A_NUMBER
        elif not least <= n <= most:
            self.problems[field] = Refusal(common.OUT_OF_RANGE, field=field, least=least, most=most)
        return n

    def perhaps(self, field: str, n: int | None, least: int, most: int) -> int | None:
        """The same, or nothing."""
        return None if n is None else self.whole(field, n, least, most)


def _birth_date(fields: Fields, born: date | None, today: date) -> date | None:
    if born is None:
        return None
    if born > today:
        fields.problems["birth_date"] = texts.BORN_IN_FUTURE
    elif years_between(born, today) >= OLDEST_YEARS:
        fields.problems["birth_date"] = texts.BORN_TOO_LONG_AGO
    return born


def _joined_on(fields: Fields, joined: date | None, today: date) -> date:
    if joined is not None and joined > today:
        fields.problems["joined_on"] = texts.JOINED_IN_FUTURE
    return joined or today


def _national_id(fields: Fields, words: str | None) -> str | None:
    if words is None:
        return None
    if not words.strip():
        return ""
    try:
        return national_id.parse(words)
    except Refusal as wrong:
        fields.problems["national_id"] = wrong
        return None
