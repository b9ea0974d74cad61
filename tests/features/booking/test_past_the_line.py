"""Whoever takes another way to a place does not go past a line, nor stand in it and in the class."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from fitkit.core.errors import Refusal
from fitkit.core.ids import new_id
from fitkit.features.booking import actions
from fitkit.features.booking.rules import Reason, Refuse
from fitkit.texts import places as words
from tests.factories import scheduling as make
from tests.factories.booking import as_member, book, members_with_plan, pack_member, weekly_member
from tests.factories.members import make_member
from tests.factories.plans import make_pack, make_trial
from tests.features.booking.test_offers import LAST_HOUR, Line, night_line
from tests.features.booking.test_ways import a_place, a_place_again, swap

HOUR = timedelta(hours=1)


def other_class(line: Line, hours: int) -> UUID:
    """Another class of the same day as the line's, in which nobody is."""
    return make.session_at(line.w, a_place_again(line.w), line.w.now + hours * HOUR)


def test_a_swap_in_the_night_does_not_take_the_place_that_the_line_waits_for(w):
    line = night_line(w)
    who = weekly_member(line.w, "דנה", 3)
    left = other_class(line, 13)
    book(line.w, left, who)
    with pytest.raises(Refusal):
        swap(line.w, left, line.session_id, who)
    assert line.counts() == (0, 3, 0)


def test_a_trial_in_the_night_does_not_take_the_place_that_the_line_waits_for(w):
    line = night_line(w)
    make_trial(line.w)
    who = make_member(line.w, "אורח", "")
    mine = as_member(line.w, who)
    with pytest.raises(Refusal) as refused:
        actions.book_trial(mine, session_id=line.session_id, member_id=who)
    assert refused.value.text == words.TRIAL_FULL


def test_a_fixed_place_does_not_take_the_place_that_the_line_waits_for(w):
    line = night_line(w)
    who = pack_member(line.w)
    ids = {"session_id": line.session_id, "standing_id": new_id()}
    answer = actions.book_standing(line.w, member_id=who, **ids)
    assert isinstance(answer, Refuse)
    assert answer.reason is Reason.FULL


def test_whoever_swaps_into_a_class_whose_line_they_stand_in_leaves_the_line(w):
    line = Line(w, LAST_HOUR, waiting=2)
    who, left = line.people[1], other_class(line, 4)
    book(w, left, who)
    line.free_a_place()
    swap(line.w, left, line.session_id, who)
    assert line.counts() == (1, 1, 0)


def test_a_regular_who_stands_in_line_has_the_place_or_the_number_and_not_both(w):
    line = Line(w, LAST_HOUR, waiting=2)
    line.free_a_place()
    ids = {"session_id": line.session_id, "standing_id": new_id()}
    actions.book_standing(line.w, member_id=line.people[0], **ids)
    assert line.counts() == (1, 1, 0)


def test_a_guest_does_not_take_the_place_that_the_line_waits_for(w):
    session_id = make.session_at(w, a_place(w, guests_most=1), w.now + 21 * HOUR, capacity=2)
    host, leaving, waiting = members_with_plan(w, make_pack(w, 5), 3)
    for member_id in (host, leaving, waiting):
        book(w, session_id, member_id)
    night = replace(w, now=w.now + 11 * HOUR)  # 23:00
    actions.cancel(as_member(night, leaving), session_id=session_id, member_id=leaving)
    with pytest.raises(Refusal) as refused:
        actions.bring_guest(
            as_member(night, host), session_id=session_id, member_id=host, name="אורח"
        )
    assert refused.value.text == words.GUEST_FULL
