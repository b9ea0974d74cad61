"""The plans screen: what its State holds and does."""

import pytest

from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.plans import queries as plans
from fitkit.features.plans.rules import PlanKind
from fitkit.web.owner.plans.state import PlansState
from tests.conftest import Gym
from tests.factories.class_types import make_class_type
from tests.factories.members import make_member
from tests.factories.plans import make_pack, make_weekly
from tests.factories.subscriptions import give
from tests.web.driver import Tab

HERE = "/he/dashboard/plans/"
THERE = "/en/dashboard/plans/"


def weekly_form(**more: str) -> dict[str, str]:
    return {
        "name_he": "שלוש בשבוע",
        "name_en": "Three a week",
        "price": "390",
        "weekly_limit": "3",
        "valid_days": "",
        "on_sale": "on",
        "hands_over": "on",
    } | more


async def test_plans_are_grouped_by_kind_with_how_many_hold_them(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        plan_id = make_weekly(w, 3)
        make_pack(w, 10)
        give(w, make_member(w), plan_id)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(PlansState, "load")
        state = await tab.state(PlansState)
        assert [g.kind for g in state.groups] == ["weekly", "pack"]
        row = state.groups[0].plans[0]
        assert row.holders == "מתאמן אחד במסלול"
        assert "אי אפשר למחוק" in row.kept
        assert row.gives[0] == "3 אימונים בשבוע"
        assert state.groups[1].plans[0].kept == ""


async def test_words_follow_the_language_of_the_page(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        make_weekly(w, 3)
    async with Tab(gym.acting(Role.OWNER), THERE) as tab:
        await tab.fire(PlansState, "load")
        row = (await tab.state(PlansState)).groups[0].plans[0]
        assert row.gives == ["3 classes a week", "Goes on until it is ended", "All class types"]
        assert row.holders == "Nobody has it now"


async def test_a_new_plan_is_kept_and_said(gym: Gym) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(PlansState, "load")
        assert (await tab.state(PlansState)).is_empty
        await tab.fire(PlansState, "new")
        await tab.fire(PlansState, "save", form=weekly_form())
        state = await tab.state(PlansState)
        assert not state.is_open
        assert "שלוש בשבוע נוסף" in tab.said
        assert state.groups[0].plans[0].name == "שלוש בשבוע"


async def test_what_is_wrong_stands_at_its_field_and_the_editor_stays_open(gym: Gym) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(PlansState, "load")
        await tab.fire(PlansState, "new")
        await tab.fire(
            PlansState, "save", form=weekly_form(name_he="", name_en="", weekly_limit="99")
        )
        state = await tab.state(PlansState)
        assert state.is_open
        assert set(state.problems) == {"name_he", "name_en", "weekly_limit"}
        await tab.fire(PlansState, "save", form=weekly_form(price="הרבה"))
        assert set((await tab.state(PlansState)).problems) == {"price"}


async def test_the_preview_follows_what_is_typed(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        class_type_id = make_class_type(w, "הרמות")
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(PlansState, "load")
        await tab.fire(PlansState, "new")
        await tab.fire(PlansState, "choose_kind", kind="pack")
        await tab.fire(PlansState, "write", name="entries", value="20")
        await tab.fire(PlansState, "write", name="price", value="900")
        await tab.fire(PlansState, "cover", class_type_id=str(class_type_id))
        preview = (await tab.state(PlansState)).preview.card
        assert preview.gives == ["20 כניסות", "מתחדש עד שמסיימים", "רק הרמות"]
        assert "45" in preview.per_class
        await tab.fire(PlansState, "write", name="entries", value="בערך עשרים")
        assert (await tab.state(PlansState)).preview.card.strokes == 0
        await tab.fire(PlansState, "uncover", class_type_id=str(class_type_id))
        assert (await tab.state(PlansState)).preview.card.gives[2] == "כל סוגי השיעורים"


async def test_editing_begins_with_what_is_kept(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        plan_id = make_weekly(w, 2)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(PlansState, "load")
        await tab.fire(PlansState, "edit", plan_id=str(plan_id))
        state = await tab.state(PlansState)
        assert (state.kind, state.start["weekly_limit"], state.start["price"]) == (
            "weekly",
            "2",
            "390",
        )
        await tab.fire(PlansState, "save", form=weekly_form(price="420"))
    with open_work(gym.acting(Role.OWNER)) as w:
        kept = plans.plans(w)[0]
        assert (kept.price.agorot, kept.terms.kind, kept.terms.weekly_limit) == (
            42_000,
            PlanKind.WEEKLY,
            3,
        )


async def test_stopping_to_sell_can_be_undone(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        plan_id = make_weekly(w, 2)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(PlansState, "load")
        await tab.fire(PlansState, "retire", plan_id=str(plan_id))
        state = await tab.state(PlansState)
        assert (state.groups, [r.id for r in state.retired]) == ([], [str(plan_id)])
        assert "כבר לא נמכר" in tab.said
        await tab.fire(PlansState, "restore", plan_id=str(plan_id))
        assert (await tab.state(PlansState)).retired == []


@pytest.mark.parametrize("role", [Role.COACH, Role.MEMBER])
async def test_coaches_and_members_see_no_plans(gym: Gym, role: Role) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        make_weekly(w, 2)
    async with Tab(gym.acting(role), HERE) as tab:
        await tab.fire(PlansState, "load")
        assert (await tab.state(PlansState)).groups == []


async def test_a_plan_of_another_gym_and_junk_are_not_found(gym: Gym, other_gym: Gym) -> None:
    with open_work(other_gym.acting(Role.OWNER)) as w:
        theirs = make_weekly(w, 2)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(PlansState, "load")
        for plan_id in (str(theirs), "junk"):
            await tab.fire(PlansState, "retire", plan_id=plan_id)
            await tab.fire(PlansState, "edit", plan_id=plan_id)
        assert len(tab.refusals) == 4
        assert not (await tab.state(PlansState)).is_open
    with open_work(other_gym.acting(Role.OWNER)) as w:
        assert len(plans.plans(w)) == 1


async def test_a_plan_that_stays_with_its_member_is_said_while_it_is_edited_and_kept(
    gym: Gym,
) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(PlansState, "load")
        await tab.fire(PlansState, "new")
        assert not (await tab.state(PlansState)).preview.is_kept
        await tab.fire(PlansState, "keep", hands_over=False)
        assert (await tab.state(PlansState)).preview.is_kept
        await tab.fire(PlansState, "save", form=weekly_form(hands_over=""))
    with open_work(gym.acting(Role.OWNER)) as w:
        (kept,) = plans.plans(w)
        assert kept.is_kept
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(PlansState, "load")
        await tab.fire(PlansState, "edit", plan_id=str(kept.id))
        assert (await tab.state(PlansState)).start["hands_over"] == ""
