"""A gym with a row in every table, made through the actions: what attacks, walls and backups are tried on.

Everything in it that a person reads carries the gym's mark, a word that stands nowhere else, so that
whatever leaks out of it is found by looking for the word.
"""

from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from fitkit import wiring
from fitkit.core import clock, jobs
from fitkit.core.actor import VISITOR, Actor, system
from fitkit.core.i18n import Lang
from fitkit.core.money import Money
from fitkit.core.permissions import ROLES, Permission, Role
from fitkit.core.tables import tenant_tables
from fitkit.core.work import open_work
from fitkit.features.booking import actions as booking
from fitkit.features.booking.actions import PastPlace
from fitkit.features.booking.rules import Attendance
from fitkit.features.calendars import actions as calendars
from fitkit.features.calendars.rules import FeedOf
from fitkit.features.checkin import actions as checkin
from fitkit.features.class_types import actions as class_types
from fitkit.features.class_types.rules import ClassTypeDetails, Policy
from fitkit.features.closures import actions as closures
from fitkit.features.closures.rules import ClosureDetails
from fitkit.features.identity import actions as identity
from fitkit.features.identity import flows, queries
from fitkit.features.ledger import actions as ledger
from fitkit.features.ledger.rules import postings
from fitkit.features.ledger.rules.accounts import Account, Cause
from fitkit.features.locations import actions as locations
from fitkit.features.locations.rules import LocationDetails, RoomDetails
from fitkit.features.members import actions as members
from fitkit.features.members import queries as people
from fitkit.features.members.rules import FormKind, MemberDetails
from fitkit.features.notifications import actions as notifications
from fitkit.features.notifications import queries as notices
from fitkit.features.notifications.rules import Channel, NoticeGroup, ReminderWish
from fitkit.features.orgs.rules import VERSIONS, GymKind, Opening
from fitkit.features.penalties import actions as penalties
from fitkit.features.penalties.rules import Ladder, Offence, Step
from fitkit.features.penalties.tables import Penalty
from fitkit.features.plans import actions as plans
from fitkit.features.plans.rules import PlanDetails, PlanKind, Terms
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.scheduling import queries as timetable
from fitkit.features.scheduling.rules import SessionDetails, SlotDetails
from fitkit.features.staff import actions as staff
from fitkit.features.staff.rules import StaffDetails
from fitkit.features.standing.tables import StandingBooking, StandingTry
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.features.substitutes import actions as substitutes
from tests.factories.desk import debit_rows, payout_rows
from tests.factories.identity import enter, make_role, make_user, signed_in
from tests.factories.money import (
    billing_rows,
    cash_rows,
    document_rows,
    offers_rows,
    pay_rows,
    reconciliation_rows,
)
from tests.factories.scheduling import Place, session_at

NATIONAL_ID = "123456782"  # of the first member of each


@dataclass
class World:
    """One gym, and whoever is in it."""

    org_id: UUID
    mark: str
    slug: str
    phones: tuple[str, ...]
    ids: dict[str, UUID] = field(default_factory=dict)  # by the name of an argument
    users: dict[Role, UUID] = field(default_factory=dict)
    today: date = field(default_factory=lambda: clock.day_of(clock.now(), clock.ISRAEL))
    invitation_token: str = ""
    kiosk_token: str = ""

    def email(self, role: Role | str) -> str:
        return f"{role}@{self.slug}.test"

    def acting(self, role: Role) -> Actor:
        """Somebody of a role, as the session look-up would find them."""
        return Actor(
            org_id=self.org_id,
            user_id=self.users[role],
            member_id=self.ids["member_id"] if role is Role.MEMBER else None,
            staff_id=self.ids["staff_id"] if role is Role.COACH else None,
            permissions=ROLES[role],
        )

    def at_the_door(self) -> Actor:
        """The gym's kiosk."""
        return Actor(org_id=self.org_id, permissions=frozenset({Permission.USE_KIOSK}))

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be seen by anybody outside: words, phone numbers, ids."""
        ids = [str(v) for k, v in self.ids.items() if k != "user_id"]
        return (self.mark, *self.phones, *ids)


def make_world(mark: str, digit: int) -> World:
    """A gym with one of everything.

    Args:
        mark: a word that stands nowhere else, in lower-case Latin letters.
        digit: 0 to 9, of the phone numbers.
    """
    slug = f"gym-{mark}"
    owner_user = make_user(f"owner@{slug}.test", f"{mark} Owner")
    opener = signed_in(enter(f"owner@{slug}.test")).actor
    opened = flows.open_gym(
        wiring.ports(),
        opener,
        opening=Opening(
            name=f"Gym {mark}",
            slug=slug,
            kind=GymKind.CROSSFIT,
            accepted=dict(VERSIONS),
            location_name=f"Place {mark}",
            address=f"Street {mark} 1",
            phone=f"03-5{digit}01000",
            email=f"hello@{slug}.test",
        ),
    )
    phones = tuple(f"52{digit}7110{n}{n}{n}"[:9] for n in range(4))
    world = World(opened.org_id, mark, slug, phones)
    world.users[Role.OWNER] = world.ids["user_id"] = owner_user
    jobs.run_ready(wiring.ports(), limit=5000)
    _furnish(world)
    _people(world)
    _accounts(world)
    _classes(world)
    _letters(world)
    _rows(world)
    _money(world)
    _substitutes(world)
    jobs.run_ready(wiring.ports(), limit=5000)
    with open_work(world.acting(Role.MEMBER)) as w:
        world.ids["notice_id"] = notices.inbox(w, lang=Lang.EN).rows[0].id
    return world


def _furnish(world: World) -> None:
    mark, ids = world.mark, world.ids
    with open_work(world.acting(Role.OWNER)) as w:
        ids["location_id"] = locations.add(
            w,
            details=LocationDetails(
                f"Hall {mark}", f"Quay {mark} 2", hours={0: (("06:00", "22:00"),)}
            ),
        )
        ids["room_id"] = locations.add_room(
            w, location_id=ids["location_id"], details=RoomDetails(f"Room {mark}", 20)
        )
        ids["staff_id"] = staff.add(
            w,
            details=StaffDetails(
                f"Coach {mark}", world.email(Role.COACH), f"0{world.phones[3]}", bio=f"Bio {mark}"
            ),
        )
        ids["coach_id"] = ids["staff_id"]
        ids["to_staff_id"] = staff.add(w, details=StaffDetails(f"Second {mark}"))
        ids["class_type_id"] = class_types.add(
            w,
            details=ClassTypeDetails(
                f"WOD {mark}",
                f"WOD {mark}",
                description=f"About {mark}",
                coach_id=ids["staff_id"],
                policy=Policy(opens_days=30, waitlist_limit=10, guests_most=2),
            ),
        )
        ids["plan_id"] = plans.add(
            w,
            details=PlanDetails(
                f"Pack {mark}",
                f"Pack {mark}",
                Terms(
                    PlanKind.PACK, entries=10, valid_days=90, class_type_ids=(ids["class_type_id"],)
                ),
                Money.shekels(420),
            ),
        )


def _people(world: World) -> None:
    mark, ids = world.mark, world.ids
    with open_work(world.acting(Role.OWNER)) as w:
        for name, number in (("member_id", 0), ("other_member_id", 1), ("third_member_id", 2)):
            ids[name] = members.add(
                w,
                details=MemberDetails(
                    f"Person{number}",
                    mark.title(),
                    phone=f"0{world.phones[number]}",
                    email=world.email(f"member{number}" if number else Role.MEMBER),
                    birth_date=date(1990, 1, 2),
                    national_id=NATIONAL_ID if not number else None,
                    address=f"Home {mark}",
                    emergency_name=f"Kin {mark}",
                    emergency_phone=f"0{world.phones[3]}",
                ),
            )
            given = subscriptions.give(w, member_id=ids[name], plan_id=ids["plan_id"])
            ids.setdefault("subscription_id", given.subscription_id)
        ids["note_id"] = members.add_note(w, member_id=ids["member_id"], text=f"Note {mark}")
        members.tag(w, member_ids=[ids["member_id"]], name=f"tag {mark}")
        staff.assign(w, staff_id=ids["staff_id"], member_ids=[ids["member_id"]])
        ids["tag_id"] = people.tags(w)[0].id


def _accounts(world: World) -> None:
    for role, link in ((Role.COACH, "staff_id"), (Role.MEMBER, "member_id")):
        user_id = make_user(world.email(role), f"{world.mark} {role}")
        world.users[role] = user_id
        make_role(world.org_id, user_id, role, **{link: world.ids[link]})
    with open_work(world.acting(Role.OWNER)) as w:
        world.ids["invitation_id"] = identity.invite_member(
            w,
            member_id=world.ids["other_member_id"],
            name=f"Person1 {world.mark}",
            email=world.email("member1"),
            phone="",
            lang=Lang.HE,
        ).invitation_id
        path = queries.invitation_path(w, invitation_id=world.ids["invitation_id"])
        world.invitation_token = path.rstrip("/").rsplit("/", 1)[-1]
        world.ids |= {"to_user_id": world.users[Role.COACH], "org_id": world.org_id}


def _classes(world: World) -> None:
    """One class of tomorrow that is full with somebody waiting, one about to begin, one long over."""
    ids, mark = world.ids, world.mark
    place = Place(ids["location_id"], ids["room_id"], ids["staff_id"], ids["class_type_id"])
    with open_work(world.acting(Role.OWNER)) as w:
        published = scheduling.publish(
            w,
            details=SessionDetails(
                class_type_id=place.class_type_id,
                location_id=place.location_id,
                day=world.today + timedelta(days=1),
                at=time(18, 30),
                room_id=place.room_id,
                coach_id=place.coach_id,
                capacity=1,
                note=f"Bring {world.mark}",
            ),
        )
        ids["session_id"] = published.session_ids[0]
        ids["series_id"] = timetable.session(w, session_id=ids["session_id"]).series_id
    with open_work(system(world.org_id)) as w:
        ids["begun_session_id"] = session_at(w, place, w.now + timedelta(minutes=5))
        past = session_at(w, place, w.now - timedelta(days=3))
        booking.record_past(w, places=[_came(past, ids["member_id"])])
    with open_work(world.acting(Role.MEMBER)) as w:
        ids["booking_id"] = _place(
            booking.book(w, session_id=ids["session_id"], member_id=ids["member_id"])
        )
    with open_work(world.acting(Role.OWNER)) as w:
        booking.book(w, session_id=ids["session_id"], member_id=ids["other_member_id"])
        booking.book(w, session_id=ids["begun_session_id"], member_id=ids["third_member_id"])
        ids["guest_id"] = booking.bring_guest(
            w,
            session_id=ids["begun_session_id"],
            member_id=ids["third_member_id"],
            name=f"Guest {mark}",
        ).guest_id
    ids |= {"from_session_id": ids["session_id"], "to_session_id": ids["begun_session_id"]}


def _rows(world: World) -> None:
    """A row in each table of the timetable and the door, so that walls can be tried on all of them."""
    ids, mark = world.ids, world.mark
    with open_work(world.acting(Role.OWNER)) as w:
        ids["freeze_id"] = subscriptions.freeze(
            w,
            subscription_id=ids["subscription_id"],
            first_on=world.today + timedelta(days=60),
            last_on=world.today + timedelta(days=70),
            reason=f"Away {mark}",
        )
        penalties.save_rules(w, ladder=Ladder(window_days=45))
        ids["form_id"] = members.record_form(
            w, member_id=ids["member_id"], kind=FormKind.WAIVER, signed_on=world.today
        )
    member = ids["member_id"]
    with open_work(world.acting(Role.OWNER)) as w:
        slot_id = scheduling.add_slot(
            w,
            details=SlotDetails(
                class_type_id=ids["class_type_id"],
                location_id=ids["location_id"],
                first_on=world.today + timedelta(days=300),
                weekday=0,
                at=time(7),
                capacity=8,
            ),
        ).slot_id
        ids["closure_id"] = closures.add_closure(
            w,
            details=ClosureDetails(world.today + timedelta(days=200), f"Day {mark}", f"Day {mark}"),
        )
        ids["batch_id"] = timetable.latest_batches(w)[0].id
    with open_work(system(world.org_id)) as w:
        standing = StandingBooking(slot_id=slot_id, member_id=member, first_on=world.today)
        kiosk = checkin.add_kiosk(w, name=f"Door {mark}", location_id=ids["location_id"])
        w.add(standing)
        w.session.flush()
        w.add(
            StandingTry(standing_id=standing.id, session_id=ids["session_id"]),
            penalty := Penalty(
                member_id=member,
                booking_id=ids["booking_id"],
                session_id=ids["session_id"],
                offence=Offence.NO_SHOW,
                step=Step.WARNING,
                count=1,
                rules_version=1,
                at=w.now - timedelta(days=60),
                dispute_until=w.now - timedelta(days=59),
            ),
        )
        ids |= {
            "slot_id": slot_id,
            "standing_id": standing.id,
            "kiosk_id": kiosk.kiosk_id,
            "penalty_id": penalty.id,
            "guardian_id": ids["third_member_id"],
        }
        world.kiosk_token = kiosk.token


def _money(world: World) -> None:
    """The first member owes for a pack of which half is paid in cash, and the book was proved."""
    ids, member = world.ids, world.ids["member_id"]
    cause = Cause("subscription", ids["subscription_id"])
    with open_work(system(world.org_id)) as w:
        sold = postings.sale(member, Money.shekels(420), rate=Fraction(18, 100))
        receipt = ledger.post(w, draft=sold, cause=cause, at=w.now, note=f"Pack {world.mark}")
        paid = postings.payment(member, Money.shekels(210), into=Account.CASH)
        ledger.post(w, draft=paid, cause=cause, at=w.now)
        ledger.prove(w)
        ids |= pay_rows(w, member_id=member, mark=world.mark)
        ids |= document_rows(w, charge_id=ids["charge_id"])
        ids |= reconciliation_rows(w, account_id=ids["account_id"], mark=world.mark)
        ids |= cash_rows(w, mark=world.mark)
        ids |= payout_rows(w, account_id=ids["account_id"], mark=world.mark)
        ids |= debit_rows(w, member_id=ids["other_member_id"], mark=world.mark)
        held = {name: ids[name] for name in ("plan_id", "subscription_id")}
        ids |= billing_rows(w, member_id=member, mark=world.mark, **held)
        whose = {"member_id": member, "order_id": ids["order_id"]}
        ids |= offers_rows(w, **whose, mark=world.mark)
    ids["posting_id"] = receipt.posting_id


def _substitutes(world: World) -> None:
    """The coach asks all for one class, and a colleague says no."""
    ids = world.ids
    with open_work(world.acting(Role.COACH)) as w:
        ids["request_id"] = substitutes.ask(w, session_id=ids["session_id"], note=world.mark)
    colleague = replace(world.acting(Role.COACH), staff_id=ids["to_staff_id"])
    with open_work(colleague) as w:
        substitutes.decline(w, request_id=ids["request_id"])


def _place(receipt: booking.BookingReceipt) -> UUID:
    assert receipt.booking_id is not None
    return receipt.booking_id


def _came(session_id: UUID, member_id: UUID) -> PastPlace:
    return PastPlace(
        session_id=session_id,
        member_id=member_id,
        booked_at=clock.now() - timedelta(days=4),
        attendance=Attendance.ATTENDED,
    )


def _letters(world: World) -> None:
    with open_work(world.acting(Role.MEMBER)) as w:
        notifications.set_reminder(w, wish=ReminderWish())
        notifications.set_preference(
            w, group=NoticeGroup.CLASSES, channel=Channel.EMAIL, is_on=False
        )
        world.ids["browser_id"] = notifications.subscribe_push(
            w,
            endpoint=f"https://push.invalid/{world.mark}",
            p256dh="BMQ5JkLVd5ZAyhd8BuTEUJd0YPxv8Ht0HJwAKqVjLCw1jfMYKwO3VJXqQk4HkG5cJgPjJ2pr4tOl7lVjHGqLK1A",
            auth="c2VjcmV0c2VjcmV0MTIzNA",
            device=f"Phone {world.mark}",
        )
        calendars.open_feed(w, of=FeedOf.MEMBER)
    token = enter(world.email(Role.MEMBER))
    with open_work(signed_in(token).actor) as w:
        world.ids["sign_in_id"] = queries.sign_ins(w)[0].id


def cookie_of(world: World, role: Role) -> str:
    """A living sign-in of somebody of the gym: the cookie's value."""
    return enter(world.email(role))


def make_platform_person() -> tuple[UUID, str]:
    """FitKit's own: the user, and the value of their cookie."""
    user_id = make_user("platform@fitkit.test", "Platform")
    make_role(None, user_id, Role.PLATFORM_ADMIN)
    return user_id, enter("platform@fitkit.test")


def fingerprint(world: World) -> dict[str, Any]:
    """Rows and contents per table of one gym, and who is what in it."""
    statements = {
        table.name: f"select count(*), md5(string_agg(t::text, '|' order by id)) from {table.name} t where org_id = :org"
        for table, _ in tenant_tables()
    }
    within = "(select user_id from role_grant where org_id = :org)"
    statements |= {
        "org": "select count(*), max(updated_at)::text from org where id = :org",
        "role_grant": "select count(*), max(updated_at)::text from role_grant where org_id = :org",
        "app_user": f"select count(*), max(updated_at)::text from app_user where id in {within}",
        "push_subscription": f"select count(*), max(updated_at)::text from push_subscription where user_id in {within}",
    }
    with open_work(VISITOR.as_platform("test")) as w:
        given = {"org": world.org_id}
        return {n: tuple(w.hot(sa.text(s), given).one()) for n, s in statements.items()}
