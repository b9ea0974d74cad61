"""The gallery shows every component in both languages, to the platform team only."""

import re

import pytest

from fitkit.core.i18n import Lang
from fitkit.core.permissions import Role
from fitkit.design.say import reading
from fitkit.web.platform.gallery import page
from fitkit.web.platform.gallery.state import GalleryState
from tests.web.driver import Tab, acting

HERE = "/en/platform/gallery/"


@pytest.mark.parametrize("language", Lang)
def test_it_builds_in_each_language(language: Lang):
    with reading(language):
        said = str(page.gallery())
    assert said.count('className:"h1"') == 1
    hebrew = re.search(r"\\u05[d-e]|[\u05d0-\u05ea]", said)
    assert bool(hebrew) is (language is Lang.HE)


@pytest.mark.parametrize(
    "part",
    ["tally", "chip", "inp", "cls", "tbl", "weekboard", "hero", "kpis", "empty", "notice", "bulk"],
)
def test_it_shows_each_part(part: str):
    with reading(Lang.EN):
        assert f'className:"{part}' in str(page.gallery())


async def test_its_examples_speak_the_readers_language():
    async with Tab(acting(Role.PLATFORM_ADMIN), HERE) as tab:
        await tab.fire(GalleryState, "load")
        state = await tab.state(GalleryState)
        assert [r.name for r in state.rows][:2] == ["Daniel Cohen", "Maya Levi"]
        assert [len(d.sessions) for d in state.week][-1] == 0
        assert state.is_loading is False


async def test_selecting_a_page_and_letting_go_of_it():
    async with Tab(acting(Role.PLATFORM_ADMIN), HERE) as tab:
        await tab.fire(GalleryState, "load")
        await tab.fire(GalleryState, "pick", row="2")
        assert (await tab.state(GalleryState)).selected == ["2"]
        await tab.fire(GalleryState, "pick_all")
        assert len((await tab.state(GalleryState)).selected) == 4
        await tab.fire(GalleryState, "pick_all")
        assert (await tab.state(GalleryState)).selected == []


async def test_sorting_by_the_same_column_again_turns_the_order():
    async with Tab(acting(Role.PLATFORM_ADMIN), HERE) as tab:
        await tab.fire(GalleryState, "load")
        await tab.fire(GalleryState, "sort_by", key="name")
        state = await tab.state(GalleryState)
        assert state.sort == "-name"
        assert state.rows[0].name == "Tamar Adler"


@pytest.mark.parametrize("role", [Role.MEMBER, Role.COACH, Role.OWNER, Role.SUPPORT])
async def test_nobody_else_fills_it(role: Role):
    async with Tab(acting(role), HERE) as tab:
        await tab.fire(GalleryState, "load")
        assert (await tab.state(GalleryState)).rows == []
