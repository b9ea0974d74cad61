"""Forms on file: recorded, withdrawn."""

from datetime import date
from uuid import UUID

from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.permissions import Permission, requires
from fitkit.core.work import Work
from fitkit.features.members import rules
from fitkit.features.members.events import FormRecorded, FormWithdrawn
from fitkit.features.members.rules import FormKind
from fitkit.features.members.tables import Member, MemberForm
from fitkit.texts import members as texts


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
