import socket
from dataclasses import replace

import pytest

from fitkit.integrations.webpush.keys import kept_pair, new_pair, pair_of
from fitkit.integrations.webpush.sender import WebPushSender
from fitkit.ports.push import Pushed, PushTarget, is_push_service
from tests.integrations.pushservice import push_service
from tests.ports.contract_push import NOTE, PushContract

PAIR = new_pair()


@pytest.fixture
def service():
    with push_service() as found:
        yield found


@pytest.fixture
def sender() -> WebPushSender:
    return WebPushSender(PAIR.private, "mailto:ops@fitkit.example", rehearsal=True, timeout_s=0.8)


class TestWebPush(PushContract):
    @pytest.fixture
    def target(self, service):
        return lambda kind: service.target({"later": "busy"}.get(kind, kind))

    @pytest.fixture
    def arrived(self, service):
        return lambda: [
            (s["note"]["title"], s["note"]["body"], s["note"]["path"]) for s in service.seen
        ]


def test_the_service_learns_who_we_are_how_urgent_it_is_and_how_long_it_is_worth_keeping(
    service, sender
) -> None:
    sender.send(service.target(), NOTE)
    [seen] = service.seen
    assert seen["claims"]["sub"] == "mailto:ops@fitkit.example"
    assert seen["claims"]["k"] == PAIR.public == sender.public_key
    assert (seen["ttl"], seen["urgency"], len(seen["topic"])) == ("900", "high", 32)
    assert (seen["note"]["unread"], seen["note"]["lang"]) == (3, "he")


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ("gone", Pushed.GONE),
        ("notfound", Pushed.GONE),
        ("busy", Pushed.LATER),
        ("broken", Pushed.LATER),
        ("slow", Pushed.LATER),
        ("forbidden", Pushed.REFUSED),
    ],
)
def test_each_answer_has_its_meaning(service, sender, kind, outcome) -> None:
    assert sender.send(service.target(kind), NOTE) is outcome


def test_a_redirect_is_never_followed(service, sender) -> None:
    assert sender.send(service.target("redirect"), NOTE) is Pushed.REFUSED
    assert service.asked == 1


def test_a_service_that_is_away_is_for_later(sender, service) -> None:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{s.getsockname()[1]}/push/ok/1"
    assert sender.send(replace(service.target(), endpoint=endpoint), NOTE) is Pushed.LATER


def test_a_long_note_is_shortened_until_it_fits(service, sender) -> None:
    assert sender.send(service.target(), replace(NOTE, body="א" * 5000)) is Pushed.ACCEPTED
    body = service.seen[0]["note"]["body"]
    assert 1000 < len(body) < 2000
    assert body.endswith("…")


def test_outside_a_rehearsal_nothing_is_posted_to_this_machine(service) -> None:
    sender = WebPushSender(PAIR.private, "mailto:ops@fitkit.example")
    assert sender.send(service.target(), NOTE) is Pushed.GONE
    assert service.asked == 0


def test_keys_that_are_no_keys_make_the_browser_gone(service, sender) -> None:
    broken = PushTarget(service.target().endpoint, "AAAA", "AAAA")
    assert sender.send(broken, NOTE) is Pushed.GONE
    assert service.asked == 0


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://wns2-am3p.notify.windows.com/w/?token=abc",
        "https://web.push.apple.com/QGabc",
    ],
)
def test_the_makers_services_are_known(endpoint) -> None:
    assert is_push_service(endpoint, rehearsal=False)


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "http://fcm.googleapis.com/fcm/send/abc",
        "https://fcm.googleapis.com:8443/fcm/send/abc",
        "https://fcm.googleapis.com",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evil.example/fcm.googleapis.com",
        "https://fcm.googleapis.com@evil.example/x",
        "https://user:x@fcm.googleapis.com/x",
        "https://evilnotify.windows.com/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://169.254.169.254/latest/meta-data",
        "https://fcm.googleapis.com:99999/x",
        "https://fcm.googleapis.com/" + "x" * 1000,
        "file:///etc/passwd",
        "https://[bad/x",
    ],
)
def test_everything_else_is_not(endpoint) -> None:
    assert not is_push_service(endpoint, rehearsal=False)


def test_a_kept_pair_outlives_the_process_and_is_secret(tmp_path) -> None:
    first = kept_pair(tmp_path / "home" / "vapid.key")
    assert kept_pair(tmp_path / "home" / "vapid.key") == first == pair_of(first.private)
    assert (tmp_path / "home" / "vapid.key").stat().st_mode & 0o077 == 0
    assert [p.name for p in (tmp_path / "home").iterdir()] == ["vapid.key"]


@pytest.mark.parametrize("words", ["", "abc", "A" * 44, "א" * 43])
def test_a_private_key_that_is_none_is_refused(words) -> None:
    with pytest.raises(ValueError):
        pair_of(words)
