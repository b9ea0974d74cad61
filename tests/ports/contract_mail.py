"""What every MailSender promises; each adapter's test inherits this."""

import pytest

from fitkit.ports.mail import Letter, MailSender, Sent


def letter(**changes: str) -> Letter:
    given = {
        "key": "class_cancelled:1:m:2:email",
        "to": "maya@example.com",
        "subject": "השיעור בוטל: WOD",
        "text": "שלום מאיה\n",
        "html": '<html lang="he" dir="rtl"><body dir="rtl">שלום מאיה</body></html>',
        "sender_name": "נמל",
        "unsubscribe_url": "https://gym.example/mail/stop?t=abc",
    }
    return Letter(**(given | changes))


class MailContract:
    """Inherit, and give a fixture ``sender`` and ``arrived``: (to, subject, text, html) of each letter."""

    def test_a_letter_arrives_whole(self, sender: MailSender, arrived) -> None:
        assert sender.send(letter()) is Sent.ACCEPTED
        [(to, subject, text, html)] = arrived()
        assert to == "maya@example.com"
        assert subject == "השיעור בוטל: WOD"
        assert text.strip() == "שלום מאיה"
        assert 'dir="rtl"' in html

    def test_an_address_that_does_not_exist_is_refused_for_ever(self, sender, arrived) -> None:
        assert sender.send(letter(to="maya@refused.invalid")) is Sent.REFUSED
        assert arrived() == []

    def test_a_passing_failure_is_for_later(self, sender, arrived) -> None:
        assert sender.send(letter(to="maya@later.invalid")) is Sent.LATER
        assert arrived() == []

    @pytest.mark.parametrize(
        "changes",
        [
            {"subject": "hello\r\nBcc: thief@example.com"},
            {"subject": "hello\nBcc: thief@example.com"},
            {"to": "maya@example.com\r\nBcc: thief@example.com"},
            {"to": "maya@example.com, thief@example.com"},
            {"to": "maya"},
            {"to": ""},
            {"sender_name": "gym\r\nBcc: thief@example.com"},
        ],
    )
    def test_nothing_can_be_put_into_the_headers(self, sender, arrived, changes) -> None:
        assert sender.send(letter(**changes)) is Sent.REFUSED
        assert arrived() == []
