"""The demo: one studio in Tel Aviv with a year of life, and a personal trainer beside it.

Deterministic but for the date: everything stands relative to today. People, plans and the coming weeks
are made through actions; the past year is written in bulk (``history``), by the same rules.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final
from uuid import UUID

from sqlmodel import select

from fitkit.core import clock, jobs
from fitkit.core.actor import VISITOR, Actor, system
from fitkit.core.clock import ISRAEL
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang, Text
from fitkit.core.ids import new_id
from fitkit.core.money import Money
from fitkit.core.permissions import Role
from fitkit.core.work import Work, open_work
from fitkit.features.booking import actions as booking
from fitkit.features.checkin import actions as checkin
from fitkit.features.class_types import actions as class_type_actions
from fitkit.features.class_types import queries as class_types
from fitkit.features.class_types.queries import ClassTypeView
from fitkit.features.class_types.rules import ClassTypeDetails
from fitkit.features.closures import actions as closures
from fitkit.features.documents import flows as documents
from fitkit.features.identity.rules import Preset, preset_without
from fitkit.features.identity.tables import RoleGrant
from fitkit.features.locations import actions as locations
from fitkit.features.locations import queries as places
from fitkit.features.locations.rules import LocationDetails, RoomDetails
from fitkit.features.members import actions as members
from fitkit.features.members.rules import Gender, MemberDetails
from fitkit.features.orgs import actions as orgs
from fitkit.features.orgs.rules import VERSIONS, GymKind, Opening
from fitkit.features.orgs.tables import Org
from fitkit.features.payments import actions as payments
from fitkit.features.plans import actions as plan_actions
from fitkit.features.plans import queries as plans
from fitkit.features.plans.rules import Every, PlanDetails, PlanKind
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.scheduling import queries as timetable
from fitkit.features.scheduling.rules import SlotDetails
from fitkit.features.staff import queries as team
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.features.subscriptions import queries as held_plans
from fitkit.features.subscriptions.rules import SubscriptionStatus
from fitkit.features.substitutes import actions as substitutes
from fitkit.ports.invoices import Issuer
from fitkit.ports.payments import Provider
from fitkit.seeds import history, people, records
from fitkit.seeds.history import Held, Slot
from fitkit.seeds.people import PASSWORD, Regular
from fitkit.wiring import ports

SLUG: Final = "namal"
TRAINER_SLUG: Final = "lior-trainer"
_HOURS: Final = {
    **dict.fromkeys(range(5), (("06:00", "22:00"),)),
    5: (("07:00", "14:00"),),
    6: (("09:00", "13:00"),),
}


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
        if w.session.execute(select(Org.id).where(Org.slug == SLUG)).first():
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
    _open_studio(users, today, dice)
    _open_trainer(users, today)
    jobs.run_ready(ports(), limit=5000)
    return True


def _found(user_id: UUID, opening: Opening) -> UUID:
    """Open a gym as its owner would, and let what follows from it happen."""
    org_id = new_id()
    with open_work(people.owner_of(org_id, user_id)) as w:
        orgs.found(w, opening=opening)
    people.grant([RoleGrant(user_id=user_id, org_id=org_id, role=Role.OWNER)])
    with open_work(people.owner_of(org_id, user_id)) as w:
        payments.connect_account(w, provider=Provider.DEMO, credentials={})
    documents.choose_issuer(
        ports(),
        people.owner_of(org_id, user_id),
        issuer=Issuer.DEMO,
        credentials=None,
        is_exempt=opening.kind is GymKind.TRAINER,
        mails_them=False,
    )
    jobs.run_ready(ports(), limit=5000)
    return org_id


def _open_studio(users: dict[str, UUID], today: date, dice: Random) -> None:
    ronit = users["ronit@namal.demo"]
    org_id = _found(
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
    rooms = _places(owner)
    _sell_by_the_year(owner)
    with open_work(owner) as w:
        crew = people.hire(w)
        coaches = [c.staff_id for c in crew[:4]]
        regulars = people.enrol(w, today=today, coaches=coaches, dice=dice)
        (harbour, *_) = places.locations(w)
        checkin.add_kiosk(w, name="דלת ראשית", location_id=harbour.id)
    planned_at, slots = _timetable(owner, rooms, coaches, today)
    with open_work(system(org_id)) as w:
        closed = closures.record_past(w, years=(today.year - 1, today.year))
    held = _give_plans(owner, regulars, dice)
    history.live_through(
        system(org_id),
        slots=slots,
        regulars=regulars,
        held=held,
        closed=closed,
        now=planned_at,
        dice=dice,
    )
    _let_go(owner, regulars)
    with open_work(system(org_id)) as w:
        subscriptions.end_lapsed(w)  # packs whose days are over
    _accounts(org_id, users, crew, regulars)
    records.keep(owner, org_id, regulars, today=today)
    jobs.run_ready(ports(), limit=5000)  # fixed places before everybody else
    _book_ahead(owner, regulars, dice)
    _ask_substitute(owner, crew[1].staff_id)


def _places(owner: Actor) -> dict[str, tuple[UUID, UUID]]:
    """Room name to (location, room)."""
    with open_work(owner) as w:
        first = places.locations(w)[0].id
        locations.change(
            w,
            location_id=first,
            details=LocationDetails(
                "נמל תל אביב", "הנגר 14, נמל תל אביב", "03-5440011", hours=_HOURS
            ),
        )
        second = locations.add(
            w,
            details=LocationDetails("פלורנטין", "פלורנטין 22, תל אביב", "03-5440012", hours=_HOURS),
        )
        found = {}
        for location_id, name, capacity in (
            (first, "אולם גדול", 30),
            (first, "רחבת הרמות", 12),
            (second, "סטודיו", 18),
        ):
            room = locations.add_room(
                w, location_id=location_id, details=RoomDetails(name, capacity)
            )
            found[name] = (location_id, room)
        return found


# weekday (0 is Sunday), time, class type by its place in the template, room, coach
_WEEK: Final = (
    *((d, time(6, 30), 0, "אולם גדול", 0) for d in range(5)),
    *((d, time(8), 0, "אולם גדול", 3) for d in range(5)),
    *((d, time(9, 15), 3, "סטודיו", 1) for d in (0, 2, 4)),
    *((d, time(12), 2, "אולם גדול", 0) for d in (1, 3)),
    *((d, time(17, 30), 0, "אולם גדול", 0) for d in range(5)),
    *((d, time(18, 30), 1, "רחבת הרמות", 2) for d in (0, 1, 2, 3)),
    *((d, time(19), 0, "אולם גדול", 3) for d in range(5)),
    *((d, time(18), 0, "סטודיו", 1) for d in (0, 2, 4)),
    *((d, time(19, 15), 3, "סטודיו", 1) for d in (1, 3)),
    *((d, time(20, 15), 2, "אולם גדול", 2) for d in (0, 2, 4)),
    (5, time(8), 0, "אולם גדול", 0),
    (5, time(9, 30), 0, "אולם גדול", 3),
    (5, time(11), 4, "סטודיו", 1),
    (6, time(10), 2, "אולם גדול", 2),
)


def _timetable(
    owner: Actor, rooms: dict[str, tuple[UUID, UUID]], coaches: list[UUID], today: date
) -> tuple[datetime, list[Slot]]:
    """The week as its owner planned it: each row a class of every week, eight weeks ahead.

    Returns also when that was: the classes that began before are not ahead.
    """
    _house_rules(owner)
    with open_work(owner) as w:
        kinds = class_types.class_types(w)
        return w.now, [
            _slot(w, today, weekday, at, kinds[kind], rooms[room], coaches[coach])
            for weekday, at, kind, room, coach in _WEEK
        ]


def _house_rules(owner: Actor) -> None:
    """One class of the day's kind a day, so that another is a swap; a guest may come to the open gym."""
    with open_work(owner) as w:
        daily, _, open_gym, *_ = class_types.class_types(w)
        for kind, policy in (
            (daily, replace(daily.policy, day_limit=1)),
            (open_gym, replace(open_gym.policy, guests_most=1)),
        ):
            details = ClassTypeDetails(
                kind.name.he,
                kind.name.en,
                kind.description,
                kind.colour,
                kind.minutes,
                kind.capacity,
                kind.min_attendance,
                kind.coach_id,
                policy,
                kind.required_forms,
                kind.drop_in,
            )
            class_type_actions.change(w, class_type_id=kind.id, details=details)


def _slot(
    w: Work,
    today: date,
    weekday: int,
    at: time,
    kind: ClassTypeView,
    where: tuple[UUID, UUID],
    coach_id: UUID,
) -> Slot:
    made = scheduling.add_slot(
        w,
        details=SlotDetails(
            class_type_id=kind.id,
            location_id=where[0],
            first_on=today,
            weekday=weekday,
            at=at,
            room_id=where[1],
            coach_id=coach_id,
        ),
    )
    return Slot(weekday, at, kind.id, kind.minutes, kind.capacity, *where, coach_id, made.slot_id)


def _sell_by_the_year(owner: Actor) -> None:
    """One plan that binds for a year, at a price below that of a single month."""
    with open_work(owner) as w:
        (free,) = (p for p in plans.plans(w) if p.terms.kind is PlanKind.UNLIMITED)
        plan_actions.add(
            w,
            details=PlanDetails(
                "חופשי, שנה",
                "Unlimited, a year",
                free.terms,
                free.price - Money.shekels(60),
                every=Every.MONTH,
                commitment_months=12,
                open_price=free.price,
            ),
        )


def _give_plans(owner: Actor, regulars: list[Regular], dice: Random) -> dict[UUID, Held]:
    with open_work(owner) as w:
        sold = plans.plans(w)
        pack = next(p for p in sold if p.terms.kind is PlanKind.PACK)
        limited = {p.terms.weekly_limit: p for p in sold if p.terms.kind is PlanKind.WEEKLY}
        free = next(p for p in sold if p.terms.kind is PlanKind.UNLIMITED)
        held: dict[UUID, Held] = {}
        for n, person in enumerate(regulars):
            if n and dice.random() < 0.04:
                continue  # came in, never took a plan
            if n == 0 or (dice.random() < 0.25 and person.visits_a_week <= 2):
                held[person.id] = Held(PlanKind.PACK, pack.id, None, None)
                continue
            wanted = person.visits_a_week
            chosen = limited[2] if wanted <= 2 else limited[3] if wanted <= 3 else free
            given = subscriptions.give_past(
                w, member_id=person.id, plan_id=chosen.id, starts_on=person.joined_on
            )
            limit = chosen.terms.weekly_limit
            held[person.id] = Held(chosen.terms.kind, chosen.id, given.subscription_id, limit)
    return held


def _let_go(owner: Actor, regulars: list[Regular]) -> None:
    """Whoever left: the plan ended then; half of them are in the archive."""
    gone = [r for r in regulars if r.left_on is not None]
    for n, person in enumerate(gone):
        with open_work(owner) as w:
            for one in subscriptions_of(w, person.id):
                subscriptions.end(w, subscription_id=one)
            if n % 2:
                members.archive(w, member_id=person.id)


def subscriptions_of(w: Work, member_id: UUID) -> list[UUID]:
    """Ids of what a member holds now."""
    return [
        one.id
        for one in held_plans.held(w, member_id=member_id)
        if one.status is not SubscriptionStatus.ENDED
    ]


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


def _book_ahead(owner: Actor, regulars: list[Regular], dice: Random) -> None:
    """The coming week by the members' own taps: some classes fill, and people wait."""
    with open_work(owner) as w:
        today = clock.day_of(w.now, ISRAEL)
        coming = [
            s
            for week in (today, today + timedelta(days=7))
            for s in timetable.week(w, day=week)
            if w.now < s.starts_at < w.now + timedelta(days=7)
        ]
    active = [r for r in regulars if r.left_on is None]
    training: dict[date, set[UUID]] = {}
    for session in coming:
        is_evening = session.starts_at.astimezone(ISRAEL).hour >= 17
        wish = session.capacity * (
            1.15 if is_evening and dice.random() < 0.6 else dice.uniform(0.45, 1.0)
        )
        there = training.setdefault(clock.day_of(session.starts_at, ISRAEL), set())
        for person in dice.sample(active, min(len(active), int(wish * 2))):
            if person.id in there:
                continue  # one class a day is enough for most
            if _is_enough(owner, session.id, person, int(wish), there):
                break


def _ask_substitute(owner: Actor, staff_id: UUID) -> None:
    """One coach cannot give a class of the coming days, and has asked the others."""
    with open_work(owner) as w:
        begins, ends = w.now + timedelta(days=1), w.now + timedelta(days=8)
        coming = timetable.between(w, begins=begins, ends=ends)
        session = next(s for s in coming if s.coach_id == staff_id and s.facts.is_on)
    with open_work(replace(owner, staff_id=staff_id)) as w:
        substitutes.ask(w, session_id=session.id, note="טיסה חוזרת באותו ערב. התוכנית בלוח")


def _is_enough(
    owner: Actor, session_id: UUID, person: Regular, wish: int, there: set[UUID]
) -> bool:
    """Let one member try, and note who is in or in line; True when the class has as many as it should."""
    actor = people.owner_of(owner.org_id or session_id, None, member_id=person.id)
    try:
        with open_work(actor) as w:
            booking.book(w, session_id=session_id, member_id=person.id)
            now = timetable.session(w, session_id=session_id)
    except Refusal:
        return False  # their week is used up, or they are elsewhere: as in life
    there.add(person.id)
    return now.booked + now.waiting >= wish


def _open_trainer(users: dict[str, UUID], today: date) -> None:
    lior = users["lior@trainer.demo"]
    org_id = _found(
        lior,
        Opening(
            name="ליאור צור, אימון אישי",
            slug=TRAINER_SLUG,
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
