"""The drawer at the demo studio's desk: counted, closed, brought to the bank, and open today."""

from uuid import UUID

from fitkit.core.clock import day_of
from fitkit.core.money import ZERO, Money
from fitkit.core.work import open_work
from fitkit.features.cashdesk import actions as cashdesk
from fitkit.features.cashdesk.rules import Kept
from fitkit.features.ledger import queries as book
from fitkit.features.ledger.rules.accounts import Account
from fitkit.seeds.till import Till

_FLOAT = Money.shekels(400)  # stays in the drawer for change


def open_day(till: Till) -> UUID:
    """Count the drawer in the morning: all is there."""
    with open_work(till.owner) as w:
        there = book.balance_of_account(w, account=Account.CASH)
        return cashdesk.open_day(w, counted=there, seen=there)


def close_day(till: Till, day_id: UUID, *, short: Money = ZERO, why: str = "") -> None:
    """Count it at night, and say why something is missing."""
    with open_work(till.owner) as w:
        there = book.balance_of_account(w, account=Account.CASH)
        cashdesk.close_day(w, cash_day_id=day_id, counted=there - short, seen=there, why=why)


def bring_to_bank(till: Till) -> None:
    """What is in the drawer beyond the change."""
    with open_work(till.owner) as w:
        there = book.balance_of_account(w, account=Account.CASH)
        if there > _FLOAT:
            day = day_of(w.now, w.actor.zone)
            cashdesk.deposit(w, what=Kept.CASH, amount=there - _FLOAT, on=day, note="4471")
