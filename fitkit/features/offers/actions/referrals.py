"""Credit for bringing somebody: a member's own code, and what is given once when a friend pays first."""

import secrets
from uuid import UUID

from sqlmodel import col, select

from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.ledger import actions as ledger
from fitkit.features.ledger.rules import postings
from fitkit.features.ledger.rules.accounts import Cause
from fitkit.features.members.tables import Member
from fitkit.features.offers.events import ReferralPaid
from fitkit.features.offers.queries import settings
from fitkit.features.offers.queries.referrals import code_of, person
from fitkit.features.offers.rules import referrals as rules
from fitkit.features.offers.tables import ReferralCode, ReferralReward


@requires(Permission.EDIT_MEMBERS, own=Permission.EDIT_OWN)
def own_code(w: Work, *, member_id: UUID) -> str:
    """The code of a member's link, made when it is first asked for. Holds the member.

    Raises:
        NotFound: no such member in this gym.
    """
    w.hold(Member, member_id)
    found = code_of(w, member_id=member_id)
    if found:
        return found
    code = "".join(secrets.choice(rules.LETTERS) for _ in range(rules.CODE_LENGTH))
    w.add(ReferralCode(member_id=member_id, code=code))
    w.session.flush()
    return code


@internal
def reward(w: Work, *, friend_id: UUID, referrer_id: UUID) -> None:
    """Give the credit that the gym set for a new member, once for ever; nothing for who brought themself.

    Holds the friend. Publishes ReferralPaid for each who gets something.
    """
    rewards = settings.chosen(w).rewards
    if not rewards.is_on:
        return
    w.hold(Member, friend_id)
    is_known = w.session.scalars(
        select(ReferralReward.id).where(col(ReferralReward.friend_id) == friend_id)
    ).first()
    friend, by = person(w, member_id=friend_id), person(w, member_id=referrer_id)
    if is_known is not None or not rules.brought(friend, by):
        return
    for member_id, amount in ((referrer_id, rewards.referrer), (friend_id, rewards.friend)):
        if amount > ZERO:
            _give(w, member_id, friend_id, amount)


def _give(w: Work, member_id: UUID, friend_id: UUID, amount: Money) -> None:
    row = ReferralReward(member_id=member_id, friend_id=friend_id, amount_agorot=amount.agorot)
    w.add(row)
    w.session.flush()
    draft = postings.reward(member_id, amount)
    ledger.post(w, draft=draft, cause=Cause(ReferralReward.__tablename__, row.id), at=w.now)
    w.publish(
        ReferralPaid(
            about=row.id,
            member_id=member_id,
            amount_agorot=amount.agorot,
            is_referrer=member_id != friend_id,
        )
    )
