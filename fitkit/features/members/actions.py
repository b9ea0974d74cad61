"""Changes of members: add, change, tag, note, archive."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from fitkit.core import crypto
from fitkit.core.clock import day_of
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.ids import new_id
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.search import fold
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.identity import actions as identity
from fitkit.features.members import queries, rules
from fitkit.features.members.events import (
    FormRecorded,
    FormWithdrawn,
    GuardianSet,
    MemberAdded,
    MemberArchived,
    MemberChanged,
    MemberNoteAdded,
    MemberNoteRemoved,
    MemberRestored,
    MembersTagged,
    MemberStatusChanged,
    MembersUntagged,
    NationalIdRead,
    TagRemoved,
    TagRenamed,
)
from fitkit.features.members.rules import (
    DuplicateMember,
    FormKind,
    MemberDetails,
    MemberStatus,
    OwnDetails,
)
from fitkit.features.members.tables import Member, MemberForm, MemberNote, MemberTag, Tag
from fitkit.texts import members as texts

_KEPT = (
    "first_name",
    "last_name",
    "phone",
    "email",
    "birth_date",
    "gender",
    "address",
    "emergency_name",
    "emergency_phone",
    "source",
    "joined_on",
)
_OWN = ("phone", "email", "address", "emergency_name", "emergency_phone", "gender")
_NEW_TAG = insert(columns(Tag)).on_conflict_do_nothing()
_MT = columns(MemberTag)
_WEAR = insert(_MT).on_conflict_do_nothing()


@dataclass(frozen=True, slots=True)
class Tagged:
    """What tagging came to: the tag, and how many members it is new to."""

    tag_id: UUID
    name: str
    count: int


@requires(Permission.EDIT_MEMBERS)
def add(w: Work, *, details: MemberDetails) -> UUID:
    """Write a person down as a lead and return their id; nobody is written down twice unnoticed.

    Raises:
        DuplicateMember: somebody has this phone or e-mail, archived or not.
        Invalid: fields at fault.
    """
    clean = rules.checked(details, today=day_of(w.now, w.actor.zone))
    _refuse_duplicate(w, clean)
    return _add(w, clean)


@requires(Permission.EDIT_MEMBERS)
def add_despite_duplicate(w: Work, *, details: MemberDetails) -> UUID:
    """Write a person down although somebody has the same phone or e-mail: a family shares one.

    Raises:
        Invalid: fields at fault.
    """
    return _add(w, rules.checked(details, today=day_of(w.now, w.actor.zone)))


@requires(Permission.EDIT_MEMBERS)
def change(w: Work, *, member_id: UUID, details: MemberDetails) -> None:
    """Replace what is known of a member; the joining day stays unless another is given.

    Who acts for them is ``set_guardian``'s.

    Raises:
        Invalid: fields at fault.
    """
    row = w.hold(Member, member_id)
    given = details if details.joined_on else replace(details, joined_on=row.joined_on)
    clean = rules.checked(given, today=day_of(w.now, w.actor.zone))
    changed = [*_write(row, {name: getattr(clean, name) for name in _KEPT})]
    if _keep_national_id(row, clean.national_id):
        changed.append("national_id")
    if "birth_date" in changed:  # a child, or not any more
        _keep_wards(w, row.guardian_id)
    _tell_change(w, row, changed)


@requires(Permission.EDIT_MEMBERS)
def set_guardian(w: Work, *, member_id: UUID, guardian_id: UUID | None) -> None:
    """Say who acts for a child, or that nobody does; in force at the guardian's next event.

    Nothing happens when it is so already. Holds the member's row. Publishes GuardianSet.

    Raises:
        Refusal: at ``guardian_id``: oneself, somebody in the archive, under 18 or with a guardian;
            the member is 18 or older.
        NotFound: no such member or guardian in this gym.
    """
    row = w.hold(Member, member_id)
    before = row.guardian_id
    if before == guardian_id:
        return
    if guardian_id is not None:
        name = rules.full_name(row.first_name, row.last_name)
        _check_guardian(w, guardian_id, name=name, birth_date=row.birth_date, member_id=member_id)
    row.guardian_id = guardian_id
    w.session.flush()
    _keep_wards(w, before, guardian_id)
    w.publish(
        GuardianSet(
            about=member_id, member_id=member_id, guardian_id=guardian_id, guardian_before=before
        )
    )


@requires(Permission.NOTE_MEMBERS)
def record_form(
    w: Work,
    *,
    member_id: UUID,
    kind: FormKind,
    signed_on: date,
    good_until: date | None = None,
) -> UUID:
    """Say that a signed form is on file, not what it says; return its id.

    Without another last day a health declaration is good for two years, a doctor's certificate
    for one, the others for good. Publishes FormRecorded.

    Raises:
        Refusal: at ``signed_on``: not yet, or too long ago; at ``good_until``: over already.
        NotFound: no such member in this gym.
    """
    w.get(Member, member_id)
    today = day_of(w.now, w.actor.zone)
    until = good_until or rules.good_until(kind, signed_on)
    rules.check_form(signed_on, until, today=today)
    if not rules.is_on_file(until, day=today):
        raise Refusal(texts.FORM_OVER, field="good_until")
    form = MemberForm(member_id=member_id, kind=kind, signed_on=signed_on, good_until=until)
    w.add(form)
    w.session.flush()
    w.publish(FormRecorded(about=form.id, member_id=member_id, form=kind))
    return form.id


@requires(Permission.NOTE_MEMBERS)
def withdraw_form(w: Work, *, form_id: UUID) -> None:
    """Take off file what was put there by mistake. Publishes FormWithdrawn.

    Raises:
        Refusal: taken off already.
        NotFound: no such form in this gym.
    """
    row = w.hold(MemberForm, form_id)
    if row.withdrawn_at is not None:
        raise Refusal(texts.FORM_WITHDRAWN)
    row.withdrawn_at = w.now
    w.session.flush()
    w.publish(FormWithdrawn(about=row.id, member_id=row.member_id, form=row.kind))


@requires(Permission.EDIT_MEMBERS, own=Permission.EDIT_OWN)
def change_own(w: Work, *, member_id: UUID, details: OwnDetails) -> None:
    """Replace what members keep up to date themselves; one way to reach them stays.

    Raises:
        Invalid: fields at fault.
        Refusal: neither phone nor e-mail would be left; at ``phone``.
    """
    row = w.hold(Member, member_id)
    clean = rules.checked_own(details)
    if not clean.phone and not clean.email and (row.phone or row.email):
        raise Refusal(texts.NEEDS_CONTACT, field="phone")
    _tell_change(w, row, _write(row, {name: getattr(clean, name) for name in _OWN}))


@requires(Permission.EDIT_MEMBERS, own=Permission.EDIT_OWN)
def show_to_members(w: Work, *, member_id: UUID, is_seen: bool) -> None:
    """Say whether others who book the same class are told that this member comes; at first not."""
    row = w.hold(Member, member_id)
    _tell_change(w, row, _write(row, {"is_seen_by_members": is_seen}))


@requires(Permission.EDIT_MEMBERS, own=Permission.SEE_OWN)
def read_national_id(w: Work, *, member_id: UUID) -> str:
    """Open the sealed ID number (nine digits, or empty); reading it is on record."""
    row = w.get(Member, member_id)
    if row.national_id_sealed is None:
        return ""
    w.publish(NationalIdRead(about=row.id, member_id=row.id))
    return crypto.unseal(row.national_id_sealed, rules.place_of_national_id(row.id))


@requires(Permission.EDIT_MEMBERS)
def tag(w: Work, *, member_ids: Collection[UUID], name: str) -> Tagged:
    """Put a tag on members; it is made when the gym has none of this name.

    Raises:
        Refusal: a name that cannot be, or nobody chosen.
        NotFound: somebody is not of this gym.
    """
    chosen = _chosen(w, member_ids)
    words = rules.checked_tag(name)
    w.hot(_NEW_TAG, _stamped(w) | {"name": words, "folded": fold(words)})
    found = select(Tag).where(col(Tag.folded) == fold(words))
    row = w.session.scalars(found).one()
    wearing = {"tag_id": row.id}
    worn = w.hot(
        _WEAR.values([_stamped(w) | wearing | {"member_id": m} for m in sorted(chosen)]).returning(
            _MT.c.member_id
        )
    )
    new = tuple(sorted(worn.scalars()))
    if new:
        w.publish(MembersTagged(about=row.id, tag_id=row.id, member_ids=new, count=len(new)))
    return Tagged(row.id, row.name, len(new))


@requires(Permission.EDIT_MEMBERS)
def untag(w: Work, *, tag_id: UUID, member_ids: Collection[UUID]) -> Tagged:
    """Take a tag off members; who does not wear it is passed over.

    Raises:
        Refusal: nobody chosen.
        NotFound: no such tag, or somebody is not of this gym.
    """
    row = w.get(Tag, tag_id)
    chosen = _chosen(w, member_ids)
    taken = sa.delete(MemberTag).where(
        col(MemberTag.tag_id) == tag_id, col(MemberTag.member_id).in_(chosen)
    )
    gone = tuple(sorted(w.session.scalars(taken.returning(col(MemberTag.member_id)))))
    if gone:
        w.publish(MembersUntagged(about=tag_id, tag_id=tag_id, member_ids=gone, count=len(gone)))
    return Tagged(row.id, row.name, len(gone))


@requires(Permission.EDIT_MEMBERS)
def rename_tag(w: Work, *, tag_id: UUID, name: str) -> None:
    """Give a tag another name.

    Raises:
        Refusal: a name that cannot be, or another tag's; at ``name``.
    """
    row = w.hold(Tag, tag_id)
    words = rules.checked_tag(name)
    others = select(Tag).where(col(Tag.folded) == fold(words), col(Tag.id) != tag_id)
    if w.session.scalars(others).first() is not None:
        raise Refusal(texts.TAG_TAKEN, field="name")
    row.name, row.folded = words, fold(words)
    w.publish(TagRenamed(about=tag_id, tag_id=tag_id))


@requires(Permission.EDIT_MEMBERS)
def remove_tag(w: Work, *, tag_id: UUID) -> None:
    """Take a tag off everybody and forget it."""
    row = w.hold(Tag, tag_id)
    worn = sa.delete(MemberTag).where(col(MemberTag.tag_id) == tag_id)
    count = len(w.session.scalars(worn.returning(col(MemberTag.id))).all())
    w.session.delete(row)
    w.publish(TagRemoved(about=tag_id, tag_id=tag_id, count=count))


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


@requires(Permission.ARCHIVE_MEMBERS)
def archive(w: Work, *, member_id: UUID) -> None:
    """Put a member away; nothing is deleted, and ``restore`` undoes it.

    Open invitations are closed, and booking takes back their places after the commit.

    Raises:
        Refusal: archived already.
    """
    row = w.hold(Member, member_id)
    if row.archived_at is not None:
        raise Refusal(texts.ALREADY_ARCHIVED)
    row.archived_at = w.now
    identity.close_invitations(w, member_id=member_id)
    w.session.flush()
    _keep_wards(w, member_id, row.guardian_id)
    w.publish(MemberArchived(about=member_id, member_id=member_id))


@requires(Permission.ARCHIVE_MEMBERS)
def restore(w: Work, *, member_id: UUID) -> None:
    """Bring a member back from the archive.

    Raises:
        Refusal: not archived.
    """
    row = w.hold(Member, member_id)
    if row.archived_at is None:
        raise Refusal(texts.NOT_ARCHIVED)
    row.archived_at = None
    w.session.flush()
    _keep_wards(w, member_id, row.guardian_id)
    w.publish(MemberRestored(about=member_id, member_id=member_id))


@internal
def set_status(w: Work, *, member_id: UUID, status: MemberStatus) -> None:
    """Say where a member stands; says nothing when they stand there already."""
    row = w.hold(Member, member_id)
    if row.status is status:
        return
    before, row.status = row.status, status
    w.publish(
        MemberStatusChanged(about=member_id, member_id=member_id, before=before, after=status)
    )


@internal
def set_coach(w: Work, *, member_ids: Collection[UUID], coach_id: UUID | None) -> None:
    """Say whose members they are; for staff, which keeps the history. Holds the members' rows."""
    written = (
        sa.update(Member)
        .where(col(Member.id).in_(sorted(member_ids)))
        .values(coach_id=coach_id)
        .execution_options(synchronize_session="fetch")
    )
    w.session.execute(written)


@internal
def keep_wards(w: Work, *, guardian_id: UUID) -> None:
    """Bring a guardian's roles in step with the children they act for today."""
    _keep_wards(w, guardian_id)


@internal
def let_go_of_adults(w: Work) -> None:
    """Whoever turned 18 is nobody's ward any more; for every guardian of the gym."""
    for guardian_id in queries.guardians(w):
        _keep_wards(w, guardian_id)


def _add(w: Work, clean: MemberDetails) -> UUID:
    if clean.guardian_id is not None:
        name = rules.full_name(clean.first_name, clean.last_name)
        _check_guardian(w, clean.guardian_id, name=name, birth_date=clean.birth_date)
    row = Member(
        id=new_id(),
        folded="",
        guardian_id=clean.guardian_id,
        **{name: getattr(clean, name) for name in _KEPT},
    )
    row.folded = _searchable(row)
    _keep_national_id(row, clean.national_id)
    w.add(row)
    w.session.flush()
    _keep_wards(w, row.guardian_id)
    w.publish(MemberAdded(about=row.id, member_id=row.id, source=row.source))
    return row.id


def _refuse_duplicate(w: Work, clean: MemberDetails) -> None:
    for field, here, archived in (
        ("phone", texts.PHONE_TAKEN, texts.PHONE_IN_ARCHIVE),
        ("email", texts.EMAIL_TAKEN, texts.EMAIL_IN_ARCHIVE),
    ):
        value = getattr(clean, field)
        if not value:
            continue
        # Somebody who is here is named before somebody in the archive.
        same = (
            select(Member)
            .where(col(getattr(Member, field)) == value)
            .order_by(col(Member.archived_at).is_not(None), col(Member.id))
            .limit(1)
        )
        found = w.session.scalars(same).first()
        if found is not None:
            text = here if found.archived_at is None else archived
            name = rules.full_name(found.first_name, found.last_name)
            raise DuplicateMember(text, member_id=found.id, field=field, name=name)


def _check_guardian(
    w: Work,
    guardian_id: UUID,
    *,
    name: str,
    birth_date: date | None,
    member_id: UUID | None = None,
) -> None:
    if guardian_id == member_id:
        raise Refusal(texts.OWN_GUARDIAN, field="guardian_id")
    today = day_of(w.now, w.actor.zone)
    if not rules.is_ward(birth_date, today=today):
        raise Refusal(texts.GUARDIAN_OF_ADULT, field="guardian_id", name=name)
    other = w.get(Member, guardian_id)
    called = rules.full_name(other.first_name, other.last_name)
    if other.archived_at is not None:
        raise Refusal(texts.IN_ARCHIVE, field="guardian_id", name=called)
    if other.guardian_id is not None and rules.is_ward(other.birth_date, today=today):
        raise Refusal(texts.GUARDIAN_HAS_ONE, field="guardian_id", name=called)
    if other.birth_date is not None and rules.is_ward(other.birth_date, today=today):
        raise Refusal(texts.GUARDIAN_IS_CHILD, field="guardian_id", name=called)


def _keep_wards(w: Work, *guardian_ids: UUID | None) -> None:
    """Write to guardians' roles for whom they act; holds their rows, so that two siblings at once are both seen."""
    for guardian_id in sorted({g for g in guardian_ids if g is not None}):
        w.hold(Member, guardian_id)
        wards = queries.ward_ids(w, guardian_id=guardian_id)
        identity.set_wards(w, member_id=guardian_id, ward_ids=wards)


def _write(row: Member, after: dict[str, Any]) -> tuple[str, ...]:
    """Write the fields that differ; their names."""
    changed = rules.changed_fields({name: getattr(row, name) for name in after}, after)
    for name in changed:
        setattr(row, name, after[name])
    if changed:
        row.folded = _searchable(row)
    return changed


def _keep_national_id(row: Member, digits: str | None) -> bool:
    """Seal, forget or leave the ID number; whether it changed."""
    if digits is None:
        return False
    where = rules.place_of_national_id(row.id)
    kept = crypto.unseal(row.national_id_sealed, where) if row.national_id_sealed else ""
    if kept == digits:
        return False
    row.national_id_sealed = crypto.seal(digits, where) if digits else None
    return True


def _searchable(row: Member) -> str:
    return rules.searchable(row.first_name, row.last_name, email=row.email, phone_e164=row.phone)


def _tell_change(w: Work, row: Member, changed: Collection[str]) -> None:
    if changed:
        w.publish(MemberChanged(about=row.id, member_id=row.id, fields=tuple(sorted(changed))))


def _chosen(w: Work, member_ids: Collection[UUID]) -> frozenset[UUID]:
    chosen = rules.checked_choice(member_ids)
    if queries.known(w, ids=chosen) != chosen:
        raise NotFound
    return chosen


def _stamped(w: Work) -> dict[str, Any]:  # Any: values of columns of many types
    return {"id": new_id(), "org_id": w.actor.org_id, "created_at": w.now, "updated_at": w.now}
