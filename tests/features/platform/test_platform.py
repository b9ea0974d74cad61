"""FitKit's own people: what is wrong in any gym, and a payment that is opened for a reason and only looked up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from fitkit.core import clock, jobs
from fitkit.core.actor import VISITOR, Actor
from fitkit.core.errors import Denied, NotFound, OutsideFailure, Refusal
from fitkit.core.ids import new_id
from fitkit.core.jobs import task
from fitkit.core.permissions import ROLES, Role
from fitkit.core.work import Work, open_work
from fitkit.features.audit import queries as audit
from fitkit.features.payments.rules import ChargeState
from fitkit.features.platform import flows
from fitkit.features.platform.rules import TroubleKind
from fitkit.integrations.sandbox.cards import Fate
from tests.conftest import Gym, make_gym
from tests.factories.identity import make_user
from tests.factories.payments import PRICE, Till, make_till

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.fixture
def time():
    with time_machine.travel(NOON, tick=False) as travelled:
        yield travelled


@pytest.fixture
def team(gym: Gym) -> Actor:
    return replace(VISITOR, permissions=ROLES[Role.PLATFORM_ADMIN], user_id=make_user())


@pytest.fixture
def till(time: time_machine.Traveller, gym: Gym) -> Till:
    return make_till(gym.system)


def lost(till: Till, time: time_machine.Traveller) -> object:
    """A charge that the company took, and whose answer was lost, an hour ago."""
    charge_id = till.by_card(Fate.LOST)
    assert till.collect(charge_id).state is ChargeState.UNKNOWN
    time.shift(timedelta(hours=1))
    return charge_id


def kinds(team: Actor) -> list[TroubleKind]:
    found = flows.condition(None, team)  # type: ignore[arg-type]  # it asks nobody
    return [t.kind for t in found.troubles]


def test_what_is_stuck_stands_first_and_names_no_member(till, team, time):
    charge_id = lost(till, time)
    charges, refunds = flows.stuck(till.ports, team)
    assert ([c.id for c in charges], refunds) == ([charge_id], ())
    assert charges[0].amount == PRICE
    assert "נועה" not in repr(charges)


def test_asking_again_finds_out_and_charges_nobody_twice(till, team, time):
    charge_id = lost(till, time)
    moved = till.moved()
    found = flows.ask_again(till.ports, team, charge_id=charge_id, reason="ticket 12")
    assert found is ChargeState.PAID
    assert till.moved() == moved
    assert flows.stuck(till.ports, team) == ((), ())
    time.shift(timedelta(minutes=1))
    assert flows.ask_again(till.ports, team, charge_id=charge_id, reason="again") is found
    assert till.moved() == moved


def test_a_charge_is_opened_for_a_reason_that_its_gym_can_read(till, team, gym, time):
    charge_id = lost(till, time)
    whole = flows.look_into(till.ports, team, charge_id=charge_id, reason="  ticket   12 ")
    assert whole.at.org_id == gym.org_id
    assert "platform.payment_opened" in [s.kind for s in whole.found.steps]
    with open_work(gym.acting(Role.OWNER)) as w:
        (entry,) = audit.trail(w, kind="platform.payment_opened").rows
    assert (entry.actor_user_id, entry.reason, entry.about) == (
        team.user_id,
        "ticket 12",
        charge_id,
    )


@pytest.mark.parametrize("reason", ["", "  ", "x", "a" * 201, "a\x00bc"])
def test_without_a_reason_nothing_is_opened_or_asked(till, team, gym, time, reason):
    charge_id = lost(till, time)
    for flow in (flows.look_into, flows.ask_again):
        with pytest.raises(Refusal) as refused:
            flow(till.ports, team, charge_id=charge_id, reason=reason)
        assert refused.value.field == "reason"
    with open_work(gym.acting(Role.OWNER)) as w:
        assert audit.trail(w, kind="platform").rows == ()
    assert till.charge(charge_id).state is ChargeState.UNKNOWN


def test_the_story_tells_what_the_company_was_asked_and_answered(till, team, time):
    charge_id = till.open()
    till.page(charge_id)
    till.ask(charge_id)
    time.shift(timedelta(minutes=2))
    till.fill(charge_id)
    till.ask(charge_id)
    whole = flows.look_into(till.ports, team, charge_id=charge_id, reason="ticket")
    asked = [s.facts["answer"] for s in whole.found.steps if s.kind == "asked"]
    assert asked == ["waiting", "paid"]


def test_charges_are_found_by_id_number_and_gym(till, team, time):
    charge_id = till.paid()
    other = make_till(make_gym("yam", "מכון הים").system)
    theirs = other.paid()
    number = till.charge(charge_id).transaction_id

    def found(words: str) -> list[object]:
        page = flows.find_payments(till.ports, team, search=words, state=None, after=None)
        return [c.id for c in page.rows]

    assert found(str(charge_id)) == [charge_id]
    assert found(charge_id.hex) == [charge_id]
    assert found(str(number)) == [charge_id]
    assert found("כון הי") == [theirs]
    assert set(found("")) == {charge_id, theirs}
    assert found("100%") == found("_") == []
    paid = flows.find_payments(till.ports, team, search="", state=ChargeState.DECLINED, after=None)
    assert paid.rows == ()


def test_a_new_gym_whose_first_night_is_ahead_is_the_only_thing_to_see(till, team):
    assert kinds(team) == [TroubleKind.UNPROVED]


def test_what_is_wrong_is_told_worst_first(till, team, time):
    lost(till, time)

    @task()
    def fails(w: Work) -> None:
        raise OutsideFailure("the mail server is gone", permanent=True)

    with open_work(till.actor) as w:
        jobs.later(w, fails, run_at=clock.now())
    jobs.run_ready(till.ports)
    found = flows.condition(till.ports, team).troubles
    order = list(TroubleKind)
    assert [t.kind for t in found] == sorted([t.kind for t in found], key=order.index)
    assert {TroubleKind.CHARGES, TroubleKind.JOBS} <= {t.kind for t in found}
    (dead,) = [t for t in found if t.kind is TroubleKind.JOBS]
    assert "the mail server is gone" in dead.why
    assert dead.id is not None
    flows.wake_job(till.ports, team, job_id=dead.id)
    assert TroubleKind.JOBS not in kinds(team)
    with pytest.raises(Refusal):
        flows.wake_job(till.ports, team, job_id=dead.id)


def test_support_sees_and_does_not_do(till, team, time):
    charge_id = lost(till, time)
    support = replace(team, permissions=ROLES[Role.SUPPORT])
    assert flows.stuck(till.ports, support)[0]
    flows.look_into(till.ports, support, charge_id=charge_id, reason="ticket")
    for do in (
        lambda: flows.ask_again(till.ports, support, charge_id=charge_id, reason="ticket"),
        lambda: flows.ask_about_refund(till.ports, support, refund_id=new_id(), reason="ticket"),
        lambda: flows.wake_job(till.ports, support, job_id=new_id()),
    ):
        with pytest.raises(Denied):
            do()


@pytest.mark.parametrize("role", [Role.OWNER, Role.COACH, Role.MEMBER])
def test_nobody_of_a_gym_does_any_of_it(till, gym, time, role):
    charge_id = lost(till, time)
    who = gym.acting(role)
    for do in (
        lambda: flows.condition(till.ports, who),
        lambda: flows.stuck(till.ports, who),
        lambda: flows.find_payments(till.ports, who, search="", state=None, after=None),
        lambda: flows.look_into(till.ports, who, charge_id=charge_id, reason="mine"),
        lambda: flows.ask_again(till.ports, who, charge_id=charge_id, reason="mine"),
    ):
        with pytest.raises(Denied):
            do()


def test_an_unknown_charge_is_not_found(till, team):
    with pytest.raises(NotFound):
        flows.look_into(till.ports, team, charge_id=new_id(), reason="ticket")
    with pytest.raises(NotFound):
        flows.ask_about_refund(till.ports, team, refund_id=new_id(), reason="ticket")


def test_a_refund_that_was_never_told_is_left_to_its_job(till, team, gym):
    charge_id = till.paid()
    refund_id = till.refund(charge_id, PRICE)
    moved = till.moved()
    with pytest.raises(NotFound):
        flows.ask_about_refund(till.ports, team, refund_id=refund_id, reason="ticket")
    assert till.moved() == moved


def test_a_book_that_does_not_add_up_is_the_worst_of_all(till, team, gym, time):
    charge_id = lost(till, time)
    till.ask(charge_id)
    with open_work(VISITOR.as_platform("test")) as w:
        w.hot(
            sa.text(
                "insert into ledger_proof (id, org_id, created_at, updated_at, day, at, postings,"
                " entries, is_sound, faults) values (:i, :o, :t, :t, :d, :t, 1, 2, false,"
                " '[[\"balance\", 3, []]]')"
            ),
            {"i": new_id(), "o": gym.org_id, "t": clock.now(), "d": clock.now().date()},
        )
    first = flows.condition(till.ports, team).troubles[0]
    assert (first.kind, first.count, first.what) == (TroubleKind.BOOK, 3, "balance")
