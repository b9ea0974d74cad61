"""What the database itself refuses, between gyms and of everybody; and the nightly proof."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine

from fitkit.core import clock, db, jobs
from fitkit.core.actor import VISITOR
from fitkit.core.errors import NotFound
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import ROLES, Role
from fitkit.core.work import Work, open_work
from fitkit.features.ledger import actions, queries
from fitkit.features.ledger.rules.accounts import Account
from fitkit.features.ledger.rules.proving import FaultKind
from tests.conftest import Gym, make_gym
from tests.factories.ledger import pay, sell
from tests.factories.members import committed_member, make_member

TABLES = ("ledger_posting", "ledger_entry")
ENTRY = """
insert into ledger_entry (id, created_at, updated_at, org_id, posting_id, at, account, amount_agorot)
select gen_random_uuid(), now(), now(), p.org_id, p.id, p.at, {account}, {amount} from ledger_posting p
where p.id = '{posting}'
"""


@pytest.fixture
def real(real_database: str) -> Gym:
    return make_gym()


@contextmanager
def as_owner(*, past_the_walls: bool = False) -> Iterator[sa.Connection]:
    """The owner of the schema; past the walls only by taking them down."""
    owner = sa.create_engine(db.url(db.OWNER), poolclass=sa.NullPool)
    with owner.begin() as c:
        for table in TABLES if past_the_walls else ():
            c.execute(sa.text(f"alter table {table} disable trigger user"))
        yield c
        for table in TABLES if past_the_walls else ():
            c.execute(sa.text(f"alter table {table} enable trigger user"))
    owner.dispose()


def sold(gym: Gym) -> tuple[UUID, UUID]:
    """A member and a sale to them."""
    me = committed_member(gym.acting(Role.OWNER))
    with open_work(gym.system) as w:
        return me, sell(w, me, 118)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement",
    [
        "update {} set at = at",
        "delete from {}",
        "truncate {} cascade",
        "alter table {} disable trigger all",
    ],
)
def test_nothing_in_the_book_is_changed_by_the_application_or_the_platform(
    real: Gym, table: str, statement: str
):
    sold(real)
    for who in (real.system, VISITOR.as_platform("test")):
        with pytest.raises(sa.exc.DBAPIError), open_work(who) as w:
            w.hot(sa.text(statement.format(table)))


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement", ["update {} set at = at", "delete from {}", "truncate {} cascade"]
)
def test_nor_by_the_owner_of_the_schema(real: Gym, table: str, statement: str):
    sold(real)
    with pytest.raises(sa.exc.DBAPIError, match="never changed"), as_owner() as c:
        c.execute(sa.text(statement.format(table)))


@pytest.mark.parametrize(
    ("account", "amount", "said"),
    [("'cash'", 1, "sum to zero"), ("unnest(array['cash','bank'])", 5, "sum to zero")],
)
def test_entries_that_do_not_balance_are_refused_by_the_database(real, account, amount, said):
    _, posting = sold(real)
    with pytest.raises(sa.exc.DBAPIError, match=said), open_work(real.system) as w:
        w.hot(sa.text(ENTRY.format(account=account, amount=amount, posting=posting)))


def test_a_posting_that_is_written_gets_no_more_entries(real):
    _, posting = sold(real)
    balanced = "unnest(array['cash','bank']), unnest(array[1,-1])"
    statement = ENTRY.format(account=balanced, amount="x", posting=posting).replace(", x", "")
    with pytest.raises(sa.exc.DBAPIError, match="written at once"), open_work(real.system) as w:
        w.hot(sa.text(statement))


def test_a_posting_without_entries_does_not_outlive_its_transaction(real):
    with pytest.raises(sa.exc.DBAPIError, match="without entries"), open_work(real.system) as w:
        w.hot(
            sa.text(
                "insert into ledger_posting (id, created_at, updated_at, org_id, kind, at, cause_kind,"
                " cause_id, note) values (:id, now(), now(), :org, 'sale', now(), 'charge', :id, '')"
            ),
            {"id": new_id(), "org": real.org_id},
        )


def test_two_gyms_never_see_or_touch_each_others_money(gym: Gym, other_gym: Gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        me = make_member(w)
        mine = sell(w, me, 118)
    with open_work(other_gym.acting(Role.OWNER)) as w:
        theirs = make_member(w)
        sell(w, theirs, 50)
        assert queries.balances(w, member_ids=[me, theirs]) == {me: ZERO, theirs: Money.shekels(50)}
        assert [d.member_id for d in queries.debts(w, ages=(30,)).rows] == [theirs]
        for deed in (
            lambda: sell(w, me, 1),
            lambda: queries.balance(w, member_id=me),
            lambda: queries.statement(w, member_id=me),
            lambda: queries.posting(w, posting_id=mine),
            lambda: actions.reverse(w, posting_id=mine, reason="x"),
            lambda: actions.take_back(w, posting_id=mine, at=w.now, note="x"),
            lambda: actions.correct(
                w, member_id=me, change=Money(1), seen=Money.shekels(118), reason="x"
            ),
        ):
            with pytest.raises(NotFound):
                deed()
        assert queries.balance_of_account(w, account=Account.MEMBER) == Money.shekels(50)


# The nightly proof


def prove(gym: Gym) -> bool:
    with open_work(gym.system) as w:
        return actions.prove(w)


def faults(gym: Gym) -> dict[FaultKind, int]:
    with open_work(gym.acting(Role.OWNER)) as w:
        proof = queries.last_proof(w)
        assert proof is not None
        return {f.kind: f.count for f in proof.faults}


def failures(w: Work) -> list[dict]:
    found = sa.text("select facts from event_log where name = 'ledger.proof_failed'")
    return list(w.hot(found).scalars())


def test_a_sound_book_is_proved_once_a_night(real):
    me, posting = sold(real)
    with open_work(real.system) as w:
        pay(w, me, 20)
        actions.reverse(w, posting_id=posting, reason="טעות")
        assert queries.last_proof(w) is None
    assert prove(real)
    assert prove(real)
    assert faults(real) == {}
    with open_work(real.system) as w:
        assert (queries.last_proof(w).postings, queries.last_proof(w).entries) == (3, 8)
        assert w.hot(sa.text("select count(*) from ledger_proof")).scalar() == 1
        assert failures(w) == []


PLANTED = {
    "an amount": (
        "update ledger_entry set amount_agorot = amount_agorot + 1 where account = 'revenue'",
        {FaultKind.UNBALANCED},
    ),
    "a balance": (
        "update ledger_entry set balance_agorot = 0 where account = 'member'",
        {FaultKind.BALANCE},
    ),
    "what was charged": (
        "update ledger_entry set charged_agorot = 0 where account = 'member'",
        {FaultKind.BALANCE},
    ),
    "a number": (
        "update ledger_entry set number = 7 where account = 'member' and number = 2",
        {FaultKind.BALANCE},
    ),
    "entries removed": ("delete from ledger_entry where number is null", {FaultKind.UNBALANCED}),
    "all entries removed": ("delete from ledger_entry where account <> 'x'", {FaultKind.EMPTY}),
    "a moment": (
        "update ledger_entry set at = at - interval '1 hour' where account = 'vat'",
        {FaultKind.ORPHAN},
    ),
}


@pytest.mark.parametrize("what", sorted(PLANTED))
def test_a_planted_fault_is_found_kept_and_said_aloud(real, what):
    me, _ = sold(real)
    with open_work(real.system) as w:
        sell(w, me, 59)
    other = make_gym("yam", "ים")
    statement, kinds = PLANTED[what]
    with as_owner(past_the_walls=True) as c:
        assert c.execute(sa.text(statement)).rowcount
    assert not prove(real)
    assert prove(other)
    assert set(faults(real)) == kinds
    with open_work(real.system) as w:
        (told,) = failures(w)
        assert told["faults"] == sum(faults(real).values())


def test_an_orphan_and_a_twisted_reversal_are_found(real):
    me, posting = sold(real)
    with open_work(real.system) as w:
        turned = actions.reverse(w, posting_id=posting, reason="טעות")
        other = sell(w, me, 59)
    with as_owner(past_the_walls=True) as c:
        c.execute(
            sa.text(
                "alter table ledger_entry drop constraint fk_ledger_entry_posting_id_ledger_posting"
            )
        )
        c.execute(sa.text("delete from ledger_posting where id = :id"), {"id": other})
        twist = (
            "update ledger_entry set amount_agorot = amount_agorot + (case account when 'vat' then 1 else -1 end)"
            " where posting_id = :id and account in ('vat', 'revenue')"
        )
        c.execute(sa.text(twist), {"id": turned})
    assert not prove(real)
    assert set(faults(real)) == {FaultKind.ORPHAN, FaultKind.REVERSAL}


def test_the_night_proves_each_gym_and_the_platform_sees_how_they_stand(real):
    other = make_gym("yam", "ים")
    sold(real)
    sold(other)
    with as_owner(past_the_walls=True) as c:
        c.execute(
            sa.text("update ledger_entry set balance_agorot = 1 where org_id = :o and number = 1"),
            {"o": other.org_id},
        )
    due = {t.name for t in jobs.TICKS if t.per_gym}
    assert "ledger.jobs.prove" in due
    jobs.tick(clock.now())
    jobs.run_ready()
    team = VISITOR.as_platform("look")
    team = real.acting_as(team, permissions=ROLES[Role.SUPPORT])
    with open_work(team) as w:
        health = queries.health(w)
    assert (health.sound, health.late) == (1, ())
    (failed,) = health.failed
    assert (failed.slug, failed.faults[0].kind) == ("yam", FaultKind.BALANCE)
    with time_machine.travel(clock.now() + timedelta(days=2)), open_work(team) as w:
        assert set(queries.health(w).late) == {real.org_id, other.org_id}
