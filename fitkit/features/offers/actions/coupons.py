"""Coupons: made, stopped, used and let go.

Locks: a use holds its coupon's row, so that those who race for the last one come one after the other.
"""

from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.offers.events import CouponMade, CouponStopped
from fitkit.features.offers.queries import coupons as queries
from fitkit.features.offers.queries.coupons import CouponView
from fitkit.features.offers.rules import coupons as rules
from fitkit.features.offers.rules.coupons import CouponDetails
from fitkit.features.offers.tables import Coupon, CouponUse
from fitkit.features.plans import queries as plans
from fitkit.texts import coupons as texts

_CODES: Final = sa.select(
    sa.func.pg_advisory_xact_lock(sa.func.hashtext(sa.bindparam("whose", type_=sa.Text)))
)


@requires(Permission.EDIT_PLANS)
def make_coupon(w: Work, *, details: CouponDetails) -> UUID:
    """Make a coupon that may be used from now on, and return its id. Publishes CouponMade.

    Raises:
        Invalid: fields at fault.
        Refusal: the gym has, or had, a coupon with this code; at ``code``.
        NotFound: one of its plans is not of this gym.
    """
    clean = rules.checked(details, today=day_of(w.now, w.actor.zone))
    for plan_id in clean.plan_ids:
        plans.plan(w, plan_id=plan_id)
    _lock_codes(w)
    if w.session.scalars(select(Coupon.id).where(col(Coupon.code) == clean.code)).first():
        raise Refusal(texts.CODE_TAKEN, field="code")
    amount = clean.discount.amount
    row = Coupon(
        code=clean.code,
        percent=clean.discount.percent,
        off_agorot=None if amount is None else amount.agorot,
        periods=clean.discount.periods,
        most_uses=clean.most_uses,
        most_each=clean.most_each,
        valid_from=clean.valid_from,
        valid_to=clean.valid_to,
        only_new=clean.only_new,
        plan_ids=[str(i) for i in clean.plan_ids],
    )
    w.add(row)
    w.session.flush()
    w.publish(CouponMade(about=row.id))
    return row.id


@requires(Permission.EDIT_PLANS)
def stop_coupon(w: Work, *, coupon_id: UUID) -> None:
    """Take a coupon no more; orders and deals that have it keep it. Told again, nothing.

    Publishes CouponStopped.

    Raises:
        NotFound: no such coupon in this gym.
    """
    row = w.hold(Coupon, coupon_id)
    if row.stopped_at is None:
        row.stopped_at = w.now
        w.publish(CouponStopped(about=row.id))


@internal
def use_coupon(w: Work, *, code: str, plan_id: UUID, member_id: UUID, order_id: UUID) -> CouponView:
    """Put a coupon on an order, where it counts for this plan and member; holds the coupon.

    Raises:
        Refusal: at ``coupon``, as for ``queries.usable``.
    """
    found = select(Coupon.id).where(col(Coupon.code) == rules.folded(code))
    coupon_id = w.session.scalars(found).one_or_none()
    if coupon_id is None:
        raise Refusal(texts.NO_SUCH_CODE, field="coupon")
    w.hold(Coupon, coupon_id)
    view = queries.usable(w, code=code, plan_id=plan_id, member_id=member_id)
    w.add(CouponUse(coupon_id=coupon_id, member_id=member_id, order_id=order_id, off_agorot=0))
    w.session.flush()
    return view


@internal
def note_off(w: Work, *, order_id: UUID, off: Money) -> None:
    """Write down what the coupon on an order takes off its first payment."""
    use = _use_of(w, order_id)
    if use is not None:
        use.off_agorot = off.agorot


@internal
def let_coupon_go(w: Work, *, order_id: UUID) -> None:
    """Take the coupon off an order that ended unpaid: somebody else may have it. Told again, nothing."""
    use = _use_of(w, order_id)
    if use is not None:
        use.let_go_at = w.now
        w.session.flush()


@internal
def use_coupon_again(w: Work, *, coupon_id: UUID, member_id: UUID, order_id: UUID) -> None:
    """Put a coupon back on an order that was paid after its time; holds the coupon.

    Raises:
        Refusal: others have used it up meanwhile.
    """
    row = w.hold(Coupon, coupon_id)
    if _use_of(w, order_id) is not None:
        return
    view = queries.view_of(row, queries.count(w, coupon_id=coupon_id))
    if view.details.most_uses is not None and view.uses >= view.details.most_uses:
        raise Refusal(texts.ALL_USED, field="coupon", code=view.code)
    w.add(CouponUse(coupon_id=coupon_id, member_id=member_id, order_id=order_id, off_agorot=0))
    w.session.flush()


def _use_of(w: Work, order_id: UUID) -> CouponUse | None:
    found = select(CouponUse).where(
        col(CouponUse.order_id) == order_id, col(CouponUse.let_go_at).is_(None)
    )
    return w.session.scalars(found).one_or_none()


def _lock_codes(w: Work) -> None:
    """Two who make the same code come one after the other."""
    w.hot(_CODES, {"whose": f"coupon codes {w.actor.org_id}"})
