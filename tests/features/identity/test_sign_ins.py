"""The sign-in itself: what it may, how long it lives, who ends it."""

from datetime import timedelta

import pytest
from sqlmodel import select

from fitkit.core import clock, crypto
from fitkit.core.actor import VISITOR
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.events import PlatformLog
from fitkit.core.permissions import ROLES, Permission, Role
from fitkit.core.settings import settings
from fitkit.core.work import open_work
from fitkit.features.identity import actions, flows, queries
from fitkit.features.identity.tables import AttemptLock, LoginCode, SignInSession
from fitkit.features.orgs.tables import Org
from tests.factories.entry import EMAIL, ask_code, statements, try_password
from tests.factories.identity import (
    CHROME,
    behind,
    enter,
    later_than,
    make_actor,
    make_role,
    make_user,
    signed_in,
)

pytestmark = pytest.mark.usefixtures("rolled_back")


def test_a_sign_in_without_any_role_has_its_account_only():
    make_user()
    found = signed_in(enter())
    assert found.actor.permissions == {Permission.USE_ACCOUNT}
    assert found.actor.org_id is None


def test_roles_of_the_gym_in_use_add_up(gym, other_gym):
    user_id = make_user()
    make_role(gym.org_id, user_id, Role.COACH, without=[Permission.NOTE_MEMBERS])
    make_role(gym.org_id, user_id, Role.MEMBER)
    make_role(other_gym.org_id, user_id, Role.OWNER)
    token = enter()
    with open_work(signed_in(token).actor) as w:
        actions.switch_gym(w, org_id=gym.org_id)
    found = signed_in(token)
    assert found.roles == (Role.COACH, Role.MEMBER)
    assert found.actor.permissions == (
        ROLES[Role.COACH] - {Permission.NOTE_MEMBERS} | ROLES[Role.MEMBER]
    )
    assert (found.gym_name, found.gym_slug) == ("נמל", "namal")


def test_the_guard_asks_one_statement():
    make_user()
    token = enter()
    with statements() as seen:
        behind(token)
    assert len(seen) == 1


def test_a_sign_in_ends_at_its_very_moment(monkeypatch):
    make_user()
    token = enter()
    with open_work(VISITOR) as w:
        until = w.session.execute(select(SignInSession.expires_at)).scalar_one()
        assert until == w.session.execute(
            select(SignInSession.entered_at)
        ).scalar_one() + timedelta(days=settings().session_days)
    for span, alive in ((timedelta(microseconds=-1), True), (timedelta(0), False)):
        monkeypatch.setattr(clock, "now", lambda at=until + span: at)
        assert (behind(token) is not None) is alive


def test_coming_back_keeps_a_sign_in_alive_and_is_noted_once_an_hour(monkeypatch):
    make_user()
    token = enter()
    with open_work(VISITOR) as w:
        s = w.session.execute(select(SignInSession)).scalar_one()
        first = s.expires_at
        s.last_seen_at -= timedelta(minutes=59)
    flows.recognise(crypto.digest(token))
    with open_work(VISITOR) as w:
        s = w.session.execute(select(SignInSession)).scalar_one()
        assert s.expires_at == first
        s.last_seen_at -= timedelta(minutes=2)
    flows.recognise(crypto.digest(token))
    with open_work(VISITOR) as w:
        assert w.session.execute(select(SignInSession.expires_at)).scalar_one() > first


def test_signing_out_ends_it_at_once_and_twice_does_no_harm():
    make_user()
    token = enter()
    for _ in range(2):
        flows.sign_out(None, VISITOR, token=token)
        assert behind(token) is None
    flows.sign_out(None, VISITOR, token="")


def test_a_new_device_is_told_and_the_first_one_is_not():
    make_user()
    for device in (CHROME, CHROME, "Safari, iPhone"):
        enter(device=device)
    with open_work(VISITOR) as w:
        facts = (
            w.session.execute(
                select(PlatformLog.facts)
                .where(PlatformLog.name == "identity.signed_in")
                .order_by(PlatformLog.id)
            )
            .scalars()
            .all()
        )
    assert [f["is_new_device"] for f in facts] == [False, False, True]


def test_the_gym_used_last_is_used_again(gym, other_gym):
    user_id = make_user()
    make_role(gym.org_id, user_id, Role.MEMBER)
    make_role(other_gym.org_id, user_id, Role.OWNER)
    token = enter()
    assert signed_in(token).actor.org_id == other_gym.org_id
    with open_work(signed_in(token).actor) as w:
        assert actions.switch_gym(w, org_id=gym.org_id) is Role.MEMBER
    assert signed_in(enter()).actor.org_id == gym.org_id


def test_gyms_to_switch_to_are_those_with_a_role(gym, other_gym):
    user_id = make_user()
    make_role(gym.org_id, user_id, Role.MEMBER)
    make_role(gym.org_id, user_id, Role.COACH)
    make_role(None, user_id, Role.SUPPORT)
    with open_work(signed_in(enter()).actor) as w:
        choices = queries.gyms_of(w)
    assert [(c.org_id, c.roles) for c in choices] == [
        (gym.org_id, (Role.COACH, Role.MEMBER)),
        (None, (Role.SUPPORT,)),
    ]
    assert [c.is_in_use for c in choices] == [False, True]


def test_switching_to_a_gym_without_a_role_or_a_closed_one_is_refused(gym, other_gym):
    actor = make_actor(gym.org_id, Role.OWNER, EMAIL)
    for org_id in (other_gym.org_id, None, actor.user_id):
        with open_work(actor) as w, pytest.raises(Refusal):
            actions.switch_gym(w, org_id=org_id)
    with open_work(VISITOR) as w:
        w.get(Org, gym.org_id).closed_at = w.now
    with open_work(actor) as w, pytest.raises(Refusal):
        actions.switch_gym(w, org_id=gym.org_id)


def test_sign_ins_are_listed_and_ended_by_their_owner_alone(gym):
    mine = make_actor(gym.org_id, Role.COACH, EMAIL)
    other_device = enter(device="Safari, iPhone")
    stranger = make_actor(gym.org_id, Role.OWNER, "tal@example.com")
    with open_work(mine) as w:
        listed = queries.sign_ins(w)
        assert [(v.is_this, v.device) for v in listed] == [
            (True, CHROME),
            (False, "Safari, iPhone"),
        ]
        with pytest.raises(NotFound):
            actions.revoke_sign_in(w, sign_in_id=stranger.sign_in_id)
        actions.revoke_sign_in(w, sign_in_id=listed[1].id)
        with pytest.raises(NotFound):
            actions.revoke_sign_in(w, sign_in_id=listed[1].id)
    assert behind(other_device) is None


def test_ending_all_others_keeps_this_one():
    make_user()
    first, second, third = enter(), enter(), enter()
    with open_work(signed_in(second).actor) as w:
        assert actions.revoke_others(w) == 2
    assert [behind(t) is None for t in (first, second, third)] == [True, False, True]


def test_a_visitor_has_no_account():
    with open_work(VISITOR) as w:
        for deed in (queries.account, queries.gyms_of, queries.sign_ins, actions.revoke_others):
            with pytest.raises(Denied):
                deed(w)


def test_what_is_dead_is_swept_and_what_lives_stays():
    make_user()
    token = enter()
    gone = enter()
    ask_code()
    try_password()
    with open_work(VISITOR) as w:
        s = w.session.execute(
            select(SignInSession).where(SignInSession.token_hash == crypto.digest(gone))
        ).scalar_one()
        s.revoked_at = w.now - timedelta(days=31)
    with open_work(VISITOR.as_platform("job")) as w:
        actions.sweep(w)
    with open_work(VISITOR) as w:
        assert w.session.execute(select(LoginCode)).first() is not None
        assert len(w.session.execute(select(SignInSession)).all()) == 1
    with open_work(VISITOR.as_platform("job")) as w:
        later_than(w, days=2)
        actions.sweep(w)
        assert w.session.execute(select(LoginCode)).first() is None
        assert w.session.execute(select(AttemptLock)).first() is None
    assert signed_in(token).is_pending is False
