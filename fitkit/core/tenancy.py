"""Session hooks: every read is filtered by gym, every write is stamped and checked; the database is told the gym."""

from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, event, or_
from sqlalchemy.orm import (
    ORMExecuteState,
    Session,
    SessionTransaction,
    UOWTransaction,
    with_loader_criteria,
)
from sqlalchemy.sql.base import ExecutableOption

from fitkit.core.link import Link
from fitkit.core.tables import InOrg, SharedIn


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
    if scope is ALL or state.is_column_load:
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
