"""Guests on the page of a class: what one costs before the tap, bringing, taking back, undoing."""

from datetime import timedelta
from uuid import UUID

import pytest

from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.booking import queries as booking
from fitkit.features.class_types.rules import Policy
from fitkit.features.subscriptions import queries as subscriptions
from fitkit.web.deeds import places
from fitkit.web.member.bookings import page as bookings_page  # noqa: F401  # its State joins the app
from fitkit.web.member.bookings.state import MyBookingsState
from fitkit.web.member.session import page  # noqa: F401  # its State joins the app
from fitkit.web.member.session.state import ClassState
from tests.factories.booking import book, weekly_member
from tests.web.driver import Tab
from tests.web.member.test_session import at_class, opened
from tests.web.member.week import Scene, scene

TWO = Policy(opens_days=14, cancel_cutoff_minutes=0, guests_most=2)
TWO_LATE = Policy(opens_days=14, cancel_cutoff_minutes=10_000, grace_minutes=0, guests_most=2)


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Taps of a test come one after another, each meant."""
    monkeypatch.setattr(places, "AGAIN", timedelta(0))


def in_class(gym, policy: Policy = TWO) -> tuple[Scene, str]:
    """A member with a pack of ten and a place tomorrow evening: nine are left."""
    here = scene(gym, policy, pack=True)
    session_id = here.publish()
    here.books(session_id)
    return here, str(session_id)


def left(here: Scene) -> int | None:
    with here.owner() as w:
        held = subscriptions.entitlements(w, member_id=here.member_id, day=here.day)
        return held[0].entries_left


async def brings(tab: Tab, name: str = "Noa", phone: str = ""):
    await tab.fire(ClassState, "bring_guest", form={"name": name, "phone": phone})
    return await tab.state(ClassState)


async def test_what_a_guest_takes_stands_before_the_tap_and_is_what_it_takes(gym):
    here, session_id = in_class(gym)
    async with at_class(here, session_id) as tab:
        state = await opened(tab)
        assert (state.guests, state.guest_takes) == ([], "Takes one visit, 8 left after it")
        state = await brings(tab)
        assert [row.name for row in state.guests] == ["Noa"]
        assert "undo" in tab.said.lower()
        assert left(here) == 8


async def test_a_guest_is_taken_back_and_that_is_undone(gym):
    here, session_id = in_class(gym)
    async with at_class(here, session_id) as tab:
        await opened(tab)
        state = await brings(tab, phone="050-765-4321")
        await tab.fire(ClassState, "take_guest_back", guest_id=state.guests[0].id)
        assert ((await tab.state(ClassState)).guests, left(here)) == ([], 9)
        await tab.fire(ClassState, "bring_again")
        await tab.fire(ClassState, "bring_again")  # once is enough
        state = await tab.state(ClassState)
        assert ([row.name for row in state.guests], left(here)) == (["Noa"], 8)
        with here.owner() as w:
            found = booking.guests(w, session_id=UUID(session_id), member_id=here.member_id)
        assert found.guests[0].phone == "+972507654321"


async def test_a_late_cancellation_of_a_guest_says_before_that_the_visit_is_lost(gym):
    here, session_id = in_class(gym, TWO_LATE)
    async with at_class(here, session_id) as tab:
        await opened(tab)
        guest = (await brings(tab)).guests[0]
        assert guest.costs == "Cancelled now, the visit is not returned"
        await tab.fire(ClassState, "take_guest_back", guest_id=guest.id)
        assert "one visit used" in tab.said
        assert "bring_again" not in tab.said  # that would take another visit
        assert ((await tab.state(ClassState)).guests, left(here)) == ([], 8)


async def test_no_name_is_told_at_its_field_and_no_more_than_the_policy_allows(gym):
    here, session_id = in_class(gym)
    async with at_class(here, session_id) as tab:
        await opened(tab)
        state = await brings(tab, "", "12")
        assert set(state.problems) == {"name", "phone"}
        await brings(tab, "Noa")
        state = await brings(tab, "Gil")
        assert (len(state.guests), state.guest_takes) == (2, "")
        assert state.guest_not == "At most 2 guests can be brought to one class"
        state = await brings(tab, "Tal")
        assert (len(state.guests), left(here)) == (2, 7)


async def test_a_second_tap_on_the_same_name_is_the_same_tap(gym, monkeypatch):
    monkeypatch.setattr(places, "AGAIN", timedelta(seconds=30))
    here, session_id = in_class(gym)
    async with at_class(here, session_id) as tab:
        await opened(tab)
        await brings(tab)
        assert len((await brings(tab)).guests) == 1


@pytest.mark.parametrize("policy", [Policy(opens_days=14), TWO])
async def test_nothing_is_said_of_guests_where_none_may_come_or_without_a_place(gym, policy):
    here = scene(gym, policy, pack=True)
    session_id = here.publish()
    if not policy.guests_most:
        here.books(session_id)
    async with at_class(here, session_id) as tab:
        state = await opened(tab)
        assert (state.guests, state.guest_takes, state.guest_not) == ([], "", "")


async def test_my_bookings_name_the_guests_who_come_along(gym):
    here, session_id = in_class(gym)
    async with at_class(here, session_id) as tab:
        await opened(tab)
        await brings(tab)
        await brings(tab, "Gil")
    async with Tab(here.actor, "/en/me/bookings/") as tab:
        await tab.fire(MyBookingsState, "load")
        rows = (await tab.state(MyBookingsState)).booked
        assert [row.guests for row in rows] == ["With you: Noa, Gil"]


async def test_nobody_takes_anothers_guest_back(gym):
    here, session_id = in_class(gym)
    with here.owner() as w:
        other = weekly_member(w, "דנה")
        book(w, UUID(session_id), other)
    async with at_class(here, session_id) as tab:
        await opened(tab)
        guest_id = (await brings(tab)).guests[0].id
    theirs = Scene(gym, here.place, other)
    async with at_class(theirs, session_id) as tab:
        await opened(tab)
        await tab.fire(ClassState, "take_guest_back", guest_id=guest_id)
    with open_work(gym.acting(Role.OWNER)) as w:
        found = booking.guests(w, session_id=UUID(session_id), member_id=here.member_id)
    assert len(found.guests) == 1
