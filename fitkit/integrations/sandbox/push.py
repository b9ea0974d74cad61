"""Notes into the outbox."""

from urllib.parse import urlsplit

from fitkit.integrations.sandbox.outbox import FileOutbox
from fitkit.ports.outbox import SentKind
from fitkit.ports.push import SANDBOX_HOST, Pushed, PushNote, PushSender, PushTarget


class SandboxPush:
    """A PushSender that keeps what it is given; browsers that are real are passed on."""

    def __init__(
        self, outbox: FileOutbox, public_key: str, *, beyond: PushSender | None = None
    ) -> None:
        """Take where notes are kept and the key browsers subscribe with.

        ``beyond`` sends to browsers that are not the sandbox's own: a real phone in the demo.
        """
        self._outbox = outbox
        self._public = public_key
        self._beyond = beyond

    @property
    def public_key(self) -> str:
        """What browsers subscribe with."""
        return self._public

    def send(self, target: PushTarget, note: PushNote) -> Pushed:
        """Keep the note; then answer as the path says, or as the real service does."""
        parts = urlsplit(target.endpoint)
        if parts.hostname == SANDBOX_HOST:
            word = parts.path.strip("/").partition("/")[0]
            if word in (Pushed.GONE, Pushed.LATER):
                return Pushed(word)
        self._outbox.keep(
            SentKind.PUSH,
            key=note.key,
            to=parts.hostname or "",
            subject=note.title,
            text=note.body,
            link=note.path,
        )
        if self._beyond is not None and parts.hostname != SANDBOX_HOST:
            return self._beyond.send(target, note)
        return Pushed.ACCEPTED
