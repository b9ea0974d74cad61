"""Every rule of the engine, at its exact limits."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fitkit.core.clock import wall
from fitkit.core.errors import Invalid
from fitkit.core.i18n import Lang
from fitkit.core.money import Money
from fitkit.features.booking import rules
from fitkit.features.booking.rules import (
    Admit,
    CardAction,
    CardKind,
    Cost,
    DropIn,
    FreeCancellation,
    LateCancellation,
    Me,
    Mend,
    MyWait,
    MyWeek,
    Reason,
    Refuse,
    Takes,
    TrialOffer,
    Via,
)
from fitkit.features.class_types.rules import Opens, Policy, PolicyOverride
from fitkit.features.members.rules import FormKind
from fitkit.features.orgs.rules import QuietHours
from fitkit.features.plans.rules import PlanKind
from fitkit.features.subscriptions.rules import Standing
from tests.features.booking.test_rules import (
    HOUR,
    ISRAEL,
    SOON,
    STARTS,
    TICK,
    TYPE,
    desk,
    outcome,
    pack,
    place,
    plan,
    session,
    weekly,
)

DAY = timedelta(days=1)
TODAY = date(2026, 11, 24)


def reasons(decision: object) -> list[Reason]:
    assert isinstance(decision, Refuse)
    return [h.reason for h in decision.reasons]


def mends(decision: object) -> list[Mend]:
    assert isinstance(decision, Refuse)
    return [h.mend for h in decision.reasons]


def week(*places, **me) -> MyWeek:
    return MyWeek(places, me=Me(**me))


def another(starts_at: datetime, **more):
    """A place of theirs in another class of the same type."""
    return place(session(starts_at=starts_at), **({"class_type_id": TYPE} | more))


def decide(facts=None, *held, my=MyWeek(), now=SOON, **more):  # noqa: B008  # frozen
    return rules.decide_booking(desk(facts, *held, my=my, **more), now=now)


# All reasons, in order.


def test_all_reasons_are_told_in_the_order_in_which_they_can_be_mended():
    facts = session(
        booked=12,
        policy=Policy(closes_minutes=48 * 60, day_limit=1),
        required_forms=(FormKind.WAIVER,),
    )
    my = week(another(STARTS), blocked_until=STARTS)
    asked = decide(facts, pack(0), my=my)
    assert reasons(asked) == [
        Reason.CLOSED,
        Reason.CLASH,
        Reason.DAY_LIMIT,
        Reason.FORM_MISSING,
        Reason.ENTRIES_USED_UP,
        Reason.BLOCKED,
    ]
    assert mends(asked) == [
        Mend.CALL,
        Mend.SWAP,
        Mend.SWAP,
        Mend.FORM,
        Mend.PLAN,
        Mend.BLOCK,
    ]
    assert asked.as_refusal().text is asked.reasons[0].said.text


@settings(deadline=None)  # machines are slow at times
@given(
    booked=st.integers(0, 12),
    left=st.integers(0, 1),
    day_limit=st.none() | st.integers(1, 2),
    missing=st.booleans(),
    blocked=st.booleans(),
    minutes=st.integers(-10 * 1440, 10),
)
def test_whoever_is_refused_is_told_why_in_order_and_each_reason_can_be_said(
    booked, left, day_limit, missing, blocked, minutes
):
    facts = session(
        booked=booked,
        policy=Policy(day_limit=day_limit, waitlist_limit=0),
        required_forms=(FormKind.WAIVER,) if missing else (),
    )
    my = week(another(STARTS + 2 * HOUR), blocked_until=STARTS if blocked else None)
    decision = decide(facts, pack(left), my=my, now=STARTS + timedelta(minutes=minutes))
    order = list(Reason)
    if isinstance(decision, Admit):
        assert booked < 12 and left == 1 and not missing and not blocked  # noqa: PT018
        assert day_limit != 1
        return
    found = reasons(decision)
    assert found == sorted(set(found), key=order.index)
    for h in decision.reasons:
        assert h.said.to(Lang.HE)
        assert h.said.to(Lang.EN)


def test_a_full_class_is_told_only_to_who_could_have_booked():
    full = session(booked=12, waiting=3)
    assert reasons(decide(full)) == [Reason.FULL]
    assert reasons(decide(full, pack(0))) == [Reason.ENTRIES_USED_UP]


# What a plan changes.


def test_each_plan_is_tried_under_its_own_rules_in_paying_order():
    rule = {"*": PolicyOverride(opens_earlier_minutes=2 * 1440)}
    usual, early = plan(), pack(3, overrides=rule)
    opens = STARTS - 7 * DAY
    assert decide(None, usual, early, now=opens).by == usual
    assert decide(None, usual, early, now=opens - TICK).by == early
    assert decide(None, usual, early, now=opens - 2 * DAY).by == early
    assert reasons(decide(None, usual, early, now=opens - 2 * DAY - TICK)) == [Reason.NOT_OPEN]


def test_the_class_types_own_override_counts_over_the_one_for_all():
    rule = {"*": PolicyOverride(day_limit=5), str(TYPE): PolicyOverride(day_limit=1)}
    my = week(another(STARTS - 3 * HOUR))
    assert reasons(decide(None, plan(overrides=rule), my=my)) == [Reason.DAY_LIMIT]
    assert isinstance(
        decide(None, plan(overrides={"*": PolicyOverride(day_limit=2)}), my=my), Admit
    )


def test_the_class_types_own_override_leaves_the_rest_of_the_one_for_all():
    rule = {"*": PolicyOverride(opens_earlier_minutes=1440), str(TYPE): PolicyOverride(day_limit=1)}
    both, opens = plan(overrides=rule), STARTS - 8 * DAY
    assert isinstance(decide(None, both, now=opens), Admit)
    assert reasons(decide(None, both, now=opens - TICK)) == [Reason.NOT_OPEN]
    my = week(another(STARTS - 3 * HOUR))
    assert reasons(decide(None, both, my=my, now=opens)) == [Reason.DAY_LIMIT]


def test_when_no_plan_passes_the_nearest_is_told():
    later = plan(overrides={"*": PolicyOverride(opens_earlier_minutes=0)})
    elsewhere = pack(3, class_type_ids=frozenset({uuid4()}))
    early = STARTS - 8 * DAY
    assert reasons(decide(None, elsewhere, later, now=early)) == [Reason.NOT_OPEN]


def test_a_plans_cut_off_counts_for_the_place_it_paid():
    by = pack(overrides={"*": PolicyOverride(cancel_cutoff_minutes=60)})
    mine = place(subscription_id=by.subscription_id, entry_taken=True)
    at = STARTS - timedelta(minutes=60)
    assert outcome(mine, None, by, now=at - TICK) == FreeCancellation(at)
    assert outcome(mine, None, by, now=at) == LateCancellation(Cost.ENTRY)
    assert outcome(mine, now=at - TICK) == LateCancellation(Cost.ENTRY)  # the plan has ended


def test_a_plan_is_for_its_locations():
    here, there = uuid4(), uuid4()
    facts = session(location_id=here)
    assert reasons(decide(facts, plan(location_ids=frozenset({there})))) == [Reason.NOT_HERE]
    assert isinstance(decide(facts, plan(location_ids=frozenset({here, there}))), Admit)


def test_a_plan_is_for_its_hours_of_the_gyms_own_clock():
    at = STARTS.astimezone(ISRAEL).time()
    later = at.replace(minute=at.minute + 1)
    assert reasons(decide(None, plan(class_from=later))) == [Reason.OTHER_HOURS]
    assert isinstance(decide(None, plan(class_from=at, class_until=at)), Admit)


# Hours.


def test_a_weekly_opening_over_both_clock_changes():
    policy = Policy(opens=Opens.WEEKLY, opens_weekday=0, opens_minute=20 * 60)
    for starts, opens in (
        (wall(date(2027, 3, 26), time(2, 30), ISRAEL), wall(date(2027, 3, 14), time(20), ISRAEL)),
        (
            datetime(2026, 10, 25, 1, 30, fold=1, tzinfo=ISRAEL).astimezone(UTC),
            wall(date(2026, 10, 18), time(20), ISRAEL),
        ),
    ):
        facts = session(starts_at=starts, policy=policy)
        assert reasons(decide(facts, now=opens - TICK)) == [Reason.NOT_OPEN]
        assert isinstance(decide(facts, now=opens), Admit)
        card = rules.status_of(desk(facts), now=opens - TICK)
        assert (card.action, card.opens_at) == (CardAction.REMIND, opens)


@pytest.mark.parametrize("fold", [0, 1])
def test_each_of_two_classes_at_half_past_one_is_its_own(fold):
    starts = datetime(2026, 10, 25, 1, 30, fold=fold, tzinfo=ISRAEL).astimezone(UTC)
    other = datetime(2026, 10, 25, 1, 30, fold=1 - fold, tzinfo=ISRAEL).astimezone(UTC)
    facts = session(starts_at=starts)
    asked = decide(facts, my=week(another(other)), now=starts - HOUR)
    assert isinstance(asked, Admit)  # an hour apart, whatever the wall says
    one_a_day = replace(facts, policy=Policy(day_limit=1))
    assert reasons(decide(one_a_day, my=week(another(other)), now=starts - HOUR)) == [
        Reason.DAY_LIMIT
    ]


def test_a_fixed_place_does_not_wait_for_the_opening_but_for_all_else():
    early = STARTS - 30 * DAY
    assert isinstance(decide(now=early, is_fixed=True), Admit)
    assert reasons(decide(None, pack(0), now=early, is_fixed=True)) == [Reason.ENTRIES_USED_UP]
    closed = session(policy=Policy(closes_minutes=60))
    assert reasons(decide(closed, now=STARTS - HOUR, is_fixed=True)) == [Reason.CLOSED]


# Limits.


@pytest.mark.parametrize("counts", [1, 2, 3])
def test_a_day_has_so_many_and_the_next_day_is_new(counts):
    facts = session(policy=Policy(day_limit=counts), starts_at=wall(TODAY, time(20), ISRAEL))
    midnight = wall(TODAY + DAY, time(0), ISRAEL)
    today = [another(midnight - timedelta(hours=6 + 2 * n)) for n in range(counts)]
    tomorrow = another(midnight)
    assert isinstance(decide(facts, my=week(*today[1:], tomorrow)), Admit)
    assert reasons(decide(facts, my=week(*today))) == [Reason.DAY_LIMIT]


def test_a_week_of_a_class_type_ends_on_saturday_night():
    saturday = wall(date(2026, 11, 28), time(23, 30), ISRAEL)
    facts = session(starts_at=saturday, policy=Policy(week_limit=1))
    sunday = wall(date(2026, 11, 22), time(0), ISRAEL)
    now = saturday - DAY
    assert reasons(decide(facts, my=week(another(sunday)), now=now)) == [Reason.TYPE_WEEK_LIMIT]
    assert isinstance(decide(facts, my=week(another(sunday - 2 * HOUR)), now=now), Admit)
    assert isinstance(decide(facts, my=week(another(saturday + HOUR)), now=now), Admit)


def test_limits_of_a_class_type_do_not_count_other_types_and_those_of_a_plan_do():
    elsewhere = another(STARTS - 3 * HOUR, class_type_id=uuid4())
    assert isinstance(decide(session(policy=Policy(day_limit=1)), my=week(elsewhere)), Admit)
    by = plan(day_limit=1)
    paid = replace(elsewhere, subscription_id=by.subscription_id)
    assert reasons(decide(None, by, my=week(paid))) == [Reason.DAY_LIMIT]
    assert isinstance(decide(None, by, my=week(elsewhere)), Admit)  # something else paid for it


def test_what_is_ahead_counts_only_until_it_begins_and_lines_never_do():
    by = plan(open_limit=1)
    ahead = another(STARTS + 9 * DAY, subscription_id=by.subscription_id)
    begun = replace(ahead, is_ahead=False)
    waits = MyWeek(waits=(MyWait(uuid4(), uuid4(), 1),))
    assert reasons(decide(None, by, my=week(ahead))) == [Reason.OPEN_LIMIT]
    assert isinstance(decide(None, by, my=week(begun)), Admit)
    assert isinstance(decide(None, by, my=waits), Admit)
    facts = session(policy=Policy(open_limit=1))
    assert reasons(decide(facts, my=week(ahead))) == [Reason.OPEN_LIMIT]


# Forms, penalties.


def test_a_form_must_be_on_file_and_good_on_the_day_of_the_class():
    facts = session(required_forms=(FormKind.HEALTH_DECLARATION,))

    def with_form(until):
        return decide(facts, my=week(forms={FormKind.HEALTH_DECLARATION: until}))

    assert reasons(decide(facts)) == [Reason.FORM_MISSING]
    assert isinstance(with_form(None), Admit)
    assert isinstance(with_form(TODAY), Admit)
    assert reasons(with_form(TODAY - DAY)) == [Reason.FORM_MISSING]


def test_a_parents_consent_is_asked_of_minors_on_the_day_of_the_class():
    facts = session(required_forms=(FormKind.PARENT_CONSENT,))
    assert reasons(decide(facts, my=week(born_on=date(2008, 11, 25)))) == [Reason.FORM_MISSING]
    assert isinstance(decide(facts, my=week(born_on=date(2008, 11, 24))), Admit)
    assert isinstance(decide(facts), Admit)


def test_a_block_ends_by_itself():
    until = SOON
    assert reasons(decide(my=week(blocked_until=until), now=until - TICK)) == [Reason.BLOCKED]
    assert isinstance(decide(my=week(blocked_until=until), now=until), Admit)


# Cancelling.


def test_the_cut_off_is_never_inside_quiet_hours():
    morning = wall(TODAY, time(8), ISRAEL)  # the cut-off would be at two in the night
    facts = session(starts_at=morning)
    evening = wall(TODAY - DAY, time(22), ISRAEL)
    mine = place(facts)
    assert outcome(mine, facts, now=evening - TICK) == FreeCancellation(evening)
    assert outcome(mine, facts, now=evening) == LateCancellation(Cost.NOTHING)
    awake = replace(facts, quiet=QuietHours(time(0), time(0)))
    assert outcome(mine, awake, now=evening) == FreeCancellation(morning - 6 * HOUR)


def test_a_sunday_morning_is_free_to_cancel_until_the_sabbath():
    sunday = wall(date(2026, 11, 29), time(6), ISRAEL)
    quiet = QuietHours(time(20), time(7), observes_sabbath=True)
    facts = session(starts_at=sunday, quiet=quiet)
    assert rules.cut_off(facts, None, zone=ISRAEL) == wall(date(2026, 11, 27), time(16), ISRAEL)


def test_the_cut_off_over_the_clock_changes_counts_real_hours():
    always = QuietHours(time(0), time(0))
    for starts in (
        wall(date(2027, 3, 26), time(6), ISRAEL),
        wall(date(2026, 10, 25), time(5), ISRAEL),
    ):
        facts = session(starts_at=starts, quiet=always)
        assert starts - rules.cut_off(facts, None, zone=ISRAEL) == 6 * HOUR


@settings(deadline=None)  # machines are slow at times
@given(st.integers(0, 14 * 1440), st.integers(0, 72 * 60), st.booleans())
def test_the_cut_off_is_awake_and_never_later_than_the_policy_says(cutoff, minutes, sabbath):
    starts = wall(date(2026, 11, 27), time(0), ISRAEL) + timedelta(minutes=minutes)
    quiet = QuietHours(observes_sabbath=sabbath)
    facts = session(starts_at=starts, quiet=quiet, policy=Policy(cancel_cutoff_minutes=cutoff))
    at = rules.cut_off(facts, None, zone=ISRAEL)
    assert at <= starts - timedelta(minutes=cutoff)


def test_a_booking_can_be_thought_better_of_for_ten_minutes_once():
    booked_at = STARTS - HOUR
    mine = place(booked_at=booked_at, entry_taken=True)
    until = booked_at + timedelta(minutes=10)
    assert outcome(mine, now=until - TICK) == FreeCancellation(until)
    assert outcome(mine, now=until) == LateCancellation(Cost.ENTRY)
    assert outcome(replace(mine, is_again=True), now=booked_at) == LateCancellation(Cost.ENTRY)
    assert outcome(replace(mine, via=Via.SWAP), now=booked_at) == LateCancellation(Cost.ENTRY)
    at_once = replace(mine, booked_at=STARTS - timedelta(minutes=3))
    assert outcome(at_once, now=STARTS - TICK) == FreeCancellation(STARTS)
    never = session(policy=Policy(grace_minutes=0))
    assert outcome(mine, never, now=booked_at) == LateCancellation(Cost.ENTRY)


# What it takes.


def test_a_place_says_what_it_takes():
    assert decide(None, plan()).cost.takes is Takes.NOTHING
    by = weekly(3)
    mine = another(STARTS - DAY, subscription_id=by.subscription_id)
    cost = decide(None, by, my=week(mine)).cost
    assert (cost.takes, cost.number, cost.limit) == (Takes.WEEK_VISIT, 2, 3)
    assert cost.said.to(Lang.EN) == "Class 2 of 3 this week"
    cost = decide(None, pack(4)).cost
    assert (cost.takes, cost.left, cost.said.to(Lang.EN)) == (
        Takes.ENTRY,
        3,
        "Takes one visit, 3 left after it",
    )
    assert decide(None, pack(1)).cost.said.to(Lang.EN) == "Takes one visit, none left after it"
    trial = plan(PlanKind.TRIAL, entries_left=1)
    assert decide(None, trial).cost.takes is Takes.TRIAL


def test_what_is_left_after_a_booking_counts_every_pack_that_could_pay_for_it():
    elsewhere = pack(8, class_type_ids=frozenset({uuid4()}))
    unpaid = pack(8, standing=Standing.PAST_DUE)
    cost = decide(None, pack(1), pack(6), elsewhere, unpaid).cost
    assert cost.said.to(Lang.EN) == "Takes one visit, 6 left after it"


# Swaps.


def swap(mine, facts=None, *held, now=SOON, more=()):
    return rules.decide_swap(desk(facts, *held, my=week(mine, *more)), mine, now=now)


def test_a_swap_is_free_until_half_an_hour_before_the_class_that_is_left():
    mine = another(STARTS - 2 * HOUR)
    until = mine.starts_at - timedelta(minutes=30)
    assert isinstance(swap(mine, now=until - TICK), Admit)
    assert reasons(swap(mine, now=until)) == [Reason.NOT_SWAPPABLE]


def test_a_swap_stays_in_the_day_and_happens_once():
    yesterday = another(wall(TODAY, time(0), ISRAEL) - TICK)
    assert reasons(swap(yesterday, now=STARTS - 2 * DAY)) == [Reason.NOT_SWAPPABLE]
    first = another(wall(TODAY, time(0), ISRAEL))
    assert isinstance(swap(first, now=STARTS - 2 * DAY), Admit)
    swapped = another(STARTS + 3 * HOUR, is_swap=True)
    assert reasons(swap(another(STARTS - 2 * HOUR), more=[swapped])) == [Reason.NOT_SWAPPABLE]
    given_back = replace(swapped, status=rules.BookingStatus.CANCELLED)
    assert reasons(swap(another(STARTS - 2 * HOUR), more=[given_back])) == [Reason.NOT_SWAPPABLE]


def test_a_swap_asks_as_if_the_other_place_had_never_been_taken():
    by = pack(0)
    mine = another(STARTS, subscription_id=by.subscription_id, entry_taken=True)
    assert swap(mine, None, by).cost.left == 0
    limited = session(policy=Policy(day_limit=1))
    assert isinstance(swap(another(STARTS - 3 * HOUR), limited), Admit)
    assert reasons(swap(another(STARTS - 3 * HOUR), session(booked=12))) == [Reason.FULL]
    off = another(STARTS - 3 * HOUR, policy=Policy(swap_minutes=None))
    assert reasons(swap(off)) == [Reason.NOT_SWAPPABLE]


def test_a_card_offers_the_swap_where_only_the_other_place_is_in_the_way():
    mine = another(STARTS)
    card = rules.status_of(desk(my=week(mine)), now=SOON)
    assert (card.kind, card.action) == (CardKind.OPEN, CardAction.SWAP)
    assert card.swap and card.swap.session_id == mine.session_id  # noqa: PT018
    assert "Lifting" in card.line.to(Lang.EN)
    full = rules.status_of(desk(session(booked=12), my=week(mine)), now=SOON)
    assert full.action is CardAction.NONE
    blocked = rules.status_of(desk(my=week(mine, blocked_until=STARTS)), now=SOON)
    assert blocked.action is CardAction.NONE


@settings(deadline=None)  # machines are slow at times
@given(st.integers(-26 * 60, 26 * 60), st.integers(-30 * 60, 0), st.integers(0, 12))
def test_a_card_never_offers_a_swap_that_would_be_refused(apart, minutes, booked):
    mine = another(STARTS + timedelta(minutes=apart))
    now = STARTS + timedelta(minutes=minutes)
    mine = replace(mine, is_ahead=mine.starts_at > now)
    asked = desk(session(booked=booked, policy=Policy(day_limit=1)), my=week(mine))
    card = rules.status_of(asked, now=now)
    if card.action is CardAction.SWAP:
        assert isinstance(rules.decide_swap(asked, mine, now=now), Admit)


def test_a_card_offers_the_swap_beside_booking_and_says_what_each_takes():
    by = pack(4)
    mine = another(STARTS - 3 * HOUR, subscription_id=by.subscription_id, entry_taken=True)
    card = rules.status_of(desk(None, by, my=week(mine)), now=SOON)
    assert (card.kind, card.action) == (CardKind.OPEN, CardAction.BOOK)
    assert card.takes and card.takes.said.to(Lang.EN) == "Takes one visit, 3 left after it"  # noqa: PT018
    assert card.swap is not None
    assert (card.swap.session_id, card.swap.takes.takes) == (mine.session_id, Takes.NOTHING)
    assert (card.swap.said.to(Lang.EN), card.swap.said.to(Lang.HE)) == ("At no cost", "ללא עלות")


def test_a_swap_that_another_plan_pays_takes_what_that_one_gives():
    mine = another(STARTS - 3 * HOUR, guests=1)
    card = rules.status_of(desk(None, pack(4), my=week(mine)), now=SOON)
    assert card.swap is not None
    assert (card.swap.takes.takes, card.swap.guests) == (Takes.ENTRY, 1)
    said = "Takes one visit, 3 left after it. 1 guest doesn't come along"
    assert card.swap.said.to(Lang.EN) == said


def test_a_swap_is_not_offered_beside_booking_where_it_would_be_refused():
    def offered(*places, facts=None, now=SOON):
        return rules.status_of(desk(facts, my=week(*places)), now=now).swap

    mine = another(STARTS - 3 * HOUR)
    assert offered(mine)
    assert not offered(another(STARTS - DAY))  # of another day
    assert not offered(mine, another(STARTS + 5 * HOUR, is_swap=True))  # once a day
    assert not offered(another(STARTS - 3 * HOUR, policy=Policy(swap_minutes=None)))
    until = mine.starts_at - timedelta(minutes=30)
    assert offered(mine, now=until - TICK)
    assert not offered(mine, now=until)
    assert not offered(mine, facts=session(booked=12))
    later = another(STARTS + 3 * HOUR)
    still = offered(mine, later, now=until)  # the next of the day that may be given up
    assert still
    assert still.session_id == later.session_id


@settings(deadline=None)  # machines are slow at times
@given(
    st.lists(st.tuples(st.integers(-26 * 60, 26 * 60), st.booleans()), max_size=3),
    st.integers(-30 * 60, 0),
    st.integers(0, 12),
    st.sampled_from([None, 0, 30, 240]),
)
def test_a_card_offers_a_swap_beside_booking_exactly_where_one_would_be_done(
    apart, minutes, booked, until
):
    now, by = STARTS + timedelta(minutes=minutes), pack(3)
    mine = [
        another(
            STARTS + timedelta(minutes=at),
            policy=Policy(swap_minutes=until),
            subscription_id=by.subscription_id if same else uuid4(),
            entry_taken=True,
        )
        for at, same in apart
    ]
    asked = desk(session(booked=booked), by, my=week(*mine))
    card = rules.status_of(asked, now=now)
    if card.action is not CardAction.BOOK:
        return
    done = {p.session_id: rules.decide_swap(asked, p, now=now) for p in mine}
    admitted = {key: each for key, each in done.items() if isinstance(each, Admit)}
    assert (card.swap is not None) == bool(admitted)
    if card.swap is not None:
        of = next(p for p in mine if p.session_id == card.swap.session_id)
        assert card.swap.takes == rules.cost_of_swap(of, admitted[of.session_id])
        is_same = of.subscription_id == by.subscription_id
        assert (card.swap.takes.takes is Takes.NOTHING) == is_same


# Trials, the door, guests.

TRIAL = TrialOffer(uuid4(), Money.shekels(50), 14)


def stranger(facts=None, *, trial: TrialOffer | None = TRIAL):
    return rules.desk(facts or session(), week(trial=trial), (), zone=ISRAEL)


def test_who_holds_nothing_is_offered_the_trial_with_its_price():
    card = rules.status_of(stranger(), now=SOON)
    assert (card.action, card.takes and card.takes.price) == (CardAction.TRIAL, Money.shekels(50))
    refused = rules.decide_booking(stranger(), now=SOON)
    assert (reasons(refused), mends(refused)) == ([Reason.NO_PLAN], [Mend.TRIAL])
    assert isinstance(rules.decide_trial(stranger(), now=SOON), Admit)


@pytest.mark.parametrize(
    ("facts", "trial", "reason"),
    [
        ({}, None, Reason.NO_PLAN),
        ({"policy": Policy(allows_trial=False)}, TRIAL, Reason.NO_PLAN),
        ({"booked": 12}, TRIAL, Reason.FULL),
        ({"required_forms": (FormKind.WAIVER,)}, TRIAL, Reason.FORM_MISSING),
        ({}, replace(TRIAL, class_type_ids=(uuid4(),)), Reason.NOT_COVERED),
        ({}, replace(TRIAL, valid_days=1), Reason.NOT_COVERED),
    ],
)
def test_a_trial_is_refused_as_a_booking_would_be(facts, trial, reason):
    asked = stranger(session(**facts), trial=trial)
    assert reasons(rules.decide_trial(asked, now=SOON))[0] is reason
    assert rules.status_of(asked, now=SOON).action is not CardAction.TRIAL


def test_a_visit_is_sold_at_the_door_where_nothing_pays_and_a_debt_is_not():
    facts, now = session(drop_in=Money.shekels(60)), STARTS + timedelta(minutes=5)

    def walk_in(*held, in_class=facts, **me):
        asked = rules.desk(in_class, week(**me), held, zone=ISRAEL)
        return rules.decide_walk_in(asked, now=now)

    assert walk_in(pack(1)).by.entries_left == 1
    sold = walk_in(pack(0))
    assert isinstance(sold, DropIn)
    assert sold.cost.price == Money.shekels(60)
    assert isinstance(walk_in(), DropIn)
    assert reasons(walk_in(plan(standing=Standing.PAST_DUE))) == [Reason.PAST_DUE]
    assert reasons(walk_in(pack(0), blocked_until=STARTS + DAY))[-1] is Reason.BLOCKED
    assert reasons(walk_in(in_class=session())) == [Reason.NO_PLAN]
    assert reasons(walk_in(in_class=replace(facts, booked=12))) == [Reason.FULL]


def test_guests_are_counted_paid_and_end_with_booking():
    by = pack(1)
    host = place(subscription_id=by.subscription_id, entry_taken=True)
    facts = session(policy=Policy(guests_most=1, closes_minutes=30), drop_in=Money.shekels(60))

    def guest(n=0, held=(by,), in_class=facts, now=SOON):
        return rules.decide_guest(
            in_class, host, held, guests=n, by_staff=False, line_comes_first=False, now=now
        )

    assert guest().cost.takes is Takes.ENTRY
    assert guest(held=(replace(by, entries_left=0),)).cost.takes is Takes.DROP_IN
    assert guest(held=(plan(),)).cost.price == Money.shekels(60)
    assert reasons(guest(1)) == [Reason.DAY_LIMIT]
    assert reasons(guest(in_class=replace(facts, booked=12))) == [Reason.FULL]
    closes = STARTS - timedelta(minutes=30)
    assert isinstance(guest(now=closes - TICK), Admit)
    assert reasons(guest(now=closes)) == [Reason.STARTED]
    assert reasons(guest(held=(), in_class=replace(facts, drop_in=None))) == [
        Reason.ENTRIES_USED_UP
    ]


@pytest.mark.parametrize(("name", "phone"), [("", ""), ("  ", ""), ("נועה", "12")])
def test_a_guest_has_a_name_and_perhaps_a_phone(name, phone):
    with pytest.raises(Invalid):
        rules.checked_guest(name, phone)
