"""What is due is gone on with gym by gym: a company that answers nobody holds up its own gym alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine

from fitkit.core import jobs
from fitkit.core.actor import VISITOR
from fitkit.core.money import Money
from fitkit.core.work import open_work
from fitkit.features.payments import jobs as looking
from fitkit.features.payments import queries
from fitkit.features.payments.rules import ChargeState
from fitkit.integrations.sandbox.payments import DemoGateway
from fitkit.ports import Ports
from fitkit.ports.payments import PageOutcome, PaymentGateway, PaymentGateways, Provider, Unknown
from tests.conftest import Gym
from tests.factories.payments import Till, bank, make_till

TIMEOUT = timedelta(seconds=20)
NAME = "payments.jobs.look_in_gym"


@dataclass
class OneIsDead:
    """Companies, of which that of one gym answers nobody: whoever asks waits until they give up."""

    others: PaymentGateways
    account: str
    time: time_machine.Traveller
    asked: list[str] = field(default_factory=list)

    def open(self, provider: Provider, credentials: Mapping[str, str]) -> PaymentGateway:
        if credentials["account"] != self.account:
            return self.others.open(provider, credentials)
        time, asked = self.time, self.asked

        class Dead(DemoGateway):
            def page_outcome(self, reference: str, *, key: str, amount: Money) -> PageOutcome:
                del reference, amount
                asked.append(key)
                time.shift(TIMEOUT)
                return Unknown("no answer")

        return Dead(bank(), "", credentials)


def dead_of(till: Till, time: time_machine.Traveller) -> tuple[Ports, OneIsDead]:
    with open_work(till.actor) as w:
        account = queries.dialled(w, account_id=till.account_id).credentials["account"]
    companies = OneIsDead(till.ports.payments, account, time)
    return replace(till.ports, payments=companies), companies


def paid_unseen(till: Till, count: int = 1) -> list[UUID]:
    """Pages that were paid, and no callback came."""
    ids = [till.open() for _ in range(count)]
    for charge_id in ids:
        till.page(charge_id)
        till.fill(charge_id)
    return ids


def find() -> None:
    with open_work(VISITOR.as_platform("job")) as w:
        looking.look(w)


def queued() -> list[tuple[str, object]]:
    with open_work(VISITOR.as_platform("test")) as w:
        found = w.hot(
            sa.text("select state, org_id from job where name = :n order by id"), {"n": NAME}
        )
        return [(row.state, row.org_id) for row in found]


@pytest.fixture
def second(till: Till, other_gym: Gym) -> Till:
    return make_till(other_gym.system)


def test_a_dead_company_holds_up_nobody_elses_gym(till, second, time):
    dead, asked = paid_unseen(till, 5), dead_of(till, time)
    (alive,) = paid_unseen(second)
    ports, companies = asked
    time.shift(timedelta(minutes=20))
    find()
    assert sorted(queued(), key=str) == sorted(
        [("queued", till.actor.org_id), ("queued", second.actor.org_id)], key=str
    )
    began = 0
    while jobs.run_some(ports, most=1):
        began += 1
    assert began
    assert second.charge(alive).state is ChargeState.PAID
    assert len(companies.asked) == 2  # then its time was over
    assert {till.charge(one).state for one in dead} == {ChargeState.ON_PAGE}


def test_what_a_gyms_turn_left_comes_in_its_next(till, time):
    dead = paid_unseen(till, 5)
    ports, companies = dead_of(till, time)
    time.shift(timedelta(minutes=20))
    for _ in range(3):
        find()
        jobs.run_ready(ports)
    assert sorted(companies.asked) == sorted(one.hex for one in dead)


def test_a_gym_whose_job_waits_or_runs_gets_no_second_one(till, second, time):
    paid_unseen(till)
    time.shift(timedelta(minutes=20))
    for _ in range(3):
        find()
    assert queued() == [("queued", till.actor.org_id)]
    held = jobs.claim()
    assert [job["name"] for job in held] == [NAME]
    paid_unseen(second)
    time.shift(timedelta(minutes=20))
    find()
    assert queued() == [("running", till.actor.org_id), ("queued", second.actor.org_id)]
    assert jobs.JOBS[NAME].long


def test_a_gym_is_looked_at_again_after_its_job(till, time):
    paid_unseen(till)
    time.shift(timedelta(minutes=20))
    find()
    assert jobs.run_ready(till.ports) >= 1
    paid_unseen(till)
    time.shift(timedelta(minutes=20))
    find()
    assert [state for state, _ in queued()] == ["done", "queued"]


def test_where_nothing_is_due_there_is_no_job(till, second, time):
    paid_unseen(till)
    find()
    assert queued() == []


def test_a_job_that_failed_and_waits_long_is_in_no_new_ones_way(till, time):
    paid_unseen(till)
    time.shift(timedelta(minutes=20))
    find()
    for minutes, made in ((4, 1), (30, 2)):
        with open_work(VISITOR.as_platform("test")) as w:
            waits = sa.text("update job set run_after = :at where name = :n and state = 'queued'")
            w.hot(waits, {"n": NAME, "at": w.now + timedelta(minutes=minutes)})
        find()
        assert len(queued()) == made


def test_a_refund_that_nobody_told_is_told_with_what_is_due(till, time):
    refund_id = till.refund(till.paid(), Money.shekels(100))
    with open_work(till.actor) as w:
        w.hot(sa.text("delete from job"))  # who should have told it died before it was kept
    find()
    jobs.run_ready(till.ports)
    with open_work(till.actor) as w:
        assert queries.refund(w, refund_id=refund_id).settled_at is not None
    assert till.moved()[-1] == -Money.shekels(100)
