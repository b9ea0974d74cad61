"""A charge that arrives late, after it was looked for in vain, is taken once: nothing else was charged meanwhile."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core import clock
from fitkit.core.ids import new_id
from fitkit.dev.standins.serving import Trouble
from fitkit.features.payments import rules
from fitkit.features.payments.jobs import look_in_gym
from fitkit.features.payments.rules import ChargeMode, ChargeState, Unheard
from fitkit.ports.payments import Provider
from tests.conftest import Gym
from tests.factories.payments import PRICE
from tests.features.payments.companies import Company, CompanyTill, company, make_company_till

CALL = {Provider.CARDCOM: "Transaction", Provider.MORNING: "charge"}
SECOND = timedelta(seconds=1)


@pytest.fixture(params=(Provider.CARDCOM, Provider.MORNING))
def at(request: pytest.FixtureRequest) -> Iterator[Company]:
    with company(request.param) as one:
        yield one


@pytest.fixture
def till(gym: Gym, at: Company) -> CompanyTill:
    return make_company_till(gym.system, at)


def stuck(till: CompanyTill, cause: UUID) -> UUID:
    """A charge that was told of, and is on its way."""
    till.card()
    charge_id = till.open(mode=ChargeMode.CARD, cause_id=cause)
    there = till.company.there
    there.spoil(CALL[till.company.provider], Trouble.STUCK)
    assert till.collect(charge_id).state is ChargeState.UNKNOWN
    assert len(there.stuck) == 1
    return charge_id


def may_be_charged_anew(till: CompanyTill, cause: UUID) -> bool:
    try:
        till.open(mode=ChargeMode.CARD, cause_id=cause)
    except rules.AlreadyOpenError:
        return False
    except rules.AlreadyPaidError:
        return False
    return True


@pytest.mark.parametrize("minutes", [3, 6, 10, 19])
def test_what_lands_after_it_was_looked_for_is_taken_once(till: CompanyTill, minutes: int) -> None:
    cause, told = new_id(), clock.now()
    before, moved = till.balance(), len(till.moved())
    charge_id = stuck(till, cause)
    with time_machine.travel(told + timedelta(minutes=minutes) + SECOND, tick=True) as time:
        till.ask(charge_id)
        assert not may_be_charged_anew(till, cause)
        till.company.there.land()
        time.shift(timedelta(minutes=1))
        assert till.ask(charge_id).state is ChargeState.PAID
    assert till.moved()[moved:] == [PRICE]
    assert till.balance() == before - PRICE


def test_what_never_lands_is_told_again_by_its_key_or_given_up_once_nothing_can_arrive(
    till: CompanyTill,
) -> None:
    cause, told = new_id(), clock.now()
    moved = len(till.moved())
    charge_id = stuck(till, cause)
    by_key = till.company.provider is Provider.CARDCOM
    with time_machine.travel(told + rules.BELIEVED + SECOND, tick=True) as time:
        again = till.ask(charge_id)
        assert again.state is (ChargeState.PAID if by_key else ChargeState.UNKNOWN)
        if by_key:
            till.company.there.land()  # the same key: nothing more is taken
        else:
            time.move_to(told + rules.ARRIVED - 5 * SECOND)
            assert till.ask(charge_id).state is ChargeState.UNKNOWN
            time.move_to(told + rules.ARRIVED + 5 * SECOND)
            assert till.ask(charge_id).state is ChargeState.FAILED
            assert may_be_charged_anew(till, cause)
    assert till.moved()[moved:] == ([PRICE] if by_key else [])


def test_the_job_alone_sees_to_it(till: CompanyTill) -> None:
    cause, told = new_id(), clock.now()
    moved = len(till.moved())
    charge_id = stuck(till, cause)
    for minutes in (2, 4, 7, 11, 21):
        with time_machine.travel(told + timedelta(minutes=minutes), tick=True):
            look_in_gym(till.ports, till.actor)
    by_key = till.company.provider is Provider.CARDCOM
    found = till.charge(charge_id).state
    assert found is (ChargeState.PAID if by_key else ChargeState.FAILED)
    assert len(till.moved()) - moved == by_key


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=2)), st.booleans())
def test_nothing_is_given_up_while_what_was_told_could_still_arrive(since, by_key):
    last_told = rules.TOLD_AGAIN if by_key else timedelta(0)
    given_up = rules.unheard(since, by_key=by_key) is Unheard.GIVE_UP
    assert given_up == (since >= last_told + rules.ARRIVED)
    assert by_key or rules.unheard(since, by_key=by_key) is not Unheard.TELL_AGAIN
