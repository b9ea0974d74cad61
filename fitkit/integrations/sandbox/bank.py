"""The demo's payment company behind its page and its gateway: pages, kept cards, money that moves.

Whatever changes something is one write of the store, so that two tabs, two workers and a killed
process find each thing done once or not at all. A key moves money once for ever.
"""

import json
import secrets
import sqlite3
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import uuid4

from fitkit.core import clock
from fitkit.core.i18n import Lang
from fitkit.core.money import Money
from fitkit.integrations.sandbox import cards
from fitkit.integrations.sandbox.cards import EnteredCard, Fate
from fitkit.integrations.sandbox.store import Store
from fitkit.ports.payments import (
    CardKept,
    CardToken,
    ChargeRequest,
    Declined,
    NeverHappened,
    PageOutcome,
    PageRequest,
    Paid,
    PayWay,
    RefundRefused,
    RefundRequest,
    Transaction,
    Unknown,
    Waiting,
)

_KEPT_DAYS: Final = 400  # a page that nobody paid is forgotten then


class PageState(StrEnum):
    """How far a page has come."""

    WAITING = "waiting"
    CHALLENGED = "challenged"  # the holder is asked by 3-D Secure
    DECLINED = "declined"  # the last try was; another may follow
    PAID = "paid"
    KEPT = "kept"


DONE: Final = frozenset({PageState.PAID, PageState.KEPT})


@dataclass(frozen=True, slots=True)
class Page:
    """A page as its reader sees it."""

    reference: str
    key: str
    amount: Money
    keeps_card: bool
    state: PageState
    code: str  # of the last decline
    words: str
    lines: tuple[tuple[str, Money], ...]  # never empty when something is paid
    payer: str
    lang: Lang
    most_instalments: int
    success_url: str
    failure_url: str
    cancel_url: str
    callback_url: str

    @property
    def takes_bit(self) -> bool:
        """Bit leaves no card behind, and moves no nothing."""
        return not self.keeps_card and bool(self.amount)


class Bank:
    """The company."""

    def __init__(self, store: Store) -> None:
        """Take what it remembers by."""
        self._store = store

    # --- pages ---

    def make_page(self, account: str, request: PageRequest) -> str:
        """A new page; its reference."""
        reference = str(uuid4())
        facts = {
            "words": request.words,
            "lines": [[line.words, line.total.agorot] for line in request.lines],
            "payer": request.payer.name,
            "lang": request.lang,
            "most_instalments": request.most_instalments,
            "success_url": request.success_url,
            "failure_url": request.failure_url,
            "cancel_url": request.cancel_url,
            "callback_url": request.callback_url,
        }
        now = clock.now()
        with self._store.writing() as c:
            old = (now - timedelta(days=_KEPT_DAYS)).isoformat()
            c.execute("delete from pages where state != 'paid' and made_at < ?", [old])
            c.execute(
                "insert into pages (reference, account, key, agorot, facts, keep_card, made_at)"
                " values (?, ?, ?, ?, ?, ?, ?)",
                [
                    reference,
                    account,
                    request.key,
                    request.amount.agorot,
                    json.dumps(facts, ensure_ascii=False),
                    request.keep_card,
                    now.isoformat(),
                ],
            )
        return reference

    def page(self, reference: str) -> Page | None:
        """A page by its reference."""
        with self._store.reading() as c:
            row = c.execute("select * from pages where reference = ?", [reference]).fetchone()
        return _page(row) if row else None

    def try_card(self, reference: str, card: EnteredCard) -> PageState:
        """What a filled form comes to; a page that is done stays as it is."""
        with self._store.writing() as c:
            row = _row(c, reference)
            if row["state"] in DONE:
                return PageState(row["state"])
            if not row["agorot"]:
                return self._keep_only(c, row, card)
            if card.fate is Fate.CHALLENGED:
                asked = json.dumps(asdict(card))
                _set(c, row, PageState.CHALLENGED, asked=asked)
                return PageState.CHALLENGED
            return self._pay(c, row, card)

    def challenged_card(self, reference: str) -> EnteredCard | None:
        """The card whose holder is asked; None: nobody is."""
        with self._store.reading() as c:
            row = _row(c, reference)
            return _asked(row) if row["state"] == PageState.CHALLENGED else None

    def answer_challenge(self, reference: str, *, passes: bool) -> PageState:
        """The holder's answer to 3-D Secure; a page that asks nobody stays as it is."""
        with self._store.writing() as c:
            row = _row(c, reference)
            if row["state"] != PageState.CHALLENGED:
                return PageState(row["state"])
            if not passes:
                _set(c, row, PageState.DECLINED, code=cards.CHALLENGE_FAILED)
                return PageState.DECLINED
            return self._pay(c, row, _asked(row))

    def pay_by_bit(self, reference: str) -> PageState:
        """Pay a page from the payer's phone."""
        with self._store.writing() as c:
            row = _row(c, reference)
            if row["state"] not in DONE and row["agorot"] and not row["keep_card"]:
                _move(c, row["account"], row["key"], row["agorot"], way=PayWay.BIT)
                _set(c, row, PageState.PAID)
                return PageState.PAID
            return PageState(row["state"])

    def page_outcome(self, account: str, reference: str, *, key: str, amount: Money) -> PageOutcome:
        """What became of a page of an account."""
        with self._store.reading() as c:
            row = c.execute(
                "select * from pages where reference = ? and account = ?", [reference, account]
            ).fetchone()
            if row is None:
                return NeverHappened()
            if (row["key"], row["agorot"]) != (key, amount.agorot):
                return Unknown("the page is of another key or amount")
            match PageState(row["state"]):
                case PageState.PAID:
                    return _paid(c, _move_of(c, account, key), row)
                case PageState.KEPT:
                    return CardKept(_token(c, row["token"]))
                case PageState.DECLINED:
                    return cards.declined(row["code"])
                case PageState.WAITING | PageState.CHALLENGED:
                    return Waiting()

    def _keep_only(self, c: sqlite3.Connection, row: sqlite3.Row, card: EnteredCard) -> PageState:
        token = _keep(c, row["account"], card)
        _set(c, row, PageState.KEPT, token=token)
        return PageState.KEPT

    def _pay(self, c: sqlite3.Connection, row: sqlite3.Row, card: EnteredCard) -> PageState:
        if code := cards.on_page(card.fate):
            _set(c, row, PageState.DECLINED, code=code)
            return PageState.DECLINED
        token = _keep(c, row["account"], card) if row["keep_card"] else ""
        _move(
            c,
            row["account"],
            row["key"],
            row["agorot"],
            last4=card.last4,
            instalments=card.instalments,
            token=token,
        )
        _set(c, row, PageState.PAID, token=token)
        return PageState.PAID

    # --- money without the payer ---

    def keep(self, account: str, card: EnteredCard) -> CardToken:
        """Keep a card that was shown elsewhere than on a page."""
        with self._store.writing() as c:
            return _token(c, _keep(c, account, card))

    def fate_of(self, account: str, token: str) -> Fate | None:
        """What becomes of a kept card's charges; None: the account keeps no such card."""
        with self._store.reading() as c:
            row = c.execute(
                "select fate from cards where token = ? and account = ?", [token, account]
            ).fetchone()
        return Fate(row["fate"]) if row else None

    def charge(self, account: str, request: ChargeRequest, fate: Fate) -> Paid | Declined | Unknown:
        """Charge a kept card, or say again what its key came to before."""
        with self._store.writing() as c:
            _move(
                c,
                account,
                request.key,
                request.amount.agorot,
                code=cards.without_holder(fate),
                last4=request.card.last4,
                instalments=request.instalments,
                token=request.card.token,
            )
            found = _outcome(c, _move_of(c, account, request.key))
        if isinstance(found, Paid) and found.transaction.amount != request.amount:
            return Unknown("the key was charged with another amount")
        return found

    def look_up(self, account: str, key: str) -> Paid | Declined | NeverHappened:
        """What a key came to."""
        with self._store.reading() as c:
            row = c.execute(
                "select * from moves where account = ? and key = ? and refund_of is null",
                [account, key],
            ).fetchone()
            return _outcome(c, row) if row else NeverHappened()

    def refund(self, account: str, request: RefundRequest) -> Paid | RefundRefused:
        """Give back, at most what is left; the same key again is the same refund."""
        with self._store.writing() as c:
            paid = c.execute(
                "select * from moves where cast(id as text) = ? and account = ?"
                " and refund_of is null and code = ''",
                [request.transaction_id, account],
            ).fetchone()
            if paid is None:
                return RefundRefused("demo: no such transaction", "unknown")
            known = c.execute(
                "select * from moves where account = ? and key = ?", [account, request.key]
            ).fetchone()
            if known is None:
                left = paid["agorot"] - _refunded(c, paid["id"])
                if not 0 < request.amount.agorot <= left:
                    return RefundRefused("demo: more than is left of it", "too much")
                _move(
                    c,
                    account,
                    request.key,
                    request.amount.agorot,
                    way=PayWay(paid["way"]),
                    last4=paid["last4"],
                    refund_of=paid["id"],
                )
            row = _move_of(c, account, request.key)
            if (row["refund_of"], row["agorot"]) != (paid["id"], request.amount.agorot):
                return RefundRefused("demo: the key was used for something else", "key")
            return Paid(_transaction(c, row))

    def transactions(self, account: str, first: date, last: date) -> list[Transaction]:
        """What moved on some days of Israel's, by time."""
        since, _ = clock.day_span(first, clock.ISRAEL)
        _, until = clock.day_span(last, clock.ISRAEL)
        with self._store.reading() as c:
            rows = c.execute(
                "select * from moves where account = ? and code = '' and at >= ? and at < ?"
                " order by id",
                [account, since.isoformat(), until.isoformat()],
            ).fetchall()
            return [_transaction(c, row) for row in rows]


def _row(c: sqlite3.Connection, reference: str) -> sqlite3.Row:
    row: sqlite3.Row | None = c.execute(
        "select * from pages where reference = ?", [reference]
    ).fetchone()
    if row is None:
        raise KeyError("no such page")
    return row


def _asked(row: sqlite3.Row) -> EnteredCard:
    asked = json.loads(row["asked"])
    return EnteredCard(**asked | {"fate": Fate(asked["fate"])})


def _page(row: sqlite3.Row) -> Page:
    facts = json.loads(row["facts"])
    return Page(
        reference=row["reference"],
        key=row["key"],
        amount=Money(row["agorot"]),
        keeps_card=bool(row["keep_card"]),
        state=PageState(row["state"]),
        code=row["code"],
        words=facts["words"],
        lines=tuple((words, Money(agorot)) for words, agorot in facts["lines"]),
        payer=facts["payer"],
        lang=Lang(facts["lang"]),
        most_instalments=facts["most_instalments"],
        success_url=facts["success_url"],
        failure_url=facts["failure_url"],
        cancel_url=facts["cancel_url"],
        callback_url=facts["callback_url"],
    )


def _set(
    c: sqlite3.Connection,
    row: sqlite3.Row,
    state: PageState,
    *,
    code: str = "",
    token: str = "",
    asked: str = "",
) -> None:
    c.execute(
        "update pages set state = ?, code = ?, token = ?, asked = ? where reference = ?",
        [state, code, token, asked, row["reference"]],
    )


def _keep(c: sqlite3.Connection, account: str, card: EnteredCard) -> str:
    token = str(uuid4())
    c.execute(
        "insert into cards values (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            token,
            account,
            card.fate,
            card.last4,
            card.year,
            card.month,
            cards.BRAND,
            card.holder_id,
        ],
    )
    return token


def _token(c: sqlite3.Connection, token: str) -> CardToken:
    row = c.execute("select * from cards where token = ?", [token]).fetchone()
    return CardToken(token, row["last4"], row["year"], row["month"], row["brand"], row["holder_id"])


def _move(  # noqa: PLR0913  # the columns of a row
    c: sqlite3.Connection,
    account: str,
    key: str,
    agorot: int,
    *,
    way: PayWay = PayWay.CARD,
    code: str = "",
    last4: str = "",
    instalments: int = 1,
    token: str = "",
    refund_of: int | None = None,
) -> None:
    """Write what a key came to; a key that came to something before keeps it."""
    c.execute(
        "insert into moves (account, key, agorot, way, code, refund_of, approval, last4,"
        " instalments, token, at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " on conflict (account, key) do nothing",
        [
            account,
            key,
            agorot,
            way,
            code,
            refund_of,
            "" if code else f"{secrets.randbelow(10**7):07d}",
            last4,
            instalments,
            token,
            clock.now().isoformat(),
        ],
    )


def _move_of(c: sqlite3.Connection, account: str, key: str) -> sqlite3.Row:
    row: sqlite3.Row = c.execute(
        "select * from moves where account = ? and key = ?", [account, key]
    ).fetchone()
    return row


def _refunded(c: sqlite3.Connection, paid_id: int) -> int:
    asked = "select coalesce(sum(agorot), 0) as sum from moves where refund_of = ?"
    return int(c.execute(asked, [paid_id]).fetchone()["sum"])


def _outcome(c: sqlite3.Connection, row: sqlite3.Row) -> Paid | Declined:
    return cards.declined(row["code"]) if row["code"] else Paid(_transaction(c, row))


def _paid(c: sqlite3.Connection, move: sqlite3.Row, page: sqlite3.Row) -> PageOutcome:
    """What a page that was paid is worth: nothing moved by it where its key came to something before."""
    if move["code"]:
        return cards.declined(move["code"])
    if move["agorot"] != page["agorot"]:
        return Unknown("the key was charged with another amount")
    return Paid(_transaction(c, move, page["token"]))


def _transaction(c: sqlite3.Connection, row: sqlite3.Row, token: str = "") -> Transaction:
    return Transaction(
        id=str(row["id"]),
        key=row["key"],
        amount=Money(row["agorot"]),
        at=datetime.fromisoformat(row["at"]),
        way=PayWay(row["way"]),
        is_refund=row["refund_of"] is not None,
        approval=row["approval"],
        last4=row["last4"],
        instalments=row["instalments"],
        token=_token(c, token) if token else None,
    )
