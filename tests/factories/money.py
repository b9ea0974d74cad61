"""Bare rows of payments, documents and billing for a gym that has a member with a plan."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from fitkit.core import clock, crypto
from fitkit.core.i18n import Lang
from fitkit.core.ids import new_id
from fitkit.core.money import Money
from fitkit.core.work import Work
from fitkit.features.billing.rules.cancellation import Ground
from fitkit.features.billing.rules.changes import ChangeKind, ChangeState
from fitkit.features.billing.rules.words import CancellationState, OrderChannel
from fitkit.features.billing.tables import (
    Bill,
    Cancellation,
    CreditUse,
    Deal,
    DebtPlan,
    GiftPart,
    Order,
    OrderKey,
    PayLinks,
    Period,
    PlanChange,
)
from fitkit.features.cashdesk import actions as cashdesk
from fitkit.features.cashdesk import queries as cashdesk_queries
from fitkit.features.cashdesk.rules import Kept
from fitkit.features.documents import actions as documents
from fitkit.features.offers import actions as offers
from fitkit.features.offers.queries import OfferChoices
from fitkit.features.offers.rules.coupons import CouponDetails, Discount
from fitkit.features.offers.rules.gift_cards import GiftDetails
from fitkit.features.offers.rules.products import ProductDetails
from fitkit.features.offers.tables import CouponUse, GiftCardUse, ReferralReward
from fitkit.features.payments import actions as payments
from fitkit.features.payments.rules import ChargeMode, ChargeState
from fitkit.features.payments.tables import Callback, Card, Charge, Refund
from fitkit.features.plans.rules import Every
from fitkit.features.reconciliation import actions as reconciliation
from fitkit.features.reconciliation.rules import Theirs
from fitkit.features.reconciliation.tables import PayDifference
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.ports.invoices import Issuer
from fitkit.ports.payments import PayWay, Provider


def pay_rows(w: Work, *, member_id: UUID, mark: str) -> dict[str, UUID]:
    """An account of the demo company, a card, a paid charge, what was told of it, a refund."""
    card_id, charge_id = new_id(), new_id()
    account_id = payments.connect_account(
        w, provider=Provider.DEMO, credentials={"account": f"at {mark}"}
    )
    card = Card(
        id=card_id,
        member_id=member_id,
        account_id=account_id,
        token_sealed=_sealed(f"card {mark}", "card", card_id, "token"),
        last4="4242",
        good_until=clock.day_of(w.now, clock.ISRAEL) + timedelta(days=400),
    )
    w.add(card)
    w.session.flush()
    charge = Charge(
        id=charge_id,
        member_id=member_id,
        cause_kind="sales_order",
        cause_id=new_id(),
        attempt=1,
        amount_agorot=42000,
        lines=_lines(mark),
        words=f"Pack {mark}",
        mode=ChargeMode.PAGE,
        state=ChargeState.PAID,
        account_id=account_id,
        card_id=card_id,
        way=PayWay.CARD,
        paid_on=clock.day_of(w.now, clock.ISRAEL),
        transaction_id=f"t-{charge_id.hex}",
        last4="4242",
        refunded_agorot=1000,
        settled_at=w.now,
    )
    w.add(charge)
    w.session.flush()
    refund = Refund(
        charge_id=charge_id, member_id=member_id, amount_agorot=1000, way=PayWay.CARD, why=mark
    )
    w.add(Callback(account_id=account_id, body=mark.encode(), charge_id=charge_id), refund)
    w.session.flush()
    return {
        "account_id": account_id,
        "card_id": card_id,
        "charge_id": charge_id,
        "cause_id": charge.cause_id,
        "refund_id": refund.id,
    }


def document_rows(w: Work, *, charge_id: UUID) -> dict[str, UUID]:
    """The demo's issuer, and the document that is owed for a charge; jobs have it issued."""
    account_id = documents.choose_issuer(
        w, issuer=Issuer.DEMO, credentials=None, is_exempt=False, mails_them=False
    )
    document_id = documents.owe_for_charge(w, charge_id=charge_id)
    buyer = w.get(Charge, charge_id).member_id
    documents.set_buyer(w, member_id=buyer, tax_id="123456782", name="Business")
    assert document_id is not None
    return {"document_account_id": account_id, "document_id": document_id}


def reconciliation_rows(w: Work, *, account_id: UUID, mark: str) -> dict[str, UUID]:
    """A night that found something on the company's list which is not here."""
    today = clock.day_of(w.now, clock.ISRAEL)
    stray = Theirs(f"stray {mark}", "", False, Money(7_700), today)
    reconciliation.write_comparison(
        w, account_id=account_id, theirs=[stray], days=[today], around=0
    )
    found = w.session.execute(
        select(PayDifference.id).where(col(PayDifference.is_refund).is_(False))
    )
    return {"difference_id": found.scalars().first() or account_id}


def cash_rows(w: Work, *, mark: str) -> dict[str, UUID]:
    """A drawer that was counted otherwise, closed with something brought to the bank, and open again."""
    seen = cashdesk_queries.kept(w, what=Kept.CASH)
    first = cashdesk.open_day(w, counted=seen + Money(500), seen=seen, why=mark)
    today = clock.day_of(w.now, clock.ISRAEL)
    cashdesk.deposit(w, what=Kept.CASH, amount=Money(300), on=today, note=mark)
    left = cashdesk_queries.kept(w, what=Kept.CASH)
    cashdesk.close_day(w, cash_day_id=first, counted=left, seen=left)
    return {"cash_day_id": cashdesk.open_day(w, counted=left, seen=left)}


def billing_rows(
    w: Work, *, member_id: UUID, plan_id: UUID, subscription_id: UUID, mark: str
) -> dict[str, UUID]:
    """An order, a monthly deal with a period that is due, another one that a notice ends."""
    today, order_id = clock.day_of(w.now, clock.ISRAEL), new_id()
    order = Order(
        id=order_id,
        member_id=member_id,
        plan_id=plan_id,
        starts_on=today,
        lines=_lines(mark),
        amount_agorot=42000,
        vat_per_mille=180,
        channel=OrderChannel.SITE,
        token_sealed=_sealed(mark, "sales_order", order_id, "token"),
        expires_at=w.now + timedelta(hours=24),
    )
    deal = Deal(
        subscription_id=subscription_id,
        member_id=member_id,
        every=Every.MONTH,
        price_agorot=42000,
        anchor_on=today,
        made_on=today,
    )
    w.add(order, deal)
    w.session.flush()
    period = Period(
        deal_id=deal.id,
        member_id=member_id,
        number=0,
        first_on=today,
        last_on=today + timedelta(days=29),
        lines=_lines(mark),
        amount_agorot=42000,
        vat_per_mille=180,
    )
    other = subscriptions.give_past(w, member_id=member_id, plan_id=plan_id, starts_on=today)
    ending = Deal(
        subscription_id=other.subscription_id,
        member_id=member_id,
        every=Every.MONTH,
        price_agorot=42000,
        anchor_on=today,
        made_on=today,
    )
    w.add(ending)
    w.session.flush()
    ended = Cancellation(
        deal_id=ending.id,
        member_id=member_id,
        noticed_on=today,
        state=CancellationState.REVIEW,
        ground=Ground.CONTINUING,
        last_day=today + timedelta(days=3),
        used_agorot=4200,
        fee_agorot=0,
        refund_agorot=37800,
        owed_agorot=0,
        reason=mark,
    )
    key = OrderKey(token_hash=crypto.digest(f"{order_id}"), order_id=order_id, gym_id=_gym(w))
    used = CreditUse(
        member_id=member_id, cause_kind="sales_order", cause_id=order_id, amount_agorot=700
    )
    change = PlanChange(
        deal_id=deal.id,
        member_id=member_id,
        plan_id=plan_id,
        kind=ChangeKind.DOWNGRADE,
        state=ChangeState.PLANNED,
        takes_on=today + timedelta(days=30),
        period_number=0,
        lines=_lines(mark),
        amount_agorot=42000,
        price_agorot=42000,
        every=Every.MONTH,
        note=mark,
    )
    plan = DebtPlan(member_id=member_id, amount_agorot=42000)
    links = PayLinks(member_id=member_id, number=1)
    gift = GiftPart(
        member_id=member_id, cause_kind="sales_order", cause_id=order_id, amount_agorot=300
    )
    w.add(period, ended, key, used, change, plan, links, gift)
    w.session.flush()
    bill = Bill(member_id=member_id, amount_agorot=42000, plan_id=plan.id, due_on=today)
    w.add(bill)
    w.session.flush()
    return {
        "bill_id": bill.id,
        "debt_plan_id": plan.id,
        "order_id": order_id,
        "deal_id": deal.id,
        "period_id": period.id,
        "cancellation_id": ended.id,
        "change_id": change.id,
        "to_plan_id": plan_id,
        "to_member_id": member_id,
    }


def offers_rows(w: Work, *, member_id: UUID, order_id: UUID, mark: str) -> dict[str, UUID]:
    """One of each thing that a gym offers beside plans."""
    details = CouponDetails(f"{mark}10", Discount(percent=10), most_each=None)
    coupon_id = offers.make_coupon(w, details=details)
    w.add(CouponUse(coupon_id=coupon_id, member_id=member_id, order_id=order_id, off_agorot=4200))
    offers.choose_offers(w, choices=OfferChoices(sells_gift_cards=True))
    product = ProductDetails(f"Bottle {mark}", "", Money.shekels(40), stock=7)
    product_id = offers.add_product(w, details=product)
    offers.own_code(w, member_id=member_id)
    gift = GiftDetails(Money.shekels(200), f"For {mark}", f"{mark}@gift.test", mark)
    gift_card_id = offers.make_gift_card(
        w, order_id=order_id, buyer_id=member_id, details=gift, lang=Lang.EN
    )
    rewarded = ReferralReward(member_id=member_id, friend_id=member_id, amount_agorot=1000)
    used = GiftCardUse(gift_card_id=gift_card_id, member_id=member_id, amount_agorot=100)
    w.add(rewarded, used)
    w.session.flush()
    return {"coupon_id": coupon_id, "product_id": product_id, "gift_card_id": gift_card_id}


def _lines(mark: str) -> list[list[Any]]:
    return [[f"Pack {mark}", 42000, 1]]


def _sealed(words: str, table: str, row_id: UUID, what: str) -> str:
    return crypto.seal(words, f"{table}:{row_id}:{what}")


def _gym(w: Work) -> UUID:
    assert w.actor.org_id is not None
    return w.actor.org_id
