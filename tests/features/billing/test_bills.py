"""All that a member owes is paid in one charge, the oldest first, once, whoever else is about to take a part of it."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from fitkit.core.actor import VISITOR
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions, flows, queries
from fitkit.features.billing.actions import collecting
from fitkit.features.billing.queries import periods as due
from fitkit.features.billing.rules.taking import Part
from fitkit.features.billing.rules.words import BillState, PeriodState
from fitkit.features.billing.tables import Bill, Period
from fitkit.features.ledger import actions as ledger
from fitkit.features.ledger.rules import postings
from fitkit.features.ledger.rules.accounts import Cause
from fitkit.features.payments.rules import ChargeState
from fitkit.integrations.sandbox.cards import Fate
from fitkit.ports.payments import PayWay
from tests.conftest import Gym, make_gym
from tests.factories.renewals import PRICE, Renewing, make_renewing, today
from tests.features.billing.test_renewals_killed import add_deals

FEE = Money.shekels(30)


@pytest.fixture
def gym(real_database: str) -> Gym:
    return make_gym()


def owing(gym: Gym, *, fate: Fate | None = None, deals: int = 2) -> Renewing:
    """A member who owes a period of each of some plans."""
    deal = make_renewing(gym, anchor=today() - timedelta(days=40), fate=fate)
    add_deals(deal, deals - 1)
    deal.hour()
    return deal


def token_of(deal: Renewing) -> str:
    with open_work(deal.gym.acting(Role.OWNER)) as w:
        return queries.due_path(w, member_id=deal.member_id).rsplit("/", 1)[-1]


def page(deal: Renewing) -> UUID:
    """The charge of the page that the link leads to."""
    flows.pay_due(deal.till.ports, VISITOR, token=token_of(deal), lang=Lang.HE)
    with open_work(deal.gym.system) as w:
        (charge_id,) = due.open_charges(w, member_id=deal.member_id)
    return charge_id


def pay(deal: Renewing, charge_id: UUID) -> None:
    deal.till.fill(charge_id)
    deal.till.ask(charge_id)
    deal.settle()


def owe_fee(deal: Renewing, amount: Money = FEE) -> None:
    """Something that is not of a period."""
    with open_work(deal.gym.system) as w:
        draft = postings.correction(deal.member_id, amount)
        ledger.post(w, draft=draft, cause=Cause("test", new_id()), at=w.now)


def states(deal: Renewing) -> set[PeriodState]:
    with open_work(deal.gym.system) as w:
        return set(w.session.scalars(select(Period.state)))


def bills(deal: Renewing) -> list[BillState]:
    with open_work(deal.gym.system) as w:
        return list(w.session.scalars(select(Bill.state).order_by(Bill.id)))


def test_the_link_takes_all_that_is_open_in_one_charge(gym: Gym):
    deal = owing(gym, deals=3)
    owe_fee(deal)
    first = page(deal)
    assert page(deal) == first, "two tabs have one page"
    pay(deal, first)
    assert states(deal) == {PeriodState.PAID}
    assert deal.till.moved() == [PRICE.times(3) + FEE]
    assert deal.balance() == ZERO
    with pytest.raises(Refusal):
        page(deal)


def test_a_debt_of_no_period_is_paid_by_the_link_too(gym: Gym):
    deal = make_renewing(gym, anchor=today() - timedelta(days=3), fate=None)
    owe_fee(deal)
    seen = flows.see_due(deal.till.ports, VISITOR, token=token_of(deal))
    assert (seen.other, seen.total, seen.unpaid) == (FEE, FEE, ())
    pay(deal, page(deal))
    assert deal.balance() == ZERO


def test_staff_charge_the_kept_card_for_all_of_it(gym: Gym):
    deal = owing(gym)
    deal.till.card(Fate.APPROVED)
    owner = gym.acting(Role.OWNER)
    flows.charge_debt(deal.till.ports, owner, member_id=deal.member_id)
    deal.settle()
    deal.collect()
    assert states(deal) == {PeriodState.PAID}
    assert sum(deal.till.moved(), ZERO) == PRICE.times(2)
    assert deal.balance() == ZERO


def test_a_refused_card_leaves_the_debt_as_it_was(gym: Gym):
    deal = owing(gym)
    with open_work(gym.acting(Role.OWNER)) as w, pytest.raises(Refusal):
        actions.take_all(w, member_id=deal.member_id, way=PayWay.CARD, note="")
    deal.till.card(Fate.SOFT_LATER)
    found = flows.charge_debt(deal.till.ports, gym.acting(Role.OWNER), member_id=deal.member_id)
    assert found is ChargeState.DECLINED
    deal.settle()
    assert bills(deal)[-1] is BillState.OVER
    assert PeriodState.PAID not in states(deal)
    assert deal.till.moved() == []


def test_cash_pays_all_of_it_at_once(gym: Gym):
    deal = owing(gym)
    with open_work(gym.acting(Role.OWNER)) as w:
        taken = actions.take_all(w, member_id=deal.member_id, way=PayWay.CASH, note="")
    deal.settle()
    assert taken == PRICE.times(2)
    assert states(deal) == {PeriodState.PAID}
    assert deal.balance() == ZERO


def test_a_page_of_before_that_is_paid_after_all_was_goes_back_by_itself(gym: Gym):
    deal = owing(gym)
    charge_id = page(deal)
    with open_work(gym.acting(Role.OWNER)) as w:
        actions.take_all(w, member_id=deal.member_id, way=PayWay.CASH, note="")
    deal.settle()
    pay(deal, charge_id)
    assert deal.till.moved() == [PRICE.times(2), -PRICE.times(2)]
    assert deal.balance() == ZERO


def test_a_page_of_one_period_that_is_paid_after_all_was_goes_back_too(gym: Gym):
    deal = owing(gym, deals=1)
    alone = page(deal)
    owe_fee(deal)
    both = page(deal)
    assert both != alone
    pay(deal, both)
    pay(deal, alone)
    assert deal.till.moved() == [PRICE + FEE, PRICE, -PRICE]
    assert deal.balance() == ZERO


def test_nothing_is_charged_by_itself_while_all_of_it_is_being_paid(gym: Gym):
    deal = owing(gym)
    charge_id = page(deal)
    deal.till.card(Fate.APPROVED)  # would be charged at once
    deal.settle()
    deal.collect()
    assert deal.till.moved() == []
    pay(deal, charge_id)
    assert deal.till.moved() == [PRICE.times(2)]
    assert states(deal) == {PeriodState.PAID}


def test_part_of_it_paid_by_hand_changes_what_the_page_asks_for(gym: Gym):
    deal = owing(gym)
    before = page(deal)
    with open_work(gym.acting(Role.OWNER)) as w:
        actions.take_now(w, period_id=deal.period().id, way=PayWay.CASH, note="")
    deal.settle()
    after = page(deal)
    assert after != before
    assert deal.till.charge(after).amount == PRICE
    pay(deal, after)
    assert deal.balance() == ZERO


def test_while_a_card_is_charged_for_a_part_no_page_is_opened(gym: Gym):
    deal = make_renewing(gym, anchor=today() - timedelta(days=40), fate=Fate.APPROVED)
    add_deals(deal, 1)
    flows.renewals.open_due(deal.till.ports, gym.system)
    with open_work(gym.system) as w:
        assert collecting.claim_try(w) is not None
    with pytest.raises(Refusal):
        page(deal)


# --- less than all of it, at the desk ------------------------------------------------------------


def take(deal: Renewing, agorot: int, seen: Money, period_id: UUID | None = None) -> Money:
    part = Part(Money(agorot), seen)
    with open_work(deal.gym.acting(Role.OWNER)) as w:
        if period_id is None:
            taken = actions.take_all(
                w, member_id=deal.member_id, way=PayWay.CASH, note="", part=part
            )
        else:
            taken = actions.take_now(w, period_id=period_id, way=PayWay.CASH, note="", part=part)
    deal.settle()
    return taken


@pytest.mark.parametrize("agorot", [1, PRICE.agorot - 1, PRICE.times(2).agorot - 1])
def test_a_part_of_it_pays_the_oldest_first_and_the_rest_is_owed(gym: Gym, agorot: int):
    deal = owing(gym)
    all_of_it = PRICE.times(2)
    assert take(deal, agorot, all_of_it) == Money(agorot)
    rest = all_of_it - Money(agorot)
    assert deal.balance() == rest
    paid = [row for row in rows(deal) if row.state is PeriodState.PAID]
    assert len(paid) == agorot // PRICE.agorot
    assert sum(row.credit_agorot for row in rows(deal)) == agorot
    assert take(deal, rest.agorot, rest) == rest  # to the agora
    assert deal.balance() == ZERO
    assert states(deal) == {PeriodState.PAID}


@pytest.mark.parametrize("agorot", [0, -1, PRICE.times(2).agorot + 1])
def test_nothing_or_an_agora_more_than_all_of_it_is_refused(gym: Gym, agorot: int):
    deal = owing(gym)
    with pytest.raises(Refusal) as refused:
        take(deal, agorot, PRICE.times(2))
    assert refused.value.field == "amount"
    assert deal.balance() == PRICE.times(2)


def test_two_tabs_record_a_part_once(gym: Gym):
    deal = owing(gym)
    take(deal, 10_000, PRICE.times(2))
    with pytest.raises(Refusal):
        take(deal, 10_000, PRICE.times(2))
    assert deal.balance() == PRICE.times(2) - Money(10_000)


def test_a_part_of_a_period_is_no_more_than_the_period(gym: Gym):
    deal = owing(gym)
    chosen = deal.period().id
    with pytest.raises(Refusal) as refused:
        take(deal, PRICE.agorot + 1, PRICE.times(2), chosen)
    assert refused.value.field == "amount"
    take(deal, PRICE.agorot - 1, PRICE.times(2), chosen)
    assert deal.balance() == PRICE + Money(1)


def rows(deal: Renewing) -> list[Period]:
    with open_work(deal.gym.system) as w:
        found = select(Period).where(Period.member_id == deal.member_id, Period.number > 0)
        return list(w.session.scalars(found))
