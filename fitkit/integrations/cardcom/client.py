"""Cardcom's calls and raw replies: credentials in each body, answers read by name in any case."""

from collections.abc import Mapping
from typing import Any, Final

from fitkit.core.money import Money
from fitkit.integrations.exchange import (
    Answer,
    Exchange,
    Lost,
    Patience,
    money_of,
    text_of,
    whole_of,
    words_of,
)

PATH: Final = "/api/v11"
WRONG_CREDENTIALS: Final = 603
USED_BEFORE: Final = 608


class Denied(Exception):  # noqa: N818  # an answer, turned into an outcome above
    """The credentials were refused: nothing was done."""

    def __init__(self, words: str) -> None:
        """Take what was said, for staff."""
        self.words = words
        super().__init__("credentials refused")


class Said:
    """An object of an answer; whatever is missing, null or of another kind reads as empty."""

    def __init__(self, found: Mapping[str, Any], status: int = 200) -> None:
        """Take the object, and the status of the answer it came in."""
        self._found = {str(name).lower(): value for name, value in found.items()}
        self.status = status

    def __bool__(self) -> bool:
        return bool(self._found)

    @property
    def code(self) -> int | None:
        """``ResponseCode``; None when it says none, which is never success."""
        return self.whole("ResponseCode")

    @property
    def words(self) -> str:
        """``Description``, for staff."""
        return words_of(self._found.get("description"))

    def text(self, name: str) -> str:
        """A text, or a number as text."""
        return text_of(self._found.get(name.lower()))

    def whole(self, name: str) -> int | None:
        """A whole number, or a text of one."""
        return whole_of(self._found.get(name.lower()))

    def money(self, name: str) -> Money | None:
        """An amount of shekels."""
        return money_of(self._found.get(name.lower()))

    def flag(self, name: str) -> bool:
        """Whether it says true."""
        return self._found.get(name.lower()) in (True, "true", "True", 1, "1")

    def object(self, name: str) -> "Said":
        """An object inside."""
        found = self._found.get(name.lower())
        return Said(found if isinstance(found, dict) else {})

    def objects(self, name: str) -> list["Said"]:
        """The objects of a list inside, in its order."""
        found = self._found.get(name.lower())
        return [Said(x) for x in found if isinstance(x, dict)] if isinstance(found, list) else []


class CardcomClient:
    """One terminal's calls."""

    def __init__(
        self, credentials: Mapping[str, str], *, base_url: str, patience: Patience
    ) -> None:
        """Open; ``credentials`` holds terminal and api_name, and api_password where money goes back.

        Raises:
            ValueError: the terminal is no number, or the name is missing.
        """
        terminal = credentials.get("terminal", "").strip()
        self._name = credentials.get("api_name", "").strip()
        self._password = credentials.get("api_password", "").strip()
        if not (terminal.isascii() and terminal.isdigit()) or not self._name:
            raise ValueError("Cardcom needs terminal, a number, and api_name")
        self.terminal = int(terminal)
        self._exchange = Exchange("cardcom", base_url + PATH, patience)

    @property
    def has_password(self) -> bool:
        """Whether refunds, lists and documents may be asked for at all."""
        return bool(self._password)

    def at_terminal(
        self, path: str, fields: Mapping[str, object], *, call: str, charges: bool = False
    ) -> Said:
        """Ask as the terminal; ``charges`` waits as long as money needs.

        Raises:
            Unsent: nothing was asked.
            Lost: asked, and no readable answer came.
            Denied: the terminal or its name is refused.
        """
        ours = {"TerminalNumber": self.terminal, "ApiName": self._name}
        return _said(self._exchange.post(path, {**ours, **fields}, call=call, charges=charges))

    def with_password(
        self, path: str, fields: Mapping[str, object], *, call: str, charges: bool = False
    ) -> Said:
        """Ask with the password of refunds, lists and documents.

        Raises:
            Unsent: nothing was asked.
            Lost: asked, and no readable answer came.
            Denied: the name or the password is refused, or there is none.
        """
        if not self._password:
            raise Denied("")
        ours = {"ApiName": self._name, "ApiPassword": self._password}
        return _said(self._exchange.post(path, {**ours, **fields}, call=call, charges=charges))

    def file(self, url: str) -> bytes | None:
        """A file that an answer named."""
        return self._exchange.file(url)


def _said(answer: Answer) -> Said:
    if answer.is_trouble:
        raise Lost(str(answer.status))
    if not isinstance(answer.body, dict):
        if answer.status == 401:
            raise Denied("")
        raise Lost("unreadable")
    said = Said(answer.body, answer.status)
    if answer.status == 401 or said.code == WRONG_CREDENTIALS:
        raise Denied(said.words)
    if said.code is None:
        raise Lost("no code")
    return said
