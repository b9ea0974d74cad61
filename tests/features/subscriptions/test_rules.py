"""What pays, and when a plan may be given."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang
from fitkit.core.ids import new_id
from fitkit.features.plans.rules import PlanKind
from fitkit.features.subscriptions import rules
from fitkit.features.subscriptions.rules import Entitlement, Shortfall, Standing
from fitkit.texts import subscriptions as texts

DAY = date(2026, 11, 23)
NOON = time(12)
WOD, LIFTING = new_id(), new_id()
PLAN = new_id()


def held(kind=PlanKind.PACK, **more):
    given_ = {
        "subscription_id": new_id(),
        "plan_id": PLAN,
        "kind": kind,
        "standing": Standing.GOOD,
        "weekly_limit": 3 if kind is PlanKind.WEEKLY else None,
        "entries_left": 5 if kind in (PlanKind.PACK, PlanKind.TRIAL) else None,
        "starts_on": DAY,
        "ends_on": None,
        "class_type_ids": frozenset(),
    }
    return Entitlement(**given_ | more)


@pytest.mark.parametrize(
    ("since", "until", "good"),
    [
        (None, None, {6, 9, 12, 23}),
        (time(9), None, {9, 12, 23}),
        (None, time(9), {6, 9}),
        (time(9), time(12), {9, 12}),
        (time(9), time(9), {9}),
    ],
)
def test_a_plan_of_some_hours_is_good_for_classes_that_begin_in_them(since, until, good):
    one = held(class_from=since, class_until=until)
    for hour in (6, 9, 12, 23):
        lacking = rules.shortfall(
            one, class_type_id=WOD, location_id=None, day=DAY, at=time(hour), used=0
        )
        assert lacking is (None if hour in good else Shortfall.OTHER_HOURS)


def test_a_minute_beside_its_hours_a_plan_does_not_pay():
    one = held(class_from=time(6), class_until=time(15))
    assert [one.is_good_at(at) for at in (time(5, 59), time(6), time(15), time(15, 1))] == [
        False,
        True,
        True,
        False,
    ]


DAYS = st.dates(DAY - timedelta(days=40), DAY + timedelta(days=40))
ANY = st.builds(
    Entitlement,
    subscription_id=st.uuids(),
    plan_id=st.just(PLAN),
    kind=st.sampled_from(PlanKind),
    standing=st.sampled_from(Standing),
    weekly_limit=st.none() | st.integers(1, 4),
    entries_left=st.none() | st.integers(0, 3),
    starts_on=DAYS,
    ends_on=st.none() | DAYS,
    class_type_ids=st.frozensets(st.sampled_from([WOD, LIFTING])),
)


def first(some, *, day=DAY, used=None):
    """What pays first, or the shortfall that is easiest to mend."""
    short = []
    for one in rules.in_paying_order(some):
        n = (used or {}).get(one.subscription_id, 0)
        lacking = rules.shortfall(
            one, class_type_id=WOD, location_id=None, day=day, at=NOON, used=n
        )
        if lacking is None:
            return one
        short.append(lacking)
    return next((s for s in rules.Shortfall if s in short), rules.Shortfall.NO_PLAN)


@given(st.lists(ANY, max_size=5), st.integers(0, 4), st.randoms())
def test_what_pays_may_be_used_and_does_not_depend_on_the_order_given(some, used, random):
    counted = {e.subscription_id: used for e in some}
    chosen = first(some, used=counted)
    random.shuffle(some)
    assert first(some, used=counted) == chosen
    if isinstance(chosen, Entitlement):
        assert chosen.covers(WOD, DAY)
        assert chosen.standing is Standing.GOOD
        assert chosen.weekly_limit is None or used < chosen.weekly_limit
        assert chosen.entries_left is None or chosen.entries_left > 0


@given(st.lists(ANY, max_size=5))
def test_holding_more_never_takes_a_place_away(some):
    if isinstance(first(some), Entitlement):
        assert isinstance(first([*some, held(standing=Standing.FROZEN)]), Entitlement)


def test_what_costs_nothing_per_visit_pays_before_what_loses_an_entry():
    pack, trial = held(), held(PlanKind.TRIAL)
    weekly, unlimited = held(PlanKind.WEEKLY), held(PlanKind.UNLIMITED)
    order = rules.in_paying_order([pack, trial, weekly, unlimited])
    assert order == (unlimited, weekly, trial, pack)


def test_the_pack_that_ends_soonest_pays_first():
    later = held(ends_on=DAY + timedelta(days=90))
    sooner = held(ends_on=DAY + timedelta(days=9))
    never = held()
    assert rules.in_paying_order([never, later, sooner]) == (sooner, later, never)


def test_a_used_up_week_falls_through_to_the_pack():
    weekly, pack = held(PlanKind.WEEKLY), held()
    assert first([pack, weekly], used={weekly.subscription_id: 2}) is weekly
    assert first([pack, weekly], used={weekly.subscription_id: 3}) is pack


@pytest.mark.parametrize(
    ("some", "short"),
    [
        ([], Shortfall.NO_PLAN),
        ([held(class_type_ids=frozenset({LIFTING}))], Shortfall.NOT_COVERED),
        ([held(starts_on=DAY + timedelta(days=1))], Shortfall.NOT_COVERED),
        (
            [held(ends_on=DAY - timedelta(days=1), starts_on=date(2026, 1, 1))],
            Shortfall.NOT_COVERED,
        ),
        ([held(standing=Standing.FROZEN)], Shortfall.FROZEN),
        ([held(standing=Standing.PAST_DUE)], Shortfall.PAST_DUE),
        ([held(entries_left=0)], Shortfall.ENTRIES_USED_UP),
        ([held(entries_left=0), held(standing=Standing.FROZEN)], Shortfall.ENTRIES_USED_UP),
    ],
)
def test_the_shortfall_told_is_the_easiest_to_mend(some, short):
    assert first(some) is short


def test_a_plan_is_good_on_its_first_and_on_its_last_day():
    one = held(ends_on=DAY + timedelta(days=2))
    good = [one.covers(WOD, DAY + timedelta(days=n)) for n in range(-1, 4)]
    assert good == [False, True, True, True, False]


@given(DAYS, st.integers(0, 30) | st.none(), DAYS, st.integers(0, 30) | st.none())
def test_shared_days_are_the_days_in_both(a, a_len, b, b_len):
    one = (a, None if a_len is None else a + timedelta(days=a_len))
    two = (b, None if b_len is None else b + timedelta(days=b_len))
    shared = rules.overlap(one, two)
    assert shared == rules.overlap(two, one)
    for n in range(-50, 120):
        day = DAY + timedelta(days=n)
        in_both = all(s <= day and (e is None or day <= e) for s, e in (one, two))
        in_shared = (
            shared is not None and shared[0] <= day and (shared[1] is None or day <= shared[1])
        )
        assert in_both == in_shared


@pytest.mark.parametrize("days", [-1098, 0, 366])
def test_a_first_day_within_reach_is_taken(days):
    rules.check_start(DAY + timedelta(days=days), today=DAY)


@pytest.mark.parametrize("days", [-1099, 367])
def test_a_first_day_out_of_reach_is_refused(days):
    with pytest.raises(Refusal) as caught:
        rules.check_start(DAY + timedelta(days=days), today=DAY)
    assert caught.value.field == "starts_on"


@given(st.integers(-300, 300), st.integers(0, 250))
def test_a_correction_never_goes_below_zero(delta, left):
    try:
        rules.check_adjustment(delta, "טעות", left=left)
    except Refusal as wrong:
        assert wrong.field == "delta"  # noqa: PT017  # both outcomes are right
        return
    assert delta != 0
    assert left + delta >= 0


@pytest.mark.parametrize("note", ["", "  ", "א" * 201, "א\x00"])
def test_a_correction_needs_a_reason(note):
    with pytest.raises(Refusal) as caught:
        rules.check_adjustment(1, note, left=0)
    assert caught.value.field == "note"


def test_a_refused_correction_says_what_is_left():
    with pytest.raises(Refusal) as caught:
        rules.check_adjustment(-3, "טעות", left=2)
    assert caught.value.text is texts.ONLY_SO_MANY_LEFT
    assert "שתי כניסות" in caught.value.to(Lang.HE)
    assert "2 visits" in caught.value.to(Lang.EN)
