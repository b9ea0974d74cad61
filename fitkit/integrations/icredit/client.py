"""iCredit's and Rivhit's calls and raw replies; names are read in any case, as they come in any."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from fitkit.core.i18n import Lang
from fitkit.integrations.exchange import (
    Answer,
    Exchange,
    Lost,
    Patience,
    text_of,
    whole_of,
    words_of,
)

PAGES: Final = "/API/PaymentPageRequest.svc"
BOOKS: Final = "/online/RivhitOnlineAPI.svc"
NO_DATA: Final = -2
NOBODY: Final = "00000000-0000-0000-0000-000000000000"
# Series of a business's documents, where its own list does not say otherwise.
INVOICE_SERIES, INVOICE_RECEIPT_SERIES, CREDIT_SERIES, RECEIPT_SERIES = 1, 2, 3, 1


class Refused(Exception):  # noqa: N818  # an answer, turned into an outcome above
    """The provider says no, and has done nothing."""

    def __init__(self, code: int, words: str) -> None:
        """Take the code and what was said."""
        self.code, self.words = code, words
        super().__init__(str(code))


class Said:
    """An object of a reply, its names in any case."""

    def __init__(self, fields: object) -> None:
        """Take the raw object; anything else is an empty one."""
        raw = fields if isinstance(fields, dict) else {}
        self._fields = {str(name).lower(): value for name, value in raw.items()}

    def get(self, *names: str) -> Any:  # Any: what JSON holds
        """The first of some fields that is there and not null."""
        for name in names:
            if (value := self._fields.get(name.lower())) not in (None, ""):
                return value
        return None

    def text(self, *names: str) -> str:
        """A field as text; empty when it is none."""
        return text_of(self.get(*names))

    def whole(self, *names: str) -> int | None:
        """A field as a whole number."""
        return whole_of(self.get(*names))


class PageClient:
    """One payment page's calls."""

    def __init__(self, credentials: Mapping[str, str], *, url: str, patience: Patience) -> None:
        """Open; ``credentials`` holds group_token.

        Raises:
            ValueError: it is missing or no GUID.
        """
        self.group = guid_of(credentials.get("group_token", ""))
        if not self.group:
            raise ValueError("iCredit needs group_token, a GUID")
        self._http = Exchange("icredit", url, patience)

    def call(self, method: str, fields: Mapping[str, object], *, charges: bool = False) -> Said:
        """Ask for something of the payment page.

        Raises:
            Unsent: nothing was asked.
            Lost: asked, and no readable answer came.
            Refused: it answers that this is no request.
        """
        answer = self._http.post(f"{PAGES}/{method}", fields, call=method, charges=charges)
        if answer.is_trouble:
            raise Lost(str(answer.status))
        if answer.status >= 400:  # the layer below says that it is no request: a page of HTML
            raise Refused(answer.status, "")
        if not isinstance(answer.body, dict):
            raise Lost("unreadable")
        return Said(_inner(answer.body))


def _inner(body: dict[str, Any]) -> dict[str, Any]:
    """The sale itself where a reply wraps it, beside what stands around it."""
    data = body.get("data") or body.get("Data")
    row = data[0] if isinstance(data, list) and data else data
    return {**body, **row} if isinstance(row, dict) else body


def guid_of(words: object) -> str:
    """A GUID in its usual form; empty when it is none or that of nobody."""
    try:
        found = str(UUID(text_of(words)))
    except ValueError:
        return ""
    return "" if found == NOBODY else found


@dataclass(frozen=True, slots=True)
class Envelope:
    """A reply of Rivhit's."""

    code: int
    words: str
    data: Any  # Any: what JSON holds


class BooksClient:
    """One business's calls at Rivhit."""

    def __init__(self, credentials: Mapping[str, str], *, url: str, patience: Patience) -> None:
        """Open; ``credentials`` holds api_token.

        Raises:
            ValueError: it is missing.
        """
        self._token = credentials.get("api_token", "")
        if not self._token:
            raise ValueError("Rivhit needs api_token")
        self._http = Exchange("rivhit", url, patience)

    def call(self, method: str, fields: Mapping[str, object]) -> Said:
        """Ask for something and take its data.

        Raises:
            Unsent: nothing was asked.
            Lost: asked, and no readable answer came.
            Refused: it answers an error.
        """
        found = self.ask(method, fields)
        if found.code:
            raise Refused(found.code, found.words)
        return Said(found.data)

    def ask(self, method: str, fields: Mapping[str, object]) -> Envelope:
        """Ask for something and take the reply whole.

        Raises:
            Unsent, Lost, Refused: as ``call``; an error in the reply is not raised.
        """
        asked = {"api_token": self._token, **fields}
        name = method.removesuffix("/JSON")
        answer = self._http.post(f"{BOOKS}/{method}", asked, call=name, charges=True)
        if answer.status == 400 and not isinstance(answer.body, dict):
            raise Refused(answer.status, "")
        return _envelope(answer)

    def file(self, url: str) -> bytes | None:
        """A file that an answer named."""
        return self._http.file(url)


def _envelope(answer: Answer) -> Envelope:
    found = envelope_of(answer.body)
    if found is None:  # an error comes with 500 too, but then as an envelope
        raise Lost(f"unreadable {answer.status}")
    return found


def envelope_of(body: object) -> Envelope | None:
    """A reply of Rivhit's, or one that it kept: as an object or as the text of one."""
    if isinstance(body, str):
        try:
            body = json.loads(body)
        except (ValueError, RecursionError):
            return None
    said = Said(body)
    code = said.whole("error_code")
    if code is None:
        return None
    return Envelope(code, words_of(said.get("client_message", "debug_message")), said.get("data"))


def names_of(name: str) -> tuple[str, str]:
    """First and last name as both take them; of one word it is the last."""
    first, _, last = " ".join(name.split()).partition(" ")
    return (first[:20], last[:30]) if last else ("", first[:30])


def fitting(words: str, most: int) -> str:
    """An address or a number of a person that fits a field; cut, it would be another's."""
    return words if len(words) <= most else ""


def language(lang: Lang) -> str:
    """A document's language."""
    return "he" if lang is Lang.HE else "en"


def reference_of(series: int, number: str, identity: str, *, is_receipt: bool = False) -> str:
    """How a document of Rivhit's is referred to."""
    return ":".join(("receipt" if is_receipt else "document", str(series), number, identity))
