"""The demo: one studio in Tel Aviv with a year of life, and a personal trainer beside it.

Deterministic but for the date: everything stands relative to today. People, plans and the coming weeks
are made through actions; the past year is written in bulk (``history``), by the same rules.
"""

from dataclasses import dataclass
from random import Random

from sqlmodel import select

from fitkit.core import clock, jobs
from fitkit.core.actor import VISITOR
from fitkit.core.clock import ISRAEL
from fitkit.core.i18n import Lang, Text
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.identity.tables import RoleGrant
from fitkit.features.orgs.tables import Org
from fitkit.seeds import people, studio, trainer
from fitkit.seeds.people import PASSWORD
from fitkit.wiring import ports


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody to sign in as."""

    label: Text
    sign_in: str
    password: str
    lands_on: str  # without the language


def personas() -> list[Persona]:
    """Whom the demo offers, most telling first."""
    return [
        Persona(
            Text("בעלים: רונית שגב", "Owner: Ronit Segev"),
            "ronit@namal.demo",
            PASSWORD,
            "/dashboard/overview",
        ),
        Persona(
            Text("צוות אימון: עידו ברק", "Coach: Ido Barak"),
            "ido@namal.demo",
            PASSWORD,
            "/dashboard/today",
        ),
        Persona(
            Text("מתאמנת: מאיה לוי", "Member: Maya Levi"), "maya@namal.demo", PASSWORD, "/home"
        ),
        Persona(
            Text("דלפק קבלה: אביב גולן", "Front desk: Aviv Golan"),
            "desk@namal.demo",
            PASSWORD,
            "/dashboard/today",
        ),
        Persona(
            Text(
                "מאמן אישי, וגם מתאמן בנמל: ליאור צור",
                "Personal trainer, and a member at Namal: Lior Zur",
            ),
            "lior@trainer.demo",
            PASSWORD,
            "/dashboard/overview",
        ),
        Persona(
            Text("צוות הפלטפורמה", "Platform team"),
            "platform@fitkit.demo",
            PASSWORD,
            "/platform/outbox",
        ),
    ]


def seed() -> bool:
    """Fill an empty database; True when there was something to do."""
    with open_work(VISITOR.as_platform("demo")) as w:
        if w.session.execute(select(Org.id).where(Org.slug == studio.SLUG)).first():
            return False
    dice = Random(20)  # invented people, no secrets
    today = clock.day_of(clock.now(), ISRAEL)
    users = people.new_users(
        [
            ("ronit@namal.demo", "רונית שגב", "+972547300100", Lang.HE),
            ("lior@trainer.demo", "ליאור צור", "+972547300200", Lang.HE),
            ("platform@fitkit.demo", "צוות FitKit", "", Lang.EN),
        ]
    )
    people.grant([RoleGrant(user_id=users["platform@fitkit.demo"], role=Role.PLATFORM_ADMIN)])
    studio.open_gym(users, today, dice)
    trainer.open_gym(users, today)
    jobs.run_ready(ports(), limit=5000)
    return True
