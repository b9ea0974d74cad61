"""Who gives, narrows, takes and hands over which role."""

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.events import EventLog
from fitkit.core.permissions import ROLES, Permission, Role
from fitkit.core.work import open_work
from fitkit.features.identity import actions, flows, queries
from fitkit.features.identity.tables import RoleGrant
from fitkit.texts import identity as texts
from tests.factories.identity import PASSWORD, enter, make_actor, make_role, make_user, signed_in
from tests.factories.staff import make_staff


@pytest.fixture
def owner(gym):
    return make_actor(gym.org_id, Role.OWNER, "owner@example.com")


@pytest.fixture
def admin(gym):
    return make_actor(gym.org_id, Role.ADMIN, "admin@example.com")


@pytest.fixture
def coach(gym):
    return make_actor(gym.org_id, Role.COACH, "coach@example.com")


def roles_of(gym, user_id) -> dict[Role, list[str]]:
    with open_work(gym.system) as w:
        rows = w.session.execute(
            select(RoleGrant).where(RoleGrant.user_id == user_id, RoleGrant.org_id == gym.org_id)
        ).scalars()
        return {g.role: g.without for g in rows}


def refused(text):
    return pytest.raises(Refusal, match=text.en[:30].replace("'", "."))


def test_an_owner_makes_a_coach_an_admin_and_takes_it_back(gym, owner, coach):
    with open_work(owner) as w:
        actions.grant_role(
            w, user_id=coach.user_id, role=Role.ADMIN, without=[Permission.SEE_AUDIT]
        )
    assert roles_of(gym, coach.user_id) == {Role.COACH: [], Role.ADMIN: ["see_audit"]}
    with open_work(owner) as w:
        actions.revoke_role(w, user_id=coach.user_id, role=Role.ADMIN)
    assert roles_of(gym, coach.user_id) == {Role.COACH: []}
    with open_work(gym.system) as w:
        names = w.session.execute(select(EventLog.name).order_by(EventLog.id)).scalars().all()
    assert names[-2:] == ["identity.role_granted", "identity.role_revoked"]


def test_a_revoked_role_is_gone_from_the_next_event_on(gym, owner, coach):
    token = enter("coach@example.com")
    with open_work(owner) as w:
        actions.revoke_role(w, user_id=coach.user_id, role=Role.COACH)
    found = signed_in(token)
    assert found.actor.org_id is None
    assert found.actor.permissions == {Permission.USE_ACCOUNT}


def test_a_narrowed_role_holds_less_from_the_next_event_on(gym, owner, admin):
    token = enter("admin@example.com")
    with open_work(owner) as w:
        actions.narrow_role(
            w, user_id=admin.user_id, role=Role.ADMIN, without=[Permission.EDIT_PLANS]
        )
    assert signed_in(token).actor.permissions == ROLES[Role.ADMIN] - {Permission.EDIT_PLANS}


@pytest.mark.parametrize("role", [Role.OWNER, Role.SUPPORT, Role.PLATFORM_ADMIN])
def test_not_even_an_owner_gives_these(gym, owner, coach, role):
    with open_work(owner) as w, refused(texts.ROLE_TOO_HIGH):
        actions.grant_role(w, user_id=coach.user_id, role=role)


def test_an_admin_makes_no_admins_and_touches_none(gym, owner, admin, coach):
    other = make_actor(gym.org_id, Role.ADMIN, "second@example.com")
    with open_work(admin) as w:
        with refused(texts.ROLE_TOO_HIGH):
            actions.grant_role(w, user_id=coach.user_id, role=Role.ADMIN)
        with refused(texts.ROLE_TOO_HIGH):
            actions.revoke_role(w, user_id=other.user_id, role=Role.ADMIN)
        with refused(texts.ROLE_TOO_HIGH):
            actions.narrow_role(w, user_id=other.user_id, role=Role.ADMIN, without=[])
        with refused(texts.ROLE_TOO_HIGH):
            actions.revoke_role(w, user_id=owner.user_id, role=Role.OWNER)


def test_a_narrowed_admin_gives_nothing_that_they_lack(gym, coach):
    admin = make_actor(
        gym.org_id, Role.ADMIN, "admin@example.com", without=[Permission.BOOK_OTHERS]
    )
    newcomer = make_user("new@example.com")
    make_role(gym.org_id, newcomer, Role.MEMBER)
    with open_work(admin) as w:
        with refused(texts.ROLE_TOO_HIGH):
            actions.grant_role(w, user_id=newcomer, role=Role.COACH)
        with refused(texts.ROLE_TOO_HIGH):
            actions.narrow_role(w, user_id=coach.user_id, role=Role.COACH, without=[])
        actions.grant_role(w, user_id=newcomer, role=Role.COACH, without=[Permission.BOOK_OTHERS])


def test_nobody_changes_their_own_role(gym, owner, admin):
    make_role(gym.org_id, admin.user_id, Role.COACH)
    for deed in (
        lambda w: actions.grant_role(w, user_id=admin.user_id, role=Role.MEMBER),
        lambda w: actions.narrow_role(w, user_id=admin.user_id, role=Role.COACH, without=[]),
        lambda w: actions.revoke_role(w, user_id=admin.user_id, role=Role.COACH),
    ):
        with open_work(admin) as w, refused(texts.NOT_YOUR_OWN_ROLE):
            deed(w)


@pytest.mark.parametrize("role", [Role.COACH, Role.MEMBER])
def test_who_keeps_no_staff_is_denied(gym, coach, role):
    with open_work(gym.acting(role)) as w:
        for deed in (actions.grant_role, actions.revoke_role):
            with pytest.raises(Denied):
                deed(w, user_id=coach.user_id, role=Role.COACH)
        with pytest.raises(Denied):
            queries.staff_grants(w)


def test_people_of_another_gym_are_nobody_here(gym, other_gym, owner):
    stranger = make_actor(other_gym.org_id, Role.COACH, "far@example.com")
    with open_work(owner) as w:
        for deed in (
            lambda: actions.grant_role(w, user_id=stranger.user_id, role=Role.ADMIN),
            lambda: actions.narrow_role(w, user_id=stranger.user_id, role=Role.COACH, without=[]),
            lambda: actions.revoke_role(w, user_id=stranger.user_id, role=Role.COACH),
        ):
            with refused(texts.NOT_HERE):
                deed()
        assert queries.names(w, ids=[stranger.user_id, owner.user_id]) == {owner.user_id: "owner"}
    assert roles_of(other_gym, stranger.user_id) == {Role.COACH: []}


def test_a_role_is_given_once(gym, owner, coach):
    with open_work(owner) as w, refused(texts.HAS_ROLE):
        actions.grant_role(w, user_id=coach.user_id, role=Role.COACH)


def test_a_member_cannot_be_narrowed(gym, owner):
    user_id = make_user("m@example.com")
    make_role(gym.org_id, user_id, Role.MEMBER)
    with open_work(owner) as w, refused(texts.CANNOT_NARROW):
        actions.narrow_role(w, user_id=user_id, role=Role.MEMBER, without=[Permission.BOOK_SELF])


def test_the_list_says_who_may_be_managed(gym, owner, admin, coach):
    with open_work(admin) as w:
        listed = queries.staff_grants(w)
    assert [(v.role, v.may_manage, v.is_me) for v in listed] == [
        (Role.OWNER, False, False),
        (Role.ADMIN, False, True),
        (Role.COACH, True, False),
    ]


def test_ownership_is_handed_over_with_a_password(gym, owner, coach):
    flows.hand_over(None, owner, to_user_id=coach.user_id, password=PASSWORD)
    assert roles_of(gym, owner.user_id) == {Role.ADMIN: []}
    assert set(roles_of(gym, coach.user_id)) == {Role.COACH, Role.OWNER}
    assert signed_in(enter("coach@example.com")).actor.may(Permission.HAND_OVER)


def test_a_narrowed_admin_becomes_a_whole_owner(gym, owner):
    admin = make_actor(gym.org_id, Role.ADMIN, "a@example.com", without=[Permission.SEE_AUDIT])
    make_role(gym.org_id, owner.user_id, Role.ADMIN)
    with open_work(owner) as w:
        actions.hand_over(w, to_user_id=admin.user_id, password=PASSWORD)
    assert roles_of(gym, admin.user_id) == {Role.OWNER: []}
    assert roles_of(gym, owner.user_id) == {Role.ADMIN: []}


def test_ownership_goes_to_staff_of_this_gym_alone(gym, other_gym, owner):
    member = make_user("m@example.com")
    make_role(gym.org_id, member, Role.MEMBER)
    stranger = make_actor(other_gym.org_id, Role.ADMIN, "far@example.com")
    for user_id in (member, stranger.user_id, owner.user_id):
        with open_work(owner) as w, refused(texts.HAND_OVER_TO_STAFF):
            actions.hand_over(w, to_user_id=user_id, password=PASSWORD)


def test_ownership_is_not_handed_over_without_the_password(gym, owner, admin):
    with open_work(owner) as w, refused(texts.PASSWORD_WRONG):
        actions.hand_over(w, to_user_id=admin.user_id, password="wrong-words")
    with open_work(admin) as w, pytest.raises(Denied):
        actions.hand_over(w, to_user_id=admin.user_id, password=PASSWORD)


def test_the_database_itself_knows_one_owner(gym, owner, admin):
    with pytest.raises(IntegrityError):
        make_role(gym.org_id, admin.user_id, Role.OWNER)


def test_platform_roles_belong_to_no_gym(gym, owner):
    with open_work(gym.system) as w, pytest.raises(Denied):
        actions.give_role(w, user_id=owner.user_id, role=Role.SUPPORT)


def test_a_staff_profile_is_linked_only_in_its_gym(gym, other_gym, owner):
    with open_work(gym.acting(Role.OWNER)) as w:
        mine = make_staff(w)
    with open_work(other_gym.acting(Role.OWNER)) as w:
        theirs = make_staff(w)
    with open_work(gym.system) as w:
        with pytest.raises(NotFound):
            actions.link_staff(w, user_id=owner.user_id, staff_id=theirs)
        actions.link_staff(w, user_id=owner.user_id, staff_id=mine)
        assert queries.users_of_staff(w, staff_ids=[mine, theirs])[mine].user_id == owner.user_id
    assert signed_in(enter("owner@example.com")).actor.staff_id == mine


def test_people_in_roles_are_those_of_this_gym_each_once(gym, other_gym, owner, admin):
    make_role(gym.org_id, admin.user_id, Role.COACH)
    make_actor(other_gym.org_id, Role.ADMIN, "far@example.com")
    with open_work(gym.system) as w:
        found = queries.users_in_roles(w, roles=[Role.OWNER, Role.ADMIN, Role.COACH])
    assert [p.name for p in found] == ["admin", "owner"]
