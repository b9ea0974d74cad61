"""Who hears that a substitute is sought, and that one was found."""

from dataclasses import dataclass, replace
from datetime import time
from uuid import UUID

import pytest
from sqlmodel import col, select

from fitkit.core.actor import VISITOR
from fitkit.core.jobs import run_ready
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.booking import actions as booking
from fitkit.features.identity.tables import RoleGrant
from fitkit.features.notifications.rules import NoticeKind
from fitkit.features.notifications.tables import Notice
from fitkit.features.substitutes import actions
from tests.conftest import Gym
from tests.factories.booking import weekly_member
from tests.factories.scheduling import make_place, publish
from tests.factories.staff import make_coach
from tests.features.notifications.people import make_user, sandbox


@dataclass(frozen=True)
class Team:
    """An owner, the coach of a class of tomorrow, one who is free and one who is not then."""

    gym: Gym
    session_id: UUID
    staff: dict[str, UUID]
    users: dict[str, UUID]

    def acting(self, who: str):
        role = Role.OWNER if who == "owner" else Role.COACH
        acting = self.gym.acting(role, staff_id=self.staff.get(who))
        return replace(acting, user_id=self.users[who])


@pytest.fixture
def team(gym: Gym) -> Team:
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w)
        staff = {
            "coach": place.coach_id,
            "free": make_coach(w, "שירה"),
            "busy": make_coach(w, "דנה"),
        }
        session_id = publish(w, place).session_ids[0]
        publish(w, place, at=time(19), coach_id=staff["busy"], room_id=None)
    users = {who: make_user(f"{who}@namal.test", name=who) for who in ("owner", *staff)}
    with open_work(VISITOR) as w:
        w.add(RoleGrant(user_id=users["owner"], org_id=gym.org_id, role=Role.OWNER))
        for who, staff_id in staff.items():
            w.add(
                RoleGrant(user_id=users[who], org_id=gym.org_id, role=Role.COACH, staff_id=staff_id)
            )
    return Team(gym, session_id, staff, users)


def told(team: Team, kind: NoticeKind) -> dict[str, dict]:
    by_user = {user_id: who for who, user_id in team.users.items()}
    with open_work(team.gym.system) as w:
        rows = w.session.scalars(select(Notice).where(col(Notice.kind) == kind)).all()
        assert len(rows) == len({row.user_id or row.member_id for row in rows})
        return {by_user.get(row.user_id, "member"): row.facts for row in rows}


def test_the_free_coaches_hear_that_somebody_is_sought(team, tmp_path):
    with open_work(team.acting("coach")) as w:
        actions.ask(w, session_id=team.session_id, note="חום")
    run_ready(sandbox(tmp_path))
    asked = told(team, NoticeKind.SUBSTITUTE_ASKED)
    assert set(asked) == {"free"}
    assert (asked["free"]["name"], asked["free"]["note"]) == ("יואב לוי", "חום")


def test_one_who_was_asked_hears_of_it_though_they_are_busy(team, tmp_path):
    with open_work(team.acting("coach")) as w:
        actions.ask(w, session_id=team.session_id, to_staff_id=team.staff["busy"])
    run_ready(sandbox(tmp_path))
    assert set(told(team, NoticeKind.SUBSTITUTE_ASKED)) == {"busy"}


def test_who_asked_one_colleague_hears_their_no(team, tmp_path):
    with open_work(team.acting("coach")) as w:
        to = team.staff["free"]
        request_id = actions.ask(w, session_id=team.session_id, to_staff_id=to)
    for _ in range(2):  # saying it twice is saying it once
        with open_work(team.acting("free")) as w:
            actions.decline(w, request_id=request_id)
        run_ready(sandbox(tmp_path))
    heard = told(team, NoticeKind.SUBSTITUTE_DECLINED)
    assert set(heard) == {"coach"}
    assert (heard["coach"]["name"], heard["coach"]["whose"]["he"]) == ("שירה", "שלך")


def test_an_owner_who_asked_for_a_coach_hears_the_no_too_and_whose_class_it_is(team, tmp_path):
    with open_work(team.acting("owner")) as w:
        to = team.staff["free"]
        request_id = actions.ask(w, session_id=team.session_id, to_staff_id=to)
    with open_work(team.acting("free")) as w:
        actions.decline(w, request_id=request_id)
    run_ready(sandbox(tmp_path))
    heard = told(team, NoticeKind.SUBSTITUTE_DECLINED)
    assert {who: facts["whose"]["en"] for who, facts in heard.items()} == {
        "coach": "yours",
        "owner": "יואב לוי's",
    }


def test_who_asked_for_a_coach_and_plans_no_more_does_not_hear_the_no(team, tmp_path):
    with open_work(team.acting("owner")) as w:
        to = team.staff["free"]
        request_id = actions.ask(w, session_id=team.session_id, to_staff_id=to)
    with open_work(VISITOR) as w:
        grants = select(RoleGrant).where(col(RoleGrant.user_id) == team.users["owner"])
        w.session.delete(w.session.scalars(grants).one())
    with open_work(team.acting("free")) as w:
        actions.decline(w, request_id=request_id)
    run_ready(sandbox(tmp_path))
    assert set(told(team, NoticeKind.SUBSTITUTE_DECLINED)) == {"coach"}


def test_one_no_of_many_who_were_asked_is_not_told(team, tmp_path):
    with open_work(team.acting("coach")) as w:
        request_id = actions.ask(w, session_id=team.session_id)
    with open_work(team.acting("free")) as w:
        actions.decline(w, request_id=request_id)
    run_ready(sandbox(tmp_path))
    assert told(team, NoticeKind.SUBSTITUTE_DECLINED) == {}


def test_nobody_is_asked_for_what_was_settled_before_the_telling(team, tmp_path):
    with open_work(team.acting("coach")) as w:
        request_id = actions.ask(w, session_id=team.session_id)
        actions.withdraw(w, request_id=request_id)
    run_ready(sandbox(tmp_path))
    assert told(team, NoticeKind.SUBSTITUTE_ASKED) == {}


def test_who_asked_and_the_owner_hear_of_the_one_who_was_found_and_members_of_the_change(
    team, tmp_path
):
    with open_work(team.acting("coach")) as w:
        request_id = actions.ask(w, session_id=team.session_id)
    with open_work(team.gym.acting(Role.OWNER)) as w:
        booking.book(w, session_id=team.session_id, member_id=weekly_member(w))
    with open_work(team.acting("free")) as w:
        actions.accept(w, request_id=request_id)
    for _ in range(2):
        run_ready(sandbox(tmp_path))
    found = told(team, NoticeKind.SUBSTITUTE_FOUND)
    assert set(found) == {"coach", "owner"}
    assert found["owner"]["name"] == "שירה"
    assert set(told(team, NoticeKind.CLASS_CHANGED)) == {"member"}


def test_whom_the_owner_assigned_hears_of_it_too(team, tmp_path):
    with open_work(team.acting("coach")) as w:
        request_id = actions.ask(w, session_id=team.session_id)
    with open_work(team.acting("owner")) as w:
        actions.assign(w, request_id=request_id, staff_id=team.staff["free"])
    run_ready(sandbox(tmp_path))
    assert set(told(team, NoticeKind.SUBSTITUTE_FOUND)) == {"coach", "free"}
