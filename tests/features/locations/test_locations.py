"""Opening hours, locations and rooms."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from fitkit.core import jobs
from fitkit.core.errors import Denied, Invalid, NotFound, Refusal
from fitkit.core.events import EventLog
from fitkit.core.i18n import Lang
from fitkit.core.ids import new_id
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.locations import actions, queries, rules
from fitkit.features.locations.rules import LocationDetails, RoomDetails, Span
from fitkit.features.orgs.events import OrgOpened
from fitkit.features.orgs.rules import GymKind
from fitkit.features.orgs.tables import Org
from fitkit.texts import catalogue as texts
from fitkit.texts import common
from tests.factories.locations import make_location, make_room

MINUTES = st.integers(0, 1440)


def said(minutes):
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@given(st.lists(st.tuples(MINUTES, MINUTES), max_size=4))
def test_accepted_hours_are_in_order_apart_and_forwards(pairs):
    typed = {2: tuple((said(a), said(b)) for a, b in pairs)}
    try:
        hours = rules.parsed_hours(typed)
    except Refusal as wrong:
        assert wrong.field == "hours"  # noqa: PT017  # both outcomes are right
        ordered = sorted(pairs)
        assert any(a >= b for a, b in pairs) or any(
            later[0] < earlier[1] for earlier, later in pairwise(ordered)
        )
        return
    spans = hours.get(2, ())
    assert all(s.starts < s.ends for s in spans)
    assert all(a.ends <= b.starts for a, b in pairwise(spans))
    assert rules.parsed_hours(rules.plain(hours)) == hours


def test_hours_may_touch_and_reach_midnight():
    hours = rules.parsed_hours({5: (("14:00", "24:00"), ("6:00", "14:00"))})
    assert hours == {5: (Span(360, 840), Span(840, 1440))}


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ({0: (("22:00", "06:00"),)}, texts.HOURS_BACKWARDS),
        ({0: (("06:00", "06:00"),)}, texts.HOURS_BACKWARDS),
        ({0: (("06:00", "12:00"), ("11:59", "15:00"))}, texts.HOURS_OVERLAP),
        ({7: (("06:00", "12:00"),)}, texts.HOURS_UNCLEAR),
        ({0: (("06:00", "07:00"),) * 5}, texts.HOURS_UNCLEAR),
        ({0: (("24:01", "25:00"),)}, common.NOT_A_TIME),
        ({0: (("בוקר", "ערב"),)}, common.NOT_A_TIME),
    ],
)
def test_hours_that_cannot_be_are_refused(typed, text):
    with pytest.raises(Refusal) as caught:
        rules.parsed_hours(typed)
    assert (caught.value.text, caught.value.field) == (text, "hours")


def test_a_refusal_of_hours_names_the_day():
    with pytest.raises(Refusal) as caught:
        rules.parsed_hours({6: (("22:00", "06:00"),)})
    assert caught.value.to(Lang.HE).startswith("שבת:")


def test_the_last_minute_of_a_span_is_closed():
    hours = rules.parsed_hours({0: (("06:00", "14:00"),)})
    assert rules.is_open(hours, weekday=0, minute=360)
    assert not rules.is_open(hours, weekday=0, minute=840)
    assert not rules.is_open(hours, weekday=1, minute=400)


def test_every_field_at_fault_is_told_at_once():
    with pytest.raises(Invalid) as caught:
        rules.checked(LocationDetails("", phone="1", zone="Mars/Base", hours={0: (("9", "8"),)}))
    assert set(caught.value.problems) == {"name", "phone", "zone", "hours"}


@pytest.mark.parametrize("capacity", [0, -1, 501, True, 1.5])
def test_a_room_holds_somebody_and_not_thousands(capacity):
    with pytest.raises(Invalid) as caught:
        rules.checked_room(RoomDetails("אולם", capacity=capacity))
    assert set(caught.value.problems) == {"capacity"}


def test_locations_come_with_their_rooms_in_order(w):
    first, second = make_location(w, "נמל"), make_location(w, "אבן גבירול")
    make_room(w, second, "סטודיו", 8)
    make_room(w, first, "אולם", 16)
    views = queries.locations(w)
    assert [v.name for v in views] == ["נמל", "אבן גבירול"]
    assert [r.name for r in views[0].rooms] == ["אולם"]
    assert views[0].hours[0] == (Span(360, 840), Span(960, 1320))


def test_two_open_locations_have_different_names(w):
    first = make_location(w, "נמל")
    with pytest.raises(Refusal) as caught:
        make_location(w, " נמל ")
    assert caught.value.field == "name"
    make_location(w, "צפון")
    actions.close(w, location_id=first)
    make_location(w, "נמל")
    with pytest.raises(Refusal):
        actions.reopen(w, location_id=first)


def test_the_last_open_location_is_not_closed(w):
    first, second = make_location(w, "נמל"), make_location(w, "צפון")
    actions.close(w, location_id=first)
    with pytest.raises(Refusal) as caught:
        actions.close(w, location_id=second)
    assert caught.value.text is texts.LAST_LOCATION
    with pytest.raises(Refusal) as caught:
        actions.close(w, location_id=first)
    assert caught.value.text is texts.LOCATION_CLOSED
    actions.reopen(w, location_id=first)
    assert len(queries.locations(w)) == 2
    with pytest.raises(Refusal):
        actions.reopen(w, location_id=first)


def test_closed_ones_are_listed_after_the_open(w):
    first = make_location(w, "נמל")
    make_location(w, "צפון")
    actions.close(w, location_id=first)
    assert [(v.name, v.is_closed) for v in queries.locations_with_closed(w)] == [
        ("צפון", False),
        ("נמל", True),
    ]


def test_a_change_tells_which_fields(w):
    location_id = make_location(w, "נמל")
    actions.change(w, location_id=location_id, details=LocationDetails("נמל", zone="Europe/Paris"))
    row = w.session.scalars(select(EventLog).order_by(EventLog.id.desc())).first()
    assert row.facts["fields"] == ["address", "hours", "zone"]
    assert queries.location(w, location_id=location_id).zone == "Europe/Paris"


def test_rooms_are_renamed_closed_and_reopened(w):
    location_id = make_location(w)
    room_id = make_room(w, location_id, "אולם")
    other = make_room(w, location_id, "סטודיו")
    with pytest.raises(Refusal):
        actions.change_room(w, room_id=room_id, details=RoomDetails("סטודיו"))
    actions.change_room(w, room_id=room_id, details=RoomDetails("אולם א", 30))
    assert queries.room(w, room_id=room_id).capacity == 30
    actions.close_room(w, room_id=other)
    with pytest.raises(Refusal):
        actions.close_room(w, room_id=other)
    assert [r.name for r in queries.locations(w)[0].rooms] == ["אולם א"]
    actions.reopen_room(w, room_id=other)
    with pytest.raises(Refusal):
        actions.reopen_room(w, room_id=other)
    assert len(queries.locations(w)[0].rooms) == 2


def test_a_closed_location_gets_no_rooms(w):
    first = make_location(w, "נמל")
    make_location(w, "צפון")
    actions.close(w, location_id=first)
    with pytest.raises(Refusal) as caught:
        make_room(w, first)
    assert caught.value.text is texts.LOCATION_IS_CLOSED


def test_names_answer_for_locations_and_rooms(w):
    location_id = make_location(w, "נמל")
    room_id = make_room(w, location_id, "אולם")
    assert queries.names(w, ids=[location_id, room_id, new_id()]) == {
        location_id: "נמל",
        room_id: "אולם",
    }


def test_a_new_gym_gets_one_location_however_often_it_is_told(gym):
    with open_work(gym.system) as w:
        w.get(Org, gym.org_id).address = "הרצל 5"
    for _ in range(2):
        with open_work(gym.system) as w:
            w.publish(OrgOpened(about=gym.org_id, kind=GymKind.CROSSFIT, user_id=new_id()))
    jobs.run_ready()
    with open_work(gym.acting(Role.OWNER)) as w:
        assert [(v.name, v.address) for v in queries.locations(w)] == [("נמל", "הרצל 5")]


def deeds(location_id, room_id):
    return {
        "add": lambda w: make_location(w, "צפון"),
        "change": lambda w: actions.change(
            w, location_id=location_id, details=LocationDetails("צפון")
        ),
        "close": lambda w: actions.close(w, location_id=location_id),
        "reopen": lambda w: actions.reopen(w, location_id=location_id),
        "add_room": lambda w: make_room(w, location_id, "סטודיו"),
        "change_room": lambda w: actions.change_room(
            w, room_id=room_id, details=RoomDetails("סטודיו")
        ),
        "close_room": lambda w: actions.close_room(w, room_id=room_id),
        "reopen_room": lambda w: actions.reopen_room(w, room_id=room_id),
    }


@pytest.mark.parametrize("role", [Role.COACH, Role.MEMBER])
@pytest.mark.parametrize("deed", list(deeds(None, None)))
def test_coaches_and_members_change_no_locations(gym, w, deed, role):
    location_id = make_location(w)
    room_id = make_room(w, location_id)
    w.session.flush()
    with open_work(gym.acting(role)) as other, pytest.raises(Denied):
        deeds(location_id, room_id)[deed](other)


@pytest.mark.parametrize("deed", [d for d in deeds(None, None) if d != "add"])
def test_another_gyms_owner_finds_nothing(gym, other_gym, deed):
    with open_work(gym.acting(Role.OWNER)) as w:
        location_id = make_location(w)
        room_id = make_room(w, location_id)
    with open_work(other_gym.acting(Role.OWNER)) as w, pytest.raises(NotFound):
        deeds(location_id, room_id)[deed](w)


def test_another_gym_sees_nothing(gym, other_gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        location_id = make_location(w)
        room_id = make_room(w, location_id)
    with open_work(other_gym.acting(Role.OWNER)) as w:
        assert queries.locations(w) == queries.locations_with_closed(w) == ()
        assert queries.names(w, ids=[location_id, room_id]) == {}
        with pytest.raises(NotFound):
            queries.location(w, location_id=location_id)
        with pytest.raises(NotFound):
            queries.room(w, room_id=room_id)


def test_members_see_where_to_come(gym, w):
    make_location(w, "נמל")
    w.session.flush()
    with open_work(gym.acting(Role.MEMBER, member_id=new_id())) as own:
        assert [v.name for v in queries.locations(own)] == ["נמל"]
        with pytest.raises(Denied):
            queries.locations_with_closed(own)
