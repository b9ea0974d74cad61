"""The one place that chooses adapters: settings in, Ports out."""

from functools import cache

from fitkit.core.settings import Environment, MorningLogin, Settings, settings
from fitkit.integrations.cardcom.client import CardcomClient
from fitkit.integrations.cardcom.gateway import CardcomGateway
from fitkit.integrations.cardcom.issuer import CardcomIssuer
from fitkit.integrations.exchange import Patience
from fitkit.integrations.icredit.client import BooksClient, PageClient
from fitkit.integrations.icredit.gateway import ICreditGateway
from fitkit.integrations.icredit.issuer import RivhitIssuer
from fitkit.integrations.masav.files import MasavFiles
from fitkit.integrations.morning.client import MorningClient, Tokens
from fitkit.integrations.morning.gateway import MorningGateway
from fitkit.integrations.morning.issuer import MorningIssuer
from fitkit.integrations.payments import (
    Credentials,
    Gateways,
    Issuers,
    OpenGateway,
    OpenIssuer,
)
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
        return Ports(mail, sender, payments=gateways(s), invoices=issuers(s), debits=MasavFiles())
    outbox = FileOutbox(s.home / "outbox")
    return Ports(
        mail=_mail(s, outbox),
        push=_push(s, outbox),
        payments=gateways(s),
        invoices=issuers(s),
        debits=MasavFiles(),
        outbox=outbox,
    )


def gateways(s: Settings) -> Gateways:
    """How each payment company is opened; the demo's only where it is allowed."""
    ways: dict[Provider, OpenGateway] = {
        Provider.CARDCOM: lambda c: CardcomGateway(_cardcom(s, c)),
        Provider.MORNING: lambda c: MorningGateway(
            _morning(s, c), plugin_id=c.get("plugin_id", "")
        ),
        Provider.ICREDIT: lambda c: ICreditGateway(
            PageClient(c, url=s.icredit_url, patience=Patience()),
            is_exempt=c.get("exempt") == "yes",
        ),
    }
    if (bank := _bank(s)) is not None:
        ways[Provider.DEMO] = lambda c: DemoGateway(bank, s.public_url, c)
    return Gateways(ways)


def issuers(s: Settings) -> Issuers:
    """How each issuer of documents is opened; the demo's only where it is allowed."""
    ways: dict[Issuer, OpenIssuer] = {
        Issuer.CARDCOM: lambda c: CardcomIssuer(_cardcom(s, c)),
        Issuer.MORNING: lambda c: MorningIssuer(_morning(s, c)),
        Issuer.ICREDIT: lambda c: RivhitIssuer(
            BooksClient(c, url=s.rivhit_url, patience=Patience())
        ),
    }
    if (store := _demo_store(s)) is not None:
        ways[Issuer.DEMO] = lambda c: DemoIssuer(store, c)
    return Issuers(ways)


def demo_bank() -> Bank | None:
    """The demo's payment company behind its page; None where it may not be used."""
    return _bank(settings())


def _cardcom(s: Settings, credentials: Credentials) -> CardcomClient:
    return CardcomClient(credentials, base_url=s.cardcom_url, patience=Patience())


def _morning(s: Settings, credentials: Credentials) -> MorningClient:
    return MorningClient(
        credentials,
        auth_url=s.morning_auth_url,
        api_url=f"{s.morning_api_url}/api/v1",
        login=_morning_login(s, credentials),
        tokens=_morning_tokens(),
        patience=Patience(),
    )


def _morning_login(s: Settings, credentials: Credentials) -> MorningLogin:
    """The flow a gym chose for its key; where it chose none, this installation's."""
    chosen = credentials.get("login", "")
    return MorningLogin(chosen) if chosen in set(MorningLogin) else s.morning_login


@cache
def _morning_tokens() -> Tokens:
    return Tokens()


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
