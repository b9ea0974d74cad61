"""Two walls: the session's hooks, and row-level security under them. Table by table."""

import datetime as dt
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel, select

from fitkit.core import actor, db
from fitkit.core.ids import new_id
from fitkit.core.tables import InOrg, SharedIn, UtcDateTime, columns, tenant_tables
from fitkit.core.tenancy import TenancyError
from fitkit.core.work import open_work

CLASSES = sorted(
    (m.class_ for m in SQLModel._sa_registry.mappers if issubclass(m.class_, InOrg | SharedIn)),
    key=lambda c: c.__tablename__,
)
PLATFORM = actor.VISITOR.as_platform("test")


def value_for(  # noqa: C901
    column: sa.Column, row: dict[str, object]
) -> object:
    """Anything of the column's type; checks and keys of other tables are off while filling."""
    kind = column.type
    if column.name == "org_id":
        return row["org_id"]
    if isinstance(kind, sa.Uuid):
        return new_id()
    if isinstance(kind, sa.Enum):
        return kind.enums[0]
    if isinstance(kind, JSONB):
        return {}
    if isinstance(kind, sa.Boolean):
        return False
    if isinstance(kind, sa.Integer | sa.Float):
        return 1
    if isinstance(kind, sa.Date):
        return dt.date(2026, 1, 1)
    if isinstance(kind, sa.Time):
        return dt.time(8)
    if isinstance(kind, UtcDateTime | sa.DateTime):
        return dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    if isinstance(kind, sa.LargeBinary):
        return b"bytes"
    return new_id().hex[-7:][: getattr(kind, "length", None)]


def fill(table: sa.Table, org_id: UUID) -> UUID:
    """One row, past foreign keys and checks: only whose it is matters here."""
    row: dict[str, object] = {"org_id": org_id}
    for column in table.columns:
        if not column.nullable:
            row[column.name] = value_for(column, row)
    owner = sa.create_engine(db.url("postgres", db.settings().database), poolclass=sa.NullPool)
    with owner.begin() as c:
        c.execute(sa.text("set local session_replication_role = replica"))
        for check in table.constraints:
            if isinstance(check, sa.CheckConstraint):
                c.execute(
                    sa.text(f'alter table {table.name} drop constraint if exists "{check.name}"')
                )
        c.execute(sa.insert(table).values(row))
    owner.dispose()
    return row["id"]  # type: ignore[return-value]


@pytest.fixture(scope="module")
def two_gyms(request):
    """A committed database of its own, with a row of each gym in every table."""
    import os

    from tests.conftest import WORKER, copy_of_template

    name = f"walls_{WORKER}"
    before = os.environ["FITKIT_DATABASE"]
    copy_of_template(name)
    os.environ["FITKIT_DATABASE"] = name
    db.settings.cache_clear()
    db.engine.cache_clear()
    from tests.conftest import make_gym

    gyms = (make_gym("a", "A"), make_gym("b", "B"))
    rows = {t.name: tuple(fill(t, g.org_id) for g in gyms) for t, _ in tenant_tables()}
    yield gyms, rows
    db.engine().dispose()
    os.environ["FITKIT_DATABASE"] = before
    db.settings.cache_clear()
    db.engine.cache_clear()


@pytest.mark.parametrize("kind", CLASSES, ids=lambda c: c.__tablename__)
def test_a_gym_sees_its_own_rows_only(kind, two_gyms):
    (a, _), rows = two_gyms
    mine, theirs = rows[kind.__tablename__]
    with open_work(a.system) as w:
        assert w.session.execute(select(kind.id)).scalars().all() == [mine]
        assert w.session.get(kind, theirs) is None
        # the second wall, under the hooks
        assert w.hot(sa.select(columns(kind).c.id)).scalars().all() == [mine]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda c: c.__tablename__)
def test_a_visitor_sees_nothing(kind, two_gyms):
    with open_work(actor.VISITOR) as w:
        assert w.session.execute(select(kind.id)).first() is None
        assert w.hot(sa.select(columns(kind).c.id)).first() is None


@pytest.mark.parametrize("kind", CLASSES, ids=lambda c: c.__tablename__)
def test_a_gym_cannot_touch_the_others_rows(kind, two_gyms):
    (a, _b), rows = two_gyms
    _, theirs = rows[kind.__tablename__]
    table = columns(kind)
    keeps_history = kind.__tablename__ in {"event_log", "ledger_posting", "ledger_entry"}
    with open_work(a.system) as w:
        if not keeps_history:
            assert (
                w.hot(
                    sa.update(table).where(table.c.id == theirs).values(updated_at=w.now)
                ).rowcount
                == 0
            )
            assert w.hot(sa.delete(table).where(table.c.id == theirs)).rowcount == 0
    with open_work(PLATFORM) as w:
        assert w.session.get(kind, theirs) is not None


@pytest.mark.parametrize("kind", CLASSES, ids=lambda c: c.__tablename__)
def test_a_row_for_another_gym_is_refused_by_both_walls(kind, two_gyms):
    (a, b), _ = two_gyms
    row = {"org_id": b.org_id}
    for column in columns(kind).columns:
        if not column.nullable:
            row[column.name] = value_for(column, row)
    with pytest.raises(TenancyError), open_work(a.system) as w:
        w.add(kind(**row))
    with (
        pytest.raises(sa.exc.ProgrammingError, match="row-level security"),
        open_work(a.system) as w,
    ):
        w.hot(sa.insert(columns(kind)), row)


def test_the_platform_sees_both(two_gyms):
    _, rows = two_gyms
    with open_work(PLATFORM) as w:
        for kind in CLASSES:
            assert set(w.session.execute(select(kind.id)).scalars()) >= set(
                rows[kind.__tablename__]
            )


def test_the_application_can_neither_drop_a_table_nor_lift_the_wall_nor_rewrite_history(two_gyms):
    for statement in (
        "drop table event_log",
        "alter table event_log disable row level security",
        "update event_log set name = 'x'",
        "delete from event_log",
        "update alembic_version set version_num = 'x'",
        "insert into alembic_version values ('x')",
        "delete from alembic_version",
        "set role fitkit_owner",
    ):
        with pytest.raises(sa.exc.ProgrammingError), open_work(actor.VISITOR) as w:
            w.hot(sa.text(statement))


def test_a_plain_statement_is_refused_in_a_work(rolled_back):
    with pytest.raises(TenancyError), open_work(actor.VISITOR) as w:
        w.session.execute(sa.text("select 1"))


def test_after_a_work_the_connection_belongs_to_nobody(two_gyms):
    (a, _), _ = two_gyms
    with open_work(a.system) as w:
        w.hot(sa.text("select 1"))
    with db.engine().connect() as c:
        assert c.execute(sa.text("select current_setting('app.org_id', true)")).scalar() in (
            "",
            None,
        )
