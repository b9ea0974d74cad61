"""A feed read by two parsers says what the timetable says, and its address is a secret of one person."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import httpx
import icalendar
import pytest
import time_machine
import vobject
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette

from fitkit.core.clock import ISRAEL, day_of
from fitkit.core.errors import Denied, Refusal
from fitkit.core.i18n import Lang, Text
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.endpoints import calendar as endpoint
from fitkit.features.booking import actions as booking
from fitkit.features.calendars import actions, queries, rules
from fitkit.features.calendars.rules import Entry, FeedOf
from fitkit.features.members import actions as members
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.scheduling import queries as scheduling_queries
from fitkit.features.scheduling.rules import (
    Chosen,
    MoveTo,
    SessionStatus,
    SetCoach,
    SlotDetails,
)
from tests.factories.booking import book, weekly_member
from tests.factories.scheduling import make_place, publish, session_at

AT = datetime(2027, 3, 25, 16, 30, tzinfo=UTC)  # the day before the clocks go forward


def entry(at: datetime = AT, **more: object) -> Entry:
    given = {
        "uid": "place-1@fitkit",
        "sequence": 3,
        "name": Text("קרוספיט", "WOD"),
        "starts_at": at,
        "ends_at": at + timedelta(hours=1),
        "changed_at": at - timedelta(days=1),
        "coach": "עידו ברק",
        "location": "נמל; תל אביב, צפון",
        "note": "להביא חבל\nומגבת",
    }
    return Entry(**(given | more))


def read(body: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(body).walk("VEVENT"))


def test_an_entry_stands_in_the_gyms_zone_with_its_rules():
    body = rules.calendar([entry()], title="נמל", zone=ISRAEL, lang=Lang.HE)
    assert body.count(b"BEGIN:VTIMEZONE") == 1
    assert b"DTSTART;TZID=Asia/Jerusalem:20270325T183000" in body
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    (event,) = read(body)
    assert event["SUMMARY"] == "קרוספיט"
    assert event["LOCATION"] == "נמל; תל אביב, צפון"
    assert "להביא חבל\nומגבת" in event["DESCRIPTION"]
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 3)


@pytest.mark.parametrize("month_day", [(3, 25), (3, 28), (10, 30), (10, 31)])
def test_both_parsers_find_the_same_moment_on_both_sides_of_a_clock_change(month_day):
    at = datetime(2027, *month_day, 4, 0, tzinfo=UTC)
    body = rules.calendar([entry(at)], title="x", zone=ISRAEL, lang=Lang.EN)
    (one,) = read(body)
    other = vobject.readOne(body.decode()).vevent
    assert one.decoded("dtstart").astimezone(UTC) == at
    assert other.dtstart.value.astimezone(UTC) == at
    assert other.uid.value == "place-1@fitkit"


@given(
    at=st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    minutes=st.integers(10, 480),
    note=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60),
)
def test_whatever_is_written_is_read_back(at, minutes, note):
    at = at.replace(second=0, microsecond=0)
    ends = at + timedelta(minutes=minutes)
    body = rules.calendar(
        [entry(at, ends_at=ends, note=note)], title="x", zone=ISRAEL, lang=Lang.HE
    )
    assert body == rules.calendar(
        [entry(at, ends_at=ends, note=note)], title="x", zone=ISRAEL, lang=Lang.HE
    )
    (event,) = read(body)
    assert event.decoded("dtstart").astimezone(UTC) == at
    assert event.decoded("dtend").astimezone(UTC) == ends


@pytest.fixture
def classes(gym):
    """A class tomorrow in which Noa has a place, and who she is."""
    with open_work(gym.acting(Role.OWNER)) as w:
        session_id = session_at(w, make_place(w), w.now + timedelta(hours=26))
        noa = weekly_member(w)
        book(w, session_id, noa)
    return session_id, noa


def as_noa(gym, noa):
    return gym.acting(Role.MEMBER, member_id=noa)


def opened(gym, noa) -> str:
    with open_work(as_noa(gym, noa)) as w:
        return actions.open_feed(w, of=FeedOf.MEMBER)


async def ask(token: str, lang: str = "he", **headers: str) -> httpx.Response:
    app = httpx.ASGITransport(Starlette(routes=list(endpoint.ROUTES)))
    async with httpx.AsyncClient(transport=app, base_url="http://localhost:8000") as client:
        return await client.get(f"/calendar/{lang}/{token}.ics", headers=headers)


async def test_an_address_reads_ones_own_places_and_nobody_elses(gym, classes):
    session_id, noa = classes
    with open_work(gym.acting(Role.OWNER)) as w:
        book(w, session_id, weekly_member(w, "דנה", limit=2))
    answer = await ask(opened(gym, noa))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    (event,) = read(answer.content)
    with open_work(gym.acting(Role.OWNER)) as w:
        view = scheduling_queries.session(w, session_id=session_id)
    assert event.decoded("dtstart").astimezone(UTC) == view.starts_at.replace(microsecond=0)
    assert event.decoded("dtend").astimezone(UTC) == view.ends_at.replace(microsecond=0)


async def test_a_place_given_back_is_shown_cancelled_under_the_same_uid(gym, classes):
    session_id, noa = classes
    token = opened(gym, noa)
    before = read((await ask(token)).content)[0]
    with open_work(as_noa(gym, noa)) as w:
        booking.cancel(w, session_id=session_id, member_id=noa)
    after = read((await ask(token)).content)[0]
    assert (after["UID"], after["STATUS"]) == (before["UID"], "CANCELLED")
    assert after["SEQUENCE"] >= before["SEQUENCE"]


async def test_who_has_what_already_is_told_that_nothing_changed(gym, classes):
    token = opened(gym, classes[1])
    first = await ask(token)
    again = await ask(token, **{"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("token", ["x", "a" * 5000, "..", "%00", "א"])
async def test_an_address_nobody_made_reads_nothing(gym, token):
    assert (await ask(token, "en")).status_code in (404, 400)


async def test_a_replaced_and_a_revoked_address_read_as_if_they_never_were(gym, classes):
    noa = classes[1]
    old = opened(gym, noa)
    with open_work(as_noa(gym, noa)) as w:
        new = actions.renew(w, of=FeedOf.MEMBER)
    assert (await ask(old)).content == (await ask("never")).content
    assert (await ask(new)).status_code == 200
    with open_work(as_noa(gym, noa)) as w:
        actions.revoke(w, of=FeedOf.MEMBER)
    assert (await ask(new)).status_code == 404


async def test_who_was_put_away_has_no_calendar_any_more(gym, classes):
    noa = classes[1]
    token = opened(gym, noa)
    with open_work(gym.acting(Role.OWNER)) as w:
        members.archive(w, member_id=noa)
    assert (await ask(token)).status_code == 404


def test_an_address_is_made_once_and_only_for_oneself(gym, classes):
    noa = classes[1]
    token = opened(gym, noa)
    with open_work(as_noa(gym, noa)) as w:
        with pytest.raises(Refusal):
            actions.open_feed(w, of=FeedOf.MEMBER)
        with pytest.raises(Denied):
            actions.open_feed(w, of=FeedOf.COACH)
        assert [v.token for v in queries.own(w)] == [token]
    with open_work(gym.acting(Role.OWNER)) as w:
        assert queries.own(w) == ()


async def test_a_coach_reads_the_classes_they_give(gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w)
        day = day_of(w.now, w.actor.zone) + timedelta(days=1)
        session_id = publish(w, place, day).session_ids[0]
        view = scheduling_queries.session(w, session_id=session_id)
    with open_work(gym.acting(Role.COACH, staff_id=place.coach_id)) as w:
        token = actions.open_feed(w, of=FeedOf.COACH)
    (event,) = read((await ask(token, "en")).content)
    assert event["UID"] == rules.session_uid(session_id)
    assert f"0 of {view.capacity} places" in event["DESCRIPTION"]


async def test_a_whole_timetable_is_read_the_same_by_two_parsers(gym):
    """Eight weeks of two weekly classes, over a clock change; one is off, one was moved, one given away."""
    with time_machine.travel(datetime(2027, 2, 15, 10, tzinfo=UTC), tick=False):
        coach_id = timetable_of_a_coach(gym)
        with open_work(gym.acting(Role.COACH, staff_id=coach_id)) as w:
            token = actions.open_feed(w, of=FeedOf.COACH)
        body = (await ask(token, "en")).content
        with open_work(gym.acting(Role.OWNER)) as w:
            views = [
                view
                for n in range(-1, 12)
                for view in scheduling_queries.week(
                    w, day=day_of(w.now, w.actor.zone) + timedelta(weeks=n), coach_id=coach_id
                )
            ]
    ours = {
        rules.session_uid(v.id): (v.starts_at, v.ends_at, v.status is SessionStatus.SCHEDULED)
        for v in views
    }
    assert len(ours) == 15  # eight Sundays and eight Fridays, one of them another's
    assert {is_on for _, _, is_on in ours.values()} == {True, False}
    one = {
        str(e["UID"]): (
            e.decoded("dtstart").astimezone(UTC),
            e.decoded("dtend").astimezone(UTC),
            e["STATUS"] == "CONFIRMED",
        )
        for e in read(body)
    }
    other = {
        e.uid.value: (
            e.dtstart.value.astimezone(UTC),
            e.dtend.value.astimezone(UTC),
            e.status.value == "CONFIRMED",
        )
        for e in vobject.readOne(body.decode()).vevent_list
    }
    assert one == ours
    assert other == ours
    hours = {at.astimezone(ISRAEL).time() for at, _, _ in ours.values()}
    assert hours == {time(7), time(18, 30), time(20)}  # on the wall, whatever the clocks do


def timetable_of_a_coach(gym) -> UUID:
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w)
        today = day_of(w.now, w.actor.zone)
        for weekday, at in ((0, time(7)), (5, time(18, 30))):
            details = SlotDetails(
                place.class_type_id,
                place.location_id,
                today,
                weekday,
                at,
                room_id=place.room_id,
                coach_id=place.coach_id,
            )
            slot_id = scheduling.add_slot(w, details=details).slot_id
        found = scheduling_queries.sessions_of_slot(
            w, slot_id=slot_id, first_on=today, last_on=today + timedelta(weeks=8)
        )
        off, moved, given = (one.id for one in found[:3])
        scheduling.cancel_session(w, session_id=off)
        for session_id, deed in ((moved, MoveTo(time(20))), (given, SetCoach(None))):
            scheduling.apply(w, chosen=Chosen(ids=(session_id,)), deed=deed)
        return place.coach_id


async def test_each_reading_is_noted_at_most_once_an_hour(gym, classes):
    noa = classes[1]
    token = opened(gym, noa)
    await ask(token)
    with open_work(as_noa(gym, noa)) as w:
        first = queries.own(w)[0].last_read_at
    await ask(token)
    with open_work(as_noa(gym, noa)) as w:
        assert queries.own(w)[0].last_read_at == first is not None
