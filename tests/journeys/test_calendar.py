"""The demo gym's own calendar, as a phone reads it."""

import json
from datetime import datetime, timedelta
from typing import Any

import httpx
import icalendar
import vobject

from fitkit.core import clock
from tests.journeys.conftest import Stage


def test_two_readers_of_a_coachs_calendar_agree_with_the_timetable(house: Stage):
    answer = httpx.get(f"{house.base}/calendar/he/{house.facts['feed']}.ics", timeout=30)
    assert answer.headers["content-type"].startswith("text/calendar")
    given = [tuple(map(datetime.fromisoformat, span)) for span in json.loads(house.facts["given"])]
    assert len(given) > 20
    first, last = given[0][0], given[-1][0]

    def shown(spans: list[tuple[Any, Any, Any]]) -> list[tuple[datetime, datetime]]:
        on = [(begins, ends) for begins, ends, status in spans if status == "CONFIRMED"]
        return sorted(span for span in on if first <= span[0] <= last)

    events = icalendar.Calendar.from_ical(answer.text).walk("VEVENT")
    one = [(e.decoded("dtstart"), e.decoded("dtend"), str(e["STATUS"])) for e in events]
    read = vobject.readOne(answer.text).vevent_list
    other = [(e.dtstart.value, e.dtend.value, e.status.value) for e in read]
    assert shown(one) == given
    assert shown(other) == given
    assert given[-1][0] < clock.now() + timedelta(days=28)
