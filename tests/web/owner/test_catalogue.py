"""The catalogue: what its State holds and does."""

from dataclasses import replace
from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang
from fitkit.core.money import Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.class_types import queries as class_types
from fitkit.features.class_types.rules import Opens, Policy
from fitkit.features.locations import actions as location_actions
from fitkit.features.locations import queries as locations
from fitkit.features.locations.rules import LocationDetails
from fitkit.features.members.rules import FormKind
from fitkit.features.orgs.rules import QuietHours
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


EXAMPLE = rows.Example(date(2026, 12, 1), time(18, 30), QuietHours(), ZONE)


def told(policy: Policy, lang: Lang = Lang.EN, **more: object) -> list[str]:
    given = {"example": EXAMPLE, "drop_in": None, "forms": (), "lang": lang} | more
    return rows.rules_words(policy, **given)


def test_the_rules_are_told_by_an_example() -> None:
    assert rows.example_words(EXAMPLE, Lang.EN) == "For the class on Tue 1.12, 18:30"
    assert told(Policy()) == [
        "Booking opens Tue 24.11, 18:30",
        "Booking closes when the class starts",
        "Cancel free until Tue 1.12, 12:30. Later it costs an entry",
        "Even then, cancel free within 10 min of booking",
        "Swap to another class of that day until Tue 1.12, 18:00",
        "Up to 10 may wait",
        "A free place goes to the line by itself until Tue 1.12, 10:30",
        "Then it is offered in turn, 20 min each",
        "From Tue 1.12, 17:30 the first tap has it",
        "Between \u206622:00\u2069 and \u206607:00\u2069 the line rests, for classes after them",
        "Open to trial classes",
    ]


def test_what_is_set_is_told_and_what_is_not_is_left_out() -> None:
    policy = Policy(
        opens=Opens.WEEKLY,
        closes_minutes=60,
        waitlist_limit=0,
        swap_minutes=None,
        grace_minutes=0,
        day_limit=1,
        week_limit=3,
        guests_most=2,
        allows_trial=False,
    )
    forms = (FormKind.HEALTH_DECLARATION,)
    assert told(policy, drop_in=Money.shekels(60), forms=forms) == [
        "Booking opens Sun 22.11, 20:00",
        "Booking closes Tue 1.12, 17:30",
        "Cancel free until Tue 1.12, 12:30. Later it costs an entry",
        "No swaps between classes",
        "At most: 1 such class a day, 3 such classes a week",
        "No waitlist",
        "2 guests may come along",
        "A single visit without a plan: \u2066₪60\u2069",
        "Needed before booking: Health declaration",
    ]


def test_free_cancelling_of_a_class_at_dawn_ends_before_the_night() -> None:
    dawn = replace(EXAMPLE, at=time(6))
    words = told(Policy(), lang=Lang.HE, example=dawn)
    assert words[2] == (
        "ביטול ללא עלות עד יום ב׳ 30.11, 22:00, לפני שעות השקט. אחר כך ביטול עולה כניסה"
    )


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
        assert len(state.types[0].policy) == 4
        place = state.places[0]
        assert place.rooms[0].people == "עד 16 אנשים"
        assert place.days[0].written == "06:00-14:00, 16:00-22:00"
        assert place.days[6].words == "סגור"


async def test_a_class_type_is_added_with_its_policy(gym: Gym) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(CatalogueState, "load")
        await tab.fire(CatalogueState, "new_type")
        await tab.fire(CatalogueState, "write", name="waitlist_limit", value="0")
        assert "אין רשימת המתנה" in (await tab.state(CatalogueState)).policy
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


async def test_every_rule_is_kept_and_comes_back_into_the_form(gym: Gym) -> None:
    form = type_form(
        opens_weekday="4",
        opens_at="20:30",
        closes_minutes="30",
        cutoff_hours="1.5",
        grace_minutes="5",
        swap_minutes="",
        day_limit="1",
        week_limit="3",
        open_limit="6",
        waitlist_limit="8",
        auto_hours="0.5",
        offer_minutes="15",
        claim_minutes="45",
        guests_most="2",
        allows_trial="",
        drop_in="60.50",
        form_waiver="on",
    )
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(CatalogueState, "load")
        await tab.fire(CatalogueState, "new_type")
        await tab.fire(CatalogueState, "choose_opens", way="weekly")
        await tab.fire(CatalogueState, "save_type", form={k: v for k, v in form.items() if v})
        with open_work(gym.acting(Role.OWNER)) as w:
            kept = class_types.class_types(w)[0]
        assert kept.policy == Policy(
            opens=Opens.WEEKLY,
            opens_weekday=4,
            opens_minute=20 * 60 + 30,
            closes_minutes=30,
            cancel_cutoff_minutes=90,
            grace_minutes=5,
            swap_minutes=None,
            day_limit=1,
            week_limit=3,
            open_limit=6,
            waitlist_limit=8,
            auto_minutes=30,
            offer_minutes=15,
            claim_minutes=45,
            guests_most=2,
            allows_trial=False,
        )
        assert (kept.drop_in, kept.required_forms) == (Money(6050), (FormKind.WAIVER,))
        await tab.fire(CatalogueState, "edit_type", class_type_id=str(kept.id))
        state = await tab.state(CatalogueState)
        assert state.opens == "weekly"
        asked = {name: state.start[name] for name in form if name != "opens"}
        assert asked == {name: value for name, value in form.items() if name != "opens"}


async def test_the_example_follows_the_day_the_boxes_and_the_way_of_opening(gym: Gym) -> None:
    async with Tab(gym.acting(Role.OWNER), "/en/dashboard/catalogue/") as tab:
        await tab.fire(CatalogueState, "load")
        await tab.fire(CatalogueState, "new_type")
        await tab.fire(CatalogueState, "pick_day", day="2027-03-28")  # the clocks changed on Friday
        await tab.fire(CatalogueState, "pick_at", at="07:00")
        assert (await tab.state(CatalogueState)).policy[0] == "Booking opens Sun 21.3, 07:00"
        await tab.fire(CatalogueState, "choose_opens", way="weekly")
        state = await tab.state(CatalogueState)
        assert state.policy[0] == "Booking opens Sun 21.3, 20:00"
        assert state.example == "For the class on Sun 28.3, 07:00"
        await tab.fire(CatalogueState, "tick", name="form_waiver", is_on=True)
        for junk in ("", "soon", "2027-13-01"):
            await tab.fire(CatalogueState, "pick_day", day=junk)
            await tab.fire(CatalogueState, "pick_at", at=junk)
        state = await tab.state(CatalogueState)
        assert state.policy[-1] == "Needed before booking: Waiver"
        assert (state.example_day, state.example_at) == ("2027-03-28", "07:00")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"opens_at": "בערב"}, "opens_at"),
        ({"cutoff_hours": "337"}, "cutoff_hours"),
        ({"auto_hours": "49"}, "auto_hours"),
        ({"offer_minutes": "3"}, "offer_minutes"),
        ({"offer_minutes": ""}, "offer_minutes"),
        ({"week_limit": "15"}, "week_limit"),
        ({"drop_in": "הרבה"}, "drop_in"),
        ({"drop_in": "2001"}, "drop_in"),
    ],
)
async def test_a_rule_that_cannot_be_is_told_at_its_field(gym: Gym, typed, field) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(CatalogueState, "load")
        await tab.fire(CatalogueState, "new_type")
        await tab.fire(CatalogueState, "save_type", form=type_form(**typed))
        state = await tab.state(CatalogueState)
        assert (state.panel, set(state.problems)) == ("type", {field})


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
