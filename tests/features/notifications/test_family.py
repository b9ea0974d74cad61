"""What a child is told, the guardian is told too; penalties and their decisions reach whom they concern."""

from datetime import date, timedelta
from uuid import UUID

import pytest
import time_machine

from fitkit.core.i18n import Lang
from fitkit.core.jobs import run_ready
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.booking import actions as booking
from fitkit.features.members import actions as members
from fitkit.features.notifications import queries
from fitkit.features.penalties import actions as penalties
from fitkit.features.penalties.rules import Ladder, Offence, OffenceFacts, Step
from fitkit.ports import Ports
from tests.conftest import Gym
from tests.factories.members import details
from tests.factories.scheduling import make_place, session_at
from tests.factories.subscriptions import give_pack
from tests.features.notifications.people import (
    NOON,
    Person,
    deliveries,
    grant,
    make_user,
    person,
    sandbox,
)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as travel:
        yield travel


@pytest.fixture
def ports(tmp_path) -> Ports:
    return sandbox(tmp_path)


@pytest.fixture
def mother(gym: Gym) -> Person:
    return person(gym, "anat@example.com", lang=Lang.EN)


def child_of(gym: Gym, guardian: Person, email: str = "", *, pack_days: int = 175) -> UUID:
    with open_work(gym.acting(Role.OWNER)) as w:
        child = members.add_despite_duplicate(
            w,
            details=details(
                "נועה",
                "לוי",
                email=email,
                birth_date=date(2018, 5, 1),
                guardian_id=guardian.member_id,
            ),
        )
        give_pack(w, child, days=pack_days)
    return child


def book(gym: Gym, member_id: UUID) -> tuple[UUID, UUID]:
    with open_work(gym.acting(Role.OWNER)) as w:
        session_id = session_at(w, make_place(w), w.now + timedelta(days=1))
        booked = booking.book(w, session_id=session_id, member_id=member_id)
    assert booked.booking_id is not None
    return session_id, booked.booking_id


def inbox(who: Person) -> list[queries.NoticeView]:
    with open_work(who.actor) as w:
        return list(queries.inbox(w, lang=Lang.EN).rows)


def test_the_guardian_hears_what_the_child_is_told_by_name(gym, mother, ports):
    child = child_of(gym, mother)
    run_ready(ports)
    before = len(inbox(mother))
    session_id, _ = book(gym, child)
    run_ready(ports)
    (told,) = inbox(mother)[: len(inbox(mother)) - before]
    assert told.title.startswith("נועה: ")
    assert told.path == f"/session/{session_id}?for={child}"


def test_two_children_in_one_class_are_told_of_apart(gym, mother, ports):
    first = child_of(gym, mother)
    second = child_of(gym, mother, pack_days=30)
    with open_work(gym.acting(Role.OWNER)) as w:
        members.change(w, member_id=second, details=details("תום"))
        session_id = session_at(w, make_place(w), w.now + timedelta(days=1))
        for child in (first, second):
            booking.book(w, session_id=session_id, member_id=child)
    run_ready(ports)
    titles = [n.title for n in inbox(mother) if n.path.startswith(f"/session/{session_id}?")]
    assert sorted(t.partition(":")[0] for t in titles) == ["נועה", "תום"]


def test_an_address_of_both_gets_one_letter(gym, mother, ports):
    child = child_of(gym, mother, email="anat@example.com")
    session_id, _ = book(gym, child)
    run_ready(ports)
    before = sum(row[0] == "email" for row in deliveries())
    with open_work(gym.acting(Role.OWNER)) as w:
        booking.cancel(w, session_id=session_id, member_id=child)
    run_ready(ports)
    assert sum(row[0] == "email" for row in deliveries()) == before + 1


def test_a_guardian_no_more_hears_nothing(gym, mother, ports):
    child = child_of(gym, mother)
    run_ready(ports)
    with open_work(gym.acting(Role.OWNER)) as w:
        members.set_guardian(w, member_id=child, guardian_id=None)
    before = inbox(mother)
    book(gym, child)
    run_ready(ports)
    assert inbox(mother) == before


def penalise(gym: Gym, member_id: UUID) -> UUID:
    session_id, booking_id = book(gym, member_id)
    with open_work(gym.system) as w:
        facts = OffenceFacts(booking_id, session_id, member_id, Offence.NO_SHOW, w.now)
        penalty_id = penalties.judge_offence(w, facts=facts)
    assert penalty_id is not None
    return penalty_id


def test_a_penalty_says_what_it_led_to_and_until_when_it_can_be_disputed(gym, mother, ports):
    with open_work(gym.acting(Role.OWNER)) as w:
        give_pack(w, mother.member_id)
        penalties.save_rules(w, ladder=Ladder(steps=(Step.BLOCK,)))
    penalise(gym, mother.member_id)
    run_ready(ports)
    told = inbox(mother)[0]
    assert told.title == "No-show: WOD"
    assert "Booking opens again on Thu 26.11 12:00" in told.body
    assert "until Tue 24.11 12:00" in told.body


def test_a_dispute_reaches_who_decides_and_the_decision_who_asked(gym, mother, ports):
    boss = make_user("boss@example.com")
    grant(gym, boss, Role.OWNER)
    with open_work(gym.acting(Role.OWNER)) as w:
        give_pack(w, mother.member_id)
    penalty_id = penalise(gym, mother.member_id)
    run_ready(ports)
    with open_work(mother.actor) as w:
        penalties.dispute(w, penalty_id=penalty_id, member_id=mother.member_id, words="I was there")
    run_ready(ports)
    staff = Person(gym.acting_as(gym.acting(Role.OWNER), user_id=boss), mother.member_id, boss)
    assert "I was there" in inbox(staff)[0].body
    with open_work(gym.acting(Role.OWNER)) as w:
        penalties.excuse(w, penalty_id=penalty_id)
    run_ready(ports)
    assert inbox(mother)[0].title == "Excused by the team: WOD"
