"""Orders of plans: by members, visitors and staff. What becomes of them is in ``paying``."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from fitkit.core.errors import NotFound, Refusal
from fitkit.core.i18n import Lang
from fitkit.core.ids import new_id
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.billing.actions import _one_card, paying
from fitkit.features.billing.actions._placing import (
    NO_CODES,
    Codes,
    PlacedOrder,
    Wish,
    place_plan,
    visitor_of,
)
from fitkit.features.billing.queries import orders as queries
from fitkit.features.billing.rules import orders as rules
from fitkit.features.billing.rules.words import OrderChannel
from fitkit.features.identity import actions as identity
from fitkit.features.members import actions as members
from fitkit.features.members import queries as people
from fitkit.features.members.rules import MemberDetails, SameBy
from fitkit.features.plans import queries as plans
from fitkit.features.plans.queries import PlanView
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.ports.payments import PayWay
from fitkit.texts import coupons
from fitkit.texts import shop as texts


@requires(Permission.GIVE_PLANS, own=Permission.EDIT_OWN)
def buy(
    w: Work,
    *,
    member_id: UUID,
    plan_id: UUID,
    starts_on: date,
    lang: Lang,
    consents: bool,
    codes: Codes = NO_CODES,
) -> PlacedOrder:
    """Order a plan for oneself or for one's child; what costs nothing is given at once.

    What waits unpaid with the same gift card is over: the newest has it.

    Raises:
        Refusal: not offered to members, held already, a trial that was had, a first day out of
            range, no consent to the terms, a coupon that does not count, a gift card that an order which
            is being paid uses; at their fields.
        NotFound: no such plan or member in this gym.
    """
    plan = _offered(w, plan_id)
    _check_form(w, starts_on, consents=consents)
    also = queries.holding_credit(w, member_id=member_id)
    _one_card.make_way(w, gift_code=codes.gift_code, also=also)
    subscriptions.check_sold(w, member_id=member_id, plan_id=plan_id, starts_on=starts_on)
    wish = Wish(
        member_id,
        OrderChannel.SITE,
        lang,
        has_consent=True,
        codes=codes,
        uses_credit=True,
    )
    return place_plan(w, plan, starts_on, wish)


@internal
def buy_as_visitor(
    w: Work,
    *,
    details: MemberDetails,
    plan_id: UUID,
    starts_on: date,
    lang: Lang,
    consents: bool,
    codes: Codes = NO_CODES,
) -> PlacedOrder:
    """Order a plan for somebody who is not signed in, by name, phone and e-mail.

    They are found by name together with phone or e-mail, else written down as a lead. Nothing tells
    which: whoever was found and could not be given it is written down anew, as any other visitor. A coupon
    that does not count for whoever was found is refused in words that say nothing of them. The card of
    whoever was found is kept for this plan alone: they keep their own, which nobody else sees or replaces.
    With a gift card what waits unpaid with it is over, as for ``buy``.

    Raises:
        Invalid: fields at fault.
        Refusal: as for ``buy``, but for what only a member could have; at ``plan_id``: the same was bought
            with the same gift card under the same name.
        NotFound: no such plan in this gym.
    """
    plan = _offered(w, plan_id)
    _check_form(w, starts_on, consents=consents)
    buyer, code = visitor_of(w, details), codes.gift_code
    _one_card.make_way(w, gift_code=code)
    _one_card.refuse_same(w, gift_code=code, plan=plan, starts_on=starts_on, buyer=buyer)
    member_id = _known(w, details, plan_id, starts_on)
    wish = Wish(
        new_id(),
        OrderChannel.SITE,
        lang,
        has_consent=True,
        codes=codes,
        visitor=buyer,
    )
    if member_id is not None:
        return _place_for_known(w, plan, starts_on, replace(wish, member_id=member_id))
    member_id = members.add_despite_duplicate(w, details=details)
    w.session.flush()
    invitation = identity.invite_member(
        w,
        member_id=member_id,
        name=" ".join(filter(None, (details.first_name, details.last_name))),
        email=details.email,
        phone=details.phone,
        lang=lang,
    )
    wish = replace(wish, member_id=member_id, invitation_id=invitation.invitation_id)
    return place_plan(w, plan, starts_on, wish)


@requires(Permission.EDIT_MONEY)
def sell_by_link(
    w: Work, *, member_id: UUID, plan_id: UUID, starts_on: date, lang: Lang, coupon: str = ""
) -> PlacedOrder:
    """Order a plan for a member, who agrees and pays on the page that is sent to them.

    Raises:
        Refusal: not sold any more, held already, a trial that was had, a first day out of range, a
            coupon that does not count.
        NotFound: no such plan or member in this gym.
    """
    plan = _sold(w, plan_id)
    rules.check_first_day(starts_on, today=queries.day_in_gym(w))
    subscriptions.check_sold(w, member_id=member_id, plan_id=plan_id, starts_on=starts_on)
    wish = Wish(
        member_id, OrderChannel.LINK, lang, has_consent=False, codes=Codes(coupon), uses_credit=True
    )
    return place_plan(w, plan, starts_on, wish)


@requires(Permission.EDIT_MONEY)
def sell_at_desk(  # noqa: PLR0913  # what a sale at the desk consists of
    w: Work,
    *,
    member_id: UUID,
    plan_id: UUID,
    starts_on: date,
    way: PayWay,
    note: str,
    paid_on: date,
    lang: Lang,
    coupon: str = "",
) -> PlacedOrder:
    """Sell a plan to a member who pays at the desk, and give it; all or nothing.

    Whoever sells has shown them the terms, which are kept with the order.

    Raises:
        Refusal: as for ``sell_by_link``; a way, day or note that payments refuse.
        NotFound: no such plan or member in this gym.
    """
    plan = _sold(w, plan_id)
    rules.check_first_day(starts_on, today=queries.day_in_gym(w))
    subscriptions.check_sold(w, member_id=member_id, plan_id=plan_id, starts_on=starts_on)
    wish = Wish(
        member_id, OrderChannel.DESK, lang, has_consent=True, codes=Codes(coupon), uses_credit=True
    )
    placed = place_plan(w, plan, starts_on, wish)
    if placed.is_paid:
        return placed
    paying.take_by_hand(w, order_id=placed.order_id, way=way, note=note, paid_on=paid_on)
    return PlacedOrder(placed.order_id, placed.path, is_paid=True)


def _offered(w: Work, plan_id: UUID) -> PlanView:
    """A plan that anybody may buy: what is private or retired is not there for them."""
    found = next((plan for plan in plans.offered(w) if plan.id == plan_id), None)
    if found is None:
        raise NotFound
    return found


def _sold(w: Work, plan_id: UUID) -> PlanView:
    plan = plans.plan(w, plan_id=plan_id)
    if plan.is_retired:
        raise Refusal(texts.NOT_SOLD, field="plan_id", plan=plan.name)
    return plan


def _check_form(w: Work, starts_on: date, *, consents: bool) -> None:
    rules.check_first_day(starts_on, today=queries.day_in_gym(w))
    if not consents:
        raise Refusal(texts.CONSENT_NEEDED, field="consents")


def _place_for_known(w: Work, plan: PlanView, starts_on: date, wish: Wish) -> PlacedOrder:
    try:
        return place_plan(w, plan, starts_on, wish)
    except Refusal as why:
        if why.text in (coupons.ONLY_NEW, coupons.USED_BY_YOU):
            raise Refusal(coupons.NOT_FOR_YOU, field="coupon", **why.params) from None
        raise


def _known(w: Work, details: MemberDetails, plan_id: UUID, starts_on: date) -> UUID | None:
    """Who it is, by name together with phone or e-mail; None: somebody new, or not to be given it."""
    for view in people.duplicates_of(w, details=details):
        if SameBy.NAME not in view.same_by or len(view.same_by) < 2 or view.line.is_archived:
            continue
        try:
            subscriptions.check_sold(
                w, member_id=view.line.id, plan_id=plan_id, starts_on=starts_on
            )
        except Refusal:
            continue
        return view.line.id
    return None
