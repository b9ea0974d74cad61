"""The address of the page on which a member pays what is due, and what is behind it."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlmodel import col, select

from fitkit.core import crypto
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.billing.tables import PayLinks
from fitkit.features.identity.tables import RoleGrant, User
from fitkit.features.members.tables import Member
from fitkit.features.orgs.tables import Org
from fitkit.texts import renewals as texts

LINK: Final = timedelta(days=30)
_LINK_FOR: Final = "pay what is due"
_UNTIL_BYTES, _NUMBER_BYTES = 5, 2
_BYTES: Final = 16 + 16 + _UNTIL_BYTES + _NUMBER_BYTES


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """What a link that is ours leads to."""

    gym_id: UUID
    member_id: UUID
    number: int  # how often the member's links had been revoked when it was made


@internal
def link_token(w: Work, *, member_id: UUID) -> str:
    """What opens the page on which a member pays what is due, without signing in.

    Short, because it stands in notices: the gym, the member, until when, which of the member's links still work,
    and that it is ours.
    """
    if w.actor.org_id is None:
        raise ValueError("what is due is due to a gym")
    until = int((w.now + LINK).timestamp()).to_bytes(_UNTIL_BYTES)
    number = number_of(w, member_id=member_id).to_bytes(_NUMBER_BYTES)
    packed = urlsafe_b64encode(w.actor.org_id.bytes + member_id.bytes + until + number).decode()
    return f"{packed}.{crypto.keyed_digest(packed, _LINK_FOR)}"


@internal
def behind_link(token: str, now: datetime) -> LinkTarget | None:
    """Where a link leads; None when it is forged or over. Whether it still works ``check_link`` says."""
    packed, _, kept = token.partition(".")
    if not token.isascii() or not crypto.is_keyed_digest(kept, packed, _LINK_FOR):
        return None
    known = urlsafe_b64decode(packed)
    if len(known) != _BYTES or int.from_bytes(known[32:-_NUMBER_BYTES]) < now.timestamp():
        return None
    number = int.from_bytes(known[-_NUMBER_BYTES:])
    return LinkTarget(UUID(bytes=known[:16]), UUID(bytes=known[16:32]), number)


@internal
def check_link(w: Work, *, link: LinkTarget) -> None:
    """Refuse what no link may do any more.

    Raises:
        Refusal: it was revoked; the gym is closed.
    """
    gym = w.get(Org, link.gym_id)
    if gym.closed_at is not None:
        raise Refusal(texts.LINK_OF_CLOSED, gym=gym.name)
    if link.number != number_of(w, member_id=link.member_id):
        raise Refusal(texts.LINK_OVER)


@internal
def number_of(w: Work, *, member_id: UUID) -> int:
    """How often a member's links were revoked."""
    found = select(PayLinks.number).where(col(PayLinks.member_id) == member_id)
    return w.session.scalars(found).one_or_none() or 0


@requires(Permission.SEE_MONEY, own=Permission.SEE_OWN)
def due_path(w: Work, *, member_id: UUID) -> str:
    """The address, without the language, of the page on which a member pays what is due.

    Raises:
        NotFound: no such member.
    """
    w.get(Member, member_id)
    return f"/pay/due/{link_token(w, member_id=member_id)}"


@requires(Permission.SEE_MONEY)
def lang_of(w: Work, *, member_id: UUID) -> Lang:
    """In which language to send a member something to pay: their account's, or else the gym's.

    Raises:
        NotFound: no such member.
    """
    member = w.get(Member, member_id)
    chosen = (
        select(User.lang)
        .join(RoleGrant, col(RoleGrant.user_id) == col(User.id))
        .where(col(RoleGrant.member_id) == member.id, col(RoleGrant.org_id) == member.org_id)
        .limit(1)
    )
    return Lang(w.session.scalars(chosen).first() or w.get(Org, member.org_id).lang)
