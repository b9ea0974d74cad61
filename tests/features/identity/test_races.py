"""What works once works once, whoever is quicker; with real threads and real commits."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest

from fitkit.core.actor import VISITOR, system
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.identity import actions, flows, queries
from fitkit.features.identity.actions import Admitted, Locked, Wrong
from tests.conftest import make_gym
from tests.factories.entry import EMAIL, ask_code, code_of, try_code, try_password
from tests.factories.identity import PASSWORD, enter, make_actor, make_user, signed_in
from tests.factories.members import make_member
from tests.factories.orgs import open_a_gym

pytestmark = pytest.mark.usefixtures("real_database")


def at_once(deed: Callable[[int], object], times: int = 6) -> list[object]:
    def tried(n: int) -> object:
        try:
            return deed(n)
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(times) as crew:
        return list(crew.map(tried, range(times)))


def test_one_code_admits_one():
    make_user()
    ask_code()
    code = code_of()
    answers = at_once(lambda _: try_code(code))
    assert sum(isinstance(a, Admitted) for a in answers) == 1
    assert answers.count(Wrong(0)) == 5


def test_one_totp_step_admits_one():
    make_user()
    with open_work(signed_in(enter()).actor) as w:
        secret = actions.start_totp(w).secret
        w.now = w.now.replace(year=w.now.year - 1)
        actions.confirm_totp(w, code=pyotp.TOTP(secret).at(w.now))
    tokens = [enter() for _ in range(4)]
    code = pyotp.TOTP(secret).now()
    answers = at_once(
        lambda n: flows.pass_second_factor(None, VISITOR, token=tokens[n], code=code), 4
    )
    assert sum(isinstance(a, Admitted) for a in answers) == 1


def test_guesses_at_one_moment_are_all_counted():
    make_user()
    answers = at_once(lambda _: try_password())
    assert sum(isinstance(a, Locked) for a in answers) == 2
    assert sorted(a.tries_left for a in answers if isinstance(a, Wrong)) == [1, 2, 3, 4]


def test_one_invitation_makes_one_user():
    gym = make_gym()
    with open_work(gym.acting(Role.OWNER)) as w:
        receipt = actions.invite_member(
            w, member_id=make_member(w), name="", email="g@example.com", phone="", lang=Lang.HE
        )
    token = receipt.path.strip("/").split("/")[-1]
    answers = at_once(
        lambda _: flows.join_as_new(
            None, VISITOR, token=token, name="נועה", password=PASSWORD, device=""
        )
    )
    assert sum(isinstance(a, Admitted) for a in answers) == 1
    assert sum(isinstance(a, Refusal) for a in answers) == 5


def test_one_slug_goes_to_one_gym():
    make_user()
    actor = signed_in(enter()).actor
    answers = at_once(lambda _: open_a_gym(actor), 3)
    assert sum(isinstance(a, Refusal) for a in answers) == 2


def test_ownership_goes_to_one():
    gym = make_gym()
    owner = make_actor(gym.org_id, Role.OWNER, EMAIL)
    heirs = [make_actor(gym.org_id, Role.ADMIN, f"h{n}@example.com").user_id for n in range(3)]
    at_once(lambda n: flows.hand_over(None, owner, to_user_id=heirs[n], password=PASSWORD), 3)
    with open_work(system(gym.org_id)) as w:
        assert len(queries.users_in_roles(w, roles=[Role.OWNER])) == 1
