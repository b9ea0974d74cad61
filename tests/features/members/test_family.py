"""A guardian acts for the children: from the moment it is set until the moment it ends, and for nobody else's."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlmodel import col, select

from fitkit.core.actor import Actor
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.events import EventLog
from fitkit.core.ids import new_id
from fitkit.core.jobs import run_ready, tick
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.booking import actions as booking
from fitkit.features.booking import queries as places
from fitkit.features.booking.rules import CancelledBy, Via
from fitkit.features.identity import actions as identity
from fitkit.features.members import actions, queries, rules
from tests.conftest import Gym, make_gym
from tests.factories.identity import enter, make_role, make_user, signed_in
from tests.factories.members import details, make_member
from tests.factories.scheduling import make_place, session_at
from tests.factories.subscriptions import give_weekly

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)  # 12:00 in Tel Aviv
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as travel:
        yield travel


@dataclass
class Family:
    """A mother with an account, and a child of eight."""

    gym: Gym
    mother: UUID
    child: UUID
    token: str

    @property
    def owner(self) -> Actor:
        return self.gym.acting(Role.OWNER)

    @property
    def actor(self) -> Actor:
        """The mother, as the guard finds her at her next event."""
        return signed_in(self.token).actor

    def set_guardian(self, guardian_id: UUID | None) -> None:
        with open_work(self.owner) as w:
            actions.set_guardian(w, member_id=self.child, guardian_id=guardian_id)


@pytest.fixture
def family(gym: Gym) -> Family:
    with open_work(gym.acting(Role.OWNER)) as w:
        mother = make_member(w, "ענת", "לוי", email="anat@example.com")
        child = actions.add(
            w, details=details("נועה", "לוי", birth_date=date(2018, 5, 1), guardian_id=mother)
        )
    make_role(gym.org_id, make_user("anat@example.com", "ענת"), Role.MEMBER, member_id=mother)
    run_ready()
    return Family(gym, mother, child, enter("anat@example.com"))


@pytest.mark.parametrize(
    ("born", "is_ward"),
    [
        (None, True),
        (date(2008, 11, 24), True),  # 18 tomorrow
        (date(2008, 11, 23), False),  # 18 today
        (date(1980, 1, 1), False),
    ],
)
def test_a_ward_is_under_eighteen(born, is_ward):
    assert rules.is_ward(born, today=TODAY) is is_ward


def test_who_is_born_on_a_leap_day_comes_of_age_on_the_first_of_march():
    assert rules.is_ward(date(2008, 2, 29), today=date(2026, 2, 28))
    assert not rules.is_ward(date(2008, 2, 29), today=date(2026, 3, 1))


def test_a_guardian_who_gets_an_account_acts_for_the_children(family):
    assert family.actor.ward_ids == {family.child}
    with open_work(family.actor) as w:
        assert [c.first_name for c in queries.wards(w, member_id=family.mother)] == ["נועה"]
        assert queries.card(w, member_id=family.child).first_name == "נועה"


def test_a_guardian_is_no_guardian_from_the_next_event_on(family):
    family.set_guardian(None)
    assert family.actor.ward_ids == frozenset()
    with pytest.raises(Denied), open_work(family.actor) as w:
        queries.card(w, member_id=family.child)


def test_the_other_parent_takes_over_at_once(family):
    with open_work(family.owner) as w:
        father = make_member(w, "גיל", "לוי", email="gil@example.com")
    make_role(family.gym.org_id, make_user("gil@example.com", "גיל"), Role.MEMBER, member_id=father)
    run_ready()
    family.set_guardian(father)
    assert family.actor.ward_ids == frozenset()
    assert signed_in(enter("gil@example.com")).actor.ward_ids == {family.child}


def test_the_archive_ends_it_on_both_sides_and_restoring_brings_it_back(family):
    for member_id in (family.child, family.mother):
        with open_work(family.owner) as w:
            actions.archive(w, member_id=member_id)
        assert family.actor.ward_ids == frozenset()
        with open_work(family.owner) as w:
            actions.restore(w, member_id=member_id)
        assert family.actor.ward_ids == {family.child}


def test_on_the_eighteenth_birthday_the_child_acts_alone(family, noon):
    with open_work(family.owner) as w:
        born = details("נועה", "לוי", birth_date=date(2008, 11, 24))
        actions.change(w, member_id=family.child, details=born)
    assert family.actor.ward_ids == {family.child}
    noon.shift(timedelta(days=1))
    with open_work(family.actor) as w:  # by the day, before the night's job
        assert queries.wards(w, member_id=family.mother) == ()
    tick(NOON + timedelta(days=1))
    run_ready()
    assert family.actor.ward_ids == frozenset()


def test_a_birth_date_that_is_put_right_counts_at_once(family):
    with open_work(family.owner) as w:
        grown = details("נועה", "לוי", birth_date=date(2000, 1, 1))
        actions.change(w, member_id=family.child, details=grown)
    assert family.actor.ward_ids == frozenset()


def test_changing_details_leaves_the_guardian(family):
    with open_work(family.owner) as w:
        actions.change(
            w, member_id=family.child, details=details("נגה", birth_date=date(2018, 5, 1))
        )
        assert queries.card(w, member_id=family.child).guardian_id == family.mother


def test_siblings_are_wards_of_one(family):
    with open_work(family.owner) as w:
        tom = actions.add(
            w, details=details("תום", birth_date=date(2020, 1, 1), guardian_id=family.mother)
        )
    assert family.actor.ward_ids == {family.child, tom}


def test_an_adult_a_child_and_a_ward_make_no_guardians(family):
    with open_work(family.owner) as w:
        adult = actions.add(w, details=details("רון", birth_date=date(1990, 1, 1)))
        teen = actions.add(w, details=details("גל", birth_date=date(2010, 1, 1)))
        gone = make_member(w, "עזב")
        actions.archive(w, member_id=gone)
        for member_id, guardian_id in (
            (adult, family.mother),  # needs none
            (family.child, teen),
            (teen, family.child),  # has one herself
            (family.child, family.child),
            (family.child, gone),
        ):
            with pytest.raises(Refusal) as caught:
                actions.set_guardian(w, member_id=member_id, guardian_id=guardian_id)
            assert caught.value.field == "guardian_id"
    assert family.actor.ward_ids == {family.child}


def test_somebody_of_another_gym_is_nobodys_guardian(family):
    with open_work(make_gym("yam", "ים").acting(Role.OWNER)) as w:
        stranger = make_member(w, "זר")
        with pytest.raises(NotFound):
            actions.set_guardian(w, member_id=family.child, guardian_id=stranger)
        theirs = actions.add(w, details=details("ילדה"))
        with pytest.raises(NotFound):
            actions.set_guardian(w, member_id=theirs, guardian_id=family.mother)
    with pytest.raises(NotFound):
        family.set_guardian(stranger)
    assert family.actor.ward_ids == {family.child}


def test_a_guardian_here_is_nothing_in_another_gym(family):
    other = make_gym("yam", "ים")
    with open_work(other.acting(Role.OWNER)) as w:
        there = make_member(w, "ענת", "לוי")
    user_id = family.actor.user_id
    assert user_id is not None
    make_role(other.org_id, user_id, Role.MEMBER, member_id=there)
    run_ready()
    with open_work(family.actor) as w:
        identity.switch_gym(w, org_id=other.org_id)
    assert family.actor.org_id == other.org_id
    assert family.actor.ward_ids == frozenset()


def test_coaches_and_members_set_no_guardians(family):
    for who in (family.gym.acting(Role.COACH), family.actor):
        with pytest.raises(Denied), open_work(who) as w:
            actions.set_guardian(w, member_id=family.child, guardian_id=None)


def bookable(family: Family) -> UUID:
    with open_work(family.owner) as w:
        session_id = session_at(w, make_place(w), w.now + timedelta(days=1))
        give_weekly(w, family.child)
    return session_id


def test_a_guardian_books_and_cancels_for_a_child_as_a_member_does(family):
    session_id = bookable(family)
    with open_work(family.actor) as w:
        booking.book(w, session_id=session_id, member_id=family.child)
        mine = places.upcoming(w, member_id=family.child)
        assert [card.session.id for card in mine] == [session_id]
        assert mine[0].via is Via.APP
    with open_work(family.actor) as w:
        booking.cancel(w, session_id=session_id, member_id=family.child)
    with open_work(family.owner) as w:
        told = select(EventLog).where(col(EventLog.name) == "booking.cancelled")
        assert w.session.scalars(told).one().facts["by"] == CancelledBy.MEMBER


def test_a_guardian_is_bound_by_the_hours_of_booking(family):
    with open_work(family.owner) as w:
        far = session_at(w, make_place(w), w.now + timedelta(days=30))
        give_weekly(w, family.child)
    with pytest.raises(Refusal), open_work(family.actor) as w:
        booking.book(w, session_id=far, member_id=family.child)


def test_a_forged_child_is_denied_and_a_lost_one_too(family):
    session_id = bookable(family)
    with open_work(family.owner) as w:
        somebodys = make_member(w, "ילד")
    for forged in (somebodys, new_id()):
        with pytest.raises(Denied), open_work(family.actor) as w:
            booking.book(w, session_id=session_id, member_id=forged)
    stale = family.actor
    family.set_guardian(None)
    with pytest.raises(Denied), open_work(family.actor) as w:
        booking.book(w, session_id=session_id, member_id=family.child)
    assert replace(stale, ward_ids=frozenset()) == family.actor
