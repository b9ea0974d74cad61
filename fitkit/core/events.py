"""What has happened: one table is the history, the audit trail and the outbox."""

import dataclasses
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlmodel import Field, Index

from fitkit.core.tables import JSON, OrgRow, Row

KINDS: dict[str, type["Event"]] = {}
LISTENERS: dict[str, list[Callable[..., None]]] = {}


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something in the past tense, about one row; fields are ids, enums, numbers, days and short facts.

    No field may hold a secret or a health answer: the log keeps events for ever.
    """

    name: ClassVar[str]
    about: UUID

    def __init_subclass__(cls, **kw: object) -> None:
        """Register the kind under its name."""
        super().__init_subclass__(**kw)
        KINDS[cls.name] = cls

    def facts(self) -> dict[str, Any]:
        """The fields as JSON values, ``about`` left out (it has its own column)."""
        return {
            f.name: _plain(getattr(self, f.name))
            for f in dataclasses.fields(self)
            if f.name != "about"
        }


def from_facts(name: str, about: UUID, facts: dict[str, Any]) -> Event:
    """The event again, from its row; fields unknown to today's code are dropped."""
    kind = KINDS[name]
    types_ = _field_types(kind)
    return kind(about=about, **{k: _typed(v, types_[k]) for k, v in facts.items() if k in types_})


class EventLog(OrgRow, table=True):
    """One row an event in a gym, written with the change itself."""

    __tablename__ = "event_log"

    name: str = Field(max_length=80)
    about: UUID  # the row it is about; of any table
    actor_user_id: UUID | None = None  # empty: FitKit itself
    ip: str | None = Field(default=None, max_length=45)
    reason: str | None = None  # why the platform acted here
    facts: dict[str, Any] = Field(sa_type=JSON, nullable=False)

    __table_args__ = (
        Index("ix_event_log_about", "org_id", "about", "id"),  # a row's history
        Index("ix_event_log_name", "org_id", "name", "id"),  # the trail by kind
        Index("ix_event_log_actor", "org_id", "actor_user_id", "id"),  # the trail by person
        Index("ix_event_log_when", "org_id", "id"),  # the whole trail, newest first
    )


class PlatformLog(Row, table=True):
    """Events outside any gym: sign-ins, platform work. Same columns, no gym."""

    __tablename__ = "platform_log"

    name: str = Field(max_length=80, index=True)
    about: UUID = Field(index=True)
    actor_user_id: UUID | None = Field(default=None, index=True)
    ip: str | None = Field(default=None, max_length=45)
    reason: str | None = None
    facts: dict[str, Any] = Field(sa_type=JSON, nullable=False)


def _plain(value: object) -> Any:  # Any: a JSON value
    match value:
        case UUID():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case tuple() | list():
            return [_plain(v) for v in value]
        case dict():
            return {str(k): _plain(v) for k, v in value.items()}
        case StrEnum():
            return value.value
    return value


def _field_types(kind: type[Event]) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {f.name: hints[f.name] for f in dataclasses.fields(kind)}


def _typed(value: Any, kind: Any) -> Any:  # Any: JSON in, the field's type out
    if value is None:
        return None
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        kind = next(a for a in typing.get_args(kind) if a is not type(None))
        return _typed(value, kind)
    if origin in (tuple, list):
        inner = typing.get_args(kind)[0]
        return origin(_typed(v, inner) for v in value)
    if kind in (datetime, date):
        return kind.fromisoformat(value)
    if isinstance(kind, type) and (kind is UUID or issubclass(kind, StrEnum)):
        return kind(value)
    return value
