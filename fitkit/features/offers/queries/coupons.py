"""Coupons and who used them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.members.rules import full_name
from fitkit.features.members.tables import Member
from fitkit.features.offers.rules.coupons import (
    Asker,
    CouponDetails,
    Discount,
    check_usable,
    folded,
)
from fitkit.features.offers.tables import Coupon, CouponUse
from fitkit.features.plans.rules import PlanKind
from fitkit.features.subscriptions.tables import Subscription
from fitkit.texts import coupons as texts

USES_SHOWN = 100


@dataclass(frozen=True, slots=True)
class CouponView:
    """A coupon, and how often it was used."""

    id: UUID
    details: CouponDetails
    uses: int
    is_stopped: bool
    made_at: datetime

    @property
    def code(self) -> str:
        """What is typed."""
        return self.details.code

    @property
    def discount(self) -> Discount:
        """How much less is paid."""
        return self.details.discount


@dataclass(frozen=True, slots=True)
class UseView:
    """One use of a coupon."""

    member_id: UUID
    member: str
    at: datetime
    off: Money


@requires(Permission.SEE_PLANS)
def all_coupons(w: Work) -> tuple[CouponView, ...]:
    """All coupons, those in use before the stopped ones, the newest first; may be empty."""
    counted = dict(
        w.session.execute(
            select(CouponUse.coupon_id, sa.func.count())
            .where(col(CouponUse.let_go_at).is_(None))
            .group_by(col(CouponUse.coupon_id))
        ).all()
    )
    found = select(Coupon).order_by(col(Coupon.stopped_at).is_not(None), col(Coupon.id).desc())
    return tuple(view_of(row, counted.get(row.id, 0)) for row in w.session.scalars(found))


@requires(Permission.EDIT_PLANS)
def uses_of(w: Work, *, coupon_id: UUID) -> tuple[UseView, ...]:
    """Who used a coupon, the newest first, at most 100.

    Raises:
        NotFound: no such coupon in this gym.
    """
    w.get(Coupon, coupon_id)
    found = (
        select(CouponUse, Member)
        .join(Member, col(Member.id) == col(CouponUse.member_id))
        .where(col(CouponUse.coupon_id) == coupon_id, col(CouponUse.let_go_at).is_(None))
        .order_by(col(CouponUse.id).desc())
        .limit(USES_SHOWN)
    )
    return tuple(
        UseView(
            member.id,
            full_name(member.first_name, member.last_name),
            use.created_at,
            Money(use.off_agorot),
        )
        for use, member in w.session.execute(found)
    )


@internal
def usable(w: Work, *, code: str, plan_id: UUID, member_id: UUID | None) -> CouponView:
    """The coupon of a code, as somebody may use it now; None: a visitor, whom nobody knows yet.

    Raises:
        Refusal: at ``coupon``: no such code, or it does not count for this plan, day or person.
    """
    found = select(Coupon).where(col(Coupon.code) == folded(code))
    row = w.session.scalars(found).one_or_none()
    if row is None:
        raise Refusal(texts.NO_SUCH_CODE, field="coupon")
    view = view_of(row, count(w, coupon_id=row.id))
    by = Asker(
        plan_id=plan_id,
        is_new=member_id is None or _is_new(w, member_id),
        uses=view.uses,
        own_uses=count(w, coupon_id=row.id, member_id=member_id) if member_id else 0,
        today=day_of(w.now, w.actor.zone),
    )
    check_usable(view.details, by, is_stopped=view.is_stopped)
    return view


@internal
def coupon(w: Work, *, coupon_id: UUID) -> CouponView:
    """One coupon, stopped or not.

    Raises:
        NotFound: no such coupon in this gym.
    """
    return view_of(w.get(Coupon, coupon_id), count(w, coupon_id=coupon_id))


@internal
def counts_for(w: Work, *, code: str, plan_id: UUID) -> bool:
    """Whether a coupon is one for a plan, whoever asks and whenever: it may be stopped or over by now."""
    found = select(Coupon.plan_ids).where(col(Coupon.code) == folded(code))
    plan_ids = w.session.scalars(found).one_or_none()
    return plan_ids is not None and (not plan_ids or str(plan_id) in plan_ids)


@internal
def view_of(row: Coupon, count: int) -> CouponView:
    """A row as facts."""
    amount = None if row.off_agorot is None else Money(row.off_agorot)
    details = CouponDetails(
        code=row.code,
        discount=Discount(row.percent, amount, row.periods),
        most_uses=row.most_uses,
        most_each=row.most_each,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        only_new=row.only_new,
        plan_ids=tuple(UUID(i) for i in row.plan_ids),
    )
    return CouponView(row.id, details, count, row.stopped_at is not None, row.created_at)


@internal
def count(w: Work, *, coupon_id: UUID, member_id: UUID | None = None) -> int:
    """How many orders have a coupon now; of one member, or of all."""
    found = select(sa.func.count()).where(
        col(CouponUse.coupon_id) == coupon_id, col(CouponUse.let_go_at).is_(None)
    )
    if member_id is not None:
        found = found.where(col(CouponUse.member_id) == member_id)
    return w.session.scalars(found).one()


def _is_new(w: Work, member_id: UUID) -> bool:
    """Whether somebody never held a plan, a trial apart."""
    found = select(Subscription.id).where(
        col(Subscription.member_id) == member_id, col(Subscription.kind) != PlanKind.TRIAL
    )
    return w.session.scalars(found.limit(1)).first() is None
