"""Refunds whose answers were lost, looked for in a list that carries no keys: a transaction is one refund's."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core import clock
from fitkit.core.ids import new_id
from fitkit.core.money import Money
from fitkit.core.work import open_work
from fitkit.dev.standins.serving import Trouble
from fitkit.features.payments import actions, flows
from fitkit.features.payments.rules import Claim, Listed, RefundState, claimed
from fitkit.ports.payments import Paid, Provider, Transaction
from tests.conftest import Gym
from tests.factories.payments import Till
from tests.features.payments.companies import CompanyTill, company, make_company_till

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HUNDRED = Money.shekels(100)
DONE, UNKNOWN = RefundState.DONE, RefundState.UNKNOWN


def told(minutes: int = 0) -> Claim:
    return Claim(new_id(), NOON + minutes * MINUTE)


def moved(minutes: int, key: str = "") -> Listed:
    return Listed(new_id().hex, key, NOON + minutes * MINUTE)


def test_the_only_one_there_is_the_only_one_that_asks():
    mine, there = told(), moved(1)
    assert claimed(mine, [], [there]) == there
    assert claimed(mine, [], []) is None


def test_two_that_ask_for_one_get_none_of_it():
    one, other, there = told(), told(1), moved(2)
    assert claimed(one, [other], [there]) is claimed(other, [one], [there]) is None


def test_two_that_ask_for_two_get_one_each():
    one, other, first, second = told(), told(1), moved(1), moved(2)
    assert claimed(one, [other], [second, first]) == first
    assert claimed(other, [one], [first, second]) == second


def test_more_than_were_told_are_nobodys():
    assert claimed(told(), [], [moved(1), moved(2)]) is None


def test_what_was_before_it_was_told_is_not_its_own():
    one, later, first = told(), told(11), moved(0)
    assert claimed(later, [one], [first]) is None
    assert claimed(one, [later], [first]) == first
    assert claimed(told(10), [], [first]) == first  # at the limit: clocks may differ by ten minutes


def test_a_key_tells_them_apart():
    one, other = told(), told()
    there = moved(1, one.id.hex)
    assert claimed(one, [other], [there]) == there
    assert claimed(other, [one], [there]) is None
    also = moved(2)
    assert claimed(other, [one], [there, also]) == also


@given(st.lists(st.tuples(st.integers(0, 60), st.booleans(), st.integers(-9, 90)), max_size=7))
def test_whoever_is_given_one_went_back_and_nobody_else_is_given_it(refunds):
    claims = [told(at) for at, _, _ in refunds]
    listed = [moved(at + after) for at, is_out, after in refunds if is_out]
    given_ = {
        mine.id: found
        for mine in claims
        if (found := claimed(mine, [c for c in claims if c != mine], listed)) is not None
    }
    assert len({one.number for one in given_.values()}) == len(given_)
    out = {claim.id for claim, (_, is_out, _) in zip(claims, refunds, strict=True) if is_out}
    assert set(given_) <= out
    if all(is_out for _, is_out, _ in refunds):
        assert len(given_) == len(claims)


# --- at a company whose list carries no keys of refunds --------------------------------------------


@pytest.fixture
def cards(gym: Gym) -> Iterator[CompanyTill]:
    with company(Provider.CARDCOM) as one:
        yield make_company_till(gym.system, one)


def lost(till: CompanyTill, trouble: Trouble, charge_id=None):
    """A refund of a hundred whose answer did not come."""
    refund_id = till.refund(charge_id or till.paid(), HUNDRED)
    till.company.there.spoil("RefundByTransactionId", trouble)
    found = flows.give_back(till.ports, till.actor, refund_id=refund_id)
    assert found.state is UNKNOWN
    return refund_id


def searched(till: CompanyTill, *refund_ids, minutes: int = 5) -> list[RefundState]:
    with time_machine.travel(clock.now() + minutes * MINUTE, tick=True):
        return [flows.give_back(till.ports, till.actor, refund_id=one).state for one in refund_ids]


def numbers(till: CompanyTill, *charge_ids) -> list[str | None]:
    return [one.transaction_id for c in charge_ids for one in till.refunds(c)]


@pytest.mark.parametrize("is_first_out", [True, False])
def test_one_that_went_out_is_not_claimed_by_two(cards: CompanyTill, is_first_out: bool) -> None:
    troubles = [Trouble.LOST, Trouble.STUCK]
    ids = [lost(cards, one) for one in (troubles if is_first_out else troubles[::-1])]
    assert searched(cards, *ids) == [UNKNOWN, UNKNOWN]
    with open_work(cards.actor) as w:
        actions.decide_refund(w, refund_id=ids[not is_first_out], went_back=True)
    assert searched(cards, ids[is_first_out], minutes=15) == [
        UNKNOWN
    ]  # what staff decided is not its own


def test_as_many_as_were_told_are_settled_by_count(cards: CompanyTill) -> None:
    charges = [cards.paid(), cards.paid()]
    ids = [lost(cards, Trouble.LOST, one) for one in charges]
    assert searched(cards, *ids) == [DONE, DONE]
    found = numbers(cards, *charges)
    assert None not in found
    assert len(set(found)) == 2


def test_what_staff_decided_is_not_the_next_ones(cards: CompanyTill) -> None:
    charge_id = cards.paid()
    first = lost(cards, Trouble.LOST, charge_id)
    with open_work(cards.actor) as w:
        actions.decide_refund(w, refund_id=first, went_back=True)
    second = lost(cards, Trouble.STUCK, charge_id)
    assert searched(cards, second) == [UNKNOWN]
    cards.company.there.land()
    assert searched(cards, second, minutes=15) == [DONE]


def test_a_number_that_is_anothers_settles_nothing(till: Till) -> None:
    charge_id = till.paid()
    refund_ids = [till.refund(charge_id, HUNDRED) for _ in range(2)]
    there = Transaction("1", "", HUNDRED, NOON, is_refund=True)
    for one in refund_ids:
        with open_work(till.actor) as w:
            actions.begin_giving_back(w, refund_id=one)
            actions.settle_refund(w, refund_id=one, outcome=Paid(there))
    assert [one.state for one in till.refunds(charge_id)] == [DONE, UNKNOWN]
    assert till.balance() == -(till.charge(charge_id).amount - HUNDRED)
