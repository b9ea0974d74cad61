"""Morning's calls and raw replies: tokens by either flow, renewed once, and errors by their code."""

import hashlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from fitkit.core import clock
from fitkit.core.settings import MorningLogin
from fitkit.integrations.exchange import (
    Answer,
    Exchange,
    Lost,
    Patience,
    Unsent,
    text_of,
    whole_of,
    words_of,
)
from fitkit.ports.payments import Misconfigured, Problem

RENEW_BEFORE_S: Final = 60
MOST_SECONDS: Final = 10**11  # since 1970; more of them are thousandths
WITHOUT_EXPIRY: Final = timedelta(minutes=10)
# Of errorCode: the account may not do this at all, whatever is sent.
_CREDENTIALS: Final = frozenset({401, 2014, 2700, 2701, 2702})
_ACCOUNT: Final = frozenset({403, 1006, 1007, 1012, 1015, 1112, 2600})
_NO_TOKENS: Final = frozenset({2625})
DUPLICATE: Final = 1010


class LoginRefused(Exception):  # noqa: N818  # an answer, turned into an outcome above
    """The log-in was refused."""

    def __init__(self, words: str) -> None:
        """Take what was said, for staff."""
        self.problem = Misconfigured(Problem.CREDENTIALS, words)
        super().__init__("log-in refused")


@dataclass(slots=True)
class _Held:
    lock: threading.Lock = field(default_factory=threading.Lock)
    token: str = ""
    until: float = 0.0  # seconds since 1970


class Tokens:
    """Access tokens of this process: one an account, renewed once however many ask at a time."""

    def __init__(self) -> None:
        """Begin with none."""
        self._held: dict[str, _Held] = {}
        self._lock = threading.Lock()

    def token(
        self, account: str, renew: Callable[[], tuple[str, float]], *, instead_of: str = ""
    ) -> str:
        """A token that is good for another minute.

        Args:
            account: whose; a digest.
            renew: gets a new one and the second since 1970 at which it ends.
            instead_of: one that was just refused; another that came meanwhile is taken.
        """
        with self._lock:
            held = self._held.setdefault(account, _Held())
        with held.lock:
            soon = clock.now().timestamp() + RENEW_BEFORE_S
            if not held.token or held.token == instead_of or held.until <= soon:
                held.token, held.until = renew()
            return held.token


class MorningClient:
    """One account's calls."""

    def __init__(
        self,
        credentials: Mapping[str, str],
        *,
        auth_url: str,
        api_url: str,
        login: MorningLogin,
        tokens: Tokens,
        patience: Patience,
    ) -> None:
        """Open; ``credentials`` holds id and secret, of a key made in Morning's settings.

        Raises:
            ValueError: one of them is missing.
        """
        self._id, self._secret = credentials.get("id", ""), credentials.get("secret", "")
        if not self._id or not self._secret:
            raise ValueError("Morning needs id and secret")
        self._login = login
        self._tokens = tokens
        self._auth = Exchange("morning", auth_url, patience)
        self._api = Exchange("morning", api_url, patience)
        told = "\n".join((auth_url, api_url, login, self._id, self._secret))
        self._account = hashlib.sha256(told.encode()).hexdigest()

    def post(self, path: str, payload: object, *, call: str, charges: bool = False) -> Answer:
        """Send an object with a token; ``charges`` waits as long as money needs.

        Raises:
            Unsent: nothing was asked.
            Lost: asked, and no readable answer came.
            LoginRefused: the log-in is refused.
        """
        return self._with_token(
            lambda bearer: self._api.post(path, payload, call=call, charges=charges, headers=bearer)
        )

    def get(self, path: str, *, call: str) -> Answer:
        """Ask with a token.

        Raises:
            Unsent: nothing was asked.
            Lost: asked, and no readable answer came.
            LoginRefused: the log-in is refused.
        """
        return self._with_token(lambda bearer: self._api.get(path, call=call, headers=bearer))

    def file(self, url: str) -> bytes | None:
        """A file that an answer named."""
        return self._api.file(url)

    def _with_token(self, send: Callable[[dict[str, str]], Answer]) -> Answer:
        token = self._tokens.token(self._account, self._renew)
        answer = send(_bearer(token))
        if answer.status == 401:  # refused before it was done, so it may be sent again
            token = self._tokens.token(self._account, self._renew, instead_of=token)
            answer = send(_bearer(token))
        if answer.status == 401:
            raise LoginRefused(error_of(answer).words)
        if answer.status == 429:  # too many a second: it was not looked at
            raise Unsent("429")
        if answer.is_trouble:
            raise Lost(str(answer.status))
        if answer.body is None:
            raise Lost("unreadable")
        return answer

    def _renew(self) -> tuple[str, float]:
        try:
            answer = self._ask_for_token()
        except Lost as error:  # no money moves at a log-in
            raise Unsent(str(error)) from None
        if answer.status in (400, 401, 403):
            said = answer.fields
            raise LoginRefused(words_of(said.get("error_description")) or error_of(answer).words)
        token = text_of(answer.fields.get("accessToken") or answer.fields.get("token"))
        if answer.status != 200 or not token or not token.isascii():
            raise Unsent(f"log-in {answer.status}")
        return token, _ends(answer.fields)

    def _ask_for_token(self) -> Answer:
        if self._login is MorningLogin.ACCOUNT:
            old = {"id": self._id, "secret": self._secret}
            return self._api.post("/account/token", old, call="token")
        new = {
            "grant_type": "client_credentials",
            "client_id": self._id,
            "client_secret": self._secret,
        }
        return self._auth.post("/idp/v1/oauth/token", new, call="token")


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _ends(said: Mapping[str, Any]) -> float:
    ends = whole_of(said.get("expiresAt") or said.get("expires"))
    if ends is None:
        return (clock.now() + WITHOUT_EXPIRY).timestamp()
    return ends / 1000 if ends > MOST_SECONDS else float(ends)


@dataclass(frozen=True, slots=True)
class MorningError:
    """An errorCode and what stands beside it; code 0 when the answer is none."""

    code: int
    words: str

    @property
    def problem(self) -> Misconfigured | None:
        """What is wrong with the account, if the error is about it."""
        if self.code in _CREDENTIALS:
            return Misconfigured(Problem.CREDENTIALS, self.words)
        if self.code in _NO_TOKENS:
            return Misconfigured(Problem.NO_TOKENS, self.words)
        if self.code in _ACCOUNT:
            return Misconfigured(Problem.OTHER, f"{self.code} {self.words}".strip())
        return None


def error_of(answer: Answer) -> MorningError:
    """The error of an answer; an answer above 400 without a code has its status for one."""
    code = whole_of(answer.fields.get("errorCode")) or 0
    if not code and answer.status >= 400:
        code = answer.status
    return MorningError(code, words_of(answer.fields.get("errorMessage")))
