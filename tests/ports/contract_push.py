"""What every PushSender promises; each adapter's test inherits this."""

from dataclasses import replace

from fitkit.ports.push import Pushed, PushNote, PushSender

NOTE = PushNote(
    key="promoted:1",
    title="התפנה מקום: WOD",
    body="יום ג׳ 24.11 18:30",
    path="/he/schedule",
    lang="he",
    lifetime_s=900,
    urgent=True,
    unread=3,
)


class PushContract:
    """Inherit, and give fixtures ``sender``, ``target(kind)`` and ``arrived``: (title, body, path) of each note."""

    def test_a_note_arrives_whole(self, sender: PushSender, target, arrived) -> None:
        assert sender.send(target("ok"), NOTE) is Pushed.ACCEPTED
        assert arrived() == [(NOTE.title, NOTE.body, NOTE.path)]

    def test_a_browser_that_unsubscribed_is_gone(self, sender, target) -> None:
        assert sender.send(target("gone"), NOTE) is Pushed.GONE

    def test_a_busy_service_is_for_later(self, sender, target) -> None:
        assert sender.send(target("later"), NOTE) is Pushed.LATER

    def test_two_notes_arrive_in_order(self, sender, target, arrived) -> None:
        sender.send(target("ok"), NOTE)
        sender.send(target("ok"), replace(NOTE, title="second"))
        assert [title for title, _, _ in arrived()] == [NOTE.title, "second"]

    def test_the_public_key_is_a_point_on_the_curve(self, sender) -> None:
        from tests.integrations.pushservice import b64d

        assert len(b64d(sender.public_key)) == 65
        assert b64d(sender.public_key)[0] == 4
