"""What gift money pays for has a tax invoice of its own, once; what of it is handed out, a credit note."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from fitkit import wiring
from fitkit.core.i18n import Lang
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions as sales
from fitkit.features.billing.actions import Codes, paying, retail
from fitkit.features.billing.rules.endings import Typed
from fitkit.features.billing.rules.words import PeriodState
from fitkit.features.documents import flows as documents
from fitkit.features.documents.queries import documents_of, missing, month
from fitkit.features.documents.rules import DocumentState
from fitkit.features.documents.tables import TaxDocument
from fitkit.features.ledger import actions as book
from fitkit.features.ledger.rules import postings
from fitkit.features.ledger.rules.accounts import Account, Cause
from fitkit.features.offers import actions as offers
from fitkit.features.offers.queries import OfferChoices
from fitkit.features.offers.queries.gift_cards import gift_money_left
from fitkit.features.offers.rules.gift_cards import gift_part, handed_out
from fitkit.features.offers.rules.products import ProductDetails
from fitkit.features.offers.tables import GiftSpend
from fitkit.features.plans.rules import PlanKind, Terms
from fitkit.ports.invoices import DocumentKind, Issuer
from fitkit.ports.payments import PayWay
from tests.conftest import Gym, make_gym
from tests.factories.orders import PRICE, Shop, make_shop
from tests.factories.renewals import make_renewing, today
from tests.features.documents.test_issuing import papers
from tests.features.offers.test_gift_cards import FOR_DANA, NOON, TWO_HUNDRED, card, redeem

PACK = Terms(PlanKind.PACK, entries=10, valid_days=175)
HUNDRED, FIFTY = Money.shekels(100), Money.shekels(50)


@pytest.fixture
def time():
    with time_machine.travel(NOON, tick=False) as travelled:
        yield travelled


@pytest.fixture
def shop(time, gym) -> Shop:
    shop = make_shop(gym)
    with open_work(gym.acting(Role.OWNER)) as w:
        offers.choose_offers(w, choices=OfferChoices(sells_gift_cards=True))
    number_documents(gym)
    return shop


def number_documents(gym: Gym, *, is_exempt: bool = False) -> None:
    documents.choose_issuer(
        wiring.ports(),
        gym.acting(Role.OWNER),
        issuer=Issuer.DEMO,
        credentials=None,
        is_exempt=is_exempt,
        mails_them=False,
    )


def invoices(gym: Gym) -> list[tuple[DocumentKind, int, DocumentState]]:
    """Documents of gift money: their kind, agorot and state, as they were owed."""
    with open_work(gym.system) as w:
        found = select(TaxDocument).where(TaxDocument.cause_kind == "gift_spend")
        rows = w.session.scalars(found.order_by(TaxDocument.id))
        return [(row.kind, row.amount_agorot, row.state) for row in rows]


def an_invoice(amount: Money, state: DocumentState = DocumentState.ISSUED):
    return (DocumentKind.INVOICE, amount.agorot, state)


def left(shop: Shop) -> Money:
    with open_work(shop.gym.system) as w:
        return gift_money_left(w, member_id=shop.member_id)


def give_credit(shop: Shop, amount: Money) -> None:
    """They paid for nothing in particular: no gift money."""
    with open_work(shop.gym.system) as w:
        draft = postings.payment(shop.member_id, amount, into=Account.CASH)
        book.post(w, draft=draft, cause=Cause("test", new_id()), at=w.now)


# rules


@dataclass
class Pot:
    """A member's credit, as gift money and otherwise."""

    gifts: Money = ZERO
    credit: Money = ZERO
    spent: list[tuple[int, Money]] = field(default_factory=list)


@given(
    st.lists(
        st.tuples(st.sampled_from(["gift", "other", "use", "out"]), st.integers(1, 50_000)),
        max_size=30,
    )
)
def test_no_more_gift_money_is_spent_than_was_brought_nor_handed_out_than_was_spent(steps):
    pot, brought, out = Pot(), ZERO, ZERO
    for n, (what, agorot) in enumerate(steps):
        amount = Money(agorot)
        if what in ("gift", "other"):
            pot.credit += amount
            if what == "gift":
                pot.gifts, brought = pot.gifts + amount, brought + amount
        elif what == "use":
            used = min(amount, pot.credit)
            part = gift_part(pot.gifts, used)
            assert ZERO <= part <= used
            pot.credit, pot.gifts = pot.credit - used, pot.gifts - part
            assert part == used or pot.gifts == ZERO  # gift money goes first
            pot.spent.append((n, part))
        else:
            parts = dict(handed_out(pot.spent, amount))
            total = sum(parts.values(), ZERO)
            assert total == min(amount, sum((x for _, x in pot.spent), ZERO))
            pot.spent = [(key, x - parts.get(key, ZERO)) for key, x in pot.spent]
            assert all(x >= ZERO for _, x in pot.spent)
            out += total
        assert ZERO <= pot.gifts <= pot.credit
        assert pot.gifts + sum((x for _, x in pot.spent), ZERO) + out == brought


def test_what_is_handed_out_takes_the_newest_back_first():
    spent = [(1, HUNDRED), (2, FIFTY)]
    assert handed_out(spent, Money.shekels(70)) == ((2, FIFTY), (1, Money.shekels(20)))
    assert handed_out(spent, Money.shekels(999)) == ((2, FIFTY), (1, HUNDRED))
    assert handed_out([], HUNDRED) == handed_out(spent, ZERO) == ()


# each way of paying


def test_a_pack_that_a_card_covers_whole_has_an_invoice_and_no_payment_on_it(shop):
    pack = shop.plan("כרטיסייה", PACK, Money.shekels(150))
    token = shop.buy(plan_id=pack, codes=Codes(gift_code=card(shop)))
    assert invoices(shop.gym) == [an_invoice(Money.shekels(150), DocumentState.DUE)]
    shop.run_jobs()
    shop.look(token)
    shop.run_jobs()
    assert invoices(shop.gym) == [an_invoice(Money.shekels(150))]
    made = sorted((one["kind"], one["agorot"]) for one in papers(shop.gym.org_id.hex))
    assert made == [("invoice", 15_000), ("receipt", 20_000)]
    with open_work(shop.gym.acting(Role.MEMBER, member_id=shop.member_id)) as w:
        (own,) = documents_of(w, member_id=shop.member_id)
        assert (own.kind, own.amount, own.vat_per_mille) == (
            DocumentKind.INVOICE,
            Money.shekels(150),
            180,
        )
        body = documents.open_file(wiring.ports(), w.actor, document_id=own.id).body
        assert body.startswith(b"%PDF")


def test_a_part_by_card_and_the_rest_charged_are_two_documents_that_sum_to_the_sale(shop):
    redeem(shop, card(shop))
    token = shop.buy()
    assert invoices(shop.gym) == []  # nothing is sold yet
    shop.pay(token)
    shop.run_jobs()
    assert invoices(shop.gym) == [an_invoice(TWO_HUNDRED)]
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        charged = w.get(TaxDocument, shop.charge(token).id)
        assert (charged.kind, charged.amount_agorot) == (
            DocumentKind.INVOICE_RECEIPT,
            (PRICE - TWO_HUNDRED).agorot,
        )
    assert left(shop) == ZERO


def test_an_order_at_the_desk_by_hand_and_goods_from_the_shelf(shop):
    redeem(shop, card(shop))
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        bottle = offers.add_product(w, details=ProductDetails("בקבוק", "", Money.shekels(40)))
        cash = sales.ByHand(PayWay.CASH, "", shop.today)
        retail.sell_goods(
            w, member_id=shop.member_id, goods=((bottle, 1),), by_hand=cash, lang=Lang.HE
        )
    shop.run_jobs()
    assert invoices(shop.gym) == [an_invoice(Money.shekels(40))]
    assert left(shop) == Money.shekels(160)


def test_other_credit_has_no_invoice_and_gift_money_goes_first(shop):
    give_credit(shop, HUNDRED)
    pack = shop.plan("כרטיסייה", PACK, Money.shekels(60))
    shop.buy(plan_id=pack)
    assert invoices(shop.gym) == []  # its document came with the money
    redeem(shop, card(shop), FIFTY)
    shop.buy(plan_id=pack)
    shop.run_jobs()
    assert invoices(shop.gym) == [an_invoice(FIFTY)]
    assert (left(shop), shop.balance(shop.member_id)) == (ZERO, -Money.shekels(30))


def test_an_unpaid_order_spends_nothing_and_its_card_is_spent_once_later(shop, time):
    code = card(shop)
    shop.visit(codes=Codes(gift_code=code))
    time.shift(timedelta(hours=25))
    with open_work(shop.gym.system) as w:
        paying.expire(w)
    shop.run_jobs()
    assert invoices(shop.gym) == []
    redeem(shop, code)
    shop.pay(shop.buy())
    shop.run_jobs()
    shop.run_jobs()
    assert invoices(shop.gym) == [an_invoice(TWO_HUNDRED)]


def test_a_renewal_that_gift_money_pays_in_part_has_its_invoice(real_database, time):
    gym = make_gym()
    made = make_renewing(gym, anchor=date(2026, 10, 20))
    number_documents(gym)
    with open_work(gym.acting(Role.OWNER)) as w:
        placed = sales.sell_gift_card(
            w,
            member_id=made.member_id,
            details=FOR_DANA,
            by_hand=sales.ByHand(PayWay.CASH, "", today()),
            lang=Lang.HE,
        )
        assert placed.is_paid
        code = code_of_newest(w)
        offers.redeem(w, member_id=made.member_id, gift_code=code)
    made.hour()
    made.collect()
    made.settle()
    period = made.period()
    assert (period.state, period.credit_agorot) == (PeriodState.PAID, TWO_HUNDRED.agorot)
    assert [(kind, agorot) for kind, agorot, _ in invoices(gym)] == [
        (DocumentKind.INVOICE, TWO_HUNDRED.agorot)
    ]
    made.hour()
    assert len(invoices(gym)) == 1


def code_of_newest(w) -> str:
    from fitkit.features.offers import queries
    from fitkit.features.offers.queries.gift_cards import letter_of

    return letter_of(w, gift_card_id=queries.gift_cards_sold(w).cards[0].id).code


# who owes none, and who waits


def test_an_exempt_dealer_owes_none_its_receipt_was_enough(shop):
    number_documents(shop.gym, is_exempt=True)
    redeem(shop, card(shop))
    shop.pay(shop.buy())
    shop.run_jobs()
    assert invoices(shop.gym) == []
    assert left(shop) == ZERO


def test_without_an_issuer_it_waits_and_falls_away_where_the_gym_turns_out_exempt(time, gym):
    shop = make_shop(gym)
    with open_work(gym.acting(Role.OWNER)) as w:
        offers.choose_offers(w, choices=OfferChoices(sells_gift_cards=True))
    redeem(shop, card(shop))
    shop.pay(shop.buy())
    shop.run_jobs()
    with open_work(gym.acting(Role.OWNER)) as w:
        assert DocumentKind.INVOICE in {row.kind for row in missing(w).rows}
    number_documents(gym, is_exempt=True)
    time.shift(timedelta(hours=2))
    shop.run_jobs()
    assert invoices(gym) == []
    with open_work(gym.acting(Role.OWNER)) as w:
        assert missing(w).count == 0


def test_without_an_issuer_it_waits_and_is_issued_once_there_is_one(time, gym):
    shop = make_shop(gym)
    with open_work(gym.acting(Role.OWNER)) as w:
        offers.choose_offers(w, choices=OfferChoices(sells_gift_cards=True))
    redeem(shop, card(shop))
    shop.pay(shop.buy())
    shop.run_jobs()
    number_documents(gym)
    shop.run_jobs()
    assert invoices(gym) == [an_invoice(TWO_HUNDRED)]


def test_another_gyms_member_has_none_of_it(shop, other_gym):
    redeem(shop, card(shop))
    other = make_shop(other_gym)
    assert left(other) == ZERO
    with open_work(other_gym.system) as w:
        assert gift_money_left(w, member_id=shop.member_id) == ZERO


# handed out again, and the month


def test_what_is_handed_out_in_cash_after_an_ending_has_a_credit_note(shop):
    redeem(shop, card(shop))
    shop.pay(shop.buy())
    shop.run_jobs()
    (deal,) = shop.deals()
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        notice = sales.cancel(
            w, member_id=shop.member_id, deal_id=deal.id, notice=Typed(), reason=""
        )
    shop.run_jobs()
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        for _ in range(2):
            sales.hand_back(w, cancellation_id=notice, way=PayWay.CASH)
    shop.run_jobs()
    with open_work(shop.gym.system) as w:
        out = w.session.scalars(
            select(GiftSpend).where(GiftSpend.handed_out_of_id.is_not(None))
        ).all()
        assert len(out) == 1
        assert ZERO < Money(out[0].amount_agorot) <= TWO_HUNDRED
    assert invoices(shop.gym) == [
        an_invoice(TWO_HUNDRED),
        (DocumentKind.CREDIT_NOTE, out[0].amount_agorot, DocumentState.ISSUED),
    ]
    notes = [one for one in papers(shop.gym.org_id.hex) if one["kind"] == "credit_note"]
    assert out[0].amount_agorot in [one["agorot"] for one in notes]
    assert all(one["credits"] for one in notes)
    assert left(shop) == ZERO


def test_the_vat_of_a_months_documents_is_the_vat_of_the_book(shop):
    redeem(shop, card(shop))
    shop.pay(shop.buy())
    pack = shop.plan("כרטיסייה", PACK, Money.shekels(118))
    redeem(shop, card(shop))
    shop.buy(plan_id=pack)
    shop.run_jobs()
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        found = month(w, first=date(2026, 11, 1))
        (line,) = found.vat
        taxed = [d for d in found.documents if d.vat_per_mille]
        assert found.missing == 0
        assert sum((d.amount for d in taxed), ZERO) == line.total == PRICE + Money.shekels(118)
        in_them = sum(d.amount.agorot * 180 / 1180 for d in taxed)
        assert abs(in_them - line.vat.agorot) < len(taxed)
    assert datetime(2026, 11, 23, 10, tzinfo=UTC) == NOON
