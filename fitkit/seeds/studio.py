"""The demo's studio in Tel Aviv, from its opening to the days ahead."""

from datetime import date, timedelta
from random import Random
from typing import Final
from uuid import UUID

from fitkit.core import jobs
from fitkit.core.actor import Actor, system
from fitkit.core.i18n import Lang
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.checkin import actions as checkin
from fitkit.features.closures import actions as closures
from fitkit.features.identity.rules import Preset, preset_without
from fitkit.features.identity.tables import RoleGrant
from fitkit.features.locations import queries as places
from fitkit.features.members import actions as members
from fitkit.features.members.rules import Gender, MemberDetails
from fitkit.features.orgs.rules import VERSIONS, GymKind, Opening
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.seeds import (
    coming,
    founding,
    history,
    money,
    people,
    plans,
    records,
    sales,
    troubles,
    week,
)
from fitkit.seeds.history import Held
from fitkit.seeds.people import Regular
from fitkit.seeds.till import open_till
from fitkit.wiring import ports

SLUG: Final = "namal"


def open_gym(users: dict[str, UUID], today: date, dice: Random) -> None:
    """The studio with its year: people, what they hold, what they did, and the days ahead."""
    ronit = users["ronit@namal.demo"]
    org_id = founding.found(
        ronit,
        Opening(
            name="נמל כוח ותנועה",
            slug=SLUG,
            kind=GymKind.CROSSFIT,
            location_name="נמל תל אביב",
            address="הנגר 14, נמל תל אביב",
            phone="03-5440011",
            email="hello@namal.demo",
            accepted=VERSIONS,
        ),
    )
    owner = people.owner_of(org_id, ronit)
    rooms = week.lay_out(owner)
    plans.sell_by_the_year(owner)
    lifting = plans.sell_lifting(owner)
    with open_work(owner) as w:
        crew = people.hire(w)
        coaches = [c.staff_id for c in crew[:4]]
        regulars = people.enrol(w, today=today, coaches=coaches, dice=dice)
        (harbour, *_) = places.locations(w)
        checkin.add_kiosk(w, name="דלת ראשית", location_id=harbour.id)
    planned_at, slots = week.plan_week(owner, rooms, coaches, today)
    with open_work(system(org_id)) as w:
        closed = closures.record_past(w, years=(today.year - 1, today.year))
    held = plans.give_plans(owner, regulars, dice)
    history.live_through(
        system(org_id),
        slots=slots,
        regulars=regulars,
        held=held,
        closed=closed,
        now=planned_at,
        dice=dice,
    )
    plans.let_go(owner, regulars)
    with open_work(system(org_id)) as w:
        subscriptions.end_lapsed(w)  # packs whose days are over
    _accounts(org_id, users, crew, regulars)
    jobs.run_ready(
        ports(), limit=5000
    )  # what plans and accounts led to, before the clock goes back
    live_money(owner, org_id, regulars, held, lifting, today)
    records.keep(owner, org_id, regulars, today=today)
    jobs.run_ready(ports(), limit=5000)  # fixed places before everybody else
    coming.book_ahead(owner, regulars, dice)
    coming.ask_substitute(owner, crew[1].staff_id)


def live_money(
    owner: Actor,
    org_id: UUID,
    regulars: list[Regular],
    held: dict[UUID, Held],
    lifting: UUID,
    today: date,
) -> None:
    """What members agreed to and paid since, whoever paid as agreed and whoever did not; deals by who joined first."""
    maya = regulars[0]
    plans.give_lifting(owner, maya, lifting, today - timedelta(days=190))
    till = open_till(owner, org_id, today)
    sales.set_out(till)
    parts = troubles.cast(regulars, held, plans.by_the_year(owner))
    wishes = {person.id: troubles.WISHES[part] for part, person in parts.items()}
    agreed = money.agree(till, regulars, wishes, Random(22))  # invented cards, no secrets
    newcomers = [r for r in regulars if r.left_on is None and r.id not in held]
    troubles.live_through(till, agreed, parts, newcomers, lifting)


def _accounts(
    org_id: UUID, users: dict[str, UUID], crew: list[people.Colleague], regulars: list[Regular]
) -> None:
    """Most members use the app; the staff all do."""
    with_account = [r for n, r in enumerate(regulars) if n % 6 != 5 and r.left_on is None]
    made = people.new_users(
        [(c.email, c.name, "", Lang.HE) for c in crew]
        + [(r.email, f"{r.first_name} {r.last_name}", "", Lang.HE) for r in with_account]
    )
    grants = [
        RoleGrant(user_id=made[c.email], org_id=org_id, role=Role.COACH, staff_id=c.staff_id)
        for c in crew[:4]
    ]
    desk = crew[4]
    grants.append(
        RoleGrant(
            user_id=made[desk.email],
            org_id=org_id,
            role=Role.ADMIN,
            staff_id=desk.staff_id,
            without=sorted(str(p) for p in preset_without(Preset.FRONT_DESK, Role.ADMIN)),
        )
    )
    grants += [
        RoleGrant(user_id=made[r.email], org_id=org_id, role=Role.MEMBER, member_id=r.id)
        for r in with_account
    ]
    people.grant(grants)
    with open_work(people.owner_of(org_id, None)) as w:
        lior = members.add(
            w,
            details=MemberDetails(
                "ליאור", "צור", "054-7300200", "lior@trainer.demo", gender=Gender.MALE
            ),
        )
    people.grant(
        [
            RoleGrant(
                user_id=users["lior@trainer.demo"], org_id=org_id, role=Role.MEMBER, member_id=lior
            )
        ]
    )
