"""The inbox: one's own notices only, said in the language of the page."""

import pytest

from fitkit.core.i18n import Lang
from fitkit.core.ids import new_id
from fitkit.core.paging import PAGE
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.notifications import actions
from fitkit.features.notifications.rules import Happening, NoticeKind, Receiver
from fitkit.web.account.inbox.state import InboxState
from fitkit.web.frames.state import FrameState
from tests.factories.identity import make_actor
from tests.web.driver import Tab

FACTS = {"name": "עידו", "role": {"he": "צוות", "en": "coach"}}


@pytest.fixture
def owner(gym):
    return make_actor(gym.org_id, Role.OWNER, "ronit@example.com")


def tell(gym, actor, path="/dashboard/staff") -> str:
    happening = Happening(NoticeKind.INVITATION_ACCEPTED, new_id(), FACTS, path)
    with open_work(gym.system) as w:
        told = actions.notify(w, Receiver(user_id=actor.user_id), happening)
    assert told is not None
    return str(told.notice_id)


@pytest.mark.parametrize("lang", Lang)
async def test_notices_come_newest_first_in_the_readers_language(gym, owner, lang):
    ids = [tell(gym, owner), tell(gym, owner, path="")]
    async with Tab(owner, f"/{lang}/me/inbox/") as tab:
        await tab.fire(InboxState, "load")
        state = await tab.state(InboxState)
        assert [r.id for r in state.rows] == ids[::-1]
        assert [r.path for r in state.rows] == ["", f"/{lang}/dashboard/staff/"]
        assert "עידו" in state.rows[0].title + state.rows[0].body
        assert state.has_unread


async def test_what_a_notice_asks_of_its_screen_stays_at_the_end_of_its_address(gym, owner):
    tell(gym, owner, path="/dashboard/schedule?class=1")
    async with Tab(owner, "/he/me/inbox/") as tab:
        await tab.fire(InboxState, "load")
        rows = (await tab.state(InboxState)).rows
        assert [r.path for r in rows] == ["/he/dashboard/schedule/?class=1"]


async def test_an_empty_inbox_is_empty_and_not_a_problem(owner):
    async with Tab(owner, "/he/me/inbox/") as tab:
        await tab.fire(InboxState, "load")
        state = await tab.state(InboxState)
        assert (state.rows, state.problem, state.is_loading) == ([], "", False)


async def test_opening_one_marks_it_and_the_bell_counts_the_rest(gym, owner):
    first, second = tell(gym, owner), tell(gym, owner)
    async with Tab(owner, "/he/me/inbox/") as tab:
        await tab.fire(InboxState, "load")
        await tab.fire(InboxState, "read", notice_id=first)
        state = await tab.state(InboxState)
        assert {r.id: r.is_read for r in state.rows} == {first: True, second: False}
        assert state.has_unread
        await tab.fire(FrameState, "arrive")
        assert (await tab.state(FrameState)).unread == 1


async def test_everything_is_marked_at_once(gym, owner):
    tell(gym, owner)
    async with Tab(owner, "/he/me/inbox/") as tab:
        await tab.fire(InboxState, "load")
        await tab.fire(InboxState, "read_all")
        state = await tab.state(InboxState)
        assert all(r.is_read for r in state.rows)
        assert not state.has_unread


async def test_anothers_notice_is_neither_seen_nor_marked(gym, owner):
    coach = make_actor(gym.org_id, Role.COACH, "ido@example.com")
    notice_id = tell(gym, coach)
    async with Tab(owner, "/he/me/inbox/") as tab:
        await tab.fire(InboxState, "load")
        assert (await tab.state(InboxState)).rows == []
        await tab.fire(InboxState, "read", notice_id=notice_id)
        assert "לא נמצא" in tab.said
    async with Tab(coach, "/he/me/inbox/") as tab:
        await tab.fire(InboxState, "load")
        assert not (await tab.state(InboxState)).rows[0].is_read


@pytest.mark.parametrize("junk", ["", "x", "0" * 40])
async def test_junk_ids_are_not_found(owner, junk):
    async with Tab(owner, "/he/me/inbox/") as tab:
        await tab.fire(InboxState, "read", notice_id=junk)
        assert "לא נמצא" in tab.said
        assert tab.faults == []


async def test_older_ones_are_a_page_away(gym, owner):
    ids = [tell(gym, owner) for _ in range(PAGE + 2)]
    async with Tab(owner, "/he/me/inbox/") as tab:
        await tab.fire(InboxState, "load")
        state = await tab.state(InboxState)
        assert [r.id for r in state.rows] == ids[:1:-1]
        assert state.has_older
        await tab.fire(InboxState, "older")
        state = await tab.state(InboxState)
        assert [r.id for r in state.rows] == ids[1::-1]
        assert (state.has_older, state.is_older) == (False, True)


async def test_visitors_see_nothing(gym, owner):
    tell(gym, owner)
    async with Tab(None, "/he/me/inbox/") as tab:
        await tab.fire(InboxState, "load")
        assert (await tab.state(InboxState)).rows == []
        assert tab.went_to
