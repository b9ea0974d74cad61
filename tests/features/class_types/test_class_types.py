"""Kinds of class, their policy, and the first ones of a gym."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from fitkit.core import jobs
from fitkit.core.clock import ISRAEL, wall, week_start
from fitkit.core.errors import Denied, Invalid, NotFound, Refusal
from fitkit.core.events import EventLog
from fitkit.core.ids import new_id
from fitkit.core.money import Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.class_types import actions, queries, rules
from fitkit.features.class_types.rules import (
    ClassTypeDetails,
    Colour,
    Opens,
    Policy,
    PolicyOverride,
)
from fitkit.features.orgs.events import OrgOpened
from fitkit.features.orgs.rules import GymKind
from fitkit.features.staff import actions as staff
from fitkit.texts import catalogue as texts
from tests.factories.class_types import make_class_type
from tests.factories.staff import make_coach

MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS, st.integers(1, 60))
def test_booking_opens_on_an_earlier_day_at_the_same_wall_time(starts_at, days):
    opens = Policy(opens_days=days).opens_at(starts_at, ISRAEL).astimezone(ISRAEL)
    local = starts_at.astimezone(ISRAEL)
    assert opens.date() == local.date() - timedelta(days=days)
    skipped = opens.replace(tzinfo=None) - local.replace(tzinfo=None) + timedelta(days=days)
    assert skipped in (timedelta(0), timedelta(hours=1))


def test_booking_opens_right_across_the_autumn_clock_change():
    tuesday = datetime(2026, 10, 27, 18, 30, tzinfo=ISRAEL).astimezone(UTC)
    opens = Policy().opens_at(tuesday, ISRAEL)
    assert opens == datetime(2026, 10, 20, 18, 30, tzinfo=ISRAEL)
    assert tuesday - opens == timedelta(days=7, hours=1)


def test_booking_opens_by_the_clock_of_the_location():
    paris = ZoneInfo("Europe/Paris")
    starts_at = datetime(2026, 11, 24, 18, 30, tzinfo=paris).astimezone(UTC)
    assert Policy().opens_at(starts_at, paris).astimezone(paris).hour == 18


def test_closing_and_the_cut_off_count_back_from_the_start():
    starts_at = datetime(2026, 11, 24, 18, 30, tzinfo=ISRAEL)
    policy = Policy(closes_minutes=15)
    assert policy.closes_at(starts_at) == starts_at - timedelta(minutes=15)
    assert policy.free_until(starts_at) == starts_at - timedelta(hours=6)


def weekly(weekday: int = 0, hour: int = 20, **more) -> Policy:
    return Policy(opens=Opens.WEEKLY, opens_weekday=weekday, opens_minute=hour * 60, **more)


@given(MOMENTS, st.integers(0, 6), st.integers(0, 23))
def test_a_whole_week_opens_at_one_hour_of_the_week_before(starts_at, weekday, hour):
    policy = weekly(weekday, hour)
    opens = policy.opens_at(starts_at, ISRAEL)
    sunday = week_start(starts_at.astimezone(ISRAEL).date())
    for n in range(7):
        other = wall(sunday + timedelta(days=n), time(18, 30), ISRAEL)
        assert policy.opens_at(other, ISRAEL) == opens
    local = opens.astimezone(ISRAEL)
    assert local.date() == sunday + timedelta(days=weekday - 7)
    assert local.hour in (hour, hour + 1)  # an hour that the clock change skipped
    assert opens < starts_at


def test_the_week_of_the_clock_change_opens_at_the_wall_time_of_the_week_before():
    friday = wall(date(2027, 3, 26), time(2, 30), ISRAEL)  # 02:30 does not exist
    assert weekly().opens_at(friday, ISRAEL) == wall(date(2027, 3, 14), time(20), ISRAEL)
    first = datetime(2026, 10, 25, 1, 30, tzinfo=ISRAEL).astimezone(UTC)  # comes twice
    second = first + timedelta(hours=1)
    opens = wall(date(2026, 10, 18), time(20), ISRAEL)
    assert weekly().opens_at(first, ISRAEL) == weekly().opens_at(second, ISRAEL) == opens
    saturday = wall(date(2026, 10, 24), time(23, 59), ISRAEL)
    assert weekly().opens_at(saturday, ISRAEL) == wall(date(2026, 10, 11), time(20), ISRAEL)


def test_a_plan_opens_earlier_and_changes_only_what_it_says():
    tuesday = wall(date(2026, 11, 24), time(18, 30), ISRAEL)
    by = PolicyOverride(opens_earlier_minutes=24 * 60, week_limit=2)
    policy = Policy(day_limit=1).overridden(by)
    assert policy.opens_at(tuesday, ISRAEL) == tuesday - timedelta(days=8)
    assert (policy.day_limit, policy.week_limit, policy.swap_minutes) == (1, 2, 30)
    assert Policy().overridden(None) == Policy()
    assert Policy().overridden(PolicyOverride()) == Policy()


@given(st.builds(PolicyOverride, st.none() | st.integers(0, 100), st.none() | st.integers(0, 9)))
def test_an_override_is_kept_as_what_it_changes(by):
    assert PolicyOverride.of(by.facts()) == by


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("opens_weekday", 7),
        ("opens_minute", 1440),
        ("grace_minutes", 61),
        ("swap_minutes", 1441),
        ("day_limit", 0),
        ("week_limit", 15),
        ("open_limit", 61),
        ("auto_minutes", -1),
        ("offer_minutes", 4),
        ("claim_minutes", 361),
        ("guests_most", 6),
    ],
)
def test_every_rule_of_booking_has_its_bounds(field, value):
    policy = replace(Policy(), **{field: value})
    with pytest.raises(Invalid) as caught:
        rules.checked(ClassTypeDetails("הרמות", "", policy=policy))
    assert set(caught.value.problems) == {field}


def test_a_drop_in_price_has_bounds_and_may_be_missing():
    for price in (None, Money(0), Money.shekels(2000)):
        assert rules.checked(ClassTypeDetails("הרמות", "", drop_in=price)).drop_in == price
    with pytest.raises(Invalid) as caught:
        rules.checked(ClassTypeDetails("הרמות", "", drop_in=Money(-1)))
    assert set(caught.value.problems) == {"drop_in"}


def test_the_policy_begins_with_the_products_defaults():
    assert Policy() == Policy(
        opens_days=7, closes_minutes=0, cancel_cutoff_minutes=360, waitlist_limit=10
    )


@given(
    st.text(max_size=50),
    st.text(max_size=50),
    st.integers(-5, 600),
    st.integers(-5, 600),
    st.integers(-5, 600),
)
def test_whatever_is_typed_is_kept_clean_or_refused_at_its_field(he, en, minutes, size, least):
    details = ClassTypeDetails(he, en, minutes=minutes, capacity=size, min_attendance=least)
    try:
        clean = rules.checked(details)
    except Invalid as wrong:
        known = {"name_he", "name_en", "minutes", "capacity", "min_attendance"}
        assert set(wrong.problems) <= known  # noqa: PT017  # both outcomes are right
        return
    assert clean.name_he
    assert clean.name_en
    assert 0 <= clean.min_attendance <= clean.capacity <= 500
    assert rules.checked(clean) == clean


def test_one_name_stands_for_both():
    clean = rules.checked(ClassTypeDetails("", "WOD"))
    assert (clean.name_he, clean.name_en) == ("WOD", "WOD")


def test_a_policy_out_of_bounds_is_refused_at_its_fields():
    policy = Policy(
        opens_days=0, closes_minutes=-1, cancel_cutoff_minutes=99_999, waitlist_limit=101
    )
    with pytest.raises(Invalid) as caught:
        rules.checked(ClassTypeDetails("הרמות", "", policy=policy))
    assert set(caught.value.problems) == {
        "opens_days",
        "closes_minutes",
        "cancel_cutoff_minutes",
        "waitlist_limit",
    }


@pytest.mark.parametrize("kind", list(GymKind))
def test_a_templates_class_types_can_be_kept_and_differ(kind):
    first = rules.template(kind)
    assert first
    assert all(rules.checked(one) == one for one in first)
    assert len({one.name_he for one in first}) == len({one.name_en for one in first}) == len(first)


def test_class_types_come_in_the_gyms_order(w):
    coach = make_coach(w)
    make_class_type(w, "הרמות", capacity=10, coach_id=coach)
    make_class_type(w, "יסודות")
    first, second = queries.class_types(w)
    assert (first.name.he, first.capacity, first.coach_id, first.policy) == (
        "הרמות",
        10,
        coach,
        Policy(),
    )
    assert second.name.he == "יסודות"


def test_two_in_use_have_different_names_in_each_language(w):
    make_class_type(w, "הרמות", name_en="Lifting")
    with pytest.raises(Refusal) as caught:
        make_class_type(w, "הרמות", name_en="Other")
    assert caught.value.field == "name_he"
    with pytest.raises(Refusal) as caught:
        make_class_type(w, "אחר", name_en="LIFTING")
    assert caught.value.field == "name_en"


def test_the_coach_must_work_here(w):
    gone = make_coach(w)
    staff.archive(w, staff_id=gone)
    for coach_id in (gone, new_id()):
        with pytest.raises(Refusal) as caught:
            make_class_type(w, coach_id=coach_id)
        assert caught.value.text is texts.COACH_NOT_HERE


def test_a_coach_who_left_does_not_stand_in_the_way_of_other_changes(w):
    coach = make_coach(w)
    kind = make_class_type(w, "הרמות", coach_id=coach)
    staff.archive(w, staff_id=coach)
    actions.change(
        w, class_type_id=kind, details=ClassTypeDetails("הרמות", "", coach_id=coach, capacity=8)
    )
    assert queries.class_type(w, class_type_id=kind).capacity == 8


def test_a_change_tells_which_fields(w):
    kind = make_class_type(w, "הרמות")
    details = ClassTypeDetails(
        "הרמות", "הרמות", colour=Colour.RED, policy=replace(Policy(), waitlist_limit=4)
    )
    actions.change(w, class_type_id=kind, details=details)
    row = w.session.scalars(select(EventLog).order_by(EventLog.id.desc())).first()
    assert (row.name, row.facts["fields"]) == ("class_types.changed", ["colour", "waitlist_limit"])


def test_retiring_takes_it_off_the_list_and_is_undone(w):
    kind = make_class_type(w, "הרמות")
    actions.retire(w, class_type_id=kind)
    assert queries.class_types(w) == ()
    assert [v.id for v in queries.retired_class_types(w)] == [kind]
    assert queries.class_type(w, class_type_id=kind).is_retired
    with pytest.raises(Refusal):
        actions.retire(w, class_type_id=kind)
    actions.restore(w, class_type_id=kind)
    with pytest.raises(Refusal):
        actions.restore(w, class_type_id=kind)
    assert [v.id for v in queries.class_types(w)] == [kind]


def test_a_retired_ones_name_may_be_used_again_and_then_blocks_its_return(w):
    kind = make_class_type(w, "הרמות")
    actions.retire(w, class_type_id=kind)
    make_class_type(w, "הרמות")
    with pytest.raises(Refusal) as caught:
        actions.restore(w, class_type_id=kind)
    assert caught.value.text is texts.NAME_TAKEN


@pytest.mark.parametrize("kind", list(GymKind))
def test_a_new_gym_gets_its_template_once(gym, kind):
    for _ in range(2):
        with open_work(gym.system) as w:
            w.publish(OrgOpened(about=gym.org_id, kind=kind, user_id=new_id()))
    jobs.run_ready()
    with open_work(gym.acting(Role.OWNER)) as w:
        views = queries.class_types(w)
    assert [v.name.he for v in views] == [one.name_he for one in rules.template(kind)]


def test_a_gym_with_class_types_gets_no_template(w):
    make_class_type(w, "הרמות")
    actions.add_template(w, org_id=w.actor.org_id, kind=GymKind.CROSSFIT)
    assert [v.name.he for v in queries.class_types(w)] == ["הרמות"]


def deeds(kind):
    return {
        "add": lambda w: make_class_type(w, "יסודות"),
        "change": lambda w: actions.change(
            w, class_type_id=kind, details=ClassTypeDetails("יסודות", "")
        ),
        "retire": lambda w: actions.retire(w, class_type_id=kind),
        "restore": lambda w: actions.restore(w, class_type_id=kind),
    }


@pytest.mark.parametrize("role", [Role.COACH, Role.MEMBER])
@pytest.mark.parametrize("deed", list(deeds(None)))
def test_coaches_and_members_change_no_class_types(gym, w, deed, role):
    kind = make_class_type(w)
    w.session.flush()
    with open_work(gym.acting(role)) as other, pytest.raises(Denied):
        deeds(kind)[deed](other)


@pytest.mark.parametrize("deed", ["change", "retire", "restore"])
def test_another_gyms_owner_finds_nothing(gym, other_gym, deed):
    with open_work(gym.acting(Role.OWNER)) as w:
        kind = make_class_type(w)
    with open_work(other_gym.acting(Role.OWNER)) as w, pytest.raises(NotFound):
        deeds(kind)[deed](w)


def test_another_gym_sees_nothing_nor_uses_its_coaches(gym, other_gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        kind, coach = make_class_type(w), make_coach(w)
    with open_work(other_gym.acting(Role.OWNER)) as w:
        assert queries.class_types(w) == queries.retired_class_types(w) == ()
        assert queries.names(w, ids=[kind]) == {}
        assert queries.by_id(w, ids=[kind]) == {}
        with pytest.raises(NotFound):
            queries.class_type(w, class_type_id=kind)
        with pytest.raises(Refusal):
            make_class_type(w, coach_id=coach)
