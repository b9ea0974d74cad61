"""Fills a database for journeys, in a process of its own: the demo, a small gym with a class under way, a second factor.

The last line printed is JSON: what journeys cannot know beforehand.
"""

import json
import os
import sys
from datetime import time, timedelta
from uuid import UUID

import pyotp

from tests.conftest import copy_of_template  # first: it names the test's own database

from fitkit import wiring  # isort: skip
from fitkit.core import clock, jobs  # isort: skip
from fitkit.core.actor import system  # isort: skip
from fitkit.core.i18n import Lang  # isort: skip
from fitkit.core.permissions import Role  # isort: skip
from fitkit.core.settings import settings  # isort: skip
from fitkit.core.errors import Refusal  # isort: skip
from fitkit.core.work import Work, open_work  # isort: skip
from fitkit.core.money import Money  # isort: skip
from fitkit.features.billing import actions as billing  # isort: skip
from fitkit.features.billing import queries as billing_queries  # isort: skip
from fitkit.features.billing.flows import renewals  # isort: skip
from fitkit.features.billing.rules import periods  # isort: skip
from fitkit.features.booking import actions as booking  # isort: skip
from fitkit.features.calendars import actions as calendars  # isort: skip
from fitkit.features.calendars.rules import FeedOf  # isort: skip
from fitkit.features.class_types.rules import Policy  # isort: skip
from fitkit.features.closures import actions as closures  # isort: skip
from fitkit.features.identity import actions as identity  # isort: skip
from fitkit.features.members import actions as members  # isort: skip
from fitkit.features.members.rules import MemberDetails  # isort: skip
from fitkit.features.orgs import actions as orgs  # isort: skip
from fitkit.features.penalties.rules import Offence, Step  # isort: skip
from fitkit.features.penalties.tables import Penalty  # isort: skip
from fitkit.features.scheduling import actions as scheduling  # isort: skip
from fitkit.features.scheduling import queries as timetable  # isort: skip
from fitkit.features.scheduling.rules import SlotDetails, weekday_of  # isort: skip
from fitkit.features.plans import actions as plans  # isort: skip
from fitkit.features.plans.rules import PlanDetails, PlanKind, Terms  # isort: skip
from fitkit.features.subscriptions import actions as subscriptions  # isort: skip
from fitkit.integrations.sandbox.cards import Fate  # isort: skip
from fitkit.seeds import demo, people  # isort: skip
from fitkit.seeds.people import PASSWORD as DEMO_PASSWORD  # isort: skip
from tests.factories.booking import book  # isort: skip
from tests.factories.class_types import make_class_type  # isort: skip
from tests.factories.plans import make_pack  # isort: skip
from tests.factories.identity import enter, make_role, make_user, signed_in  # isort: skip
from tests.factories.payments import Till  # isort: skip
from tests.factories.renewals import make_deal  # isort: skip
from tests.factories.scheduling import Place, publish, session_at  # isort: skip
from tests.factories.world import World, make_world  # isort: skip


def under_way(world: World) -> str:
    """A class that began some minutes ago, with three people in it: its id."""
    ids = world.ids
    place = Place(ids["location_id"], ids["room_id"], ids["staff_id"], ids["class_type_id"])
    names = ("member_id", "other_member_id", "third_member_id")
    with open_work(system(world.org_id)) as w:
        begun = session_at(w, place, w.now - timedelta(minutes=10))
        places = [
            booking.PastPlace(
                session_id=begun, member_id=ids[name], booked_at=w.now - timedelta(days=1)
            )
            for name in names
        ]
        booking.record_past(w, places=places)
    return str(begun)


def on_the_floor(world: World) -> dict[str, str]:
    """A class of its own for each who takes attendance: the journeys run in any order."""
    own = ("begun", "scanned", "tapped", "looked_at")
    return {name: under_way(world) for name in own} | {"member_email": world.email(Role.MEMBER)}


def at_the_door(world: World) -> dict[str, str]:
    """Two classes under way, the kiosk's address, and a phone to type there."""
    for _ in range(2):
        under_way(world)
    return {
        "kiosk": f"/kiosk/{world.kiosk_token}/",
        "digits": world.phones[1][-4:],
        "arriving_email": world.email(Role.MEMBER),
    }


def late_to_cancel(world: World) -> None:
    """A class so soon that the member's place in it costs an entry to give back."""
    ids = world.ids
    place = Place(ids["location_id"], ids["room_id"], ids["staff_id"], ids["class_type_id"])
    with open_work(system(world.org_id)) as w:
        soon = session_at(w, place, w.now + timedelta(minutes=90))
        held = booking.PastPlace(
            session_id=soon,
            member_id=ids["member_id"],
            booked_at=w.now - timedelta(hours=2),  # the grace after booking is over
            subscription_id=ids["subscription_id"],
            takes_entry=True,
        )
        booking.record_past(w, places=[held])


def classes_of_a_member(world: World) -> dict[str, str]:
    """Classes days ahead, in a gym that is never quiet: to book, to swap to, full, for a guest, offered, at a cost.

    Two stand on one day, at hours of their own: both may be had.

    Nothing of it depends on the hour: where giving a place back costs at once, the line asks.
    """
    ids, member_id, other_id = world.ids, world.ids["member_id"], world.ids["other_member_id"]
    at_cost = Policy(
        opens_days=14, cancel_cutoff_minutes=10_000, grace_minutes=0, offer_minutes=120
    )
    with open_work(world.acting(Role.OWNER)) as w:
        orgs.change_settings(
            w, quiet_from=time(0), quiet_to=time(0), observes_sabbath=False, totp_required=False
        )
        free = make_class_type(
            w, "זרימה", name_en="Flow", policy=Policy(opens_days=14, guests_most=1)
        )
        costs = make_class_type(w, "כוח", name_en="Power", policy=at_cost)
        pack = make_pack(w, class_type_ids=(free, costs))
        for who in (member_id, other_id):
            subscriptions.give(w, member_id=who, plan_id=pack)
    easy = Place(ids["location_id"], ids["room_id"], ids["staff_id"], free)
    dear = Place(ids["location_id"], ids["room_id"], ids["staff_id"], costs)
    day, zone = world.today + timedelta(days=8), clock.ISRAEL
    with open_work(system(world.org_id)) as w:
        ahead = {
            "morning": session_at(w, easy, clock.wall(day, time(9), zone)),
            "evening": session_at(w, easy, clock.wall(day, time(19), zone)),
            "to_book": session_at(w, easy, w.now + timedelta(days=2)),
            "to_swap": session_at(w, easy, w.now + timedelta(days=2)),
            "offered": session_at(w, dear, w.now + timedelta(days=3), capacity=1),
            "full": session_at(w, easy, w.now + timedelta(days=5), capacity=1),
            "hosted": session_at(w, easy, w.now + timedelta(days=6)),
            "to_look": session_at(w, dear, w.now + timedelta(days=4, hours=3)),
            "costs": session_at(w, dear, w.now + timedelta(days=4)),
        }
    with open_work(world.acting(Role.OWNER)) as w:
        book(w, ahead["full"], other_id)
        book(w, ahead["offered"], other_id)
        book(w, ahead["offered"], member_id)
        book(w, ahead["costs"], member_id)
        book(w, ahead["hosted"], member_id)
        book(w, ahead["to_look"], member_id)
    with open_work(world.acting(Role.OWNER)) as w:
        booking.cancel(w, session_id=ahead["offered"], member_id=other_id)
    facts = {"places_email": world.email(Role.MEMBER), "swap_day": day.isoformat()}
    return {name: str(session_id) for name, session_id in ahead.items()} | facts


def to_plan(world: World) -> dict[str, str]:
    """For whoever plans: a weekly class, a class with a substitute sought, holidays that wait; a no-show to dispute."""
    ids, day = world.ids, world.today + timedelta(days=10)
    with open_work(world.acting(Role.OWNER)) as w:
        closures.propose(w, year=world.today.year + 1)
        weekly = SlotDetails(
            class_type_id=ids["class_type_id"],
            location_id=ids["location_id"],
            first_on=day,
            weekday=weekday_of(day),
            at=time(12),
            capacity=8,
        )
        slot_id = scheduling.add_slot(w, details=weekly).slot_id
        planned = timetable.sessions_of_slot(w, slot_id=slot_id, first_on=day, last_on=day)[0]
    with open_work(system(world.org_id)) as w:
        w.add(
            Penalty(
                member_id=ids["member_id"],
                booking_id=ids["booking_id"],
                session_id=ids["session_id"],
                offence=Offence.LATE_CANCEL,
                step=Step.WARNING,
                count=1,
                rules_version=1,
                at=w.now - timedelta(days=1),
                dispute_until=w.now + timedelta(days=6),
            )
        )
    return {
        "next_year": str(world.today.year + 1),
        "planned": str(planned.id),
        "planned_day": day.isoformat(),
        "asked": str(ids["session_id"]),
        "asked_day": (world.today + timedelta(days=1)).isoformat(),
    }


def people_of_a_floor(world: World) -> dict[str, str]:
    """Two members and two coaches who can sign in, a child, and classes: full, to cover, for the child, under way.

    In a gym that is never quiet, so that nothing depends on the hour.
    """
    ids = world.ids
    logins = (("member1", Role.MEMBER, "member_id", "other_member_id"),)
    logins += (("second", Role.COACH, "staff_id", "to_staff_id"),)
    for name, role, link, whose in logins:
        user_id = make_user(world.email(name), f"{name} {world.mark}")
        make_role(world.org_id, user_id, role, **{link: ids[whose]})
    with open_work(world.acting(Role.OWNER)) as w:
        orgs.change_settings(
            w, quiet_from=time(0), quiet_to=time(0), observes_sabbath=False, totp_required=False
        )
        kind = make_class_type(
            w, "גלים", name_en="Waves", policy=Policy(opens_days=14), coach_id=ids["staff_id"]
        )
        pack = make_pack(w, class_type_ids=(kind,))
        child = members.add(
            w,
            details=MemberDetails(
                "נועה",
                world.mark.title(),
                birth_date=world.today - timedelta(days=8 * 365),
                guardian_id=ids["member_id"],
            ),
        )
        for who in (ids["member_id"], ids["other_member_id"], child):
            subscriptions.give(w, member_id=who, plan_id=pack)
    place = Place(ids["location_id"], ids["room_id"], ids["staff_id"], kind)
    with open_work(system(world.org_id)) as w:
        waited_for = session_at(w, place, w.now + timedelta(days=6), capacity=1)
        for_child = session_at(w, place, w.now + timedelta(days=2))
    with open_work(world.acting(Role.OWNER)) as w:
        book(w, waited_for, ids["other_member_id"])
        covered = [
            publish(w, place, world.today + timedelta(days=ahead), at=at).session_ids[0]
            for ahead, at in ((2, time(18)), (3, time(19)))  # told apart on the list of their week
        ]
    return {
        "waited_for": str(waited_for),
        "for_child": str(for_child),
        "child_day": clock.day_of(clock.now() + timedelta(days=2), clock.ISRAEL).isoformat(),
        "to_cover": str(covered[0]),
        "to_keep": str(covered[1]),
        "keep_day": (world.today + timedelta(days=3)).isoformat(),
        "floor_begun": under_way(world),
        "waits_email": world.email(Role.MEMBER),
        "holds_email": world.email("member1"),
        "asks_email": world.email(Role.COACH),
        "covers_email": world.email("second"),
    }


def renewal_that_failed(world: World) -> dict[str, str]:
    """A member whose card was refused eight days ago and each time since, and a class they would book.

    They lived through those days: the clock was turned back, and the hourly jobs ran on each of them.
    """
    ids, member_id = world.ids, world.ids["third_member_id"]
    email = world.email("renews")
    make_role(world.org_id, make_user(email, "Renewing Person"), Role.MEMBER, member_id=member_id)
    with open_work(world.acting(Role.OWNER)) as w:
        orgs.change_settings(
            w, quiet_from=time(0), quiet_to=time(0), observes_sabbath=False, totp_required=False
        )
        kind = make_class_type(w, "רוח", name_en="Wind", policy=Policy(opens_days=14))
        terms = Terms(PlanKind.UNLIMITED)
        price = Money.shekels(390)
        plan_id = plans.add(w, details=PlanDetails("מתחדש", "Renewing", terms, price))
    gym, ports = system(world.org_id), wiring.ports()
    place = Place(ids["location_id"], ids["room_id"], ids["staff_id"], kind)
    anchor = world.today - timedelta(days=8)
    with open_work(gym) as w:
        ahead = session_at(w, place, w.now + timedelta(days=2))
        anchor = periods.months_after(anchor, -1)
        given = subscriptions.give_past(w, member_id=member_id, plan_id=plan_id, starts_on=anchor)
        w.add(make_deal(given.subscription_id, member_id, anchor=anchor, price=price))
    for days in range(8, -1, -1):
        at = clock.wall(world.today - timedelta(days=days), time(10, 30), clock.ISRAEL)
        with clock.turned_back(min(at, clock.now())):
            if days == 8:
                Till(gym, ids["account_id"], member_id).card(Fate.SOFT_LATER)
            renewals.open_due(ports, gym)
            renewals.collect_due(ports, gym)
            jobs.run_ready(ports, limit=2000)
            renewals.remind_due(ports, gym)
            jobs.run_ready(ports, limit=2000)
    return {"renews_email": email, "renews_class": str(ahead)}


def with_calendar(email: str, of: FeedOf) -> str:
    """Somebody's calendar feed: its secret."""
    with open_work(signed_in(enter(email, DEMO_PASSWORD)).actor) as w:
        return calendars.open_feed(w, of=of)


def timetable_of_a_coach(email: str) -> str:
    """The classes that a coach of the demo gives in the next four weeks: JSON of (begins, ends), by start."""
    import sqlalchemy as sa

    from fitkit.core.actor import VISITOR

    statement = sa.text(
        "select s.starts_at, s.ends_at from class_session s"
        " join role_grant g on g.staff_id = s.coach_id join app_user u on u.id = g.user_id"
        " where u.email = :email and s.status = 'scheduled'"
        " and s.starts_at > now() and s.starts_at < now() + interval '28 days'"
        " order by s.starts_at"
    )
    with open_work(VISITOR.as_platform("test")) as w:
        found = w.hot(statement, {"email": email})
        return json.dumps([[at.isoformat() for at in row] for row in found])


def with_factor(world: World) -> str:
    """Somebody whose sign-in asks for a second factor: the secret."""
    user_id = make_user("careful@journey.test", "Careful Person")
    make_role(world.org_id, user_id, Role.ADMIN)
    actor = signed_in(enter("careful@journey.test")).actor
    with open_work(actor) as w:
        secret = identity.start_totp(w).secret
    with open_work(actor) as w:
        # The step before: a code is good once, and the journey needs the present one.
        before = pyotp.TOTP(secret)
        identity.confirm_totp(w, code=before.at(w.now - timedelta(seconds=30)))
    return secret


def a_demo_member() -> str:
    """The id of the demo's Maya."""
    import sqlalchemy as sa

    from fitkit.core.actor import VISITOR

    with open_work(VISITOR.as_platform("test")) as w:
        found = w.hot(sa.text("select id from member where email = 'maya@namal.demo'"))
        return str(found.scalar_one())


def a_demo_session() -> str:
    """The id of a coming class of the demo that somebody has booked."""
    import sqlalchemy as sa

    from fitkit.core.actor import VISITOR

    with open_work(VISITOR.as_platform("test")) as w:
        found = w.hot(
            sa.text(
                "select s.id from class_session s join org o on o.id = s.org_id"
                " where o.slug = 'namal' and s.starts_at > now() and s.booked > 2"
                " order by s.starts_at limit 1"
            )
        )
        return str(found.scalar_one())


def money_of_the_demo() -> dict[str, str]:
    """A payment with its whole story, a day of the drawer, an order that waits and a debt: what opens each."""
    import sqlalchemy as sa

    from fitkit.core.actor import VISITOR

    of_namal = "org_id = (select id from org where slug = 'namal')"
    wanted = {
        "charge": "select max(c.id::text) from charge c join event_log e on e.about = c.id"
        f" where c.state = 'paid' and e.name = 'payments.charge_settled' and c.{of_namal}",
        "cash_day": f"select max(id::text) from cash_day where closed_at is not null and {of_namal}",
        "debtor": f"select max(member_id::text) from deal_period where state = 'dunning' and {of_namal}",
        "plan": f"select max(plan_id::text) from subscription where kind = 'weekly' and {of_namal}",
        "gym": "select id::text from org where slug = 'namal'",
    }
    with open_work(VISITOR.as_platform("test")) as w:
        found = {name: str(w.hot(sa.text(q)).scalar_one()) for name, q in wanted.items()}
    debtor = UUID(found["debtor"])
    with open_work(people.owner_of(UUID(found["gym"]), None)) as w:
        due = billing_queries.due_path(w, member_id=debtor)
        change = _offered_change(w)
        order = billing.sell_by_link(
            w,
            member_id=debtor,
            plan_id=UUID(found["plan"]),
            starts_on=clock.day_of(w.now, clock.ISRAEL),
            lang=Lang.HE,
        )
    return {
        "charge": found["charge"],
        "cash_day": found["cash_day"],
        "due": due.rpartition("/")[2],
        "change": change.rpartition("/")[2],
        "order": order.path.strip("/").rpartition("/")[2],
    }


def _offered_change(w: Work) -> str:
    """The path of a link to a dearer plan, of the first member who may change to one."""
    import sqlalchemy as sa

    running = (
        "select member_id, id from deal where state = 'running' and every = 'month' order by id"
    )
    for member_id, deal_id in w.hot(sa.text(running)).all():
        for plan in billing_queries.choices(w, member_id=member_id, deal_id=deal_id):
            try:
                return billing_queries.change_path(
                    w, member_id=member_id, deal_id=deal_id, to_plan_id=plan.plan_id
                )
            except Refusal:
                continue
    raise AssertionError("nobody may change to a dearer plan")


def main(database: str) -> None:
    os.environ["FITKIT_DATABASE"] = database
    settings.cache_clear()
    copy_of_template(database)
    demo.seed()
    world = make_world("marina", 4)
    facts = on_the_floor(world) | at_the_door(make_world("jetty", 6)) | to_plan(world)
    late_to_cancel(world)
    with_places = classes_of_a_member(make_world("pier", 5))
    with_places |= people_of_a_floor(make_world("lagoon", 7))
    with_calendar("maya@namal.demo", FeedOf.MEMBER)
    for lang in Lang:
        make_user(f"factor-{lang}@journey.test", "Factor Person")
    facts |= renewal_that_failed(make_world("wharf", 8))
    facts |= (
        with_places
        | money_of_the_demo()
        | {
            "secret": with_factor(world),
            "feed": with_calendar("ido@namal.demo", FeedOf.COACH),
            "given": timetable_of_a_coach("ido@namal.demo"),
            "invitation": world.invitation_token,
            "member": a_demo_member(),
            "session": a_demo_session(),
            "coach_email": world.email(Role.COACH),
            "owner_email": world.email(Role.OWNER),
        }
    )
    jobs.run_ready(wiring.ports(), limit=5000)
    sys.stdout.write(json.dumps(facts) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
