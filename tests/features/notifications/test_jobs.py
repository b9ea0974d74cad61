"""From a deed in another feature to what the person hears of it."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine

from fitkit.core import clock, db
from fitkit.core.actor import system
from fitkit.core.i18n import Lang
from fitkit.core.jobs import run_ready, tick
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.booking import actions as booking
from fitkit.features.identity import actions as identity
from fitkit.features.notifications import actions, queries
from fitkit.features.notifications.jobs import plans, sending
from fitkit.features.notifications.rules import NoticeKind, ReminderWish
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.scheduling.rules import SessionChange, SessionDetails
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.features.subscriptions import queries as subscription_queries
from fitkit.ports import Ports
from fitkit.ports.outbox import SentKind
from tests.conftest import Gym
from tests.factories import identity as people
from tests.factories.class_types import make_class_type
from tests.factories.locations import make_location
from tests.factories.members import make_member
from tests.factories.plans import make_unlimited
from tests.factories.staff import make_coach
from tests.factories.subscriptions import give_pack
from tests.features.notifications.people import (
    NIGHT,
    NOON,
    Person,
    browser,
    grant,
    person,
    sandbox,
    tell,
)

TOMORROW = date(2026, 11, 24)
SEVEN = NOON + timedelta(hours=19)  # in the morning
HALF_PAST_SIX = NOON + timedelta(hours=30, minutes=30)  # 18:30 tomorrow


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as travel:
        yield travel


@pytest.fixture
def ports(tmp_path) -> Ports:
    return sandbox(tmp_path)


@dataclass(frozen=True)
class House:
    """A gym with a class tomorrow at half past six, and ways to fill it."""

    gym: Gym
    location_id: UUID
    session_id: UUID
    plan_id: UUID

    def comer(self, email: str, **more) -> Person:
        who = person(self.gym, email, **more)
        with open_work(self.gym.acting(Role.OWNER)) as w:
            subscriptions.give(w, member_id=who.member_id, plan_id=self.plan_id, starts_on=None)
        return who

    def book(self, who: Person) -> None:
        with open_work(who.actor) as w:
            booking.book(w, session_id=self.session_id, member_id=who.member_id)

    def cancel(self, who: Person, *, by: Role = Role.MEMBER) -> None:
        actor = who.actor if by is Role.MEMBER else self.gym.acting(by)
        with open_work(actor) as w:
            booking.cancel(w, session_id=self.session_id, member_id=who.member_id)

    def owner(self):
        return open_work(self.gym.acting(Role.OWNER))


@pytest.fixture
def house(gym) -> House:
    with open_work(gym.acting(Role.OWNER)) as w:
        location_id = make_location(w)
        class_type_id = make_class_type(w, "קרוספיט", name_en="CrossFit", capacity=1)
        published = scheduling.publish(
            w, details=SessionDetails(class_type_id, location_id, TOMORROW, time(18, 30))
        )
        [session_id] = published.session_ids
        return House(gym, location_id, session_id, make_unlimited(w))


def told(who: Person, lang: Lang = Lang.HE) -> list[tuple[NoticeKind, str]]:
    """Kinds and titles in somebody's inbox, oldest first, what plans said left out."""
    with open_work(who.actor) as w:
        rows = queries.inbox(w, lang=lang).rows
    return [(v.kind, v.title) for v in rows[::-1] if v.kind is not NoticeKind.PLAN_GIVEN]


def letters(ports: Ports) -> list[tuple[str, str]]:
    items = ports.outbox.recent(100)[::-1]  # type: ignore[union-attr]
    return [(i.to, i.subject) for i in items if i.kind is SentKind.MAIL]


def waiting_jobs(name: str) -> list[object]:
    with db.transaction() as c:
        found = sa.text(
            "select run_after from job where name like :n and state = 'queued' order by 1"
        )
        return list(c.execute(found, {"n": f"%{name}"}).scalars())


def test_a_booking_is_confirmed_in_the_inbox_and_no_letter_is_written(house, ports) -> None:
    maya = house.comer("maya@example.com")
    house.book(maya)
    run_ready(ports)
    assert told(maya) == [(NoticeKind.BOOKED, "ההרשמה נקלטה: קרוספיט")]
    assert [subject for _, subject in letters(ports)] == ["מנוי חדש: חופשי"]


def test_who_is_promoted_is_told_by_every_way_in_the_same_minute(house, ports) -> None:
    maya, noa = house.comer("maya@example.com"), house.comer("noa@example.com", lang=Lang.EN)
    browser(noa)
    house.book(maya)
    house.book(noa)  # the second in a class for one: waits
    run_ready(ports)
    house.cancel(maya)
    run_ready(ports)
    assert told(noa, Lang.EN) == [(NoticeKind.PROMOTED, "A place opened up: CrossFit")]
    assert letters(ports)[-1] == ("noa@example.com", "A place opened up: CrossFit")
    newest = next(i for i in ports.outbox.recent(9) if i.kind is SentKind.PUSH)
    assert newest.subject == "A place opened up: CrossFit"
    assert newest.link.startswith("/en/session/")
    assert [kind for kind, _ in told(maya)] == [NoticeKind.BOOKED]


def a_minute_passes(ports: Ports) -> None:
    tick(clock.now())
    run_ready(ports)


def test_a_place_that_frees_in_the_night_is_given_and_told_in_the_morning(
    house, ports, noon
) -> None:
    maya, noa = house.comer("maya@example.com"), house.comer("noa@example.com")
    house.book(maya)
    house.book(noa)
    noon.move_to(NIGHT)
    house.cancel(maya)
    a_minute_passes(ports)
    assert told(noa) == []
    noon.move_to(SEVEN - timedelta(minutes=1))
    a_minute_passes(ports)
    assert told(noa) == []
    noon.move_to(SEVEN)
    a_minute_passes(ports)
    assert [kind for kind, _ in told(noa)] == [NoticeKind.PROMOTED]


def test_an_offer_is_told_ends_at_its_moment_and_goes_on(house, ports, noon) -> None:
    maya, noa, lior = (house.comer(f"{name}@example.com") for name in ("maya", "noa", "lior"))
    for who in (maya, noa, lior):
        house.book(who)
    noon.move_to(HALF_PAST_SIX - timedelta(hours=3))
    house.cancel(maya)
    run_ready(ports)
    assert [kind for kind, _ in told(noa)] == [NoticeKind.OFFERED]
    with open_work(noa.actor) as w:
        (offered,) = [v for v in queries.inbox(w, lang=Lang.EN).rows if v.kind == "offered"]
    assert "kept until 15:50" in offered.body
    noon.move_to(HALF_PAST_SIX - timedelta(hours=2, minutes=40))
    run_ready(ports)  # by the job for the moment; no clock ticks
    assert [kind for kind, _ in told(noa)] == [NoticeKind.OFFERED, NoticeKind.OFFER_OVER]
    assert [kind for kind, _ in told(lior)] == [NoticeKind.OFFERED]
    with open_work(lior.actor) as w:
        booking.accept_offer(w, session_id=house.session_id, member_id=lior.member_id)
    run_ready(ports)
    assert [kind for kind, _ in told(lior)] == [NoticeKind.OFFERED, NoticeKind.BOOKED]


def test_in_the_last_hour_everybody_in_line_is_told_once(house, ports, noon) -> None:
    maya, noa, lior = (house.comer(f"{name}@example.com") for name in ("maya", "noa", "lior"))
    for who in (maya, noa, lior):
        house.book(who)
    noon.move_to(HALF_PAST_SIX - timedelta(minutes=50))
    house.cancel(maya)
    for _ in range(3):
        noon.shift(timedelta(minutes=1))
        a_minute_passes(ports)
    for who in (noa, lior):
        assert told(who) == [(NoticeKind.TO_CLAIM, "התפנה מקום, מי שנרשם ראשון בפנים: קרוספיט")]


def test_after_the_clock_jumped_each_is_told_once_of_what_still_is(house, ports, noon) -> None:
    maya, noa, lior = (house.comer(f"{name}@example.com") for name in ("maya", "noa", "lior"))
    for who in (maya, noa, lior):
        house.book(who)
    noon.move_to(HALF_PAST_SIX - timedelta(hours=3))
    house.cancel(maya)  # no worker runs until the last hour
    noon.move_to(HALF_PAST_SIX - timedelta(minutes=50))
    for _ in range(2):
        a_minute_passes(ports)
    kinds = [kind for kind, _ in told(noa)]
    assert sorted(kinds) == sorted([NoticeKind.OFFERED, NoticeKind.OFFER_OVER, NoticeKind.TO_CLAIM])
    assert [kind for kind, _ in told(lior)] == [NoticeKind.TO_CLAIM]
    noon.shift(-timedelta(hours=1))  # and back: nobody hears anything again
    a_minute_passes(ports)
    assert len(told(noa)) == 3
    assert len(told(lior)) == 1


def test_a_cancelled_class_is_told_to_who_had_a_place_and_to_who_waited(house, ports) -> None:
    maya, noa = house.comer("maya@example.com"), house.comer("noa@example.com")
    house.book(maya)
    house.book(noa)  # the second in a class for one: waits
    with house.owner() as w:
        scheduling.cancel_session(w, session_id=house.session_id, reason="")
    run_ready(ports)
    for who in (maya, noa):
        assert told(who)[-1] == (NoticeKind.CLASS_CANCELLED, "השיעור בוטל: קרוספיט")
    assert len([1 for _, s in letters(ports) if s.startswith("השיעור בוטל")]) == 2


def test_a_class_that_takes_place_after_all_is_told_with_what_it_means_to_each(
    house, ports
) -> None:
    maya, noa, lior = (house.comer(f"{name}@example.com") for name in ("maya", "noa", "lior"))
    with house.owner() as w:
        change = SessionChange(house.location_id, TOMORROW, time(18, 30), time(19, 30), capacity=2)
        scheduling.change_session(w, session_id=house.session_id, change=change)
    for who in (maya, noa, lior):
        house.book(who)
    with house.owner() as w:
        batch = scheduling.cancel_session(w, session_id=house.session_id)
        booking.release_places(w, session_id=house.session_id)
    run_ready(ports)
    with house.owner() as w:
        held = subscription_queries.held(w, member_id=noa.member_id)[0].id
        subscriptions.end(w, subscription_id=held)
        scheduling.restore_session(w, session_id=house.session_id)
        booking.retake_places(w, session_id=house.session_id, release_id=batch)
    run_ready(ports)
    for who, said in (
        (maya, "המקום שמור כמו קודם"),
        (noa, "את המקום לא הצלחנו להחזיר: אין מנוי פעיל"),
        (lior, "המקום בתור נשמר כמו קודם"),
    ):
        assert (NoticeKind.CLASS_RESTORED, "השיעור מתקיים בכל זאת: קרוספיט") in told(who)
        with open_work(who.actor) as w:
            bodies = [row.body for row in queries.inbox(w, lang=Lang.HE).rows]
        assert sum(said in body for body in bodies) == 1
    assert told(lior)[-1][0] is NoticeKind.PROMOTED  # to the place that could not be given back


def test_a_place_released_with_its_plan_is_told_as_that_and_not_as_a_class_off(
    house, ports
) -> None:
    maya = house.comer("maya@example.com")
    house.book(maya)
    with house.owner() as w:
        held = subscription_queries.held(w, member_id=maya.member_id)[0].id
        subscriptions.end(w, subscription_id=held)
    run_ready(ports)
    assert told(maya)[-1] == (NoticeKind.BOOKING_CANCELLED, "ההרשמה בוטלה: קרוספיט")


def test_only_leaving_a_class_that_was_moved_is_said_to_cost_nothing(house, ports) -> None:
    maya = house.comer("maya@example.com")
    house.book(maya)
    run_ready(ports)  # so that the newest notice is of the change
    with house.owner() as w:
        coach = make_coach(w, "אלון")
        change = SessionChange(
            house.location_id, TOMORROW, time(18, 30), time(19, 30), capacity=1, coach_id=coach
        )
        scheduling.change_session(w, session_id=house.session_id, change=change)
    run_ready(ports)
    with open_work(maya.actor) as w:
        assert queries.inbox(w, lang=Lang.HE).rows[0].body.endswith("אפשר לבטל את ההרשמה.")


def test_a_class_at_another_hour_is_told_and_the_reminder_moves_with_it(house, ports) -> None:
    maya = house.comer("maya@example.com")
    house.book(maya)
    run_ready(ports)
    assert waiting_jobs("jobs.classes.remind") == [HALF_PAST_SIX - timedelta(hours=3)]
    with house.owner() as w:
        change = SessionChange(house.location_id, TOMORROW, time(20), time(21), capacity=1)
        scheduling.change_session(w, session_id=house.session_id, change=change)
    run_ready(ports)
    assert told(maya)[-1] == (NoticeKind.CLASS_CHANGED, "שינוי בשיעור: קרוספיט")
    with open_work(maya.actor) as w:
        body = queries.inbox(w, lang=Lang.HE).rows[0].body
        assert "20:00" in body
        assert body.endswith("אפשר לבטל את ההרשמה בלי עלות, עד תחילת השיעור.")
    assert waiting_jobs("jobs.classes.remind")[-1] == HALF_PAST_SIX - timedelta(hours=1, minutes=30)


def test_more_places_are_no_news_to_who_has_one(house, ports) -> None:
    maya = house.comer("maya@example.com")
    house.book(maya)
    with house.owner() as w:
        change = SessionChange(house.location_id, TOMORROW, time(18, 30), time(19, 30), capacity=5)
        scheduling.change_session(w, session_id=house.session_id, change=change)
    run_ready(ports)
    assert [kind for kind, _ in told(maya)] == [NoticeKind.BOOKED]


def test_a_reminder_comes_three_hours_before_once(house, ports, noon) -> None:
    maya = house.comer("maya@example.com")
    browser(maya)
    house.book(maya)
    run_ready(ports)
    noon.move_to(HALF_PAST_SIX - timedelta(hours=3))
    run_ready(ports)
    assert told(maya)[-1] == (NoticeKind.REMINDER, "תזכורת: קרוספיט")
    assert len([i for i in ports.outbox.recent(50) if i.subject == "תזכורת: קרוספיט"]) == 1


def test_who_loses_a_place_by_the_staffs_hand_is_told_and_who_gave_it_up_knows(
    house, ports
) -> None:
    maya = house.comer("maya@example.com")
    house.book(maya)
    house.cancel(maya, by=Role.COACH)
    run_ready(ports)
    assert told(maya)[-1] == (NoticeKind.BOOKING_CANCELLED, "ההרשמה בוטלה: קרוספיט")
    house.book(maya)
    house.cancel(maya)
    run_ready(ports)
    kinds = [kind for kind, _ in told(maya)]
    assert kinds.count(NoticeKind.BOOKING_CANCELLED) == 1


def test_who_is_passed_over_learns_why_the_place_went_by(house, ports) -> None:
    maya = house.comer("maya@example.com")
    noa = person(house.gym, "noa@example.com")
    with house.owner() as w:
        held = give_pack(w, noa.member_id, 1)
    house.book(maya)
    house.book(noa)
    with house.owner() as w:
        subscriptions.end(w, subscription_id=held)
    house.cancel(maya)
    run_ready(ports)
    assert told(noa)[-1][0] is NoticeKind.PASSED_OVER


def test_a_place_that_was_given_back_is_not_remembered(house, ports, noon) -> None:
    maya = house.comer("maya@example.com")
    house.book(maya)
    house.cancel(maya)
    run_ready(ports)
    noon.move_to(HALF_PAST_SIX - timedelta(hours=3))
    run_ready(ports)
    assert NoticeKind.REMINDER not in {kind for kind, _ in told(maya)}


@pytest.mark.parametrize(("hours", "moments"), [(6, [6]), (0, [])])
def test_another_wish_for_reminders_holds_for_what_is_booked_already(
    house, ports, noon, hours, moments
) -> None:
    maya = house.comer("maya@example.com")
    house.book(maya)
    run_ready(ports)
    with open_work(maya.actor) as w:
        actions.set_reminder(w, wish=ReminderWish(hours))
    run_ready(ports)
    for before in (6, 3):
        noon.move_to(HALF_PAST_SIX - timedelta(hours=before))
        run_ready(ports)
        reminded = [1 for kind, _ in told(maya) if kind is NoticeKind.REMINDER]
        assert len(reminded) == len(moments)


def test_who_books_within_the_last_hours_needs_no_reminder(house, ports, noon) -> None:
    maya = house.comer("maya@example.com")
    noon.move_to(HALF_PAST_SIX - timedelta(hours=2))
    house.book(maya)
    run_ready(ports)
    assert waiting_jobs("jobs.classes.remind") == []


def test_a_new_plan_is_told_to_its_holder(house, ports) -> None:
    maya = house.comer("maya@example.com")
    run_ready(ports)
    assert letters(ports) == [("maya@example.com", "מנוי חדש: חופשי")]
    with open_work(maya.actor) as w:
        assert "23.11.2026" in queries.inbox(w, lang=Lang.HE).rows[0].body


def running_out(gym) -> None:
    with open_work(gym.system) as w:
        plans.tell_plans_running_out(w)


def test_a_plan_that_ends_in_a_week_and_a_pack_that_is_nearly_used_up_are_told_once(
    gym, ports
) -> None:
    maya, noa = person(gym), person(gym, "noa@example.com")
    with open_work(gym.acting(Role.OWNER)) as w:
        give_pack(w, maya.member_id, 10, days=5)
        give_pack(w, noa.member_id, 2, days=90)
    for _ in range(2):
        running_out(gym)
    assert [kind for kind, _ in told(maya)] == [NoticeKind.PLAN_ENDING]
    assert [kind for kind, _ in told(noa)] == [NoticeKind.ENTRIES_LOW]


def test_who_holds_what_follows_is_not_told_that_a_plan_ends(gym, ports) -> None:
    maya = person(gym)
    with open_work(gym.acting(Role.OWNER)) as w:
        give_pack(w, maya.member_id, 10, days=5)
        give_pack(w, maya.member_id, 10, days=90)
    running_out(gym)
    assert told(maya) == []


def test_what_follows_counts_although_somebody_else_s_pack_ends_later(gym, ports) -> None:
    maya, noa = person(gym), person(gym, "noa@example.com")
    with open_work(gym.acting(Role.OWNER)) as w:
        give_pack(w, maya.member_id, 10, days=5)
        give_pack(w, maya.member_id, 10, days=30)
        give_pack(w, noa.member_id, 2, days=90)
    running_out(gym)
    assert told(maya) == []


def test_the_owner_hears_that_an_invited_member_came_in(gym, ports) -> None:
    owner = people.make_actor(gym.org_id, Role.OWNER, "owner@example.com")
    with open_work(owner) as w:
        member_id = make_member(w, "דנה", "כץ", email="dana@example.com")
        invited = identity.invite_member(
            w,
            member_id=member_id,
            name="דנה כץ",
            email="dana@example.com",
            phone="",
            lang=Lang.HE,
        )
        path = invited.path
    with open_work(gym.system) as w:
        identity.accept_as_new(
            w,
            token=path.rstrip("/").rpartition("/")[2],
            name="דנה כץ",
            password="a-quiet-harbour",
            device="Chrome",
        )
    run_ready(ports)
    with open_work(owner) as w:
        titles = [v.title for v in queries.inbox(w, lang=Lang.HE).rows]
    assert titles == ["ההזמנה התקבלה: דנה כץ"]
    assert ("owner@example.com", "ההזמנה התקבלה: דנה כץ") in letters(ports)


def test_a_sign_in_from_a_new_device_is_told_by_letter_and_in_each_gym(
    gym, other_gym, ports
) -> None:
    user_id = people.make_user("noa@example.com")
    for one in (gym, other_gym):
        grant(one, user_id, Role.COACH)
    people.enter(device="Chrome, Android")
    people.enter(device="Chrome, Android")
    run_ready(ports)
    assert letters(ports) == []
    people.enter(device="Safari, iPhone")
    run_ready(ports)
    assert letters(ports) == [("noa@example.com", "כניסה לחשבון ממכשיר חדש")]
    for one in (gym, other_gym):
        who = replace(one.acting(Role.COACH), user_id=user_id)
        with open_work(who) as w:
            assert [v.kind for v in queries.inbox(w, lang=Lang.HE).rows] == [NoticeKind.NEW_SIGN_IN]


def test_a_changed_password_is_told_by_letter_from_fitkit(gym, ports) -> None:
    owner = people.make_actor(gym.org_id, Role.OWNER, "owner@example.com")
    with open_work(owner) as w:
        identity.change_password(w, current=people.PASSWORD, new="another-quiet-harbour")
    run_ready(ports)
    assert letters(ports) == [("owner@example.com", "שינוי באבטחת החשבון: הסיסמה הוחלפה")]
    [letter] = ports.outbox.recent(5)  # type: ignore[union-attr]
    assert (letter.sender_name, letter.link) == ("", "")


def test_the_minute_tick_sends_what_was_left_of_all_gyms(gym, other_gym, ports) -> None:
    maya, noa = person(gym), person(other_gym, "noa@example.com")
    tell(gym, maya.as_member)
    tell(other_gym, noa.as_member)
    sending.deliver(ports, system(None))
    assert {to for to, _ in letters(ports)} == {"maya@example.com", "noa@example.com"}
