from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core import crypto
from fitkit.core.crypto import Unsealable

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@given(st.text(max_size=200))
def test_a_sealed_text_opens_at_its_place_and_nowhere_else(plain):
    sealed = crypto.seal(plain, "member:1:id")
    assert crypto.unseal(sealed, "member:1:id") == plain
    with pytest.raises(Unsealable):
        crypto.unseal(sealed, "member:2:id")


def test_a_changed_seal_does_not_open():
    sealed = crypto.seal("secret", "x")
    kid, _, body = sealed.partition(".")
    for forged in (body[:-4] + "AAAA", "", "!!", body[:8]):
        with pytest.raises(Unsealable):
            crypto.unseal(f"{kid}.{forged}", "x")
    with pytest.raises(Unsealable):
        crypto.unseal("gone." + body, "x")


def test_after_a_rotation_the_old_opens_and_moves_to_the_new_key(monkeypatch):
    crypto._derived.cache_clear()
    monkeypatch.setattr(crypto, "_keys", lambda: {"a": b"1" * 32})
    sealed = crypto.seal("secret", "x")
    monkeypatch.setattr(crypto, "_keys", lambda: {"b": b"2" * 32, "a": b"1" * 32})
    assert not sealed.startswith(crypto.newest_seal())
    moved = crypto.reseal(sealed, "x")
    assert moved.startswith("b.")
    assert moved.startswith(crypto.newest_seal())
    assert crypto.unseal(moved, "x") == "secret"
    crypto._derived.cache_clear()


def test_a_signed_link_holds_for_its_purpose_until_its_moment():
    token = crypto.sign({"id": "7"}, purpose="unsubscribe", expires_at=NOW + timedelta(hours=1))
    assert crypto.signed_facts(token, purpose="unsubscribe", now=NOW) == {"id": "7"}
    assert crypto.signed_facts(token, purpose="join", now=NOW) is None
    assert crypto.signed_facts(token, purpose="unsubscribe", now=NOW + timedelta(hours=1)) is None
    assert crypto.signed_facts(token[:-1] + "0", purpose="unsubscribe", now=NOW) is None
    assert crypto.signed_facts("junk", purpose="unsubscribe", now=NOW) is None


def test_a_password_matches_itself_only_and_nobody_matches_nothing():
    stored = crypto.hash_password("סיסמה ארוכה")
    assert crypto.password_matches(stored, "סיסמה ארוכה")
    assert not crypto.password_matches(stored, "סיסמה אחרת")
    assert not crypto.password_matches(None, "anything")
    assert not crypto.is_outdated(stored)
