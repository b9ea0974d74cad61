"""A member's balance after ten years, and the list of two thousand debtors as its screen reads it, beside the bare SQL of each."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID

import sqlalchemy as sa

from fitkit.core import clock, db
from fitkit.core.actor import VISITOR, Actor, system
from fitkit.core.ids import new_id
from fitkit.core.money import Money
from fitkit.core.paging import PAGE
from fitkit.core.permissions import ROLES, Role
from fitkit.core.work import open_work
from fitkit.dev.bench import _ground

if TYPE_CHECKING:
    from fitkit.features.billing.queries import DebtorFilter

MEMBERS: Final = 2_000  # each of them owes
MONTHS: Final = 120
UNPAID: Final = 2  # periods of each
ROUNDS: Final = 200
DEBT_ROUNDS: Final = 30
POSTS: Final = 200
_VAT: Final = Fraction(18, 100)
_PRICE: Final = Money(39_000)

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


def _owe_for_periods(org_id: UUID, members: Sequence[UUID]) -> None:
    """What the book says is unpaid, as periods of deals: the list says of each why."""
    from fitkit.features.billing.rules.words import PeriodState
    from fitkit.features.billing.tables import Deal, Period
    from fitkit.features.plans import actions as plans
    from fitkit.features.plans.rules import Every, PlanDetails, PlanKind, Terms
    from fitkit.features.subscriptions.tables import Subscription

    today = clock.day_of(clock.now(), clock.ISRAEL)
    details = PlanDetails("Bench", "Bench", Terms(PlanKind.UNLIMITED), _PRICE)
    with open_work(system(org_id)) as w:
        plan_id = plans.add(w, details=details)
        began = today - timedelta(days=31 * MONTHS)
        for member_id in members:
            held = Subscription(
                id=new_id(),
                member_id=member_id,
                plan_id=plan_id,
                kind=PlanKind.UNLIMITED,
                starts_on=began,
            )
            deal = Deal(
                id=new_id(),
                subscription_id=held.id,
                member_id=member_id,
                every=Every.MONTH,
                price_agorot=_PRICE.agorot,
                anchor_on=began,
                made_on=began,
            )
            due = [
                Period(
                    deal_id=deal.id,
                    member_id=member_id,
                    number=MONTHS - n,
                    first_on=today - timedelta(days=30 * n),
                    last_on=today - timedelta(days=30 * n - 29),
                    amount_agorot=_PRICE.agorot,
                    vat_per_mille=180,
                    state=PeriodState.DUNNING,
                    tries=1,
                )
                for n in range(UNPAID)
            ]
            for rows in ([held], [deal], due):
                w.add(*rows)
                w.session.flush()


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
        draft = postings.sale(member_id, _PRICE, rate=_VAT)
        actions.post(w, draft=draft, cause=Cause("charge", new_id()), at=w.now)


def _asked() -> tuple[tuple["DebtorFilter", int], ...]:
    """As the screen asks: as it opens, of an age in another order, as somebody types; and how many fit."""
    from fitkit.features.billing.queries import DebtorFilter
    from fitkit.features.billing.rules.renewing import Age
    from fitkit.features.ledger.queries import DebtOrder

    sevens = sum(str(n).startswith("7") for n in range(MEMBERS))
    return (
        (DebtorFilter(), MEMBERS),
        (DebtorFilter(age=Age.MONTH, order=DebtOrder.OWED, descending=True), MEMBERS),
        (DebtorFilter(search="m7", order=DebtOrder.NAME), sevens),
    )


def _debts(owner: Actor, only: "DebtorFilter", fitting: int) -> None:
    from fitkit.features.billing import queries

    with open_work(owner) as w:
        page = queries.debtors(w, only=only)
    if page.count != MEMBERS or sum(one.fitting for one in page.sums) != fitting:
        raise RuntimeError("not everybody who owes")
    if len(page.rows) != PAGE or len(page.rows[0].periods) != UNPAID:
        raise RuntimeError("not a whole page")


def main() -> Mapping[str, object]:
    """Milliseconds (p95) of a balance and of the debt list, a posting, a proof; ratios to bare SQL."""
    _ground.own_database("ledger")
    from fitkit.features.ledger import actions, queries

    org_id, members = _gym()
    _owe_for_periods(org_id, members)
    entries = _fill(org_id)
    _ground.say(f"{entries} entries of {MEMBERS} members")
    owner = Actor(org_id=org_id, permissions=ROLES[Role.OWNER])
    turn = iter(members * 10)

    def balance() -> None:
        with open_work(owner) as w:
            if queries.balance(w, member_id=next(turn)) != Money(78_000):
                raise RuntimeError("not what they owe")

    bare = sa.create_engine(db.url(db.OWNER), pool_size=1)

    def bare_balance() -> None:
        with bare.begin() as c:
            c.exec_driver_sql(_BARE_BALANCE, (next(turn),)).scalar_one()

    def bare_debts() -> None:
        with bare.begin() as c:
            c.exec_driver_sql(_BARE_DEBTS, (org_id,)).all()

    balances, sums = _timed(balance, ROUNDS), _timed(bare_balance, ROUNDS)
    by_way = [_timed(partial(_debts, owner, *one), DEBT_ROUNDS) for one in _asked()]
    lists, groups = by_way[0], _timed(bare_debts, DEBT_ROUNDS)
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
        "debt_list_ms": round(max(map(_p95, by_way)), 1),  # of the slowest way to ask
        "debt_list_p50_ms": round(statistics.median(lists), 1),
        "debt_list_ratio": round(statistics.median(lists) / statistics.median(groups), 2),
        "post_ms": round(statistics.median(posts), 2),
        "proof_ms": round(proof * 1000),
    }
