"""A process that is stopped between "told" and telling, and wakes up later, charges nobody a second time."""

from datetime import timedelta

import time_machine

from fitkit.core import clock
from fitkit.core.i18n import Lang
from fitkit.core.ids import new_id
from fitkit.core.work import open_work
from fitkit.features.payments import actions, flows, rules
from fitkit.features.payments.rules import ChargeState
from tests.conftest import Gym
from tests.factories.payments import PRICE, Till, make_till


def begun(till: Till, charge_id: object) -> actions.Telling:
    with open_work(till.actor) as w:
        telling = actions.begin_charge(w, charge_id=charge_id, lang=Lang.HE)
    assert telling is not None
    return telling


def test_whoever_wakes_up_late_tells_nobody(gym: Gym):
    till = make_till(gym.system)
    asleep = till.by_card()
    telling = begun(till, asleep)
    with time_machine.travel(clock.now() + rules.TOLD_WITHIN + timedelta(seconds=1), tick=False):
        view = flows.tell(till.ports, till.actor, telling=telling)
    assert view.state is ChargeState.UNKNOWN, "it is looked up as any whose answer did not come"
    assert till.moved() == []


def test_what_was_looked_for_in_vain_and_told_again_is_not_charged_by_the_sleeper(gym: Gym):
    till = make_till(gym.system)
    first = till.by_card()
    telling = begun(till, first)
    later = clock.now() + rules.BELIEVED + timedelta(seconds=1)
    with time_machine.travel(later, tick=False) as time:
        assert till.ask(first).state is ChargeState.PAID
        time.shift(timedelta(seconds=1))
        flows.tell(till.ports, till.actor, telling=telling)
    assert till.moved() == [PRICE]


def test_what_was_given_up_and_charged_anew_is_not_charged_by_the_sleeper(gym: Gym):
    till = make_till(gym.system)
    cause = new_id()
    first = till.by_card(cause_id=cause)
    telling = begun(till, first)
    later = clock.now() + rules.TOLD_AGAIN + rules.ARRIVED
    with time_machine.travel(later, tick=False) as time:
        assert till.ask(first).state is ChargeState.FAILED
        again = till.by_card(cause_id=cause)
        assert till.collect(again).state is ChargeState.PAID
        time.shift(timedelta(seconds=1))
        flows.tell(till.ports, till.actor, telling=telling)
    assert till.moved() == [PRICE]


def test_a_second_who_begins_gets_nothing_to_tell(gym: Gym):
    till = make_till(gym.system)
    charge_id = till.by_card()
    begun(till, charge_id)
    with open_work(till.actor) as w:
        assert actions.begin_charge(w, charge_id=charge_id, lang=Lang.HE) is None
