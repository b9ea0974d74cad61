"""The shapes of what is outside the process, and their bundle."""

from dataclasses import dataclass

from fitkit.ports.debits import DebitFiles
from fitkit.ports.invoices import InvoiceIssuers
from fitkit.ports.mail import MailSender
from fitkit.ports.outbox import Outbox
from fitkit.ports.payments import PaymentGateways
from fitkit.ports.push import PushSender


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything a flow may talk to."""

    mail: MailSender
    push: PushSender
    payments: PaymentGateways
    invoices: InvoiceIssuers
    debits: DebitFiles
    outbox: Outbox | None = None  # only where what was sent may be looked at: never in production
