"""Bank debits of a gym whose bank knows it: an institution, a mandate, a file with a debit in it."""

from datetime import date, timedelta
from uuid import UUID

from fitkit.core.clock import day_of
from fitkit.core.i18n import Text
from fitkit.core.ids import new_id
from fitkit.core.money import Money
from fitkit.core.work import Work
from fitkit.features.debits import actions, queries
from fitkit.features.debits.actions import NewDebit
from fitkit.features.payouts import actions as payouts
from fitkit.features.payouts import queries as payout_queries
from fitkit.ports.debits import Letters
from fitkit.ports.payments import PaidLine, PaidOut, Provider

PAYER_ID = "123456782"


def bank_day(today: date) -> date:
    """The first day from today on which banks debit accounts."""
    return next(day for n in range(4) if (day := today + timedelta(days=n)).weekday() not in (4, 5))


def institution(w: Work, *, return_days: int = 7) -> None:
    actions.set_institution(
        w,
        code="12345678",
        sender="12345",
        name="STUDIO",
        letters=Letters.WINDOWS,
        return_days=return_days,
    )


def mandate(w: Work, *, member_id: UUID, name: str = "נועה כהן", account: str = "123456") -> UUID:
    """A mandate that the bank has confirmed."""
    mandate_id = actions.ask_mandate(
        w,
        member_id=member_id,
        bank="12",
        branch="345",
        account=account,
        payer_name=name,
        payer_id=PAYER_ID,
    )
    actions.sign_mandate(w, mandate_id=mandate_id, signed_on=day_of(w.now, w.actor.zone))
    actions.activate_mandate(w, mandate_id=mandate_id)
    return mandate_id


def debit_rows(w: Work, *, member_id: UUID, mark: str) -> dict[str, UUID]:
    """One of each, every word with the gym's mark."""
    institution(w)
    mandate_id = mandate(w, member_id=member_id, name=f"Holder {mark}")
    amount = Money(4200)
    owed = NewDebit(
        mandate_id=mandate_id,
        member_id=member_id,
        cause_kind="till",
        cause_id=new_id(),
        amount=amount,
        lines=(PaidLine(f"Pack {mark}", amount),),
        words=Text(f"Pack {mark}", f"Pack {mark}"),
    )
    run_id = actions.make_file(w, charge_on=bank_day(day_of(w.now, w.actor.zone)), debits=[owed])
    _, lines = queries.file_with_lines(w, run_id=run_id)
    return {"mandate_id": mandate_id, "run_id": run_id, "line_id": lines[0].id}


def payout_rows(w: Work, *, account_id: UUID, mark: str) -> dict[str, UUID]:
    """A payout that a company told of and nobody booked."""
    today = day_of(w.now, w.actor.zone)
    told = [PaidOut(f"deposit {mark}", Money(900), today)]
    payouts.keep_told(w, account_id=account_id, provider=Provider.DEMO, told=told)
    return {"payout_id": payout_queries.payouts(w)[0].id}
