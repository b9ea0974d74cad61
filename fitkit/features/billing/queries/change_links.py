"""The address of the page on which a member without a kept card changes to a plan that staff offered them."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final
from uuid import UUID

from sqlmodel import col, select

from fitkit.core import crypto
from fitkit.core.errors import NotFound, Refusal
from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.billing.queries import changes, endings, links, orders
from fitkit.features.billing.queries.changes import ChangeView
from fitkit.features.billing.queries.links import LINK, LinkTarget
from fitkit.features.billing.rules.changes import ChangeState
from fitkit.features.billing.rules.checkout import as_kept
from fitkit.features.billing.rules.words import DealState
from fitkit.features.billing.tables import Deal, PlanChange
from fitkit.features.members.tables import Member
from fitkit.features.orgs.tables import Org
from fitkit.features.payments.rules import OPEN, ChargeState
from fitkit.features.plans import queries as plans
from fitkit.texts import changes as texts

_LINK_FOR: Final = "change to a plan"
_UNTIL_BYTES, _NUMBER_BYTES, _TERMS_BYTES = 5, 2, 8
_IDS: Final = 4 * 16
_BYTES: Final = _IDS + _UNTIL_BYTES + _NUMBER_BYTES + _TERMS_BYTES
_SETTLED: Final = date(2000, 1, 1)  # what a plan is sold at does not hang on its first day


@dataclass(frozen=True, slots=True)
class ChangeLink:
    """What a link that is ours leads to."""

    target: LinkTarget  # whose, and which of their links still work
    deal_id: UUID
    plan_id: UUID
    terms: bytes  # what the plan was sold at, and gave, when the link was made


class LinkStanding(StrEnum):
    """What somebody who opens a link is told."""

    OPEN = "open"  # it may be agreed to
    CHECKING = "checking"  # nobody knows yet whether it was paid
    DONE = "done"
    PLANNED = "planned"  # agreed to; its day is to come
    OVER = "over"  # nothing can be agreed to any more


@dataclass(frozen=True, slots=True)
class LinkedView:
    """A change that staff offered, as the holder of its link sees it."""

    gym: str
    first_name: str
    plan: Text
    standing: LinkStanding
    why_over: Text | None
    view: ChangeView | None  # what would be done and paid today; None: it is not open
    takes_on: date | None  # of what was agreed to
    has_failed: bool  # the last try was not paid


@requires(Permission.EDIT_MONEY)
def change_path(w: Work, *, member_id: UUID, deal_id: UUID, to_plan_id: UUID) -> str:
    """The address, without the language, of the page on which a member agrees to another plan and pays for it.

    It works for 30 days, until the member's links are revoked, and at what the plan is sold at now. Why it
    may not be changed, if so, is said there.

    Raises:
        NotFound: no such deal of this member, or no such plan on sale.
    """
    if w.actor.org_id is None:
        raise ValueError("a plan is changed in a gym")
    endings.deal_of(w, member_id=member_id, deal_id=deal_id)
    ids = (w.actor.org_id, member_id, deal_id, to_plan_id)
    until = int((w.now + LINK).timestamp()).to_bytes(_UNTIL_BYTES)
    number = links.number_of(w, member_id=member_id).to_bytes(_NUMBER_BYTES)
    known = b"".join(each.bytes for each in ids) + until + number + _terms(w, to_plan_id)
    packed = urlsafe_b64encode(known).decode().rstrip("=")
    return f"/pay/change/{packed}.{crypto.keyed_digest(packed, _LINK_FOR)}"


@internal
def behind_change_link(token: str, now: datetime) -> ChangeLink | None:
    """Where a link leads; None when it is forged or over. Whether it still works ``links.check_link`` says."""
    packed, _, kept = token.partition(".")
    if not token.isascii() or not crypto.is_keyed_digest(kept, packed, _LINK_FOR):
        return None
    known = urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    if len(known) != _BYTES:
        return None
    gym, member, deal, plan = (UUID(bytes=known[n : n + 16]) for n in range(0, _IDS, 16))
    rest = known[_IDS:]
    if int.from_bytes(rest[:_UNTIL_BYTES]) < now.timestamp():
        return None
    number = int.from_bytes(rest[_UNTIL_BYTES : _UNTIL_BYTES + _NUMBER_BYTES])
    return ChangeLink(LinkTarget(gym, member, number), deal, plan, rest[-_TERMS_BYTES:])


@internal
def linked_change(w: Work, *, link: ChangeLink) -> LinkedView:
    """What stands behind a link that works: what may be agreed to today, or what became of it.

    Raises:
        NotFound: the deal or the plan is not there.
    """
    row = newest_of(w, deal_id=link.deal_id, plan_id=link.plan_id)
    charge = None if row is None else changes.charge_state(w, change_id=row.id)
    standing = _standing(row, charge)
    why_over, view = None, None
    if standing is LinkStanding.OPEN:
        why_over = _why_over(w, link)
        view = None if why_over else preview_by_link(w, link=link)
        if view is not None and view.why_not is not None:
            why_over, view = view.why_not, None
        standing = LinkStanding.OVER if why_over else standing
    member = w.get(Member, link.target.member_id)
    return LinkedView(
        gym=w.get(Org, link.target.gym_id).name,
        first_name=member.first_name,
        plan=plans.plan(w, plan_id=link.plan_id).name,
        standing=standing,
        why_over=why_over,
        view=view,
        takes_on=row.takes_on if row is not None else None,
        has_failed=row is not None and row.state is ChangeState.FAILED,
    )


@internal
def preview_by_link(w: Work, *, link: ChangeLink) -> ChangeView:
    """What the change would do and cost today: as staff offered it, and as the law has it from afar."""
    deal = endings.deal_of(w, member_id=link.target.member_id, deal_id=link.deal_id)
    view = changes.preview_of(w, deal=deal, to_plan_id=link.plan_id, is_remote=True)
    return replace(
        view, card_last4=""
    )  # it is paid on the company's page, whatever card is kept by now


@internal
def check_offered(w: Work, *, link: ChangeLink) -> None:
    """Refuse a change that is not the one that was offered any more.

    Raises:
        Refusal: the deal ended, or became another plan; the plan is not sold, or at another price or terms.
    """
    why = _why_over(w, link)
    if why is not None:
        raise Refusal(why)


@internal
def newest_of(w: Work, *, deal_id: UUID, plan_id: UUID) -> PlanChange | None:
    """The newest change of a deal to a plan, that was not called off; None: there is none."""
    found = (
        select(PlanChange)
        .where(
            col(PlanChange.deal_id) == deal_id,
            col(PlanChange.plan_id) == plan_id,
            col(PlanChange.state) != ChangeState.CALLED_OFF,
        )
        .order_by(col(PlanChange.id).desc())
        .limit(1)
    )
    return w.session.scalars(found).one_or_none()


def _standing(row: PlanChange | None, charge: ChargeState | None) -> LinkStanding:
    if row is None:
        return LinkStanding.OPEN
    match row.state:
        case ChangeState.DONE:
            return LinkStanding.DONE
        case ChangeState.PLANNED:
            return LinkStanding.PLANNED
        case ChangeState.OPEN:
            on_page = (ChargeState.CREATED, ChargeState.ON_PAGE)
            is_known = charge is None or charge in on_page
            is_told = charge is ChargeState.PAID or charge in OPEN
            return LinkStanding.CHECKING if is_told and not is_known else LinkStanding.OPEN
        case ChangeState.FAILED | ChangeState.CALLED_OFF:
            return LinkStanding.OPEN


def _why_over(w: Work, link: ChangeLink) -> Text | None:
    if w.get(Deal, link.deal_id).state is not DealState.RUNNING:
        return texts.LINK_DEAL_OVER
    try:
        is_same = _terms(w, link.plan_id) == link.terms
    except NotFound:
        is_same = False
    return None if is_same else texts.LINK_PLAN_OTHER


def _terms(w: Work, plan_id: UUID) -> bytes:
    """What a plan is sold at and gives now, told from any other.

    Raises:
        NotFound: it is not sold any more.
    """
    plan = changes.sold_plan(w, plan_id=plan_id)
    kept = as_kept(orders.offer_of(w, plan, starts_on=_SETTLED, is_remote=True))
    return sha256(json.dumps(kept, sort_keys=True, default=str).encode()).digest()[:_TERMS_BYTES]
