"""Links by which members pay without signing in: revoked."""

from uuid import UUID

from sqlmodel import col, select

from fitkit.core.permissions import Permission, requires
from fitkit.core.work import Work
from fitkit.features.billing.events.renewals import PayLinksRevoked
from fitkit.features.billing.tables import PayLinks
from fitkit.features.members.tables import Member


@requires(Permission.EDIT_MONEY)
def revoke_links(w: Work, *, member_id: UUID) -> None:
    """Let none of the links to pay work any more that were made for a member so far; what is made from now on does.

    A page of the company that was opened by one stays open. Holds the member's row. Publishes PayLinksRevoked.

    Raises:
        NotFound: no such member.
    """
    w.hold(Member, member_id)
    found = select(PayLinks).where(col(PayLinks.member_id) == member_id)
    row = w.session.scalars(found).one_or_none()
    if row is None:
        w.add(PayLinks(member_id=member_id, number=1))
    else:
        row.number += 1
    w.session.flush()
    w.publish(PayLinksRevoked(about=member_id, member_id=member_id))
