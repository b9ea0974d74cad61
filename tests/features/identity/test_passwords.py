"""Coming in by a password, and the pause after wrong ones."""

from datetime import timedelta

import pytest
from sqlmodel import select

from fitkit.core import crypto
from fitkit.core.actor import VISITOR
from fitkit.core.events import PlatformLog
from fitkit.core.work import open_work
from fitkit.features.identity import actions
from fitkit.features.identity.actions import Locked, Wrong
from fitkit.features.identity.tables import AttemptLock, SignInSession, User
from tests.factories.entry import EMAIL, statements, try_password
from tests.factories.identity import PASSWORD, behind, enter, make_user, signed_in

pytestmark = pytest.mark.usefixtures("rolled_back")


@pytest.mark.parametrize("account", [EMAIL, " NOA@Example.com ", "054-812-3390", "+972548123390"])
def test_the_right_password_lets_in_by_e_mail_and_by_phone(account):
    user_id = make_user(phone="+972548123390")
    token = enter(account)
    assert signed_in(token).actor.user_id == user_id


def test_what_is_kept_opens_nothing():
    make_user()
    token = enter()
    with open_work(VISITOR) as w:
        kept = w.session.execute(select(SignInSession.token_hash)).scalar_one()
    assert kept != token
    assert behind(kept) is None


@pytest.mark.parametrize(
    "account", [EMAIL, "nobody@example.com", "not an address", "", "0548123390"]
)
def test_five_wrong_passwords_lock_every_account_alike(account):
    make_user()
    answers = [try_password(account) for _ in range(6)]
    assert answers == [Wrong(4), Wrong(3), Wrong(2), Wrong(1), Locked(5), Locked(5)]


def test_known_and_unknown_addresses_run_the_same_statements_and_hash_once(monkeypatch):
    make_user()
    hashed: list[bool] = []
    real = crypto.password_matches
    monkeypatch.setattr(
        crypto, "password_matches", lambda s, p: hashed.append(s is None) or real(s, p)
    )
    runs = []
    for account in (EMAIL, "nobody@example.com"):
        for _ in range(6):
            with statements() as seen:
                try_password(account)
            runs.append(seen)
    assert runs[:6] == runs[6:]
    assert hashed == [False] * 6 + [True] * 6


def test_a_locked_account_refuses_even_the_right_password_until_the_very_minute():
    make_user()
    for _ in range(5):
        try_password()
    with open_work(VISITOR) as w:
        until = w.session.execute(select(AttemptLock.locked_until)).scalar_one()
    for span, locked in ((timedelta(microseconds=-1), True), (timedelta(0), False)):
        with open_work(VISITOR) as w:
            w.now = until + span
            entry = actions.sign_in_with_password(w, account=EMAIL, password=PASSWORD, device="")
        assert isinstance(entry, Locked) is locked


def test_a_sixth_wrong_password_after_the_pause_brings_a_longer_one():
    make_user()
    for _ in range(5):
        try_password()
    assert try_password(minutes=5, seconds=1) == Locked(10)


def test_a_right_password_wipes_the_count():
    make_user()
    for _ in range(4):
        try_password()
    enter()
    assert try_password() == Wrong(4)


def test_a_lock_is_told_to_the_log_without_naming_anybody():
    for _ in range(5):
        try_password("nobody@example.com")
    with open_work(VISITOR) as w:
        row = w.session.execute(
            select(PlatformLog).where(PlatformLog.name == "identity.locked")
        ).scalar_one()
    assert row.facts == {"minutes": 5}


def test_a_user_without_a_password_gets_in_by_none():
    make_user(password_hash=None)
    assert try_password(password="") == Wrong(4)
    assert try_password(password="None") == Wrong(3)


def test_an_old_hash_is_renewed_at_the_next_sign_in():
    from argon2 import PasswordHasher

    make_user(
        password_hash=PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    )
    enter()
    with open_work(VISITOR) as w:
        assert not crypto.is_outdated(w.session.execute(select(User.password_hash)).scalar_one())


def test_a_huge_password_is_simply_wrong():
    make_user()
    assert try_password(password="x" * 1_000_000) == Wrong(4)
