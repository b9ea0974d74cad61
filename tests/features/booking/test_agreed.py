"""What a card said is what a tap takes: never more, whatever happened in between."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.i18n import Lang
from fitkit.core.work import Work
from fitkit.features.booking import actions, queries
from fitkit.features.booking.rules import (
    BookingCost,
    CardAction,
    Dearer,
    Sentence,
    Takes,
    Toll,
    check_agreed,
)
from fitkit.features.class_types.rules import Policy
from fitkit.features.penalties.rules import Step
from fitkit.features.subscriptions import queries as subscriptions
from fitkit.texts import places as words
from tests.factories import scheduling as make
from tests.factories.booking import as_member, book, pack_member, weekly_member
from tests.factories.members import make_member
from tests.factories.plans import make_unlimited, make_weekly
from tests.factories.subscriptions import give, give_pack

HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)
STEPS = (None, Step.WARNING, Step.STRIKE, Step.ENTRY, Step.BLOCK)
TOLLS = st.builds(
    Toll,
    is_late=st.booleans(),
    week_visits=st.integers(0, 1),
    entries=st.integers(0, 3),
    step=st.sampled_from(STEPS),
)


def entries(w: Work, member_id) -> list[int | None]:
    return [held.entries_left for held in subscriptions.held(w, member_id=member_id)]


def card(w: Work, session_id, member_id):
    return queries.card(w, session_id=session_id, member_id=member_id).status


def unlimited_member(w: Work) -> UUID:
    member_id = make_member(w)
    give(w, member_id, make_unlimited(w))
    return member_id


# The order of what is taken.


@given(TOLLS, TOLLS)
def test_a_toll_is_dearer_when_any_part_of_it_is(one: Toll, other: Toll):
    assert not one.is_dearer_than(one)
    parts = (
        one.is_late > other.is_late,
        one.week_visits > other.week_visits,
        one.entries > other.entries,
        STEPS.index(one.step) > STEPS.index(other.step),
    )
    assert one.is_dearer_than(other) is any(parts)
    if not one.is_dearer_than(other) and not other.is_dearer_than(one):
        assert one == other


def test_what_a_place_takes_is_dearer_in_this_order():
    order = (Takes.NOTHING, Takes.WEEK_VISIT, Takes.TRIAL, Takes.ENTRY, Takes.DROP_IN)
    for n, takes in enumerate(order):
        cost = BookingCost(takes, Sentence(words.TAKES_NOTHING))
        check_agreed(cost, None)
        for agreed in order[n:]:
            check_agreed(cost, agreed)
        for agreed in order[:n]:
            with pytest.raises(Dearer):
                check_agreed(cost, agreed)


# Booking.


def test_no_entry_is_taken_where_the_card_said_a_class_of_the_week(w):
    place = make.make_place(w)
    first, second = (make.session_at(w, place, w.now + h * HOUR) for h in (4, 6))
    who = weekly_member(w, limit=1)
    give_pack(w, who, 5)
    said = card(w, second, who).takes
    assert said is not None
    assert said.takes is Takes.WEEK_VISIT
    book(w, first, who)  # in another tab
    mine = {"session_id": second, "member_id": who}
    with pytest.raises(Dearer) as refused:
        actions.book(as_member(w, who), **mine, agreed=said.takes)
    assert refused.value.text is words.DEARER
    assert 5 in entries(w, who)
    fresh = card(w, second, who).takes
    assert fresh is not None
    assert actions.book(as_member(w, who), **mine, agreed=fresh.takes).entries_left == 4


def test_what_has_become_cheaper_is_simply_taken(w):
    session_id = make.session_at(w, make.make_place(w), w.now + 4 * HOUR)
    who = weekly_member(w)
    ids = {"session_id": session_id, "member_id": who}
    assert actions.book(as_member(w, who), **ids, agreed=Takes.ENTRY).is_in


def test_an_offer_is_accepted_for_no_more_than_its_card_said(w):
    place = make.make_place(w, policy=Policy(cancel_cutoff_minutes=360))
    session_id = make.session_at(w, place, w.now + 4 * HOUR, capacity=1)  # asked one after another
    first, who = weekly_member(w, "א"), weekly_member(w, "ב", limit=1)
    give_pack(w, who, 5)
    book(w, session_id, first)
    book(w, session_id, who)
    actions.cancel(as_member(w, first), session_id=session_id, member_id=first)
    said = card(w, session_id, who).takes
    assert said is not None
    assert said.takes is Takes.WEEK_VISIT
    book(w, make.session_at(w, place, w.now + 8 * HOUR), who)
    ids = {"session_id": session_id, "member_id": who}
    with pytest.raises(Dearer):
        actions.accept_offer(as_member(w, who), **ids, agreed=said.takes)
    assert 5 in entries(w, who)
    assert actions.accept_offer(as_member(w, who), **ids, agreed=Takes.ENTRY).entries_left == 4


# Waiting.


@pytest.mark.parametrize(
    ("plan", "takes", "said"),
    [
        (pack_member, Takes.ENTRY, "A freed place takes one visit, 9 left after it"),
        (weekly_member, Takes.WEEK_VISIT, "A freed place is class 1 of 3 this week"),
        (unlimited_member, Takes.NOTHING, None),
    ],
)
def test_who_joins_a_line_hears_what_a_place_that_frees_takes(w, plan, takes, said):
    session_id = make.session_at(w, make.make_place(w), w.now + 30 * HOUR, capacity=1)
    first = make_member(w, "ראשון", "")
    give(w, first, make_weekly(w, 7))
    book(w, session_id, first)
    who = plan(w)
    before = card(w, session_id, who)
    receipt = book(w, session_id, who)
    after = card(w, session_id, who)
    assert (before.action, after.action) == (CardAction.WAIT, CardAction.LEAVE)
    for each in (before, after):
        assert each.takes is not None
        assert each.takes.takes is takes
    told = receipt.said.to(Lang.EN)
    assert told.startswith("Number 1 in line")
    assert told.endswith(said) if said else "freed" not in told


# Cancelling.


def test_a_tap_at_the_cut_off_costs_no_more_than_was_shown(w):
    place = make.make_place(w, policy=Policy(grace_minutes=0, cancel_cutoff_minutes=360))
    session_id = make.session_at(w, place, w.now + 7 * HOUR)
    who = pack_member(w, entries=3)
    book(w, session_id, who)
    before, at = (replace(w, now=w.now + HOUR - late) for late in (TICK, 0 * TICK))
    free = card(before, session_id, who).toll
    assert free == Toll()
    ids = {"session_id": session_id, "member_id": who}
    with pytest.raises(Dearer):
        actions.cancel(as_member(at, who), **ids, agreed=free)
    assert card(at, session_id, who).toll == Toll(is_late=True, entries=1, step=Step.WARNING)
    assert entries(w, who) == [2]
    receipt = actions.cancel(as_member(at, who), **ids, agreed=card(at, session_id, who).toll)
    assert (receipt.is_late, receipt.entry_returned) == (True, False)


def test_just_before_the_cut_off_it_is_free_as_shown(w):
    place = make.make_place(w, policy=Policy(grace_minutes=0, cancel_cutoff_minutes=360))
    session_id = make.session_at(w, place, w.now + 7 * HOUR)
    who = pack_member(w, entries=3)
    book(w, session_id, who)
    before = replace(w, now=w.now + HOUR - TICK)
    ids = {"session_id": session_id, "member_id": who}
    receipt = actions.cancel(as_member(before, who), **ids, agreed=Toll())
    assert (receipt.is_late, receipt.entry_returned) == (False, True)


def test_a_guest_who_came_meanwhile_makes_it_dearer(w):
    place = make.make_place(w, policy=Policy(grace_minutes=0, guests_most=1))
    session_id = make.session_at(w, place, w.now + HOUR)
    who = pack_member(w, entries=3)
    book(w, session_id, who)
    shown = card(w, session_id, who).toll
    mine, ids = as_member(w, who), {"session_id": session_id, "member_id": who}
    actions.bring_guest(mine, **ids, name="אורח")
    with pytest.raises(Dearer):
        actions.cancel(mine, **ids, agreed=shown)
    now_shown = card(w, session_id, who).toll
    assert now_shown.entries == 2
    assert actions.cancel(mine, **ids, agreed=now_shown).is_late


def test_staff_cancel_whatever_it_takes(w):
    place = make.make_place(w, policy=Policy(grace_minutes=0))
    session_id = make.session_at(w, place, w.now + HOUR)
    who = pack_member(w, entries=3)
    book(w, session_id, who)
    assert actions.cancel(w, session_id=session_id, member_id=who).is_late
