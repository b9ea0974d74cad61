"""What a gym may be called, which documents it must accept, when it is quiet."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from fitkit.core import clock
from fitkit.core.errors import Invalid, Refusal
from fitkit.core.i18n import Lang, Text
from fitkit.core.phone import parse as parse_phone
from fitkit.texts import common
from fitkit.texts import orgs as texts


class GymKind(StrEnum):
    """What the gym began as: chooses its first class types and plans."""

    CROSSFIT = "crossfit"
    PILATES = "pilates"
    YOGA = "yoga"
    TRAINER = "trainer"


class LegalDocument(StrEnum):
    """What a gym agrees to before it is opened."""

    TERMS = "terms"
    PRIVACY = "privacy"
    PROCESSING = "processing"  # of members' personal data, as privacy law asks of a processor


# Versions in force; a new text gets a new one, and gyms are asked again.
VERSIONS: Final[dict[LegalDocument, str]] = {
    LegalDocument.TERMS: "2026-11",
    LegalDocument.PRIVACY: "2026-11",
    LegalDocument.PROCESSING: "2026-11",
}
DEFAULT_BRAND: Final = "#0B6E7A"
DEFAULT_ZONE: Final = "Asia/Jerusalem"
QUIET_FROM: Final = time(22)
QUIET_TO: Final = time(7)
FRIDAY: Final = 4  # as date.weekday counts
# Before the earliest sunset of the year and after its latest nightfall, in Israel.
SABBATH_FROM: Final = time(16)
SABBATH_TO: Final = time(20, 30)
_INSTANT: Final = timedelta(microseconds=1)

# Words of our own addresses, and words that would make a gym look like us.
_RESERVED_WORDS: Final = (
    "about accessibility account admin administrator analytics api app apps assets auth billing "
    "blog cancel careers cdn coach contact dashboard demo dev docs email en error favicon fitkit "
    "ftp gallery gym gyms he health help home img info invite join kiosk legal localhost login "
    "logout mail manifest me member members messages news null oauth open pay payments ping "
    "platform plans press pricing privacy profile public robots root schedule security settings "
    "shop sign sign-in sign-out sign-up signin signup sitemap staff static status support "
    "system team terms test tv undefined upload uploads user users webhook webhooks www"
)
RESERVED: Final = frozenset(_RESERVED_WORDS.split())
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_BRAND: Final = re.compile(r"#[0-9a-fA-F]{6}")
_EMAIL: Final = re.compile(
    r"[^@\s<>\"'(),:;\\\[\]]{1,64}@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}"
)
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Opening:
    """What was typed to open a gym; words as they were typed."""

    name: str
    slug: str
    kind: GymKind
    accepted: Mapping[LegalDocument, str]  # the version that was shown and ticked
    location_name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    zone: str = DEFAULT_ZONE
    lang: Lang = Lang.HE
    brand: str = DEFAULT_BRAND


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From a wall time to one on the same or the next day; equal ends mean never."""

    since: time = QUIET_FROM
    until: time = QUIET_TO
    observes_sabbath: bool = False

    def covers(self, at: time) -> bool:
        """Whether a wall time is quiet; the first minute is, the last is not any more."""
        if self.since <= self.until:
            return self.since <= at < self.until
        return at >= self.since or at < self.until


def quiet_until(at: datetime, quiet: QuietHours, zone: ZoneInfo) -> datetime | None:
    """The moment the quiet that a moment is in ends; None outside of it.

    A night that runs into the Sabbath of a gym that keeps it is one quiet.
    """
    end, here = None, at
    while (span := _quiet_around(here, quiet, zone)) is not None:
        end = here = span[1]
    return end


def quiet_since(at: datetime, quiet: QuietHours, zone: ZoneInfo) -> datetime | None:
    """The moment the quiet that a moment is in began; None outside of it.

    A Sabbath that runs into a night is one quiet, too: it began on Friday.
    """
    begin, here = None, at
    while (span := _quiet_around(here, quiet, zone)) is not None:
        begin = span[0]
        here = begin - _INSTANT
    return begin


def awake_by(at: datetime, quiet: QuietHours, zone: ZoneInfo) -> datetime:
    """A moment outside of quiet hours; one that falls into them becomes the moment they began."""
    began = quiet_since(at, quiet, zone)
    return at if began is None else began


def _quiet_around(
    at: datetime, quiet: QuietHours, zone: ZoneInfo
) -> tuple[datetime, datetime] | None:
    """The night or the Sabbath that a moment is in; the other may go on at either end."""
    here, day = at.astimezone(zone).time(), clock.day_of(at, zone)
    if quiet.observes_sabbath:
        friday = day - timedelta(days=(day.weekday() - FRIDAY) % 7)
        begin = clock.wall(friday, SABBATH_FROM, zone)
        end = clock.wall(friday + timedelta(days=1), SABBATH_TO, zone)
        if begin <= at < end:
            return begin, end
    if quiet.since == quiet.until or not quiet.covers(here):
        return None
    is_evening = quiet.since > quiet.until and here >= quiet.since
    is_morning = quiet.since > quiet.until and here < quiet.until
    begin = clock.wall(day - timedelta(days=1) if is_morning else day, quiet.since, zone)
    end = clock.wall(day + timedelta(days=1) if is_evening else day, quiet.until, zone)
    if end <= at:  # a wall time that the clock change skipped
        return None
    return min(begin, at), end


def slug_problem(slug: str) -> Text | None:
    """What is wrong with a slug; uniqueness is not seen here."""
    if not slug:
        return common.REQUIRED
    if not 3 <= len(slug) <= 40:
        return texts.SLUG_LENGTH
    if not _SLUG.fullmatch(slug):
        return texts.SLUG_LETTERS
    return texts.SLUG_RESERVED if slug in RESERVED else None


def slug_ideas(name: str) -> tuple[str, ...]:
    """Slugs that a name suggests, best first; each is free of problems, perhaps taken."""
    base = _latin(name)[:34].strip("-")
    ideas = (
        base,
        f"{base}-gym",
        f"{base}-fit",
        f"{base}-tlv",
        *(f"{base}-{n}" for n in range(2, 6)),
    )
    return tuple(idea for idea in ideas if slug_problem(idea) is None)


def parsed_email(words: str, *, field: str = "email") -> str:
    """The address in lower case.

    Raises:
        Refusal: NOT_AN_EMAIL, at ``field``.
    """
    address = words.strip().lower()
    if len(address) > 254 or not _EMAIL.fullmatch(address) or ".." in address:
        raise Refusal(common.NOT_AN_EMAIL, field=field)
    return address


def tidy(words: str, *, field: str, most: int, needed: bool = False) -> str:
    """One line of words: stripped, spaces evened out, no control or direction marks.

    Raises:
        Refusal: REQUIRED or TOO_LONG, at ``field``.
    """
    clean = " ".join(_CONTROL.sub(" ", words).split())
    if needed and not clean:
        raise Refusal(common.REQUIRED, field=field)
    if len(clean) > most:
        raise Refusal(common.TOO_LONG, field=field, most=most)
    return clean


def checked_opening(opening: Opening) -> Opening:
    """The opening in its true form: stripped, parsed, in lower case where case says nothing.

    Raises:
        Invalid: field to sentence, every problem at once.
    """
    problems: dict[str, Text | Refusal] = {}
    name = checked(problems, "name", lambda: tidy(opening.name, field="name", most=80, needed=True))
    location = checked(
        problems,
        "location_name",
        lambda: tidy(opening.location_name, field="location_name", most=60),
    )
    made = replace(
        opening,
        name=name,
        slug=checked(problems, "slug", lambda: _slug(opening.slug)),
        location_name=location or name[:60],
        address=checked(
            problems, "address", lambda: tidy(opening.address, field="address", most=200)
        ),
        phone=checked(problems, "phone", lambda: phone_or_none(opening.phone)),
        email=checked(problems, "email", lambda: email_or_none(opening.email)),
        zone=checked(problems, "zone", lambda: zone_of(opening.zone)),
        brand=checked(problems, "brand", lambda: brand_of(opening.brand)),
    )
    if missing_documents(opening.accepted):
        problems["accepted"] = texts.ACCEPT_FIRST
    if problems:
        raise Invalid(problems)
    return made


def checked(problems: dict[str, Text | Refusal], field: str, parse: Callable[[], str]) -> str:
    """What a parser says; its refusal goes to the field's problems, and the value is empty then."""
    try:
        return parse()
    except Refusal as refusal:
        problems[field] = refusal
        return ""


def phone_or_none(words: str) -> str:
    """E.164, or empty for nothing typed."""
    return parse_phone(words.strip()) if words.strip() else ""


def email_or_none(words: str) -> str:
    """The address in lower case, or empty for nothing typed."""
    return parsed_email(words) if words.strip() else ""


def brand_of(words: str) -> str:
    """The colour as ``#RRGGBB``.

    Raises:
        Refusal: NOT_A_COLOUR, at ``brand``.
    """
    if not _BRAND.fullmatch(words.strip()):
        raise Refusal(texts.NOT_A_COLOUR, field="brand")
    return words.strip().upper()


def zone_of(words: str) -> str:
    """An IANA time zone that this machine knows.

    Raises:
        Refusal: NOT_A_CHOICE, at ``zone``.
    """
    if words not in available_timezones():
        raise Refusal(common.NOT_A_CHOICE, field="zone")
    return words


def _slug(words: str) -> str:
    slug = words.strip().lower()
    if problem := slug_problem(slug):
        raise Refusal(problem, field="slug")
    return slug


def missing_documents(accepted: Mapping[LegalDocument, str]) -> Sequence[LegalDocument]:
    """Documents whose version in force was not accepted, in the order they are shown."""
    return [d for d in LegalDocument if accepted.get(d) != VERSIONS[d]]


# How Hebrew letters sound, for addresses; vowels are guessed by ``_word``.
_SOUNDS: Final = dict(
    zip(
        map(chr, range(0x05D0, 0x05EB)),
        ("a b g d h v z h t y k k l m m n n s a p p ts ts k r sh t").split(),  # noqa: SIM905  # in the order of the alphabet
        strict=True,
    )
)
_VAV, _YOD, _BET, _PE, _HE = "\u05d5", "\u05d9", "\u05d1", "\u05e4\u05e3", "\u05d4"


def _latin(name: str) -> str:
    bare = re.sub(r"[\u0591-\u05c7\u05f3\u05f4'\"]", "", name.lower())
    words = re.split(r"[^a-z0-9\u05d0-\u05ea]+", bare)
    return "-".join(word for word in map(_word, words) if word)


def _word(word: str) -> str:
    if (spelt := texts.SPELT.get(word)) is not None:
        return spelt
    if (spelt := texts.SPELT.get(word.removeprefix(_HE))) is not None:
        return f"ha{spelt}"
    sounds = [_sound(word, i) for i in range(len(word))]
    if (
        len(sounds) <= 4
        and any(c in _SOUNDS for c in word)
        and not re.search("[aeiou]", "".join(sounds))
    ):
        return "a".join(sounds)  # a short word written without vowels can at least be read
    return "".join(sounds)


def _sound(word: str, i: int) -> str:
    letter = word[i]
    inside = 0 < i < len(word) - 1
    if letter == _VAV:
        return "v" if i == 0 else "o"
    if letter == _YOD:
        return "i" if i > 0 else "y"
    if letter == _BET and i > 0:
        return "v"
    if letter in _PE and i > 0:
        return "f"
    if letter == _HE and i == len(word) - 1 and len(word) > 1:
        return "a"
    return _SOUNDS.get(letter, letter) if inside or letter in _SOUNDS else letter
