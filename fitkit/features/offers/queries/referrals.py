"""Who brought whom."""

from uuid import UUID

from sqlmodel import col, select

from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.members.tables import Member
from fitkit.features.offers.rules.referrals import Person, is_code
from fitkit.features.offers.tables import ReferralCode


@internal
def code_of(w: Work, *, member_id: UUID) -> str:
    """The code of a member's link; empty: none was made."""
    found = select(ReferralCode.code).where(col(ReferralCode.member_id) == member_id)
    return w.session.scalars(found).one_or_none() or ""


@internal
def member_of(w: Work, *, code: str) -> UUID | None:
    """Whose link a code is of; None: nobody's."""
    if not is_code(code):
        return None
    found = select(ReferralCode.member_id).where(col(ReferralCode.code) == code)
    return w.session.scalars(found).one_or_none()


@internal
def person(w: Work, *, member_id: UUID) -> Person:
    """Who somebody is, as far as it matters whether two are one.

    Raises:
        NotFound: no such member in this gym.
    """
    row = w.get(Member, member_id)
    return Person(row.id, row.phone, row.email, row.guardian_id)
