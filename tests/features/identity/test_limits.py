"""How much may be tried and asked for, by whom."""

import pytest

from fitkit.core import crypto
from fitkit.core.actor import VISITOR
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang
from fitkit.core.ratelimit import TOO_MANY
from fitkit.core.work import caller_ip
from fitkit.features.identity import flows, known_browsers
from fitkit.features.identity.rules import CodePurpose
from tests.factories.entry import EMAIL, OURS
from tests.factories.identity import make_user

pytestmark = pytest.mark.usefixtures("rolled_back")


def ask(account: str = EMAIL, *, kept: str = "", ip: str | None = None) -> None:
    """A browser asks for a code, from a network."""
    mark = caller_ip.set(ip)
    try:
        flows.request_code(
            None,
            VISITOR,
            account=account,
            purpose=CodePurpose.SIGN_IN,
            lang=Lang.HE,
            browser=OURS,
            kept=kept,
        )
    finally:
        caller_ip.reset(mark)


def is_refused(account: str = EMAIL, **more) -> bool:
    try:
        ask(account, **more)
    except Refusal as refusal:
        return refusal.text == TOO_MANY
    return False


def known(*addresses: str, before: str = "") -> str:
    """What a browser keeps after somebody with these addresses came in with it."""
    return known_browsers.kept_after(before, addresses)


def use_up(account: str) -> None:
    """Strangers of many networks ask until nobody unknown may ask any more."""
    for n in range(100):
        if is_refused(account, ip=f"203.0.{n}.1") and is_refused(account, ip=f"203.0.{n}.2"):
            return
    raise AssertionError("strangers may ask for ever")


def test_too_many_codes_for_one_address_are_refused_whether_or_not_it_has_a_user():
    make_user()
    for account in (EMAIL, "nobody@example.com"):
        for _ in range(4):
            ask(account)
        assert is_refused(account.upper())


def test_a_stranger_uses_up_their_own_requests_and_nobody_elses():
    make_user()
    for _ in range(4):
        ask(ip="203.0.113.66")
    assert is_refused(ip="203.0.113.66")
    ask(ip="198.51.100.7")


def test_strangers_of_many_networks_do_not_keep_a_known_browser_from_asking():  # invariant 10
    make_user()
    use_up(EMAIL)
    assert is_refused(ip="198.51.100.7")
    for _ in range(4):
        ask(kept=known(EMAIL), ip="198.51.100.7")


def test_a_strangers_network_does_not_keep_a_known_browser_in_it_from_asking():
    for n in range(40):
        ask(f"somebody{n}@example.com", ip="203.0.113.66")
    assert is_refused(ip="203.0.113.66")
    ask(kept=known(EMAIL), ip="203.0.113.66")


def test_a_known_browser_has_an_end_too_and_leaves_others_theirs():
    mine, other = known(EMAIL), known(EMAIL)
    for _ in range(4):
        ask(kept=mine)
    assert is_refused(kept=mine)
    assert is_refused(kept=known("tal@example.com", before=mine)), "coming in again gives no more"
    ask(kept=other)
    ask(ip="198.51.100.7")


def test_what_a_stranger_makes_up_or_carries_over_is_not_known():
    use_up(EMAIL)
    number, mark = known(EMAIL).split(".")
    _, theirs = known("stranger@example.com").split(".")
    for kept in (
        known("stranger@example.com"),  # of an account of their own
        f"{number}.{theirs}",
        f"{known('stranger@example.com').split('.')[0]}.{mark}",
        f"{number}.{mark[:-1]}{'0' if mark[-1] != '0' else '1'}",
        number,
        f"{number}.",
        f"{number}.{mark}." + "." * 9,
        "." * 500,
        "א" * 43 + f".{mark}",
    ):
        assert is_refused(kept=kept, ip="198.51.100.7"), kept
    assert is_refused("tal@example.com", kept="", ip="198.51.100.7") is False


@pytest.mark.parametrize("account", [EMAIL, "nobody@example.com"])
def test_being_known_tells_nothing_of_who_has_an_account(account):
    make_user()
    use_up(account)
    stranger = known("stranger@example.com")
    assert is_refused(account, kept=stranger, ip="198.51.100.7")


def test_a_browser_of_several_people_knows_each_and_names_nobody():
    kept = ""
    for n in range(3):
        kept = known(f"person{n}@example.com", f"+97254812339{n}", before=kept)
    assert "person" not in kept
    assert "972" not in kept
    for n in range(3):
        for address in (f"person{n}@example.com", f"+97254812339{n}"):
            assert known_browsers.number_known(kept, address)
    full = known(*(f"late{n}@example.com" for n in range(9)), before=kept)
    assert known_browsers.number_known(full, "late0@example.com")
    assert known_browsers.number_known(full, "person0@example.com") is None, (
        "the oldest are forgotten"
    )


def test_a_browser_stays_known_under_an_older_key(monkeypatch):
    kept = known(EMAIL)
    older, newest = crypto.keys_for("known-browser")[0], b"n" * 32
    monkeypatch.setattr(crypto, "keys_for", lambda _purpose: (newest, older))
    assert known_browsers.number_known(kept, EMAIL)
    assert known(EMAIL, before=kept) != kept
    monkeypatch.setattr(crypto, "keys_for", lambda _purpose: (newest,))
    assert known_browsers.number_known(kept, EMAIL) is None


def test_one_network_cannot_try_many_accounts():
    mark = caller_ip.set("203.0.113.9")
    try:
        for n in range(60):
            flows.pass_second_factor(None, VISITOR, token=f"t{n}", code="1")
        with pytest.raises(Refusal) as refused:
            flows.pass_second_factor(None, VISITOR, token="t", code="1")
    finally:
        caller_ip.reset(mark)
    assert refused.value.text == TOO_MANY
