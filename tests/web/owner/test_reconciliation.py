"""The reconciliation screen: what a night found in words, and settled with words."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import select

from fitkit.core import clock
from fitkit.core.money import Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.payments import actions as payments
from fitkit.features.reconciliation import actions, flows, queries
from fitkit.features.reconciliation.rules import DifferenceKind
from fitkit.features.reconciliation.tables import Comparison, PayDifference
from fitkit.web.owner.reconciliation.state import ReconciliationState
from tests.conftest import Gym
from tests.factories.payments import Till, bank, make_till
from tests.web.driver import Tab

HERE = "/he/dashboard/documents/reconciliation/"


def night(gym: Gym) -> Till:
    """A payment that the company has and nobody here asked for yet, and the night that finds it."""
    till = replace(make_till(gym.acting(Role.OWNER)), actor=gym.system)
    charge = till.open()
    till.page(charge)
    till.fill(charge)
    compare(till)
    return till


def compare(till: Till) -> None:
    today = clock.day_of(clock.now(), clock.ISRAEL)
    flows.compare(till.ports, till.actor, account_id=till.account_id, days=(today,))


def paid_here(gym: Gym) -> UUID:
    with open_work(gym.system) as w:
        return w.hot(sa.text("select id from charge")).scalar_one()


async def test_a_refund_that_was_noted_leads_to_its_payment(gym: Gym) -> None:
    """Where the company's list says another amount than staff wrote down."""
    till = make_till(gym.system)
    charge = till.paid()
    today = clock.day_of(clock.now(), clock.ISRAEL)
    with open_work(gym.acting(Role.OWNER)) as w:
        payments.note_refund(
            w, charge_id=charge, amount=Money.shekels(90), why="x", number="R-7", made_on=today
        )
        w.add(
            PayDifference(
                account_id=till.account_id,
                kind=DifferenceKind.NOT_HERE,
                what="R-7",
                is_refund=True,
                on=today,
                transaction_id="R-7",
                theirs_agorot=9_100,
            )
        )
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(ReconciliationState, "load")
        [row] = (await tab.state(ReconciliationState)).rows
        assert row.payment == f"/he/dashboard/payments/{charge}/"
        assert "נועה כהן" in row.payment_label


async def test_a_difference_is_explained_and_settled_in_words(gym: Gym) -> None:
    night(gym)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(ReconciliationState, "load")
        state = await tab.state(ReconciliationState)
        [row] = state.rows
        assert row.kind == "לא מופיע כאן"
        assert "ממתין לתשלום" in row.why
        assert row.payment == f"/he/dashboard/payments/{paid_here(gym)}/"
        assert len(state.nights) == 1
        await tab.fire(ReconciliationState, "ask", difference_id=row.id)
        await tab.fire(ReconciliationState, "settle", form={"note": ""})
        assert "note" in (await tab.state(ReconciliationState)).problems
        await tab.fire(ReconciliationState, "settle", form={"note": "נגבה במסוף"})
        state = await tab.state(ReconciliationState)
        assert (state.rows, state.chosen_id) == ([], "")


async def test_what_came_back_says_what_it_was(gym: Gym) -> None:
    till = night(gym)
    with open_work(gym.acting(Role.OWNER)) as w:
        [one] = queries.differences(w)
        actions.settle(w, difference_id=one.id, note="נגבה במסוף")
    with bank()._store.writing() as c:
        moved = "update moves set agorot = agorot + 1 where cast(id as text) = ?"
        c.execute(moved, [one.transaction_id])
    compare(till)
    for lang, words in (("he", "נסגר ביום"), ("en", "Settled on")):
        async with Tab(gym.acting(Role.OWNER), HERE.replace("he", lang, 1)) as tab:
            await tab.fire(ReconciliationState, "load")
            [row] = (await tab.state(ReconciliationState)).rows
            assert words in row.past
            assert "נגבה במסוף" in row.past


async def test_before_the_first_night_nothing_was_compared(gym: Gym) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(ReconciliationState, "load")
        state = await tab.state(ReconciliationState)
        assert (state.rows, state.nights, state.problem) == ([], [], "")


@pytest.mark.parametrize("role", [Role.COACH, Role.MEMBER])
async def test_nobody_else_sees_them(gym: Gym, role: Role) -> None:
    night(gym)
    async with Tab(gym.acting(role), HERE) as tab:
        await tab.fire(ReconciliationState, "load")
        state = await tab.state(ReconciliationState)
        assert (state.rows, state.nights) == ([], [])


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (2, None),
        (3, "יום שעוד לא הושווה"),
        (5, "ימים שעוד לא הושוו"),
        (32, "הם יושוו בלילה הראשון"),
        (33, "לילה משווה עד 31 ימים"),
    ],
)
async def test_days_that_were_not_compared_are_told_while_it_lasts(
    gym: Gym, ago: int, words: str | None
) -> None:
    till = replace(make_till(gym.acting(Role.OWNER)), actor=gym.system)
    today = clock.day_of(clock.now(), clock.ISRAEL)
    flows.compare(till.ports, till.actor, account_id=till.account_id, days=(today,))
    with open_work(gym.system) as w:
        row = w.session.scalars(select(Comparison)).one()
        row.last_on = today - timedelta(days=ago)
        row.at = row.compared_at = clock.day_span(today - timedelta(days=ago - 1), clock.ISRAEL)[0]
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(ReconciliationState, "load")
        [told] = (await tab.state(ReconciliationState)).nights
        assert (words in told) if words else ("עוד לא" not in told)
