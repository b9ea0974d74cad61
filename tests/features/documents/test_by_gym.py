"""Documents are issued gym by gym: a company that answers nobody holds up its own gym alone."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine

from fitkit import wiring
from fitkit.core import jobs
from fitkit.core.actor import VISITOR
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.documents import actions, flows
from fitkit.features.documents import jobs as issuing
from fitkit.features.documents.rules import DocumentState
from fitkit.features.documents.tables import TaxDocument
from fitkit.ports import Ports
from fitkit.ports.invoices import InvoiceIssuers, Issuer, IssueUnknown
from tests.conftest import Gym, make_gym
from tests.factories.documents import Moody, paid_charge
from tests.factories.members import make_member

NAME = "documents.jobs.issue_in_gym"
TIMEOUT = timedelta(seconds=20)


@dataclass
class OneIsDead:
    """Issuers, of which that of one gym answers nobody: whoever asks waits until they give up."""

    others: InvoiceIssuers
    account: str
    time: time_machine.Traveller
    asked: list[str] = field(default_factory=list)

    def open(self, issuer, credentials):
        found = self.others.open(issuer, credentials)
        if credentials["account"] != self.account:
            return found
        asked, time = self.asked, self.time

        class Dead(Moody):
            def issue(self, request):
                asked.append(request.key)
                time.shift(TIMEOUT)
                return IssueUnknown("no answer")

        return Dead(found)


@pytest.fixture
def time():
    with time_machine.travel(datetime(2026, 11, 23, 10, tzinfo=UTC), tick=False) as travelled:
        yield travelled


@pytest.fixture
def dead(gym: Gym, time) -> Ports:
    """The ports where the first gym's issuer is dead; both have theirs."""
    choose(gym)
    return replace(
        wiring.ports(), invoices=OneIsDead(wiring.ports().invoices, gym.org_id.hex, time)
    )


@pytest.fixture
def second(time) -> Gym:
    other = make_gym("other")
    choose(other)
    return other


def choose(gym: Gym) -> None:
    flows.choose_issuer(
        wiring.ports(),
        gym.acting(Role.OWNER),
        issuer=Issuer.DEMO,
        credentials=None,
        is_exempt=False,
        mails_them=False,
    )
    jobs.run_ready(wiring.ports(), limit=500)


def owed(gym: Gym, count: int = 1) -> list[UUID]:
    """Documents that are due, and whose own events are gone."""
    with open_work(gym.acting(Role.OWNER)) as w:
        member = make_member(w)
    with open_work(gym.system) as w:
        ids = [paid_charge(w, member) for _ in range(count)]
        for charge_id in ids:
            actions.owe_for_charge(w, charge_id=charge_id)
        w.hot(sa.text("delete from job where state = 'queued'"))
    return ids


def state(gym: Gym, document: UUID) -> DocumentState:
    with open_work(gym.system) as w:
        return w.get(TaxDocument, document).state


def find() -> None:
    with open_work(VISITOR.as_platform("job")) as w:
        issuing.issue_due(w)


def queued() -> list[tuple[str, UUID]]:
    with open_work(VISITOR.as_platform("test")) as w:
        found = sa.text("select state, org_id from job where name = :n order by id")
        return [(row.state, row.org_id) for row in w.hot(found, {"n": NAME})]


def test_a_dead_company_holds_up_its_own_gym_alone(gym, second, dead, time):
    theirs = owed(gym, 5)
    (ours,) = owed(second)
    find()
    assert {org for _, org in queued()} == {gym.org_id, second.org_id}
    jobs.run_ready(dead, limit=500)
    assert state(second, ours) is DocumentState.ISSUED
    # Two waited for; the spell is over, and the rest is left to the next turn.
    assert len(dead.invoices.asked) == 2
    assert [state(gym, one) for one in theirs].count(DocumentState.DUE) == 3


def test_what_a_turn_left_comes_in_the_next_and_is_made_once(gym, dead, time):
    theirs = owed(gym, 3)
    find()
    jobs.run_ready(dead, limit=500)
    time.shift(timedelta(minutes=20))
    find()
    jobs.run_ready(wiring.ports(), limit=500)
    assert {state(gym, one) for one in theirs} == {DocumentState.ISSUED}


def test_a_gym_whose_job_waits_gets_no_second_one(gym, second, time):
    choose(gym)
    owed(gym)
    owed(second)
    find()
    find()
    assert sorted(org.hex for state, org in queued() if state == "queued") == sorted(
        (gym.org_id.hex, second.org_id.hex)
    )


def test_where_nothing_is_due_there_is_no_job(gym, second, time):
    before = len(queued())
    owed(second)
    find()
    assert [org for _, org in queued()[before:]] == [second.org_id]


def test_an_issuer_that_is_chosen_begins_at_once_with_what_is_owed(gym, time):
    (document,) = owed(gym)
    choose(gym)
    assert state(gym, document) is DocumentState.ISSUED
    assert [org for _, org in queued()] == [gym.org_id]
