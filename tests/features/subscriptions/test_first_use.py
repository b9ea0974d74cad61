"""Packs whose days count from the first class: before it, on it, and when it is given back."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fitkit.core.clock import day_of
from fitkit.core.ids import new_id
from fitkit.core.work import Work
from fitkit.features.plans.rules import PlanKind, Terms
from fitkit.features.subscriptions import actions
from fitkit.features.subscriptions.tables import Subscription
from tests.factories.members import make_member
from tests.factories.plans import make_plan
from tests.factories.subscriptions import give

VALID, WITHIN = 30, 90
PACK = Terms(PlanKind.PACK, entries=3, valid_days=VALID, begin_within=WITHIN)


def today(w: Work) -> date:
    return day_of(w.now, w.actor.zone)


def after(w: Work, days: int) -> date:
    return today(w) + timedelta(days=days)


def pack_of(w: Work, terms: Terms = PACK) -> UUID:
    return give(w, make_member(w), make_plan(w, f"כרטיסייה {new_id()}", terms))


def row(w: Work, pack: UUID) -> Subscription:
    w.session.flush()
    w.session.expire_all()
    return w.get(Subscription, pack)


def take(w: Work, pack: UUID, days: int) -> UUID:
    booking = new_id()
    actions.take_entry(w, subscription_id=pack, booking_id=booking, day=after(w, days))
    return booking


def back(w: Work, pack: UUID, booking: UUID) -> None:
    actions.return_entry(w, subscription_id=pack, booking_id=booking)


def test_until_it_is_used_a_pack_lasts_as_long_as_it_may(w):
    pack = pack_of(w)
    held = row(w, pack)
    assert (held.begins_by, held.begun_on) == (after(w, WITHIN), None)
    assert held.ends_on == after(w, WITHIN + VALID - 1)


@pytest.mark.parametrize(("days", "lasts"), [(0, 29), (4, 33), (90, 119), (95, 119)])
def test_the_first_class_begins_its_days(w, days, lasts):
    pack = pack_of(w)
    take(w, pack, days)
    held = row(w, pack)
    assert held.begun_on == after(w, min(days, WITHIN))
    assert held.ends_on == after(w, lasts)
    take(w, pack, 0)  # another class, sooner or later, changes nothing
    assert row(w, pack).ends_on == after(w, lasts)


def test_a_pack_whose_entries_are_all_back_has_not_begun(w):
    pack = pack_of(w)
    first, second = take(w, pack, 3), take(w, pack, 5)
    back(w, pack, first)
    assert row(w, pack).ends_on == after(w, 3 + VALID - 1)
    back(w, pack, second)
    held = row(w, pack)
    assert (held.begun_on, held.ends_on) == (None, after(w, WITHIN + VALID - 1))
    take(w, pack, 10)
    assert row(w, pack).ends_on == after(w, 10 + VALID - 1)


def test_a_last_day_that_somebody_set_is_not_moved_by_a_class(w):
    pack = pack_of(w)
    actions.end_on(w, subscription_id=pack, day=after(w, 40))
    booking = take(w, pack, 2)
    assert row(w, pack).ends_on == after(w, 40)
    back(w, pack, booking)
    assert row(w, pack).ends_on == after(w, 40)


def test_what_a_freeze_added_stays(w):
    pack = pack_of(w)
    actions.freeze(
        w, subscription_id=pack, first_on=after(w, 1), last_on=after(w, 10), reason="חופשה"
    )
    assert row(w, pack).ends_on == after(w, WITHIN + VALID - 1 + 10)
    take(w, pack, 12)
    assert row(w, pack).ends_on == after(w, 12 + VALID - 1 + 10)


def test_a_pack_that_counts_from_its_first_day_is_not_moved(w):
    pack = pack_of(w, Terms(PlanKind.PACK, entries=3, valid_days=VALID))
    take(w, pack, 20)
    held = row(w, pack)
    assert (held.begins_by, held.begun_on, held.ends_on) == (None, None, after(w, VALID - 1))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 100) | st.just(None), max_size=8))
def test_taken_and_given_back_in_any_order_it_never_lasts_less_than_its_days(w, steps):
    pack, out = pack_of(w), []
    for step in steps:
        if step is None and out:
            back(w, pack, out.pop())
        elif step is not None and len(out) < 3:
            out.append(take(w, pack, step))
        held = row(w, pack)
        assert (held.begun_on is None) == (not out)
        begun = held.begun_on or held.begins_by
        assert held.ends_on == begun + timedelta(days=VALID - 1)
