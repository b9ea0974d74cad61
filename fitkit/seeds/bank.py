"""Members of the demo studio who pay from their bank account: authorised, debited by a file, sent back."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from fitkit.core import clock
from fitkit.core.clock import ISRAEL, day_of
from fitkit.core.work import open_work
from fitkit.features.billing.flows import debits as billing
from fitkit.features.debits import actions as debits
from fitkit.features.debits import flows as files
from fitkit.features.debits import jobs as nightly
from fitkit.features.debits import queries
from fitkit.features.debits.rules import ReturnReason
from fitkit.ports.debits import Letters
from fitkit.seeds.people import Regular
from fitkit.seeds.till import Till
from fitkit.wiring import ports

_PAYER_ID: Final = "123456782"  # nobody's: the digits fit, the number is made up


def know_the_gym(till: Till) -> None:
    """The code that the bank gave the gym."""
    with open_work(till.owner) as w:
        debits.set_institution(
            w,
            code="10417300",
            sender="10417",
            name="NAMAL KOACH",
            letters=Letters.WINDOWS,
            return_days=7,
        )


def authorise(till: Till, payers: Sequence[Regular], *, signed: int, confirmed: int) -> None:
    """All were handed the form; some signed it, and of those the bank has confirmed some."""
    asked = [_ask(till, person) for person in payers]
    with open_work(till.owner) as w:
        today = day_of(w.now, w.actor.zone)
        for mandate_id in asked[:signed]:
            debits.sign_mandate(w, mandate_id=mandate_id, signed_on=today)
        for mandate_id in asked[:confirmed]:
            debits.activate_mandate(w, mandate_id=mandate_id)


def send_file(till: Till) -> None:
    """What waits is gathered for the next day on which banks work, and brought to the bank."""
    day = day_of(clock.now(), ISRAEL) + timedelta(days=1)
    while day.weekday() in (4, 5):  # Friday and Saturday
        day += timedelta(days=1)
    run_id = billing.make_debit_file(ports(), till.owner, charge_on=day)
    files.take_file(ports(), till.owner, run_id=run_id)


def send_back(till: Till, member_id: UUID) -> None:
    """The bank found no cover."""
    with open_work(till.owner) as w:
        (newest, *_) = queries.files(w)
        _, lines = queries.file_with_lines(w, run_id=newest.id)
        line = next(one for one in lines if one.member_id == member_id)
        debits.mark_returned(w, line_id=line.id, reason=ReturnReason.NO_COVER, code="03")


def settle(till: Till) -> None:
    """What did not come back in its days is paid."""
    with open_work(till.fitkit) as w:
        nightly.settle(w)


def _ask(till: Till, person: Regular) -> UUID:
    with open_work(till.owner) as w:
        return debits.ask_mandate(
            w,
            member_id=person.id,
            bank="12",
            branch="604",
            account=f"4{person.id.int % 100_000:05}",
            payer_name=f"{person.first_name} {person.last_name}",
            payer_id=_PAYER_ID,
        )
