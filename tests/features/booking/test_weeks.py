"""Figures week by week."""

from datetime import timedelta

from fitkit.core.clock import day_of, week_start
from fitkit.features.booking import actions as places
from fitkit.features.booking import queries as booking
from tests.factories import scheduling as make
from tests.factories.booking import book, pack_member, weekly_member


def test_figures_of_weeks_are_those_of_each_week_in_two_statements(w, statements):
    place, member_id = make.make_place(w), weekly_member(w)
    session_id = make.session_at(w, place, w.now + timedelta(minutes=90))
    book(w, session_id, member_id)
    old = make.session_at(w, place, w.now - timedelta(days=14))
    places.book(w, session_id=session_id, member_id=pack_member(w, "גל"))
    assert old
    day = day_of(w.now + timedelta(minutes=90), w.actor.zone)
    with statements() as sent:
        weeks = booking.figures_by_week(w, day=day, weeks=4)
    assert len(sent) == 2
    assert len(weeks) == 4
    for n, figures in enumerate(weeks):
        sunday = week_start(day) - timedelta(days=7 * (3 - n))
        assert figures == booking.week_figures(w, day=sunday), sunday
    assert (weeks[-1].classes, weeks[-1].booked) == (1, 2)
