"""Members of the demo studio who pay from their bank account: asked, signed, and confirmed by the bank."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from fitkit.core.clock import day_of
from fitkit.core.work import open_work
from fitkit.features.debits import actions as debits
from fitkit.ports.debits import Letters
from fitkit.seeds.people import Regular
from fitkit.seeds.till import Till

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


def authorise(till: Till, payers: Sequence[Regular]) -> None:
    """One mandate is in force, one is signed, one form is out."""
    asked = [_ask(till, person, f"41{n}730") for n, person in enumerate(payers[:3])]
    with open_work(till.owner) as w:
        today = day_of(w.now, w.actor.zone)
        for mandate_id in asked[:2]:
            debits.sign_mandate(w, mandate_id=mandate_id, signed_on=today)
        for mandate_id in asked[:1]:
            debits.activate_mandate(w, mandate_id=mandate_id)


def _ask(till: Till, person: Regular, account: str) -> UUID:
    with open_work(till.owner) as w:
        return debits.ask_mandate(
            w,
            member_id=person.id,
            bank="12",
            branch="604",
            account=account,
            payer_name=f"{person.first_name} {person.last_name}",
            payer_id=_PAYER_ID,
        )
