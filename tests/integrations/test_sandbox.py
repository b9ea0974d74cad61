import json

import pytest

from fitkit.integrations.sandbox import outbox as module
from fitkit.integrations.sandbox.mail import SandboxMail
from fitkit.integrations.sandbox.outbox import FileOutbox
from fitkit.integrations.sandbox.push import SandboxPush
from fitkit.integrations.webpush.keys import new_pair
from fitkit.ports.outbox import SentKind
from fitkit.ports.push import Pushed, PushTarget
from tests.ports.contract_mail import MailContract, letter
from tests.ports.contract_push import NOTE, PushContract


@pytest.fixture
def outbox(tmp_path) -> FileOutbox:
    return FileOutbox(tmp_path / "outbox")


class TestSandboxMail(MailContract):
    @pytest.fixture
    def sender(self, outbox):
        return SandboxMail(outbox)

    @pytest.fixture
    def arrived(self, outbox):
        return lambda: [(i.to, i.subject, i.text, i.html) for i in outbox.recent(10)]


class TestSandboxPush(PushContract):
    @pytest.fixture
    def sender(self, outbox):
        return SandboxPush(outbox, new_pair().public)

    @pytest.fixture
    def target(self):
        return lambda kind: PushTarget(f"https://push.invalid/{kind}/1", "p", "a")

    @pytest.fixture
    def arrived(self, outbox):
        return lambda: [(i.subject, i.text, i.link) for i in reversed(outbox.recent(10))]


def test_the_outbox_is_empty_before_the_first_letter(outbox) -> None:
    assert outbox.recent(10) == []


def test_the_newest_is_first_and_another_process_sees_it(outbox, tmp_path) -> None:
    SandboxMail(outbox).send(letter(subject="one"))
    SandboxMail(outbox).send(letter(subject="two"))
    seen = FileOutbox(tmp_path / "outbox").recent(1)
    assert [(i.subject, i.kind) for i in seen] == [("two", SentKind.MAIL)]


def test_only_the_newest_are_kept(outbox, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(module, "KEPT", 3)
    for n in range(5):
        SandboxMail(outbox).send(letter(subject=str(n)))
    assert [i.subject for i in outbox.recent(10)] == ["4", "3", "2"]
    assert len(list((tmp_path / "outbox").iterdir())) == 3


def test_letters_are_for_their_owner_only(outbox, tmp_path) -> None:
    SandboxMail(outbox).send(letter())
    [path] = (tmp_path / "outbox").iterdir()
    assert path.stat().st_mode & 0o077 == 0
    assert json.loads(path.read_text("utf-8"))["subject"] == "השיעור בוטל: WOD"


def test_a_real_browser_is_passed_on_and_kept(outbox) -> None:
    class Beyond:
        public_key = "k"

        def send(self, target, note):
            return Pushed.GONE

    sender = SandboxPush(outbox, "k", beyond=Beyond())
    assert sender.send(PushTarget("https://fcm.googleapis.com/x/1", "p", "a"), NOTE) is Pushed.GONE
    assert [i.to for i in outbox.recent(1)] == ["fcm.googleapis.com"]
