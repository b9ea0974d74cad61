"""Giving and ending plans, and the books of entries."""

from datetime import timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from fitkit.core.clock import day_of
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.events import EventLog
from fitkit.core.ids import new_id
from fitkit.core.money import Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.class_types.rules import PolicyOverride
from fitkit.features.members import actions as members
from fitkit.features.members import queries as member_queries
from fitkit.features.members.rules import MemberStatus
from fitkit.features.plans import actions as plans
from fitkit.features.plans.rules import PlanDetails, PlanKind, Terms
from fitkit.features.subscriptions import actions, queries
from fitkit.features.subscriptions.rules import MoveReason, Standing, SubscriptionStatus
from fitkit.features.subscriptions.tables import CreditMove, Subscription
from fitkit.texts import members as member_texts
from fitkit.texts import subscriptions as texts
from tests.factories.class_types import make_class_type
from tests.factories.locations import make_location
from tests.factories.members import make_member
from tests.factories.plans import make_pack, make_trial, make_unlimited, make_weekly
from tests.factories.subscriptions import give, give_pack, give_weekly


def today(w):
    return day_of(w.now, w.actor.zone)


def status(w, member_id):
    return member_queries.facts(w, member_id=member_id).status


def events(w):
    rows = w.session.scalars(select(EventLog).order_by(EventLog.id))
    return [(e.name, e.facts) for e in rows]


def only_held(w, member_id):
    return queries.held(w, member_id=member_id)[0]


def left(w, member_id):
    w.session.flush()
    w.session.expire_all()
    return only_held(w, member_id).entries_left


def test_a_pack_is_given_with_its_entries_and_its_days(w):
    member_id, plan_id = make_member(w), make_pack(w, 10, days=175)
    given_ = actions.give(w, member_id=member_id, plan_id=plan_id)
    assert (given_.entries, given_.starts_on) == (10, today(w))
    assert given_.ends_on == today(w) + timedelta(days=174)
    view = only_held(w, member_id)
    assert (view.kind, view.entries_left, view.entries_given) == (PlanKind.PACK, 10, 10)
    move = queries.moves(w, member_id=member_id, subscription_id=view.id)[0]
    assert (move.delta, move.balance_after, move.reason) == (10, 10, MoveReason.GIVEN)


def test_giving_tells_and_makes_the_member_active(w):
    member_id, plan_id = make_member(w), make_weekly(w)
    given_ = actions.give(w, member_id=member_id, plan_id=plan_id)
    assert status(w, member_id) is MemberStatus.ACTIVE
    assert events(w)[-2:] == [
        (
            "subscriptions.given",
            {
                "member_id": str(member_id),
                "plan_id": str(plan_id),
                "kind": "weekly",
                "starts_on": given_.starts_on.isoformat(),
                "ends_on": None,
            },
        ),
        (
            "members.status_changed",
            {"member_id": str(member_id), "before": "lead", "after": "active"},
        ),
    ]


def test_a_trial_makes_a_lead_a_trial_and_is_had_once(w):
    member_id, plan_id = make_member(w), make_trial(w)
    first = give(w, member_id, plan_id)
    assert status(w, member_id) is MemberStatus.TRIAL
    actions.end(w, subscription_id=first)
    with pytest.raises(Refusal) as caught:
        give(w, member_id, plan_id)
    assert caught.value.text is texts.TRIAL_HAD


def test_what_is_not_counted_is_not_held_twice_over_the_same_days(w):
    member_id, plan_id = make_member(w), make_weekly(w)
    first = give(w, member_id, plan_id)
    with pytest.raises(Refusal) as caught:
        give(w, member_id, plan_id, today(w) + timedelta(days=30))
    assert caught.value.text is texts.ALREADY_HELD
    actions.end_on(w, subscription_id=first, day=today(w) + timedelta(days=29))
    give(w, member_id, plan_id, today(w) + timedelta(days=30))


def test_two_packs_may_be_held_at_once(w):
    member_id, plan_id = make_member(w), make_pack(w, 5)
    give(w, member_id, plan_id)
    give(w, member_id, plan_id)
    assert [v.entries_left for v in queries.held(w, member_id=member_id)] == [5, 5]


def test_a_plan_no_longer_sold_is_not_given_but_stays_held(w):
    member_id, plan_id = make_member(w), make_weekly(w)
    give(w, member_id, plan_id)
    plans.retire(w, plan_id=plan_id)
    with pytest.raises(Refusal) as caught:
        give(w, make_member(w, "דן"), plan_id)
    assert caught.value.text is texts.PLAN_NOT_SOLD
    assert only_held(w, member_id).status is SubscriptionStatus.ACTIVE


def test_nobody_in_the_archive_is_given_a_plan(w):
    member_id = make_member(w)
    members.archive(w, member_id=member_id)
    with pytest.raises(Refusal) as caught:
        give_weekly(w, member_id)
    assert caught.value.text is member_texts.IN_ARCHIVE


def test_a_plan_over_before_today_is_refused(w):
    member_id, plan_id = make_member(w), make_pack(w, 5, days=30)
    with pytest.raises(Refusal) as caught:
        give(w, member_id, plan_id, today(w) - timedelta(days=30))
    assert caught.value.text is texts.OVER_ALREADY
    give(w, member_id, plan_id, today(w) - timedelta(days=29))


def test_a_later_change_of_the_plan_does_not_reach_its_holders(w):
    kind = make_class_type(w)
    member_id, plan_id = make_member(w), make_weekly(w, 3)
    give(w, member_id, plan_id)
    terms = Terms(PlanKind.WEEKLY, 1, class_type_ids=(kind,))
    plans.change(w, plan_id=plan_id, details=PlanDetails("מסלול חדש", "", terms, Money(0)))
    view = only_held(w, member_id)
    assert (view.weekly_limit, view.class_type_ids) == (3, ())
    entitled = queries.entitlements(w, member_id=member_id, day=today(w))[0]
    assert entitled.covers(new_id(), today(w))


def test_where_and_how_often_are_copied_and_changed_rules_reach_holders_at_once(w):
    member_id, here = make_member(w), make_location(w)
    terms = Terms(PlanKind.UNLIMITED, location_ids=(here,), day_limit=1, open_limit=5)
    plan_id = plans.add(w, details=PlanDetails("זהב", "", terms))
    give(w, member_id, plan_id)
    rule = PolicyOverride(week_limit=2)
    later = PlanDetails("זהב", "", Terms(PlanKind.UNLIMITED), overrides={"*": rule})
    plans.change(w, plan_id=plan_id, details=later)
    w.session.flush()
    entitled = queries.entitlements(w, member_id=member_id, day=today(w))[0]
    assert (entitled.location_ids, entitled.day_limit, entitled.open_limit) == ({here}, 1, 5)
    assert entitled.override_for(new_id()) == rule


def test_a_trial_is_given_by_oneself_once(w):
    member_id, plan_id = make_member(w), make_trial(w)
    given = actions.give_trial(w, member_id=member_id, plan_id=plan_id)
    assert (given.entries, only_held(w, member_id).kind) == (1, PlanKind.TRIAL)
    with pytest.raises(Refusal) as caught:
        actions.give_trial(w, member_id=member_id, plan_id=plan_id)
    assert caught.value.text is texts.TRIAL_HAD


def test_ending_now_takes_the_entries_left_by_a_move(w):
    member_id = make_member(w)
    subscription_id = give_pack(w, member_id, 10)
    actions.end(w, subscription_id=subscription_id)
    view = only_held(w, member_id)
    assert (view.status, view.entries_left, view.ends_on) == (
        SubscriptionStatus.ENDED,
        0,
        today(w),
    )
    move = queries.moves(w, member_id=member_id, subscription_id=subscription_id)[0]
    assert (move.delta, move.reason) == (-10, MoveReason.EXPIRED)
    name, facts = events(w)[-2]
    assert (name, facts["because"], facts["entries_lost"]) == (
        "subscriptions.ended",
        "staff",
        10,
    )
    assert queries.entitlements(w, member_id=member_id, day=today(w)) == ()
    with pytest.raises(Refusal):
        actions.end(w, subscription_id=subscription_id)


def test_a_member_with_nothing_left_is_ended_and_with_a_trial_is_a_trial(w):
    member_id = make_member(w)
    trial = give(w, member_id, make_trial(w))
    weekly = give_weekly(w, member_id)
    assert status(w, member_id) is MemberStatus.ACTIVE
    actions.end(w, subscription_id=weekly)
    assert status(w, member_id) is MemberStatus.TRIAL
    actions.end(w, subscription_id=trial)
    assert status(w, member_id) is MemberStatus.ENDED


def test_a_debt_outlives_the_plan(w):
    member_id = make_member(w)
    weekly = give_weekly(w, member_id)
    members.set_status(w, member_id=member_id, status=MemberStatus.PAST_DUE)
    actions.end(w, subscription_id=weekly)
    assert status(w, member_id) is MemberStatus.PAST_DUE


def test_a_last_day_is_set_today_or_later_and_never_moved_out(w):
    member_id = make_member(w)
    pack = give_pack(w, member_id, days=10)
    for days, text in (
        (-1, texts.END_IN_PAST),
        (10, texts.END_ONLY_EARLIER),
    ):
        with pytest.raises(Refusal) as caught:
            actions.end_on(w, subscription_id=pack, day=today(w) + timedelta(days=days))
        assert caught.value.text is text
    actions.end_on(w, subscription_id=pack, day=today(w))
    assert only_held(w, member_id).ends_on == today(w)
    assert only_held(w, member_id).status is SubscriptionStatus.ACTIVE
    later = give(w, member_id, make_unlimited(w), today(w) + timedelta(days=5))
    with pytest.raises(Refusal) as caught:
        actions.end_on(w, subscription_id=later, day=today(w) + timedelta(days=4))
    assert caught.value.text is texts.END_BEFORE_START


def test_staff_correct_entries_with_a_reason(gym, w):
    member_id = make_member(w)
    pack = give_pack(w, member_id, 2)
    assert actions.adjust_entries(w, subscription_id=pack, delta=3, note=" פיצוי ") == 5
    with pytest.raises(Refusal) as caught:
        actions.adjust_entries(w, subscription_id=pack, delta=-6, note="טעות")
    assert caught.value.text is texts.ONLY_SO_MANY_LEFT
    assert events(w)[-1][1]["entries_left"] == 5
    assert "פיצוי" not in str(events(w))
    assert queries.moves(w, member_id=member_id, subscription_id=pack)[0].note == "פיצוי"
    with open_work(gym.acting(Role.MEMBER, member_id=member_id)) as own:
        seen = queries.moves(own, member_id=member_id, subscription_id=pack)[0]
        assert (seen.delta, seen.note) == (3, "")


def test_what_is_not_counted_has_no_entries_to_correct(w):
    weekly = give_weekly(w, make_member(w))
    with pytest.raises(Refusal) as caught:
        actions.adjust_entries(w, subscription_id=weekly, delta=1, note="פיצוי")
    assert caught.value.text is texts.NOT_COUNTED


def test_an_entry_is_taken_and_comes_back_once(w):
    member_id = make_member(w)
    pack, booking = give_pack(w, member_id, 2), new_id()
    assert actions.take_entry(w, subscription_id=pack, booking_id=booking, day=today(w)) == 1
    assert actions.return_entry(w, subscription_id=pack, booking_id=booking) == 2
    assert actions.return_entry(w, subscription_id=pack, booking_id=booking) is None
    assert actions.return_entry(w, subscription_id=pack, booking_id=new_id()) is None
    story = queries.moves(w, member_id=member_id, subscription_id=pack)
    assert [(m.delta, m.balance_after, m.reason) for m in story] == [
        (1, 2, MoveReason.RETURNED),
        (-1, 1, MoveReason.BOOKED),
        (2, 2, MoveReason.GIVEN),
    ]


def test_the_last_entry_is_taken_and_no_further(w):
    pack = give_pack(w, make_member(w), 1)
    actions.take_entry(w, subscription_id=pack, booking_id=new_id(), day=today(w))
    with pytest.raises(Refusal) as caught:
        actions.take_entry(w, subscription_id=pack, booking_id=new_id(), day=today(w))
    assert caught.value.text is texts.NO_ENTRIES_LEFT


def test_nothing_is_taken_from_what_is_not_counted_or_has_ended(w):
    member_id = make_member(w)
    weekly, pack = give_weekly(w, member_id), give_pack(w, member_id, 3)
    actions.end(w, subscription_id=pack)
    for subscription_id in (weekly, pack, new_id()):
        with pytest.raises(Refusal):
            actions.take_entry(
                w, subscription_id=subscription_id, booking_id=new_id(), day=today(w)
            )


def test_an_entry_comes_back_to_an_ended_pack_so_that_the_books_agree(w):
    member_id = make_member(w)
    pack, booking = give_pack(w, member_id, 3), new_id()
    actions.take_entry(w, subscription_id=pack, booking_id=booking, day=today(w))
    w.session.expire_all()
    actions.end(w, subscription_id=pack)
    assert actions.return_entry(w, subscription_id=pack, booking_id=booking) == 1
    assert queries.entitlements(w, member_id=member_id, day=today(w)) == ()


DEEDS = st.lists(
    st.tuples(st.sampled_from(["take", "return", "adjust", "end"]), st.integers(-4, 4)),
    max_size=20,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(1, 4), DEEDS)
def test_entries_are_conserved_whatever_is_done(gym, entries, deeds):
    with open_work(gym.acting(Role.OWNER)) as w, w.session.begin_nested() as undone:
        member_id = make_member(w)
        pack = give_pack(w, member_id, entries)
        out, bookings = set(), [new_id() for _ in range(5)]
        model, running = entries, True
        for deed, n in deeds:
            booking = bookings[abs(n)]
            try:
                if deed == "take" and booking not in out:
                    actions.take_entry(w, subscription_id=pack, booking_id=booking, day=today(w))
                    out.add(booking)
                    model -= 1
                elif deed == "return":
                    back = actions.return_entry(w, subscription_id=pack, booking_id=booking)
                    assert (back is not None) == (booking in out)
                    model += booking in out
                    out.discard(booking)
                elif deed == "adjust":
                    w.session.expire_all()
                    actions.adjust_entries(w, subscription_id=pack, delta=n, note="תיקון")
                    model += n
                elif deed == "end":
                    w.session.expire_all()
                    actions.end(w, subscription_id=pack)
                    model, running = 0, False
            except Refusal:
                assert deed != "end" or not running
        story = list(reversed(queries.moves(w, member_id=member_id, subscription_id=pack)))
        assert left(w, member_id) == model == sum(m.delta for m in story)
        balance = 0
        for move in story:
            balance += move.delta
            assert move.balance_after == balance >= 0
        undone.rollback()


def test_the_sweep_ends_what_was_over_yesterday_and_nothing_else(gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        over, still = make_member(w), make_member(w, "דן")
        give(w, over, make_pack(w, 5, days=10))
        give(w, still, make_pack(w, 5, days=11))
    with time_machine.travel(w.now + timedelta(days=10)), open_work(gym.system) as w:
        assert actions.end_lapsed(w) == 1
        assert actions.end_lapsed(w) == 0
        assert only_held(w, over).status is SubscriptionStatus.ENDED
        assert only_held(w, still).status is SubscriptionStatus.ACTIVE
        assert status(w, over) is MemberStatus.ENDED
        assert [f["because"] for n, f in events(w) if n == "subscriptions.ended"] == ["lapsed"]


def test_the_sweep_is_a_daily_job_of_each_gym():
    from fitkit.core import jobs

    tick = next(t for t in jobs.TICKS if t.name == "subscriptions.jobs.end_lapsed")
    assert (tick.per_gym, tick.at.isoformat()) == (True, "03:40:00")


def test_a_past_plan_of_an_import_is_ended_by_the_sweep(w):
    member_id, plan_id = make_member(w), make_pack(w, 5, days=30)
    actions.give_past(
        w, member_id=member_id, plan_id=plan_id, starts_on=today(w) - timedelta(days=300)
    )
    actions.end_lapsed(w)
    view = only_held(w, member_id)
    assert view.status is SubscriptionStatus.ENDED
    assert view.ends_on == today(w) - timedelta(days=271)


def test_entitlements_come_in_paying_order_with_their_standing(w):
    member_id = make_member(w)
    pack, weekly = give_pack(w, member_id, 5, days=30), give_weekly(w, member_id)
    found = queries.entitlements(w, member_id=member_id, day=today(w))
    assert [e.subscription_id for e in found] == [weekly, pack]
    assert {e.standing for e in found} == {Standing.GOOD}
    members.set_status(w, member_id=member_id, status=MemberStatus.PAST_DUE)
    w.session.flush()
    found = queries.entitlements(w, member_id=member_id, day=today(w))
    assert {e.standing for e in found} == {Standing.PAST_DUE}
    beyond = queries.entitlements(w, member_id=member_id, day=today(w) + timedelta(days=30))
    assert [e.subscription_id for e in beyond] == [weekly]


def test_nobody_in_the_archive_is_entitled(w):
    member_id = make_member(w)
    give_weekly(w, member_id)
    members.archive(w, member_id=member_id)
    w.session.flush()
    assert queries.entitlements(w, member_id=member_id, day=today(w)) == ()


def test_a_page_of_the_roster_shows_what_pays_first(w):
    both, none = make_member(w), make_member(w, "דן")
    give_pack(w, both, 5)
    give_weekly(w, both, 2)
    found = queries.standing_of(w, member_ids=[both, none])
    assert set(found) == {both}
    assert (found[both].kind, found[both].weekly_limit, found[both].others) == (
        PlanKind.WEEKLY,
        2,
        1,
    )


def test_holders_are_counted_once_each(w):
    one, two, plan_id = make_member(w), make_member(w, "דן"), make_pack(w, 5)
    for member_id in (one, one, two):
        give(w, member_id, plan_id)
    actions.end(w, subscription_id=queries.held(w, member_id=two)[0].id)
    assert queries.holders_count(w) == {plan_id: 1}


def test_what_is_held_comes_before_what_ended(w):
    member_id = make_member(w)
    old = give_pack(w, member_id, 5)
    actions.end(w, subscription_id=old)
    now = give_weekly(w, member_id)
    assert [v.id for v in queries.held(w, member_id=member_id)] == [now, old]


def test_members_see_their_own_and_nobody_elses(gym, w):
    member_id, other = make_member(w), make_member(w, "דן")
    mine, theirs = give_pack(w, member_id, 5), give_pack(w, other, 6)
    w.session.flush()
    with open_work(gym.acting(Role.MEMBER, member_id=member_id)) as own:
        assert [v.id for v in queries.held(own, member_id=member_id)] == [mine]
        assert queries.moves(own, member_id=member_id, subscription_id=theirs) == ()
        for read in (
            lambda: queries.held(own, member_id=other),
            lambda: queries.moves(own, member_id=other, subscription_id=theirs),
            lambda: queries.standing_of(own, member_ids=[other]),
            lambda: queries.holders_count(own),
        ):
            with pytest.raises(Denied):
                read()


def deeds(member_id, plan_id, subscription_id, day):
    return {
        "give": lambda w: actions.give(w, member_id=member_id, plan_id=plan_id),
        "end": lambda w: actions.end(w, subscription_id=subscription_id),
        "end_on": lambda w: actions.end_on(w, subscription_id=subscription_id, day=day),
        "adjust_entries": lambda w: actions.adjust_entries(
            w, subscription_id=subscription_id, delta=5, note="מתנה"
        ),
    }


@pytest.mark.parametrize("role", [Role.COACH, Role.MEMBER])
@pytest.mark.parametrize("deed", list(deeds(None, None, None, None)))
def test_coaches_and_members_give_and_change_nothing(gym, w, deed, role):
    member_id, plan_id = make_member(w), make_pack(w, 5)
    pack = give(w, member_id, plan_id)
    w.session.flush()
    with (
        open_work(gym.acting(role, member_id=member_id)) as other,
        pytest.raises(Denied),
    ):
        deeds(member_id, plan_id, pack, today(w))[deed](other)


@pytest.mark.parametrize("deed", list(deeds(None, None, None, None)))
def test_another_gyms_owner_finds_nothing(gym, other_gym, deed):
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id, plan_id = make_member(w), make_pack(w, 5)
        pack = give(w, member_id, plan_id)
    with open_work(other_gym.acting(Role.OWNER)) as w, pytest.raises(NotFound):
        deeds(member_id, plan_id, pack, today(w))[deed](w)


def test_a_plan_of_another_gym_is_not_given(gym, other_gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        plan_id = make_pack(w, 5)
    with open_work(other_gym.acting(Role.OWNER)) as w:
        member_id = make_member(w)
        with pytest.raises(NotFound):
            give(w, member_id, plan_id)


def test_the_hot_statements_do_not_reach_another_gym(gym, other_gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w)
        pack, booking = give_pack(w, member_id, 5), new_id()
        actions.take_entry(w, subscription_id=pack, booking_id=booking, day=today(w))
    with open_work(other_gym.acting(Role.OWNER)) as w:
        assert queries.entitlements(w, member_id=member_id, day=today(w)) == ()
        with pytest.raises(Refusal):
            actions.take_entry(w, subscription_id=pack, booking_id=new_id(), day=today(w))
        assert actions.return_entry(w, subscription_id=pack, booking_id=booking) is None
        assert queries.standing_of(w, member_ids=[member_id]) == {}
        assert queries.holders_count(w) == {}
        assert queries.moves(w, member_id=member_id, subscription_id=pack) == ()
        assert queries.over_by(w, day=today(w) + timedelta(days=900)) == ()
        with pytest.raises(NotFound):
            queries.held(w, member_id=member_id)
    with open_work(gym.acting(Role.OWNER)) as w:
        assert only_held(w, member_id).entries_left == 4
        assert len(w.session.scalars(select(CreditMove)).all()) == 2
        assert w.session.get(Subscription, pack).entries_left == 4
