"""Ask a company for its list, and compare."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

import structlog

from fitkit.core.actor import Actor
from fitkit.core.clock import ISRAEL, day_of
from fitkit.core.errors import OutsideFailure
from fitkit.core.permissions import internal
from fitkit.core.work import open_work
from fitkit.features.payments import queries as payments
from fitkit.features.reconciliation import actions, queries
from fitkit.features.reconciliation.rules import Theirs
from fitkit.ports import Ports
from fitkit.ports.payments import PaymentGateway, Transaction

log = structlog.get_logger(__name__)
AROUND: Final = 1  # days: a charge of midnight stands on one day here and on another there


@internal
def reconcile(ports: Ports, actor: Actor) -> None:
    """Compare what a night compares, for each account of the gym whose company has a list."""
    with open_work(actor) as w:
        nights = {each: queries.days_of_night(w, account_id=each) for each in queries.accounts(w)}
    for account_id, days in nights.items():
        compare(ports, actor, account_id=account_id, days=days)


@internal
def compare(ports: Ports, actor: Actor, *, account_id: UUID, days: tuple[date, ...]) -> None:
    """Compare one account's list of some days, in order, with ours."""
    with open_work(actor) as w:
        line = payments.dialled(w, account_id=account_id)
    try:
        gateway = ports.payments.open(line.provider, line.credentials)
    except ValueError:  # it may not be used here any more
        return
    if not gateway.abilities.lists:
        return
    theirs = _list(gateway, days)
    with open_work(actor) as w:
        if theirs is None:
            actions.write_no_list(w, account_id=account_id, days=days)
        else:
            actions.write_comparison(
                w, account_id=account_id, theirs=theirs, days=days, around=AROUND
            )


def _list(gateway: PaymentGateway, days: tuple[date, ...]) -> tuple[Theirs, ...] | None:
    around = timedelta(days=AROUND)
    try:
        found = gateway.transactions(days[0] - around, days[-1] + around)
        return tuple(_line(one) for one in found)
    except OutsideFailure as error:
        log.warning("no_list", provider=str(gateway.provider), why=str(error))
        return None


def _line(one: Transaction) -> Theirs:
    return Theirs(one.id, one.key, one.is_refund, one.amount, day_of(one.at, ISRAEL))
