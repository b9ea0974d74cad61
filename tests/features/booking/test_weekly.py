"""How classes went: a weekly one over its last weeks, a single one by itself."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from fitkit.core.clock import ISRAEL, wall
from fitkit.core.errors import Denied
from fitkit.core.permissions import Role
from fitkit.core.work import Work, open_work
from fitkit.features.booking import actions, queries
from fitkit.features.scheduling import actions as scheduling
from tests.conftest import Gym
from tests.factories import scheduling as make
from tests.factories.booking import book, weekly_member

TUESDAY = date(2026, 11, 24)


def test_a_single_class_counts_places_waiting_and_no_shows(w: Work):
    place = make.make_place(w)
    [one] = make.publish(w, place, TUESDAY, capacity=2).session_ids
    people = [weekly_member(w, f"מתאמן {n}", 2 + n) for n in range(3)]
    for who in people:
        book(w, one, who)
    before = queries.figures_by_class(w, ids=[one])[one]
    assert (before.classes, before.capacity, before.booked, before.waited) == (1, 2, 2, 1)
    assert (before.utilisation_share, before.no_show_share) == (1.0, None)
    during = replace(w, now=wall(TUESDAY, time(18, 40), ISRAEL))
    actions.check_in(during, session_id=one, member_id=people[0])
    after = replace(w, now=wall(TUESDAY, time(20), ISRAEL))
    actions.close_attendance(after, session_id=one)
    went = queries.figures_by_class(after, ids=[one])[one]
    assert (went.no_shows, went.no_shows_of, went.no_show_share) == (1, 2, 0.5)


def test_cancelled_classes_and_those_of_others_have_no_figures(gym: Gym, other_gym: Gym):
    with open_work(other_gym.acting(Role.OWNER)) as theirs:
        [other] = make.publish(theirs, make.make_place(theirs)).session_ids
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make.make_place(w)
        [stands] = make.publish(w, place).session_ids
        [off] = make.publish(w, place, at=time(20)).session_ids
        scheduling.cancel_session(w, session_id=off)
        assert list(queries.figures_by_class(w, ids=[stands, off, other])) == [stands]
        assert queries.figures_by_class(w, ids=[]) == {}


def test_only_who_sees_the_overview_sees_figures(gym: Gym):
    with open_work(gym.acting(Role.COACH)) as w, pytest.raises(Denied):
        queries.figures_by_class(w, ids=[])


def test_a_class_without_anybody_is_empty_and_not_unknown(w: Work):
    place = make.make_place(w)
    made = scheduling.publish_weekly(w, details=make.details(place, TUESDAY), times=2).session_ids
    after = replace(w, now=wall(TUESDAY + timedelta(days=1), time(8), ISRAEL))
    found = queries.figures_by_class(after, ids=made)
    assert [found[one].utilisation_share for one in made] == [0.0, 0.0]
    assert [found[one].no_show_share for one in made] == [None, None]
