"""The team, and whose members are whose."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from fitkit.core import jobs
from fitkit.core.errors import Denied, Invalid, NotFound, Refusal
from fitkit.core.events import EventLog
from fitkit.core.ids import new_id
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.identity import actions as identity
from fitkit.features.identity import queries as people
from fitkit.features.members import actions as members
from fitkit.features.members.tables import Member
from fitkit.features.orgs.events import OrgOpened
from fitkit.features.orgs.rules import GymKind
from fitkit.features.staff import actions, queries, rules
from fitkit.features.staff.rules import StaffDetails
from fitkit.features.staff.tables import CoachMember
from fitkit.texts import members as texts
from tests.factories.members import make_member
from tests.factories.staff import make_coach, make_staff


def last_event(w):
    row = w.session.scalars(select(EventLog).order_by(EventLog.id.desc())).first()
    return row.name, row.facts


@given(st.text(max_size=90), st.text(max_size=700), st.integers(-3, 12))
def test_whatever_is_typed_is_kept_clean_or_refused_at_its_field(name, bio, tint):
    try:
        clean = rules.checked(StaffDetails(name=name, bio=bio, tint=tint))
    except Invalid as wrong:
        assert set(wrong.problems) <= {"name", "bio", "tint"}  # noqa: PT017  # both outcomes are right
        return
    assert 1 <= len(clean.name) <= 60
    assert len(clean.bio) <= 600
    assert 0 <= clean.tint < rules.TINTS
    assert rules.checked(clean) == clean


def test_every_field_at_fault_is_told_at_once():
    with pytest.raises(Invalid) as caught:
        rules.checked(StaffDetails(name="", email="x", phone="1", tint=8))
    assert set(caught.value.problems) == {"name", "email", "phone", "tint"}


def test_coaches_and_the_team_come_by_name(w):
    make_staff(w, "תמר", is_coach=False)
    make_coach(w, "יואב", tint=3)
    make_coach(w, "אורי")
    assert [(c.name, c.tint) for c in queries.coaches(w)] == [("אורי", 0), ("יואב", 3)]
    assert [s.name for s in queries.team(w)] == ["אורי", "יואב", "תמר"]
    assert queries.coaches(w)[0].title.en == "Coach"


def test_a_title_in_one_language_stands_for_both(w):
    staff_id = actions.add(w, details=StaffDetails(name="דן", title_he="מאמן ראשי"))
    assert queries.card(w, staff_id=staff_id).title.en == "מאמן ראשי"


def test_the_same_email_is_refused_while_its_owner_works_here(w):
    first = make_staff(w, "תמר", email="t@example.com")
    with pytest.raises(Refusal) as caught:
        make_staff(w, "דן", email="T@example.com")
    assert caught.value.field == "email"
    actions.archive(w, staff_id=first)
    make_staff(w, "דן", email="t@example.com")
    with pytest.raises(Refusal):
        actions.restore(w, staff_id=first)


def test_a_change_tells_which_fields(w):
    staff_id = make_coach(w, "יואב")
    actions.change(w, staff_id=staff_id, details=StaffDetails(name="יואב לוי", tint=2))
    assert last_event(w) == (
        "staff.changed",
        {"staff_id": str(staff_id), "fields": ["name", "tint", "title_en", "title_he"]},
    )
    assert queries.card(w, staff_id=staff_id).name == "יואב לוי"


def test_assigning_moves_members_from_whoever_had_them(w):
    old, new = make_coach(w, "אורי"), make_coach(w, "יואב")
    one, two = make_member(w, "א"), make_member(w, "ב")
    assert actions.assign(w, staff_id=old, member_ids=[one]).count == 1
    assert actions.assign(w, staff_id=new, member_ids=[one, two]).count == 2
    assert [m.member_id for m in queries.members_of(w, staff_id=new)] == [one, two]
    assert queries.members_of(w, staff_id=old) == ()
    assert [(c.coach, c.until is None) for c in queries.coaches_of(w, member_id=one)] == [
        ("יואב", True),
        ("אורי", False),
    ]


def test_assigning_again_changes_and_tells_nothing(w):
    coach, member = make_coach(w), make_member(w)
    actions.assign(w, staff_id=coach, member_ids=[member])
    told = last_event(w)
    assert actions.assign(w, staff_id=coach, member_ids=[member]).count == 0
    assert last_event(w) == told


def test_the_roster_knows_the_coach(w):
    from fitkit.features.members import queries as roster
    from fitkit.features.members.queries import RosterFilter

    coach, member = make_coach(w), make_member(w)
    make_member(w, "דן")
    actions.assign(w, staff_id=coach, member_ids=[member])
    lines = roster.roster(w, only=RosterFilter(coach_id=coach)).rows
    assert [(line.id, line.coach_id) for line in lines] == [(member, coach)]


def test_unassigning_leaves_members_without_a_coach(w):
    coach, member, other = make_coach(w), make_member(w), make_member(w, "דן")
    actions.assign(w, staff_id=coach, member_ids=[member])
    assert actions.unassign(w, member_ids=[member, other]).count == 1
    assert queries.card(w, staff_id=coach).members == 0
    assert last_event(w)[1] == {
        "staff_id": str(coach),
        "member_ids": [str(member)],
        "count": 1,
    }


def test_only_a_coach_who_works_here_is_given_members(w):
    member = make_member(w)
    desk, gone = make_staff(w, "תמר", is_coach=False), make_coach(w, "דן")
    actions.archive(w, staff_id=gone)
    for staff_id in (desk, gone):
        with pytest.raises(Refusal) as caught:
            actions.assign(w, staff_id=staff_id, member_ids=[member])
        assert caught.value.text is texts.NOT_A_COACH


def test_handing_over_takes_all_of_them_the_archived_too(w):
    giver, taker = make_coach(w, "אורי"), make_coach(w, "יואב")
    here, put_away = make_member(w, "א"), make_member(w, "ב")
    actions.assign(w, staff_id=giver, member_ids=[here, put_away])
    members.archive(w, member_id=put_away)
    assert actions.hand_over(w, staff_id=giver, to_staff_id=taker).count == 2
    assert last_event(w)[0] == "staff.handed_over"
    assert queries.card(w, staff_id=taker).members == 1
    members.restore(w, member_id=put_away)
    assert queries.card(w, staff_id=taker).members == 2


def test_handing_over_is_refused_to_oneself_and_with_nothing_to_give(w):
    giver, taker = make_coach(w, "אורי"), make_coach(w, "יואב")
    with pytest.raises(Refusal) as caught:
        actions.hand_over(w, staff_id=giver, to_staff_id=giver)
    assert caught.value.text is texts.SAME_COACH
    with pytest.raises(Refusal) as caught:
        actions.hand_over(w, staff_id=giver, to_staff_id=taker)
    assert caught.value.text is texts.NOTHING_TO_HAND_OVER


def test_a_coach_with_members_is_not_archived_nor_unmarked(w):
    from fitkit.core.i18n import Lang

    coach = make_coach(w, "אורי")
    actions.assign(w, staff_id=coach, member_ids=[make_member(w, "א"), make_member(w, "ב")])
    with pytest.raises(Refusal) as caught:
        actions.archive(w, staff_id=coach)
    assert caught.value.to(Lang.HE).startswith("אל אורי משויכים שני מתאמנים")
    assert "2 members" in caught.value.to(Lang.EN)
    with pytest.raises(Refusal) as caught:
        actions.change(w, staff_id=coach, details=StaffDetails(name="אורי", is_coach=False))
    assert caught.value.field == "is_coach"


def test_archiving_closes_what_was_left_and_is_undone(w):
    coach, put_away = make_coach(w), make_member(w)
    actions.assign(w, staff_id=coach, member_ids=[put_away])
    members.archive(w, member_id=put_away)
    actions.archive(w, staff_id=coach)
    assert queries.coaches(w) == ()
    assert [s.id for s in queries.team(w, archived=True)] == [coach]
    assert queries.coaches_of(w, member_id=put_away)[0].until is not None
    with pytest.raises(Refusal):
        actions.archive(w, staff_id=coach)
    actions.restore(w, staff_id=coach)
    assert queries.facts(w, staff_id=coach).is_coach
    with pytest.raises(Refusal):
        actions.restore(w, staff_id=coach)


def user_on_staff(w, role, staff_id):
    user_id = identity.make_user(
        w, email=f"{new_id().hex}@example.com", name="אורי", password_hash=None
    )
    identity.give_role(w, user_id=user_id, role=role, staff_id=staff_id)
    w.session.flush()
    return user_id


def test_whoever_works_here_no_more_holds_no_staff_role(w):
    coach = make_coach(w, "אורי")
    user_on_staff(w, Role.COACH, coach)
    assert [p.name for p in people.users_in_roles(w, roles=[Role.COACH])] == ["אורי"]
    actions.archive(w, staff_id=coach)
    w.session.flush()
    assert people.users_in_roles(w, roles=[Role.COACH]) == []


def test_the_owner_always_works_here(w):
    profile = make_coach(w, "דנה")
    user_on_staff(w, Role.OWNER, profile)
    with pytest.raises(Refusal) as caught:
        actions.archive(w, staff_id=profile)
    assert caught.value.text is texts.OWNER_STAYS


def test_a_new_gyms_owner_is_its_first_coach_once(gym):
    with open_work(gym.system) as w:
        user_id = user_on_staff(w, Role.OWNER, None)
    for _ in range(2):
        with open_work(gym.system) as w:
            w.publish(OrgOpened(about=gym.org_id, kind=GymKind.TRAINER, user_id=user_id))
    jobs.run_ready()
    with open_work(gym.acting(Role.OWNER)) as w:
        (first,) = queries.coaches(w)
        assert first.name == "אורי"
        assert people.users_of_staff(w, staff_ids=[first.id])[first.id].user_id == user_id


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["assign", "unassign", "hand_over"]), st.integers(0, 2), st.integers(0, 3)
    ),
    max_size=8,
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(MOVES)
def test_a_member_always_has_one_coach_at_most_and_both_records_agree(gym, moves):
    with open_work(gym.acting(Role.OWNER)) as w, w.session.begin_nested() as undone:
        coaches = [make_coach(w, n) for n in ("אורי", "יואב", "דן")]
        people = [make_member(w, n) for n in ("א", "ב", "ג", "ד")]
        for deed, coach, person in moves:
            try:
                if deed == "assign":
                    actions.assign(w, staff_id=coaches[coach], member_ids=people[person:])
                elif deed == "unassign":
                    actions.unassign(w, member_ids=[people[person]])
                else:
                    actions.hand_over(
                        w, staff_id=coaches[coach], to_staff_id=coaches[(coach + 1) % 3]
                    )
            except Refusal:
                pass
        w.session.flush()
        w.session.expire_all()
        present = {
            m.id: m.coach_id for m in w.session.scalars(select(Member)) if m.coach_id is not None
        }
        rows = w.session.scalars(select(CoachMember).where(CoachMember.until.is_(None))).all()
        assert {r.member_id: r.coach_id for r in rows} == present
        assert len(rows) == len(present)
        undone.rollback()


def deeds(staff_id, member_id):
    return {
        "add": make_staff,
        "change": lambda w: actions.change(w, staff_id=staff_id, details=StaffDetails("ים")),
        "archive": lambda w: actions.archive(w, staff_id=staff_id),
        "restore": lambda w: actions.restore(w, staff_id=staff_id),
        "assign": lambda w: actions.assign(w, staff_id=staff_id, member_ids=[member_id]),
        "unassign": lambda w: actions.unassign(w, member_ids=[member_id]),
        "hand_over": lambda w: actions.hand_over(w, staff_id=staff_id, to_staff_id=new_id()),
    }


@pytest.mark.parametrize("role", [Role.COACH, Role.MEMBER])
@pytest.mark.parametrize("deed", list(deeds(None, None)))
def test_coaches_and_members_change_no_staff(gym, w, deed, role):
    staff_id, member_id = make_coach(w), make_member(w)
    w.session.flush()
    with open_work(gym.acting(role)) as other, pytest.raises(Denied):
        deeds(staff_id, member_id)[deed](other)


@pytest.mark.parametrize("deed", [d for d in deeds(None, None) if d != "add"])
def test_another_gyms_owner_finds_nobody(gym, other_gym, deed):
    with open_work(gym.acting(Role.OWNER)) as w:
        staff_id, member_id = make_coach(w), make_member(w)
    with open_work(other_gym.acting(Role.OWNER)) as w, pytest.raises(NotFound):
        deeds(staff_id, member_id)[deed](w)


def test_members_of_another_gym_are_not_assigned(gym, other_gym):
    with open_work(other_gym.acting(Role.OWNER)) as w:
        stranger = make_member(w)
    with open_work(gym.acting(Role.OWNER)) as w:
        coach = make_coach(w)
        with pytest.raises(NotFound):
            actions.assign(w, staff_id=coach, member_ids=[stranger])
        with pytest.raises(NotFound):
            actions.unassign(w, member_ids=[stranger])


def test_another_gym_sees_nothing(gym, other_gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        coach, member = make_coach(w), make_member(w)
        actions.assign(w, staff_id=coach, member_ids=[member])
    with open_work(other_gym.acting(Role.OWNER)) as w:
        assert queries.coaches(w) == queries.team(w) == ()
        assert queries.members_of(w, staff_id=coach) == ()
        assert queries.coaches_of(w, member_id=member) == ()
        assert queries.names(w, ids=[coach]) == {}
        for read in (queries.card, queries.facts):
            with pytest.raises(NotFound):
                read(w, staff_id=coach)


def test_members_do_not_read_the_staff_list(gym, w):
    with open_work(gym.acting(Role.MEMBER, member_id=new_id())) as own:
        for read in (
            lambda: queries.team(own),
            lambda: queries.coaches(own),
            lambda: queries.members_of(own, staff_id=new_id()),
            lambda: queries.coaches_of(own, member_id=new_id()),
            lambda: queries.names(own, ids=[]),
        ):
            with pytest.raises(Denied):
                read()
