"""An account's gateway, opened."""

from uuid import UUID

from fitkit.core.settings import settings
from fitkit.core.work import Work
from fitkit.features.payments import queries
from fitkit.features.payments.queries import Dialled
from fitkit.ports import Ports
from fitkit.ports.payments import Misconfigured, PaymentGateway, Problem

CALLBACK_PATH = "/hooks/pay/"


def dial(w: Work, account_id: UUID | None) -> Dialled:
    """What it takes to talk to an account's company."""
    if account_id is None:
        raise ValueError("what was taken by hand has no company")
    return queries.dialled(w, account_id=account_id)


def gateway(ports: Ports, line: Dialled) -> PaymentGateway | Misconfigured:
    """An account's gateway, or why it cannot be opened."""
    if ports.payments is None:
        return Misconfigured(Problem.OTHER, "no payments in this process")
    try:
        return ports.payments.open(line.provider, line.credentials)
    except ValueError as error:
        return Misconfigured(Problem.CREDENTIALS, str(error))


def callback_url(line: Dialled) -> str:
    """Where the company tells of an account's pages."""
    return f"{settings().public_url}{CALLBACK_PATH}{line.callback_token}"
