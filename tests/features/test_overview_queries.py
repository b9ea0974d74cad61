"""Figures of the overview: what is counted, what is left out, how many statements it takes."""

from datetime import date, timedelta

from fitkit.core.clock import day_of
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.audit import queries as audit
from fitkit.features.booking import queries as booking
from fitkit.features.members import queries as members
from fitkit.features.members.rules import MemberStatus
from fitkit.features.scheduling import queries as timetable
from fitkit.features.subscriptions import actions as giving
from fitkit.features.subscriptions import queries as subscriptions
from tests.factories import scheduling as make
from tests.factories.identity import make_actor
from tests.factories.locations import make_location
from tests.factories.members import make_member
from tests.factories.plans import make_pack, make_weekly
from tests.factories.subscriptions import give_pack, give_weekly


def today(w) -> date:
    return day_of(w.now, w.actor.zone)


def test_members_are_counted_by_the_plans_they_held_on_a_day(w):
    now = today(w)
    giving.give(
        w,
        member_id=make_member(w, "אורי"),
        plan_id=make_weekly(w, 3),
        starts_on=now - timedelta(days=40),
    )
    give_weekly(w, make_member(w, "גל"), 2)
    days = [now - timedelta(days=60), now - timedelta(days=30), now]
    assert subscriptions.holding_on(w, days=days) == (0, 1, 2)
    assert subscriptions.holding_on(w, days=[]) == ()


def test_a_plan_that_was_ended_today_is_not_held_today_but_was_yesterday(w):
    now = today(w)
    given = giving.give(
        w, member_id=make_member(w), plan_id=make_weekly(w, 3), starts_on=now - timedelta(days=9)
    )
    giving.end(w, subscription_id=given.subscription_id)
    assert subscriptions.holding_on(w, days=[now - timedelta(days=1), now]) == (1, 0)


def test_what_ends_within_a_week_or_is_nearly_used_up_is_running_out(w):
    ending, few, fine = (make_member(w, name) for name in ("אורי", "גל", "תמר"))
    give_pack(w, ending, 10, days=5)
    give_pack(w, few, 1)
    give_pack(w, fine, 10)
    soon = subscriptions.running_out(w, today=today(w))
    assert [(v.member_id, v.entries_left) for v in soon] == [(ending, 10), (few, 1)]


def test_who_holds_something_else_that_goes_on_runs_out_of_nothing(w):
    member_id = make_member(w)
    give_pack(w, member_id, 1)
    give_weekly(w, member_id)
    assert subscriptions.running_out(w, today=today(w)) == ()


def test_who_bought_another_pack_stands_once_with_the_better_one(w):
    member_id, plan_id = make_member(w), make_pack(w, 1, days=30)
    for _ in range(2):
        giving.give(w, member_id=member_id, plan_id=plan_id)
    assert len(subscriptions.running_out(w, today=today(w))) == 1


def test_members_without_a_plan_are_those_who_hold_nothing_and_did_not_leave(w):
    nobody = make_member(w, "אורי")
    give_weekly(w, make_member(w, "גל"))
    make_member(w, "תמר", status=MemberStatus.ENDED)
    assert [v.member_id for v in subscriptions.without_plan(w)] == [nobody]


def test_members_of_a_span_leave_leads_out(w):
    now = today(w)
    make_member(w, "אורי", status=MemberStatus.ACTIVE, joined_on=now - timedelta(days=3))
    make_member(w, "גל", status=MemberStatus.ACTIVE, joined_on=now)
    make_member(w, "תמר", joined_on=now)
    week_ago = now - timedelta(days=7)
    spans = [(week_ago, now), (now, now), (week_ago, week_ago)]
    assert members.joined_in(w, spans=spans) == (2, 1, 0)


def test_a_timetable_is_begun_by_its_first_class(w):
    assert not timetable.is_begun(w)
    make.publish(w, make.make_place(w))
    assert timetable.is_begun(w)


def test_what_fitkit_did_by_itself_was_done_by_nobody(gym):
    asked = ("locations.added", "members.added")
    with open_work(gym.system) as w:
        make_member(w)
    ronit = make_actor(gym.org_id, Role.OWNER, "ronit@example.com")
    with open_work(ronit) as w:
        make_location(w)
        assert audit.done_by_people(w, names=asked) == {"locations.added"}
        assert audit.done_by_people(w, names=()) == frozenset()


def test_another_gym_counts_for_nothing(gym, other_gym):
    theirs = make_actor(other_gym.org_id, Role.OWNER, "yam@example.com")
    with open_work(theirs) as w:
        give_pack(w, make_member(w, "אורי"), 1)
        make_member(w, "גל")
        place = make.make_place(w)
        make.session_at(w, place, w.now + timedelta(minutes=5))
    with open_work(gym.acting(Role.OWNER)) as w:
        now = today(w)
        assert subscriptions.holding_on(w, days=[now]) == (0,)
        assert subscriptions.running_out(w, today=now) == ()
        assert subscriptions.without_plan(w) == ()
        assert members.joined_in(w, spans=[(now, now)]) == (0,)
        assert not timetable.is_begun(w)
        assert audit.done_by_people(w, names=("members.added",)) == frozenset()
        assert booking.figures_by_week(w, day=now, weeks=1)[0].classes == 0
