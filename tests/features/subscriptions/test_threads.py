"""Entries under many hands at once, with real commits."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from fitkit.core import db
from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.ids import new_id
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.subscriptions import actions, queries
from fitkit.features.subscriptions.tables import Subscription
from tests.conftest import make_gym
from tests.factories.members import make_member
from tests.factories.plans import make_pack, make_weekly
from tests.factories.subscriptions import give, give_pack


def at_once(fn, given, *, threads=8):
    with ThreadPoolExecutor(threads) as crew:
        return list(crew.map(fn, given))


def test_ten_entries_are_taken_ten_times_by_forty_hands(real_database):
    owner = make_gym().acting(Role.OWNER)
    with open_work(owner) as w:
        member_id = make_member(w)
        pack = give_pack(w, member_id, 10)

    def take(booking_id):
        try:
            with open_work(owner) as w:
                return actions.take_entry(
                    w, subscription_id=pack, booking_id=booking_id, day=day_of(w.now, w.actor.zone)
                )
        except Refusal:
            return None

    balances = [b for b in at_once(take, [new_id() for _ in range(40)]) if b is not None]
    assert sorted(balances) == list(range(10))
    with open_work(owner) as w:
        story = queries.moves(w, member_id=member_id, subscription_id=pack)
        assert sum(m.delta for m in story) == 0
        assert len(story) == 11


def test_one_booking_gets_its_entry_back_once_however_often_it_is_cancelled(real_database):
    owner = make_gym().acting(Role.OWNER)
    booking = new_id()
    with open_work(owner) as w:
        member_id = make_member(w)
        pack = give_pack(w, member_id, 3)
        actions.take_entry(
            w, subscription_id=pack, booking_id=booking, day=day_of(w.now, w.actor.zone)
        )

    def give_back(_):
        with open_work(owner) as w:
            return actions.return_entry(w, subscription_id=pack, booking_id=booking)

    assert [b for b in at_once(give_back, range(12)) if b is not None] == [3]


def test_the_same_plan_given_by_many_at_once_is_held_once(real_database):
    owner = make_gym().acting(Role.OWNER)
    with open_work(owner) as w:
        member_id, plan_id = make_member(w), make_weekly(w)

    def give_it(_):
        try:
            with open_work(owner) as w:
                return give(w, member_id, plan_id)
        except Refusal:
            return None

    assert len([s for s in at_once(give_it, range(8)) if s is not None]) == 1
    with open_work(owner) as w:
        assert len(queries.held(w, member_id=member_id)) == 1


def test_the_sweep_and_a_release_do_not_wait_for_each_other(real_database):
    gym = make_gym()
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id, plan_id = make_member(w), make_pack(w, 5, days=30)
        today = day_of(w.now, w.actor.zone)
        ids = [
            actions.give_past(
                w,
                member_id=member_id,
                plan_id=plan_id,
                starts_on=today - timedelta(days=days),
            ).subscription_id
            for days in (100, 200)  # the one with the lower id is over later
        ]
    assert ids == sorted(ids)

    def sweep():
        with open_work(gym.system) as w:
            return actions.end_lapsed(w)

    with ThreadPoolExecutor(1) as crew:
        with open_work(gym.system) as w:  # a release: entries go back by id
            w.hold(Subscription, ids[0])
            swept = crew.submit(sweep)
            until_somebody_waits()
            w.hold(Subscription, ids[1])
        assert swept.result(20) == 2


def until_somebody_waits():
    asked = (
        "select count(*) from pg_stat_activity"
        " where datname = current_database() and wait_event_type = 'Lock'"
    )
    with db.engine().connect() as c:
        for _ in range(200):
            if c.exec_driver_sql(asked).scalar():
                return
            time.sleep(0.05)
    raise AssertionError("nobody waits")
