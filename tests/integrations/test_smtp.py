import socket
import threading
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest

from fitkit.core import clock
from fitkit.integrations.smtp.sender import SmtpSender, server_of
from fitkit.ports.mail import Sent
from tests.integrations.mailserver import mail_server
from tests.ports.contract_mail import MailContract, letter

FROM = "FitKit <no-reply@fitkit.example>"


@pytest.fixture
def server():
    with mail_server() as found:
        yield found


@pytest.fixture
def sender(server) -> SmtpSender:
    return SmtpSender(f"smtp://127.0.0.1:{server.port}", FROM)


class TestSmtp(MailContract):
    @pytest.fixture
    def arrived(self, server):
        return lambda: [
            (m["To"], m["Subject"], *(p.get_content() for p in m.iter_parts()))
            for m in server.letters
        ]


def test_the_headers_are_what_mail_servers_want(sender, server) -> None:
    sender.send(letter(reply_to="desk@gym.example"))
    [m] = server.letters
    assert m["From"] == "נמל <no-reply@fitkit.example>"
    assert m["Reply-To"] == "desk@gym.example"
    assert m["List-Unsubscribe"] == "<https://gym.example/mail/stop?t=abc>"
    assert m["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert m["Message-ID"].endswith("@fitkit.example>")
    assert m["Auto-Submitted"] == "auto-generated"
    assert abs(parsedate_to_datetime(m["Date"]) - clock.now()) < timedelta(minutes=1)
    assert m.get_content_type() == "multipart/alternative"


def test_the_same_letter_again_has_the_same_message_id(sender, server) -> None:
    sender.send(letter())
    sender.send(letter())
    sender.send(letter(key="another"))
    ids = [m["Message-ID"] for m in server.letters]
    assert ids[0] == ids[1] != ids[2]


def test_a_letter_that_cannot_be_stopped_names_no_way_to(sender, server) -> None:
    sender.send(letter(unsubscribe_url=""))
    assert server.letters[0]["List-Unsubscribe"] is None


def test_a_letter_taken_for_spam_is_refused_and_a_greylisted_one_waits(sender) -> None:
    assert sender.send(letter(subject="spam")) is Sent.REFUSED
    assert sender.send(letter(subject="greylist")) is Sent.LATER


def test_no_server_means_later() -> None:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    assert SmtpSender(f"smtp://127.0.0.1:{port}", FROM).send(letter()) is Sent.LATER


def test_a_silent_server_means_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        thread = threading.Thread(target=lambda: silent.accept()[0].recv(1))
        thread.start()
        url = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        assert SmtpSender(url, FROM, timeout_s=0.3).send(letter()) is Sent.LATER
        thread.join()


def test_starttls_and_a_password_are_used(tmp_path) -> None:
    with mail_server(tmp_path, login=("gym", "p@ss:word")) as server:
        url = f"smtp://gym:p%40ss%3Aword@127.0.0.1:{server.port}"
        assert SmtpSender(url, FROM, tls=server.tls).send(letter()) is Sent.ACCEPTED
        assert len(server.letters) == 1


def test_a_certificate_nobody_vouches_for_stops_the_letter(tmp_path) -> None:
    with mail_server(tmp_path) as server:
        url = f"smtp://127.0.0.1:{server.port}"
        assert SmtpSender(url, FROM).send(letter()) is Sent.LATER
        assert server.letters == []


def test_a_wrong_password_of_ours_does_not_make_an_address_dead(tmp_path) -> None:
    with mail_server(tmp_path, login=("gym", "right")) as server:
        url = f"smtp://gym:wrong@127.0.0.1:{server.port}"
        assert SmtpSender(url, FROM, tls=server.tls).send(letter()) is Sent.LATER


@pytest.mark.parametrize(
    ("url", "port", "is_ssl"),
    [("smtp://mail.example", 587, False), ("smtps://mail.example", 465, True)],
)
def test_the_port_follows_the_scheme(url, port, is_ssl) -> None:
    assert (server_of(url).port, server_of(url).is_ssl) == (port, is_ssl)


def test_a_sender_without_an_address_is_refused_at_start() -> None:
    with pytest.raises(ValueError):
        SmtpSender("smtp://mail.example", "FitKit <>")
