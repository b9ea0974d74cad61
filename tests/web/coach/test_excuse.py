"""The roster says what came of a no-show and which forms are missing; a coach excuses with a reason."""

from datetime import timedelta
from uuid import UUID

import pytest

from fitkit.core import clock
from fitkit.core.permissions import Permission, Role
from fitkit.core.work import open_work
from fitkit.features.booking import actions as booking
from fitkit.features.class_types import actions as class_types
from fitkit.features.class_types.rules import ClassTypeDetails, Policy
from fitkit.features.members import actions as members
from fitkit.features.members.rules import FormKind, MemberDetails
from fitkit.features.scheduling.tables import ClassSession
from fitkit.web.coach.roster.excusing import ExcuseState
from fitkit.web.coach.roster.state import RosterState
from tests.conftest import Gym
from tests.factories.booking import book, pack_member, weekly_member
from tests.factories.scheduling import make_place, session_at
from tests.web.coach.test_roster import NOON, a_class, coach, loaded, path
from tests.web.driver import Tab


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def closed_class(gym: Gym) -> tuple[UUID, UUID]:
    """A class whose attendance is closed: one was missing, and one cancelled late."""
    session_id, (missed, gone) = a_class(gym)
    with open_work(gym.acting(Role.OWNER)) as w:
        row = w.hold(ClassSession, session_id)
        row.starts_at = NOON + timedelta(minutes=30)
    with open_work(gym.acting(Role.OWNER)) as w:
        booking.cancel(w, session_id=session_id, member_id=gone)
    with open_work(gym.acting(Role.OWNER)) as w:
        row = w.hold(ClassSession, session_id)
        row.starts_at = NOON - timedelta(minutes=10)
    with open_work(gym.acting(Role.OWNER)) as w:
        booking.close_attendance(w, session_id=session_id)
    return session_id, missed


async def test_a_no_show_is_excused_with_a_reason_that_stands_on_the_row(gym: Gym) -> None:
    session_id, _ = closed_class(gym)
    async with Tab(coach(gym), path(session_id)) as tab:
        (row,) = (await loaded(tab)).people
        assert (row.fact, row.may_excuse) == ("אי הגעה", True)
        await tab.fire(ExcuseState, "ask", booking_id=row.booking_id)
        asked = await tab.state(ExcuseState)
        assert asked.title == "לאשר את ההיעדרות של אורי כהן?"
        await tab.fire(ExcuseState, "save", form={"words": "חום"})
        (row,) = (await tab.state(RosterState)).people
        assert (row.fact, row.may_excuse) == ("היעדרות שאושרה: \u2068חום\u2069", False)
        assert (await tab.state(ExcuseState)).booking_id == ""
        assert "אושר: אורי כהן" in tab.said


async def test_a_late_cancellation_is_excused_from_its_row(gym: Gym) -> None:
    session_id, _ = closed_class(gym)
    async with Tab(coach(gym), path(session_id, "en")) as tab:
        (row,) = (await loaded(tab)).gone
        assert (row.words, row.may_excuse) == ("Late cancellation, 12:00", True)
        await tab.fire(ExcuseState, "ask", booking_id=row.booking_id)
        await tab.fire(ExcuseState, "save", form={"words": ""})
        (row,) = (await tab.state(RosterState)).gone
        assert (row.words, row.may_excuse) == ("Late cancellation, excused, 12:00", False)


async def test_too_long_a_reason_stays_at_its_field_and_a_forged_row_opens_nothing(
    gym: Gym,
) -> None:
    session_id, _ = closed_class(gym)
    async with Tab(coach(gym), path(session_id)) as tab:
        (row,) = (await loaded(tab)).people
        await tab.fire(ExcuseState, "ask", booking_id=row.id)
        assert (await tab.state(ExcuseState)).booking_id == ""
        await tab.fire(ExcuseState, "ask", booking_id=row.booking_id)
        await tab.fire(ExcuseState, "save", form={"words": "א" * 501})
        state = await tab.state(ExcuseState)
        assert set(state.problems) == {"words"}
        assert state.booking_id == row.booking_id
        assert (await tab.state(RosterState)).people[0].fact == "אי הגעה"


async def test_a_coach_who_may_not_excuse_is_refused(gym: Gym) -> None:
    session_id, _ = closed_class(gym)
    async with Tab(coach(gym, Permission.EXCUSE), path(session_id)) as tab:
        (row,) = (await loaded(tab)).people
        await tab.fire(ExcuseState, "ask", booking_id=row.booking_id)
        await tab.fire(ExcuseState, "save", form={"words": "חום"})
        assert (await loaded(tab)).people[0].fact == "אי הגעה"


async def test_missing_forms_are_named_and_what_is_on_file_is_not(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w, policy=Policy(grace_minutes=0))
        session_id = session_at(w, place, NOON + timedelta(minutes=30))
        grown, child = pack_member(w, "אורי"), weekly_member(w, "גל")
        born = MemberDetails(
            first_name="גל", last_name="כהן", birth_date=NOON.date() - timedelta(days=4000)
        )
        members.change(w, member_id=child, details=born)
        for member_id in (grown, child):
            book(w, session_id, member_id)
        asks = (FormKind.HEALTH_DECLARATION, FormKind.PARENT_CONSENT)
        named = ClassTypeDetails(name_he="אימון היום", name_en="WOD", required_forms=asks)
        class_types.change(w, class_type_id=place.class_type_id, details=named)
        members.record_form(
            w, member_id=child, kind=FormKind.HEALTH_DECLARATION, signed_on=NOON.date()
        )
    async with Tab(coach(gym), path(session_id)) as tab:
        state = await loaded(tab)
        said = [[f.words for f in row.flags if f.icon == "forms"] for row in state.people]
        assert said == [["חסר: הצהרת בריאות"], ["חסר: אישור הורה"]]
