"""Opens gateways and issuers by their provider: a line each, in ``wiring``."""

from collections.abc import Callable, Mapping

from fitkit.ports.invoices import InvoiceIssuer, Issuer
from fitkit.ports.payments import PaymentGateway, Provider

Credentials = Mapping[str, str]
OpenGateway = Callable[[Credentials], PaymentGateway]
OpenIssuer = Callable[[Credentials], InvoiceIssuer]


class Gateways:
    """A PaymentGateways over those that may be used here."""

    def __init__(self, ways: Mapping[Provider, OpenGateway]) -> None:
        """Take how each is opened; one that is left out may not be used."""
        self._ways = dict(ways)

    def open(self, provider: Provider, credentials: Credentials) -> PaymentGateway:
        """A gym's gateway.

        Raises:
            ValueError: the provider may not be used here, or a credential is missing.
        """
        if provider not in self._ways:
            raise ValueError(f"{provider} may not be used here")
        return self._ways[provider](credentials)


class Issuers:
    """An InvoiceIssuers over those that may be used here."""

    def __init__(self, ways: Mapping[Issuer, OpenIssuer]) -> None:
        """Take how each is opened; one that is left out may not be used."""
        self._ways = dict(ways)

    def open(self, issuer: Issuer, credentials: Credentials) -> InvoiceIssuer:
        """A gym's issuer.

        Raises:
            ValueError: it may not be used here, or a credential is missing.
        """
        if issuer not in self._ways:
            raise ValueError(f"{issuer} may not be used here")
        return self._ways[issuer](credentials)
