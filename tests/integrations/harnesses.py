"""Which providers are held to the suites: a line each."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from tests.integrations.contract import GatewayHarness, IssuerHarness
from tests.integrations.demo import demo_gateway, demo_issuer

# Each opens a fresh account at a provider; the path is a directory of the test's own.
GATEWAYS: Final[Mapping[str, Callable[[Path], AbstractContextManager[GatewayHarness]]]] = {
    "demo": demo_gateway,
}
ISSUERS: Final[Mapping[str, Callable[[Path], AbstractContextManager[IssuerHarness]]]] = {
    "demo": demo_issuer,
}
