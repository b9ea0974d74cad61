"""A personal trainer beside the demo's studio."""

from datetime import date, time, timedelta
from typing import Final
from uuid import UUID

from fitkit.core.work import open_work
from fitkit.features.class_types import queries as class_types
from fitkit.features.locations import queries as places
from fitkit.features.members import actions as members
from fitkit.features.members.rules import MemberDetails
from fitkit.features.orgs.rules import VERSIONS, GymKind, Opening
from fitkit.features.plans import queries as plans
from fitkit.features.plans.rules import PlanKind
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.scheduling.rules import SlotDetails
from fitkit.features.staff import queries as team
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.seeds import founding, people

SLUG: Final = "lior-trainer"


def open_gym(users: dict[str, UUID], today: date) -> None:
    """Six clients with a pack each, and hours in the coming days."""
    lior = users["lior@trainer.demo"]
    org_id = founding.found(
        lior,
        Opening(
            name="ליאור צור, אימון אישי",
            slug=SLUG,
            kind=GymKind.TRAINER,
            location_name="הסטודיו בגבעתיים",
            address="כצנלסון 60, גבעתיים",
            phone="054-7300200",
            email="lior@trainer.demo",
            brand="#8C3B5E",
            accepted=VERSIONS,
        ),
    )
    owner = people.owner_of(org_id, lior)
    with open_work(owner) as w:
        coach = team.coaches(w)[0].id
        sold = plans.plans(w)
        kinds = class_types.class_types(w)
        location = places.locations(w)[0].id
        pack = next(p for p in sold if p.terms.kind is PlanKind.PACK)
        for n, (first, last) in enumerate(
            (
                ("יעל", "טל"),
                ("אמיר", "חורי"),
                ("רונן", "סלע"),
                ("דפנה", "מור"),
                ("אבי", "נגר"),
                ("לילך", "דרור"),
            )
        ):
            member = members.add(
                w,
                details=MemberDetails(first, last, f"052-73003{n:02d}", f"client{n}@trainer.demo"),
            )
            subscriptions.give(w, member_id=member, plan_id=pack.id)
    with open_work(owner) as w:
        for n, hour in enumerate((7, 8, 17, 18, 19)):
            day = today + timedelta(days=1 + n % 3)
            scheduling.add_slot(
                w,
                details=SlotDetails(
                    class_type_id=kinds[0].id,
                    location_id=location,
                    first_on=day,
                    weekday=(day.weekday() + 1) % 7,
                    at=time(hour),
                    coach_id=coach,
                ),
            )
