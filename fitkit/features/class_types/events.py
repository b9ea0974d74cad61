"""What has happened to class types."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from fitkit.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ClassTypeAdded(Event):
    """The gym gives a new kind of class."""

    name: ClassVar[str] = "class_types.added"
    class_type_id: UUID


@dataclass(frozen=True, kw_only=True)
class ClassTypeChanged(Event):
    """Details or policy were changed; which, not to what."""

    name: ClassVar[str] = "class_types.changed"
    class_type_id: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ClassTypeRetired(Event):
    """No new classes of this kind."""

    name: ClassVar[str] = "class_types.retired"
    class_type_id: UUID


@dataclass(frozen=True, kw_only=True)
class ClassTypeRestored(Event):
    """Classes of this kind are given again."""

    name: ClassVar[str] = "class_types.restored"
    class_type_id: UUID
