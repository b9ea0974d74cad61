"""What has happened to members."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from fitkit.core.events import Event
from fitkit.features.members.rules import FormKind, MemberSource, MemberStatus


@dataclass(frozen=True, kw_only=True)
class MemberAdded(Event):
    """A person was written down."""

    name: ClassVar[str] = "members.added"
    member_id: UUID
    source: MemberSource


@dataclass(frozen=True, kw_only=True)
class MemberChanged(Event):
    """Details were changed; which, not to what."""

    name: ClassVar[str] = "members.changed"
    member_id: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MemberStatusChanged(Event):
    """A member stands differently with the gym."""

    name: ClassVar[str] = "members.status_changed"
    member_id: UUID
    before: MemberStatus
    after: MemberStatus


@dataclass(frozen=True, kw_only=True)
class MembersTagged(Event):
    """A tag was put on members who did not wear it; about the tag."""

    name: ClassVar[str] = "members.tagged"
    tag_id: UUID
    member_ids: tuple[UUID, ...]
    count: int


@dataclass(frozen=True, kw_only=True)
class MembersUntagged(Event):
    """A tag was taken off members who wore it; about the tag."""

    name: ClassVar[str] = "members.untagged"
    tag_id: UUID
    member_ids: tuple[UUID, ...]
    count: int


@dataclass(frozen=True, kw_only=True)
class MemberNoteAdded(Event):
    """Staff wrote a note; what it says stays in the note."""

    name: ClassVar[str] = "members.note_added"
    member_id: UUID
    note_id: UUID


@dataclass(frozen=True, kw_only=True)
class MemberNoteRemoved(Event):
    """A note was taken away."""

    name: ClassVar[str] = "members.note_removed"
    member_id: UUID
    note_id: UUID


@dataclass(frozen=True, kw_only=True)
class MemberArchived(Event):
    """A member was put away."""

    name: ClassVar[str] = "members.archived"
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class MemberRestored(Event):
    """A member was brought back from the archive."""

    name: ClassVar[str] = "members.restored"
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class TagRenamed(Event):
    """A tag has another name."""

    name: ClassVar[str] = "members.tag_renamed"
    tag_id: UUID


@dataclass(frozen=True, kw_only=True)
class TagRemoved(Event):
    """A tag is gone, from all who wore it."""

    name: ClassVar[str] = "members.tag_removed"
    tag_id: UUID
    count: int


@dataclass(frozen=True, kw_only=True)
class NationalIdRead(Event):
    """Somebody looked at an ID number."""

    name: ClassVar[str] = "members.national_id_read"
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class GuardianSet(Event):
    """Somebody else acts for a member, or nobody any more; about the member."""

    name: ClassVar[str] = "members.guardian_set"
    member_id: UUID
    guardian_id: UUID | None
    guardian_before: UUID | None


@dataclass(frozen=True, kw_only=True)
class FormRecorded(Event):
    """A form is on file; that it is, not what it says. About the form."""

    name: ClassVar[str] = "members.form_recorded"
    member_id: UUID
    form: FormKind


@dataclass(frozen=True, kw_only=True)
class FormWithdrawn(Event):
    """A form was put on file by mistake; about the form."""

    name: ClassVar[str] = "members.form_withdrawn"
    member_id: UUID
    form: FormKind
