"""Guardians, the children they act for, and who grows up."""

from datetime import date
from uuid import UUID

from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.identity import actions as identity
from fitkit.features.members import queries, rules
from fitkit.features.members.events import GuardianSet
from fitkit.features.members.tables import Member
from fitkit.texts import members as texts


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
        check_guardian(w, guardian_id, name=name, birth_date=row.birth_date, member_id=member_id)
    row.guardian_id = guardian_id
    w.session.flush()
    write_wards(w, before, guardian_id)
    w.publish(
        GuardianSet(
            about=member_id, member_id=member_id, guardian_id=guardian_id, guardian_before=before
        )
    )


@internal
def keep_wards(w: Work, *, guardian_id: UUID) -> None:
    """Bring a guardian's roles in step with the children they act for today."""
    write_wards(w, guardian_id)


@internal
def let_go_of_adults(w: Work) -> None:
    """Whoever turned 18 is nobody's ward any more; for every guardian of the gym."""
    for guardian_id in queries.guardians(w):
        write_wards(w, guardian_id)


@internal
def check_guardian(
    w: Work,
    guardian_id: UUID,
    *,
    name: str,
    birth_date: date | None,
    member_id: UUID | None = None,
) -> None:
    """Refuse whoever cannot act for somebody of this name and day of birth, at ``guardian_id``."""
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


@internal
def write_wards(w: Work, *guardian_ids: UUID | None) -> None:
    """Write to guardians' roles for whom they act; holds their rows, so that two siblings at once are both seen."""
    for guardian_id in sorted({g for g in guardian_ids if g is not None}):
        w.hold(Member, guardian_id)
        wards = queries.ward_ids(w, guardian_id=guardian_id)
        identity.set_wards(w, member_id=guardian_id, ward_ids=wards)
