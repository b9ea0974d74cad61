"""A member's balance after ten years, and the debts of two thousand members, beside the bare SQL of each."""

import statistics
import time
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from fitkit.core import db
from fitkit.core.actor import VISITOR, Actor, system
from fitkit.core.ids import new_id
from fitkit.core.money import Money
from fitkit.core.permissions import ROLES, Role
from fitkit.core.work import open_work
from fitkit.dev.bench import _ground

MEMBERS: Final = 2_000  # each of them owes
MONTHS: Final = 120
ROUNDS: Final = 200
DEBT_ROUNDS: Final = 30
POSTS: Final = 200
_VAT: Final = Fraction(18, 100)

# Each month a sale, and two days later its payment; the last two months are not paid.
_POSTINGS = """
insert into ledger_posting (id, created_at, updated_at, org_id, kind, at, cause_kind, cause_id, note)
select gen_random_uuid(), now(), now(), '{org}', '{kind}', now() - n * interval '30 days' + interval '{late}',
  'charge', md5(m.id::text || n)::uuid, ''
from member m, generate_series({last}, {months}) n where m.org_id = '{org}'
"""
_LINES = """
insert into ledger_entry (id, created_at, updated_at, org_id, posting_id, at, account, member_id,
  amount_agorot, vat_per_mille, number, balance_agorot, charged_agorot)
with months as (
  select m.id as whose, md5(m.id::text || n)::uuid as cause_id
  from member m, generate_series({last}, {months}) n where m.org_id = '{org}'
), mine as (
  select p.*, whose, case p.kind when 'sale' then 39000 else -39000 end as amount
  from months join ledger_posting p using (cause_id)
), lines as (
  select id, at, kind, 'member' as account, whose, amount, null::int as vat from mine
  union all select id, at, kind, 'revenue', null, -33051, 180 from mine where kind = 'sale'
  union all select id, at, kind, 'vat', null, -5949, null from mine where kind = 'sale'
  union all select id, at, kind, 'cash', null, 39000, null from mine where kind = 'payment'
)
select gen_random_uuid(), now(), now(), '{org}', id, at, account, whose, amount, vat,
  case when account = 'member' then row_number() over so_far end,
  case when account = 'member' then sum(amount) over so_far end,
  case when account = 'member' then sum(greatest(amount, 0)) over so_far end
from lines window so_far as (partition by account, whose order by at, id)
"""
# What is bare: the same answers by the plainest statement over the same rows, without a gym or a hook.
_BARE_BALANCE = (
    "select sum(amount_agorot) from ledger_entry where member_id = %s and account = 'member'"
)
_BARE_DEBTS = """
select member_id, sum(amount_agorot) from ledger_entry where org_id = %s and account = 'member'
group by member_id having sum(amount_agorot) > 0
"""


def _gym() -> tuple[UUID, list[UUID]]:
    """A gym of two thousand members."""
    from fitkit.features.members import actions as people
    from fitkit.features.members.rules import MemberDetails
    from fitkit.features.orgs.rules import GymKind
    from fitkit.features.orgs.tables import Org

    org_id = new_id()
    with open_work(VISITOR.as_platform("bench")) as w:
        w.add(Org(id=org_id, slug=f"bench-{org_id.hex[-8:]}", name="Bench", kind=GymKind.CROSSFIT))
    with open_work(system(org_id)) as w:
        return org_id, [
            people.add(w, details=MemberDetails(f"M{n}", "Bench")) for n in range(MEMBERS)
        ]


def _fill(org_id: UUID) -> int:
    """Ten years of the book, in bulk by the owner of the tables; returns the entries.

    Its triggers rest meanwhile: what was filled in is proved afterwards.
    """
    owner = sa.create_engine(db.url(db.OWNER), poolclass=sa.NullPool)
    tables = ("ledger_posting", "ledger_entry")
    with owner.begin() as c:
        for table in tables:
            c.exec_driver_sql(f"alter table {table} disable trigger user")
        for kind, late, last in (("sale", "0 days", 0), ("payment", "2 days", 2)):
            filled = {"org": org_id, "kind": kind, "late": late, "last": last}
            c.exec_driver_sql(_POSTINGS.format(**filled, months=MONTHS - 1))
        c.exec_driver_sql("analyze ledger_posting")
        c.exec_driver_sql(_LINES.format(org=org_id, last=0, months=MONTHS - 1))
        for table in tables:
            c.exec_driver_sql(f"alter table {table} enable trigger user")
        entries: int = c.exec_driver_sql("select count(*) from ledger_entry").scalar_one()
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as c:
        c.exec_driver_sql("vacuum analyze")
    owner.dispose()
    return entries


def _timed(deed: Callable[[], object], rounds: int) -> list[float]:
    """Milliseconds of each round; one before them makes plans and fills caches."""
    deed()
    took = []
    for _ in range(rounds):
        begins = time.perf_counter()
        deed()
        took.append((time.perf_counter() - begins) * 1000)
    return took


def _p95(took: list[float]) -> float:
    return _ground.percentile(took, 0.95)


def _post(org_id: UUID, member_id: UUID) -> None:
    from fitkit.features.ledger import actions
    from fitkit.features.ledger.rules import postings
    from fitkit.features.ledger.rules.accounts import Cause

    with open_work(system(org_id)) as w:
        draft = postings.sale(member_id, Money(39_000), rate=_VAT)
        actions.post(w, draft=draft, cause=Cause("charge", new_id()), at=w.now)


def main() -> Mapping[str, object]:
    """Milliseconds (p95) of a balance and of the debt list, a posting, a proof; ratios to bare SQL."""
    _ground.own_database("ledger")
    from fitkit.features.ledger import actions, queries

    org_id, members = _gym()
    entries = _fill(org_id)
    _ground.say(f"{entries} entries of {MEMBERS} members")
    owner = Actor(org_id=org_id, permissions=ROLES[Role.OWNER])
    turn = iter(members * 10)

    def balance() -> None:
        with open_work(owner) as w:
            if queries.balance(w, member_id=next(turn)) != Money(78_000):
                raise RuntimeError("not what they owe")

    def debts() -> None:
        with open_work(owner) as w:
            if len(queries.debts(w).rows) != MEMBERS:
                raise RuntimeError("not everybody who owes")

    bare = sa.create_engine(db.url(db.OWNER), pool_size=1)

    def bare_balance() -> None:
        with bare.begin() as c:
            c.exec_driver_sql(_BARE_BALANCE, (next(turn),)).scalar_one()

    def bare_debts() -> None:
        with bare.begin() as c:
            c.exec_driver_sql(_BARE_DEBTS, (org_id,)).all()

    balances, sums = _timed(balance, ROUNDS), _timed(bare_balance, ROUNDS)
    lists, groups = _timed(debts, DEBT_ROUNDS), _timed(bare_debts, DEBT_ROUNDS)
    begins = time.perf_counter()
    with open_work(system(org_id)) as w:
        if not actions.prove(w):
            raise RuntimeError("the book is not sound")
    proof = time.perf_counter() - begins
    posts = _timed(lambda: _post(org_id, next(turn)), POSTS)
    bare.dispose()
    db.engine().dispose()
    return {
        "entries": entries,
        "balance_ms": round(_p95(balances), 2),
        "balance_p50_ms": round(statistics.median(balances), 2),
        "balance_ratio": round(statistics.median(balances) / statistics.median(sums), 2),
        "debt_list_ms": round(_p95(lists), 1),
        "debt_list_p50_ms": round(statistics.median(lists), 1),
        "debt_list_ratio": round(statistics.median(lists) / statistics.median(groups), 2),
        "post_ms": round(statistics.median(posts), 2),
        "proof_ms": round(proof * 1000),
    }
