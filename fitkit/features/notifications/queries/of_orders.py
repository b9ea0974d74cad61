"""What is told of plans that were bought."""

from datetime import date
from uuid import UUID

from fitkit.core.i18n import Lang, Text, day_in_record, money
from fitkit.core.money import Money
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.billing.queries import orders
from fitkit.features.billing.tables import Order
from fitkit.features.members.rules import full_name
from fitkit.features.members.tables import Member
from fitkit.features.notifications import rules
from fitkit.features.notifications.queries._words import words_of
from fitkit.features.notifications.rules import Happening, NoticeKind
from fitkit.features.plans.tables import Plan
from fitkit.texts import notices as texts


@internal
def plan_bought(
    w: Work,
    *,
    order_id: UUID,
    plan_id: UUID,
    amount_agorot: int,
    starts_on: date,
    next_on: date | None,
    price_agorot: int,
) -> Happening:
    """What a member is told who bought a plan: what, for how much, when it is charged next."""
    after = (
        words_of(texts.PAID_ONCE)
        if next_on is None
        else {
            str(lang): texts.CHARGED_NEXT.to(
                lang, price=Money(price_agorot), day=day_in_record(next_on)
            )
            for lang in Lang
        }
    )
    facts: rules.Facts = {
        "plan": _plan(w, plan_id),
        "amount": _amount(amount_agorot),
        "starts_on": starts_on.isoformat(),
        "after": after,
    }
    return Happening(NoticeKind.PLAN_BOUGHT, order_id, facts, "/home")


@internal
def plan_sold(
    w: Work, *, order_id: UUID, member_id: UUID, plan_id: UUID, amount_agorot: int
) -> Happening:
    """What the owner is told of a sale."""
    facts: rules.Facts = {
        "plan": _plan(w, plan_id),
        "amount": _amount(amount_agorot),
        "name": _name(w, member_id),
    }
    return Happening(NoticeKind.PLAN_SOLD, order_id, facts, f"/dashboard/members/{member_id}")


@internal
def goods_sold(w: Work, *, order_id: UUID, member_id: UUID, amount_agorot: int) -> Happening:
    """What the owner is told of goods that wait to be picked up."""
    facts: rules.Facts = {
        "what": words_of(orders.name_of(w, w.get(Order, order_id))),
        "amount": _amount(amount_agorot),
        "name": _name(w, member_id),
    }
    return Happening(NoticeKind.GOODS_SOLD, order_id, facts, "/dashboard/plans/products")


@internal
def referral_credit(*, reward_id: UUID, amount_agorot: int) -> Happening:
    """What somebody is told who has credit for a new member."""
    facts: rules.Facts = {"amount": _amount(amount_agorot)}
    return Happening(NoticeKind.REFERRAL_CREDIT, reward_id, facts, "/me/shop")


@internal
def visit_credit(w: Work, *, order_id: UUID, amount_agorot: int) -> Happening:
    """What a member is told whose paid visit was called off."""
    facts: rules.Facts = {
        "what": words_of(orders.name_of(w, w.get(Order, order_id))),
        "amount": _amount(amount_agorot),
    }
    return Happening(NoticeKind.VISIT_CREDIT, order_id, facts, "/me/membership")


@internal
def order_given_back(w: Work, *, order_id: UUID, amount_agorot: int) -> Happening:
    """What payer and owner are told when what was paid could not be given."""
    what = orders.name_of(w, w.get(Order, order_id))
    facts: rules.Facts = {"plan": words_of(what), "amount": _amount(amount_agorot)}
    return Happening(NoticeKind.ORDER_GIVEN_BACK, order_id, facts, "/me/shop")


def _plan(w: Work, plan_id: UUID) -> dict[str, str]:
    row = w.get(Plan, plan_id)
    return words_of(Text(row.name_he, row.name_en))


def _amount(agorot: int) -> dict[str, str]:
    return {str(lang): money(Money(agorot), lang) for lang in Lang}


def _name(w: Work, member_id: UUID) -> str:
    row = w.get(Member, member_id)
    return full_name(row.first_name, row.last_name)
