"""Check-in screens: given an address once, renamed with a way back, closed for good."""

from uuid import UUID

from fitkit.core.permissions import Permission, Role
from fitkit.core.work import open_work
from fitkit.features.checkin import actions, queries
from fitkit.web.owner.kiosks.state import KiosksState
from tests.conftest import Gym, make_gym
from tests.factories.locations import make_location
from tests.web.driver import Tab

HERE = "/he/dashboard/settings/kiosks/"


def a_kiosk(gym: Gym, name: str = "דלת ראשית") -> UUID:
    with open_work(gym.acting(Role.OWNER)) as w:
        return actions.add_kiosk(w, name=name, location_id=make_location(w)).kiosk_id


def names(gym: Gym) -> list[str]:
    with open_work(gym.acting(Role.OWNER)) as w:
        return [kiosk.name for kiosk in queries.kiosks(w)]


async def test_a_new_screen_shows_its_address_once(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_location(w)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(KiosksState, "load")
        await tab.fire(KiosksState, "open_add")
        await tab.fire(KiosksState, "add", form={"name": "חדר", "location_id": str(place)})
        state = await tab.state(KiosksState)
        assert state.panel == "show"
        assert "/he/kiosk/" in state.address
        await tab.fire(KiosksState, "copied")
        assert "הכתובת הועתקה" in tab.said
        await tab.fire(KiosksState, "close")
        state = await tab.state(KiosksState)
        assert (state.panel, state.address, state.qr) == ("", "", "")
    assert names(gym) == ["חדר"]


async def test_a_screen_is_renamed_with_a_way_back(gym: Gym) -> None:
    kiosk_id = str(a_kiosk(gym))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(KiosksState, "load")
        await tab.fire(KiosksState, "open_rename", kiosk_id=kiosk_id)
        state = await tab.state(KiosksState)
        assert (state.panel, state.chosen, state.ask) == (
            "rename",
            "דלת ראשית",
            "שם אחר למסך דלת ראשית",
        )
        await tab.fire(KiosksState, "rename", form={"name": "  חצר  "})
        state = await tab.state(KiosksState)
        assert (state.panel, [row.name for row in state.rows]) == ("", ["חצר"])
        assert "השם עכשיו: חצר" in tab.said
        await tab.fire(KiosksState, "name_back", kiosk_id=kiosk_id, name="דלת ראשית")
        assert "השם הקודם חזר: דלת ראשית" in tab.said
    assert names(gym) == ["דלת ראשית"]


async def test_without_a_name_it_keeps_the_one_it_has_and_says_so_at_the_field(gym: Gym) -> None:
    kiosk_id = str(a_kiosk(gym))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(KiosksState, "load")
        await tab.fire(KiosksState, "open_rename", kiosk_id=kiosk_id)
        await tab.fire(KiosksState, "rename", form={"name": "   "})
        state = await tab.state(KiosksState)
        assert set(state.problems) == {"name"}
        assert state.panel == "rename"
    assert names(gym) == ["דלת ראשית"]


async def test_somebody_elses_screen_is_not_renamed(gym: Gym) -> None:
    other = make_gym("yam")
    theirs = str(a_kiosk(other, "שלהם"))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(KiosksState, "load")
        for kiosk_id in (theirs, "junk", ""):
            await tab.fire(KiosksState, "name_back", kiosk_id=kiosk_id, name="שלנו")
    coach = gym.acting(Role.COACH)
    assert Permission.EDIT_SETTINGS not in coach.permissions
    async with Tab(coach, HERE) as tab:
        await tab.fire(KiosksState, "name_back", kiosk_id=theirs, name="שלנו")
    assert names(other) == ["שלהם"]


async def test_a_screen_is_closed_after_a_question(gym: Gym) -> None:
    kiosk_id = str(a_kiosk(gym))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(KiosksState, "load")
        await tab.fire(KiosksState, "ask_revoke", kiosk_id=kiosk_id)
        assert (await tab.state(KiosksState)).ask == "לסגור את המסך דלת ראשית?"
        await tab.fire(KiosksState, "revoke")
        (row,) = (await tab.state(KiosksState)).rows
        assert not row.is_open
