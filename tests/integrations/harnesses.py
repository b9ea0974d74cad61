"""Which providers are held to the suites: a line each."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from tests.integrations.cardcom import cardcom_gateway, cardcom_issuer
from tests.integrations.contract import GatewayHarness, IssuerHarness
from tests.integrations.demo import demo_gateway, demo_issuer
from tests.integrations.icredit import icredit_gateway, rivhit_issuer
from tests.integrations.morning import morning_gateway, morning_issuer

# Each opens a fresh account at a provider; the path is a directory of the test's own.
GATEWAYS: Final[Mapping[str, Callable[[Path], AbstractContextManager[GatewayHarness]]]] = {
    "demo": demo_gateway,
    "cardcom": cardcom_gateway,
    "morning": morning_gateway,
    "icredit": icredit_gateway,
}
ISSUERS: Final[Mapping[str, Callable[[Path], AbstractContextManager[IssuerHarness]]]] = {
    "demo": demo_issuer,
    "cardcom": cardcom_issuer,
    "morning": morning_issuer,
    "icredit": rivhit_issuer,
}
