"""The platform's payments and health: stuck first, opened for a reason, and nothing of it for anybody else."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from fitkit.core import clock
from fitkit.core.actor import VISITOR, Actor
from fitkit.core.i18n import Lang
from fitkit.core.permissions import ROLES, Role
from fitkit.features.payments.rules import ChargeState
from fitkit.integrations.sandbox.cards import Fate
from fitkit.web.platform.health.state import HealthState
from fitkit.web.platform.payment.state import GymPaymentState
from fitkit.web.platform.payments.state import GymPaymentsState
from tests.conftest import Gym
from tests.factories.identity import make_user
from tests.factories.payments import Till, make_till
from tests.web.driver import Tab


@pytest.fixture
def team(gym: Gym) -> Actor:
    return replace(VISITOR, permissions=ROLES[Role.PLATFORM_ADMIN], user_id=make_user())


@pytest.fixture
def till(gym: Gym) -> Till:
    return make_till(gym.system)


@pytest.fixture
def lost(till: Till):
    """A charge that the company took an hour ago, and whose answer was lost."""
    with time_machine.travel(clock.now() - timedelta(hours=1)):
        charge_id = till.by_card(Fate.LOST)
        assert till.collect(charge_id).state is ChargeState.UNKNOWN
    return charge_id


@pytest.mark.parametrize("lang", Lang)
async def test_the_stuck_one_is_opened_for_a_reason_and_asked_about(team, till, lost, lang):
    async with Tab(team, f"/{lang}/platform/payments/") as tab:
        await tab.fire(GymPaymentsState, "load")
        state = await tab.state(GymPaymentsState)
        assert (state.problem, [r.id for r in state.stuck]) == ("", [str(lost)])
        await tab.fire(GymPaymentsState, "find", needle="nothing like it")
        assert (await tab.state(GymPaymentsState)).rows == []
    async with Tab(team, state.stuck[0].href) as tab:
        await tab.fire(GymPaymentState, "load")
        shut = await tab.state(GymPaymentState)
        assert (shut.is_open, shut.steps, shut.problem) == (False, [], "")
        await tab.fire(GymPaymentState, "look_into", form={"reason": " "})
        assert "reason" in (await tab.state(GymPaymentState)).problems
        await tab.fire(GymPaymentState, "look_into", form={"reason": "ticket 12"})
        opened = await tab.state(GymPaymentState)
        assert opened.is_open
        assert opened.head.may_ask
        assert "ticket 12" in opened.head.why
        assert not any("{" in s.words for s in opened.steps)
        await tab.fire(GymPaymentState, "ask")
        assert not (await tab.state(GymPaymentState)).head.may_ask
    assert till.charge(lost).state is ChargeState.PAID


async def test_health_tells_of_it_and_is_well_afterwards(team, till, lost):
    async with Tab(team, "/en/platform/health/") as tab:
        await tab.fire(HealthState, "load")
        state = await tab.state(HealthState)
        assert state.problem == ""
        assert "charges" in [g.kind for g in state.groups]
        till.ask(lost)
        await tab.fire(HealthState, "load")
        assert "charges" not in [g.kind for g in (await tab.state(HealthState)).groups]


@pytest.mark.parametrize("role", [Role.OWNER, Role.COACH, Role.MEMBER])
async def test_nobody_of_the_gym_sees_it(gym, lost, role):
    async with Tab(gym.acting(role), f"/en/platform/payments/{lost}/") as tab:
        await tab.fire(GymPaymentsState, "load")
        await tab.fire(GymPaymentState, "look_into", form={"reason": "mine"})
        await tab.fire(HealthState, "load")
        assert (await tab.state(GymPaymentsState)).stuck == []
        assert not (await tab.state(GymPaymentState)).is_open
        assert (await tab.state(HealthState)).groups == []
