"""Every table belongs to a gym or is known to be everybody's; what the database checks is what the code says."""

import re
from enum import StrEnum

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from fitkit.core.tables import InOrg, SharedIn

# Read before a gym is known, or about no gym.
GLOBAL = {
    "org", "app_user", "sign_in_session", "role_grant", "invitation", "login_code", "attempt_lock",
    "recovery_code", "push_subscription", "platform_log", "job", "rate_bucket", "kiosk_key",
    "calendar_key", "pay_key", "sales_order_key",
}  # fmt: skip


def _mapped():
    return sorted(SQLModel._sa_registry.mappers, key=lambda m: m.class_.__name__)


def test_every_table_is_a_gyms_or_known_to_be_global():
    ours = [m for m in _mapped() if m.class_.__module__.startswith("fitkit.")]
    stray = {
        m.local_table.name for m in ours if not issubclass(m.class_, InOrg | SharedIn)
    } - GLOBAL
    assert ours
    assert stray == set()


def test_every_foreign_key_is_indexed():
    bare = []
    for table in SQLModel.metadata.tables.values():
        leading = {next(iter(i.columns)).name for i in table.indexes if len(i.columns)}
        leading |= {
            next(iter(c.columns)).name
            for c in table.constraints
            if isinstance(c, sa.UniqueConstraint) and len(c.columns)
        }
        second = {
            list(i.columns)[1].name
            for i in table.indexes
            if len(i.columns) > 1 and next(iter(i.columns)).name == "org_id"
        }
        primary = {c.name for c in table.primary_key.columns}
        known = leading | second | primary
        parents = [key.parent.name for key in table.foreign_keys]
        bare += [f"{table.name}.{name}" for name in parents if name not in known]
    assert bare == []


def _choices():
    for table in SQLModel.metadata.tables.values():
        for column in table.columns:
            kind = getattr(column.type, "enum_class", None)
            if kind is not None and issubclass(kind, StrEnum):
                yield table.name, column.name, kind


def test_the_database_knows_the_same_choices_as_the_code(database):
    """Alembic does not see a changed list of values; we compare the checks themselves."""
    query = sa.text(
        "select pg_get_constraintdef(oid) from pg_constraint "
        "where contype = 'c' and conrelid = cast(:t as regclass)"
    )
    wrong = []
    with database.connect() as c:
        for table, column, kind in _choices():
            checks = [
                d
                for d in c.execute(query, {"t": table}).scalars()
                if re.search(rf"\b{column}\b", d)
            ]
            said = [set(re.findall(r"'([^']*)'", d)) for d in checks]
            if {m.value for m in kind} not in said:
                wrong.append(f"{table}.{column}: {kind.__name__}")
    assert wrong == []


@pytest.mark.parametrize("name", sorted(GLOBAL))
def test_the_global_list_names_only_real_tables(name):
    assert name in SQLModel.metadata.tables
