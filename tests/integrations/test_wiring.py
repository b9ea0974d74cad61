import pytest

from fitkit.core.settings import read
from fitkit.integrations.sandbox.mail import SandboxMail
from fitkit.integrations.sandbox.push import SandboxPush
from fitkit.integrations.smtp.sender import SmtpSender
from fitkit.integrations.webpush.keys import new_pair
from fitkit.integrations.webpush.sender import WebPushSender
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
