"""The company's list against ours: matched by number or key, each difference kept once, settled in words."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from fitkit import wiring
from fitkit.core import clock, jobs
from fitkit.core.errors import Denied, OutsideFailure, Refusal
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.payments import actions as payment_actions
from fitkit.features.payments import queries as payment_queries
from fitkit.features.payments.tables import Charge
from fitkit.features.reconciliation import actions, flows, queries
from fitkit.features.reconciliation.rules import (
    MOST_DAYS,
    DifferenceKind,
    Ours,
    Theirs,
    compared,
    days_to_compare,
)
from fitkit.features.reconciliation.tables import Comparison
from fitkit.integrations.payments import Gateways
from fitkit.ports.payments import Paid, Provider, RefundRequest
from tests.factories.payments import PRICE, bank, make_till

D1, D2 = date(2026, 11, 21), date(2026, 11, 22)
KIND = DifferenceKind


def mine(number="t1", agorot=10_000, on=D2, *, is_refund=False) -> Ours:
    return Ours(new_id(), is_refund, number, Money(agorot), on)


def theirs(of: Ours, **changes) -> Theirs:
    same = Theirs(of.transaction_id, "", of.is_refund, of.amount, of.on)
    return replace(same, **changes)


@given(st.lists(st.tuples(st.integers(1, 10**6), st.booleans(), st.booleans()), max_size=12))
def test_lists_that_agree_differ_in_nothing(lines):
    ours = [
        mine(f"t{n}", agorot, D1 if early else D2, is_refund=back)
        for n, (agorot, back, early) in enumerate(lines)
    ]
    listed = [
        theirs(one, transaction_id=f"x{n}", key=one.key) if n % 2 else theirs(one)
        for n, one in enumerate(ours)
    ]
    assert compared(ours, listed[::-1], days=(D1, D2)) == ()


def test_each_kind_of_difference_is_told_apart():
    gone, other, agreed = mine("a"), mine("b"), mine("c")
    stray = theirs(mine("z", 7_000))
    listed = [theirs(other, amount=Money(9_900)), theirs(agreed), stray]
    found = compared([gone, other, agreed], listed, days=(D1, D2))
    assert [(f.kind, f.transaction_id) for f in found] == [
        (KIND.NOT_THERE, "a"),
        (KIND.AMOUNT, "b"),
        (KIND.NOT_HERE, "z"),
    ]
    assert [f.ours for f in found] == [Money(10_000), Money(10_000), None]
    assert [f.theirs for f in found] == [None, Money(9_900), Money(7_000)]


def test_a_charge_of_midnight_that_is_listed_a_day_later_is_no_difference():
    one = mine(on=D2)
    assert compared([one], [theirs(one, on=D2 + timedelta(days=1))], days=(D1, D2)) == ()
    early = mine(on=D1 - timedelta(days=1))
    assert compared([early], [theirs(early, on=D1)], days=(D1, D2)) == ()


def test_what_is_of_other_days_is_missed_by_another_night():
    outside = mine(on=D1 - timedelta(days=1))
    stray = theirs(mine("z"), on=D2 + timedelta(days=1))
    assert compared([outside], [stray], days=(D1, D2)) == ()


def test_a_refund_is_not_the_payment_of_the_same_number():
    paid, back = mine("a"), mine("a", 4_000, is_refund=True)
    found = compared([paid, back], [theirs(paid)], days=(D1, D2))
    assert [(f.kind, f.is_refund) for f in found] == [(KIND.NOT_THERE, True)]


# --- over the demo's company ---------------------------------------------------------------------


def today() -> date:
    return clock.day_of(clock.now(), clock.ISRAEL)


def compare(till) -> None:
    """As a night would, but of today: the demo's company knows no other day."""
    flows.compare(till.ports, till.actor, account_id=till.account_id, days=(today(),))


def found(gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        return queries.differences(w)


def test_a_night_without_differences_says_how_many_were_compared(gym):
    till = make_till(gym.acting(Role.OWNER))
    till = replace(till, actor=gym.system)
    charge = till.paid()
    refund = till.refund(charge, Money(1_000))
    from fitkit.features.payments import flows as payments

    payments.give_back(till.ports, till.actor, refund_id=refund)
    compare(till)
    assert found(gym) == ()
    with open_work(gym.acting(Role.OWNER)) as w:
        [night] = queries.comparisons(w)
    assert (night.theirs, night.ours, night.provider) == (2, 2, Provider.DEMO)


def test_what_the_company_took_and_we_do_not_know_is_found_once_and_settled(gym):
    till = replace(make_till(gym.acting(Role.OWNER)), actor=gym.system)
    charge = till.open()
    till.page(charge)
    till.fill(charge)  # paid there; nobody asked yet
    compare(till)
    compare(till)
    [one] = found(gym)
    assert (one.kind, one.ours) == (KIND.NOT_HERE, None)
    assert one.charge_state is not None  # the charge is known by its key, and still open here
    assert one.member
    till.ask(charge)
    compare(till)  # in order by now
    assert found(gym) == ()


def test_what_we_say_moved_and_the_company_does_not_know_is_found(gym):
    till = replace(make_till(gym.acting(Role.OWNER)), actor=gym.system)
    charge = till.paid()
    with open_work(gym.system) as w:
        row = w.hold(Charge, charge)
        row.transaction_id = "999999999"
    with bank()._store.writing() as c:
        c.execute("update moves set key = 'another' where key = ?", [charge.hex])
    compare(till)
    assert {one.kind for one in found(gym)} == {KIND.NOT_THERE, KIND.NOT_HERE}


def test_a_difference_is_settled_with_words_by_who_may(gym):
    till = replace(make_till(gym.acting(Role.OWNER)), actor=gym.system)
    charge = till.open()
    till.page(charge)
    till.fill(charge)
    compare(till)
    [one] = found(gym)
    with open_work(gym.acting(Role.COACH)) as w, pytest.raises(Denied):
        actions.settle(w, difference_id=one.id, note="x")
    with open_work(gym.acting(Role.OWNER)) as w:
        with pytest.raises(Refusal):
            actions.settle(w, difference_id=one.id, note="  ")
        actions.settle(w, difference_id=one.id, note="נגבה במסוף")
        with pytest.raises(Refusal):
            actions.settle(w, difference_id=one.id, note="שוב")
    compare(till)
    assert found(gym) == ()


# --- what comes back -----------------------------------------------------------------------------


def move(charge, key: str) -> None:
    """What the company's list says of whose charge it is."""
    with bank()._store.writing() as c:
        c.execute("update moves set key = ? where cast(id as text) = ?", [key, charge])


@pytest.fixture
def stray(gym):
    """A payment that the company has and we do not know of: the till, and what names it there."""
    till = replace(make_till(gym.acting(Role.OWNER)), actor=gym.system)
    charge = till.paid()
    number = till.charge(charge).transaction_id
    lose(gym, charge)
    move(number, "another")
    return till, charge, number


def lose(gym, charge, number="999999999") -> None:
    with open_work(gym.system) as w:
        w.hold(Charge, charge).transaction_id = number


def kinds(gym) -> set[DifferenceKind]:
    return {one.kind for one in found(gym)}


def settle_all(gym, note="נגבה במסוף") -> None:
    for one in found(gym):
        with open_work(gym.acting(Role.OWNER)) as w:
            actions.settle(w, difference_id=one.id, note=note)


def test_what_a_night_found_in_order_and_comes_back_is_open_again_with_its_history(gym, stray):
    till, charge, number = stray
    compare(till)
    lose(gym, charge, number)  # it was in order after all
    compare(till)
    assert found(gym) == ()
    lose(gym, charge)
    compare(till)
    assert kinds(gym) == {KIND.NOT_THERE, KIND.NOT_HERE}
    for one in found(gym):
        [past] = one.past
        assert (past.by_staff, past.note) == (False, "")
        assert past.settled_at <= past.opened_at


def test_what_staff_settled_stays_settled_until_it_was_in_order_meanwhile(gym, stray):
    till, charge, number = stray
    compare(till)
    settle_all(gym)
    for _ in range(2):
        compare(till)
        assert found(gym) == ()
    lose(gym, charge, number)
    compare(till)
    lose(gym, charge)
    compare(till)
    compare(till)  # once, however many nights
    assert {one.past[0].note for one in found(gym)} == {"נגבה במסוף"}
    assert {len(one.past) for one in found(gym)} == {1}
    settle_all(gym, "שוב")
    compare(till)
    assert found(gym) == ()


def test_what_was_settled_and_has_another_amount_is_open_again(gym, stray):
    till, _, number = stray
    compare(till)
    settle_all(gym)
    with bank()._store.writing() as c:
        c.execute("update moves set agorot = agorot + 1 where cast(id as text) = ?", [number])
    compare(till)
    [one] = found(gym)
    assert (one.kind, one.theirs) == (KIND.NOT_HERE, PRICE + Money(1))
    assert [past.note for past in one.past] == ["נגבה במסוף"]


def test_what_comes_back_is_told_like_what_is_new(gym, stray):
    till, charge, number = stray
    compare(till)
    lose(gym, charge, number)
    compare(till)
    lose(gym, charge)
    compare(till)
    with open_work(gym.system) as w:
        told = sa.text(
            "select facts from event_log where name = 'reconciliation.differences_found'"
        )
        assert [row.facts["count"] for row in w.hot(told)] == [2, 2]


def test_a_refund_of_the_companys_screen_agrees_once_it_is_noted(gym):
    till = replace(make_till(gym.acting(Role.OWNER)), actor=gym.system)
    charge = till.paid()
    asked = RefundRequest(
        new_id().hex, till.charge(charge).transaction_id, Money(1_000), PRICE, ZERO
    )
    with open_work(gym.system) as w:
        name = payments_of(w, till).credentials["account"]
    there = bank().refund(name, asked)
    assert isinstance(there, Paid)
    compare(till)
    [one] = found(gym)
    assert (one.kind, one.is_refund, one.theirs) == (KIND.NOT_HERE, True, Money(1_000))
    with open_work(gym.acting(Role.OWNER)) as w:
        payment_actions.note_refund(
            w, charge_id=charge, amount=Money(1_000), why="בקשה",
            number=there.transaction.id, made_on=today(),
        )  # fmt: skip
    jobs.run_ready(till.ports)
    assert found(gym) == ()
    compare(till)
    assert found(gym) == ()


class Silent:
    """The demo's company, whose list does not come."""

    def __init__(self, beneath):
        self.beneath = beneath

    def __getattr__(self, name):
        return getattr(self.beneath, name)

    def transactions(self, first, last):
        raise OutsideFailure("no answer")


def silent():
    """The ports, with no list."""
    opened = wiring.ports().payments
    gateways = Gateways({Provider.DEMO: lambda c: Silent(opened.open(Provider.DEMO, c))})
    return replace(wiring.ports(), payments=gateways)


def payments_of(w, till):
    return payment_queries.dialled(w, account_id=till.account_id)


def test_a_list_that_does_not_come_is_no_difference(gym):
    till = replace(make_till(gym.acting(Role.OWNER)), actor=gym.system)
    till.paid()
    flows.compare(silent(), gym.system, account_id=till.account_id, days=(today(),))
    assert found(gym) == ()
    with open_work(gym.acting(Role.OWNER)) as w:
        [night] = queries.comparisons(w)
    assert night.compared_at is None


def test_another_gyms_differences_are_not_seen(gym, other_gym):
    till = replace(make_till(gym.acting(Role.OWNER)), actor=gym.system)
    charge = till.open()
    till.page(charge)
    till.fill(charge)
    compare(till)
    assert found(gym)
    assert found(other_gym) == ()


# --- nights without a list -----------------------------------------------------------------------


def compared_until(till, last_on: date) -> None:
    """As if the last night whose list came had been the one after that day."""
    flows.reconcile(till.ports, till.actor)
    with open_work(till.actor) as w:
        row = w.session.scalars(sa.select(Comparison).with_for_update()).one()
        row.first_on, row.last_on = last_on - timedelta(days=1), last_on
        row.at = row.compared_at = clock.day_span(last_on + timedelta(days=1), clock.ISRAEL)[0]


def missed(gym, till, on: date) -> None:
    """A payment of that day which is on no list."""
    charge = till.paid()
    move(till.charge(charge).transaction_id, f"another-{on}")
    lose(gym, charge, f"lost-{on}")
    with open_work(gym.system) as w:
        w.hold(Charge, charge).paid_on = on


def night_of(gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        [night] = queries.comparisons(w)
    return night


def test_days_whose_list_did_not_come_are_compared_by_the_next_night_that_has_one(gym):
    till = replace(make_till(gym.acting(Role.OWNER)), actor=gym.system)
    day = timedelta(days=1)
    last = today() - 5 * day
    compared_until(till, last)
    missed(gym, till, last + day)
    for _ in range(3):
        flows.reconcile(silent(), gym.system)
    assert found(gym) == ()
    assert night_of(gym).missing == (last + day, today() - day)
    flows.reconcile(till.ports, gym.system)
    assert [(one.kind, one.on) for one in found(gym)] == [(KIND.NOT_THERE, last + day)]
    night = night_of(gym)
    assert (night.first_on, night.last_on, night.missing) == (last, today() - day, None)


def test_a_night_goes_back_thirty_one_days_and_no_more(gym):
    till = replace(make_till(gym.acting(Role.OWNER)), actor=gym.system)
    compared_until(till, today() - timedelta(days=40))
    missed(gym, till, today() - timedelta(days=MOST_DAYS))
    missed(gym, till, today() - timedelta(days=MOST_DAYS + 1))
    flows.reconcile(till.ports, gym.system)
    assert [one.on for one in found(gym)] == [today() - timedelta(days=31)]


def test_an_account_that_was_never_compared_goes_on_from_its_first_night(gym):
    till = replace(make_till(gym.acting(Role.OWNER)), actor=gym.system)
    flows.reconcile(silent(), gym.system)
    with open_work(gym.system) as w:
        row = w.session.scalars(sa.select(Comparison).with_for_update()).one()
        assert row.compared_at is None
        row.first_on -= timedelta(days=2)
    flows.reconcile(silent(), gym.system)
    assert night_of(gym).missing == (today() - timedelta(days=4), today() - timedelta(days=1))
    missed(gym, till, today() - timedelta(days=4))
    flows.reconcile(till.ports, gym.system)
    assert [one.on for one in found(gym)] == [today() - timedelta(days=4)]


@pytest.mark.parametrize(
    ("since", "count"),
    [(None, 2), (1, 2), (2, 2), (3, 3), (MOST_DAYS, 31), (MOST_DAYS + 1, 31), (400, 31)],
)
def test_a_night_compares_two_days_or_all_since_the_last(since, count):
    last = None if since is None else D2 - timedelta(days=since)
    days = days_to_compare(D2, since=last)
    assert len(days) == count
    assert (days[0], days[-1]) == (D2 - timedelta(days=count), D2 - timedelta(days=1))
