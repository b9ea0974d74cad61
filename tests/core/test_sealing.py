"""A new key: what the old one sealed opens at once, is sealed anew by itself, and then the old key may go."""

import pyotp
import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from fitkit.core import crypto, sealing
from fitkit.core.actor import VISITOR
from fitkit.core.i18n import Lang
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.identity import actions as identity
from fitkit.features.identity import queries as invitations
from fitkit.features.identity.actions import Admitted
from tests.factories.entry import ask_code, code_of, later_than, totp_of, try_code
from tests.factories.identity import enter, make_user, signed_in
from tests.factories.members import make_member

pytestmark = pytest.mark.usefixtures("rolled_back")
OLD, NEW = {"old": b"1" * 32}, {"new": b"2" * 32}


@pytest.fixture
def keys(monkeypatch):
    """Change the keys, newest first."""

    def use(*each: dict[str, bytes]) -> None:
        crypto._derived.cache_clear()
        held = {kid: key for one in each for kid, key in one.items()}
        monkeypatch.setattr(crypto, "_keys", lambda: held)

    use(OLD)
    yield use
    crypto._derived.cache_clear()


def seal_anew() -> None:
    with open_work(VISITOR.as_platform("job")) as w:
        sealing.seal_anew(w)


def test_every_column_of_sealed_values_says_what_they_are_sealed_to():
    named = {
        str(c)
        for t in SQLModel.metadata.tables.values()
        for c in t.columns
        if c.name.endswith("_sealed")
    }
    assert named == {str(c) for c in sealing.columns()}


def test_once_all_is_sealed_anew_the_old_key_may_go(keys, gym):
    make_user()
    secret = totp_of(signed_in(enter()).actor)
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w)
        row = identity.invite_member(
            w, member_id=member_id, name="נועה", email="guest@example.com", phone="", lang=Lang.HE
        )
    ask_code()
    before = {str(c): values(c) for c in sealing.columns()}
    keys(NEW, OLD)
    seal_anew()
    keys(NEW)
    with open_work(gym.acting(Role.OWNER)) as w:
        assert invitations.invitation_path(w, invitation_id=row.invitation_id) == row.path
    with open_work(VISITOR) as w:
        later_than(w, minutes=2)
        code = pyotp.TOTP(secret).at(w.now)
        assert isinstance(identity.pass_second_factor(w, token=enter(), code=code), Admitted)
    assert code_of()
    for column in sealing.columns():
        after = values(column)
        assert len(after) == len(before[str(column)])
        assert all(v.startswith("new.") for v in after)
    assert sum(map(len, before.values())) >= 3


def test_what_cannot_be_opened_is_left_as_it_is(keys):
    make_user()
    totp_of(signed_in(enter()).actor)
    kept = values(identity_column("totp_secret_sealed"))
    keys(NEW)
    seal_anew()
    assert values(identity_column("totp_secret_sealed")) == kept != []


def test_what_cannot_be_opened_keeps_nothing_else_from_its_turn(keys, monkeypatch):
    monkeypatch.setattr(sealing, "AT_ONCE", 1)
    for name in ("ada", "dana", "tal"):
        keys({"lost": b"3" * 32} if name == "ada" else OLD)
        make_user(f"{name}@example.com")
        totp_of(signed_in(enter(f"{name}@example.com")).actor)
    keys(NEW, OLD)
    seal_anew()
    seal_anew()
    kept = sorted(v.split(".")[0] for v in values(identity_column("totp_secret_sealed")))
    assert kept == ["lost", "new", "new"]


def test_recovery_codes_and_codes_on_their_way_outlive_a_new_key(keys):
    make_user()
    with open_work(signed_in(enter()).actor) as w:
        setup = identity.start_totp(w)
        codes = identity.confirm_totp(w, code=pyotp.TOTP(setup.secret).at(w.now)).codes
    make_user("tal@example.com")
    ask_code("tal@example.com")
    sent = code_of("tal@example.com")
    keys(NEW, OLD)
    with open_work(VISITOR) as w:
        entry = identity.pass_second_factor(w, token=enter(), code=codes[0])
    assert isinstance(entry, Admitted)
    assert isinstance(try_code(sent, "tal@example.com"), Admitted)


def identity_column(name: str) -> sa.Column:
    return next(c for c in sealing.columns() if c.name == name)


def values(column: sa.Column) -> list[str]:
    with open_work(VISITOR.as_platform("test")) as w:
        return list(w.hot(sa.select(column).where(column.is_not(None), column != "")).scalars())
