"""The catalogue: what its State holds and does."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.class_types import queries as class_types
from fitkit.features.class_types.rules import Policy
from fitkit.features.locations import actions as location_actions
from fitkit.features.locations import queries as locations
from fitkit.features.locations.rules import LocationDetails
from fitkit.web.owner.catalogue import rows
from fitkit.web.owner.catalogue.state import CatalogueState
from tests.conftest import Gym
from tests.factories.class_types import make_class_type
from tests.factories.locations import make_location, make_room
from tests.factories.staff import make_coach
from tests.web.driver import Tab

HERE = "/he/dashboard/catalogue/"
ZONE = ZoneInfo("Asia/Jerusalem")


def type_form(**more: str) -> dict[str, str]:
    return rows.NEW_TYPE | {"name_he": "הרמות", "name_en": "Lifting"} | more


def test_a_policy_is_told_by_an_example() -> None:
    policy = Policy(opens_days=7, closes_minutes=60, cancel_cutoff_minutes=390, waitlist_limit=1)
    words = rows.policy_words(policy, zone=ZONE, today=date(2026, 11, 23), lang=Lang.EN)
    assert words == [
        "Book from Tue 24.11, 18:30, until Tue 1.12, 17:30",
        "Cancel free until Tue 1.12, 12:00",
        "1 place on the waitlist",
    ]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("06:00-14:00, 16:00–22:00", (("06:00", "14:00"), ("16:00", "22:00"))),
        ("", ()),
        (" 7:00 - 9:30 ", (("7:00", "9:30"),)),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, read: tuple[tuple[str, str], ...]) -> None:
    assert rows.spans_of(typed, 0) == read


def test_hours_that_cannot_be_read_are_refused_at_their_day() -> None:
    with pytest.raises(Refusal) as refused:
        rows.spans_of("בבוקר", 2)
    assert refused.value.field == "hours_2"
    assert "יום שלישי" in refused.value.to(Lang.HE)


async def test_class_types_and_places_are_shown(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        coach_id = make_coach(w, "יואב לוי")
        make_class_type(w, "הרמות", coach_id=coach_id)
        make_room(w, make_location(w))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(CatalogueState, "load")
        state = await tab.state(CatalogueState)
        assert (state.types[0].name, state.types[0].coach) == ("הרמות", "יואב לוי")
        assert state.types[0].facts == "60 דק׳, 12 מקומות"
        assert len(state.types[0].policy) == 3
        place = state.places[0]
        assert place.rooms[0].people == "עד 16 אנשים"
        assert place.days[0].written == "06:00-14:00, 16:00-22:00"
        assert place.days[6].words == "סגור"


async def test_a_class_type_is_added_with_its_policy(gym: Gym) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(CatalogueState, "load")
        await tab.fire(CatalogueState, "new_type")
        await tab.fire(CatalogueState, "write", name="waitlist_limit", value="0")
        assert (await tab.state(CatalogueState)).policy[2] == "בלי רשימת המתנה"
        await tab.fire(CatalogueState, "save_type", form=type_form(cutoff_hours="1.5"))
        assert "הרמות נשמר" in tab.said
        assert (await tab.state(CatalogueState)).panel == ""
    with open_work(gym.acting(Role.OWNER)) as w:
        assert class_types.class_types(w)[0].policy.cancel_cutoff_minutes == 90


async def test_problems_stand_at_their_fields(gym: Gym) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(CatalogueState, "load")
        await tab.fire(CatalogueState, "new_type")
        await tab.fire(CatalogueState, "save_type", form=type_form(capacity="0", minutes="1000"))
        state = await tab.state(CatalogueState)
        assert (state.panel, set(state.problems)) == ("type", {"capacity", "minutes"})
        await tab.fire(CatalogueState, "save_type", form=type_form(cutoff_hours="שש"))
        assert set((await tab.state(CatalogueState)).problems) == {"cutoff_hours"}


async def test_retiring_a_class_type_can_be_undone(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        class_type_id = str(make_class_type(w))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(CatalogueState, "load")
        await tab.fire(CatalogueState, "retire_type", class_type_id=class_type_id)
        assert [r.id for r in (await tab.state(CatalogueState)).retired] == [class_type_id]
        await tab.fire(CatalogueState, "restore_type", class_type_id=class_type_id)
        assert [r.id for r in (await tab.state(CatalogueState)).types] == [class_type_id]


async def test_a_location_keeps_its_zone_and_its_hours_when_it_is_renamed(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        details = LocationDetails(name="נמל", zone="Europe/Paris", hours={0: (("06:00", "14:00"),)})
        location_id = location_actions.add(w, details=details)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(CatalogueState, "load")
        await tab.fire(CatalogueState, "edit_location", location_id=str(location_id))
        state = await tab.state(CatalogueState)
        form = dict(state.start) | {d.key: d.written for d in state.days} | {"name": "נמל תל אביב"}
        await tab.fire(CatalogueState, "save_location", form=form)
    with open_work(gym.acting(Role.OWNER)) as w:
        kept = locations.locations(w)[0]
        assert (kept.name, kept.zone, set(kept.hours)) == ("נמל תל אביב", "Europe/Paris", {0})


async def test_the_last_open_location_cannot_be_closed(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        location_id = str(make_location(w))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(CatalogueState, "load")
        await tab.fire(CatalogueState, "close_location", location_id=location_id)
        assert "הסניף הפתוח האחרון" in tab.said
        assert [p.id for p in (await tab.state(CatalogueState)).places] == [location_id]


async def test_rooms_are_added_changed_and_closed_with_undo(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        location_id = str(make_location(w))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(CatalogueState, "load")
        await tab.fire(CatalogueState, "new_room", location_id=location_id)
        await tab.fire(CatalogueState, "save_room", form={"name": "אולם קטן", "capacity": "8"})
        room = (await tab.state(CatalogueState)).places[0].rooms[0]
        await tab.fire(CatalogueState, "edit_room", room_id=room.id)
        await tab.fire(CatalogueState, "save_room", form={"name": "אולם קטן", "capacity": "x"})
        assert "capacity" in (await tab.state(CatalogueState)).problems
        await tab.fire(CatalogueState, "close_room", room_id=room.id)
        assert (await tab.state(CatalogueState)).places[0].rooms[0].is_closed
        await tab.fire(CatalogueState, "reopen_room", room_id=room.id)
        assert not (await tab.state(CatalogueState)).places[0].rooms[0].is_closed


@pytest.mark.parametrize("role", [Role.COACH, Role.MEMBER])
async def test_only_who_edits_the_catalogue_sees_it(gym: Gym, role: Role) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        make_class_type(w)
    async with Tab(gym.acting(role), HERE) as tab:
        await tab.fire(CatalogueState, "load")
        assert (await tab.state(CatalogueState)).types == []


async def test_things_of_another_gym_and_junk_are_not_found(gym: Gym, other_gym: Gym) -> None:
    with open_work(other_gym.acting(Role.OWNER)) as w:
        theirs, place = str(make_class_type(w)), str(make_location(w))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(CatalogueState, "load")
        await tab.fire(CatalogueState, "retire_type", class_type_id=theirs)
        await tab.fire(CatalogueState, "close_location", location_id=place)
        await tab.fire(CatalogueState, "edit_room", room_id="junk")
        assert len(tab.refusals) == 3
