"""Members and tags, made through the actions."""

from datetime import date
from uuid import UUID

from fitkit.core.actor import Actor
from fitkit.core.work import Work, open_work
from fitkit.features.members import actions
from fitkit.features.members.rules import Gender, MemberDetails, MemberSource, MemberStatus


def details(first_name: str = "נועה", last_name: str = "כהן", **more: object) -> MemberDetails:
    return MemberDetails(first_name=first_name, last_name=last_name, **more)  # type: ignore[arg-type]


def make_member(
    w: Work,
    first_name: str = "נועה",
    last_name: str = "כהן",
    *,
    phone: str = "",
    email: str = "",
    status: MemberStatus | None = None,
    joined_on: date | None = None,
    gender: Gender = Gender.UNSAID,
    source: MemberSource = MemberSource.UNKNOWN,
) -> UUID:
    """One member; ``status`` as if plans had brought it about."""
    member_id = actions.add(
        w,
        details=MemberDetails(
            first_name=first_name,
            last_name=last_name,
            phone=phone,
            email=email,
            joined_on=joined_on,
            gender=gender,
            source=source,
        ),
    )
    if status is not None:
        actions.set_status(w, member_id=member_id, status=status)
    return member_id


def committed_member(actor: Actor, first_name: str = "נועה", last_name: str = "כהן") -> UUID:
    """One member in a Work of its own."""
    with open_work(actor) as w:
        return make_member(w, first_name, last_name)
