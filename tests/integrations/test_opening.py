"""Payment companies and issuers are opened by the settings, with a gym's credentials."""

import pytest

from fitkit import wiring
from fitkit.core import settings as config
from fitkit.dev.standins.icredit import ICreditStandIn
from fitkit.dev.standins.morning import MorningStandIn
from fitkit.dev.standins.serving import serving
from fitkit.ports.invoices import Issuer
from fitkit.ports.payments import Connected, Misconfigured, Problem, Provider

GROUP = "80d75f51-1ca1-41a8-a698-8183d68499c6"


@pytest.mark.parametrize("login", ["oauth", "account"])
def test_morning_is_opened_where_the_settings_say_and_shares_its_token(login) -> None:
    there = MorningStandIn()
    with serving(there) as base:
        s = config.read(
            {
                "FITKIT_MORNING_AUTH_URL": base,
                "FITKIT_MORNING_API_URL": base,
                "FITKIT_MORNING_LOGIN": login,
            }
        )
        gateways, gym = wiring.gateways(s), {"id": "id", "secret": "secret"}
        for _ in range(3):
            assert gateways.open(Provider.MORNING, gym).check() == Connected("Studio")
    assert there.logins == 1


def test_icredit_is_opened_where_the_settings_say() -> None:
    with serving(ICreditStandIn(group=GROUP)) as base:
        gateways = wiring.gateways(config.read({"FITKIT_ICREDIT_URL": base}))
        assert gateways.open(Provider.ICREDIT, {"group_token": GROUP}).check() == Connected()
        wrong = gateways.open(Provider.ICREDIT, {"group_token": GROUP.replace("8", "9")}).check()
    assert isinstance(wrong, Misconfigured)
    assert wrong.problem is Problem.CREDENTIALS


@pytest.mark.parametrize(
    ("provider", "credentials"),
    [
        (Provider.MORNING, {}),
        (Provider.MORNING, {"id": "i"}),
        (Provider.ICREDIT, {}),
        (Provider.ICREDIT, {"group_token": "no guid"}),
        (Provider.ICREDIT, {"group_token": "00000000-0000-0000-0000-000000000000"}),
    ],
)
def test_a_missing_credential_opens_nothing(provider, credentials) -> None:
    with pytest.raises(ValueError, match="needs"):
        wiring.gateways(config.read({})).open(provider, credentials)


@pytest.mark.parametrize("issuer", [Issuer.MORNING, Issuer.ICREDIT])
def test_issuers_are_opened_with_credentials_only(issuer) -> None:
    issuers = wiring.issuers(config.read({}))
    assert issuers.open(issuer, {"id": "i", "secret": "s", "api_token": "t"}).issuer is issuer
    with pytest.raises(ValueError, match="needs"):
        issuers.open(issuer, {})
