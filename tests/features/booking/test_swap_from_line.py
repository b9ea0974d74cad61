"""Who waits in line, and has another class of the day: what stands in the way is said, and swapped."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang
from fitkit.features.booking import actions
from fitkit.features.booking.rules import CardAction, CardKind, Via
from fitkit.features.class_types.rules import Policy
from fitkit.features.scheduling import queries as timetable
from fitkit.texts import schedule as texts
from tests.factories import scheduling as make
from tests.factories.booking import book
from tests.factories.class_types import make_class_type
from tests.features.booking.test_actions import happened
from tests.features.booking.test_offers import HOUR, LAST_HOUR, MINUTE, OFFERS, Line, is_in
from tests.features.booking.test_ways import a_place_again, swap


def beside(line: Line, after: timedelta, who: UUID, *, swaps: bool = True) -> UUID:
    """A place of theirs in another class, that begins some time from the line's now."""
    place = a_place_again(line.w)
    if not swaps:
        never = make_class_type(line.w, "בלי החלפות", policy=Policy(swap_minutes=None))
        place = replace(place, class_type_id=never)
    session_id = make.session_at(line.w, place, line.w.now + after)
    book(line.w, session_id, who)
    return session_id


def offered_and_booked_elsewhere(w, *, swaps: bool = True) -> tuple[Line, UUID]:
    """A place is kept for the first in line, who has booked a class of the same hour since."""
    line = Line(w, OFFERS)
    line.free_a_place()
    return line, beside(line, OFFERS, line.people[0], swaps=swaps)


def test_a_kept_place_that_another_class_stands_in_the_way_of_is_swapped_for_it(w):
    line, other = offered_and_booked_elsewhere(w)
    who = line.people[0]
    shown = line.card(who)
    assert (shown.kind, shown.action) == (CardKind.OFFERED, CardAction.SWAP)
    assert shown.swap is not None
    assert shown.swap.session_id == other
    said = shown.line.to(Lang.EN)
    assert said.startswith("A place is kept for you until 12:20. Can be swapped for ")
    assert said.endswith("at no cost")

    receipt = swap(line.w, other, line.session_id, who)
    assert receipt.is_in
    assert (line.counts(), line.told("offer_accepted")) == ((1, 2, 0), [0])
    assert happened(w, "booking.made")[-1]["via"] == Via.SWAP
    assert timetable.session(line.w, session_id=other).booked == 0


def test_a_kept_place_that_nothing_can_be_swapped_for_says_what_stands_in_the_way(w):
    line, _ = offered_and_booked_elsewhere(w, swaps=False)
    who = line.people[0]
    shown = line.card(who)
    assert (shown.kind, shown.action) == (CardKind.OFFERED, CardAction.DECLINE)
    assert "overlaps" in shown.line.to(Lang.EN)
    with pytest.raises(Refusal):
        line.do(actions.accept_offer, who)
    line.do(actions.decline_offer, who)
    assert line.told("offer_made") == [0, 1]


def test_beside_a_kept_place_a_class_of_the_day_can_be_given_up(w):
    line = Line(w, OFFERS)
    who = line.people[0]
    other = beside(line, OFFERS + 2 * HOUR, who)
    line.free_a_place()
    shown = line.card(who)
    assert (shown.action, shown.swap and shown.swap.session_id) == (CardAction.ACCEPT, other)
    swap(line.w, other, line.session_id, who)
    assert line.counts() == (1, 2, 0)
    assert is_in(line, who)


def test_an_offer_that_ran_out_is_not_swapped_to(w):
    line, other = offered_and_booked_elsewhere(w)
    line.later(20 * MINUTE)
    assert line.card(line.people[0]).action is not CardAction.SWAP
    with pytest.raises(Refusal):
        swap(line.w, other, line.session_id, line.people[0])
    assert line.counts() == (0, 3, 1)


def test_a_place_kept_for_another_is_not_swapped_to(w):
    line = Line(w, OFFERS)
    line.free_a_place()
    other = beside(line, OFFERS, line.people[1])
    assert line.card(line.people[1]).swap is None
    with pytest.raises(Refusal):
        swap(line.w, other, line.session_id, line.people[1])
    assert line.counts() == (0, 3, 1)


def test_whoever_is_passed_over_for_a_class_of_the_same_hour_is_offered_the_swap(w):
    line = Line(w, OFFERS, waiting=1)
    who = line.people[0]
    other = beside(line, OFFERS, who)
    line.free_a_place()
    shown = line.card(who)
    assert (shown.kind, shown.action) == (CardKind.WAITING, CardAction.LEAVE)
    assert (shown.swap and shown.swap.session_id, "overlaps" in shown.line.to(Lang.EN)) == (
        other,
        True,
    )
    swap(line.w, other, line.session_id, who)
    assert line.counts() == (1, 0, 0)


def test_in_the_last_hour_a_class_in_the_way_of_the_first_tap_is_said_and_swapped(w):
    line = Line(w, LAST_HOUR, waiting=1)
    who = line.people[0]
    line.free_a_place()
    assert line.card(who).action is CardAction.CLAIM
    other = beside(line, LAST_HOUR, who)
    shown = line.card(who)
    assert (shown.action, shown.swap and shown.swap.session_id) == (CardAction.LEAVE, other)
    assert shown.line.text is not texts.LINE_CLAIM
    swap(line.w, other, line.session_id, who)
    assert line.counts() == (1, 0, 0)


def test_while_a_class_is_full_whoever_waits_is_offered_no_swap(w):
    line = Line(w, OFFERS)
    beside(line, OFFERS, line.people[0])
    assert line.card(line.people[0]).swap is None
