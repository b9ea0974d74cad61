"""The bases of every table (Row, OrgRow, SharedRow) and the kinds of columns."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from fitkit.core.clock import now
from fitkit.core.ids import new_id

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """Aware datetimes only, kept and returned in UTC."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse a naive time: nobody knows where its clock hangs."""
        if value is not None and value.tzinfo is None:
            raise ValueError("naive datetime")
        return value

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002
        """Return UTC whatever the connection's zone is."""
        return None if value is None else value.astimezone(UTC)


E = TypeVar("E", bound=StrEnum)


def choice(kind: type[E]) -> sa.Enum:
    """A StrEnum by its values, in a varchar with a named check: no native type, no member names."""
    return sa.Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=kind.__name__.lower(),
        values_callable=lambda k: [m.value for m in k],
    )


JSON = JSONB(none_as_null=True)


class Row(SQLModel):
    """Every table: id by time, when born, when last changed."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime, nullable=False)
    updated_at: datetime = Field(
        default_factory=now,
        sa_type=UtcDateTime,
        nullable=False,
        sa_column_kwargs={"onupdate": now},
    )


class _Probe:
    """SQLAlchemy asks the marker class for ``org_id`` once, to build the criteria; pydantic must not see one."""

    def __get__(self, obj: object, owner: type) -> sa.ColumnClause[UUID]:
        if owner is InOrg or owner is SharedIn:
            return sa.column("org_id", sa.Uuid())
        raise AttributeError("org_id")


class InOrg:
    """Marker for the tenancy hooks: rows of one gym."""

    org_id: ClassVar[Any]


class SharedIn:
    """Marker for the tenancy hooks: rows of one gym, or shipped to all."""

    org_id: ClassVar[Any]


class OrgRow(Row, InOrg):
    """A row of one gym: stamped on writing, filtered on reading, bound by row-level security."""

    org_id: UUID = Field(  # type: ignore[misc]  # the marker only announces it
        default=None, foreign_key="org.id", index=True, nullable=False
    )


class SharedRow(Row, SharedIn):
    """A row of a library: shipped with the product (no gym) or a gym's own."""

    org_id: UUID | None = Field(  # type: ignore[misc]
        default=None, foreign_key="org.id", index=True
    )


# Only now: pydantic warns of a shadowed attribute when the marker has it before OrgRow is made.
InOrg.org_id = _Probe()
SharedIn.org_id = _Probe()


def tenant_tables() -> Sequence[tuple[sa.Table, bool]]:
    """(table, is shared) for every mapped class that belongs to a gym, by name."""
    found: dict[str, tuple[sa.Table, bool]] = {}
    for mapper in SQLModel._sa_registry.mappers:
        if issubclass(mapper.class_, InOrg | SharedIn):
            table = mapper.local_table
            assert isinstance(table, sa.Table)  # noqa: S101  # mapped classes here have plain tables
            found[table.name] = (table, issubclass(mapper.class_, SharedIn))
    return [found[name] for name in sorted(found)]


def columns(table: type[SQLModel]) -> sa.Table:
    """The Core table behind a mapped class, for the hot statements run by ``Work.hot``."""
    core = table.__table__  # type: ignore[attr-defined]  # set by the metaclass
    assert isinstance(core, sa.Table)  # noqa: S101
    return core


def json_object(**values: Any) -> sa.Function[Any]:  # Any: what a column may hold
    """A JSON object built in a statement; its names are words of the code, never somebody's input.

    They are written out, not bound: psycopg keeps the translation of short statements only.
    """
    parts: list[Any] = []
    for name, value in values.items():
        parts += [sa.literal_column(f"'{name}'"), value]
    return sa.func.jsonb_build_object(*parts)
