"""Passwords, codes, locks, second factors, lifetimes, and who may give which role."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

import pyotp

from fitkit.core.i18n import Text
from fitkit.core.permissions import (
    GYM_ROLES,
    PLATFORM_ROLES,
    ROLES,
    STAFF_ROLES,
    Permission,
    Role,
)
from fitkit.texts import common
from fitkit.texts import identity as texts


class CodePurpose(StrEnum):
    """What a code opens."""

    SIGN_IN = "sign_in"  # an account that exists; nothing is sent to others
    SIGN_UP = "sign_up"  # an account, made if there is none
    CANCEL = "cancel"  # a page on which a member ends a deal; sent by billing


class EntryWay(StrEnum):
    """What a sign-in was opened with."""

    PASSWORD = "password"  # noqa: S105  # a word, not a secret
    CODE = "code"
    INVITATION = "invitation"


class FactorState(StrEnum):
    """Where a sign-in's second factor stands."""

    NONE = "none"  # the user has set none up
    PENDING = "pending"
    DONE = "done"


class Preset(StrEnum):
    """Ready-made narrowings of a role."""

    FULL = "full"
    FRONT_DESK = "front_desk"
    BOOKKEEPER = "bookkeeper"


CODE_LIFE: Final = timedelta(minutes=10)
CODE_TRIES: Final = 5
CODES_AT_ONCE: Final = 3  # that live for one address: more would make guessing easier
INVITATION_LIFE: Final = timedelta(days=14)
RESEND_GAP: Final = timedelta(minutes=1)
MOST_LETTERS: Final = 6  # of one invitation
PENDING_LIFE: Final = timedelta(minutes=10)  # of a sign-in that waits for its second factor
KNOWN_FOR: Final = timedelta(
    days=180
)  # that a browser stays known after the last time somebody came in
RENEW_AFTER: Final = timedelta(hours=1)  # how exactly "last seen" is known
FRESH_FOR: Final = timedelta(minutes=15)  # how long a proof of the address stands for a password
FREE_TRIES: Final = 5
FIRST_PAUSE: Final = timedelta(minutes=5)
LONGEST_PAUSE: Final = timedelta(hours=1)
FORGET_AFTER: Final = timedelta(days=1)
RECOVERY_CODES: Final = 10
STEP_S: Final = 30
# What says most about somebody first.
BY_RANK: Final = (Role.PLATFORM_ADMIN, Role.SUPPORT, *GYM_ROLES)
LEAST_PASSWORD: Final = 10
MOST_PASSWORD: Final = 200

# Of the published lists, those of ten characters and more; shorter ones fail by length.
_COMMON_WORDS: Final = (
    "1234567890 0123456789 12345678910 123456789a a123456789 0987654321 9876543210 1q2w3e4r5t "
    "1q2w3e4r5t6y 1qaz2wsx3edc qwertyuiop qwerty1234 qwerty12345 qwerty123456 asdfghjkl1 "
    "asdfghjkl; zaq12wsxcde q1w2e3r4t5 q1w2e3r4t5y6 password12 password123 password1234 "
    "password12345 passw0rd12 passw0rd123 p@ssw0rd12 p@ssw0rd123 mypassword mypassword1 "
    "administrator admin12345 admin123456 letmein123 letmein1234 welcome123 welcome1234 "
    "iloveyou12 iloveyou123 iloveyou1234 princess123 sunshine123 football123 baseball123 "
    "basketball superman123 batman12345 dragon12345 monkey12345 michael123 jennifer123 "
    "changeme123 abc1234567 abcd123456 abcdefghij abcdefghijk 123abc456def 1234qwerasdf "
    "qwerasdfzxcv qwaszxqwaszx trustno123 whatever123 starwars123 pokemon123 computer123 "
    "internet123 israel1234 israel12345 telaviv123 jerusalem1 shalom1234 crossfit123 "
    "crossfit1234 fitness123 training123 fitkit1234 fitkit12345 1122334455 1111122222 "
    "1212121212 1231231234 1234512345 1234554321 5432112345 147258369a 1472583690 "
    "7894561230 secret1234 test123456 testtest123 user123456 guest12345 google1234 "
    "liverpool1 chelsea123 barcelona1 realmadrid maccabi123 hapoel1234"
)
COMMON_PASSWORDS: Final = frozenset(_COMMON_WORDS.split())


@dataclass(frozen=True, slots=True)
class Holding:
    """A role of somebody in one gym, and what was narrowed away."""

    role: Role
    without: frozenset[Permission] = frozenset()
    member_id: UUID | None = None
    staff_id: UUID | None = None
    ward_ids: frozenset[UUID] = frozenset()  # members whose guardian the member is


def password_problem(password: str, *, email: str) -> Text | None:
    """Why a password will not do; None when it does."""
    plain = password.strip().lower()
    if not plain:
        return common.REQUIRED
    if len(password) < LEAST_PASSWORD:
        return texts.PASSWORD_SHORT
    if len(password) > MOST_PASSWORD:
        return texts.PASSWORD_LONG
    if plain in (email.lower(), email.lower().partition("@")[0]):
        return texts.PASSWORD_IS_EMAIL
    if plain in COMMON_PASSWORDS or len(set(plain)) < 4:
        return texts.PASSWORD_COMMON
    return None


def pause_after(failures: int) -> timedelta | None:
    """How long an account rests after so many wrong attempts in a row; None while it need not.

    Five minutes at the fifth, twice as long at each further one, an hour at most.
    """
    if failures < FREE_TRIES:
        return None
    doubled = min(failures - FREE_TRIES, 8)  # beyond that it is the longest anyway
    return min(FIRST_PAUSE * (1 << doubled), LONGEST_PAUSE)


def is_locked(locked_until: datetime | None, now: datetime) -> bool:
    """Whether an account still rests; at the very moment it ends it does not."""
    return locked_until is not None and now < locked_until


def minutes_left(until: datetime, now: datetime) -> int:
    """Whole minutes to wait, rounded up, at least one."""
    return max(1, -((now - until) // timedelta(minutes=1)))


def failures_that_count(failures: int, last_at: datetime, now: datetime) -> int:
    """Wrong attempts still held against an account: a quiet day wipes them out."""
    return 0 if now - last_at >= FORGET_AFTER else failures


def is_code_alive(
    *, expires_at: datetime, attempts: int, used_at: datetime | None, now: datetime
) -> bool:
    """Whether a code may still be tried."""
    return used_at is None and attempts < CODE_TRIES and now < expires_at


def digits_of(typed: str) -> str:
    """The digits of a typed code; people add spaces and dashes."""
    return re.sub(r"[\s\-\u2066-\u2069\u200e\u200f]", "", typed)


def used_step(secret: str, code: str, *, at: datetime, last_step: int | None) -> int | None:
    """The 30 s step a TOTP code stands for, or None when it is wrong or was used already.

    One step of drift is allowed on either side; a step not newer than the last used one is refused.
    """
    totp = pyotp.TOTP(secret)
    now = int(at.timestamp()) // STEP_S
    for step in (now, now - 1, now + 1):
        fits = pyotp.utils.strings_equal(totp.generate_otp(step), code)
        if fits and (last_step is None or step > last_step):
            return step
    return None


def permissions_of(holdings: Iterable[Holding]) -> frozenset[Permission]:
    """The union of the roles, each without what was narrowed away."""
    return frozenset().union(*(ROLES[h.role] - h.without for h in holdings))


def needs_second_factor(roles: Collection[Role], *, gym_asks: bool, platform_asks: bool) -> bool:
    """Whether these roles may not be used without a second factor."""
    if any(r in PLATFORM_ROLES for r in roles):
        return platform_asks
    return gym_asks and any(r in (Role.OWNER, Role.ADMIN) for r in roles)


def highest(roles: Iterable[Role]) -> Role | None:
    """The role that says most about somebody; None without any."""
    held = set(roles)
    return next((r for r in BY_RANK if r in held), None)


def may_manage(actor: Collection[Permission], role: Role) -> bool:
    """Whether somebody with these permissions may give, narrow or take a role.

    The owner's role is nobody's to give: it is handed over. Admins are the owner's affair,
    coaches belong to who keeps the staff, members to who invites members.
    """
    match role:
        case Role.ADMIN:
            return Permission.HAND_OVER in actor
        case Role.COACH:
            return Permission.EDIT_STAFF in actor
        case Role.MEMBER:
            return Permission.INVITE_MEMBERS in actor
        case Role.OWNER | Role.SUPPORT | Role.PLATFORM_ADMIN:
            return False


def gives_too_much(
    actor: Collection[Permission], role: Role, without: Collection[Permission]
) -> bool:
    """Whether a staff role would hold a permission that its giver lacks."""
    return role in STAFF_ROLES and not ROLES[role] - set(without) <= set(actor)


def may_be_narrowed(role: Role, without: Collection[Permission]) -> bool:
    """Whether permissions can be taken out of a role.

    Only out of an admin's or a coach's, only what it holds, and never the account itself.
    """
    if not without:
        return True
    own = ROLES[role] - {Permission.USE_ACCOUNT}
    return role in (Role.ADMIN, Role.COACH) and set(without) <= own


P = Permission
_KEPT: Final = {
    # check-in, sales, roster; what comes in is recorded at the desk, what goes back is not decided there
    Preset.FRONT_DESK: ROLES[Role.COACH]
    | {P.SEE_OVERVIEW, P.EDIT_MEMBERS, P.INVITE_MEMBERS, P.SEE_PLANS, P.GIVE_PLANS}
    | {P.SEE_MONEY, P.EDIT_MONEY},
    # money and nothing else
    Preset.BOOKKEEPER: frozenset(
        {P.USE_ACCOUNT, P.SEE_OVERVIEW, P.SEE_PLANS, P.SEE_AUDIT, P.SEE_MONEY, P.EDIT_MONEY}
    ),
}


def preset_without(preset: Preset, role: Role) -> frozenset[Permission]:
    """What a preset takes out of a role."""
    return frozenset() if preset is Preset.FULL else ROLES[role] - _KEPT[preset]


def device_words(agent: str) -> str:
    """Browser and system of a user agent, as ``Chrome, Android``; empty when it says neither."""
    browsers = (
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox|FxiOS", "Firefox"),
        ("Chrome|CriOS", "Chrome"),
        ("Safari", "Safari"),
    )
    systems = (
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X|Macintosh", "Mac"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    )
    found = (
        next((name for mark, name in known if re.search(mark, agent[:400])), "")
        for known in (browsers, systems)
    )
    return ", ".join(word for word in found if word)
