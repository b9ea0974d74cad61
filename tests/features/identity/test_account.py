"""One's own account."""

import pyotp
import pytest

from fitkit.core.actor import VISITOR
from fitkit.core.errors import Denied, Invalid, Refusal
from fitkit.core.i18n import Lang
from fitkit.core.permissions import Role
from fitkit.core.ratelimit import TOO_MANY
from fitkit.core.work import open_work
from fitkit.features.identity import actions, flows, queries
from fitkit.features.identity.actions import Admitted
from fitkit.features.identity.rules import CodePurpose
from fitkit.features.orgs.tables import Org
from fitkit.texts import identity as texts
from tests.factories.entry import (
    EMAIL,
    OURS,
    ask_code,
    code_of,
    try_code,
    try_password,
)
from tests.factories.identity import (
    PASSWORD,
    behind,
    enter,
    later_than,
    make_actor,
    make_user,
    signed_in,
)

pytestmark = pytest.mark.usefixtures("rolled_back")
NEW = "another-quiet-harbour"


@pytest.fixture
def me():
    make_user()
    return signed_in(enter()).actor


def test_a_new_password_replaces_the_old_and_ends_other_sign_ins(me):
    other = enter()
    with open_work(me) as w:
        actions.change_password(w, current=PASSWORD, new=NEW)
    assert behind(other) is None
    assert isinstance(try_password(password=NEW), Admitted)
    assert not isinstance(try_password(password=PASSWORD), Admitted)


def test_the_present_password_is_asked_for(me):
    with open_work(me) as w, pytest.raises(Invalid) as refused:
        actions.change_password(w, current="wrong-words", new="short")
    assert refused.value.problems == {
        "current": texts.PASSWORD_WRONG,
        "new": texts.PASSWORD_SHORT,
    }


def test_a_forgotten_password_is_set_anew_within_a_quarter_of_an_hour_after_a_code():
    make_user()
    ask_code()
    entry = try_code(code_of())
    actor = signed_in(entry.token).actor
    with open_work(actor) as w:
        later_than(w, minutes=15, seconds=1)
        assert not queries.account(w).may_set_password
        with pytest.raises(Invalid):
            actions.change_password(w, current="", new=NEW)
    with open_work(actor) as w:
        assert queries.account(w).may_set_password
        actions.change_password(w, current="", new=NEW)
    assert isinstance(try_password(password=NEW), Admitted)


def test_a_user_by_code_alone_may_choose_a_password():
    ask_code("gal@example.com", CodePurpose.SIGN_UP)
    with open_work(VISITOR) as w:
        entry = actions.sign_up_with_code(
            w,
            email="gal@example.com",
            code=code_of("gal@example.com"),
            name="גל",
            device="",
            lang=Lang.HE,
            browser=OURS,
        )
    with open_work(signed_in(entry.token).actor) as w:
        later_than(w, days=3)
        assert not queries.account(w).has_password
        actions.change_password(w, current="", new=NEW)
        assert queries.account(w).has_password


def test_guessing_the_present_password_is_limited(me):
    for _ in range(8):
        with pytest.raises(Invalid):
            flows.change_password(None, me, current="wrong-words", new=NEW)
    with pytest.raises(Refusal) as refused:
        flows.change_password(None, me, current=PASSWORD, new=NEW)
    assert refused.value.text == TOO_MANY


def test_name_and_language_are_ones_own(me):
    with open_work(me) as w:
        actions.change_account(w, name=" נועה  כהן ", lang=Lang.EN)
        view = queries.account(w)
    assert (view.name, view.lang) == ("נועה כהן", Lang.EN)
    with open_work(me) as w, pytest.raises(Refusal) as refused:
        actions.change_account(w, name="  ", lang=Lang.EN)
    assert refused.value.field == "name"


def test_a_second_factor_is_in_force_only_once_confirmed(me):
    with open_work(me) as w:
        setup = actions.start_totp(w)
        assert setup.secret in setup.uri
        assert not queries.account(w).has_totp
        with pytest.raises(Refusal) as refused:
            actions.confirm_totp(
                w, code="000000" if pyotp.TOTP(setup.secret).at(w.now) != "000000" else "1"
            )
        assert refused.value.text == texts.FACTOR_WRONG
        assert not queries.account(w).has_totp
        actions.confirm_totp(w, code=pyotp.TOTP(setup.secret).at(w.now))
        assert queries.account(w).has_totp


def test_confirming_what_was_not_started_is_refused(me):
    with open_work(me) as w, pytest.raises(Refusal) as refused:
        actions.confirm_totp(w, code="123456")
    assert refused.value.text == texts.NO_TOTP_STARTED


def test_a_stolen_sign_in_cannot_move_the_second_factor(me):
    with open_work(me) as w:
        setup = actions.start_totp(w)
        actions.confirm_totp(w, code=pyotp.TOTP(setup.secret).at(w.now))
        with pytest.raises(Refusal) as refused:
            actions.start_totp(w)
        assert refused.value.text == texts.TOTP_IS_ON
        with pytest.raises(Refusal):
            actions.disable_totp(w, code="nonsense")
        assert queries.account(w).has_totp


def test_switching_it_off_takes_a_code_and_the_recovery_codes_with_it(me):
    with open_work(me) as w:
        setup = actions.start_totp(w)
        codes = actions.confirm_totp(w, code=pyotp.TOTP(setup.secret).at(w.now)).codes
        actions.disable_totp(w, code=codes[0])
        view = queries.account(w)
    assert (view.has_totp, view.recovery_codes_left) == (False, 0)


def test_a_role_that_asks_for_it_keeps_it_on(gym):
    actor = make_actor(gym.org_id, Role.ADMIN, EMAIL)
    with open_work(actor) as w:
        setup = actions.start_totp(w)
        codes = actions.confirm_totp(w, code=pyotp.TOTP(setup.secret).at(w.now)).codes
        w.get(Org, gym.org_id).totp_required = True
    with open_work(actor) as w, pytest.raises(Refusal) as refused:
        actions.disable_totp(w, code=codes[0])
    assert refused.value.text == texts.TOTP_NEEDED


def test_new_recovery_codes_kill_the_old(me):
    with open_work(me) as w:
        setup = actions.start_totp(w)
        old = actions.confirm_totp(w, code=pyotp.TOTP(setup.secret).at(w.now)).codes
        new = actions.renew_recovery_codes(w, code=old[0]).codes
        assert not set(old) & set(new)
        with pytest.raises(Refusal):
            actions.renew_recovery_codes(w, code=old[1])


@pytest.mark.parametrize(
    "flow",
    [
        lambda: flows.change_password(None, VISITOR, current="", new=NEW),
        lambda: flows.disable_totp(None, VISITOR, code="1"),
        lambda: flows.renew_recovery_codes(None, VISITOR, code="1"),
        lambda: flows.join(None, VISITOR, token="x"),
    ],
)
def test_a_visitor_is_denied(flow):
    with pytest.raises(Denied):
        flow()
