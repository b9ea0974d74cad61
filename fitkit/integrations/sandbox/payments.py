"""The demo's gateway: test cards on a page of our own, a company that is no further than a file.

The default of the demo's gyms and the sandbox of development and tests. It keeps every promise of the
others, slowness and lost answers among them.
"""

import json
import time
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from fitkit.core.money import Money
from fitkit.integrations.sandbox.bank import Bank
from fitkit.integrations.sandbox.cards import Fate
from fitkit.ports.payments import (
    Abilities,
    ChargeOutcome,
    ChargeRequest,
    Connected,
    Hint,
    HostedPage,
    LookUp,
    Misconfigured,
    PageOutcome,
    PageRequest,
    PaidOut,
    Problem,
    Provider,
    RefundOutcome,
    RefundRefused,
    RefundRequest,
    Transaction,
    Unknown,
)

PATH: Final = "/demo-pay"
SLOW_S: Final = 6.0
# An account of this name is not let in, so that a wrong connection can be tried out.
WRONG_ACCOUNT: Final = "wrong"
_CREDENTIALS: Final = Misconfigured(Problem.CREDENTIALS, "demo: no such account")


class DemoGateway:
    """One account at the demo's payment company."""

    provider: Final = Provider.DEMO
    abilities: Final = Abilities(
        keeps_cards=True,
        refunds=True,
        partial_refunds=True,
        instalments=True,
        looks_up_by_key=True,
        charges_by_key=True,
        lists=True,
        issues_on_page=False,
        refunds_by_key=True,
    )

    def __init__(self, bank: Bank, public_url: str, credentials: Mapping[str, str]) -> None:
        """Take the company, the address people open, and which account it is.

        Raises:
            ValueError: no account is named.
        """
        if not credentials.get("account"):
            raise ValueError("the demo needs an account")
        self._bank = bank
        self._base = public_url + PATH
        self._account = credentials["account"]

    @property
    def _is_wrong(self) -> bool:
        return self._account == WRONG_ACCOUNT

    def check(self) -> Connected | Misconfigured:
        """Connected, but for the account that is there to be wrong."""
        return _CREDENTIALS if self._is_wrong else Connected(self._account)

    def open_page(self, request: PageRequest) -> HostedPage | Unknown | Misconfigured:
        """A page under ``/demo-pay``."""
        if self._is_wrong:
            return _CREDENTIALS
        reference = self._bank.make_page(self._account, request)
        url = f"{self._base}/{reference}"
        takes_bit = bool(request.amount) and not request.keep_card
        return HostedPage(reference, url, f"{url}/bit" if takes_bit else "")

    def page_outcome(self, reference: str, *, key: str, amount: Money) -> PageOutcome:
        """What became of a page of this account."""
        if self._is_wrong:
            return _CREDENTIALS
        return self._bank.page_outcome(self._account, reference, key=key, amount=amount)

    def charge(self, request: ChargeRequest) -> ChargeOutcome:
        """Charge a kept card as its number says: at once, slowly, or with the answer lost."""
        fate = None if self._is_wrong else self._bank.fate_of(self._account, request.card.token)
        if fate is None:
            return _CREDENTIALS if self._is_wrong else Misconfigured(Problem.OTHER, "demo: no card")
        if fate is Fate.SLOW:
            time.sleep(SLOW_S)
        found = self._bank.charge(self._account, request, fate)
        return Unknown("demo: the answer was lost") if fate is Fate.LOST else found

    def look_up(self, key: str) -> LookUp:
        """What became of a key."""
        return _CREDENTIALS if self._is_wrong else self._bank.look_up(self._account, key)

    def refund(self, request: RefundRequest) -> RefundOutcome:
        """Give back at most what is left."""
        if self._is_wrong:
            return _CREDENTIALS
        if request.before + request.amount > request.paid:
            return RefundRefused("demo: more than is left of it", "too much")
        return self._bank.refund(self._account, request)

    def transactions(self, first: date, last: date) -> Iterable[Transaction]:
        """What moved on some days."""
        return self._bank.transactions(self._account, first, last)

    def payouts(self, first: date, last: date) -> Iterable[PaidOut]:
        """Nothing: the demo's company keeps what it takes."""
        del first, last
        return []

    def read_hint(self, body: bytes, content_type: str, query: Mapping[str, str]) -> Hint | None:
        """The page and key of a callback of ours."""
        del content_type, query  # ours is JSON and points nowhere else
        try:
            said = json.loads(body)
        except (ValueError, RecursionError):
            return None
        if not isinstance(said, dict) or not isinstance(said.get("page"), str):
            return None
        key = said.get("key")
        return Hint(said["page"], key if isinstance(key, str) else "")
