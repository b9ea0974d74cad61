"""Killed with -9 at every step of a page, a charge, a callback and a refund: the end is as without it."""

import multiprocessing
from collections.abc import Callable
from uuid import UUID

import pytest
import sqlalchemy as sa

from fitkit.core import jobs
from fitkit.core.actor import VISITOR
from fitkit.core.money import ZERO, Money
from fitkit.core.work import open_work
from fitkit.features.payments import flows, queries
from fitkit.features.payments.jobs import look_in_gym
from fitkit.features.payments.rules import ChargeMode, ChargeState, RefundState
from fitkit.integrations.sandbox.cards import Fate
from tests.conftest import make_gym
from tests.factories.payments import PRICE, Till, make_till
from tests.features.payments import crashing

STEPS_MOST = 40
AGES = (
    "update charge set told_at = told_at - interval '4 min', asked_at = asked_at - interval '4 min',"
    " next_look_at = now() - interval '1 s' where next_look_at is not null",
    "update refund set told_at = told_at - interval '4 min', asked_at = asked_at - interval '4 min',"
    " next_look_at = now() - interval '1 s' where next_look_at is not null",
    "update job set lease_until = now() - interval '1 s' where state = 'running'",
    "update job set run_after = now() - interval '1 s' where state = 'queued'",
)


@pytest.fixture
def till(real_database: str) -> Till:
    return make_till(make_gym().system)


def killed(database: str, what: str, till: Till, row_id: UUID, steps: int) -> bool:
    """Whether a worker died at a step; False: it was done before."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.conftest", "tests.factories.payments"])
    worker = context.Process(
        target=crashing.work, args=(database, what, till.actor.org_id, row_id, steps)
    )
    worker.start()
    worker.join(60)
    assert worker.exitcode in (0, -9), worker.exitcode
    return worker.exitcode == -9


def recover(till: Till) -> None:
    """Minutes pass: what is due is looked at, and what a dead worker held is taken up."""
    for _ in range(3):
        with open_work(VISITOR.as_platform("test")) as w:
            for statement in AGES:
                w.hot(sa.text(statement))
        jobs.run_ready(till.ports)
        look_in_gym(till.ports, till.actor)


def count(name: str, about: UUID) -> int:
    found = sa.text("select count(*) from event_log where name = :n and about = :a")
    with open_work(VISITOR.as_platform("test")) as w:
        return int(w.hot(found, {"n": f"payments.{name}", "a": about}).scalar_one())


def at_every_step(do: Callable[[int], bool]) -> None:
    """Die one step later each time, until there is none left."""
    steps = next(n for n in range(1, STEPS_MOST) if not do(n))
    assert steps > 4, "it was never killed: the test proved nothing"


def is_paid_once(till: Till, charge_id: UUID, before: Money, moved: int) -> None:
    assert till.charge(charge_id).state is ChargeState.PAID
    assert till.balance() == before - PRICE
    assert till.moved()[moved:] == [PRICE]
    assert count("charge_settled", charge_id) == 1


@pytest.mark.parametrize("fate", [Fate.APPROVED, Fate.LOST])
def test_a_charge_by_card(real_database: str, till: Till, fate: Fate) -> None:
    till.card(fate)

    def once(steps: int) -> bool:
        charge_id = till.open(mode=ChargeMode.CARD)
        before, moved = till.balance(), len(till.moved())
        died = killed(real_database, "charge", till, charge_id, steps)
        recover(till)
        if till.charge(charge_id).state is ChargeState.FAILED:  # the company never heard of it
            assert till.moved()[moved:] == []
            assert till.balance() == before
            return died
        is_paid_once(till, charge_id, before, moved)
        return died

    at_every_step(once)


def test_a_page(real_database: str, till: Till) -> None:
    def once(steps: int) -> bool:
        charge_id = till.open()
        before, moved = till.balance(), len(till.moved())
        died = killed(real_database, "page", till, charge_id, steps)
        till.page(charge_id)  # the payer presses the button again
        till.fill(charge_id)
        recover(till)
        is_paid_once(till, charge_id, before, moved)
        return died

    at_every_step(once)


def test_a_callback(real_database: str, till: Till) -> None:
    def once(steps: int) -> bool:
        charge_id = till.open()
        till.page(charge_id)
        till.fill(charge_id)
        before, moved = till.balance(), len(till.moved()) - 1
        reference = till.charge(charge_id).page_reference
        with open_work(till.actor) as w:
            token = queries.dialled(w, account_id=till.account_id).callback_token
        told = f'{{"page": "{reference}"}}'.encode()
        flows.take_callback(
            till.ports, till.actor, token=token, body=told, content_type="", query=""
        )
        died = killed(real_database, "callback", till, charge_id, steps)
        recover(till)
        is_paid_once(till, charge_id, before, moved)
        return died

    at_every_step(once)


def test_a_refund(real_database: str, till: Till) -> None:
    def once(steps: int) -> bool:
        charge_id = till.paid()
        before, moved = till.balance(), len(till.moved())
        refund_id = till.refund(charge_id, PRICE)
        died = killed(real_database, "refund", till, refund_id, steps)
        recover(till)
        (refund,) = till.refunds(charge_id)
        assert refund.state is RefundState.DONE
        assert till.moved()[moved:] == [-PRICE]
        assert till.balance() == before + PRICE
        assert count("refund_settled", refund_id) == 1
        assert till.charge(charge_id).left == ZERO
        return died

    at_every_step(once)
