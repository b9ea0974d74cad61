"""Limits, places and changed rules in the plan's editor; and a price that was not typed."""

from datetime import time

import pytest

from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.class_types.rules import PolicyOverride
from fitkit.features.plans import queries as plans
from fitkit.features.plans.rules import ALL_TYPES
from fitkit.web.owner.plans.state import PlansState
from tests.conftest import Gym
from tests.factories.class_types import make_class_type
from tests.factories.locations import make_location
from tests.web.driver import Tab
from tests.web.owner.test_plans import HERE, weekly_form


def kept(gym: Gym) -> plans.PlanView:
    with open_work(gym.acting(Role.OWNER)) as w:
        return plans.plans(w)[0]


async def test_limits_places_and_rules_of_two_scopes_are_kept_and_come_back(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        kind, here = make_class_type(w, "הרמות"), make_location(w)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(PlansState, "load")
        await tab.fire(PlansState, "new")
        await tab.fire(PlansState, "locate", location_id=str(here))
        await tab.fire(PlansState, "write_rule", name="rule_earlier_hours", value="24")
        lines = (await tab.state(PlansState)).rule_lines
        assert lines[0].startswith("ההרשמה נפתחת ביום ב׳")  # a day before everybody else
        await tab.fire(PlansState, "choose_scope", scope=str(kind))
        assert (await tab.state(PlansState)).rule["rule_earlier_hours"] == ""
        await tab.fire(PlansState, "write_rule", name="rule_guests_most", value="0")
        state = await tab.state(PlansState)
        assert state.changed == [
            "כל סוגי השיעורים: הרשמה 24 שעות לפני כולם",
            "הרמות: בלי אורחים",
        ]
        assert state.rule_example.startswith("במסלול הזה, הרמות ביום ג׳")
        form = weekly_form(day_limit="1", open_limit="6", rule_week_limit="2")
        await tab.fire(PlansState, "save", form=form)
        view = kept(gym)
        assert (view.terms.location_ids, view.terms.day_limit, view.terms.open_limit) == (
            (here,),
            1,
            6,
        )
        assert view.overrides == {
            ALL_TYPES: PolicyOverride(opens_earlier_minutes=1440),
            str(kind): PolicyOverride(guests_most=0, week_limit=2),
        }
        await tab.fire(PlansState, "edit", plan_id=str(view.id))
        state = await tab.state(PlansState)
        assert [c.value for c in state.located] == [str(here)]
        assert (state.start["day_limit"], state.rule["rule_earlier_hours"]) == ("1", "24")
        await tab.fire(PlansState, "save", form=weekly_form(rule_earlier_hours=""))
    assert set(kept(gym).overrides) == {str(kind)}  # what is emptied falls away


async def test_hours_and_days_to_sign_up_are_typed_shown_and_refused_where_they_stand(
    gym: Gym,
) -> None:
    typed = {
        "class_from": "06:00",
        "class_until": "15:00",
        "sold_from": "2026-12-01",
        "sold_until": "2026-12-31",
    }
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(PlansState, "load")
        await tab.fire(PlansState, "new")
        for name, value in typed.items():
            await tab.fire(PlansState, "write", name=name, value=value)
        card = (await tab.state(PlansState)).preview.card
        assert card.gives[-1] == "כל סוגי השיעורים, בשעות 06:00 עד 15:00"
        await tab.fire(PlansState, "save", form=weekly_form(**typed | {"class_until": "25:00"}))
        assert list((await tab.state(PlansState)).problems) == ["class_until"]
        await tab.fire(PlansState, "save", form=weekly_form(**typed | {"class_until": "05:59"}))
        assert list((await tab.state(PlansState)).problems) == ["class_until"]
        await tab.fire(PlansState, "save", form=weekly_form(**typed))
        view = kept(gym)
        assert (view.terms.class_from, view.terms.class_until) == (time(6), time(15))
        state = await tab.state(PlansState)
        (row,) = (row for group in state.groups for row in group.plans if row.id == str(view.id))
        assert row.gives[-2:] == [card.gives[-1], "הצטרפות מ־1.12.2026 עד 31.12.2026"]
        await tab.fire(PlansState, "edit", plan_id=str(view.id))
        start = (await tab.state(PlansState)).start
        assert {name: start[name] for name in typed} == typed


async def test_the_example_of_one_type_has_what_is_set_for_all_beside_its_own(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        kind = str(make_class_type(w, "הרמות"))
    async with Tab(gym.acting(Role.OWNER), "/en/dashboard/plans/") as tab:
        await tab.fire(PlansState, "load")
        await tab.fire(PlansState, "new")
        await tab.fire(PlansState, "write_rule", name="rule_cutoff_hours", value="2")
        await tab.fire(PlansState, "write_rule", name="rule_day_limit", value="1")
        await tab.fire(PlansState, "choose_scope", scope=kind)
        await tab.fire(PlansState, "write_rule", name="rule_cutoff_hours", value="4")
        lines = (await tab.state(PlansState)).rule_lines
    assert [line for line in lines if line.startswith("Cancel free") and "14:30" in line]
    assert "At most: 1 such class a day" in lines


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rule_week_limit", "15"),
        ("rule_day_limit", "0"),
        ("rule_cutoff_hours", "337"),
        ("rule_swap_minutes", "מעט"),
    ],
)
async def test_a_rule_out_of_bounds_is_told_at_its_field_and_its_classes_are_shown(
    gym: Gym, name: str, value: str
) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        kind = str(make_class_type(w, "הרמות"))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(PlansState, "load")
        await tab.fire(PlansState, "new")
        await tab.fire(PlansState, "choose_scope", scope=kind)
        await tab.fire(PlansState, "write_rule", name=name, value=value)
        await tab.fire(PlansState, "choose_scope", scope=ALL_TYPES)
        await tab.fire(PlansState, "save", form=weekly_form())
        state = await tab.state(PlansState)
        assert (state.is_open, set(state.problems), state.scope) == (True, {name}, kind)
        assert state.rule[name] == value  # what was typed stays


async def test_limits_of_the_plan_itself_have_fields_of_their_own(gym: Gym) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(PlansState, "load")
        await tab.fire(PlansState, "new")
        await tab.fire(PlansState, "save", form=weekly_form(day_limit="11"))
        assert set((await tab.state(PlansState)).problems) == {"day_limit"}


async def test_an_empty_price_is_asked_about_before_the_plan_becomes_free(gym: Gym) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(PlansState, "load")
        await tab.fire(PlansState, "new")
        await tab.fire(PlansState, "save", form=weekly_form(price="", weekly_limit="99"))
        state = await tab.state(PlansState)  # what is wrong is told first
        assert (state.asks_free, set(state.problems)) == (False, {"weekly_limit"})
        await tab.fire(PlansState, "save", form=weekly_form(price=""))
        state = await tab.state(PlansState)
        assert (state.asks_free, state.is_open, state.is_empty) == (True, True, True)
        await tab.fire(PlansState, "back_to_price")
        await tab.fire(PlansState, "save", form=weekly_form(price=""))
        await tab.fire(PlansState, "save_free")
        state = await tab.state(PlansState)
        assert (state.asks_free, state.is_open) == (False, False)
    assert kept(gym).price.agorot == 0


async def test_a_price_of_nothing_that_was_typed_is_not_asked_about(gym: Gym) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(PlansState, "load")
        await tab.fire(PlansState, "new")
        await tab.fire(PlansState, "save", form=weekly_form(price="0"))
        assert (await tab.state(PlansState)).is_open is False
    assert kept(gym).price.agorot == 0


async def test_nobody_saves_a_free_plan_without_having_been_asked(gym: Gym) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(PlansState, "load")
        await tab.fire(PlansState, "save_free")
        assert (await tab.state(PlansState)).is_empty
