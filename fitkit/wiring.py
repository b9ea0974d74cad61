"""The one place that chooses adapters: settings in, Ports out."""

from functools import cache

from fitkit.core.settings import Environment, Settings, settings
from fitkit.integrations.payments import Gateways, Issuers, OpenGateway, OpenIssuer
from fitkit.integrations.sandbox.bank import Bank
from fitkit.integrations.sandbox.invoices import DemoIssuer
from fitkit.integrations.sandbox.mail import SandboxMail
from fitkit.integrations.sandbox.outbox import FileOutbox
from fitkit.integrations.sandbox.payments import DemoGateway
from fitkit.integrations.sandbox.push import SandboxPush
from fitkit.integrations.sandbox.store import Store
from fitkit.integrations.smtp.sender import SmtpSender
from fitkit.integrations.webpush.keys import VapidPair, kept_pair, pair_of
from fitkit.integrations.webpush.sender import WebPushSender
from fitkit.ports import Ports
from fitkit.ports.invoices import Issuer
from fitkit.ports.mail import MailSender
from fitkit.ports.payments import Provider
from fitkit.ports.push import PushSender


@cache
def ports() -> Ports:
    """The ports of this process, made once."""
    return ports_for(settings())


def ports_for(s: Settings) -> Ports:
    """Ports by settings.

    Production talks to the world or not at all: without a mail server there is no sender to
    fall back to, so that no sign-in code ever lands in a file.

    Raises:
        ValueError: production without a mail server or a VAPID key, or a key that is none.
    """
    if s.is_production:
        if s.smtp_url is None or s.vapid_private_key is None:
            raise ValueError("FITKIT_SMTP_URL and FITKIT_VAPID_PRIVATE_KEY are needed")
        sender = WebPushSender(s.vapid_private_key, s.vapid_contact)
        mail = SmtpSender(s.smtp_url, s.mail_from)
        return Ports(mail, sender, payments=gateways(s), invoices=issuers(s))
    outbox = FileOutbox(s.home / "outbox")
    return Ports(
        mail=_mail(s, outbox),
        push=_push(s, outbox),
        payments=gateways(s),
        invoices=issuers(s),
        outbox=outbox,
    )


def gateways(s: Settings) -> Gateways:
    """How each payment company is opened; the demo's only where it is allowed."""
    bank = _bank(s)
    demo: dict[Provider, OpenGateway] = (
        {Provider.DEMO: lambda c: DemoGateway(bank, s.public_url, c)} if bank else {}
    )
    return Gateways(demo)


def issuers(s: Settings) -> Issuers:
    """How each issuer of documents is opened; the demo's only where it is allowed."""
    store = _demo_store(s)
    demo: dict[Issuer, OpenIssuer] = {Issuer.DEMO: lambda c: DemoIssuer(store, c)} if store else {}
    return Issuers(demo)


def demo_bank() -> Bank | None:
    """The demo's payment company behind its page; None where it may not be used."""
    return _bank(settings())


def _mail(s: Settings, outbox: FileOutbox) -> MailSender:
    return SmtpSender(s.smtp_url, s.mail_from) if s.smtp_url else SandboxMail(outbox)


def _push(s: Settings, outbox: FileOutbox) -> PushSender:
    pair = _pair(s)
    if s.environment is Environment.TEST and not s.vapid_private_key:
        return SandboxPush(outbox, pair.public)
    real = WebPushSender(pair.private, s.vapid_contact, rehearsal=s.environment is Environment.TEST)
    return SandboxPush(outbox, pair.public, beyond=real)


def _pair(s: Settings) -> VapidPair:
    if s.vapid_private_key:
        return pair_of(s.vapid_private_key)
    return kept_pair(s.home / "vapid.key")


def _demo_store(s: Settings) -> Store | None:
    return Store(s.home / "demo-payments.sqlite") if s.demo_payments else None


def _bank(s: Settings) -> Bank | None:
    store = _demo_store(s)
    return Bank(store) if store else None
