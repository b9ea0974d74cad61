"""The staff screen: what its State holds and does."""

from dataclasses import replace
from uuid import UUID

import pytest

from fitkit.core.actor import Actor
from fitkit.core.crypto import hash_password
from fitkit.core.permissions import ROLES, Permission, Role
from fitkit.core.work import open_work
from fitkit.features.identity import actions as identity
from fitkit.features.identity import queries as grants
from fitkit.features.identity.tables import User
from fitkit.features.staff import queries as team
from fitkit.web.owner.staff.state import StaffState
from tests.conftest import Gym
from tests.factories.members import make_member
from tests.factories.staff import make_coach
from tests.web.driver import Tab

HERE = "/he/dashboard/staff/"
PASSWORD = "tall-orange-lamp"


def make_account(gym: Gym, role: Role, email: str, *, staff_id: UUID | None = None) -> Actor:
    """A user with a role, as joining makes it, and the actor who is that user."""
    with open_work(gym.system) as w:
        user = User(
            email=email, name=email.partition("@")[0], password_hash=hash_password(PASSWORD)
        )
        w.add(user)
        w.session.flush()
        identity.give_role(w, user_id=user.id, role=role, staff_id=staff_id)
        user_id = user.id
    return replace(gym.acting(role), user_id=user_id)


async def loaded(actor: Actor | None, path: str = HERE) -> Tab:
    tab = Tab(actor, path)
    await tab.__aenter__()
    await tab.fire(StaffState, "load")
    return tab


async def test_people_stand_with_their_roles_the_owner_first(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        staff_id = make_coach(w, "יואב לוי")
        make_coach(w, "אבי כהן")
    owner = make_account(gym, Role.OWNER, "ronit@example.com")
    make_account(gym, Role.COACH, "yoav@example.com", staff_id=staff_id)
    tab = await loaded(owner)
    people = (await tab.state(StaffState)).people
    assert [(p.name, p.role_word) for p in people] == [
        ("ronit", "בעלות"),
        ("אבי כהן", "בלי כניסה ל־FitKit"),
        ("יואב לוי", "צוות אימון"),
    ]
    assert (people[0].is_me, people[0].may_manage, people[2].may_manage) == (True, False, True)
    assert people[1].members == "בלי מתאמנים משויכים"
    await tab.__aexit__()


async def test_somebody_new_is_invited_at_once(gym: Gym) -> None:
    owner = make_account(gym, Role.OWNER, "ronit@example.com")
    tab = await loaded(owner)
    await tab.fire(StaffState, "open_new")
    form = {
        "name": "יואב לוי",
        "email": "yoav@example.com",
        "tint": "3",
        "is_coach": "on",
        "invite": "on",
    }
    await tab.fire(StaffState, "save", form=form)
    row = next(p for p in (await tab.state(StaffState)).people if p.name == "יואב לוי")
    assert row.invitation.startswith("נשלחה הזמנה")
    await tab.fire(StaffState, "show_link", invitation_id=row.invitation_id)
    assert "/he/join/" in (await tab.state(StaffState)).link
    await tab.fire(StaffState, "revoke", invitation_id=row.invitation_id)
    assert all(not p.invitation_id for p in (await tab.state(StaffState)).people)
    await tab.__aexit__()


async def test_a_refused_invitation_is_told_and_the_person_is_there(gym: Gym) -> None:
    owner = make_account(gym, Role.OWNER, "ronit@example.com")
    tab = await loaded(owner)
    await tab.fire(StaffState, "open_new")
    await tab.fire(StaffState, "save", form={"name": "יואב", "is_coach": "on", "invite": "on"})
    assert "יואב: הכרטיס נוסף. " in tab.said
    await tab.__aexit__()


async def test_what_is_wrong_stands_at_its_field(gym: Gym) -> None:
    owner = make_account(gym, Role.OWNER, "ronit@example.com")
    tab = await loaded(owner)
    await tab.fire(StaffState, "open_new")
    await tab.fire(StaffState, "save", form={"name": "", "email": "x", "phone": "1"})
    state = await tab.state(StaffState)
    assert (set(state.problems), state.panel) == ({"name", "email", "phone"}, "person")
    await tab.__aexit__()


async def test_a_preset_narrows_an_admin_and_one_switch_makes_it_ones_own(gym: Gym) -> None:
    owner = make_account(gym, Role.OWNER, "ronit@example.com")
    admin = make_account(gym, Role.ADMIN, "dana@example.com")
    tab = await loaded(owner)
    await tab.fire(StaffState, "open_powers", user_id=str(admin.user_id))
    state = await tab.state(StaffState)
    assert (state.preset, all(p.is_on for p in state.powers)) == ("full", True)
    await tab.fire(StaffState, "choose_preset", preset="front_desk")
    on = {p.key for p in (await tab.state(StaffState)).powers if p.is_on}
    assert ("edit_settings" in on, "check_in" in on) == (False, True)
    await tab.fire(StaffState, "switch_power", key="edit_settings", is_on=True)
    assert (await tab.state(StaffState)).preset == "own"
    await tab.fire(StaffState, "save_powers")
    assert "ההרשאות של dana עודכנו" in tab.said
    with open_work(owner) as w:
        kept = next(g for g in grants.staff_grants(w) if g.role is Role.ADMIN)
        assert Permission.EDIT_SETTINGS not in kept.without
        assert Permission.EDIT_STAFF in kept.without
    await tab.__aexit__()


async def test_access_is_removed_after_asking(gym: Gym) -> None:
    owner = make_account(gym, Role.OWNER, "ronit@example.com")
    coach = make_account(gym, Role.COACH, "yoav@example.com")
    tab = await loaded(owner)
    await tab.fire(StaffState, "open_remove", user_id=str(coach.user_id))
    assert (await tab.state(StaffState)).panel == "remove"
    await tab.fire(StaffState, "remove_role")
    assert [p.name for p in (await tab.state(StaffState)).people] == ["ronit"]
    await tab.__aexit__()


async def test_whoever_has_members_hands_them_over_before_leaving(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        leaving, staying = make_coach(w, "יואב לוי"), make_coach(w, "אבי כהן")
        from fitkit.features.staff import actions

        actions.assign(w, staff_id=leaving, member_ids=[make_member(w)])
    tab = await loaded(gym.acting(Role.OWNER))
    await tab.fire(StaffState, "archive", staff_id=str(leaving))
    assert "קודם להעביר אותם" in tab.said
    await tab.fire(StaffState, "open_members", staff_id=str(leaving))
    assert [c.label for c in (await tab.state(StaffState)).others] == ["אבי כהן"]
    await tab.fire(StaffState, "hand_members", form={"to_staff_id": ""})
    assert set((await tab.state(StaffState)).problems) == {"to_staff_id"}
    await tab.fire(StaffState, "hand_members", form={"to_staff_id": str(staying)})
    await tab.fire(StaffState, "archive", staff_id=str(leaving))
    assert [p.name for p in (await tab.state(StaffState)).former] == ["יואב לוי"]
    await tab.fire(StaffState, "restore", staff_id=str(leaving))
    assert (await tab.state(StaffState)).former == []
    await tab.__aexit__()


async def test_the_gym_is_handed_over_with_the_right_password_only(gym: Gym) -> None:
    owner = make_account(gym, Role.OWNER, "ronit@example.com")
    heir = make_account(gym, Role.ADMIN, "dana@example.com")
    tab = await loaded(owner)
    await tab.fire(StaffState, "open_hand_over")
    await tab.fire(
        StaffState, "hand_over", form={"to_user_id": str(heir.user_id), "password": "wrong-one"}
    )
    assert set((await tab.state(StaffState)).problems) == {"password"}
    await tab.fire(
        StaffState, "hand_over", form={"to_user_id": str(heir.user_id), "password": PASSWORD}
    )
    assert "הבעלות עברה אל dana" in tab.said
    with open_work(gym.acting(Role.OWNER)) as w:
        held = {g.name: g.role for g in grants.staff_grants(w)}
        assert held == {"dana": Role.OWNER, "ronit": Role.ADMIN}
    await tab.__aexit__()


async def test_an_admin_cannot_hand_over_nor_manage_admins(gym: Gym) -> None:
    make_account(gym, Role.OWNER, "ronit@example.com")
    admin = make_account(gym, Role.ADMIN, "dana@example.com")
    other = make_account(gym, Role.ADMIN, "gal@example.com")
    tab = await loaded(admin)
    state = await tab.state(StaffState)
    assert [c.value for c in state.roles] == ["coach"]
    await tab.fire(StaffState, "open_hand_over")
    assert (await tab.state(StaffState)).panel == ""
    await tab.fire(StaffState, "open_powers", user_id=str(other.user_id))
    await tab.fire(StaffState, "switch_power", key="edit_settings", is_on=False)
    await tab.fire(StaffState, "save_powers")
    with open_work(gym.acting(Role.OWNER)) as w:
        assert all(not g.without for g in grants.staff_grants(w))
    await tab.__aexit__()


@pytest.mark.parametrize("role", [Role.COACH, Role.MEMBER])
async def test_coaches_and_members_do_not_see_the_staff(gym: Gym, role: Role) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        make_coach(w)
    tab = await loaded(gym.acting(role))
    assert (await tab.state(StaffState)).people == []
    await tab.__aexit__()


async def test_who_may_only_look_changes_nothing(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        staff_id = make_coach(w)
    looking = replace(
        gym.acting(Role.ADMIN), permissions=ROLES[Role.ADMIN] - {Permission.EDIT_STAFF}
    )
    tab = await loaded(looking)
    assert len((await tab.state(StaffState)).people) == 1
    await tab.fire(StaffState, "archive", staff_id=str(staff_id))
    await tab.fire(StaffState, "save", form={"name": "x"})
    with open_work(gym.acting(Role.OWNER)) as w:
        assert [s.name for s in team.team(w)] == ["יואב לוי"]
    await tab.__aexit__()


async def test_people_of_another_gym_and_junk_are_not_found(gym: Gym, other_gym: Gym) -> None:
    with open_work(other_gym.acting(Role.OWNER)) as w:
        theirs = str(make_coach(w))
    stranger = make_account(other_gym, Role.COACH, "yam@example.com")
    tab = await loaded(gym.acting(Role.OWNER))
    for deed in ("archive", "open_edit", "open_members", "open_invite"):
        await tab.fire(StaffState, deed, staff_id=theirs)
        await tab.fire(StaffState, deed, staff_id="junk")
    await tab.fire(StaffState, "open_powers", user_id=str(stranger.user_id))
    await tab.fire(StaffState, "open_remove", user_id=str(stranger.user_id))
    assert len(tab.refusals) == 10
    assert (await tab.state(StaffState)).panel == ""
    await tab.__aexit__()
