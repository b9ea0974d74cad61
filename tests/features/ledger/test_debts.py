"""Who owes: since when and of which age, a page at a time, under a search, in every order; the sums of all."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
import time_machine

from fitkit.core.clock import ISRAEL, day_of
from fitkit.core.errors import Refusal
from fitkit.core.money import Money
from fitkit.core.paging import BAD_CURSOR, cursor
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.ledger import actions, queries
from fitkit.features.ledger.queries import DebtFilter, DebtOrder, DebtSum, DebtView
from fitkit.features.ledger.rules.accounts import Account
from fitkit.features.members import actions as members
from tests.conftest import Gym
from tests.factories.entry import statements
from tests.factories.ledger import pay, sell
from tests.factories.members import make_member

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
AGES = (7, 30, 60)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


def ils(shekels: int) -> Money:
    return Money.shekels(shekels)


def ago(w, days: int) -> datetime:
    return w.now - timedelta(days=days)


def all_pages(w, only: DebtFilter, *, limit: int) -> Iterator[DebtView]:
    """Every page from the first on; each says the same of all."""
    page = queries.debts(w, ages=AGES, only=only, limit=limit)
    sums = page.sums
    while True:
        assert page.sums == sums
        assert len(page.rows) <= limit
        yield from page.rows
        if page.after is None:
            return
        page = queries.debts(w, ages=AGES, only=only, after=page.after, limit=limit)


def test_a_debt_is_as_old_as_its_oldest_unpaid_charge(w):
    me, paid, credit = (make_member(w, n) for n in ("נועה", "דנה", "רון"))
    for days in (100, 40, 5):
        sell(w, me, 300, at=ago(w, days))
    pay(w, me, 450)
    sell(w, paid, 300)
    pay(w, paid, 300)
    pay(w, credit, 50)
    found = queries.debts(w, ages=AGES)
    (row,) = found.rows
    assert (row.member_id, row.owed, row.since) == (me, ils(450), date(2026, 10, 14))
    nobody = DebtSum(0, ils(0), 0)
    assert found.sums == (nobody, nobody, DebtSum(1, ils(450), 1), nobody)


def test_a_charge_that_was_paid_to_the_agora_is_not_part_of_a_debt(w):
    me = make_member(w)
    for days in (100, 40):
        sell(w, me, 300, at=ago(w, days))
    pay(w, me, 300)
    assert queries.debts(w, ages=AGES).rows[0].since == date(2026, 10, 14)


def test_a_bounced_cheque_makes_the_old_charge_as_old_as_it_was(w):
    me = make_member(w)
    sell(w, me, 300, at=ago(w, 80))
    cheque = pay(w, me, 300, into=Account.CHEQUES, at=ago(w, 70))
    sell(w, me, 300, at=ago(w, 10))
    actions.take_back(w, posting_id=cheque, at=w.now, note="חזר")
    (row,) = queries.debts(w, ages=AGES).rows
    assert row.since == day_of(ago(w, 80), ISRAEL)


def test_a_reversed_charge_is_nobodys_debt_and_pays_no_other(w):
    me = make_member(w)
    wrong = sell(w, me, 500, at=ago(w, 95))
    sell(w, me, 200, at=ago(w, 20))
    actions.reverse(w, posting_id=wrong, reason="טעות")
    sell(w, me, 100)
    (row,) = queries.debts(w, ages=AGES).rows
    assert (row.owed, row.since) == (ils(300), day_of(ago(w, 20), ISRAEL))


@pytest.mark.parametrize(
    ("days", "age"), [(0, 0), (7, 0), (8, 1), (30, 1), (31, 2), (60, 2), (61, 3)]
)
def test_each_day_belongs_to_its_age(w, days, age):
    sell(w, make_member(w), 10, at=ago(w, days))
    assert [one.count for one in queries.debts(w, ages=AGES).sums] == [n == age for n in range(4)]


def test_the_day_of_an_age_is_the_gyms(w):
    """Past midnight in Tel Aviv is the next day already: seven days ago, not eight."""
    sell(w, make_member(w), 10, at=datetime(2026, 11, 15, 22, 30, tzinfo=UTC))
    sell(w, make_member(w), 10, at=datetime(2026, 11, 15, 21, 30, tzinfo=UTC))
    assert [one.count for one in queries.debts(w, ages=AGES).sums] == [1, 1, 0, 0]


def test_the_archive_still_owes(w):
    me = make_member(w)
    sell(w, me, 20)
    members.archive(w, member_id=me)
    assert [(r.member_id, r.is_archived) for r in queries.debts(w, ages=AGES).rows] == [(me, True)]


def some_debts(w, dice: Random) -> dict[UUID, tuple[Money, datetime]]:
    """Members with sales, payments and mistakes; and by a plain walk over them, who owes what since when."""
    owing = {}
    for n in range(30):
        me = make_member(w, f"M{n % 7}", f"Levi{n}")
        days = sorted((dice.randint(0, 90) for _ in range(dice.randint(1, 6))), reverse=True)
        stands = []
        for back in days:
            amount = dice.randint(1, 4) * 50
            made = sell(w, me, amount, at=ago(w, back))
            if dice.random() < 0.25:
                actions.reverse(w, posting_id=made, reason="טעות")
            else:
                stands.append((ago(w, back), amount))
        paid = dice.choice([0, 50, 100, 175, 400])
        if paid:
            pay(w, me, paid)
        left = sum(amount for _, amount in stands) - paid
        if left > 0:
            for at, amount in stands:  # the oldest is paid first
                if paid < amount:
                    owing[me] = (ils(left), at)
                    break
                paid -= amount
    return owing


@pytest.mark.parametrize("limit", [1, 4, 200])
@pytest.mark.parametrize("order", DebtOrder)
@pytest.mark.parametrize("descending", [False, True])
def test_pages_hold_everybody_once_in_order_whatever_was_sold_and_paid(w, order, descending, limit):
    owing = some_debts(w, Random(f"{order}{limit}{descending}"))
    rows = list(all_pages(w, DebtFilter(order=order, descending=descending), limit=limit))
    assert {r.member_id: (r.owed, r.since) for r in rows} == {
        who: (owed, day_of(at, ISRAEL)) for who, (owed, at) in owing.items()
    }
    assert len(rows) == len(owing)
    keys = [
        {"since": owing[r.member_id][1], "owed": r.owed, "name": r.name.casefold()}[order]
        for r in rows
    ]
    assert keys == sorted(keys, reverse=descending)


def test_search_and_age_narrow_the_rows_and_never_the_sums_of_all(w):
    old, young, other = (make_member(w, n) for n in ("נועה כהן", "נועה לוי", "דנה"))
    sell(w, old, 300, at=ago(w, 70))
    sell(w, young, 200)
    sell(w, other, 100)
    found = queries.debts(w, ages=AGES, only=DebtFilter(search="נועה"))
    assert [r.member_id for r in found.rows] == [old, young]
    assert [(s.count, s.total, s.fitting) for s in found.sums] == [
        (2, ils(300), 1), (0, ils(0), 0), (0, ils(0), 0), (1, ils(300), 1),
    ]  # fmt: skip
    aged = queries.debts(w, ages=AGES, only=DebtFilter(search="נועה", age=3))
    assert [r.member_id for r in aged.rows] == [old]
    nobody = queries.debts(w, ages=AGES, only=DebtFilter(search="%"))
    assert nobody.rows == ()
    assert [(s.count, s.fitting) for s in nobody.sums] == [(2, 0), (0, 0), (0, 0), (1, 0)]


BAD = ("x", cursor("a"), cursor("x", "y"), cursor("2026-11-23T10:00:00", "y"), cursor("\0", str(UUID(int=1))),
       cursor("9" * 30, str(UUID(int=1))), cursor("2026-11-23T10:00:00", str(UUID(int=1))))  # fmt: skip


@pytest.mark.parametrize("order", [DebtOrder.SINCE, DebtOrder.OWED])
@pytest.mark.parametrize("after", BAD)
def test_a_cursor_that_is_none_of_ours_is_refused(w, order, after):
    with pytest.raises(Refusal) as refused:
        queries.debts(w, ages=AGES, only=DebtFilter(order=order), after=after)
    assert refused.value.text == BAD_CURSOR


def test_one_statement_reads_a_page_and_the_sums(gym: Gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        sell(w, make_member(w), 10)
        w.session.flush()
        with statements() as sent:
            queries.debts(w, ages=AGES)
    assert len(sent) == 1
