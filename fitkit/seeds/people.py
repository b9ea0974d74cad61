"""Who is in the demo gyms: owner, coaches, members, and what each of them holds."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final
from uuid import UUID

from fitkit.core import crypto
from fitkit.core.actor import VISITOR, Actor
from fitkit.core.i18n import Lang
from fitkit.core.permissions import ROLES, Role
from fitkit.core.work import Work, open_work
from fitkit.features.identity.tables import RoleGrant, User
from fitkit.features.members import actions as members
from fitkit.features.members.rules import Gender, MemberDetails, MemberSource
from fitkit.features.staff import actions as staff
from fitkit.features.staff.rules import StaffDetails
from fitkit.seeds import names

PASSWORD: Final = "fitkit-demo-26"  # noqa: S105  # published on purpose; ./run serve refuses it
MEMBERS: Final = 180
_SOURCES: Final = (
    MemberSource.REFERRAL,
    MemberSource.SOCIAL,
    MemberSource.WEBSITE,
    MemberSource.WALK_IN,
)
_TAGS: Final = ("בוקר", "תחרותי", "כתף רגישה", "אחרי לידה")


@dataclass(frozen=True, slots=True)
class Regular:
    """A member, and how they train."""

    id: UUID
    first_name: str
    last_name: str
    email: str
    joined_on: date
    visits_a_week: float
    likes_mornings: bool
    left_on: date | None

    def is_member_on(self, day: date) -> bool:
        """Whether they belonged to the gym on a day."""
        return self.joined_on <= day and (self.left_on is None or day < self.left_on)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the staff."""

    staff_id: UUID
    name: str
    email: str


COACHES: Final = (
    StaffDetails("עידו ברק", "ido@namal.demo", "054-7300101", "מאמן ראשי", "Head coach", tint=1),
    StaffDetails("נועה אלון", "noa@namal.demo", "054-7300102", "מאמנת", "Coach", tint=0),
    StaffDetails(
        "רועי דהן", "roi@namal.demo", "054-7300103", "מאמן הרמות", "Lifting coach", tint=2
    ),
    StaffDetails("שירה מזרחי", "shira@namal.demo", "054-7300104", "מאמנת", "Coach", tint=3),
)
DESK: Final = StaffDetails(
    "אביב גולן", "desk@namal.demo", "054-7300105", "דלפק קבלה", "Front desk", is_coach=False
)


def new_users(people: list[tuple[str, str, str, Lang]]) -> dict[str, UUID]:
    """Accounts with the demo's password, by e-mail; given as (e-mail, name, E.164 or empty, language)."""
    hashed = crypto.hash_password(PASSWORD)  # one for all: 180 of them would take four seconds
    with open_work(VISITOR.as_platform("demo")) as w:
        rows = [
            User(
                email=email,
                email_confirmed_at=w.now,
                name=name,
                phone=phone or None,
                password_hash=hashed,
                password_changed_at=w.now,
                lang=lang,
            )
            for email, name, phone, lang in people
        ]
        w.add(*rows)
        return {row.email: row.id for row in rows}


def grant(grants: list[RoleGrant]) -> None:
    """Roles, all at once."""
    with open_work(VISITOR.as_platform("demo")) as w:
        w.add(*grants)


def owner_of(org_id: UUID, user_id: UUID | None, **more: UUID | None) -> Actor:
    """The actor in whose name the gym is furnished."""
    return Actor(
        org_id=org_id,
        user_id=user_id,
        member_id=more.get("member_id"),
        staff_id=more.get("staff_id"),
        permissions=ROLES[Role.OWNER],
    )


def hire(w: Work) -> list[Colleague]:
    """The coaches in order, then the front desk."""
    return [
        Colleague(staff.add(w, details=details), details.name, details.email)
        for details in (*COACHES, DESK)
    ]


def enrol(w: Work, *, today: date, coaches: list[UUID], dice: Random) -> list[Regular]:
    """The members, in the order in which they joined over two years."""
    taken: set[tuple[str, str]] = set()
    regulars = []
    for n in range(MEMBERS):
        woman = n % 2 == 0
        first, latin = dice.choice(names.WOMEN if woman else names.MEN)
        last, last_latin = dice.choice(names.FAMILIES)
        while (first, last) in taken:
            last, last_latin = dice.choice(names.FAMILIES)
        taken.add((first, last))
        email = f"{latin}.{last_latin}{n}@namal.demo" if n else "maya@namal.demo"
        if n == 0:
            first, last = "מאיה", "לוי"
            taken.add((first, last))
        joined = today - timedelta(
            days=int(720 * (1 - (n / MEMBERS) ** 0.8)) + dice.randrange(1, 6)
        )
        details = MemberDetails(
            first_name=first,
            last_name=last,
            phone=f"+9725{dice.choice('0234')}{7200000 + n * 37:07d}",
            email=email,
            birth_date=date(
                dice.randrange(1968, 2006), dice.randrange(1, 13), dice.randrange(1, 29)
            ),
            gender=Gender.FEMALE if woman else Gender.MALE,
            address=f"{dice.choice(names.STREETS)}, תל אביב",
            source=dice.choice(_SOURCES),
            joined_on=joined,
        )
        member_id = members.add_despite_duplicate(w, details=details)
        left = dice.random() < 0.11 and n > 2
        regulars.append(
            Regular(
                member_id,
                first,
                last,
                email,
                joined,
                2.5 if n == 0 else dice.choice((0.8, 1.5, 2, 2, 2.5, 3, 3, 4)),
                dice.random() < 0.35,
                today - timedelta(days=dice.randrange(10, 200)) if left else None,
            )
        )
    for coach in range(len(coaches)):
        staff.assign(
            w,
            staff_id=coaches[coach],
            member_ids=[r.id for r in regulars[coach :: len(coaches) + 1]],
        )
    for n, tag in enumerate(_TAGS):
        members.tag(w, member_ids=[r.id for r in regulars[n * 7 :: 23]], name=tag)
    members.add_note(
        w, member_id=regulars[0].id, text="חוזרת מפציעה בכתף. בלי הנפות מעל הראש עד סוף החודש."
    )
    return regulars
