import pytest

from fitkit.core.settings import read
from fitkit.integrations.sandbox.mail import SandboxMail
from fitkit.integrations.sandbox.push import SandboxPush
from fitkit.integrations.smtp.sender import SmtpSender
from fitkit.integrations.webpush.keys import new_pair
from fitkit.integrations.webpush.sender import WebPushSender
from fitkit.ports.invoices import Issuer
from fitkit.ports.payments import Provider
from fitkit.wiring import ports_for

KEY = "k1:" + "A" * 43 + "="


def env(tmp_path, **more: str) -> dict[str, str]:
    return {"FITKIT_HOME": str(tmp_path), "FITKIT_SECRET_KEYS": KEY, **more}


def test_the_demo_keeps_letters_and_makes_its_own_push_key(tmp_path) -> None:
    ports = ports_for(read(env(tmp_path, FITKIT_ENV="demo")))
    assert isinstance(ports.mail, SandboxMail)
    assert isinstance(ports.push, SandboxPush)
    assert ports.outbox is not None
    again = ports_for(read(env(tmp_path, FITKIT_ENV="demo")))
    assert ports.push.public_key == again.push.public_key != ""


def test_development_with_a_mail_server_uses_it(tmp_path) -> None:
    ports = ports_for(read(env(tmp_path, FITKIT_SMTP_URL="smtp://127.0.0.1:1025")))
    assert isinstance(ports.mail, SmtpSender)


def test_production_has_no_outbox_and_talks_to_the_world(tmp_path) -> None:
    pair = new_pair()
    ports = ports_for(
        read(
            env(
                tmp_path,
                FITKIT_ENV="production",
                FITKIT_SMTP_URL="smtps://u:p@mail.example",
                FITKIT_MAIL_FROM="FitKit <no-reply@fitkit.example>",
                FITKIT_VAPID_PRIVATE_KEY=pair.private,
                FITKIT_VAPID_CONTACT="mailto:ops@fitkit.example",
            )
        )
    )
    assert isinstance(ports.mail, SmtpSender)
    assert isinstance(ports.push, WebPushSender)
    assert ports.push.public_key == pair.public
    assert ports.outbox is None


def test_production_without_a_mail_server_has_no_ports(tmp_path) -> None:
    with pytest.raises(ValueError):
        ports_for(read(env(tmp_path, FITKIT_ENV="production")))


def production(tmp_path, **more: str):
    pair = new_pair()
    world = {
        "FITKIT_ENV": "production",
        "FITKIT_SMTP_URL": "smtps://u:p@mail.example",
        "FITKIT_MAIL_FROM": "FitKit <no-reply@fitkit.example>",
        "FITKIT_VAPID_PRIVATE_KEY": pair.private,
        "FITKIT_VAPID_CONTACT": "mailto:ops@fitkit.example",
    }
    return ports_for(read(env(tmp_path, **world, **more)))


DEMO = {"account": "namal"}
CARDCOM = {"terminal": "1000", "api_name": "name", "api_password": "word"}


def test_production_takes_no_demo_payments_unless_a_setting_allows_them(tmp_path) -> None:
    ports = production(tmp_path)
    with pytest.raises(ValueError):
        ports.payments.open(Provider.DEMO, DEMO)
    with pytest.raises(ValueError):
        ports.invoices.open(Issuer.DEMO, DEMO)
    allowed = production(tmp_path, FITKIT_DEMO_PAYMENTS="yes")
    assert allowed.payments.open(Provider.DEMO, DEMO).provider is Provider.DEMO
    assert allowed.invoices.open(Issuer.DEMO, DEMO).issuer is Issuer.DEMO
    assert not (tmp_path / "demo-payments.sqlite").exists()  # made with the first page


def test_the_demo_pays_at_its_own_company_and_may_be_told_not_to(tmp_path) -> None:
    ports = ports_for(read(env(tmp_path, FITKIT_ENV="demo")))
    assert ports.payments.open(Provider.DEMO, DEMO).provider is Provider.DEMO
    without = ports_for(read(env(tmp_path, FITKIT_ENV="demo", FITKIT_DEMO_PAYMENTS="no")))
    with pytest.raises(ValueError):
        without.payments.open(Provider.DEMO, DEMO)


def test_cardcom_is_opened_everywhere_with_its_credentials(tmp_path) -> None:
    for ports in (production(tmp_path), ports_for(read(env(tmp_path)))):
        assert ports.payments.open(Provider.CARDCOM, CARDCOM).provider is Provider.CARDCOM
        assert ports.invoices.open(Issuer.CARDCOM, CARDCOM).issuer is Issuer.CARDCOM
        with pytest.raises(ValueError):
            ports.payments.open(Provider.CARDCOM, {})


def test_every_provider_and_issuer_can_be_opened(tmp_path) -> None:
    """A provider that was forgotten in the wiring says another sentence than one without credentials."""
    ports = ports_for(read(env(tmp_path)))
    for open_, kinds in ((ports.payments.open, Provider), (ports.invoices.open, Issuer)):
        for kind in kinds:
            with pytest.raises(ValueError) as refusal:
                open_(kind, {})
            assert "may not be used" not in str(refusal.value)
