"""How much may be tried and asked for, by whom."""

import pytest

from fitkit.core.actor import VISITOR
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang
from fitkit.core.ratelimit import TOO_MANY
from fitkit.core.work import caller_ip
from fitkit.features.identity import flows
from fitkit.features.identity.rules import CodePurpose
from tests.factories.entry import EMAIL, OURS
from tests.factories.identity import make_user

pytestmark = pytest.mark.usefixtures("rolled_back")


def test_too_many_codes_for_one_address_are_refused_known_or_not():
    make_user()
    ask = {"purpose": CodePurpose.SIGN_IN, "lang": Lang.HE, "browser": OURS}
    for account in (EMAIL, "nobody@example.com"):
        for _ in range(4):
            flows.request_code(None, VISITOR, account=account, **ask)
        with pytest.raises(Refusal) as refused:
            flows.request_code(None, VISITOR, account=account.upper(), **ask)
        assert refused.value.text == TOO_MANY


def test_a_stranger_uses_up_their_own_requests_and_nobody_elses():
    make_user()
    ask = {"account": EMAIL, "purpose": CodePurpose.SIGN_IN, "lang": Lang.HE, "browser": OURS}
    mark = caller_ip.set("203.0.113.66")
    try:
        for _ in range(4):
            flows.request_code(None, VISITOR, **ask)
        with pytest.raises(Refusal):
            flows.request_code(None, VISITOR, **ask)
        caller_ip.set("198.51.100.7")
        flows.request_code(None, VISITOR, **ask)
    finally:
        caller_ip.reset(mark)


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
