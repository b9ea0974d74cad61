"""Whom the gym has put away: home says so below its greeting, every other screen in its own place."""

from dataclasses import replace

import pytest

from fitkit.core import discover
from fitkit.core.i18n import Lang
from fitkit.core.ids import new_id
from fitkit.features.members import actions as members
from fitkit.features.orgs.tables import Org
from fitkit.web.frames import MEMBER, PAGES, rendered
from fitkit.web.frames.state import FrameState
from tests.web.driver import Tab
from tests.web.member.week import scene

discover.pages()
SCREENS = sorted(p.route for p in PAGES if p.frame == MEMBER and p.route != "/home")


@pytest.mark.parametrize(("lang", "words"), [("he", "הסתיימה"), ("en", "has ended")])
async def test_the_frame_of_an_archived_member_says_that_it_ended_and_whom_to_ask(gym, lang, words):
    here = scene(gym)
    who = replace(here.actor, user_id=new_id())
    with here.owner() as w:
        w.get(Org, gym.org_id).phone = "+97235551234"
        members.archive(w, member_id=here.member_id)
    async with Tab(who, f"/{lang}/schedule/") as tab:
        await tab.fire(FrameState, "arrive")
        frame = await tab.state(FrameState)
        assert words in frame.ended
        assert (frame.phone, frame.has_other_gyms) == ("+97235551234", False)
        with here.owner() as w:
            members.restore(w, member_id=here.member_id)
        await tab.fire(FrameState, "arrive")
        assert (await tab.state(FrameState)).ended == ""


@pytest.mark.parametrize("route", SCREENS)
def test_every_other_screen_of_a_member_gives_way_to_it(route):
    page = next(p for p in PAGES if p.route == route)
    assert str(FrameState.ended) in str(rendered(page, Lang.EN).render())
