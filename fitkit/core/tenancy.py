"""Session hooks: every read is filtered by gym, every write is stamped and checked; the database is told the gym."""

from functools import cache, lru_cache
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import BindParameter, Connection, Select, bindparam, event, inspect, or_, select
from sqlalchemy.orm import (
    Mapper,
    ORMExecuteState,
    Session,
    SessionTransaction,
    UOWTransaction,
    with_loader_criteria,
)
from sqlalchemy.sql.base import ExecutableOption

from fitkit.core.link import Link
from fitkit.core.tables import InOrg, Row, SharedIn


class _Scope:
    """A scope that is not one gym."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


ALL: Final = _Scope("all gyms")  # the platform
NONE: Final = _Scope("no gym")  # a visitor: global tables only
Scope = UUID | _Scope


class TenancyError(RuntimeError):
    """A programming error, never shown to a person."""


class OrgSession(Session):
    """A session of one gym (or of none, or of the platform) for its whole life."""

    def __init__(self, *, scope: Scope, **kw: Any) -> None:  # Any: SQLAlchemy's own keywords
        """Take the scope; everything else goes to SQLAlchemy."""
        super().__init__(autoflush=True, expire_on_commit=False, **kw)
        self.scope = scope


_NARROWED: Final = object()  # nobody else can say that a statement names its gym
R = TypeVar("R", bound=Row)


@event.listens_for(OrgSession, "after_begin")
def _tell_database(session: OrgSession, _tx: SessionTransaction, connection: Connection) -> None:
    # Both are always set: in tests several sessions share one outer transaction, and "local" lasts until its end.
    org = str(session.scope) if isinstance(session.scope, UUID) else ""
    role = "fitkit_platform" if session.scope is ALL else "none"
    # Only a UUID or nothing is put into the statement.
    told = f"select set_config('app.org_id', '{org}', true), set_config('role', '{role}', true)"
    raw: Any = connection.connection.dbapi_connection
    if isinstance(raw, Link):  # in autocommit: begin and tell in one round trip
        raw.at_once("begin; " + told)
    else:
        raw.execute(told)


@event.listens_for(OrgSession, "do_orm_execute")
def _filter(state: ORMExecuteState) -> None:
    scope = state.session.scope  # type: ignore[attr-defined]  # an OrgSession by registration
    if not state.is_orm_statement and not state.execution_options.get("core"):
        raise TenancyError(f"Core or textual statement: use w.hot: {str(state.statement)[:80]}")
    if scope is ALL or state.is_column_load or state.execution_options.get("narrowed") is _NARROWED:
        return
    if state.is_insert and state.is_orm_statement:
        raise TenancyError("bulk ORM insert: use w.add")
    if not (state.is_select or state.is_update or state.is_delete):
        return
    state.statement = state.statement.options(*_only(scope if isinstance(scope, UUID) else None))


@lru_cache(
    maxsize=1024
)  # they never change, and making them costs as much as the statement's own compiling
def _only(org: UUID | None) -> tuple[ExecutableOption, ...]:
    """What narrows a statement to one gym, or to none."""
    return (
        with_loader_criteria(InOrg, lambda cls: cls.org_id == org, include_aliases=True),
        with_loader_criteria(
            SharedIn,
            lambda cls: or_(cls.org_id == org, cls.org_id.is_(None)),
            include_aliases=True,
        ),
    )


def by_id(session: OrgSession, table: type[R], id: UUID) -> R | None:  # noqa: A002  # the word of the field
    """The row of this gym with an id: what ``Session.get`` under the hook finds, at half its price."""
    mapper: Mapper[R] = inspect(table)
    if session.scope is ALL or mapper.identity_key_from_primary_key((id,)) in session.identity_map:
        return session.get(table, id)
    org = session.scope if isinstance(session.scope, UUID) else None
    return session.execute(
        _by_id(table), {"id": id, "org": org}, execution_options={"narrowed": _NARROWED}
    ).scalar_one_or_none()


@cache  # a statement a table
def _by_id(table: type[R]) -> Select[R]:
    t: Any = table  # Any: columns are fields to mypy
    found = select(t).where(t.id == bindparam("id"))
    org: BindParameter[UUID] = bindparam("org")
    if issubclass(table, InOrg):
        return found.where(t.org_id == org)
    if issubclass(table, SharedIn):
        return found.where(or_(t.org_id == org, t.org_id.is_(None)))
    return found


@event.listens_for(OrgSession, "before_flush")
def _stamp(session: OrgSession, _ctx: UOWTransaction, _instances: object) -> None:
    scope = session.scope
    if scope is ALL:
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, InOrg | SharedIn):
            if row in session.new and row.org_id is None:
                setattr(row, "org_id", scope if isinstance(scope, UUID) else None)  # noqa: B010  # ClassVar to mypy
            if row.org_id != scope:
                raise TenancyError(f"{type(row).__name__} of another gym")
