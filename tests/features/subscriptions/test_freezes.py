"""A plan rests for some days: its end moves, nothing is booked on them, places inside come back."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.errors import NotFound, Refusal
from fitkit.core.jobs import run_ready, tick
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.booking import actions as booking
from fitkit.features.booking import queries as places
from fitkit.features.members import queries as members
from fitkit.features.members.rules import MemberStatus
from fitkit.features.plans.rules import PlanKind
from fitkit.features.subscriptions import actions, queries, rules
from fitkit.features.subscriptions.rules import FreezeKind, SubscriptionStatus
from fitkit.texts import subscriptions as subscription_texts
from tests.conftest import make_gym
from tests.factories.members import make_member
from tests.factories.plans import make_trial
from tests.factories.scheduling import make_place, session_at
from tests.factories.subscriptions import give, give_pack, give_weekly

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)  # 12:00 in Tel Aviv
TODAY = date(2026, 11, 23)
ACTIVE, FROZEN = SubscriptionStatus.ACTIVE, SubscriptionStatus.FROZEN


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as travel:
        yield travel


def day(n: int) -> date:
    return TODAY + timedelta(days=n)


def held(gym, member_id):
    with open_work(gym.acting(Role.OWNER)) as w:
        return queries.held(w, member_id=member_id)[0]


def status(gym, member_id):
    with open_work(gym.acting(Role.OWNER)) as w:
        return members.card(w, member_id=member_id).status


def night(noon, days: int) -> None:
    noon.shift(timedelta(days=days))
    tick(NOON + timedelta(days=days))
    run_ready()


@pytest.fixture
def pack(gym):
    """A member and a pack that ends."""
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w)
        return member_id, give_pack(w, member_id, 10, days=100)


def freeze(gym, subscription_id, first=0, last=6, kind=FreezeKind.STAFF, reason=""):
    with open_work(gym.acting(Role.OWNER)) as w:
        return actions.freeze(
            w,
            subscription_id=subscription_id,
            first_on=day(first),
            last_on=day(last),
            kind=kind,
            reason=reason,
        )


@given(st.integers(1, 400), st.integers(0, 400), st.integers(0, 60))
def test_a_freeze_is_accepted_exactly_within_its_bounds(length, first, ends):
    span = (day(first), day(first + length - 1))
    held_days = (TODAY, day(ends))
    fits = 7 <= length <= 30 and first <= ends and first <= 366
    try:
        rules.check_freeze(span, kind=PlanKind.WEEKLY, held=held_days, others=(), today=TODAY)
    except Refusal:
        assert not fits
    else:
        assert fits


def test_a_freeze_of_today_rests_at_once_and_moves_the_end(gym, pack):
    member_id, pack_id = pack
    before = held(gym, member_id).ends_on
    freeze(gym, pack_id, 0, 9)
    after = held(gym, member_id)
    assert (after.status, after.ends_on) == (FROZEN, before + timedelta(days=10))
    assert status(gym, member_id) is MemberStatus.FROZEN


def test_a_freeze_ahead_begins_and_ends_by_itself(gym, pack, noon):
    member_id, pack_id = pack
    freeze(gym, pack_id, 3, 9)
    assert (held(gym, member_id).status, status(gym, member_id)) == (ACTIVE, MemberStatus.ACTIVE)
    night(noon, 3)
    assert (held(gym, member_id).status, status(gym, member_id)) == (FROZEN, MemberStatus.FROZEN)
    night(noon, 7)
    assert (held(gym, member_id).status, status(gym, member_id)) == (ACTIVE, MemberStatus.ACTIVE)
    night(noon, 0)  # a second worker, the same morning
    assert held(gym, member_id).status is ACTIVE


def test_one_called_off_leaves_the_end_where_it_was(gym, pack):
    member_id, pack_id = pack
    before = held(gym, member_id).ends_on
    freeze_id = freeze(gym, pack_id, 3, 12)
    with open_work(gym.acting(Role.OWNER)) as w:
        actions.unfreeze(w, freeze_id=freeze_id)
        assert queries.freezes(w, member_id=member_id) == ()
    assert held(gym, member_id).ends_on == before


def test_one_ended_early_gives_only_the_days_that_were_used(gym, pack, noon):
    member_id, pack_id = pack
    before = held(gym, member_id).ends_on
    freeze_id = freeze(gym, pack_id, 0, 29)
    noon.shift(timedelta(days=4))
    with open_work(gym.acting(Role.OWNER)) as w:
        actions.unfreeze(w, freeze_id=freeze_id)
    after = held(gym, member_id)
    assert (after.status, after.ends_on) == (ACTIVE, before + timedelta(days=4))
    assert status(gym, member_id) is MemberStatus.ACTIVE
    with pytest.raises(Refusal), open_work(gym.acting(Role.OWNER)) as w:
        actions.unfreeze(w, freeze_id=freeze_id)


@pytest.mark.parametrize(
    ("field", "first", "last"),
    [
        ("first_on", -1, 8),
        ("last_on", 0, 5),  # six days
        ("last_on", 0, 30),  # thirty-one
        ("last_on", 5, 2),
        ("first_on", 367, 375),
        ("first_on", 200, 210),  # after the pack
    ],
)
def test_days_that_cannot_be_are_refused_at_their_field(gym, pack, field, first, last):
    member_id, pack_id = pack
    before = held(gym, member_id)
    with pytest.raises(Refusal) as caught:
        freeze(gym, pack_id, first, last)
    assert caught.value.field == field
    assert held(gym, member_id) == before


def test_two_freezes_share_no_day(gym, pack):
    freeze(gym, pack[1], 0, 6)
    with pytest.raises(Refusal):
        freeze(gym, pack[1], 6, 13)
    freeze(gym, pack[1], 7, 13)


def test_a_trial_and_what_ended_are_not_frozen(gym, pack):
    with open_work(gym.acting(Role.OWNER)) as w:
        trial = give(w, make_member(w, "דנה"), make_trial(w))
        actions.end(w, subscription_id=pack[1])
    for subscription_id in (trial, pack[1]):
        with pytest.raises(Refusal):
            freeze(gym, subscription_id)


@given(
    st.lists(st.tuples(st.integers(-300, 300), st.integers(1, 30)), max_size=6), st.integers(7, 30)
)
def test_no_half_year_has_more_days_of_rest_than_a_member_may_take(others, length):
    span = (day(0), day(length - 1))
    rested = [(day(first), day(first + n - 1)) for first, n in others]
    every_day = {d for first, last in [span, *rested] for d in days(first, last)}
    windows = (
        sum(day(end) - rules.HALF_YEAR < d <= day(end) for d in every_day)
        for end in range(length + 182)
    )
    assert rules.rested_within(span, rested) == max(windows)


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def test_the_days_of_a_half_year_are_counted_back_and_ahead(gym, pack):
    freeze(gym, pack[1], 0, 19, kind=FreezeKind.OWN)
    with pytest.raises(Refusal) as refused:
        freeze(gym, pack[1], 40, 54, kind=FreezeKind.OWN)
    assert (refused.value.field, refused.value.params["left"]) == ("last_on", 10)
    freeze(gym, pack[1], 40, 49, kind=FreezeKind.OWN)
    with pytest.raises(Refusal) as refused:
        freeze(gym, pack[1], 60, 66, kind=FreezeKind.OWN)
    assert refused.value.text is subscription_texts.REST_USED_UP


def test_a_medical_freeze_is_counted_apart_and_needs_a_note(gym, pack):
    freeze(gym, pack[1], 0, 29, kind=FreezeKind.OWN)
    with pytest.raises(Refusal) as refused:
        freeze(gym, pack[1], 40, 41, kind=FreezeKind.MEDICAL)
    assert refused.value.field == "reason"
    freeze(gym, pack[1], 40, 41, kind=FreezeKind.MEDICAL, reason="אישור מד״ר לוי, 20.11")
    freeze(gym, pack[1], 50, 99, kind=FreezeKind.MEDICAL, reason="אישור מד״ר לוי, 20.11")


def test_one_that_was_called_off_leaves_the_days_to_be_taken(gym, pack):
    freeze_id = freeze(gym, pack[1], 5, 34, kind=FreezeKind.OWN)
    with open_work(gym.acting(Role.OWNER)) as w:
        actions.unfreeze(w, freeze_id=freeze_id)
    freeze(gym, pack[1], 5, 34, kind=FreezeKind.OWN)


def test_a_subscription_and_a_freeze_of_another_gym_do_not_exist(gym, pack):
    freeze_id = freeze(gym, pack[1])
    other = make_gym("yam", "ים")
    with pytest.raises(NotFound):
        freeze(other, pack[1], 8, 15)
    with pytest.raises(NotFound), open_work(other.acting(Role.OWNER)) as w:
        actions.unfreeze(w, freeze_id=freeze_id)


def test_a_member_with_another_plan_that_goes_on_is_not_frozen(gym, pack):
    member_id, pack_id = pack
    with open_work(gym.acting(Role.OWNER)) as w:
        give_weekly(w, member_id)
    freeze(gym, pack_id)
    assert status(gym, member_id) is MemberStatus.ACTIVE


def test_places_on_the_frozen_days_come_back_at_no_cost_and_the_others_stay(gym, pack):
    member_id, pack_id = pack
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w)
        inside, after = (session_at(w, place, w.now + timedelta(days=n)) for n in (2, 8))
        for session_id in (inside, after):
            booking.book(w, session_id=session_id, member_id=member_id)
        shown = places.paid_between(
            w, member_id=member_id, subscription_id=pack_id, first=day(0), last=day(6)
        )
    assert [s.id for s in shown] == [inside]
    freeze(gym, pack_id, 0, 6)
    run_ready()
    with open_work(gym.acting(Role.OWNER)) as w:
        assert [c.session.id for c in places.upcoming(w, member_id=member_id)] == [after]
        assert queries.held(w, member_id=member_id)[0].entries_left == 9
    run_ready()  # told twice
    assert held(gym, member_id).entries_left == 9


def test_places_on_days_that_fall_off_again_come_back_at_no_cost(gym, pack):
    member_id, pack_id = pack
    with open_work(gym.acting(Role.OWNER)) as w:
        end = queries.held(w, member_id=member_id)[0].ends_on
    assert end is not None
    freeze_id = freeze(gym, pack_id, 0, 6)
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w)
        until_end = (end - day(0)).days
        kept, gained = (
            session_at(w, place, w.now + timedelta(days=n)) for n in (until_end, until_end + 1)
        )
        for session_id in (kept, gained):
            booking.book(w, session_id=session_id, member_id=member_id)
    with open_work(gym.acting(Role.OWNER)) as w:
        actions.unfreeze(w, freeze_id=freeze_id)
    for _ in range(2):
        run_ready()
    with open_work(gym.acting(Role.OWNER)) as w:
        assert [c.session.id for c in places.upcoming(w, member_id=member_id)] == [kept]
    assert held(gym, member_id).entries_left == 9


def test_places_after_a_last_day_that_was_set_come_back_at_no_cost(gym, pack):
    member_id, pack_id = pack
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w)
        kept, lost = (session_at(w, place, w.now + timedelta(days=n)) for n in (3, 4))
        for session_id in (kept, lost):
            booking.book(w, session_id=session_id, member_id=member_id)
        actions.end_on(w, subscription_id=pack_id, day=day(3))
    for _ in range(2):
        run_ready()
    with open_work(gym.acting(Role.OWNER)) as w:
        assert [c.session.id for c in places.upcoming(w, member_id=member_id)] == [kept]
    assert held(gym, member_id).entries_left == 9


def test_during_a_freeze_a_class_after_it_can_be_booked_and_one_inside_cannot(gym, pack):
    member_id, pack_id = pack
    freeze(gym, pack_id, 0, 6)
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w)
        inside, after = (session_at(w, place, w.now + timedelta(days=n)) for n in (6, 7))
        with pytest.raises(Refusal):
            booking.book(w, session_id=inside, member_id=member_id)
        booking.book(w, session_id=after, member_id=member_id)
    assert held(gym, member_id).entries_left == 9


def test_a_freeze_that_is_called_off_at_once_gives_nothing_back(gym, pack):
    member_id, pack_id = pack
    with open_work(gym.acting(Role.OWNER)) as w:
        session_id = session_at(w, make_place(w), w.now + timedelta(days=2))
        booking.book(w, session_id=session_id, member_id=member_id)
    freeze_id = freeze(gym, pack_id, 0, 6)
    with open_work(gym.acting(Role.OWNER)) as w:
        actions.unfreeze(w, freeze_id=freeze_id)
    run_ready()
    with open_work(gym.acting(Role.OWNER)) as w:
        assert [c.session.id for c in places.upcoming(w, member_id=member_id)] == [session_id]


def test_the_owner_sees_why_and_the_member_sees_when(gym, pack):
    member_id, pack_id = pack
    with open_work(gym.acting(Role.OWNER)) as w:
        actions.freeze(w, subscription_id=pack_id, first_on=day(1), last_on=day(7), reason="נסיעה")
        assert queries.freezes(w, member_id=member_id)[0].reason == "נסיעה"
    with open_work(gym.acting(Role.MEMBER, member_id=member_id)) as w:
        seen = queries.freezes(w, member_id=member_id)[0]
    assert (seen.reason, seen.first_on, seen.last_on) == ("", day(1), day(7))
