"""The staff's notes."""

from uuid import UUID

from fitkit.core.errors import Denied
from fitkit.core.permissions import Permission, requires
from fitkit.core.work import Work
from fitkit.features.members import rules
from fitkit.features.members.events import MemberNoteAdded, MemberNoteRemoved
from fitkit.features.members.tables import Member, MemberNote


@requires(Permission.NOTE_MEMBERS)
def add_note(w: Work, *, member_id: UUID, text: str) -> UUID:
    """Write a note about a member, for staff only; return its id.

    Raises:
        Refusal: empty, or longer than 2000 characters; at ``text``.
    """
    w.get(Member, member_id)
    note = MemberNote(
        member_id=member_id,
        author_user_id=w.actor.user_id,
        author_staff_id=w.actor.staff_id,
        text=rules.checked_note(text),
        created_at=w.now,
    )
    w.add(note)
    w.publish(MemberNoteAdded(about=member_id, member_id=member_id, note_id=note.id))
    return note.id


@requires(Permission.NOTE_MEMBERS)
def remove_note(w: Work, *, note_id: UUID) -> None:
    """Take a note away: one's own, or anybody's for those who may change members.

    Raises:
        Denied: another's note.
    """
    note = w.get(MemberNote, note_id)
    actor = w.actor
    is_author = actor.user_id is not None and note.author_user_id == actor.user_id
    if not is_author and not actor.may(Permission.EDIT_MEMBERS):
        raise Denied
    w.session.delete(note)
    w.publish(MemberNoteRemoved(about=note.member_id, member_id=note.member_id, note_id=note_id))
