"""What is sold, and the first plans of a gym."""

from dataclasses import fields, replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from fitkit.core import jobs
from fitkit.core.clock import day_span
from fitkit.core.errors import Denied, Invalid, NotFound, Refusal
from fitkit.core.events import EventLog
from fitkit.core.ids import new_id
from fitkit.core.money import Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.class_types.rules import PolicyOverride
from fitkit.features.orgs.events import OrgOpened
from fitkit.features.orgs.rules import GymKind
from fitkit.features.plans import actions, queries, rules
from fitkit.features.plans.rules import Every, PlanDetails, PlanKind, Terms
from fitkit.texts import catalogue as texts
from tests.factories.class_types import make_class_type
from tests.factories.locations import make_location
from tests.factories.plans import make_pack, make_plan, make_trial, make_unlimited, make_weekly

NUMBERS = st.none() | st.integers(-2, 1200)
TERMS = st.builds(
    Terms, st.sampled_from(PlanKind), weekly_limit=NUMBERS, entries=NUMBERS, valid_days=NUMBERS
)


@given(TERMS)
def test_kept_terms_are_exactly_those_of_their_kind(terms):
    try:
        clean = rules.checked(PlanDetails("מסלול", "Plan", terms)).terms
    except Invalid as wrong:
        known = {"weekly_limit", "entries", "valid_days"}
        assert set(wrong.problems) <= known  # noqa: PT017  # both outcomes are right
        return
    is_counted = clean.kind in (PlanKind.PACK, PlanKind.TRIAL)
    assert (clean.weekly_limit is not None) == (clean.kind is PlanKind.WEEKLY)
    assert (clean.entries is not None) == is_counted
    assert clean.valid_days is not None or not is_counted
    assert rules.checked(PlanDetails("מסלול", "Plan", clean)).terms == clean


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 1095))
def test_a_plan_is_good_for_exactly_its_days(first, days):
    last = Terms(PlanKind.PACK, entries=1, valid_days=days).last_day(first)
    assert last is not None
    assert (last - first).days + 1 == days


def test_one_day_begins_and_ends_on_the_same():
    leap = date(2028, 2, 29)
    assert Terms(PlanKind.TRIAL, entries=1, valid_days=1).last_day(leap) == leap
    assert Terms(PlanKind.UNLIMITED).last_day(leap) is None


def test_no_class_types_named_means_all():
    one, other = new_id(), new_id()
    assert Terms(PlanKind.UNLIMITED).covers(one)
    assert Terms(PlanKind.UNLIMITED, class_type_ids=(one,)).covers(one)
    assert not Terms(PlanKind.UNLIMITED, class_type_ids=(one,)).covers(other)


def test_a_trial_is_one_entry_whatever_was_typed():
    clean = rules.checked(PlanDetails("ניסיון", "Trial", Terms(PlanKind.TRIAL, entries=7)))
    assert clean.terms == Terms(PlanKind.TRIAL, entries=1, valid_days=14)


@pytest.mark.parametrize("agorot", [-1, 10_000_001])
def test_a_price_out_of_bounds_is_refused(agorot):
    with pytest.raises(Invalid) as caught:
        rules.checked(PlanDetails("חופשי", "", Terms(PlanKind.UNLIMITED), Money(agorot)))
    assert caught.value.problems == {"price": texts.PRICE_OUT_OF_RANGE}


def test_every_field_at_fault_is_told_at_once():
    with pytest.raises(Invalid) as caught:
        rules.checked(PlanDetails("", "", Terms(PlanKind.PACK), Money(-5)))
    assert set(caught.value.problems) == {"name_he", "name_en", "entries", "valid_days", "price"}


@pytest.mark.parametrize("kind", list(GymKind))
def test_a_templates_plans_can_be_kept_and_differ(kind):
    first = rules.template(kind)
    assert all(rules.checked(one) == one for one in first)
    assert len({one.name_he for one in first}) == len({one.name_en for one in first}) == len(first)
    assert [one.terms.kind for one in first].count(PlanKind.TRIAL) == 1


def test_plans_come_in_the_gyms_order_with_their_terms(w):
    lifting, wod = make_class_type(w, "הרמות"), make_class_type(w, "אימון היום")
    make_weekly(w, 3, class_type_ids=(wod, lifting, wod))
    make_pack(w, 10)
    weekly, pack = queries.plans(w)
    assert weekly.terms == Terms(
        PlanKind.WEEKLY, weekly_limit=3, class_type_ids=tuple(sorted((lifting, wod)))
    )
    assert weekly.price == Money.shekels(390)
    assert pack.terms == Terms(PlanKind.PACK, entries=10, valid_days=175)


def test_a_class_type_of_another_gym_is_not_covered(gym, other_gym):
    with open_work(other_gym.acting(Role.OWNER)) as w:
        stranger = make_class_type(w)
    with open_work(gym.acting(Role.OWNER)) as w, pytest.raises(Refusal) as caught:
        make_weekly(w, class_type_ids=(stranger,))
    assert caught.value.field == "class_type_ids"


def test_two_on_sale_have_different_names(w):
    make_unlimited(w)
    with pytest.raises(Refusal) as caught:
        make_unlimited(w)
    assert caught.value.field == "name_he"


def test_a_change_tells_which_fields_and_both_prices(w):
    kind = make_class_type(w)
    plan_id = make_unlimited(w)
    actions.change(
        w,
        plan_id=plan_id,
        details=PlanDetails(
            "חופשי", "", Terms(PlanKind.WEEKLY, 4, class_type_ids=(kind,)), Money.shekels(420), True
        ),
    )
    row = w.session.scalars(select(EventLog).order_by(EventLog.id.desc())).first()
    assert row.facts == {
        "plan_id": str(plan_id),
        "fields": ["class_type_ids", "is_private", "kind", "price_agorot", "weekly_limit"],
        "price_agorot_before": 39_000,
        "price_agorot": 42_000,
        "open_price_agorot_before": None,
        "open_price_agorot": None,
    }
    w.session.flush()
    w.session.expire_all()
    view = queries.plan(w, plan_id=plan_id)
    assert (view.terms.weekly_limit, view.terms.class_type_ids, view.is_private) == (
        4,
        (kind,),
        True,
    )


def test_places_limits_and_changed_rules_are_kept_and_come_back(w):
    kind, here = make_class_type(w), make_location(w)
    rule = PolicyOverride(opens_earlier_minutes=1440, guests_most=2)
    terms = Terms(PlanKind.UNLIMITED, location_ids=(here,), day_limit=1, open_limit=6)
    details = PlanDetails("זהב", "", terms, overrides={str(kind): rule, "*": PolicyOverride()})
    view = queries.plan(w, plan_id=actions.add(w, details=details))
    assert (view.terms, view.overrides) == (terms, {str(kind): rule})
    assert rules.override_for(kind, view.overrides) == rule
    assert rules.override_for(new_id(), view.overrides) is None
    assert rules.override_for(new_id(), {"*": rule}) == rule


def test_hours_and_the_sign_up_window_are_kept_and_come_back(w):
    terms = Terms(PlanKind.UNLIMITED, class_from=time(6), class_until=time(15))
    days = {"sold_from": date(2026, 12, 1), "sold_until": date(2026, 12, 31)}
    plan_id = actions.add(w, details=PlanDetails("בוקר", "", terms, every=Every.MONTH, **days))
    view = queries.plan(w, plan_id=plan_id)
    assert view.terms == terms
    assert (view.sold_from, view.sold_until) == tuple(days.values())


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"sold_from": date(2026, 12, 2), "sold_until": date(2026, 12, 1)}, "sold_until"),
        (
            {"terms": Terms(PlanKind.UNLIMITED, class_from=time(9), class_until=time(8, 59))},
            "class_until",
        ),
    ],
)
def test_what_ends_before_it_begins_is_refused_at_its_end(more, field):
    details = replace(PlanDetails("בוקר", "", Terms(PlanKind.UNLIMITED)), **more)
    with pytest.raises(Invalid) as caught:
        rules.checked(details)
    assert list(caught.value.problems) == [field]


@pytest.mark.parametrize(
    "more", [{"is_private": True}, {"terms": Terms(PlanKind.TRIAL, valid_days=14)}]
)
def test_a_trial_and_what_only_staff_sell_have_no_window(more):
    day = date(2026, 12, 1)
    details = PlanDetails("סגור", "", Terms(PlanKind.UNLIMITED), sold_from=day, sold_until=day)
    clean = rules.checked(replace(details, **more))
    assert (clean.sold_from, clean.sold_until) == (None, None)


def test_the_shop_sells_a_plan_on_the_days_of_its_window_and_on_no_other(w):
    first, last = date(2026, 12, 1), date(2026, 12, 31)
    details = PlanDetails(
        "דצמבר", "", Terms(PlanKind.UNLIMITED, valid_days=30), sold_from=first, sold_until=last
    )
    plan_id = actions.add(w, details=details)
    midnight = day_span(first, w.actor.zone)[0], day_span(last, w.actor.zone)[1]
    tick = timedelta(microseconds=1)
    for now, is_sold in [
        (midnight[0] - tick, False),
        (midnight[0], True),
        (midnight[1] - tick, True),
        (midnight[1], False),
    ]:
        ids = [view.id for view in queries.offered(replace(w, now=now))]
        assert (plan_id in ids) is is_sold
    assert plan_id in [view.id for view in queries.plans(w)]  # at the desk always


def test_of_two_changed_rules_each_number_is_the_most_specific_ones():
    yoga, spinning = new_id(), new_id()
    for_all = PolicyOverride(cancel_cutoff_minutes=120, swap_minutes=0)
    for_yoga = PolicyOverride(cancel_cutoff_minutes=240, day_limit=1)
    both = {"*": for_all, str(yoga): for_yoga}
    assert rules.override_for(spinning, both) == for_all
    assert rules.override_for(yoga, both) == PolicyOverride(
        cancel_cutoff_minutes=240, swap_minutes=0, day_limit=1
    )
    assert rules.override_for(yoga, {str(yoga): for_yoga}) == for_yoga


NUMBER = st.none() | st.integers(0, 3)
OVERRIDES = st.builds(
    PolicyOverride, **dict.fromkeys((f.name for f in fields(PolicyOverride)), NUMBER)
)


@given(OVERRIDES, OVERRIDES)
def test_what_the_class_type_does_not_say_is_said_by_the_rule_for_all(own, for_all):
    kind = new_id()
    found = rules.override_for(kind, {"*": for_all, str(kind): own})
    for field in fields(PolicyOverride):
        mine, general = getattr(own, field.name), getattr(for_all, field.name)
        assert getattr(found, field.name) == (general if mine is None else mine)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"overrides": {str(new_id()): PolicyOverride(day_limit=1)}}, "overrides"),
        ({"overrides": {"all": PolicyOverride(day_limit=1)}}, "overrides"),
        ({"terms": Terms(PlanKind.UNLIMITED, location_ids=(new_id(),))}, "location_ids"),
    ],
)
def test_a_place_or_class_type_of_nobody_is_refused(w, more, field):
    details = replace(PlanDetails("זהב", "", Terms(PlanKind.UNLIMITED)), **more)
    with pytest.raises(Refusal) as caught:
        actions.add(w, details=details)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("terms", "by", "field"),
    [
        ({"day_limit": 0}, {}, "day_limit"),
        ({"open_limit": 61}, {}, "open_limit"),
        ({}, {"opens_earlier_minutes": 43_201}, "opens_earlier_minutes"),
        ({}, {"week_limit": 0}, "week_limit"),
        ({}, {"cancel_cutoff_minutes": -1}, "cancel_cutoff_minutes"),
    ],
)
def test_limits_of_a_plan_have_bounds(terms, by, field):
    details = PlanDetails(
        "זהב", "", Terms(PlanKind.UNLIMITED, **terms), overrides={"*": PolicyOverride(**by)}
    )
    with pytest.raises(Invalid) as caught:
        rules.checked(details)
    assert set(caught.value.problems) == {field}


def test_a_change_of_nothing_is_not_told(w):
    plan_id = make_unlimited(w)
    terms = Terms(PlanKind.UNLIMITED)
    actions.change(w, plan_id=plan_id, details=PlanDetails("חופשי", "", terms, Money.shekels(390)))
    names = [e.name for e in w.session.scalars(select(EventLog))]
    assert names == ["plans.added"]


def test_class_types_are_replaced_and_taken_away(w):
    one, two = make_class_type(w, "הרמות"), make_class_type(w, "יסודות")
    plan_id = make_plan(w, "חופשי", Terms(PlanKind.UNLIMITED, class_type_ids=(one,)))
    for covered in ((two,), (one, two), ()):
        terms = Terms(PlanKind.UNLIMITED, class_type_ids=covered)
        actions.change(w, plan_id=plan_id, details=PlanDetails("חופשי", "", terms))
        assert set(queries.plan(w, plan_id=plan_id).terms.class_type_ids) == set(covered)


def test_retiring_stops_the_sale_and_is_undone(w):
    plan_id = make_trial(w)
    actions.retire(w, plan_id=plan_id)
    assert queries.plans(w) == ()
    assert [v.id for v in queries.retired_plans(w)] == [plan_id]
    with pytest.raises(Refusal):
        actions.retire(w, plan_id=plan_id)
    actions.restore(w, plan_id=plan_id)
    with pytest.raises(Refusal):
        actions.restore(w, plan_id=plan_id)
    assert [v.id for v in queries.plans(w)] == [plan_id]


def test_names_answer_in_both_languages(w):
    plan_id = make_unlimited(w)
    assert queries.names(w, ids=[plan_id, new_id()])[plan_id].he == "חופשי"


@pytest.mark.parametrize("kind", list(GymKind))
def test_a_new_gym_gets_its_template_once(gym, kind):
    for _ in range(2):
        with open_work(gym.system) as w:
            w.publish(OrgOpened(about=gym.org_id, kind=kind, user_id=new_id()))
    jobs.run_ready()
    with open_work(gym.acting(Role.OWNER)) as w:
        found = [(v.name.he, v.terms, v.price) for v in queries.plans(w)]
    assert found == [(one.name_he, one.terms, one.price) for one in rules.template(kind)]


def test_a_pack_of_ten_is_valid_two_weeks_and_a_half_for_each_entry():
    pack = next(p for p in rules.template(GymKind.CROSSFIT) if p.terms.kind is PlanKind.PACK)
    assert timedelta(days=pack.terms.valid_days) == pack.terms.entries * timedelta(weeks=2.5)


def deeds(plan_id):
    return {
        "add": make_trial,
        "change": lambda w: actions.change(
            w, plan_id=plan_id, details=PlanDetails("אחר", "", Terms(PlanKind.UNLIMITED))
        ),
        "retire": lambda w: actions.retire(w, plan_id=plan_id),
        "restore": lambda w: actions.restore(w, plan_id=plan_id),
    }


@pytest.mark.parametrize("role", [Role.COACH, Role.MEMBER])
@pytest.mark.parametrize("deed", list(deeds(None)))
def test_coaches_and_members_change_no_plans(gym, w, deed, role):
    plan_id = make_unlimited(w)
    w.session.flush()
    with open_work(gym.acting(role)) as other, pytest.raises(Denied):
        deeds(plan_id)[deed](other)


@pytest.mark.parametrize("deed", ["change", "retire", "restore"])
def test_another_gyms_owner_finds_nothing(gym, other_gym, deed):
    with open_work(gym.acting(Role.OWNER)) as w:
        plan_id = make_unlimited(w)
    with open_work(other_gym.acting(Role.OWNER)) as w, pytest.raises(NotFound):
        deeds(plan_id)[deed](w)


def test_another_gym_sees_nothing(gym, other_gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        plan_id = make_unlimited(w)
    with open_work(other_gym.acting(Role.OWNER)) as w:
        assert queries.plans(w) == queries.retired_plans(w) == ()
        assert queries.names(w, ids=[plan_id]) == {}
        with pytest.raises(NotFound):
            queries.plan(w, plan_id=plan_id)


def test_what_renews_by_the_month_may_bind_and_its_open_price_comes_back(w):
    details = PlanDetails(
        "שנה",
        "",
        Terms(PlanKind.UNLIMITED, valid_days=30),
        Money.shekels(390),
        every=Every.MONTH,
        commitment_months=12,
        open_price=Money.shekels(450),
        billing_day=1,
    )
    view = queries.plan(w, plan_id=actions.add(w, details=details))
    assert (view.every, view.commitment_months, view.open_price, view.billing_day) == (
        Every.MONTH,
        12,
        Money.shekels(450),
        1,
    )
    assert view.terms.valid_days is None  # it goes on until it is ended


@pytest.mark.parametrize("kind", [PlanKind.PACK, PlanKind.TRIAL])
def test_what_is_counted_by_entries_is_paid_once(kind):
    terms = Terms(kind, entries=5, valid_days=30)
    typed = PlanDetails("כרטיסייה", "", terms, every=Every.MONTH, commitment_months=12)
    clean = rules.checked(typed)
    assert (clean.every, clean.commitment_months, clean.open_price) == (None, None, None)


@pytest.mark.parametrize(
    ("months", "open_price", "field"),
    [
        (1, Money.shekels(450), "commitment_months"),
        (37, Money.shekels(450), "commitment_months"),
        (12, None, "open_price"),
        (12, Money.shekels(389), "open_price"),
        (12, Money.shekels(100_001), "open_price"),
    ],
)
def test_a_commitment_has_bounds_and_an_open_price_that_is_not_lower(months, open_price, field):
    details = PlanDetails(
        "שנה",
        "",
        Terms(PlanKind.UNLIMITED),
        Money.shekels(390),
        every=Every.MONTH,
        commitment_months=months,
        open_price=open_price,
    )
    with pytest.raises(Invalid) as caught:
        rules.checked(details)
    assert set(caught.value.problems) == {field}


def test_prices_stay_readable_the_newest_first(w):
    plan_id = make_unlimited(w)
    for shekels in (420, 420, 450):
        actions.change(
            w,
            plan_id=plan_id,
            details=PlanDetails("חופשי", "", Terms(PlanKind.UNLIMITED), Money.shekels(shekels)),
        )
    history = queries.price_history(w, plan_id=plan_id)
    assert [one.price for one in history] == [Money.shekels(n) for n in (450, 420, 390)]


def test_only_what_is_public_and_ends_or_renews_is_offered(w):
    renewing = actions.add(
        w, details=PlanDetails("חופשי", "", Terms(PlanKind.UNLIMITED), every=Every.MONTH)
    )
    make_plan(w, "בלי סוף", Terms(PlanKind.UNLIMITED))
    pack = make_pack(w)
    private = PlanDetails("פרטי", "", Terms(PlanKind.TRIAL), is_private=True)
    actions.add(w, details=private)
    gone = make_trial(w)
    actions.retire(w, plan_id=gone)
    assert [view.id for view in queries.offered(w)] == [renewing, pack]
