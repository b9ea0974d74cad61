"""The second factor: half a sign-in, and what makes it whole."""

import pyotp
import pytest

from fitkit.core.actor import VISITOR
from fitkit.core.permissions import ROLES, Permission, Role
from fitkit.core.work import open_work
from fitkit.features.identity import actions, queries
from fitkit.features.identity.actions import Admitted, Locked, SecondFactor, Wrong
from fitkit.features.orgs.tables import Org
from tests.factories.entry import EMAIL, totp_of
from tests.factories.identity import (
    PASSWORD,
    behind,
    enter,
    later_than,
    make_actor,
    make_role,
    make_user,
    signed_in,
)

pytestmark = pytest.mark.usefixtures("rolled_back")


def test_with_a_second_factor_a_password_is_only_half(gym):
    secret = totp_of(make_actor(gym.org_id, Role.OWNER, EMAIL))
    with open_work(VISITOR) as w:
        entry = actions.sign_in_with_password(w, account=EMAIL, password=PASSWORD, device="")
    assert isinstance(entry, SecondFactor)
    half = signed_in(entry.token)
    assert half.is_pending
    assert half.actor.permissions == frozenset()
    with open_work(VISITOR) as w:
        later_than(w, minutes=2)
        whole = actions.pass_second_factor(w, token=entry.token, code=pyotp.TOTP(secret).at(w.now))
    assert isinstance(whole, Admitted)
    assert behind(entry.token) is None
    assert signed_in(whole.token).actor.permissions == ROLES[Role.OWNER]


def test_a_totp_code_works_once():
    make_user()
    secret = totp_of(signed_in(enter()).actor)
    first, second = enter(), enter()
    with open_work(VISITOR) as w:
        later_than(w, minutes=2)
        code = pyotp.TOTP(secret).at(w.now)
        assert isinstance(actions.pass_second_factor(w, token=first, code=code), Admitted)
        assert actions.pass_second_factor(w, token=second, code=code) == Wrong(4)


def test_the_code_that_confirmed_is_used_up():
    make_user()
    actor = signed_in(enter()).actor
    with open_work(actor) as w:
        setup = actions.start_totp(w)
        code = pyotp.TOTP(setup.secret).at(w.now)
        actions.confirm_totp(w, code=code)
    token = enter()
    with open_work(VISITOR) as w:
        assert actions.pass_second_factor(w, token=token, code=code) == Wrong(4)


def test_five_wrong_codes_lock_the_second_factor_over_all_sign_ins():
    make_user()
    secret = totp_of(signed_in(enter()).actor)
    for n in range(5):
        with open_work(VISITOR) as w:
            answer = actions.pass_second_factor(w, token=enter(), code="nonsense")
        assert answer == (Locked(5) if n == 4 else Wrong(4 - n))
    with open_work(VISITOR) as w:
        later_than(w, minutes=2)
        code = pyotp.TOTP(secret).at(w.now)
        assert actions.pass_second_factor(w, token=enter(), code=code) == Locked(3)


def test_a_half_sign_in_is_over_after_ten_minutes():
    make_user()
    secret = totp_of(signed_in(enter()).actor)
    token = enter()
    with open_work(VISITOR) as w:
        later_than(w, minutes=10, seconds=1)
        code = pyotp.TOTP(secret).at(w.now)
        assert actions.pass_second_factor(w, token=token, code=code) == Wrong(0)


@pytest.mark.parametrize("token", ["", "nonsense"])
def test_an_unknown_token_passes_no_second_factor(token):
    with open_work(VISITOR) as w:
        assert actions.pass_second_factor(w, token=token, code="123456") == Wrong(0)


def test_a_recovery_code_works_once_however_it_is_typed():
    make_user()
    with open_work(signed_in(enter()).actor) as w:
        setup = actions.start_totp(w)
        codes = actions.confirm_totp(w, code=pyotp.TOTP(setup.secret).at(w.now)).codes
    assert len(set(codes)) == 10
    first, second = enter(), enter()
    with open_work(VISITOR) as w:
        entry = actions.pass_second_factor(w, token=first, code=f" {codes[3].lower()} ")
        assert isinstance(entry, Admitted)
        assert actions.pass_second_factor(w, token=second, code=codes[3]) == Wrong(4)
    with open_work(signed_in(entry.token).actor) as w:
        assert queries.account(w).recovery_codes_left == 9


def test_a_recovery_code_of_another_opens_nothing():
    make_user()
    make_user("tal@example.com")
    totp_of(signed_in(enter()).actor)
    with open_work(signed_in(enter("tal@example.com")).actor) as w:
        setup = actions.start_totp(w)
        codes = actions.confirm_totp(w, code=pyotp.TOTP(setup.secret).at(w.now)).codes
    with open_work(VISITOR) as w:
        assert actions.pass_second_factor(w, token=enter(), code=codes[0]) == Wrong(4)


def test_switching_the_second_factor_on_ends_other_sign_ins():
    make_user()
    other = enter()
    mine = enter()
    totp_of(signed_in(mine).actor)
    assert behind(other) is None
    assert signed_in(mine).actor.may(Permission.USE_ACCOUNT)


def test_a_gym_that_asks_for_it_lets_owners_without_one_only_to_their_account(gym):
    make_actor(gym.org_id, Role.OWNER, EMAIL)
    token = enter()
    with open_work(VISITOR) as w:
        w.get(Org, gym.org_id).totp_required = True
    found = signed_in(token)
    assert found.needs_totp
    assert found.actor.permissions == {Permission.USE_ACCOUNT}
    totp_of(found.actor)
    assert signed_in(token).actor.permissions == ROLES[Role.OWNER]


def test_a_gym_that_asks_for_it_leaves_coaches_alone(gym):
    make_actor(gym.org_id, Role.COACH, EMAIL)
    token = enter()
    with open_work(VISITOR) as w:
        w.get(Org, gym.org_id).totp_required = True
    assert not signed_in(token).needs_totp


def test_the_platform_team_always_needs_one():
    make_role(None, make_user(), Role.PLATFORM_ADMIN)
    found = signed_in(enter())
    assert found.needs_totp
    assert found.actor.permissions == {Permission.USE_ACCOUNT}
