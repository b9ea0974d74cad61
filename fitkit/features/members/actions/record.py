"""A member's record: added, changed, archived."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core import crypto
from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.ids import new_id
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.identity import actions as identity
from fitkit.features.members import rules
from fitkit.features.members.actions.family import check_guardian, write_wards
from fitkit.features.members.events import (
    MemberAdded,
    MemberArchived,
    MemberChanged,
    MemberRestored,
    MemberStatusChanged,
    NationalIdRead,
)
from fitkit.features.members.rules import DuplicateMember, MemberDetails, MemberStatus, OwnDetails
from fitkit.features.members.tables import Member
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
        write_wards(w, row.guardian_id)
    _tell_change(w, row, changed)


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
    write_wards(w, member_id, row.guardian_id)
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
    write_wards(w, member_id, row.guardian_id)
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


def _add(w: Work, clean: MemberDetails) -> UUID:
    if clean.guardian_id is not None:
        name = rules.full_name(clean.first_name, clean.last_name)
        check_guardian(w, clean.guardian_id, name=name, birth_date=clean.birth_date)
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
    write_wards(w, row.guardian_id)
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
